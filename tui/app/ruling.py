"""A rule in words: when it applies, what satisfies it, and where it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tui.app import wording
from tui.app.widgets.lines import Paragraph
from tui.desk.context import Desk
from tui.desk.rule_texts import band_text, condition_clauses, force_text
from tui.desk.rule_views import fee_bands
from tui.domain.rules import Rule, RuleSeverity
from tui.i18n import formats
from tui.i18n.labels import in_own_words, word
from tui.i18n.translator import N_, _, ngettext

TONES = {
    RuleSeverity.BLOCK: "blocked",
    RuleSeverity.REQUIRE: "action",
    RuleSeverity.COST: "unknown",
    RuleSeverity.NOTE: "faint",
}
_NOT_COUNTED = {
    "deadline": N_("Sets a date by which something is due; enters no verdict"),
    "red_line": N_("A red line: stated here, never worked out from a car"),
}


def rule_page(desk: Desk, rule: Rule, today: date) -> list[Paragraph]:
    """A rule whole."""
    return [
        Paragraph(_(rule.title), "strong"),
        *_standing(desk, rule, today),
        Paragraph(""),
        Paragraph(_(rule.summary)),
        Paragraph(""),
        *_when(desk, rule),
        Paragraph(""),
        *_remedies(desk, rule),
        *_source(desk, rule, today),
    ]


def _standing(desk: Desk, rule: Rule, today: date) -> Iterator[Paragraph]:
    words = desk.library.words
    kind = word(words, "rule_kind", rule.kind)
    gate = word(words, "gate", rule.gate.value)
    severity = word(words, "severity", rule.severity.value)
    yield Paragraph(f"{severity} · {kind} · {gate} · {rule.jurisdiction}", TONES[rule.severity])
    if rule.kind in _NOT_COUNTED:
        yield Paragraph(_(_NOT_COUNTED[rule.kind]), "faint")
    text = force_text(rule.effective_from, rule.effective_to)
    if rule.effective_from and today < rule.effective_from:
        text = _("%(dates)s: not in force yet") % {"dates": text}
    elif rule.effective_to and today > rule.effective_to:
        text = _("%(dates)s: no longer in force") % {"dates": text}
    yield _labelled(_("In force"), text)
    yield _labelled(_("Read at"), word(words, "date_basis", rule.date_basis))


def _when(desk: Desk, rule: Rule) -> Iterator[Paragraph]:
    yield Paragraph(_("Applies when all of this holds"), "accent")
    for clause in condition_clauses(desk, rule.condition).values():
        yield Paragraph(clause, head="- ", indent=2)


def _remedies(desk: Desk, rule: Rule) -> Iterator[Paragraph]:
    if rule.severity is RuleSeverity.COST:
        yield from _amounts(desk, rule)
    if rule.decides or rule.needs_all or rule.needs_any:
        yield Paragraph(_("What satisfies it"), "accent")
    for kind in rule.needs_all:
        yield Paragraph(wording.paper_titles(desk, [kind]), head="- ", indent=2)
    if rule.needs_any:
        text = _("one of these: %(papers)s") % {"papers": wording.paper_titles(desk, rule.needs_any)}
        yield Paragraph(text, head="- ", indent=2)
    if rule.decides and not rule.needs_all and not rule.needs_any:
        yield Paragraph(_("No paper does; the condition must not hold"), head="- ", indent=2)
    for step in rule.requires:
        yield Paragraph(_(step), "faint", head="  ", indent=2)
    if rule.amount and rule.severity is not RuleSeverity.COST:
        yield _labelled(_("Amount"), _(rule.amount))
    if rule.deadline_text:
        yield _labelled(_("Deadline"), _(rule.deadline_text))
    if rule.grandfather:
        yield _labelled(_("Old cases"), _(rule.grandfather))
    yield Paragraph("")


def _amounts(desk: Desk, rule: Rule) -> Iterator[Paragraph]:
    """What it comes to: in words, and by the bands of its table."""
    yield Paragraph(_("What it comes to"), "accent")
    if rule.amount:
        yield Paragraph(_(rule.amount), head="- ", indent=2)
    for band in fee_bands(desk, rule):
        told = {"amount": f"{formats.number(band.amount)} {band.currency}", "title": _(band.title)}
        yield Paragraph(
            _("%(amount)s  %(title)s: %(cars)s") % {**told, "cars": band_text(desk, band)}, head="- ", indent=2
        )
    if not rule.amount and not rule.fee:
        yield Paragraph(_("No amount is known"), head="- ", indent=2)


def _source(desk: Desk, rule: Rule, today: date) -> Iterator[Paragraph]:
    source, words = rule.source, desk.library.words
    yield Paragraph(_("Source"), "accent")
    yield Paragraph(source.title, indent=2)
    if source.url:
        yield Paragraph(source.url, indent=2)
    text = _("%(status)s, %(day)s; confidence: %(confidence)s") % {
        "status": word(words, "source_status", source.status),
        "day": source.day or _("undated"),
        "confidence": word(words, "confidence", source.confidence),
    }
    yield Paragraph(text, indent=2)
    age = (today - rule.checked).days
    told = ngettext("checked %(day)s, %(n)d day ago", "checked %(day)s, %(n)d days ago", age)
    yield Paragraph(told % {"day": rule.checked, "n": age}, indent=2)
    if look := rule.second_look:
        yield _labelled(_("Other readings"), word(words, "second_look", look.result), indent=2)
        yield Paragraph(in_own_words(look.note), indent=2)
        said = (word(words, "source_status", look.status), look.day or formats.NONE)
        for told in (look.title, look.url, _(", ").join(said)):
            if told:
                yield Paragraph(told, indent=2)
    if rule.assumption:
        yield _labelled(_("Assumed"), _(rule.assumption), indent=2)
    if rule.replaces:
        yield _labelled(_("Replaces"), wording.joined(rule.replaces), indent=2)
    yield Paragraph(rule.id, "faint", indent=2)


def _labelled(label: str, text: str, indent: int = 0) -> Paragraph:
    return Paragraph(text, head=_("%(label)s: ") % {"label": label}, indent=indent)
