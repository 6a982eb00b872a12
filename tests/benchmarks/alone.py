"""One piece of work in a process of its own, so that its memory is its own: prints its seconds and its peak memory.

python -m tests.benchmarks.alone import|load|read BIG SMALL FOLDER      (SMALL is the warm-up)
python -m tests.benchmarks.alone demo OBSERVATIONS STORE
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mwm.settings import ROOT

SQL = Path(__file__).parent / "sql"


def run_alone(*arguments: object) -> tuple[float, float]:
    """Start this module with these arguments. Returns seconds and peak memory in MiB."""
    command = [sys.executable, "-m", "tests.benchmarks.alone", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    told = json.loads(done.stdout)
    return told["seconds"], told["peak"]


def imported(file: Path, store: Path) -> float:
    """Seconds of a whole import with every check, from the file to the last byte in a new store."""
    from mwm.intake import import_file
    from mwm.store import Store

    with Store.open(store, create=True) as opened:
        start = time.perf_counter()
        report = import_file(opened, file, create_teams=True, authority="Benchmark")
        spent = time.perf_counter() - start
    if report.status != "imported":
        raise RuntimeError(report.headline)
    return spent


def loaded(file: Path, store: Path) -> float:
    """Seconds of a bare INSERT … SELECT * FROM read_csv(…) into a typed table of a new DuckDB file."""
    import duckdb

    with duckdb.connect(store) as connection:
        connection.execute((SQL / "bare_table.sql").read_text())
        start = time.perf_counter()
        connection.execute((SQL / "bare_load.sql").read_text(), {"file": str(file)})
        spent = time.perf_counter() - start
        if not connection.execute((SQL / "bare_count.sql").read_text()).fetchall()[0][0]:
            raise RuntimeError("nothing was read")
    return spent


def read(file: Path, store: Path) -> float:
    """Seconds that calamine takes to read a workbook's first sheet."""
    from python_calamine import CalamineWorkbook

    start = time.perf_counter()
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    spent = time.perf_counter() - start
    if len(rows) < 2:
        raise RuntimeError("nothing was read")
    return spent


def demo(observations: int, store: Path) -> float:
    """Seconds that the made-up authority takes, from the first row to the last byte."""
    from mwm.demo import build_demo

    start = time.perf_counter()
    build_demo(store, observations=observations)
    return time.perf_counter() - start


WORK: dict[str, Callable[[Path, Path], float]] = {"import": imported, "load": loaded, "read": read}


def main() -> None:
    what = sys.argv[1]
    if what == "demo":
        spent = demo(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        big, small, folder = map(Path, sys.argv[2:])
        WORK[what](small, folder / "warm-up.duckdb")
        spent = WORK[what](big, folder / "measured.duckdb")
    print(json.dumps({"seconds": spent, "peak": _peak()}))


def _peak() -> float:
    """The most memory that this process ever had, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux, what getrusage says may be the size of the process that started this one
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())[0]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
