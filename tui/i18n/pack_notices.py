"""What faulty files of rules and kits mean for the user."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from tui.errors import PackError
from tui.i18n.sentences import sentence
from tui.i18n.translator import _


def fault_place(error: PackError) -> str:
    """Where in which file a fault is, in a few words: the file, the entry and the key, or what the reader said."""
    params = error.params
    parts = (
        PurePath(str(params.get("file", ""))).name,
        *(str(params.get(key, "")) for key in ("entry", "key", "reason")),
    )
    return ", ".join(part for part in parts if part)


def pack_notices(errors: Sequence[PackError]) -> list[str]:
    """What the faulty packs mean for the user: one sentence for each jurisdiction that is without rules."""
    found: dict[str, str] = {}
    kits: dict[str, str] = {}
    for error in errors:
        if kit := error.params.get("kit"):
            text = _("The kit file %(file)s is left out, and cars stay UNKNOWN until it is mended. %(reason)s")
            kits[str(kit)] = text % {"file": kit, "reason": sentence(error)}
        else:
            found.setdefault(str(error.params.get("jurisdiction", "")), sentence(error))
    rules = [
        _("The rules of %(country)s are not used, and cars for it stay UNKNOWN. %(reason)s")
        % {"country": country, "reason": reason}
        if country
        else reason
        for country, reason in found.items()
    ]
    return [*rules, *kits.values()]
