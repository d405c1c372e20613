"""The history in words: reasons name what they hold ids of, and a change of a list tells what is new in it."""

from __future__ import annotations

import pytest

from tests.desk.kit import new_car, new_desk, paper
from tui.desk import car_history, prints
from tui.desk.context import Desk
from tui.desk.history import commits, undo
from tui.desk.history_words import label_text, value_text, what_text
from tui.desk.reversal_words import back_lines
from tui.desk.reversing import plan


@pytest.fixture
def desk() -> Desk:
    return new_desk()


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("car edit colour", "Edited: Colour"),
        ("car edit no_such_field", "Edited: no_such_field"),
        ("car edit", "Edited"),
        (
            "kit set byd 元UP KZ doc-owner-manual",
            "Localisation items set: BYD 元UP KZ · Owner's manual in a local language",
        ),
        (
            "kit set LC0CE4CB9V4026900 KZ ui-keys ui-flash-record",
            (
                "Localisation items set: LC0CE4CB9V4026900 KZ · "
                "All keys, cards and phone-key rights counted, Record of any language flashing"
            ),
        ),
        ("kit drop ui-keys 1", "Evidence taken off: All keys, cards and phone-key rights counted"),
        ("kit set byd 元UP KZ gone-since", "Localisation items set: BYD 元UP KZ gone-since"),
        ("model set lynk-co 01 EM-F 2025", "Model sheet changed: Lynk & Co 01 EM-F 2025"),
        ("model set", "Model sheet changed"),
        ("distributor add zeekr RU", "Distributor added: Zeekr RU"),
        ("shipment leg add S26-001", "Leg added to the route: S26-001"),
        ("shipment container remove S26-001 MSKU1234565", "Container removed: S26-001 MSKU1234565"),
        ("shipment milestone S26-001 loaded", "Step of the shipment recorded: S26-001 Loaded"),
        ("document add cn_export_licence", "Document recorded: Export licence"),
        ("cost add freight", "Cost recorded: Freight"),
        ("override withdraw 4", "Override withdrawn"),
        ("offer decline 12", "Offer declined"),
        ("undo 7", "Undone: entry 7"),
        ("what another program wrote", "what another program wrote"),
    ],
)
def test_a_reason_names_what_it_holds_ids_of(desk: Desk, why: str, text: str) -> None:
    assert what_text(desk, why) == text


def test_undoing_what_a_paper_says_tells_only_what_changes(desk: Desk) -> None:
    one, two = new_car(desk, 1), new_car(desk, 2)
    licence = paper(desk, "licence", one, two, country="KZ")
    licence = prints.say(
        desk, licence, [prints.Saying(car, [("vin", car.vin or ""), ("model", "A")]) for car in (one, two)]
    )
    prints.say(desk, licence, [prints.Saying(two, [("model", "B")])])
    lines = back_lines(desk, plan(desk, commits(desk)[0]))
    assert len(lines) == 1
    assert f"{two.stock_number}, Model designation B → {two.stock_number}, Model designation A" in lines[0]
    assert one.stock_number not in lines[0]
    undo(desk)
    assert "→ –" in back_lines(desk, plan(desk, commits(desk)[2]))[0]


def test_what_a_paper_says_of_a_car_stands_in_its_history(desk: Desk) -> None:
    one, two = new_car(desk, 1), new_car(desk, 2)
    licence = paper(desk, "licence", one, two, country="KZ")
    prints.say(desk, licence, [prints.Saying(one, [("model", "A")])])
    newest = car_history.history_of(desk, one)[0]
    assert [(step.field, step.before) for step in newest.steps] == [("prints", None)]
    assert car_history.history_of(desk, two)[0].why == "document add licence"


@pytest.mark.parametrize(
    ("kind", "path", "value", "text"),
    [
        ("documents", ("signer",), "vehicle_maker_in_miit_list", "Signed by: Vehicle maker in the MIIT list"),
        ("documents", ("scope", "reach"), "licence", "Covers: cars on the licence"),
        ("dealers", ("makes",), ["byd", "lynk-co"], "Makes: BYD, Lynk & Co"),
        ("parties", ("roles",), ["buyer"], "Roles: Buyer"),
        ("parts", ("use",), "critical", "Use: Critical"),
        ("costs", ("kind",), "freight", "Cost: Freight"),
        (
            "claims", ("payments",), [{"on": "2026-05-25", "amount": {"amount": "33.02", "currency": "CNY"}}],
            "Money of the treasury: 2026-05-25, ¥33.02",
        ),
        (
            "held_rows", ("problems",), [{"code": "vin_missing", "field": "vin"}],
            "Problems: the VIN is missing; enter it, or “-” for a car that waits for one",
        ),
    ],
)  # fmt: skip
def test_what_is_kept_as_a_code_is_told_in_words(
    desk: Desk, kind: str, path: tuple[str, ...], value: object, text: str
) -> None:
    assert f"{label_text(desk, kind, path)}: {value_text(desk, kind, path, value)}" == text
