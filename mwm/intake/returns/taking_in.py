"""Returns into the store: counted in memory, then written as counts on the same road as every other file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from mwm.errors import IntakeError
from mwm.framework import Framework
from mwm.intake.reading import FileRows
from mwm.intake.report import KEPT_PROBLEMS, Report
from mwm.intake.returns.counted import Choices, Counted, count_returns, in_numbers
from mwm.intake.returns.layout import ReturnFile
from mwm.intake.returns.wording import months_in_words, notes, title
from mwm.intake.taking_in import Progress, take_in
from mwm.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNS = ("month", "breakdown", "category", "looked_after", "started", "ceased", "population_0_17")
KIND = "ssda903"


@dataclass(frozen=True)
class ReturnsReport(Report):
    """What came of importing returns. rows_…: monthly figures, as in the ledger; for a report that was refused before
    anything was counted, rows of episodes. returns: what was read, in numbers; see counted.in_numbers."""

    returns: dict[str, Any] = field(default_factory=dict)


def take_in_returns(
    store: Store,
    files: Sequence[ReturnFile],
    choices: Choices | None = None,
    *,
    accept_good_rows: bool = False,
    progress: Progress | None = None,
    **options: Any,
) -> ReturnsReport:
    """Count returns and write the counts in one transaction; or say why not. No child's row reaches the store.

    accept_good_rows: leave out rows that cannot be right; else any such row stops all. options: authority, framework,
    dry_run, is_synthetic and user, as for take_in. Raises IntakeError for files that cannot be taken at all.
    """
    tell: Progress = progress or _silent
    tell("Counting", 0.1)
    counted = count_returns(files, choices, accept_good_rows=accept_good_rows)
    return write_counts(store, files, counted, progress=tell, **options)


def write_counts(
    store: Store,
    files: Sequence[ReturnFile],
    counted: Counted,
    *,
    authority: str | None = None,
    framework: Framework | None = None,
    dry_run: bool = False,
    is_synthetic: bool = False,
    user: str | None = None,
    progress: Progress | None = None,
) -> ReturnsReport:
    """Write what was counted; as take_in_returns, with the counting done."""
    if counted.is_stopped:
        return _refused(files, counted, authority)
    if not counted.coverage.months:
        raise IntakeError(
            "The returns cover no month whole, so there is nothing to count by month.",
            where=files[0].name,
            mend="Send them once the month is over, or count one day with --dry-run --on.",
        )
    told: Progress = progress or _silent

    def write(rows: FileRows) -> Report:
        return take_in(
            store,
            rows,
            kind=KIND,
            authority=authority,
            framework=framework,
            dry_run=dry_run,
            is_synthetic=is_synthetic,
            user=user,
            progress=lambda words, share: told(words, 0.3 + share * 0.7),
        )

    rows = _as_rows(files, counted)
    report = write(rows)
    if (
        report.status == "unchanged"
        and report.batch_no
        and store.read_value("intake/ssda903/replaced_since", batch_no=report.batch_no)
    ):
        # The same files once more, but in between they were counted otherwise, or corrected: compare, do not trust.
        report = write(replace(rows, sha256=hashlib.sha256(f"{rows.sha256} {store.version}".encode()).hexdigest()))
    plain = {name: value for name, value in vars(report).items() if name not in ("headline", "notes")}
    headline = _headline(report, counted, many=len(files) > 1)
    return ReturnsReport(**plain, headline=headline, notes=notes(counted) + report.notes, returns=in_numbers(counted))


def _headline(report: Report, counted: Counted, *, many: bool) -> str:
    if report.status == "unchanged" and report.batch_no is None:
        return f"Nothing to do: the counts of {months_in_words(counted)}, are in the store already."
    if report.status not in ("imported", "dry run"):
        return report.headline.replace("this file was", "these files were") if many else report.headline
    parts = [f"{report.rows_new:,} figures new"] if report.rows_new else []
    parts += [f"{report.rows_replaced:,} corrected"] if report.rows_replaced else []
    parts += [f"{report.rows_unchanged:,} there already"] if report.rows_unchanged else []
    became = "became" if report.status == "imported" else "would become"
    return f"{title(counted)}. They {became} counts of {months_in_words(counted)} ({', '.join(parts)})."


def _refused(files: Sequence[ReturnFile], counted: Counted, authority: str | None) -> ReturnsReport:
    faults = counted.findings.stopping
    return ReturnsReport(
        kind=KIND,
        file_name=_name(files),
        authority=authority,
        status="refused",
        headline=f"Nothing was imported: {faults:,} {'fault was' if faults == 1 else 'faults were'} found in "
        f"{counted.rows_read:,} episodes and their headers.",
        rows_read=counted.rows_read,
        rows_refused=counted.rows_left_out,
        problems=counted.findings.problems(KEPT_PROBLEMS),
        problem_counts=counted.findings.counts(),
        notes=counted.findings.warnings(),
        returns=in_numbers(counted),
    )


def _as_rows(files: Sequence[ReturnFile], counted: Counted) -> FileRows:
    """The counts as rows of a file, whose digest is that of the files as sent and of what was chosen."""
    import pyarrow as pa

    months = counted.months
    table: dict[str, pa.Array] = {"row_number": pa.array(range(2, len(months) + 2), pa.int64())}
    for place, column in enumerate(_COLUMNS):
        texts = [None if pd.isna(value) else str(value) for value in months[column]]
        table[f"c{place}"] = pa.array(texts, pa.string())
    sizes = {file.sha256: file.size for file in files}
    return FileRows(_name(files), _digest(sizes, counted.choices), sum(sizes.values()), _COLUMNS, pa.table(table))


def _digest(files: dict[str, int], choices: Choices) -> str:
    chosen = "" if choices == Choices() else repr(choices)
    if len(files) == 1 and not chosen:
        return next(iter(files))
    return hashlib.sha256(("".join(sorted(files)) + chosen).encode()).hexdigest()


def _name(files: Sequence[ReturnFile]) -> str:
    names = list(dict.fromkeys(file.name for file in files))
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _silent(words: str, share: float) -> None:
    return None
