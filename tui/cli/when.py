"""``nearnew when``: the first day a car may lawfully go to a country."""

from __future__ import annotations

import click

from tui.cli import output
from tui.cli.cars import via_named
from tui.cli.checks import EXIT
from tui.cli.explained import car_name, doubt_text
from tui.cli.session import Session, day
from tui.desk.checking import countries_named
from tui.desk.context import Desk
from tui.desk.documents import rule_named, title_of
from tui.desk.editing import name_of
from tui.desk.explained import fact_title
from tui.desk.stock import find_car
from tui.desk.whens import Told, as_json, first_lawful, holding
from tui.domain.readiness import Verdict
from tui.domain.whens import LOOK_AHEAD_DAYS, Way
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.translator import _, ngettext


def register(root: click.Group) -> None:
    """Add the command, with its help in the language of the run."""

    @root.command("when", help=_("The first lawful day for a car, with and without the maker's letter."))
    @click.argument("name")
    @click.option("--to", help=_("The destination; else the car's own."))
    @click.option("--via", help=_("Countries the route passes through, parted by commas."))
    @click.option("--on", "on_text", help=_("The day to look from; else today."))
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def when(session: Session, name: str, to: str | None, via: str | None, on_text: str | None, form: str) -> int:
        desk = session.desk()
        on = day(on_text) or desk.today
        named = countries_named(desk, to) if to else ()
        if len(named) > 1:
            raise UsageError("country_unknown", value=(to or "")[:40])
        destination = named[0] if named else None
        told = first_lawful(desk, find_car(desk, name), destination, on, via_named(desk, via))
        output.data(output.as_json(as_json(told)) if form == "json" else _text(desk, told))
        if told.found.with_letter.day is not None:
            return 0
        untold = told.found.with_letter.missing or told.today.assessment.doubts
        return EXIT[Verdict.UNKNOWN if untold else Verdict.BLOCKED]


def _text(desk: Desk, told: Told) -> str:
    answer, words = told.today, desk.library.words
    verdict = labels.word(words, "verdict", answer.assessment.verdict.value)
    to = formats.country(answer.destination)
    lines = [f"{name_of(answer.car)}  {car_name(desk, answer)} → {to}: {verdict}"]
    lines += [f"  ? {doubt_text(doubt.code, doubt.jurisdiction)}" for doubt in answer.assessment.doubts]
    found = told.found
    lines += _way(desk, _("with the maker's letter"), found.with_letter, told)
    if found.without_letter != found.with_letter:
        lines += _way(desk, _("without the maker's letter"), found.without_letter, told)
    for change in found.changes:
        text = _("barred again from %(day)s: %(rules)s") if change.barred else _("free again from %(day)s: %(rules)s")
        lines.append("  ! " + text % {"day": change.on, "rules": _titles(desk, change.rules)})
    if told.holding is None:
        lines.append("  " + _("Holding cost: not set (money.holding_rate_per_day), or the price is not known"))
    return "\n".join(lines) + "\n"


def _way(desk: Desk, label: str, way: Way, told: Told) -> list[str]:
    start = told.today.frame.dates["clearance"] if told.today.frame else desk.today
    if way.day is None:
        text = _("%(way)s: no lawful day within %(n)d days") % {"way": label, "n": LOOK_AHEAD_DAYS}
        lines = [f"  ✗ {text}"]
        if way.bars:
            lines.append("      " + _("in the way: %(rules)s") % {"rules": _titles(desk, way.bars)})
        if way.missing:
            facts = ", ".join(fact_title(desk, name) for name in way.missing)
            lines.append("      " + _("cannot be told without: %(facts)s") % {"facts": facts})
        return lines
    days = (way.day - start).days
    text = ngettext("%(way)s: %(day)s, in %(n)d day", "%(way)s: %(day)s, in %(n)d days", days)
    lines = ["  " + text % {"way": label, "day": way.day, "n": days}]
    if way.papers:
        papers = "; ".join(_(title_of(desk, kind)) for kind in way.papers)
        lines.append("      " + _("once these are held: %(papers)s") % {"papers": papers})
    if way.steps:
        lines.append("      " + _("once this is done: %(rules)s") % {"rules": _titles(desk, way.steps)})
    if told.holding is not None:
        amount = formats.amount(holding(told.holding, days))
        lines.append("      " + _("holding until then: %(amount)s") % {"amount": amount})
    return lines


def _titles(desk: Desk, ids: tuple[str, ...]) -> str:
    rules = [rule_named(desk, one) for one in ids]
    return "; ".join(_(rule.title) if rule else one for rule, one in zip(rules, ids, strict=True))
