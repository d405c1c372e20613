"""What people type of a panel: ``112``, ``112,118``, ``185r``, ``420 f d``, ``aluminium 120``, ``补漆``.

Numbers are readings in µm; letters and words behind or between them are codes; a material says that the panel is not
made of what it usually is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tui.domain.inspections import THICKEST_UM, PanelReading, Panels
from tui.domain.values import Unreadable, folded

_PARTS = re.compile(r"[\s,，、;；/+]+")
_UNIT = re.compile(r"(?<=\d)\s*(?:µm|μm|um|微米|мкм)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)(\D*)")
_MATERIALS = {"steel": "steel", "钢": "steel", "сталь": "steel", "aluminium": "aluminium", "aluminum": "aluminium",
              "alu": "aluminium", "铝": "aluminium", "алюминий": "aluminium", "plastic": "plastic", "塑料": "plastic",
              "пластик": "plastic"}  # fmt: skip
_PAIR = re.compile(r"\s*([^\s=:：]+)\s*[=:：]\s*")
_MOST = 20


def read_panel(panel: str, text: str, panels: Panels) -> PanelReading:
    """Read what was typed of one panel. Raises Unreadable for a figure or a word that says nothing."""
    um: list[int] = []
    codes: list[str] = []
    material = ""
    words = _code_words(panels)
    bare = _UNIT.sub("", folded(text)).casefold()
    for part in filter(None, _PARTS.split(bare)):
        rest = part
        if match := _NUMBER.fullmatch(part):
            um.append(_thickness(match[1]))
            rest = match[2]
        if not rest or rest == "-":
            continue
        if rest in _MATERIALS:
            material = _MATERIALS[rest]
        elif rest in words:
            codes.append(words[rest])
        elif all(letter in words for letter in rest):
            codes += [words[letter] for letter in rest]
        else:
            known = " ".join(one.key for one in panels.codes.values())
            raise Unreadable("panel_text_unreadable", value=part[:40], known=known)
    if len(um) > _MOST:
        raise Unreadable("panel_too_many", most=str(_MOST))
    return PanelReading(panel, tuple(um), tuple(dict.fromkeys(codes)), material)


def panel_text(reading: PanelReading | None, panels: Panels) -> str:
    """A panel's readings, codes and material as a text that reads as the same again."""
    if reading is None:
        return ""
    keys = "".join(panels.codes[code].key if code in panels.codes else f" {code}" for code in reading.codes)
    figures = " ".join(str(um) for um in reading.um)
    return " ".join(part for part in (reading.material, figures, keys) if part)


def panel_named(word: str, panels: Panels) -> str:
    """The id of a panel by its id or another word for it. Raises Unreadable."""
    wanted = folded(word).casefold()
    for kind in panels.kinds.values():
        if wanted in {kind.id, kind.title.casefold(), *(folded(one).casefold() for one in kind.aliases)}:
            return kind.id
    raise Unreadable("panel_unknown", value=word[:40], known=", ".join(panels.kinds))


def read_panels(text: str, panels: Panels) -> tuple[PanelReading, ...]:
    """Read ``bonnet=112 roof=105,108r``: a name, an equals sign or a colon, and what was found. Raises Unreadable."""
    pieces = _PAIR.split(folded(text))
    if pieces[0].strip() or len(pieces) == 1:
        raise Unreadable("panels_unreadable", value=text[:40])
    return tuple(
        read_panel(panel_named(name, panels), said, panels)
        for name, said in zip(pieces[1::2], pieces[2::2], strict=True)
    )


def panels_text(readings: Iterable[PanelReading], panels: Panels) -> str:
    """All panels as one text that reads as the same again."""
    return " ".join(f"{one.panel}={panel_text(one, panels).replace(' ', ',')}" for one in readings)


def _thickness(text: str) -> int:
    value = int(text) if len(text) <= len(str(THICKEST_UM)) + 4 else THICKEST_UM + 1
    if not 0 < value <= THICKEST_UM:
        raise Unreadable("thickness_out_of_bounds", value=text[:20], most=str(THICKEST_UM))
    return value


def _code_words(panels: Panels) -> Mapping[str, str]:
    found = {one.key: one.id for one in panels.codes.values()}
    for one in panels.codes.values():
        found |= {one.id: one.id, one.title.casefold(): one.id}
        found |= {folded(alias).casefold(): one.id for alias in one.aliases}
    return found
