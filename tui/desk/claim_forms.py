"""What the small forms of a claim's steps ask of the desk: values as understood and problems, then one write."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NoReturn, cast

from tui.desk import claiming
from tui.desk.context import Desk
from tui.desk.forms import Examined, reading_for
from tui.desk.kinds import CLAIMS
from tui.domain.claims import OVER, Claim, ClaimStep, RefundPayment
from tui.domain.fields import Reading, read_day, read_money, read_text
from tui.domain.money import Money
from tui.domain.problems import Problem
from tui.domain.values import Unreadable
from tui.errors import DraftRefused, NearnewError, NotFound
from tui.store.contract import Store

FIELDS: Mapping[str, tuple[str, ...]] = {
    "filed": ("on", "period"),
    "accepted": ("on",),
    "approved": ("on", "amount"),
    "payment": ("on", "amount", "note"),
    "papers_filed": ("on",),
    "question": ("on", "text"),
    "answer": ("on", "text"),
    "clawback": ("on", "amount", "note"),
    "refused": ("on",),
    "withdrawn": ("on",),
}
"""The steps of a claim, and what each asks for."""
_READERS: Mapping[str, Callable[[str, Reading], object]] = {"on": read_day, "amount": read_money}
_NEEDED = {"payment": "amount", "clawback": "amount", "question": "text", "answer": "text"}
_MISSING = {"on": "step_day_missing", "amount": "step_amount_missing", "text": "step_text_missing"}
Texts = Mapping[str, str]


class _Reached(Exception):
    """A rehearsal came as far as the commit."""


class _Stage:
    """A book to read; a commit on it ends the rehearsal."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, *_what: object, **_how: object) -> NoReturn:
        """End the rehearsal."""
        raise _Reached


def steps_of(claim: Claim) -> tuple[str, ...]:
    """The steps that a claim can take from where it is."""
    step = claim.step
    if step is ClaimStep.DRAFT:
        return ("filed",)
    if step in OVER:
        return ("clawback",) if claim.paid.amount > 0 else ()
    open_ended = claim.outstanding.amount > 0
    taken = {
        "accepted": claim.accepted_on is None,
        "approved": claim.approved_on is None,
        "payment": open_ended,
        "papers_filed": claim.papers_filed_on is None,
        "question": True,
        "answer": bool(claim.open_inquiries),
        "clawback": claim.paid.amount > 0,
        "refused": not claim.payments,
        "withdrawn": not claim.payments,
    }
    return tuple(name for name in FIELDS if taken.get(name))


def start_texts(desk: Desk, claim: Claim, step: str) -> dict[str, str]:
    """What stands in the fields of a step at first."""
    amounts = {"payment": claim.outstanding, "approved": claim.claimed}
    money = amounts.get(step)
    found = {"on": desk.today.isoformat(), "period": claim.period}
    if money is not None:
        found["amount"] = f"{money.amount} {money.currency}"
    return {name: found.get(name, "") for name in FIELDS[step]}


def examine(desk: Desk, claim: Claim, step: str, texts: Texts) -> Examined:
    """What the texts of a step mean and all that is wrong with them; nothing is written."""
    reading = reading_for(desk)
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for name in FIELDS[step]:
        text = texts.get(name, "").strip()
        if not text:
            continue
        try:
            values[name] = _READERS.get(name, read_text)(text, reading)
        except Unreadable as error:
            problems.append(Problem(error.code, name, error.params))
    wrong = {problem.field for problem in problems}
    needed = {"on", _NEEDED.get(step, "on")} - values.keys() - wrong
    problems += [Problem(_MISSING[name], name) for name in sorted(needed)]
    if not problems:
        try:
            _take(dataclasses.replace(desk, store=cast("Store", _Stage(desk.store))), claim, step, values)
        except _Reached:
            pass
        except DraftRefused as refused:
            problems += [one for one in refused.problems if isinstance(one, Problem)]
        except NearnewError as error:
            problems.append(Problem(error.code, "", {name: str(value) for name, value in error.params.items()}))
    return Examined(values, tuple(problems))


def save(desk: Desk, claim_id: int, step: str, texts: Texts) -> int:
    """Take a step with the claim as the book has it now. Raises DraftRefused, and NotFound when it is gone."""
    claim = desk.store.get(CLAIMS, claim_id)
    if claim is None:
        raise NotFound("row_missing")
    found = examine(desk, claim, step, texts)
    if found.problems:
        raise DraftRefused(found.problems)
    return _take(desk, claim, step, found.values).id


def _take(desk: Desk, claim: Claim, step: str, values: Mapping[str, object]) -> Claim:
    day = cast("date", values["on"])
    amount = cast("Money | None", values.get("amount"))
    text = str(values.get("text", ""))
    note = str(values.get("note", ""))
    match step:
        case "filed":
            return claiming.file(desk, claim, day, period=str(values.get("period", "")))
        case "question":
            return claiming.ask(desk, claim, day, text)
        case "answer":
            return claiming.answer(desk, claim, day, text)
        case "payment" | "clawback" if amount is not None:
            money = amount if step == "payment" else amount.times(-1)
            return claiming.pay(desk, claim, RefundPayment(day, money, note))
        case _:
            return claiming.record(desk, claim, step, day, amount=amount)
