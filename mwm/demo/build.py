"""A store filled with the made-up authority, through the same intake as anybody's files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa

from mwm.demo.authority import MadeUp, make_up
from mwm.demo.planted import DEFAULT_SEED, PLANTED, last_complete_month
from mwm.errors import StoreError
from mwm.framework import load_framework
from mwm.intake import FileRows, Report, read_file, take_in
from mwm.scope import Month
from mwm.settings import REFERENCE_FOLDER
from mwm.store import Store

PUBLISHED = REFERENCE_FOLDER / "looked_after_published.csv"
NEIGHBOURS = REFERENCE_FOLDER / "statistical_neighbours.csv"

Progress = Callable[[str, float], None]


def build_demo(
    store: Store | str | Path,
    *,
    observations: int | None = None,
    seed: int = DEFAULT_SEED,
    until: Month | None = None,
    progress: Progress | None = None,
) -> None:
    """Fill a new store with six years of a made-up authority, and with true published figures beside it.

    store: an open, empty store, or the path of a file that does not exist yet; the file appears only once it is whole.
    observations: exactly how many (default 6,800; ten million grades are 1.43 million). until: the last month of data,
    included; the last complete month where not given. progress: told what is being done and the share done, 0 to 1.
    Raises StoreError where there is something in the store, or a file, already.
    """
    made_up = make_up(until or last_complete_month(date.today()), observations=observations, seed=seed)
    tell = progress or (lambda what, share: None)
    if isinstance(store, Store):
        _fill(store, made_up, seed, tell)
        return
    path = Path(store)
    if path.exists():
        raise StoreError(
            "There is a file of this name already.", where=path.name, mend="Give another file with --store."
        )
    unfinished = path.with_name(f"{path.stem}.unfinished{path.suffix}")
    _remove(unfinished)  # left by a build that was killed
    try:
        with Store.open(unfinished, create=True) as opened:
            _fill(opened, made_up, seed, tell)
        unfinished.rename(path)
    finally:
        _remove(unfinished)


def _remove(unfinished: Path) -> None:
    for leftover in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
        leftover.unlink(missing_ok=True)


def _fill(store: Store, made_up: MadeUp, seed: int, tell: Progress) -> None:
    if len(store.read("intake/ledger/authorities")):
        raise StoreError(
            "There is data in this store already; made-up rows do not go beside it.",
            where=store.path.name,
            mend="Give another file with --store.",
        )
    framework = load_framework("msw")
    until = made_up.organisation.until

    def take(kind: str, rows: pa.Table, part: str = "") -> None:
        name = f"made-up {kind.replace('_', ' ')}{part}.csv"
        file = as_file(name, rows, f"{seed} {until} {len(made_up.practice)}")
        _expect_imported(
            take_in(store, file, kind=kind, authority=PLANTED.authority, framework=framework, is_synthetic=True)
        )

    tell("Teams and workers", 0.0)
    take("organisation", made_up.teams_and_workers())
    done = 0
    for number, rows in enumerate(made_up.observations(), start=1):
        tell("Observations", 0.1 + 0.7 * done / len(made_up.practice))
        take("observations", rows, f" {number}")
        done += int(np.count_nonzero(rows["grader_id"].is_null()))
    tell("Looked after children", 0.8)
    take("looked_after", made_up.looked_after())
    take("ssda903", made_up.looked_after_divided())
    take("indicators", made_up.indicators())
    for kind, rows in made_up.plans().items():
        take(kind, rows)
    tell("Supervision and feedback", 0.85)
    for kind, rows in (made_up.supervision(framework) | made_up.feedback(framework)).items():
        if len(rows):
            take(kind, rows)
    tell("Published figures", 0.95)
    _expect_imported(take_in(store, read_file(PUBLISHED), kind="published_figures"))
    _expect_imported(take_in(store, read_file(NEIGHBOURS), kind="neighbours"))
    tell("Groups", 0.97)
    take("groups", made_up.groups())
    tell("Done", 1.0)


def _expect_imported(report: Report) -> None:
    if report.status != "imported":
        first = f" {report.problems[0].message}" if report.problems else ""
        raise StoreError(f"The made-up rows were not taken in. {report.headline}{first}", where=report.file_name)


def as_file(name: str, rows: pa.Table, made_from: str) -> FileRows:
    """Rows as if they had been read from a file; made_from says all that the rows depend on, and stands for them."""
    renamed = rows.rename_columns([f"c{number}" for number in range(rows.num_columns)])
    numbers = pa.array(np.arange(2, rows.num_rows + 2))  # a file's headings are row 1
    digest = sha256(f"{name} {made_from}".encode()).hexdigest()
    return FileRows(name, digest, rows.nbytes, tuple(rows.column_names), renamed.add_column(0, "row_number", numbers))
