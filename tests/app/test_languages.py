"""Everything on the screens goes through the catalogues."""

from __future__ import annotations

import re

import pytest

from tests.app.kit import desk_of, library, lines_of, sample_cars, sample_desk, settle, type_text
from tui.app.app import DeskApp
from tui.app.screens.base import DeskScreen
from tui.app.widgets.lines import Lines, Page
from tui.i18n import formats

_TRANSLATED = re.compile(r"\[!! (?:(?!\[!!|!!\]).)* !!\]")
"""A translated text without another inside it."""
_DATA = (
    r"nearnew car (?:show|list|import)(?: --?\w+| QUERY| FILE| NAME| VIN| KEY| json)*",
    r"nearnew(?: check --to CC| keys| book info| --lang TAG)?",
    r"\[red\]活力型\[/x\]|HYPERLINK|BYD|Lynk & Co|元UP|海豚|活力型|领先型|尊贵型|自由版|EM-F|杭州|LHD|https?://\S+",
    r"\b(?:esc|enter|space|shift|pgdn|pgup|home|end|down|up|ctrl)\b|[A-Z0-9]{8,17}|\b[A-Z]{2}\b|\bCNY\b",
)
"""What may stand on a screen without being translated: names of things, codes, keys and commands."""


def untranslated(text: str) -> str:
    """What is left of a text when translations and data are taken out: words here are a fault."""
    for code in (*library().profiles, *library().vocabulary.countries):
        text = text.replace(formats.country(code, "en"), "")
    while text != (text := _TRANSLATED.sub(" ", text)):
        pass
    text = re.sub(r"\[!![^…]*…", " ", text)
    for data in _DATA:
        text = re.sub(data, " ", text)
    return " ".join(re.findall(r"[^\W\d_]{2,}", text))


@pytest.mark.parametrize("keys", [[], ["d"], ["?"], ["f"], ["/", "z", "enter"]], ids=" ".join)
async def test_no_screen_shows_untranslated_words(keys: list[str]) -> None:
    app = DeskApp(sample_desk("qps", demo=True))
    async with app.run_test(size=(400, 60)) as pilot:
        await pilot.press("v")
        await settle(pilot)
        await pilot.press(*keys)
        await settle(pilot)
        for line in lines_of(app):
            if "http" not in line:
                assert untranslated(line) == "", line


async def test_no_text_behind_the_edge_is_untranslated() -> None:
    app = DeskApp(sample_desk("qps"))
    async with app.run_test(size=(400, 60)) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        for lines in screen.query(Lines):
            for text in lines.texts:
                assert untranslated(text) == "", text
        sources = {flag.rule.source.title for row in screen.table.rows for flag in row.answer.assessment.flags}  # type: ignore[attr-defined]
        for text in screen.query_one("#beside", Page).texts:
            for source in sources:
                text = text.replace(source, "")  # noqa: PLW2901 - sources are quoted as they are
            assert untranslated(text) == "", text


async def test_the_empty_book_is_translated() -> None:
    app = DeskApp(desk_of([], language="qps"))
    async with app.run_test(size=(400, 30)) as pilot:
        await settle(pilot)
        for line in lines_of(app):
            assert untranslated(line) == "", line


async def test_faults_are_translated() -> None:
    app = DeskApp(desk_of(sample_cars(), language="qps"))
    async with app.run_test(size=(400, 30)) as pilot:
        await pilot.press("/")
        await type_text(pilot, "age>x")
        await settle(pilot)
        assert lines_of(app)[2].strip().startswith("^ [!! %") or "[!! " in lines_of(app)[2]
