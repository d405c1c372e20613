"""What the form of an override asks of the desk: what is wrong while typing, then one write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tui.desk import overriding
from tui.desk.context import Desk
from tui.desk.forms import Examined
from tui.domain.cars import Car
from tui.domain.overrides import Override
from tui.domain.problems import Problem
from tui.domain.rules import Rule
from tui.domain.values import Unreadable, day

Texts = Mapping[str, str]


def examine(desk: Desk, cars: Sequence[Car], rule: Rule, country: str, texts: Texts) -> Examined:
    """The values of the texts, and all that is wrong with them; writes nothing."""
    problems: list[Problem] = []
    values: dict[str, object] = {name: text.strip() for name, text in texts.items() if text.strip()}
    until: date | None = None
    try:
        until = _until(texts)
    except Unreadable as error:
        values.pop("until", None)
        problems.append(Problem(error.code, "until", error.params))
    if until is not None:
        values["until"] = until
    path = texts["file"].strip()
    if path and not Path(path).expanduser().is_file():
        problems.append(Problem("file_missing", "file", {"path": path[:80]}))
    weighed = overriding.weigh(
        desk, cars, rule, country, by=texts["by"], reason=texts["reason"], note=texts["note"], until=until
    )
    return Examined(values, (*problems, *weighed[1]))


def save(desk: Desk, cars: Sequence[Car], rule: Rule, country: str, texts: Texts, *, confirm: bool) -> Override:
    """Record the override; raises DraftRefused with all problems, BadFile for the attachment."""
    path = texts["file"].strip()
    return overriding.add(
        desk,
        cars,
        rule,
        country,
        by=texts["by"],
        reason=texts["reason"],
        note=texts["note"],
        until=_until(texts),
        file=Path(path).expanduser() if path else None,
        confirm=confirm,
    )


def _until(texts: Texts) -> date | None:
    text = texts["until"].strip()
    return day(text) if text else None
