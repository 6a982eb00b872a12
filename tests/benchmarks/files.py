"""Files to import: the made-up authority's observations, one grader each, as people would send them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from mwm.demo.authority import make_up
from mwm.demo.practice import ELEMENTS
from mwm.scope import Month

UNTIL = Month.parse("2025-12")
_DATES, _NUMBERS = {"observed_on", "coached_on"}, {"visit_number", *ELEMENTS}


def observation_rows(count: int) -> Iterator[pa.Table]:
    """Exactly so many observations, as texts, in parts."""
    for rows in make_up(UNTIL, observations=count).observations():
        yield rows.filter(pc.is_null(rows["grader_id"]))


def write_csv(path: Path, count: int) -> Path:
    """A CSV file of so many observations, each with seven grades."""
    for part, rows in enumerate(observation_rows(count)):
        with path.open("wb" if part == 0 else "ab") as out:
            options = pyarrow.csv.WriteOptions(include_header=part == 0, quoting_style="none")
            pyarrow.csv.write_csv(rows, out, options)
    return path


def write_workbook(path: Path, count: int) -> Path:
    """The same as a workbook: dates and numbers are dates and numbers."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Observations")
    for part, rows in enumerate(observation_rows(count)):
        if part == 0:
            sheet.append(rows.column_names)
        columns = [_cells(name, rows[name].to_pylist()) for name in rows.column_names]
        for row in zip(*columns, strict=True):
            sheet.append(row)
    book.save(path)
    return path


def _cells(name: str, texts: list[str | None]) -> list[object]:
    if name in _DATES:
        return [date.fromisoformat(text) if text else None for text in texts]
    if name in _NUMBERS:
        return [int(text) if text else None for text in texts]
    return list(texts)
