"""Checks a file's rows, and tells what is wrong with which."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mwm.intake.problems import Problem
from mwm.intake.reading import FileRows
from mwm.intake.staging import Staged, blank_cells
from mwm.intake.wording import Wording
from mwm.store import Workspace

_TEXTS = ("column_name", "code", "value", "hint")


@dataclass(frozen=True)
class Findings:
    """What the checks found. counts: (code, heading) → cells. refused_rows: numbers of the rows with any fault.
    kept: as in Staged.
    """

    work: Workspace
    wording: Wording
    ready: Mapping[tuple[int, str | None, str], Problem]
    counts: dict[tuple[str, str | None], int]
    refused_rows: list[int]
    kept: tuple[frozenset[int] | None, ...]

    def problems(self, at_most: int) -> list[Problem]:
        """The first so many faults, in the order of the rows."""
        if not self.counts:
            return []
        found = self.work.read("intake/problems", at_most=at_most)
        return [
            self.ready.get((number, _text(column), code))
            or self.wording.problem(number, _text(column), code, _text(value), _text(hint))
            for number, column, code, value, hint in zip(
                found["row_number"].tolist(), *(found[name] for name in _TEXTS), strict=True
            )
        ]


def check(
    work: Workspace,
    staged: Staged,
    files: Sequence[FileRows],
    wording: Wording,
    checks: Mapping[str, dict[str, Any]],
    tell: Callable[[float], None],
) -> Findings:
    """Run checks on the rows in staged and typed, and look for blank cells.

    checks: names of the queries, each with its parameters. tell: called with the share of the checks that is done.
    """
    work.run("intake/create_problem")
    for number, (name, parameters) in enumerate(checks.items(), start=1):
        work.collect("problem", name, **parameters)
        tell(number / len(checks))
    for key, row_numbers in blank_cells(staged):
        rows = pd.DataFrame({"row_number": row_numbers.to_pandas()}).assign(column_name=key, code="blank_cell")
        _add(work, rows)
    ready = {(problem.row_number, problem.column, problem.code): problem for problem in _from_reading(files)}
    if ready:
        _add(work, pd.DataFrame(list(ready), columns=["row_number", "column_name", "code"]))
    found = work.read("intake/problem_counts")
    counts: dict[tuple[str, str | None], int] = {}
    for code, column, cells in zip(found["code"], found["column_name"], found["cells"], strict=True):
        sort = (str(code), wording.heading(_text(column)))
        counts[sort] = counts.get(sort, 0) + int(cells)
    refused = work.read("intake/refused_rows")["row_number"].tolist() if counts else []
    return Findings(work, wording, ready, counts, refused, staged.kept)


def rejected_rows(findings: Findings, files: Sequence[FileRows], batch_id: str) -> pd.DataFrame:
    """Every fault of every refused row with the row's cells by heading, as the table rejected_row has them."""
    cells = _cells(files, findings.refused_rows, findings.kept)
    rows = [
        {
            "batch_id": batch_id,
            "row_number": problem.row_number,
            "column_name": problem.column,
            "problem": problem.code,
            "value_shape": problem.value_shape,
            "message": problem.message,
            "mend": problem.mend,
            "row_values": cells.get(problem.row_number, "{}"),
        }
        for problem in findings.problems(2**40)
    ]
    frame = pd.DataFrame(rows)
    frame["column_name"] = frame["column_name"].astype("string")
    return frame


def _cells(
    files: Sequence[FileRows], row_numbers: Sequence[int], kept: Sequence[frozenset[int] | None]
) -> dict[int, str]:
    """Row number → the row's cells by heading, as JSON; blank where they may not be kept."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found, offset = {}, 0
    wanted = pa.array(row_numbers, pa.int64())
    for file, places in zip(files, kept, strict=True):
        numbers = pc.add(file.rows["row_number"], offset)
        refused = file.rows.filter(pc.is_in(numbers, value_set=wanted))
        columns = [
            refused[f"c{place}"].to_pylist() if places is None or place in places else [None] * len(refused)
            for place in range(len(file.headings))
        ]
        for number, *values in zip(refused["row_number"].to_pylist(), *columns, strict=True):
            found[number + offset] = json.dumps(dict(zip(file.headings, values, strict=True)), ensure_ascii=False)
        offset = pc.max(numbers).as_py() or 0
    return found


def _from_reading(files: Sequence[FileRows]) -> list[Problem]:
    """Faults that reading the files has found already, with row numbers that go on from file to file."""
    import pyarrow.compute as pc

    found, offset = [], 0
    for file in files:
        found += [replace(problem, row_number=problem.row_number + offset) for problem in file.problems]
        offset += pc.max(file.rows["row_number"]).as_py() or 0
    return found


def _add(work: Workspace, rows: pd.DataFrame) -> None:
    frame = rows.reindex(columns=["row_number", *_TEXTS])
    work.append("problem", frame.astype(dict.fromkeys(_TEXTS, "string")))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
