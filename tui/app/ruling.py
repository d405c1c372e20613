"""A rule in words: when it applies, what satisfies it, and where it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tui.app import wording
from tui.app.pages import fact_text
from tui.app.widgets.lines import Paragraph
from tui.desk.context import Desk
from tui.domain.rules import Rule, RuleSeverity
from tui.domain.terms import TREATY
from tui.i18n import formats
from tui.i18n.labels import in_own_words, word
from tui.i18n.translator import N_, _, ngettext

TONES = {
    RuleSeverity.BLOCK: "blocked",
    RuleSeverity.REQUIRE: "action",
    RuleSeverity.COST: "unknown",
    RuleSeverity.NOTE: "faint",
}
_COMPARED = {
    "gt": N_("more than %(n)s"),
    "ge": N_("%(n)s or more"),
    "lt": N_("less than %(n)s"),
    "le": N_("at most %(n)s"),
}
_AGES = {
    ("years", "manufacture"): N_("Years since manufacture"),
    ("years", "manufacture_year"): N_("Years since the year of manufacture"),
    ("years", "first_registration"): N_("Years since first registration"),
    ("years", "model_year"): N_("Years since the model year"),
    ("months", "manufacture"): N_("Months since manufacture"),
    ("months", "first_registration"): N_("Months since first registration"),
}
_BARE = {
    "registered_days": N_("Days since first registration"),
    "owner_held_days": N_("Days the last owner held the car"),
    "days_since_arrival": N_("Days since arrival"),
    "imports_this_year": N_("Cars the importer brought in earlier this year"),
    "manufacture_year": N_("Year of manufacture"),
}
"""Counts that go by another name than the fact they are worked out from."""
_FACT_OF = {
    "cn_letter_field_missing": "cn_letter_fields",
    "customs_condition_ng": "customs_condition",
    "software_language_missing": "software_languages",
    "first_registration_before": "first_registration",
}
"""What a second reader found of a rule."""
_NOT_COUNTED = {
    "deadline": N_("Sets a date by which something is due; enters no verdict"),
    "red_line": N_("A red line: stated here, never worked out from a car"),
}


def condition_clauses(desk: Desk, condition: Mapping[str, Any]) -> list[str]:
    """Every part of a condition as a few words; all of them must hold."""
    basis = str(condition.get("age_from", ""))
    return [_clause(desk, key, value, basis) for key, value in condition.items() if key != "age_from"]


def _clause(desk: Desk, key: str, value: Any, basis: str) -> str:
    if key == "always":
        return _("every car") if value else _("no car")
    if key == "docs_held_any":
        return _("one of these papers exists: %(papers)s") % {"papers": wording.paper_titles(desk, value)}
    name, comparison = _measured(key, basis)
    if comparison:
        figure = formats.number(value) if name != "model_year" and key != "manufacture_year_lt" else str(value)
        label = _(name) if name in _BARE.values() or name in _AGES.values() else wording.fact_title(desk, name)
        return _("%(label)s: ") % {"label": label} + _(_COMPARED[comparison]) % {"n": figure}
    return _plain_clause(desk, key, value)


def _measured(key: str, basis: str) -> tuple[str, str]:
    """What a key measures and how it compares, or two empty texts for a key that does not compare."""
    name, _mark, comparison = key.rpartition("_")
    if comparison not in _COMPARED:
        return "", ""
    if name in {"age_years", "age_months"}:
        return _AGES.get((name.removeprefix("age_"), basis), name), comparison
    return _BARE.get(name, name), comparison


def _plain_clause(desk: Desk, key: str, value: Any) -> str:
    name = _FACT_OF.get(key, key.removesuffix("_not"))
    shown = _value_text(desk, name, value)
    if key.endswith("_not"):
        template = N_("%(label)s: none of %(values)s")
    elif key in {"cn_letter_field_missing", "software_language_missing"}:
        template = N_("%(label)s: lacks any of %(values)s")
    elif key == "first_registration_before":
        template = N_("%(label)s: before %(values)s")
    elif key == "model_year_offset_not_in":
        name, template = "model_year", N_("%(label)s less the year of import: none of %(values)s")
    else:
        template = N_("%(label)s: %(values)s")
    return _(template) % {"label": wording.fact_title(desk, name), "values": shown}


def _value_text(desk: Desk, name: str, value: Any) -> str:
    if isinstance(value, list):
        return wording.joined(_value_text(desk, name, one) for one in value)
    if value == TREATY:
        return _("the EU and treaty partners")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return fact_text(desk, name, value)


def force_text(rule: Rule) -> str:
    """From when to when a rule is in force."""
    if rule.effective_from and rule.effective_to:
        return _("%(start)s to %(end)s") % {"start": rule.effective_from, "end": rule.effective_to}
    if rule.effective_from:
        return _("from %(start)s") % {"start": rule.effective_from}
    if rule.effective_to:
        return _("until %(end)s") % {"end": rule.effective_to}
    return _("no dates given")


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
    text = force_text(rule)
    if rule.effective_from and today < rule.effective_from:
        text = _("%(dates)s: not in force yet") % {"dates": text}
    elif rule.effective_to and today > rule.effective_to:
        text = _("%(dates)s: no longer in force") % {"dates": text}
    yield _labelled(_("In force"), text)
    yield _labelled(_("Read at"), word(words, "date_basis", rule.date_basis))


def _when(desk: Desk, rule: Rule) -> Iterator[Paragraph]:
    yield Paragraph(_("Applies when all of this holds"), "accent")
    for clause in condition_clauses(desk, rule.condition):
        yield Paragraph(clause, head="- ", indent=2)


def _remedies(desk: Desk, rule: Rule) -> Iterator[Paragraph]:
    yield Paragraph(_("What satisfies it"), "accent")
    for kind in rule.needs_all:
        yield Paragraph(wording.paper_titles(desk, [kind]), head="- ", indent=2)
    if rule.needs_any:
        text = _("one of these: %(papers)s") % {"papers": wording.paper_titles(desk, rule.needs_any)}
        yield Paragraph(text, head="- ", indent=2)
    if not rule.needs_all and not rule.needs_any:
        yield Paragraph(_("No paper does; the condition must not hold"), head="- ", indent=2)
    for step in rule.requires:
        yield Paragraph(_(step), "faint", head="  ", indent=2)
    if rule.amount:
        yield _labelled(_("Amount"), _(rule.amount))
    if rule.deadline_text:
        yield _labelled(_("Deadline"), _(rule.deadline_text))
    if rule.grandfather:
        yield _labelled(_("Old cases"), _(rule.grandfather))
    yield Paragraph("")


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
    if rule.assumption:
        yield _labelled(_("Assumed"), _(rule.assumption), indent=2)
    if rule.replaces:
        yield _labelled(_("Replaces"), wording.joined(rule.replaces), indent=2)
    yield Paragraph(rule.id, "faint", indent=2)


def _labelled(label: str, text: str, indent: int = 0) -> Paragraph:
    return Paragraph(text, head=_("%(label)s: ") % {"label": label}, indent=indent)
