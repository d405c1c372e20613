"""Asking for another day, at the foot of the screen below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tui.app.screens.asking import EntryScreen
from tui.app.screens.base import DeskScreen
from tui.domain.problems import Problem
from tui.domain.values import Unreadable, day
from tui.i18n.on_screen import screen_problem
from tui.i18n.translator import _


def ask_day(screen: DeskScreen[Any], value: date, then: Callable[[date], None], title: str = "") -> None:
    """Ask on which day the screen is to answer; ``then`` is called with it, unless the question is left."""

    def answered(text: str | None) -> None:
        if text is not None:
            then(day(text))

    title = title or _("Answer for another day than today, %(day)s") % {"day": screen.desk.today}
    screen.app.push_screen(
        EntryScreen(screen.desk, screen.glyphs, title=title, prompt=_("Day"), value=value.isoformat(), read=_read),
        answered,
    )


def _read(text: str) -> tuple[str, bool]:
    try:
        return day(text).isoformat(), True
    except Unreadable as error:
        return screen_problem(Problem(error.code, "on", error.params)), False
