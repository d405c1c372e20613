"""Where a statement about the law was read, and how sure it is."""

from __future__ import annotations

import msgspec

STATUSES = ("official", "press", "secondary")
CONFIDENCES = ("high", "medium", "low")


class Source(msgspec.Struct, frozen=True):
    """Where a rule or an amount was read.

    ``day`` is a year, month or day as the page gave it, or empty. ``status`` is one of ``STATUSES``, empty for an
    amount whose standing nobody looked into; ``confidence`` is one of ``CONFIDENCES``.
    """

    title: str
    url: str
    day: str
    status: str
    confidence: str
