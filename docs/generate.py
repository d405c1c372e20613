"""Write docs/commands.md from the commands themselves: ``make docs``; a test compares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from tui.cli.main import build
from tui.cli.session import Session
from tui.config import Settings
from tui.i18n.translator import TRANSLATOR

TARGET = Path(__file__).parent / "commands.md"
_WIDTH = 100
_HEAD = """# Commands

Made from the program itself by `make docs`. A car is named by its VIN, its last six or more characters, or its stock number;
where QUERY stands, a filter does as well.

## Filters

| term | means |
|---|---|
| `元UP`, `"two words"` | the text stands anywhere in the car: VIN, names, colour, dealer, remark, papers held |
| `-letter` | turns a term round: here, cars without a maker's letter |
| `make:byd` `dest:KZ` `stage:bought` `powertrain:bev` `invoice:special_vat` `doc:licence` | a code, whole; a make by any of its names |
| `model:` `trim:` `vin:` `stock:` `dealer:` `colour:` | part of the text; nothing behind the colon: not filled in |
| `age>150` `tied>=90` `price<100000` `price<10万` `km<50` `year:2026` `due<30d` | days registered, days of capital tied up, price (万 is ten thousand), km, model year, days to the next deadline |
| `is:ready` `is:action` `is:unknown` `is:blocked` | the verdict for the destination asked, else the car's own |
| `is:listed` `is:bought` `is:tied` `is:shipped` `is:archived` `is:unregistered` `is:novin` | states; archived cars are left out unless named |

"""


def commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every command with its help, groups before what they hold."""
    context = click.Context(command, info_name=" ".join(path), terminal_width=_WIDTH, max_content_width=_WIDTH)
    yield " ".join(path), command.get_help(context)
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from commands(command.commands[name], (*path, name))


def text() -> str:
    """The whole page, in English."""
    TRANSLATOR.use("en")
    root = build(Session(Settings(), "en"))
    parts = [f"## {name}\n\n```\n{told}\n```\n" for name, told in commands(root, ("nearnew",))]
    return _HEAD + "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
