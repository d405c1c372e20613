"""Pages of a PDF as coarse pictures: how dark each field of a grid is, from 0 (white) to 9."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2

ACROSS, DOWN = 24, 34
"""Fields of an A4 page, about 25 points each way: fine enough to tell where a block stands, too coarse for a letter."""
_DARKEST = 90
"""The mean darkness, out of 255, that is already a 9: lines of text leave most of a field white."""


def picture(pdf: bytes, page: int = 0) -> list[str]:
    """One page as rows of digits."""
    drawn = pypdfium2.PdfDocument(pdf)[page].render(scale=1, grayscale=True)
    shades, stride = bytes(drawn.buffer), drawn.stride
    rows = []
    for down in range(DOWN):
        top, below = down * drawn.height // DOWN, (down + 1) * drawn.height // DOWN
        row = ""
        for across in range(ACROSS):
            left, right = across * drawn.width // ACROSS, (across + 1) * drawn.width // ACROSS
            found = [
                shade for line in range(top, below) for shade in shades[line * stride + left : line * stride + right]
            ]
            row += str(min(9, (255 - sum(found) // len(found)) * 9 // _DARKEST))
        rows.append(row)
    return rows


def distance(one: Sequence[str], other: Sequence[str]) -> float:
    """The mean difference of the fields of two pictures, in steps of darkness."""
    pairs = [pair for rows in zip(one, other, strict=True) for pair in zip(*rows, strict=True)]
    return sum(abs(int(mine) - int(theirs)) for mine, theirs in pairs) / len(pairs)


def mirrored(rows: Sequence[str]) -> list[str]:
    """The picture turned left to right."""
    return [row[::-1] for row in rows]
