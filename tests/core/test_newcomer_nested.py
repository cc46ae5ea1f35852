"""Values with their type around them, lists deep in an object, and sheets that write what repeats only once."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from core.errors import SourceError
from core.recipe import Recipe
from core.study import Study
from tests.support.workbooks import write_workbook, write_xlsx

ORDERS = [
    ("a1", "k1", "2024-03-01T10:00:00", [("S1", 2, "10.50"), ("S2", 1, "4.00")]),
    ("a2", "k2", "2024-03-05T11:30:00", [("S2", 3, "4.00")]),
    ("a3", "k1", "2024-03-09T12:00:00", [("S3", 1, "99.95"), ("S1", 1, "10.50"), ("S2", 2, "4.00")]),
    ("a4", "k3", "2024-03-11T09:15:00", [("S1", 4, "10.50")]),
    ("a5", "k2", "2024-03-12T09:15:00", [("S3", 2, "99.95")]),
]
OF_CUSTOMERS = {"k1": (2, 143.45), "k2": (2, 211.90), "k3": (1, 42.00)}


def _total(lines: list[tuple[str, int, str]]) -> str:
    return f"{sum(pieces * float(price) for _, pieces, price in lines):.2f}"


def _customers(path: Path) -> dict[str, tuple[int, float]]:
    with Study(Recipe(), [path]) as study:
        rows = study.customers.to_dicts()
        return {
            row["customer_id"].rpartition("/")[2]: (row["frequency"], float(row["monetary"])) for row in rows
        }


def _names(path: Path) -> tuple[str, ...]:
    with Study(Recipe(), [path]) as study:
        return study.columns.tables[0].table.names


def _exported(*, canonical: bool) -> list[dict[str, Any]]:
    """The orders as mongoexport writes them: plain numbers where JSON has them, or the type around each."""
    number = (lambda value: {"$numberInt": str(value)}) if canonical else (lambda value: value)
    return [
        {
            "_id": {"$oid": order},
            "customer": {"_id": {"$oid": customer}, "since": number(2020)},
            "createdAt": {"$date": f"{day}.000Z"},
            "total": {"$numberDecimal": _total(lines)},
            "items": [
                {"sku": sku, "qty": number(pieces), "price": {"$numberDecimal": price}}
                for sku, pieces, price in lines
            ],
        }
        for order, customer, day, lines in ORDERS
    ]


@pytest.mark.parametrize("canonical", [False, True])
@pytest.mark.parametrize("items", [False, True])
def test_values_with_their_type_around_them(tmp_path: Path, canonical: bool, items: bool) -> None:
    exported = _exported(canonical=canonical)
    if not items:
        for order in exported:
            del order["items"]
    path = tmp_path / "orders.jsonl"
    path.write_text("".join(json.dumps(order) + "\n" for order in exported))
    of_items = ("items.sku", "items.qty", "items.price") if items else ()
    assert _names(path) == ("_id", "customer._id", "customer.since", "createdAt", "total", *of_items)
    assert _customers(path) == OF_CUSTOMERS


def test_a_value_whose_type_changes_from_row_to_row(tmp_path: Path) -> None:
    written: list[Any] = [5, {"$numberDouble": "2.5"}, {"$numberDecimal": "3.25"}, {"$numberInt": "7"}]
    for values in (written, written[1:]):
        path = tmp_path / f"{len(values)}.jsonl"
        rows = [
            {"order": n, "customer": f"k{n}", "date": f"2024-03-0{n + 1}", "amount": value}
            for n, value in enumerate(values)
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        plain = [value if isinstance(value, int) else float(next(iter(value.values()))) for value in values]
        assert _customers(path) == {f"k{n}": (1, value) for n, value in enumerate(plain)}


def _node(order: str, customer: str, day: str, lines: list[tuple[str, int, str]]) -> dict[str, Any]:
    money = {"shopMoney": {"amount": _total(lines), "currencyCode": "EUR"}}
    return {
        "id": f"gid://shopify/Order/{order}",
        "createdAt": f"{day}Z",
        "customer": {"id": f"gid://shopify/Customer/{customer}"},
        "totalPriceSet": money,
    }


def _sold(lines: list[tuple[str, int, str]]) -> list[dict[str, Any]]:
    return [
        {"sku": sku, "quantity": pieces, "originalUnitPriceSet": {"shopMoney": {"amount": price, "currencyCode": "EUR"}}}
        for sku, pieces, price in lines
    ]  # fmt: skip


def _edges(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    return {"edges": [{"cursor": f"c{n}", "node": node} for n, node in enumerate(nodes)], "pageInfo": {"hasNextPage": False}}  # fmt: skip


@pytest.mark.parametrize("listed", [_edges, lambda nodes: {"nodes": nodes}], ids=["edges", "nodes"])
@pytest.mark.parametrize("lines", [False, True])
def test_an_answer_of_graphql(tmp_path: Path, listed: Any, lines: bool) -> None:
    nodes = [_node(*order) | ({"lineItems": listed(_sold(order[3]))} if lines else {}) for order in ORDERS]
    path = tmp_path / "orders.json"
    cost = {"cost": {"throttleStatus": {"maximumAvailable": 1000.0}}}
    path.write_text(json.dumps({"data": {"orders": listed(nodes)}, "extensions": cost}))
    assert "totalPrice" in _names(path)
    assert _customers(path) == OF_CUSTOMERS


def test_a_list_within_an_object_within_an_object(tmp_path: Path) -> None:
    rows = [
        {"order": order, "customer": customer, "date": day, "amount": _total(lines)}
        for order, customer, day, lines in ORDERS
    ]
    path = tmp_path / "orders.json"
    path.write_text(json.dumps({"status": "ok", "result": {"page": 1, "orders": rows}}, indent=2))
    assert _customers(path) == OF_CUSTOMERS


def test_lines_of_objects_that_begin_with_a_list_are_no_single_object(tmp_path: Path) -> None:
    rows = [
        {"tags": {"of": [{"name": "new"}]}, "order": order, "customer": customer, "date": day, "amount": _total(lines)}
        for order, customer, day, lines in ORDERS
    ]  # fmt: skip
    path = tmp_path / "orders.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert _customers(path) == OF_CUSTOMERS


def _pivot(*, inner_totals: bool, grand: str, total: str) -> list[list[Any]]:
    """The orders as a spreadsheet shows them by customer, order and product, with what repeats written once."""
    rows: list[list[Any]] = [["Klant", "Factuur", "Datum", "Artikel", "Aantal", "Bedrag"]]
    for customer in dict.fromkeys(customer for _, customer, _, _ in ORDERS):
        label: str | None = customer
        for order, buyer, moment, lines in ORDERS:
            if buyer != customer:
                continue
            day: str | None = moment[:10]
            invoice: str | None = order
            for sku, pieces, price in lines:
                rows.append([label, invoice, day, sku, pieces, pieces * float(price)])
                label = invoice = day = None
            if inner_totals:
                rows.append([None, total.format(order), None, None, 9, 999.0])
        rows.append([total.format(customer), None, None, None, 9, 999.0])
    return [*rows, [grand, None, None, None, 99, 9999.0]]


@pytest.mark.parametrize(
    ("total", "grand"), [("Totaal {}", "Eindtotaal"), ("{} Total", "Grand Total"), ("{} Ergebnis", "Gesamtergebnis")]
)  # fmt: skip
@pytest.mark.parametrize("inner_totals", [False, True])
def test_a_pivot_table_is_filled_down_and_loses_its_totals(
    tmp_path: Path, total: str, grand: str, inner_totals: bool
) -> None:
    rows = _pivot(inner_totals=inner_totals, grand=grand, total=total)
    path = write_xlsx(tmp_path / "pivot.xlsx", {"Sheet": rows})
    assert _customers(path) == OF_CUSTOMERS
    with Study(Recipe(), [path]) as study:
        assert study.report.rows == sum(len(lines) for _, _, _, lines in ORDERS)
        told = [sentence for sentence in study.report.notes if "pivot table" in sentence]
    totals = len(OF_CUSTOMERS) + 1 + (len(ORDERS) if inner_totals else 0)
    assert len(told) == 1
    assert f"its {totals} rows of totals were left out" in told[0]


def test_blanks_without_totals_of_each_group_are_left_alone(tmp_path: Path) -> None:
    rows = _pivot(inner_totals=False, grand="Eindtotaal", total="Totaal {}")
    without = [row for row in rows if not str(row[0]).startswith("Totaal")]
    path = write_xlsx(tmp_path / "blank.xlsx", {"Sheet": without})
    with Study(Recipe(), [path]) as study:
        assert study.report.rows == len(rows) - 1 - len(OF_CUSTOMERS)
        assert not [sentence for sentence in study.report.notes if "pivot table" in sentence]


def _flat() -> list[list[Any]]:
    lines = [(order, customer, day[:10], *line) for order, customer, day, sold in ORDERS for line in sold]
    return [
        ["Order", "Customer", "Date", "Product", "Quantity", "Price"],
        *([*line[:-1], float(line[-1])] for line in lines),
    ]


def _zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("ending", ["xlsx", "xlsb", "xls", "ods"])
def test_a_workbook_in_a_zip_is_read(tmp_path: Path, ending: str) -> None:
    book = write_workbook(tmp_path / f"book.{ending}", {"Sales": _flat()})
    beside = {"__MACOSX/._book.xlsx": b"\x00\x05\x16\x07", "invoice.pdf": b"%PDF-1.4"}
    path = _zipped(tmp_path / "export.zip", {f"in/book.{ending}": book.read_bytes(), **beside})
    for _ in range(2):
        assert _customers(path) == OF_CUSTOMERS


def test_a_zip_that_changes_is_unpacked_again(tmp_path: Path) -> None:
    for price in (4.0, 5.0):
        rows = [[*row[:-1], price if row[-1] == 4.0 else row[-1]] for row in _flat()]
        book = write_workbook(tmp_path / "book.xlsx", {"Sales": rows})
        path = _zipped(tmp_path / "export.zip", {"book.xlsx": book.read_bytes()})
        assert _customers(path)["k2"] == (2, 3 * price + 2 * 99.95)


def test_several_workbooks_in_a_zip_are_refused_by_name(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "book.xlsx", {"Sales": _flat()}).read_bytes()
    path = _zipped(tmp_path / "export.zip", {"a.xlsx": book, "b.xlsx": book})
    with pytest.raises(SourceError, match=r"it holds a\.xlsx, b\.xlsx"):
        _customers(path)


def test_a_damaged_workbook_in_a_zip_is_named_by_the_zip(tmp_path: Path) -> None:
    path = _zipped(tmp_path / "export.zip", {"book.xlsx": b"PK\x03\x04 and nothing more"})
    with pytest.raises(SourceError, match=r"'export\.zip' cannot be read as a workbook"):
        _customers(path)


def test_a_workbook_that_is_too_large_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = write_workbook(tmp_path / "book.xlsx", {"Sales": _flat()}).read_bytes()
    path = _zipped(tmp_path / "export.zip", {"book.xlsx": book})
    monkeypatch.setattr("core.source.workbook.MOST_UNPACKED_BYTES", len(book) - 1)
    with pytest.raises(SourceError, match="too large to be unpacked"):
        _customers(path)


def test_a_workbook_within_a_workbook_is_not_taken_for_it(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "book.xlsx", {"Sales": _flat()})
    with zipfile.ZipFile(path, "a") as parts:
        parts.writestr("xl/embeddings/other.xlsx", b"PK\x03\x04")
    assert _customers(path) == OF_CUSTOMERS
