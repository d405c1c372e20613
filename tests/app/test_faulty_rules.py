"""A country whose rules are not used stays on the screens, unknown, with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.kit import SMALL, sample_desk, shown
from tests.app.shipping_kit import opened
from tests.desk.test_ruling import ban, case, pack
from tui.app.app import DeskApp
from tui.app.screens.country import CountryScreen
from tui.app.screens.destinations import DestinationsScreen
from tui.app.screens.matrix import MatrixScreen
from tui.app.widgets.lines import Lines
from tui.domain.readiness import Verdict
from tui.packs.library import Library


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("code", ["KZ", "UA"])
async def test_a_faulty_pack_keeps_its_place_and_says_why(tmp_path: Path, code: str, language: str) -> None:
    pack(tmp_path, ban().replace('"block"', '"blocks"'), case(), code=code)
    desk = sample_desk(language)
    desk.library = Library(tmp_path)
    app = DeskApp(desk, start="destinations")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        screen = app.screen
        assert isinstance(screen, DestinationsScreen)
        codes = [row.code for row in screen.table.rows]
        screen.table.move_to(codes.index(code))
        await opened(pilot)
        note = "\n".join(screen.query_one("#destination-note", Lines).texts)
        assert f"{code}.toml, kz-no-bev, severity" in note
        assert screen._counts[code][Verdict.UNKNOWN] == 10
        await opened(pilot, "enter")
        country = app.screen
        assert isinstance(country, CountryScreen)
        head = "".join(country.query_one("#country-head", Lines).texts).replace(" ", "")
        assert f"{tmp_path}/{code}.toml".replace(" ", "") in head
        for part in ("kz-no-bev", "severity", "blocks", "UNKNOWN" if language == "en" else "“"):
            assert part in head
        assert {"en": "rules not used", "zh_CN": "规则未启用"}[language] in shown(app)
        await opened(pilot, "escape")
        app.push_screen(MatrixScreen(desk, screen.glyphs))
        await opened(pilot)
        assert isinstance(app.screen, MatrixScreen)
        assert code in app.screen.codes
