"""``kit``, ``partner``, ``part`` and ``distributor``: the story of a make that lacks one workshop, and bad input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.kit import Machine, contents

PARTNER = (
    "name=Aion Center", "country=KZ", "city=Алматы", "makes=埃安", "diagnostic_makes=aion", "last_confirmed=2026-11-20",
    "hv_certificates=Айдар, KZ-HV-77, 2026-03-01, 2028-02-29", "contract_from=2026-11-01", "contract_until=2027-03-31",
)  # fmt: skip
GATE, HV = "localisation", "kit:repair-hv-cert"


def gates(machine: Machine, *words: str) -> dict[str, tuple[str, set[str]]]:
    """The gate of each car of the make for Kazakhstan, and the open items of its kit."""
    ran = machine("check", "make:aion", "--to", "KZ", "--format", "json", *words)
    assert ran.code in {0, 4, 5}, ran.err
    return {
        one["stock_number"]: (
            one["gates"][GATE],
            {flag["rule"] for flag in one["flags"] if flag["state"] == "flagged" and flag["severity"] == "require"}
            & {rule for rule in ran.json["rules"] if rule.startswith("kit:")},
        )
        for one in ran.json["results"]
    }


def test_one_partner_is_all_that_lacks(sampled: Machine) -> None:
    assert set(gates(sampled)) == {f"26-00{number}" for number in range(44, 50)}
    assert set(map(str, gates(sampled).values())) == {str(("ACTION", {HV}))}
    sampled("check", "26-0046", "--to", "KZ").done(5)
    added = sampled("partner", "add", *PARTNER).done().json["partner"]
    assert (added["counts"], added["high_voltage_until"]) == (True, "2028-02-29")
    assert set(map(str, gates(sampled).values())) == {str(("READY", set()))}, "every car of the make at once"
    assert gates(sampled, "--on", "2027-04-01")["26-0046"] == ("ACTION", {HV})
    page = sampled("kit", "show", "--car", "26-0046", "--on", "2027-04-01").done().out
    assert "Aion Center: the contract holds from 2026-11-01 to 2027-03-31" in page
    sampled("partner", "edit", "Aion Center", "contract_until=2028-06-30").done()
    assert HV not in gates(sampled, "--on", "2027-04-01")["26-0046"][1]
    sampled("partner", "remove", "Aion Center", "--yes").done()
    assert gates(sampled)["26-0047"] == ("ACTION", {HV})
    sampled("book", "undo").done()
    assert gates(sampled)["26-0047"] == ("READY", set())


def test_a_contract_near_its_end_is_said_before_the_car_leaves(sampled: Machine) -> None:
    sampled("partner", "add", *PARTNER, "contract_until=2027-01-10").done()
    (found, *_) = sampled("check", "26-0046", "--to", "KZ", "--format", "json").done(5).json["results"]
    flag = next(one for one in found["flags"] if one["rule"] == HV)
    assert (flag["state"], flag["lapses_on"]) == ("flagged", "2027-01-11")
    assert "2027-01-11" in sampled("check", "26-0046", "--to", "KZ", "--explain").done(5).out
    assert "A repair partner's contract ends" in sampled("due", "--days", "60").done().out


def test_ready_is_ready_because_its_kit_is_done(sampled: Machine) -> None:
    sampled("check", "26-0009", "--to", "KZ").done(0)
    page = sampled("kit", "show", "byd", "元UP", "--to", "KZ", "--format", "json").done().json
    assert page["schema"] == "nearnew/kit/1"
    assert page["kit"]["counts"]["blockers"] == 0
    items = {one["id"]: one for one in page["kit"]["items"]}
    assert items["repair-hv-cert"]["computed_from"][0]["names"] == ["Алматы EV Сервис"]
    assert items["ui-language-cluster"]["entry"]["evidence"][0]["vin_visible"] is True
    sampled("kit", "set", "byd", "元UP", "--to", "KZ", "--item", "ui-language-cluster", "--drop", "1").done()
    (found,) = sampled("check", "26-0009", "--to", "KZ", "--format", "json").done(5).json["results"]
    assert [one["rule"] for one in found["flags"] if one["state"] == "flagged" and one["severity"] == "require"] == [
        "kit:ui-language-cluster"
    ]
    assert "S26-001" in sampled("shipment", "print", "S26-001").refused(5)


def test_evidence_waivers_and_what_is_refused(sampled: Machine, tmp_path: Path) -> None:
    shown = tmp_path / "menu.png"
    shown.write_bytes(b"\x89PNG\r\n\x1a\nmenu")
    words = ("kit", "set", "比亚迪", "海豚", "--to", "UZ")
    done = sampled(*words, "--item", "ui-language-cluster", "--file", shown, "vin_visible=yes").done().json
    assert (done["schema"], done["items"][0]["state"]) == ("nearnew/kit-items/1", "proven")
    waived = ("state=waived", "by=王伟", "reason=买方同意", "until=2027-03-01")
    done = sampled(*words, "--item", "ui-ota-plan", "--item", "repair-hv-cert", *waived).done().json
    assert {one["state"] for one in done["items"]} == {"waived"}
    before = contents(sampled.book)
    assert "ui-radio" in sampled(*words, "--item", "ui-radio", "state=waived", "by=王伟", "reason=x").refused(1)
    assert "repair-hv-cert" in sampled(*words, "--item", "repair-hv-cert", "evidence_note=ok").refused(1)
    assert "ui-nothing" in sampled(*words, "--item", "ui-nothing", "state=in_work").refused(2)
    assert "ui-keys" in sampled(*words, "--item", "ui-keys", "state=in_work").refused(1)
    assert sampled(*words, "--item", "ui-radio", "--file", tmp_path / "none.png").refused(1)
    assert sampled("kit", "set", "byd", "飞机", "--to", "UZ", "--item", "ui-radio", "state=open").refused(1)
    assert sampled("kit", "show", "byd").refused(2)
    sampled("partner", "add", *PARTNER, "country=").done(1)
    sampled("partner", "add", *PARTNER, "hv_certificates=A, 1, 2027-01-01, 2026-01-01").done(1)
    sampled("distributor", "add", "make=byd", "country=KZ").done(1)
    sampled("part", "add", "make=byd", "model=元UP", "name=x", "group=wing").done(1)
    assert contents(sampled.book) == before


def test_a_kit_is_copied_with_what_still_holds(sampled: Machine) -> None:
    found = sampled("kit", "copy", "byd", "元UP", "--from", "KZ", "--to", "KG").done().json
    assert found["schema"] == "nearnew/kit-copy/1"
    holds = {one["item"] for one in found["carried"] if one["holds"]}
    assert holds == {"parts-catalogue"}, "neither language nor warranty of another country"
    page = sampled("kit", "show", "byd", "元UP", "--to", "KG", "--format", "json").done().json["kit"]
    items = {one["id"]: one["state"] for one in page["items"]}
    assert items["parts-catalogue"] == "proven"
    assert items["parts-critical-list"] == "proven", "the list belongs to the model"
    assert items["ui-language-cluster"] == "open"
    assert items["repair-partner-named"] == "open"


def test_photos_find_their_cars(sampled: Machine, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("LC0CE4CB9V4026900 ui-keys.png", "026901_ui-keys.png", "holiday.png"):
        (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
    before = contents(sampled.book)
    words = ("kit", "photos", folder, "--to", "KZ")
    listed = sampled(*words, "--dry-run").done().out
    assert listed.count("ui-keys") == 4
    assert contents(sampled.book) == before
    sampled(*words, "--yes").done()
    page = sampled("kit", "show", "--car", "LC0CE4CB9V4026900", "--format", "json").done().json["kit"]
    assert {one["id"]: one["state"] for one in page["items"]}["ui-keys"] == "proven"
    assert sampled("kit", "photos", folder, "--to", "KZ", "--item", "ui-ota-plan", "--yes").refused(1)
    assert sampled("kit", "photos", tmp_path / "none", "--to", "KZ").refused(1)


def test_parts_and_what_to_send_along(sampled: Machine, tmp_path: Path) -> None:
    gap = sampled("part", "gap", "S26-001", "--format", "json").done().json
    assert gap["schema"] == "nearnew/parts-gap/1"
    pieces = {one["part"]["number"]: one["pieces"] for one in gap["parts"]}
    assert pieces["SA2HE-2803111"] == 3
    assert pieces["SA2HE-4121010"] == 2, "one lies there for three cars"
    assert "SA2HE-3501075" not in pieces, "eight lie there, six are needed"
    sheet = tmp_path / "parts.csv"
    sheet.write_text(
        "零件号,名称,分类,用途,单价,库存\nX-1,后保险杠,bumper,关键件,500,\nX-2,坏行,bumper,关键件,abc,\n",
        encoding="utf-8",
    )
    gone = sampled("part", "import", sheet.with_name("gone.csv"), "--make", "byd", "--model", "元UP").done(1)
    assert "There is no file" in gone.err
    assert "gone.csv" in gone.err
    bad = sampled("part", "import", sheet, "--make", "byd", "--model", "元UP").done(1)
    assert "3" in bad.err
    sheet.write_text(
        "零件号,名称,分类,用途,单价\nX-1,后保险杠,bumper,关键件,500\nX-2,尾灯,lamp,关键件,300\n", encoding="utf-8"
    )
    assert sampled("part", "import", sheet, "--make", "byd", "--model", "元UP").done().json["accepted"] == 2
    assert sampled("part", "show", "X-2", "--format", "json").done().json["part"]["group"] == "lamp"
    listed = sampled("part", "list", "--make", "byd", "--format", "json").done().json["parts"]
    assert len(listed) == 13
    assert sampled("part", "gap", "26-0044", "--to", "SA").done().err


def test_lists_are_data(sampled: Machine) -> None:
    for words, key in (
        (("kit", "list"), "kits"),
        (("partner", "list"), "partners"),
        (("part", "list"), "parts"),
        (("distributor", "list"), "distributors"),
    ):
        found = sampled(*words, "--format", "json").done().json
        assert found["schema"] == f"nearnew/{key}/1"
        assert found[key]
        assert sampled(*words).done().out
        assert sampled(*words, "--format", "csv").done().out
    items = sampled("kit", "template", "--to", "KZ", "--format", "json").done().json["items"]
    assert len(items) == 48
    assert "本地化" in sampled.speaks("zh_CN")("kit", "--help").done().out
    assert "高压" in sampled.speaks("zh_CN")("kit", "show", "埃安", "AION", "V", "--to", "KZ").done().out


def said_by_rules(machine: Machine, *words: str) -> dict[str, dict[str, Any]]:
    """What the rules behind the items of a kit say, by item."""
    found = machine("kit", "show", *words, "--format", "json").done().json["kit"]["items"]
    assert {one["state"] for one in found if one["ruled"]} <= {"said_by_rule"}, "no standing of their own"
    return {one["id"]: one["ruled"] for one in found if one["ruled"] is not None}


def test_items_that_rules_cover_show_what_the_rules_say(sampled: Machine) -> None:
    letter, fresh = "doc-aftersales-letter", ("--car", "26-0001")
    counts = sampled("kit", "show", *fresh, "--format", "json").json["kit"]["counts"]
    before = said_by_rules(sampled, *fresh)
    assert (before[letter]["state"], before[letter]["flags"][0]["needs"]) == (
        "missing", ["cn_aftersales_confirmation_letter"],
    )  # fmt: skip
    page = sampled("kit", "show", *fresh).done().out
    assert "! doc-aftersales-letter" in page
    assert "missing: Maker's after-sales letter" in page
    words = ("number=BYD-7", "issued=2026-11-20", "signer=maker", "shows=all", "country=KZ")
    sampled("document", "add", "letter", "26-0001", *words).done()
    assert said_by_rules(sampled, *fresh)[letter]["state"] == "satisfied"
    assert said_by_rules(sampled, *fresh, "--to", "JO")[letter]["state"] == "missing", "for no other country"
    assert sampled("kit", "show", *fresh, "--format", "json").json["kit"]["counts"] == counts, "it proves no item"


def test_a_models_kit_shows_its_worst_car_and_nothing_where_none_goes(sampled: Machine) -> None:
    model = ("byd", "元UP", "--to")
    found = said_by_rules(sampled, *model, "KZ")["doc-licence"]
    assert (found["state"], found["alike"], found["cars"], found["car_id"]) == ("missing", 8, 11, 1)
    assert said_by_rules(sampled, "--car", "26-0009")["doc-licence"]["state"] == "satisfied"
    assert said_by_rules(sampled, "aion", "AION V", "--to", "JO") == {}
    assert "Said by a rule" in sampled("kit", "show", "aion", "AION V", "--to", "JO").done().out
    board = sampled("kit", "list", "--to", "KZ", "--format", "json").done().json["kits"]
    of_model = next(one for one in board if (one["model"], one["powertrain"]) == ("元UP", "bev"))
    page = sampled("kit", "show", *model, "KZ", "--format", "json").json["kit"]
    assert page["counts"] == {name: of_model[name] for name in ("done", "applicable", "blockers", "states")}


def test_without_rules_of_the_country_nobody_can_tell(sampled: Machine) -> None:
    found = said_by_rules(sampled, "--car", "26-0048", "--to", "IS")
    assert found["doc-conformity"]["state"] == "cannot_tell"
    assert found["doc-conformity"]["doubts"][0]["jurisdiction"] == "IS"
    assert found["doc-licence"]["state"] == "missing", "the rules of leaving China are known"


def test_a_make_that_nobody_knows_is_asked_about(sampled: Machine, tmp_path: Path) -> None:
    for words, near in (
        (("partner", "add", "name=Tau", "country=KZ", "makes=比亚迪,埃安,gely"), "BYD, Aion, Geely"),
        (("partner", "edit", "Tau Motors", "diagnostic_makes=gely"), "Geely"),
        (("part", "add", "make=比亚", "model=海豹", "name=lamp"), "BYD"),
        (("distributor", "add", "make=bdy", "country=UZ", "source=press", "told_on=2026-10-01"), "BYD"),
    ):
        said = sampled(*words).refused(1)
        assert f"is it {near}?" in said, words
        assert "--yes" in said
    assert "nope" in sampled("partner", "add", "name=Tau", "country=KZ", "makes=nope").refused(1)
    # a person's word keeps it, and what stands there is not asked about again
    sampled("partner", "add", "name=Tau", "country=KZ", "makes=nope", "--yes").done()
    sampled("partner", "edit", "Tau", "city=Астана").done()
    # a make of which the book has a car is known
    sampled("car", "add", "make=Wuling Hongguang", "model=M").done()
    sampled("partner", "add", "name=Zwei", "country=KZ", "makes=wuling hongguang").done()
    parts = tmp_path / "parts.csv"
    parts.write_text("make,model,name,number\nbyd,海豹,lamp,L-77\nbdy,海豹,lamp,L-78\n", "utf-8")
    came = sampled("part", "import", str(parts)).done(1)
    assert "Row 3" in came.err
    assert "L-77" not in sampled("part", "list").done().out, "a list is taken in whole or not at all"
    assert sampled("part", "import", str(parts), "--yes").done().json["accepted"] == 2
