"""The car seen from above, drawn in text cells: each panel with its reading and a mark that needs no colour.

A pure function of the findings, for the screen and for paper alike. Left on the paper is the car's left, and the
front is at the top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tui.domain.inspections import Finding, PanelFinding, Panels
from tui.reports.cells import clean, cut, pad, width

_MARKS = {
    Finding.WITHIN: ("✓", "+"),
    Finding.THIN: ("<", "<"),
    Finding.REPAINTED: ("R", "R"),
    Finding.FILLED: ("F", "F"),
    Finding.NOT_MEASURED: ("?", "?"),
    Finding.NOT_MEASURABLE: ("–", "-"),
}
"""Each finding's mark, in Unicode and in ASCII."""
_TONES = {
    Finding.WITHIN: "ready",
    Finding.THIN: "action",
    Finding.REPAINTED: "action",
    Finding.FILLED: "blocked",
    Finding.NOT_MEASURED: "faint",
    Finding.NOT_MEASURABLE: "faint",
}
CONTRADICTS = "!"
NARROW, WIDE = 11, 22
"""Cells of one of the three columns of the map: beside a list, and on paper."""
_SIDES = (
    ("wing_{}f", 2), ("pillar_a_{}", 1), ("door_{}f", 2), ("pillar_b_{}", 1), ("door_{}r", 2), ("pillar_c_{}", 1),
    ("wing_{}r", 2), ("sill_{}", 1),
)  # fmt: skip
"""The panels of one side from front to rear, with the lines that each takes."""
_ROWS = sum(lines for _, lines in _SIDES)
_CENTRE = {0: ("bonnet", 0), 1: ("bonnet", 1), 5: ("roof", 0), 6: ("roof", 1), 10: ("boot", 0), 11: ("boot", 1)}
_WINDSCREEN, _REAR_WINDOW = 2, 9


class Span(NamedTuple):
    """Some text of a line, in one tone; the empty tone is plain."""

    text: str
    tone: str = ""


class Frame(NamedTuple):
    """The characters that lines are drawn with."""

    across: str
    down: str
    corners: tuple[str, str, str, str]
    tees: tuple[str, str]
    glass: tuple[str, str]


_UNICODE = Frame("─", "│", ("╭", "╮", "╰", "╯"), ("┬", "┴"), ("╲", "╱"))
_ASCII = Frame("-", "|", ("+", "+", "+", "+"), ("+", "+"), ("\\", "/"))


def mark(finding: Finding, *, ascii_only: bool) -> str:
    """The mark of a finding."""
    return _MARKS[finding][ascii_only]


def tone(one: PanelFinding) -> str:
    """The tone of a panel: it repeats what the mark says."""
    return "blocked" if one.contradicts else _TONES[one.finding]


def reading_text(one: PanelFinding, panels: Panels, *, ascii_only: bool, whole: bool = False) -> str:
    """A panel's reading with its mark and the letters of what is stated: ``185 R rd``.

    Of several readings the one that decides, or with ``whole`` all of them: ``112/118 +``. ``!`` stands behind what
    the readings do not bear out.
    """
    parts = []
    if one.um:
        deciding = min(one.um) if one.finding is Finding.THIN else max(one.um)
        parts.append("/".join(map(str, one.um)) if whole else str(deciding))
    letters = "".join(panels.codes[code].key for code in one.codes if code in panels.codes)
    parts.append(mark(one.finding, ascii_only=ascii_only))
    parts.append(letters + (CONTRADICTS if one.contradicts else ""))
    return " ".join(part for part in parts if part)


def car_map(
    findings: Sequence[PanelFinding],
    panels: Panels,
    labels: Mapping[str, str],
    *,
    ascii_only: bool = False,
    column: int = NARROW,
    at: str = "",
) -> list[list[Span]]:
    """The lines of the map, each ``3 * column + 4`` cells wide; ``labels`` are the short names in a language.

    ``at`` is the panel under the cursor: its name gets a pointer. A panel that the findings lack is left blank.
    """
    frame = _ASCII if ascii_only else _UNICODE
    by_panel = {one.panel: one for one in findings}
    drawing = _Drawing(by_panel, panels, labels, frame, column, at, ascii_only)
    return [
        *drawing.bumper("bumper_front", front=True),
        *(drawing.row(place) for place in range(_ROWS)),
        *drawing.bumper("bumper_rear", front=False),
    ]


def plain(lines: Sequence[Sequence[Span]]) -> list[str]:
    """The lines without tones."""
    return ["".join(span.text for span in line).rstrip() for line in lines]


class _Drawing:
    """One map under way."""

    def __init__(
        self,
        found: Mapping[str, PanelFinding],
        panels: Panels,
        labels: Mapping[str, str],
        frame: Frame,
        column: int,
        at: str,
        ascii_only: bool,  # noqa: FBT001 - handed on
    ) -> None:
        self._found, self._panels, self._labels = found, panels, labels
        self._frame, self._column, self._at, self._ascii = frame, column, at, ascii_only
        self._inner = 3 * column + 2
        self._sides = {side: self._side(side) for side in "lr"}

    def bumper(self, panel: str, *, front: bool) -> list[list[Span]]:
        """A bumper, narrower than the car, and the line between it and the car."""
        inset = 3
        inner = self._inner - 2 * inset
        across, down = self._frame.across, self._frame.down
        first, second, third, fourth = self._frame.corners
        outer = (first, second) if front else (third, fourth)
        edge = [Span(" " * inset + outer[0] + across * inner + outer[1] + " " * inset)]
        label, value = self._label(panel), self._value(panel)
        room = inner - 2
        text = f"{label} {value}".strip()
        shown = cut(text, room)
        left = (room - width(shown)) // 2
        body = pad(" " * left + shown, room)
        middle = [
            Span(" " * inset + down + " "), Span(body, self._tone(panel)), Span(" " + down + " " * inset),
        ]  # fmt: skip
        return [edge, middle, self._joint(front=front, inset=inset)] if front else [
            self._joint(front=front, inset=inset), middle, edge,
        ]  # fmt: skip

    def _joint(self, *, front: bool, inset: int) -> list[Span]:
        """The line between a bumper and the body, with its corners and the joints of the columns."""
        down_tee, up_tee = self._frame.tees
        first, second, third, fourth = self._frame.corners
        line = [self._frame.across] * (self._inner + 2)
        line[0], line[-1] = (first, second) if front else (third, fourth)
        for place in (inset, self._inner + 1 - inset):
            line[place] = up_tee if front else down_tee
        for place in (self._column + 1, 2 * self._column + 2):
            line[place] = down_tee if front else up_tee
        return [Span("".join(line))]

    def row(self, place: int) -> list[Span]:
        """One line across the body: left side, middle, right side."""
        down = self._frame.down
        left, right = self._sides["l"][place], self._sides["r"][place]
        return [Span(down), left, Span(down), self._middle(place), Span(down), right, Span(down)]

    def _side(self, side: str) -> list[Span]:
        lines: list[Span] = []
        for pattern, count in _SIDES:
            panel = pattern.format(side)
            if count == 1:
                lines.append(self._cell(panel, self._both(panel)))
            else:
                lines.append(Span(self._fit(self._label(panel)), "accent" if panel == self._at else ""))
                lines.append(self._cell(panel, self._fit(self._value(panel), right=True)))
        return lines

    def _middle(self, place: int) -> Span:
        frame = self._frame
        if place == _WINDSCREEN:
            return Span(frame.glass[0] + frame.across * (self._column - 2) + frame.glass[1])
        if place == _REAR_WINDOW:
            return Span(frame.glass[1] + frame.across * (self._column - 2) + frame.glass[0])
        if place not in _CENTRE:
            return Span(" " * self._column)
        panel, line = _CENTRE[place]
        if line == 0:
            return Span(self._centred(self._label(panel)), "accent" if panel == self._at else "")
        return self._cell(panel, self._centred(self._value(panel)))

    def _cell(self, panel: str, text: str) -> Span:
        return Span(text, self._tone(panel))

    def _tone(self, panel: str) -> str:
        one = self._found.get(panel)
        return tone(one) if one is not None else "faint"

    def _both(self, panel: str) -> str:
        """Name and reading on one line; the reading has the right to its room."""
        value = cut(self._value(panel), self._column)
        room = self._column - width(value) - 1
        label = cut(self._label(panel), room) if room > 1 else ""
        return pad(label, self._column - width(value)) + value

    def _label(self, panel: str) -> str:
        pointer = ">" if panel == self._at else ""
        return pointer + clean(self._labels.get(panel, panel))

    def _value(self, panel: str) -> str:
        one = self._found.get(panel)
        if one is None:
            return ""
        return reading_text(one, self._panels, ascii_only=self._ascii, whole=self._column >= WIDE)

    def _fit(self, text: str, *, right: bool = False) -> str:
        return pad(cut(text, self._column), self._column, right=right)

    def _centred(self, text: str) -> str:
        shown = cut(text, self._column)
        return pad(" " * ((self._column - width(shown)) // 2) + shown, self._column)
