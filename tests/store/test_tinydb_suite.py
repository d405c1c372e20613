"""TinyDB's own tests, from its source distribution, on a book: tables, queries, operations and the database class."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest

FILES = ("test_tables.py", "test_queries.py", "test_operations.py", "test_tinydb.py")
EXCEPTIONS = {
    "test_tables.py::test_table_repr": "expects the class name of a stock storage in the text",
    "test_tables.py::test_persist_table[book]": "a journal tells of rows: a table without rows is not kept",
    "test_tables.py::test_persist_table[stock table]": "the same",
}
HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache"


def source() -> Path:
    """The tests of the TinyDB that is installed; fetched once, and never part of the repository."""
    number = version("tinydb")
    archive = CACHE / f"tinydb-{number}.tar.gz"
    if not archive.exists():
        CACHE.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", str(CACHE)]
        command.append(f"tinydb=={number}")
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if not archive.exists():
            pytest.skip(f"TinyDB's source distribution cannot be had: {done.stderr.strip()[-200:]}")
    folder = Path(tempfile.mkdtemp(dir=CACHE))
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / f"tinydb-{number}" / "tests"


@pytest.mark.soak
def test_tinydb_passes_its_own_tests_on_a_book(tmp_path: Path) -> None:
    tests = source()
    try:
        for name in FILES:
            shutil.copy(tests / name, tmp_path / name)
    finally:
        shutil.rmtree(tests.parents[1])
    shutil.copy(HERE / "tinydb_conftest.py", tmp_path / "conftest.py")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
        "--rootdir",
        str(tmp_path),
    ]
    for name in EXCEPTIONS:
        command += ["--deselect", name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) > 200
