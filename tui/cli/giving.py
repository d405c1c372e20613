"""Giving out the paper of one record: its options, and where it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tui.cli import output
from tui.desk.rendering import BINARY, FORMATS
from tui.errors import UsageError
from tui.i18n.translator import PAPER_LANGUAGES, _


def paper_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command which prints a paper has: format, language, a second language, and the file."""
    for option in (
        click.option("--yes", is_flag=True, help=_("Write over an existing file.")),
        click.option(
            "-o", "--output", "to", type=click.Path(path_type=Path), metavar="FILE", help=_("Write to this file.")
        ),
        click.option("--bilingual", is_flag=True, help=_("Labels and titles in Chinese too.")),
        click.option("--lang", type=click.Choice(PAPER_LANGUAGES), help=_("Language of the paper.")),
        click.option("--format", "form", type=click.Choice(FORMATS), default="text", help=_("Form of the paper.")),
    ):
        command = option(command)
    return command


def give(made: Callable[[], bytes], form: str, to: Path | None, *, overwrite: bool) -> None:
    """Make a paper and write it where it was asked for; a terminal is shown text without what steers it."""
    if to is not None:
        output.may_write(to, overwrite=overwrite)
        output.write_file(to, made(), overwrite=overwrite)
        return
    if form in BINARY and output.is_terminal():
        raise UsageError("binary_to_terminal", form=form.upper())
    content = made().removeprefix("\ufeff".encode())
    if output.is_terminal():
        output.data(content.decode())
    else:
        output.raw(content)
