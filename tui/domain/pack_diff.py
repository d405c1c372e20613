"""What one pack says that another does not: rules added, removed and changed field by field, and fees. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from tui.domain.fees import FeeBand
from tui.domain.rules import Pack, Rule

_OF_FEE = frozenset({"title", "amount", "currency", "source", "effective_to"})
"""What may change about a band that stays the same band."""
_NOT_OF_PACK = frozenset({
    "jurisdiction", "version", "rules", "fees", "cases", "origin", "additions", "own_rules", "own_cases",
})  # fmt: skip


class FieldEdit(msgspec.Struct, frozen=True):
    """One field before and after."""

    field: str
    before: Any
    after: Any


class RuleEdit(msgspec.Struct, frozen=True):
    """A rule that stays, and what changes about it; ``rule`` is the new one."""

    rule: Rule
    edits: tuple[FieldEdit, ...]


class FeeEdit(msgspec.Struct, frozen=True):
    """A fee band that stays, and what changes about it; ``band`` is the new one."""

    band: FeeBand
    edits: tuple[FieldEdit, ...]


class PackDiff(msgspec.Struct, frozen=True):
    """The way from one pack to another; a version is empty where there is no pack."""

    jurisdiction: str
    before_version: str
    after_version: str
    pack: tuple[FieldEdit, ...] = ()
    added: tuple[Rule, ...] = ()
    removed: tuple[Rule, ...] = ()
    edited: tuple[RuleEdit, ...] = ()
    fees_added: tuple[FeeBand, ...] = ()
    fees_removed: tuple[FeeBand, ...] = ()
    fees_edited: tuple[FeeEdit, ...] = ()
    cases_before: int = 0
    cases_after: int = 0

    @property
    def empty(self) -> bool:
        """Whether the two say the same."""
        return not (
            self.pack or self.added or self.removed or self.edited
            or self.fees_added or self.fees_removed or self.fees_edited
        )  # fmt: skip


def difference(before: Pack | None, after: Pack | None) -> PackDiff:
    """What changes when ``after`` takes the place of ``before``; None is no pack at all."""
    one = before or _nothing(after)
    other = after or _nothing(before)
    old, new = ({rule.id: rule for rule in pack.rules} for pack in (one, other))
    edited = ((new[key], _edits(old[key], new[key])) for key in old.keys() & new.keys())
    fees_added, fees_removed, fees_edited = _fees(one.fees, other.fees)
    return PackDiff(
        other.jurisdiction,
        before.version if before else "",
        after.version if after else "",
        _edits(one, other, _NOT_OF_PACK) if before and after else (),
        tuple(rule for key, rule in new.items() if key not in old),
        tuple(rule for key, rule in old.items() if key not in new),
        tuple(sorted((RuleEdit(rule, edits) for rule, edits in edited if edits), key=lambda one: one.rule.id)),
        fees_added,
        fees_removed,
        fees_edited,
        len(one.cases),
        len(other.cases),
    )


def _nothing(pack: Pack | None) -> Pack:
    if pack is None:
        raise ValueError
    return msgspec.structs.replace(pack, rules=(), fees=(), cases=(), members=(), defaults={})


def _edits(before: msgspec.Struct, after: msgspec.Struct, apart: frozenset[str] = frozenset()) -> tuple[FieldEdit, ...]:
    found = []
    for name in before.__struct_fields__:
        one, other = getattr(before, name), getattr(after, name)
        if name not in apart and one != other:
            found += _parts(name, one, other)
    return tuple(found)


def _parts(name: str, before: Any, after: Any) -> list[FieldEdit]:
    """A field that is a table or a record of its own is told key by key: ``condition.registered_days_le``."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
        return [FieldEdit(f"{name}.{key}", before.get(key), after.get(key)) for key in keys]
    if isinstance(before, msgspec.Struct) and type(before) is type(after):
        return [FieldEdit(f"{name}.{edit.field}", edit.before, edit.after) for edit in _edits(before, after)]
    return [FieldEdit(name, before, after)]


def _fees(
    before: tuple[FeeBand, ...], after: tuple[FeeBand, ...]
) -> tuple[tuple[FeeBand, ...], tuple[FeeBand, ...], tuple[FeeEdit, ...]]:
    """Bands added, removed and changed; a band is known by everything but its amount, wording, source and end."""
    old, new = [_key(band) for band in before], [_key(band) for band in after]
    once = {key for key in old if old.count(key) == 1} & {key for key in new if new.count(key) == 1}
    were = {key: band for key, band in zip(old, before, strict=True) if key in once}
    edited = tuple(
        FeeEdit(band, edits)
        for key, band in zip(new, after, strict=True)
        if key in once and (edits := _edits(were[key], band))
    )
    added = _more(after, before, once)
    removed = _more(before, after, once)
    return added, removed, edited


def _more(these: tuple[FeeBand, ...], those: tuple[FeeBand, ...], paired: set[tuple[Any, ...]]) -> tuple[FeeBand, ...]:
    """The bands of one side that the other does not have."""
    rest = Counter(those)
    found = []
    for band in these:
        if rest[band] > 0:
            rest[band] -= 1
        elif _key(band) not in paired:
            found.append(band)
    return tuple(found)


def _key(band: FeeBand) -> tuple[Any, ...]:
    return tuple(getattr(band, name) for name in band.__struct_fields__ if name not in _OF_FEE)
