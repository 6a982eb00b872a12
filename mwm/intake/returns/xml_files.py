"""The return's XML: one element for each child, with a HEADER and its EPISODEs.

Python's own expat reads it piece by piece, so that a large return needs no tree in memory. A return has no document
type, so any is refused before a single entity can be declared: that leaves neither entities that grow (an "XML bomb")
nor any that fetch files. The library defusedxml does the same by the same means; its newest release is of 2021.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

import pandas as pd

from mwm.errors import IntakeError
from mwm.intake.returns.layout import EPISODES, HEADER, OPTIONAL

MAX_DEPTH = 12
MAX_TEXT = 2_000
"""Signs in one field: far more than any field of the return holds."""

# Two tags differ from the headings of the CSV files.
_NAMES = {"CHILDID": "CHILD", "PL": "PLACE"}
_PIECE = 1024 * 1024
_SAVE_AGAIN = "Export the return from the case system again, as XML or as CSV files."


def read_xml(data: bytes, where: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Episodes and header of an XML return, each with the columns of its CSV file and "row", counted from 1.

    Raises IntakeError in one sentence for what is no return, is damaged, declares a document type or is nested deeply.
    """
    reader = _Reader(where)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse_document_type
    parser.EntityDeclHandler = reader.refuse_document_type
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    line = None
    try:
        for at in range(0, len(data), _PIECE):
            parser.Parse(data[at : at + _PIECE], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        line = error.lineno
    except (ValueError, LookupError):  # an encoding that it does not know
        line = 1
    if line is not None:
        raise IntakeError("This XML is damaged or cut off.", where=f"{where}, line {line}", mend=_SAVE_AGAIN)
    if not reader.episodes:
        raise IntakeError(
            "This XML holds no EPISODE, so it is not an SSDA903 return.", where=where, mend="Send the whole return."
        )
    return _frame(reader.episodes, (*EPISODES, *OPTIONAL)), _frame(reader.headers, HEADER)


def _frame(records: list[dict[str, str]], columns: tuple[str, ...]) -> pd.DataFrame:
    table: dict[str, Any] = {"row": range(1, len(records) + 1)}
    for name in columns:
        table[name] = pd.array([record.get(name) for record in records], dtype="str")
    return pd.DataFrame(table)


class _Reader:
    """Gathers fields; a child is complete when the element around its HEADER and EPISODEs ends."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.episodes: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self._depth = 0
        self._child_depth: int | None = None
        self._episode_depth: int | None = None
        self._field = ""
        self._header: dict[str, str] = {}
        self._waiting: list[dict[str, str]] = []

    def refuse_document_type(self, *_: object) -> None:
        raise IntakeError(
            "This XML declares a document type or entities, which no return needs and which can do harm, so it was "
            "not read.",
            where=self.where,
            mend=_SAVE_AGAIN,
        )

    def start(self, tag: str, _: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise IntakeError("This XML is nested too deeply for a return.", where=self.where, mend=_SAVE_AGAIN)
        name = tag.rpartition(" ")[2].upper()
        around = self._depth - 1
        if name in ("HEADER", "EPISODE") and (self._child_depth is None or around > self._child_depth):
            if name == "HEADER" and self._child_depth is not None:  # what came before was a HEADER of the whole message
                self._header = {}
            self._child_depth = around
        if name == "EPISODE":
            self._episode_depth = self._depth
            self._waiting.append({})
        self._field = ""

    def text(self, text: str) -> None:
        self._field += text
        if len(self._field) > MAX_TEXT:
            raise IntakeError("A field of this XML is too long for a return.", where=self.where, mend=_SAVE_AGAIN)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2].upper()
        value = self._field.strip()
        self._field = ""
        if value:
            # The first CHILDID and DOB of a child are its own; later ones belong to its other tables.
            record = self._header if self._episode_depth is None else self._waiting[-1]
            record.setdefault(_NAMES.get(name, name), value)
        if self._depth == self._episode_depth:
            self._episode_depth = None
        if self._depth == self._child_depth:
            self._finish_child()
        self._depth -= 1

    def _finish_child(self) -> None:
        own = {name: self._header[name] for name in HEADER if name in self._header}
        for episode in self._waiting:
            if "CHILD" in own:
                episode.setdefault("CHILD", own["CHILD"])
        self.headers += [own] if own else []
        self.episodes += self._waiting
        self._header, self._waiting, self._child_depth = {}, [], None
