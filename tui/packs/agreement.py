"""Which papers must agree in which fields, from ``data/agreement.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from tui.domain.agreement import Agreement, Pair, PrintField, make_rule
from tui.domain.rules import Rule, RuleSeverity
from tui.domain.sources import CONFIDENCES, STATUSES, Source
from tui.errors import PackError
from tui.packs.reading import Entry, read_toml

_READS = ("code", "text", "make", "model", "day", "digits", "number", "currency", "name")


def load_agreement(path: Path) -> Agreement:
    """Read and check the table; raises PackError."""
    content = read_toml(path)
    fields: dict[str, PrintField] = {}
    words: set[str] = set()
    for table in content["field"]:
        entry = Entry(table, path, str(table.get("name")))
        one = PrintField(
            entry.text("name"),
            entry.filled("title"),
            entry.one_of("reads", _READS),
            entry.flag("sum"),
            tuple(word.casefold() for word in entry.texts("words")),
        )
        entry.done()
        if words & set(one.words):
            raise entry.wrong("words")
        words |= set(one.words)
        fields[one.name] = one
    papers = {}
    for table in content["paper"]:
        entry = Entry(table, path, str(table.get("kind")))
        papers[entry.text("kind")] = entry.filled("title")
        entry.done()
    pairs = tuple(_pair(table, path, fields, papers) for table in content["pair"])
    entry = Entry(content["lacking"], path, "lacking")
    lacking = _rule(entry, "lacking", ("", ""), entry.filled("title"), entry.filled("summary"))
    entry.done()
    note = msgspec.structs.replace(lacking, id="papers:lacking", severity=RuleSeverity.NOTE)
    return Agreement(fields, papers, pairs, note)


def _pair(table: dict[str, Any], path: Path, fields: dict[str, PrintField], papers: dict[str, str]) -> Pair:
    entry = Entry(table, path, str(table.get("papers")))
    named = entry.texts("papers")
    if len(named) != 2 or not set(named) <= papers.keys():
        raise entry.wrong("papers")
    first, second = named
    summary = entry.filled("summary")
    rules: dict[str, Rule] = {}
    for check in entry.tables("check"):
        one = Entry(check, path, f"{first}, {second}")
        field = one.one_of("field", fields.keys())
        rules[field] = _rule(entry, field, (first, second), one.filled("title"), summary)
        one.done()
    at_most = entry.flag("at_most")
    entry.done()
    if not rules:
        raise PackError("pack_missing_key", file=str(path), entry=entry.name, key="check")
    return Pair(first, second, rules, at_most)


def _rule(entry: Entry, field: str, pair: tuple[str, str], title: str, summary: str) -> Rule:
    source = Source(
        entry.text("source_title"),
        entry.text("source_url"),
        entry.text("source_date"),
        entry.one_of("status", STATUSES),
        entry.one_of("confidence", CONFIDENCES),
    )
    made = make_rule(field, pair, title, summary, source, entry.required_day("checked"))
    return msgspec.structs.replace(made, requires=entry.texts("requires"))
