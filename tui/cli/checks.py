"""``nearnew check``, ``missing`` and ``rule``: may this car enter that country, and what is missing?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from tui.cli import output
from tui.cli.cars import question_cars, via_named
from tui.cli.explained import car_name, doubt_text, explained
from tui.cli.session import Session, day
from tui.cli.terms import QueryCommand
from tui.desk import missing, views
from tui.desk.checking import Answer, Checker, Question, destinations_named
from tui.desk.context import Desk
from tui.desk.documents import rule_named, title_of
from tui.desk.editing import name_of
from tui.desk.explaining import as_json
from tui.desk.explaining import explain as explain_flag
from tui.domain.readiness import Flag, Verdict, worst
from tui.domain.rules import Rule
from tui.domain.words import Stage
from tui.errors import NotFound
from tui.i18n import formats, labels
from tui.i18n.sentences import count_of_cars, sentence
from tui.i18n.translator import _

EXIT = {Verdict.READY: 0, Verdict.BLOCKED: 3, Verdict.UNKNOWN: 4, Verdict.ACTION: 5}
MARKS = {Verdict.READY: "✓", Verdict.ACTION: "!", Verdict.BLOCKED: "✗", Verdict.UNKNOWN: "?"}
ASCII_MARKS = {Verdict.READY: "+", Verdict.ACTION: "!", Verdict.BLOCKED: "x", Verdict.UNKNOWN: "?"}


def register(root: click.Group) -> None:
    """Add the commands of the checker, with their help in the language of the run."""
    _register_check(root)
    _register_missing(root)
    _register_rules(root)


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
            only_open = (to or "").casefold() == "all"
            told = (lambda answer, flag: as_json(desk, explain_flag(desk, answer, flag))) if explain else None
            document = views.check(desk, answers, question.on, only_open=only_open, explain=told)
            output.data(output.as_json(document))
        elif explain:
            output.data("\n".join(explained(desk, answer) for answer in answers))
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


def _first_reason(answer: Answer) -> str:
    assessment = answer.assessment
    if assessment.doubts:
        return doubt_text(assessment.doubts[0].code, assessment.doubts[0].jurisdiction)
    flags = assessment.open_flags
    if not flags:
        return ""
    return _(worst_flag(flags).rule.title)


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


def _shown(value: object) -> str:
    if value is None:
        return _("missing")
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value) or _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _register_missing(root: click.Group) -> None:
    @root.command(
        "missing",
        cls=QueryCommand,
        help=_("What to get next: missing facts and papers, by who gives them and what they free."),
    )
    @click.argument("words", nargs=-1)
    @click.option("--to", help=_("Destinations, parted by commas, or all; else each car's own."))
    @click.option("--via", help=_("Countries the route passes through, parted by commas."))
    @click.option("--on", "on_text", help=_("The day to check for."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def missing_(
        session: Session, words: tuple[str, ...], to: str | None, via: str | None, on_text: str | None, form: str
    ) -> None:
        desk = session.desk()
        question = Question(day(on_text) or desk.today, via_named(desk, via))
        destinations = destinations_named(desk, to)
        single = destinations[0] if len(destinations) == 1 else None
        cars = [row.car for row in question_cars(desk, words, single, question)]
        if not words:
            cars = [car for car in cars if car.milestone(Stage.DEPARTED) is None]
        wanted = missing.gather(desk, Checker(desk, question).answers(cars, destinations))
        columns = [_("From whom"), _("What"), _("To"), _(">Cars"), _(">Frees"), _("Which")]
        body = [
            (
                labels.word(desk.library.words, "giver", want.giver),
                _(" or ").join(_(title) for title in missing.title(desk, want)),
                want.destination,
                len(want.cars),
                len(want.frees),
                _some_names(want.cars) if form == "table" else " ".join(name_of(car) for car in want.cars),
            )
            for want in wanted.wants
        ]
        output.emit(form, columns, body, missing.as_json(desk, wanted, question.on.isoformat()), None)
        for block in wanted.blocks:
            rule = rule_named(desk, block.rule)
            title = _(rule.title) if rule else block.rule
            output.talk(
                _("No paper clears this for %(cars)s: %(title)s")
                % {"cars": count_of_cars(len(block.cars)), "title": title}
            )


def _some_names(cars: Sequence[object]) -> str:
    from tui.domain.cars import Car

    names = [name_of(car)[-8:] for car in cars if isinstance(car, Car)]
    return " ".join(names[:4]) + (f" +{len(names) - 4}" if len(names) > 4 else "")


def _register_rules(root: click.Group) -> None:
    @root.group("rule", help=_("The rules: sourced, dated, and yours to read."))
    def rule() -> None:
        pass

    @rule.command("list", help=_("List rules, all or of some countries (KZ) or words."))
    @click.argument("words", nargs=-1)
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def list_(session: Session, words: tuple[str, ...], form: str) -> None:
        desk = session.desk()
        found = [
            one
            for code in sorted(desk.library.packs)
            for one in desk.library.packs[code].rules
            if all(
                w.upper() == one.jurisdiction or w.casefold() in f"{one.id} {_(one.title)}".casefold() for w in words
            )
        ]
        word = desk.library.words
        columns = [_("Country"), _("Rule"), _("Kind"), _("Weight"), _("From"), _("Until"), _("Title")]
        body = [
            (
                one.jurisdiction,
                one.id,
                labels.word(word, "rule_kind", one.kind),
                labels.word(word, "severity", one.severity.value),
                formats.day(one.effective_from),
                formats.day(one.effective_to),
                _(one.title),
            )
            for one in found
        ]
        document = {
            "schema": "nearnew/rules/1",
            "packs": desk.library.packs_version,
            "rules": [views.rule(one) for one in found],
        }
        output.emit(form, columns, body, document, None)

    @rule.command("show", help=_("Show one rule with its condition and source."))
    @click.argument("rule_id")
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def show(session: Session, rule_id: str, form: str) -> None:
        desk = session.desk()
        one = rule_named(desk, rule_id)
        if one is None:
            raise NotFound("rule_unknown", value=rule_id[:60])
        if form == "json":
            output.data(output.as_json({"schema": "nearnew/rule/1", "rule": views.rule(one)}))
            return
        output.data(_rule_text(desk, one))

    @rule.command("verify", help=_("Read and check every rule pack, the shipped ones and your own."))
    @click.pass_obj
    def verify(session: Session) -> int:
        desk = session.desk()
        body = [
            (one.jurisdiction, len(one.rules), one.version, one.checked, (desk.today - one.checked).days, one.origin)
            for one in desk.library.packs.values()
        ]
        output.data(
            output.table([_("Country"), _(">Rules"), _("Version"), _("Checked"), _(">Days ago"), _("From")], body)
        )
        for error in desk.library.pack_errors:
            output.talk(sentence(error))
        return 1 if desk.library.pack_errors else 0


def _rule_text(desk: Desk, one: Rule) -> str:
    words = desk.library.words
    lines = [
        f"{one.id}  ({one.jurisdiction}, {labels.word(words, 'severity', one.severity.value)})",
        _(one.title),
        "",
        _(one.summary),
        "",
        _("Applies when: %(condition)s")
        % {"condition": "; ".join(f"{k} = {_shown(v)}" for k, v in one.condition.items())},
        _("Read at: %(basis)s") % {"basis": labels.word(words, "date_basis", one.date_basis)},
        _("In force: %(start)s to %(end)s")
        % {"start": formats.day(one.effective_from), "end": formats.day(one.effective_to)},
    ]
    if one.needs_all:
        lines.append(_("Needs: %(papers)s") % {"papers": "; ".join(_(title_of(desk, k)) for k in one.needs_all)})
    if one.needs_any:
        lines.append(_("Needs one of: %(papers)s") % {"papers": "; ".join(_(title_of(desk, k)) for k in one.needs_any)})
    if one.requires:
        lines.append(_("What to do: %(steps)s") % {"steps": "; ".join(_(step) for step in one.requires)})
    if one.amount:
        lines.append(_("Amount: %(amount)s") % {"amount": _(one.amount)})
    if one.grandfather:
        lines.append(_("Old cases: %(text)s") % {"text": _(one.grandfather)})
    lines.append(source_line(desk, one))
    return "\n".join(lines) + "\n"
