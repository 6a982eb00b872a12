"""CSV and TSV files: which characters, which delimiter, which rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mwm.errors import IntakeError
from mwm.intake.grid import Grid, empty_file
from mwm.intake.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
MAX_RECORD = 4 * 1024 * 1024
"""Bytes of one row. A longer one is almost surely a quotation mark that was never closed."""
MAX_RAGGED = 100_000
"""Rows whose number of cells differs from the headings; with more the file as a whole is wrong, not its rows."""

_SAMPLE = 256 * 1024
_PIECE = 1024 * 1024
# Two- to four-byte characters of UTF-8, for telling a damaged UTF-8 file from one in Windows-1252.
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27})
_END = "⁂end of file⁂"

_SAVE_AS_UTF8 = "Save it again as “CSV UTF-8” or as an Excel workbook (.xlsx)."


def read_text_file(data: bytearray, where: str, tell: Callable[[str, float], None]) -> Grid:
    """The cells of a delimited text file. data is used up. Raises IntakeError."""
    text, notes = _as_utf8(data, where)
    if text.startswith(codecs.BOM_UTF8):
        del text[:3]
    if b"\n" not in text:  # the line ends of old Apple programs
        text = text.replace(b"\r", b"\n")
    text = text.rstrip(b"\r\n\x1a")
    delimiter, skipped = _announced_delimiter(text)
    delimiter = delimiter or _delimiter(bytes(text[skipped : skipped + _SAMPLE]))
    if delimiter != ",":
        notes.append(f"Its cells are separated by {DELIMITERS[delimiter]}.")
    headings, heading_row, start = _headings(text, skipped, delimiter, where)
    shape = _shape(headings, bytes(text[start : start + _SAMPLE]), delimiter)
    rows, faults = _rows(text, start, delimiter, shape, heading_row, where, tell)
    return Grid((headings + [""] * shape.width)[: shape.width], rows, notes, faults)


# Characters


def _as_utf8(data: bytearray, where: str) -> tuple[bytearray, list[str]]:
    """The same text in UTF-8, and a note where it was something else."""
    if encoding := _utf16_encoding(data):
        text = _decoded(data, encoding, "UTF-16", where)
        _refuse_nul(text, where)
        return text, ["Read as UTF-16."]
    _refuse_nul(data, where)
    sample = bytes(data[:_SAMPLE])
    if len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) / 100:
        raise _no_text(where)
    bad = _first_invalid_utf8(data)
    if bad is None:
        return data, []
    characters = sum(1 for _ in _UTF8_CHARACTER.finditer(data))
    left_over = sum(1 for _ in _HIGH_BYTE.finditer(_UTF8_CHARACTER.sub(b"", data)))
    if data.startswith(codecs.BOM_UTF8) or characters > left_over:
        raise IntakeError(
            "This file is UTF-8 text, but a part of it is damaged or in another encoding.",
            where=f"{where}, row {_line(data, bad)}",
            mend=_SAVE_AS_UTF8,
        )
    text = _decoded(data, "cp1252", "Windows-1252", where)
    return text, ["Read as Windows-1252, because it is not UTF-8: check letters with accents."]


def _utf16_encoding(data: bytearray) -> str | None:
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = data[: 4096 if len(data) >= 4096 else len(data) // 2 * 2]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    pairs = len(sample) // 2
    if high > 0.6 * pairs and low < 0.05 * pairs:
        return "utf-16-le"
    if low > 0.6 * pairs and high < 0.05 * pairs:
        return "utf-16-be"
    return None


def _decoded(data: bytearray, encoding: str, known_as: str, where: str) -> bytearray:
    decoder = codecs.getincrementaldecoder(encoding)()
    text = bytearray()
    try:
        for at in range(0, len(data), _PIECE):
            text += decoder.decode(bytes(data[at : at + _PIECE])).encode()
        text += decoder.decode(b"", final=True).encode()
    except UnicodeError:
        # The piece at fault is decoded as far as it goes, only to count its lines.
        piece = bytes(data[at : at + _PIECE])
        try:
            piece.decode(encoding)
            good = piece
        except UnicodeDecodeError as error:
            good = piece[: error.start]
        row = text.count(b"\n") + good.decode(encoding, "ignore").count("\n") + 1
        raise IntakeError(
            f"This file cannot be read as UTF-8, and as {known_as} it holds a character that does not exist."
            if encoding == "cp1252"
            else f"This file looks like {known_as} text but is damaged.",
            where=f"{where}, row {row}",
            mend=_SAVE_AS_UTF8,
        ) from None
    return text.removeprefix(codecs.BOM_UTF8)


def _first_invalid_utf8(data: bytearray) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(0, len(data), _PIECE):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(bytes(data[at : at + _PIECE]), final=at + _PIECE >= len(data))
        except UnicodeDecodeError as error:
            return at - held + error.start
    return None


def _line(data: bytearray, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _refuse_nul(data: bytearray, where: str) -> None:
    at = data.find(b"\0")
    if at < 0:
        return
    # Text with a stray NUL is damaged text; with many it was never text.
    if data.count(b"\0", 0, _SAMPLE) > 16:
        raise _no_text(where)
    raise IntakeError(
        "This file holds a NUL byte, so it is damaged or not text.",
        where=f"{where}, row {_line(data, at)}",
        mend=_SAVE_AS_UTF8,
    )


def _no_text(where: str) -> IntakeError:
    return IntakeError(
        "This is neither a text file nor an Excel workbook.", where=where, mend="Save the table as .xlsx or .csv."
    )


# Delimiter and headings


def _announced_delimiter(text: bytearray) -> tuple[str | None, int]:
    """What a first line such as “sep=;” says, as Excel reads it, and the bytes that it takes."""
    found = re.match(rb"sep=([,;\t])\r?\n", text[:16])
    return (found[1].decode(), found.end()) if found else (None, 0)


def _records(sample: bytes, delimiter: str, at_most: int) -> list[list[str]]:
    """The first records that are not blank. The last is left out where the sample may cut it short."""
    records: list[list[str]] = []
    text = sample.decode("utf-8", "ignore")
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in record):
                records.append(record)
            if len(records) > at_most:
                break
    except csv.Error:
        pass
    return records[:-1] if len(records) > 1 and len(sample) == _SAMPLE else records[:at_most]


def _delimiter(sample: bytes) -> str:
    """The delimiter that gives the most headings, provided that the rows below have as many cells."""
    ranks = {}
    for delimiter in DELIMITERS:
        headings, *below = _records(sample, delimiter, at_most=50) or [[]]
        agreeing = sum(len(record) == len(headings) for record in below) / len(below) if below else 1.0
        ranks[delimiter] = len(headings) * (0.1 + agreeing) if len(headings) > 1 else 0.0
    return max(ranks, key=lambda delimiter: ranks[delimiter])


def _headings(text: bytearray, skipped: int, delimiter: str, where: str) -> tuple[list[str], int, int]:
    """The headings, their row, and where the next record begins."""
    at = skipped

    def lines() -> Iterator[str]:
        nonlocal at
        while at < len(text):
            if at - skipped > MAX_RECORD:
                raise csv.Error
            end = text.find(b"\n", at) + 1 or len(text)
            line = text[at:end].decode()
            at = end
            yield line

    reader = csv.reader(lines(), delimiter=delimiter)
    try:
        for number, record in enumerate(reader, start=1):
            if any(cell.strip() for cell in record):
                headings = [cell.strip().strip("\ufeff\u200b").strip() for cell in record]
                return headings, number, at
    except csv.Error:
        raise IntakeError(
            "The headings do not end: a quotation mark is opened and never closed, or this is not a table.",
            where=f"{where}, row of headings",
            mend="Close the quotation mark, or save the table as an Excel workbook (.xlsx).",
        ) from None
    raise empty_file(where)


@dataclass(frozen=True)
class _Shape:
    """Cells in a row: at least needed, at most allowed. width: how many are read, so that a usual row is never odd."""

    needed: int
    allowed: int
    width: int


def _shape(headings: list[str], sample: bytes, delimiter: str) -> _Shape:
    needed = max(position for position, heading in enumerate(headings, start=1) if heading)
    widths = Counter(len(record) for record in _records(sample, delimiter, at_most=50))
    usual = widths.most_common(1)[0][0] if widths else 0
    width = usual if usual >= needed else len(headings)
    return _Shape(needed, min(len(headings), width), width)


# Rows


def _rows(
    text: bytearray,
    start: int,
    delimiter: str,
    shape: _Shape,
    heading_row: int,
    where: str,
    tell: Callable[[str, float], None],
) -> tuple[pa.Table, list[tuple[int | None, Problem]]]:
    """All records after the headings, and the ragged ones as faults.

    A row that no quotation mark can swallow is added at the end: if it does not come back, one was never closed.
    """
    import pyarrow as pa
    import pyarrow.csv as pa_csv

    names = [f"c{position}" for position in range(shape.width)]
    schema = pa.schema([pa.field(name, pa.string()) for name in names])
    line_end = b"\r\n" if text.find(b"\r\n", 0, _SAMPLE) >= 0 else b"\n"
    text += line_end + delimiter.join([_END] * shape.width).encode()
    has_inner_returns = b'"' in text and b"\r" in text
    ragged: list[tuple[int, str]] = []
    too_many = False

    def note_ragged(row: pa_csv.InvalidRow) -> str:
        nonlocal too_many
        ragged.append((row.number, row.text))
        too_many = len(ragged) > MAX_RAGGED
        return "error" if too_many else "skip"

    batches: list[pa.RecordBatch] = []
    read = 0
    try:
        with pa_csv.open_csv(
            pa.BufferReader(pa.py_buffer(text).slice(start)),
            # One thread, because only then are ragged rows numbered.
            read_options=pa_csv.ReadOptions(use_threads=False, column_names=names, block_size=MAX_RECORD),
            parse_options=pa_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=b'"' in text,
                ignore_empty_lines=False,
                invalid_row_handler=note_ragged,
            ),
            convert_options=pa_csv.ConvertOptions(
                check_utf8=False,
                column_types=schema,
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                null_values=[""],
            ),
        ) as reader:
            for batch in reader:
                batches.append(_trimmed(batch, has_inner_returns))
                read += batch.num_rows
                tell("Reading rows", min(1.0, len(batches) * MAX_RECORD / (len(text) - start)))
    except pa.ArrowInvalid:
        if too_many:
            raise _too_many_ragged(f"{where}, first in row {heading_row + ragged[0][0]}") from None
        raise IntakeError(
            f"A row is longer than {MAX_RECORD // 1024**2} MB: a quotation mark is opened and never closed.",
            where=f"{where}, after row {heading_row + read}",
            mend="Close the quotation mark, or save the table as an Excel workbook (.xlsx).",
        ) from None
    table = pa.Table.from_batches(batches, schema=schema)
    if not len(table) or table[0][-1].as_py() != _END:
        last = len(table) + len(ragged)
        raise IntakeError(
            "A quotation mark is opened and never closed, so the rows after it cannot be told apart.",
            where=f"{where}, row {heading_row + last}",
            mend="Close or remove the quotation mark, or save the table as an Excel workbook (.xlsx).",
        )
    table, faults = _numbered(table.slice(0, len(table) - 1), ragged, delimiter, shape, heading_row)
    if len(faults) > MAX_RAGGED:
        raise _too_many_ragged(f"{where}, first in row {min(problem.row_number for _, problem in faults)}")
    return table, faults


def _too_many_ragged(where: str) -> IntakeError:
    return IntakeError(
        f"More than {MAX_RAGGED:,} rows have another number of cells than there are headings.",
        where=where,
        mend="Export the table again, or save it as an Excel workbook (.xlsx).",
    )


def _trimmed(batch: pa.RecordBatch, has_inner_returns: bool) -> pa.RecordBatch:
    """Without space around texts, and with blank as null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = []
    for column in batch.columns:
        column = pc.utf8_trim_whitespace(column)
        if has_inner_returns:
            column = pc.replace_substring(column, "\r\n", "\n")
        blank = pc.equal(column, "")
        if pc.any(blank).as_py():
            column = pc.if_else(blank, pa.scalar(None, pa.string()), column)
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _numbered(
    table: pa.Table, ragged: list[tuple[int, str]], delimiter: str, shape: _Shape, heading_row: int
) -> tuple[pa.Table, list[tuple[int | None, Problem]]]:
    """The table with its row numbers, ragged rows put back at their place, cut or filled up to the width."""
    import numpy as np
    import pyarrow as pa

    faults: list[tuple[int | None, Problem]] = []
    numbers = np.arange(1, len(table) + len(ragged) + 1, dtype=np.int64)
    if ragged:
        odd_rows: list[list[str | None]] = []
        for number, line in ragged:
            cells = _cells(line, delimiter)
            while len(cells) > shape.needed and cells[-1] is None:
                cells.pop()
            if any(cells) and not shape.needed <= len(cells) <= shape.allowed:
                faults.append((None, _ragged(heading_row + number, len(cells), shape.needed)))
            odd_rows.append((cells + [None] * shape.width)[: shape.width])
        columns = {name: [row[position] for row in odd_rows] for position, name in enumerate(table.column_names)}
        odd_numbers = np.array([number for number, _ in ragged], dtype=np.int64)
        numbers = np.concatenate([np.delete(numbers, odd_numbers - 1), odd_numbers])
        order = np.argsort(numbers, kind="stable")
        table = pa.concat_tables([table, pa.table(columns, schema=table.schema)]).take(pa.array(order))
        numbers = numbers[order]
    table = table.add_column(0, "row_number", pa.array(numbers + heading_row, pa.int64()))
    return table, faults + _cells_beyond(table, shape)


def _cells(line: str, delimiter: str) -> list[str | None]:
    try:
        cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter), [])
    except csv.Error:  # a cell of more than 128 KB
        cells = line.split(delimiter)
    return [cell.strip() or None for cell in cells]


def _cells_beyond(table: pa.Table, shape: _Shape) -> list[tuple[int | None, Problem]]:
    """Faults for rows that fill cells to the right of the last heading, where most rows have such cells, but empty."""
    import pyarrow.compute as pc

    beyond: dict[int, int] = {}
    for position in range(shape.allowed, shape.width):
        for number in table["row_number"].filter(pc.is_valid(table[f"c{position}"])).to_pylist():
            beyond[number] = position + 1
    return [(None, _ragged(number, cells, shape.needed)) for number, cells in beyond.items()]


def _ragged(row_number: int, cells: int, headings: int) -> Problem:
    counted = f"{cells} cell{'' if cells == 1 else 's'}"
    return Problem(
        row_number=row_number,
        column=None,
        code="ragged_row",
        value_shape=counted,
        message=f"This row has {counted} but there are {headings} headings.",
        mend="Put quotation marks around texts that hold the delimiter."
        if cells > headings
        else "Add the cells that are missing, or save the table as an Excel workbook (.xlsx).",
    )
