"""One inspection: the map of the car, the report, and what it can prove."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tui.app.glyphs import Glyphs
from tui.app.inspection_lines import inspection_page, map_lines
from tui.app.messages import BookChanged
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.giving import save_paper
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Piece, Rule
from tui.desk import inspecting
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.evidence_papers import file_name, inspection_bytes
from tui.desk.kinds import CARS, INSPECTIONS
from tui.desk.rendering import language_of
from tui.domain.inspections import Inspection
from tui.errors import NearnewError
from tui.i18n.translator import _


class InspectionScreen(DeskScreen[None]):
    """An inspection whole."""

    NAME = "inspection"
    CSS_PATH = "../styles/inspections.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("inspection")

    def __init__(self, desk: Desk, glyphs: Glyphs, inspection_id: int) -> None:
        super().__init__(desk, glyphs)
        self._number = inspection_id

    def compose(self) -> ComposeResult:
        """Lay out title, page beside the map, and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        with Horizontal(id="inspection-body"):
            yield Page(self.glyphs, id="inspection-page")
            yield Lines(self.glyphs, id="inspection-map")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the inspection."""
        self.retranslate()
        self.query_one(Page).focus()

    def on_book_changed(self, event: BookChanged) -> None:
        """Read the inspection again."""
        event.stop()
        self.retranslate()

    @property
    def _record(self) -> Inspection | None:
        return self.desk.store.get(INSPECTIONS, self._number)

    def retranslate(self) -> None:
        """Read the inspection, and set every text in the language of the moment."""
        try:
            record = self._record
            if record is None:
                self.leave_for(_("This inspection is no longer in the book"))
                return
            self.stay()
            judged = inspecting.judged(self.desk, record)
            car = self.desk.store.get(CARS, record.car_id)
        except NearnewError as error:
            self.say_error(error)
            return
        title = _("Inspection %(number)s") % {"number": record.id}
        self.query_one("#headline", Lines).show([
            Piece(" nearnew  ", "accent"), Piece(f"{title}  ", "strong"), Piece(name_of(car) if car else ""),
        ])  # fmt: skip
        self.query_one(Page).show(inspection_page(self.desk, judged, self.glyphs), top=False)
        self.query_one("#inspection-map", Lines).show(*map_lines(self.desk, judged, self.glyphs))

    def action_edit(self) -> None:
        """Change the inspection."""
        from tui.app.screens.forms.inspection import InspectionForm

        record = self._record
        car = self.desk.store.get(CARS, record.car_id) if record is not None else None
        if record is not None and car is not None:
            self.app.push_screen(InspectionForm(self.desk, self.glyphs, car, record))

    def action_void(self) -> None:
        """Take the inspection out of force after a question, or put it back."""
        record = self._record
        if record is None:
            return
        if record.void:
            self._set_void(record, _("The inspection is in force again, u undoes"), void=False)
            return

        def answered(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if agreed:
                self._set_void(record, _("The inspection is out of force, u undoes"), void=True)

        question = _("Take this inspection out of force?")
        details = [_("Its readings are no facts of the car any more; it stays in the book.")]
        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question, details), answered)

    def _set_void(self, record: Inspection, told: str, *, void: bool) -> None:
        try:
            inspecting.set_void(self.desk, record, void=void)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(told)

    def action_print(self) -> None:
        """Save the report in a language, as a draft where it proves nothing."""
        record = self._record
        if record is None:
            return
        draft = not inspecting.judged(self.desk, record).is_proof
        name = file_name(record.number or f"{record.on:%Y%m%d}-{record.id}", "inspection", "pdf")

        def made(form: str, language: str) -> bytes:
            return inspection_bytes(self.desk, record, form, language, draft=draft)

        save_paper(self, name, language_of(None, "", self.desk.language), made)

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)
