"""Files given to `regulars predict` in which something cannot be read: who is not predicted is named, and all others are predicted."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pandas as pd
import pytest

from cli.main import main
from core import open_source

HEADER = "customer_id,recency,frequency,monetary"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of thirty customers, each with one more order than the one before."""
    folder = tmp_path_factory.mktemp("model")
    lines = [f"K{number:02},{90 - number},{number},{number * 25.5}" for number in range(1, 31)]
    (folder / "known.csv").write_text("\n".join([HEADER, *lines]) + "\n")
    with open_source(folder / "known.csv") as study:
        return study.save_model(folder / "known.model")


def predicted(
    model: Path, folder: Path, *lines: str, header: str = HEADER
) -> tuple[dict[str, object], list[str]]:
    """What is told of such a file, and whose predictions are written."""
    source, out = folder / "asked.csv", folder / "out.csv"
    source.write_text("\n".join([header, *lines]) + "\n")
    assert main(["predict", str(model), str(source), "--quiet", "--out", str(out), "--force"]) == 0
    return told(model, source), pd.read_csv(out).customer_id.tolist()


def told(model: Path, source: Path) -> dict[str, object]:
    with redirect_stdout(io.StringIO()) as output:
        assert main(["predict", str(model), str(source), "--json"]) == 0
    found: dict[str, object] = json.loads(output.getvalue())
    return found


@pytest.mark.parametrize("text", ["abc", "n/a", "?", "12 or 13"])
def test_a_cell_of_text_among_few_rows(text: str, model: Path, tmp_path: Path) -> None:
    found, ids = predicted(model, tmp_path, "a,12,5,830", f"b,{text},3,200", "c,80,1,20")
    assert ids == ["a", "c"]
    assert found["not_predicted"] == {
        "customers": 1,
        "named": [{"customer_id": "b", "why": f"recency {text!r} cannot be read"}],
    }
    assert f"1 customer of the file is not predicted: b (recency {text!r} cannot be read)." in str(
        found["beware"]
    )


def test_every_reason_is_named(model: Path, tmp_path: Path) -> None:
    found, ids = predicted(
        model,
        tmp_path,
        "a,12,five,830",
        "b,20,3,2OO",
        "c,,1,20",
        "d,80,0,0",
        "e,-4,2,10",
        "f,9,2,10",
        "g,9,2,20",
    )
    assert ids == ["f", "g"]
    assert found["not_predicted"] == {
        "customers": 5,
        "named": [
            {"customer_id": "a", "why": "frequency 'five' cannot be read"},
            {"customer_id": "b", "why": "monetary '2OO' cannot be read"},
            {"customer_id": "c", "why": "nothing in recency"},
            {"customer_id": "d", "why": "no order in frequency"},
            {"customer_id": "e", "why": "recency is below zero"},
        ],
    }


@pytest.mark.parametrize(
    "header",
    [
        "Customer ID,Recency (days),Orders,Total Spent",
        "CUSTOMER,days since last order,number of orders,Revenue",
    ],
)
def test_columns_are_what_they_are_called(header: str, model: Path, tmp_path: Path) -> None:
    found, ids = predicted(model, tmp_path, "x,12,five,830", "y,20,3,200", header=header)
    assert ids == ["y"]
    column = header.split(",")[2]
    assert found["not_predicted"]["named"] == [{"customer_id": "x", "why": f"{column} 'five' cannot be read"}]  # type: ignore[index]


def test_more_than_a_sentence_names_are_counted(model: Path, tmp_path: Path) -> None:
    bad = [f"b{number:02},abc,3,200" for number in range(8)]
    found, ids = predicted(
        model, tmp_path, "a,12,5,830", "c,80,1,20", *bad, *(f"d{n},7,{n},9" for n in range(1, 9))
    )
    assert len(ids) == 10
    (sentence,) = [one for one in found["beware"] if "not predicted" in one]  # type: ignore[attr-defined]
    assert sentence.startswith("8 customers of the file are not predicted: b00 (")
    assert "b04 (recency 'abc' cannot be read), and 3 more." in sentence


def test_what_can_be_looked_at_is_advised_so_that_it_works(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, _ = predicted(model, tmp_path, "a,12,5,830", "b,abc,3,200", "c,80,1,20")
    (note,) = [one for one in found["notes"] if "cannot be read" in one]  # type: ignore[attr-defined]
    advised = note.partition("regulars ")[2].split()
    assert main(advised) == 0
    assert "abc" in capsys.readouterr().out


def test_standard_input_comes_but_once(
    model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = f"{HEADER}\na,12,5,830\nb,abc,3,200\nc,80,1,20\n".encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
    assert main(["predict", str(model), "-", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["customer_id"] for one in found["not_predicted"]["named"]] == ["b"]


def test_nobody_is_missing_from_a_good_file(model: Path, tmp_path: Path) -> None:
    found, ids = predicted(model, tmp_path, "a,12,5,830", "b,13,3,200", "b,20,1,5")
    assert ids == ["a", "b"]
    assert found["not_predicted"] == {"customers": 0, "named": []}


@pytest.mark.parametrize("header", [HEADER, "foo,bar", "Invoice,Quantity,InvoiceDate,Price,Customer ID"])
def test_a_header_alone_is_called_one(
    header: str, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "head.csv"
    source.write_text(header + "\n")
    for command in (["predict", str(model), str(source)], ["run", str(source)]):
        assert main(command) == 1
        error = capsys.readouterr().err
        assert f"{source.name} has a header and no rows, so there are no customers." in error
        assert "Export it again, or name another file." in error


def test_a_column_of_words_alone_is_refused(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "words.csv"
    source.write_text(f"{HEADER}\na,abc,5,830\nb,def,3,20\n")
    assert main(["predict", str(model), str(source)]) == 1
    error = capsys.readouterr().err
    assert "The column for recency in words.csv holds no numbers" in error
    assert "--map recency=COLUMN" in error


def test_sales_without_dates_are_not_taken_for_customers(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "sales.csv"
    source.write_text("customer,order,quantity,price\na,1,2,5\nb,2,1,4\na,3,1,9\n")
    assert main(["predict", str(model), str(source)]) == 1
    assert "no column of dates" in capsys.readouterr().err


def test_what_is_given_in_vain_is_told(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_money = tmp_path / "visits.csv"
    lines = [f"K{number:02},{90 - number},{1 + number % 4}" for number in range(1, 31)]
    without_money.write_text("\n".join(["customer_id,recency,frequency", *lines]) + "\n")
    with open_source(without_money) as study:
        visits = study.save_model(tmp_path / "visits.model")
    one = ["--recency", "62", "--frequency", "3", "--monetary", "83"]
    assert main(["predict", str(visits), *one, "--json"]) == 0
    vain = "monetary makes no difference: the model was learned without it."
    assert json.loads(capsys.readouterr().out)["outside"] == [vain]
    assert main(["predict", str(model), *one, "--feature", "tenure=80", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outside"] == [vain.replace("monetary", "tenure")]
    assert main(["predict", str(model), *one]) == 0
    assert "makes no difference" not in capsys.readouterr().out


def test_an_average_order_that_follows_need_not_be_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "known.csv"
    lines = [f"K{number:02},{90 - number},{1 + number % 4},{number * 25.5}" for number in range(1, 31)]
    source.write_text("\n".join([HEADER, *lines]) + "\n")
    clusters = {"on": True, "k": 2, "features": ["recency", "average_order"]}
    with open_source(source, clusters=clusters) as study:
        grouped = study.save_model(tmp_path / "grouped.model")
    found = []
    for further in ([], ["--feature", "average_order=166"]):
        one = ["--recency", "62", "--frequency", "5", "--monetary", "830", *further]
        assert main(["predict", str(grouped), *one, "--json"]) == 0
        found.append(json.loads(capsys.readouterr().out))
    assert found[0]["clusters"] == found[1]["clusters"]
    assert len(found[0]["clusters"]) == 2


def test_numbers_that_nobody_can_have_are_named(model: Path, tmp_path: Path) -> None:
    found, ids = predicted(
        model,
        tmp_path,
        "a,12,5,830,166,40",
        "b,20,3,200,150,400",
        "c,80,2,20,10,79",
        "d,9,1,30,30,9",
        "e,9,1,30,30,10",
        "f,9,4,40,10,",
        header=f"{HEADER},average_order,tenure",
    )
    assert ids == list("abcdef")  # they are predicted, with a word on it
    (sentence,) = [one for one in found["beware"] if "nobody can have" in one]  # type: ignore[attr-defined]
    assert sentence == (
        "3 customers have numbers that nobody can have, and are predicted by them all the same (b: average_order 150 cannot"
        " be with monetary 200 and frequency 3: it is monetary / frequency, here 66.67; c: tenure 79 cannot be with recency"
        " 80: nobody's first purchase is later than the last, so it is 80 or more; e: tenure 10 cannot be with recency 9 and"
        " frequency 1: the only purchase is the first and the last, so it is 9)."
    )


def test_a_further_number_that_cannot_be_read_is_told(model: Path, tmp_path: Path) -> None:
    lines = ["a,12,5,830,40", "b,20,3,200,soon", "c,80,2,20,later"]
    found, ids = predicted(model, tmp_path, *lines, header=f"{HEADER},tenure")
    assert ids == ["a", "b", "c"]
    sentence = "tenure of 2 customers cannot be read (for example 'later'), and is taken for not known."
    assert sentence in found["beware"]  # type: ignore[operator]
    found, _ = predicted(model, tmp_path, *lines[:1], header=f"{HEADER},tenure")
    assert "cannot be read" not in str(found["beware"])


def test_who_is_in_no_group_because_of_the_file_is_told(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sales = tmp_path / "sales.csv"
    rows = [
        f"K{n:02},{n}{order},2024-{1 + order:02}-{1 + n % 28:02},{n}"
        for n in range(30)
        for order in range(n % 5 + 1)
    ]
    sales.write_text("\n".join(["customer,order,date,amount", *rows]) + "\n")
    grouped = tmp_path / "grouped.model"
    with open_source(sales, clusters={"on": True, "k": 2, "features": ["recency", "tenure"]}) as study:
        study.save_model(grouped)
    source = tmp_path / "asked.csv"
    source.write_text(f"{HEADER}\na,12,5,830\nb,80,1,20\n")
    (sentence,) = [one for one in told(grouped, source)["beware"] if "in no group" in one]  # type: ignore[attr-defined]
    assert sentence.startswith(
        "2 customers are in no group: the model groups by tenure too, which is not known of them."
    )
    # Of sales everything is known.
    assert not [one for one in told(grouped, sales)["beware"] if "in no group" in one]  # type: ignore[attr-defined]
