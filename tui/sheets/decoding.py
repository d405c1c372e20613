"""Bytes of a text file turned into text: byte order mark, strict UTF-8, the header that makes sense, a guess."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from tui.errors import BadFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "cp1251", "cp1252", "koi8-r", "cp866", "big5", "cp1256")
_GUESSES = ["gb18030", "cp1251", "cp1256", "big5", "cp1252"]
_WIDER = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "hz": "hz"}
_SAMPLE = 65_536
_WHITE = "\t\n\r\x0b\x0c\x1b"
Sense = Callable[[str], int]
"""How much sense a text makes as the beginning of a list: the more known column names, the more; 0 for none."""


def decode(data: bytes, name: str, encoding: str | None, sense: Sense) -> tuple[str, str]:
    """Return the text and the encoding that read it.

    Raises BadFile: ``file_binary``, ``encoding_unknown``, ``encoding_wrong``, ``encoding_unclear``.
    """
    if encoding is not None:
        return _asked(data, name, encoding)
    for mark, code in _MARKS:
        if data.startswith(mark):
            return _text(_strictly(data, name, code), name), code
    if wide := _without_mark(data, sense):
        return _text(_strictly(data, name, wide), name), wide
    if b"\0" in data:
        raise BadFile("file_binary", path=name)
    try:
        return _text(data.decode("utf-8"), name), "utf-8"
    except UnicodeDecodeError:
        found = _by_header(data, sense) or _guess(data)
    if found is None:
        raise BadFile("encoding_unclear", path=name)
    return _text(_strictly(data, name, found), name), found


def _asked(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    try:
        code = codecs.lookup(encoding).name
        code = _WIDER.get(code, code)
        text = data.decode(code)
    except LookupError as error:
        raise BadFile("encoding_unknown", path=name, encoding=encoding) from error
    except UnicodeDecodeError as error:
        raise _wrong(data, name, encoding, error) from error
    except ValueError as error:
        raise BadFile("encoding_unknown", path=name, encoding=encoding) from error
    return _text(text.removeprefix("\ufeff"), name), code


def _strictly(data: bytes, name: str, code: str) -> str:
    try:
        return data.decode(code)
    except UnicodeDecodeError as error:
        raise _wrong(data, name, code, error) from error


def _wrong(data: bytes, name: str, encoding: str, error: UnicodeDecodeError) -> BadFile:
    """The error with the line of the first byte that the encoding does not have."""
    line = data[: error.start].count(b"\n") + 1
    return BadFile("encoding_wrong", path=name, encoding=encoding, line=line)


def _text(text: str, name: str) -> str:
    """The text, unless it holds what no list holds: NUL, or control characters all over."""
    sample = text[:_SAMPLE]
    controls = sum(char < " " and char not in _WHITE for char in sample)
    if "\0" in text or controls * 20 > len(sample):
        raise BadFile("file_binary", path=name)
    return text


def _without_mark(data: bytes, sense: Sense) -> str | None:
    """UTF-16 without a mark: ASCII marks and digits leave NUL bytes at one parity, and the header makes sense."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or b"\0" not in sample:
        return None
    code = "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"
    return code if sense(sample.decode(code, "replace")) else None


def _by_header(data: bytes, sense: Sense) -> str | None:
    """The encoding under which the first lines hold known column names: surer than statistics on short lists.

    One that reads the whole file goes before one that fails further down.
    """
    top = b"\n".join(data[:_SAMPLE].splitlines()[:12])
    best, most = None, (False, 0)
    for code in ("utf-8", *_CANDIDATES):
        if made := sense(top.decode(code, "replace")):
            merit = (_reads(data, code), made)
            if merit > most:
                best, most = code, merit
    return best


def _reads(data: bytes, code: str) -> bool:
    try:
        data.decode(code)
    except UnicodeDecodeError:
        return False
    return True


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(data[:_SAMPLE], cp_isolation=_GUESSES).best()
    if found is None:
        return None
    return _WIDER.get(found.encoding, found.encoding)
