"""Revenue is monetary added up, gross or net: the parts add up to the whole in every table, and it says which of the two it is."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from core.report import revenue_heading
from core.views.concentration import concentration
from core.views.segments import score_grid, segments_and_tiers
from core.views.sentences import sentences
from core.views.tiers import tiers_view
from tests.support.command import Ran, Run
from tests.support.studied import looked_at

# Ben nets less than nothing, and Zoe never bought what she brought back.
SOLD = """\
Ada,1001,2025-01-05,120.50
Ada,1002,2025-03-05,80.25
Ada,C1003,2025-03-09,-50.75
Ben,1004,2025-02-01,40.00
Ben,C1005,2025-02-03,-60.00
Cleo,1006,2025-02-11,99.99
Dov,1007,2025-01-20,10.01
Dov,1008,2025-02-20,20.02
Eva,1009,2025-03-01,300.00
Eva,C1010,2025-03-02,-1.00
Zoe,C1011,2025-03-03,-7.77
Finn,1012,2025-03-12,64.10
"""


def worked_out() -> dict[str, Decimal]:
    """Gross and net of the rows above, by hand."""
    bought: defaultdict[str, Decimal] = defaultdict(Decimal)
    refunded: defaultdict[str, Decimal] = defaultdict(Decimal)
    for customer, order, _, amount in csv.reader(SOLD.splitlines()):
        (refunded if order.startswith("C") else bought)[customer] += Decimal(amount)
    gross = sum(bought.values(), Decimal(0))
    return {"gross": gross, "net": gross + sum((refunded[one] for one in bought), Decimal(0))}


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run_here(*arguments: object) -> Ran:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        return Ran(status, *capfd.readouterr())

    return run_here


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text(f"Customer,Invoice,Date,Amount\n{SOLD}", encoding="utf-8")
    return path


def added_up(lines: list[dict[str, Any]], name: str) -> Decimal:
    return sum((Decimal(str(line[name])) for line in lines), Decimal(0)).quantize(Decimal("0.01"))


@pytest.mark.parametrize("refunds", ["gross", "net"])
def test_parts_add_up_to_the_whole_in_every_file(run: Run, sales: Path, tmp_path: Path, refunds: str) -> None:
    right, out = worked_out(), tmp_path / "out"
    assert right == {"gross": Decimal("734.87"), "net": Decimal("623.12")}
    asked = ("--set", f"customers.refunds={refunds}", "--set", "clusters.on=true", "--set", "clusters.k=2")
    found = run("run", sales, "--json", "--out", out, "--format", "csv", *asked).json
    assert Decimal(str(found["revenue"])) == right[refunds]
    assert Decimal(str(found["net"])) == right["net"]
    kept = next(line["amount"] for line in found["ledger"] if line["rule"] == "kept")
    assert Decimal(str(kept)) == right["gross"], "what was bought before refunds stands in the ledger"
    files = {path.name: list(csv.DictReader(path.open(encoding="utf-8"))) for path in out.glob("*.csv")}
    for lines in (found["tiers"], found["segments"], files["segments.csv"], files["clusters.csv"]):
        assert added_up(lines, "revenue") == right[refunds]
        assert added_up(lines, "net") == right["net"]
    assert added_up(files["customers.csv"], "monetary") == right[refunds]


def test_the_summary_says_which_money_it_is_of(run: Run, sales: Path) -> None:
    gross = " ".join(run("run", sales).out.split())
    assert "worth 734.87 from" in gross
    assert "623.12 after refunds" in gross
    assert "Revenue and monetary are net" not in gross
    net = " ".join(run("run", sales, "--set", "customers.refunds=net").out.split())
    assert "worth 623.12" in net
    assert (
        "Revenue and monetary are net, as customers.refunds says: 734.87 was bought, and refunds took 111.75 of it."
        in net
    )


def test_without_refunds_there_is_one_figure(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    bought = "".join(f"{line}\n" for line in SOLD.splitlines() if ",C" not in line)
    path.write_text(f"Customer,Invoice,Date,Amount\n{bought}", encoding="utf-8")
    told = " ".join(run("run", path, "--set", "customers.refunds=net").out.split())
    assert "worth 734.87 from" in told
    assert "no customer has a refund, so net is what was bought" in told


@pytest.mark.parametrize("refunds", ["gross", "net"])
def test_views_add_up_to_the_same_and_are_called_so(sales: Path, refunds: str) -> None:
    right = worked_out()[refunds]
    with looked_at(sales, ("customers.refunds", refunds)) as data:
        report = data.result.report
        by_segment, by_tier = segments_and_tiers(data)
        tiers, grid, curve = tiers_view(data), score_grid(data), concentration(data)
        told = " ".join(sentence.text for sentence in sentences(data).whole)
    assert Decimal(str(report.revenue)) == right
    cells = [cell.revenue or 0.0 for row in grid.cells for cell in row]
    for parts in (by_segment.rows, by_tier.rows, tiers.tiers):
        assert round(sum(row.revenue or 0.0 for row in parts), 2) == float(right)
        assert sum(row.revenue_share or 0.0 for row in parts) == pytest.approx(1)
    assert by_segment.everyone.revenue == curve.revenue == round(sum(cells), 2) == float(right)
    assert by_segment.revenue_is_net is tiers.revenue_is_net is (refunds == "net")
    assert "All rows come to" not in told, "nothing differs by rounding here"


def test_a_column_is_called_by_what_it_holds() -> None:
    assert (revenue_heading(is_net=False), revenue_heading(is_net=True)) == ("revenue", "net revenue")
