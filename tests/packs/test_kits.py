"""The shipped kit, and the user's own files beside it: what they may say, and what becomes of faulty ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.domain.kits import ITEM, Computed, ItemScope, Weight, template_for
from tui.domain.rules import KINDS
from tui.i18n.pack_notices import pack_notices
from tui.i18n.sentences import sentence
from tui.packs.library import Library

LIBRARY = Library()
META = """
[meta]
schema = 1
id = "mine"
title = "Ours"
version = "1"
checked = 2026-12-01
"""
HOOK = """
[[item]]
id = "tow-hook"
area = "documents"
title = "Tow hook"
why = "Tow trucks ask for it"
evidence = "Photo"
weight = "blocker"
proof = ["file"]
"""


def own(folder: Path, **files: str) -> Library:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return Library(own_kits=folder)


def ids(library: Library, country: str = "KZ", make: str = "byd") -> list[str]:
    return [item.id for item in template_for(library.kits, make, "海豹", country, "bev").items]


def test_the_shipped_kit_has_all_items_and_names_only_what_there_is() -> None:
    (shipped,) = LIBRARY.kits
    assert len(shipped.items) == 48
    assert not LIBRARY.kit_errors
    rules = {rule.id for pack in LIBRARY.packs.values() for rule in pack.rules}
    for item in shipped.items:
        if item.view is not None:
            assert set(item.view.rules) <= rules
            assert set(item.view.kinds) <= KINDS
    views = {item.id for item in shipped.items if item.view is not None}
    assert views == {
        "doc-aftersales-letter", "doc-licence", "doc-registration-match", "doc-inspection", "doc-deregistration",
        "doc-dg-pack", "doc-vin-consistency", "doc-conformity",
    }  # fmt: skip
    assert {item.computed for item in shipped.items if item.computed} == set(Computed)
    of_cars = {item.id for item in shipped.items if item.scope is ItemScope.CAR} - views
    assert {"ui-flash-record", "ui-region-lock", "ui-keys", "ui-account-transfer", "repair-battery-check"} <= of_cars
    assert sum(item.weight is Weight.BLOCKER for item in shipped.items) == 29
    assert not any(item.id.startswith(ITEM) for item in shipped.items)


def test_powertrains_are_honoured() -> None:
    ice = {item.id for item in template_for(LIBRARY.kits, "byd", "x", "KZ", "ice").items}
    bev = {item.id for item in template_for(LIBRARY.kits, "byd", "x", "KZ", "bev").items}
    assert bev - ice == {
        "charge-port-type", "charge-adapter-test", "charge-home-cable", "climate-range", "parts-hv-source",
        "repair-hv-cert", "repair-battery-check", "doc-rescue-card", "doc-dg-pack",
    }  # fmt: skip
    assert ice - bev == {"hybrid-fuel"}


def test_a_file_adds_changes_and_retires(tmp_path: Path) -> None:
    more = '[[change]]\nid = "ui-radio"\nweight = "blocker"\n[[retire]]\nid = "ui-voice"\nwhy = "nobody asks"\n'
    library = own(tmp_path / "kits", mine=META + 'countries = ["KZ"]\nmakes = ["比亚迪"]\n' + HOOK + more)
    assert not library.kit_errors
    found = template_for(library.kits, "byd", "海豹", "KZ", "bev")
    assert found.item("tow-hook")
    assert not found.item("ui-voice")
    assert [one.id for one in found.retired] == ["ui-voice"]
    radio = found.item("ui-radio")
    assert radio is not None
    assert (radio.weight, radio.title) == (Weight.BLOCKER, "Radio band and region")
    assert radio.origin.endswith("mine.toml")
    assert ids(library, "UZ") == ids(LIBRARY, "UZ")
    assert ids(library, make="geely") == ids(LIBRARY)


def test_a_whole_kit_of_ones_own(tmp_path: Path) -> None:
    library = own(tmp_path / "kits", mine=META + "replaces = true\n" + HOOK)
    assert ids(library) == ["tow-hook"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (META + HOOK + 'colour = "red"\n', ("tow-hook", "colour")),
        (META + HOOK.replace('"blocker"', '"fatal"'), ("tow-hook", "weight")),
        (META + HOOK + HOOK, ("tow-hook", "id")),
        (META + HOOK.replace('proof = ["file"]', ""), ("tow-hook", "proof")),
        (META + HOOK + 'rules = ["cn-180d-letter"]\n', ("tow-hook", "proof")),
        (META + HOOK + 'computed = "guessed"\n', ("tow-hook", "computed")),
        (META + HOOK + 'applies_to = ["steam"]\n', ("tow-hook", "applies_to")),
        (META + HOOK + 'documents = ["passport"]\n', ("tow-hook", "documents")),
        (META + HOOK + "holds_days = 0\n", ("tow-hook", "holds_days")),
        (META + '[[retire]]\nid = "ui-nothing"\nwhy = "x"\n', ("ui-nothing", "id")),
        (META + '[[retire]]\nid = "ui-voice"\n', ("ui-voice", "why")),
        (META + '[[change]]\nid = "ui-voice"\n', ("ui-voice", "proof")),
        (META + '[[change]]\nid = "doc-licence"\nproof = ["note"]\n', ("doc-licence", "proof")),
        (META, ("item",)),
        (META.replace('"mine"', '"default"') + HOOK, ("default",)),
        (META + 'countries = ["XX"]\n' + HOOK, ("meta", "countries")),
        ("[meta\n", ("mine.toml",)),
    ],
)
def test_a_faulty_file_is_named_and_left_out_whole(tmp_path: Path, text: str, named: tuple[str, ...]) -> None:
    good = META.replace('"mine"', '"good"') + HOOK.replace("tow-hook", "spare-wheel")
    library = own(tmp_path / "kits", mine=text, zgood=good)
    (error,) = library.kit_errors
    told = sentence(error)
    assert all(word in told for word in (*named, "mine.toml"))
    assert ids(library) == sorted([*ids(LIBRARY), "spare-wheel"], key=[*ids(LIBRARY), "spare-wheel"].index)
    (notice,) = pack_notices(library.known_pack_errors)
    assert "UNKNOWN" in notice
    assert "mine.toml" in notice


def test_languages_are_corrected() -> None:
    assert LIBRARY.languages.corrected("UA", ("uk", "ru")) == ("uk",)
    assert LIBRARY.languages.corrected("LB", ("ar",)) == ("ar", "fr", "en")
    assert LIBRARY.languages.corrected("DE", ("de",)) == ("de",)
    assert LIBRARY.languages.same["no"] == "nb"
