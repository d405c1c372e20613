"""The conftest.py under which TinyDB's own tests run on our storage and table; see ``test_tinydb_suite.py``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.table import Table

from tui.store.tinybook import BookDB, BookStorage, BookTable


class NamedLikeAFile(BookStorage):
    """TinyDB's tests name a file and give options of ``json.dumps``; a book is a folder and has none."""

    def __init__(self, path: Any, **_: Any) -> None:
        super().__init__(Path(f"{path}.book"))


TinyDB.default_storage_class = NamedLikeAFile  # type: ignore[assignment]
TinyDB.table_class = BookTable


@pytest.fixture(params=["book", "stock table", "cached"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> TinyDB:
    make: dict[str, Callable[[], TinyDB]] = {
        "book": partial(BookDB, tmp_path / "book"),
        "stock table": partial(TinyDB, tmp_path / "book", storage=BookStorage),
        "cached": partial(TinyDB, tmp_path / "book", storage=CachingMiddleware(BookStorage)),  # type: ignore[no-untyped-call]
    }
    db_ = make[request.param]()
    if request.param == "stock table":
        db_.table_class = Table
    db_.drop_tables()
    db_.insert_multiple({"int": 1, "char": c} for c in "abc")
    return db_
