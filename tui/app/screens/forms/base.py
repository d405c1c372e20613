"""A form: fields until they are saved, kept as a draft, or thrown away.

A form says what its fields are and what they stand for; reading, checking and writing are the desk's
(``desk.forms``). What was typed outlives a refusal, a conflict and a crash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from textual import work
from textual.message import Message
from textual.timer import Timer

from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.forms.conflict import ConflictScreen, Meanwhile, Versions, kept_text
from tui.app.screens.forms.filling import FieldsScreen
from tui.app.widgets.cells import clean
from tui.desk import forms, landing
from tui.desk.context import Desk
from tui.desk.draft_store import Draft, DraftStore, drafts_of
from tui.desk.form_texts import texts_of
from tui.desk.forms import About
from tui.desk.history_words import when_text
from tui.domain.merging import merge
from tui.domain.problems import Problem, Severity
from tui.errors import Conflict, DraftRefused, NearnewError, NotFound
from tui.i18n.field_labels import label_of
from tui.i18n.translator import _, ngettext
from tui.store.contract import Kind

_DRAFT_REST = 0.5
"""Seconds without a key after which what was typed is put into the draft."""
_MOST_DOUBTS = 5
"""Doubts a question names one by one."""
_TRIES = 5
"""How often a form is brought together anew when others keep on writing."""
_KEEP, _DROP, _STAY, _TAKE = "keep", "drop", "stay", "take"


class Written(Message):
    """What was typed is in the book."""

    def __init__(self, id: int) -> None:
        super().__init__()
        self.id = id


class NotWritten(Message):
    """The book took nothing."""

    def __init__(self, error: NearnewError, *, confirm: bool) -> None:
        super().__init__()
        self.error = error
        self.confirm = confirm


class FormScreen(FieldsScreen):
    """The base of all forms: dismisses with the id written, or with None."""

    def __init__(self, desk: Desk, glyphs: Glyphs, about: About | None = None) -> None:
        super().__init__(desk, glyphs, about)
        self.drafts: DraftStore | None = drafts_of(desk)
        self._resting: Timer | None = None
        self._done = False
        self.opened_at = desk.store.revision
        """The revision of the book that the fields were filled from."""
        self._writing = False
        self._tries = 0
        self._beside: list[str] = []

    def write(self, *, confirm: bool) -> int:
        """Write through the desk and return the id of the record; raises what the desk raises."""
        return forms.write(self.desk, self.FORM, self.changed_texts(), self.about, confirm=confirm)

    def saved_text(self) -> str:
        """The note after saving, translated."""
        return _("Saved")

    def confirm_text(self) -> str:
        """The answer that saves in spite of what has to be confirmed, translated."""
        return _("Save it as it is")

    def label_text(self, name: str) -> str:
        """What a field is called here, translated."""
        return label_of(self.rows[name].what.label if name in self.rows else name)

    def draft_name(self) -> str:
        """What the draft is kept under, within the book."""
        return f"{self.FORM}-{getattr(self.about.record, 'id', 'new')}"

    # drafts

    def begin(self) -> None:
        """Go to the first field, and offer a draft that was left."""
        super().begin()
        draft = self.drafts.load(self.draft_name()) if self.drafts else None
        if draft is not None and any(self.texts.get(name, text) != text for name, text in draft.texts.items()):
            self._offer_draft(draft)

    def _offer_draft(self, draft: Draft) -> None:
        def answered(word: str | None) -> None:
            if word == _TAKE:
                for name, text in draft.texts.items():
                    if name in self.rows:
                        self.set_text(name, text)
                        self.touched.add(name)
                self.look()
            elif word == _DROP and self.drafts is not None:
                self.drafts.drop(self.draft_name())

        when = draft.at.astimezone(ZoneInfo(self.desk.settings.firm.time_zone))
        names = [
            _("%(label)s: %(text)s") % {"label": self.label_text(name), "text": text}
            for name, text in draft.texts.items()
            if name in self.rows
        ]
        self._ask(
            _("A draft of this form was left on %(day)s") % {"day": f"{when:%Y-%m-%d %H:%M}"},
            names,
            [
                Answer(_TAKE, _("Go on with it")),
                Answer(_DROP, _("Throw it away")),
                Answer(_STAY, _("Leave it for later")),
            ],
            answered,
        )

    def typed(self, name: str) -> None:
        """Look again after a field was typed into, and soon keep it in the draft."""
        super().typed(name)
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_DRAFT_REST, self.keep_draft)

    def keep_draft(self) -> None:
        """Write what was typed into the draft."""
        if self.drafts is None or self._done:
            return
        texts = {name: text for name, text in self.texts.items() if text != self.start[name]}
        self.drafts.save(self.draft_name(), texts, self.desk.now())

    def on_unmount(self) -> None:
        """Leave the draft behind when the desk is closed over an open form."""
        if self._resting is not None:
            self.keep_draft()

    def _drop_draft(self) -> None:
        self._done = True
        if self._resting is not None:
            self._resting.stop()
        if self.drafts is not None:
            self.drafts.drop(self.draft_name())

    def action_leave(self) -> None:
        """Leave; ask what becomes of what was typed."""
        if self.texts == self.start:
            self.dismiss(None)
            return
        keep = [Answer(_KEEP, _("Keep it as a draft"))] if self.drafts is not None else []
        answers = [*keep, Answer(_STAY, _("Go on typing")), Answer(_DROP, _("Throw it away"))]
        self._ask(_("What was typed is not saved yet"), [], answers, self._left)

    def _left(self, word: str | None) -> None:
        if word == _KEEP:
            self.keep_draft()
            self.dismiss(None)
        elif word == _DROP:
            self._drop_draft()
            self.dismiss(None)

    def _ask(self, heading: str, lines: Sequence[str], answers: Sequence[Answer], then: Any) -> None:
        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, heading, lines, answers), then)

    # saving

    @property
    def at_work(self) -> bool:
        """Whether it is written: what is typed meanwhile is meant for the screen below, unless the book refuses."""
        return self._writing

    def action_save(self) -> None:
        """Write, unless something has to be mended or confirmed first."""
        self.asked_to_save = True
        self.look()
        errors = self.examined.of(Severity.ERROR)
        if errors:
            self._refused(errors)
            return
        if self.about.record is not None and not self.changed_texts():
            self._drop_draft()
            self.say(_("Nothing has changed"))
            self.dismiss(None)
            return
        doubts = self.examined.of(Severity.CONFIRM)
        if not doubts:
            self._save(confirm=False)
            return
        lines = [
            _("%(label)s: %(text)s")
            % {"label": self.label_text(self.field_of(one)), "text": problem_text(self.desk, one)}
            for one in doubts[:_MOST_DOUBTS]
        ]
        if len(doubts) > _MOST_DOUBTS:
            lines.append(_("and %(n)d more") % {"n": len(doubts) - _MOST_DOUBTS})
        answers = [Answer(_STAY, _("Go on typing")), Answer(_TAKE, self.confirm_text())]
        self._ask(_("Save in spite of this?"), lines, answers, self._confirmed)

    def _confirmed(self, word: str | None) -> None:
        if word == _TAKE:
            self._save(confirm=True)

    def _save(self, *, confirm: bool) -> None:
        """Write in a thread: a commit waits for the disk, and for another window that is just writing."""
        if self._writing or self._was_changed():
            return
        self._writing = True
        self._write(confirm=confirm)

    @work(thread=True, group="write")
    def _write(self, *, confirm: bool) -> None:
        try:
            written = self.write(confirm=confirm)
        except NearnewError as error:
            self.post_message(NotWritten(error, confirm=confirm))
        else:
            self.post_message(Written(written))

    def on_not_written(self, message: NotWritten) -> None:
        """Say what is wrong; what is typed stays. A record that changed at the last moment is looked at again."""
        message.stop()
        self._writing = False
        error = message.error
        if isinstance(error, Conflict):
            self._refresh()
            self._tries += 1
            if self._tries < _TRIES:
                self._save(confirm=message.confirm)
            else:
                self.say_error(error)
        elif isinstance(error, DraftRefused):
            self._refused([one for one in error.problems if isinstance(one, Problem)])
        else:
            self.say_error(error)

    def on_written(self, message: Written) -> None:
        """Close, and tell."""
        message.stop()
        self._writing = False
        self._drop_draft()
        self.desk_app.look_at_book()
        beside = [*self._beside, *self._landed_beside(message.id)]
        self.desk_app.tell_book_changed()
        self.desk_app.say(self.saved_text(), beside)
        self.dismiss(message.id)

    def _landed_beside(self, record_id: int) -> list[str]:
        """What other windows changed at the same record at the very last moment, in words."""
        kind, foreign = self.record_kind(), self.desk_app.own.foreign
        if kind is None or not foreign or self.about.record is None:
            return []
        others = landing.beside(self.desk, kind, record_id, self.opened_at)
        return landing.beside_lines(self.desk, [one for one in others if one.sequence in foreign], self.glyphs.arrow)

    def _refresh(self) -> None:
        try:
            self.desk_app.look_at_book()
        except NearnewError as error:
            self.say_error(error)

    def _refused(self, problems: Sequence[Problem]) -> None:
        """Go to the first field that has to be mended; what is typed stays."""
        wrong = {self.field_of(one) for one in problems}
        hidden = self.hidden_fields()
        name = next((name for name in self.rows if name in wrong and name not in hidden), None)
        count = len(problems)
        text = ngettext("Not saved: %(n)d field to mend", "Not saved: %(n)d fields to mend", count) % {"n": count}
        if name is not None:
            self.go_to(name)
        else:
            text = "\n".join(problem_text(self.desk, one) for one in problems)
        self.say(text, wrong=True)

    # what another window wrote

    def record_now(self) -> Any:
        """The record as the book has it now; None when it was removed, the record itself when nobody touched it."""
        return forms.record_now(self.desk, self.FORM, self.about.record)

    def record_texts(self, record: Any) -> Mapping[str, str]:
        """A record as the texts of this form."""
        return texts_of(self.desk, self.FORM, record)

    def record_kind(self) -> Kind[Any] | None:
        """The table of the record."""
        return forms.kind_of(self.FORM)

    def _was_changed(self) -> bool:
        """Whether somebody has to look before it is written.

        Fields that only one side changed are brought together; those that both changed are shown, to choose.
        """
        record, now = self.about.record, self.record_now()
        if now is record:
            return False
        if now is None:
            self.say_error(NotFound("row_missing"))
            return True
        found, merged = self._meanwhile(now)
        if not found.clashes:
            self._rebase(now, merged)
            if found.theirs:
                self._beside.append(kept_text(found))
            return False

        def settled(texts: dict[str, str] | None) -> None:
            if texts is not None:
                self._rebase(now, merged | texts)
                self.say(_("Look it over, then save"))

        self.app.push_screen(ConflictScreen(self.desk, self.glyphs, found), settled)
        return True

    def _meanwhile(self, now: Any) -> tuple[Meanwhile, dict[str, str]]:
        """What happened to the record since the form opened, and the texts of the form with both changes."""
        start, mine = self.start, self.texts
        texts = self.record_texts(now)
        theirs = {name: self.as_typed(texts.get(name, "")) for name in self.rows}
        found = merge(start, mine, theirs)
        clashes = {one.path[0] for one in found.clashes}

        def versions(names: Iterable[str]) -> tuple[Versions, ...]:
            return tuple(
                Versions(name, self.rows[name].what.label, start[name], mine[name], theirs[name]) for name in names
            )

        who = when = ""
        if (kind := self.record_kind()) is not None:
            others = landing.beside(self.desk, kind, now.id, self.opened_at)
            if others:
                who = clean(others[-1].who)
                when = when_text(self.desk, others[-1].at)
        meanwhile = Meanwhile(
            who,
            when,
            versions(name for name in self.rows if name in clashes),
            versions(path[0] for path in found.theirs),
        )
        return meanwhile, {name: str(text) for name, text in found.document.items()}

    @staticmethod
    def as_typed(text: str) -> str:
        """A text as a field holds it."""
        return clean(text)

    def _rebase(self, now: Any, texts: Mapping[str, str]) -> None:
        """Stand on the newer record, with these texts kept over it."""
        self.stand_on(now)
        self.fill(self.start_texts())
        for name, text in texts.items():
            self.set_text(name, text)
        self.look()

    def stand_on(self, now: Any) -> None:
        """Take the newer record for the one that is changed."""
        self.about = About(now, self.about.cars, self.about.shipment)
        self.opened_at = self.desk.store.revision
