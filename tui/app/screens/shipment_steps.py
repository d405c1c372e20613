"""What is done with a shipment as a whole: order, move, split, cancel, its steps, its route, whether papers agree."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from pathlib import Path

from textual import work
from textual.message import Message

from tui.app.glyphs import Glyphs
from tui.app.labels import error_text
from tui.app.screens.agreement import AgreementScreen
from tui.app.screens.asking import EntryScreen
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.issued import IssuedScreen
from tui.app.screens.paper import PaperScreen
from tui.app.screens.picking import PickScreen
from tui.app.screens.route import RouteScreen
from tui.app.screens.saving import file_named
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column, RowTable
from tui.app.wording import destination_name
from tui.desk import dossier, journeying, moving, shipments
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import SHIPMENTS
from tui.desk.rows import StockRow
from tui.domain.cars import Car
from tui.domain.issued import IssuedPaper
from tui.domain.journeys import STEPS
from tui.domain.problems import Problem
from tui.domain.shipments import Shipment
from tui.domain.values import Unreadable, day
from tui.domain.words import Stage
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.on_screen import screen_problem
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _, ngettext

_MOST_NAMED = 8


class StepScreen(PickScreen[Stage]):
    """The steps of a shipment, one of which is to be recorded."""

    def title_text(self) -> str:
        """The title."""
        return _("Which step did the cars take?")

    def columns(self) -> Sequence[Column[Stage]]:
        """The step."""
        return [Column("step", _("Step"), lambda one: word(self.desk.library.words, "stage", one.value), 20, most=60)]

    def choices(self, text: str) -> Sequence[Stage]:
        """The steps whose name holds the text."""
        words = self.desk.library.words
        typed = text.casefold()
        return [one for one in STEPS if typed in f"{one.value}\n{word(words, 'stage', one.value)}".casefold()]

    def key(self, row: Stage) -> Hashable:
        """The step itself."""
        return row

    def help_lines(self, row: Stage | None) -> tuple[Sequence[Piece], ...]:
        """The word that commands take."""
        return ([Piece(row.value if row else _("No step is called that"), "faint")],)


class TargetScreen(PickScreen[Shipment]):
    """Where cars are moved: another shipment, or a new one (id 0) that is split off."""

    def __init__(self, desk: Desk, glyphs: Glyphs, shipment: Shipment) -> None:
        super().__init__(desk, glyphs)
        self._from = shipment

    def title_text(self) -> str:
        """The title."""
        return _("Move them where?")

    def columns(self) -> Sequence[Column[Shipment]]:
        """Number, destination, load and days."""
        return [
            Column("number", _("Shipment"), lambda one: one.number if one.id else _("split off"), 12, most=20),
            Column("to", _("To"), lambda one: destination_name(one.deal.country), 12, most=24),
            Column("cars", _("Cars"), lambda one: str(len(one.lines)) if one.id else "", 4, right=True),
            Column("etd", _("Departs"), lambda one: formats.day(one.departs), 10),
        ]

    def choices(self, text: str) -> Sequence[Shipment]:
        """The open shipments whose number or country holds the text, a new one first."""
        new = Shipment("", self._from.deal, self._from.mode)
        others = [row.shipment for row in shipments.listed(self.desk) if not row.shipment.cancelled]
        typed = text.casefold()
        fit = [one for one in others if typed in f"{one.number}\n{one.deal.country}".casefold()]
        return [*([] if typed else [new]), *(one for one in fit if one.id != self._from.id)]

    def key(self, row: Shipment) -> Hashable:
        """The id."""
        return row.id

    def help_lines(self, row: Shipment | None) -> tuple[Sequence[Piece], ...]:
        """What would be done."""
        if row is None:
            return ([Piece(_("No open shipment is called that"), "faint")],)
        text = _("A new shipment of the same route and partners") if not row.id else row.note or row.conveyance
        return ([Piece(text, "faint")],)


class ShipmentSteps(DeskScreen[None]):
    """The base of a shipment's screen: it knows the shipment, its cars and the marks on them."""

    class DossierWritten(Message):
        """A dossier was written, or could not be."""

        def __init__(self, folder: Path, error: NearnewError | None = None) -> None:
            super().__init__()
            self.folder, self.error = folder, error

    def __init__(self, desk: Desk, glyphs: Glyphs, shipment_id: int) -> None:
        super().__init__(desk, glyphs)
        self.marked: set[int] = set()
        self.table: RowTable[StockRow] = RowTable(
            glyphs, lambda row: row.id, id="lines", marked=lambda row: row.id in self.marked
        )
        self.shipment_id = shipment_id
        self.shipment: Shipment | None = None

    def load(self) -> bool:
        """Read the shipment anew; False when it is gone."""
        raise NotImplementedError

    def chosen(self) -> list[Car]:
        """The marked cars, or the one under the cursor."""
        chosen = [row.car for row in self.table.rows if row.id in self.marked]
        return chosen or ([self.table.row.car] if self.table.row else [])

    def write_now(self, write: Callable[[Shipment], object], text: str, *, keep_marks: bool = False) -> bool:
        """Write on the shipment as the book has it now: it may have changed while a question stood open."""
        shipment = self.desk.store.get(SHIPMENTS, self.shipment_id)
        if shipment is None:
            self.load()
            return False
        try:
            write(shipment)
        except NearnewError as error:
            self.say_error(error)
            return False
        if not keep_marks:
            self.marked.clear()
        self.desk_app.tell_book_changed()
        if text:
            self.say(text)
        return True

    # papers and route

    def action_agreement(self) -> None:
        """Compare the papers of the cars, beginning with the one under the cursor."""
        shipment = self.shipment
        if shipment is None or not shipment.lines:
            self.say(_("Put cars on this shipment first"))
            return
        at = self.table.row.id if self.table.row else None
        self.app.push_screen(AgreementScreen(self.desk, self.glyphs, shipment.car_ids, at, shipment.id))

    def action_route(self) -> None:
        """Legs and containers."""
        self.app.push_screen(RouteScreen(self.desk, self.glyphs, self.shipment_id))

    def action_issued(self) -> None:
        """The papers that went out; the one picked is shown as it was, to be printed again."""

        def picked(paper: IssuedPaper | None) -> None:
            if paper is not None:
                self.app.push_screen(PaperScreen(self.desk, self.glyphs, self.shipment_id, paper.id))

        self.app.push_screen(IssuedScreen(self.desk, self.glyphs, self.shipment_id), picked)

    def action_gap(self) -> None:
        """The parts to send along."""
        from tui.app.screens.parts_gap import PartsGapScreen

        self.app.push_screen(PartsGapScreen(self.desk, self.glyphs, self.shipment_id))

    def action_dossier(self) -> None:
        """Type the name of a folder and write the shipment's evidence into it."""
        shipment = self.shipment
        if shipment is None:
            return
        screen = EntryScreen(
            self.desk,
            self.glyphs,
            title=_("Write the dossier of %(number)s, without costs, into a new folder") % {"number": shipment.number},
            prompt=_("Folder"),
            value=dossier.usual_name(self.desk, shipment),
            read=_read_folder,
        )
        self.app.push_screen(screen, self._folder_given)

    def _folder_given(self, name: str | None) -> None:
        if name is not None and self.shipment is not None:
            self.say(_("Writing the dossier…"))
            self._write_dossier(self.shipment, file_named(name))

    @work(thread=True, group="write", description="write a dossier")
    def _write_dossier(self, shipment: Shipment, folder: Path) -> None:
        try:
            dossier.write(self.desk, shipment, folder)
        except NearnewError as error:
            self.post_message(self.DossierWritten(folder, error))
        else:
            self.post_message(self.DossierWritten(folder))

    def on_shipment_steps_dossier_written(self, event: DossierWritten) -> None:
        """Say where it is, or why there is none."""
        event.stop()
        if event.error is not None:
            self.say_error(event.error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Saved: %(path)s") % {"path": event.folder})

    # loading order

    def _shift(self, by: int) -> None:
        shipment, row = self.shipment, self.table.row
        if shipment is None or row is None:
            return
        order = list(shipment.car_ids)
        place = order.index(row.id)
        other = place + by
        if not 0 <= other < len(order):
            return
        order[place], order[other] = order[other], order[place]
        cars = {one.id: one.car for one in self.table.rows}
        listed = [cars[car_id] for car_id in order if car_id in cars]
        self.write_now(lambda now: moving.reorder(self.desk, now, listed), "", keep_marks=True)

    def action_load_later(self) -> None:
        """Put the car one place further back."""
        self._shift(1)

    def action_load_earlier(self) -> None:
        """Put the car one place further forward."""
        self._shift(-1)

    # steps

    def action_step(self) -> None:
        """Record a step for the marked cars, or for all."""
        if self.shipment is None or not self.shipment.lines:
            self.say(_("Put cars on this shipment first"))
            return
        self.app.push_screen(StepScreen(self.desk, self.glyphs), self._step_chosen)

    def _step_chosen(self, stage: Stage | None) -> None:
        if stage is None:
            return

        def read(text: str) -> tuple[str, bool]:
            try:
                return day(text).isoformat(), True
            except Unreadable as error:
                return screen_problem(Problem(error.code, "on", error.params)), False

        name = word(self.desk.library.words, "stage", stage.value)
        count = len(self.marked) or len(self.table.rows)
        title = _("%(step)s, %(cars)s: on which day?") % {"step": name, "cars": count_of_cars(count)}
        value = self.desk.today.isoformat()
        screen = EntryScreen(self.desk, self.glyphs, title=title, prompt=_("Day"), value=value, read=read)
        self.app.push_screen(screen, lambda text: self._step_dated(stage, text))

    def _step_dated(self, stage: Stage, text: str | None) -> None:
        shipment = self.shipment
        if text is None or shipment is None:
            return
        cars = [row.car for row in self.table.rows if row.id in self.marked] or None
        on = day(text)
        try:
            preview = journeying.preview_step(self.desk, shipment, stage, on, cars)
        except NearnewError as error:
            self.say_error(error)
            return

        def agreed(yes: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if yes:
                self._record(stage, on, cars)

        told = list(dict.fromkeys(screen_problem(one) for one in preview.problems))
        if told:
            question = _("Record it in spite of this?")
            self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question, told), agreed)
        else:
            agreed(yes=True)

    def _record(self, stage: Stage, on: date, cars: Sequence[Car] | None) -> None:
        name = word(self.desk.library.words, "stage", stage.value)

        def write(now: Shipment) -> None:
            preview = journeying.preview_step(self.desk, now, stage, on, cars)
            journeying.record_step(self.desk, now, stage, preview, confirm=True)

        told = {"step": name, "day": formats.day(on), "cars": count_of_cars(len(cars or self.table.rows))}
        self.write_now(write, _("%(step)s on %(day)s: %(cars)s") % told)

    # moving and cancelling

    def action_move(self) -> None:
        """Move the chosen cars to another shipment, or split them off."""
        cars, shipment = self.chosen(), self.shipment
        if not cars or shipment is None:
            self.say(_("Put cars on this shipment first"))
            return
        screen = TargetScreen(self.desk, self.glyphs, shipment)
        self.app.push_screen(screen, lambda target: self._target_chosen(cars, target))

    def _target_chosen(self, cars: Sequence[Car], target: Shipment | None) -> None:
        shipment = self.shipment
        if target is None or shipment is None:
            return
        where = target.number or _("a new shipment")
        question = _("Move %(cars)s to %(where)s?") % {"cars": count_of_cars(len(cars)), "where": where}
        details = [*named(cars), *self._unfit(shipment, cars, target.deal.country)]

        def agreed(yes: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if not yes:
                return

            def write(now: Shipment) -> None:
                if target.id:
                    moving.move(self.desk, now, target, cars)
                else:
                    moving.split(self.desk, now, cars)

            text = _("%(cars)s moved to %(where)s") % {"cars": count_of_cars(len(cars)), "where": where}
            self.write_now(write, text)

        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question, details), agreed)

    def _unfit(self, shipment: Shipment, cars: Sequence[Car], to: str | None) -> list[str]:
        """The papers that would no longer fit, in words."""
        papers = moving.unfit(self.desk, shipment, [car.id for car in cars], to=to)
        if not papers:
            return []
        text = ngettext("%(n)d paper would no longer fit:", "%(n)d papers would no longer fit:", len(papers))
        names = [f"{_(title)} {number}".strip() for title, number in moving.named(self.desk, papers)]
        return [text % {"n": len(papers)}, *names]

    def action_cancel(self) -> None:
        """Cancel the shipment after a question, or take it back."""
        shipment = self.shipment
        if shipment is None:
            return
        number = shipment.number
        if shipment.cancelled:
            text = _("%(number)s is taken back") % {"number": number}
            self.write_now(lambda now: moving.cancel(self.desk, now, back=True), text)
            return
        cars = [row.car for row in self.table.rows]
        details = [_("Its cars are free again; it keeps everything"), *self._unfit(shipment, cars, None)]

        def agreed(yes: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if yes:
                text = _("%(number)s is cancelled") % {"number": number}
                self.write_now(lambda now: moving.cancel(self.desk, now), text)

        question = _("Cancel shipment %(number)s?") % {"number": number}
        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question, details), agreed)


def _read_folder(text: str) -> tuple[str, bool]:
    """How the name of a new folder is understood, and whether it may be taken."""
    path = file_named(text)
    try:
        dossier.may_make(path)
    except NearnewError as error:
        return error_text(error), False
    return str(path), True


def named(cars: Sequence[Car]) -> list[str]:
    """The names of cars, the first few one by one."""
    names = [name_of(car) for car in cars[:_MOST_NAMED]]
    more = len(cars) - len(names)
    return [*names, _("and %(n)d more") % {"n": more}] if more else names
