"""``nearnew missing``: what to get next, from whom, what it frees, and the letters that ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from tui.cli import output
from tui.cli.cars import question_cars, via_named
from tui.cli.session import Session, day
from tui.cli.terms import QueryCommand
from tui.desk import missing, requests
from tui.desk.checking import Checker, Question, destinations_named
from tui.desk.context import Desk
from tui.desk.documents import title_of_rule
from tui.desk.editing import name_of
from tui.domain.cars import Car
from tui.domain.money import Money
from tui.domain.words import Stage
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import LANGUAGES, _, ngettext
from tui.sheets.writer import Value

_MOST_TITLES = 2


def register(root: click.Group) -> None:
    """Add the command, with its help in the language of the run."""

    @root.command(
        "missing",
        cls=QueryCommand,
        help=_("What to get next: missing facts and papers, by who gives them and what they free."),
    )
    @click.argument("words", nargs=-1)
    @click.option("--to", help=_("Destinations, parted by commas, or all; else each car's own."))
    @click.option("--via", help=_("Countries the route passes through, parted by commas."))
    @click.option("--on", "on_text", help=_("The day to check for."))
    @click.option("--giver", help=_("Only what one gives: dealer, maker, inspector, licence_office, importer …"))
    @click.option(
        "--print",
        "to_file",
        metavar="FILE",
        help=_("Write request lists to send, one for each addressee, to a file or - for the terminal."),
    )
    @click.option("--lang", type=click.Choice(LANGUAGES), help=_("Language of the paper; else that of the run."))
    @click.option("--by", "by_text", help=_("The day by which the requests ask; else that of deals and shipments."))
    @click.option("--yes", is_flag=True, help=_("Write over an existing file."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def missing_(
        session: Session,
        words: tuple[str, ...],
        to: str | None,
        via: str | None,
        on_text: str | None,
        giver: str | None,
        to_file: str | None,
        lang: str | None,
        by_text: str | None,
        yes: bool,
        form: str,
    ) -> None:
        desk = session.desk()
        if giver is not None and giver not in desk.library.words["giver"]:
            raise UsageError("giver_unknown", value=giver[:40], known=", ".join(desk.library.words["giver"]))
        question = Question(day(on_text) or desk.today, via_named(desk, via))
        destinations = destinations_named(desk, to)
        single = destinations[0] if len(destinations) == 1 else None
        cars = [row.car for row in question_cars(desk, words, single, question)]
        if not words:
            cars = [car for car in cars if car.milestone(Stage.DEPARTED) is None]
        wanted = missing.gather(desk, Checker(desk, question).answers(cars, destinations))
        wanted = missing.of_giver(wanted, giver)
        if to_file is not None:
            _write(desk, wanted, to_file, form, lang or session.language, by_text, overwrite=yes)
            return
        _show(desk, wanted, form, question)


def _write(
    desk: Desk, wanted: missing.Wanted, to_file: str, form: str, language: str, by_text: str | None, *, overwrite: bool
) -> None:
    lists = requests.lists(desk, wanted, language, by=day(by_text))
    if form == "json":
        raise UsageError("request_form")
    kind = "csv" if form == "csv" else "text"
    text = requests.rendered(lists, kind, language)
    if not lists:
        output.talk(_("Nothing is missing, so there is nothing to ask."))
    elif to_file == "-":
        output.data(text)
    else:
        mark = "\ufeff" if kind == "csv" else ""
        output.write_file(Path(to_file), (mark + text).encode(), overwrite=overwrite)
        said = ngettext(
            "%(n)d request list written to %(path)s.", "%(n)d request lists written to %(path)s.", len(lists)
        )
        output.talk(said % {"n": len(lists), "path": to_file})


def _show(desk: Desk, wanted: missing.Wanted, form: str, question: Question) -> None:
    words = desk.library.words
    columns = [_("From whom"), _("What"), _("To"), _(">Cars"), _(">Frees"), _(">Margin behind"), _("Which")]
    body: list[tuple[Value, ...]] = [
        (
            labels.word(words, "giver", want.giver),
            _titles(missing.title(desk, want), whole=form != "table"),
            want.destination,
            len(want.cars),
            len(want.frees),
            _margin(want.margin, want.unpriced),
            _some_names(want.cars) if form == "table" else " ".join(name_of(car) for car in want.cars),
        )
        for want in wanted.wants
    ]
    output.emit(form, columns, body, missing.as_json(desk, wanted, question.on.isoformat()), None)
    for one in wanted.givers:
        told = {
            "giver": labels.word(words, "giver", one.giver),
            "cars": count_of_cars(one.cars),
            "frees": len(one.frees),
            "margin": _margin(one.margin, one.unpriced) or "–",
        }
        output.talk(_("%(giver)s: %(cars)s wait; alone frees %(frees)s answers; margin behind: %(margin)s") % told)
    for block in wanted.blocks:
        title = _(title_of_rule(desk, block.rule))
        output.talk(
            _("No paper clears this for %(cars)s: %(title)s") % {"cars": count_of_cars(len(block.cars)), "title": title}
        )


def _titles(titles: Sequence[str], *, whole: bool) -> str:
    """What is wanted; of many papers of which one will do, a table names the first."""
    if whole or len(titles) <= _MOST_TITLES:
        return _(" or ").join(_(title) for title in titles)
    return _("%(title)s or one of %(n)s others") % {"title": _(titles[0]), "n": len(titles) - 1}


def _margin(sums: Sequence[Money], unpriced: int) -> str:
    """The margin of the cars that would be freed; n/a where no price is known, empty where nothing is freed."""
    if sums:
        unknown = _("n/a")
        return formats.amounts(sums) + (f" +{unpriced}×{unknown}" if unpriced else "")
    return _("n/a") if unpriced else ""


def _some_names(cars: Sequence[Car]) -> str:
    names = [name_of(car)[-8:] for car in cars]
    return " ".join(names[:4]) + (f" +{len(names) - 4}" if len(names) > 4 else "")
