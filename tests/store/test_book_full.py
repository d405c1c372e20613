"""A disk that is really full: a file system of 256 KiB in memory, where this process may mount one (root in Linux)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.errors import BookError
from tui.store.contract import Put

from .kit import CARS, Car, abandon, cars, open_book

pytestmark = pytest.mark.soak


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None:
        pytest.skip("there is no mount command")
    options = ["-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    done = subprocess.run([mount, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this process may not mount a file system: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_refuses_commits_and_foldings_and_loses_none(small: Path) -> None:
    store = open_book(small / "book")
    refused: list[BookError] = []
    row = 0
    while len(refused) < 20:
        picture, row = cars(store), row + 1
        try:
            store.commit([Put(CARS, Car("x" * (5000 + 700 * row % 3000), id=1 + row % 3))], why="car.edit")
        except BookError as error:
            refused.append(error)
        else:
            picture = cars(store)
        assert cars(store) == picture, "a refused commit is not in memory"
        if refused and row % 2:
            with pytest.raises(BookError, match="book_disk_full"):
                store.compact()
        other = open_book(small / "book")
        assert (cars(other), other.revision) == (cars(store), store.revision), "memory and disk agree"
        assert other.verify([CARS]) == ()
        abandon(other)
    assert {error.code for error in refused} == {"book_disk_full"}
    filler = store.revision
    assert filler > 5
    subprocess.run(["mount", "-o", "remount,size=4m", str(small)], check=True)
    assert store.commit([Put(CARS, Car("room again", id=1))], why="car.edit").sequence == filler + 1
    store.compact()
    assert store.verify([CARS]) == ()
    assert len(list(store.since(0))) == filler + 1
    store.close()
