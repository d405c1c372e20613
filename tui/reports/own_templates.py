"""Templates that users wrote: filled and set where they can reach nothing but the paper, and told of by line."""

from __future__ import annotations

import re
import tempfile
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tui.errors import BadFile

_LARGEST = 1_000_000
_PLACE = re.compile(r"paper\.typ:(\d+):")
_REACHING = re.compile(r"\b(import|include|eval|plugin|std)\b")
"""Words by which typst reaches for other files and for packages of the network: a paper asks nobody for anything."""
_SAID = 300


def filled(source: Path, filters: Mapping[str, Callable[..., Any]], values: Mapping[str, Any]) -> str:
    """An HTML template filled in a sandbox, with everything escaped. Raises BadFile that names the line."""
    environment = ImmutableSandboxedEnvironment(autoescape=True, keep_trailing_newline=True, undefined=StrictUndefined)
    environment.filters.update(filters)
    environment.filters.pop("safe", None)
    environment.filters.pop("attr", None)
    text = read(source)
    try:
        code = environment.compile(text, name=source.name, filename=str(source))
        return Template.from_code(environment, code, environment.make_globals(None)).render(values)
    except TemplateSyntaxError as error:
        raise _broken(source, error.lineno, str(error.message)) from error
    except TemplateError as error:
        raise _broken(source, _line(error, source), str(error.message)) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
        raise _broken(source, _line(error, source), f"{type(error).__name__}: {error}") from error


def compiled(source: Path, compile_: Callable[[Path, Path], bytes]) -> bytes:
    """A typst template set alone in a private folder. Raises BadFile that names the line."""
    import typst

    text = read(source)
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.split("//", maxsplit=1)[0]
        if found := _REACHING.search(bare):
            raise BadFile("template_reaches", path=str(source), line=number, word=found[1])
    with tempfile.TemporaryDirectory(prefix="nearnew-") as folder:
        path = Path(folder) / "paper.typ"
        path.write_text(text, encoding="utf-8")
        try:
            return compile_(path, Path(folder))
        except typst.TypstError as error:
            found_at = _PLACE.search(str(getattr(error, "diagnostic", "")))
            line_number = int(found_at[1]) if found_at else None
            raise _broken(source, line_number, str(error.message).replace(folder, "")) from error


def read(source: Path) -> str:
    """The text of a template. Raises BadFile where it cannot be read."""
    try:
        if source.stat().st_size > _LARGEST:
            raise BadFile("file_too_large", path=str(source))
        return source.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadFile("file_unreadable", path=str(source), reason="UTF-8") from error
    except OSError as error:
        raise BadFile("file_unreadable", path=str(source), reason=error.strerror or type(error).__name__) from error


def _line(error: BaseException, source: Path) -> int | None:
    """The line of the template where it went wrong."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename == str(source)]
    return frames[-1].lineno if frames else None


def _broken(source: Path, line: int | None, reason: str) -> BadFile:
    said = " ".join(reason.split())[:_SAID]
    if line is None:
        return BadFile("template_broken", path=str(source), reason=said)
    return BadFile("template_broken_at", path=str(source), line=line, reason=said)
