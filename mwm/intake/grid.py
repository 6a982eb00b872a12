"""A file's cells as they were found, before headings are judged: what text files and workbooks have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mwm.errors import IntakeError
from mwm.intake.problems import EXAMPLE_MARK, Problem

if TYPE_CHECKING:
    import pyarrow as pa

MAX_COLUMNS = 500
"""Our widest kind has about 20 columns and the widest published file that we know fewer than 100."""


@dataclass
class Grid:
    """Cells of one sheet or text file.

    headings: one per column, "" where there is none. rows: "row_number" int64, then one string column per heading,
    c0, c1, …, with blank as null. faults: what was seen while reading, each with the position of its column (None
    for the whole row); the heading is filled in later.
    """

    headings: list[str]
    rows: pa.Table
    notes: list[str] = field(default_factory=list)
    faults: list[tuple[int | None, Problem]] = field(default_factory=list)


@dataclass(frozen=True)
class TidyGrid:
    """A grid with only the columns that have a heading and the rows that hold something."""

    headings: tuple[str, ...]
    rows: pa.Table
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


def tidy(grid: Grid, where: str) -> TidyGrid:
    """Leave out empty columns, empty rows and the example row of a template; refuse headings that cannot be told apart.

    Raises IntakeError where nothing is left, where two headings are the same, or where there are too many.
    """
    kept = [position for position, heading in enumerate(grid.headings) if heading]
    if not kept:
        raise empty_file(where)
    if len(kept) > MAX_COLUMNS:
        raise IntakeError(
            f"This file has {len(kept):,} columns; at most {MAX_COLUMNS} can be read.",
            where=where,
            mend="Keep the columns that the template lists and remove the others.",
        )
    _refuse_same_headings(grid.headings, where)
    notes = list(grid.notes)
    notes += [
        f"Column {column_letters(position)} has no heading, so what stands in it was left out."
        for position, heading in enumerate(grid.headings)
        if not heading and grid.rows[f"c{position}"].null_count < len(grid.rows)
    ]
    rows = grid.rows.select(["row_number", *(f"c{position}" for position in kept)]).rename_columns(
        ["row_number", *(f"c{number}" for number in range(len(kept)))]
    )
    faulty = {problem.row_number for _, problem in grid.faults}
    rows = _without_blank(rows, faulty)
    rows, examples = _without_examples(rows)
    if examples:
        notes.append(
            f"Row {examples[0]} is the template's example and was left out."
            if len(examples) == 1
            else f"{len(examples):,} example rows were left out."
        )
    if not len(rows):
        raise IntakeError(
            "This file has headings but no rows.",
            where=where,
            mend="Add the rows below the headings and send it again.",
        )
    left = set(rows["row_number"].to_pylist()) if grid.faults else set()
    problems = [
        replace(problem, column=None if position is None else grid.headings[position])
        for position, problem in grid.faults
        if problem.row_number in left and (position is None or grid.headings[position])
    ]
    problems.sort(key=lambda problem: problem.row_number)
    return TidyGrid(tuple(grid.headings[position] for position in kept), rows, tuple(notes), tuple(problems))


def empty_file(where: str) -> IntakeError:
    """The refusal of a file that holds nothing."""
    return IntakeError(
        "This file is empty.", where=where, mend="Check that the right file was chosen, or export it again."
    )


def column_letters(position: int) -> str:
    """A column's letters as a spreadsheet shows them: 0 → A, 26 → AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _refuse_same_headings(headings: Sequence[str], where: str) -> None:
    first: dict[str, int] = {}
    for position, heading in enumerate(headings):
        plain = " ".join(heading.split()).casefold()
        if not plain:
            continue
        if plain in first:
            # Without a row of headings the first row is somebody's data, which no message may repeat.
            named = f"the heading “{heading[:60]}”" if all(map(_is_worded, headings)) else "the same heading"
            raise IntakeError(
                f"Columns {column_letters(first[plain])} and {column_letters(position)} both have {named}.",
                where=f"{where}, row of headings",
                mend="Give each column its own heading, or remove one of the two.",
            )
        first[plain] = position


def _is_worded(heading: str) -> bool:
    return not heading or (heading[0].isalpha() and len(heading) <= 60)


def _without_blank(rows: pa.Table, faulty: set[int]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    filled: pa.ChunkedArray | None = None
    for name in rows.column_names[1:]:
        column = rows[name]
        if not column.null_count:
            return rows
        here = pc.is_valid(column)
        filled = here if filled is None else pc.or_(filled, here)
    if pc.all(filled).as_py() in (True, None):
        return rows
    if faulty:
        filled = pc.or_(filled, pc.is_in(rows["row_number"], value_set=pa.array(sorted(faulty), pa.int64())))
    return rows.filter(filled)


def _without_examples(rows: pa.Table) -> tuple[pa.Table, list[int]]:
    import pyarrow.compute as pc

    marked = pc.fill_null(pc.starts_with(rows["c0"], EXAMPLE_MARK), False)
    if not pc.any(marked).as_py():
        return rows, []
    return rows.filter(pc.invert(marked)), rows["row_number"].filter(marked).to_pylist()
