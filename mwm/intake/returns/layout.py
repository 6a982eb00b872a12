"""Which file of the return a table is, told from its headings; and what is read of it: no more than counting needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from mwm.intake.kinds.matching import plain_heading
from mwm.intake.problems import Problem

Table = Literal["episodes", "header", "other"]

CODED = ("RNE", "LS", "CIN", "PLACE", "REC", "PL_LOCATION")
"""Columns of codes. PL_LOCATION is derived from postcodes and often not there."""
EPISODES = ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "DEC", "REC")
HEADER = ("CHILD", "DOB")
OPTIONAL = ("PL_LOCATION",)

_HEADER_TOO = {"sex", "ethnic", "upn", "mother", "mcdob"}
# A column that only one of the return's other files has.
_OTHERS = {
    "review", "duc", "intouch", "missing", "swid", "dolostart", "dateint", "sdqscore", "dateplaced", "prevperm"
}  # fmt: skip


@dataclass(frozen=True)
class ReturnFile:
    """One table of a return, read into memory and never anywhere else.

    rows: "row" (as a spreadsheet shows it; in XML the number of the episode or child) and the columns that counting
    needs, as texts; identifiers of pupils and postcodes are not among them. sha256, size: of the file as sent.
    missing: needed columns that it lacks. problems: rows that could not be read whole.
    """

    name: str
    table: Table
    rows: pd.DataFrame = field(repr=False)  # a traceback must not show it
    sha256: str
    size: int
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def table_of(headings: Sequence[str]) -> Table | None:
    """What the headings of a table show it to be; None where it is no part of the return."""
    plain = {plain_heading(heading) for heading in headings}
    if "child" not in plain:
        return "episodes" if len(plain & _plain(EPISODES)) >= 6 else None
    if len(plain & _plain(EPISODES)) >= 5:
        return "episodes"
    if plain & _OTHERS:
        return "other"
    return "header" if len(plain & (_HEADER_TOO | {"dob"})) >= 2 else None


def columns_of(table: Table, headings: Sequence[str]) -> dict[str, int]:
    """The columns that are read of a table, each with the position of its heading."""
    wanted = EPISODES + OPTIONAL if table == "episodes" else HEADER
    places = {plain_heading(heading): place for place, heading in reversed(list(enumerate(headings)))}
    return {name: places[plain_heading(name)] for name in wanted if plain_heading(name) in places}


def missing_of(table: Table, found: Sequence[str]) -> tuple[str, ...]:
    """The needed columns that a table lacks."""
    needed: tuple[str, ...] = {"episodes": EPISODES, "header": HEADER, "other": ()}[table]
    return tuple(name for name in needed if name not in found)


def _plain(names: Sequence[str]) -> set[str]:
    return {plain_heading(name) for name in names}
