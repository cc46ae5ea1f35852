"""A vet's patients are animals: who owns them is the customer, and people who are patients stay it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

PEOPLE = [f"{first} {last}" for first in ("Ada", "Bo", "Cy") for last in ("Moss", "Reed", "Thorn", "Vale")]
ANIMALS = ("Rex", "Luna", "Milo", "Bella")
VISITS = 72


def study_of(tmp_path: Path, owner: str, patient: str, *, with_id: str = "") -> Study:
    header = ["Date", "Invoice No", *([with_id] if with_id else []), owner, patient, "Total"]
    lines = [",".join(header)]
    for number in range(VISITS):
        person = number * number % 11
        cells = [f"2024-{1 + number // 8:02d}-{1 + number % 8 * 3:02d}", f"V{400 + number}"]
        cells += [f"{7000 + person * 13}"] if with_id else []
        cells += [PEOPLE[person], ANIMALS[(person + number) % 4], f"{25 + number * 7 % 60}.50"]
        lines.append(",".join(cells))
    path = tmp_path / "visits.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


@pytest.mark.parametrize(
    ("owner", "patient", "with_id"),
    [
        ("Owner", "Patient", ""), ("Owner", "Patient", "Owner ID"), ("Besitzer", "Patient", "Besitzer-Nr"), ("Tierhalter", "Patient", ""),
        ("Eigenaar", "Patiënt", ""), ("Propriétaire", "Patient", ""), ("Proprietario", "Paziente", ""), ("Dueño", "Paciente", ""), ("Tutor", "Paciente", ""),
    ],
)  # fmt: skip
def test_the_owner_is_the_customer(tmp_path: Path, owner: str, patient: str, with_id: str) -> None:
    with study_of(tmp_path, owner, patient, with_id=with_id) as study:
        assert study.columns.roles["customer"].column == (with_id or owner)
        others = [guess.column for role, guess in study.columns.roles.items() if role != "customer"]
        assert (with_id or owner) not in others


def test_it_is_said_and_can_be_chosen_otherwise(tmp_path: Path) -> None:
    with study_of(tmp_path, "Owner", "Patient") as study:
        assert any(note.endswith("--map customer=Patient") for note in study.columns.notes)
    recipe = Recipe.from_tables({"columns": {"customer": "Patient"}})
    with Study(recipe, [tmp_path / "visits.csv"], workspace=Workspace(tmp_path, 10**9)) as study:
        assert study.columns.roles["customer"].column == "Patient"
        assert not any("is an animal" in note for note in study.columns.notes)


@pytest.mark.parametrize("staff", ["Doctor", "Account Owner", "Insurance"])
def test_people_are_patients_themselves(tmp_path: Path, staff: str) -> None:
    with study_of(tmp_path, "Patient", staff) as study:
        assert study.columns.roles["customer"].column == "Patient"
