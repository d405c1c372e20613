"""A babel extractor for the world's data: yields the sentences of TOML files that a reader sees.

The commands that run it stand at the head of ``babel-data.cfg``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

SENTENCES = frozenset({
    "title", "summary", "label", "ask", "deadline_text", "grandfather", "amount", "assumption",
    "why", "evidence",
})  # fmt: skip
"""Keys whose value is one sentence."""

SENTENCE_LISTS = frozenset({"requires"})
"""Keys whose value is a list of sentences."""

NAMES = ("id", "kind", "name")
"""Keys that name a record, first found first, for the translator's comment."""

Message = tuple[int, str | None, str, list[str]]
"""What babel wants: line, function, message, comments. Lines are left out, so that a re-run stays quiet."""


def extract(
    fileobj: BinaryIO,
    keywords: Mapping[str, Any],  # noqa: ARG001  # the signature is babel's
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, str],
) -> Iterator[Message]:
    """Yield every sentence of a TOML file, in the order of the file.

    With the option ``values = all`` every string of the file is a label, as in ``words.toml``; else ``keys`` names the
    keys that are wanted of those which hold sentences. ``tables`` names the tables that are wanted, of either sort.
    """
    document = tomllib.loads(fileobj.read().decode("utf-8"))
    if tables := options.get("tables", "").split():
        document = {name: document[name] for name in tables}
    if options.get("values") == "all":
        yield from _labels(document, "")
    else:
        wanted = frozenset(options["keys"].split()) if "keys" in options else SENTENCES | SENTENCE_LISTS
        yield from _sentences(document, "", wanted)


def _labels(node: Mapping[str, Any], where: str) -> Iterator[Message]:
    """Yield every string value below a table; the comment names its table and key."""
    for key, value in node.items():
        path = f"{where}.{key}" if where else key
        if isinstance(value, str):
            yield from _message(value, path)
        elif isinstance(value, dict):
            yield from _labels(value, path)


def _sentences(node: Any, name: str, wanted: frozenset[str]) -> Iterator[Message]:
    """Yield the sentences below a table or a list of tables; the comment names the record and the key."""
    if isinstance(node, list):
        for item in node:
            yield from _sentences(item, name, wanted)
    elif isinstance(node, dict):
        name = next((node[key] for key in NAMES if isinstance(node.get(key), str)), name)
        for key, value in node.items():
            if key in SENTENCES & wanted and isinstance(value, str):
                yield from _message(value, f"{name}: {key}")
            elif key in SENTENCE_LISTS & wanted and isinstance(value, list):
                for item in value:
                    yield from _message(item, f"{name}: {key}")
            else:
                yield from _sentences(value, name, wanted)


def _message(text: str, comment: str) -> Iterator[Message]:
    """Yield a text as a message; the empty text is the catalogue's header and never a message."""
    if text:
        yield 0, None, text, [comment]
