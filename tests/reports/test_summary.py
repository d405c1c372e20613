"""The shipment summary: golden papers, agreement of the formats, hostile text."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.domain.money import Money
from tui.domain.parties import Party
from tui.domain.readiness import Verdict
from tui.domain.words import Mode
from tui.i18n.translator import Translator
from tui.reports.as_csv import as_csv
from tui.reports.as_json import SCHEMA, summary_json
from tui.reports.as_text import ROW_LIMIT, as_text
from tui.reports.cells import cut, width
from tui.reports.columns import BROKERS, goods
from tui.reports.kinds.summary import shipment_summary
from tui.reports.layout import PAGE_LINES, WIDTH
from tui.reports.set_paper import SetPaper
from tui.reports.setting import DASH, harmless, said, typeset
from tui.reports.summary import CarLine, Override, ShipmentSummary

from .kit import PEOPLE, SHIPMENT, TITLES, TODAY, VINS, assessment, cars, summary, translator
from .update_golden import FOLDER, GOLDEN, rendered

EN = translator("en")


def setting(paper: ShipmentSummary, language: Translator) -> SetPaper:
    return typeset(shipment_summary(paper), language)


def text(paper: ShipmentSummary, language: Translator) -> str:
    return as_text(setting(paper, language))


def table_csv(paper: ShipmentSummary, language: Translator) -> str:
    return as_csv(setting(paper, language))


def as_json(paper: ShipmentSummary, language: Translator) -> dict[str, Any]:
    return summary_json(paper, language)


def goods_name(car: CarLine, language: Translator) -> str:
    return said(goods(car), language)


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name: str) -> None:
    assert rendered(name).decode() == (FOLDER / name).read_bytes().decode()


def pages(paper: str) -> list[list[str]]:
    return [page.removesuffix("\n").split("\n") for page in paper.split("\f")]


def rows(paper: str) -> list[dict[str, str]]:
    table = list(csv.reader(io.StringIO(paper, newline="")))
    main = setting(summary(), EN).main
    assert main is not None
    keys = [column.key for column in main.columns]
    return [dict(zip(keys, row, strict=True)) for row in table[1:]]


@pytest.mark.parametrize("tag", ["en", "zh_CN", "qps"])
def test_every_page_carries_its_head(tag: str) -> None:
    sheets = pages(text(summary(), translator(tag)))
    assert len(sheets) > 1
    for page in sheets:
        assert len(page) <= PAGE_LINES
        head = "\n".join(page[:12])
        assert "DRAFT" in head
        for word in ("26-S001", "2026-11-22", "2026-12-01", "42"):
            assert word in head
        assert all(width(line) <= WIDTH for line in page)


def test_pages_are_numbered() -> None:
    sheets = pages(text(summary(), EN))
    assert [f"Page {place} of {len(sheets)}" in "\n".join(page) for place, page in enumerate(sheets, 1)] == [
        True
    ] * len(sheets)


def test_vins_are_whole_everywhere() -> None:
    paper = text(summary(), EN)
    for vin in VINS:
        assert paper.count(vin) >= 2
    assert [row["vin"] for row in rows(table_csv(summary(), EN))] == list(VINS)
    assert [car["vin"] for car in as_json(summary(), EN)["shipment"]["cars"]] == list(VINS)


def test_text_csv_and_json_agree_cell_for_cell() -> None:
    paper = summary()
    flat = "".join(text(paper, EN).split())
    data = as_json(paper, EN)["shipment"]["cars"]
    for row, car in zip(rows(table_csv(paper, EN)), data, strict=True):
        for column in BROKERS:
            cell = row[column.key].removeprefix("'")
            plain = cut(cell, ROW_LIMIT).removesuffix("…")
            if column.key not in {"item", "vin", "goods"}:
                assert "".join(f"{column.heading}{plain or DASH}".split()) in flat, column.key
            else:
                assert "".join(plain.split()) in flat
            assert agrees(column.key, cell, car), (column.key, cell, car)


def agrees(key: str, cell: str, car: dict[str, Any]) -> bool:
    """Whether a cell of the table tells what the JSON tells."""
    special = {"currency": car["unit_price"]["currency"], "make": car["make_names"]["en"]}
    if key in special:
        return bool(cell == special[key])
    if key == "unit_price":
        return cell == f"{Decimal(car[key]['amount']):,}"
    if key in {"letter", "hs_complete"}:
        return cell == {True: "yes", False: "no", None: ""}[car[key]]
    value = car[key]
    if isinstance(value, dict):
        value = value["title"]
    return cell == ("" if value is None else harmless(str(value)))


@pytest.mark.parametrize("render", [text, table_csv])
def test_nothing_steers_the_terminal(render: Any) -> None:
    paper = render(summary(), EN)
    assert not set(paper) & set("\x1b\x07\x9b\u202e\u202c\u200f\u2066\t")
    assert "<U+202E>abc<U+202C>" in "".join(paper.split())
    assert "[red]x[/x]" in paper


def test_a_long_text_is_cut_in_text_and_whole_in_data() -> None:
    loaded = list(cars())
    long = "长" * 10_000
    loaded[2] = msgspec.structs.replace(loaded[2], car=msgspec.structs.replace(loaded[2].car, model=long))
    paper = summary(loaded=tuple(loaded))
    assert "长" * ROW_LIMIT not in "".join(text(paper, EN).split())
    assert "长…" in text(paper, EN)
    assert rows(table_csv(paper, EN))[2]["model"] == long
    assert as_json(paper, EN)["shipment"]["cars"][2]["model"] == long


def test_csv_is_guarded_and_follows_rfc_4180() -> None:
    paper = table_csv(summary(), EN)
    third = rows(paper)[2]
    assert third["model"].startswith("'=HYPERLINK(")
    assert third["engine_number"] == "'-1+1"
    assert third["unit_price"] == "1,234,567.89"
    assert paper.count("\r\n") == 4
    assert "\n" not in paper.replace("\r\n", "")
    assert '""x""' in paper


def test_json_shape() -> None:
    data = json.loads(json.dumps(as_json(summary(), EN)))
    assert data["schema"] == SCHEMA == "nearnew/shipment-summary/1"
    shipment = data["shipment"]
    assert shipment["verdict"] == "UNKNOWN"
    assert shipment["mode"] == "ro_ro"
    assert shipment["as_of"] == "2026-11-22"
    assert shipment["goods_value"] == [{"amount": "1263568.39", "currency": "USD"}]
    assert shipment["fob_value"] == {"amount": "1260268.39", "currency": "USD"}
    assert shipment["net_kg"] == {"value": "3080", "lacking": 1}
    assert shipment["cars"][0]["manufacture_date"] == "2026-07"
    assert shipment["cars"][0]["cbm"] == "13.211"
    assert shipment["voyage"] is None


def test_what_each_car_says() -> None:
    first, second, third = summary().cars
    assert (first.age_days, first.letter, first.licence_number, first.inspection_report) == (
        111,
        True,
        "26-01-A00001",
        "JC2026-88",
    )
    assert (second.letter, second.hs_complete, second.pending_export) == (False, False, None)
    assert (third.age_days, third.condition, third.cbm) == (None, "used", None)
    assert first.pending_export == date(2026, 11, 2)


def test_papers_hide_what_the_cars_cost() -> None:
    everything = text(summary(), EN) + json.dumps(as_json(summary(), EN), ensure_ascii=False)
    assert "secret" not in everything
    assert "杭州经销商" not in everything


def test_goods_names() -> None:
    first = summary().cars[0]
    assert goods_name(first, EN) == "Used BYD 元UP, battery electric passenger car"
    bare = msgspec.structs.replace(first, body=None, seats=None)
    assert goods_name(bare, EN) == "Used BYD 元UP, battery electric"
    petrol = msgspec.structs.replace(
        first,
        powertrain=TITLES.word("powertrain", "ice"),
        fuel=TITLES.word("fuel", "petrol"),
        engine_cc=1499,
        body=TITLES.word("body", "saloon"),
        condition=None,
    )
    assert goods_name(petrol, EN) == "BYD 元UP, petrol 1499 cc saloon car"


def ready(**more: Any) -> Any:
    loaded = tuple(msgspec.structs.replace(one, assessment=assessment()) for one in cars())
    return summary(loaded=loaded, **more)


def test_final_needs_ready() -> None:
    assert summary(final=True).draft
    assert ready().draft
    assert not ready(final=True).draft
    paper = text(ready(final=True), EN)
    assert all("FINAL" in page[0] for page in pages(paper))
    assert "DRAFT" not in paper
    assert "Purpose of import" in paper


def test_no_car_and_no_answer_are_unknown() -> None:
    empty = summary(msgspec.structs.replace(SHIPMENT, lines=()), final=True)
    assert (empty.verdict, empty.draft, empty.goods_value) == (Verdict.UNKNOWN, True, None)
    assert "no cars on this shipment" in text(empty, EN)
    loaded = tuple(msgspec.structs.replace(one, assessment=None) for one in cars())
    unanswered = summary(loaded=loaded, final=True)
    assert (unanswered.verdict, unanswered.draft) == (Verdict.UNKNOWN, True)
    assert "Not checked (3)" in text(unanswered, EN)


def test_a_line_without_price_leaves_no_total() -> None:
    lines = (*SHIPMENT.lines[:2], msgspec.structs.replace(SHIPMENT.lines[2], price=None))
    paper = summary(msgspec.structs.replace(SHIPMENT, lines=lines))
    assert paper.goods_value is None
    assert paper.fob_value is None
    assert "without 1 of 3 cars" in text(paper, EN)


def test_fob_follows_only_where_it_can() -> None:
    def fob(**changes: Any) -> Money | None:
        return summary(msgspec.structs.replace(SHIPMENT, **changes)).fob_value

    assert fob(incoterm="FOB") == Money(Decimal("1263568.39"), "USD")
    assert fob(incoterm="CIF") is None
    assert fob(incoterm="CIF", insurance=Money.of(68, "USD")) == Money(Decimal("1260200.39"), "USD")
    assert fob(incoterm="EXW") is None
    assert fob(freight=Money.of(3300, "CNY")) is None


def test_dangerous_goods_by_sea_only() -> None:
    sea = summary()
    assert [(goods.number.un, goods.items, goods.tested) for goods in sea.dangerous_goods] == [("3556", (1,), 1)]
    assert sea.dangerous_goods_unknown == (3,)
    rail = summary(msgspec.structs.replace(SHIPMENT, mode=Mode.RAIL))
    assert rail.dangerous_goods == ()
    assert "not by sea" in text(rail, EN)


def test_overrides_stand_on_every_page() -> None:
    override = Override("kz-age", "Kazakhstan: cars over three build years", "李雷", "buyer's risk", TODAY)
    for page in pages(text(msgspec.structs.replace(summary(), overrides=(override,)), EN)):
        assert "Overridden by 李雷 on 2026-11-22" in "\n".join(page[:14])


NAMES = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("元车한글ｗＡ́\u0301\u20dd\u200d\ufe0f🚗\x1b\u202e\u200f =,\n"),
    ),
    max_size=120,
)


@settings(deadline=None, max_examples=60)
@given(NAMES, NAMES, st.sampled_from(["en", "zh_CN", "qps"]))
def test_no_line_is_too_wide(name: str, place: str, tag: str) -> None:
    loaded = tuple(
        msgspec.structs.replace(one, car=msgspec.structs.replace(one.car, model=name, trim=place, colour=name))
        for one in cars()
    )
    people = msgspec.structs.replace(PEOPLE, consignee=Party(name, address=place), producing_unit=name)
    shipment = msgspec.structs.replace(SHIPMENT, port_of_loading=place, number=name or "1", conveyance=name)
    paper = text(summary(shipment, loaded, people), translator(tag))
    for page in pages(paper):
        assert len(page) <= PAGE_LINES
        for line in page:
            assert width(line) <= WIDTH, line
    assert all(vin in paper for vin in VINS)


def test_many_cars_repeat_the_table_head() -> None:
    one = cars()[0]
    count = 120
    loaded = tuple(
        msgspec.structs.replace(one, car=msgspec.structs.replace(one.car, id=number)) for number in range(count)
    )
    line = SHIPMENT.lines[0]
    shipment = msgspec.structs.replace(
        SHIPMENT, lines=tuple(msgspec.structs.replace(line, car_id=number) for number in range(count))
    )
    sheets = pages(text(summary(shipment, loaded), EN))
    with_rows = [page for page in sheets if any(VINS[0] in entry and "14,500.00 USD" in entry for entry in page)]
    assert sum("Registered" in "\n".join(page) for page in with_rows) == len(with_rows) >= 2
    assert all(len(page) <= PAGE_LINES for page in sheets)
