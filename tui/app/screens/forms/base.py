"""A form: fields until they are saved, kept as a draft, or thrown away.

A form says what its fields are and what they stand for; reading, checking and writing are the desk's
(``desk.forms``). What was typed outlives a refusal, a conflict and a crash.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from textual.timer import Timer

from tui.app.glyphs import Glyphs
from tui.app.labels import label_of, problem_text
from tui.app.screens.forms.asking import MINE, THEIRS, Answer, QuestionScreen, Versions, VersionsScreen
from tui.app.screens.forms.filling import FieldsScreen
from tui.app.widgets.cells import clean
from tui.desk import forms
from tui.desk.context import Desk
from tui.desk.draft_store import Draft, DraftStore, drafts_of
from tui.desk.form_texts import texts_of
from tui.desk.forms import About
from tui.domain.problems import Problem, Severity
from tui.errors import Conflict, DraftRefused, NearnewError, NotFound
from tui.i18n.translator import _, ngettext

_DRAFT_REST = 0.5
"""Seconds without a key after which what was typed is put into the draft."""
_KEEP, _DROP, _STAY, _TAKE = "keep", "drop", "stay", "take"


class FormScreen(FieldsScreen):
    """The base of all forms: dismisses with the id written, or with None."""

    def __init__(self, desk: Desk, glyphs: Glyphs, about: About | None = None) -> None:
        super().__init__(desk, glyphs, about)
        self.drafts: DraftStore | None = drafts_of(desk)
        self._resting: Timer | None = None
        self._done = False

    def write(self, *, confirm: bool) -> int:
        """Write through the desk and return the id of the record; raises what the desk raises."""
        return forms.write(self.desk, self.FORM, self.changed_texts(), self.about, confirm=confirm)

    def saved_text(self) -> str:
        """The note after saving, translated."""
        return _("Saved")

    def confirm_text(self) -> str:
        """The answer that saves in spite of what has to be confirmed, translated."""
        return _("Save it as it is")

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
        names = [f"{label_of(name)}: {text}" for name, text in draft.texts.items() if name in self.rows]
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
        lines = [f"{label_of(self.field_of(one))}: {problem_text(self.desk, one)}" for one in doubts]
        answers = [Answer(_STAY, _("Go on typing")), Answer(_TAKE, self.confirm_text())]
        self._ask(_("Save in spite of this?"), lines, answers, self._confirmed)

    def _confirmed(self, word: str | None) -> None:
        if word == _TAKE:
            self._save(confirm=True)

    def _save(self, *, confirm: bool) -> None:
        if self._was_changed():
            return
        try:
            written = self.write(confirm=confirm)
        except Conflict as error:
            self._refresh()
            if not self._was_changed():
                self.say_error(error)
        except DraftRefused as error:
            self._refused([one for one in error.problems if isinstance(one, Problem)])
        except NearnewError as error:
            self.say_error(error)
        else:
            self._drop_draft()
            self.desk_app.tell_book_changed()
            self.say(self.saved_text())
            self.dismiss(written)

    def _refresh(self) -> None:
        try:
            self.desk.store.refresh()
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

    # two versions

    def _was_changed(self) -> bool:
        """Whether the record was changed elsewhere since the form opened; shows both versions if it was."""
        record = self.about.record
        now = forms.record_now(self.desk, self.FORM, record)
        if now is record:
            return False
        if now is None:
            self.say_error(NotFound("row_missing"))
            return True
        theirs = {name: clean(text) for name, text in texts_of(self.desk, self.FORM, now).items()}
        both = [
            Versions(name, label_of(row.what.label), row.field.value, theirs.get(name, ""))
            for name, row in self.rows.items()
            if row.field.value != theirs.get(name, "")
        ]
        chosen = {one.name: MINE if one.mine != self.start[one.name] else THEIRS for one in both}
        if not both:
            self._rebase(now, {})
            return False

        def settled(texts: dict[str, str] | None) -> None:
            if texts is not None:
                self._rebase(now, texts)
                self.say(_("Look it over, then save"))

        self.app.push_screen(VersionsScreen(self.desk, self.glyphs, both, chosen), settled)
        return True

    def _rebase(self, now: Any, texts: dict[str, str]) -> None:
        """Stand on the newer record, with these texts kept over it."""
        self.about = About(now, self.about.cars, self.about.shipment)
        self.fill(self.start_texts())
        for name, text in texts.items():
            self.set_text(name, text)
        self.look()
