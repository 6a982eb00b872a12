"""Commands about files taken in: import, template, batches, undo."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mwm.cli import returns
from mwm.cli.commands import DONE, REFUSED, Commands, add_format, open_store, opened, print_answer, store_path
from mwm.errors import IntakeError, UsageError
from mwm.scope import Scope
from mwm.settings import settings
from mwm.terminal import Progress
from mwm.viewer import LOCAL_VIEWER

if TYPE_CHECKING:
    from mwm.framework import Framework
    from mwm.intake import Report
    from mwm.store import Store


def add_to(commands: Commands) -> None:
    """Register these commands."""
    take = commands.add(
        "import", _import, "check files and take them into the store", "import observations.csv --create-teams"
    )
    take.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or XLSX; SSDA903 returns also as XML")
    take.add_argument("--kind", help="what the file holds; recognised from its columns where left out")
    take.add_argument("--authority", help="whose data it is; needed where the store holds several")
    take.add_argument("--framework", help="framework file or key for a new authority (default msw)")
    take.add_argument(
        "--accept-good-rows", action="store_true", help="take the good rows, keep the others to be mended"
    )
    take.add_argument("--create-teams", action="store_true", help="take service areas and teams from this file")
    take.add_argument("--dry-run", action="store_true", help="report only; nothing is written")
    take.add_argument("--map", action="append", default=[], metavar="HEADING=COLUMN", help="name a column's heading")
    take.add_argument("--refused", type=Path, metavar="OUT.xlsx", help="write refused rows here, to be mended")
    take.add_argument("--format", choices=("text", "json"), default="text")
    returns.add_options(take)

    template = commands.add(
        "template", _template, "write an empty workbook for one kind", "template observations --out observations.xlsx"
    )
    template.add_argument("kind", metavar="KIND", help="observations, organisation, looked_after, events …")
    template.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")
    template.add_argument("--authority", help="whose framework the columns come from")
    template.add_argument("--framework", help="framework file or key (default: the store's, else msw)")

    batches = commands.add("batches", _batches, "list imports, newest first", "batches --format json")
    batches.add_argument("--authority")
    add_format(batches)

    undo = commands.add("undo", _undo, "take an import back whole", "undo 3")
    undo.add_argument("batch", metavar="BATCH", help="its number or id, as batches lists it")


def _import(given: argparse.Namespace) -> int:
    from mwm.framework import load_framework
    from mwm.intake import Report, import_file

    of_return, others = returns.told_apart(given)
    if given.on:
        return returns.count_day(given, of_return)
    mapping = dict(_pair(text) for text in given.map)
    framework = load_framework(given.framework) if given.framework else None
    reports: list[Report] = []
    with _opened_for_import(store_path(given)) as store:
        if of_return:
            reports.append(_import_returns(store, given, of_return, framework))
        for file in others:
            try:
                with Progress(file.name) as progress:
                    report = import_file(
                        store,
                        file,
                        kind=given.kind,
                        authority=given.authority,
                        framework=framework,
                        accept_good_rows=given.accept_good_rows,
                        create_teams=given.create_teams,
                        dry_run=given.dry_run,
                        mapping=mapping,
                        progress=progress,
                    )
            except IntakeError as error:  # one file that cannot be read does not keep the others out
                print(f"{file.name}: {error}", file=sys.stderr)
                reports.append(Report(given.kind or "", file.name, given.authority, "refused", str(error)))
                continue
            reports.append(report)
            if given.format == "text":
                _print_report(report)
            if given.refused:
                several = given.refused.with_name(f"{given.refused.stem}-{file.stem}{given.refused.suffix}")
                _write_refused(store, report, file, several if len(others) > 1 else given.refused)
    if given.format == "json":
        print(json.dumps([report.to_dict() for report in reports], indent=2, ensure_ascii=False))
    return REFUSED if any(report.status == "refused" for report in reports) else DONE


def _import_returns(
    store: Store, given: argparse.Namespace, files: Sequence[Path], framework: Framework | None
) -> Report:
    from mwm.intake import Report

    try:
        report: Report = returns.import_returns(store, given, files, framework)
    except IntakeError as error:
        print(error, file=sys.stderr)
        return Report("ssda903", files[0].name, given.authority, "refused", str(error))
    if given.format == "text":
        _print_report(report)
    if given.refused and report.problems:
        print("Rows of a return hold children's data, so they are not written to a file.", file=sys.stderr)
    return report


@contextmanager
def _opened_for_import(path: Path) -> Iterator[Store]:
    """The store, made where there is none; a refused or trial import leaves no empty one behind."""
    is_new = not path.exists()
    untouched = False
    try:
        with opened(path, create=True) as store:
            try:
                yield store
            finally:
                untouched = store.version == 0
    finally:
        if is_new and untouched:
            path.unlink(missing_ok=True)


def _pair(text: str) -> tuple[str, str]:
    heading, _, column = text.rpartition("=")
    if not heading or not column:
        raise UsageError("--map takes HEADING=COLUMN.", mend='For example --map "Date of visit=observed_on".')
    return heading, column


def _print_report(report: Any) -> None:
    print(report.headline)
    for note in report.notes:
        print(f"  note: {note}")
    for problem in report.problems[:50]:
        column = f", column {problem.column}" if problem.column else ""
        print(f"  row {problem.row_number}{column}: {problem.message} {problem.mend}")
    if len(report.problems) > 50:
        print(f"  … and {len(report.problems) - 50:,} more.")


def _write_refused(store: Store, report: Any, file: Path, out: Path) -> None:
    from mwm.intake import read_file
    from mwm.intake.refused_workbook import refused_workbook_kept, refused_workbook_of
    from mwm.questions import refused_rows

    if report.batch_id and report.rows_refused:
        out.write_bytes(refused_workbook_kept(refused_rows(store, LOCAL_VIEWER, report.batch_id)))
    elif report.problems:
        out.write_bytes(refused_workbook_of(read_file(file), report.problems))
    else:
        return
    print(f"Refused rows are in {out.name}: mend the marked cells and import that file.", file=sys.stderr)


def _template(given: argparse.Namespace) -> int:
    from mwm.framework import load_framework
    from mwm.intake.kinds import kind_of
    from mwm.intake.templates import write_template
    from mwm.questions import settle

    if given.framework or not store_path(given).exists():
        framework = load_framework(given.framework or settings().framework)
    else:
        with open_store(given) as store:
            authority = settle(store, Scope(authority=given.authority)).authority
            framework = store.framework(authority) if authority else load_framework(settings().framework)
    print(f"Written: {write_template(kind_of(given.kind), framework, given.out).name}")
    return DONE


def _batches(given: argparse.Namespace) -> int:
    from mwm.questions import import_batches

    with open_store(given) as store:
        print_answer(import_batches(store, LOCAL_VIEWER, Scope(authority=given.authority)), given.format)
    return DONE


def _undo(given: argparse.Namespace) -> int:
    from mwm.intake import undo

    with open_store(given) as store:
        print(undo(store, given.batch).headline)
    return DONE
