"""A localisation kit: area by area, each item with how it stands and what that rests on; of a model, or of one car."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app import places
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.pages.kit import KitLine, about_item, head_pieces, is_area, kit_columns, kit_lines, view_text
from tui.app.screens.asking import EntryScreen
from tui.app.screens.base import DeskScreen
from tui.app.screens.dated import ask_day
from tui.app.screens.forms.kit_item import KitItemForm
from tui.app.screens.kit_deeds import KitDeeds
from tui.app.screens.kit_records import wrapped_note
from tui.app.screens.parts_gap import path_read
from tui.app.widgets.footer import Footer
from tui.app.widgets.headed import HeadedTable
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Rule
from tui.app.widgets.table import RowTable
from tui.desk import kit_forms, kit_rules, kit_text, kit_words, localising, printing
from tui.desk.context import Desk
from tui.desk.kinds import CARS
from tui.desk.kit_book import ModelAt
from tui.desk.kit_forms import NOT_APPLICABLE, PLAN, PROVE, WAIVE, ItemDeed
from tui.domain.cars import Car
from tui.domain.kit_standing import ItemStanding, Standing
from tui.domain.kits import ItemScope
from tui.errors import NearnewError
from tui.i18n.translator import _

_NOTE = 6
_ITEM = frozenset({"prove", "waive", "not_applicable", "plan", "reopen", "drop"})


class KitScreen(KitDeeds):
    """A kit whole. ``car`` adds the car's own items; ``item`` is where the cursor begins."""

    NAME = "kit"
    CSS_PATH = "../styles/localisation.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("kit")

    def __init__(
        self,
        desk: Desk,
        glyphs: Glyphs,
        at: ModelAt,
        *,
        car: Car | None = None,
        item: str = "",
        day: date | None = None,
    ) -> None:
        super().__init__(desk, glyphs)
        self.at = at
        self.car = car
        self.day = day or desk.today
        self._only_open = False
        self._begin_at = item
        self.table: RowTable[KitLine] = HeadedTable(glyphs, lambda line: line.key, is_area, id="kit-items")
        self.table.when_moved = self.explain

    def compose(self) -> ComposeResult:
        """Lay out title, items and note."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="kit-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="item-note")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Read the kit and show it, the cursor on the item asked for, else on the first that is left to do."""
        if self.load():
            self.call_after_refresh(self._begin)
        self.table.focus()

    def _begin(self) -> None:
        """Put the cursor where there is something to do, its area in sight."""
        first = next((line for line in self.table.rows if line.one is not None and line.one.blocks), None)
        at = self._begin_at or (first.key if first is not None else "")
        self.table.move_to(next((place for place, line in enumerate(self.table.rows) if line.key == at), 1))

    def load(self) -> bool:
        """Read the kit as the book has it; leave when its car is gone."""
        try:
            if self.car is not None:
                car = self.desk.store.get(CARS, self.car.id)
                if car is None:
                    self.leave_for(_("This car is no longer in the book"))
                    return False
                self.stay()
                self.car = car
                self.at = localising.model_of(self.desk, car, self.at.country)
                page = localising.kit_of_car(self.desk, car, self.at.country, self.day)
            else:
                page = localising.kit_of(self.desk, self.at, self.day)
            self.page = kit_rules.with_rules(self.desk, page)
        except NearnewError as error:
            self.say_error(error)
            return False
        self.retranslate()
        return True

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the kit again; the cursor stays on its item."""
        event.stop()
        self.load()

    def on_resize(self) -> None:
        """Lay everything out for the width."""
        self._show_head()
        self.explain()

    def _show_head(self) -> None:
        """Title and columns, for the width of the screen."""
        width = self.size.width
        if self.page is not None:
            self.query_one("#headline", Lines).show(head_pieces(self.desk, self.page, self.glyphs, width))
            self.table.set_columns(kit_columns(self.desk, self.glyphs, self.table.rows, width))

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        page = self.page
        if page is None:
            return
        found = [one for one in page.items if not self._only_open or _is_left(one)]
        self.table.set_rows(kit_lines(found))
        self._show_head()
        empty = self.query_one("#kit-empty", Page)
        empty.display, self.table.display = not found, bool(found)
        if not found:
            text = _("Nothing is left to do here; l shows all items") if page.items else _("This kit has no items")
            empty.show([Paragraph(text, "ready" if page.items else "")])
            empty.focus()
        elif not self.table.has_focus:
            self.table.focus()
        self.explain()

    def explain(self) -> None:
        """Say everything about the item under the cursor, then who else is there for the whole kit."""
        page = self.page
        if page is None or not self.is_mounted:
            return
        one = self.one
        told = about_item(self.desk, one) if one is not None else []
        text = _("Distributor: %(text)s")
        told += [(text % {"text": kit_words.distributor_text(each)}, "action") for each in page.distributors]
        told += [
            (_("Retired: %(item)s (%(why)s)") % {"item": gone.id, "why": gone.why}, "faint") for gone in page.retired
        ]
        self.query_one("#item-note", Lines).show(*wrapped_note(told, self.size.width, _NOTE, self.glyphs.ellipsis))
        self.refresh_bindings()

    @property
    def one(self) -> ItemStanding | None:
        """The item under the cursor."""
        return self.table.row.one if self.table.row is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer only what can be said of the item under the cursor."""
        if action not in _ITEM:
            return True
        one = self.one
        if one is None or (one.item.view is not None and action != "prove"):
            return False
        match action:
            case "reopen":
                return one.entry is not None and one.entry.state in {"waived", "not_applicable", "proven"}
            case "drop":
                return one.entry is not None and bool(one.entry.evidence)
            case _:
                return True

    # what is said of an item

    def _deed(self, deed: str) -> ItemDeed | None:
        """A deed at the item under the cursor; a car's page says of a model's item what counts for the model."""
        one = self.one
        if one is None:
            return None
        own = one.item.scope is ItemScope.CAR
        return ItemDeed(deed, self.at, one.item, one.entry, self.car if own else None)

    def _open(self, deed: str) -> None:
        found = self._deed(deed)
        if found is not None:
            self.app.push_screen(KitItemForm(self.desk, self.glyphs, found))

    @on(RowTable.Chosen, "#kit-items")
    def action_prove(self) -> None:
        """Give what proves the item; where it is worked out, go to what it is worked out from."""
        one = self.one
        if one is None:
            return
        if one.item.view is not None:
            self._open_rule(one)
        elif one.item.computed is not None and not one.item.proof:
            self.open_source(one)
        elif not self.desk.store.read_only:
            self._open(PROVE)

    def _open_rule(self, one: ItemStanding) -> None:
        """Go to the worst flag of the rules behind the item; where there is none, say which rules they are."""
        found, page = one.ruled, self.page
        if found is None or page is None or not found.flags:
            self.say(view_text(self.desk, one.item))
            return
        try:
            answer = kit_rules.answer_behind(self.desk, page, found)
            if answer is not None:
                made = places.make("flag", "FlagScreen", self.desk, self.glyphs, answer, found.flags[0], page.on)
                self.app.push_screen(made)
        except NearnewError as error:
            self.say_error(error)

    def action_waive(self) -> None:
        """Waive the item: who, why, until when."""
        self._open(WAIVE)

    def action_not_applicable(self) -> None:
        """Say that the item does not apply, and why."""
        self._open(NOT_APPLICABLE)

    def action_plan(self) -> None:
        """Say who sees to it by when, and what it takes."""
        self._open(PLAN)

    def action_reopen(self) -> None:
        """Set the item open again."""
        deed = self._deed(PLAN)
        if deed is not None:
            self.written(lambda: kit_forms.reopen(self.desk, deed), _("Open again; u takes it back"))

    def action_drop(self) -> None:
        """Take the last piece of evidence off the item."""
        deed = self._deed(PROVE)
        if deed is None or deed.entry is None or not deed.entry.evidence:
            return
        number, last = len(deed.entry.evidence), kit_words.evidence_text(deed.entry.evidence[-1])

        def drop() -> None:
            localising.drop_evidence(self.desk, deed.at, deed.item.id, number, car=deed.car)

        self.written(drop, _("Taken off: %(evidence)s; u brings it back") % {"evidence": last})

    def written(self, write: Callable[[], object], text: str) -> None:
        """Write, and say what was written; what is wrong is said and changes nothing."""
        try:
            write()
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(text)

    # looking

    def action_left(self) -> None:
        """Show only what is left to do, or all items again."""
        self._only_open = not self._only_open
        self.retranslate()

    def action_day(self) -> None:
        """Show the kit as it stands on another day."""

        def given(day: date) -> None:
            self.day = day
            self.load()

        ask_day(self, self.day, given)

    def action_save(self) -> None:
        """Write what is left to do to a file, item by item with what is wanted."""
        name = f"{self.at.model}-{self.at.country}-{self.day.isoformat()}".replace("/", "-").replace(" ", "-")
        screen = EntryScreen(
            self.desk,
            self.glyphs,
            title=_("Save what is left to do of this kit"),
            prompt=_("File"),
            value=f"kit-{name}.txt",
            read=path_read,
        )
        self.app.push_screen(screen, self._save)

    def _save(self, text: str | None) -> None:
        if text is None or self.page is None:
            return
        path = Path(text.strip()).expanduser()
        told = kit_text.page_text(self.desk, self.page, self.desk.settings.ui.glyphs, only_open=True) + "\n"
        try:
            printing.save(path, told, "text", overwrite=False)
        except NearnewError as error:
            self.say_error(error)
            return
        self.say(_("Written: %(path)s") % {"path": path})

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)


def kit_of(screen: DeskScreen[Any], car: Car, country: str, item: str = "", day: date | None = None) -> KitScreen:
    """The kit of a car for a country, at an item."""
    at = localising.model_of(screen.desk, car, country)
    return KitScreen(screen.desk, screen.glyphs, at, car=car, item=item, day=day)


def _is_left(one: ItemStanding) -> bool:
    return not one.is_done and one.standing is not Standing.SAID_BY_RULE
