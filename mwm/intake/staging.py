"""A file's rows under the names of a kind's columns, ready to be lent to SQL, and what its headings leave open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mwm.framework import Form, Framework, Rubric
from mwm.intake.kinds import Kind, Match, match_headings, nearest, plain_heading
from mwm.intake.kinds.kind import item_columns
from mwm.intake.places import quoted
from mwm.intake.problems import Problem
from mwm.intake.reading import FileRows

if TYPE_CHECKING:
    import pyarrow as pa

GRADE_PREFIX = "grade__"
"""Columns of grades carry it in SQL, so that one statement serves every framework."""

_LOOK_AT = 5000  # cells of an unknown column that are enough to see whether it holds grades


@dataclass
class Staged:
    """The rows of all files together.

    rows: row_number and one column of texts for each column of the kind (grades with GRADE_PREFIX). headings: column
    key → heading as written. elements: keys of the elements (or items of forms or rubrics) that have a column.
    problems: faults of the headings. kept: for each file the places of the columns that may stay with a refused row;
    None for all.
    """

    kind: Kind
    rows: pa.Table
    headings: dict[str, str]
    elements: tuple[str, ...]
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kept: tuple[frozenset[int] | None, ...] = ()


def stage(files: Sequence[FileRows], kind: Kind, framework: Framework, mapping: Mapping[str, str]) -> Staged:
    """Match headings and bring the columns under the kind's names. Row numbers of a second file go on from the first.

    mapping: heading → column key; an empty key leaves that column out.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    matches = [match_headings(file.headings, kind, framework, mapping) for file in files]
    headings = {key: files[0].headings[position] for key, position in matches[0].columns.items()}
    problems, notes = list[Problem](), list[str]()
    elements = tuple(key for key in kind.graded_keys(framework) if any(key in match.columns for match in matches))
    for file, match in zip(files, matches, strict=True):
        problems += _faults(file, match, kind, framework, mapping)
        notes += [note for note in (*file.notes, *_left_out(file, match, problems)) if note not in notes]
    if kind.has_elements and not elements and not any(problem.code == "unknown_element" for problem in problems):
        problems.append(_no_elements(framework))

    fixed = [column.key for column in kind.fixed_columns]
    parts, offset = [], 0
    for file, match in zip(files, matches, strict=True):
        columns = {"row_number": pc.add(file.rows["row_number"], offset) if offset else file.rows["row_number"]}
        for key in (*fixed, *elements):
            name = GRADE_PREFIX + key if key in elements else key
            columns[name] = (
                file.rows[f"c{match.columns[key]}"] if key in match.columns else pa.nulls(len(file.rows), pa.string())
            )
        parts.append(pa.table(columns))
        offset = pc.max(columns["row_number"]).as_py() or 0
    kept = tuple(_kept(kind, match) for match in matches)
    return Staged(kind, pa.concat_tables(parts), headings, elements, notes, problems, kept)


def blank_cells(staged: Staged) -> Iterator[tuple[str, pa.Array]]:
    """For each required column that has blank cells: its key and the row numbers."""
    import pyarrow.compute as pc

    for column in staged.kind.fixed_columns:
        cells = staged.rows[column.key]
        if column.required and not column.may_be_blank and cells.null_count:
            yield column.key, staged.rows["row_number"].filter(pc.is_null(cells))


def _kept(kind: Kind, match: Match) -> frozenset[int] | None:
    """Without somebody's own words; where a kind has such a column, columns that it does not know may hold them too."""
    own_words = {column.key for column in kind.fixed_columns if column.is_free_text}
    return frozenset(place for key, place in match.columns.items() if key not in own_words) if own_words else None


def _faults(
    file: FileRows, match: Match, kind: Kind, framework: Framework, mapping: Mapping[str, str]
) -> Iterator[Problem]:
    free = [file.headings[position] for position in match.left_out]
    for column in match.missing:
        near = get_close_matches(plain_heading(column.key), [plain_heading(heading) for heading in free], 2, 0.5)
        offered = [heading for heading in free if plain_heading(heading) in near]
        yield Problem(
            1,
            None,
            "missing_column",
            "",
            f"The column {column.key} is missing.",
            f"Add it, or rename {quoted(offered)} to it." if offered else f"Add it: {column.description}",
        )
    for key, positions in match.twice.items():
        names = quoted([file.headings[position] for position in positions]).replace(" or ", " and ")
        yield Problem(
            1,
            None,
            "heading_twice",
            "",
            f"More than one column could be {key}: {names}.",
            "Rename or remove all but one of them.",
        )
    sources = kind.sources(framework)
    if kind.has_elements or sources:
        for position in match.left_out:
            heading, cells = file.headings[position], file.rows[f"c{position}"]
            if plain_heading(heading) in {plain_heading(own) for own, key in mapping.items() if not key}:
                continue
            if kind.has_elements:
                yield from _unknown_element(heading, cells, framework, match)
            else:
                yield from _unknown_item(heading, cells, sources, match)


def _unknown_element(heading: str, cells: pa.ChunkedArray, framework: Framework, match: Match) -> Iterator[Problem]:
    values = cells.drop_null().slice(0, _LOOK_AT).to_pylist()
    numbers = [number for value in values if (number := _number(value)) is not None]
    on_scale = sum(framework.scale.holds(number) for number in numbers)
    open_elements = [key for key in framework.element_keys if key not in match.columns]
    names = [name for element in framework.elements for name in (element.key, element.name)]
    is_alike = bool(get_close_matches(plain_heading(heading), map(plain_heading, names), 1, 0.8))
    if not numbers or not (is_alike or on_scale > len(values) / 2):
        return
    near = nearest(heading, open_elements or list(framework.element_keys))
    known = quoted(near or open_elements or list(framework.element_keys))
    yield Problem(
        1,
        heading,
        "unknown_element",
        f"heading of {len(heading)} characters",
        f"This column looks like grades, but {framework.name} has no element of this name.",
        f"Rename it to {known}, or remove the column if it holds something else.",
    )


def _unknown_item(
    heading: str, cells: pa.ChunkedArray, sources: Sequence[Form] | Sequence[Rubric], match: Match
) -> Iterator[Problem]:
    """A column of numbers whose heading is all but that of an item which has no column."""
    columns = [column for column in item_columns(sources) if column.key not in match.columns]
    names = {plain_heading(name): column.key for column in columns for name in (column.key, *column.synonyms)}
    near = get_close_matches(plain_heading(heading), names, 1, 0.8)
    values = cells.drop_null().slice(0, _LOOK_AT).to_pylist()
    if near and any(_number(value) is not None for value in values):
        yield Problem(
            1,
            heading,
            "unknown_item",
            f"heading of {len(heading)} characters",
            "This column looks like grades, but no rubric has an item of this name."
            if isinstance(sources[0], Rubric)
            else "This column looks like answers, but no feedback form has an item of this name.",
            f"Rename it to {quoted([names[near[0]]])}, or remove the column if it holds something else.",
        )


def _no_elements(framework: Framework) -> Problem:
    return Problem(
        1,
        None,
        "missing_column",
        "",
        "There is no column with grades.",
        f"Add at least one of {', '.join(framework.element_keys)}.",
    )


def _left_out(file: FileRows, match: Match, problems: Sequence[Problem]) -> Iterator[str]:
    refused = {problem.column for problem in problems}
    names = [file.headings[position] for position in match.left_out if file.headings[position] not in refused]
    if names:
        shown = ", ".join(f"“{name[:60]}”" for name in names[:8]) + (" and others" if len(names) > 8 else "")
        yield f"{'This column was' if len(names) == 1 else 'These columns were'} left out: {shown}."


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None
