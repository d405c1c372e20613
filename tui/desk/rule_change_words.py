"""What changes of rules did to the cars, in the user's language: shared by commands and screens."""

from __future__ import annotations

from collections.abc import Sequence

from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import CARS
from tui.desk.rescreening import Screening
from tui.desk.rule_updating import Offered
from tui.domain.readiness import Verdict
from tui.domain.rule_changes import Moved, RuleChange
from tui.feeds import signing
from tui.i18n import labels
from tui.i18n.translator import _, ngettext

_MOST_CODES = 12


def _summary(moved: Sequence[Moved], screened: int, touched: int) -> str:
    blocked, freed = sum(one.newly_blocked for one in moved), sum(one.freed for one in moved)
    return _(
        "%(screened)s answers screened: %(blocked)s newly blocked, %(freed)s freed, %(other)s otherwise changed, "
        "%(touched)s with other open points."
    ) % {
        "screened": screened,
        "blocked": blocked,
        "freed": freed,
        "other": len(moved) - blocked - freed,
        "touched": touched,
    }


def _moved_lines(desk: Desk, moved: Sequence[Moved]) -> list[str]:
    words = desk.library.words
    return [
        f"  {car_named(desk, one.car_id)}  {one.country}  {_verdict(words, one.before)} → {_verdict(words, one.after)}"
        for one in moved
    ]


def _verdict(words: dict[str, dict[str, str]], verdict: Verdict) -> str:
    return labels.word(words, "verdict", verdict.value)


def _lapsed_lines(lapsed: Sequence[int]) -> list[str]:
    if not lapsed:
        return []
    said = ngettext("%(n)d override lapses: %(numbers)s", "%(n)d overrides lapse: %(numbers)s", len(lapsed))
    return [said % {"n": len(lapsed), "numbers": ", ".join(map(str, lapsed))}]


def screening_lines(desk: Desk, found: Screening) -> list[str]:
    """What a screening found, a line each."""
    head = _summary(found.moved, found.screened, found.touched)
    return [head, *_moved_lines(desk, found.moved), *_lapsed_lines(found.lapsed)]


def record_lines(desk: Desk, record: RuleChange) -> list[str]:
    """What a change of rules did, a line each."""
    changed = some_codes(record.jurisdictions) or _("none")
    rules = {"added": len(record.added), "removed": len(record.removed), "edited": len(record.edited)}
    return [
        _("Packs that changed: %(countries)s") % {"countries": changed},
        _("Rules: %(added)s added, %(removed)s removed, %(edited)s changed.") % rules,
        _summary(record.moved, record.screened, record.touched),
        *_moved_lines(desk, record.moved),
        *_lapsed_lines(record.lapsed),
    ]


def signed_line(offered: Offered) -> str:
    """Who signed what is published, when, and for how long."""
    return _("Signed by %(fingerprint)s on %(day)s, good until %(until)s, number %(sequence)s.") % {
        "fingerprint": signing.fingerprint(offered.key),
        "day": offered.index.issued.date(),
        "until": offered.index.expires.date(),
        "sequence": offered.index.sequence,
    }


def some_codes(codes: Sequence[str]) -> str:
    """A few codes, and how many more there are."""
    more = len(codes) - _MOST_CODES
    return ", ".join(codes[:_MOST_CODES]) + (f" +{more}" if more > 0 else "")


def car_named(desk: Desk, car_id: int) -> str:
    """The name of a car, or its number where it is no longer in the book."""
    car = desk.store.get(CARS, car_id)
    return name_of(car) if car is not None else str(car_id)
