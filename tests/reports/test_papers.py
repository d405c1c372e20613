"""Every paper in every format: the same cells, whatever the text in them; glyphs, directions, QR, fingerprints."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import time
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser

import msgspec
import pypdf
import pytest
from python_calamine import CalamineWorkbook

from tui.domain.containers import Container
from tui.domain.parties import Party
from tui.domain.routes import Leg
from tui.domain.words import Mode
from tui.errors import UnprintableText
from tui.i18n.translator import PAPER_LANGUAGES
from tui.reports.as_csv import as_csv
from tui.reports.as_html import as_html
from tui.reports.as_pdf import as_pdf, qr_svg
from tui.reports.as_text import ROW_LIMIT, Qr, as_text
from tui.reports.as_xlsx import as_xlsx
from tui.reports.cells import cut, width
from tui.reports.fonts import covered
from tui.reports.kinds.face import Stamp
from tui.reports.kinds.registry import BUILDERS
from tui.reports.layout import PAGE_LINES, WIDTH
from tui.reports.paper import (
    Code,
    Column,
    Drawing,
    Entries,
    Entry,
    Face,
    Figure,
    Kind,
    Paper,
    Paragraphs,
    Table,
    Text,
    canonical,
    document,
    fingerprint,
    read,
)
from tui.reports.set_paper import SetEntries, SetTable
from tui.reports.setting import plain, typeset

from .kit import PEOPLE, SHIPMENT, TODAY, VINS, cars, summary, translator
from .update_golden import STAMP, paper, setting

KINDS = tuple(BUILDERS)
NASTY = (
    "=cmd|'/c calc'!A1 <script>alert(1)</script> #text(red)[x] $x^2$ *b* _i_ \\ @ref `raw` {{x}} & \"q\" 'a' </style>"
)
GRANDE = chr(min(point for point in covered() if point >= 0x20000))
"""A Chinese character beyond the first plane of Unicode that our fonts have."""


class _Cells(HTMLParser):
    """The text of a page, with a gap at every element that parts cells."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's own
        self._hidden = tag in {"style", "script", "title"}
        if tag not in {"bdi", "span", "b"}:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's own
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def solid(text: str) -> str:
    """A text without its spaces: how a format breaks lines is its own affair."""
    return "".join(plain(text).split())


def shown_in_html(page: str) -> str:
    reader = _Cells()
    reader.feed(page)
    return solid("".join(reader.parts))


def shown_in_xlsx(content: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]


@cache
def drawn(kind: str, tag: str) -> tuple[str, str]:
    made = setting(kind, tag)
    return solid(as_text(made)), shown_in_html(as_html(made))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tag", ["en", "ru", "ar"])
def test_text_html_and_csv_draw_the_same_cells(kind: str, tag: str) -> None:
    made = setting(kind, tag)
    main = made.main
    assert main is not None
    written = list(csv.reader(io.StringIO(as_csv(made), newline="")))
    assert [solid(text) for text in written[0]] == [solid(column.heading) for column in main.columns]
    for row, line in zip(main.rows, written[1:], strict=True):
        for cell, text in zip(row, line, strict=True):
            assert text.removeprefix("'") == ("" if cell.cell is None else plain(cell.text))
            told = cut(plain(cell.text), ROW_LIMIT).removesuffix("…")
            lines, page = drawn(kind, tag)
            assert solid(told) in page, (kind, told)
            assert all(word[:8] in lines for word in told.split()), (kind, told)


@pytest.mark.parametrize("tag", PAPER_LANGUAGES)
def test_every_string_of_every_section_stands_in_text_and_html(tag: str) -> None:
    for kind in KINDS:
        made = setting(kind, tag)
        for section in made.sections:
            if isinstance(section, SetTable):
                continue
            said = section._replace(none="") if isinstance(section, SetEntries) and section.entries else section
            for text in _strings(said):
                assert all(solid(text)[:40] in page for page in drawn(kind, tag)), (kind, text)


def _strings(section: object) -> list[str]:
    found: list[str] = []
    if isinstance(section, str):
        return [section]
    if isinstance(section, tuple):
        for part in section:
            if isinstance(part, str | tuple):
                found += _strings(part)
    return [text for text in found if text not in {"words", "code", "day", "figure", "money"}]


@pytest.mark.parametrize("tag", ["en", "ru"])
def test_a_workbook_holds_numbers_dates_and_text(tag: str) -> None:
    made = setting("invoice", tag)
    rows = shown_in_xlsx(as_xlsx(made))
    flat = [cell for row in rows for cell in row]
    for vin in VINS:
        assert vin in flat
    assert 1234567.89 in flat
    assert 1263568.39 in flat
    assert TODAY in [cell.date() if isinstance(cell, datetime) else cell for cell in flat]
    assert any(isinstance(cell, str) and "=HYPERLINK" in cell for cell in flat)
    assert plain(made.face.mark) in flat


def test_the_same_paper_gives_the_same_bytes() -> None:
    made = setting("vin-list", "ru")
    assert as_pdf(made) == as_pdf(made)
    first = as_xlsx(made)
    time.sleep(1.1)  # a workbook would carry the second it was made in
    assert as_xlsx(made) == first


@pytest.mark.parametrize("kind", ["summary", "invoice"])
@pytest.mark.parametrize("tag", ["zh_CN", "ru", "ar"])
def test_a_pdf_gives_its_glyphs_back(kind: str, tag: str) -> None:
    made = setting(kind, tag)
    text = solid(pdf_text(as_pdf(made)))
    for vin in VINS:
        assert vin in text
    assert "1234567" in re.sub(r"[^0-9]", "", text)
    assert "杭州近新汽车出口有限公司" in text
    assert "Астана" in text
    expected = {"zh_CN": "哈萨克斯坦", "ru": "Казахстан", "ar": "كازاخستان"}[tag]
    assert set(expected) <= set(text)
    if tag != "ar":  # the order of Arabic letters copied out of a PDF is the reader's affair
        assert expected in text
        assert solid(made.face.title) in text


@pytest.mark.soak
@pytest.mark.parametrize("tag", PAPER_LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_pdf_says_what_its_text_says(kind: str, tag: str) -> None:
    made = setting(kind, tag)
    pdf = pypdf.PdfReader(io.BytesIO(as_pdf(made)))
    text = solid("".join(page.extract_text() for page in pdf.pages))
    assert all(vin in text for vin in VINS)
    if tag != "ar":
        for string in (made.face.title, made.face.mark):
            assert solid(string) in text
    lacking = {char for char in solid(as_text(made)) if char.isalnum()} - set(text)
    if tag == "ar":  # joined letters do not all come back one by one
        lacking = {char for char in lacking if not "\u0600" <= char <= "\u06ff"}
    assert not lacking


def pdf_text(content: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_every_page_of_a_pdf_has_its_head() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(as_pdf(setting("summary", "en"))))
    pages = [page.extract_text() for page in pdf.pages]
    assert len(pages) > 1
    for place, text in enumerate(pages, start=1):
        assert "DRAFT" in text
        assert f"Page {place} of {len(pages)}" in text
        assert "rules 2026.11.22" in text


def hostile_paper() -> Paper:
    """Hostile text wherever a paper takes text."""
    nasty = Text(NASTY)
    columns = (Column("a", "VIN", Kind.CODE), Column("b", "Goods name"), Column("c", "Model", under=True))
    return Paper(
        Face("test", "REQUEST", NASTY, 1, TODAY, draft=True, covers=nasty, why=(nasty,), overrides=(nasty,),
             packs=NASTY, printed_by=NASTY, printed_at=datetime(2026, 1, 1, tzinfo=UTC)),
        (
            Table("t", "CARS", columns, ((nasty, nasty, nasty), (Text(GRANDE), None, None)), main=True),
            Entries("NOTE", (Entry(nasty, nasty, (nasty,)),)),
            Paragraphs("", (nasty,)),
            Drawing("", (NASTY,)),
        ),
    )  # fmt: skip


def test_hostile_text_comes_out_as_itself() -> None:
    made = typeset(hostile_paper(), translator("en"))
    whole = solid(NASTY)
    page = as_html(made)
    assert "<script>" not in page
    assert page.count(html.escape("<script>alert(1)</script>")) >= 6
    assert shown_in_html(page).count(whole) >= 8
    assert solid(as_text(made)).count(whole) >= 6
    pdf = solid(pdf_text(as_pdf(made)))
    assert pdf.count(whole) >= 4
    assert GRANDE in pdf
    rows = shown_in_xlsx(as_xlsx(made))
    assert any(cell == NASTY for row in rows for cell in row)
    written = list(csv.reader(io.StringIO(as_csv(made), newline="")))
    assert written[1] == [f"'{NASTY}"] * 3


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\x1b", "\x07", "\x9b"])
def test_what_turns_text_round_is_shown_by_its_number(char: str) -> None:
    people = msgspec.structs.replace(PEOPLE, notify=Party(f"a{char}b"))
    made = typeset(BUILDERS["packing-list"](summary(people=people), STAMP), translator("ar"))
    said = f"a<U+{ord(char):04X}>b"
    assert said in plain(as_text(made))
    assert html.escape(said) in as_html(made)
    assert char not in as_text(made)
    assert char not in as_html(made)
    assert any(cell == said for row in shown_in_xlsx(as_xlsx(made)) for cell in row)


@pytest.mark.parametrize(("char", "number"), [("🚗", "U+1F697"), ("\ue000", "U+E000"), ("\U00030000", "U+30000")])
def test_no_pdf_with_empty_boxes(char: str, number: str) -> None:
    shipment = msgspec.structs.replace(SHIPMENT, port_of_loading=f"上海{char}")
    made = typeset(BUILDERS["packing-list"](summary(shipment), STAMP), translator("en"))
    with pytest.raises(UnprintableText) as refused:
        as_pdf(made)
    assert refused.value.code == "glyphs_missing"
    assert number in str(refused.value.params["characters"])
    assert "Port of loading" in str(refused.value.params["characters"])
    assert char in as_text(made)


def test_arabic_runs_right_to_left_and_vins_do_not() -> None:
    page = as_html(setting("invoice", "ar"))
    assert '<html lang="ar" dir="rtl">' in page
    assert f'<bdi dir="ltr">{VINS[0]}</bdi>' in page
    assert page.count("<bdi") == page.count("</bdi>")
    assert not set("\u2066\u2067\u2068\u2069") & set(page)
    english = as_html(setting("invoice", "en"))
    assert 'dir="ltr">\n<head>' in english


def test_a_bilingual_paper_has_both_labels() -> None:
    made = setting("packing-list", "ru", "zh_CN")
    text = as_text(made)
    assert "УПАКОВОЧНЫЙ ЛИСТ" in text
    assert "装箱单" in text
    assert "Продавец / 卖方" in text
    assert all(width(line) <= WIDTH for line in text.replace("\f", "").split("\n"))


def test_dates_and_money_are_those_of_the_language() -> None:
    table = {tag: as_text(setting("invoice", tag)) for tag in PAPER_LANGUAGES}
    assert "1,263,568.39 USD" in table["en"]
    assert "1\u00a0263\u00a0568,39 USD" in table["ru"]
    assert "1.263.568,39 USD" in table["es"]
    assert "1\u00a0263\u00a0568,39 USD" in table["fr"]
    assert "2026-11-22" in table["zh_CN"]
    assert "22.11.2026" in table["ru"]
    assert "22/11/2026" in table["ar"]


def test_the_fingerprint_is_of_the_paper_and_not_of_the_copy() -> None:
    one = paper("invoice")
    later = BUILDERS["invoice"](summary(), Stamp("another", datetime(2027, 1, 1, tzinfo=UTC)))
    assert later != one
    assert fingerprint(later) == fingerprint(one)
    other = BUILDERS["invoice"](summary(msgspec.structs.replace(SHIPMENT, number="X")), STAMP)
    assert fingerprint(other) != fingerprint(one)
    assert setting("invoice", "ru").code == setting("invoice", "en").code
    assert fingerprint(one) in setting("invoice", "ar").check


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_is_read_back_from_its_json(kind: str) -> None:
    assert read(canonical(paper(kind))) == paper(kind)
    assert document(paper(kind))["schema"] == f"nearnew/{paper(kind).face.kind}/1"


def test_the_sum_can_be_made_again_from_the_json() -> None:
    made = json.loads(json.dumps(document(paper("packing-list"))))
    plain_paper = made["paper"]
    plain_paper["face"] |= {"printed_by": "", "printed_at": None}
    content = json.dumps(plain_paper, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(content.encode()).hexdigest() == made["sha256"]


def test_a_thousand_cars_print_in_every_format() -> None:
    one, line = cars()[0], SHIPMENT.lines[0]
    vins = [f"LC0CE4CB7V4{place:06d}" for place in range(1000)]
    loaded = tuple(
        msgspec.structs.replace(one, car=msgspec.structs.replace(one.car, id=place, vin=vin))
        for place, vin in enumerate(vins)
    )
    lines = tuple(msgspec.structs.replace(line, car_id=place) for place in range(1000))
    many = summary(msgspec.structs.replace(SHIPMENT, lines=lines), loaded)
    made = typeset(BUILDERS["vin-list"](many, STAMP), translator("ru"))
    written, page = as_text(made), as_html(made)
    assert all(vin in written and vin in page for vin in vins)
    assert f"Страница 1 из {written.count(chr(12)) + 1}" in written
    assert len(shown_in_xlsx(as_xlsx(made))) > 1000
    pdf = pypdf.PdfReader(io.BytesIO(as_pdf(made)))
    assert vins[-1] in "".join(page.extract_text() for page in pdf.pages[-2:])


def test_the_qr_code_is_drawn() -> None:
    made = setting("vin-list", "en")
    assert made.code.startswith("26-S001|2|")
    blocks, signs = as_text(made, Qr.BLOCKS), as_text(made, Qr.ASCII)
    assert "█" in blocks
    assert "##" in signs
    assert as_text(made).isascii() is False or "█" not in as_text(made)
    assert qr_svg(made.code) in as_html(made)
    assert all(width(line) <= WIDTH for line in signs.replace("\f", "").split("\n"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tag", PAPER_LANGUAGES)
def test_no_page_is_too_long_or_wide(kind: str, tag: str) -> None:
    for page in as_text(setting(kind, tag)).split("\f"):
        lines = page.removesuffix("\n").split("\n")
        assert len(lines) <= PAGE_LINES
        assert all(width(line) <= WIDTH for line in lines)
        assert "DRAFT" in lines[0]


@pytest.mark.parametrize("kind", KINDS)
def test_no_paper_shows_what_a_car_cost(kind: str) -> None:
    everything = as_text(setting(kind, "en")) + canonical(paper(kind)).decode()
    assert "secret" not in everything
    assert "杭州经销商" not in everything


def test_prices_stand_on_invoices_alone() -> None:
    for kind in ("packing-list", "vin-list", "load-plan", "gate-sheet"):
        assert "14,500" not in as_text(setting(kind, "en"))
        assert "14500" not in canonical(paper(kind)).decode()


def test_the_load_plan_goes_container_by_container() -> None:
    boxes = (
        Container("MSKU1234565", "40HQ", ("S1", "S2"), (13,)),
        Container("TCLU4265327", "40HQ", (), (12, 11)),
    )
    leg = Leg("Shanghai", "CN", "Aktau", "KZ", Mode.CONTAINER, conveyance="COSCO 7", etd=date(2026, 12, 5))
    shipment = msgspec.structs.replace(SHIPMENT, mode=Mode.CONTAINER, containers=boxes, legs=(leg,))
    made = BUILDERS["load-plan"](summary(shipment), STAMP)
    assert made.main is not None
    columns = [column.key for column in made.main.columns]
    order = [(row[columns.index("container")], row[columns.index("vin")]) for row in made.main.rows]
    assert order == [
        (Code("MSKU1234565"), Code(VINS[2])),
        (Code("TCLU4265327"), Code(VINS[1])),
        (Code("TCLU4265327"), Code(VINS[0])),
    ]
    lines = as_text(typeset(made, translator("en")))
    assert "S1; S2" in lines
    assert "COSCO 7" in lines
    assert all(width(line) <= WIDTH for line in lines.replace("\f", "").split("\n"))
    assert "MSKU1234565" in as_text(typeset(BUILDERS["packing-list"](summary(shipment), STAMP), translator("en")))


def test_an_invoice_without_a_price_is_never_final() -> None:
    lines = (*SHIPMENT.lines[:2], msgspec.structs.replace(SHIPMENT.lines[2], price=None))
    made = BUILDERS["invoice"](summary(msgspec.structs.replace(SHIPMENT, lines=lines)), STAMP)
    assert made.face.draft
    text = as_text(typeset(made, translator("en")))
    assert "Without a price: item 3" in text
    assert "Amount in words" not in text


def test_gross_below_net_is_said_and_keeps_a_draft() -> None:
    loaded = tuple(
        msgspec.structs.replace(one, specs=msgspec.structs.replace(one.specs, gross_kg=10)) if place == 0 else one
        for place, one in enumerate(cars())
    )
    made = BUILDERS["packing-list"](summary(loaded=loaded), STAMP)
    assert made.face.draft
    assert "Gross weight is below net weight: item 1" in as_text(typeset(made, translator("en")))


def test_a_table_of_many_words_still_fits() -> None:
    columns = tuple(Column(str(place), "Registered on", Kind.CODE) for place in range(9))
    row = tuple(Text(f"value{place}xxxxxxxx") for place in range(9))
    one = Paper(Face("t", "REQUEST", "1", 1, TODAY, draft=False), (Table("t", "CARS", columns, (row,), main=True),))
    text = as_text(typeset(one, translator("en")))
    assert all(width(line) <= WIDTH for line in text.split("\n"))
    assert "FINAL" in text


def test_figures_keep_what_they_are() -> None:
    assert _cell(Figure(1915, grouped=False)) == "1915"
    assert _cell(Figure(1915)) == "1,915"
    assert _cell(None) == "-"


def _cell(cell: Figure | None) -> str:
    column = Column("a", "VIN", Kind.FIGURE)
    one = Paper(Face("t", "REQUEST", "1", 1, TODAY, draft=False), (Table("t", "", (column,), ((cell,),), main=True),))
    main = typeset(one, translator("en")).main
    assert main is not None
    return main.rows[0][0].text
