"""The forms of a leg and of a container of a shipment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.row import FormField
from tui.desk import journey_forms
from tui.desk.context import Desk
from tui.desk.forms import About, Examined
from tui.desk.journey_forms import CARS
from tui.desk.kinds import SHIPMENTS
from tui.domain.problems import Problem
from tui.domain.shipments import Shipment
from tui.i18n.translator import N_, _
from tui.store.contract import Kind

_FIELDS = {
    "leg": (
        FormField("start", N_("From")),
        FormField("start_country", N_("Country it starts in"), "country"),
        FormField("end", N_("To")),
        FormField("end_country", N_("Country it ends in"), "country"),
        FormField("mode", N_("Mode of transport"), "mode"),
        FormField("via", N_("Crossed without a stop")),
        FormField("conveyance", N_("Vessel, train or truck")),
        FormField("voyage", N_("Voyage or train no.")),
        FormField("carrier", N_("Carrier")),
        FormField("etd", N_("Departs on")),
        FormField("eta", N_("Arrives on")),
        FormField("departed", "departed"),
        FormField("arrived", "arrived"),
    ),
    "container": (
        FormField("number", N_("Container no.")),
        FormField("type", N_("Container type"), "container_type"),
        FormField("seals", N_("Seals")),
        FormField(CARS, N_("Cars, the deepest first")),
        FormField("note", "note"),
    ),
}
_TITLES = {
    "leg": (N_("New leg of %(number)s"), N_("Change leg %(key)s of %(number)s")),
    "container": (N_("New container of %(number)s"), N_("Change container %(key)s of %(number)s")),
}


class JourneyForm(FormScreen):
    """Adds or changes a leg (``key`` is its place) or a container (``key`` is its number) of a shipment."""

    def __init__(self, desk: Desk, glyphs: Glyphs, form: str, shipment: Shipment, key: str = "") -> None:
        self.FORM = form  # type: ignore[misc]  # one form for two parts of the same record
        self._key = key
        super().__init__(desk, glyphs, About(shipment if key else None, (), shipment))

    def fields(self) -> Sequence[FormField]:
        """The fields, in their order."""
        return _FIELDS[self.FORM]

    @property
    def _shipment(self) -> Shipment:
        found = self.about.shipment
        assert found is not None  # noqa: S101 - the form is always of a shipment
        return found

    def title_text(self) -> str:
        """What is being done."""
        return _(_TITLES[self.FORM][bool(self._key)]) % {"number": self._shipment.number, "key": self._key}

    def start_texts(self) -> Mapping[str, str]:
        """What it says, or what a new one starts with."""
        return journey_forms.texts_of(self.desk, self.FORM, self._shipment, self._key)

    def begin(self) -> None:
        """Go to the first field that is still to be filled."""
        super().begin()
        if self.FORM == "leg" and not self._key and self.start["start"]:
            self.go_to("end")

    def draft_name(self) -> str:
        """What the draft is kept under."""
        return f"{self.FORM}-{self._shipment.id}-{self._key or 'new'}"

    def saved_text(self) -> str:
        """The note after saving."""
        return _("Shipment %(number)s is saved") % {"number": self._shipment.number}

    def hint_text(self, field: FormField) -> str:
        """What shapes a field takes."""
        if field.name == CARS:
            return _("The last characters of their VINs parted by commas, in the order they go in")
        if field.name == "number":
            return _("Four letters and seven digits, such as MSKU1234565")
        return super().hint_text(field)

    def is_due(self, name: str, problem: Problem) -> bool:
        """Say nothing of a new leg or container before something is typed."""
        begun = bool(self._key or self.asked_to_save or self.touched)
        return begun and super().is_due(name, problem)

    def examine(self) -> Examined:
        """Read and check what is typed."""
        return journey_forms.examine(self.desk, self.FORM, self._shipment, self._key, self.texts)

    def field_of(self, problem: Problem) -> str:
        """The field where a problem is shown: days at the later day, a route as a whole where the leg ends."""
        if problem.code == "route_days":
            return problem.params["later"].rpartition(" ")[2]
        return "end" if problem.field == "legs" else problem.field

    def write(self, *, confirm: bool) -> int:
        """Write it."""
        return journey_forms.save(self.desk, self.FORM, self._shipment, self._key, self.texts, confirm=confirm)

    def record_now(self) -> Any:
        """The shipment as the book has it now."""
        record = self.about.record
        now = self.desk.store.get(SHIPMENTS, record.id) if record is not None else None
        return record if now == record else now

    def record_texts(self, record: Shipment) -> Mapping[str, str]:
        """The same part of a newer shipment as texts."""
        return journey_forms.texts_of(self.desk, self.FORM, record, self._key)

    def record_kind(self) -> Kind[Any] | None:
        """The table of shipments."""
        return SHIPMENTS

    def stand_on(self, now: Shipment) -> None:
        """Take the newer shipment."""
        self.about = About(now, (), now)
        self.opened_at = self.desk.store.revision
