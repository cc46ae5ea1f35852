"""Invoices of deposits beside final invoices that hold the whole again: what both are worth, and how to count once."""

from __future__ import annotations

import random
import re
import shlex
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.columns.kinds import is_deposit, is_final
from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

FIRST = date(2024, 1, 9)
JOBS = 90
_RANDOM = random.Random(4)
WHOLE = [Decimal(_RANDOM.randint(2_000, 90_000)) / 100 for _ in range(JOBS)]
WHO = [
    f"{_RANDOM.choice('ABCDEFGHKLM')}. {_RANDOM.choice(('Weber', 'Costa', 'Dupont'))}" for _ in range(JOBS)
]
IN_TWO = frozenset(range(0, JOBS, 3))
DEPOSITS = {job: (WHOLE[job] * 3 / 10).quantize(Decimal("0.01")) for job in IN_TWO}
TWICE = sum(WHOLE) + sum(DEPOSITS.values())


def rows(plain: str, deposit: str, final: str) -> list[list[str]]:
    """Number, day, customer, kind, total, what is to pay of it."""
    found = []
    for job, whole in enumerate(WHOLE):
        day = FIRST + timedelta(days=4 * job)
        if job in IN_TWO:
            part = DEPOSITS[job]
            found.append([str(day), WHO[job], deposit, str(part), str(part)])
            found.append([str(day + timedelta(days=2)), WHO[job], final, str(whole), str(whole - part)])
        else:
            found.append([str(day), WHO[job], plain, str(whole), str(whole)])
    return [[str(7_001 + number), *cells] for number, cells in enumerate(found)]


def read(folder: Path, header: str, lines: Sequence[Sequence[str]], typed: str = "") -> Report:
    path = folder / "invoices.csv"
    columns = header.count(";") + 1
    told = [";".join(line[:columns]) for line in lines]
    path.write_text("\n".join((header, *told)) + "\n", encoding="utf-8")
    given = shlex.split(typed)
    values = [
        (f"columns.{text}" if flag == "--map" else text).split("=", 1)
        for flag, text in zip(given[::2], given[1::2], strict=True)
    ]
    recipe = Recipe().with_values([(key, value) for key, value in values])
    with Study(recipe, [path], workspace=Workspace(folder, 10**9)) as study:
        return study.report


def kept(report: Report) -> Decimal:
    return Decimal(str(round(next(line.amount or 0 for line in report.ledger if line.rule == "kept"), 2)))


def told(report: Report) -> str:
    found = [note for note in report.notes if "invoices of deposits" in note]
    assert len(found) == 1, report.notes
    return found[0]


def flags(text: str) -> str:
    found = re.search(r"(--map .*?)(?:\. [A-Z].*)?$", text)
    assert found is not None, text
    return found[1]


KINDS = [
    ("Number;Date;Customer;Document type;Total", "Invoice", "Deposit invoice", "Final invoice"),
    ("Nummer;Datum;Kunde;Belegart;Netto", "Rechnung", "Abschlagsrechnung", "Schlussrechnung"),
    ("Nummer;Datum;Kunde;Belegart;Netto", "Rechnung", "Anzahlungsrechnung", "Endrechnung"),
    ("Nummer;Datum;Klant;Soort;Bedrag", "Factuur", "Voorschotfactuur", "Eindfactuur"),
    ("Numéro;Date;Client;Type;Total HT", "Facture", "Facture d'acompte", "Facture de solde"),
    ("Numero;Data;Cliente;Tipo documento;Totale", "Fattura", "Fattura di acconto", "Fattura a saldo"),
    ("Número;Fecha;Cliente;Tipo;Importe", "Factura", "Factura de anticipo", "Factura final"),
    ("Número;Data;Cliente;Tipo;Total", "Fatura", "Fatura de adiantamento", "Fatura final"),
]


@pytest.mark.parametrize(("header", "plain", "deposit", "final"), KINDS)
def test_deposits_in_final_invoices_are_told_with_what_counts_once(
    tmp_path: Path, header: str, plain: str, deposit: str, final: str
) -> None:
    lines = rows(plain, deposit, final)
    report = read(tmp_path, header, lines)
    assert kept(report) == TWICE
    note = told(report)
    assert f"{deposit!r} on {len(IN_TWO)} rows worth {sum(DEPOSITS.values()):,.2f}" in note
    assert f"{final!r} on {len(IN_TWO)} rows worth {sum(WHOLE[job] for job in IN_TWO):,.2f}" in note
    assert not any("credit notes" in note for note in report.notes)
    assert kept(read(tmp_path, header, lines, flags(note.split("To take the deposits out: ")[1]))) == sum(
        WHOLE
    )


def test_what_is_left_to_pay_is_offered(tmp_path: Path) -> None:
    header = "Numéro;Date;Client;Type;Total HT;Total TTC;Net à payer"
    lines = [
        [*cells[:4], f"{Decimal(cells[4]) / Decimal('1.2'):.2f}", *cells[4:]]
        for cells in rows("Facture", "Facture d'acompte", "Facture de solde")
    ]
    note = told(read(tmp_path, header, lines))
    assert note.endswith("to count by it: --map 'amount=Net à payer'")
    report = read(tmp_path, header, lines, "--map 'amount=Net à payer'")
    assert kept(report) == sum(WHOLE)
    assert not any("invoices of deposits" in note for note in report.notes)


@pytest.mark.parametrize(
    ("deposit", "final"), [("Abschlagsrechnung", "Rechnung"), ("Rechnung", "Schlussrechnung")]
)
def test_neither_kind_stands_for_credit_notes(tmp_path: Path, deposit: str, final: str) -> None:
    header = "Nummer;Datum;Kunde;Belegart;Netto"
    report = read(tmp_path, header, rows("Rechnung", deposit, final))
    assert not any("credit notes" in note for note in report.notes)
    assert any("invoices of deposits" in note for note in report.notes) == (deposit != "Rechnung")


def test_words_of_other_documents() -> None:
    for kind in ("Invoice", "Rechnung", "Teillieferung", "Endkunde", "Solde", "Final", "Facture"):
        assert not is_deposit(kind)
        assert not is_final(kind)
    assert is_deposit("A-Konto-Rechnung")
    assert is_final("Schlußrechnung")
