"""Fixtures of the app's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.app.rest import wait_for_rest, wait_for_work
from tui.i18n.translator import TRANSLATOR


@pytest.fixture(autouse=True)
def english_afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test hands its language or its colours on."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    TRANSLATOR.use("en")
    yield
    TRANSLATOR.use("en")


@pytest.fixture(autouse=True)
def at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pilots go on as soon as the app has come to rest."""
    monkeypatch.setattr("textual.app.wait_for_idle", wait_for_work)
    monkeypatch.setattr("textual.pilot.wait_for_idle", wait_for_rest)
