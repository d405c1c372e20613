"""Lists to pick from during an import: encodings, sheets of a workbook, what a column stands for."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from tui.app.glyphs import Glyphs
from tui.app.screens.import_words import target_label, target_order
from tui.app.screens.picking import PickScreen
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.desk.context import Desk
from tui.desk.import_views import Trial
from tui.i18n.translator import _

NOTHING = ""
"""The meaning of a column that stands for nothing."""


class EncodingScreen(PickScreen[Trial]):
    """Encodings with the line of column names as each reads it: one sees which is right."""

    def __init__(self, desk: Desk, glyphs: Glyphs, trials: Sequence[Trial], chosen: str) -> None:
        super().__init__(desk, glyphs)
        self._trials = trials
        self._chosen = chosen

    def on_mount(self) -> None:
        """Start on the encoding in force."""
        super().on_mount()
        self.refill(at=self._chosen)

    def title_text(self) -> str:
        """The title."""
        return _("Encoding: choose the one in which the column names can be read")

    def columns(self) -> Sequence[Column[Trial]]:
        """Encoding and line of names."""
        return [
            Column("encoding", _("Encoding"), lambda trial: trial.encoding, 10),
            Column("header", _("First line"), self._header, 30, most=200),
        ]

    @staticmethod
    def _header(trial: Trial) -> str:
        return trial.header if trial.fits else _("(does not fit) %(text)s") % {"text": trial.header}

    def choices(self, text: str) -> Sequence[Trial]:
        """The encodings with this in the name."""
        return [trial for trial in self._trials if text.casefold() in trial.encoding]

    def key(self, row: Trial) -> Hashable:
        """The encoding."""
        return row.encoding

    def help_lines(self, row: Trial | None) -> tuple[Sequence[Piece], ...]:
        """The line under the names in this encoding."""
        if row is None:
            return ([Piece(_("No encoding is called that"), "faint")],)
        return ([Piece(row.header)], [Piece(row.below, "faint")])


class SheetScreen(PickScreen[str]):
    """The sheets of a workbook."""

    def __init__(self, desk: Desk, glyphs: Glyphs, sheets: Sequence[str], chosen: str) -> None:
        super().__init__(desk, glyphs)
        self._sheets = sheets
        self._chosen = chosen

    def on_mount(self) -> None:
        """Start on the sheet in force."""
        super().on_mount()
        self.refill(at=self._chosen)

    def title_text(self) -> str:
        """The title."""
        return _("Sheet of the workbook")

    def columns(self) -> Sequence[Column[str]]:
        """The names."""
        return [Column("sheet", _("Sheet"), lambda name: name, 20, most=100)]

    def choices(self, text: str) -> Sequence[str]:
        """The sheets with this in the name."""
        return [name for name in self._sheets if text.casefold() in name.casefold()]

    def key(self, row: str) -> Hashable:
        """The name."""
        return row

    def help_lines(self, row: str | None) -> tuple[Sequence[Piece], ...]:
        """What choosing it means."""
        if row is None:
            return ([Piece(_("No sheet is called that"), "faint")],)
        return ([Piece(_("Its rows are read instead"))],)


class MeaningScreen(PickScreen[str]):
    """What a column may stand for; the first says nothing."""

    def __init__(
        self, desk: Desk, glyphs: Glyphs, column: str, chosen: str, taken: Mapping[str, str], known: Iterable[str]
    ) -> None:
        super().__init__(desk, glyphs)
        self._column = column
        self._chosen = chosen
        self._taken = taken
        self._targets = [NOTHING, *sorted(known, key=target_order)]

    def on_mount(self) -> None:
        """Start on the meaning in force."""
        super().on_mount()
        self.refill(at=self._chosen)

    def title_text(self) -> str:
        """The title."""
        return _("What does the column “%(column)s” stand for?") % {"column": self._column}

    def columns(self) -> Sequence[Column[str]]:
        """The meaning in words, the field's name, and the column that stands for it now."""
        return [
            Column("label", _("Meaning"), self._label, 28),
            Column("field", _("Field"), lambda target: target or self.glyphs.dash, 20, rank=2),
            Column("taken", _("Column now"), lambda target: self._taken.get(target, ""), 14, rank=1, most=40),
        ]

    def _label(self, target: str) -> str:
        return target_label(self.desk, target) if target else _("nothing: leave the column out")

    def choices(self, text: str) -> Sequence[str]:
        """The meanings in which the text occurs, in words or by the field's name."""
        word = text.casefold()
        return [target for target in self._targets if word in target or word in self._label(target).casefold()]

    def key(self, row: str) -> Hashable:
        """The field."""
        return row

    def help_lines(self, row: str | None) -> tuple[Sequence[Piece], ...]:
        """What choosing it means."""
        if row is None:
            return ([Piece(_("No field is called that"), "faint")],)
        if row and self._taken.get(row, self._column) != self._column:
            return ([Piece(_("“%(column)s” will stand for it no longer") % {"column": self._taken[row]})],)
        return ([Piece(_("Nothing is written before the rows are taken in"))],)
