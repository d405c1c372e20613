"""A few screens as they stand, line by line: whoever changes one sees it here.

``python -m tests.app.test_snapshots`` writes them anew.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tests.app.kit import SMALL, WIDE, lines_of, settle
from tui.app.app import DeskApp
from tui.config import Settings
from tui.desk import demo
from tui.i18n.translator import TRANSLATOR

FOLDER = Path(__file__).parent / "snapshots"
SCREENS = (
    ("stock", "zh_CN", SMALL),
    ("stock", "en", WIDE),
    ("front", "zh_CN", SMALL),
    ("destinations", "zh_CN", SMALL),
    ("localisation", "zh_CN", SMALL),
    ("shipments", "en", SMALL),
    ("due", "zh_CN", SMALL),
)


async def picture(start: str, language: str, size: tuple[int, int]) -> str:
    """The screen of the sample book as text, once everything is counted."""
    with demo.throw_away(Settings(), language) as desk:
        app = DeskApp(desk, start)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.2)
            await app.workers.wait_for_complete()
            await settle(pilot)
            return "\n".join(line.rstrip() for line in lines_of(app)) + "\n"


def path_of(start: str, language: str, size: tuple[int, int]) -> Path:
    return FOLDER / f"{start}.{language}.{size[0]}x{size[1]}.txt"


@pytest.mark.parametrize(("start", "language", "size"), SCREENS)
async def test_the_screen_stands_as_it_did(start: str, language: str, size: tuple[int, int]) -> None:
    shown = await picture(start, language, size)
    assert shown == path_of(start, language, size).read_text(encoding="utf-8")


if __name__ == "__main__":
    os.environ.pop("NO_COLOR", None)
    FOLDER.mkdir(exist_ok=True)
    for one in SCREENS:
        TRANSLATOR.use(one[1])
        path_of(*one).write_text(asyncio.run(picture(*one)), encoding="utf-8")
