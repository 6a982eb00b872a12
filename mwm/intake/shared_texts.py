"""How much text a sheet repeats.

A workbook keeps each text once and cells refer to it, but the reader copies it for every cell: a text of a megabyte
that 20,000 cells refer to is a file of 100 KB, and asks for 20 GB. What the zip file declares does not show it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mwm.intake.archives import MAX_UNPACKED, Archive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_TEXT = MAX_UNPACKED
"""Bytes of text in all cells of a sheet together: as much as when every cell held its own text."""

_OVERLAP = 512
_ITEM_END = re.compile(rb"</(?:[\w.-]+:)?si\s*>|<(?:[\w.-]+:)?si\s*/>")
_REFERENCE = re.compile(rb"t=[\"']s[\"'][^>]*>\s*<(?:[\w.-]+:)?v\s*>\s*(\d{1,9})")


def repeats_too_much(archive: Archive, sheet: str, texts: str) -> bool:
    """Whether the texts that a sheet's cells refer to come to more than MAX_TEXT. sheet and texts: names of parts.

    Raises IntakeError where a part is damaged.
    """
    import numpy as np

    lengths = _lengths(archive, texts)
    references = sum(piece.count(b't="s"') + piece.count(b"t='s'") for piece in archive.pieces(sheet))
    if references * int(lengths.max(initial=0)) <= MAX_TEXT:
        return False
    total = 0
    tail = b""
    for piece in archive.pieces(sheet):
        # A reference that stands in two pieces is counted twice at most, which errs on the safe side.
        found = np.array([int(number) for number in _REFERENCE.findall(tail + piece)], dtype=np.int64)
        total += int(lengths[found[found < len(lengths)]].sum())
        tail = piece[-_OVERLAP:]
    return total > MAX_TEXT


def _lengths(archive: Archive, part: str) -> NDArray[np.int64]:
    """Bytes of each text, in the order of the part, with the tags around it."""
    import numpy as np

    ends = [0]
    before = 0  # bytes of the part before this piece
    tail = b""
    for piece in archive.pieces(part):
        text = tail + piece
        start = before - len(tail)
        ends += [end for found in _ITEM_END.finditer(text) if (end := start + found.end()) > ends[-1]]
        before += len(piece)
        tail = text[-_OVERLAP:]
    places = np.array(ends, dtype=np.int64)
    return places[1:] - places[:-1]
