"""Golden cases: a pack's own examples, judged by the same assessor that judges the stock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from tui.domain.assessing import Assessor, Lines, Section
from tui.domain.cars import Car
from tui.domain.codec import dec_hook
from tui.domain.deals import DATE_BASES, Deal
from tui.domain.documents import Document
from tui.domain.facts import FACTS, Case
from tui.domain.models import Specs
from tui.domain.readiness import ORIGIN, Flag, State
from tui.domain.rules import GoldenCase, Pack

_TYPES: dict[str, Any] = {
    **{field.name: field.type for struct in (Deal, Car, Specs) for field in msgspec.structs.fields(struct)},
    "customs_condition": str,
    "make_home": str,
    "route_via": tuple[str, ...],
    "final_destination": str,
    "cn_never_registered": bool,
    "cn_pending_export_noted": bool,
    "cn_temp_plate_expired": bool,
    "cn_aftersales_letter_issuer": next(f.type for f in msgspec.structs.fields(Document) if f.name == "signer"),
    "cn_letter_fields": next(f.type for f in msgspec.structs.fields(Document) if f.name == "shows"),
    "cn_letter_country_differs": bool,
    "cn_declared_qty_equals_licence_qty": bool,
    "cn_cars_per_licence_line": int,
    "cn_licence_expired_at_declaration": bool,
    "cn_licence_fields_mismatch": bool,
    "cn_owner_is_licence_applicant": bool,
}
"""The type each fact of ``FACTS`` has."""


class Difference(msgspec.Struct, frozen=True):
    """Where a pack says something else than its case expects.

    Both are ``flagged``, ``satisfied``, ``cannot_tell``, ``silent`` or ``turns 2027-01-01``; found
    is ``no_such_rule`` for a rule that no pack holds.
    """

    rule: str
    expected: str
    found: str


def fact_value(name: str, value: object) -> Any:
    """The typed value of a fact as a pack's file writes it: dates may be cut short, lists are tuples.

    Raises ValueError for a fact that is not one and for a value of the wrong type.
    """
    if name not in FACTS:
        raise ValueError(name)
    plain = value.isoformat() if isinstance(value, date) else value
    return msgspec.convert(plain, _TYPES[name], dec_hook=dec_hook)


class Court:
    """Judges golden cases by some packs; what the rules of a destination and route come to is worked out once."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        """Take the packs as they are: they must not change while the court sits."""
        self._packs = packs
        self._known = {rule.id for pack in packs.values() for rule in pack.rules}
        self._origins: dict[int, Section] = {}
        self._lines = Lines(packs)
        self._assessors: dict[tuple[str, tuple[str, ...]], Assessor] = {}

    def judge(self, case: GoldenCase, jurisdiction: str) -> tuple[Difference, ...]:
        """Where the packs differ from what a case of one jurisdiction expects; nothing when the case holds.

        Every rule of the jurisdiction's own pack counts, named or not; rules of other packs only where they are named.
        """
        flags = self._assessor(case).assess(_facts(case, self._packs)).flags
        found = {flag.rule.id: _said(flag) for flag in flags}
        own = {rule.id for rule in self._packs[jurisdiction].rules} if jurisdiction in self._packs else set()
        expected = dict(_expected(case))
        return tuple(
            Difference(rule, expected.get(rule, _SILENT), found.get(rule, _SILENT) if rule in self._known else _NO_RULE)
            for rule in sorted({*expected, *(own & found.keys())})
            if rule not in self._known or expected.get(rule, _SILENT) != found.get(rule, _SILENT)
        )

    def _assessor(self, case: GoldenCase) -> Assessor:
        found = self._assessors.get((case.to, case.via))
        if found is None:
            found = self._assessors[case.to, case.via] = Assessor(
                case.to,
                case.via,
                self._packs,
                case.on,
                staleness_days=_NEVER_STALE,
                origins=self._origins,
                lines=self._lines,
            )
        return found


def judge(case: GoldenCase, jurisdiction: str, packs: Mapping[str, Pack]) -> tuple[Difference, ...]:
    """Judge a single case; see ``Court.judge``."""
    return Court(packs).judge(case, jurisdiction)


_NEVER_STALE = 10**6
_SILENT, _NO_RULE = "silent", "no_such_rule"


def _said(flag: Flag) -> str:
    return f"turns {flag.turns_blocked_on}" if flag.turns_blocked_on else flag.state.value


def _expected(case: GoldenCase) -> Iterator[tuple[str, str]]:
    for state in (State.FLAGGED, State.SATISFIED, State.CANNOT_TELL):
        yield from ((rule, state.value) for rule in getattr(case, state.value))
    yield from ((rule, f"turns {day}") for rule, day in case.turns.items())
    yield from ((rule, _SILENT) for rule in case.silent)


def _facts(case: GoldenCase, packs: Mapping[str, Pack]) -> Case:
    """The case as the assessor reads it: what the pack of the origin takes for known unless the case says otherwise."""
    origin = packs.get(ORIGIN)
    known: dict[str, Any] = {
        **(origin.defaults if origin else {}),
        "sub_region": (),
        "export_country": ORIGIN,
        "route_via": case.via,
        "final_destination": case.to,
        **({"cn_never_registered": False} if "first_registration" in case.facts else {}),
        **case.facts,
    }
    held = dict.fromkeys(DATE_BASES, frozenset(case.documents))
    days = dict.fromkeys(DATE_BASES, case.on)
    return Case(case.to, tuple(known.get(name) for name in FACTS), frozenset(), days, held, held)
