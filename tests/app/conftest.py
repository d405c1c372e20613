"""Fixtures of the app's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tui.i18n.translator import TRANSLATOR


@pytest.fixture(autouse=True)
def english_afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test hands its language or its colours on."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    TRANSLATOR.use("en")
    yield
    TRANSLATOR.use("en")
