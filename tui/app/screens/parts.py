"""The spare parts, model by model: numbers, prices, waits, and what of them lies at a destination."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import BindingType

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.screens.asking import EntryScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.kit_records import KitRecordsScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph
from tui.app.widgets.table import Column
from tui.desk import kit_words, parts_along, repair_partners
from tui.desk.context import Desk
from tui.desk.kit_book import ModelAt
from tui.desk.parts_along import PartRows
from tui.domain.parts import Part, PartUse
from tui.domain.problems import Severity
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import _, ngettext

_MOST_TOLD = 8
_ORDER = {PartUse.CRITICAL: 0, PartUse.WEAR: 1, PartUse.OTHER: 2}


@dataclass(frozen=True)
class PartLine:
    """One line: a model, or a part of it."""

    make: str
    model: str
    part: Part | None = None


class PartsScreen(KitRecordsScreen[PartLine]):
    """The parts; only a model's, and what lies in a country, where it is opened from a kit."""

    NAME = "parts"
    FORM = "part"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("parts")

    def __init__(self, desk: Desk, glyphs: Glyphs, at: ModelAt | None = None) -> None:
        super().__init__(desk, glyphs)
        self._at = at
        self._country = at.country if at is not None else ""

    def _model_name(self, make: str, model: str) -> str:
        return kit_words.model_text(self.desk, ModelAt(make, model, ""))

    def title_text(self) -> str:
        """What is listed."""
        if self._at is None:
            return _("Spare parts")
        title = _("Spare parts: %(model)s") % {"model": self._model_name(self._at.make, self._at.model)}
        return f"{title} {self.glyphs.arrow} {wording.country_name(self._country)}" if self._country else title

    def read(self) -> Sequence[PartLine]:
        """The parts, the critical ones of each model first."""
        at = self._at
        make, model = (at.make, at.model) if at is not None else (None, None)
        found = repair_partners.parts(self.desk, make=make, model=model)
        found.sort(key=lambda one: (*one.key, _ORDER[one.use], one.name.casefold()))
        lines: list[PartLine] = []
        for one in found:
            if not lines or lines[-1].part is None or lines[-1].part.key != one.key:
                lines.append(PartLine(one.make, one.model))
            lines.append(PartLine(one.make, one.model, one))
        return lines

    def key(self, line: PartLine) -> Hashable:
        """The part's id, or the model."""
        return line.part.id if line.part is not None else (line.make, line.model.casefold())

    def record_of(self, line: PartLine) -> Part | None:
        """The part."""
        return line.part

    def haystack(self, line: PartLine) -> str:
        """Model, name, number, supplier and group."""
        one = line.part
        if one is None:
            return ""
        words = self.desk.library.words
        kinds = (word(words, "part_group", one.group), word(words, "part_use", one.use.value))
        return "\n".join((self._model_name(one.make, one.model), one.name, one.number, one.supplier, *kinds)).casefold()

    def columns(self) -> Sequence[Column[PartLine]]:
        """Number, name, use, price, wait, quote, and what lies there."""
        words = self.desk.library.words

        def told(text: Any) -> Any:
            return lambda line: "" if line.part is None else text(line.part)

        return [
            Column("name", _("Part"), self._line_name, 20, most=40,
                tone=lambda line: "strong" if line.part is None else "",
            ),
            Column("number", _("Number"), told(lambda one: one.number or formats.NONE), 13, most=20),
            Column("use", _("Use"), told(lambda one: word(words, "part_use", one.use.value)), 6, rank=1, most=10),
            Column("group", _("Group"), told(lambda one: word(words, "part_group", one.group)), 9, rank=4, most=14),
            Column("price", _("Price"), told(lambda one: formats.amount(one.price)), 9, right=True),
            Column("days", _("Days"), told(lambda one: str(one.lead_days or formats.NONE)), 4, right=True, rank=2),
            Column("quoted", _("Quoted"), told(self._quoted), 12, rank=3, tone=told(self._quote_tone)),
            Column("stock", self._stock_title(), told(self._stock), 8, right=True, tone=told(self._stock_tone)),
            Column("supplier", _("Supplier"), told(lambda one: one.supplier or formats.NONE), 10, rank=5, most=24),
        ]  # fmt: skip

    def _line_name(self, line: PartLine) -> str:
        return self._model_name(line.make, line.model) if line.part is None else f"  {line.part.name}"

    def _stock_title(self) -> str:
        return _("In %(country)s") % {"country": self._country} if self._country else _("Stock abroad")

    def _stock(self, one: Part) -> str:
        if self._country:
            return str(one.in_country({self._country}))
        return wording.joined(f"{stock.country} {stock.pieces}" for stock in one.stock) or formats.NONE

    def _stock_tone(self, one: Part) -> str:
        lacking = self._country and one.use is not PartUse.OTHER and one.in_country({self._country}) < one.per_car
        return "action" if lacking else ""

    def _is_quoted(self, one: Part) -> bool:
        return one.quoted(self.desk.today, self.desk.settings.localisation.quote_days)

    def _quoted(self, one: Part) -> str:
        day = formats.day(one.quoted_on)
        return day if self._is_quoted(one) else f"{self.glyphs.action} {day}"

    def _quote_tone(self, one: Part) -> str:
        return "" if self._is_quoted(one) else "action"

    def about(self, line: PartLine) -> Sequence[tuple[str, str]]:
        """Where it comes from, where it lies, and whether the quote still counts."""
        one = line.part
        if one is None:
            return []
        words = self.desk.library.words
        group = word(words, "part_group", one.group)
        pieces = ngettext("%(n)d piece a car", "%(n)d pieces a car", one.per_car) % {"n": one.per_car}
        told = [(wording.joined((f"{one.name} {one.number}", group, pieces, one.supplier or _("no supplier"))), "")]
        if not self._is_quoted(one):
            text = _("no quote of the last %(n)s days with price, days and supplier")
            told.append((text % {"n": self.desk.settings.localisation.quote_days}, "action"))
        stock = wording.joined(
            " ".join(part for part in (lot.country, str(lot.pieces), lot.place, formats.day(lot.counted_on)) if part)
            for lot in one.stock
        )
        told.append((_("lies abroad: %(stock)s") % {"stock": stock or _("none")}, ""))
        if one.note:
            told.append((one.note, "faint"))
        return told

    def empty(self) -> Sequence[Paragraph]:
        """What to do first."""
        return [
            Paragraph(_("No part is listed here yet"), "strong"),
            Paragraph(""),
            Paragraph(_("i takes in a list with numbers (CSV, XLSX), a adds one part")),
            Paragraph(_("Without numbers of the critical parts nobody abroad can order them: the kit stays open")),
        ]

    def start(self) -> Mapping[str, str]:
        """The model that the list or the cursor is of."""
        line = self.table.row
        make = self._at.make if self._at is not None else line.make if line is not None else ""
        model = self._at.model if self._at is not None else line.model if line is not None else ""
        known = self.desk.library.makes.get(make)
        return {"make": known.name(self.desk.language) if known else make, "model": model, "use": "critical"}

    def take_out(self, record: Part) -> None:
        """Take it out of the book."""
        repair_partners.remove_part(self.desk, record)

    def action_import_list(self) -> None:
        """Ask for a list of parts, show what it holds, and take it in."""
        screen = EntryScreen(
            self.desk,
            self.glyphs,
            title=_("List of parts (CSV or XLSX); its columns are called as the fields are: name, number, price …"),
            prompt=_("File"),
            value="",
            read=_file_read,
        )
        self.app.push_screen(screen, self._list_given)

    def _list_given(self, text: str | None) -> None:
        if text is None:
            return
        at = self._at
        try:
            path = Path(text.strip()).expanduser()
            at_model = (at.make, at.model) if at else ("", "")
            rows = parts_along.read_parts(self.desk, path, *at_model)
            asked = rows.problems if all(one.severity is Severity.CONFIRM for _row, one in rows.problems) else ()
            if asked:
                rows = parts_along.read_parts(self.desk, path, *at_model, confirm=True)
        except NearnewError as error:
            self.say_error(error)
            return
        told = [
            _("row %(row)s: %(text)s") % {"row": row, "text": problem_text(self.desk, one)}
            for row, one in (asked or rows.problems)[:_MOST_TOLD]
        ]
        if rows.problems or not rows.parts:
            self.say("\n".join([_("Nothing was taken in"), *told]), wrong=True)
            return
        count = len(rows.parts)
        question = ngettext("Take in %(n)d part?", "Take in %(n)d parts?", count) % {"n": count}
        details = told + [
            f"{self._model_name(one.make, one.model)}  {one.number}  {one.name}  {formats.amount(one.price)}"
            for one in rows.parts[:_MOST_TOLD]
        ]
        if count > _MOST_TOLD:
            details.append(_("and %(n)d more") % {"n": count - _MOST_TOLD})
        confirm = ConfirmScreen(self.desk, self.glyphs, question, details)
        self.app.push_screen(confirm, lambda yes: self._take_in(rows) if yes else None)

    def _take_in(self, rows: PartRows) -> None:
        try:
            count = parts_along.write_parts(self.desk, rows)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        text = ngettext("%(n)d part taken in; u takes it back", "%(n)d parts taken in; u takes them back", count)
        self.say(text % {"n": count})


def _file_read(text: str) -> tuple[str, bool]:
    path = Path(text.strip()).expanduser()
    return (str(path.absolute()), True) if path.is_file() else (_("There is no such file"), False)
