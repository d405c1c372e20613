"""The lists that fields pick from, and the screen that shows one."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.screens.picking import PickScreen
from tui.app.widgets.field import Field, MarkField
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.desk.context import Desk
from tui.desk.documents import title_of
from tui.desk.kinds import DEALERS, DOCUMENTS, PARTIES
from tui.domain.containers import CONTAINER_TYPES
from tui.domain.costing import CostKind, ShareBy
from tui.domain.documents import Document
from tui.domain.record_fields import LETTER_FIELDS, LETTER_SIGNERS
from tui.domain.words import InvoiceKind, Mode, Powertrain, Role, TaxClass
from tui.i18n import formats, labels
from tui.i18n.translator import LANGUAGES, N_, _

WORDS = {"signer": "cn_letter_issuer", "shows": "cn_letter_field", "roles": "role"}
"""The kind of word (in the library's words) of fields that are not called like it."""
_ORDERED: dict[str, Iterable[str]] = {
    "powertrain": [one.value for one in Powertrain],
    "invoice_kind": [one.value for one in InvoiceKind],
    "tax_class": [one.value for one in TaxClass],
    "role": [one.value for one in Role],
    "cost_kind": [one.value for one in CostKind],
    "share_by": [one.value for one in ShareBy],
    "cn_letter_field": LETTER_FIELDS,
    "cn_letter_issuer": LETTER_SIGNERS,
}
PAPER_LANGUAGES = {"en": N_("English"), "zh_CN": N_("Chinese"), "ru": N_("Russian"), "ar": N_("Arabic"),
              "es": N_("Spanish"), "fr": N_("French")}  # fmt: skip


ALL = "all"
"""The text that stands for all values of a list at once, where its field takes it."""


@dataclass(frozen=True)
class Choice:
    """One value to pick: the text it puts into the field, its name, and a word beside it."""

    text: str
    title: str
    aside: str = ""
    also: str = ""
    """More texts it is found by."""


def choices_of(desk: Desk, what: str) -> list[Choice]:
    """The values of a list, named in the language of the moment."""
    match what:
        case "yes_no":
            return [Choice("yes", _("yes")), Choice("no", _("no"))]
        case "make":
            makes = desk.library.makes.values()
            return [_make(one.name(desk.language), one.id, (*one.names.values(), *one.aliases)) for one in makes]
        case "dealer":
            return [Choice(one.name, one.name, one.city) for one in desk.store.all(DEALERS)]
        case "buyer":
            return [Choice(one.name, one.name, one.country or "") for one in desk.store.all(PARTIES)]
        case "country":
            return _countries(desk)
        case "document":
            kinds = desk.library.documents.values()
            return [
                Choice(one.aliases[0] if one.aliases else one.kind, _(one.title), _giver(desk, one.giver),
                       "\n".join((one.kind, one.title, *one.aliases)))
                for one in kinds
            ]  # fmt: skip
        case "held_document":
            return [_document(desk, one) for one in desk.store.all(DOCUMENTS) if not one.void]
        case "plan_state":
            return [Choice(one, labels.word(desk.library.words, "kit_standing", one)) for one in ("in_work", "open")]
        case "part_group" | "part_use":
            return [Choice(one, _(title)) for one, title in desk.library.words[what].items()]
        case "mode":
            return [Choice(one.value, labels.word(desk.library.words, "mode", one.value)) for one in Mode]
        case "container_type":
            return [Choice(one, one) for one in CONTAINER_TYPES]
        case "cn_letter_field":
            every = Choice(ALL, _("all of it"), "", "全部\n齐全")
            return [every, *_words(desk, what)]
        case "paper_language":
            return [Choice(tag, _(name)) for tag, name in PAPER_LANGUAGES.items()]
        case _:
            return _words(desk, what)


def _make(name: str, make: str, also: Iterable[str]) -> Choice:
    return Choice(name, name, make, "\n".join(also))


def _document(desk: Desk, one: Document) -> Choice:
    parts = (one.number, one.country or "", formats.day(one.expires) if one.expires else "")
    return Choice(str(one.id), _(title_of(desk, one.kind)), " ".join(part for part in parts if part), one.kind)


def _giver(desk: Desk, giver: str) -> str:
    return labels.word(desk.library.words, "giver", giver)


def _countries(desk: Desk) -> list[Choice]:
    first = sorted(set(desk.library.destinations) | desk.library.profiles.keys())
    known = desk.library.vocabulary.countries
    order = [*(code for code in first if code in known), *sorted(known - set(first))]
    return [
        Choice(code, wording.country_name(code), "", "\n".join(formats.country(code, tag) for tag in LANGUAGES))
        for code in order
    ]


def _words(desk: Desk, what: str) -> list[Choice]:
    titles = desk.library.words.get(what, {})
    aliases = desk.library.vocabulary.choices.get(what, {})
    codes = _ORDERED.get(what) or dict.fromkeys((*(code for code in titles if code in aliases.values()),
                                                 *aliases.values()))  # fmt: skip
    return [
        Choice(code, _(titles.get(code, code)), "", "\n".join(alias for alias, to in aliases.items() if to == code))
        for code in codes
    ]


def fitting(choices: Iterable[Choice], text: str) -> list[Choice]:
    """The values in which every typed word occurs, in any language we know them in; exact ones first."""
    words = text.casefold().split()
    found = []
    for one in choices:
        haystack = f"{one.text}\n{one.title}\n{one.aside}\n{one.also}".casefold()
        if all(word in haystack for word in words):
            found.append(one)
    exact = [one for one in found if text.casefold() in {one.text.casefold(), one.title.casefold()}]
    return [*exact, *(one for one in found if one not in exact)]


def _columns(desk: Desk, what: str) -> list[Column[Choice]]:
    """Name, a word beside it where any value has one, and what it is written as."""
    beside = [Column[Choice]("aside", "", lambda one: one.aside, 14, rank=1, most=24)]
    return [
        Column("title", _("Name"), lambda one: one.title, 24, most=44),
        *(beside if any(one.aside for one in choices_of(desk, what)) else ()),
        Column("text", _("Written"), lambda one: one.text, 16, rank=1, most=30),
    ]


class ChoiceScreen(PickScreen[Choice]):
    """The values of one field, to search and pick from."""

    def __init__(self, desk: Desk, glyphs: Glyphs, *, title: str, what: str, typed: str = "", at: str = "") -> None:
        super().__init__(desk, glyphs)
        self._title = title
        self._what = what
        self._typed = typed
        self._at = at

    def on_mount(self) -> None:
        """Start on the value in force, or with what was typed."""
        super().on_mount()
        if self._typed and self.choices(self._typed):
            self.query_one(Field).value = self._typed
        elif self._at:
            self.refill(at=self._at)

    def title_text(self) -> str:
        """The title."""
        return _("%(field)s: enter picks, esc leaves") % {"field": self._title}

    def columns(self) -> Sequence[Column[Choice]]:
        """Name, what it is written as, and a word beside it."""
        return _columns(self.desk, self._what)

    def choices(self, text: str) -> Sequence[Choice]:
        """The values that fit."""
        return fitting(choices_of(self.desk, self._what), text)

    def key(self, row: Choice) -> Hashable:
        """The text it puts into the field."""
        return row.text

    def help_lines(self, row: Choice | None) -> tuple[Sequence[Piece], ...]:
        """What the list is empty for, or nothing."""
        if row is None and self._what == "dealer" and not self.desk.store.all(DEALERS):
            return ([Piece(_("There is no dealer in this book yet; add one on the dealers screen"), "faint")],)
        if row is None:
            return ([Piece(_("Nothing here is called that"), "faint")],)
        return ([],)


class ManyChoicesScreen(PickScreen[Choice, tuple[str, ...]]):
    """The values of a field that takes several: enter marks, escape leaves with what is marked."""

    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("marking")
    FIELD = MarkField

    def __init__(self, desk: Desk, glyphs: Glyphs, *, title: str, what: str, text: str) -> None:
        super().__init__(desk, glyphs)
        self._title = title
        self._what = what
        words = {word.strip().casefold() for word in re.split(r"[,，、;；]", text)} - {""}
        self._marked = dict.fromkeys(one.text for one in choices_of(desk, what) if words & _names(one))

    def title_text(self) -> str:
        """The title."""
        return _("%(field)s: enter marks, esc leaves with what is marked") % {"field": self._title}

    def columns(self) -> Sequence[Column[Choice]]:
        """Mark, name and what it is written as."""
        return [
            Column("mark", "", lambda one: "*" if one.text in self._marked else "", 1, tone=lambda _one: "accent"),
            *_columns(self.desk, self._what),
        ]

    def choices(self, text: str) -> Sequence[Choice]:
        """The values that fit."""
        return fitting(choices_of(self.desk, self._what), text)

    def key(self, row: Choice) -> Hashable:
        """The text it puts into the field."""
        return row.text

    def help_lines(self, row: Choice | None) -> tuple[Sequence[Piece], ...]:
        """What is marked so far."""
        if row is None:
            return ([Piece(_("Nothing here is called that"), "faint")],)
        return ([Piece(", ".join(self._marked), "accent")],)

    def pick(self) -> None:
        """Mark the value under the cursor, or take its mark away; all of them at once stands alone."""
        row = self.table.row
        if row is None:
            return
        if row.text in self._marked:
            del self._marked[row.text]
        elif row.text == ALL:
            self._marked = {ALL: None}
        else:
            self._marked.pop(ALL, None)
            self._marked[row.text] = None
        field = self.query_one(Field)
        with self.prevent(Input.Changed):
            field.value = ""  # the next word is typed into an empty field; the cursor stays on what was marked
        self.refill(row.text)
        self.table.redraw()
        self.explain()

    def action_leave(self) -> None:
        """Leave with what is marked."""
        order = [one.text for one in choices_of(self.desk, self._what)]
        self.dismiss(tuple(sorted(self._marked, key=order.index)))


def _names(one: Choice) -> set[str]:
    return {name.casefold() for name in (one.text, one.title, one.aside, *one.also.split("\n")) if name}
