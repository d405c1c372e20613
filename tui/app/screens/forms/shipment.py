"""The form of a shipment: where it goes, by what, for whom, with which papers; new ones of cars marked in the stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.app.glyphs import Glyphs
from tui.app.screens.forms.base import FormScreen
from tui.app.screens.forms.choices import Choice, ChoiceScreen
from tui.app.screens.forms.partner import PartnerForm
from tui.app.screens.forms.row import FormField
from tui.desk import shipment_forms, shipping
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.forms import About, Examined
from tui.desk.kinds import FIRMS, PARTIES, SHIPMENTS
from tui.desk.shipment_forms import PARTNER_OF
from tui.domain.cars import Car
from tui.domain.problems import Problem
from tui.domain.shipments import INCOTERMS, Shipment
from tui.domain.words import Mode
from tui.i18n import labels
from tui.i18n.field_labels import label_of
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _
from tui.store.contract import Kind

_FIELDS = (
    FormField("country", "destination", "country"),
    FormField("via", "via"),
    FormField("mode", N_("Mode of transport"), "mode"),
    FormField("number", N_("Shipment no.")),
    FormField("firm", N_("Exporting firm"), "firm", part=N_("People")),
    FormField("consignee", N_("Consignee"), "party"),
    FormField("notify", N_("Notify party"), "party"),
    FormField("broker", N_("Customs broker"), "party"),
    FormField("agent", N_("Agent or forwarder"), "party"),
    FormField("etd", N_("Departs on"), part=N_("Journey")),
    FormField("eta", N_("Arrives on")),
    FormField("port_of_loading", N_("Port of loading")),
    FormField("port_of_discharge", N_("Port of discharge")),
    FormField("exit_customs", N_("Exit customs")),
    FormField("conveyance", N_("Vessel or train")),
    FormField("voyage", N_("Voyage")),
    FormField("carrier", N_("Carrier")),
    FormField("booking_number", N_("Booking number")),
    FormField("transport_document", N_("Transport document no.")),
    FormField("incoterm", N_("Incoterm"), "incoterm", part=N_("Trade terms")),
    FormField("incoterm_place", N_("Named place")),
    FormField("currency", N_("Currency")),
    FormField("freight", N_("Freight")),
    FormField("insurance", N_("Insurance")),
    FormField("payment_terms", N_("Payment terms")),
    FormField("contract_number", N_("Contract no.")),
    FormField("invoice_number", N_("Invoice no.")),
    FormField("packing_list_number", N_("Packing list no.")),
    FormField("shipping_marks", N_("Shipping marks")),
    FormField("importer_type", "importer_type", "importer_type", part=N_("How it enters")),
    FormField("importer_is_authorised", "importer_is_authorised", "yes_no"),
    FormField("importer_has_service_centre", "importer_has_service_centre", "yes_no"),
    FormField("purpose", "purpose", "purpose"),
    FormField("entry_mode", "entry_mode", "entry_mode"),
    FormField("sub_region", "sub_region"),
    FormField("imports_this_year", "imports_this_year"),
    FormField("licence_application", "licence_application", part=N_("Dates the rules are read at")),
    FormField("contract", "contract"),
    FormField("declaration", "declaration"),
    FormField("loading", "loading"),
    FormField("arrival", "arrival"),
    FormField("clearance", "clearance"),
    FormField("note", "note", part=N_("Other")),
    FormField("cancelled", N_("Cancelled"), "yes_no"),
)
_OWN_LISTS = frozenset({"mode", "incoterm", "party", "firm"})
_PARTNERS = {
    "partner_not_found": N_("nobody in this book is called “%(name)s”; ctrl+o lists them and adds new ones"),
    "partner_ambiguous": N_("“%(name)s” fits several; ctrl+o lists them"),
}
_NEW = "\n"
"""The text of the choice that adds a partner: no field can hold it."""


class PartnerOrWord(ChoiceScreen):
    """Modes, Incoterms, parties or firms; the last line adds a partner who is not in the book yet."""

    def choices(self, text: str) -> Sequence[Choice]:
        """The values in which every typed word occurs."""
        words = text.casefold().split()
        found = [one for one in self._every() if all(word in f"{one.text}\n{one.title}".casefold() for word in words)]
        if self._what in {"party", "firm"}:
            title = _("Add a new firm") if self._what == "firm" else _("Add a new party")
            found.append(Choice(_NEW, title))
        return found

    def _every(self) -> list[Choice]:
        match self._what:
            case "mode":
                return [Choice(one.value, labels.word(self.desk.library.words, "mode", one.value)) for one in Mode]
            case "incoterm":
                return [Choice(one, one) for one in INCOTERMS]
            case "firm":
                return [Choice(one.name, one.name) for one in self.desk.store.all(FIRMS)]
            case _:
                parties = self.desk.store.all(PARTIES)
                return [Choice(one.name, one.name, one.country or "") for one in parties]


class ShipmentForm(FormScreen):
    """Makes a shipment of cars, or changes the head of one."""

    FORM = "shipment"

    def __init__(
        self,
        desk: Desk,
        glyphs: Glyphs,
        cars: Sequence[Car],
        shipment: Shipment | None = None,
        *,
        destination: str | None = None,
    ) -> None:
        """``destination`` is the country that the screen below asks about; without it the cars' own counts."""
        super().__init__(desk, glyphs, About(shipment, tuple(cars), shipment))
        self._destination = destination
        self._number = ""

    def fields(self) -> Sequence[FormField]:
        """The fields, in their order."""
        return _FIELDS

    def title_text(self) -> str:
        """What is being done."""
        if self.about.shipment is not None:
            return _("Change shipment %(number)s") % {"number": self.about.shipment.number}
        if self.about.cars:
            return _("New shipment of %(cars)s") % {"cars": count_of_cars(len(self.about.cars))}
        return _("New shipment; its cars are added afterwards")

    def start_texts(self) -> Mapping[str, str]:
        """The shipment's own values; for a new one, where all its cars are to go and the only firm."""
        if self.about.shipment is not None:
            return shipment_forms.texts_of(self.desk, self.about.shipment)
        checker = Checker(self.desk, Question(self.desk.today))
        going = {checker.own_destination(car) for car in self.about.cars}
        firms = self.desk.store.all(FIRMS)
        return {
            "country": self._destination or ((going.pop() or "") if len(going) == 1 else ""),
            "firm": firms[0].name if len(firms) == 1 else "",
        }

    def saved_text(self) -> str:
        """The note after saving, with the number."""
        if self.about.shipment is not None:
            return _("Shipment %(number)s is saved") % {"number": self._number}
        cars = count_of_cars(len(self.about.cars))
        return _("Shipment %(number)s is made: %(cars)s") % {"number": self._number, "cars": cars}

    def begin(self) -> None:
        """Go to the first field that is still to be filled."""
        super().begin()
        if self.about.shipment is None and self.start["country"]:
            self.go_to("mode")

    def draft_name(self) -> str:
        """What the draft is kept under."""
        return f"shipment-{self.about.shipment.id if self.about.shipment else 'new'}"

    def hidden_fields(self) -> frozenset[str]:
        """A new shipment is not cancelled."""
        return frozenset() if self.about.shipment else frozenset({"cancelled"})

    def placeholders(self) -> Mapping[str, str]:
        """The number a new shipment gets, and what an empty route means."""
        number = {} if self.about.shipment else {"number": shipping.next_number(self.desk)}
        return {**number, "via": _("not said")}

    def examine(self) -> Examined:
        """Read and check what is typed."""
        return shipment_forms.examine(self.desk, self.texts, self.about.shipment, self.about.cars)

    def write(self, *, confirm: bool) -> int:  # noqa: ARG002 - nothing of a shipment is confirmed
        """Write the shipment."""
        about = self.about
        written = shipment_forms.save(self.desk, self.texts, about.shipment, about.cars, expect=self.opened_at)
        found = self.desk.store.get(SHIPMENTS, written)
        self._number = found.number if found else ""
        return written

    def record_now(self) -> Shipment | None:
        """The shipment as the book has it now."""
        shipment = self.about.shipment
        now = self.desk.store.get(SHIPMENTS, shipment.id) if shipment is not None else None
        return shipment if now == shipment else now

    def record_texts(self, record: Shipment) -> Mapping[str, str]:
        """A shipment as the texts of this form."""
        return shipment_forms.texts_of(self.desk, record)

    def record_kind(self) -> Kind[Any] | None:
        """The table of shipments."""
        return SHIPMENTS

    def stand_on(self, now: Shipment) -> None:
        """Take the newer shipment, with the cars that are on it now."""
        self.about = About(now, self.about.cars, now)
        self.opened_at = self.desk.store.revision

    def problem_line(self, problem: Problem) -> str:
        """What is wrong; a partner that is not found may be a party or a firm."""
        template = _PARTNERS.get(problem.code)
        if template is None:
            return super().problem_line(problem)
        return _(template) % {"name": problem.params.get("name", "")}

    def hint_text(self, field: FormField) -> str:
        """What shapes a field takes."""
        if field.name == "via":
            return _("Two-letter codes parted by commas: KZ, UZ; none when it goes straight")
        return super().hint_text(field)

    def choice_screen(self, field: FormField, typed: str, at: str) -> ChoiceScreen:
        """Modes, Incoterms and partners have lists of their own."""
        if field.choices not in _OWN_LISTS:
            return super().choice_screen(field, typed, at)
        title = label_of(field.label)
        return PartnerOrWord(self.desk, self.glyphs, title=title, what=field.choices, typed=typed, at=at)

    def choice_made(self, name: str, choice: Choice) -> None:
        """Take a choice; parties and firms can be added on the way."""
        if choice.text != _NEW:
            super().choice_made(name, choice)
            return
        form = PartnerForm(self.desk, self.glyphs, PARTNER_OF[name])
        self.app.push_screen(form, lambda made: self._added(name, made))

    def _added(self, name: str, partner_id: int | None) -> None:
        """Put a new partner into the field it was added for."""
        if partner_id is None:
            return
        firm = self.desk.store.get(FIRMS, partner_id) if PARTNER_OF[name] == "firm" else None
        party = self.desk.store.get(PARTIES, partner_id) if firm is None else None
        found = firm or party
        if found is not None:
            self.put(name, found.name)
            self.action_next_field()


def new_form(desk: Desk, glyphs: Glyphs, cars: Sequence[Car], destination: str | None) -> ShipmentForm:
    """The form of a new shipment of cars, to the destination asked about."""
    return ShipmentForm(desk, glyphs, cars, destination=destination)
