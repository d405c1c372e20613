"""Papers that went out: a final paper, once printed, is a fact with a revision of its own and its copies."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from tui.domain.documents import Attachment


class Copy(msgspec.Struct, frozen=True, omit_defaults=True):
    """One time that a paper was printed, in UTC: by whom, in which format and language, with Chinese beside or not."""

    at: datetime
    by: str
    form: str
    language: str
    bilingual: bool = False


class IssuedPaper(msgspec.Struct, frozen=True, omit_defaults=True):
    """One revision of one kind of paper about a shipment; ``number`` is the shipment's as it was then.

    ``sha256`` is the sum on the paper's face. ``content`` tells whether a later paper says the same: it leaves out the
    day, the printing and the days counted up to it. ``frozen`` is the typed data in the book's files, of which every
    format and language can be made again. The first copy is the original.
    """

    shipment_id: int
    number: str
    kind: str
    revision: int
    as_of: date
    sha256: str
    content: str
    frozen: Attachment
    copies: tuple[Copy, ...]
    packs: str = ""
    overrides: int = 0
    id: int = 0

    @property
    def name(self) -> str:
        """What it is called: shipment, kind, revision."""
        return f"{self.number} {self.kind} {self.revision}"
