"""``--as-of``: judging with the rules that were known on an earlier day, so that an old decision stays explainable."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from tui.desk import rule_files
from tui.desk.context import Desk
from tui.desk.ruling import changes
from tui.domain.partialdate import PartialDate
from tui.domain.rules import Pack, Rule
from tui.packs.rules import Loaded


class RulesThen(msgspec.Struct, frozen=True):
    """Which rules an answer as of a day stands on.

    ``recorded_on`` is the day from which the book remembers the archived packs that were used; None where it remembers
    none: then the present packs were used without the rules in ``left_out``, which were not known or not yet published.
    ``stale_today`` are the packs too old on today's clock, whatever they were then.
    """

    day: date
    recorded_on: date | None
    left_out: tuple[str, ...]
    stale_today: tuple[str, ...]


def go_back(desk: Desk, day: date, real_today: date) -> RulesThen:
    """Give the desk the rules of an earlier day; ``real_today`` is today on the real clock."""
    limit = desk.settings.readiness.staleness_days
    stale = tuple(code for code, pack in sorted(desk.library.packs.items()) if (real_today - pack.checked).days > limit)
    archived = _archived(desk, day)
    if archived is not None:
        recorded_on, loaded = archived
        desk.library = desk.library.with_packs(loaded)
        return RulesThen(day, recorded_on, (), stale)
    packs, left_out = known_on(desk.library.packs, day)
    if left_out:
        desk.library = desk.library.with_packs(Loaded(packs, desk.library.pack_errors))
    return RulesThen(day, None, left_out, stale)


def known_on(packs: dict[str, Pack], day: date) -> tuple[dict[str, Pack], tuple[str, ...]]:
    """The packs without the rules that nobody can have known on a day, and the ids of these."""
    kept, left_out = {}, []
    for code, pack in packs.items():
        known = tuple(rule for rule in pack.rules if was_known(rule, day))
        left_out += [rule.id for rule in pack.rules if rule not in known]
        kept[code] = pack if len(known) == len(pack.rules) else msgspec.structs.replace(pack, rules=known)
    return kept, tuple(left_out)


def was_known(rule: Rule, day: date) -> bool:
    """Whether a rule can have been known: its source is not later; without a dated source, it was in force by then."""
    try:
        published = PartialDate.parse(rule.source.day).earliest
    except ValueError:
        return rule.effective_from is None or rule.effective_from <= day
    return published <= day or (rule.effective_from is not None and rule.effective_from <= day)


def _archived(desk: Desk, day: date) -> tuple[date, Loaded] | None:
    """The packs the book remembers for a day, where their files are still in the archive."""
    folder = rule_files.archive_folder(desk.settings)
    for change in changes(desk):
        if change.made_on <= day:
            paths = [folder / name for name in change.packs.values()]
            if paths and all(path.is_file() for path in paths):
                return change.made_on, rule_files.loaded_with(desk, paths, alone=True)
            return None
    return None


def as_json(then: RulesThen) -> dict[str, Any]:
    """What a check as of an earlier day says of its rules."""
    return {
        "day": then.day.isoformat(),
        "rules": "archive" if then.recorded_on else "present_without_later",
        "recorded_on": then.recorded_on.isoformat() if then.recorded_on else None,
        "left_out": list(then.left_out),
        "stale_today": list(then.stale_today),
    }
