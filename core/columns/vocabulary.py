"""The words of column names by what they mean, in the seven languages that shops' files are written in."""

from __future__ import annotations

# concept -> language -> words. Umlauts are written out: "stück" also stands for "stuck" and "stueck".
# Two words joined by "_" are a phrase. Languages: en de nl fr it es pt, and "" for what all of them write.
VOCABULARY: dict[str, dict[str, str]] = {
    "customer": {
        "": "cust client party household debtor kunnr",
        "en": "customer buyer member user shopper subscriber patron guest consumer purchaser visitor donor sold_to"
        " soldto payer",
        "de": "kunde kunden kundin käufer besteller mitglied mitglieds nutzer benutzer auftraggeber debitor",
        "nl": "klant klanten afnemer koper lid leden gebruiker debiteur relatie consument klantnaam",
        "fr": "cliente acheteur membre utilisateur adhérent consommateur abonné",
        "it": "cliente clienti acquirente membro utente utenti committente socio consumatore",
        "es": "cliente clientes comprador miembro usuario consumidor socio abonado suscriptor",
        "pt": "cliente clientes comprador usuário utilizador consumidor associado assinante",
    },
    "account": {"": "acct acc", "en": "account", "de": "konto", "nl": "rekening", "fr": "compte", "it": "conto", "es": "cuenta", "pt": "conta"},
    "contact": {"": "contact", "de": "kontakt", "it": "contatto", "es": "contacto", "pt": "contato contacto"},
    "order": {
        "": "order ticket transaction trans txn trx po document doc pos_transaction vbeln bestell",
        "en": "invoice bill receipt basket cart booking check checkout purchase_order sales_order",
        "de": "bestellung rechnung rechnungs auftrag auftrags beleg bon kassenbon vorgang transaktion transaktions"
        " warenkorb quittung kassenzettel dokument buchung",
        "nl": "bestelling factuur bon kassabon kassaticket transactie winkelmand winkelwagen nota boeking",
        "fr": "commande facture panier reçu bon_de_commande",
        "it": "ordine fattura scontrino transazione ricevuta carrello documento",
        "es": "pedido orden factura recibo transacción boleta carrito comprobante albarán documento",
        "pt": "pedido fatura recibo transação encomenda cupom cupão carrinho nota_fiscal nf nfe documento",
    },
    "orders": {
        "en": "orders invoices receipts transactions visits",
        "de": "bestellungen aufträge rechnungen belege besuche transaktionen",
        "nl": "bestellingen facturen bonnen transacties bezoeken",
        "fr": "commandes factures visites", "it": "ordini fatture scontrini transazioni visite",
        "es": "pedidos órdenes facturas transacciones visitas", "pt": "encomendas faturas transações",
    },
    "sale": {
        "en": "sale purchase purchased bought sold ordered invoiced billed order_placed",
        "de": "verkauf verkaufs kauf einkauf einkaufs gekauft verkauft", "nl": "verkoop aankoop koop gekocht verkocht",
        "fr": "vente achat vendu acheté", "it": "vendita acquisto venduto acquistato", "es": "venta compra vendido comprado",
        "pt": "venda vendido",
    },
    "purchases": {
        "en": "purchases", "de": "käufe einkäufe", "nl": "aankopen", "fr": "achats", "it": "acquisti", "es": "compras",
    },
    "sales": {
        "en": "sales", "de": "verkäufe", "nl": "verkopen", "fr": "ventes", "it": "vendite", "es": "ventas", "pt": "vendas",
    },
    "id": {
        "": "id ids no nr num nro key code ref uuid guid pk fk sk # cod ident",
        "en": "number identifier reference handle serial", "de": "nummer kennung schlüssel kennzeichen",
        "nl": "nummer sleutel kenmerk", "fr": "numéro identifiant référence", "it": "numero codice identificativo chiave riferimento",
        "es": "número código identificador clave referencia", "pt": "número código identificador chave referência",
    },
    "unique": {"en": "unique master global external internal", "de": "eindeutig", "fr": "unique", "es": "único"},
    "date": {
        "": "dt fkdat erdat audat", "en": "date datetime timestamp day when", "de": "datum zeitpunkt zeitstempel tag",
        "nl": "datum tijdstip tijdstempel dag", "fr": "date horodatage jour", "it": "data giorno", "es": "fecha", "pt": "data dia",
    },
    "time": {"en": "time clock", "de": "zeit uhrzeit", "nl": "tijd", "fr": "heure temps", "it": "ora orario", "es": "hora tiempo", "pt": "horário"},
    "created": {
        "en": "created creation placed", "de": "erstellt erstellungs angelegt", "nl": "aangemaakt geplaatst", "fr": "créé création",
        "it": "creato creazione", "es": "creado creación", "pt": "criado criação",
    },
    "period": {
        "en": "month year week quarter weekday hour dow season fiscal", "de": "monat jahr woche quartal wochentag stunde",
        "nl": "maand jaar week kwartaal weekdag", "fr": "mois année semaine trimestre", "it": "mese anno settimana trimestre",
        "es": "mes año semana trimestre", "pt": "mês ano trimestre",
    },
    "quantity": {
        "": "qty qté qta qtd qtde cant stk pcs uds fkimg kwmeng", "en": "quantity quantities units pieces volume",
        "de": "menge mengen anzahl stückzahl", "nl": "aantal hoeveelheid", "fr": "quantité quantités", "it": "quantità pezzi",
        "es": "cantidad unidades piezas", "pt": "quantidade unidades peças",
    },
    "count": {"": "nb nbr", "en": "count number_of no_of num_of nr_of", "fr": "nombre_de", "it": "numero_di", "es": "número_de_los"},
    "unit": {
        "en": "unit each piece per_item", "de": "stück einzel einheit einheits", "nl": "stuk stuks eenheid eenheids", "fr": "unitaire unité pièce",
        "it": "unitario unitaria unità pezzo cadauno", "es": "unitario unitaria unidad pieza", "pt": "unitário unitária unidade peça",
    },
    "price": {
        "": "netpr pvp", "en": "price rate", "de": "preis", "nl": "prijs", "fr": "prix tarif", "it": "prezzo", "es": "precio", "pt": "preço",
    },
    "amount": {
        "": "amt ca netwr gmv", "en": "amount revenue turnover spend spent spending takings proceeds", "de": "betrag umsatz erlös erlöse ausgaben",
        "nl": "bedrag omzet besteding besteed uitgaven", "fr": "montant chiffre_d_affaires dépense dépensé", "it": "importo fatturato ricavo ricavi incasso spesa speso",
        "es": "importe monto ingresos facturación gasto gastado", "pt": "montante receita faturamento faturação gasto",
    },
    "value": {"en": "value worth", "de": "wert", "nl": "waarde", "fr": "valeur", "it": "valore", "es": "valor", "pt": "valor"},
    "total": {
        "": "total tot", "en": "totals sum grand overall extended ext", "de": "gesamt summe total", "nl": "totaal som", "fr": "totale somme totaux",
        "it": "totale somma", "es": "suma", "pt": "soma",
    },
    "subtotal": {"": "subtotal", "en": "sub_total", "nl": "subtotaal", "de": "zwischensumme", "fr": "sous_total", "it": "subtotale"},
    "net": {
        "": "net netto brutto incl excl inkl exkl ttc ht hors_taxe", "en": "gross including excluding inclusive exclusive", "nl": "inclusief exclusief bruto",
        "fr": "brut", "it": "netto lordo", "es": "neto bruto", "pt": "líquido bruto",
    },
    "tax": {
        "": "vat gst hst tva iva btw mwst ust icms", "en": "tax taxes taxable", "de": "steuer mehrwertsteuer umsatzsteuer", "nl": "belasting", "fr": "taxe",
        "it": "imposta", "es": "impuesto impuestos", "pt": "imposto impostos",
    },
    "cost": {"en": "cost costs cogs", "de": "kosten einkaufspreis", "nl": "kosten kostprijs inkoopprijs", "fr": "coût", "it": "costo", "es": "costo coste", "pt": "custo"},
    "profit": {
        "en": "profit margin income gain commission fee fees tip gratuity surcharge royalty", "de": "gewinn marge provision gebühr", "nl": "winst marge",
        "fr": "bénéfice", "it": "utile margine", "es": "beneficio margen ganancia", "pt": "lucro margem",
    },
    "balance": {"en": "balance credit limit budget", "de": "saldo guthaben", "nl": "saldo", "fr": "solde", "es": "saldo"},
    "refund": {
        "en": "refund refunded refunds return returned returns cancelled canceled cancellation outstanding", "de": "erstattung storno retoure retouren storniert",
        "nl": "retour terugbetaling geannuleerd", "fr": "remboursement retours annulé", "it": "rimborso reso annullato", "es": "reembolso devolución cancelado",
        "pt": "reembolso devolução",
    },
    "discount": {
        "": "disc", "en": "discount discounts rebate discounted markdown", "de": "rabatt nachlass", "nl": "korting", "fr": "remise rabais réduction", "it": "sconto",
        "es": "descuento", "pt": "desconto",
    },
    "percent": {"": "% pct percent percentage prozent procent pourcentage percentuale porcentaje"},
    "promo": {"en": "coupon promotion promo campaign voucher", "de": "gutschein aktion", "nl": "actie", "it": "promozione buono", "es": "promoción cupón", "pt": "promoção"},
    "list": {"": "msrp mrp", "en": "list base regular original compare old standard recommended max min", "de": "listen grund uvp", "nl": "advies"},
    "product": {
        "": "sku ean upc gtin isbn asin barcode plu matnr artnr", "en": "product item article material goods merchandise lineitem",
        "de": "produkt artikel art ware material", "nl": "product artikel", "fr": "produit article", "it": "prodotto articolo", "es": "producto artículo",
        "pt": "produto artigo",
    },
    "products": {
        "en": "products items articles", "de": "produkte waren", "nl": "producten artikelen", "fr": "produits articles", "it": "prodotti articoli",
        "es": "productos artículos", "pt": "produtos artigos itens",
    },
    "stock": {"en": "stock inventory onhand", "de": "lager bestand", "nl": "voorraad"},
    "description": {
        "": "desc descr arktx", "en": "description title details detail", "de": "beschreibung bezeichnung produktbezeichnung titel artikeltext",
        "nl": "omschrijving beschrijving titel", "fr": "désignation libellé intitulé titre", "it": "descrizione denominazione titolo",
        "es": "descripción denominación título", "pt": "descrição denominação título",
    },
    "name": {"": "name", "en": "fullname names", "de": "namen", "nl": "naam", "fr": "nom", "it": "nome", "es": "nombre", "pt": "nome"},
    "partname": {
        "en": "first_name last_name firstname lastname surname initials middle_name given_name", "de": "vorname nachname familienname anrede",
        "nl": "voornaam achternaam", "fr": "prénom", "it": "cognome", "es": "apellido apellidos", "pt": "sobrenome apelido",
    },
    "company": {"en": "company organisation organization business", "de": "firma unternehmen", "nl": "bedrijf bedrijfsnaam", "fr": "entreprise société", "it": "azienda ditta ragione_sociale", "es": "empresa", "pt": "empresa"},
    "email": {"": "email mail emailadresse", "fr": "courriel", "es": "correo"},
    "phone": {"": "tel gsm", "en": "phone telephone mobile cell", "de": "telefon handy", "nl": "telefoon mobiel", "fr": "téléphone", "it": "telefono cellulare", "es": "teléfono móvil", "pt": "telefone celular"},
    "card": {"en": "card loyalty_card", "de": "karte karten kundenkarte", "nl": "kaart klantenkaart", "fr": "carte", "it": "tessera carta", "es": "tarjeta", "pt": "cartão"},
    "bill": {"en": "billing bill_to", "de": "rechnungsempfänger", "fr": "facturation", "it": "fatturazione", "nl": "facturatie"},
    "country": {"": "land1", "en": "country nation countries", "de": "land staat", "nl": "land", "fr": "pays", "it": "paese nazione", "es": "país", "pt": "país"},
    "status": {"": "status", "en": "order_state", "fr": "statut état", "it": "stato", "es": "estado", "pt": "situação estado", "de": "zustand"},
    "ship": {
        "en": "ship shipping shipped shipment delivery delivered dispatch dispatched fulfilled fulfillment fulfilment freight postage arrival carrier ship_to",
        "de": "versand versendet lieferung liefer geliefert lieferschein porto fracht", "nl": "verzending verzend levering lever geleverd bezorging verzonden",
        "fr": "livraison expédition livré expédié", "it": "spedizione consegna spedito consegnato", "es": "envío entrega enviado entregado flete",
        "pt": "entrega frete enviado",
    },
    "due": {
        "en": "due expected estimated deadline requested promised approved accepted packed", "de": "fällig fälligkeit fälligkeits wunsch", "nl": "verval vervaldag verwacht",
        "fr": "échéance", "it": "scadenza", "es": "vencimiento", "pt": "vencimento",
    },
    "update": {"en": "update updated modified changed edited import imported export exported processed", "de": "geändert änderung änderungs", "nl": "gewijzigd", "fr": "modifié", "it": "modificato", "es": "actualizado", "pt": "atualizado"},
    "birth": {
        "": "dob", "en": "birth birthday birthdate born", "de": "geburt geburts geburtstag geboren", "nl": "geboorte", "fr": "naissance", "it": "nascita", "es": "nacimiento",
        "pt": "nascimento",
    },
    "signup": {
        "en": "signup sign_up registered registration joined join enrolled enrollment joining onboarding", "de": "registrierung registrierungs anmeldung anmelde beitritt",
        "nl": "registratie inschrijving aanmeld", "fr": "inscription enregistrement", "it": "registrazione iscrizione", "es": "registro alta", "pt": "cadastro adesão",
    },
    "expiry": {"en": "expiry expiration expires valid launch launched release end start", "de": "ablauf gültig", "fr": "expiration"},
    "since": {"en": "since", "de": "seit", "nl": "sinds", "fr": "depuis", "it": "dall da_ultimo", "es": "desde"},
    "days": {"en": "days", "de": "tage", "nl": "dagen", "fr": "jours", "it": "giorni", "es": "días", "pt": "dias"},
    "weeks": {"en": "weeks months", "de": "wochen monate", "nl": "weken maanden"},
    "first": {"en": "first", "de": "erste erster erstes", "nl": "eerste", "fr": "premier première", "it": "primo prima", "es": "primera primero", "pt": "primeira primeiro"},
    "last": {
        "en": "last latest previous prior", "de": "letzte letzter letztes letztem letzten", "nl": "laatste vorige", "fr": "dernier dernière", "it": "ultimo ultima",
        "es": "último última", "pt": "última",
    },
    "recency": {"en": "recency", "nl": "recentie", "de": "rezenz aktualität", "fr": "récence", "it": "recenza", "es": "recencia recência"},
    "frequency": {"": "freq", "en": "frequency", "de": "frequenz häufigkeit kaufhäufigkeit", "nl": "frequentie", "fr": "fréquence", "it": "frequenza", "es": "frecuencia", "pt": "frequência"},
    "monetary": {"": "zbar ltv clv", "en": "monetary monetary_value lifetime", "de": "monetär geldwert", "nl": "monetair", "fr": "monétaire", "it": "monetario monetaria", "es": "monetario"},
    "age": {"en": "age tenure", "de": "alter", "nl": "leeftijd", "fr": "âge", "it": "età", "es": "edad", "pt": "idade"},
    "average": {"": "avg aov", "en": "average mean median", "de": "durchschnitt durchschnittlich", "nl": "gemiddeld gemiddelde", "fr": "moyen moyenne panier_moyen", "it": "medio media", "es": "promedio"},
    "segment": {
        "en": "segment tier score cluster rank rating level grade quintile churn risk vip prob probability predicted", "de": "stufe bewertung klasse kundensegment", "nl": "klasse niveau",
        "fr": "niveau", "it": "segmento livello", "es": "nivel", "pt": "nível",
    },
    "loyalty": {"en": "loyalty membership newsletter marketing subscription subscribed points", "de": "treue", "fr": "fidélité", "it": "fedeltà"},
    "type": {"": "typ", "en": "type kind class method mode priority flag", "fr": "mode", "it": "tipo", "es": "método", "pt": "método", "de": "methode weise"},
    "gender": {"en": "gender sex", "de": "geschlecht", "nl": "geslacht", "fr": "sexe genre", "it": "sesso genere", "es": "sexo género"},
    "marital": {"en": "marital education occupation employment", "de": "familienstand beruf", "nl": "burgerlijke"},
    "place": {
        "en": "city town state region province county district territory zone street address zip zipcode postcode postal location timezone latitude longitude lat lng geo prefix",
        "de": "stadt ort region bundesland plz postleitzahl straße adresse", "nl": "stad plaats regio provincie adres straat gemeente woonplaats",
        "fr": "ville région adresse rue departement", "it": "città regione indirizzo cap provincia comune", "es": "ciudad dirección provincia región comuna",
        "pt": "cidade endereço cep bairro uf região",
    },
    "store": {
        "en": "store shop branch outlet warehouse register terminal device till mall marketplace site website", "de": "filiale laden markt kasse", "nl": "winkel vestiging kassa",
        "fr": "magasin boutique caisse", "it": "negozio cassa magazzino", "es": "tienda sucursal caja", "pt": "loja caixa",
    },
    "staff": {
        "en": "employee salesperson salesman seller vendor cashier staff agent rep manager representative clerk waiter sales_rep sales_person operator", "de": "mitarbeiter verkäufer vertreter kassierer",
        "nl": "medewerker verkoper", "fr": "vendeur employé caissier", "it": "venditore addetto agente", "es": "vendedor empleado agente", "pt": "funcionário",
    },
    "supplier": {"en": "supplier manufacturer distributor", "de": "lieferant hersteller", "nl": "leverancier fabrikant", "fr": "fournisseur", "it": "fornitore", "es": "proveedor", "pt": "fornecedor"},
    "payment": {"en": "payment paid pay payments financial", "de": "zahlung zahlungs bezahlt", "nl": "betaling betaal betaald betaalwijze", "fr": "paiement payé", "it": "pagamento pagato", "es": "pago pagado", "pt": "pago"},
    "currency": {"": "waerk", "en": "currency exchange", "de": "währung währungs", "nl": "valuta", "fr": "devise", "it": "valuta", "es": "moneda divisa", "pt": "moeda"},
    "category": {
        "en": "category department dept family brand group subcategory collection division make model color colour size weight variant", "de": "kategorie abteilung gruppe marke warengruppe produktgruppe sparte farbe größe gewicht",
        "nl": "categorie afdeling merk groep productgroep kleur maat gewicht", "fr": "catégorie famille marque rayon couleur taille", "it": "categoria marca reparto colore taglia", "es": "categoría departamento color talla", "pt": "departamento",
    },
    "line": {
        "en": "line row index seq sequence idx record lineno unnamed", "de": "zeile position pos positions lfd laufende posnr", "nl": "regel rij volgnummer", "fr": "ligne", "it": "riga",
        "es": "línea fila", "pt": "linha", "": "posnr",
    },
    "note": {"en": "note notes comment comments remark remarks message tags tag url link image reason question", "de": "bemerkung kommentar notiz hinweis", "nl": "opmerking opmerkingen", "fr": "commentaire remarque", "es": "comentario notas", "pt": "observação"},
    "channel": {"en": "channel source platform medium device_type referrer browser session ip", "de": "kanal vertriebsweg", "nl": "kanaal", "fr": "canal", "it": "canale"},
}  # fmt: skip
# Words that mean two things at once.
DOUBLE = {
    "pu": "unit price", "sku": "product id", "ean": "product id", "upc": "product id", "gtin": "product id", "asin": "product id",
    "isbn": "product id", "barcode": "product id", "plu": "product id", "matnr": "product id", "artnr": "product id",
    "kunnr": "customer id", "vbeln": "order id", "dob": "birth date", "birthdate": "birth date", "birthday": "birth date",
    "fkdat": "order date", "erdat": "order date", "audat": "order date", "netwr": "net amount", "lineitem": "line product",
    "posnr": "line id", "lineno": "line id", "volgnummer": "line id", "aov": "average order", "msrp": "list price", "mrp": "list price",
    "einkaufspreis": "cost price", "inkoopprijs": "cost price", "kostprijs": "cost price", "nfe": "order id",
    "klantnaam": "customer name", "bedrijfsnaam": "company name", "emailadresse": "email", "artikeltext": "product description",
    "produktbezeichnung": "product description", "kundensegment": "customer segment", "betaalwijze": "payment type",
    "clv": "monetary value", "ltv": "monetary value",
}  # fmt: skip
# Names that are only themselves when they stand alone: the letters of the published customer summaries, and of scores.
WHOLE_NAMES = {
    "x": "frequency", "tx": "recency", "t": "age", "zbar": "monetary", "mx": "monetary", "r": "recency letter",
    "f": "frequency letter", "m": "monetary letter", "rfm": "segment",
}  # fmt: skip
NEUTRAL = frozenset(
    ["of", "the", "a", "an", "at", "on", "in", "per", "pro", "je", "by", "for", "to", "from", "with", "and", "or", "is", "was", "my", "all", "this", "de", "du", "des", "d", "l", "la", "le", "les", "el", "los", "las", "der", "die", "das", "den", "dem", "von", "van", "vom", "zum", "zur", "di", "da", "do", "dos", "del", "della", "dello", "dell", "het", "een", "voor", "und", "et", "e", "y", "i", "par", "por", "pour", "im", "am", "fur", "op", "te", "usd", "eur", "gbp", "inr", "brl", "chf", "cad", "aud", "jpy", "eu", "us", "uk", "euro", "euros", "dollar", "dollars", "pounds", "affaires", "formatted", "applied", "value_of", "total_number", "local", "utc", "gmt", "nm"]
)
