"""``model``, ``document``, ``dealer``, ``firm``, ``party`` and ``rule``."""

from __future__ import annotations

import pytest

from tests.cli.kit import Machine


def test_model_sheets_hold_what_cars_share(stocked: Machine) -> None:
    found = stocked("model", "list", "--format", "json").done().json
    assert found["schema"] == "nearnew/models/1"
    assert sum(sheet["cars"] for sheet in found["models"]) == 17
    stocked("model", "set", "比亚迪", "元UP", "charge_port=GBT", "battery_kwh=45.1").done()
    shown = stocked("model", "show", "byd", "元UP", "--format", "json").done().json["models"]
    assert {sheet["specs"]["charge_port"] for sheet in shown} == {"GBT"}
    car = stocked("car", "show", "V4016852", "--format", "json").done().json["car"]
    assert (car["charge_port"], car["battery_kwh"]) == ("GBT", "45.1")
    assert "45.1" in stocked("model", "show", "byd", "元UP", "活力型").done().out
    assert "BYD" in stocked("model", "list").done().out


def test_a_new_sheet_and_what_is_no_fact_of_a_sheet(stocked: Machine) -> None:
    stocked("model", "set", "geely", "星愿", "启航", "2026", "powertrain=bev").done()
    sheet = stocked("model", "show", "geely", "--format", "json").done().json["models"][0]
    assert (sheet["model"], sheet["trim"], sheet["model_year"], sheet["cars"]) == ("星愿", "启航", 2026, 0)
    assert "colour" in stocked("model", "set", "byd", "元UP", "colour=red").refused(2)
    assert "tesla" in stocked("model", "show", "tesla").refused(1)
    stocked("model", "set", "byd", "元UP").refused(2)


def test_documents(stocked: Machine) -> None:
    fields = ("country=KZ", "number=A-7", "issued=2026-11-20", "signer=maker", "shows=all")
    stocked("document", "add", "确认书", "V4016852", "V4016851", *fields).done()
    found = stocked("document", "list", "--format", "json").done().json
    assert found["schema"] == "nearnew/documents/1"
    paper = found["documents"][0]
    assert paper["covers"] == ["LC0CE4CB7V4016852", "LC0CE4CB5V4016851"]
    assert (paper["number"], paper["standing"]) == ("A-7", "held")
    assert stocked("document", "list", "--car", "V4016863", "--format", "json").done().json["documents"] == []
    assert len(stocked("document", "list", "--kind", "letter").done().out.splitlines()) == 3
    stocked("document", "edit", "1", "void=yes").done()
    assert stocked("document", "show", "1").done().json["document"]["standing"] == "void"
    assert "letter" in stocked("document", "kinds").done().out


def test_a_document_lacks_what_it_needs(stocked: Machine) -> None:
    done = stocked("document", "add", "letter").done(1)
    assert [line.split(":")[0] for line in done.err.splitlines()] == ["cars", "country"]
    assert stocked("document", "add", "letter", "V4016852", "country=KZ", "issued=2026-02-30").refused(1)
    issued = ("issued=2026-11-20", "expires=2026-11-01")
    assert stocked("document", "add", "letter", "V4016852", "country=KZ", *issued).refused(1)
    assert stocked("document", "add", "ev:no-such-rule", "V4016852").refused(2)


def test_evidence_and_a_shipment_s_papers(stocked: Machine) -> None:
    stocked("shipment", "new", "V4016852", "V4016851", "--to", "KZ").done()
    added = stocked("document", "add", "licence", "--shipment", "S26-001", "number=L-1", "issued=2026-11-20").done()
    assert added.json["document"]["covers"] == ["LC0CE4CB7V4016852", "LC0CE4CB5V4016851"]
    rule = "ev:cn-180d-letter"
    assert stocked("document", "add", rule, "V4016852", "country=KZ", "checked_by=王伟").done()


@pytest.mark.parametrize(
    ("word", "plural", "fields"),
    [
        ("dealer", "dealers", ("city=宁波", "makes=吉利,比亚迪", "tax_class=general")),
        ("party", "parties", ("country=KZ", "roles=buyer,consignee", "language=ru")),
        ("firm", "firms", ("code=91330206MA2NEAR26X", "province=浙江", "name_en=Near Co.")),
    ],
)
def test_partners(stocked: Machine, word: str, plural: str, fields: tuple[str, ...]) -> None:
    added = stocked(word, "add", "name=Нур Авто", *fields).done().json
    assert added["schema"] == f"nearnew/{word}/1"
    assert added[word]["name"] == "Нур Авто"
    shown = stocked(word, "show", "нур").done().json
    assert shown.pop("scorecard", {"bought": 0})["bought"] == 0
    assert shown == added
    assert stocked(word, "add", "name=нур авто").refused(1).startswith("name: ")
    assert stocked(word, "add", "contact=x").refused(1).startswith("name: ")
    edited = stocked(word, "edit", "Нур Авто", "contact=[b]李[/b]").done().json
    assert edited[word]["contact"] == "[b]李[/b]"
    found = stocked(word, "list", "--format", "json").done().json
    assert found["schema"] == f"nearnew/{plural}/1"
    assert "Нур Авто" in [one["name"] for one in found[plural]]
    for form in ("table", "csv"):
        out = stocked(word, "list", "--format", form).done().out
        assert "Нур Авто" in out
        assert "('" not in out
    assert "nobody" in stocked(word, "show", "nobody").refused(1)
    stocked(word, "remove", "Нур Авто").refused(2)
    stocked(word, "remove", "Нур Авто", "--yes").done()
    stocked(word, "show", "Нур Авто").refused(1)


def test_a_partner_in_use_stays(stocked: Machine) -> None:
    assert "杭州" in stocked("dealer", "remove", "杭州", "--yes").refused(1)
    stocked("party", "add", "name=KZ Auto").done()
    stocked("shipment", "new", "V4016852", "--to", "KZ", "--consignee", "KZ Auto").done()
    stocked("party", "remove", "KZ Auto", "--yes").refused(1)


def test_the_only_firm_is_the_exporter(stocked: Machine) -> None:
    stocked("firm", "add", "name=近新", "code=91330206MA2NEAR26X").done()
    made = stocked("shipment", "new", "V4016852", "--to", "KZ").done().json["shipment"]
    assert made["firm_id"] == 1
    assert "近新" in stocked("shipment", "print", "S26-001", "--draft", "--lang", "zh_CN").done().out


def test_rules_are_listed_with_their_sources(machine: Machine) -> None:
    found = machine.bare("rule", "list", "--format", "json").done().json
    assert found["schema"] == "nearnew/rules/1"
    assert len(found["rules"]) >= 121
    for rule in found["rules"]:
        assert rule["source"]["title"]
        assert rule["source"]["status"]
        assert rule["title"]
    kazakh = machine.bare("rule", "list", "KZ", "--format", "json").done().json["rules"]
    assert {"KZ"} <= {rule["jurisdiction"] for rule in kazakh} <= {"KZ", "EAEU"}
    assert "KZ" in machine.bare("rule", "list", "kz").done().out


@pytest.mark.parametrize(("language", "word"), [("en", "maker's after-sales letter"), ("zh_CN", "售后维修服务确认书")])
def test_a_rule_shown(machine: Machine, language: str, word: str) -> None:
    out = machine.speaks(language).bare("rule", "show", "cn-180d-letter").done().out
    assert word in out
    assert "https://" in out
    shown = machine.bare("rule", "show", "cn-180d-letter", "--format", "json").done().json
    assert (shown["schema"], shown["rule"]["id"]) == ("nearnew/rule/1", "cn-180d-letter")


def test_packs_are_verified(machine: Machine) -> None:
    out = machine.bare("rule", "verify").done().out
    for code in ("CN", "RU", "EAEU", "KZ", "KG", "UZ", "JO", "AE", "SA", "DZ"):
        assert f"\n{code} " in out
    own = machine.home / "packs"
    own.mkdir()
    (own / "KZ.toml").write_text("[pack]\nnope = 1\n", encoding="utf-8")
    faulty = machine.speaks("en", NEARNEW_RULES_FOLDER=str(own)).bare("rule", "verify").done(1)
    assert "KZ.toml" in faulty.err
    assert "\nKZ " not in faulty.out
