"""A dealer's price list as it stands in a chat message: read line by line, every figure with the words it came from.

The reader is deterministic and proposes: what it cannot place is a question, and whatever is only likely (a month
without a year, a make known from a model's name alone) is marked for a person's word. Nothing is kept unconfirmed.
Prices of such lists are in 万 (10,000 yuan) when their figure is below 1,000.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from tui.domain import values
from tui.domain.fields import Vocabulary
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Problem, Severity
from tui.domain.values import Unreadable
from tui.domain.words import InvoiceKind

_LONGEST = 20_000
_MOST_LINES = 500
_WAN_BELOW = 1000
_CENTURY = 2000
_HEADER = re.compile(r"店|现车|报价|价格表|车源|今日")
TOTAL = re.compile(r"(?i)^(?:total|共|合计|总计|总共)\s*[::]?\s*(\d+)\s*(?:台|辆)?$")
_YEAR = re.compile(r"(\d{4}|\d{2})款")
_KM = re.compile(r"(?i)([\d.,]+)(万)?\s*(?:km|公里)")
_PAIR = re.compile(r"([\d.,]+)万?\s*(?:→|->|=>|/)\s*([\d.,]+)万?")
_NAMED = re.compile(r"(指导价?|批发价?|裸车价?|底价|售价|价格?)\s*[::]?\s*([\d.,]+)万?")
_BARE = re.compile(r"([\d.,]+)万?")
_FIXED = re.compile(r"一口价")
_REGISTERED = re.compile(r"(?:(\d{4}|\d{2})年)?(\d{1,2})月(?:份)?上牌|(\d{4})[-./](\d{1,2})上牌")
_GUIDE = frozenset({"指导", "指导价"})


class Proposal(msgspec.Struct, frozen=True):
    """One line of the message as an offer might say it; ``problems`` are what a person must look at.

    ``model`` and ``trim`` are the words that were left, in their order. ``colours`` has one entry a car. ``listed_on``
    and ``valid_until`` are days that the line itself names.
    """

    line: int
    text: str
    make: str = ""
    model: str = ""
    trim: str = ""
    model_year: int | None = None
    quantity: int | None = None
    colours: tuple[str, ...] = ()
    guide_price: Money | None = None
    price: Money | None = None
    fixed_price: bool = False
    invoice_kind: InvoiceKind | None = None
    first_registration: PartialDate | None = None
    odometer_km: int | None = None
    powertrain: str | None = None
    problems: tuple[Problem, ...] = ()
    invoice_rate: Decimal | None = None
    listed_on: date | None = None
    valid_until: date | None = None
    note: str = ""


class ChatList(msgspec.Struct, frozen=True):
    """What was read of a message: its heading, its offers, lines that are not offers, and problems of the whole.

    ``stated`` is the number of cars that the message itself says it has.
    """

    heading: str
    proposals: tuple[Proposal, ...]
    unread: tuple[tuple[int, str], ...]
    problems: tuple[Problem, ...]
    stated: int | None = None


class Line:
    """One line while it is read: what is recognised is taken out, what is left names the car."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.text = text
        self.left = text
        self.problems: list[Problem] = []

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Take the first match out of what is left."""
        found = pattern.search(self.left)
        if found is not None:
            self.left = f"{self.left[: found.start()]} {self.left[found.end() :]}"
        return found

    def doubt(self, code: str, field: str, severity: Severity = Severity.CONFIRM, **params: str) -> None:
        """Note what a person must look at."""
        self.problems.append(Problem(code, field, params, severity))


def read_chat(
    text: str, vocabulary: Vocabulary, models: Mapping[str, str], listed_on: date, currency: str = "CNY"
) -> ChatList:
    """Read a pasted message.

    ``models`` gives the make of each model name that the book knows (casefolded), for lists that leave the make out.
    ``listed_on`` is the day of the message; a month without a year is taken for the last one before it. Raises
    Unreadable (``chat_too_long``) for more than a message can be.
    """
    if len(text) > _LONGEST:
        raise Unreadable("chat_too_long", most=str(_LONGEST))
    lines = [clean(line) for line in text.splitlines()]
    if len(lines) > _MOST_LINES:
        raise Unreadable("chat_too_long", most=str(_MOST_LINES))
    heading, stated = "", None
    proposals: list[Proposal] = []
    unread: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        if total := TOTAL.fullmatch(line):
            stated = int(total[1])
        elif not heading and not proposals and _HEADER.search(line) and not re.search(r"\d\.\d", line):
            heading = line
        else:
            proposal = _proposal(Line(number, line), vocabulary, models, listed_on, currency)
            if proposal.price is None and proposal.guide_price is None and not proposal.colours:
                unread.append((number, line))
            else:
                proposals.append(proposal)
    return ChatList(heading, tuple(proposals), tuple(unread), _total_problems(stated, proposals), stated)


def _total_problems(stated: int | None, proposals: list[Proposal]) -> tuple[Problem, ...]:
    if stated is None:
        return ()
    counted = sum(one.quantity or 1 for one in proposals)
    if counted == stated:
        return ()
    params = {"stated": str(stated), "counted": str(counted)}
    return (Problem("chat_total_differs", "total", params, Severity.CONFIRM),)


def _proposal(
    line: Line, vocabulary: Vocabulary, models: Mapping[str, str], listed_on: date, currency: str
) -> Proposal:
    year = year_of(line)
    odometer = _odometer(line)
    registered = _registered(line, listed_on)
    fixed = line.take(_FIXED) is not None
    invoice = _word(line, vocabulary.choices["invoice_kind"])
    colours, quantity = counted_colours(line, vocabulary.choices["colour"])
    guide, price = _prices(line, currency)
    powertrain = _powertrain(line, vocabulary.choices["powertrain"])
    make, model, trim = car_names(line, vocabulary.makes, models)
    if price is None:
        line.doubt("chat_no_price", "price", Severity.ERROR)
    if invoice is None:
        line.doubt("chat_no_invoice", "invoice_kind", Severity.WARNING)
    if quantity is None:
        line.doubt("chat_no_quantity", "quantity")
    return Proposal(
        line.number,
        line.text,
        make,
        model,
        trim,
        year,
        quantity,
        colours,
        guide,
        price,
        fixed,
        InvoiceKind(invoice) if invoice else None,
        registered,
        odometer,
        powertrain,
        tuple(line.problems),
    )


def clean(line: str) -> str:
    """Fold full-width characters and drop control and direction marks: text from a chat is data."""
    folded = unicodedata.normalize("NFKC", line)
    shown = "".join(char if unicodedata.category(char) not in {"Cc", "Cf", "Cs"} else " " for char in folded)
    return " ".join(shown.split())


def year_of(line: Line) -> int | None:
    """The model year that the line names (``27款``), taken out of it."""
    found = line.take(_YEAR)
    if found is None:
        return None
    digits = int(found[1])
    return digits if digits >= _CENTURY - 100 else _CENTURY + digits


def _odometer(line: Line) -> int | None:
    found = line.take(_KM)
    if found is None:
        return None
    try:
        return values.whole(found[1] + (found[2] or ""))
    except Unreadable as error:
        line.doubt(error.code, "odometer_km", Severity.ERROR, **error.params)
        return None


def _registered(line: Line, listed_on: date) -> PartialDate | None:
    found = line.take(_REGISTERED)
    if found is None:
        return None
    year, month = found[1] or found[3], int(found[2] or found[4])
    if not 1 <= month <= 12:
        line.doubt("date_unreadable", "first_registration", Severity.ERROR, value=found[0])
        return None
    if year is not None:
        return PartialDate(int(year) if len(year) == 4 else _CENTURY + int(year), month)
    likely = PartialDate(listed_on.year if month <= listed_on.month else listed_on.year - 1, month)
    line.doubt("chat_year_supplied", "first_registration", said=found[0], read=str(likely))
    return likely


def _word(line: Line, aliases: Mapping[str, str]) -> str | None:
    """The first word of a choice that stands in the line by itself, the longest alias first."""
    for token in line.left.split():
        if (found := aliases.get(token.casefold())) is not None:
            line.left = " ".join(word for word in line.left.split() if word != token)
            return found
    return None


def _powertrain(line: Line, aliases: Mapping[str, str]) -> str | None:
    """The drive; a maker's own Latin name for it (DM-i) stays, for it is part of the car's name."""
    found = None
    for token in line.left.split():
        word = aliases.get(token.casefold())
        if word is None:
            continue
        if found is not None and found != word:
            line.doubt("chat_two_powertrains", "powertrain", said=token)
        found = word
        if not token.isascii():
            line.left = " ".join(one for one in line.left.split() if one != token)
    return found


def counted_colours(line: Line, aliases: Mapping[str, str]) -> tuple[tuple[str, ...], int | None]:
    """Colours with their counts: ``白2 灰1``, ``白黑各2``; the quantity is their sum."""
    names = sorted((alias for alias in aliases if not alias.isascii()), key=len, reverse=True)
    one = "|".join(map(re.escape, names))
    each = re.compile(rf"(?<!\S)((?:{one})+)各(\d+)(?!\S)")
    counted = re.compile(rf"(?<!\S)((?:(?:{one})\d+)+)(?!\S)")
    colours: list[str] = []
    while found := line.take(each):
        for name in re.findall(one, found[1]):
            colours.extend([aliases[name]] * int(found[2]))
    while found := line.take(counted):
        for name, count in re.findall(rf"({one})(\d+)", found[1]):
            colours.extend([aliases[name]] * int(count))
    return tuple(colours), len(colours) or None


def _prices(line: Line, currency: str) -> tuple[Money | None, Money | None]:
    """Guide price and asking price: named, as a pair from the higher to the lower, or one bare figure."""
    guide: Money | None = None
    price: Money | None = None
    while found := line.take(_NAMED):
        money = _money(line, found[2], currency, "guide_price" if found[1] in _GUIDE else "price")
        if found[1] in _GUIDE:
            guide = money
        else:
            price = money
    if price is None and (pair := line.take(_PAIR)):
        guide = _money(line, pair[1], currency, "guide_price")
        price = _money(line, pair[2], currency, "price")
    if price is None:
        bare = [token for token in line.left.split() if _BARE.fullmatch(token) and re.search(r"[.,]", token)]
        if len(bare) == 1:
            line.left = " ".join(token for token in line.left.split() if token != bare[0])
            price = _money(line, bare[0].removesuffix("万"), currency, "price")
        elif bare:
            line.doubt("chat_prices_unclear", "price", Severity.ERROR, said=" ".join(bare))
    return guide, price


def _money(line: Line, digits: str, currency: str, field: str) -> Money | None:
    try:
        figure = values.number(digits)
    except Unreadable as error:
        line.doubt(error.code, field, Severity.ERROR, **error.params)
        return None
    if figure <= 0:
        line.doubt("offer_not_positive", field, Severity.ERROR, amount=digits)
        return None
    return Money.of(figure * 10_000 if figure < _WAN_BELOW else figure, currency)


def car_names(line: Line, makes: Mapping[str, str], models: Mapping[str, str]) -> tuple[str, str, str]:
    """Make, model and trim from the words that are left; a make may be glued to the model (``领克01``)."""
    words = line.left.split()
    if not words:
        line.doubt("chat_no_model", "model", Severity.ERROR)
        return "", "", ""
    first, rest = words[0], words[1:]
    if (make := makes.get(first.casefold())) is not None and rest:
        return make, rest[0], " ".join(rest[1:])
    glued = max((name for name in makes if first.casefold().startswith(name)), key=len, default="")
    if glued and len(first) > len(glued) and not glued.isascii():
        return makes[glued], first[len(glued) :], " ".join(rest)
    if (known := models.get(first.casefold())) is not None:
        line.doubt("chat_make_supplied", "make", model=first, make=known)
        return known, first, " ".join(rest)
    line.doubt("chat_make_unknown", "make", Severity.ERROR, model=first)
    return "", first, " ".join(rest)


def totals(proposals: tuple[Proposal, ...]) -> tuple[int, Decimal]:
    """How many cars the proposals come to (a line without a number is one car), and the sum of their prices."""
    cars = sum(one.quantity or 1 for one in proposals)
    amount = sum((one.price.amount * (one.quantity or 1) for one in proposals if one.price), Decimal(0))
    return cars, amount
