"""A flag opened, a document opened, an entry of the history opened."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.binding import BindingType

from tui.app import places
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.pages import history, papers
from tui.app.pages.opened import flag_page
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.kit import kit_of
from tui.app.screens.reading import ReadScreen
from tui.app.screens.recording import record
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph, Piece
from tui.desk import documents
from tui.desk.car_history import Entry
from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.filling import field_of
from tui.desk.kinds import CARS
from tui.desk.missing import ASK
from tui.domain.documents import Document
from tui.domain.kits import ITEM
from tui.domain.overrides import overridable
from tui.domain.readiness import Flag, Verdict
from tui.domain.rules import KIT_KIND
from tui.errors import NearnewError
from tui.i18n.translator import _


class FlagScreen(ReadScreen):
    """What one rule says of one car, with everything behind it."""

    NAME = "flag"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("flag")

    def __init__(self, desk: Desk, glyphs: Glyphs, answer: Answer, flag: Flag, on: date | None = None) -> None:
        """``on`` is the day that was asked about, where it is another than today."""
        super().__init__(desk, glyphs)
        self._question = Question(on or desk.today)
        self._answer = answer
        self._flag = flag
        self._elsewhere: Sequence[Answer] | None = None

    def title_pieces(self) -> Sequence[Piece]:
        """The car and where it is to go."""
        place = self._answer.destination
        return [Piece(f"{name_of(self._answer.car)}  ", "strong"), Piece(f"{self.glyphs.arrow} {place}")]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The flag in full."""
        if self._elsewhere is None:
            self._elsewhere = ()
            if self._flag.verdict is Verdict.BLOCKED:
                checker = Checker(self.desk, self._question)
                self._elsewhere = checker.answers([self._answer.car], self.desk.library.destinations)
        return flag_page(self.desk, self.glyphs, self._answer, self._flag, self._elsewhere)

    def on_book_changed(self, event: BookChanged) -> None:
        """Judge the car again: the flag may be satisfied or gone."""
        event.stop()
        car = self.desk.store.get(CARS, self._answer.car.id)
        if car is None:
            self.leave_for(_("This car is no longer in the book"))
            return
        try:
            answer = Checker(self.desk, self._question).answer(car, self._answer.destination or None)
        except NearnewError as error:
            self.say_error(error)
            return
        rule_id = self._flag.rule.id
        flag = next((one for one in answer.assessment.flags if one.rule.id == rule_id), None)
        if flag is None:
            self.leave_for(_("This rule no longer applies to the car"))
            return
        self.stay()
        self._answer, self._flag, self._elsewhere = answer, flag, None
        self.retranslate()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer the forms only where a document or a fact is missing, and an override where there is one to make."""
        match action:
            case "document":
                return bool(self._flag.needs)
            case "fill":
                return self._item() is not None or self._field() is not None
            case "override":
                return bool(self._answer.destination) and overridable(self._flag)
            case "browse":
                return bool(self._flag.rule.source.url)
            case _:
                return True

    def action_copy_address(self) -> None:
        """Copy the address of the source."""
        self.copy(self._flag.rule.source.url, _("This source has no address"))

    def action_browse(self) -> None:
        """Open the address of the source, where the environment names a browser; else say it."""
        url, command = self._flag.rule.source.url, os.environ.get("BROWSER", "")
        if not url.startswith(("https://", "http://")) or not command:
            self.say(_("No browser is set (BROWSER); the address: %(url)s") % {"url": url})
            return
        try:
            quiet = subprocess.DEVNULL
            subprocess.Popen([*shlex.split(command), url], stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603 - the user's own browser
        except (OSError, ValueError) as error:
            self.say(_("%(command)s cannot be started: %(reason)s") % {"command": command, "reason": error}, wrong=True)
        else:
            self.say(url)

    def _field(self) -> str | None:
        """The field of the car's form that a missing fact is typed into."""
        names = (ASK.get(name, name) for name in self._flag.missing)
        return next((field for name in names if (field := field_of(name)) is not None), None)

    def _item(self) -> str | None:
        """The item of the car's kit that the flag stands for."""
        known = self._flag.rule.kind == KIT_KIND and bool(self._answer.destination)
        return self._flag.rule.id.removeprefix(ITEM) if known else None

    def action_fill(self) -> None:
        """Go to the item of the kit that the flag stands for, or to the field of the first fact that is missing."""
        if (item := self._item()) is not None:
            self.app.push_screen(kit_of(self, self._answer.car, self._answer.destination, item, self._question.on))
            return
        field = self._field()
        if field is None:
            return
        try:
            form = places.make("forms.car", "CarForm", self.desk, self.glyphs, self._answer.car, at=field)
        except NearnewError as error:
            self.say_error(error)
        else:
            self.app.push_screen(form)

    def action_override(self) -> None:
        """Record that somebody goes on in spite of the flag."""
        self.app.push_screen(places.make(
            "forms.override", "OverrideForm", self.desk, self.glyphs, (self._answer.car,), self._flag.rule,
            self._answer.destination,
        ))  # fmt: skip

    def action_document(self) -> None:
        """Record the document that is missing."""
        record(self, [self._answer.car], self._flag.needs, destination=self._answer.destination or None)


class DocumentScreen(ReadScreen):
    """A document with what it covers."""

    NAME = "document"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("document")

    def __init__(self, desk: Desk, glyphs: Glyphs, paper: Document) -> None:
        super().__init__(desk, glyphs)
        self._paper = paper

    def title_pieces(self) -> Sequence[Piece]:
        """Kind and number."""
        return [Piece(f"{papers.title(self.desk, self._paper)}  ", "strong"), Piece(self._paper.number)]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The document in full."""
        return papers.paper_page(self.desk, self._paper)

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the document again."""
        event.stop()
        found = [one for one in documents.listed(self.desk) if one.id == self._paper.id]
        if not found:
            self.leave_for(_("This document is no longer in the book"))
            return
        self.stay()
        self._paper = found[0]
        self.retranslate()

    def action_edit(self) -> None:
        """Change the document."""
        self.app.push_screen(places.make("forms.document", "edit_form", self.desk, self.glyphs, self._paper))

    def action_void(self) -> None:
        """Take the document out of force after a question, or put it back into force."""
        if self._paper.void:
            self._set_void("no", _("The document is in force again, u undoes"))
            return

        def answered(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if agreed:
                self._set_void("yes", _("The document is out of force, u undoes"))

        question = _("Take this document out of force?")
        details = [*papers.brief(self.desk, self._paper), _("It counts no more for any car, and stays in the book.")]
        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question, details), answered)

    def _set_void(self, word: str, told: str) -> None:
        try:
            documents.edit(self.desk, self._paper, [("void", word)])
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(told)

    def action_copy_number(self) -> None:
        """Copy the document's number."""
        self.copy(self._paper.number, _("This document has no number"))


class EntryScreen(ReadScreen):
    """One entry of a car's history, a line a field."""

    NAME = "entry"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("entry")

    def __init__(self, desk: Desk, glyphs: Glyphs, entry: Entry, name: str) -> None:
        super().__init__(desk, glyphs)
        self._entry = entry
        self._name = name

    def title_pieces(self) -> Sequence[Piece]:
        """The car and the entry."""
        return [Piece(f"{self._name}  ", "strong"), Piece(history.when_text(self.desk, self._entry.at))]

    def paragraphs(self) -> Sequence[Paragraph]:
        """The entry in full."""
        return history.entry_page(self.desk, self._entry, self.glyphs.arrow)
