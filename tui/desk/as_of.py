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

    ``recorded_on`` is the day from which the book remembers the archived packs that were used. None where there are
    none: nobody knows then what the desk would have said on that day. The answer stands on the present packs, last
    checked between the days ``checked``, without the rules in ``left_out``, which certainly came later; with those in
    ``doubtful``, whose source is later but may tell of an older rule. What has gone from the packs since is not in it.
    ``lost`` are archived files the book remembers for that day and that are no longer there. ``stale_today`` are the
    packs too old on today's clock, whatever they were then.
    """

    day: date
    recorded_on: date | None
    left_out: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    checked: tuple[date, date] | None = None
    lost: tuple[str, ...] = ()
    stale_today: tuple[str, ...] = ()


def go_back(desk: Desk, day: date, real_today: date) -> RulesThen:
    """Give the desk the rules of an earlier day; ``real_today`` is today on the real clock."""
    limit = desk.settings.readiness.staleness_days
    stale = tuple(code for code, pack in sorted(desk.library.packs.items()) if (real_today - pack.checked).days > limit)
    change = next((change for change in changes(desk) if change.made_on <= day), None)
    lost: tuple[str, ...] = ()
    if change is not None and change.packs:
        folder = rule_files.archive_folder(desk.settings)
        lost = tuple(sorted(name for name in change.packs.values() if not (folder / name).is_file()))
        if not lost:
            paths = [folder / name for name in change.packs.values()]
            desk.library = desk.library.with_packs(rule_files.loaded_with(desk, paths, alone=True))
            return RulesThen(day, change.made_on, stale_today=stale)
    packs, left_out, doubtful = known_on(desk.library.packs, day)
    days = sorted(pack.checked for pack in packs.values())
    then = {code: msgspec.structs.replace(pack, checked=min(pack.checked, day)) for code, pack in packs.items()}
    if left_out or then != packs:
        desk.library = desk.library.with_packs(Loaded(then, desk.library.pack_errors))
    return RulesThen(day, None, left_out, doubtful, (days[0], days[-1]) if days else None, lost, stale)


def known_on(packs: dict[str, Pack], day: date) -> tuple[dict[str, Pack], tuple[str, ...], tuple[str, ...]]:
    """The packs without the rules that came later; the ids of these, and of those of which it cannot be told."""
    kept, left_out, doubtful = {}, [], []
    for code, pack in packs.items():
        known = {rule.id: was_known(rule, day) for rule in pack.rules}
        later = [rule_id for rule_id, answer in known.items() if answer is False]
        left_out += later
        doubtful += [rule_id for rule_id, answer in known.items() if answer is None]
        rules = tuple(rule for rule in pack.rules if known[rule.id] is not False)
        kept[code] = msgspec.structs.replace(pack, rules=rules) if later else pack
    return kept, tuple(left_out), tuple(doubtful)


def was_known(rule: Rule, day: date) -> bool | None:
    """Whether a rule was known on a day; None where it cannot be told.

    A source tells when it was written, not when the rule was made. So a rule came later only where it began later and
    every dated source is later; one that is already in force, or that some source told of by then, was known.
    """
    if rule.effective_from is not None and rule.effective_from <= day:
        return True
    texts = (rule.source.day, rule.second_look.day if rule.second_look else "")
    published = [PartialDate.parse(text) for text in texts if _is_date(text)]
    if any(one.latest <= day for one in published):
        return True
    if rule.effective_from is None or not all(one.earliest > day for one in published) or not published:
        return None
    return False


def _is_date(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def as_json(then: RulesThen) -> dict[str, Any]:
    """What a check as of an earlier day says of its rules."""
    return {
        "day": then.day.isoformat(),
        "rules": "archive" if then.recorded_on else "present_without_later",
        "recorded_on": then.recorded_on.isoformat() if then.recorded_on else None,
        "checked": [one.isoformat() for one in then.checked] if then.checked else [],
        "left_out": list(then.left_out),
        "doubtful": list(then.doubtful),
        "archive_lost": list(then.lost),
        "stale_today": list(then.stale_today),
    }
