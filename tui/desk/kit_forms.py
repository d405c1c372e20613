"""What the forms about localisation ask of the desk: values and problems while typing, then one write.

The use cases are rehearsed on a book that takes nothing in, so that a form checks what the write checks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tui.desk import localising, repair_partners
from tui.desk.attaching import kept
from tui.desk.context import Desk
from tui.desk.form_texts import KIT_FORMS, text_for
from tui.desk.forms import Examined, plain_texts, read, rehearse
from tui.desk.kinds import DISTRIBUTORS, PARTS, REPAIR_PARTNERS
from tui.desk.kit_book import ModelAt
from tui.domain.cars import Car
from tui.domain.documents import Attachment
from tui.domain.kit_standing import ItemStanding
from tui.domain.kits import KitItem
from tui.domain.localisation import Entry, ItemState
from tui.domain.problems import Problem
from tui.errors import DraftRefused, NearnewError
from tui.store.contract import Kind

FILE = "file"
"""The field that names a file to keep as evidence."""
PROVE, WAIVE, NOT_APPLICABLE, PLAN = "prove", "waive", "not_applicable", "plan"
"""What a form does with an item."""
DEEDS: Mapping[str, tuple[str, ...]] = {
    PROVE: (
        FILE, "vin_visible", "document", "measurement", "evidence_note", "evidence_on", "evidence_until", "evidence_by",
    ),
    WAIVE: ("by", "reason", "until"),
    NOT_APPLICABLE: ("by", "reason"),
    PLAN: ("state", "owner", "due", "effort_hours", "cost", "note"),
}  # fmt: skip
"""The fields of each."""
KINDS: Mapping[str, Kind[Any]] = {"repair_partner": REPAIR_PARTNERS, "part": PARTS, "distributor": DISTRIBUTORS}
_SAVE: Mapping[str, Callable[..., Any]] = {
    "repair_partner": repair_partners.save_partner,
    "part": repair_partners.save_part,
    "distributor": repair_partners.save_distributor,
}
_STATES = {WAIVE: ItemState.WAIVED, NOT_APPLICABLE: ItemState.NOT_APPLICABLE, PROVE: ItemState.PROVEN}
_NO_FILE = "0" * 64
Texts = Mapping[str, str]


@dataclass(frozen=True)
class ItemDeed:
    """What is done with which item, of a model's kit or of one car's."""

    deed: str
    at: ModelAt
    item: KitItem
    entry: Entry | None = None
    car: Car | None = None


# partners, parts, distributors


def record_texts(desk: Desk, form: str, record: Any) -> dict[str, str]:
    """A record as texts that read as the same values again; nothing for a list that is empty."""
    found = {name: text_for(desk, name, getattr(record, name)) for name in KIT_FORMS[form]}
    return {name: "" if text == "none" else text for name, text in found.items()}


def examine_record(desk: Desk, form: str, texts: Texts, changed: Texts, record: Any) -> Examined:
    """What the texts of a partner, a part or a distributor mean and all that is wrong; nothing is written."""
    values, problems = read(desk, form, texts)
    unread = {one.field for one in problems}
    given = {name: text for name, text in changed.items() if name not in unread}
    more = _rehearsed(desk, lambda book: save_record(book, form, given, record, confirm=False))
    return Examined(values, _together(problems, more, unread))


def save_record(desk: Desk, form: str, changed: Texts, record: Any, *, confirm: bool) -> int:
    """Write a partner, a part or a distributor as one commit; returns its id. Raises DraftRefused."""
    texts = list(plain_texts(desk, form, changed).items())
    return int(_SAVE[form](desk, texts, record, confirm=confirm).id)


# items


def item_texts(desk: Desk, deed: ItemDeed) -> dict[str, str]:
    """What stands in the fields of an item's form at first: what was decided or planned before."""
    entry = deed.entry or Entry(deed.item.id)
    if deed.deed == PROVE:
        return {}
    if deed.deed in _STATES and entry.state is not _STATES[deed.deed]:
        return {}
    found = {name: text_for(desk, name, getattr(entry, name)) for name in DEEDS[deed.deed]}
    if deed.deed == PLAN and deed.entry is None:
        found["state"] = ItemState.IN_WORK.value
    return found


def examine_item(desk: Desk, deed: ItemDeed, texts: Texts, changed: Texts) -> Examined:
    """What the texts about an item mean and all that is wrong with them; writes nothing, and keeps no file yet."""
    typed = {name: text for name, text in texts.items() if name != FILE}
    values, problems = read(desk, "kit_item", typed)
    path = texts.get(FILE, "").strip()
    found = list(problems)
    if path and not Path(path).expanduser().is_file():
        found.append(Problem("file_missing", FILE, {"path": path[:80]}))
    unread = {one.field for one in found}
    given = {name: text for name, text in changed.items() if name not in unread}
    file = [Attachment(_NO_FILE, Path(path).name, 1)] if path else []
    more = _rehearsed(desk, lambda book: _set(book, deed, given, file, confirm=False))
    return Examined(values, _together(found, [_placed(one, deed.deed) for one in more], unread))


def save_item(desk: Desk, deed: ItemDeed, changed: Texts, *, confirm: bool) -> ItemStanding:
    """Write what was said of an item, with its file, as one commit; returns how the item stands then.

    Raises DraftRefused with all problems, BadFile for the file.
    """
    path = changed.get(FILE, "").strip()
    file = [kept(desk, Path(path).expanduser())] if path else []
    return _set(desk, deed, changed, file, confirm=confirm)


def reopen(desk: Desk, deed: ItemDeed) -> ItemStanding:
    """Set an item open again; its evidence stays with it."""
    return _set(desk, deed, {"state": ItemState.OPEN.value}, [], confirm=True)


def _set(desk: Desk, deed: ItemDeed, changed: Texts, files: Sequence[Attachment], *, confirm: bool) -> ItemStanding:
    own = {name: text for name, text in changed.items() if name != FILE}
    texts = plain_texts(desk, "kit_item", own)
    if deed.deed in _STATES and "state" not in texts:
        texts["state"] = _STATES[deed.deed].value
    cars = (deed.car,) if deed.car is not None else ()
    found = localising.set_items(
        desk, deed.at, [deed.item.id], list(texts.items()), cars=cars, attachments=files, confirm=confirm
    )
    return found[0]


def _placed(problem: Problem, deed: str) -> Problem:
    """A problem at the field of the form where it can be mended."""
    if deed != PROVE:
        return problem
    field = {"state": FILE, "item": FILE, "on": "evidence_on", "until": "evidence_until"}.get(problem.field)
    return problem if field is None else msgspec.structs.replace(problem, field=field)


def _rehearsed(desk: Desk, use: Callable[[Desk], object]) -> list[Problem]:
    try:
        rehearse(desk, use)
    except DraftRefused as refused:
        return [one for one in refused.problems if isinstance(one, Problem)]
    except NearnewError as error:
        return [Problem(error.code, "", {name: str(value) for name, value in error.params.items()})]
    return []


def _together(problems: Sequence[Problem], more: Sequence[Problem], unread: set[str]) -> tuple[Problem, ...]:
    """Every problem once; a field that could not be read is not told to be missing too."""
    return (*problems, *(one for one in more if one not in problems and one.field not in unread))
