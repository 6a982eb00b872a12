"""Import beside a bare load of the same file, and the made-up authority at ten million grades."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.alone import run_alone
from tests.benchmarks.files import write_csv, write_workbook
from tests.benchmarks.measuring import Line


def measure_imports(folder: Path, *, rows: int, workbook_rows: int, repeats: int) -> list[Line]:
    """rows: observations in the CSV file. Each piece of work has a fresh process and fresh files."""
    csv = write_csv(folder / "observations.csv", rows), write_csv(folder / "few.csv", 1_000)
    taken, bare, peak = _side_by_side("import", "load", csv, folder, repeats)
    lines = [
        Line(
            f"import of {rows:,} observations from CSV, every check",
            taken,
            "s",
            "bare INSERT … SELECT * FROM read_csv",
            bare,
            at_most_times=5,
        ),
        Line("  its peak memory", peak, "MiB", at_most=2048),
    ]
    csv[0].unlink()
    books = write_workbook(folder / "observations.xlsx", workbook_rows), write_workbook(folder / "few.xlsx", 1_000)
    taken, bare, peak = _side_by_side("import", "read", books, folder, repeats)
    what = f"import of {workbook_rows:,} observations from XLSX, every check"
    lines += [
        Line(what, taken, "s", "calamine's bare read", bare, at_most_times=3),
        Line("  its peak memory", peak, "MiB"),
    ]
    return lines


def measure_demo(store: Path, observations: int, grades: str) -> list[Line]:
    """Builds the store, once, and says how long that took."""
    taken, peak = run_alone("demo", observations, store)
    return [
        Line(f"made-up authority with {grades} grades (once)", taken, "s", at_most=45),
        Line("  its peak memory", peak, "MiB"),
    ]


def _side_by_side(
    ours: str, bare: str, files: tuple[Path, Path], folder: Path, repeats: int
) -> tuple[float, float, float]:
    """Median seconds of ours and of the bare work, taking turns, and the highest peak of ours in MiB."""
    turns = [(_once(ours, files, folder), _once(bare, files, folder)) for _ in range(repeats)]
    taken, peaks = zip(*(mine for mine, _ in turns), strict=True)
    return median(taken), median(seconds for _, (seconds, _) in turns), max(peaks)


def _once(what: str, files: tuple[Path, Path], folder: Path) -> tuple[float, float]:
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        return run_alone(what, *files, fresh)
