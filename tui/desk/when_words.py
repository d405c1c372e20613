"""What ``when`` says in the user's language: shared by command and screen."""

from __future__ import annotations

from collections.abc import Iterator

from tui.desk import kit_rule_words
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.desk.explained import fact_title
from tui.desk.paper_words import paper_title
from tui.desk.whens import Told, holding
from tui.domain.readiness import Doubt
from tui.domain.whens import LOOK_AHEAD_DAYS, Way
from tui.i18n import formats
from tui.i18n.pack_notices import pack_notices
from tui.i18n.translator import _, ngettext

Said = tuple[str, str]
"""What a line is (``way``, ``none``, ``untold``, ``more``, ``change`` or ``note``), and its text."""


def lines(desk: Desk, told: Told) -> Iterator[Said]:
    """The first lawful days, what they take, what changes afterwards, and what holding costs."""
    found = told.found
    yield from _way(desk, _("with the maker's letter"), found.with_letter, told)
    if found.without_letter != found.with_letter:
        yield from _way(desk, _("without the maker's letter"), found.without_letter, told)
    for change in found.changes:
        text = _("barred again from %(day)s: %(rules)s") if change.barred else _("free again from %(day)s: %(rules)s")
        yield "change", text % {"day": change.on, "rules": _titles(desk, change.rules)}
    if told.holding is None:
        yield "note", _("Holding cost: not set (money.holding_rate_per_day), or the price is not known")


def _way(desk: Desk, label: str, way: Way, told: Told) -> Iterator[Said]:
    start = told.today.frame.dates["clearance"] if told.today.frame else desk.today
    if way.day is None:
        if way.doubts:
            yield "untold", _("%(way)s: cannot be told") % {"way": label}
            for doubt in way.doubts:
                yield "more", doubt_text(desk, doubt)
        else:
            yield "none", _("%(way)s: no lawful day within %(n)d days") % {"way": label, "n": LOOK_AHEAD_DAYS}
        if way.bars:
            yield "more", _("in the way: %(rules)s") % {"rules": _titles(desk, way.bars)}
        if way.missing:
            facts = ", ".join(fact_title(desk, name) for name in way.missing)
            yield "more", _("cannot be told without: %(facts)s") % {"facts": facts}
        return
    days = (way.day - start).days
    text = ngettext("%(way)s: %(day)s, in %(n)d day", "%(way)s: %(day)s, in %(n)d days", days)
    yield "way", text % {"way": label, "day": way.day, "n": days}
    if way.papers:
        papers = "; ".join(paper_title(desk, kind) for kind in way.papers)
        yield "more", _("once these are held: %(papers)s") % {"papers": papers}
    if way.steps:
        yield "more", _("once this is done: %(rules)s") % {"rules": _titles(desk, way.steps)}
    if told.holding is not None:
        amount = formats.amount(holding(told.holding, days))
        yield "more", _("holding until then: %(amount)s") % {"amount": amount}


def doubt_text(desk: Desk, doubt: Doubt) -> str:
    """Why nothing can be said: where a file of rules is faulty, what is wrong with it."""
    if doubt.code == "no_pack":
        faults = pack_notices(desk.library.faults_of(doubt.jurisdiction)[:1])
        return faults[0] if faults else kit_rule_words.doubt_text(doubt)
    return kit_rule_words.doubt_text(doubt)


def _titles(desk: Desk, ids: tuple[str, ...]) -> str:
    rules = [rule_named(desk, one) for one in ids]
    return "; ".join(_(rule.title) if rule else one for rule, one in zip(rules, ids, strict=True))
