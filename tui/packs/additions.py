"""Single rules of the user laid over a pack: the same id replaces, a new id joins."""

from __future__ import annotations

import msgspec

from tui.domain.rules import Pack


def laid_over(base: Pack, added: Pack) -> Pack:
    """The base with the rules, fee tables and golden cases of an addition; theirs win.

    The result is as old as the older of the two: nobody checked all of it later.
    """
    tables = {band.fee for band in added.fees}
    names = {case.name for case in added.cases}
    return msgspec.structs.replace(
        base,
        checked=min(base.checked, added.checked),
        rules=tuple(({rule.id: rule for rule in base.rules} | {rule.id: rule for rule in added.rules}).values()),
        fees=(*(band for band in base.fees if band.fee not in tables), *added.fees),
        cases=(*(case for case in base.cases if case.name not in names), *added.cases),
        additions=(*base.additions, added.origin),
        own_rules=base.own_rules | {rule.id for rule in added.rules},
        own_cases=base.own_cases | names,
    )
