"""XLSX workbooks: the sheet that holds the rows, and its cells as texts."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mwm.errors import IntakeError
from mwm.intake.archives import Archive
from mwm.intake.grid import Grid, empty_file
from mwm.intake.problems import Problem
from mwm.intake.shared_texts import repeats_too_much
from mwm.intake.sheet_xml import MAX_CELLS, extent, look_through, odd_cells

if TYPE_CHECKING:
    import pyarrow as pa

INSTRUCTIONS_SHEET = "Instructions"
LISTS_SHEET = "Lists"
"""Sheets of a template that hold no rows."""

_BLOCK = 8192


class _Sheet(NamedTuple):
    name: str
    part: str
    hidden: bool


def read_workbook(data: bytes, where: str, tell: Callable[[str, float], None], prefer: Collection[str]) -> Grid:
    """The cells of a workbook's first sheet that holds rows, or of the one that is named in prefer.

    Raises IntakeError where it is no workbook, is protected, has macros, or would need too much memory.
    """
    tell("Checking the workbook", 0.0)
    archive = Archive(data, where)
    every = _sheets(archive)
    wanted = {_plain(name) for name in prefer}
    aside = {_plain(INSTRUCTIONS_SHEET), _plain(LISTS_SHEET)}
    every = [sheet for sheet in every if _plain(sheet.name) not in aside]
    candidates = [sheet for sheet in every if not sheet.hidden]
    candidates.sort(key=lambda sheet: _plain(sheet.name) not in wanted)
    for sheet in candidates:
        look = look_through(archive, sheet.part)
        if look.is_far_reaching:
            _refuse_too_large(*extent(archive, sheet.part), where)
        for texts in _linked(archive, "sharedStrings").values():
            if repeats_too_much(archive, sheet.part, texts):
                raise IntakeError(
                    "The texts in this workbook come to far more than such a table can need.",
                    where=where,
                    mend="Shorten the longest texts, or save the rows as CSV, in several files if they are many.",
                )
        archive.prove()
        tell("Reading the workbook", 0.1)
        grid = _grid(data, archive, sheet, look.has_odd_cells, where, tell)
        if grid is not None:
            if len(every) > 1:
                grid.notes.append(_chosen(sheet, every, known=_plain(sheet.name) in wanted))
            return grid
    raise empty_file(where)


def _refuse_too_large(rows: int, columns: int, where: str) -> None:
    if rows * columns > MAX_CELLS:
        raise IntakeError(
            f"A sheet spans {rows:,} rows and {columns:,} columns, far more than hold anything.",
            where=where,
            mend="Delete the stray cells at its far end, or copy the filled cells into a new workbook.",
        )


def _chosen(sheet: _Sheet, every: Sequence[_Sheet], *, known: bool) -> str:
    # A sheet may be named after a worker, so only a name that we gave ourselves is repeated.
    name = f" (“{sheet.name}”)" if known else ""
    return f"Read from sheet {every.index(sheet) + 1} of {len(every)}{name}; the others were not read."


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _sheets(archive: Archive) -> list[_Sheet]:
    """The worksheets in their order. Raises IntakeError where the workbook's lists of its parts are damaged."""
    links = _linked(archive, "worksheet")
    sheets = []
    for element in archive.tree("xl/workbook.xml").iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
        part = links.get(ids[0]) if ids else None
        if part is None:
            continue
        sheets.append(_Sheet(element.get("name", ""), part, element.get("state", "visible") != "visible"))
    if len({sheet.name for sheet in sheets}) < len(sheets):
        raise archive.damaged()
    return sheets


def _linked(archive: Archive, kind: str) -> dict[str, str]:
    """The parts of one kind that the workbook links to, by the link's id."""
    links = {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
        for link in archive.tree("xl/_rels/workbook.xml.rels")
        if link.get("Type", "").endswith(f"/{kind}") and link.get("TargetMode") != "External"
    }
    if any(part not in archive for part in links.values()):
        raise archive.damaged()
    return links


def _grid(
    data: bytes, archive: Archive, sheet: _Sheet, has_odd_cells: bool, where: str, tell: Callable[[str, float], None]
) -> Grid | None:
    """The sheet's cells, or None where it holds none."""
    import pyarrow as pa

    rows, first_row, first_column, height = _cells(data, archive, sheet, where)
    blocks: list[list[pa.Array]] = []
    headings: list[str] = []
    heading_row = first_row
    texts = _Texts()
    block: list[list[Any]] = []
    done = 0
    for row in rows:
        if not headings:
            written = [_text(cell).strip() for cell in row]
            if any(written):
                headings = [""] * first_column + written
            else:
                heading_row += 1
            continue
        block.append(row)
        if len(block) == _BLOCK:
            blocks.append(_columns(block, texts))
            done += len(block)
            block = []
            tell("Reading rows", 0.5 + 0.5 * done / height)
    if not headings:
        return None
    if block:
        blocks.append(_columns(block, texts))
        done += len(block)
    names = [f"c{position}" for position in range(first_column, len(headings))]
    table = pa.table(
        {
            "row_number": pa.array(range(heading_row + 1, heading_row + 1 + done), pa.int64()),
            **{f"c{position}": pa.nulls(done, pa.string()) for position in range(first_column)},
            **{
                name: pa.chunked_array([block[number] for block in blocks], pa.string())
                for number, name in enumerate(names)
            },
        }
    )
    faults: list[tuple[int | None, Problem]] = []
    if has_odd_cells:
        for cell in odd_cells(archive, sheet.part):
            if cell.row > heading_row and cell.position < len(headings):
                faults.append((cell.position, _problem(cell.row, cell.code)))
        table = _with_rows(table, heading_row, faults)
    tell("Reading rows", 1.0)
    return Grid(headings, table, [], faults)


def _with_rows(table: pa.Table, heading_row: int, faults: Sequence[tuple[int | None, Problem]]) -> pa.Table:
    """The table, longer where formulas without a value stand below the last row that the reader gave."""
    import pyarrow as pa

    missing = max((problem.row_number for _, problem in faults), default=0) - heading_row - len(table)
    if missing <= 0:
        return table
    start = heading_row + len(table) + 1
    more = {name: pa.nulls(missing, pa.string()) for name in table.column_names[1:]}
    numbers = pa.array(range(start, start + missing), pa.int64())
    return pa.concat_tables([table, pa.table({"row_number": numbers, **more}, schema=table.schema)])


def _problem(row_number: int, code: str) -> Problem:
    if code == "formula_cell":
        return Problem(
            row_number,
            None,
            code,
            "formula",
            "This cell holds a formula.",
            "Copy the cell and paste it over itself as a value.",
        )
    return Problem(
        row_number,
        None,
        code,
        "an error such as #REF! or #N/A",
        "This cell shows an error instead of a value.",
        "Type the value that it should have, or empty the cell.",
    )


def _cells(data: bytes, archive: Archive, sheet: _Sheet, where: str) -> tuple[Iterator[list[Any]], int, int, int]:
    """A sheet's rows from the first row on, the number of that row, the position of the first column, the height."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            cells = workbook.get_sheet_by_name(sheet.name)
    except PasswordError:
        raise IntakeError(
            "This workbook is protected by a password.", where=where, mend="Remove it and send it again."
        ) from None
    except (CalamineError, OSError, ValueError):
        raise archive.damaged() from None
    except BaseException as error:
        # The reader is written in Rust; where it gives up, it raises what is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise archive.damaged() from None
    if cells.start is None:
        return iter(()), 1, 0, 0
    # Its iterator begins at row 1 but at the first filled column.
    return cells.iter_rows(), 1, cells.start[1], cells.total_height + 1


def _columns(block: list[list[Any]], texts: _Texts) -> list[pa.Array]:
    """Rows of cells as columns of texts, trimmed, with blank as null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    arrays = []
    for column in zip(*block, strict=True):
        array = pa.array(
            [cell if cell.__class__ is str else texts[cell.__class__, cell] for cell in column], pa.string()
        )
        array = pc.utf8_trim_whitespace(array)
        blank = pc.equal(array, "")
        if pc.any(blank).as_py():
            array = pc.if_else(blank, pa.scalar(None, pa.string()), array)
        arrays.append(array)
    return arrays


class _Texts(dict[tuple[type, Any], str]):
    """The text of each value that is not a text, made once: a sheet repeats a few numbers and dates many times.

    The type is part of the key because 1 and True are equal.
    """

    def __missing__(self, key: tuple[type, Any]) -> str:
        self[key] = text = _text(key[1])
        return text


def _text(cell: Any) -> str:
    """A cell's text: dates as 2025-04-17, whole numbers without a point."""
    if isinstance(cell, float):
        # A spreadsheet keeps 15 digits and shows 3.0 as 3.
        return str(int(cell)) if cell.is_integer() else format(cell, ".15g")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return "" if cell is None else str(cell)
