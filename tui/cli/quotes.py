"""``nearnew sale quote``: the cars for one buyer, in his language, on paper, as a table or as data."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session, chosen_cars
from tui.cli.terms import QueryCommand
from tui.desk import partners
from tui.desk.kinds import PARTIES
from tui.desk.quote_text import language_of, rendered
from tui.desk.quoting import quote_sheet
from tui.desk.views import plain
from tui.i18n.translator import PAPER_LANGUAGES, _, match_paper


def register(sale: click.Group) -> None:
    """Add the command to the group of the sales."""

    @sale.command("quote", cls=QueryCommand, help=_("A quote of cars (QUERY or names) for a buyer, in his language."))
    @click.argument("words", nargs=-1, required=True)
    @click.option("--buyer", required=True, help=_("The buyer, by name."))
    @click.option(
        "--lang", "tag", type=click.Choice(list(PAPER_LANGUAGES)), help=_("The language; the buyer's otherwise.")
    )
    @click.option(
        "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", help=_("Form of the output.")
    )
    @click.option("-o", "--output", "to", type=click.Path(path_type=Path), help=_("Write to this file."))
    @click.option("--yes", is_flag=True, help=_("Write over a file that is there."))
    @click.pass_obj
    def quote(
        session: Session, words: tuple[str, ...], buyer: str, tag: str | None, form: str, to: Path | None, yes: bool
    ) -> None:
        desk = session.desk()
        cars = chosen_cars(desk, words)
        found = partners.find(desk, "party", buyer)
        party = next(one for one in desk.store.all(PARTIES) if one.id == found.id)
        language = tag or language_of(party)
        sheet = quote_sheet(desk, cars, party, language)
        if form == "json":
            text = output.as_json({"schema": "nearnew/quote/1", **plain(sheet)})
        else:
            text = rendered(desk, sheet, form, language)
        if tag is None and party.language and match_paper(party.language) is None:
            output.talk(_("No words for papers in %(asked)s here; the quote is in English") % {"asked": party.language})
        if to is None:
            output.data(text)
            return
        output.write_file(to, text.encode("utf-8-sig" if form == "csv" else "utf-8"), overwrite=yes)
        output.talk(_("Written: %(path)s") % {"path": to})
