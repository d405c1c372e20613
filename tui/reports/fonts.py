"""The fonts of papers: they come with the install, so that a fresh machine prints Chinese, Russian and Arabic.

Before a PDF is set, every character is looked up in them: a paper with empty boxes is never printed.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tui.errors import BadFile, UnprintableText
from tui.reports.set_paper import SetPaper, strings
from tui.reports.setting import plain

FAMILIES = ("Noto Sans", "Noto Sans SC", "Noto Sans Arabic")
_PACKAGES = {
    "fontpkg_noto_sans": ("files/NotoSans[wdth,wght].ttf",),
    "pylopdf_fonts_zh_cn": ("NotoSansSC-Regular.otf",),
    "fontpkg_noto_sans_arabic": ("files/NotoSansArabic[wdth,wght].ttf",),
}
_DRAWN_AS_NOTHING = frozenset("\u200c\u200d")
_MOST_NAMED = 6


@cache
def files() -> tuple[Path, ...]:
    """The font files. Raises BadFile ``resource_missing`` where a package of fonts is not installed."""
    found = []
    for package, names in _PACKAGES.items():
        spec = find_spec(package)
        folder = Path(spec.origin).parent if spec and spec.origin else None
        for name in names:
            if folder is None or not (folder / name).is_file():
                raise BadFile("resource_missing", path=f"{package}/{name}")
            found.append(folder / name)
    return tuple(found)


@cache
def covered() -> frozenset[int]:
    """The code points that have a glyph in one of the fonts."""
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    for path in files():
        with TTFont(path, lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points)


def check(paper: SetPaper) -> None:
    """Raise UnprintableText naming the characters that no font has, and where they stand first."""
    texts = [(label, plain(text)) for label, text in strings(paper)]
    known = covered()
    lacking = {char for char in set().union(*(text for _, text in texts)) if ord(char) not in known}
    lacking -= _DRAWN_AS_NOTHING
    if not lacking:
        return
    named = []
    for char in sorted(lacking)[:_MOST_NAMED]:
        where = next(label for label, text in texts if char in text)
        named.append(f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip() + f" ({plain(where)})")
    more = len(lacking) - len(named)
    raise UnprintableText("glyphs_missing", characters="; ".join(named), count=len(lacking), more=more)
