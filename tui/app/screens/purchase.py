"""What there is to record of the purchase of cars: the buying itself, and what comes after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen

from tui.app.screens.base import DeskScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.desk.money_forms import AFTER_BUYING, Matter
from tui.domain.cars import Car
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _

_ANSWERS = {
    "invoice": N_("Fill in or correct the invoice: number, day, price, kind, pay by"),
    "dealer_payment": N_("Money was paid to the dealer"),
    "red_letter": N_("The dealer gave a red-letter invoice"),
}


def purchase_of(screen: DeskScreen[Any], cars: Sequence[Car]) -> None:
    """Open the form of the purchase; of cars that were bought already, ask what there is to record of it first."""

    def opened(word: str | None) -> None:
        if word is not None:
            screen.app.push_screen(_form(screen, word, cars))

    if any(car.purchase is None for car in cars):
        opened("buy")
        return
    heading = _("What is there to record of the purchase of %(cars)s?") % {"cars": count_of_cars(len(cars))}
    words = AFTER_BUYING if len(cars) == 1 else ("invoice", "dealer_payment")
    answers = [Answer(word, _(text)) for word, text in _ANSWERS.items() if word in words]
    screen.app.push_screen(QuestionScreen(screen.desk, screen.glyphs, heading, [], answers), opened)


def _form(screen: DeskScreen[Any], word: str, cars: Sequence[Car]) -> Screen[Any]:
    from tui.app.screens.forms.buy import BuyForm
    from tui.app.screens.forms.money import MoneyForm

    if word == "buy":
        return BuyForm(screen.desk, screen.glyphs, cars)
    return MoneyForm(screen.desk, screen.glyphs, Matter(word, None, tuple(cars)))
