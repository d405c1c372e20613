"""Pages as pictures, compared loosely: blocks stand where they stood, and Arabic pages run from right to left.

``python -m tests.reports.test_pages`` draws the pictures anew; open the PDFs and look before you commit.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.reports.as_pdf import as_pdf

from .pages import distance, mirrored, picture
from .update_golden import setting

FOLDER = Path(__file__).parent / "pages"
PAGES = [(kind, tag) for kind in ("summary", "invoice", "packing-list") for tag in ("zh_CN", "ru", "ar")]
NEAR = 0.35
"""What a word more or a newer font moves; a block in another place, or another paper, moves more."""


def drawn(kind: str, tag: str) -> list[str]:
    """The first page of a paper as it is set now."""
    return picture(as_pdf(setting(kind, tag)))


def kept(kind: str, tag: str) -> list[str]:
    """The picture that was looked at."""
    return (FOLDER / f"{kind}.{tag}.txt").read_text(encoding="ascii").split()


@pytest.mark.parametrize(("kind", "tag"), PAGES)
def test_the_first_page_looks_as_it_did(kind: str, tag: str) -> None:
    assert distance(drawn(kind, tag), kept(kind, tag)) < NEAR


@pytest.mark.parametrize("kind", ["invoice", "packing-list"])
def test_an_arabic_page_is_the_mirror_of_a_russian_one(kind: str) -> None:
    arabic, russian = drawn(kind, "ar"), drawn(kind, "ru")
    assert distance(arabic, mirrored(russian)) < distance(arabic, russian)


def test_other_papers_are_told_apart() -> None:
    """The measure can fail: another paper, and a page turned upside down, are far off."""
    assert distance(kept("invoice", "ru"), kept("packing-list", "ru")) > NEAR
    assert distance(kept("invoice", "ru"), kept("invoice", "ru")[::-1]) > NEAR
    assert distance(kept("invoice", "ar"), mirrored(kept("invoice", "ar"))) > NEAR


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for paper, language in PAGES:
        (FOLDER / f"{paper}.{language}.txt").write_text("\n".join(drawn(paper, language)) + "\n", encoding="ascii")
