"""What people decided in spite of rules, and what changed about the rules themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.published import ask_rules
from tui.app.screens.reading import ReadScreen
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk import overriding, ruling
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.desk.editing import name_of
from tui.desk.rule_change_words import record_lines, some_codes
from tui.domain.overrides import Override, Standing
from tui.domain.rule_changes import RuleChange
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.pack_notices import pack_notices
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _, ngettext

Entry = Override | RuleChange


class DecisionsScreen(DeskScreen[None]):
    """Overrides, then changes of rules; the newest of each first."""

    NAME = "decisions"
    CSS_PATH = "../styles/car.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("decisions")

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[Entry] = RowTable(glyphs, lambda one: (type(one).__name__, one.id), id="decisions")
        self.table.when_moved = self._explain
        self.waiting: tuple[str, ...] = ()
        """The jurisdictions whose rules changed since the cars were screened last."""

    def compose(self) -> ComposeResult:
        """Lay out title, list, two lines about the row, and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="missing-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="about")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the book."""
        self.load()

    def load(self) -> None:
        """Read overrides and changes."""
        try:
            self.waiting = ruling.unscreened(self.desk)
            self.table.set_rows([*overriding.listed(self.desk), *ruling.changes(self.desk)])
        except NearnewError as error:
            self.say_error(error)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.table.set_columns(self._columns())
        title = [Piece(" nearnew  ", "accent"), Piece(_("Overrides and rule changes") + "  ", "strong")]
        if faults := pack_notices(self.desk.library.known_pack_errors):
            title.append(Piece(f"{self.glyphs.unknown} {faults[0]}", "unknown"))
        elif self.waiting:
            text = _("rules of %(countries)s changed since your cars were screened; r screens them")
            title.append(Piece(f"{self.glyphs.action} " + text % {"countries": some_codes(self.waiting)}, "action"))
        self.query_one("#headline", Lines).show(title)
        page, any_row = self.query_one("#missing-empty", Page), bool(self.table.rows)
        self.table.display, page.display = any_row, not any_row
        page.show([
            Paragraph(_("Nobody has decided against a rule, and no change of rules is recorded")),
            Paragraph(""),
            Paragraph(_("v on a flag records a decision; r remembers the rules in use, so that changes can be told")),
        ])  # fmt: skip
        (self.table if any_row else page).focus()
        self._explain()
        self.refresh_bindings()

    def _columns(self) -> list[Column[Entry]]:
        return [
            Column("standing", _("Standing"), self._standing, 11, tone=self._tone),
            Column("day", _("Made"), lambda one: formats.day(one.made_on), 10),
            Column("what", _("What"), self._what, 24, most=90),
            Column("to", _("To"), lambda one: one.country if isinstance(one, Override) else "", 3, rank=1),
            Column("by", _("Decided by"), lambda one: one.by if isinstance(one, Override) else "", 10, rank=2, most=20),
        ]

    def _standing(self, one: Entry) -> str:
        words = self.desk.library.words
        if isinstance(one, Override):
            return word(words, "override_standing", overriding.standing_of(self.desk, one).value)
        return word(words, "rule_action", one.action.value)

    def _tone(self, one: Entry) -> str:
        if isinstance(one, Override):
            return "accent" if overriding.standing_of(self.desk, one) is Standing.IN_FORCE else "faint"
        return "blocked" if any(each.newly_blocked for each in one.moved) else ""

    def _what(self, one: Entry) -> str:
        if isinstance(one, Override):
            rule = rule_named(self.desk, one.rule_id)
            return f"{count_of_cars(len(one.cars))}: {_(rule.title) if rule else one.rule_id}"
        told = {
            "blocked": sum(each.newly_blocked for each in one.moved),
            "freed": sum(each.freed for each in one.moved),
            "countries": some_codes(one.jurisdictions) or _("none"),
        }
        return _("%(countries)s: %(blocked)s newly blocked, %(freed)s freed") % told

    def _explain(self) -> None:
        one, texts = self.table.row if self.table.rows else None, []
        if isinstance(one, Override):
            cars = wording.joined(name_of(car) for car in overriding.cars_of(self.desk, one))
            texts = [one.reason, cars]
        elif one is not None:
            texts = record_lines(self.desk, one)[1:3]
        self.query_one("#about", Lines).show(*([Piece(f" {text}")] for text in texts))

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the book again."""
        event.stop()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer to withdraw only what is in the book and not withdrawn."""
        one = self.table.row if self.table.rows else None
        match action:
            case "withdraw":
                return isinstance(one, Override) and one.withdrawn_on is None
            case "open":
                return one is not None
            case _:
                return True

    @on(RowTable.Chosen, "#decisions")
    def action_open(self) -> None:
        """Read the entry under the cursor whole."""
        if self.table.row is not None:
            self.app.push_screen(DecisionScreen(self.desk, self.glyphs, self.table.row))

    def action_withdraw(self) -> None:
        """Take the override under the cursor back, after a question."""
        one = self.table.row if self.table.rows else None
        if not isinstance(one, Override) or one.withdrawn_on is not None:
            return

        def answered(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if agreed:
                self._withdraw(one)

        details = [self._what(one), _("The flag counts again from today; the record stays.")]
        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, _("Withdraw this override?"), details), answered)

    def _withdraw(self, one: Override) -> None:
        try:
            overriding.withdraw(self.desk, one)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Override %(id)s no longer counts.") % {"id": one.id})

    def action_rescreen(self) -> None:
        """Screen the cars under the rules of last time and those of today."""
        self.say(_("Screening your cars"))
        self._rescreen(first=not ruling.last_known(self.desk))

    @work(thread=True, exclusive=True, group="rescreen", description="screen the cars")
    def _rescreen(self, *, first: bool) -> None:
        try:
            record = ruling.rescreen(self.desk)
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)
        else:
            self.app.call_from_thread(self._rescreened, record, first)

    def _rescreened(self, record: RuleChange, first: bool) -> None:  # noqa: FBT001 - passed on by the worker
        self.desk_app.tell_book_changed()
        if first:
            self.say(_("The rules in use were remembered; from now on changes of rules can be screened."))
        elif not record.id:
            self.say(_("No rule has changed since your cars were screened last"))
        else:
            count = len(record.moved)
            text = ngettext("%(n)d verdict changed with the rules", "%(n)d verdicts changed with the rules", count)
            self.desk_app.say(text % {"n": count}, record_lines(self.desk, record))

    def action_fetch_rules(self) -> None:
        """Fetch the published rules."""
        ask_rules(self)

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)


class DecisionScreen(ReadScreen):
    """One override or one change of rules whole."""

    NAME = "decision"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("decision")

    def __init__(self, desk: Desk, glyphs: Glyphs, entry: Entry) -> None:
        super().__init__(desk, glyphs)
        self._entry = entry

    def title_pieces(self) -> Sequence[Piece]:
        """What it is, and its day."""
        kind = _("Override") if isinstance(self._entry, Override) else _("Rule change")
        return [Piece(f"{kind} {self._entry.id}  ", "strong"), Piece(formats.day(self._entry.made_on))]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The entry in full."""
        one = self._entry
        if isinstance(one, RuleChange):
            return [
                Paragraph(line.strip(), indent=2 if line.startswith(" ") else 0)
                for line in record_lines(self.desk, one)
            ]
        rule = rule_named(self.desk, one.rule_id)
        standing = overriding.standing_of(self.desk, one)
        pairs = [
            (_("Standing"), word(self.desk.library.words, "override_standing", standing.value)),
            (_("Decided by"), one.by),
            (_("Reason"), one.reason),
            (_("Note"), one.note),
            (_("To"), wording.destination_name(one.country)),
            (_("Until"), formats.day(one.until) if one.until else _("until withdrawn")),
            (_("Withdrawn"), formats.day(one.withdrawn_on) if one.withdrawn_on else ""),
            (_("Files"), wording.joined(file.name for file in one.attachments)),
        ]
        found = [Paragraph(_(rule.title) if rule else one.rule_id, "strong"), Paragraph("")]
        found += [Paragraph(text, head=_("%(label)s: ") % {"label": label}) for label, text in pairs if text]
        found.append(Paragraph(""))
        found += [Paragraph(name_of(car), head="- ") for car in overriding.cars_of(self.desk, one)]
        return found

    def on_book_changed(self, event: BookChanged) -> None:
        """An entry does not change; the list below tells what became of it."""
        event.stop()
