"""Who serves, sells or drives is no customer, whatever a trade calls those who are."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.errors import ColumnsError
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

ROWS, CUSTOMERS, SERVERS = 180, 41, 9


def rows_of(customer: str, server: str, *, server_first: bool) -> list[list[str]]:
    """Purchases of everybody in turn, and who served."""
    table = []
    for row in range(ROWS):
        who = [customer.format(row * 17 % CUSTOMERS + 1000), server.format(row * 5 % SERVERS)]
        day = f"2024-{row % 12 + 1:02d}-{row % 27 + 1:02d}"
        table.append([*(reversed(who) if server_first else who), f"R{5000 + row}", day, f"{row % 13 + 4}.90"])
    return table


def studied(folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Study:
    path = folder / "visits.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([header, *rows])
    return Study(Recipe(), [path], workspace=Workspace(folder, 10**9))


@pytest.mark.parametrize("server_first", [False, True])
@pytest.mark.parametrize(
    ("customer", "server"),
    [
        ("Mandant", "Anwalt"),
        ("Mandantennr.", "Steuerberater"),
        ("Pat.-Nr.", "Arzt"),
        ("Fahrgast", "Fahrer"),
        ("Stammgast", "Kellner"),
        ("Abnehmer", "Handelsvertreter"),
        ("Pupil", "Tutor"),
        ("Renter", "Host"),
        ("Patiënt", "Behandelaar"),
        ("Élève", "Professeur"),
        ("Paziente", "Dentista"),
        ("Alumno", "Instructor"),
        ("Hóspede", "Atendente"),
        ("Kenteken", "Monteur"),
        ("Targa", "Meccanico"),
        ("Matrícula", "Mecánico"),
        ("Licence plate", "Mechanic"),
        ("Dossier", "Avocat"),
    ],
)
def test_those_who_are_served_are_the_customers(
    tmp_path: Path, customer: str, server: str, *, server_first: bool
) -> None:
    names = [server, customer] if server_first else [customer, server]
    rows = rows_of("A{}", "M{:02d}", server_first=server_first)
    with studied(tmp_path, [*names, "Receipt", "Date", "Amount"], rows) as study:
        assert study.columns.roles["customer"].column == customer
        assert Asked(study).customers == CUSTOMERS


@pytest.mark.parametrize("server", ["Kellner", "Cashier", "Coiffeuse", "Cameriere", "Chofer", "Verkoopster"])
def test_where_nobody_else_is_named_there_are_no_customers(tmp_path: Path, server: str) -> None:
    rows = [[row[1], *row[2:]] for row in rows_of("A{}", "M{:02d}", server_first=False)]
    with studied(tmp_path, [server, "Receipt", "Date", "Amount"], rows) as study, pytest.raises(ColumnsError):
        study.report  # noqa: B018  asked for


def test_a_customer_that_no_name_tells_is_said(tmp_path: Path) -> None:
    rows = rows_of("A{}", "M{:02d}", server_first=False)
    with studied(tmp_path, ["Wigwam", "Zeltplatz", "Receipt", "Date", "Amount"], rows) as study:
        taken = study.columns.roles["customer"].column
        other = {"Wigwam": "Zeltplatz", "Zeltplatz": "Wigwam"}[str(taken)]
        (told,) = [note for note in study.report.notes if "who bought" in note]
        assert told == (
            f"No column says by its name who bought; {taken} was taken by what stands in it. If {other} does: --map 'customer={other}'"
        )


def test_a_plate_is_said_to_stand_for_who_bought(tmp_path: Path) -> None:
    rows = [[row[0], *row[2:]] for row in rows_of("B AB {}", "M{:02d}", server_first=False)]
    with studied(tmp_path, ["Kenteken", "Bon", "Datum", "Bedrag"], rows) as study:
        assert study.report.customers == CUSTOMERS
        assert any("No column says by its name who bought; Kenteken" in note for note in study.report.notes)
