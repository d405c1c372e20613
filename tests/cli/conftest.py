"""Fixtures of the commands' tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.kit import SAMPLE, Machine, machine_with


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without a book."""
    return Machine(tmp_path)


@pytest.fixture(scope="session")
def imported_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that holds the sample list of the dealer 杭州."""
    made = Machine(tmp_path_factory.mktemp("imported"))
    made("car", "import", SAMPLE, "--dealer", "杭州").done()
    return made.book


@pytest.fixture
def stocked(tmp_path: Path, imported_book: Path) -> Machine:
    """A machine whose book holds the sample list."""
    return machine_with(imported_book, tmp_path)


@pytest.fixture(scope="session")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book, kept."""
    made = Machine(tmp_path_factory.mktemp("demo"))
    made.bare("demo", "--keep", made.book).done()
    return made.book


@pytest.fixture
def sampled(tmp_path: Path, demo_book: Path) -> Machine:
    """A machine whose book is the sample book."""
    return machine_with(demo_book, tmp_path)
