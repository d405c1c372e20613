"""How papers are called in the user's language."""

from __future__ import annotations

from tui.desk.context import Desk
from tui.desk.documents import title_of
from tui.domain.documents import EVIDENCE
from tui.i18n.translator import _


def paper_title(desk: Desk, kind: str) -> str:
    """The title of a paper; of evidence, for what it is evidence."""
    title = _(title_of(desk, kind))
    return _("evidence for: %(rule)s") % {"rule": title} if kind.startswith(EVIDENCE) else title
