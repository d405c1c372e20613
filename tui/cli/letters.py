"""``nearnew letter``: the maker's letter, requested, received or refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tui.cli import output
from tui.cli.giving import give, paper_options
from tui.cli.records import named_partner
from tui.cli.session import Session, chosen_cars, day, split_assignments
from tui.cli.terms import QueryCommand
from tui.desk import letters, views
from tui.desk.checking import countries_named
from tui.desk.context import Desk
from tui.desk.documents import covers
from tui.desk.editing import name_of
from tui.desk.evidence_papers import letter_bytes
from tui.desk.kinds import CARS, DOCUMENTS
from tui.desk.rendering import CHINESE
from tui.desk.views import plain
from tui.domain.documents import Outlet
from tui.domain.letters import LetterRequest
from tui.errors import UsageError
from tui.i18n import labels
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

_FORM = click.Choice(["table", "csv", "json"])


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("letter", help=_("The maker's after-sales letter: request it, record what comes."))
    def letter() -> None:
        pass

    _register_request(letter)
    _register_answers(letter)
    _register_reading(letter)
    _register_print(letter)


def _register_request(letter: click.Group) -> None:
    @letter.command(
        "request",
        cls=QueryCommand,
        help=_("Record requests to the makers of cars (QUERY or names) for a country, one a make."),
    )
    @click.argument("words", nargs=-1, required=True)
    @click.option("--to", required=True, help=_("The country the letter is for."))
    @click.option("--maker", help=_("Whom it goes to; the make's name when left out."))
    @click.option(
        "--outlet", "outlets", multiple=True, help=_("A service outlet, as name; address; phone, for the partners'.")
    )
    @click.option("--firm", help=_("The firm that asks, by name; the only one when there is one."))
    @click.option("--on", "on_text", help=_("The day it was sent; today when left out."))
    @click.option("--note", default="", help=_("A note."))
    @click.option("--all", "every", is_flag=True, help=_("Ask for cars too that need no letter, or have one."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would be asked, and write nothing."))
    @click.pass_obj
    def request(
        session: Session,
        words: tuple[str, ...],
        to: str,
        maker: str | None,
        outlets: tuple[str, ...],
        firm: str | None,
        on_text: str | None,
        note: str,
        every: bool,
        dry_run: bool,
    ) -> None:
        desk = session.desk(writes=not dry_run)
        codes = countries_named(desk, to)
        if len(codes) != 1:
            raise UsageError("country_unknown", value=to[:40])
        found = letters.plan(desk, chosen_cars(desk, words), codes[0], every=every)
        if maker is not None and len(found.cars) > 1:
            raise UsageError("letter_one_maker", makes=", ".join(found.cars))
        for one in found.left_out:
            output.talk(letters.left_out_text(desk, one))
        for make, cars in found.cars.items():
            for line in () if outlets else letters.unnamed_lines(desk, found, make):
                output.talk(line)
            if dry_run:
                output.talk(f"{letters.maker_name(desk, make)}: {', '.join(name_of(car) for car in cars)}")
        if dry_run:
            return
        made = letters.request(
            desk,
            found,
            on=day(on_text),
            makers=dict.fromkeys(found.cars, maker) if maker is not None else None,
            outlets=[letters.read_outlet(text) for text in outlets] if outlets else None,
            firm_id=named_partner(desk, "firm", firm),
            note=note,
        )
        for asked in made:
            output.talk(_("Request %(number)s to %(maker)s for %(country)s: %(cars)s.") % {
                "number": asked.number, "maker": asked.maker, "country": asked.country,
                "cars": count_of_cars(len(asked.car_ids)),
            })  # fmt: skip
        output.data(output.as_json(_document(desk, made)))


def _register_answers(letter: click.Group) -> None:
    known = {"known": ", ".join(letters.RECEIVED_FIELDS)}

    @letter.command(
        "received",
        help=_("Record the letter that answers request NUMBER: field=value; cars when it has fewer. Fields: %(known)s")
        % known,
    )
    @click.argument("number")
    @click.argument("words", nargs=-1)
    @click.option("--file", "files", multiple=True, type=click.Path(path_type=Path), help=_("A file to attach."))
    @click.option(
        "--outlet", "outlets", multiple=True, help=_("An outlet that the letter names, as name; address; phone.")
    )
    @click.option("--on", "on_text", help=_("The day it came; today when left out."))
    @click.pass_obj
    def received(
        session: Session,
        number: str,
        words: tuple[str, ...],
        files: tuple[Path, ...],
        outlets: tuple[str, ...],
        on_text: str | None,
    ) -> None:
        desk = session.desk(writes=True)
        names, texts = split_assignments(words, letters.RECEIVED_FIELDS)
        asked, paper = letters.received(
            desk,
            letters.find(desk, number),
            texts,
            cars=chosen_cars(desk, names) if names else None,
            outlets=[letters.read_outlet(text) for text in outlets] if outlets else None,
            files=files,
            on=day(on_text),
        )
        uncovered = [car for car in letters.cars_of(desk, asked) if car.id not in paper.scope.car_ids]
        for car in uncovered:
            output.talk(_("%(car)s is not on the letter; ask for it anew.") % {"car": name_of(car)})
        for line in letters.shortcomings(desk, paper):
            output.talk(line)
        document = {**_document(desk, [asked]), "document": views.document(desk, paper)}
        output.data(output.as_json(document))

    @letter.command("refused", help=_("Record that the maker refused request NUMBER: reason=text."))
    @click.argument("number")
    @click.argument("words", nargs=-1)
    @click.option("--on", "on_text", help=_("The day; today when left out."))
    @click.pass_obj
    def refused(session: Session, number: str, words: tuple[str, ...], on_text: str | None) -> None:
        desk = session.desk(writes=True)
        rest, texts = split_assignments(words, ("reason",))
        reason = dict(texts).get("reason") or " ".join(rest)
        _tell(desk, [letters.refused(desk, letters.find(desk, number), reason, day(on_text))])

    @letter.command("withdraw", help=_("Call request NUMBER off; it is kept."))
    @click.argument("number")
    @click.pass_obj
    def withdraw(session: Session, number: str) -> None:
        desk = session.desk(writes=True)
        _tell(desk, [letters.withdraw(desk, letters.find(desk, number))])


def _register_reading(letter: click.Group) -> None:
    @letter.command("list", help=_("List the requests, the newest first, with how long each has waited."))
    @click.option("--waiting", is_flag=True, help=_("Only those without an answer."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, waiting: bool, form: str) -> None:
        desk = session.desk()
        found = letters.listed(desk, waiting=waiting)
        columns = [
            _("Number"), _("Maker"), _("Country"), _(">Cars"), _("Requested"), _("State"), _(">Days"), _("Reply"),
        ]  # fmt: skip
        body = [
            (
                one.number,
                one.maker,
                one.country,
                len(one.car_ids),
                one.requested_on,
                labels.word(desk.library.words, "letter_step", one.step.value),
                one.waiting(desk.today),
                letters.answer_text(desk, one),
            )
            for one in found
        ]
        output.emit(form, columns, body, _document(desk, found), None)

    @letter.command("show", help=_("Show request NUMBER."))
    @click.argument("number")
    @click.pass_obj
    def show(session: Session, number: str) -> None:
        desk = session.desk()
        _tell(desk, [letters.find(desk, number)])


def _register_print(letter: click.Group) -> None:
    @letter.command("print", help=_("Print request NUMBER for the maker, in Chinese unless --lang says otherwise."))
    @click.argument("number")
    @paper_options
    @click.pass_obj
    def print_(
        session: Session, number: str, form: str, lang: str | None, bilingual: bool, to: Path | None, yes: bool
    ) -> None:
        desk = session.desk()
        asked = letters.find(desk, number)
        language = lang or CHINESE
        give(lambda: letter_bytes(desk, asked, form, language, bilingual=bilingual), form, to, overwrite=yes)


def _document(desk: Desk, found: Sequence[LetterRequest]) -> dict[str, Any]:
    return {"schema": "nearnew/letters/1", "letters": [_as_document(desk, one) for one in found]}


def _as_document(desk: Desk, one: LetterRequest) -> dict[str, Any]:
    own = {name: plain(getattr(one, name)) for name in one.__struct_fields__ if name != "car_ids"}
    cars = (desk.store.get(CARS, car_id) for car_id in one.car_ids)
    paper = desk.store.get(DOCUMENTS, one.document_id) if one.document_id is not None else None
    return {
        **own,
        "state": one.step.value,
        "days": one.waiting(desk.today),
        "cars": [name_of(car) for car in cars if car is not None],
        "covered": list(covers(desk, paper)) if paper is not None else [],
        "outlets": [_outlet(outlet) for outlet in one.outlets],
    }


def _outlet(outlet: Outlet) -> dict[str, Any]:
    return {name: plain(getattr(outlet, name)) for name in outlet.__struct_fields__}


def _tell(desk: Desk, found: Sequence[LetterRequest]) -> None:
    output.data(output.as_json(_document(desk, found)))
