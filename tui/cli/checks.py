"""``nearnew check``: may this car enter that country?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from tui.cli import output
from tui.cli.cars import question_cars, via_named
from tui.cli.session import Session, day
from tui.cli.terms import QueryCommand
from tui.desk import views
from tui.desk.checking import Answer, Checker, Question, destinations_named
from tui.desk.context import Desk
from tui.desk.documents import title_of
from tui.desk.editing import name_of
from tui.domain.readiness import Flag, State, Verdict, worst
from tui.domain.rules import Rule, RuleSeverity
from tui.errors import NotFound
from tui.i18n import formats, labels
from tui.i18n.translator import _

EXIT = {Verdict.READY: 0, Verdict.BLOCKED: 3, Verdict.UNKNOWN: 4, Verdict.ACTION: 5}
MARKS = {Verdict.READY: "✓", Verdict.ACTION: "!", Verdict.BLOCKED: "✗", Verdict.UNKNOWN: "?"}
ASCII_MARKS = {Verdict.READY: "+", Verdict.ACTION: "!", Verdict.BLOCKED: "x", Verdict.UNKNOWN: "?"}


def register(root: click.Group) -> None:
    """Add the commands of the checker, with their help in the language of the run."""
    _register_check(root)


def _register_check(root: click.Group) -> None:
    @root.command(
        "check",
        cls=QueryCommand,
        help=_("Check cars for destinations. Exit code 0 all READY, 3 BLOCKED, 4 UNKNOWN, 5 ACTION needed."),
    )
    @click.argument("words", nargs=-1)
    @click.option("--to", help=_("Destinations, parted by commas, or all; else each car's own."))
    @click.option("--via", help=_("Countries the route passes through, parted by commas."))
    @click.option("--on", "on_text", help=_("The day to check for: every date that deal and shipment do not give."))
    @click.option("--as-of", help=_("The day taken as today, for the age of the rules."))
    @click.option("--strict", is_flag=True, help=_("Count assumptions as missing."))
    @click.option("--explain", is_flag=True, help=_("Show every flag with the facts compared and its source."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def check(
        session: Session,
        words: tuple[str, ...],
        to: str | None,
        via: str | None,
        on_text: str | None,
        as_of: str | None,
        strict: bool,
        explain: bool,
        form: str,
    ) -> int:
        desk = session.desk(as_of=day(as_of))
        question = Question(day(on_text) or desk.today, via_named(desk, via), strict)
        destinations = destinations_named(desk, to)
        single = destinations[0] if len(destinations) == 1 else None
        cars = [row.car for row in question_cars(desk, words, single, question)]
        answers = Checker(desk, question).answers(cars, destinations)
        if form == "json":
            document = views.check(desk, answers, question.on, only_open=(to or "").casefold() == "all")
            output.data(output.as_json(document))
        elif explain:
            output.data("\n".join(_explained(desk, answer) for answer in answers))
        else:
            _show_table(desk, answers, form, session.settings.ui.glyphs)
        if not answers:
            raise NotFound("query_matches_nothing", query=" ".join(words))
        _say_summary(desk, answers, question.on)
        return EXIT[worst(answer.assessment.verdict for answer in answers)]


def _show_table(desk: Desk, answers: Sequence[Answer], form: str, glyphs: str) -> None:
    columns = [_("Stock no."), _("VIN"), _("Car"), _("To"), _("Verdict"), _(">Open"), _("First reason")]
    body = [
        (
            answer.car.stock_number,
            answer.car.vin,
            _car_name(desk, answer),
            answer.destination,
            verdict_text(desk, answer.assessment.verdict, glyphs),
            len(answer.assessment.open_flags),
            _first_reason(answer),
        )
        for answer in answers
    ]
    output.emit(form, columns, body, {}, None)


def _say_summary(desk: Desk, answers: Sequence[Answer], on: date) -> None:
    counts = {verdict: sum(1 for a in answers if a.assessment.verdict is verdict) for verdict in Verdict}
    told = ", ".join(f"{labels.word(desk.library.words, 'verdict', v.value)} {n}" for v, n in counts.items() if n)
    output.talk(
        _("On %(day)s, rules %(packs)s: %(told)s") % {"day": on, "packs": desk.library.packs_version, "told": told}
    )
    gates = ", ".join(labels.word(desk.library.words, "gate", gate) for gate in ("localisation", "papers"))
    output.talk(_("Not assessed yet: %(gates)s") % {"gates": gates})


def verdict_text(desk: Desk, verdict: Verdict, glyphs: str) -> str:
    """Mark and word of a verdict."""
    marks = ASCII_MARKS if glyphs == "ascii" else MARKS
    return f"{marks[verdict]} {labels.word(desk.library.words, 'verdict', verdict.value)}"


def _car_name(desk: Desk, answer: Answer) -> str:
    make = desk.library.makes.get(answer.car.make)
    return f"{make.name(desk.language) if make else answer.car.make} {answer.car.model}"


def _first_reason(answer: Answer) -> str:
    assessment = answer.assessment
    if assessment.doubts:
        return doubt_text(assessment.doubts[0].code, assessment.doubts[0].jurisdiction)
    flags = assessment.open_flags
    if not flags:
        return _overridden(answer)
    return _(worst_flag(flags).rule.title)


def _overridden(answer: Answer) -> str:
    """What a READY car owes to somebody's decision; empty when nothing."""
    if not answer.overrides:
        return ""
    first = next(flag.rule for flag in answer.assessment.flags if flag.state is State.OVERRIDDEN)
    return _("overridden by %(by)s: %(title)s") % {"by": answer.overrides[0].by, "title": _(first.title)}


def worst_flag(flags: Sequence[Flag]) -> Flag:
    """The flag to show first: the one with the worst verdict."""
    order = [Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.ACTION, Verdict.READY]
    return min(flags, key=lambda flag: order.index(flag.verdict))


def doubt_text(code: str, jurisdiction: str) -> str:
    """Why nothing can be said, in words."""
    match code:
        case "no_destination":
            return _("no destination: set destination=KZ, or check --to KZ")
        case "no_vin":
            return _("the VIN is missing: set vin=…")
        case "pack_stale":
            return _("the rules of %(country)s were not checked for too long") % {"country": jurisdiction}
        case _:
            return _("there are no rules for %(country)s") % {"country": jurisdiction}


def _explained(desk: Desk, answer: Answer) -> str:
    """One answer with every flag opened."""
    words, assessment = desk.library.words, answer.assessment
    verdict = labels.word(words, "verdict", assessment.verdict.value)
    to = formats.country(answer.destination) if answer.destination else "–"
    lines = [f"{name_of(answer.car)}  {_car_name(desk, answer)} → {to}: {verdict}"]
    lines += [f"  ? {doubt_text(doubt.code, doubt.jurisdiction)}" for doubt in assessment.doubts]
    for flag in assessment.flags:
        lines += _flag_lines(desk, flag, answer)
    if assessment.assumed:
        known = [
            f"{fact_label(desk, item['fact'])} = {labelled(desk, item['fact'], item['value'])}"
            for item in views.assumed(answer)
            if not str(item["fact"]).startswith("gate_")
        ]
        lines.append("  " + _("Assumed: %(facts)s") % {"facts": "; ".join(known)})
    return "\n".join(lines) + "\n"


def _flag_lines(desk: Desk, flag: Flag, answer: Answer) -> list[str]:
    words, rule = desk.library.words, flag.rule
    severity, state = labels.word(words, "severity", rule.severity.value), labels.word(words, "state", flag.state.value)
    if flag.turns_blocked_on:
        state = _("turns BLOCKED on %(day)s") % {"day": flag.turns_blocked_on}
    informs = rule.severity in {RuleSeverity.COST, RuleSeverity.NOTE} and flag.state is State.FLAGGED
    told = severity if informs else f"{severity}, {state}"
    lines = [f"  [{labels.word(words, 'gate', rule.gate.value)}] {told}: {_(rule.title)}"]
    lines.append(f"      {_(rule.summary)}")
    if answer.case is not None and flag.reads:
        seen = [
            f"{fact_label(desk, name)} = {labelled(desk, name, views.plain(value))}"
            + (f" ({labels.word(words, 'origin', origin)})" if origin else "")
            for name, value, origin in views.compared(flag, answer.case, answer)
        ]
        lines.append("      " + _("Compared on %(day)s: %(facts)s") % {"day": flag.on, "facts": "; ".join(seen)})
    lines += [
        "      "
        + _("Overridden by %(by)s on %(day)s: %(reason)s") % {"by": one.by, "day": one.made_on, "reason": one.reason}
        + (" " + _("(until %(day)s)") % {"day": one.until} if one.until else "")
        for one in answer.overrides
        if one.rule_id == rule.id
    ]
    if flag.missing:
        asks = [_(desk.library.facts[n].ask) if n in desk.library.facts else n for n in flag.missing]
        lines.append("      " + _("Missing: %(facts)s") % {"facts": "; ".join(asks)})
    if flag.needs and flag.state is not State.SATISFIED:
        joint = _(" or ") if flag.any_of else "; "
        lines.append(
            "      " + _("Needs: %(papers)s") % {"papers": joint.join(_(title_of(desk, k)) for k in flag.needs)}
        )
    if flag.clears_on:
        lines.append("      " + _("No longer applies from %(day)s") % {"day": flag.clears_on})
    if rule.amount:
        lines.append("      " + _("Amount: %(amount)s") % {"amount": _(rule.amount)})
    lines.append("      " + source_line(desk, rule))
    return lines


def source_line(desk: Desk, rule: Rule) -> str:
    """Where a rule was read and how sure it is."""
    words = desk.library.words
    return _("Source: %(title)s, %(day)s, %(status)s, confidence %(confidence)s, checked %(checked)s; %(url)s") % {
        "title": rule.source.title,
        "day": rule.source.day or "–",
        "status": labels.word(words, "source_status", rule.source.status),
        "confidence": labels.word(words, "confidence", rule.source.confidence),
        "checked": rule.checked,
        "url": rule.source.url or "–",
    }


def fact_label(desk: Desk, name: str) -> str:
    """The name of a fact; the code of one that has none."""
    known = desk.library.facts.get(name)
    return _(known.title) if known else name


def labelled(desk: Desk, name: str, value: object) -> str:
    """The value of a fact in words, where it is one of a closed list."""
    words = desk.library.words.get(name, {})
    if isinstance(value, str):
        return _(words.get(value, value))
    if isinstance(value, list | tuple):
        return ", ".join(_(words.get(str(item), str(item))) for item in value) or _("none")
    return shown(value)


def shown(value: object) -> str:
    """A plain value in words."""
    if value is None:
        return _("missing")
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value) or _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
