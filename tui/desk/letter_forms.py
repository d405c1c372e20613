"""What the forms of a request to a maker ask of the desk: values as understood and problems, then one write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tui.desk import letters
from tui.desk.context import Desk
from tui.desk.forms import Examined, fresh, reading_for, rehearse
from tui.desk.letters import Plan
from tui.domain.cars import Car
from tui.domain.documents import Outlet
from tui.domain.fields import read_country, read_day, read_text
from tui.domain.letters import LetterRequest
from tui.domain.problems import Problem
from tui.domain.record_fields import DOCUMENT, Reader
from tui.domain.values import Unreadable
from tui.errors import DraftRefused, NearnewError, NotFound

REQUEST, RECEIVED, REFUSED = "letter_request", "letter_received", "letter_refused"
OUTLETS, FILES = "outlets", "files"
FIELDS: Mapping[str, tuple[str, ...]] = {
    REQUEST: ("country", "maker", OUTLETS, "on", "note"),
    RECEIVED: ("number", "issued", "signer", "shows", "issuer", "expires", OUTLETS, FILES, "on", "note"),
    REFUSED: ("reason", "on"),
}
"""The fields of each form."""
_PARTING = "|"
_READERS: Mapping[str, Reader] = {
    "country": read_country, "on": read_day, "reason": read_text, "maker": read_text,
    **{name: DOCUMENT[name] for name in ("number", "issued", "signer", "shows", "issuer", "expires", "note")},
}  # fmt: skip
_DAY = "on"


@dataclass(frozen=True)
class LetterMatter:
    """What a form is about: cars to ask for and the country, or the request that is answered."""

    form: str
    cars: tuple[Car, ...] = ()
    country: str = ""
    asked: LetterRequest | None = None


def start_texts(desk: Desk, matter: LetterMatter) -> dict[str, str]:
    """What stands in the fields at first."""
    found = {_DAY: desk.today.isoformat()}
    if matter.form == REQUEST:
        found["country"] = matter.country
    elif matter.form == RECEIVED and matter.asked is not None:
        found |= {"issuer": matter.asked.maker, OUTLETS: outlets_text(matter.asked.outlets)}
    return {name: found.get(name, "") for name in FIELDS[matter.form]}


def outlets_text(outlets: Sequence[Outlet]) -> str:
    """Outlets as one text that reads as the same again."""
    return f" {_PARTING} ".join(letters.outlet_text(one) for one in outlets)


def planned(desk: Desk, matter: LetterMatter, country: str) -> Plan:
    """What asking for the cars, as the book has them now, would come to."""
    return letters.plan(desk, fresh(desk, matter.cars), country)


def examine(desk: Desk, matter: LetterMatter, texts: Mapping[str, str]) -> Examined:
    """What the texts mean and all that is wrong with them; nothing is written."""
    values, problems = _read(desk, matter, texts)
    if not problems:
        try:
            rehearse(desk, lambda book: _write(book, matter, texts, values))
        except DraftRefused as refused:
            problems += [one for one in refused.problems if isinstance(one, Problem)]
        except NearnewError as error:
            problems.append(Problem(error.code, "", {name: str(value) for name, value in error.params.items()}))
    return Examined(values, tuple(problems))


def write(desk: Desk, matter: LetterMatter, texts: Mapping[str, str]) -> int:
    """Write the form as one commit and return the id of the request. Raises DraftRefused."""
    values, problems = _read(desk, matter, texts)
    if problems:
        raise DraftRefused(tuple(problems))
    return _write(desk, matter, texts, values)


def _read(desk: Desk, matter: LetterMatter, texts: Mapping[str, str]) -> tuple[dict[str, object], list[Problem]]:
    reading = reading_for(desk)
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for name in FIELDS[matter.form]:
        text = texts.get(name, "").strip()
        if not text:
            continue
        try:
            values[name] = _value(name, text) if name in {OUTLETS, FILES} else _READERS[name](text, reading)
        except Unreadable as error:
            problems.append(Problem(error.code, name, error.params))
        except NearnewError as error:
            problems.append(Problem(error.code, name, {key: str(value) for key, value in error.params.items()}))
    wrong = {problem.field for problem in problems}
    if matter.form == REQUEST and "country" not in values and "country" not in wrong:
        problems.append(Problem("letter_country_missing", "country"))
    return values, problems


def _value(name: str, text: str) -> tuple[object, ...]:
    if name == OUTLETS:
        return tuple(letters.read_outlet(part) for part in text.split(_PARTING) if part.strip())
    paths = tuple(Path(part.strip()).expanduser() for part in text.replace("；", ";").split(";") if part.strip())
    for path in paths:
        if not path.is_file():
            raise Unreadable("file_missing", path=str(path))
    return paths


def _write(desk: Desk, matter: LetterMatter, texts: Mapping[str, str], values: Mapping[str, object]) -> int:
    on = values.get(_DAY)
    day = on if isinstance(on, date) else None
    named = values.get(OUTLETS)
    outlets = [one for one in named if isinstance(one, Outlet)] if isinstance(named, tuple) else None
    if matter.form == REQUEST:
        plan = planned(desk, matter, str(values["country"]))
        maker = values.get("maker")
        makers = {make: str(maker) for make in plan.cars} if maker else None
        made = letters.request(desk, plan, on=day, makers=makers, outlets=outlets, note=str(values.get("note", "")))
        return made[0].id
    asked = _now(desk, matter)
    if matter.form == REFUSED:
        return letters.refused(desk, asked, str(values.get("reason", "")), day).id
    own = [(name, texts.get(name, "")) for name in letters.RECEIVED_FIELDS if texts.get(name, "").strip()]
    paths = values.get(FILES)
    files = [one for one in paths if isinstance(one, Path)] if isinstance(paths, tuple) else []
    return letters.received(desk, asked, own, outlets=outlets, files=files, on=day)[0].id


def _now(desk: Desk, matter: LetterMatter) -> LetterRequest:
    if matter.asked is None:
        raise NotFound("row_missing")
    return letters.find(desk, matter.asked.number)
