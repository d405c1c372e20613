"""The only writer of stdout and stderr: data on one, talk on the other."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tui.errors import BadFile, UsageError
from tui.i18n.translator import _
from tui.reports.cells import clean, width

if TYPE_CHECKING:
    from tui.sheets.writer import Value

T = TypeVar("T")
RIGHT = ">"
"""A column title that begins with this is set flush right."""


_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""What steers a terminal or turns its lines round: nothing of it is ever printed."""


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def data(text: str) -> None:
    """Write data to stdout, in UTF-8 whatever the locale says. Raises BadFile where it does not fit.

    A reader that has closed its end of the pipe has seen enough: the command goes on and ends as it would have.
    """
    content = _STEERING.sub("", text if text.endswith("\n") else f"{text}\n").encode("utf-8", "replace")
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in the buffer goes nowhere
        if isinstance(error, BrokenPipeError):
            return
        raise BadFile("file_not_writable", path="stdout", reason=error.strerror or type(error).__name__) from error


def raw(content: bytes) -> None:
    """Write the bytes of a file to a stdout that is no terminal: a picture of a page passes a pipe as it is.

    Raises UsageError where a terminal would have to show them, BadFile where they do not fit.
    """
    if sys.stdout.isatty():
        raise UsageError("output_needed")
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise BadFile("file_not_writable", path="stdout", reason=error.strerror or type(error).__name__) from error


def is_terminal() -> bool:
    """Whether a person reads what goes to stdout."""
    return sys.stdout.isatty()


def progress(items: Sequence[T], label: str) -> Iterator[T]:
    """The items one by one, with a bar on stderr where a person sees it and there are several."""
    if len(items) < 2 or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


def talk(text: str) -> None:
    """Write a line for people to stderr."""
    sys.stderr.write(_STEERING.sub("", text) + "\n")
    sys.stderr.flush()


def as_json(document: dict[str, Any]) -> str:
    """A JSON document, readable and in the order given; characters that steer a terminal are written as escapes."""
    import msgspec

    try:
        text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    except UnicodeEncodeError:  # a path that is no text, as the system gave it
        import json

        text = json.dumps(document, ensure_ascii=False, indent=2)
    return _STEERING.sub(_escaped, text) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A plain table whose columns line up in cells, not characters; text is data, one line a row."""
    titles = [title.removeprefix(RIGHT) for title in columns]
    body = [[_cell(value) for value in row] for row in rows]
    widths = [max([width(title), *(width(row[i]) for row in body)]) for i, title in enumerate(titles)]
    right = [title.startswith(RIGHT) for title in columns]
    lines = [_line(titles, widths, right), _line(["-" * size for size in widths], widths, right)]
    lines += [_line(row, widths, right) for row in body]
    return "\n".join(lines) + "\n"


def may_write(path: Path, *, overwrite: bool) -> None:
    """Raise BadFile where a file cannot be written, or one is there already: to be asked before the work is done."""
    if path.is_dir():
        raise BadFile("file_not_writable", path=str(path), reason=os.strerror(errno.EISDIR))
    if not path.parent.is_dir():
        raise BadFile("file_not_writable", path=str(path), reason=os.strerror(errno.ENOENT))
    if path.exists() and not overwrite:
        raise BadFile("file_exists", path=str(path))


def write_file(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Write a file whole or not at all; raise BadFile where one is there already or the folder refuses."""
    may_write(path, overwrite=overwrite)
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)  # noqa: PTH105 - the same, said plainly
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BadFile("file_not_writable", path=str(path), reason=error.strerror or type(error).__name__) from error


def emit(
    form: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    document: dict[str, Any],
    to: Path | None,
    *,
    overwrite: bool = False,
) -> None:
    """Give a list in the form asked for: table, csv, json or xlsx; to a file when named."""
    if form == "xlsx":
        if to is None:
            raise UsageError("output_needed")
        from tui.sheets.writer import xlsx_bytes

        titles = [title.removeprefix(RIGHT) for title in columns]
        content = xlsx_bytes(titles, rows, _("Cars"))
        write_file(to, content, overwrite=overwrite)
        return
    if form == "json":
        text = as_json(document)
    elif form == "csv":
        from tui.sheets.writer import csv_text

        text = csv_text([title.removeprefix(RIGHT) for title in columns], rows)
    else:
        text = table(columns, rows)
    if to is None:
        data(text)
    else:
        mark = "\ufeff" if form == "csv" else ""
        write_file(to, (mark + text).encode(), overwrite=overwrite)


def _cell(value: object) -> str:
    if value is None or value == "":
        return "–"
    return clean(str(value))


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    parts = []
    for text, size, flush in zip(cells, widths, right, strict=True):
        pad = " " * (size - width(text))
        parts.append(pad + text if flush else text + pad)
    return "  ".join(parts).rstrip()
