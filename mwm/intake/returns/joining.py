"""The files of one or more returns as one table of episodes in memory, with each child as a bare number.

From here on no identifier, no date as written and no postcode is left: only numbers that stand for children, days and
codes, and the file and row that each episode came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd

from mwm.errors import IntakeError
from mwm.intake.problems import Problem
from mwm.intake.returns.codes import places_of
from mwm.intake.returns.days import NEVER, UNREADABLE, Days, Ints, read_days, year_in_name, year_name, years_of_return
from mwm.intake.returns.layout import CODED, ReturnFile

NO_BIRTH = NEVER
"""Stands for a date of birth that is not known."""


@dataclass(frozen=True)
class Source:
    """One file of episodes. years: the financial years that it covers; the last is the year it is the return for."""

    name: str
    years: tuple[int, ...]
    how: str

    @property
    def year(self) -> int:
        """The year that it is the return for."""
        return self.years[-1]


@dataclass(frozen=True)
class Joined:
    """All episodes of all files, in the order of the years.

    rows: file (place in sources), row, year, child, start, end, birth and one column for each of CODED, all whole
    numbers: see days and codes. birth_rows: the same for the rows of headers: file (place in header_names), row,
    child, birth. has_location: whether placements inside and outside the authority can be told apart. unread: rows
    that could not be read whole, with their file's name; broken: those of episodes, as (file, row).
    """

    rows: pd.DataFrame = field(repr=False)
    sources: tuple[Source, ...]
    birth_rows: pd.DataFrame = field(repr=False)
    header_names: tuple[str, ...]
    has_location: bool
    notes: tuple[str, ...]
    unread: tuple[tuple[str, Problem], ...]
    broken: frozenset[tuple[int, int]]

    @property
    def has_header(self) -> bool:
        """Whether ages can be told."""
        return bool(self.header_names)

    @property
    def years(self) -> list[int]:
        """The financial years covered, in order."""
        return sorted({year for source in self.sources for year in source.years})


def join(files: Sequence[ReturnFile]) -> Joined:
    """Put episodes and headers together. Children without a row in any header have no date of birth.

    Raises IntakeError where there is no file of episodes, a column is missing, the dates have the month first, or two
    files are for the same year.
    """
    files, notes = _each_once(files)
    for file in files:
        if file.missing:
            raise _missing_column(file)
    episodes = [file for file in files if file.table == "episodes"]
    headers = [file for file in files if file.table == "header"]
    notes += [note for file in episodes + headers for note in file.notes]
    notes += [f"{file.name} is another part of the return, not needed here." for file in files if file.table == "other"]
    if not episodes:
        raise IntakeError(
            "There is no file of episodes among these.",
            where=", ".join(file.name for file in files[:3]),
            mend="Send the return's EPISODES file, and its HEADER file for ages.",
        )
    dated = [(file, _days(file, "DECOM"), _days(file, "DEC")) for file in episodes]
    for file, start, end in dated:
        _refuse_month_first(file, start, end)
    found = [(*years_of_return(file.name, start.days, end.days), file, start, end) for file, start, end in dated]
    found.sort(key=lambda entry: entry[0][-1])
    sources = tuple(Source(file.name, tuple(years), how) for years, how, file, _, _ in found)
    _refuse_same_year(sources)
    year_of_file = {source.name: source.year for source in sources}
    headers.sort(key=lambda file: year_of_file.get(file.name, year_in_name(file.name) or 0))

    texts = [file.rows["CHILD"] for _, _, file, _, _ in found] + [file.rows["CHILD"] for file in headers]
    # “4711.0” is what a spreadsheet makes of the number 4711.
    names = pd.concat(texts, ignore_index=True).str.upper().str.replace(r"^(\d+)\.0$", r"\1", regex=True)
    children = pd.factorize(names)[0].astype(np.int64)
    ends = np.cumsum([len(text) for text in texts])
    pieces = np.split(children, ends[:-1])
    birth_rows = _births(headers, pieces[len(found) :])
    births = _birth_by_child(birth_rows, int(children.max(initial=-1)) + 1)
    tables = []
    for place, ((_, _, file, start, end), child) in enumerate(zip(found, pieces[: len(found)], strict=True)):
        table = {
            "file": np.full(len(child), place, dtype=np.int64),
            "row": file.rows["row"].to_numpy(dtype=np.int64),
            "year": np.full(len(child), sources[place].year, dtype=np.int64),
            "child": child,
            "start": start.days,
            "end": end.days,
            "birth": births[child],
        }
        for name in CODED:
            cells = file.rows[name] if name in file.rows else pd.Series([None] * len(child), dtype="str")
            table[name] = places_of(name, cells)
        tables.append(pd.DataFrame(table))
    return Joined(
        pd.concat(tables, ignore_index=True),
        sources,
        birth_rows,
        tuple(file.name for file in headers),
        any("PL_LOCATION" in file.rows for file in episodes),
        tuple(notes),
        tuple((file.name, problem) for file in episodes + headers for problem in file.problems),
        frozenset(
            (place, problem.row_number) for place, (_, _, file, _, _) in enumerate(found) for problem in file.problems
        ),
    )


def _each_once(files: Sequence[ReturnFile]) -> tuple[list[ReturnFile], list[str]]:
    seen: dict[tuple[str, str], ReturnFile] = {}
    notes = []
    for file in files:
        if (file.sha256, file.table) in seen:
            notes.append(f"{file.name} was given twice; it counts once.")
        seen.setdefault((file.sha256, file.table), file)
    return list(seen.values()), list(dict.fromkeys(notes))


def _days(file: ReturnFile, column: str) -> Days:
    return read_days(file.rows[column])


def _refuse_month_first(file: ReturnFile, *columns: Days) -> None:
    if sum(column.month_first for column in columns) > sum(column.day_first for column in columns):
        raise IntakeError(
            "The dates of this file have the month first, as in the United States.",
            where=file.name,
            mend="Export it with dates as day/month/year (17/04/2025) and send it again.",
        )


def _refuse_same_year(sources: Sequence[Source]) -> None:
    for earlier, later in pairwise(sources):
        if earlier.year == later.year:
            raise IntakeError(
                f"Two files of episodes are for the same year, {year_name(later.year)}.",
                where=f"{earlier.name} and {later.name}",
                mend="Keep the newer one, or put the right years into the files' names, such as 2019-episodes.csv.",
            )


def _missing_column(file: ReturnFile) -> IntakeError:
    several = len(file.missing) > 1
    listed = ", ".join(file.missing)
    return IntakeError(
        f"The columns {listed} are missing." if several else f"The column {listed} is missing.",
        where=file.name,
        mend="Send the file exactly as it was submitted.",
    )


def _births(headers: Sequence[ReturnFile], children: Sequence[Ints]) -> pd.DataFrame:
    tables = []
    for place, (file, child) in enumerate(zip(headers, children, strict=True)):
        birth = _days(file, "DOB")
        _refuse_month_first(file, birth)
        table = {"file": place, "row": file.rows["row"].to_numpy(dtype=np.int64), "child": child, "birth": birth.days}
        tables.append(pd.DataFrame(table))
    columns = ["file", "row", "child", "birth"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns, dtype=np.int64)


def _birth_by_child(rows: pd.DataFrame, children: int) -> Ints:
    """The newest date of birth of each child; one entry more for rows without a child."""
    births: Ints = np.full(children + 1, NO_BIRTH, dtype=np.int64)
    known = rows[(rows["birth"] != NO_BIRTH) & (rows["birth"] != UNREADABLE) & (rows["child"] >= 0)]
    last = known.drop_duplicates("child", keep="last")
    births[last["child"].to_numpy()] = last["birth"].to_numpy()
    return births
