"""The form of one car: what it is, what is asked for it, where it goes, and the steps it has taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.app.screens.forms.shown import echo
from tui.desk.context import Desk
from tui.desk.editing import name_of, next_stock_number
from tui.desk.form_texts import DEALER, sheet_texts
from tui.desk.forms import DEAL_FIELDS, About, read
from tui.domain.cars import Car
from tui.domain.fields import FIELDS, SHEET_FACTS, Place
from tui.domain.problems import Problem
from tui.i18n.field_labels import STAGES
from tui.i18n.translator import N_, _

_FIRST = ("vin", "make", "model", "trim", "model_year", "colour", "manufacture_date", "first_registration",
          "never_registered", "odometer_km", "stock_number")  # fmt: skip
_ASKED = ("price", "invoice_kind", "invoice_rate", DEALER, "listed_on")
CHOICES: Mapping[str, str] = {
    "make": "make", "colour": "colour", "powertrain": "powertrain", "fuel": "fuel", "steering": "steering",
    "body": "body", "charge_port": "charge_port", "origin_country": "country", "invoice_kind": "invoice_kind",
    DEALER: "dealer", "destination": "country", "importer_type": "importer_type", "purpose": "purpose",
    "entry_mode": "entry_mode", "via": "country", "export_country": "country", "damage_history": "damage_history",
    "former_use": "former_use", "cn_barred_group": "cn_barred_group", "make_status": "make_status",
    "sub_region": "sub_region", "cn_sale_target": "cn_sale_target",
    **dict.fromkeys(
        ("never_registered", "steering_converted", "tinted_glass", "cn_modified_vehicle", "vin_confirmed",
         "has_connectivity", "lab_tested_in_eaeu", "importer_is_authorised", "importer_has_service_centre",
         "duty_free_quota_used", "certificate_holder_is_declarant", "container_or_enclosed", "cn_agent_declares"),
        "yes_no",
    ),
}  # fmt: skip
"""What the fields of cars and model sheets pick from."""
_MANY = frozenset({"via", "damage_history", "former_use", "cn_barred_group", "make_status", "sub_region",
                   "cn_sale_target"})  # fmt: skip
SPECS = tuple(name for name, one in FIELDS.items() if one.place is Place.SPECS)
_REST = tuple(name for name, one in FIELDS.items() if one.place is Place.CAR and name not in _FIRST)
_STEPS = tuple(name for name, one in FIELDS.items() if one.place is Place.MILESTONE)
_PARTS = (
    (N_("What it is"), _FIRST),
    (N_("Price and voucher"), _ASKED),
    (N_("Destination and deal"), ("destination", *DEAL_FIELDS)),
    (N_("Condition and keeping"), _REST),
    (N_("Technical facts"), SPECS),
    (N_("Steps taken"), _STEPS),
)


def form_field(name: str, part: str = "") -> FormField:
    """A field of a car or a model sheet."""
    return FormField(name, name, CHOICES.get(name, ""), many=name in _MANY, part=part)


class CarForm(FormScreen):
    """Adds a car, or changes one."""

    FORM = "car"

    def __init__(self, desk: Desk, glyphs: Glyphs, car: Car | None = None, *, at: str = "") -> None:
        """``at`` is the field to begin in."""
        super().__init__(desk, glyphs, About(car))
        self._at = at
        self._next_number = "" if car else next_stock_number(desk)
        self._sheet: dict[str, str] = {}
        self._sheet_values: Mapping[str, object] = {}

    def begin(self) -> None:
        """Go to the field that was asked for, else to the first."""
        super().begin()
        if self._at in self.rows:
            self.go_to(self._at)

    def fields(self) -> Sequence[FormField]:
        """All fields of a car, part by part."""
        return [form_field(name, "" if place else part) for part, names in _PARTS for place, name in enumerate(names)]

    def title_text(self) -> str:
        """Adding, or the car's name."""
        car = self.about.record
        return _("Edit %(car)s") % {"car": name_of(car)} if car else _("Add a car")

    def saved_text(self) -> str:
        """The car's name."""
        return _("Saved: %(name)s") % {"name": self.texts["vin"] or self.texts["model"]}

    def changed_texts(self) -> dict[str, str]:
        """What differs; a new destination begins a new deal, so all that stands in the form goes along with it."""
        changed = super().changed_texts()
        if "destination" in changed:
            changed |= {name: text for name in DEAL_FIELDS if (text := self.texts[name]).strip()}
        return changed

    def placeholders(self) -> Mapping[str, str]:
        """What the model sheet says, and the stock number that would be given."""
        found = sheet_texts(self.desk, self.examined.values)
        if found != self._sheet:
            self._sheet, (self._sheet_values, _problems) = found, read(self.desk, self.FORM, found)
        return found | {"stock_number": self._next_number} if self._next_number else found

    def placeholder_word(self, name: str) -> str:
        """Where the value of an empty field comes from, behind the value in words where it is a code."""
        if name not in SHEET_FACTS:
            return _("the next free one")
        text = self._sheet.get(name, "")
        shown = echo(self.desk, name, self._sheet_values.get(name), text)
        return wording.noted(shown, _("model sheet")) if shown not in {"", text} else _("model sheet")

    def field_of(self, problem: Problem) -> str:
        """The field of a problem; one of a step stands at that step."""
        if problem.field == "milestones":
            step = problem.params.get("reached") or problem.params.get("later") or ""
            return step if step in STAGES else problem.field
        return problem.field
