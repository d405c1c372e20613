"""What happened to a car, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from tui.app import wording
from tui.app.labels import label_of
from tui.app.pages.facts import BLANK, fact_text, pairs
from tui.app.widgets.lines import Paragraph
from tui.desk.car_history import Entry, Step
from tui.desk.context import Desk
from tui.desk.documents import title_of
from tui.desk.kinds import CARS, DOCUMENTS, SHEETS, SHIPMENTS
from tui.domain.purchases import Purchase
from tui.i18n import formats
from tui.i18n.translator import N_, _

_WHYS = {
    "car add": N_("Added"),
    "car edit": N_("Edited"),
    "car buy": N_("Bought"),
    "car archive": N_("Archived"),
    "car archive --back": N_("Taken back from the archive"),
    "car remove": N_("Removed"),
    "car import": N_("Imported from a list"),
    "car import --mend": N_("Taken in after a held row was mended"),
    "document add": N_("Document recorded"),
    "document edit": N_("Document changed"),
    "model set": N_("Model sheet changed"),
    "shipment new": N_("Put on a shipment"),
    "shipment add": N_("Put on a shipment"),
    "shipment remove": N_("Taken off a shipment"),
    "shipment price": N_("Price on the shipment set"),
    "shipment edit": N_("Shipment changed"),
    "undo": N_("Undone"),
    "redo": N_("Redone"),
}
_KINDS = {SHEETS.name: N_("model sheet"), DOCUMENTS.name: N_("document"), SHIPMENTS.name: N_("shipment")}
_TAIL_SHOWN = frozenset({"undo", "redo", "shipment new", "shipment add", "shipment remove", "car import"})


def when_text(desk: Desk, at: datetime) -> str:
    """The time of an entry in the firm's zone."""
    return at.astimezone(ZoneInfo(desk.settings.firm.time_zone)).strftime("%Y-%m-%d %H:%M")


def what_text(desk: Desk, entry: Entry) -> str:
    """What was done, in a few words."""
    words = entry.why.split(" ")
    for count in (3, 2, 1):
        head = " ".join(words[:count])
        if head in _WHYS:
            tail = " ".join(words[count:])
            if head.startswith("document add"):
                tail = _(title_of(desk, tail))
            elif head not in _TAIL_SHOWN:
                tail = ""
            label = _(_WHYS[head])
            return _("%(label)s: ") % {"label": label} + tail if tail else label
    return entry.why


def changes_text(desk: Desk, entry: Entry, arrow: str) -> str:
    """The fields that changed, side by side."""
    if entry.gone:
        return _("the car was taken out of the book")
    told = [step for step in entry.steps if (step.kind, step.field) != (DOCUMENTS.name, "kind")]
    return _("; ").join(_step_text(desk, step, arrow) for step in told)


def entry_page(desk: Desk, entry: Entry, arrow: str) -> list[Paragraph]:
    """An entry in full: a line a field."""
    return [
        Paragraph(what_text(desk, entry), "strong"),
        *pairs([
            (_("When"), when_text(desk, entry.at)),
            (_("Who"), entry.who),
            (_("Entry"), f"{entry.sequence} · {entry.why}"),
        ]),
        BLANK,
        Paragraph(_("Before and after"), "accent"),
        *_steps(desk, entry, arrow),
    ]  # fmt: skip


def _steps(desk: Desk, entry: Entry, arrow: str) -> Iterator[Paragraph]:
    if not entry.steps:
        yield Paragraph(_("No field of the car changed"), "faint", indent=2)
    for step in entry.steps:
        yield Paragraph(_step_text(desk, step, arrow), indent=2)


def _step_text(desk: Desk, step: Step, arrow: str) -> str:
    label = _(_LABELS.get(step.field, "")) or label_of(step.field)
    if step.kind in _KINDS:
        label = f"{label} ({_(_KINDS[step.kind])})"
    before, after = (_value_text(desk, step, value) for value in (step.before, step.after))
    told = f"{before} {arrow} {after}" if before != formats.NONE else after
    return _("%(label)s: ") % {"label": label} + told


_LABELS = {
    "purchases": N_("Purchase"),
    "archived": N_("Archived"),
    "mode": N_("Mode"),
    "incoterm": N_("Incoterm"),
    "incoterm_place": N_("Place of the Incoterm"),
    "port_of_loading": N_("Port of loading"),
    "port_of_discharge": N_("Port of discharge"),
    "exit_customs": N_("Exit customs"),
    "conveyance": N_("Conveyance"),
    "voyage": N_("Voyage"),
    "transport_document": N_("Transport document"),
    "contract_number": N_("Contract number"),
    "packing_list_number": N_("Packing list number"),
    "currency": N_("Currency"),
    "freight": N_("Freight"),
    "insurance": N_("Insurance"),
    "etd": N_("Departure"),
    "eta": N_("Arrival"),
    "cancelled": N_("Cancelled"),
}
"""Labels of fields that no form of the car's has."""


def _value_text(desk: Desk, step: Step, value: object) -> str:
    if value is None or value == "":
        return formats.NONE
    if isinstance(value, Purchase):
        return wording.joined(text for text in (formats.amount(value.price), formats.day(value.bought_on)) if text)
    if isinstance(value, dict):
        return wording.joined(f"{name} {one}" for name, one in value.items())
    if step.kind == DOCUMENTS.name and step.field == "kind":
        return _(title_of(desk, str(value)))
    readers: dict[str, Callable[[], str]] = {"mode": lambda: fact_text(desk, "mode", value)}
    if step.kind in {CARS.name, SHEETS.name} or step.field in {*readers, "country", "void"}:
        return fact_text(desk, step.field, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
