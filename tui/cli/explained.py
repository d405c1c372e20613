"""``check --explain``: every flag opened, with the facts compared, what would clear it and its source."""

from __future__ import annotations

from tui.desk import explained as say
from tui.desk import views
from tui.desk.checking import Answer
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.explaining import explain
from tui.domain.readiness import Flag, State
from tui.domain.rules import RuleSeverity
from tui.i18n import formats, labels
from tui.i18n.translator import _


def explained(desk: Desk, answer: Answer) -> str:
    """One answer with every flag opened."""
    words, assessment = desk.library.words, answer.assessment
    verdict = labels.word(words, "verdict", assessment.verdict.value)
    to = formats.country(answer.destination) if answer.destination else "–"
    lines = [
        _("%(label)s: %(text)s") % {"label": f"{name_of(answer.car)}  {car_name(desk, answer)} → {to}", "text": verdict}
    ]
    lines += [f"  ? {doubt_text(doubt.code, doubt.jurisdiction)}" for doubt in assessment.doubts]
    for flag in assessment.flags:
        lines += _flag_lines(desk, flag, answer)
    if assessment.assumed:
        known = [
            f"{say.fact_title(desk, item['fact'])} = {say.value_text(desk, item['fact'], item['value'])}"
            for item in views.assumed(answer)
            if not str(item["fact"]).startswith("gate_")
        ]
        lines.append("  " + _("Assumed: %(facts)s") % {"facts": _("; ").join(known)})
    return "\n".join(lines) + "\n"


def _flag_lines(desk: Desk, flag: Flag, answer: Answer) -> list[str]:
    words, rule = desk.library.words, flag.rule
    told = explain(desk, answer, flag)
    severity, state = labels.word(words, "severity", rule.severity.value), labels.word(words, "state", flag.state.value)
    if flag.turns_blocked_on:
        state = _("turns BLOCKED on %(day)s") % {"day": flag.turns_blocked_on}
    informs = rule.severity in {RuleSeverity.COST, RuleSeverity.NOTE} and flag.state is State.FLAGGED
    head = severity if informs else _(", ").join((severity, state))
    head = f"  [{labels.word(words, 'gate', rule.gate.value)}] {head}"
    lines = [_("%(label)s: %(text)s") % {"label": head, "text": _(rule.title)}, _(rule.summary)]
    basis = labels.word(words, "date_basis", rule.date_basis)
    compared = _("compared on %(day)s (%(basis)s): %(text)s")
    lines += [compared % {"day": told.on, "basis": basis, "text": say.line_text(desk, line)} for line in told.lines]
    lines += say.kit_texts(desk, told)
    if price := say.price_text(desk, told):
        lines.append(_("Amount: %(amount)s") % {"amount": price})
    lines += [
        _("Overridden by %(by)s on %(day)s: %(reason)s") % {"by": one.by, "day": one.made_on, "reason": one.reason}
        + (" " + _("(until %(day)s)") % {"day": one.until} if one.until else "")
        for one in answer.overrides
        if one.rule_id == rule.id
    ]
    lines += [_("to clear it, %(what)s") % {"what": text} for text in say.remedy_texts(desk, told)]
    if flag.state is not State.SATISFIED and not informs and told.remedy.is_none:
        lines.append(_("no paper, fact or day clears it for this car"))
    lines += [_("source: %(text)s") % {"text": text} for text in say.source_texts(desk, told)]
    return [lines[0], *(f"      {line}" for line in lines[1:])]


def car_name(desk: Desk, answer: Answer) -> str:
    """Make and model of a car."""
    make = desk.library.makes.get(answer.car.make)
    return f"{make.name(desk.language) if make else answer.car.make} {answer.car.model}"


def doubt_text(code: str, jurisdiction: str) -> str:
    """Why nothing can be said, in words."""
    match code:
        case "no_destination":
            return _("no destination: set destination=KZ, or check --to KZ")
        case "no_vin":
            return _("the VIN is missing: set vin=…")
        case "pack_stale":
            return _("the rules of %(country)s were not checked for too long") % {"country": jurisdiction}
        case "pack_ahead":
            return _("the rules of %(country)s say they were checked on a day to come") % {"country": jurisdiction}
        case _:
            return _("there are no rules for %(country)s") % {"country": jurisdiction}
