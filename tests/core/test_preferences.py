"""Preferences: the commented file, what is refused with a suggestion, and what the environment has to say first."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from core.errors import RegularsError
from core.preferences import Preferences, as_tables, config_path, template
from core.settings import SettingsError

ACTIONS = {
    "frame.quit": ("q,ctrl+q", "Leave; everything is kept."),
    "grid.sort": ("s", 'Sort by a column, as "monetary".'),
}
SETTING = re.compile(r'# (?=[a-z_]+ = |"[a-z_.]+" = )')


def uncommented(text: str) -> str:
    return "\n".join(SETTING.sub("", line, count=1) for line in text.splitlines())


def refused(**tables: Any) -> str:
    with pytest.raises(RegularsError) as caught:
        Preferences.from_tables(tables, "config.toml")
    return str(caught.value)


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_template_says_what_is_so_without_it(tmp_path: Path) -> None:
    text = template(ACTIONS)
    assert Preferences.load(written(tmp_path / "as_it_is.toml", text)) == Preferences()
    found = Preferences.load(written(tmp_path / "all.toml", uncommented(text)))
    assert (found.look, found.format, found.engine) == (
        Preferences().look,
        Preferences().format,
        Preferences().engine,
    )
    assert dict(found.keys) == {name: keys for name, (keys, _) in ACTIONS.items()}


def test_the_template_names_every_setting_with_what_it_may_be() -> None:
    text = template(ACTIONS)
    for section, values in as_tables(Preferences()).items():
        assert f"[{section}]" in text
        for key in values:
            assert f"# {key} = " in text
    assert 'one of "dark", "light", "contrast"' in text


def test_every_setting_can_be_given() -> None:
    tables = {
        "look": {"theme": "light", "symbols": "ascii"},
        "format": {"numbers": "1.234,56", "currency": "€", "currency_after": True},
        "engine": {"cache_mb": 10, "memory_mb": 100, "threads": 2},
        "keys": {"frame.quit": "Q", "grid": {"sort": "S"}},
    }
    found = Preferences.from_tables(tables)
    assert as_tables(found) == {**tables, "keys": {"frame.quit": "Q", "grid.sort": "S"}}


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"lok": {}}, ("`lok`", "Did you mean `look`?")),
        ({"look": {"them": "dark"}}, ("`look.them`", "Did you mean `theme`?")),
        ({"look": {"theme": "drak"}}, ("`look.theme`", "drak", "Did you mean `dark`?")),
        ({"look": "dark"}, ("`look`",)),
        ({"theme": "dark"}, ("`theme`",)),
        ({"format": {"numbers": "1,234"}}, ("format.numbers", "1,234.56")),
        ({"format": {"currency": "dollars"}}, ("format.currency", "5 characters")),
        ({"format": {"currency": "\x1b[1m"}}, ("format.currency",)),
        ({"engine": {"threads": "two"}}, ("engine.threads", "0 to 256")),
        ({"engine": {"threads": -1}}, ("engine.threads",)),
        ({"engine": {"threads": True}}, ("engine.threads",)),
        ({"engine": {"memory_mb": 5}}, ("engine.memory_mb", "100")),
        ({"keys": {"frame.quit": 5}}, ("keys.frame.quit", "as a text")),
        ({"keys": {"frame.quit": ""}}, ("keys.frame.quit",)),
        ({"keys": {"a": {"b": {"c": "d"}}}}, ("keys.a.b",)),
        ({"keys": "q"}, ("`keys`",)),
    ],
)
def test_what_does_not_exist_or_cannot_be_is_refused(tables: dict[str, Any], words: tuple[str, ...]) -> None:
    said = refused(**tables)
    assert said.count("\n") == 1
    for word in words:
        assert word in said


def test_all_that_is_wrong_is_named() -> None:
    with pytest.raises(SettingsError) as caught:
        Preferences.from_tables({"look": {"theme": 5, "sybols": "x"}, "engin": {}}, "config.toml")
    assert {problem.key for problem in caught.value.problems} == {"look.theme", "look.sybols", "engin"}
    assert caught.value.what.startswith("config.toml: ")


def test_a_file_that_is_not_toml_or_cannot_be_read_says_so(tmp_path: Path) -> None:
    for text in (b"theme = ", b"\xff\xfe\x00"):
        with pytest.raises(RegularsError, match="is not TOML"):
            Preferences.load(written(tmp_path / "config.toml", text))
    with pytest.raises(RegularsError, match="cannot be read"):
        Preferences.load(tmp_path)
    assert Preferences.load(tmp_path / "nowhere.toml") == Preferences()
    marked = written(tmp_path / "config.toml", b'\xef\xbb\xbf[look]\ntheme = "light"\n')
    assert Preferences.load(marked).look.theme == "light"


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REGULARS_THREADS", "REGULARS_MEMORY_MB", "REGULARS_CACHE_MB"):
        # Set and then removed, so that what is put in force is taken back after the test.
        monkeypatch.setenv(name, "1")
        monkeypatch.delenv(name)
    monkeypatch.setenv("REGULARS_THREADS", "3")
    Preferences.from_tables({"engine": {"threads": 2, "memory_mb": 500}}).put_in_force()
    assert os.environ["REGULARS_THREADS"] == "3"
    assert os.environ["REGULARS_MEMORY_MB"] == "500"
    assert "REGULARS_CACHE_MB" not in os.environ, "0 leaves it to the machine"


def test_where_the_file_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_path() == tmp_path / "regulars" / "config.toml"
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert config_path() == tmp_path / ".config" / "regulars" / "config.toml"


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ('frame.export = "X"', 'write "frame.export" = "X" below the line [keys]'),
        ('"frame.export" = "X"', 'write "frame.export" = "X" below the line [keys]'),
        ('[engine]\nthreads = 2\nframe.export = "X"', 'write "frame.export" = "X" below the line [keys]'),
        ("[keys]\nframe.export = X", 'write "frame.export" = "X" on line 2'),
        ('[keys]\n"frame.export" = ctrl+x  # mine', 'write "frame.export" = "ctrl+x" on line 2'),
        ("[look]\ntheme = light", 'write theme = "light" on line 2'),
        ('[look]\ntheme = "light', "Correct it"),
        ("[engine]\nthreads = 2x", "Correct it"),
    ],
)
def test_keys_without_quotation_marks_or_in_another_place_are_told_what_to_type(
    tmp_path: Path, text: str, cure: str
) -> None:
    with pytest.raises(RegularsError) as caught:
        Preferences.load(written(tmp_path / "config.toml", text))
    assert cure in caught.value.cure


def test_the_name_of_an_action_needs_no_quotation_marks_among_keys(tmp_path: Path) -> None:
    found = Preferences.load(written(tmp_path / "config.toml", '[keys]\nframe.export = "X"\n'))
    assert found.keys == (("frame.export", "X"),)


@pytest.mark.parametrize("written_as", ["theme", "theem", "Theme"])
def test_a_setting_above_all_sections_is_told_where_it_belongs(written_as: str) -> None:
    assert "`theme` in the section [look]" in refused(**{written_as: "light"})
