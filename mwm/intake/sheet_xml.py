"""What the reader of workbooks does not tell about a sheet: how far it reaches, its formulas and its errors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from mwm.intake.archives import Archive

MAX_CELLS = 30_000_000
"""Rows × columns that a sheet spans. The reader keeps 32 bytes for each, filled or not: one forgotten cell in the last
corner of a sheet would ask for 512 GB, and end the program."""

_OVERLAP = 512
_ROOT = re.compile(rb"<(?:([\w.-]+):)?worksheet[\s>]")
# A column from AA on, or a row from 1,100,000 on: without either no sheet can span too many cells. The first pattern is
# the faster one and finds a little more.
_PERHAPS_FAR = re.compile(rb"r=[\"'](?:[A-Z]{2}|[A-Z]?\d{7})")
_FAR = re.compile(rb"r=[\"'](?:[A-Z]{2}|[A-Z]?(?:[2-9]\d{6}|1[1-9]\d{5}|\d{8}))")
# Only cells that hold something are kept by the reader, so <c …/> does not count.
_FILLED = re.compile(rb"r=[\"']([A-Z]{1,9})(\d{1,19})[\"'][^>]*(?<!/)>")


class OddCell(NamedTuple):
    """A cell with a formula or an error. row: as shown, from 1. position: of its column, from 0."""

    row: int
    position: int
    code: str


@dataclass(frozen=True)
class Look:
    """What a quick look through a sheet found."""

    has_odd_cells: bool
    is_far_reaching: bool


def look_through(archive: Archive, part: str) -> Look:
    """Whether a sheet has formulas or errors, and whether its extent needs measuring.

    Raises IntakeError where it is no sheet, is damaged, or declares entities.
    """
    odd = far = False
    tail = b""
    formula = b"<f"
    for number, piece in enumerate(archive.pieces(part)):
        text = tail + piece
        if not number:
            root = _ROOT.search(text)
            if root is None or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise archive.damaged()
            if root[1]:
                formula = b"<" + root[1] + b":f"
        odd = odd or _has_odd_cell(text, formula)
        far = far or (_PERHAPS_FAR.search(text) is not None and _FAR.search(text) is not None)
        tail = text[-_OVERLAP:]
    return Look(odd, far)


def extent(archive: Archive, part: str) -> tuple[int, int]:
    """The last row and the last column, from 1, that hold something."""
    last_row, letters = 1, {b"A"}
    tail = b""
    for piece in archive.pieces(part):
        text = tail + piece
        filled = _FILLED.findall(text)
        if filled:
            letters.update({cell[0] for cell in filled})
            last_row = max(last_row, max(int(cell[1]) for cell in filled))
        tail = text[-_OVERLAP:]
    return last_row, max(column_position(column.decode()) for column in letters) + 1


def _has_odd_cell(text: bytes, formula: bytes) -> bool:
    if b't="e"' in text or b"t='e'" in text:
        return True
    at = text.find(formula)
    while at >= 0:
        if text[at + len(formula) : at + len(formula) + 1] in b" >/\t\r\n":
            return True
        at = text.find(formula, at + 1)
    return False


def column_position(letters: str) -> int:
    """A → 0, AA → 26."""
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def odd_cells(archive: Archive, part: str) -> list[OddCell]:
    """Every cell with a formula or an error, by a full parse. Raises IntakeError where the sheet is damaged."""
    found: list[OddCell] = []
    row = 0
    position = -1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, position
        name = name.rpartition(":")[2]
        if name == "row":
            row = int(attributes.get("r", row + 1))
            position = -1
        elif name == "c":
            reference = attributes.get("r")
            position = column_position(reference.rstrip("0123456789")) if reference else position + 1
            if attributes.get("t") == "e":
                found.append(OddCell(row, position, "cell_error"))
        elif name == "f":
            if found and found[-1][:2] == (row, position):  # a formula that gives an error is one fault, not two
                found.pop()
            found.append(OddCell(row, position, "formula_cell"))

    def refuse(*_: object) -> None:
        raise archive.damaged()

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        for piece in archive.pieces(part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, TypeError):
        raise archive.damaged() from None
    return found
