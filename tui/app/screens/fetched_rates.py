"""Fetching rates on a screen: asked, then written as one step; a rate far off the last one waits for a word."""

from __future__ import annotations

from datetime import date
from typing import Any

from tui.app.screens.base import DeskScreen
from tui.app.screens.fetching import FetchScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.desk import updating
from tui.desk.updating import Updated
from tui.domain.problems import Problem
from tui.errors import DraftRefused, NearnewError
from tui.i18n.on_screen import screen_problem
from tui.i18n.translator import _, ngettext


def ask_rates(screen: DeskScreen[Any], *, on: date | None = None, provider: str = "") -> None:
    """Fetch the rates the book needs and write them; says what came and what the source does not have."""
    desk = screen.desk
    source = provider or desk.settings.network.rates_provider
    heading = _("Fetching exchange rates: %(source)s") % {"source": source}
    if on is not None:
        heading = _("Fetching exchange rates of %(day)s: %(source)s") % {"source": source, "day": on}
    screen.app.push_screen(
        FetchScreen(
            desk,
            screen.glyphs,
            heading,
            lambda client: updating.fetch_rates(desk, provider=provider, on=on, client=client),
        ),
        lambda found: _keep(screen, found) if found is not None else None,
    )


def _keep(screen: DeskScreen[Any], found: Updated, *, confirm: bool = False) -> None:
    try:
        made = updating.keep_rates(screen.desk, found, confirm=confirm)
    except DraftRefused as refused:
        if confirm:
            screen.say_error(refused)
        else:
            _ask(screen, found, refused)
        return
    except NearnewError as error:
        screen.say_error(error)
        return
    screen.desk_app.tell_book_changed()
    count = len(made.records)
    said = ngettext("%(n)d rate from %(source)s", "%(n)d rates from %(source)s", count)
    text = said % {"n": count, "source": made.provider}
    if made.missing:
        text += "\n" + _("It has none for %(pairs)s") % {"pairs": _(", ").join(made.missing)}
    for note in dict.fromkeys(one.note for one in made.records if one.note):
        text += f"\n{note}"
    screen.say(text)


def _ask(screen: DeskScreen[Any], found: Updated, refused: DraftRefused) -> None:
    """Ask about rates that are far off; what was fetched is not asked for again."""
    lines = [screen_problem(one) for one in refused.problems if isinstance(one, Problem)]
    answers = [
        Answer("", _("Keep none of them: the book stays as it is")),
        Answer("keep", _("Keep all of them: they are right")),
    ]

    def answered(word: str | None) -> None:
        if word:
            _keep(screen, found, confirm=True)
        else:
            screen.say(_("No rate was written"))

    heading = _("Some rates are far off what the book has")
    screen.app.push_screen(QuestionScreen(screen.desk, screen.glyphs, heading, lines, answers), answered)
