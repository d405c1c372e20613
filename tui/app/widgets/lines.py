"""Lines of text: a fixed few (``Lines``), a rule across the screen (``Rule``), and a page to scroll (``Page``).

A line is made of pieces, each with a tone; a tone is a style sheet class, so that colours stay in one place and
meaning never hangs on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.containers import Horizontal
from textual.dom import NoScreen
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.messages import Update
from textual.strip import Strip
from textual.widget import Widget

from tui.app.glyphs import Glyphs
from tui.app.widgets.cells import clean, cut, fit, isolated, wrap
from tui.app.widgets.walked import Walked

TONES = ("ready", "action", "blocked", "unknown", "faint", "strong", "accent")
TONE_CLASSES = frozenset(f"tone--{tone}" for tone in TONES)
"""The styles of the tones. The screen has them for all its widgets: textual works out such a style widget by widget."""
_MOST_STRIPS = 64
"""Lines that are remembered as they were drawn: a cursor that walks along a list brings the same ones back."""
_FEW = 4
"""Above so many refreshed lines, all of a widget are drawn in one go."""
if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object


class Piece(msgspec.Struct, frozen=True, gc=False):
    """Some text in one tone; the empty tone is the widget's own."""

    text: str
    tone: str = ""


def tone_style(widget: Widget, tone: str) -> Style:
    """The style of a tone on a widget."""
    return widget.tone(tone) if isinstance(widget, Kept) else _looked_up(widget, tone)


def _looked_up(widget: Widget, tone: str) -> Style:
    own = widget.rich_style
    if not tone:
        return own
    return own + widget.screen.get_component_rich_style(f"tone--{tone}", partial=True, default=Style.null())


class Kept(_Base):
    """A widget that hands over the lines it drew last, and draws only those that were refreshed.

    Whatever changes on a screen, textual asks every widget that could overlap for all of its lines and takes them
    through padding, borders and filters; it is most of what a cursor key costs. It takes the place in front of the
    widget's own class.
    """

    _kept: list[Strip] | None = None
    _tones: Mapping[str, Style] = MappingProxyType({})
    _kept_for: tuple[Region, Sequence[LineFilter]] | None = None
    _stale: frozenset[int] = frozenset()
    _is_plain: bool = False
    """Whether textual would add nothing to the lines that were asked for last."""

    def _set_dirty(self, *regions: Region) -> None:
        """Forget the lines of these regions, or all: everything that repaints a widget comes through here."""
        super()._set_dirty(*regions)
        if regions and self._kept is not None:
            top = self.content_offset.y
            self._stale = self._stale.union(*(range(one.y + top, one.bottom + top) for one in regions))
        else:
            self._kept = None

    def repaint(self, *regions: Region) -> None:
        """Have some lines painted as soon as the screen can: what ``refresh`` does a turn of the widget later."""
        if regions and self._is_plain:
            with suppress(NoScreen):
                screen = self.screen
                self._set_dirty(*regions)
                screen.post_message(Update(self))
                return
        self.refresh(*regions)

    def notify_style_update(self) -> None:
        """Forget all lines: a style has changed."""
        self._kept = None
        self._tones = {}
        super().notify_style_update()

    def tone(self, tone: str) -> Style:
        """The style of a tone, looked up once: textual forgets it whenever a single line is refreshed."""
        style = self._tones.get(tone)
        if style is None:
            style = _looked_up(self, tone)
            self._tones = {**self._tones, tone: style}
        return style

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines that were refreshed; the others are those of last time."""
        asked = (crop, self.get_line_filters())
        kept = self._kept
        if kept is None or self._kept_for != asked or len(self._stale) > _FEW:
            kept = self._draw(crop)
        else:
            for y in self._stale:
                if crop.y <= y < crop.bottom:
                    (kept[y - crop.y],) = self._draw_one(crop, y)
        self._kept, self._kept_for, self._stale = kept, asked, frozenset()
        return kept

    def _draw_one(self, crop: Region, y: int) -> list[Strip]:
        if self._is_plain:
            with suppress(NoScreen):  # textual may ask a widget that was just taken off the screen
                return self.drawn(y, y + 1)
        return self._draw(Region(crop.x, y, crop.width, 1))

    def _draw(self, crop: Region) -> list[Strip]:
        """Draw some lines; without a gutter and filters there is nothing that textual would add to them."""
        has_more = any(self.gutter) or bool(self.get_line_filters()) or crop.column_span != (0, self.size.width)
        self._is_plain = not has_more
        return super().render_lines(crop) if has_more else self.drawn(crop.y, crop.bottom)

    def drawn(self, first: int, end: int) -> list[Strip]:
        """The lines from ``first`` to before ``end``."""
        return [self.render_line(y) for y in range(first, end)]


def strip_of(widget: Widget, pieces: Sequence[Piece], width: int, glyphs: Glyphs, *, right: bool = False) -> Strip:
    """The pieces side by side as one strip of exactly ``width`` cells, cut and padded at the end (or the start)."""
    segments: list[Segment] = []
    room = width
    for place, piece in enumerate(pieces):
        text = clean(glyphs.plain(piece.text))
        width_of = cell_len(text)
        if width_of == room and any(one.text.strip() for one in pieces[place + 1 :]):
            text, width_of = text + " ", room + 1  # what just fits is cut all the same where more follows
        shown = cut(text, room, glyphs.ellipsis)
        room -= cell_len(shown)
        segments.append(Segment(isolated(shown), tone_style(widget, piece.tone)))
        if room <= 0 or width_of > cell_len(shown):
            break
    blank = Segment(" " * room, tone_style(widget, ""))
    return Strip([blank, *segments] if right else [*segments, blank], width)


class Lines(Kept, Widget):
    """A few lines, each cut to the width."""

    def __init__(self, glyphs: Glyphs, *, right: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._right = right
        self._lines: tuple[tuple[Piece, ...], ...] = ()
        self._strips: dict[tuple[tuple[Piece, ...], int], Strip] = {}

    def notify_style_update(self) -> None:
        """Forget all lines: a style has changed."""
        self._strips.clear()
        super().notify_style_update()

    def show(self, *lines: Sequence[Piece]) -> None:
        """Show these lines."""
        shown = tuple(tuple(line) for line in lines)
        if shown != self._lines:
            before, self._lines = self._lines, shown
            changed = [y for y, (old, new) in enumerate(zip_longest(before, shown)) if old != new]
            width, height = self.size
            self.repaint(*(Region(0, y, width, 1) for y in changed if y < height))

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown, line by line and uncut."""
        return tuple("".join(piece.text for piece in line) for line in self._lines)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width = self.size.width
        if y >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        key = (self._lines[y], width)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= _MOST_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = strip_of(self, key[0], width, self._glyphs, right=self._right)
        return strip


class Across(Kept, Horizontal):
    """Widgets side by side."""


class Rule(Kept, Widget):
    """A line across the screen."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - every line of it is the same
        """Draw the rule."""
        return Strip([Segment(self._glyphs.rule * self.size.width, self.rich_style)], self.size.width)


class Paragraph(msgspec.Struct, frozen=True):
    """A text on a page: wrapped to the width, its lines indented; ``head`` stands in front of the first."""

    text: str
    tone: str = ""
    head: str = ""
    indent: int = 0


class Page(Kept, Walked):
    """Paragraphs to read, one under the other; wraps them anew when the width changes."""

    def __init__(self, glyphs: Glyphs, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._wrapped: list[Piece] = []
        self._width = 0

    def show(self, paragraphs: Sequence[Paragraph], *, top: bool = True) -> None:
        """Show these paragraphs, from the top or from where the page stands."""
        self._paragraphs = tuple(paragraphs)
        self._wrap()
        if top:
            self.scroll_to(y=0, animate=False)
        self.refresh()

    @property
    def texts(self) -> tuple[str, ...]:
        """The paragraphs, heads included, as they were given."""
        return tuple(paragraph.head + paragraph.text for paragraph in self._paragraphs)

    @property
    def below(self) -> int:
        """How many lines are out of sight below the window."""
        return max(len(self._wrapped) - self.scroll_offset.y - self.size.height, 0)

    def _wrap(self) -> None:
        width = self._width = self.scrollable_content_region.width
        if not width:
            return
        self._wrapped = []
        for one in self._paragraphs:
            head = clean(self._glyphs.plain(one.head))
            blank = " " * one.indent
            hang = " " * min(one.indent + cell_len(head), width // 2)
            for place, line in enumerate(wrap(self._glyphs.plain(one.text), width - len(hang))):
                front = hang if place or len(hang) < one.indent + cell_len(head) else blank + head
                self._wrapped.append(Piece(front + line, one.tone))
        self.virtual_size = Size(width, len(self._wrapped))

    def on_resize(self) -> None:
        """Wrap to the new width."""
        if self.scrollable_content_region.width != self._width:
            self._wrap()
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the page."""
        place = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if place >= len(self._wrapped):
            return Strip.blank(width, self.rich_style)
        line = self._wrapped[place]
        shown = line.text if cell_len(line.text) <= width else fit(line.text, width, self._glyphs.ellipsis)
        style = tone_style(self, line.tone)
        return Strip([Segment(shown, style)], cell_len(shown)).adjust_cell_length(width, self.rich_style)
