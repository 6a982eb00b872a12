"""Made-up rows for tests of the intake, as files and as rows that were read already, and a look into the tables."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from mwm.intake import FileRows, Problem, Report, take_in
from mwm.store import Store

Row = Mapping[str, str | None]


def observation(number: int | str = 1, **changes: str | None) -> dict[str, str | None]:
    """One row without fault. Each number has a worker of its own, so that rows do not get in each other's way."""
    row: dict[str, str | None] = {
        "observation_id": f"OBS-{number}",
        "observed_on": "2025-03-10",
        "service_area": "Children in Need",
        "team": "North 1",
        "worker_id": f"WORKER-{number}",
        "observer_id": "OBSERVER-1",
        "evocation": "3",
        "empathy": "4",
        "setting": "home visit",
        "medium": "live",
        "visit_number": "2",
        "family_ref": f"FAMILY-{number}",
        "grader_id": None,
        "coached_on": None,
    }
    return row | changes


def file_of(rows: Sequence[Row], name: str = "made.csv", problems: Sequence[Problem] = ()) -> FileRows:
    """Rows as if a file had been read: the columns are those of the first row."""
    headings = tuple(rows[0])
    table = {"row_number": pa.array(range(2, len(rows) + 2), pa.int64())}
    for place, heading in enumerate(headings):
        table[f"c{place}"] = pa.array([row.get(heading) or None for row in rows], pa.string())
    digest = hashlib.sha256(repr([name, headings, [list(row.values()) for row in rows]]).encode()).hexdigest()
    return FileRows(name, digest, 100 * len(rows), headings, pa.table(table), problems=tuple(problems))


def send(store: Store, *rows: Row, **options: Any) -> Report:
    """Take rows in; a store without teams takes them from the rows."""
    return take_in(store, file_of(rows), **{"create_teams": True, "user": "tester"} | options)


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    """Rows as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def look(store: Store, sql: str) -> list[tuple[Any, ...]]:
    """Rows straight from the tables."""
    with store._engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql).all()]


def found(report: Report) -> set[tuple[int, str | None, str]]:
    """Row, column and code of each problem."""
    return {(problem.row_number, problem.column, problem.code) for problem in report.problems}
