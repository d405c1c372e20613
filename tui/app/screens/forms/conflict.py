"""A record that was changed here and elsewhere: what it was, mine and theirs, field by field, to choose from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.screens.forms.asking import STYLES
from tui.app.widgets.cells import wrap
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Page, Paragraph, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk.context import Desk
from tui.i18n.field_labels import label_of
from tui.i18n.translator import _, ngettext

MINE, THEIRS = "mine", "theirs"
_WIDEST = 120


@dataclass(frozen=True)
class Versions:
    """One field in three versions, as texts: before both changes, mine, and theirs."""

    name: str
    label: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Meanwhile:
    """What another window did to the record while a form was open.

    ``who`` did it at ``when`` (a local time, empty when not known). ``clashes`` are fields that both changed, each
    differently; ``theirs`` those that only the other window changed, by name with the text they have now.
    """

    who: str
    when: str
    clashes: tuple[Versions, ...]
    theirs: tuple[Versions, ...]


def kept_text(found: Meanwhile) -> str:
    """What the other window changed that is kept beside one's own, in one sentence."""
    fields = _(", ").join(f"{label_of(one.label)}: {one.theirs or '-'}" for one in found.theirs)
    who = found.who or _("another window")
    return _("%(who)s changed meanwhile, and it is kept: %(fields)s") % {"who": who, "fields": fields}


class ConflictScreen(DeskScreen[dict[str, str] | None], ModalScreen[dict[str, str] | None]):
    """Fields that were changed here and elsewhere; dismisses with the text to keep of each, or with None."""

    NAME = "versions"
    CSS_PATH = STYLES
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("versions")

    def __init__(self, desk: Desk, glyphs: Glyphs, found: Meanwhile) -> None:
        super().__init__(desk, glyphs)
        self._found = found
        self._chosen = dict.fromkeys((one.name for one in found.clashes), MINE)
        self.table: RowTable[Versions] = RowTable(glyphs, self._key, id="versions")

    @staticmethod
    def _key(row: Versions) -> Hashable:
        return row.name

    def compose(self) -> ComposeResult:
        """Lay out what happened, the fields, and the one under the cursor in full."""
        with Vertical(id="versions-frame"):
            yield Page(self.glyphs, id="question")
            yield Rule(self.glyphs)
            yield self.table
            yield Rule(self.glyphs)
            yield Page(self.glyphs, id="versions-whole")
            yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the fields."""
        self.retranslate()
        self.table.set_rows(self._found.clashes)
        self.table.focus()

    def on_resize(self) -> None:
        """Give the text on top the lines it needs."""
        self._show_heading()

    def retranslate(self) -> None:
        """Set every text."""
        self._show_heading()
        self.table.set_columns(
            [
                Column("label", _("Field"), lambda row: label_of(row.label), 12, most=24),
                Column("base", _("Before"), lambda row: row.base or self.glyphs.dash, 14, most=28),
                Column("mine", _("Mine"), lambda row: self._cell(row, MINE), 20, most=32, tone=self._tone(MINE)),
                Column("theirs", _("Theirs"), lambda row: self._cell(row, THEIRS), 20, most=32,
                       tone=self._tone(THEIRS)),
            ]
        )  # fmt: skip
        self._show_whole()

    def _show_heading(self) -> None:
        found, count = self._found, len(self._found.clashes)
        who = found.who or _("Another window")
        text = ngettext(
            "%(who)s changed the same field while the form was open (%(when)s)",
            "%(who)s changed the same %(n)d fields while the form was open (%(when)s)",
            count,
        ) % {"who": who, "n": count, "when": found.when or self.glyphs.dash}
        lines = [
            Paragraph(text, "strong", indent=1),
            Paragraph(_("Space switches between mine and theirs; the form then shows it, to be saved"), indent=1),
        ]
        if found.theirs:
            lines.append(Paragraph(kept_text(found), "faint", indent=1))
        page = self.query_one("#question", Page)
        width = max(min(self.size.width, _WIDEST) - 2, 10)
        page.styles.height = sum(len(wrap(self.glyphs.plain(line.text), width)) for line in lines)
        page.show(lines)

    @on(RowTable.Moved)
    def _show_whole(self) -> None:
        row = self.table.row
        if row is None:
            return
        parts = ((_("Before"), row.base), (_("Mine"), row.mine), (_("Theirs"), row.theirs))
        self.query_one("#versions-whole", Page).show(
            [
                Paragraph(text or self.glyphs.dash, head=_("%(label)s: ") % {"label": label}, indent=1)
                for label, text in parts
            ]
        )

    def _cell(self, row: Versions, side: str) -> str:
        text = (row.mine if side == MINE else row.theirs) or self.glyphs.dash
        return f"[{text}]" if self._chosen[row.name] == side else f" {text}"

    def _tone(self, side: str) -> Callable[[Versions], str]:
        return lambda row: "accent" if self._chosen[row.name] == side else "faint"

    def action_other_version(self) -> None:
        """Keep the other version of the field under the cursor."""
        if self.table.row is not None:
            name = self.table.row.name
            self._chosen[name] = THEIRS if self._chosen[name] == MINE else MINE
            self.table.redraw()

    def action_all_mine(self) -> None:
        """Keep my version of all fields."""
        self._choose_all(MINE)

    def action_all_theirs(self) -> None:
        """Take the other version of all fields."""
        self._choose_all(THEIRS)

    def _choose_all(self, side: str) -> None:
        self._chosen = dict.fromkeys(self._chosen, side)
        self.table.redraw()

    def action_settle(self) -> None:
        """Go back to the form with the versions chosen."""
        clashes = self._found.clashes
        self.dismiss({row.name: row.mine if self._chosen[row.name] == MINE else row.theirs for row in clashes})

    def action_back(self) -> None:
        """Go back to the form as it was."""
        self.dismiss(None)
