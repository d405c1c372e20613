"""``nearnew when``: the first day a car may lawfully go to a country."""

from __future__ import annotations

import click

from tui.cli import output
from tui.cli.cars import via_named
from tui.cli.checks import EXIT
from tui.cli.explained import car_name, doubt_text
from tui.cli.session import Session, day
from tui.desk import when_words
from tui.desk.checking import countries_named
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.stock import find_car
from tui.desk.whens import Told, as_json, first_lawful
from tui.domain.readiness import Verdict
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.translator import _


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
        untold = told.found.with_letter.missing or told.found.with_letter.doubts or told.today.assessment.doubts
        return EXIT[Verdict.UNKNOWN if untold else Verdict.BLOCKED]


def _text(desk: Desk, told: Told) -> str:
    answer, words = told.today, desk.library.words
    verdict = labels.word(words, "verdict", answer.assessment.verdict.value)
    to = formats.country(answer.destination)
    lines = [
        _("%(label)s: %(text)s") % {"label": f"{name_of(answer.car)}  {car_name(desk, answer)} → {to}", "text": verdict}
    ]
    lines += [f"  ? {doubt_text(doubt.code, doubt.jurisdiction)}" for doubt in answer.assessment.doubts]
    heads = {"way": "  ", "none": "  ✗ ", "untold": "  ? ", "more": "      ", "change": "  ! ", "note": "  "}
    lines += [heads[kind] + text for kind, text in when_words.lines(desk, told)]
    return "\n".join(lines) + "\n"
