"""The forms of a request to a maker: asking, recording the letter that came, recording a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.app.widgets.lines import Piece
from tui.desk import letter_forms, letters
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.forms import About, Examined
from tui.desk.letter_forms import FIELDS, FILES, OUTLETS, RECEIVED, REFUSED, REQUEST, LetterMatter
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _

_TITLES = {
    REQUEST: N_("Request the maker's letter"),
    RECEIVED: N_("The maker's letter came"),
    REFUSED: N_("The maker refused"),
}
_LABELS = {
    "on": N_("Day"), "maker": N_("Maker asked"), OUTLETS: N_("Service outlets"), FILES: N_("Files to attach"),
    "reason": N_("Reason"),
}  # fmt: skip
_CHOICES = {"country": "country", "signer": "cn_letter_issuer", "shows": "cn_letter_field"}
_NAMED = 4


class LetterForm(FormScreen):
    """One of them; ``matter`` says which, and what it is about."""

    def __init__(self, desk: Desk, glyphs: Glyphs, matter: LetterMatter) -> None:
        self.FORM = matter.form  # type: ignore[misc]  # one form for three steps of one record
        self.matter = matter
        super().__init__(desk, glyphs, About(None, matter.cars))

    def fields(self) -> Sequence[FormField]:
        """What the step asks for."""
        return [
            FormField(name, _LABELS.get(name, name), _CHOICES.get(name, ""), many=name == "shows")
            for name in FIELDS[self.FORM]
        ]

    def title_text(self) -> str:
        """The step, with the request or the cars."""
        asked = self.matter.asked
        whom = asked.number if asked is not None else count_of_cars(len(self.matter.cars))
        return _("%(label)s: %(text)s") % {"label": _(_TITLES[self.FORM]), "text": whom}

    def start_texts(self) -> Mapping[str, str]:
        """What stands in the fields at first."""
        return letter_forms.start_texts(self.desk, self.matter)

    def draft_name(self) -> str:
        """One draft for each request and step, or for each set of cars."""
        asked = self.matter.asked
        own = asked.id if asked is not None else "-".join(str(car.id) for car in self.matter.cars[:5])
        return f"{self.FORM}-{own}"

    def hint_text(self, field: FormField) -> str:
        """What shapes a field takes."""
        if field.name == OUTLETS:
            return _("name; address; phone | name; address; phone")
        if field.name == FILES:
            return _("Names of files, parted by semicolons")
        if field.name in {"on", "issued", "expires"}:
            return _("2026-11-22, 2026/11/22, 22.11.2026, 2026年11月22日 or 20261122")
        if field.choices:
            return _("enter or ctrl+o lists them; typing does as well")
        return ""

    def placeholders(self) -> Mapping[str, str]:
        """The repair partners that a request names unless others are typed, and the maker's own name."""
        country = self.examined.values.get("country")
        if self.FORM != REQUEST or not isinstance(country, str):
            return {}
        plan = letter_forms.planned(self.desk, self.matter, country)
        outlets = [one.name for some in plan.outlets.values() for one in some]
        makers = [letters.maker_name(self.desk, make) for make in plan.cars]
        found = {OUTLETS: " | ".join(dict.fromkeys(outlets)), "maker": wording.joined(makers)}
        return {name: text for name, text in found.items() if text}

    def placeholder_word(self, name: str) -> str:
        """Where the value of an empty field comes from."""
        return _("repair partners") if name == OUTLETS else _("the make")

    def notes(self) -> Sequence[Sequence[Piece]]:
        """What would be asked, make by make, and which cars are left out."""
        country = self.examined.values.get("country")
        if self.FORM != REQUEST or not isinstance(country, str):
            return ()
        plan = letter_forms.planned(self.desk, self.matter, country)
        lines = []
        for make, cars in plan.cars.items():
            names = wording.joined(name_of(car) for car in cars[:_NAMED])
            more = f" +{len(cars) - _NAMED}" if len(cars) > _NAMED else ""
            text = f"{letters.maker_name(self.desk, make)}: {count_of_cars(len(cars))} ({names}{more})"
            lines.append([Piece(text)])
            if OUTLETS not in self.examined.values:
                told = letters.unnamed_lines(self.desk, plan, make)
                lines += [[Piece(f"{self.glyphs.action} {text}", "action")] for text in told]
        lines += [[Piece(letters.left_out_text(self.desk, one), "faint")] for one in plan.left_out]
        return lines

    def examine(self) -> Examined:
        """Read and check what is typed."""
        return letter_forms.examine(self.desk, self.matter, self.texts)

    def write(self, *, confirm: bool) -> int:  # noqa: ARG002 - nothing of it is confirmed
        """Write it."""
        return letter_forms.write(self.desk, self.matter, self.texts)

    def record_now(self) -> Any:
        """A step is taken with the request as it is then, so nothing can clash."""
        return None
