"""Golden cases as proof: the user's own packs are used as long as their cases hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from tui.domain.golden import Court, Difference
from tui.domain.rules import GoldenCase, Pack
from tui.errors import PackError
from tui.packs.rules import Loaded, without


def proven(loaded: Loaded) -> Loaded:
    """The packs without those of the user whose golden cases fail; each failure is an error that names its rule.

    Only the user's own cases are run: the shipped ones hold.
    """
    own = {code: pack for code, pack in loaded.packs.items() if not pack.is_shipped}
    if not any(own_cases(pack) for pack in own.values()):
        return loaded
    court = Court(loaded.packs)
    errors = [_error(pack, case, one) for pack in own.values() for case, one in faults(court, pack, own_cases(pack))]
    failing = {str(error.params["jurisdiction"]) for error in errors}
    if not failing:
        return loaded
    left_out = {code: own[code] for code in failing}
    return Loaded(without(loaded.packs, failing), (*loaded.errors, *errors), left_out)


def checked_by(loaded: Loaded, day: date) -> Loaded:
    """The packs as if those that were checked since had been checked on a day."""
    packs = {code: msgspec.structs.replace(pack, checked=min(pack.checked, day)) for code, pack in loaded.packs.items()}
    return Loaded(packs, loaded.errors, loaded.failing)


def own_cases(pack: Pack) -> tuple[GoldenCase, ...]:
    """The golden cases of a pack that are the user's."""
    if pack.origin != "shipped":
        return pack.cases
    return tuple(case for case in pack.cases if case.name in pack.own_cases)


def faults(court: Court, pack: Pack, cases: Iterable[GoldenCase]) -> Iterator[tuple[GoldenCase, Difference]]:
    """Where cases of a pack do not hold."""
    for case in cases:
        for one in court.judge(case, pack.jurisdiction):
            if _counts(one, case, pack):
                yield case, one


def rules_named(case: GoldenCase) -> tuple[str, ...]:
    """Every rule a golden case names."""
    return (*case.flagged, *case.satisfied, *case.cannot_tell, *case.silent, *case.turns)


def _counts(one: Difference, case: GoldenCase, pack: Pack) -> bool:
    """Whether a difference is a fault where single rules are laid over a pack.

    The pack's cases know nothing of them, and theirs need not name every rule of the pack that speaks.
    """
    own = one.rule in pack.own_rules
    return (own or one.rule in rules_named(case)) if case.name in pack.own_cases else not own


def _error(pack: Pack, case: GoldenCase, one: Difference) -> PackError:
    file = pack.additions[-1] if pack.additions else pack.origin
    return PackError(
        "pack_case_fails",
        file=file,
        entry=case.name,
        key=one.rule,
        expected=one.expected,
        found=one.found,
        jurisdiction=pack.jurisdiction,
    )
