"""Settings in layers."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from tui.config import _SECTIONS, Settings, load_settings
from tui.errors import BadFile, ConfigError

SHIPPED = Path(__file__).resolve().parents[1] / "config.toml"


def test_the_shipped_file_holds_every_setting_with_its_default() -> None:
    shipped = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    assert shipped.pop("keys") == {}
    assert shipped == {name: json.loads(msgspec.json.encode(section())) for name, section in _SECTIONS.items()}
    assert {field.name for field in msgspec.structs.fields(Settings)} == {*_SECTIONS, "keys", "origins"}


def test_every_line_of_the_shipped_file_has_a_comment() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    keys = [line for line in lines if re.match(r"#?\s*\"?[a-z_.0-9]+\"?\s*=", line)]
    assert len(keys) == sum(len(section.__struct_fields__) for section in _SECTIONS.values()) + 1
    for line in keys:
        comment = line.removeprefix("#").partition("#")[2]
        assert len(comment.strip()) > 10, line


def test_later_layers_win(tmp_path: Path) -> None:
    shipped, user = tmp_path / "shipped.toml", tmp_path / "user.toml"
    shipped.write_text('[ui]\nlanguage = "auto"\nglyphs = "unicode"\n[book]\nlock_seconds = 5\n', encoding="utf-8")
    user.write_text('[ui]\nlanguage = "en"\nglyphs = "ascii"\n[book]\nlock_seconds = 6\n', encoding="utf-8")
    variables = {"NEARNEW_UI_LANGUAGE": "zh_CN", "NEARNEW_BOOK_LOCK_SECONDS": "7", "OTHER": "x"}
    all_of_them = load_settings(shipped, user, variables, {"ui.language": "en"})
    assert (all_of_them.ui.language, all_of_them.ui.glyphs, all_of_them.book.lock_seconds) == ("en", "ascii", 7)
    assert all_of_them.origins == {
        "ui.language": "--language",
        "ui.glyphs": str(user),
        "book.lock_seconds": "NEARNEW_BOOK_LOCK_SECONDS",
    }
    assert load_settings(shipped, user, {}, {}).ui.language == "en"
    assert load_settings(shipped, None, {}, {}).book.lock_seconds == 5
    assert load_settings(shipped, tmp_path / "none.toml", variables, {}).ui.language == "zh_CN"


def test_a_setting_that_nobody_names_keeps_its_default(tmp_path: Path) -> None:
    empty = tmp_path / "empty.toml"
    empty.write_text("", encoding="utf-8")
    assert load_settings(empty, None, {}, {}) == Settings()
    assert load_settings(SHIPPED, None, {}, {}).readiness == Settings().readiness


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[ui]\nnope = 1\n", "ui.nope"),
        ("[nope]\nx = 1\n", "nope.x"),
        ("nope = 1\n", "nope"),
        ("[ui]\nlanguage = 1\n", "ui.language"),
        ("[ui]\nglyphs = 'runes'\n", "ui.glyphs"),
        ("[book]\nlock_seconds = '5'\n", "book.lock_seconds"),
        ("[book]\nlock_seconds = true\n", "book.lock_seconds"),
        ("[book]\nlock_seconds = 1.5\n", "book.lock_seconds"),
        ("[book]\nlock_seconds = -1\n", "book.lock_seconds"),
        ("[readiness]\nstaleness_days = 0\n", "readiness.staleness_days"),
        ("[readiness]\nhorizon_days = 99999999999\n", "readiness.horizon_days"),
        ("[deadlines]\ndays = 99999999999\n", "deadlines.days"),
        ("[keys]\nx = 1\n", "keys.x"),
    ],
)
def test_a_fault_names_the_file_and_the_key(tmp_path: Path, text: str, key: str) -> None:
    user = tmp_path / "user.toml"
    user.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(SHIPPED, user, {}, {})
    assert caught.value.params["file"] == str(user)
    assert caught.value.params["key"] == key


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEARNEW_UI_NOPE", "1"),
        ("NEARNEW_NOPE", "1"),
        ("NEARNEW_UI_GLYPHS", "runes"),
        ("NEARNEW_BOOK_LOCK_SECONDS", "soon"),
        ("NEARNEW_BOOK_LOCK_SECONDS", "-1"),
        ("NEARNEW_BOOK_LOCK_SECONDS", "٥"),
        ("NEARNEW_BOOK_LOCK_SECONDS", "1_0"),
    ],
)
def test_a_faulty_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(SHIPPED, None, {name: value}, {})
    assert caught.value.params["file"] == name


@pytest.mark.parametrize("data", [b"[ui\n", b"x = \n"])
def test_what_is_not_toml_is_said(tmp_path: Path, data: bytes) -> None:
    user = tmp_path / "user.toml"
    user.write_bytes(data)
    with pytest.raises(ConfigError, match="config_not_toml"):
        load_settings(SHIPPED, user, {}, {})


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="file_unreadable"):
        load_settings(SHIPPED, tmp_path, {}, {})
    user = tmp_path / "user.toml"
    user.write_bytes(b"\xff\xfe")
    with pytest.raises(BadFile, match="file_unreadable"):
        load_settings(SHIPPED, user, {}, {})
    with pytest.raises(BadFile, match="file_unreadable"):
        load_settings(tmp_path / "none.toml", None, {}, {})


def test_keys_are_kept_as_they_are(tmp_path: Path) -> None:
    user = tmp_path / "user.toml"
    user.write_text('[keys]\n"stock.filter" = "f"\n', encoding="utf-8")
    assert load_settings(SHIPPED, user, {}, {}).keys == {"stock.filter": "f"}
