"""``nearnew check``: may this car enter that country?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from tui.cli import output
from tui.cli.cars import question_cars, via_named
from tui.cli.explained import car_name, doubt_text, explained
from tui.cli.session import Session, day
from tui.cli.terms import QueryCommand
from tui.desk import as_of as as_of_rules
from tui.desk import views
from tui.desk.as_of import RulesThen
from tui.desk.checking import Answer, Checker, Question, destinations_named
from tui.desk.context import Desk
from tui.desk.explaining import as_json
from tui.desk.explaining import explain as explain_flag
from tui.desk.opening import real_today
from tui.domain.readiness import Flag, State, Verdict, worst
from tui.domain.rules import Gate, Rule
from tui.errors import NotFound
from tui.i18n import labels
from tui.i18n.translator import _, ngettext

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
    @click.option("--as-of", help=_("Judge as on an earlier day: with the rules known then, and their age then."))
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
        asked = day(as_of)
        desk = session.desk(as_of=asked)
        then = as_of_rules.go_back(desk, asked, real_today(desk)) if asked else None
        question = Question(day(on_text) or desk.today, via_named(desk, via), strict)
        destinations = destinations_named(desk, to)
        single = destinations[0] if len(destinations) == 1 else None
        cars = [row.car for row in question_cars(desk, words, single, question)]
        answers = Checker(desk, question).answers(cars, destinations)
        if form == "json":
            only_open = (to or "").casefold() == "all"
            told = (lambda answer, flag: as_json(desk, explain_flag(desk, answer, flag))) if explain else None
            document = views.check(desk, answers, question.on, only_open=only_open, explain=told)
            if then is not None:
                document["as_of"] = as_of_rules.as_json(then)
            output.data(output.as_json(document))
        elif explain:
            output.data("\n".join(explained(desk, answer) for answer in answers))
        else:
            _show_table(desk, answers, form, session.settings.ui.glyphs)
        if not answers:
            raise NotFound("query_matches_nothing", query=" ".join(words))
        _say_summary(desk, answers, question.on)
        if then is not None:
            _say_rules(then)
        return EXIT[worst(answer.assessment.verdict for answer in answers)]


def _show_table(desk: Desk, answers: Sequence[Answer], form: str, glyphs: str) -> None:
    columns = [_("Stock no."), _("VIN"), _("Car"), _("To"), _("Verdict"), _(">Open"), _("First reason")]
    body = [
        (
            answer.car.stock_number,
            answer.car.vin,
            car_name(desk, answer),
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
    told = _(", ").join(f"{labels.word(desk.library.words, 'verdict', v.value)} {n}" for v, n in counts.items() if n)
    output.talk(
        _("On %(day)s, rules %(packs)s: %(told)s") % {"day": on, "packs": desk.library.packs_version, "told": told}
    )
    open_gates = [gate for gate in Gate if any(answer.assessment.gates.get(gate) is None for answer in answers)]
    if open_gates:
        gates = _(", ").join(labels.word(desk.library.words, "gate", gate.value) for gate in open_gates)
        output.talk(_("Not assessed: %(gates)s") % {"gates": gates})


def _say_rules(then: RulesThen) -> None:
    """Which rules an answer as of an earlier day stands on, and what of them is too old today."""
    if then.recorded_on is not None:
        output.talk(
            _("As of %(day)s: the archived rules that this book used from %(since)s on")
            % {"day": then.day, "since": then.recorded_on}
        )
    else:
        output.talk(_("As of %(day)s: what this desk knew that day is not kept") % {"day": then.day})
        if then.lost:
            output.talk(_("No longer in the archive of rules: %(files)s") % {"files": ", ".join(then.lost)})
        if then.checked is not None:
            checked = " – ".join(dict.fromkeys(day.isoformat() for day in then.checked))
            output.talk(_("Judged with the present rules, checked %(days)s") % {"days": checked})
        _say_count(
            ngettext(
                "%(n)d rule left out that was published and began later",
                "%(n)d rules left out that were published and began later",
                len(then.left_out),
            ),
            then.left_out,
        )
        _say_count(
            ngettext(
                "%(n)d rule counted of which nothing tells whether it was known by then",
                "%(n)d rules counted of which nothing tells whether they were known by then",
                len(then.doubtful),
            ),
            then.doubtful,
        )
        output.talk(_("Rules that were dropped or changed since are missing: the answer then may have been another"))
    if then.stale_today:
        output.talk(_("Not checked for too long on today's clock: %(packs)s") % {"packs": ", ".join(then.stale_today)})


def _say_count(text: str, ids: Sequence[str]) -> None:
    if ids:
        output.talk(text % {"n": len(ids)})


def verdict_text(desk: Desk, verdict: Verdict, glyphs: str) -> str:
    """Mark and word of a verdict."""
    marks = ASCII_MARKS if glyphs == "ascii" else MARKS
    return f"{marks[verdict]} {labels.word(desk.library.words, 'verdict', verdict.value)}"


def _first_reason(answer: Answer) -> str:
    assessment = answer.assessment
    if assessment.doubts:
        return doubt_text(assessment.doubts[0].code, assessment.doubts[0].jurisdiction)
    flags = assessment.open_flags
    if not flags:
        return overridden_text(answer)
    return _(worst_flag(flags).rule.title)


def overridden_text(answer: Answer) -> str:
    """What a READY car owes to somebody's decision; empty when nothing."""
    if not answer.overrides:
        return ""
    first = next(flag.rule for flag in answer.assessment.flags if flag.state is State.OVERRIDDEN)
    return _("overridden by %(by)s: %(title)s") % {"by": answer.overrides[0].by, "title": _(first.title)}


def worst_flag(flags: Sequence[Flag]) -> Flag:
    """The flag to show first: the one with the worst verdict."""
    order = [Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.ACTION, Verdict.READY]
    return min(flags, key=lambda flag: order.index(flag.verdict))


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
