"""The history in words, in the language of the moment: what a commit did, what a record is called, what it held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from tui.desk.context import Desk
from tui.desk.documents import title_of
from tui.desk.field_texts import fact_text, percent
from tui.desk.history_labels import OF_KIND, OTHER_LABELS, REACHES
from tui.desk.kinds import (
    BATCHES,
    CAR_ITEMS,
    CARS,
    COSTS,
    DEALERS,
    DISTRIBUTORS,
    DOCUMENTS,
    DOSSIERS,
    FIRMS,
    HELD_ROWS,
    INSPECTIONS,
    ISSUED,
    KITS,
    LETTERS,
    PARTIES,
    PARTS,
    REPAIR_PARTNERS,
    SHEETS,
    SHIPMENTS,
)
from tui.desk.money_words import MONEY_KINDS, MONEY_WHYS, purchase_text
from tui.desk.why_words import model_text, tail_text
from tui.domain.inspections import PanelReading
from tui.domain.kits import ITEM
from tui.domain.merging import ABSENT, Path
from tui.domain.money import Money
from tui.domain.panel_texts import panel_text, panels_text
from tui.domain.problems import Problem
from tui.i18n import formats
from tui.i18n.field_labels import LABELS, STAGES
from tui.i18n.labels import word
from tui.i18n.sentences import problem_sentence
from tui.i18n.translator import N_, _
from tui.reports.kinds.registry import TITLES

WHYS = {
    "car add": N_("Added"),
    "car edit": N_("Edited"),
    "car buy": N_("Bought"),
    "car archive --back": N_("Taken back from the archive"),
    "car archive": N_("Archived"),
    "car remove": N_("Removed"),
    "car import --mend": N_("Taken in after a held row was mended"),
    "car import --dismiss": N_("Held row dismissed"),
    "car import": N_("Imported from a list"),
    "document add": N_("Document recorded"),
    "document edit": N_("Document changed"),
    "document says": N_("What a paper prints recorded"),
    "model set": N_("Model sheet changed"),
    "shipment new": N_("Put on a shipment"),
    "shipment add": N_("Put on a shipment"),
    "shipment remove": N_("Taken off a shipment"),
    "shipment price": N_("Price on the shipment set"),
    "shipment edit": N_("Shipment changed"),
    "shipment move": N_("Moved from one shipment to another"),
    "shipment split": N_("Shipment split"),
    "shipment cancel --back": N_("Shipment taken back"),
    "shipment cancel": N_("Shipment cancelled"),
    "shipment order": N_("Loading order changed"),
    "shipment milestone": N_("Step of the shipment recorded"),
    "shipment print": N_("Final paper printed"),
    "shipment dossier": N_("Dossier written"),
    "shipment leg add": N_("Leg added to the route"),
    "shipment leg edit": N_("Leg of the route changed"),
    "shipment leg remove": N_("Leg taken off the route"),
    "shipment leg": N_("Route changed"),
    "shipment container add": N_("Container added"),
    "shipment container edit": N_("Container changed"),
    "shipment container remove": N_("Container removed"),
    "shipment container": N_("Containers changed"),
    "dealer add": N_("Dealer added"),
    "dealer edit": N_("Dealer changed"),
    "dealer remove": N_("Dealer removed"),
    "firm add": N_("Own firm added"),
    "firm edit": N_("Own firm changed"),
    "firm remove": N_("Own firm removed"),
    "party add": N_("Party added"),
    "party edit": N_("Party changed"),
    "party remove": N_("Party removed"),
    "inspection add": N_("Inspection recorded"),
    "inspection edit": N_("Inspection changed"),
    "inspection void": N_("Inspection taken out of force, or put back"),
    "inspection remove": N_("Inspection removed"),
    "letter request": N_("Maker's letter requested"),
    "letter received": N_("Maker's letter received"),
    "letter refused": N_("Maker's letter refused"),
    "letter withdraw": N_("Request for a maker's letter withdrawn"),
    "snapshot_accepted": N_("Change by another program taken over"),
    "kit set": N_("Localisation items set"),
    "kit drop": N_("Evidence taken off"),
    "kit copy": N_("Localisation kit copied"),
    "kit photos": N_("Photos added to localisation items"),
    "partner add": N_("Repair partner added"),
    "partner edit": N_("Repair partner changed"),
    "partner remove": N_("Repair partner removed"),
    "part add": N_("Part added"),
    "part edit": N_("Part changed"),
    "part remove": N_("Part removed"),
    "part import": N_("Parts imported from a list"),
    "distributor add": N_("Distributor added"),
    "distributor edit": N_("Distributor changed"),
    "distributor remove": N_("Distributor removed"),
    "override add": N_("Override recorded"),
    "override withdraw": N_("Override withdrawn"),
    "rule install": N_("Rules installed"),
    "rule remove": N_("Rules removed"),
    "rule rescreen": N_("Cars screened again"),
    "undo": N_("Undone"),
    "redo": N_("Redone"),
}
"""What a commit did, by how its reason begins."""
_NUMBERED = frozenset({"undo", "redo"})
_UNTOLD = frozenset({
    "car import --mend", "car import --dismiss", "document edit", "document says", "inspection edit", "inspection void",
    "inspection remove", "offer edit", "offer buy", "offer decline", "offer reopen", "offer unwatch", "rates remove",
    "sale cancel", "override withdraw",
})  # fmt: skip
"""Reasons whose rest is a number that says nothing to a reader."""
_KINDS = {
    CARS.name: N_("car"),
    SHEETS.name: N_("model sheet"),
    DEALERS.name: N_("dealer"),
    FIRMS.name: N_("firm"),
    PARTIES.name: N_("party"),
    DOCUMENTS.name: N_("document"),
    SHIPMENTS.name: N_("shipment"),
    BATCHES.name: N_("import"),
    HELD_ROWS.name: N_("held row"),
    INSPECTIONS.name: N_("inspection"),
    LETTERS.name: N_("request to the maker"),
    KITS.name: N_("localisation kit"),
    CAR_ITEMS.name: N_("localisation items of car"),
    REPAIR_PARTNERS.name: N_("repair partner"),
    PARTS.name: N_("part"),
    DISTRIBUTORS.name: N_("distributor"),
    ISSUED.name: N_("issued paper"),
    DOSSIERS.name: N_("dossier"),
}
_NAMES = ("vin", "stock_number", "number", "name", "source")
"""The fields of a stored document that people call it by, the best first."""
BOOKKEEPING = frozenset({"id", "typed", "listed", "vin_confirmed", "frozen", "content", "sha256", "fingerprint"})
"""Fields of records that a reader need not be told of."""
_PEOPLE = {
    "firm_id": FIRMS,
    "consignee_id": PARTIES,
    "notify_id": PARTIES,
    "broker_id": PARTIES,
    "agent_id": PARTIES,
    "dealer_id": DEALERS,
    "party_id": PARTIES,
}
_RATES = frozenset({"invoice_rate"})
_MOST_NAMED = 5


def when_text(desk: Desk, at: datetime) -> str:
    """A time in the firm's zone."""
    return at.astimezone(ZoneInfo(desk.settings.firm.time_zone)).strftime("%Y-%m-%d %H:%M")


def what_text(desk: Desk, why: str) -> str:
    """What a commit did, in a few words; the reason itself where it is none of ours."""
    words = why.split(" ")
    for count in (3, 2, 1):
        head = " ".join(words[:count])
        known = WHYS.get(head) or MONEY_WHYS.get(head)
        if known is None:
            continue
        label, tail = _(known), " ".join(words[count:])
        if head in _NUMBERED:
            return _("%(label)s: entry %(number)s") % {"label": label, "number": tail} if tail else label
        if head == "shipment print":
            tail = _(", ").join(map(issued_text, tail.split(", ")))
        else:
            tail = tail_text(desk, head, words[count:])
        return _("%(label)s: ") % {"label": label} + tail if tail and head not in _UNTOLD else label
    return why


def issued_text(name: str) -> str:
    """An issued paper by the title of its kind, from what ``IssuedPaper.name`` calls it."""
    parts = name.rsplit(" ", 2)
    if len(parts) != 3 or parts[1] not in TITLES:
        return name
    number, kind, revision = parts
    return _("%(number)s %(paper)s, revision %(revision)s") % {
        "number": number, "paper": _(TITLES[kind]), "revision": revision,
    }  # fmt: skip


def kind_text(kind: str) -> str:
    """What a table holds, for one of it."""
    return _(_KINDS.get(kind) or MONEY_KINDS.get(kind, kind))


def name_text(desk: Desk, kind: str, row_id: int, document: Mapping[str, Any] | None) -> str:
    """What people call a record, from its stored document."""
    found = document or {}
    if kind == DOCUMENTS.name:
        return " ".join(
            part for part in (_(title_of(desk, str(found.get("kind", "")))), found.get("number", "")) if part
        )
    if kind == ISSUED.name:
        return issued_text(" ".join(str(found.get(one, "")) for one in ("number", "kind", "revision")))
    if kind == CAR_ITEMS.name:
        return _car(desk, int(found.get("car_id", 0)))
    if kind in {KITS.name, DISTRIBUTORS.name}:
        return model_text(desk, [str(found[one]) for one in ("make", "model", "country", "name") if found.get(one)])
    if kind == HELD_ROWS.name:
        return _("row %(row)s") % {"row": found.get("row", row_id)}
    name = next((str(found[one]) for one in _NAMES if found.get(one)), "")
    if not name and found.get("model"):
        name = model_text(desk, [str(found[one]) for one in ("make", "model", "trim", "model_year") if found.get(one)])
        if kind == SHEETS.name or not found.get("make"):
            return name
    return name or str(row_id)


def record_text(desk: Desk, kind: str, row_id: int, document: Mapping[str, Any] | None) -> str:
    """A record by its kind and its name."""
    return f"{kind_text(kind)} {name_text(desk, kind, row_id, document)}"


def field_of(path: Path) -> str:
    """The field that a way leads to, by the name that commands take."""
    match path:
        case ("deal",) | ("deal", "country"):
            return "destination"
        case ("milestones", stage):
            return stage
        case ("scope", *rest) if rest:
            return rest[0]
        case ("specs" | "offer" | "deal", name):
            return name
        case _:
            return path[0]


def label_text(desk: Desk, kind: str, path: Path) -> str:
    """The label of the field that a way leads to."""
    if path[0] == "panels" and len(path) > 1:
        kind_of_panel = desk.library.panels.kinds.get(path[1])
        return _(kind_of_panel.title) if kind_of_panel is not None else path[1]
    if path[0] == "lines" and len(path) > 1:
        return _("Car %(car)s") % {"car": _car(desk, int(path[1]))}
    if path[0] == "entries" and len(path) > 1:
        item = _(title_of(desk, f"{ITEM}{path[1]}"))
        own = _(OTHER_LABELS.get(path[2]) or LABELS.get(path[2], path[2])) if len(path) > 2 else ""
        return _("%(item)s: %(field)s") % {"item": item, "field": own} if own else item
    name = field_of(path)
    if (kind, name) in OF_KIND:
        return _(OF_KIND[kind, name])
    if kind in {DEALERS.name, FIRMS.name, PARTIES.name, DOCUMENTS.name}:
        return _(LABELS.get(name) or OTHER_LABELS.get(name, name))
    if path[0] == "milestones" and name not in STAGES:
        return word(desk.library.words, "stage", name)
    return _(OTHER_LABELS.get(name) or LABELS.get(name) or STAGES.get(name, name))


def change_texts(desk: Desk, kind: str, path: Path, before: Any, after: Any) -> tuple[str, str]:
    """Two stored values in words; of two lists of entries only what stands in one of them alone."""
    if _are_entries(before) and _are_entries(after):
        gone = [one for one in before if one not in after]
        come = [one for one in after if one not in before]
        if gone or come:
            before, after = gone or None, come or None
    return value_text(desk, kind, path, before), value_text(desk, kind, path, after)


def _are_entries(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, Mapping) for one in value)


def value_text(desk: Desk, kind: str, path: Path, value: Any) -> str:
    """A stored value in words; a dash for none."""
    if value is ABSENT or value is None or value == "":
        return formats.NONE
    name = path[-1] if path[0] == "entries" and len(path) > 2 else field_of(path)
    if path[0] == "entries":
        if isinstance(value, Mapping) and "item" in value:
            return word(desk.library.words, "kit_standing", str(value.get("state", "open")))
        if name == "state":
            return word(desk.library.words, "kit_standing", str(value))
    if path[0] == "lines" and isinstance(value, Mapping):
        return _money(value["price"]) if value.get("price") else _("on board")
    if name in _PEOPLE:
        record: Any = desk.store.get(_PEOPLE[name], int(value))  # type: ignore[arg-type]
        return record.name if record is not None else str(value)
    if name == "car_ids":
        return _cars(desk, value)
    if name == "car_id":
        return _car(desk, int(value))
    if path[0] == "panels":
        return _panels(desk, value if isinstance(value, list | tuple) else [value])
    if name == "basis":
        return word(desk.library.words, "inspection_basis", str(value))
    if name == "sheet_ids":
        found = (desk.store.get(SHEETS, int(one)) for one in value)
        return _(", ").join(f"{one.make} {one.model}" for one in found if one is not None) or formats.NONE
    if name == "shipment_id":
        shipment = desk.store.get(SHIPMENTS, int(value))
        return shipment.number if shipment is not None else str(value)
    if kind == DOCUMENTS.name and name == "kind":
        return _(title_of(desk, str(value)))
    if kind == COSTS.name and name == "kind":
        return word(desk.library.words, "cost_kind", str(value))
    if name == "reach":
        return _(REACHES.get(str(value), str(value)))
    if isinstance(value, Mapping):
        return _mapping(desk, kind, name, value)
    if isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        parts = [_mapping(desk, kind, name, one) for one in value if isinstance(one, Mapping)]
        return parts[-1] if name == "purchases" else _(", ").join(parts)
    if name in _RATES:
        return _rate(value)
    if name in STAGES:
        return str(value)
    return fact_text(desk, name, value)


def _mapping(desk: Desk, kind: str, name: str, value: Mapping[str, Any]) -> str:
    if "currency" in value and "amount" in value:
        return _money(value)
    if name == "purchases":
        return purchase_text(value)
    if isinstance(value.get("amount"), Mapping):
        car = _car(desk, int(value["car_id"])) if value.get("car_id") else ""
        parts = [car, str(value.get("on", "")), _money(value["amount"])]
    elif "country" in value:
        others = (value_text(desk, kind, ("deal", one), part) for one, part in value.items() if one != "country")
        parts = [fact_text(desk, "country", value["country"]), *others]
    elif "start_country" in value:
        parts = [f"{value['start']} - {value['end']}", str(value.get("etd", "")), str(value.get("eta", ""))]
    elif name == "containers":
        parts = [str(value["number"]), _cars(desk, value.get("car_ids", ()))]
    elif name == "prints":
        field = desk.library.agreement.fields.get(str(value["field"]))
        label = _(field.title) if field else str(value["field"])
        parts = [_car(desk, value["car_id"]) if value.get("car_id") else "", f"{label} {value['value']}"]
    elif "on" in value:
        parts = [str(value["on"])]
    elif "code" in value:
        parts = [problem_sentence(msgspec.convert(value, Problem))]
    elif "name" in value or "file" in value:
        parts = [str(value.get("name") or value.get("file"))]
    else:
        parts = [value_text(desk, kind, (one,), part) for one, part in value.items()]
    return _(", ").join(part for part in parts if part) or formats.NONE


def _panels(desk: Desk, panels: Any) -> str:
    """Panels with their readings and codes, each in the text that types it."""
    found = [msgspec.convert(one, PanelReading) for one in panels if isinstance(one, Mapping)]
    if len(found) == 1:
        return panel_text(found[0], desk.library.panels)
    return panels_text(found, desk.library.panels) or formats.NONE


def _money(value: Mapping[str, Any]) -> str:
    try:
        return formats.amount(Money(Decimal(str(value["amount"])), str(value["currency"])))
    except (InvalidOperation, KeyError, ValueError):
        return " ".join(str(part) for part in value.values())


def _rate(value: Any) -> str:
    try:
        return percent(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _car(desk: Desk, car_id: int) -> str:
    car = desk.store.get(CARS, car_id)
    return (car.stock_number or car.vin or str(car_id)) if car is not None else str(car_id)


def _cars(desk: Desk, ids: Any) -> str:
    names = [_car(desk, int(one)) for one in ids]
    more = len(names) - _MOST_NAMED
    shown = _(", ").join(names[:_MOST_NAMED])
    return _("%(cars)s and %(n)d more") % {"cars": shown, "n": more} if more > 0 else shown
