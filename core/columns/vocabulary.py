"""The words of column names by what they mean, in the seven languages that shops' files are written in."""

from __future__ import annotations

# concept -> language -> words. Umlauts are written out: "stück" also stands for "stuck" and "stueck".
# Two words joined by "_" are a phrase. Languages: en de nl fr it es pt, and "" for what all of them write.
VOCABULARY: dict[str, dict[str, str]] = {
    "customer": {
        "": "cust client party household debtor kunnr cli clt",
        "en": "customer username user_name userid login nickname buyer member user shopper subscriber patron guest consumer purchaser visitor donor sold_to"
        " soldto sell_to sellto payer patient pupil student passenger renter tenant lessee policyholder participant",
        "de": "kunde kunden kundin käufer besteller mitglied mitglieds mitglieder mitgl mgl spender abonnent abonnenten nutzer benutzer auftraggeber debitor kd kdnr deb debnr"
        " patient patienten patientin pat mandant mandanten mandantin schüler student fahrgast gast stammgast mieter teilnehmer abnehmer versicherungsnehmer",
        "nl": "klant klanten klnt opdrachtgever afnemer koper lid leden donateur abonnee gebruiker debiteur deb debnr relatie relnr consument klantnaam patiënt leerling cursist huurder passagier gast deelnemer verzekeringnemer",
        "fr": "cliente acheteur donateur membre utilisateur adhérent consommateur abonné patient élève étudiant mandant locataire passager convive participant",
        "it": "cliente clienti acquirente membro utente utenti committente socio donatore abbonato consumatore paziente allievo studente inquilino passeggero ospite partecipante assistito",
        "es": "cliente clientes comprador miembro usuario consumidor socio donante abonado suscriptor paciente alumno estudiante inquilino pasajero huésped participante",
        "pt": "cliente clientes comprador usuário utilizador consumidor associado assinante doador paciente aluno estudante inquilino passageiro hóspede participante",
    },
    # Whoever is on the other side of a document; those who are called customers come before.
    "partner": {
        "": "partner", "en": "business_partner businesspartner trading_partner counterparty", "de": "geschäftspartner handelspartner vertragspartner",
        "nl": "zakenpartner zakenrelatie handelspartner", "fr": "partenaire", "it": "controparte intestatario", "es": "tercero entidad titular contraparte",
        "pt": "terceiro entidade titular",
    },
    # Who ordered, which may be one person of a customer that is a firm.
    "orderer": {
        "en": "ordered_by purchased_by bought_by", "de": "bestellt_von bestellt_durch gekauft_von", "nl": "besteld_door gekocht_door",
        "fr": "commandé_par acheté_par", "it": "ordinato_da acquistato_da", "es": "pedido_por comprado_por", "pt": "encomendado_por comprado_por",
    },
    # What something is done to or about, where nobody is named: a car by its plate, a case by its file.
    "subject": {
        "en": "plate license_plate licence_plate number_plate plate_number vehicle_registration rego dossier", "de": "kfz_kennzeichen kfzkennzeichen autokennzeichen nummernschild akte aktenzeichen",
        "nl": "kenteken", "fr": "immatriculation plaque_d_immatriculation dossier", "it": "targa fascicolo", "es": "matrícula placa expediente", "pt": "matrícula placa",
    },
    # To whom a document or a parcel is addressed.
    "recipient": {
        "en": "recipient addressee", "de": "empfänger", "nl": "ontvanger geadresseerde", "fr": "destinataire", "it": "destinatario", "es": "destinatario",
        "pt": "destinatário",
    },
    "account": {"": "acct acc", "en": "account", "de": "konto", "nl": "rekening", "fr": "compte", "it": "conto", "es": "cuenta", "pt": "conta"},
    "contact": {"": "contact", "de": "kontakt", "it": "contatto", "es": "contacto", "pt": "contato contacto"},
    "order": {
        "": "order ticket transaction trans txn trx po document doc pos_transaction vbeln bestell faktura fakt",
        "en": "invoice bill receipt basket cart booking reservation check checkout purchase_order sales_order sales_slip docket folio locator record_locator",
        "de": "bestellung rechnung rechnungs rechn auftrag auftrags beleg bon kassenbon vorgang transaktion transaktions"
        " warenkorb quittung kassenzettel dokument buchung reservierung",
        "nl": "bestelling bestel factuur bon kassabon kassaticket transactie winkelmand winkelwagen nota boeking reservering reservatie opdracht",
        "fr": "commande facture panier reçu reçu_fiscal bon_de_commande réservation ticket_de_caisse ordonnance",
        "it": "ordine fattura scontrino scontrino_fiscale transazione ricevuta ricevuta_fiscale carrello documento prenotazione comanda",
        "es": "pedido orden factura recibo transacción boleta carrito comprobante albarán documento reserva localizador comanda",
        "pt": "pedido fatura recibo transação encomenda cupom cupom_fiscal cupão carrinho nota_fiscal nf nfe documento reserva localizador comanda talão",
    },
    # The paper that goes with the goods; one for each order, or nearly so.
    "deliverynote": {
        "en": "delivery_note delivery_notes packing_slip packing_list dispatch_note", "de": "lieferschein lieferscheine", "nl": "pakbon leverbon leveringsbon",
        "fr": "bon_de_livraison", "it": "bolla documento_di_trasporto ddt", "es": "nota_de_entrega", "pt": "guia_de_remessa",
    },
    "orders": {
        "en": "orders invoices receipts transactions visits reservations",
        "de": "bestellungen aufträge rechnungen belege besuche transaktionen reservierungen buchungen",
        "nl": "bestellingen facturen bonnen transacties bezoeken reserveringen reservaties boekingen",
        "fr": "commandes factures visites réservations", "it": "ordini fatture scontrini transazioni visite prenotazioni",
        "es": "pedidos órdenes facturas transacciones visitas reservas", "pt": "encomendas faturas transações reservas",
    },
    "sale": {
        "en": "sale purchase purchased bought sold ordered invoiced billed order_placed",
        "de": "verkauf verkaufs kauf einkauf einkaufs gekauft verkauft fakturiert", "nl": "verkoop aankoop koop gekocht verkocht gefactureerd gefactureerde",
        "fr": "vente achat vendu acheté", "it": "vendita acquisto venduto acquistato", "es": "venta compra vendido comprado facturado facturada",
        "pt": "venda vendido faturado faturada",
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
    # A number that the tax office or a chamber of commerce gave: it tells customers apart as a shop's own number does.
    "taxnumber": {
        "en": "vat_number vatnumber vat_no vatno vat_id vatid tax_number taxnumber gstin vat_registration_no vat_registration_number vat_reg_no vat_reg_number",
        "de": "ustid ust_id ustidnr ust_idnr ust_id_nr umsatzsteuer_id steuernummer steuernr steuer_nr steuer_nummer mwst_nr mwstnr mwst_nummer uid_nr uid_nummer uidnr",
        "nl": "btw_nummer btwnummer btw_nr btwnr kvk kvknummer kvknr", "fr": "siret siren tva_intracom tva_intracommunautaire intracom intracommunautaire nr_tva num_tva numero_tva numero_de_tva",
        "it": "piva p_iva part_iva partita_iva partitaiva codice_fiscale codicefiscale cod_fiscale cod_fisc codice_fisc",
        "es": "rfc cuit", "pt": "contribuinte cpf cnpj nipc",
    },
    "unique": {"en": "unique master global external internal", "de": "eindeutig", "fr": "unique", "es": "único"},
    "date": {
        "": "dt dat fkdat erdat audat", "en": "date datetime timestamp day when", "de": "datum zeitpunkt zeitstempel tag",
        "nl": "datum tijdstip tijdstempel dag", "fr": "date horodatage jour", "it": "data giorno", "es": "fecha fec", "pt": "data dia",
    },
    "time": {"en": "time clock", "de": "zeit uhrzeit", "nl": "tijd", "fr": "heure temps", "it": "ora orario", "es": "hora tiempo", "pt": "horário"},
    "created": {
        "en": "created creation create placed", "de": "erstellt erstellungs angelegt", "nl": "aangemaakt geplaatst", "fr": "créé création",
        "it": "creato creazione", "es": "creado creación", "pt": "criado criação",
    },
    "period": {
        "en": "month year week quarter weekday hour dow season fiscal", "de": "monat jahr woche quartal wochentag stunde",
        "nl": "maand jaar week kwartaal weekdag", "fr": "mois année semaine trimestre", "it": "mese anno settimana trimestre",
        "es": "mes año semana trimestre", "pt": "mês ano trimestre",
    },
    "quantity": {
        "": "qty qté qta qtd qtde cant stk pcs uds fkimg kwmeng", "en": "quantity quantities units pieces volume",
        "de": "menge mengen mng anzahl stückzahl", "nl": "aantal hoeveelheid", "fr": "quantité quantités", "it": "quantità pezzi",
        "es": "cantidad ctd unidades piezas", "pt": "quantidade unidades peças",
    },
    "count": {"": "nb nbr", "en": "count number_of no_of num_of nr_of", "fr": "nombre_de", "it": "numero_di", "es": "número_de_los"},
    "unit": {
        "": "ea", "en": "unit each piece per_item", "de": "stück einzel einheit einheits", "nl": "stuk stuks eenheid eenheids", "fr": "unitaire unité pièce",
        "it": "unitario unitaria unità pezzo cadauno", "es": "unitario unitaria unidad pieza", "pt": "unitário unitária unidade peça",
    },
    "price": {
        "": "netpr pvp", "en": "price rate", "de": "preis", "nl": "prijs", "fr": "prix tarif", "it": "prezzo", "es": "precio", "pt": "preço",
    },
    "amount": {
        "": "amt ca netwr gmv", "en": "amount revenue turnover spend spent spending takings proceeds", "de": "betrag umsatz erlös erlöse ausgaben",
        "nl": "bedrag omzet besteding besteed uitgaven", "fr": "montant mnt chiffre_d_affaires dépense dépensé", "it": "importo fatturato ricavo ricavi incasso spesa speso",
        "es": "importe monto ingresos facturación gasto gastado", "pt": "montante receita faturamento faturação gasto",
    },
    # What a subscription brings in by the month or the year, whatever was billed by this invoice.
    "recurring": {"": "mrr", "en": "monthly_recurring_revenue annual_recurring_revenue recurring_revenue"},
    "value": {"en": "value worth", "de": "wert", "nl": "waarde", "fr": "valeur", "it": "valore", "es": "valor", "pt": "valor"},
    "total": {
        "": "total tot", "en": "totals sum grand overall extended ext", "de": "gesamt summe total", "nl": "totaal som eindtotaal", "fr": "totale somme totaux",
        "it": "totale somma", "es": "suma", "pt": "soma totais",
    },
    # What runs up from row to row; beside words of money only.
    "running": {
        "": "ytd mtd qtd wtd cumul cumsum", "en": "running cumulative cumulated accumulated accrued year_to_date month_to_date quarter_to_date",
        "de": "kumuliert aufgelaufen laufend laufendes laufender", "nl": "cumulatief cumulatieve gecumuleerd lopend lopende tot_op_heden", "fr": "cumulé cumulée cumulatif à_ce_jour",
        "it": "progressivo progressiva cumulato cumulativo", "es": "acumulado acumulada corrido corrida a_la_fecha hasta_la_fecha", "pt": "até_à_data até_hoje",
    },
    "subtotal": {"": "subtotal", "en": "sub_total", "nl": "subtotaal tussentotaal", "de": "zwischensumme zwischentotal", "fr": "sous_total", "it": "subtotale"},
    "net": {
        "": "net netto brutto incl excl inkl exkl ttc ht hors_taxe", "en": "gross including excluding inclusive exclusive", "nl": "inclusief exclusief bruto",
        "fr": "brut", "it": "netto lordo", "es": "neto bruto", "pt": "líquido bruto",
    },
    "tax": {
        "": "vat gst hst tva iva btw mwst ust icms", "en": "tax taxes taxable", "de": "steuer mehrwertsteuer umsatzsteuer", "nl": "belasting", "fr": "taxe",
        "it": "imposta", "es": "impuesto impuestos", "pt": "imposto impostos",
    },
    "cost": {
        "en": "cost costs cogs", "de": "kosten einkaufspreis einstand einstands selbstkosten wareneinsatz", "nl": "kosten kostprijs inkoop inkoopprijs", "fr": "coût coûts coûtant revient",
        "it": "costo costi", "es": "costo costos coste costes", "pt": "custo custos",
    },
    "profit": {
        "en": "profit margin income gain commission fee fees tip gratuity surcharge royalty", "de": "gewinn marge provision gebühr", "nl": "winst marge",
        "fr": "bénéfice", "it": "utile margine", "es": "beneficio margen ganancia", "pt": "lucro margem",
    },
    "balance": {"en": "balance credit limit budget outstanding", "de": "saldo guthaben", "nl": "saldo", "fr": "solde", "es": "saldo"},
    "refund": {
        "en": "refund refunded refunds return returned returns cancelled canceled cancellation cancel isreturn iscancelled iscanceled isrefund isrefunded isreturned void voided isvoid reversed reversal chargeback", "de": "erstattung erstattet storno stornierung retoure retouren storniert",
        "nl": "retour geretourneerd terugbetaling terugbetaald geannuleerd annulering", "fr": "remboursement remboursé retours retourné annulé annulation", "it": "rimborso rimborsato rimborsata reso resi annullato annullata annullamento",
        "es": "reembolso reembolsado reembolsada devolución devuelto devuelta cancelado cancelada cancelación anulado anulada anulación",
        "pt": "reembolso reembolsado reembolsada devolução devolvido devolvida cancelado cancelada cancelamento anulado anulada estorno estornado estornada",
    },
    "discount": {
        "": "disc", "en": "discount discounts rebate discounted markdown", "de": "rabatt nachlass", "nl": "korting", "fr": "remise rabais réduction", "it": "sconto",
        "es": "descuento dto dcto dscto", "pt": "desconto",
    },
    "percent": {"": "% pct percent percentage prozent procent pourcentage percentuale porcentaje"},
    "promo": {"en": "coupon promotion promo campaign", "de": "gutschein aktion", "nl": "actie", "it": "promozione buono", "es": "promoción cupón", "pt": "promoção"},
    "voucher": {"": "vch", "en": "voucher", "nl": "boekstuk"},
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
        "nl": "omschrijving beschrijving titel", "fr": "désignation libellé intitulé titre", "it": "descrizione titolo",
        "es": "descripción denominación título concepto", "pt": "descrição denominação título",
    },
    # What something is called, or in Italian somebody: its values tell.
    "designation": {"it": "denominazione"},
    "name": {"": "name", "en": "fullname names displayname display_name", "de": "namen", "nl": "naam", "fr": "nom", "it": "nome", "es": "nombre", "pt": "nome"},
    "partname": {
        "en": "first_name last_name firstname lastname surname initials middle_name given_name", "de": "vorname nachname familienname anrede",
        "nl": "voornaam achternaam", "fr": "prénom", "it": "cognome", "es": "apellido apellidos", "pt": "sobrenome apelido",
    },
    "company": {"en": "company organisation organization business", "de": "firma unternehmen", "nl": "bedrijf bedrijfsnaam", "fr": "entreprise société raison_sociale", "it": "azienda ditta ragione_sociale", "es": "empresa razón_social", "pt": "empresa razão_social"},
    "email": {"": "email mail emailadresse", "fr": "courriel", "es": "correo"},
    "phone": {"": "tel gsm msisdn", "en": "phone telephone mobile cell", "de": "telefon handy", "nl": "telefoon mobiel", "fr": "téléphone", "it": "telefono cellulare", "es": "teléfono móvil", "pt": "telefone celular"},
    "card": {"en": "card loyalty_card", "de": "karte karten kundenkarte", "nl": "kaart klantenkaart", "fr": "carte", "it": "tessera carta", "es": "tarjeta", "pt": "cartão"},
    "bill": {"en": "billing", "fr": "facturation", "it": "fatturazione", "nl": "facturatie"},
    "country": {"": "land1", "en": "country nation countries", "de": "land staat", "nl": "land", "fr": "pays", "it": "paese nazione", "es": "país", "pt": "país"},
    "status": {"": "status", "en": "order_state", "fr": "statut état", "it": "stato", "es": "estado", "pt": "situação estado", "de": "zustand"},
    "ship": {
        "en": "ship shipping shipped shipment delivery delivered dispatch dispatched fulfilled fulfillment fulfilment freight postage arrival carrier ship_to",
        "de": "versand versendet lieferung liefer geliefert porto fracht", "nl": "verzending verzend levering lever geleverd bezorging verzonden",
        "fr": "livraison expédition livré expédié", "it": "spedizione consegna spedito consegnato", "es": "envío entrega enviado entregado flete",
        "pt": "entrega frete enviado",
    },
    # When guests come and go, which is not when they buy.
    "stay": {
        "en": "check_in checkin check_out departure stay", "de": "anreise abreise", "nl": "aankomst vertrek", "fr": "arrivée départ", "it": "arrivo partenza",
        "es": "llegada salida", "pt": "chegada saída",
    },
    "due": {
        "en": "due expected estimated deadline requested promised approved accepted packed", "de": "fällig fälligkeit fälligkeits wunsch erwartet erwarteter", "nl": "verval vervaldag verwacht verwachte",
        "fr": "échéance prévu prévue", "it": "scadenza previsto prevista", "es": "vencimiento previsto prevista esperado", "pt": "vencimento previsto prevista esperado",
    },
    "update": {"en": "update updated modified changed edited import imported export exported processed", "de": "geändert änderung änderungs", "nl": "gewijzigd", "fr": "modifié", "it": "modificato", "es": "actualizado", "pt": "atualizado"},
    "birth": {
        "": "dob", "en": "birth birthday birthdate born", "de": "geburt geburts geburtstag geboren geb", "nl": "geboorte geboren geb verjaardag", "fr": "naissance naiss anniversaire",
        "it": "nascita nasc compleanno", "es": "nacimiento nac cumpleaños",
        "pt": "nascimento nasc aniversário",
    },
    "signup": {
        "en": "signup sign_up registered registration joined join enrolled enrollment joining onboarding", "de": "registrierung registrierungs anmeldung anmelde beitritt",
        "nl": "registratie inschrijving aanmeld aansluit aansluiting", "fr": "inscription inscrit inscr enregistrement adhésion", "it": "registrazione iscrizione iscritto iscr adesione tesseramento",
        "es": "registro alta inscripción", "pt": "cadastro adesão inscrição",
    },
    "expiry": {"en": "expiry expiration expires valid launch launched release end start", "de": "ablauf gültig", "fr": "expiration"},
    "since": {"en": "since", "de": "seit", "nl": "sinds sedert vanaf", "fr": "depuis", "it": "dal dall da_ultimo", "es": "desde"},
    "days": {"en": "days", "de": "tage", "nl": "dagen", "fr": "jours", "it": "giorni", "es": "días", "pt": "dias"},
    "weeks": {"en": "weeks months", "de": "wochen monate", "nl": "weken maanden"},
    "first": {"en": "first", "de": "erste erster erstes", "nl": "eerste", "fr": "premier première", "it": "primo prima", "es": "primera primero", "pt": "primeira primeiro"},
    "last": {
        "en": "last latest previous prior newest", "de": "letzte letzter letztes letztem letzten", "nl": "laatste vorige", "fr": "dernier dernière", "it": "ultimo ultima",
        "es": "último última", "pt": "última",
    },
    "recency": {"en": "recency", "nl": "recentie", "de": "rezenz aktualität", "fr": "récence", "it": "recenza", "es": "recencia recência"},
    "frequency": {"": "freq", "en": "frequency", "de": "frequenz häufigkeit kaufhäufigkeit", "nl": "frequentie", "fr": "fréquence", "it": "frequenza", "es": "frecuencia", "pt": "frequência"},
    "monetary": {"": "zbar", "en": "monetary monetary_value", "de": "monetär geldwert", "nl": "monetair", "fr": "monétaire", "it": "monetario monetaria", "es": "monetario"},
    # All that a customer ever did; a lifetime's value may be reckoned, and hold what is still to come.
    "lifetime": {"en": "lifetime"},
    "age": {"en": "age tenure", "de": "alter", "nl": "leeftijd", "fr": "âge", "it": "età", "es": "edad", "pt": "idade"},
    "average": {"": "avg aov", "en": "average mean median", "de": "durchschnitt durchschnittlich durchschnittlicher", "nl": "gemiddeld gemiddelde", "fr": "moyen moyenne panier_moyen", "it": "medio media", "es": "promedio"},
    "segment": {
        "en": "segment tier score cluster rank rating level grade quintile churn risk vip prob probability predicted predictive forecast forecasted projected", "de": "stufe bewertung klasse kundensegment prognose prognostiziert prognostizierter vorhergesagt vorhergesagter",
        "nl": "klasse niveau voorspeld voorspelde",
        "fr": "niveau prédit prédite", "it": "segmento livello predetto predetta", "es": "nivel predicho predicha pronosticado", "pt": "nível previsão",
    },
    "loyalty": {"en": "loyalty membership newsletter marketing subscription subscribed points cashback", "de": "treue", "fr": "fidélité", "it": "fedeltà"},
    "type": {"": "typ", "en": "type kind class method mode priority flag", "fr": "mode", "it": "tipo", "es": "método", "pt": "método", "de": "methode weise", "nl": "soort"},
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
    # Who sells, serves or does the work, on whichever side of the counter a trade calls them by name.
    "staff": {
        "en": "employee salesperson salesman saleswoman seller vendor cashier staff agent rep manager representative clerk waiter waitress sales_rep sales_person operator"
        " mechanic technician driver courier hairdresser stylist barber beautician therapist physiotherapist doctor physician dentist nurse lawyer attorney solicitor"
        " accountant consultant adviser advisor tutor teacher instructor trainer coach bartender barista assistant host landlord lessor picker packer assignee handler"
        " served_by sold_by created_by entered_by processed_by handled_by assigned_to account_manager"
        " deal_owner contact_owner account_owner opportunity_owner lead_owner record_owner",
        "de": "mitarbeiter mitarbeiterin verkäufer verkäuferin vertreter kassierer kassiererin mechaniker techniker fahrer friseur friseurin kellner kellnerin bedienung bediener"
        " arzt ärztin behandler therapeut therapeutin zahnarzt anwalt anwältin rechtsanwalt steuerberater berater beraterin lehrer dozent kursleiter sachbearbeiter"
        " bearbeiter betreuer handelsvertreter außendienst disponent makler vermieter gastgeber",
        "nl": "medewerker medewerkster verkoper verkoopster monteur chauffeur kapper kapster ober serveerster arts behandelaar therapeut tandarts advocaat adviseur docent"
        " instructeur kassière caissière vertegenwoordiger accountmanager verhuurder begeleider",
        "fr": "vendeur vendeuse employé employée caissier caissière mécanicien technicien chauffeur livreur coiffeur coiffeuse serveur serveuse médecin praticien thérapeute"
        " dentiste avocat comptable conseiller conseillère professeur formateur moniteur entraîneur représentant gestionnaire bailleur collaborateur intervenant",
        "it": "venditore venditrice addetto agente meccanico tecnico autista parrucchiere parrucchiera cameriere cameriera medico terapeuta dentista avvocato commercialista"
        " consulente insegnante istruttore allenatore commesso commessa cassiere cassiera rappresentante impiegato collaboratore operatore locatore",
        "es": "vendedor vendedora empleado empleada agente mecánico técnico conductor chófer repartidor peluquero peluquera camarero camarera médico terapeuta dentista"
        " abogado asesor profesor instructor entrenador cajero cajera dependiente representante gestor anfitrión",
        "pt": "funcionário funcionária mecânico técnico motorista entregador cabeleireiro cabeleireira garçom garçonete atendente médico terapeuta dentista advogado"
        " professor instrutor treinador operador representante anfitrião senhorio",
    },
    "supplier": {"en": "supplier manufacturer distributor", "de": "lieferant hersteller", "nl": "leverancier fabrikant", "fr": "fournisseur", "it": "fornitore", "es": "proveedor", "pt": "fornecedor"},
    "payment": {"en": "payment paid pay payments financial", "de": "zahlung zahlungs bezahlt bezahlter bezahltes gezahlt gezahlter", "nl": "betaling betaal betaald betaalwijze", "fr": "paiement payé réglé encaissé", "it": "pagamento pagato incassato", "es": "pago pagado", "pt": "pago"},
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
