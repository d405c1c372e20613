"""The form of an override: who goes on with cars in spite of a flag, why, and for how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.app.widgets.lines import Piece
from tui.desk import override_forms, overriding
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.forms import About, Examined
from tui.domain.cars import Car
from tui.domain.problems import Problem
from tui.domain.rules import Rule
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _

_BLIND = "override_blind"
"""The problem of a car of which it cannot be told whether the rule stops it."""
_MOST_NAMED = 4
"""Cars the form names one by one."""
_FIELDS = (
    FormField("by", N_("Decided by")),
    FormField("reason", N_("Reason, printed on the papers")),
    FormField("until", N_("Counts until")),
    FormField("note", N_("Note, not printed")),
    FormField("file", N_("File to keep with it")),
)


class OverrideForm(FormScreen):
    """Records that a named person goes on with cars to a country in spite of one rule."""

    FORM = "override"

    def __init__(self, desk: Desk, glyphs: Glyphs, cars: Sequence[Car], rule: Rule, country: str) -> None:
        super().__init__(desk, glyphs, About(cars=tuple(cars)))
        self._rule = rule
        self._country = country

    def fields(self) -> Sequence[FormField]:
        """Name, reason, end, note and file."""
        return _FIELDS

    def title_text(self) -> str:
        """Which cars, and where to."""
        cars = self.about.cars
        told = {"car": name_of(cars[0]) if len(cars) == 1 else count_of_cars(len(cars)), "country": self._country}
        return _("Go on with %(car)s to %(country)s in spite of the rule") % told

    def start_texts(self) -> Mapping[str, str]:
        """The person who decided last."""
        return {"by": next((one.by for one in overriding.listed(self.desk)), "")}

    def placeholders(self) -> Mapping[str, str]:
        """Without a last day it counts until it is withdrawn or the rule changes."""
        return {"until": _("until withdrawn")}

    def hint_text(self, field: FormField) -> str:
        """What shapes a field takes."""
        if field.name == "until":
            return _("2026-11-22, 2026/11/22, 22.11.2026, 2026年11月22日 or 20261122")
        return _("The path of a file; a copy goes into the book") if field.name == "file" else ""

    def notes(self) -> Sequence[Sequence[Piece]]:
        """The rule, and what an override does."""
        return [
            [Piece(_(self._rule.title), "strong")],
            *([[Piece(self._cars_text())]] if len(self.about.cars) > 1 else []),
            *([[Piece(blind, "unknown")]] if (blind := self._blind_text()) else []),
            [Piece(_("It stands on every paper, and ends when the rule changes"), "faint")],
        ]

    def _blind_text(self) -> str:
        """Of how many of several cars it cannot be told; empty for none."""
        count = sum(one.code == _BLIND for one in self.examined.problems)
        if not count or len(self.about.cars) == 1:
            return ""
        return _("facts are missing: %(cars)s; going on is a decision without knowing") % {"cars": count_of_cars(count)}

    def _cars_text(self) -> str:
        """The cars by name, as many as are easily read."""
        cars = self.about.cars
        named = [f"{car.stock_number} {name_of(car)[-6:]}".strip() for car in cars[:_MOST_NAMED]]
        if len(cars) > _MOST_NAMED:
            named.append(_("and %(n)d more") % {"n": len(cars) - _MOST_NAMED})
        return wording.joined(named)

    def saved_text(self) -> str:
        """That it is recorded."""
        return _("Override recorded; u takes it back")

    def confirm_text(self) -> str:
        """The answer that goes on without knowing."""
        return _("Go on without knowing")

    def draft_name(self) -> str:
        """One draft for each set of cars, rule and country."""
        ids = ",".join(str(car.id) for car in self.about.cars)
        cars = ids if len(self.about.cars) == 1 else f"{len(self.about.cars)}-{sha256(ids.encode()).hexdigest()[:12]}"
        return f"override-{self._rule.id}-{self._country}-{cars}"

    def field_of(self, problem: Problem) -> str:
        """What stands against the rule itself is shown at the reason."""
        return "reason" if problem.field == "rule" else problem.field

    def is_due(self, name: str, problem: Problem) -> bool:
        """What is not said yet is no fault before the user was there."""
        if problem.code == "override_unsaid":
            return self.asked_to_save or name in self.touched
        if problem.code == _BLIND and len(self.about.cars) > 1:
            return False  # counted below the fields, and named in the question when it is saved
        return super().is_due(name, problem)

    def examine(self) -> Examined:
        """Read and check what is typed."""
        return override_forms.examine(self.desk, self.about.cars, self._rule, self._country, self.texts)

    def write(self, *, confirm: bool) -> int:
        """Record the override."""
        made = override_forms.save(self.desk, self.about.cars, self._rule, self._country, self.texts, confirm=confirm)
        return made.id
