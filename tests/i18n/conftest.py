"""The machines of the commands' tests serve here too."""

from __future__ import annotations

from tests.cli.conftest import demo_book, sampled

__all__ = ["demo_book", "sampled"]
