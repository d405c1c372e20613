"""What must not come apart on a page, and what must not stand there: telephone numbers, cars, signatures, labels."""

from __future__ import annotations

import io
from datetime import date

import msgspec
import pypdf
import pytest
from python_calamine import CalamineWorkbook

from tui.i18n.translator import PAPER_LANGUAGES
from tui.reports.as_html import as_html
from tui.reports.as_pdf import as_pdf, qr_svg
from tui.reports.as_text import as_text
from tui.reports.as_xlsx import as_xlsx
from tui.reports.kinds.registry import BUILDERS
from tui.reports.paper import Column, Face, Field, Fields, Figure, Kind, Listing, Paper, Signatures, Table, Text
from tui.reports.setting import plain, said, typeset

from .kit import summary, translator
from .pages import picture
from .update_golden import STAMP, setting

_FACE = Face("test", "VIN LIST", "1", 1, date(2026, 11, 22), draft=True)
_TRADE = ("invoice", "proforma", "packing-list", "load-plan", "gate-sheet", "vin-list")


@pytest.mark.parametrize("tag", PAPER_LANGUAGES)
def test_a_telephone_number_stays_on_one_line(tag: str) -> None:
    for room in range(20):
        contact = Text("x" * room + " y" * 20 + " 王伟 +86 (574) 0000-00 00")
        text = as_text(typeset(Paper(_FACE, (Fields("", (Field("VIN", contact),)),)), translator(tag)))
        assert "+86\u00a0(574)\u00a00000-00\u00a000" in text


def test_a_telephone_number_is_copied_out_of_a_workbook_as_it_was_typed() -> None:
    made = typeset(Paper(_FACE, (Fields("", (Field("VIN", Text("+86 574 0000 0000")),)),)), translator("en"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(made))).get_sheet_by_index(0)
    assert ["VIN", "+86 574 0000 0000"] in [row[:2] for row in sheet.to_python()]


def test_what_is_no_telephone_number_is_left_as_it_is() -> None:
    assert said(Text("1 + 2 = 3, GB/T 18385 -1"), translator("en")) == "1 + 2 = 3, GB/T 18385 -1"


@pytest.mark.parametrize("kind", _TRADE)
def test_a_paper_of_the_trade_has_no_label_without_a_value(kind: str) -> None:
    """What may be lacking is left out, not shown as a dash; the numbers of the papers themselves stay."""
    bare = msgspec.structs.replace(
        summary(), notify=None, port_of_loading="", port_of_discharge="", voyage="", conveyance="", carrier="",
        transport_document="", booking_number="", freight=None, insurance=None, fob_value=None, shipping_marks="",
    )  # fmt: skip
    text = as_text(typeset(BUILDERS[kind](bare, STAMP), translator("en")))
    for label in (
        "Notify party",
        "Port of",
        "Voyage",
        "Carrier",
        "Booking no.",
        "of which",
        "FOB value",
        "Shipping marks",
    ):
        assert label not in text
    assert "Port of loading" in as_text(typeset(BUILDERS["summary"](bare, STAMP), translator("en")))


@pytest.mark.parametrize(
    ("tag", "first"), [("en", "Hangzhou"), ("ru", "Hangzhou"), ("ar", "Hangzhou"), ("zh_CN", "杭州")]
)
def test_the_seller_is_named_first_in_what_the_reader_reads(tag: str, first: str) -> None:
    seller = setting("invoice", tag).sections[0].fields[4].value.text  # type: ignore[union-attr]
    assert plain(seller).startswith(first)
    assert "杭州近新汽车出口有限公司" in seller
    assert "Hangzhou Nearnew Auto Export Co., Ltd." in seller


def test_readings_stand_in_the_order_they_were_taken() -> None:
    readings = Listing((Figure(214, grouped=False), Figure(226, grouped=False)), " / ")
    assert said(readings, translator("ar")) == "\u2066214 / 226\u2069"


def test_chinese_beside_arabic_runs_its_own_way() -> None:
    heading = setting("invoice", "ar", "zh_CN").sections[1].title  # type: ignore[union-attr]
    assert heading.endswith("/ \u2066货物\u2069")


def _pages(paper: Paper, tag: str) -> list[str]:
    pdf = pypdf.PdfReader(io.BytesIO(as_pdf(typeset(paper, translator(tag)))))
    return [page.extract_text() for page in pdf.pages]


def _table(rows: int, *, under: bool) -> Table:
    columns = (Column("item", "No.", Kind.FIGURE), Column("vin", "VIN", Kind.CODE), Column("car", "Car", under=under))
    cells = tuple((Figure(place), Text(f"top{place}."), Text(f"below{place}.")) for place in range(rows))
    return Table("cars", "CARS", columns, cells, main=True)


@pytest.mark.parametrize("before", range(18, 30))
def test_a_car_and_what_is_said_of_it_stand_on_one_page(before: int) -> None:
    pages = _pages(Paper(_FACE, (_table(before, under=False), _table(30, under=True))), "en")
    assert len(pages) > 1
    for place in range(30):
        assert sum(f"top{place}." in page.split("CARS")[-1] and f"below{place}." in page for page in pages) >= 1


@pytest.mark.parametrize("rows", range(44, 62))
def test_signatures_never_stand_on_a_page_alone(rows: int) -> None:
    limits = Table("limits", "LIMITS", (Column("a", "Material"),), ((Text("steel"),),))
    pages = _pages(
        Paper(_FACE, (_table(rows, under=False), limits, Signatures(("Seller's signature and stamp",)))), "en"
    )
    signed = next(page for page in pages if "signature" in page)
    assert "steel" in signed
    assert "sha256" in signed


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_html_holds_a_car_together_and_writes_its_vin_along_the_line(tag: str) -> None:
    page = as_html(setting("invoice", tag))
    assert page.count('<tbody class="one">') == page.count('<tr class="under">') == 3
    assert "\n.code" not in page, "a cell of codes would stand on the other side than its heading"


def test_the_qr_code_is_drawn_as_large_as_its_place() -> None:
    assert "viewBox" in qr_svg("S26-001|1|0")
    assert "width=" not in qr_svg("S26-001|1|0")


def test_no_word_is_broken_while_another_column_has_spaces_to_break_at() -> None:
    columns = (
        Column("from", "De", share=2), Column("to", "A", share=2), Column("mode", "Modalidad"),
        Column("by", "Medio de transporte"), Column("left", "Salida", Kind.DAY), Column("there", "Llegada", Kind.DAY),
    )  # fmt: skip
    row = tuple(
        map(Text, ("霍尔果斯, China", "阿拉木图, Kazajistán", "Ferrocarril", "X9024", "05/12/2026", "14/12/2026"))
    )
    text = as_text(typeset(Paper(_FACE, (Table("t", "RUTA", columns, (row,)),)), translator("es")))
    assert "Ferrocarril" in text
    assert "Kazajistán" in text


@pytest.mark.parametrize("under", [False, True])
def test_what_is_longer_than_a_page_runs_on_to_the_next(under: bool) -> None:
    """Holding together must not push anything off the paper: nothing stands below the foot of a page."""
    long = Listing(tuple(Text(f"word{place}") for place in range(900)), "; ")
    columns = (Column("vin", "VIN", Kind.CODE), Column("car", "Car"), Column("missing", "Missing", under=under))
    rows = tuple((Text(f"vin{place}"), Text("x"), long) for place in range(3))
    pdf = as_pdf(typeset(Paper(_FACE, (Table("cars", "CARS", columns, rows, main=True),)), translator("en")))
    for page in range(len(pypdf.PdfReader(io.BytesIO(pdf)).pages)):
        assert set(picture(pdf, page)[-1]) == {"0"}, f"page {page + 1} runs off the sheet"


@pytest.mark.parametrize("rows", range(40, 60))
def test_text_has_no_page_of_signatures_alone(rows: int) -> None:
    note = Fields("TOTAL", (Field("Total", Figure(1)),), totals=True)
    paper = Paper(_FACE, (_table(rows, under=False), note, Signatures(("Seller's signature and stamp",))))
    last = as_text(typeset(paper, translator("en"))).split("\f")[-1]
    assert "TOTAL" in last
    assert "sha256" in last


def test_a_proforma_does_not_carry_the_number_of_the_invoice() -> None:
    numbered = msgspec.structs.replace(summary(), invoice_number="INV-77")
    assert "INV-77" in as_text(typeset(BUILDERS["invoice"](numbered, STAMP), translator("en")))
    assert "INV-77" not in as_text(typeset(BUILDERS["proforma"](numbered, STAMP), translator("en")))
