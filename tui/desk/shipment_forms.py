"""What the form of a shipment asks of the desk: values as understood and problems while typing, then one write.

The use cases of ``desk.shipping`` are rehearsed on a book that takes nothing in and hands back the record it was
given, so that the form checks what the write checks, and the partners go into the same commit.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, cast

import msgspec

from tui.desk import partners, shipping
from tui.desk.context import Desk
from tui.desk.editing import reading_of
from tui.desk.form_texts import fields_of, text_for
from tui.desk.forms import Examined
from tui.desk.kinds import FIRMS, PARTIES, SHIPMENTS
from tui.domain.cars import Car
from tui.domain.problems import Problem
from tui.domain.record_fields import SHIPMENT, SHIPMENT_DEAL
from tui.domain.shipments import Shipment
from tui.domain.values import Unreadable
from tui.errors import DraftRefused, NotFound
from tui.store.contract import Put, Store

PARTNER_OF = {"consignee": "party", "notify": "party", "broker": "party", "agent": "party", "firm": "firm"}
"""The fields that name a partner, and which table it is in; the record keeps the partner's id."""
FIELDS = fields_of("shipment")
Texts = Mapping[str, str]


class _CaughtError(Exception):
    """A rehearsal came as far as the commit; carries the record."""

    def __init__(self, record: Shipment) -> None:
        super().__init__()
        self.record = record


class _Catching:
    """A book to read whose commits hand the record back instead of keeping it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, changes: Sequence[Put[Shipment]], **_how: object) -> NoReturn:
        """Hand the record back."""
        raise _CaughtError(changes[0].record)


def texts_of(desk: Desk, shipment: Shipment) -> dict[str, str]:
    """A shipment as texts that read as the same values again."""
    found = {name: text_for(desk, name, getattr(shipment, name)) for name in SHIPMENT}
    found |= {name: text_for(desk, name, getattr(shipment.deal, name)) for name in FIELDS if name not in SHIPMENT}
    by_legs = {"via": shipment.via, "etd": shipment.departs, "eta": shipment.arrives}
    found |= {name: text_for(desk, name, value) for name, value in by_legs.items()}
    for name, word in PARTNER_OF.items():
        partner_id = getattr(shipment, f"{name}_id")
        kind = FIRMS if word == "firm" else PARTIES
        partner: Any = desk.store.get(kind, partner_id) if partner_id else None
        found[name] = partner.name if partner is not None else ""
    return {name: "" if text == "no" and name == "cancelled" else text for name, text in found.items()}


def examine(desk: Desk, texts: Texts, shipment: Shipment | None, cars: Sequence[Car]) -> Examined:
    """What the texts of a form mean and all that is wrong with them; nothing is written."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        if not text.strip():
            continue
        try:
            values[name] = _value(desk, name, text)
        except Unreadable as error:
            problems.append(Problem(error.code, name, error.params))
        except NotFound as error:
            problems.append(Problem(error.code, name, {key: str(value) for key, value in error.params.items()}))
    wrong = {problem.field for problem in problems}
    good = {name: text for name, text in texts.items() if name not in wrong}
    if "country" not in values:
        if "country" not in wrong:
            problems.append(Problem("document_country_missing", "country"))
        good["country"] = good.get("country") or _somewhere(desk)
    try:
        drafted(desk, good, shipment, cars)
    except DraftRefused as refused:
        problems += [one for one in refused.problems if isinstance(one, Problem) and one not in problems]
    return Examined(values, tuple(problems))


def drafted(desk: Desk, texts: Texts, shipment: Shipment | None, cars: Sequence[Car]) -> Shipment:
    """The record that all the texts of a form make; raises DraftRefused, NotFound or Unreadable for what is wrong."""
    own = [(name, text) for name, text in texts.items() if name in SHIPMENT or name in SHIPMENT_DEAL]
    country = str(_value(desk, "country", texts["country"]))
    via_text = texts.get("via", "").strip()
    via = cast("tuple[str, ...]", _value(desk, "via", via_text)) if via_text else None
    ids = {f"{name}_id": _partner_id(desk, name, texts.get(name, "")) for name in PARTNER_OF}
    if shipment is not None:
        deal = msgspec.structs.replace(shipment.deal, country=country, via=via)
        base = msgspec.structs.replace(shipment, deal=deal, **ids)
        return shipping.revised(desk, base, own)
    filled = [(name, text) for name, text in own if text.strip()]
    made = _rehearsed(desk, lambda book: shipping.create(book, cars, country, filled, via=via, firm_id=ids["firm_id"]))
    known = {name: partner_id for name, partner_id in ids.items() if partner_id is not None}
    return msgspec.structs.replace(made, **known)


def save(desk: Desk, texts: Texts, shipment: Shipment | None, cars: Sequence[Car], *, expect: int) -> int:
    """Write a shipment as one commit and return its id.

    ``expect`` is the revision the form was filled in on. Raises DraftRefused with all problems, and Conflict when the
    shipment was changed since.
    """
    problems = examine(desk, texts, shipment, cars).problems
    if problems:
        raise DraftRefused(problems)
    record = drafted(desk, texts, shipment, cars)
    verb = "new" if shipment is None else "edit"
    since = desk.store.revision if shipment is None else expect
    commit = desk.store.commit([Put(SHIPMENTS, record)], why=f"shipment {verb} {record.number}", expect=since)
    return commit.ids[0]


def _value(desk: Desk, name: str, text: str) -> object:
    if name in PARTNER_OF:
        return partners.find(desk, PARTNER_OF[name], text)
    return FIELDS[name](text, reading_of(desk))


def _partner_id(desk: Desk, name: str, text: str) -> int | None:
    return int(partners.find(desk, PARTNER_OF[name], text).id) if text.strip() else None


def _somewhere(desk: Desk) -> str:
    """Any country, so that the rest of a form can be checked before one is chosen."""
    return min(desk.library.vocabulary.countries)


def _rehearsed(desk: Desk, use: Callable[[Desk], Shipment]) -> Shipment:
    try:
        use(dataclasses.replace(desk, store=cast("Store", _Catching(desk.store))))
    except _CaughtError as caught:
        return caught.record
    raise AssertionError  # pragma: no cover - every use case ends in a commit or in an error
