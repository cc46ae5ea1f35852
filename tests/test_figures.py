"""The published figures of Online Retail II, to the row and the cent, however the rows are delivered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from core.classifiers.naming import LONG_NAMES
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.conftest import ROOT

FIRST_SHEET_ROWS = 525_461
CENT = Decimal("0.01")

# Rules that take nothing are in the ledger too, with zeros.
LEDGER = [
    ("unreadable", 0, 0.00),
    ("overlap", 22_523, 377_488.45),
    ("missing customer", 235_287, 2_566_093.08),
    ("missing date", 0, 0.00),
    ("cancelled", 18_446, -1_087_882.14),
    ("quantity <= 0", 0, 0.00),
    ("price <= 0", 70, 0.00),
    ("kept", 791_045, 17_431_551.18),
]
ROWS, AMOUNT = 1_067_371, 19_287_250.57
SCORES = {
    "recency": [1178, 1174, 1199, 1172, 1155],
    "frequency": [1623, 944, 1150, 1034, 1127],
    "monetary": [1176, 1176, 1175, 1176, 1175],
}
SEGMENTS = [
    ("Champions", 800),
    ("Loyal", 1077),
    ("Potential Loyalist", 703),
    ("New", 71),
    ("Promising", 162),
    ("Need Attention", 288),
    ("About to Sleep", 425),
    ("Can't Lose Them", 64),
    ("At Risk", 644),
    ("Hibernating", 1644),
]


@pytest.fixture(scope="module")
def retail(real_data: Path) -> Path:
    """The folder of Online Retail II."""
    return real_data / "online_retail_ii"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One workspace for the file, so that no sheet is parsed twice."""
    return Workspace(tmp_path_factory.mktemp("workspace"), 4 * 10**9)


@pytest.fixture(scope="module")
def csv_files(retail: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The rows of the Parquet as one CSV, and as two: the first sheet's rows and the second's."""
    folder = tmp_path_factory.mktemp("csv")
    rows = f"read_parquet('{retail / 'online_retail_II.parquet'}', file_row_number = true)"
    wanted = {
        "all": "TRUE",
        "first": f"file_row_number < {FIRST_SHEET_ROWS}",
        "second": f"file_row_number >= {FIRST_SHEET_ROWS}",
    }
    with duckdb.connect(config={"threads": 2}) as connection:
        for name, where in wanted.items():
            connection.execute(
                f"COPY (SELECT * EXCLUDE (file_row_number) FROM {rows} WHERE {where} ORDER BY file_row_number)"
                f" TO '{folder / name}.csv' (FORMAT csv, HEADER)"
            )
    return {name: folder / f"{name}.csv" for name in wanted}


@pytest.fixture(scope="module")
def workbook(retail: Path, workspace: Workspace) -> Iterator[Study]:
    """The workbook with its two overlapping sheets."""
    with Study(Recipe(), [retail / "online_retail_II.xlsx"], workspace=workspace) as study:
        yield study


@contextmanager
def study_of(paths: Sequence[Path], workspace: Workspace, **settings: str) -> Iterator[Study]:
    recipe = Recipe().with_values([(key.replace("__", "."), value) for key, value in settings.items()])
    with Study(recipe, paths, workspace=workspace) as study:
        yield study


def ledger_of(study: Study) -> list[tuple[str, int, float]]:
    return [(line.rule, line.rows, line.amount) for line in study.report.ledger]


def check_two_sheets(study: Study) -> None:
    """What both sheets give, with the second one's copies taken out."""
    report = study.report
    assert ledger_of(study) == LEDGER
    assert report.rows == ROWS == sum(line.rows for line in report.ledger)
    assert sum((Decimal(str(line.amount)) for line in report.ledger), Decimal(0)) == Decimal(str(AMOUNT))
    assert (report.kept, report.revenue) == (791_045, 17_431_551.18)
    assert (report.customers, report.orders, report.as_of) == (5_878, 36_969, "2011-12-10")
    assert (report.first, report.last) == ("2009-12-01 07:45:00", "2011-12-09 12:50:00")
    for measure, sizes in SCORES.items():
        found = [(line.score, line.customers) for line in report.scores if line.measure == measure]
        assert found == list(enumerate(sizes, 1)), measure
    assert [(line.name, line.customers) for line in report.segments] == SEGMENTS
    # Segments and tiers add up what the customers' table says, where each customer's money is in whole cents already.
    spent = sum(Decimal(str(row["monetary"])) for row in study.customers.to_dicts())
    assert sum(Decimal(str(line.revenue)) for line in report.segments) == spent
    assert sum(Decimal(str(line.revenue)) for line in report.tiers) == spent
    assert abs(spent - Decimal("17431551.18")) < 1
    assert sum(line.customers for line in report.tiers) == 5_878


def check_one_table(study: Study) -> None:
    """What a table without sheets gives: nobody can see the overlap."""
    report = study.report
    assert (report.rows, report.kept, report.revenue) == (ROWS, 805_549, 17_743_429.18)
    assert report.as_of == "2011-12-10"
    found = {rule: (rows, amount) for rule, rows, amount in ledger_of(study)}
    assert "overlap" not in found
    assert found["missing customer"][0] == 243_007
    assert sum(rows for rows, _ in found.values()) == ROWS
    assert sum(Decimal(str(amount)) for _, amount in found.values()) == Decimal(str(AMOUNT))


def test_the_workbook(workbook: Study) -> None:
    check_two_sheets(workbook)


def test_the_workbook_ids_are_as_they_were_typed(workbook: Study) -> None:
    """A spreadsheet makes numbers of them, and 13085.0 of 13085."""
    ids = [row["customer_id"] for row in workbook.customers.to_dicts()]
    assert len(set(ids)) == len(ids) == 5_878
    assert all(len(name) == 5 and name.isdigit() for name in ids)
    assert ids == sorted(ids)


def test_two_csv_files_one_a_sheet(csv_files: dict[str, Path], workspace: Workspace) -> None:
    with study_of([csv_files["first"], csv_files["second"]], workspace) as study:
        check_two_sheets(study)


def test_one_csv(csv_files: dict[str, Path], workspace: Workspace) -> None:
    with study_of([csv_files["all"]], workspace) as study:
        check_one_table(study)


def test_parquet(retail: Path, workspace: Workspace) -> None:
    with study_of([retail / "online_retail_II.parquet"], workspace) as study:
        check_one_table(study)
        kept_of_all = {row["customer_id"]: row for row in study.customers.to_dicts()}
    for customer in ("12346", "16446", "14646", "17850"):
        expected = bought_and_refunded(retail, customer)
        found = kept_of_all[customer]
        assert (found["monetary"], found["refunded"], found["net"]) == expected, customer
    # Who bought 80,995 pieces and cancelled them twelve minutes later.
    assert kept_of_all["16446"]["mostly_refunded"]
    assert kept_of_all["16446"]["refunded"] == -168_478.60


def test_parquet_with_every_duplicate_dropped(retail: Path, workspace: Workspace) -> None:
    with study_of([retail / "online_retail_II.parquet"], workspace, rules__duplicate="true") as study:
        report = study.report
        assert (report.rows, report.kept, report.revenue) == (ROWS, 779_425, 17_374_804.27)
        duplicates = next(line for line in report.ledger if line.rule == "duplicate")
        assert duplicates.rows == 805_549 - 779_425
        assert duplicates.amount == round(17_743_429.18 - 17_374_804.27, 2)


def test_net_of_refunds_moves_money_and_nothing_else(
    workbook: Study, retail: Path, workspace: Workspace
) -> None:
    gross = {row["customer_id"]: row for row in workbook.customers.to_dicts()}
    with study_of([retail / "online_retail_II.xlsx"], workspace, customers__refunds="net") as study:
        net = {row["customer_id"]: row for row in study.customers.to_dicts()}
        assert ledger_of(study) == LEDGER
        assert study.report.as_of == "2011-12-10"
    assert net.keys() == gross.keys()
    for customer, row in net.items():
        other = gross[customer]
        assert row["monetary"] == row["net"] == other["net"]
        for same in ("recency", "frequency", "refunded", "r", "f", "first_purchase", "last_purchase"):
            assert row[same] == other[same], same
    assert any(row["monetary"] <= 0 for row in net.values())
    # One of the ten biggest nets below zero.
    biggest = sorted(gross.values(), key=lambda row: -row["monetary"])[:10]
    assert [row["customer_id"] for row in biggest if row["net"] < 0] != []


def test_the_figures_of_the_page_on_trust_are_real(retail: Path, workspace: Workspace) -> None:
    page = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    asked = {"models": ["knn", "logistic", "tree"], "active": "", "contacts": 500}
    recipe = Recipe.from_tables({"classifier": {"on": True, **asked}})
    with Study(recipe, [retail / "online_retail_II.xlsx"], workspace=workspace) as study:
        found = {(one["target"], one["model"]): one for one in study.classifiers.models}
    for name, row in zip(("High", "Medium", "Low"), found["tier", "knn"]["confusion"], strict=True):
        assert f"| {name} | " + " | ".join(f"{cell:,}" for cell in row) + " |" in page
    assert f"{100 * found['tier', 'knn']['accuracy']:.1f} % of customers" in page
    for name in ("knn", "logistic", "tree", "frequency", "recency"):
        one = found["buys again", name]
        low, high = one["auc_interval"]
        told = f"| {LONG_NAMES[name]} | {one['auc']:.3f} | {low:.3f} to {high:.3f} | {one['brier']:.3f} |"
        assert told in page
    for place, one in enumerate(found["buys again", "logistic"]["cut_offs"]):
        both = [found["buys again", name]["cut_offs"][place]["auc"] for name in ("frequency", "recency")]
        assert f"| {one['cut_off']} | {one['auc']:.3f} | {both[0]:.3f} | {both[1]:.3f} |" in page
    days = [found["buys again", name]["cut_offs"] for name in ("logistic", "frequency", "recency")]
    sides = [(high - low) / 2 for one in days for low, high in (day["auc_interval"] for day in one)]
    assert f"about {sum(sides) / len(sides):.3f} to either side" in page
    leads = [mine["auc"] - other["auc"] for mine, other in zip(days[0], days[1], strict=True)]
    assert f"a lead over frequency of {min(leads):.3f} to one of {max(leads):.3f}" in " ".join(page.split())
    for line in found["buys again", "logistic"]["calibration"]:
        assert f"| {100 * line['said']:.0f} % | {100 * line['came']:.0f} % |" in page


def bought_and_refunded(retail: Path, customer: str) -> tuple[float, float, float]:
    """Monetary, refunded and net of one customer, row by row."""
    table = pq.read_table(
        retail / "online_retail_II.parquet", columns=["Invoice", "Quantity", "Price", "Customer ID"]
    )
    own = table.filter(pc.equal(table["Customer ID"], float(customer))).to_pylist()
    bought = refunded = Decimal(0)
    for row in own:
        amount = row["Quantity"] * Decimal(str(row["Price"]))
        if row["Invoice"].upper().startswith("C"):
            refunded += min(amount, Decimal(0))
        elif row["Quantity"] > 0 and row["Price"] > 0:
            bought += amount
    return in_cents(bought), in_cents(refunded), in_cents(bought + refunded)


def in_cents(amount: Decimal) -> float:
    return float(amount.quantize(CENT, ROUND_HALF_UP))


# The workbook that Excel itself wrote, against plain Python.


def test_the_workbook_that_excel_wrote(retail: Path, workspace: Workspace) -> None:
    path = retail / "excel_written_subset.xlsx"
    tables = read_sheets(path)
    assert sum(map(len, tables)) == 34_766
    booked, kept, refunds = by_hand(tables)
    as_of = max(row["InvoiceDate"] for row in kept).date() + timedelta(days=1)
    expected = customers_by_hand(kept, refunds, as_of)

    with study_of([path], workspace) as study:
        report = study.report
        found = {line.rule: (line.rows, line.amount) for line in report.ledger if line.rows}
        assert found == {bucket: (len(rows), in_cents(sum(rows))) for bucket, rows in booked.items()}
        assert (report.rows, report.kept, report.as_of) == (34_766, len(kept), as_of.isoformat())
        assert report.customers == len(expected)
        assert report.orders == len({(row["Customer ID"], row["Invoice"]) for row in kept})
        names = ("recency", "frequency", "monetary", "refunded", "net", "r", "f", "m")
        customers = {
            row["customer_id"]: tuple(row[name] for name in names) for row in study.customers.to_dicts()
        }
    assert customers == expected


def read_sheets(path: Path) -> list[list[dict[str, Any]]]:
    """Every sheet's rows, read with openpyxl."""
    tables = []
    for sheet in openpyxl.load_workbook(path, read_only=True):
        header, *rows = sheet.iter_rows(values_only=True)
        tables.append([dict(zip(header, row, strict=True)) for row in rows])
    return tables


def by_hand(
    tables: list[list[dict[str, Any]]],
) -> tuple[dict[str, list[Decimal]], list[dict[str, Any]], dict[str, Decimal]]:
    """The amounts of each bucket, the rows kept, and each customer's refunds."""
    booked: dict[str, list[Decimal]] = defaultdict(list)
    kept: list[dict[str, Any]] = []
    refunds: dict[str, Decimal] = defaultdict(Decimal)
    seen: list[dict[str, Counter[tuple[Any, ...]]]] = []
    for rows in tables:
        orders: dict[str, Counter[tuple[Any, ...]]] = defaultdict(Counter)
        for row in rows:
            orders[str(row["Invoice"])][tuple(row.values())] += 1
        for row in rows:
            order = str(row["Invoice"])
            amount = row["Quantity"] * Decimal(str(row["Price"]))
            if any(earlier.get(order) == orders[order] for earlier in seen):
                bucket = "overlap"
            elif row["Customer ID"] is None:
                bucket = "missing customer"
            elif order.startswith("C"):
                bucket = "cancelled"
                refunds[str(row["Customer ID"])] += min(amount, Decimal(0))
            elif row["Quantity"] <= 0:
                bucket = "quantity <= 0"
            elif row["Price"] <= 0:
                bucket = "price <= 0"
            else:
                bucket = "kept"
                kept.append(row)
            booked[bucket].append(amount)
        seen.append(orders)
    return booked, kept, refunds


def customers_by_hand(
    kept: list[dict[str, Any]], refunds: dict[str, Decimal], as_of: date
) -> dict[str, tuple[Any, ...]]:
    """RFM, refunds and scores of every customer."""
    last: dict[str, datetime] = {}
    orders: dict[str, set[str]] = defaultdict(set)
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for row in kept:
        customer = str(row["Customer ID"])
        last[customer] = max(last.get(customer, row["InvoiceDate"]), row["InvoiceDate"])
        orders[customer].add(str(row["Invoice"]))
        spent[customer] += row["Quantity"] * Decimal(str(row["Price"]))
    rfm = {
        name: ((as_of - moment.date()).days, len(orders[name]), in_cents(spent[name]))
        for name, moment in last.items()
    }

    def score(name: str, place: int, sign: int) -> int:
        worse = sum(sign * other[place] < sign * rfm[name][place] for other in rfm.values())
        return 1 + 5 * worse // len(rfm)

    return {
        name: (
            *values,
            in_cents(refunds[name]),
            in_cents(Decimal(str(values[2])) + refunds[name]),
            score(name, 0, -1),
            score(name, 1, 1),
            score(name, 2, 1),
        )
        for name, values in rfm.items()
    }
