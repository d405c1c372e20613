"""The requests to makers: how far each has come, and how long it has waited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.giving import save_paper
from tui.app.screens.reading import ReadScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk import letters
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.evidence_papers import file_name, letter_bytes
from tui.desk.letter_forms import RECEIVED, REFUSED, REQUEST, LetterMatter
from tui.desk.rendering import CHINESE
from tui.domain.cars import Car
from tui.domain.letters import LetterRequest, LetterStep
from tui.errors import NearnewError, NotFound
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _, ngettext

_TONES = {
    LetterStep.REQUESTED: "action", LetterStep.RECEIVED: "ready", LetterStep.REFUSED: "blocked",
    LetterStep.WITHDRAWN: "faint",
}  # fmt: skip


class LettersScreen(DeskScreen[None]):
    """All requests, the newest first. ``cars`` are those that a new request would be for."""

    NAME = "letters"
    CSS_PATH = "../styles/inspections.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("letters")

    def __init__(self, desk: Desk, glyphs: Glyphs, cars: Sequence[Car] = (), destination: str | None = None) -> None:
        super().__init__(desk, glyphs)
        self._cars = tuple(cars)
        self._destination = destination
        self.table: RowTable[LetterRequest] = RowTable(glyphs, lambda one: one.id, id="letters")
        self.table.when_moved = self._explain

    def compose(self) -> ComposeResult:
        """Lay out title, list, two lines about the row, and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="letters-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="about")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the requests and show them."""
        self.retranslate()

    def retranslate(self) -> None:
        """Read the requests, and set every text in the language of the moment."""
        try:
            found = letters.listed(self.desk)
        except NearnewError as error:
            self.say_error(error)
            return
        self.table.set_columns(self._columns())
        self.table.set_rows(found)
        waiting = sum(one.is_open for one in found)
        self.query_one("#headline", Lines).show([
            Piece(" nearnew  ", "accent"),
            Piece(_("Makers' letters") + "  ", "strong"),
            Piece(ngettext("%(n)d request", "%(n)d requests", len(found)) % {"n": len(found)}),
            Piece("  " + _("%(n)d waiting") % {"n": waiting}, "action" if waiting else "faint"),
        ])  # fmt: skip
        empty = self.query_one("#letters-empty", Page)
        self.table.display, empty.display = bool(found), not found
        text = (
            _("No maker was asked yet; a asks for %(cars)s") % {"cars": count_of_cars(len(self._cars))}
            if self._cars
            else _("No maker was asked yet; mark cars in the stock and press l")
        )
        empty.show([Paragraph(text)])
        (self.table if found else empty).focus()
        self._explain()
        self.refresh_bindings()

    def _columns(self) -> list[Column[LetterRequest]]:
        words, today = self.desk.library.words, self.desk.today
        limit = self.desk.settings.letters.waiting_days

        def state(one: LetterRequest) -> str:
            said = word(words, "letter_step", one.step.value)
            return f"{said} !" if one.is_open and one.waiting(today) > limit else said

        return [
            Column("number", _("Number"), lambda one: one.number, 7),
            Column("maker", _("Maker"), lambda one: one.maker, 10, most=30),
            Column("country", _("Country"), lambda one: wording.country_name(one.country), 10, most=24),
            Column("cars", _("Cars"), lambda one: str(len(one.car_ids)), 4, right=True),
            Column("on", _("Requested"), lambda one: one.requested_on.isoformat(), 10),
            Column("state", _("State"), state, 9, most=16, tone=lambda one: _TONES[one.step]),
            Column("days", _("Days"), lambda one: str(one.waiting(today)), 4, right=True),
            Column("answer", _("Reply"), lambda one: letters.answer_text(self.desk, one) or formats.NONE, 8, most=40),
        ]

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again."""
        event.stop()
        self.retranslate()

    def _explain(self) -> None:
        one = self.table.row if self.table.display else None
        if one is None:
            self.query_one("#about", Lines).show()
            return
        names = wording.joined(name_of(car) for car in letters.cars_of(self.desk, one))
        outlets = wording.joined(outlet.name for outlet in one.outlets) or _("none")
        self.query_one("#about", Lines).show(
            [Piece(f" {names}")], [Piece(" " + _("Service outlets: %(outlets)s") % {"outlets": outlets})]
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer an answer where one is waited for, and a request where there are cars."""
        row = self.table.row if self.is_mounted and self.table.display else None
        match action:
            case "add":
                return bool(self._cars)
            case "received" | "refuse" | "withdraw":
                return row is not None and row.is_open
            case "open" | "print":
                return row is not None
            case _:
                return True

    def _open_form(self, matter: LetterMatter) -> None:
        from tui.app.screens.forms.letter import LetterForm

        self.app.push_screen(LetterForm(self.desk, self.glyphs, matter))

    def action_add(self) -> None:
        """Ask the makers of the cars."""
        self._open_form(LetterMatter(REQUEST, self._cars, self._destination or self._own_country()))

    def _own_country(self) -> str:
        countries = {car.deal.country for car in self._cars if car.deal is not None}
        return countries.pop() if len(countries) == 1 else ""

    def action_received(self) -> None:
        """Record the letter that came."""
        if self.table.row is not None:
            self._open_form(LetterMatter(RECEIVED, asked=self.table.row))

    def action_refuse(self) -> None:
        """Record a refusal."""
        if self.table.row is not None:
            self._open_form(LetterMatter(REFUSED, asked=self.table.row))

    def action_withdraw(self) -> None:
        """Call the request off, after a question."""
        asked = self.table.row
        if asked is None:
            return

        def answered(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if not agreed:
                return
            try:
                letters.withdraw(self.desk, asked)
            except NearnewError as error:
                self.say_error(error)
                return
            self.desk_app.tell_book_changed()

        question = _("Call request %(number)s off?") % {"number": asked.number}
        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question), answered)

    def action_print(self) -> None:
        """Save the request under the cursor, for the maker."""
        if self.table.row is not None:
            print_request(self, self.table.row)

    @on(RowTable.Chosen)
    def action_open(self) -> None:
        """Read the request in full."""
        if self.table.row is not None:
            self.app.push_screen(LetterScreen(self.desk, self.glyphs, self.table.row.number))

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)


def print_request(screen: DeskScreen[None], asked: LetterRequest) -> None:
    """Save a request in a language; makers read Chinese, so that is offered first."""

    def made(form: str, language: str) -> bytes:
        return letter_bytes(screen.desk, asked, form, language)

    save_paper(screen, file_name(asked.number, "letter-request", "pdf"), CHINESE, made)


class LetterScreen(ReadScreen):
    """One request with its cars, its outlets and its answer."""

    NAME = "letter"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("letter")

    def __init__(self, desk: Desk, glyphs: Glyphs, number: str) -> None:
        super().__init__(desk, glyphs)
        self.number = number

    def title_pieces(self) -> Sequence[Piece]:
        """The request's number."""
        return [Piece(self.number, "strong")]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The request in full."""
        try:
            one = letters.find(self.desk, self.number)
        except NotFound:
            return []
        words = self.desk.library.words
        lines = [
            Paragraph(word(words, "letter_step", one.step.value), _TONES[one.step]),
            Paragraph(f"{one.maker} · {wording.country_name(one.country)} · {one.requested_on}"),
        ]
        days = one.waiting(self.desk.today)
        lines.append(Paragraph(ngettext("%(n)d day", "%(n)d days", days) % {"n": days}, head=_("Waiting: ")))
        if answer := letters.answer_text(self.desk, one):
            lines.append(Paragraph(answer, head=_("Reply: ")))
        if one.note:
            lines.append(Paragraph(one.note, head=_("Remark: ")))
        lines += [Paragraph(""), Paragraph(_("Service outlets"), "accent")]
        lines += [Paragraph(letters.outlet_text(outlet), indent=2) for outlet in one.outlets] or [
            Paragraph(_("none"), "faint", indent=2)
        ]
        lines += [Paragraph(""), Paragraph(_("What it covers"), "accent")]
        lines += [
            Paragraph(f"{car.vin or name_of(car)}  {car.model} {car.trim}".rstrip(), indent=2)
            for car in letters.cars_of(self.desk, one)
        ]
        return lines

    def action_print(self) -> None:
        """Save the request, for the maker."""
        try:
            print_request(self, letters.find(self.desk, self.number))
        except NearnewError as error:
            self.say_error(error)

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the request again."""
        event.stop()
        try:
            letters.find(self.desk, self.number)
        except NotFound:
            self.leave_for(_("This request is no longer in the book"))
            return
        self.stay()
        self.retranslate()
