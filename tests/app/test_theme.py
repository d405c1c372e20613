"""The colours of the verdicts can be read in every theme that is shipped."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from tests.app.kit import SMALL, sample_desk
from tui.app.app import DeskApp
from tui.app.theme import READABLE, contrast, tones
from tui.app.widgets.lines import tone_style
from tui.app.widgets.table import RowTable

COLOURED = sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color(119, 119, 119), Color(255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", COLOURED)
def test_every_tone_is_readable(name: str) -> None:
    variables = BUILTIN_THEMES[name].to_color_system().generate()
    background = Color.parse(variables["background"])
    for tone, colour in tones(variables).items():
        assert contrast(Color.parse(colour), background) >= READABLE, tone


async def test_the_screen_draws_with_the_readable_colours() -> None:
    app = DeskApp(sample_desk(theme="textual-dark"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        table = app.screen.query_one(RowTable)
        style = tone_style(table, "unknown")
        assert style.color is not None
        assert style.color.triplet is not None
        drawn = Color(*style.color.triplet)
        assert contrast(drawn, table.styles.background) >= READABLE
