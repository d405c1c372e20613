"""What to get next for many cars: by who gives it, and by what it frees; filled in on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.labels import error_text
from tui.app.messages import BookChanged
from tui.app.pages import gathered
from tui.app.pages.gathered import Line
from tui.app.screens.asking import EntryScreen
from tui.app.screens.base import DeskScreen
from tui.app.screens.destination import DestinationScreen, Place
from tui.app.screens.fill import FillScreen
from tui.app.screens.flag import FlagScreen
from tui.app.screens.kit import kit_of
from tui.app.screens.recording import record
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.table import RowTable
from tui.desk import printing, requests
from tui.desk.checking import Answer, Checker, Question, destinations_named
from tui.desk.context import Desk
from tui.desk.filling import field_of
from tui.desk.kinds import CARS
from tui.desk.missing import Wanted, gather, of_giver
from tui.domain.cars import Car
from tui.domain.kits import ITEM
from tui.errors import NearnewError
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import LANGUAGES, N_, TRANSLATOR, _, ngettext

_MOST_CODES = 6
"""Destinations named one by one in the title."""
_TONGUES = {"en": N_("English"), "zh_CN": N_("Chinese")}


class Gathered(Message):
    """What is missing was worked out, away from the screen."""

    def __init__(self, generation: int, wanted: Wanted) -> None:
        super().__init__()
        self.generation = generation
        self.wanted = wanted


class MissingScreen(DeskScreen[None]):
    """The list of what is missing, for some cars or the whole stock."""

    NAME = "missing"
    CSS_PATH = "../styles/car.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("missing")

    def __init__(self, desk: Desk, glyphs: Glyphs, car_ids: Sequence[int], destination: str | None) -> None:
        """No ``car_ids`` means the whole stock; no ``destination`` each car's own."""
        super().__init__(desk, glyphs)
        self.table: RowTable[Line] = RowTable(glyphs, lambda line: line.key, id="missing")
        self.table.when_moved = self._explain
        self.destination = destination
        self.destinations: tuple[str | None, ...] = (destination,)
        """What is asked about; one of them, or several at once."""
        self.tongue = TRANSLATOR.tag
        """The language of the request lists."""
        self._ids = tuple(car_ids)
        self._cars: Sequence[Car] = ()
        self._wanted: Wanted | None = None
        self._generation = 0

    def compose(self) -> ComposeResult:
        """Lay out title, list, two lines about the row, and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="missing-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="about")
        yield Rule(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Work it out."""
        self.retranslate()
        self.load()

    def retranslate(self) -> None:
        """Set every text; the cursor stays."""
        self._show_columns()
        self._show_head()
        self._arrange()
        self._explain()

    def _show_columns(self) -> None:
        self.table.set_columns(gathered.columns(self.desk, self.glyphs, self.table.rows))

    def load(self) -> None:
        """Read the cars and gather what they lack, in the background."""
        self._generation += 1
        try:
            found = self.desk.store.all(CARS)
        except NearnewError as error:
            self.say_error(error)
            return
        wanted = set(self._ids)
        self._cars = [car for car in found if (car.id in wanted if wanted else not car.archived)]
        self._show_head()
        self._gather(self._generation, self._cars, self.destinations)

    @work(thread=True, exclusive=True, group="gather", description="gather")
    def _gather(self, generation: int, cars: Sequence[Car], asked: Sequence[str | None]) -> None:
        worker = get_current_worker()
        checker = Checker(self.desk, Question(self.desk.today))
        answers: list[Answer] = []
        try:
            for car in cars:
                if worker.is_cancelled:
                    return
                answers += [checker.answer(car, destination) for destination in asked]
            wanted = gather(self.desk, answers)
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)
            return
        self.post_message(Gathered(generation, wanted))

    def on_gathered(self, event: Gathered) -> None:
        """Show what was gathered; the cursor stays on its line, or near where it was."""
        if event.generation != self._generation:
            return
        self._wanted = event.wanted
        self.table.set_rows(gathered.lines_of(event.wanted))
        self._show_columns()
        self._show_head()
        self._arrange()
        self._explain()

    def _show_head(self) -> None:
        count = len(self._wanted.wants) if self._wanted else 0
        pieces = [
            Piece(" nearnew  ", "accent"),
            Piece(_("Missing") + "  ", "strong"),
            Piece(f"{count_of_cars(len(self._cars))}  "),
            Piece(f"{self.glyphs.arrow} {self._asked_text()}  ", "strong"),
        ]
        if self._wanted is not None:
            pieces.append(Piece(ngettext("%(n)d thing to get", "%(n)d things to get", count) % {"n": count}))
            blocked = len({car.id for block in self._wanted.blocks for car in block.cars})
            if blocked:
                text = _("%(n)d blocked") % {"n": blocked}
                pieces += [Piece("  "), Piece(f"{self.glyphs.blocked} {text}", "blocked")]
        self.query_one("#headline", Lines).show(pieces)

    def _asked_text(self) -> str:
        if len(self.destinations) == 1:
            return wording.destination_name(self.destinations[0])
        if len(self.destinations) > _MOST_CODES:
            return _("%(n)d destinations") % {"n": len(self.destinations)}
        return wording.joined(code or "" for code in self.destinations)

    def _arrange(self) -> None:
        """Show the list, or say why there is none."""
        any_row = bool(self.table.rows)
        page = self.query_one("#missing-empty", Page)
        self.table.display, page.display = any_row, not any_row
        if any_row:
            self.table.focus()
        elif self._wanted is None:
            page.show([Paragraph(_("Working out what is missing"), "faint")])
        elif not self._cars:
            page.show([Paragraph(_("There are no cars here; esc returns to the list, where a adds one"))])
        else:
            page.show([Paragraph(_("Nothing is missing that a document or a fact could mend"))])
        if not any_row:
            page.focus()
        self.refresh_bindings()

    def _explain(self) -> None:
        line = self.table.row if self.table.rows else None
        texts = gathered.explained(self.desk, line) if line is not None else []
        if line is not None and line.want is not None and self._wanted is not None:
            giver = next((one for one in self._wanted.givers if one.giver == line.giver), None)
            texts += [gathered.giver_line(self.desk, giver)] if giver else []
        self.query_one("#about", Lines).show(*([Piece(f" {text}")] for text in texts))

    def on_book_changed(self, event: BookChanged) -> None:
        """Work the list out anew."""
        event.stop()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer to fill and to copy only where there are rows."""
        return bool(self.table.rows) if action in {"fill", "copy", "copy_giver", "save", "save_all"} else True

    @on(RowTable.Chosen)
    def action_fill(self) -> None:
        """Fill in the fact, record the document, or read the block under the cursor."""
        line = self.table.row
        if line is None:
            return
        if line.want is None:
            self._open_block(line)
        elif line.want.what == "paper":
            record(self, line.cars, line.want.codes, destination=line.want.destination or self.destination)
        elif line.want.what == "kit":
            self._open_kit(line)
        elif field_of(line.want.codes[0]) is None:
            self.say(_("%(fact)s is read off a document: record that first") % {
                "fact": wording.fact_title(self.desk, line.want.codes[0])
            })  # fmt: skip
        else:
            self.app.push_screen(FillScreen(self.desk, self.glyphs, line.want))

    def _open_block(self, line: Line) -> None:
        if line.block is None or not line.cars:
            return
        try:
            answer = Checker(self.desk, Question(self.desk.today)).answer(line.cars[0], line.block.destination)
        except NearnewError as error:
            self.say_error(error)
            return
        flag = next((one for one in answer.assessment.flags if one.rule.id == line.key[1][0]), None)
        if flag is not None:
            self.app.push_screen(FlagScreen(self.desk, self.glyphs, answer, flag))

    def _open_kit(self, line: Line) -> None:
        """Open the kit of the first car that lacks the item, at it; a model's item is the same for all of them."""
        want = line.want
        country = (want.destination if want is not None else None) or self.destination
        if want is None or not line.cars:
            return
        country = country or Checker(self.desk, Question(self.desk.today)).own_destination(line.cars[0])
        if country:
            item = want.codes[0].removeprefix(ITEM)
            self.app.push_screen(kit_of(self, line.cars[0], country, item))

    def _copy(self, giver: str | None) -> None:
        self.app.copy_to_clipboard(gathered.message(self.desk, self.table.rows, giver))
        given = {line.giver for line in self.table.rows if line.want is not None and giver in {None, line.giver}}
        names = [gathered.giver_text(self.desk, one) for one in sorted(given)]
        self.say(_("Copied: %(vin)s") % {"vin": wording.joined(names)})

    def action_copy(self) -> None:
        """Copy the whole list as text."""
        self._copy(None)

    def action_copy_giver(self) -> None:
        """Copy what the giver under the cursor has to give."""
        line = self.table.row
        if line is not None and line.want is not None:
            self._copy(line.giver)

    def action_destination(self) -> None:
        """Choose another destination."""
        self.app.push_screen(DestinationScreen(self.desk, self.glyphs, self.destination), self._destination_chosen)

    def _destination_chosen(self, place: Place | None) -> None:
        if place is not None:
            self.destination = place.code or None
            self.destinations = (self.destination,)
            self.load()

    def action_several(self) -> None:
        """Ask about several destinations at once."""
        codes = ",".join(code for code in self.destinations if code)
        title = _("Destinations, parted by commas, or all")
        screen = EntryScreen(self.desk, self.glyphs, title=title, prompt=_("To"), value=codes, read=self._codes_read)
        self.app.push_screen(screen, self._several_given)

    def _codes_read(self, text: str) -> tuple[str, bool]:
        try:
            found = destinations_named(self.desk, text.strip())
        except NearnewError as error:
            return error_text(error), False
        return wording.joined(wording.country_name(code) for code in found if code), True

    def _several_given(self, text: str | None) -> None:
        if text is not None:
            self.destinations = destinations_named(self.desk, text.strip())
            self.destination = self.destinations[0] if len(self.destinations) == 1 else None
            self.load()

    # request lists and licences

    def action_tongue(self) -> None:
        """Write the request lists in the other language."""
        here = LANGUAGES.index(self.tongue) if self.tongue in LANGUAGES else -1
        self.tongue = LANGUAGES[(here + 1) % len(LANGUAGES)]
        self.say(_("Request lists are written in: %(tongue)s") % {"tongue": _(_TONGUES.get(self.tongue, self.tongue))})

    def action_save(self) -> None:
        """Write what the giver under the cursor is asked for to a file, one list for each addressee."""
        line = self.table.row
        if line is not None and line.want is not None:
            self._ask_file(line.giver)

    def action_save_all(self) -> None:
        """Write what everybody is asked for to a file."""
        self._ask_file(None)

    def _ask_file(self, giver: str | None) -> None:
        name = gathered.giver_text(self.desk, giver) if giver else _("everybody")
        screen = EntryScreen(
            self.desk,
            self.glyphs,
            title=_("Save what is asked of %(giver)s; a name that ends in .csv gives a table") % {"giver": name},
            prompt=_("File"),
            value=f"request-{giver or 'all'}-{self.desk.today.isoformat()}.txt",
            read=_path_read,
        )
        self.app.push_screen(screen, lambda text: self._save(text, giver) if text else None)

    def _save(self, text: str, giver: str | None) -> None:
        if self._wanted is None:
            return
        path = Path(text.strip()).expanduser()
        form = "csv" if path.suffix.casefold() == ".csv" else "text"
        lists = requests.lists(self.desk, of_giver(self._wanted, giver), self.tongue)
        try:
            printing.save(path, requests.rendered(lists, form, self.tongue), form, overwrite=False)
        except NearnewError as error:
            self.say_error(error)
            return
        count = len(lists)
        said = ngettext("%(n)d request list written to %(path)s.", "%(n)d request lists written to %(path)s.", count)
        self.say(said % {"n": count, "path": path})

    def action_licences(self) -> None:
        """Plan the export licences of these cars for the destination."""
        if self.destination is None:
            self.say(_("A licence names its country: choose one destination first"))
            return
        from tui.app.screens.licences import LicencesScreen

        self.app.push_screen(LicencesScreen(self.desk, self.glyphs, [car.id for car in self._cars], self.destination))

    def action_letters(self) -> None:
        """Show the requests to makers; a new one would be for the cars of the line."""
        line = self.table.row if self.table.rows else None
        cars = line.cars if line is not None else self._cars
        to = line.want.destination if line is not None and line.want is not None else None
        from tui.app.screens.letters import LettersScreen

        self.app.push_screen(LettersScreen(self.desk, self.glyphs, cars, to or self.destination))

    def action_back(self) -> None:
        """Return to the screen below."""
        self.dismiss(None)


def _path_read(text: str) -> tuple[str, bool]:
    path = Path(text.strip()).expanduser()
    try:
        printing.may_write(path, overwrite=False)
    except NearnewError as error:
        return error_text(error), False
    return str(path.absolute()), True
