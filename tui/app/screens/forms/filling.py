"""The fields of a form, one under the other: typing, looking, going about; ``base`` adds saving and leaving.

Each field shows the value as it was understood and what is wrong; reading and checking are the desk's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.screens.base import DeskScreen
from tui.app.screens.forms.asking import STYLES
from tui.app.screens.forms.choices import Choice, ChoiceScreen, ManyChoicesScreen
from tui.app.screens.forms.hints import hint
from tui.app.screens.forms.row import FieldRow, FormField, label_width, parted
from tui.app.screens.forms.shown import echo, marked
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import modal_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.desk import forms
from tui.desk.context import Desk
from tui.desk.form_texts import texts_of
from tui.desk.forms import About, Examined
from tui.domain.problems import Problem, Severity
from tui.i18n.field_labels import label_of
from tui.i18n.translator import _, ngettext

_MOST_NOTES = 5


class FieldsScreen(DeskScreen[int | None], ModalScreen[int | None]):
    """A screen of fields."""

    NAME = "form"
    FORM: ClassVar[str] = ""
    """What ``desk.forms`` calls it."""
    CSS_PATH = STYLES
    BINDINGS: ClassVar[list[BindingType]] = modal_bindings("form")

    def __init__(self, desk: Desk, glyphs: Glyphs, about: About | None = None) -> None:
        super().__init__(desk, glyphs)
        self.about = about or About()
        self.examined = Examined({})
        self.rows = {field.name: FieldRow(glyphs, field) for field in self.fields()}
        self._parts = parted([row.what for row in self.rows.values()])
        self._part = 0
        self._there = {0}
        self._keys_for: object = None
        self.start: dict[str, str] = {}
        self._seen: dict[str, str] = {}
        self.touched: set[str] = set()
        self.asked_to_save = False

    def take_keys(self) -> None:
        """Not before the first field has the focus."""

    # what a form says of itself

    def fields(self) -> Sequence[FormField]:
        """The fields, in their order."""
        raise NotImplementedError

    def title_text(self) -> str:
        """What is being done, translated."""
        raise NotImplementedError

    def start_texts(self) -> Mapping[str, str]:
        """What stands in the fields at first: the record's own values, nothing for a new one."""
        return texts_of(self.desk, self.FORM, self.about.record)

    def changed_texts(self) -> dict[str, str]:
        """The texts to write: those that differ from the record's, or all that are not empty for a new one."""
        texts = self.texts
        if self.about.record is None:
            return {name: text for name, text in texts.items() if text.strip()}
        return {name: text for name, text in texts.items() if text != self.start[name]}

    def hidden_fields(self) -> frozenset[str]:
        """The names of fields that do not apply to what is typed."""
        return frozenset()

    def placeholders(self) -> Mapping[str, str]:
        """What an empty field stands for, by name."""
        return {}

    def placeholder_word(self, name: str) -> str:  # noqa: ARG002 - for forms to say
        """Where the value of an empty field comes from, translated."""
        return ""

    def hint_text(self, field: FormField) -> str:
        """What shapes a field takes, translated."""
        return hint(self.FORM, field)

    def problem_line(self, problem: Problem) -> str:
        """What is wrong, as a sentence without the field's name, translated."""
        return problem_text(self.desk, problem)

    def choice_screen(self, field: FormField, typed: str, at: str) -> ChoiceScreen:
        """The list that a field picks from."""
        return ChoiceScreen(self.desk, self.glyphs, title=label_of(field.label), what=field.choices, typed=typed, at=at)

    def choice_made(self, name: str, choice: Choice) -> None:
        """Take a choice from the list of a field, and go on."""
        self.put(name, choice.text)
        self.action_next_field()

    def notes(self) -> Sequence[Sequence[Piece]]:
        """Lines below the fields, about what saving would do."""
        return ()

    def field_of(self, problem: Problem) -> str:
        """The field where a problem is shown."""
        return problem.field

    def examine(self) -> Examined:
        """Read and check what is typed, through the desk; writes nothing."""
        return forms.examine(self.desk, self.FORM, self.texts, self.about, self.changed_texts())

    def compose(self) -> ComposeResult:
        """Lay out title, fields, notes and keys."""
        with Vertical(id="form-frame"):
            yield Lines(self.glyphs, id="form-title")
            yield Rule(self.glyphs)
            with Vertical(id="form-body"):
                yield from (self.rows[name] for name in self._parts[0])
            yield Rule(self.glyphs)
            yield Lines(self.glyphs, id="form-notes")
            yield Lines(self.glyphs, id="form-hint")
            yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Fill the fields in."""
        self.fill(self.start_texts())
        self.retranslate()
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        """Go to the first field, once the screen stands."""
        self.go_to(next(iter(self.rows)))

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields, by name."""
        return {name: row.field.value for name, row in self.rows.items()}

    def fill(self, texts: Mapping[str, str]) -> None:
        """Take these texts as those that the record has; fields without one are empty."""
        for name in self.rows:
            self.set_text(name, texts.get(name, ""))
        self.start = self.texts

    def set_text(self, name: str, text: str) -> None:
        """Put a text into a field without counting it as typed."""
        field = self.rows[name].field
        field.value = text
        self._seen[name] = field.value
        field.cursor_position = len(field.value)

    def put(self, name: str, text: str) -> None:
        """Put a text into a field as if it were typed."""
        self.set_text(name, text)
        self.typed(name)

    def retranslate(self) -> None:
        """Set every text in the language of the moment; what is typed stays."""
        labels = {name: label_of(row.what.label) for name, row in self.rows.items()}
        width = label_width(list(labels.values()))
        for name, row in self.rows.items():
            row.name_it(labels[name], width)
        self.look()

    def look(self) -> None:
        """Examine what is typed and show it."""
        self.examined = self.examine()
        hidden, start, faint = self.hidden_fields(), self.start, self.placeholders()
        here = frozenset(self._parts[self._part])
        found: dict[str, list[Problem]] = {}
        for problem in self.examined.problems:
            found.setdefault(self.field_of(problem), []).append(problem)
        for name, row in self.rows.items():
            row.display = name in here and name not in hidden
            text, shown = row.field.value, faint.get(name, "")
            row.field.placeholder = shown
            value = self.examined.values.get(name)
            back = Piece(echo(self.desk, name, value, text), "faint" if not text else "")
            lines = [self._line(one) for one in found.pop(name, []) if self.is_due(name, one)]
            lines = lines if name not in hidden else []
            if shown and not text:
                back = Piece(self.placeholder_word(name), "faint")
            row.show(back, lines, changed=text != start[name])
        rest = [self._line(one) for problems in found.values() for one in problems if self.is_due("", one)]
        self._show_title()
        self._show_notes([[one] for one in rest])
        self._show_keys()

    def _show_keys(self) -> None:
        """Set the keys in the footer anew when other ones hold: that is dear, so not at every letter."""
        keys = [self.check_action(action, ()) for action in ("list", "offer")]
        if keys != self._keys_for:
            self._keys_for = keys
            self.refresh_bindings()

    def is_due(self, name: str, problem: Problem) -> bool:
        """Whether to speak of a problem yet: what is missing is no fault before the user was there."""
        return self.asked_to_save or name in self.touched or not problem.code.endswith(("_missing", "_without_cars"))

    def _line(self, problem: Problem) -> Piece:
        text = self.problem_line(problem)
        if problem.offer:
            key = key_text(self.desk_app.keys["forms.offer"][0])
            text += _(" (%(key)s takes it)") % {"key": key}
        return marked(self.glyphs, problem.severity, text)

    def _show_title(self) -> None:
        pieces = [Piece(f" {self.title_text()}", "strong")]
        if len(self._parts) > 1:
            title = _(self.rows[self._parts[self._part][0]].what.part)
            pieces.append(Piece(f"   {self._part + 1}/{len(self._parts)} {title}", "accent"))
        count = sum(one.severity is Severity.ERROR and self.is_due(self.field_of(one), one)
                    for one in self.examined.problems)  # fmt: skip
        if count:
            text = ngettext("%(n)d field to mend", "%(n)d fields to mend", count) % {"n": count}
            pieces.append(Piece(f"   {self.glyphs.blocked} {text}", "blocked"))
        self.query_one("#form-title", Lines).show(pieces)

    def _show_notes(self, problems: Sequence[Sequence[Piece]]) -> None:
        lines = [[Piece(" "), *line] for line in (*problems, *self.notes())][:_MOST_NOTES]
        notes = self.query_one("#form-notes", Lines)
        notes.display = bool(lines)
        notes.styles.height = max(len(lines), 1)
        notes.show(*lines)
        row = self.row_here()
        if row is not None:
            self._show_hint(row)

    # typing

    def row_here(self) -> FieldRow | None:
        """The line of the field that has the focus."""
        parent = self.focused.parent if self.focused is not None else None
        return parent if isinstance(parent, FieldRow) else None

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        name = (event.input.id or "").removeprefix("field-")
        if name in self.rows and event.value != self._seen[name]:
            self._seen[name] = event.value
            self.typed(name)

    def typed(self, name: str) -> None:
        """Look again after a field was typed into."""
        self.touched.add(name)
        self.look()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Bring the whole line of the field into sight and say what it takes."""
        row = self.row_here()
        if row is not None:
            self.query_one("#form-body").scroll_to_widget(row, animate=False)
            self._show_hint(row)
            self._show_keys()

    def _show_hint(self, row: FieldRow) -> None:
        self.query_one("#form-hint", Lines).show([Piece(f" {self.hint_text(row.what)}", "faint")])

    @on(Input.Submitted)
    def _submitted(self) -> None:
        """Enter picks from the list where a choice is still open, and goes on elsewhere."""
        row = self.row_here()
        if row is not None and row.what.choices and row.what.name not in self.examined.values:
            self.action_list()
        else:
            self.action_next_field()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer a list where there is one, and a correction where there is one."""
        row = self.row_here() if self.is_mounted else None
        match action:
            case "list":
                return row is not None and bool(row.what.choices)
            case "next_part" | "previous_part":
                return len(self._parts) > 1
            case "offer":
                return row is not None and self._offer_of(row.what.name) is not None
            case _:
                return True

    def on_book_changed(self) -> None:
        """Check what is typed against the book as it is now."""
        self.look()

    # going about

    def _names(self) -> list[str]:
        """The fields that apply, in their order."""
        hidden = self.hidden_fields()
        return [name for name in self.rows if name not in hidden]

    def _place(self) -> int:
        """The place of the cursor among the fields that apply."""
        row, names = self.row_here(), self._names()
        return names.index(row.what.name) if row is not None and row.what.name in names else 0

    def go_to(self, name: str) -> None:
        """Go to a field, opening its part of the form."""
        part = next(place for place, names in enumerate(self._parts) if name in names)
        if part == self._part:
            self.rows[name].field.focus()
        else:
            self.call_later(self._open_part, part, name)

    async def _open_part(self, part: int, name: str) -> None:
        """Show another part; its lines are made when it is opened first."""
        body = self.query_one("#form-body")
        self._part = part
        if part not in self._there:
            self._there.add(part)
            await body.mount(*(self.rows[one] for one in self._parts[part]))
        body.scroll_to(y=0, animate=False)
        self.look()
        self.rows[name].field.focus()

    def action_next_field(self) -> None:
        """Go to the next field."""
        names = self._names()
        self.go_to(names[min(self._place() + 1, len(names) - 1)])

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.go_to(self._names()[max(self._place() - 1, 0)])

    def action_next_part(self) -> None:
        """Go to the next part, or to the last field."""
        self._to_part(1)

    def action_previous_part(self) -> None:
        """Go to the part before, or to the first field."""
        self._to_part(-1)

    def _to_part(self, step: int) -> None:
        names, part = self._names(), self._part + step
        if 0 <= part < len(self._parts):
            self.go_to(next(name for name in self._parts[part] if name in names))
        else:
            self.go_to(names[-1 if step > 0 else 0])

    def action_first_problem(self) -> None:
        """Go to the next field with something to mend, round and round."""
        names, place = self._names(), self._place() + 1
        wrong = {self.field_of(problem) for problem in self.examined.problems}
        found = next((name for name in (*names[place:], *names[:place]) if name in wrong), None)
        if found is not None:
            self.go_to(found)

    def action_list(self) -> None:
        """Pick from the list of this field."""
        row = self.row_here()
        if row is None or not row.what.choices:
            return
        name, text = row.what.name, row.field.value
        if row.what.many:
            screen = ManyChoicesScreen(
                self.desk, self.glyphs, title=label_of(row.what.label), what=row.what.choices, text=text
            )
            self.app.push_screen(screen, lambda texts: None if texts is None else self.put(name, ", ".join(texts)))
            return
        value = self.examined.values.get(name)
        at = str(getattr(value, "value", value) or "")
        typed = "" if value is not None else text.strip()

        def picked(choice: Choice | None) -> None:
            if choice is not None:
                self.choice_made(name, choice)

        self.app.push_screen(self.choice_screen(row.what, typed, at or text), picked)

    def _offer_of(self, name: str) -> str | None:
        return next((one.offer for one in self.examined.problems if one.offer and self.field_of(one) == name), None)

    def action_offer(self) -> None:
        """Take the correction that is offered for this field."""
        row = self.row_here()
        offer = self._offer_of(row.what.name) if row else None
        if row is not None and offer is not None:
            self.put(row.what.name, offer)
