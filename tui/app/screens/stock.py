"""The stock: one line a car, the reason under the cursor, marks, and what is done with the marked cars."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from tui.app import places
from tui.app.finding import place_of
from tui.app.glyphs import Glyphs
from tui.app.ordering import clicked, stepped, turned
from tui.app.screens.stock_list import WIDE, StockList
from tui.app.widgets.field import Field, FilterField
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.prompts import Prompt
from tui.app.widgets.table import RowTable
from tui.desk.context import Desk
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext

if TYPE_CHECKING:
    from tui.app.screens.destination import Place
    from tui.domain.cars import Car


class StockScreen(StockList):
    """The list of cars with everything that can be done from it."""

    NAME = "stock"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("stock")

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self._find_from: Hashable = None
        self._stretch_end: int | None = None

    # fields and where the keys go

    @on(Input.Submitted, "#filter")
    def _leave_field(self) -> None:
        self.set_focus(self.table if self.table.rows else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer to clear only what is there, and no field to the one who stands in it."""
        match action:
            case "clear":
                typed = bool(self.query_one("#filter", Field).value) if self.is_mounted else False
                return isinstance(self.focused, Field) or typed or bool(len(self.marks))
            case "filter":
                return not isinstance(self.focused, Field)
            case "open" | "mark":
                return bool(self.table.rows)
            case "edit":
                return bool(self.table.rows) or bool(len(self.marks))
            case _:
                return True

    def action_filter(self) -> None:
        """Type a filter."""
        self.set_focus(self.query_one("#filter", Field))

    def action_clear(self) -> None:
        """Clear the field typed in, then leave it; in the list, show all cars again, then take the marks away."""
        field = self.query_one("#filter", Field)
        if self.focused is not None and self.focused.id == "find":
            self.table.set_rows(self.table.rows, self._find_from)
            self._close_find()
        elif field.value:
            field.value = ""
            self.refresh_bindings()
        elif isinstance(self.focused, Field):
            self._leave_field()
        elif len(self.marks):
            self.action_mark_clear()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        super().retranslate()
        for line in self.query("#find-line").results(Prompt):
            line.ask(_("VIN or stock number: "))

    async def action_find(self) -> None:
        """Type the end of a VIN or a stock number."""
        self._find_from = self.table.row.id if self.table.row else None
        if not self.query("#find-line"):
            line = Prompt(self.glyphs, field="find", id="find-line", kind=FilterField)
            await self.mount(line, before=self.query_one(Footer))
            line.ask(_("VIN or stock number: "))
        self.query_one("#find-line").display = True
        self.set_focus(self.query_one("#find", Field))

    @on(Input.Changed, "#find")
    def _find_typed(self, event: Input.Changed) -> None:
        place = self._place_named(event.value)
        if place is not None:
            self.table.move_to(place)

    def _place_named(self, text: str) -> int | None:
        return None if self._found is None else place_of(self._found, text)

    @on(Input.Submitted, "#find")
    def _find_done(self, event: Input.Submitted) -> None:
        text = event.value
        self._close_find()
        if not text.strip() or self._place_named(text) is not None:
            return
        from tui.desk import stock

        try:
            stock.find_car(self.desk, text)
        except NearnewError as error:
            self.say_error(error)
        else:
            self.say(_("The filter hides this car; esc shows all"))

    def _close_find(self) -> None:
        field = self.query_one("#find", Field)
        with field.prevent(Input.Changed):
            field.value = ""
        self.query_one("#find-line").display = False
        self._leave_field()

    # the order

    def action_sort_next(self) -> None:
        """Sort by the next column."""
        self.sort_by(stepped(self.sort, self.table.shown_columns, 1))

    def action_sort_previous(self) -> None:
        """Sort by the column before."""
        self.sort_by(stepped(self.sort, self.table.shown_columns, -1))

    def action_sort_reverse(self) -> None:
        """Turn the order round."""
        self.sort_by(turned(self.sort))

    @on(RowTable.TitleClicked)
    def _sort_clicked(self, event: RowTable.TitleClicked) -> None:
        key = clicked(self.sort, event.column)
        if key is not None:
            self.sort_by(key)

    # looking closer

    @on(RowTable.Chosen, "#cars")
    def action_open(self) -> None:
        """Open the car under the cursor."""
        if self.table.row is not None:
            screen = places.make(
                "car", "CarScreen", self.desk, self.glyphs, self.table.row, self.destination, self.table.rows
            )
            self.app.push_screen(screen, self._back_from)

    def _back_from(self, car_id: int | None) -> None:
        """Put the cursor on the car that was looked at last."""
        place = None if self._found is None else self._found.place_of(car_id)
        if place is not None:
            self.table.move_to(place)

    def action_detail(self) -> None:
        """Show or hide the car beside the list; open it where there is no room."""
        if self.size.width < WIDE:
            self.action_open()
            return
        self._wants_beside = not self._wants_beside
        self._arrange()

    def action_destination(self) -> None:
        """Choose the destination."""
        screen = places.make("destination", "DestinationScreen", self.desk, self.glyphs, self.destination)
        self.app.push_screen(screen, self._destination_chosen)

    def _destination_chosen(self, place: Place | None) -> None:
        if place is None:
            return
        self.destination = place.code or None
        self.load(anew=True)
        self._show_columns()
        self._show_tally()

    def action_copy_vin(self) -> None:
        """Copy the VIN of the car under the cursor."""
        if self.table.row is not None:
            self.desk_app.copy_vin(self.table.row.car.vin)

    # marks

    def _show_marks(self) -> None:
        self.table.redraw()
        self._show_tally()
        self.refresh_bindings()

    def action_mark(self) -> None:
        """Mark the car under the cursor, or take its mark away, and go one down."""
        if self.table.row is not None:
            self.marks.toggle(self.table.row.id)
            self.table.action_cursor_down()
            self._show_marks()

    @on(RowTable.MarkClicked, "#cars")
    def _mark_clicked(self) -> None:
        if self.table.row is not None:
            self.marks.toggle(self.table.row.id)
            self._show_marks()

    def action_mark_down(self) -> None:
        """Mark on downwards; going back up gives back."""
        self._stretch(self.table.cursor, self.table.cursor + 1)

    def action_mark_up(self) -> None:
        """Mark on upwards; going back down gives back."""
        self._stretch(self.table.cursor, self.table.cursor - 1)

    @on(RowTable.StretchClicked, "#cars")
    def _stretch_clicked(self, event: RowTable.StretchClicked) -> None:
        self._stretch(event.start, self.table.cursor)

    def _stretch(self, start: int, end: int) -> None:
        """Mark from where the stretch began, which is ``start`` unless one is going on there, to ``end``."""
        rows = self.table.rows
        if not rows:
            return
        end = max(min(end, len(rows) - 1), 0)
        here, anchor = rows[start].id, self.marks.anchor
        if anchor is None or self._stretch_end != here or self._found is None:
            self.marks.end_stretch()
            anchor = here
        begin = start if self._found is None else self._found.place_of(anchor)
        first, last = sorted((start if begin is None else begin, end))
        self.marks.stretch(anchor, [row.id for row in rows[first : last + 1]])
        self._stretch_end = rows[end].id
        self.table.move_to(end)
        self._show_marks()

    def action_mark_all(self) -> None:
        """Mark all cars that the list shows."""
        if self._found is not None:
            self.marks.add(self._found.ids)
            self._show_marks()

    def action_mark_invert(self) -> None:
        """Turn the marks of all cars round that the list shows."""
        if self._found is not None:
            self.marks.invert(self._found.ids)
            self._show_marks()

    def action_mark_clear(self) -> None:
        """Take all marks away; again brings them back."""
        before = len(self.marks)
        after = self.marks.clear()
        if before:
            text = ngettext(
                "%(n)d mark taken away; x brings it back", "%(n)d marks taken away; x brings them back", before
            )
            self.say(text % {"n": before})
        elif not after:
            self.say(_("No car is marked"))
        self._show_marks()

    # what is done with cars

    def chosen_cars(self) -> list[Car]:
        """The marked cars that the list shows, else the one under the cursor; says how many marked ones it leaves."""
        seen = self.seen_marks()
        hidden = len(self.marks) - len(seen)
        if hidden:
            text = ngettext(
                "%(n)d marked car is hidden and left out", "%(n)d marked cars are hidden and left out", hidden
            )
            self.say(text % {"n": hidden})
        if seen and self.rows is not None:
            found = [self.rows.place_of(one) for one in seen]
            return [self.rows.cars[place] for place in found if place is not None]
        return [self.table.row.car] if self.table.row is not None else []

    def _put_on(self, car_id: object) -> None:
        """Put the cursor on a car that a form has written."""
        if isinstance(car_id, int):
            self.load(at=car_id)

    def action_add(self) -> None:
        """Add a car."""
        self.app.push_screen(places.make("forms.car", "CarForm", self.desk, self.glyphs, None), self._put_on)

    def action_edit(self) -> None:
        """Change the car under the cursor, or one fact of all marked cars."""
        cars = self.chosen_cars()
        if len(cars) == 1:
            self.app.push_screen(places.make("forms.car", "CarForm", self.desk, self.glyphs, cars[0]))
        elif cars:
            self.app.push_screen(places.make("bulk", "BulkScreen", self.desk, self.glyphs, cars))

    def action_sheet(self) -> None:
        """Change the model sheet of the car under the cursor."""
        if self.table.row is not None:
            self.app.push_screen(places.make("forms.sheet", "sheet_form", self.desk, self.glyphs, self.table.row.car))

    def action_buy(self) -> None:
        """Record that the cars are bought."""
        if cars := self.chosen_cars():
            from tui.app.screens.purchase import purchase_of

            purchase_of(self, cars)

    def action_paper(self) -> None:
        """Record a document that covers the cars."""
        if cars := self.chosen_cars():
            from tui.app.screens.recording import record

            record(self, cars, destination=self.destination)

    def action_override(self) -> None:
        """Record that somebody goes on with the cars in spite of a rule: first which, then who and why."""
        if cars := self.chosen_cars():
            from tui.app.screens.override_rules import decide

            decide(self, cars, self.destination)

    def action_quote(self) -> None:
        """Show the quote of the marked cars for the buyer of the first."""
        from tui.app.screens.quote import quote_of

        if cars := self.chosen_cars():
            quote_of(self, cars)

    def action_missing(self) -> None:
        """Gather what is missing for the marked cars, or for all that the list shows when none is marked."""
        ids = [car.id for car in self.chosen_cars()] if self.seen_marks() else self._found.ids if self._found else []
        if ids:
            screen = places.make("missing", "MissingScreen", self.desk, self.glyphs, ids, self.destination)
            self.app.push_screen(screen)

    def action_letters(self) -> None:
        """Show the requests to makers; a new one would be for the marked cars, or for the one under the cursor."""
        cars = self.chosen_cars() if self._found else []
        self.app.push_screen(places.make("letters", "LettersScreen", self.desk, self.glyphs, cars, self.destination))

    def action_matrix(self) -> None:
        """Show the marked cars, or all that the list shows, against every destination."""
        marked = self.seen_marks()
        text = "" if marked else self.query_one("#filter", Field).value
        self.app.push_screen(places.make("matrix", "MatrixScreen", self.desk, self.glyphs, marked, text))

    def action_look_up(self) -> None:
        """Ask a public decoder about the VINs of the cars."""
        from tui.app.screens.vin_hints import ask_vins

        if cars := self.chosen_cars():
            ask_vins(self, cars)

    def action_shipment(self) -> None:
        """Make a shipment of the cars."""
        if cars := self.chosen_cars():
            form = places.make("forms.shipment", "new_form", self.desk, self.glyphs, cars, self.destination)
            self.app.push_screen(form, partial(self._shipped, cars))

    def _shipped(self, cars: list[Car], shipment_id: object) -> None:
        """Open the shipment that was made; its cars are chosen for nothing else any more."""
        if isinstance(shipment_id, int):
            self.marks.drop(car.id for car in cars)
            self._show_marks()
            self.app.push_screen(places.make("shipment", "ShipmentScreen", self.desk, self.glyphs, shipment_id))

    def action_import(self) -> None:
        """Take in a dealer's list."""
        self.app.push_screen(places.make("importing", "ImportScreen", self.desk, self.glyphs))

    def action_held(self) -> None:
        """Show the rows that wait to be mended."""
        self.app.push_screen(places.make("held", "HeldScreen", self.desk, self.glyphs))

    def action_archive(self) -> None:
        """Put the cars away after asking; cars that are away already are taken back."""
        if cars := self.chosen_cars():
            from tui.app.screens.archiving import archive

            archive(self, cars)
