"""Words of column names that mean two things at once, and such as mean something only where they stand alone, or beside some others."""

from __future__ import annotations

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
    # As the lists of SAP shorten their headings.
    **dict.fromkeys(
        ("aufart", "auftrart", "vart", "belart", "blart", "fakart", "faktart", "fktart", "rechart", "rechnart", "bestellart", "saty", "billt"), "order type"
    ),
    **dict.fromkeys(("auftr_geb", "auftrgeb", "auftragg", "sold_to_pt"), "customer"), "kundnr": "customer id", "kunag": "customer id",
    **dict.fromkeys(("rech_empf", "rechempf", "rechn_empf", "rechnempf", "regulierer"), "customer bill"), "kunrg": "customer bill id",
    "warenempf": "recipient", "kunwe": "recipient id", "ship_to_pt": "recipient id", **dict.fromkeys(("verk_beleg", "verkbel", "vkbeleg"), "order"),
    **dict.fromkeys(("vkorg", "verkorg", "vkbur", "vkburo", "verkburo", "vkgrp", "sorg"), "store"), "vtweg": "channel", "vertrweg": "channel", "spart": "category",
    "fkdat": "order date", "erdat": "order date", "audat": "order date", "netwr": "net amount", "lineitem": "line product",
    "posnr": "line id", "lineno": "line id", "volgnummer": "line id", "aov": "average order", "panier_moyen": "average order", "msrp": "list price", "mrp": "list price",
    "einkaufspreis": "cost price", "inkoopprijs": "cost price", "kostprijs": "cost price", "nfe": "order id", "transactiereferentie": "order id", "kundenkarte": "card customer", "klantenkaart": "card customer", "tessera": "card loyalty",
    "loyalty_card": "card loyalty", "userid": "customer id", "inc": "net", "ex": "net", "exc": "net", "vl": "value", "vlr": "value",
    "klantnaam": "customer name", "bedrijfsnaam": "company name", "firmenname": "company name", "unternehmensname": "company name", "emailadresse": "email", "artikeltext": "product description",
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
    # Gross profit, which is no doctor's beside an amount.
    "gp_amount": "profit amount", "gp_value": "profit value", "gp_total": "profit total",
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
    "boekdatum": "deal date", "boekingsdatum": "deal date", "boekingsdag": "deal date", "booking_date": "deal date", "buchungsdatum": "deal date",
    "buchungsdat": "deal date", "buchungstag": "deal date", "datum_buchung": "deal date", "datum_der_buchung": "deal date", "sluitingsdatum": "deal date", "afsluitdatum": "deal date", "geboekt_op": "deal date", "bezoekdatum": "deal date", "date_de_cloture": "deal date",
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
    "a_payer": "total", "net_a_payer": "net total", "te_betalen": "total", "zu_zahlen": "total", "zahlbetrag": "payment total", "da_pagare": "total", "a_pagar": "total",
    "reste_a_payer": "due", "nog_te_betalen": "due", "noch_zu_zahlen": "due", "endbetrag": "total amount", "endsumme": "total amount", "einstand": "cost price", "einstands": "cost price", "epreis": "unit price", "gpreis": "total price",
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
    # When a document was issued; and as one program spells it.
    "emissao": "date", "emissione": "date", "emision": "date", "dscription": "description",
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
