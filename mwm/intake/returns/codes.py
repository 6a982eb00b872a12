"""The code sets of the return, with the years in which each code may be used: data/reference/ssda903_codes.csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from mwm.intake.returns.days import Ints, as_day, first_day, last_day
from mwm.settings import REFERENCE_FOLDER

SHORT_BREAKS = "short breaks"
"""The group of the legal statuses V3 and V4."""
CONTINUES = "continues"
"""The group of X1 among the reasons for an end: the child stays looked after."""
NOT_KNOWN = "not known"
UNKNOWN, BLANK = -1, -2
"""Stand for a code that is in no list, and for a blank cell, among the places of codes."""


@dataclass(frozen=True)
class Code:
    """One code of one field. group: what it is counted as. first, last: days on which it may be used, included."""

    group: str
    first: int
    last: int


@cache
def codes(field: str) -> dict[str, Code]:
    """The codes of one field (RNE, LS, CIN, PLACE, REC, PL_LOCATION), by code."""
    with (REFERENCE_FOLDER / "ssda903_codes.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Code(row["group"], _day(row["valid_from"], first_day(1990)), _day(row["valid_to"], 10**6))
            for row in csv.DictReader(file)
            if row["field"] == field
        }


def _day(text: str, otherwise: int) -> int:
    return as_day(date.fromisoformat(text)) if text else otherwise


@cache
def groups(field: str) -> tuple[str, ...]:
    """What the codes of a field are counted as, in the order of the list, with what is not known at the end."""
    return (*dict.fromkeys(code.group for code in codes(field).values()), NOT_KNOWN)


def used_in(field: str, years: Sequence[int]) -> npt.NDArray[np.bool_]:
    """For each code of a field, in order: whether it is in the list of one of these financial years."""
    return np.array(
        [
            any(code.first <= last_day(year) and code.last >= first_day(year) for year in years)
            for code in codes(field).values()
        ],
        dtype=bool,
    )


def places_of(field: str, cells: pd.Series) -> Ints:
    """Each cell's code as its place in the list of its field, or UNKNOWN, or BLANK."""
    order = {code: place for place, code in enumerate(codes(field))}
    found, texts = pd.factorize(cells)  # a return has few different codes, however many rows
    known = np.array([order.get(text.strip().upper(), UNKNOWN) for text in texts] + [BLANK], dtype=np.int64)
    return known[found]


def grouped(field: str, places: Ints) -> Ints:
    """The place among groups(field) of each place that places_of gave."""
    order = groups(field)
    of_code = [order.index(code.group) for code in codes(field).values()]
    unknown = len(order) - 1
    return np.array([*of_code, unknown, unknown], dtype=np.int64)[places]


def place_of(field: str, code: str) -> int:
    """The place of one code in the list of its field."""
    return list(codes(field)).index(code)
