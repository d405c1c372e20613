"""Strict readers of answers: what is not whole, not the form it says it is, or a trap, is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import NoReturn
from xml.etree import ElementTree as ET

from tui.errors import FeedError
from tui.feeds.addresses import host_of
from tui.feeds.client import Answer


def json_of(answer: Answer) -> object:
    """A JSON document with its fractions as Decimal; NaN and infinity are refused. Raises FeedError."""

    def refuse(value: str) -> NoReturn:
        raise FeedError("feed_bad_rate", host=host_of(answer.url), value=value)

    def fraction(text: str) -> Decimal:
        return Decimal(text)

    try:
        document: object = json.loads(answer.content, parse_float=fraction, parse_constant=refuse)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise FeedError("feed_unreadable", host=host_of(answer.url)) from error
    return document


def xml_of(answer: Answer, root: str) -> ET.Element:
    """The root of an XML document, which must be called ``root``. Raises FeedError.

    The bytes go to the parser, which reads the encoding from the declaration. A document type is refused: no provider
    has one, and entities are how a small document becomes a large one.
    """
    host = host_of(answer.url)
    if b"<!DOCTYPE" in answer.content[:4_096].upper() or b"<!ENTITY" in answer.content.upper():
        raise FeedError("feed_web_page", host=host)
    try:
        found = ET.fromstring(answer.content)  # noqa: S314 - document types were refused above, sizes are bounded
    except (ET.ParseError, ValueError, LookupError) as error:
        if answer.content.lstrip()[:5].lower() == b"<html":
            raise FeedError("feed_web_page", host=host) from error
        raise FeedError("feed_unreadable", host=host) from error
    if found.tag != root:
        web = found.tag.rpartition("}")[2].lower() == "html"
        raise FeedError("feed_web_page" if web else "feed_unreadable", host=host)
    return found
