"""``nearnew offer import``: a dealer's price list by model from a spreadsheet, as proposals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tui.cli import output
from tui.cli.cars import read_list
from tui.cli.imports import mapping_of
from tui.cli.records import named_partner
from tui.cli.session import Session, day
from tui.desk.chat_draft import ChatRow, Standing
from tui.desk.list_draft import ListDraft
from tui.desk.views import plain
from tui.domain.offers import OfferLine
from tui.domain.problems import Severity
from tui.i18n import formats, labels
from tui.i18n.sentences import problem_sentence
from tui.i18n.translator import N_, _
from tui.sheets.reader import read_table
from tui.sheets.writer import csv_text

STANDINGS = {
    Standing.SURE: N_("read"),
    Standing.CONFIRMED: N_("confirmed"),
    Standing.ASKED: N_("to confirm"),
    Standing.WRONG: N_("to correct"),
    Standing.KNOWN: N_("known"),
    Standing.LEFT_OUT: N_("left out"),
    Standing.UNREAD: N_("no offer"),
}


def register(root: click.Group) -> None:
    """Add the command to the offer group, with its help in the language of the run."""
    offer = root.commands["offer"]
    if not isinstance(offer, click.Group):  # pragma: no cover - the offer commands come first
        raise TypeError

    @offer.command(
        "import",
        help=_("Read a dealer's price list by model: CSV, XLSX, XLS or ODS; - reads standard input or a paste."),
    )
    @click.argument("file")
    @click.option("--dealer", required=True, help=_("Whose list it is, by name."))
    @click.option("--map", "maps", multiple=True, help=_("What a column stands for: field=column. May be repeated."))
    @click.option("--sheet", help=_("The sheet of a workbook; the first one when not named."))
    @click.option(
        "--encoding", help=_("The encoding of a text file, where the guess is wrong: utf-8, gb18030, cp1251 …")
    )
    @click.option("--on", "on_text", help=_("The day of the list; today when left out."))
    @click.option("--valid-until", "until", help=_("How long the prices hold, where the list does not say it."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would be kept and write nothing."))
    @click.option("--keep", is_flag=True, help=_("Keep the offers that can be read without a question."))
    @click.option("--yes", is_flag=True, help=_("Keep those with a question too, as they were read."))
    @click.option(
        "--rejects",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=_("Write the rows that are not kept to this new file, with the reasons; mended, it imports again."),
    )
    @click.option(
        "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def import_(
        session: Session,
        file: str,
        dealer: str,
        maps: tuple[str, ...],
        sheet: str | None,
        encoding: str | None,
        on_text: str | None,
        until: str | None,
        dry_run: bool,
        keep: bool,
        yes: bool,
        rejects: Path | None,
        form: str,
    ) -> None:
        mapping = mapping_of(maps)
        data, name = read_list(file)
        table = read_table(data, name, encoding=encoding, sheet=sheet, named=tuple(mapping.values()))
        if rejects is not None:
            output.may_write(rejects, overwrite=False)
        desk = session.desk(writes=keep and not dry_run)
        draft = ListDraft(
            desk,
            named_partner(desk, "dealer", dealer) or 0,
            table,
            mapping=mapping,
            listed_on=day(on_text),
            valid_until=day(until),
        )
        if yes:
            draft.agree_all()
        kept = draft.keep() if keep and not dry_run and draft.kept else []
        if rejects is not None and draft.waiting:
            output.write_file(rejects, _rejects(draft), overwrite=False)
        _show(session, draft, form, kept)
        _tell(draft, kept=kept, keeps=keep and not dry_run)


def _show(session: Session, draft: ListDraft, form: str, kept: list[OfferLine]) -> None:
    columns = [
        _(">Row"), _("State"), _("Make"), _("Model"), _("Trim"), _(">Year"), _(">Cars"), _(">Guide price"),
        _(">Price"), _("Voucher"), _("Valid until"), _("Question"),
    ]  # fmt: skip
    words = session.desk().library.words
    body = [_row(draft, row, words) for row in draft.rows if row.standing is not Standing.UNREAD]
    document = {
        "schema": "nearnew/offer-import/1",
        "listed_on": draft.listed_on.isoformat(),
        "columns": draft.list.recognised,
        "ignored_columns": list(draft.list.ignored),
        "rows": [_plain(draft, row) for row in draft.rows],
        "problems": [plain(one) for one in draft.problems],
        "kept": [one.id for one in kept],
    }
    output.emit(form, columns, body, document, None)


def _row(draft: ListDraft, row: ChatRow, words: Any) -> tuple[Any, ...]:
    offer = row.offer
    kind = offer.invoice_kind.value if offer.invoice_kind else "unknown"
    return (
        row.line,
        _(STANDINGS[row.standing]),
        offer.make,
        offer.model,
        offer.trim,
        offer.model_year,
        offer.quantity,
        formats.amount_iso(offer.guide_price) if offer.guide_price else None,
        formats.amount_iso(offer.price) if offer.price else None,
        labels.word(words, "invoice_kind", kind),
        offer.valid_until,
        "; ".join(_reasons(draft, row)),
    )


def _reasons(draft: ListDraft, row: ChatRow) -> list[str]:
    return [
        f"{column}: {problem_sentence(one)}"
        if (column := draft.column_of(one)) in draft.table.columns
        else problem_sentence(one)
        for one in row.problems
    ]


def _plain(draft: ListDraft, row: ChatRow) -> dict[str, Any]:
    problems = [
        {
            "column": draft.column_of(one),
            "value": draft.cell_of(row, one),
            "code": one.code,
            "severity": one.severity.value,
            "message": problem_sentence(one),
        }
        for one in row.problems
    ]
    unread = row.standing is Standing.UNREAD
    return {
        "row": row.line,
        "standing": row.standing.value,
        "text": row.text,
        "offer": None if unread else plain(row.offer),
        "problems": problems,
    }


def _tell(draft: ListDraft, *, kept: list[OfferLine], keeps: bool) -> None:
    """Each row that waits with its column, cell and reason, then the counts: to standard error."""
    for row in draft.waiting:
        for one in row.problems:
            if one.severity is not Severity.WARNING:
                blanks = {
                    "row": row.line,
                    "column": draft.column_of(one),
                    "value": draft.cell_of(row, one)[:60],
                    "problem": problem_sentence(one),
                }
                output.talk(_("Row %(row)s, %(column)s “%(value)s”: %(problem)s") % blanks)
    for row in draft.of(Standing.UNREAD):
        output.talk(_("Row %(row)s is no offer: %(text)s") % {"row": row.line, "text": row.text})
    for one in draft.problems:
        output.talk(problem_sentence(one))
    if draft.list.ignored:
        output.talk(_("Columns that say nothing here: %(columns)s") % {"columns": ", ".join(draft.list.ignored)})
    counts = {
        "sure": len(draft.kept),
        "asked": len(draft.of(Standing.ASKED)),
        "wrong": len(draft.of(Standing.WRONG)),
        "known": len(draft.of(Standing.KNOWN)),
    }
    output.talk(_("%(sure)s read, %(asked)s to confirm, %(wrong)s to correct, %(known)s in the book already") % counts)
    if keeps:
        output.talk(_("Kept %(count)s of %(all)s offers.") % {
            "count": len(kept), "all": len(draft.rows) - len(draft.of(Standing.UNREAD))
        })  # fmt: skip
    elif draft.kept:
        output.talk(_("Nothing written; --keep keeps what is read, --yes what is asked about too."))


def _rejects(draft: ListDraft) -> bytes:
    rows = {row.number: row for row in draft.table.rows}
    lines = [[*(cell.text for cell in rows[row.line].cells), " · ".join(_reasons(draft, row))] for row in draft.waiting]
    return csv_text([*draft.table.columns, _("reasons")], lines).encode("utf-8-sig")
