"""Take docs/screens/*.svg from the running desk on the sample book, and write docs/screens.md: ``make pictures``."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from tui.app.app import DeskApp
from tui.config import Settings
from tui.desk.demo import throw_away

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "screens"
_LIST = HERE.parent / "tests" / "sheets" / "data" / "dealer-list-gb18030.csv"
_SMALL, _WIDE = (80, 24), (140, 40)
_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Fonts that rich would fetch from the network; a picture looks nothing up."""
_FAMILIES = "Fira Code, Noto Sans Mono CJK SC, monospace"
_ROUNDS = 4
"""Times to wait for work in the background, each of which may begin the next."""
_HEAD = """# The screens

Made from the running program on its sample book by `make pictures`. `nearnew demo` opens that book; `L` switches the
language, `?` lists every key.

"""


@dataclass(frozen=True)
class Picture:
    """A picture: its file, what it shows, and the keys that lead there; ``=text`` is typed letter by letter."""

    name: str
    told: str
    keys: Sequence[str]
    language: str = "zh_CN"
    size: tuple[int, int] = _SMALL


_KAZAKHSTAN = ("1", "d", "=kz", "enter")
PICTURES = (
    Picture("front", "Front desk: stock, money, verdicts, what waits and what falls due; each figure opens its list.", ("0",)),
    Picture("stock", "Stock, checked for Kazakhstan: a line a car, its verdict, and the reasons of the one under `>`.", _KAZAKHSTAN),
    Picture("car", "A car, page *readiness*: every flag by gate; enter opens one with facts, remedy and source.", (*_KAZAKHSTAN, "enter", "tab", "tab")),
    Picture("missing", "What to get next, from whom, and how many cars each would free.", (*_KAZAKHSTAN, "m")),
    Picture("localisation", "Localisation: models against destinations, proven of applicable and the blockers that are open.", ("5",)),
    Picture("kit", "A kit: each item with its state and what that rests on; the cursor on what keeps its cars from READY.", ("5", "enter")),
    Picture("import", "A dealer's list before it is taken in: new, changed, held, with the reason of the row under `>`.", ("0", "i", "=deal", "tab", "enter", "=杭州", "enter", "n")),
    Picture("shipment", "A shipment: route, cars, and why it stands so.", ("6", "enter")),
    Picture("paper", "The summary of a shipment before it is saved; a draft says so on its face.", ("6", "p")),
    Picture("stock-wide", "The stock on a wide terminal (140x40), with the car beside it.", _KAZAKHSTAN, size=_WIDE),
    Picture("stock-en", "The stock in English, each car checked for its own destination.", ("1",), language="en"),
)  # fmt: skip


async def settle(pilot: Pilot[None]) -> None:
    """Wait until nothing is worked out any more."""
    for _round in range(_ROUNDS):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def take(picture: Picture) -> str:
    """One picture as SVG."""
    settings = Settings()
    with throw_away(settings, picture.language) as desk:
        app = DeskApp(desk)
        async with app.run_test(size=picture.size, notifications=False) as pilot:
            await settle(pilot)
            for step in picture.keys:
                await pilot.press(*(step[1:] if step.startswith("=") else [step]))
                await settle(pilot)
            app.clear_notifications()
            await settle(pilot)
            return tidy(app.export_screenshot(title="nearnew"))


def tidy(svg: str) -> str:
    """The picture without fonts from elsewhere, and without blanks at line ends."""
    svg = _FONT.sub("", svg).replace("Fira Code, monospace", _FAMILIES)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


@contextmanager
def elsewhere() -> Iterator[None]:
    """A folder that holds the sample list alone, so that no file of this machine gets into a picture."""
    os.environ.pop("NO_COLOR", None)
    with TemporaryDirectory(prefix="nearnew-pictures-") as folder, chdir(folder):
        shutil.copy(_LIST, Path(folder) / "dealer-list.csv")
        yield


def page() -> str:
    """The page that shows them all."""
    shown = [f"## {one.name}\n\n{one.told}\n\n![{one.name}](screens/{one.name}.svg)\n" for one in PICTURES]
    return _HEAD + "\n".join(shown)


def main() -> None:
    """Take all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        old.unlink()
    with elsewhere():
        for picture in PICTURES:
            (FOLDER / f"{picture.name}.svg").write_text(asyncio.run(take(picture)), encoding="utf-8")
    (HERE / "screens.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
