"""A row that waits, cell by cell: each to correct in place, with what is wrong beside it while one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input

from tui.app.commands import key_text
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.import_words import car_text, column_label, outcome_text, problem_text, target_label
from tui.app.widgets.field import Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.desk import held
from tui.desk.context import Desk
from tui.desk.import_plan import Outcome, RowPlan
from tui.desk.import_views import cells_to_mend, column_of, meanings
from tui.desk.importing import HeldReason
from tui.desk.kinds import BATCHES, CARS, HELD_ROWS
from tui.domain.imports import HeldRow, HeldState
from tui.domain.problems import Problem, Severity
from tui.errors import DraftRefused, NearnewError
from tui.i18n.on_screen import screen_problem
from tui.i18n.translator import _, ngettext

_STEP = {"down": 1, "up": -1}


def confirm_question(vin: str, problems: Sequence[Problem]) -> tuple[str, list[str]]:
    """Whether a VIN with a wrong check digit is right: question and details."""
    said = [screen_problem(problem) for problem in problems if problem.severity is Severity.CONFIRM]
    return (
        _("Is %(vin)s what stands on the car?") % {"vin": vin},
        [*said, _("Compare it with the car or its papers first. It counts as confirmed from then on.")],
    )


def dismiss_question(row: HeldRow) -> tuple[str, list[str]]:
    """Whether to let a row be: question and details."""
    cells = "  ".join(text.strip() for text in row.cells.values() if text.strip())
    return (
        _("Dismiss row %(row)s?") % {"row": row.row},
        [cells, _("It does not become a car, and does not come back when the same list comes again.")],
    )


class MendScreen(DeskScreen[int | None]):
    """Enter or the save key mends the row and goes to the next; leaves with the row it stands on, if it still waits."""

    NAME = "mend"
    CSS_PATH = "../styles/importing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("mend")

    def __init__(self, desk: Desk, glyphs: Glyphs, held_ids: Sequence[int], place: int) -> None:
        super().__init__(desk, glyphs)
        self._ids = list(held_ids)
        self._place = place
        self._row: HeldRow | None = None
        self._columns: list[str] = []
        self._meanings: Mapping[str, str] = {}
        self._original: list[str] = []
        self._plan: RowPlan | None = None

    def compose(self) -> ComposeResult:
        """Lay out title, cells and two lines of explanation."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield VerticalScroll(id="cells", can_focus=False)
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="reasons")
        yield Footer(self.glyphs)

    async def on_mount(self) -> None:
        """Show the row."""
        await self._show_row()

    async def _show_row(self) -> None:
        """Show the row at the place, or the next that still waits; leave when there is none."""
        self._row = None
        while self._ids and self._row is None:
            self._place %= len(self._ids)
            row = self.desk.store.get(HELD_ROWS, self._ids[self._place])
            if row is not None and row.state is HeldState.WAITING:
                self._row = row
            else:
                del self._ids[self._place]
        if self._row is None:
            self.dismiss(None)
            return
        cells = cells_to_mend(self.desk, self._row)
        self._columns, self._meanings = list(cells), meanings(self._row)
        box = self.query_one("#cells", VerticalScroll)
        await box.remove_children()
        lines, fields = [], []
        for text in cells.values():
            name, field, problem = Lines(self.glyphs), Field(), Lines(self.glyphs)
            name.add_class("cell-name")
            problem.add_class("cell-problem")
            field.value = text
            lines.append(Horizontal(name, field, problem, classes="cell-line"))
            fields.append(field)
        await box.mount(*lines)
        self._original = [field.value for field in fields]
        self._look()
        wrong = {reason.column for reason in self._plan.reasons} if self._plan else set()
        first = next((place for place, column in enumerate(self._columns) if column in wrong), 0)
        if fields:
            fields[first].focus()
            fields[first].cursor_position = len(fields[first].value)

    # what stands on the screen

    @property
    def _fields(self) -> list[Field]:
        return list(self.query(Field))

    @property
    def _here(self) -> int:
        return next((place for place, field in enumerate(self._fields) if field.has_focus), 0)

    @property
    def changes(self) -> dict[str, str]:
        """The cells that were changed, by column."""
        triples = zip(self._columns, self._fields, self._original, strict=True)
        return {column: field.value for column, field, before in triples if field.value != before}

    def _reasons(self, *, warnings: bool = False) -> list[HeldReason]:
        if self._plan is None:
            return []
        return [*self._plan.reasons, *(self._plan.warnings if warnings else ())]

    def _look(self) -> None:
        """See what the row would become with what stands in the fields."""
        if self._row is None:
            return
        try:
            self._plan = held.plan_mending(self.desk, self._row.id, self.changes)
        except NearnewError:
            self._plan = None  # it waits no longer: the change of the book that says so is on its way
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the language of the moment; the fields stay as they are."""
        if self._row is None:
            return
        batch = self.desk.store.get(BATCHES, self._row.batch_id)
        count = _("%(place)d of %(count)d") % {"place": self._place + 1, "count": len(self._ids)}
        self.query_one("#headline", Lines).show([
            Piece(" nearnew  ", "accent"),
            Piece(_("Row %(row)s") % {"row": self._row.row}, "strong"),
            Piece(f"  {batch.source if batch else ''}  {count}"),
        ])  # fmt: skip
        found: dict[str, HeldReason] = {}
        for one in self._reasons(warnings=True):
            found.setdefault(one.column, one)
        names, problems = self.query(".cell-name").results(Lines), self.query(".cell-problem").results(Lines)
        for column, name, problem in zip(self._columns, names, problems, strict=True):
            reason = found.get(column)
            held_up = reason is not None and reason.problem.severity is not Severity.WARNING
            name.show([Piece("! " if held_up else "  ", "action"), Piece(column_label(self.desk, column))])
            problem.show(
                [] if reason is None else [Piece(screen_problem(reason.problem), "action" if held_up else "faint")]
            )
        self._explain()
        self.refresh_bindings()

    def _explain(self) -> None:
        """Two lines below: the cell with the cursor, and what the row would become."""
        self.query_one("#reasons", Lines).show(self._cell_line(), self._row_line())

    def _cell_line(self) -> list[Piece]:
        if not self._columns:
            return []
        column = self._columns[self._here]
        reasons = [reason for reason in self._reasons(warnings=True) if reason.column == column]
        if reasons:
            return [
                Piece(f" {problem_text(self.desk, column, reasons[0].problem)}", "action"),
                Piece(self._help(reasons[0])),
            ]
        target = self._meanings.get(column)
        label = target_label(self.desk, target) if target else _("not used")
        name = column_label(self.desk, column)
        text = name if name == label else _("%(label)s: %(text)s") % {"label": name, "text": label}
        return [Piece(f" {text}", "faint")]

    def _help(self, reason: HeldReason) -> str:
        keys = self.desk_app.keys
        if reason.problem.offer:
            return "   " + _("%(key)s takes it") % {"key": key_text(keys["mend.take_offer"][0])}
        if reason.problem.severity is Severity.CONFIRM:
            return "   " + _("%(key)s confirm as it is") % {"key": key_text(keys["mend.confirm"][0])}
        return ""

    def _row_line(self) -> list[Piece]:
        plan = self._plan
        if plan is None:
            return []
        if plan.outcome is Outcome.HELD:
            text = ngettext("%(n)d thing to mend", "%(n)d things to mend", len(plan.reasons)) % {"n": len(plan.reasons)}
            return [Piece(f" {text}", "faint")]
        key = key_text(self.desk_app.keys["mend.save"][0])
        text = _("%(key)s or enter saves: %(outcome)s %(car)s") % {
            "key": key, "outcome": outcome_text(plan.outcome), "car": car_text(self.desk, plan),
        }  # fmt: skip
        return [Piece(f" {text}", "ready")]

    # typing and walking

    @on(Input.Changed)
    def _typed(self) -> None:
        self._look()

    def on_descendant_focus(self) -> None:
        """Explain the cell that has the cursor now."""
        self._explain()

    def on_key(self, event: events.Key) -> None:
        """Go up and down the cells."""
        step = _STEP.get(event.key)
        fields = self._fields
        if step and fields:
            event.stop()
            event.prevent_default()
            fields[max(0, min(self._here + step, len(fields) - 1))].focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer what the row can use."""
        match action:
            case "take_offer":
                return self._offer() is not None
            case "confirm":
                return any(reason.problem.severity is Severity.CONFIRM for reason in self._reasons())
            case _:
                return True

    def _offer(self) -> HeldReason | None:
        return next((reason for reason in self._reasons() if reason.problem.offer), None)

    # what is done with the row

    def action_take_offer(self) -> None:
        """Put the correction on offer into its cell."""
        reason = self._offer()
        if reason is None or reason.column not in self._columns:
            return
        field = self._fields[self._columns.index(reason.column)]
        field.value = reason.problem.offer or ""
        field.cursor_position = len(field.value)
        field.focus()

    @on(Input.Submitted)
    async def _entered(self) -> None:
        await self.action_save()

    async def action_save(self) -> None:
        """Mend the row, and show the next; what is still wrong leaves everything as it stands."""
        self._look()
        reasons = self._reasons()
        if reasons and all(reason.problem.severity is Severity.CONFIRM for reason in reasons):
            self.action_confirm()
        else:
            await self._save(confirm=False)

    def action_confirm(self) -> None:
        """Ask, then take the VIN as it is."""
        vin = self._plan.vin if self._plan else ""
        problems = [reason.problem for reason in self._reasons()]

        async def answered(yes: bool | None) -> None:  # noqa: FBT001 - the answer
            if yes:
                await self._save(confirm=True)

        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, *confirm_question(vin, problems)), answered)

    async def _save(self, *, confirm: bool) -> None:
        if self._row is None:
            return
        try:
            car_id = held.mend(self.desk, self._row.id, self.changes, confirm=confirm)
        except DraftRefused as error:
            self._point(error)
            return
        except NearnewError as error:
            self.say_error(error)
            return
        car = self.desk.store.get(CARS, car_id)
        number = car.stock_number if car else str(car_id)
        self.say(_("Row %(row)s is mended: car %(number)s") % {"row": self._row.row, "number": number})
        await self._next()

    def _point(self, error: DraftRefused) -> None:
        """Go to the first cell that is wrong; the sentences stand beside the cells."""
        self.say_error(error)
        self._look()
        row = self._row
        for problem in error.problems:
            if row is None or not isinstance(problem, Problem):
                continue
            column = column_of(self.desk, row, problem.field)
            if column in self._columns:
                self._fields[self._columns.index(column)].focus()
                return

    def action_dismiss_row(self) -> None:
        """Ask, then let the row be."""
        row = self._row
        if row is None:
            return

        async def answered(yes: bool | None) -> None:  # noqa: FBT001 - the answer
            if not yes:
                return
            try:
                held.dismiss(self.desk, row.id)
            except NearnewError as error:
                self.say_error(error)
                return
            self.say(_("Row %(row)s is dismissed") % {"row": row.row})
            await self._next()

        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, *dismiss_question(row)), answered)

    async def _next(self) -> None:
        """Go on to the next row; the screens below read the book again."""
        del self._ids[self._place]
        self._row = None
        self.desk_app.tell_book_changed()
        await self._show_row()

    async def on_book_changed(self, event: BookChanged) -> None:
        """Look again; go on when somebody else mended the row."""
        event.stop()
        if self._row is None:
            return
        row = self.desk.store.get(HELD_ROWS, self._row.id)
        if row is None or row.state is not HeldState.WAITING:
            self.say(_("This row no longer waits"))
            await self._show_row()
        else:
            self._look()

    def action_back(self) -> None:
        """Return to the list; the row waits as before."""
        self.dismiss(self._row.id if self._row else None)
