"""The form of a document: its kind decides which fields there are and what it covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import work
from textual.worker import get_current_worker

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.pages import papers
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.forms.base import FormScreen, NotWritten
from tui.app.screens.forms.row import FormField
from tui.app.widgets.lines import Piece
from tui.desk import supposing
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.documents import title_of
from tui.desk.editing import name_of
from tui.desk.form_texts import texts_of
from tui.desk.forms import KIND, About, fresh, last_day
from tui.desk.supposing import Stand, Supposed
from tui.domain.cars import Car
from tui.domain.documents import LETTER, LICENCE, Document, Reach
from tui.domain.record_fields import DOCUMENT
from tui.domain.shipments import Shipment
from tui.errors import NearnewError
from tui.i18n import labels
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _, ngettext

_CHOICES = {
    KIND: "document", "country": "country", "signer": "cn_letter_issuer", "shows": "cn_letter_field",
    "fields_match": "yes_no", "owner_is_applicant": "yes_no", "void": "yes_no",
}  # fmt: skip
_LETTER_ONLY = frozenset({"signer", "shows"})
_LICENCE_ONLY = frozenset({"fields_match", "owner_is_applicant"})
_NAMED = 6
"""How many cars are named one by one."""
_COVERS = {
    Reach.FIRM: N_("Covers the firm, whatever the car"),
    Reach.SHIPMENT: N_("Covers shipment %(name)s"),
    Reach.MODEL: N_("Covers all cars of the model: %(name)s"),
    Reach.CARS: N_("Covers %(name)s"),
    Reach.LICENCE: N_("Covers, on one licence: %(name)s"),
}


class DocumentForm(FormScreen):
    """Records a document for cars, for a shipment, or for the firm; or changes one, which keeps its kind and scope."""

    FORM = "document"

    def __init__(
        self,
        desk: Desk,
        glyphs: Glyphs,
        cars: Sequence[Car] = (),
        kind: str | None = None,
        *,
        shipment: Shipment | None = None,
        destination: str | None = None,
        record: Document | None = None,
    ) -> None:
        """``destination`` is the country that the screen below asks about; without it the cars' own counts."""
        self._kind = record.kind if record else kind or ""
        self._destination = destination
        self._is_new = record is None
        self._agreed = False
        super().__init__(desk, glyphs, About(record, tuple(cars), shipment))

    def fields(self) -> Sequence[FormField]:
        """Kind first, then the document's own fields; only one that there is can be taken out of force."""
        names = [KIND, *(name for name in DOCUMENT if name != "void")] if self._is_new else list(DOCUMENT)
        return [FormField(name, name, _CHOICES.get(name, ""), many=name == "shows") for name in names]

    def start_texts(self) -> dict[str, str]:
        """What the document says; for a new one its kind and the country asked about, or the one all cars go to."""
        if self.about.record is not None:
            return texts_of(self.desk, self.FORM, self.about.record)
        checker = Checker(self.desk, Question(self.desk.today))
        countries: set[str | None] = {checker.own_destination(car) for car in self.about.cars}
        if self.about.shipment is not None:
            countries = {self.about.shipment.deal.country}
        country = self._destination or (countries.pop() if len(countries) == 1 else None)
        return {KIND: self._kind_word(), "country": country or ""}

    def _kind_word(self) -> str:
        known = self.desk.library.documents.get(self._kind)
        return known.aliases[0] if known and known.aliases else self._kind

    def begin(self) -> None:
        """Go to the first field that is still to be filled."""
        super().begin()
        if self._kind and self._is_new:
            self.go_to("number")

    def title_text(self) -> str:
        """What is recorded, or which document is changed."""
        if self._is_new:
            return _("Add a document")
        return _("Change document: %(title)s") % {"title": _(title_of(self.desk, self._kind))}

    def draft_name(self) -> str:
        """One draft for each document, or for each kind and each set of cars."""
        if self.about.record is not None:
            return super().draft_name()
        shipment = self.about.shipment.id if self.about.shipment else 0
        return f"document-{self._kind}-{shipment}-" + ",".join(str(car.id) for car in self.about.cars)

    def saved_text(self) -> str:
        """The document's title."""
        return _("Recorded: %(title)s") % {"title": _(title_of(self.desk, self.kind))}

    @property
    def kind(self) -> str:
        """The kind as understood; empty while it is not."""
        return str(self.examined.values.get(KIND, "")) if self._is_new else self._kind

    def hidden_fields(self) -> frozenset[str]:
        """Signer and contents belong to the maker's letter, the comparison to the licence."""
        hidden: frozenset[str] = frozenset()
        if self.kind != LETTER:
            hidden |= _LETTER_ONLY
        if self.kind != LICENCE:
            hidden |= _LICENCE_ONLY
        known = self.desk.library.documents.get(self.kind)
        return hidden | {"country"} if known is not None and not known.per_country else hidden

    def changed_texts(self) -> dict[str, str]:
        """The texts of the fields that apply."""
        hidden = self.hidden_fields()
        return {name: text for name, text in super().changed_texts().items() if name not in hidden}

    # what it does to many cars

    def _save(self, *, confirm: bool) -> None:
        """Show first what a new document does to each car, where it is of several."""
        if self._is_new and len(self.about.cars) > 1 and not self._agreed:
            self._suppose(self.changed_texts(), confirm=confirm)
        else:
            super()._save(confirm=confirm)

    @work(thread=True, exclusive=True, group="suppose", description="judge the cars with the document")
    def _suppose(self, texts: Mapping[str, str], *, confirm: bool) -> None:
        worker, found = get_current_worker(), []
        try:
            for one in supposing.with_document(self.desk, texts, self.about, self._destination):
                found.append(one)
                if worker.is_cancelled:
                    return
        except NearnewError as error:
            self.post_message(NotWritten(error, confirm=confirm))
        else:
            self.app.call_from_thread(self._ask_for_all, found, confirm=confirm)

    def _ask_for_all(self, found: Sequence[Supposed], *, confirm: bool) -> None:
        def answered(yes: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if yes:
                self._agreed = True
                self._save(confirm=confirm)

        question = _("Record “%(title)s” for %(cars)s? One undo takes it back.") % {
            "title": _(title_of(self.desk, self.kind)),
            "cars": count_of_cars(len(found)),
        }
        lines = [f"{one.car.stock_number}  {name_of(one.car)}  {self._change(one)}" for one in found]
        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question, lines), answered)

    def _change(self, one: Supposed) -> str:
        if one.now is None or one.then is None:
            return _("not judged: no destination, or on its way")
        now, then = (self._stand(stand) for stand in (one.now, one.then))
        return f"{now} {self.glyphs.arrow} {then}" if now != then else _("%(verdict)s, stays") % {"verdict": now}

    def _stand(self, stand: Stand) -> str:
        word = labels.word(self.desk.library.words, "verdict", stand.verdict.value)
        return f"{self.glyphs.mark(stand.verdict)} {word} {stand.open or ''}".rstrip()

    def notes(self) -> Sequence[Sequence[Piece]]:
        """What it covers and how long it counts."""
        if not self.kind:
            return []
        if self.about.record is not None:
            return [[Piece(papers.brief(self.desk, self.about.record)[1])]]
        lines = [[Piece(self._covers())]]
        if self.kind == LETTER and not {"signer", "shows"} <= self.examined.values.keys():
            lines.append(
                [Piece(_("The rules also ask who signed it and what it shows: without both no car is free"), "action")]
            )
        last = None if "expires" in self.examined.values else last_day(self.desk, self.changed_texts())
        if last is not None:
            lines.append([Piece(_("Valid until %(day)s, by the rule for its kind") % {"day": last}, "faint")])
        return lines

    def _covers(self) -> str:
        known = self.desk.library.documents.get(self.kind)
        reach = Reach(known.scope) if known else Reach.CARS
        shipment = self.about.shipment
        if shipment is not None and not self.about.cars:
            on_cars = reach in {Reach.CARS, Reach.LICENCE}
            names = [shipment.number] if not on_cars else [_("all cars of shipment %(number)s")
                                                           % {"number": shipment.number}]  # fmt: skip
            return _(_COVERS[reach if on_cars else Reach.SHIPMENT]) % {"name": names[0]}
        cars = fresh(self.desk, self.about.cars)
        if reach is Reach.MODEL:
            models = dict.fromkeys(" ".join(part for part in (car.model, car.trim) if part) for car in cars)
            return _(_COVERS[reach]) % {"name": wording.joined(models)}
        text = wording.joined(name_of(car) for car in cars[:_NAMED])
        if len(cars) > _NAMED:
            more = len(cars) - _NAMED
            text += ngettext(" and %(n)d more", " and %(n)d more", more) % {"n": more}
        return _(_COVERS[reach]) % {"name": text or "–"}


def edit_form(desk: Desk, glyphs: Glyphs, record: Document) -> DocumentForm:
    """The form that changes a document."""
    return DocumentForm(desk, glyphs, record=record)
