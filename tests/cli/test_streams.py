"""Standard input, output and error: read, closed, full and cut off."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.command import (
    alone,
    right,
)


def test_standard_input_empty(sales: Path) -> None:
    alone("-").refused(1, "standard input is empty")


def test_standard_input_closed() -> None:
    alone("-", stdin=None, preexec_fn=lambda: os.close(0)).refused(1, "standard input is closed")


def test_standard_input_is_read(sales: Path) -> None:
    with sales.open() as stream:
        right(alone("-", "--json", stdin=stream))


@pytest.mark.parametrize("arguments", [["run", "SALES"], ["inspect", "SALES", "--json"], ["--help"]])
def test_output_closed_early(sales: Path, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)  # whoever reads has gone before the first line
    with os.fdopen(writer, "w") as stream:
        ran = alone(*(str(sales) if word == "SALES" else word for word in arguments), stdout=stream)
    assert (ran.status, ran.err) == (0, "")


def test_standard_output_closed(sales: Path) -> None:
    ran = alone("run", sales, stdout=None, preexec_fn=lambda: os.close(1))
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_standard_output_full(sales: Path) -> None:
    with Path("/dev/full").open("w") as stream:
        ran = alone("run", sales, "--json", stdout=stream)
    ran.refused(1, "disk is full")
