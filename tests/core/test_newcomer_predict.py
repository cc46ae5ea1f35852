"""Numbers of a customer that somebody types: how they may be written, how large they may be, and that none ends anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cli.main import main
from core.amounts import TOO_MUCH
from core.errors import UsageError
from core.figures import NumberStyle
from core.lines import MACROS
from core.models.given import given_number, least_of
from core.models.kept import Model
from core.models.predicting import predict_one
from tests.support import four_kinds

COMMA = NumberStyle.of("1.234,56")
BLANK = NumberStyle.of("1 234,56")
shop = four_kinds.shop


def kept(shop: Path, target: Path, *settings: str) -> Path:
    run = ["run", str(shop), "--quiet", "--save-model", str(target)]
    for setting in settings:
        run += ["--set", setting]
    assert main(run) == 0
    return target


@pytest.fixture(scope="module")
def model(shop: Path) -> Path:
    return kept(shop, shop.parent / "m.model")


def asked(model: Path, monetary: str, *more: str) -> int:
    words = ["--recency", "12", "--frequency", "5", f"--monetary={monetary}"]
    return main(["predict", str(model), *words, *more])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("830.50", 830.5),
        ("830,50", 830.5),
        ("830,5", 830.5),
        (",5", 0.5),
        ("-830,50", -830.5),
        ("1234,567", 1234.567),
        ("0,123", 0.123),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1.234.567,8", 1234567.8),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1 234,56", 1234.56),
        ("1 234.56", 1234.56),
        ("1\u00a0234", 1234),
        ("1\u202f234\u202f567,89", 1234567.89),
        ("1'234.56", 1234.56),
        ("1 234,567", 1234.567),
        ("1.234", 1.234),
        ("1e3", 1000),
        (" 12 ", 12),
    ],
)
def test_a_number_is_read_as_it_is_written_in_many_places(text: str, number: float) -> None:
    assert given_number(text, "monetary") == number


@pytest.mark.parametrize("text", ["1,234", "-1,234", "999,999"])
def test_a_comma_that_may_part_thousands_or_decimals_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="thousands or decimals") as refused:
        given_number(text, "monetary")
    # Both ways of writing it that leave no doubt are named, and are read.
    digits = text.replace(",", "")
    assert refused.value.cure == f"Type {digits} or {text.replace(',', '.')}."
    assert given_number(digits, "monetary") == float(digits)


@pytest.mark.parametrize(
    "text", ["1,23,4", "12 34", "1.23,456,7", "1,234.567,8", "", "much", "nan", "inf", "-inf", "--"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="cannot be"):
        given_number(text, "monetary")


def test_a_style_that_was_chosen_decides_what_is_ambiguous_otherwise() -> None:
    assert given_number("1.234", "monetary", style=COMMA) == 1234
    assert given_number("1,234", "monetary", style=COMMA) == 1.234
    assert given_number("1,234", "monetary", style=BLANK) == 1.234
    assert given_number("1.234", "monetary", style=BLANK) == 1.234
    # What is plain in any style stays what it is: a field holds 830.50 before somebody types over it.
    for style in (COMMA, BLANK):
        assert given_number("830.50", "monetary", style=style) == 830.5
        assert given_number("1,234.56", "monetary", style=style) == 1234.56


def test_a_comma_in_a_whole_number_can_only_part_thousands() -> None:
    assert given_number("1,200", "recency", least=0) == 1200
    with pytest.raises(UsageError, match="may part thousands"):
        given_number("1,200", "monetary")


@pytest.mark.parametrize("text", ["1e13", "-1e13", "1e27", "1e308", "10 000 000 000 000", "9" * 400])
@pytest.mark.parametrize("name", ["monetary", "recency", "tenure"])
def test_what_is_beyond_the_bound_of_money_is_refused(text: str, name: str) -> None:
    with pytest.raises(UsageError, match=f"{name} cannot be"):
        given_number(text, name)


def test_the_bound_is_that_of_the_amounts_that_are_read() -> None:
    with duckdb.connect() as connection:
        connection.execute(MACROS)
        below, at = connection.execute(
            f"SELECT within({TOO_MUCH - 1}::DOUBLE), within({TOO_MUCH}::DOUBLE)"
        ).fetchone() or (None, None)
    assert (below, at) == (TOO_MUCH - 1, None)
    assert given_number("9999999999999", "monetary") == TOO_MUCH - 1


@pytest.mark.parametrize("text", ["1e27", "1e308", "1e13", "-50", "1,234", "much"])
def test_the_command_line_refuses_in_words(
    model: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(model, text) == 2
    said = capsys.readouterr().err
    assert text in said
    assert "Type " in said
    assert "went wrong" not in said


def test_the_command_line_reads_a_decimal_comma(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for text in ("1234.56", "1.234,56", "1 234,56", "1,234.56"):
        assert asked(model, text, "--json") == 0
        told.append(capsys.readouterr().out)
    assert len(set(told)) == 1
    assert '"monetary": 1234.56' in told[0]


def test_another_number_of_a_customer_is_read_alike(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(model, "80", "--feature", "tenure=1 000") == 0
    assert asked(model, "80", "--feature", "tenure=-4") == 2
    assert "Type a whole number from 0 on." in capsys.readouterr().err


def test_money_net_of_refunds_may_be_negative(shop: Path, tmp_path: Path) -> None:
    net = kept(shop, tmp_path / "net.model", "customers.refunds=net")
    assert asked(net, "-50") == 0
    assert asked(net, "-830,50") == 0


def test_what_a_model_has_learned_from_may_be_asked_about(tmp_path: Path) -> None:
    # A table of customers says what it says: some spent less than nothing.
    rows = "".join(f"c{n},{n},{1 + n % 4},{10.5 * n - 40}\n" for n in range(1, 30))
    table = tmp_path / "customers.csv"
    table.write_text("customer_id,recency,frequency,monetary\n" + rows)
    found = Model.load(kept(table, tmp_path / "ready.model"))
    lowest = min(found.population.monetary.values)
    assert lowest < 0
    assert least_of(found, "monetary") == lowest


NUMBERS: list[dict[str, Any]] = [
    {"recency": 12, "frequency": 5, "monetary": value} for value in (1e15, 1e27, 1e308, -1e308, 5e-324)
] + [
    {"recency": 10**15, "frequency": 10**15, "monetary": 1e-9},
    {"recency": 0, "frequency": 1, "monetary": 0.0},
]


@pytest.mark.parametrize("given", NUMBERS)
@pytest.mark.parametrize("limits", [(), (1.0, 10.005, 1e27, 1e308)])
def test_no_number_and_no_threshold_is_too_large_to_be_placed(
    model: Path, given: dict[str, float | None], limits: tuple[float, ...]
) -> None:
    learned = Model.load(model)
    rules = replace(learned.population.rules, thresholds=((), (), limits))
    found = predict_one(replace(learned, population=replace(learned.population, rules=rules)), given)
    if limits:
        assert found.placing.m == 1 + sum((given["monetary"] or 0) >= limit for limit in limits)
    assert all(move.arrives for move in found.moves)
