"""Checking a whole book: what is on the disk, what is in memory, and what the history says it should be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.errors import BookDamaged, BookError
from tui.store.accepting import differences
from tui.store.contract import Finding, Kind
from tui.store.folder import Folder
from tui.store.history import stream
from tui.store.memory import unreadable
from tui.store.opening import load
from tui.store.state import State


def check(folder: Folder, memory: State, kinds: Sequence[Kind[Any]]) -> tuple[Finding, ...]:
    """Return everything that is wrong; nothing is changed."""
    findings: list[Finding] = []
    try:
        loaded = load(folder, writable=False)
    except BookError as error:
        return (Finding(error.code, error.params),)
    loaded.journal.close()
    if loaded.torn:
        params = {"path": str(folder.journal), "bytes": len(loaded.torn), "saved": ""}
        findings.append(Finding("journal_torn", params))
    if loaded.state.revision == memory.revision:
        findings.extend(_compare("memory_differs", memory, loaded.state))
    history = State()
    try:
        for commit in stream(folder, 0, loaded.state.revision):
            history.apply(commit)
    except BookDamaged as error:
        findings.append(Finding(error.code, error.params))
    else:
        findings.extend(_compare("history_differs", history, loaded.state))
    findings.extend(unreadable(loaded.state, kinds))
    return tuple(findings)


def _compare(code: str, ours: State, theirs: State) -> list[Finding]:
    return [Finding(code, {"kind": row.kind, "id": row.id}) for row in differences(ours, theirs)]
