"""From a file that somebody sends to a table of texts, whatever the file turns out to be.

What a file is gets told from its content, never from the end of its name. Nothing is written anywhere.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mwm.errors import IntakeError
from mwm.intake.grid import empty_file, tidy
from mwm.intake.problems import Problem

if TYPE_CHECKING:
    import pyarrow as pa

MAX_BYTES = 250 * 1024 * 1024
"""About three million observations as CSV; more would not fit beside its own table in 1 GiB of memory."""

_PIECE = 8 * 1024 * 1024
_NOTHING = b"\0 \t\r\n\x1a\xef\xbb\xbf\xff\xfe"

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of it that is done, 0 to 1."""


@dataclass(frozen=True)
class FileRows:
    """A file's rows as texts.

    size: bytes. headings: as written, trimmed. rows: "row_number" int64, then one string column for each heading,
    named c0, c1, … (blank is null, text is trimmed). row_number is what a spreadsheet shows: the headings are row 1,
    and blank lines count. notes: sentences for people. problems: faults seen while reading: a row with too many or too
    few cells ("ragged_row"), a formula ("formula_cell"), a cell that shows an error ("cell_error").
    """

    name: str
    sha256: str
    size: int
    headings: tuple[str, ...]
    rows: pa.Table
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_file(
    path: Path, *, name: str | None = None, progress: Progress | None = None, sheets: Collection[str] = ()
) -> FileRows:
    """Read a CSV, TSV or XLSX file.

    name: what messages call the file, where its path is not what the person chose. sheets: sheet names to prefer in a
    workbook. Raises IntakeError for everything that is no table of texts, is too large, or could do harm.
    """
    where = name or path.name
    tell = progress or _silent
    return _read(_content(path, where, tell), where, tell, sheets)


def read_bytes(data: bytes, *, name: str) -> FileRows:
    """Read what was pasted or uploaded, without a file. Raises IntakeError as read_file does."""
    if len(data) > MAX_BYTES:
        raise _too_large(len(data), name)
    if not data.strip(_NOTHING):
        raise empty_file(name)
    return _read(bytearray(data), name, _silent, ())


def _read(data: bytearray, where: str, tell: Progress, sheets: Collection[str]) -> FileRows:
    digest, size = hashlib.sha256(data).hexdigest(), len(data)
    _refuse_what_is_no_table(data, where)
    if data.startswith(b"PK\x03\x04"):
        from mwm.intake.workbooks import read_workbook

        grid = read_workbook(bytes(data), where, tell, sheets)
    else:
        from mwm.intake.text_files import read_text_file

        grid = read_text_file(data, where, tell)
    del data
    tidied = tidy(grid, where)
    return FileRows(where, digest, size, tidied.headings, tidied.rows, tidied.notes, tidied.problems)


def _too_large(size: int, where: str) -> IntakeError:
    return IntakeError(
        f"This file is {size / 1024**2:,.0f} MB; at most {MAX_BYTES // 1024**2} MB can be read.",
        where=where,
        mend="Split it, for example by year, and send the parts one after the other.",
    )


def _silent(doing: str, share: float) -> None:
    return None


def _content(path: Path, where: str, tell: Progress) -> bytearray:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise IntakeError("This is a folder, not a file.", where=where, mend="Name the file inside it.")
        if not stat.S_ISREG(about.st_mode):
            raise IntakeError("This is not an ordinary file.", where=where, mend="Save it as a file first.")
        if about.st_size > MAX_BYTES:
            raise _too_large(about.st_size, where)
        data = bytearray()
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                data += piece
                if len(data) > about.st_size:
                    raise IntakeError(
                        "This file grew while it was being read.",
                        where=where,
                        mend="Wait until it is saved.",
                    )
                tell("Opening the file", len(data) / about.st_size)
    except FileNotFoundError:
        raise IntakeError("There is no such file.", where=where, mend="Check its name and folder.") from None
    except PermissionError:
        raise IntakeError(
            "This file cannot be opened.",
            where=where,
            mend="Close it in other programs; check that you may read it.",
        ) from None
    except OSError as error:
        raise IntakeError(
            f"This file cannot be read: {error.strerror or 'the disk or network failed'}.",
            where=where,
            mend="Copy it to this computer and try again.",
        ) from None
    if not data[:_PIECE].strip(_NOTHING) and not data.strip(_NOTHING):
        raise empty_file(where)
    return data


_AS_TABLE = "Open it in the program that it comes from and save the table as .xlsx or .csv."
_SAVE_AS_XLSX = "Open it in Excel and save it as “Excel workbook (.xlsx)”."

# First bytes → what the file is, and what to do about it.
_NO_TABLE: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", _AS_TABLE),
    (b"\x89PNG", "a picture", _AS_TABLE),
    (b"\xff\xd8\xff", "a picture", _AS_TABLE),
    (b"GIF8", "a picture", _AS_TABLE),
    (b"{\\rtf", "a text document", _AS_TABLE),
    (b"\x1f\x8b", "a compressed file", "Unpack it and send the table that is inside."),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file", "Unpack it and send the table that is inside."),
    (b"Rar!", "a compressed file", "Unpack it and send the table that is inside."),
    (b"PK\x05\x06", "an empty zip file", "Send the table itself."),
    (b"PAR1", "a Parquet file", _AS_TABLE),
    (b"SQLite format 3", "a database", _AS_TABLE),
    (b"<!doctype", "a web page, even if its name says otherwise", _SAVE_AS_XLSX),
    (b"<html", "a web page, even if its name says otherwise", _SAVE_AS_XLSX),
    (b"<table", "a web page, even if its name says otherwise", _SAVE_AS_XLSX),
    (b"<?xml", "an XML file", _SAVE_AS_XLSX),
    (b'{"', "a JSON file", _AS_TABLE),
    (b"[{", "a JSON file", _AS_TABLE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _refuse_what_is_no_table(data: bytearray, where: str) -> None:
    if data.startswith(_OLE):
        # An encrypted workbook is an old-style container with this one stream in it.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise IntakeError(
                "This workbook is protected by a password or a sensitivity label.",
                where=where,
                mend="Remove the protection in Excel (File, Info, Protect Workbook), save it and send it again.",
            )
        raise IntakeError(
            "This is an Excel 97–2003 file (.xls) or other old document.", where=where, mend=_SAVE_AS_XLSX
        )
    start = bytes(data[:256]).removeprefix(b"\xef\xbb\xbf").lstrip()
    for first_bytes, what, mend in _NO_TABLE:
        if start[: len(first_bytes)].lower() == first_bytes.lower():
            raise IntakeError(f"This is {what}, not a table.", where=where, mend=mend)
