"""From a file of the return to a table in memory: CSV, Excel or XML."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pandas as pd

from mwm.errors import IntakeError
from mwm.intake.reading import MAX_BYTES, FileRows, Progress, read_bytes, read_file
from mwm.intake.returns.layout import ReturnFile, columns_of, missing_of, table_of
from mwm.intake.returns.xml_files import read_xml

_LOOK_AT = 64 * 1024
_TAGS = ("<EPISODE", "<CHILDID", "<HEADER")


def is_return(start: bytes) -> bool:
    """Whether a file whose first bytes these are is a part of the return. A workbook cannot be told from its start."""
    text = _text(start[:_LOOK_AT])
    if text.startswith("<"):
        return any(tag in text.upper() for tag in _TAGS)
    for line in text.splitlines():
        if line.strip() and not line.startswith("sep="):
            return any(table_of(next(csv.reader([line], delimiter=mark), [])) for mark in ",;\t")
    return False


def is_return_file(path: Path) -> bool:
    """Whether a file is a part of the return. A file that cannot be read is none: reading it will say why."""
    try:
        with path.open("rb") as file:
            start = file.read(_LOOK_AT)
        if start.startswith(b"PK\x03\x04"):
            return table_of(read_file(path).headings) is not None
    except (OSError, IntakeError):
        return False
    return is_return(start)


def read_return_file(path: Path, *, progress: Progress | None = None) -> list[ReturnFile]:
    """The tables of one file: one, or both of an XML return. Raises IntakeError for what cannot be read."""
    with path.open("rb") as file:
        is_xml = _text(file.read(_LOOK_AT)).startswith("<")
    if is_xml and path.stat().st_size <= MAX_BYTES:
        return read_return(path.read_bytes(), path.name)
    return [_of_rows(read_file(path, progress=progress))]


def read_return(data: bytes, name: str) -> list[ReturnFile]:
    """The tables of one file that was uploaded; see read_return_file."""
    if not _text(data[:_LOOK_AT]).startswith("<"):
        return [_of_rows(read_bytes(data, name=name))]
    episodes, header = read_xml(data, name)
    digest, size = hashlib.sha256(data).hexdigest(), len(data)
    note = f"{name}: row numbers are the number of the EPISODE, or of the child, in the file."
    return [
        ReturnFile(name, "episodes", episodes, digest, size, notes=(note,)),
        ReturnFile(name, "header", header, digest, size),
    ]


def _of_rows(rows: FileRows) -> ReturnFile:
    table = table_of(rows.headings)
    if table is None:
        raise IntakeError(
            "The columns of this file are not those of an SSDA903 return.",
            where=rows.name,
            mend="Send the return's EPISODES file, and its HEADER file for ages.",
        )
    places = columns_of(table, rows.headings) if table != "other" else {}
    kept: dict[str, object] = {"row": rows.rows["row_number"].to_numpy()}
    for name, place in places.items():
        kept[name] = pd.Series(rows.rows[f"c{place}"].to_pandas(), dtype="str")
    return ReturnFile(
        rows.name,
        table,
        pd.DataFrame(kept),
        rows.sha256,
        rows.size,
        missing_of(table, list(places)),
        tuple(f"{rows.name}: {note}" for note in rows.notes),
        rows.problems,
    )


def _text(start: bytes) -> str:
    """The start of a file as text, good enough to see headings and tags in."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return start[: len(start) // 2 * 2].decode("utf-16", "ignore").lstrip()
    return start.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n")
