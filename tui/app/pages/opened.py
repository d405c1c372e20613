"""A flag in full: the facts compared, what would clear it, where else the car could go, and its rule.

Not one of the package's own names: it stands on the words for rules, which stand on the words for facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.pages.facts import BLANK, pairs, verdict_word
from tui.app.pages.flags import sign, state_text
from tui.app.ruling import rule_page
from tui.app.widgets.cells import KEPT_SPACE
from tui.app.widgets.lines import Paragraph
from tui.desk.checking import Answer
from tui.desk.context import Desk
from tui.desk.documents import giver_of, title_of
from tui.desk.explained import kit_texts, line_text, price_text, source_texts
from tui.desk.explaining import Explanation, explain
from tui.domain.readiness import WORST_FIRST, Flag, State, Verdict
from tui.domain.rules import KIT_KIND, RuleSeverity
from tui.i18n.labels import word
from tui.i18n.translator import _, ngettext


def flag_page(desk: Desk, glyphs: Glyphs, answer: Answer, flag: Flag, elsewhere: Sequence[Answer]) -> list[Paragraph]:
    """A flag of one car; ``elsewhere`` are the answers for the other destinations."""
    rule, told = flag.rule, explain(desk, answer, flag)
    decides = rule.severity in {RuleSeverity.BLOCK, RuleSeverity.REQUIRE}
    said = verdict_word(desk, flag.verdict) if decides else word(desk.library.words, "severity", rule.severity.value)
    state = state_text(desk, flag)
    return [
        Paragraph(_(rule.title), TONE_OF[flag.verdict], head=f"{sign(flag, glyphs)} "),
        Paragraph(f"{said} · {state}" if said != state else said),
        *_overridden(answer, flag),
        *_compared(desk, told),
        *_cost(desk, told),
        *_clears(desk, glyphs, answer, flag, elsewhere),
        BLANK,
        *(_kit_item(desk, told) if rule.kind == KIT_KIND else _rule(desk, told)),
    ]


def _rule(desk: Desk, told: Explanation) -> Iterator[Paragraph]:
    yield Paragraph(_("The rule"), "accent")
    yield from rule_page(desk, told.rule, desk.today)[1:]


def _kit_item(desk: Desk, told: Explanation) -> Iterator[Paragraph]:
    """What stands behind an item of a kit: it is no law, so there is no condition and no term to show."""
    rule, words = told.rule, desk.library.words
    yield Paragraph(_("The item of the localisation kit"), "accent")
    if told.kit is not None:
        item = told.kit.item
        named = (("kit_area", item.area), ("kit_weight", item.weight.value), ("giver", item.giver))
        yield Paragraph(" · ".join(word(words, kind, code) for kind, code in named), indent=2)
    yield Paragraph(_(rule.summary), indent=2)
    for text in source_texts(desk, told):
        yield Paragraph(text, "faint", indent=2)
    yield Paragraph(rule.id, "faint", indent=2)


def _overridden(answer: Answer, flag: Flag) -> Iterator[Paragraph]:
    for one in answer.overrides:
        if one.rule_id != flag.rule.id:
            continue
        text = _("Overridden by %(by)s on %(day)s: %(reason)s") % {
            "by": one.by,
            "day": one.made_on,
            "reason": one.reason,
        }
        if one.until:
            text += " " + _("(until %(day)s)") % {"day": one.until}
        yield Paragraph(text, "accent")
        yield from pairs([(_("Note"), one.note)], indent=2)


def _compared(desk: Desk, told: Explanation) -> Iterator[Paragraph]:
    if told.on is None:
        return
    yield BLANK
    basis = word(desk.library.words, "date_basis", told.rule.date_basis)
    text = _("Facts compared on %(day)s (%(basis)s)") % {"day": told.on.isoformat(), "basis": basis}
    yield Paragraph(text, "accent")
    for text in kit_texts(desk, told):
        yield Paragraph(text, indent=2)
    for line in told.lines:
        unknown = any(seen.value is None for seen in line.seen)
        yield Paragraph(line_text(desk, line), "unknown" if unknown else "", indent=2)


def _cost(desk: Desk, told: Explanation) -> Iterator[Paragraph]:
    """What it costs this car, or why there is no amount."""
    if text := price_text(desk, told):
        yield BLANK
        yield Paragraph(text, head=_("%(label)s: ") % {"label": _("Amount")})
        band = told.price.band if told.price else None
        if band is not None and band.source.url:
            yield Paragraph(band.source.url, "faint", indent=2)


def _clears(desk: Desk, glyphs: Glyphs, answer: Answer, flag: Flag, elsewhere: Sequence[Answer]) -> Iterator[Paragraph]:
    yield BLANK
    yield Paragraph(_("What would clear it"), "accent")
    if flag.state is State.SATISFIED:
        if flag.rule.kind == KIT_KIND:
            yield Paragraph(_("Nothing is left to do"), "ready", indent=2)
            return
        kinds = (*flag.rule.needs_all, *flag.rule.needs_any)
        yield Paragraph(_("Held: %(papers)s") % {"papers": wording.paper_titles(desk, kinds)}, "ready", indent=2)
        return
    lines = [*_ways(desk, glyphs, flag)]
    if not lines and flag.verdict is not Verdict.READY:
        lines = [Paragraph(_("No document and no fact still missing clears it for this car"), indent=2)]
    yield from lines
    if flag.rule.severity in {RuleSeverity.COST, RuleSeverity.NOTE}:
        yield Paragraph(_("It does not stand in the way"), "faint", indent=2)
    others = _others(glyphs, answer, elsewhere)
    if flag.verdict is Verdict.BLOCKED and others:
        yield from pairs([(_("Other destinations"), others)], indent=2)


def _ways(desk: Desk, glyphs: Glyphs, flag: Flag) -> Iterator[Paragraph]:
    if flag.state is State.CANNOT_TELL or flag.rule.kind == KIT_KIND:
        for name in flag.missing:
            known = desk.library.facts.get(name)
            giver = word(desk.library.words, "giver", known.giver) if known else ""
            ask = _(known.ask) if known else wording.fact_title(desk, name)
            yield Paragraph(wording.noted(ask, giver), indent=2, head="- ")
    if flag.any_of and len(flag.needs) > 1:
        yield Paragraph(_("one of these:"), indent=2)
    for kind in flag.needs:
        giver = word(desk.library.words, "giver", giver_of(desk, kind))
        yield Paragraph(wording.noted(_(title_of(desk, kind)), giver), indent=2, head="- ")
    if flag.rule.kind == KIT_KIND:
        for step in flag.rule.requires:
            yield Paragraph(_(step), indent=2, head="- ")
    if flag.lapses_on is not None:
        text = _("renew: what proves it ends before %(day)s") % {"day": flag.lapses_on}
        yield Paragraph(text, "action", indent=2, head=f"{glyphs.action} ")
    if flag.clears_on is not None:
        count = (flag.clears_on - desk.today).days
        text = ngettext("no longer from %(day)s (in %(n)d day)", "no longer from %(day)s (in %(n)d days)", count)
        yield Paragraph(text % {"day": flag.clears_on.isoformat(), "n": count}, indent=2, head="- ")
    if flag.turns_blocked_on is not None:
        count = (flag.turns_blocked_on - desk.today).days
        text = ngettext("blocked from %(day)s (in %(n)d day)", "blocked from %(day)s (in %(n)d days)", count)
        told = {"day": flag.turns_blocked_on.isoformat(), "n": count}
        yield Paragraph(text % told, "action", indent=2, head=f"{glyphs.action} ")


def _others(glyphs: Glyphs, answer: Answer, elsewhere: Sequence[Answer]) -> str:
    """The verdicts for the other destinations, the best first; none stands apart from its country."""
    order = {verdict: place for place, verdict in enumerate(reversed(WORST_FIRST))}
    found = sorted(elsewhere, key=lambda one: (order[one.assessment.verdict], one.destination))
    return "  ".join(
        f"{one.destination}{KEPT_SPACE}{glyphs.mark(one.assessment.verdict)}"
        for one in found
        if one.destination != answer.destination
    )
