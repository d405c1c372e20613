from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tui import paths
from tui.domain.words import InvoiceKind, Powertrain
from tui.errors import PackError
from tui.packs.vocabulary import load_vocabulary, read_vocabulary

MAKES = '[[make]]\nid = "byd"\nnames = { en = "BYD", zh = "比亚迪" }\naliases = ["ＢＹＤ汽车"]\n'


@pytest.mark.parametrize(
    ("what", "word", "aliases"),
    [
        ("powertrain", "bev", ["纯电", "electric", "электромобиль", "bev"]),
        ("powertrain", "phev", ["插混", "plug-in hybrid"]),
        ("powertrain", "erev", ["增程"]),
        ("powertrain", "hev", ["油电混动", "гибрид"]),
        ("powertrain", "ice", ["汽油", "柴油", "дизель"]),
        ("fuel", "petrol", ["汽油", "бензин"]),
        ("fuel", "diesel", ["柴油"]),
        ("steering", "LHD", ["左舵", "lhd", "левый руль"]),
        ("steering", "RHD", ["右舵", "rhd"]),
        ("invoice_kind", "special_vat", ["专票", "增值税专用发票"]),
        ("invoice_kind", "other", ["普票"]),
        ("invoice_kind", "used_car_uniform", ["二手车统一发票"]),
        ("invoice_kind", "none", ["无票"]),
        ("charge_port", "GBT", ["国标", "gb/t", "gbt"]),
        ("currency", "KZT", ["тенге"]),
    ],
)
def test_aliases(what: str, word: str, aliases: list[str]) -> None:
    for alias in aliases:
        assert load_vocabulary().choices[what][alias] == word


def test_every_word_has_a_label_and_every_label_a_word() -> None:
    labels = tomllib.loads(paths.data("words.toml").read_text("utf-8"))
    for what, aliases in load_vocabulary().choices.items():
        if what in labels:
            assert set(aliases.values()) - set(labels[what]) == set(), what
            assert set(labels[what]) - set(aliases.values()) <= {"unknown", "dark", "other"}, what
    assert set(load_vocabulary().choices["powertrain"].values()) == set(Powertrain)
    assert set(load_vocabulary().choices["invoice_kind"].values()) == set(InvoiceKind)


def test_countries_and_makes() -> None:
    vocabulary = load_vocabulary()
    assert len(vocabulary.countries) == 250
    assert {"KZ", "XK", "TW", "SS"} <= vocabulary.countries
    assert vocabulary.makes["比亚迪"] == vocabulary.makes["byd"] == "byd"


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("countries = [", "data_unreadable", None),
        ('countries = ["KAZ"]\n[choices.a]\nx = []', "data_value_wrong", "countries"),
        ('countries = ["KZ"]\ncurrency = 1\n[choices.a]\nx = []', "data_key_unknown", "currency"),
        ('countries = ["KZ"]\n[choices.a]\nx = "y"', "data_value_wrong", "choices.a.x"),
        ('countries = ["KZ"]\n[choices.a]\nx = ["z"]\ny = ["Ｚ"]', "data_alias_twice", "choices.a.y"),
        ('countries = ["KZ"]', "data_value_wrong", "choices"),
    ],
)
def test_an_unsound_file_is_named_with_its_key(tmp_path: Path, text: str, code: str, key: str | None) -> None:
    words, makes = tmp_path / "words.toml", tmp_path / "makes.toml"
    words.write_text(text, "utf-8")
    makes.write_text(MAKES, "utf-8")
    with pytest.raises(PackError) as caught:
        read_vocabulary(words, makes)
    assert caught.value.code == code
    assert caught.value.params["path"] == str(words)
    assert caught.value.params.get("key") == key


def test_a_make_twice_is_refused(tmp_path: Path) -> None:
    words, makes = tmp_path / "words.toml", tmp_path / "makes.toml"
    words.write_text('countries = ["KZ"]\n[choices.a]\nx = []', "utf-8")
    makes.write_text(MAKES, "utf-8")
    assert read_vocabulary(words, makes).makes == {"byd": "byd", "比亚迪": "byd", "byd汽车": "byd"}
    makes.write_text(MAKES + MAKES, "utf-8")
    with pytest.raises(PackError) as caught:
        read_vocabulary(words, makes)
    assert caught.value.code == "data_alias_twice"
