"""Putting cars away from the stock after asking, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence

from tui.app import places
from tui.app.screens.stock_list import StockList
from tui.desk import editing
from tui.desk.editing import name_of
from tui.domain.cars import Car
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext

_MOST_NAMED = 12
"""Cars a question names one by one."""


def archive(screen: StockList, cars: Sequence[Car]) -> None:
    """Put cars away after asking; where all are away already, take them back. Their marks go with it."""
    if all(car.archived for car in cars):
        _write(screen, cars, back=True)
        return
    cars = [car for car in cars if not car.archived]
    question = ngettext("Archive %(n)d car?", "Archive %(n)d cars?", len(cars)) % {"n": len(cars)}
    details = [_("They leave the lists and keep everything; is:archived shows them, z takes them back.")]
    details += [f"{car.stock_number}  {name_of(car)}" for car in cars[:_MOST_NAMED]]
    if len(cars) > _MOST_NAMED:
        details.append(_("and %(n)d more") % {"n": len(cars) - _MOST_NAMED})
    question_screen = places.make("confirm", "ConfirmScreen", screen.desk, screen.glyphs, question, details)
    screen.app.push_screen(question_screen, lambda yes: _write(screen, cars) if yes else None)


def _write(screen: StockList, cars: Sequence[Car], *, back: bool = False) -> None:
    try:
        editing.archive(screen.desk, cars, back=back)
    except NearnewError as error:
        screen.say_error(error)
        return
    screen.marks.drop(car.id for car in cars)
    screen.desk_app.tell_book_changed()
    if back:
        text = ngettext("%(n)d car taken back, u undoes", "%(n)d cars taken back, u undoes", len(cars))
    else:
        text = ngettext("%(n)d car archived, u undoes", "%(n)d cars archived, u undoes", len(cars))
    screen.say(text % {"n": len(cars)})
