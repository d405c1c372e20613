"""A dealer's price list pasted from a chat: each line as it was read, what is asked about it, and what will be kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import TextArea

from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.screens.asking import EntryScreen
from tui.app.screens.base import DeskScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.forms.money import ProposalForm
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.pad import Pad
from tui.app.widgets.table import Column, RowTable
from tui.desk.chat_draft import ChatDraft, ChatRow, Standing
from tui.desk.context import Desk
from tui.desk.forms import reading_for
from tui.desk.money_forms import Matter
from tui.domain.fields import read_day
from tui.domain.money import Money
from tui.domain.parties import Dealer
from tui.domain.problems import Problem
from tui.domain.values import Unreadable
from tui.errors import NearnewError
from tui.i18n import formats, labels
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _, ngettext

_TALL = 36
_STANDINGS = {
    Standing.SURE: ("ready", N_("read")),
    Standing.CONFIRMED: ("ready", N_("confirmed")),
    Standing.ASKED: ("unknown", N_("to confirm")),
    Standing.WRONG: ("blocked", N_("to correct")),
    Standing.KNOWN: ("faint", N_("known")),
    Standing.LEFT_OUT: ("faint", N_("left out")),
    Standing.UNREAD: ("faint", N_("no offer")),
}


class ChatScreen(DeskScreen[int | None]):
    """From the message to offers. Dismisses with the id of the first offer kept."""

    NAME = "chat"
    CSS_PATH = "../styles/money.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("chat")

    def __init__(self, desk: Desk, glyphs: Glyphs, dealer: Dealer, draft: ChatDraft | None = None) -> None:
        super().__init__(desk, glyphs)
        self._dealer = dealer
        self.draft = draft or ChatDraft(desk, dealer.id, desk.today)
        self.table: RowTable[ChatRow] = RowTable(glyphs, lambda row: row.line, id="chat-lines")
        self.table.when_moved = self.explain
        self._pasted = False

    def compose(self) -> ComposeResult:
        """Lay out message, lines, what is asked, and the sum."""
        yield Lines(self.glyphs, id="headline")
        yield Pad(id="chat-text")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="chat-sum")
        yield Lines(self.glyphs, id="chat-more")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Wait for the message."""
        self.retranslate()
        self.begin()

    def begin(self) -> None:
        """Go to where the work starts."""
        self.query_one(Pad).focus()

    def on_resize(self) -> None:
        """Give the message more lines where there is room."""
        self.set_class(self.size.height >= _TALL, "-tall")

    def retranslate(self) -> None:
        """Set every text in the language of the moment; the message stays."""
        self.query_one(Pad).placeholder = _("Paste the message here: the terminal's own key pastes")
        self.table.set_columns(self._columns())
        self._show()

    def _columns(self) -> Sequence[Column[ChatRow]]:
        def money(value: Money | None) -> str:
            return formats.amount(value, places=0)

        def standing(row: ChatRow) -> str:
            return f"{self._mark(row)} {_(_STANDINGS[row.standing][1])}"

        return [
            Column("line", "#", lambda row: str(row.line), 3, right=True),
            Column("standing", _("Line"), standing, 10, most=13, tone=lambda row: _STANDINGS[row.standing][0]),
            Column("model", _("Model"), self._car_words, 16, most=34),
            Column("cars", _("Cars"), lambda row: "" if _bare(row) else str(row.offer.quantity or 1), 4, right=True),
            Column("price", _("Price"), lambda row: "" if _bare(row) else money(row.offer.price), 9, right=True),
            Column("off", _("Off %"), lambda row: str(row.offer.discount or ""), 5, right=True, rank=2),
            Column("invoice", _("VAT invoice"), self._voucher, 8, rank=3, most=14),
            Column(
                "registered", _("First registration"), lambda row: str(row.offer.first_registration or ""), 7, rank=4
            ),
        ]

    def _mark(self, row: ChatRow) -> str:
        glyphs = self.glyphs
        return {
            Standing.SURE: glyphs.ready,
            Standing.CONFIRMED: glyphs.ready,
            Standing.ASKED: glyphs.unknown,
            Standing.WRONG: glyphs.blocked,
        }.get(row.standing, glyphs.dash)

    def _car_words(self, row: ChatRow) -> str:
        if _bare(row):
            return row.text
        make = self.desk.library.makes.get(row.offer.make)
        known = make.name(self.desk.language) if make else row.offer.make
        return " ".join(part for part in (known, row.offer.model, row.offer.trim) if part)

    def _voucher(self, row: ChatRow) -> str:
        kind = row.offer.invoice_kind.value if row.offer.invoice_kind else "unknown"
        return "" if _bare(row) else labels.word(self.desk.library.words, "invoice_kind", kind)

    def source_text(self) -> str:
        """What is looked at, for the head of the screen."""
        return _("message of %(day)s") % {"day": self.draft.listed_on}

    def day_question(self) -> str:
        """How the day is asked for."""
        return _("Which day is the message of?")

    def _show(self) -> None:
        draft = self.draft
        pieces = [
            Piece(" nearnew  ", "accent"),
            Piece(_("Price list of %(dealer)s") % {"dealer": self._dealer.name}, "strong"),
        ]
        pieces.append(Piece(f"  {self.source_text()}"))
        if draft.found.heading:
            pieces.append(Piece(f"  {draft.found.heading}", "faint"))
        self.query_one("#headline", Lines).show(pieces)
        self.table.set_rows(draft.rows, self.table.row.line if self.table.row else None)
        self._show_sum()
        self.explain()
        self.refresh_bindings()

    def _show_sum(self) -> None:
        draft = self.draft
        if not draft.rows:
            self.query_one("#chat-sum", Lines).show([Piece(" " + _("Nothing is written before ctrl+s"), "faint")])
            return
        cars, amount = draft.counted
        home = self.desk.settings.firm.home_currency
        kept = ngettext("%(n)d line to keep", "%(n)d lines to keep", len(draft.kept)) % {"n": len(draft.kept)}
        line = [Piece(f" {kept}", "ready" if draft.kept else "")]
        if draft.waiting:
            count = len(draft.waiting)
            line.append(Piece("   " + ngettext("%(n)d waits", "%(n)d wait", count) % {"n": count}, "unknown"))
        line.append(Piece(f"   {count_of_cars(cars)}  {formats.amount(Money.of(amount, home), places=0)}"))
        line += [Piece(f"   {self.glyphs.unknown} {problem_text(self.desk, one)}", "unknown") for one in draft.problems]
        if draft.found.stated is not None and not draft.problems:
            line.append(Piece("   " + _("as many as the list says"), "ready"))
        self.query_one("#chat-sum", Lines).show(line)

    def explain(self) -> None:
        """Say what is asked about the line under the cursor."""
        row = self.table.row
        if row is None:
            self.query_one("#chat-more", Lines).show()
            return
        asked = [Piece(f" {self.glyphs.unknown} {problem_text(self.desk, one)}", "unknown") for one in row.problems]
        lines = [[Piece(f" {row.text}", "faint")], *([piece] for piece in asked)]
        if row.standing is Standing.UNREAD:
            lines.append(
                [Piece(" " + _("no price, guide price or colours in it; enter makes an offer of it"), "faint")]
            )
        self.query_one("#chat-more", Lines).show(*lines)

    # the message

    @on(TextArea.Changed)
    def _read(self) -> None:
        pad = self.query_one(Pad)
        had = bool(self.draft.rows)
        try:
            self.draft.read(pad.text)
        except Unreadable as error:
            self.say(problem_text(self.desk, Problem(error.code, "", error.params)), wrong=True)
            return
        except NearnewError as error:
            self.say_error(error)
            return
        self._show()
        whole = pad.text.count("\n") > 0 and not had
        if self.draft.rows and whole and self.focused is pad:
            self.table.focus()

    def action_type(self) -> None:
        """Go to the text."""
        self.query_one(Pad).focus()

    def action_day(self) -> None:
        """Type the day of the message."""

        def read(text: str) -> tuple[str, bool]:
            try:
                return str(read_day(text, reading_for(self.desk))), True
            except Unreadable as error:
                return problem_text(self.desk, Problem(error.code, "", error.params)), False

        def given(text: str | None) -> None:
            if text is not None:
                self.draft.date(read_day(text, reading_for(self.desk)))  # type: ignore[arg-type]  # it reads a date
                self._show()

        value = self.draft.listed_on.isoformat()
        screen = EntryScreen(self.desk, self.glyphs, title=self.day_question(), prompt=_("Day"), value=value, read=read)
        self.app.push_screen(screen, given)

    # the lines

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer for a line what can be done with it, and nothing of it while the message is typed."""
        row = self.table.row
        match action:
            case "agree":
                return row is not None and row.standing is Standing.ASKED and self.focused is self.table
            case "agree_all":
                return any(one.standing is Standing.ASKED for one in self.draft.rows) and self.focused is self.table
            case "edit" | "leave_out":
                return row is not None and self.focused is self.table
            case "type" | "day":
                return self.focused is self.table
            case "keep":
                return bool(self.draft.rows)
            case _:
                return True

    def action_agree(self) -> None:
        """Confirm the line under the cursor, and go to the next that waits."""
        row = self.table.row
        if row is not None and self.draft.agree(row):
            self._show()
            waiting = [place for place, one in enumerate(self.draft.rows) if one in self.draft.waiting]
            after = [place for place in waiting if place > self.table.cursor]
            if waiting:
                self.table.move_to((after or waiting)[0])

    def action_agree_all(self) -> None:
        """Confirm all that only wait for a word."""
        count = self.draft.agree_all()
        self._show()
        self.say(ngettext("%(n)d line confirmed", "%(n)d lines confirmed", count) % {"n": count})

    def action_leave_out(self) -> None:
        """Leave the line under the cursor out, or take it in again."""
        if self.table.row is not None:
            self.draft.leave_out(self.table.row)
            self._show()

    @on(RowTable.Chosen)
    def action_edit(self) -> None:
        """Correct the line under the cursor."""
        row = self.table.row
        if row is None:
            return
        form = ProposalForm(self.desk, self.glyphs, Matter("offer", row.offer))

        def corrected(done: int | None) -> None:
            if done is not None and form.made is not None:
                self.draft.put(row, form.made)
                self._show()

        self.app.push_screen(form, corrected)

    # keeping

    def action_keep(self) -> None:
        """Write the confirmed lines; ask when others wait or the numbers differ."""
        draft = self.draft
        if not draft.kept:
            self.say(_("No line is confirmed yet: space confirms one, enter corrects it"), wrong=True)
            return
        lines = [problem_text(self.desk, one) for one in draft.problems]
        if draft.waiting:
            count = len(draft.waiting)
            lines.append(ngettext("%(n)d line waits and is not kept", "%(n)d lines wait and are not kept", count)
                         % {"n": count})  # fmt: skip
        if not lines:
            self._keep()
            return
        answers = [Answer("", _("Go back to the lines")), Answer("keep", _("Keep the confirmed lines"))]

        def answered(word: str | None) -> None:
            if word:
                self._keep()

        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, _("Keep them?"), lines, answers), answered)

    def _keep(self) -> None:
        try:
            made = self.draft.keep()
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        count = len(made)
        self.say(
            ngettext("%(n)d offer kept; u takes it back", "%(n)d offers kept; u takes them back", count) % {"n": count}
        )
        self.dismiss(made[0].id)

    def action_back(self) -> None:
        """From the text to the lines; from there, after a question, back."""
        if self.focused is not self.table and self.draft.rows:
            self.table.focus()
            self.refresh_bindings()
            return
        if not self.draft.rows:
            self.dismiss(None)
            return
        answers = [Answer("", _("Go back to the lines")), Answer("drop", _("Leave; nothing is kept"))]

        def answered(word: str | None) -> None:
            if word:
                self.dismiss(None)

        self.app.push_screen(
            QuestionScreen(self.desk, self.glyphs, _("The list is not kept yet"), [], answers), answered
        )


def _bare(row: ChatRow) -> bool:
    """Whether nothing of a line was understood."""
    return row.standing is Standing.UNREAD
