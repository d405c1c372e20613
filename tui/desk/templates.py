"""The templates of papers: the shipped ones, and the user's own in a folder of theirs.

A file ``paper.html`` or ``paper.typ`` there stands in for the shipped one; others are layouts that are asked for by
name. A template that is broken is told of; the shipped one never silently takes its place.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from tui import paths
from tui.config import Settings
from tui.desk import rendering
from tui.desk.opening import rules_folder
from tui.desk.printing import save_bytes
from tui.errors import BadFile, NearnewError, NotFound, UsageError
from tui.reports.sample import sample

USUAL = "paper"
"""The name of the template that is used when none is asked for."""
_ENDINGS = {"html": "html", "pdf": "typ"}
FORMS = frozenset(_ENDINGS)
"""Formats that are set with a template."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", re.ASCII)
_TONGUES = ("en", "zh_CN", "ar")


class Layout(NamedTuple):
    """A layout by name, empty for the usual one, and the formats that it sets."""

    name: str
    forms: tuple[str, ...]


def folder(settings: Settings) -> Path:
    """The folder of the user's own templates; it need not exist."""
    if settings.print.templates:
        return Path(settings.print.templates).expanduser()
    return rules_folder(settings).parent / "templates"


def names(settings: Settings) -> list[str]:
    """The layouts there are, by name."""
    home = folder(settings)
    return sorted({path.stem for ending in _ENDINGS.values() for path in home.glob(f"*.{ending}") if path.is_file()})


def layouts(settings: Settings) -> list[Layout]:
    """What can be chosen from: the usual layout, then the user's own by name."""
    home = folder(settings)
    own = [
        Layout(name, tuple(form for form, ending in _ENDINGS.items() if (home / f"{name}.{ending}").is_file()))
        for name in names(settings)
        if name != USUAL and _NAME.fullmatch(name)
    ]
    return [Layout("", tuple(_ENDINGS)), *own]


def chosen(settings: Settings, layout: str | None, form: str) -> Path | None:
    """The user's template for a paper in a format; None for the shipped one.

    Raises UsageError for a layout of a format that has none, NotFound for one that is not there.
    """
    if layout is None:
        path = folder(settings) / f"{USUAL}.{_ENDINGS.get(form, '')}"
        return path if form in _ENDINGS and path.is_file() else None
    _fit(layout)
    if form not in _ENDINGS:
        raise UsageError("layout_form", form=form)
    path = folder(settings) / f"{layout}.{_ENDINGS[form]}"
    if not path.is_file():
        known = ", ".join(names(settings)) or "-"
        raise NotFound("layout_unknown", path=str(path), known=known)
    return path


def copy_out(name: str, to: Path) -> list[Path]:
    """Write the shipped templates into a folder under a name, to be changed there. Returns the files.

    Raises UsageError for a name that no file should have, BadFile where one is there already or cannot be written.
    """
    _fit(name)
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadFile("file_not_writable", path=str(to), reason=error.strerror or type(error).__name__) from error
    written = []
    targets = {to / f"{name}.{ending}": paths.data(f"papers/paper.{ending}") for ending in _ENDINGS.values()}
    for path in targets:
        if path.exists():
            raise BadFile("file_exists", path=str(path))
    for path, source in targets.items():
        save_bytes(path, source.read_bytes(), overwrite=False)
        written.append(path)
    return written


def check(settings: Settings) -> list[tuple[Path, NearnewError | None]]:
    """Try every template of the user's on a sample paper in three languages; with each, what is wrong with it."""
    found: list[tuple[Path, NearnewError | None]] = []
    for form, ending in _ENDINGS.items():
        paths_there = sorted(folder(settings).glob(f"*.{ending}"))
        found.extend((path, _tried(path, form)) for path in paths_there)
    return found


def _tried(path: Path, form: str) -> NearnewError | None:
    try:
        for tongue in _TONGUES:
            rendering.bytes_of(sample(), form, tongue, template=path)
    except NearnewError as error:
        return error
    return None


def _fit(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise UsageError("layout_name", value=name[:40])
