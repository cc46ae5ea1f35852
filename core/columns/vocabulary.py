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
        "de": "menge mengen anzahl stückzahl", "nl": "aantal hoeveelheid", "fr": "quantité quantités", "it": "quantità pezzi",
        "es": "cantidad unidades piezas", "pt": "quantidade unidades peças",
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
        "": "amt ca netwr gmv mrr", "en": "amount revenue turnover spend spent spending takings proceeds", "de": "betrag umsatz erlös erlöse ausgaben",
        "nl": "bedrag omzet besteding besteed uitgaven", "fr": "montant mnt chiffre_d_affaires dépense dépensé", "it": "importo fatturato ricavo ricavi incasso spesa speso",
        "es": "importe monto ingresos facturación gasto gastado", "pt": "montante receita faturamento faturação gasto",
    },
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
# Words that mean two things at once.
DOUBLE = {
    "pu": "unit price", "sku": "product id", "variant_sku": "product id", "ean": "product id", "upc": "product id", "gtin": "product id", "asin": "product id",
    "isbn": "product id", "barcode": "product id", "plu": "product id", "matnr": "product id", "artnr": "product id",
    "kunnr": "customer id", "vbeln": "order id", "dob": "birth date", "birthdate": "birth date", "birthday": "birth date",
    "ne_le": "birth date", "nee_le": "birth date", "ne_e_le": "birth date", "nato_il": "birth date", "nata_il": "birth date",
    "rg_dat": "order date", "rg_datum": "order date", "rgdat": "order date", "rgdatum": "order date", "re_dat": "order date", "re_datum": "order date",
    "redat": "order date", "redatum": "order date", "fakturaart": "order type", "verkaufsbelegart": "order type",
    "fkart": "order type", "auart": "order type", "vbtyp": "order type", "billing_type": "order type", "billing_document_type": "order type",
    "billing_doc_type": "order type", "zahldatum": "payment date",
    "fkdat": "order date", "erdat": "order date", "audat": "order date", "netwr": "net amount", "lineitem": "line product",
    "posnr": "line id", "lineno": "line id", "volgnummer": "line id", "aov": "average order", "panier_moyen": "average order", "msrp": "list price", "mrp": "list price",
    "einkaufspreis": "cost price", "inkoopprijs": "cost price", "kostprijs": "cost price", "nfe": "order id", "transactiereferentie": "order id", "kundenkarte": "card customer", "klantenkaart": "card customer", "tessera": "card loyalty",
    "loyalty_card": "card loyalty", "userid": "customer id", "inc": "net", "ex": "net", "exc": "net", "vl": "value", "vlr": "value",
    "klantnaam": "customer name", "bedrijfsnaam": "company name", "emailadresse": "email", "artikeltext": "product description",
    "produktbezeichnung": "product description", "kundensegment": "customer segment", "betaalwijze": "payment type",
    "belegart": "order type", "dokumentart": "order type", "rechnungsart": "order type", "vorgangsart": "order type", "buchungsart": "order type",
    "auftragsart": "order type", "clv": "lifetime value", "ltv": "lifetime value", "cltv": "lifetime value",
    # What customers spent so far, beside what they are said to spend yet.
    "historic_clv": "monetary", "historical_clv": "monetary", "historic_ltv": "monetary", "historical_ltv": "monetary",
    "historic_lifetime_value": "monetary", "historical_lifetime_value": "monetary", "historic_customer_lifetime_value": "monetary",
    "historical_customer_lifetime_value": "monetary", "pltv": "segment", "pclv": "segment",
    # What a pharmacy hands out by, and a traveller is confirmed under; with the number beside it only, since the words alone mean more.
    **dict.fromkeys(
        (
            "prescription_number", "prescription_no", "prescription_nr", "prescription_id", "rx_number", "rx_no", "rx_nr", "rezeptnr", "rezeptnummer", "rezept_nr",
            "rezept_nummer", "receptnr", "receptnummer", "recept_nr", "recept_nummer", "nr_ricetta", "numero_ricetta", "num_ricetta", "codice_ricetta",
            "ricetta_nr", "nr_receta", "nr_de_receta", "receta_nr", "numero_receta", "num_receta", "numero_de_receta", "nr_receita", "nr_da_receita", "receita_nr",
            "numero_receita", "num_receita", "numero_da_receita",
            "confirmation_number", "confirmation_no", "confirmation_nr", "confirmation_code", "bestatigungsnummer", "bestaetigungsnummer", "bestatigungscode",
            "bestaetigungscode", "bevestigingsnummer", "nr_de_confirmation", "numero_de_confirmation", "code_de_confirmation", "numero_di_conferma",
            "codice_di_conferma", "numero_de_confirmacion", "codigo_de_confirmacion", "numero_de_confirmacao", "codigo_de_confirmacao", "pnr",
        ),
        "order id",
    ),
    # Whose table or room it is: a name, where that of an order may be its number.
    "reservation_name": "customer name", "booking_name": "customer name", "reservierungsname": "customer name", "buchungsname": "customer name",
    "reserveringsnaam": "customer name", "nom_de_reservation": "customer name", "nome_prenotazione": "customer name", "nombre_reserva": "customer name",
    "nombre_de_la_reserva": "customer name", "nombre_de_reserva": "customer name", "nome_da_reserva": "customer name", "nome_reserva": "customer name",
    "mw_st": "tax", "kdnr": "customer id", "debnr": "customer id", "relnr": "customer id",
    "bill_to": "customer bill", "billto": "customer bill", "billed_to": "customer bill", "invoice_to": "customer bill", "invoiced_to": "customer bill",
    "rechnungsempfanger": "customer bill", "rechnungsempfaenger": "customer bill", "factuurontvanger": "customer bill", "facture_a": "customer bill",
    "cessionario": "customer bill", "adquirente": "customer bill",
    # Whom programs for accounts sell to, and whom they bill.
    "rech_an": "customer bill", "rechnung_an": "customer bill", "factureren_aan": "customer bill", "facturer_a": "customer bill",
    "fatturare_a": "customer bill", "facturar_a": "customer bill", "faturar_a": "customer bill",
    "verk_an": "customer sale", "verkauf_an": "customer sale", "verkopen_aan": "customer sale", "vendre_a": "customer sale",
    "vendere_a": "customer sale", "vender_a": "customer sale", "donneur_d_ordre": "customer sale",
    # French for a business partner; alone it may be the tiers of a loyalty programme.
    "code_tiers": "customer id", "nr_tiers": "customer id", "num_tiers": "customer id", "numero_tiers": "customer id", "ref_tiers": "customer id",
    "compte_tiers": "customer id", "nom_tiers": "customer name", "libelle_tiers": "customer name",
    # When a deal was closed, somebody came, or something was booked: the date of the sale where no other is called so.
    "close_date": "deal date", "date_close": "deal date", "closed_date": "deal date", "date_closed": "deal date", "closing_date": "deal date", "actual_close_date": "deal date", "leistungsdatum": "deal date",
    "closedate": "deal date", "service_date": "deal date", "appointment_date": "deal date", "treatment_date": "deal date", "posting_date": "deal date",
    "closed_on": "deal date", "close_time": "deal date", "won_date": "deal date", "date_won": "deal date", "won_time": "deal date", "won_on": "deal date",
    "visit_date": "deal date", "date_of_visit": "deal date", "visited_on": "deal date", "booked_on": "deal date", "booked_at": "deal date",
    "booked_date": "deal date", "date_booked": "deal date", "abschlussdatum": "deal date", "gebucht_am": "deal date", "besuchsdatum": "deal date",
    "boekdatum": "deal date", "sluitingsdatum": "deal date", "afsluitdatum": "deal date", "geboekt_op": "deal date", "bezoekdatum": "deal date", "date_de_cloture": "deal date",
    "reserve_le": "deal date", "date_de_visite": "deal date", "data_chiusura": "deal date", "data_di_chiusura": "deal date", "fecha_de_cierre": "deal date",
    "fecha_cierre": "deal date", "fecha_de_visita": "deal date", "data_de_fechamento": "deal date", "data_de_fecho": "deal date",
    # From an address, and not since one.
    "dall_indirizzo": "place",
    # What a tax is reckoned on: the amount without it.
    "imponibile": "net amount", "base_imponible": "net amount", "base_imponibile": "net amount", "base_tributavel": "net amount",
    "valor_tributavel": "net amount", "base_iva": "net amount", "base_tva": "net amount", "base_ht": "net amount",
    "bemessungsgrundlage": "net amount", "spendenbetrag": "amount", "spendendatum": "date",
    # So short that only a percentage beside them says what they are shortened from: remise, sconto, rabatt, korting, descuento.
    "rem_percent": "discount percent", "percent_rem": "discount percent", "sc_percent": "discount percent", "percent_sc": "discount percent",
    "rab_percent": "discount percent", "percent_rab": "discount percent", "kort_percent": "discount percent", "percent_kort": "discount percent",
    "desc_percent": "discount percent", "percent_desc": "discount percent", "percent_de_desc": "discount percent",
    "einstand": "cost price", "einstands": "cost price", "epreis": "unit price", "gpreis": "total price",
    "p_venta": "sale price", "p_vta": "sale price", "p_vente": "sale price", "p_vendita": "sale price", "p_venda": "sale price",
    "p_compra": "cost price", "p_achat": "cost price", "p_acquisto": "cost price", "p_unit": "unit price",
    "puht": "unit price net", "puttc": "unit price net", "pvht": "sale price net", "pvttc": "sale price net", "paht": "cost price net",
    "last_active": "last active", "last_activity": "last active", "zuletzt_aktiv": "last active", "laatst_actief": "last active",
    "derniere_activite": "last active", "ultima_actividad": "last active", "ultima_attivita": "last active", "ultima_atividade": "last active",
    "last_visit": "last active", "last_visited": "last active", "last_stay": "last active", "letzter_besuch": "last active",
    "laatste_bezoek": "last active", "derniere_visite": "last active", "ultima_visita": "last active",
}  # fmt: skip
# Names that are only themselves when they stand alone: the letters of the published customer summaries, and of scores.
WHOLE_NAMES = {
    "x": "frequency", "tx": "recency", "t": "age", "zbar": "monetary", "mx": "monetary", "r": "recency letter",
    "f": "frequency letter", "m": "monetary letter", "rfm": "segment",
    # A rate is a price where nothing says of what it is: that of a tax is none.
    "tarief": "price", "tariffa": "price", "tarifa": "price",
    # German for joining, and for what it costs to get in: with more words beside it, it may be the second.
    "eintritt": "signup", "eintrittam": "signup", "eintrittsdatum": "signup date", "eintrittdatum": "signup date", "datumeintritt": "signup date",
    "numerodepiece": "order id", "numeropiece": "order id", "nrdepiece": "order id", "nrpiece": "order id",
    # French for a business partner, or English for the steps of a loyalty programme, of which there are few.
    "tiers": "partner segment",
    # Description or, in Spanish and Portuguese, discount: its values tell.
    "desc": "description shortened",
    # What customers were charged; beside other words, as of delivery, it is of something else.
    "charge": "charge", "charges": "charge", "charged": "charge", "totalcharge": "charge total", "totalcharges": "charge total", "totalcharged": "charge total",
    # The columns of the ledger that French law prescribes, where the customer is an account beside the account.
    "compauxnum": "customer id", "compauxlib": "customer name", "pieceref": "order id", "comptenum": "balance id", "comptelib": "balance name",
    "ecriturenum": "balance id", "journalcode": "balance id", "piecedate": "balance date",
}  # fmt: skip
# Words so short, or so common, that they mean this only where all else that a name says is about the same thing.
SHORT_WORDS = {
    "pr": "price", "px": "price", "up": "unit price", "ep": "unit price", "p_u": "unit price", "pvu": "unit price", "rrp": "list price",
    "vk": "sale price", "vkp": "sale price", "vkpr": "sale price", "vkpreis": "sale price", "vkprijs": "sale price", "verk": "sale price", "verkpr": "sale price",
    "pv": "sale price", "p_v": "sale price", "vend": "sale price", "vte": "sale price", "vta": "sale price", "sell": "sale price", "selling": "sale price",
    "retail": "sale price",
    "ek": "cost price", "ekp": "cost price", "ekpr": "cost price", "ekpreis": "cost price", "eink": "cost price", "einkpr": "cost price", "ink": "cost price",
    "inkpr": "cost price", "inkprijs": "cost price", "pa": "cost price", "p_a": "cost price", "acq": "cost price", "ach": "cost price", "buy": "cost price", "buying": "cost price",
    # What members and donors pay, and what a platform pays out: as common in names of dates, kinds and numbers of these.
    "beitrag": "payment", "mitgliedsbeitrag": "payment", "jahresbeitrag": "payment", "monatsbeitrag": "payment", "vereinsbeitrag": "payment",
    "spende": "payment", "spenden": "payment", "auszahlung": "payment", "contributie": "payment", "donatie": "payment", "uitbetaling": "payment",
    "cotisation": "payment", "don": "payment", "dons": "payment", "quota": "payment", "donazione": "payment", "cuota": "payment", "donativo": "payment",
    "donacion": "payment", "doacao": "payment", "contribution": "payment", "donation": "payment", "donated": "payment", "earnings": "payment",
    "payout": "payment", "dues": "payment", "membership_fee": "payment", "member_fee": "payment", "subscription_fee": "payment", "annual_fee": "payment",
    "course_fee": "payment", "tuition_fee": "payment", "entry_fee": "payment", "entrance_fee": "payment", "membership_fees": "payment",
    "annual_membership_fee": "payment", "contributions": "payment", "donations": "payment", "payouts": "payment", "cotisations": "payment",
    "cotisation_annuelle": "payment", "quota_associativa": "payment", "quota_annuale": "payment", "cuota_anual": "payment", "cuota_mensual": "payment",
    "cuota_socio": "payment", "cuotas": "payment", "beitrage": "payment", "beitraege": "payment",
    "nif": "taxnumber", "cif": "taxnumber", "dni": "taxnumber", "nie": "taxnumber", "nit": "taxnumber", "rut": "taxnumber", "ruc": "taxnumber",
    "cf": "taxnumber", "c_f": "taxnumber", "tin": "taxnumber", "ein": "taxnumber",
}  # fmt: skip
# What these words may stand beside: one of these sets has to hold all that the name says.
SHORT_WORDS_BESIDE = (
    frozenset(("price", "sale", "cost", "unit", "net", "tax", "product", "list", "total")),
    frozenset(("taxnumber", "id", "customer", "company")),
    frozenset(("payment", "total")),
)
# Words of buying and of selling. A price to buy at is what the shop itself pays; what customers pay may be called either.
BUYING = frozenset(("einkauf", "einkaufs", "aankoop", "achat", "acquisto", "compra", "purchase"))  # fmt: skip
SELLING = frozenset(("verkauf", "verkaufs", "verkauft", "verkoop", "verkocht", "vente", "vendu", "vendita", "venduto", "venta", "vendido", "venda", "sale", "sold"))  # fmt: skip
# Words of bills among those of orders: whoever is billed need not be who ordered.
BILLING = frozenset(("invoice", "invoiced", "bill", "billed", "rechnung", "rechnungs", "factuur", "facture", "fattura", "factura", "fatura"))  # fmt: skip
# What a sum that runs up may be of.
MONEY = frozenset(("amount", "sales", "sale", "total", "value", "purchases", "orders", "payment", "monetary", "price", "net"))  # fmt: skip
# Words of the number that rows have, which beside words of money are of a sum that runs up.
RUNNING_NUMBER = frozenset(("lfd", "laufende"))
# What bookkeepers call a document in French and Dutch, and shops a piece: beside a date or a kind it is a document.
PAPERS = frozenset(("piece", "stuk"))
NEUTRAL = frozenset(
    [
        "of",
        "the",
        "a",
        "an",
        "at",
        "on",
        "in",
        "per",
        "pro",
        "je",
        "by",
        "for",
        "to",
        "from",
        "with",
        "and",
        "or",
        "is",
        "was",
        "my",
        "all",
        "this",
        "de",
        "du",
        "des",
        "d",
        "l",
        "la",
        "le",
        "les",
        "el",
        "los",
        "las",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "von",
        "van",
        "vom",
        "zum",
        "zur",
        "di",
        "da",
        "do",
        "dos",
        "del",
        "della",
        "dello",
        "dell",
        "het",
        "een",
        "voor",
        "und",
        "et",
        "e",
        "y",
        "i",
        "il",
        "par",
        "por",
        "pour",
        "im",
        "am",
        "fur",
        "op",
        "te",
        "usd",
        "eur",
        "gbp",
        "inr",
        "brl",
        "chf",
        "cad",
        "aud",
        "jpy",
        "eu",
        "us",
        "uk",
        "euro",
        "euros",
        "dollar",
        "dollars",
        "pounds",
        "affaires",
        "formatted",
        "applied",
        "value_of",
        "total_number",
        "local",
        "utc",
        "gmt",
        "nm",
    ]
)
