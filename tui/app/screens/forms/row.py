"""One line of a form: label, field, the value as it was understood, and below it what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import wrap
from tui.app.widgets.field import Field
from tui.app.widgets.lines import Piece, strip_of

MOST_LABEL = 32
_HEAD = 2
_MOST_LINES = 3
_ECHO_SHARE = 3
_LEAST_FIELD, _MOST_FIELD = 10, 48


@dataclass(frozen=True)
class FormField:
    """One field of a form: its name, its label (a message id), what it picks from, and the hint to its shape.

    ``choices`` names a list of ``choices.choices_of``; ``many`` takes several of it, parted by commas. ``part`` is the
    title (a message id) of the part of the form that begins with this field.
    """

    name: str
    label: str
    choices: str = ""
    many: bool = False
    part: str = ""


class FieldRow(Widget):
    """The line of one field."""

    def __init__(self, glyphs: Glyphs, field: FormField) -> None:
        super().__init__(id=f"row-{field.name}")
        self.what = field
        self.field = Field(id=f"field-{field.name}")
        self._glyphs = glyphs
        self._label = ""
        self._label_width = MOST_LABEL
        self._echo: Piece = Piece("")
        self._problems: tuple[Piece, ...] = ()
        self._changed = False
        self._takes_all = False
        self._wrapped: list[Piece] = []

    def compose(self) -> ComposeResult:
        """The field; everything else is drawn."""
        yield self.field

    def name_it(self, label: str, width: int) -> None:
        """Set the label, and the width of all labels of the form."""
        self._label, self._label_width = label, width
        self._arrange()

    def show(self, echo: Piece, problems: Sequence[Piece], *, changed: bool) -> None:
        """Show the value as understood and what is wrong with it."""
        state = (echo, tuple(problems), changed, not echo.text and self._is_long)
        if state != (self._echo, self._problems, self._changed, self._takes_all):
            self._echo, self._problems, self._changed, self._takes_all = state
            self._arrange()

    @property
    def _is_long(self) -> bool:
        """Whether what is typed is longer than its share of the line."""
        return cell_len(self.field.value) >= self._share(self.size.width)

    @property
    def texts(self) -> tuple[str, ...]:
        """The value as understood, then the problems, uncut."""
        return (self._echo.text, *(problem.text for problem in self._problems))

    def on_resize(self) -> None:
        """Give field and echo their share of the width."""
        self._takes_all = not self._echo.text and self._is_long
        self._arrange()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Mark the line of the cursor."""
        self.refresh()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Take the mark away."""
        self.refresh()

    def on_click(self) -> None:
        """Go to the field."""
        self.field.focus()

    def _arrange(self) -> None:
        width = self.size.width
        if not width:
            return
        self._wrapped = [
            Piece(line, problem.tone)
            for problem in self._problems
            for line in wrap(self._glyphs.plain(problem.text), width - self._label_width)[:_MOST_LINES]
        ]
        self.styles.height = 1 + len(self._wrapped)
        self.field.styles.margin = (0, 0, 0, self._label_width)
        self.field.styles.width = self._field_width(width)
        self.refresh()

    def _field_width(self, width: int) -> int:
        """Its share of the line; all of it for a long text that needs no echo."""
        return max(width - self._label_width, _LEAST_FIELD) if self._takes_all else self._share(width)

    def _share(self, width: int) -> int:
        return min(max(width - self._label_width - width // _ECHO_SHARE, _LEAST_FIELD), _MOST_FIELD)

    def render_line(self, y: int) -> Strip:
        """Draw label and echo, and the problems below."""
        width = self.size.width
        if not y:
            return self._first_line(width)
        line = self._wrapped[y - 1] if y <= len(self._wrapped) else Piece("")
        left = Segment(" " * self._label_width, self.rich_style)
        right = strip_of(self, [line], width - self._label_width, self._glyphs)
        return Strip([left, *right], width)

    def _first_line(self, width: int) -> Strip:
        here = self.field.has_focus
        head = "> " if here else "* " if self._changed else "  "
        label = strip_of(
            self, [Piece(head, "accent"), Piece(self._label, "accent" if here else "")], self._label_width, self._glyphs
        )
        room = self._field_width(width)
        middle = Segment(" " * room, self.rich_style)
        echo = strip_of(self, [Piece(" "), self._echo], width - self._label_width - room, self._glyphs)
        return Strip([*label, middle, *echo], width)


def label_width(labels: Sequence[str]) -> int:
    """The width of the column of labels."""
    return min(max((cell_len(label) for label in labels), default=0) + _HEAD + 1, MOST_LABEL)


def parted(fields: Sequence[FormField]) -> list[list[str]]:
    """The names of the fields, part by part."""
    parts: list[list[str]] = []
    for field in fields:
        if field.part or not parts:
            parts.append([])
        parts[-1].append(field.name)
    return parts
