"""Buying from an offer: VINs pasted under its terms, every car looked at before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import TextArea

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.screens.base import DeskScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.forms.money import ProposalForm
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.pad import Pad
from tui.app.widgets.table import Column, RowTable
from tui.desk import offering
from tui.desk.context import Desk
from tui.desk.forms import expected
from tui.desk.money_forms import Matter, start_texts
from tui.desk.offering import Purchased
from tui.domain.offers import OfferLine
from tui.domain.problems import Problem, Severity
from tui.domain.purchases import Purchase
from tui.domain.words import InvoiceKind
from tui.errors import NearnewError
from tui.i18n import formats, labels
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

_TALL = 36
_TONES = {Severity.ERROR: "blocked", Severity.CONFIRM: "unknown", Severity.WARNING: "action"}
_ORDER = (Severity.ERROR, Severity.CONFIRM, Severity.WARNING)


@dataclass(frozen=True)
class BoughtLine:
    """One pasted VIN and what is wrong with the car it would make."""

    place: int
    vin: str
    stock_number: str
    problems: tuple[Problem, ...]

    @property
    def worst(self) -> Severity | None:
        """The severity that counts; None when nothing is wrong."""
        found = {problem.severity for problem in self.problems}
        return next((one for one in _ORDER if one in found), None)


class BuyingScreen(DeskScreen[None]):
    """VINs under the terms of one offer."""

    NAME = "buying"
    CSS_PATH = "../styles/money.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("buying")

    def __init__(self, desk: Desk, glyphs: Glyphs, offer: OfferLine) -> None:
        super().__init__(desk, glyphs)
        self._offer = offer
        self._terms: dict[str, Any] = {}
        self._texts: dict[str, str] = {}
        self.preview = Purchased((), ())
        self.table: RowTable[BoughtLine] = RowTable(glyphs, lambda line: line.place, id="buying-lines")
        self.table.when_moved = self._explain

    def compose(self) -> ComposeResult:
        """Lay out terms, VINs, cars and sum."""
        yield Lines(self.glyphs, id="headline")
        yield Lines(self.glyphs, id="buying-terms")
        yield Pad(id="buying-vins")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="buying-sum")
        yield Lines(self.glyphs, id="buying-more")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Wait for the VINs."""
        self.retranslate()
        self.query_one(Pad).focus()

    def on_resize(self) -> None:
        """Give the VINs more lines where there is room."""
        self.set_class(self.size.height >= _TALL, "-tall")

    def retranslate(self) -> None:
        """Set every text in the language of the moment; the VINs stay."""
        self.query_one(Pad).placeholder = _("Paste the VINs here, one a line or parted by spaces")
        self.table.set_columns(self._columns())
        self.look()

    def _columns(self) -> Sequence[Column[BoughtLine]]:
        def said(line: BoughtLine) -> str:
            if line.worst is None:
                return self.glyphs.ready + " " + _("nothing to say against it")
            return _("; ").join(f"{self._mark(one)} {problem_text(self.desk, one)}" for one in line.problems)

        return [
            Column("place", "#", lambda line: str(line.place), 3, right=True),
            Column("vin", _("VIN"), lambda line: line.vin, 17),
            Column("stock", _("Stock no."), lambda line: line.stock_number, 8, rank=1),
            Column(
                "said",
                _("Question"),
                said,
                30,
                most=90,
                tone=lambda line: _TONES[line.worst] if line.worst else "ready",
            ),
        ]

    def _mark(self, problem: Problem) -> str:
        glyphs = self.glyphs
        marks = {Severity.ERROR: glyphs.blocked, Severity.CONFIRM: glyphs.unknown}
        return marks.get(problem.severity, glyphs.action)

    @on(TextArea.Changed)
    def look(self) -> None:
        """Read the VINs anew and show what buying them would make."""
        wanted = offering.split_vins(self.query_one(Pad).text)
        try:
            self._offer = offering.find(self.desk, self._offer.id)
            self.preview = offering.preview_buy(self.desk, self._offer, wanted, **self._terms)
        except NearnewError as error:
            self.say_error(error)
            return
        by_place: dict[int, list[Problem]] = {}
        place = 0
        for car_place, car in enumerate(self.preview.cars):
            own = []
            while place < len(self.preview.problems) and self.preview.problems[place][0] in {"", car.vin}:
                vin, problem = self.preview.problems[place]
                if vin:
                    own.append(problem)
                place += 1
            by_place[car_place] = own
        lines = [
            BoughtLine(number, car.vin or "", car.stock_number, tuple(by_place[number - 1]))
            for number, car in enumerate(self.preview.cars, 1)
        ]
        self.table.set_rows(lines, self.table.row.place if self.table.row else None)
        self._show()

    @property
    def _purchase(self) -> Purchase:
        """What is recorded with every car."""
        terms, offer = self._terms, self._offer
        return Purchase(
            terms.get("bought_on") or self.desk.today,
            terms.get("price") or offer.price,
            terms.get("invoice_kind") or offer.invoice_kind,
            terms.get("invoice_rate") or offer.invoice_rate,
        )

    def _show(self) -> None:
        name = wording.offer_name(self.desk, self._offer)
        pieces = [Piece(" nearnew  ", "accent"), Piece(_("Buy %(car)s") % {"car": name}, "strong")]
        if self._offer.left is not None:
            pieces.append(Piece("  " + _("%(cars)s left of the offer") % {"cars": count_of_cars(self._offer.left)}))
        self.query_one("#headline", Lines).show(pieces)
        one = self._purchase
        kind = one.invoice_kind.value if one.invoice_kind else "unknown"
        terms = _("%(price)s each, VAT included; invoice: %(invoice)s; bought on %(day)s") % {
            "price": formats.amount(one.price),
            "invoice": labels.word(self.desk.library.words, "invoice_kind", kind),
            "day": one.bought_on,
        }
        self.query_one("#buying-terms", Lines).show([Piece(f" {terms}")], [self._rebate_piece()])
        self._show_sum()
        self._explain()
        self.refresh_bindings()

    def _rebate_piece(self) -> Piece:
        """The rebate of one car, or the warning that there is none: said before anything is bought."""
        one = self._purchase
        if one.price is None or one.invoice_kind is None:
            return Piece(
                f" {self.glyphs.unknown} " + _("The rebate cannot be told until price and voucher are known"), "unknown"
            )
        found = expected([one])
        if found.without:
            text = _("NO REBATE with this invoice: only a special VAT invoice brings one back")
            if one.invoice_kind is InvoiceKind.NONE:
                text = _("NO REBATE without an invoice, and the export is taxed like a sale at home")
            return Piece(f" {self.glyphs.blocked} {text}", "blocked")
        back = " + ".join(formats.amount(money) for money in found.refunds)
        return Piece(" " + _("Rebate to expect: %(amount)s each") % {"amount": back}, "ready")

    def _show_sum(self) -> None:
        cars = self.preview.cars
        if not cars:
            self.query_one("#buying-sum", Lines).show([Piece(" " + _("Nothing is written before ctrl+s"), "faint")])
            return
        found = expected([self._purchase] * len(cars))
        line = [Piece(f" {count_of_cars(len(cars))}  {formats.amounts(found.prices)}", "strong")]
        if any(money.amount for money in found.refunds):
            line.append(
                Piece("   " + _("Rebate to expect: %(amount)s") % {"amount": formats.amounts(found.refunds)}, "ready")
            )
        line += [
            Piece(f"   {self._mark(one)} {problem_text(self.desk, one)}", _TONES[one.severity]) for one in self._whole
        ]
        self.query_one("#buying-sum", Lines).show(line)

    @property
    def _whole(self) -> list[Problem]:
        """What is wrong with the purchase as a whole; that no rebate comes back stands above already."""
        return [one for vin, one in self.preview.problems if not vin and one.code != "offer_no_rebate"]

    def _explain(self) -> None:
        row = self.table.row
        lines = [[Piece(f" {self._mark(one)} {problem_text(self.desk, one)}", _TONES[one.severity])]
                 for one in (row.problems if row else ())]  # fmt: skip
        self.query_one("#buying-more", Lines).show(*lines[:2])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer to buy what was pasted."""
        return bool(self.preview.cars) if action == "buy" else True

    def action_terms(self) -> None:
        """Change day, price or invoice of all these cars."""
        one = self._purchase
        start = self._texts or start_texts(self.desk, Matter("terms", one))
        form = ProposalForm(self.desk, self.glyphs, Matter("terms", None, start=start))

        def changed(done: int | None) -> None:
            if done is not None:
                self._texts = form.texts
                self._terms = {name: form.examined.values.get(name) for name in start}
                self.look()

        self.app.push_screen(form, changed)

    def action_buy(self) -> None:
        """Write, after a word about what is odd; a purchase without a rebate is always asked about."""
        self.look()
        found = [(vin, one) for vin, one in self.preview.problems]
        errors = [
            f"{vin} {problem_text(self.desk, one)}".strip() for vin, one in found if one.severity is Severity.ERROR
        ]
        if errors:
            self.say("\n".join(errors[:5]), wrong=True)
            return
        lines = [
            f"{vin} {problem_text(self.desk, one)}".strip() for vin, one in found if one.severity is Severity.CONFIRM
        ]
        piece = self._rebate_piece()
        if piece.tone != "ready":
            lines.insert(0, piece.text.strip())
        if not lines:
            self._buy()
            return
        answers = [Answer("", _("Go back; nothing is bought")), Answer("buy", _("Buy in spite of this"))]

        def answered(word: str | None) -> None:
            if word:
                self._buy()

        heading = _("Buy %(cars)s?") % {"cars": count_of_cars(len(self.preview.cars))}
        self.app.push_screen(QuestionScreen(self.desk, self.glyphs, heading, lines[:12], answers), answered)

    def _buy(self) -> None:
        try:
            bought = offering.buy(self.desk, self._offer, self.preview, confirm=True)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Bought: %(cars)s; u takes it back") % {"cars": count_of_cars(len(bought))})
        self.dismiss(None)

    def action_back(self) -> None:
        """Return; nothing is written."""
        self.dismiss(None)
