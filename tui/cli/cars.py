"""``nearnew car``: the stock."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from tui.cli import output
from tui.cli.session import Session, chosen_cars, chosen_rows, parsed, refuse_unknown_fields, split_assignments
from tui.cli.terms import QueryCommand
from tui.desk import editing, landing, views
from tui.desk.checking import Question, countries_named
from tui.desk.context import Desk
from tui.desk.documents import listed as documents_listed
from tui.desk.documents import standing, title_of
from tui.desk.editing import EditPreview, name_of
from tui.desk.partners import find as find_partner
from tui.desk.stock import SORTS, StockRow, filtered, find_car, ordered, rows
from tui.domain.fields import FIELDS
from tui.domain.record_fields import PURCHASE
from tui.errors import Conflict, UsageError
from tui.i18n import formats, labels
from tui.i18n.sentences import count_of_cars, problem_line
from tui.i18n.translator import N_, _
from tui.sheets.writer import Value

COLUMNS: dict[str, str] = {
    "stock": N_("Stock no."),
    "vin": N_("VIN"),
    "make": N_("Make"),
    "model": N_("Model"),
    "trim": N_("Trim"),
    "year": N_(">Year"),
    "powertrain": N_("Powertrain"),
    "colour": N_("Colour"),
    "registered": N_("Registered"),
    "built": N_("Built"),
    "age": N_(">Days reg."),
    "tied": N_(">Days tied"),
    "km": N_(">km"),
    "price": N_(">Price"),
    "invoice": N_("Invoice"),
    "rebate": N_(">Rebate"),
    "stage": N_("Stage"),
    "dest": N_("To"),
    "dealer": N_("Dealer"),
    "verdict": N_("Verdict"),
    "due": N_("Due"),
    "remark": N_("Remark"),
}
DEFAULT_COLUMNS = (
    "stock",
    "vin",
    "make",
    "model",
    "trim",
    "year",
    "registered",
    "age",
    "tied",
    "price",
    "stage",
    "dest",
)


def register(root: click.Group) -> None:
    """Add the car commands, with their help in the language of the run."""

    @root.group("car", help=_("The stock: list, show, add, edit, import, buy, archive and remove cars."))
    def car() -> None:
        pass

    _register_reading(car)
    _register_writing(car)


def _register_reading(car: click.Group) -> None:
    @car.command(
        "list", cls=QueryCommand, help=_("List cars. QUERY is a filter such as: make:byd dest:KZ age>150 -letter")
    )
    @click.argument("query", nargs=-1)
    @click.option(
        "--format",
        "form",
        type=click.Choice(["table", "csv", "json", "xlsx"]),
        default="table",
        help=_("Form of the output."),
    )
    @click.option(
        "-o", "--output", "to", type=click.Path(path_type=Path), metavar="FILE", help=_("Write to this file.")
    )
    @click.option("--columns", help=_("Columns, parted by commas: %(known)s") % {"known": ", ".join(COLUMNS)})
    @click.option(
        "--sort",
        default="stock",
        help=_("Sort by %(known)s; a minus in front turns it round.") % {"known": ", ".join(SORTS)},
    )
    @click.option("--yes", is_flag=True, help=_("Write over an existing file."))
    @click.pass_obj
    def list_(
        session: Session, query: tuple[str, ...], form: str, to: Path | None, columns: str | None, sort: str, yes: bool
    ) -> None:
        desk = session.desk()
        names = _columns(columns)
        wanted = parsed(query)
        found = ordered(filtered(rows(desk, archived=wanted.wants_archived), wanted), sort)
        exact = form in {"csv", "xlsx"}
        body = [[_value(desk, row, name, exact=exact) for name in names] for row in found]
        output.emit(
            form,
            [_(COLUMNS[name]) for name in names],
            body,
            views.cars(found) if form == "json" else {},
            to,
            overwrite=yes,
        )
        if form == "table":
            output.talk(count_of_cars(len(found)))

    @car.command("show", help=_("Show one car: its facts, papers, money and readiness."))
    @click.argument("name")
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def show(session: Session, name: str, form: str) -> None:
        desk = session.desk()
        record = find_car(desk, name)
        row = next(row for row in rows(desk, archived=True) if row.id == record.id)
        if form == "json":
            output.data(output.as_json({"schema": "nearnew/car/1", "car": views.car(row)}))
        else:
            output.data(_car_text(desk, row))


def _register_writing(car: click.Group) -> None:
    @car.command("add", help=_("Add a listed car from field=value words, such as: make=比亚迪 model=元UP vin=…"))
    @click.argument("words", nargs=-1, required=True)
    @click.option("--dealer", help=_("The dealer who lists it."))
    @click.option("--yes", is_flag=True, help=_("Confirm what needs a person's word, such as a wrong check digit."))
    @click.pass_obj
    def add(session: Session, words: tuple[str, ...], dealer: str | None, yes: bool) -> None:
        desk = session.desk(writes=True)
        rest, texts = split_assignments(words)
        if rest:
            raise UsageError("field_without_value", value=rest[0][:60])
        dealer_id = find_partner(desk, "dealer", dealer).id if dealer else None
        added = editing.add_car(desk, texts, dealer_id=dealer_id, confirm=yes)
        for problem in editing.maker_hint(desk, added):
            output.talk(problem_line(problem))
        output.talk(_("Added %(car)s as %(number)s.") % {"car": name_of(added), "number": added.stock_number})
        row = next(row for row in rows(desk) if row.id == added.id)
        output.data(output.as_json({"schema": "nearnew/car/1", "car": views.car(row)}))

    @car.command(
        "edit",
        cls=QueryCommand,
        help=_("Set fields of cars: QUERY or names, then field=value; an empty value takes it away."),
    )
    @click.argument("words", nargs=-1, required=True)
    @click.option("--dry-run", is_flag=True, help=_("Show what would change and write nothing."))
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def edit(session: Session, words: tuple[str, ...], dry_run: bool, yes: bool) -> None:
        desk = session.desk(writes=not dry_run)
        names, texts = split_assignments(words, (*FIELDS,))
        refuse_unknown_fields(names, (*FIELDS,))
        if not texts:
            raise UsageError("field_without_value", value=words[-1][:60])
        preview = editing.preview_edit(desk, chosen_cars(desk, names), texts)
        write_preview(session, desk, preview, dry_run=dry_run, yes=yes, why=f"car edit {' '.join(words)}"[:200])

    @car.command(
        "buy",
        cls=QueryCommand,
        help=_("Record the purchase of cars: QUERY or names, then fields such as bought_on=2026-11-20 price=95800"),
    )
    @click.argument("words", nargs=-1, required=True)
    @click.option("--dealer", help=_("The dealer, where it is not the one who listed the car."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would change and write nothing."))
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def buy(session: Session, words: tuple[str, ...], dealer: str | None, dry_run: bool, yes: bool) -> None:
        desk = session.desk(writes=not dry_run)
        names, texts = split_assignments(words, (*PURCHASE,))
        refuse_unknown_fields(names, (*PURCHASE,))
        dealer_id = find_partner(desk, "dealer", dealer).id if dealer else None
        preview = editing.preview_buy(desk, chosen_cars(desk, names), texts, dealer_id=dealer_id)
        write_preview(session, desk, preview, dry_run=dry_run, yes=yes, why="car buy")

    @car.command(
        "archive", cls=QueryCommand, help=_("Put cars away; they keep everything. --back takes them out again.")
    )
    @click.argument("words", nargs=-1, required=True)
    @click.option("--back", is_flag=True, help=_("Take the cars out of the archive."))
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def archive(session: Session, words: tuple[str, ...], back: bool, yes: bool) -> None:
        desk = session.desk(writes=True)
        names = ("is:archived", *words) if back and ":" in " ".join(words) else words
        cars = chosen_cars(desk, names)
        question = _("Archive %(cars)s?") if not back else _("Take %(cars)s out of the archive?")
        if session.confirm(question % {"cars": count_of_cars(len(cars))}, len(cars), yes=yes or len(cars) == 1):
            editing.archive(desk, cars, back=back)
            done = _("Took %(cars)s out of the archive.") if back else _("Archived %(cars)s.")
            output.talk(done % {"cars": count_of_cars(len(cars))})

    @car.command(
        "remove", cls=QueryCommand, help=_("Take cars out of the book for good; only cars that nothing else names.")
    )
    @click.argument("words", nargs=-1, required=True)
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def remove(session: Session, words: tuple[str, ...], yes: bool) -> None:
        desk = session.desk(writes=True)
        cars = chosen_cars(desk, words)
        question = _("Remove %(cars)s from the book?") % {"cars": count_of_cars(len(cars))}
        if session.confirm(question, len(cars), yes=yes):
            editing.remove(desk, cars)
            output.talk(_("Removed %(cars)s.") % {"cars": count_of_cars(len(cars))})


def write_preview(session: Session, desk: Desk, preview: EditPreview, *, dry_run: bool, yes: bool, why: str) -> None:
    """Show what changes, ask where several cars change, and write it as one commit."""
    body = [
        (name_of(edit.before), change.field, _after(change.before), _after(change.after))
        for edit in preview.changed
        for change in edit.changes
    ]
    output.data(output.table([_("Car"), _("Field"), _("Before"), _("After")], body))
    for edit in preview.edits:
        for problem in edit.problems:
            output.talk(f"{name_of(edit.before)}: {problem_line(problem)}")
    count = len(preview.changed)
    if dry_run or not count:
        output.talk(_("Nothing written: %(cars)s would change.") % {"cars": count_of_cars(count)})
        return
    question = _("Change %(cars)s?") % {"cars": count_of_cars(count)}
    if session.confirm(question, count, yes=yes or count == 1):
        _land(desk, preview, confirm=yes, why=why)
        output.talk(_("Changed %(cars)s.") % {"cars": count_of_cars(count)})


def _land(desk: Desk, preview: EditPreview, *, confirm: bool, why: str) -> None:
    """Write it over what others wrote meanwhile, and say what that was; a conflict is told value by value."""
    try:
        commit = landing.land(desk, preview, confirm=confirm, why=why)
    except Conflict as error:
        for line in landing.clash_lines(desk, error.clashes):
            output.talk(line)
        raise
    for line in landing.beside_lines(desk, landing.beside_commit(desk, preview, commit)):
        output.talk(_("Changed meanwhile, and kept: %(what)s") % {"what": line})


def _after(value: object) -> Any:
    plain = views.plain(value)
    if isinstance(plain, dict) and plain.keys() == {"amount", "currency"}:
        return f"{plain['amount']} {plain['currency']}"
    if isinstance(plain, dict):
        return ", ".join(f"{name}={_after(part)}" for name, part in plain.items())
    if isinstance(plain, list | tuple):
        return ", ".join(str(_after(part)) for part in plain) or _("none")
    return plain


def _columns(text: str | None) -> tuple[str, ...]:
    if text is None:
        return DEFAULT_COLUMNS
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    for name in names:
        if name not in COLUMNS:
            raise UsageError("column_unknown", value=name[:40], known=", ".join(COLUMNS))
    return names or DEFAULT_COLUMNS


def _value(desk: Desk, row: StockRow, name: str, *, exact: bool) -> Value:
    """A cell of the list: as people read it, or ``exact`` for a spreadsheet."""
    car, words = row.car, desk.library.words
    match name:
        case "stock":
            return car.stock_number
        case "vin":
            return car.vin
        case "make":
            return row.make_name
        case "model" | "trim" | "remark":
            return str(getattr(car, name))
        case "powertrain":
            return labels.word(words, "powertrain", row.specs.powertrain)
        case "colour":
            return labels.word(words, "colour", car.colour)
        case "registered":
            return formats.day(car.first_registration)
        case "built":
            return formats.day(car.manufacture_date)
        case "price" | "rebate":
            money = row.price if name == "price" else row.rebate
            if exact:
                return money.amount if money else None
            return formats.amount(money)
        case "invoice":
            return labels.word(words, "invoice_kind", row.invoice_kind.value if row.invoice_kind else "unknown")
        case "stage":
            return labels.word(words, "stage", row.stage.value)
        case "dest":
            return row.destination
        case "dealer":
            return row.dealer_name
        case "verdict":
            return labels.word(words, "verdict", row.verdict.value)
        case "due":
            return formats.day(row.due)
        case _:
            return row.figure(name)


def _car_text(desk: Desk, row: StockRow) -> str:
    """One car as text: facts with their values, papers, and the verdict for its own destination."""
    car, words = row.car, desk.library.words
    vin = car.vin or _("VIN to come")
    lines = [f"{vin}  {row.make_name} {car.model} {car.trim}".rstrip(), ""]
    facts = [(name, views.plain(getattr(car, name, None))) for name, field in FIELDS.items() if field.place == "car"]
    facts += [(name, views.plain(getattr(row.specs, name))) for name in row.specs.__struct_fields__]
    body = [(name, _title(desk, name), _in_words(words, name, value)) for name, value in facts if _is_known(value)]
    lines.append(output.table([_("Field"), _("What it is"), _("Value")], body).rstrip())
    lines.append("")
    lines.append(_("Stage") + ": " + labels.word(words, "stage", row.stage.value))
    lines.append(
        _("Price: %(price)s   Expected rebate: %(rebate)s")
        % {"price": formats.amount_iso(row.price), "rebate": formats.amount_iso(row.rebate)}
    )
    lines += [f"  {step.on}  {labels.word(words, 'stage', step.stage.value)}" for step in car.milestones]
    papers = documents_listed(desk, car=car)
    if papers:
        lines += ["", _("Papers") + ":"]
    for paper in papers:
        state = labels.word(words, "standing", standing(paper, desk.today))
        lines.append(f"  {_(title_of(desk, paper.kind))}  {paper.number or '–'}  {formats.day(paper.expires)}  {state}")
    if row.destination:
        verdict = labels.word(words, "verdict", row.verdict.value)
        lines += ["", f"→ {formats.country(row.destination)}: {verdict}"]
        lines += [f"  {_(flag.rule.title)}" for flag in row.answer.assessment.open_flags]
    return "\n".join(lines) + "\n"


def _in_words(words: Mapping[str, Mapping[str, str]], name: str, value: object) -> Any:
    """The value of a field, with the label of a code where it is one."""
    if isinstance(value, list):
        return ", ".join(labels.word(words, name, str(part)) for part in value) or _("none")
    return labels.word(words, name, value) if isinstance(value, str) and name in words else _after(value)


def _is_known(value: object) -> bool:
    return not (value is None or value is False or value == "")


def _title(desk: Desk, name: str) -> str:
    known = desk.library.facts.get(name)
    return _(known.title) if known else ""


def read_list(path: str) -> tuple[bytes, str]:
    """The bytes of a list and its name: a file, or standard input for ``-``. Raises BadFile."""
    from tui.desk.files import read_bytes

    if path == "-":
        return sys.stdin.buffer.read(), "stdin"
    return read_bytes(Path(path)), path


def question_cars(desk: Desk, words: Sequence[str], destination: str | None, question: Question) -> list[StockRow]:
    """The rows named, seen with a question and a destination in mind."""
    everything = rows(desk, destination=destination, question=question, archived=True)
    return chosen_rows(desk, words, needed=False, all_rows=everything)


def via_named(desk: Desk, text: str | None) -> tuple[str, ...] | None:
    """The countries of ``--via``, or None when it was not given."""
    return None if text is None else countries_named(desk, text)
