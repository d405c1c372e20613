"""``nearnew shipment print``: papers of shipments, in any format and language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from tui.cli import output
from tui.cli.checks import EXIT
from tui.cli.session import Session, day
from tui.desk import issued, papers, printing, shipping, system_printer, templates
from tui.desk.issuing import Going, issue
from tui.desk.papers import Printout
from tui.desk.rendering import BINARY, language_of
from tui.errors import BadFile, NotReady, UsageError
from tui.i18n import labels
from tui.i18n.translator import PAPER_LANGUAGES, _
from tui.reports.as_text import Qr
from tui.reports.layout import FORM_FEED


def register(shipment: click.Group) -> None:
    """Add the command, with its help in the language of the run."""

    @shipment.command(
        "print", help=_("Print papers of shipments, named by number; a final one only when every car is READY.")
    )
    @click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
    @click.option(
        "--kind", type=click.Choice(papers.KINDS), default=papers.SUMMARY, show_default=True, help=_("Which paper.")
    )
    @click.option(
        "--format", "form", type=click.Choice(papers.FORMATS), help=_("Form of the paper: text, and PDF for a printer.")
    )
    @click.option(
        "--lang", type=click.Choice(PAPER_LANGUAGES), help=_("Language of the paper; else the consignee's, else yours.")
    )
    @click.option("--bilingual", is_flag=True, help=_("Labels and titles in Chinese too."))
    @click.option(
        "--qr", type=click.Choice([one.value for one in Qr]), default=Qr.NONE.value, help=_("Draw the QR code in text.")
    )
    @click.option("--layout", metavar="NAME", help=_("A template of your own; `shipment template` makes one."))
    @click.option(
        "--revision",
        type=click.IntRange(min=1),
        help=_("Print an issued paper again as it went out, marked as a copy; `shipment issued` lists them."),
    )
    @click.option("--draft", is_flag=True, help=_("Print in any case, marked DRAFT, with what is missing."))
    @click.option("--on", "on_text", help=_("The day to check for."))
    @click.option(
        "-o",
        "--output",
        "to",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=_("Write to this file; of several shipments, into this folder."),
    )
    @click.option("--send", is_flag=True, help=_("Send it to the printer, by [print] command of your settings."))
    @click.option("--yes", is_flag=True, help=_("Write over an existing file."))
    @click.pass_obj
    def print_(
        session: Session,
        numbers: tuple[str, ...],
        kind: str,
        form: str | None,
        lang: str | None,
        bilingual: bool,
        qr: str,
        layout: str | None,
        revision: int | None,
        draft: bool,
        on_text: str | None,
        to: Path | None,
        send: bool,
        yes: bool,
    ) -> None:
        form = form or ("pdf" if send else "text")
        if send:
            _may_send(form, to)
        if revision is not None and (draft or on_text):
            raise UsageError("revision_is_fixed")
        desk = session.desk(writes=not draft)
        found = [shipping.find(desk, number) for number in dict.fromkeys(numbers)]
        if to is None and not send and form in BINARY and output.is_terminal():
            raise UsageError("binary_to_terminal", form=form.upper())
        if to is not None and len(found) > 1 and not to.is_dir():
            raise BadFile("folder_needed", path=str(to))
        if to is None and not send and len(found) > 1 and form != "text":
            raise UsageError("folder_needed_for_many")
        on = day(on_text) or desk.today
        again = [issued.revision_of(desk, one, kind, revision) for one in found] if revision is not None else []
        own = templates.chosen(session.settings, layout, form)
        made = []
        for place, one in enumerate(output.progress(found, _("Papers"))):
            out = papers.again(desk, again[place]) if again else papers.printout(desk, one, kind, on, draft=draft)
            language = language_of(lang, out.language, session.language)
            content = b""
            if draft or not out.draft:
                content = papers.rendered(out, form, language, bilingual=bilingual, qr=Qr(qr), template=own)
            made.append((Going(out, form, language, bilingual), content))
        if not draft:
            _refuse_unready(session, [one.out for one, _content in made])
        _may_give([one.out for one, _content in made], form, to, overwrite=yes)
        issue(desk, [one for one, _content in made])
        if send:
            _send(session, [(one.out, content) for one, content in made], form)
        else:
            _give([(one.out, content) for one, content in made], form, to, overwrite=yes)


def _refuse_unready(session: Session, outs: Sequence[Printout]) -> None:
    """Raise NotReady for the worst of the papers that may not be final: nothing at all is written then."""
    unready = [out for out in outs if out.draft]
    if unready:
        worst = min(unready, key=lambda out: EXIT[out.verdict])
        word = labels.word(session.desk().library.words, "verdict", worst.verdict.value)
        raise NotReady(EXIT[worst.verdict], number=worst.number, verdict=word)


def _may_give(outs: Sequence[Printout], form: str, to: Path | None, *, overwrite: bool) -> None:
    """Raise BadFile for what could not be written, before anything counts as printed."""
    if to is not None:
        many = len(outs) > 1
        for path in [to / printing.file_name(out, form) for out in outs] if many else [to]:
            output.may_write(path, overwrite=overwrite)


def _may_send(form: str, to: Path | None) -> None:
    """Raise UsageError for what no printer takes."""
    if to is not None:
        raise UsageError("send_or_file")
    if form not in system_printer.FORMS:
        raise UsageError("send_what", form=form)


def _send(session: Session, made: Sequence[tuple[Printout, bytes]], form: str) -> None:
    """Hand the papers to the printer one by one, and say what it answered."""
    for out, content in made:
        name = printing.file_name(out, form)
        answer = system_printer.send(session.settings.print, content, name)
        output.talk(_("%(name)s: sent to the printer. %(answer)s") % {"name": name, "answer": answer})


def _give(made: Sequence[tuple[Printout, bytes]], form: str, to: Path | None, *, overwrite: bool) -> None:
    """Write the papers where they were asked for; text on stdout is without what steers a terminal or a printer."""
    if to is not None and len(made) > 1:
        for out, content in made:
            output.write_file(to / printing.file_name(out, form), content, overwrite=overwrite)
        return
    whole = FORM_FEED.encode().join(content for _out, content in made)
    if to is not None:
        output.write_file(to, whole, overwrite=overwrite)
    elif form in BINARY:
        output.raw(whole)
    else:
        output.data(whole.decode().removeprefix("\ufeff"))
