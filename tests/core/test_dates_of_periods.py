"""Which of two dates is the sale's: the first of what begins and ends, what was done and not what comes next, and not when it was entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.errors import ColumnsError
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import asked
from tests.support.day_books import run

FIRST = date(2024, 1, 3)
# The customer of each sale, its day and what it is worth.
CUSTOMERS = [f"C{100 + number * number % 13}" for number in range(60)]
DAYS = [FIRST + timedelta(3 * number) for number in range(60)]
WORTH = [round(12.5 + 7.25 * (number * 7 % 11), 2) for number in range(60)]
# A week or so later, and never as many days.
LATER = [day + timedelta(4 + number * 5 % 9) for number, day in enumerate(DAYS)]
LASTS = {customer: max(day for day, of in zip(DAYS, CUSTOMERS, strict=True) if of == customer) for customer in CUSTOMERS}  # fmt: skip
SEVERAL = "Several columns could say when a sale was made"


def written(tmp_path: Path, dates: Sequence[tuple[str, Sequence[date]]]) -> Path:
    lines = [";".join(("Customer", "Invoice", *(name for name, _ in dates), "Amount"))]
    for number, customer in enumerate(CUSTOMERS):
        days = (days[number].isoformat() for _, days in dates)
        lines.append(";".join((customer, f"I{5000 + number}", *days, f"{WORTH[number]:.2f}")))
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def study_of(tmp_path: Path, dates: Sequence[tuple[str, Sequence[date]]]) -> Study:
    return Study(Recipe(), [written(tmp_path, dates)], workspace=Workspace(tmp_path, 10**9))


def dates_taken(study: Study) -> str | None:
    return study.columns.roles["date"].column


def notes_with(study: Study, words: str) -> list[str]:
    return [note for note in study.columns.notes if words in note]


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("Rental start", "Rental end"), ("Start", "End"), ("Start Date", "Finish Date"), ("From", "To"), ("Von", "Bis"), ("Miete von", "Miete bis"),
        ("Mietbeginn", "Mietende"), ("Beginn", "Ende"), ("Anfangsdatum", "Enddatum"), ("Anreise", "Abreise"), ("Van", "Tot"), ("Begindatum", "Einddatum"),
        ("Aankomst", "Vertrek"), ("Du", "Au"), ("Date de début", "Date de fin"), ("Arrivée", "Départ"), ("Dal", "Al"), ("Data inizio", "Data fine"),
        ("Arrivo", "Partenza"), ("Desde", "Hasta"), ("Fecha de inicio", "Fecha de fin"), ("De", "Até"), ("Data de início", "Data de fim"),
        ("Check-in", "Check-out"), ("Arrival", "Departure"), ("Pickup date", "Return date"), ("Rented", "Returned"), ("Abholdatum", "Rückgabedatum"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ends_first", [False, True])
def test_a_period_is_of_the_day_on_which_it_begins(
    tmp_path: Path, begins: str, ends: str, ends_first: bool
) -> None:
    dates = [(begins, DAYS), (ends, LATER)]
    with study_of(tmp_path, dates[::-1] if ends_first else dates) as study:
        assert dates_taken(study) == begins
        assert asked(study).revenue == pytest.approx(sum(WORTH))
        [note] = notes_with(study, SEVERAL)
        assert (
            f"{begins} was taken as it begins the period that {ends} ends (as of {max(DAYS) + timedelta(1)}"
            in note
        )
        assert f"{ends} (as of {max(LATER) + timedelta(1)})" in note
        assert f"date={ends}" in note


def test_the_last_day_of_each_customer_is_that_on_which_a_period_began(tmp_path: Path) -> None:
    customers, _, _ = run(written(tmp_path, [("Bis", LATER), ("Von", DAYS)]))
    assert {customer: last for customer, (last, _) in customers.items()} == LASTS


def test_names_that_do_not_begin_and_end_by_their_days_are_no_period(tmp_path: Path) -> None:
    earlier = [day - timedelta(3 + number * 5 % 9) for number, day in enumerate(DAYS)]
    with study_of(tmp_path, [("From", DAYS), ("To", earlier)]) as study:
        [note] = notes_with(study, SEVERAL)
        assert "begins the period" not in note
        assert note in study.report.notes


@pytest.mark.parametrize("sale", ["Order date", "Datum", "Fecha", "Booked on", "Booked", "Purchased"])
def test_a_date_of_the_sale_comes_before_what_a_period_begins_with(tmp_path: Path, sale: str) -> None:
    ended = [day + timedelta(3) for day in LATER]
    with study_of(tmp_path, [("Start", LATER), ("End", ended), (sale, DAYS)]) as study:
        assert dates_taken(study) == sale


@pytest.mark.parametrize(
    ("begins", "ends"), [("Valid from", "Valid until"), ("Membership start", "Membership end"), ("Gültig von", "Gültig bis")]
)  # fmt: skip
def test_how_long_something_is_valid_is_no_sale(tmp_path: Path, begins: str, ends: str) -> None:
    with study_of(tmp_path, [("Order date", DAYS), (begins, LATER), (ends, LATER)]) as study:
        assert dates_taken(study) == "Order date"
    with pytest.raises(ColumnsError), study_of(tmp_path, [("Membership start", DAYS), ("Membership end", LATER)]) as study:  # fmt: skip
        assert study.report


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("Visit", "Next visit"), ("Appointment", "Follow-up"), ("Termin", "Nächster Termin"), ("Besuch", "Wiedervorlage"), ("Afspraak", "Volgende afspraak"),
        ("Rendez-vous", "Prochain rendez-vous"), ("Appuntamento", "Prossimo appuntamento"), ("Cita", "Próxima cita"), ("Consulta", "Próxima consulta"),
        ("Visit", "Reminder"), ("Zorb", "Zorb bis"), ("Created", "Next order date"), ("Start Date", "Next renewal"), ("Zorb", "Due date"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("then_first", [False, True])
def test_what_comes_next_is_not_what_was_sold(tmp_path: Path, now: str, then: str, then_first: bool) -> None:
    dates = [(now, DAYS), (then, LATER)]
    with study_of(tmp_path, dates[::-1] if then_first else dates) as study:
        assert dates_taken(study) == now


@pytest.mark.parametrize("name", ["Next visit", "Due date", "Bis"])
def test_a_later_date_is_taken_where_it_is_the_only_one(tmp_path: Path, name: str) -> None:
    with study_of(tmp_path, [(name, DAYS)]) as study:
        assert dates_taken(study) == name


@pytest.mark.parametrize(
    ("last", "then"), [("Last service", "Next service"), ("Laatste onderhoud", "Volgend onderhoud"), ("Dernier passage", "Prochain passage")]
)  # fmt: skip
def test_between_what_was_last_and_what_is_next_somebody_has_to_choose(
    tmp_path: Path, last: str, then: str
) -> None:
    with study_of(tmp_path, [(last, DAYS), (then, LATER)]) as study, pytest.raises(ColumnsError) as told:
        study.report  # noqa: B018
    assert f"{last} and {then} hold dates" in told.value.what
    assert told.value.cure.endswith(f"--map 'date={last}'")


def test_rows_called_customers_may_be_sales_of_the_day_of_a_visit(tmp_path: Path) -> None:
    with study_of(tmp_path, [("Last visit", DAYS)]) as study, pytest.raises(ColumnsError) as told:
        study.report  # noqa: B018
    assert "or, as sales of these days, --map 'date=Last visit'" in told.value.cure
    asked = Recipe.from_tables({"columns": {"date": "Last visit"}})
    with Study(asked, [tmp_path / "sales.csv"], workspace=Workspace(tmp_path, 10**9)) as study:
        table = study.customers.to_pandas()
        lasts = zip(table["customer_id"], table["last_purchase"], strict=True)
        assert {customer: last.date() for customer, last in lasts} == LASTS


@pytest.mark.parametrize(
    ("done", "entered"),
    [
        ("Date of service", "Date posted"), ("Service date", "Posting date"), ("Visit date", "Booked on"), ("Visit", "Entered"), ("Visit", "Created"),
        ("Leistungsdatum", "Buchungsdatum"), ("Behandlung", "Erfasst am"), ("Bezoek", "Geboekt op"), ("Date de visite", "Date de saisie"),
        ("Data prestazione", "Data inserimento"), ("Sale date", "Date posted"), ("Fecha", "Fecha registro"), ("Data", "Data di registrazione"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("entered_first", [False, True])
def test_a_sale_is_of_the_day_on_which_it_was_done_and_not_entered(
    tmp_path: Path, done: str, entered: str, entered_first: bool
) -> None:
    dates = [(done, DAYS), (entered, LATER)]
    with study_of(tmp_path, dates[::-1] if entered_first else dates) as study:
        assert dates_taken(study) == done


@pytest.mark.parametrize(
    "name", ["Fecha registro", "Fecha de registro", "Data di registrazione", "Registration date", "Date d'enregistrement", "Registrierungsdatum"]
)  # fmt: skip
def test_a_date_of_registering_is_the_sales_where_it_is_the_only_one(tmp_path: Path, name: str) -> None:
    with study_of(tmp_path, [(name, DAYS)]) as study:
        assert dates_taken(study) == name
        assert len(notes_with(study, f"{name} is the only column of dates that may be of the sales")) == 1


def test_the_day_on_which_each_customer_registered_is_no_sales(tmp_path: Path) -> None:
    joined = [FIRST - timedelta(int(customer[1:])) for customer in CUSTOMERS]
    with pytest.raises(ColumnsError), study_of(tmp_path, [("Registration date", joined)]) as study:
        assert study.report


@pytest.mark.parametrize(
    ("taken", "other"), [("Zorb", "Blip"), ("Shipped", "Delivered"), ("Date of visit", "Booked on")]
)
def test_it_is_said_which_date_was_taken_where_names_do_not_decide(
    tmp_path: Path, taken: str, other: str
) -> None:
    with study_of(tmp_path, [(taken, DAYS), (other, LATER)]) as study:
        assert dates_taken(study) == taken
        [note] = notes_with(study, SEVERAL)
        assert f"date={other}" in note


@pytest.mark.parametrize("other", ["Due date", "Next visit", "Geburtsdatum", "Valid until"])
def test_nothing_is_said_of_dates_that_names_rule_out(tmp_path: Path, other: str) -> None:
    with study_of(tmp_path, [("Visit", DAYS), (other, LATER)]) as study:
        assert dates_taken(study) == "Visit"
        assert not notes_with(study, SEVERAL)
