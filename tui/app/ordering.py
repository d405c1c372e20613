"""In what order the stock stands: the keys of ``desk.stock.ordered``, empty for the order of the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.app.columns import SORT_OF

if TYPE_CHECKING:
    from tui.desk.rows import Rows


def stepped(sort: str, shown_columns: Sequence[str], step: int) -> str:
    """The order by the next column that is shown, or the one before; the book's own order is among them."""
    keys = ["", *(SORT_OF[column] for column in shown_columns if column in SORT_OF)]
    here = sort.removeprefix("-")
    return keys[((keys.index(here) if here in keys else 0) + step) % len(keys)]


def turned(sort: str) -> str:
    """The same order the other way round."""
    return sort.removeprefix("-") if sort.startswith("-") else f"-{sort or 'stock'}"


def clicked(sort: str, column: str) -> str | None:
    """The order after a click on a title: by that column, a second click turns it round; None: it orders nothing."""
    key = SORT_OF.get(column)
    return f"-{key}" if key is not None and sort == key else key


def column_of(sort: str) -> str:
    """The column whose title shows the order, or the empty text."""
    key = sort.removeprefix("-")
    return next((column for column, its_key in SORT_OF.items() if its_key == key), "")


def column_name(sort: str) -> str:
    """The name under which rows keep what they are ordered by."""
    return f"by:{sort.removeprefix('-')}"


def arranged(rows: Rows, sort: str) -> list[int]:
    """The places of the rows in an order; rows without a value come last, as in ``desk.stock.ordered``."""
    everyone = range(len(rows))
    values = rows.column(column_name(sort), everyone)
    known = [place for place in everyone if values[place] is not None and values[place] != ""]
    known.sort(key=values.__getitem__, reverse=sort.startswith("-"))
    return known + [place for place in everyone if values[place] is None or values[place] == ""]
