"""The part of `import` that is about SSDA903 returns: several files are one import, or one count of a day."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mwm.cli.commands import DONE, REFUSED
from mwm.errors import UsageError
from mwm.terminal import Progress

if TYPE_CHECKING:
    from mwm.framework import Framework
    from mwm.intake.returns import Choices, Counted, ReturnFile, ReturnsReport
    from mwm.store import Store


def add_options(take: argparse.ArgumentParser) -> None:
    """The switches of `import` that are for returns only."""
    group = take.add_argument_group("SSDA903 returns (EPISODES and HEADER files of one or more years, given together)")
    group.add_argument("--with-short-breaks", action="store_true", help="count short breaks (V3, V4); else left out")
    group.add_argument(
        "--close-lost",
        action="store_true",
        help="end what an old return left open, at its year's end, where no later return has the child",
    )
    group.add_argument(
        "--population", metavar="N|FILE", help="children aged 0 to 17, or a file with year (or month) and population"
    )
    group.add_argument("--on", metavar="YYYY-MM-DD", help="with --dry-run: count one day, store nothing")


def told_apart(given: argparse.Namespace) -> tuple[list[Path], list[Path]]:
    """The files that are parts of a return, and the others. Raises UsageError where a switch fits none of them."""
    from mwm.intake.returns import KIND, is_return_file

    may_be = given.kind in (None, KIND)
    returns = [file for file in given.files if may_be and is_return_file(file)]
    others = [file for file in given.files if file not in returns]
    switches = given.with_short_breaks or given.close_lost or given.population or given.on
    if switches and not returns:
        raise UsageError(
            "--with-short-breaks, --close-lost, --population and --on are for SSDA903 returns; none is given.",
            mend="Name the return's EPISODES file, and its HEADER file for ages.",
        )
    if given.on and others:
        raise UsageError("--on counts SSDA903 returns only.", mend=f"Leave out {others[0].name}.")
    if given.on and not given.dry_run:
        raise UsageError("--on counts a day and stores nothing.", mend="Add --dry-run.")
    return returns, others


def import_returns(
    store: Store, given: argparse.Namespace, files: Sequence[Path], framework: Framework | None
) -> ReturnsReport:
    """Take all returns in as one import."""
    from mwm.intake.returns import take_in_returns

    with Progress("SSDA903 returns") as progress:
        return take_in_returns(
            store,
            _read(files, progress),
            _choices(given),
            accept_good_rows=given.accept_good_rows,
            authority=given.authority,
            framework=framework,
            dry_run=given.dry_run,
            progress=progress,
        )


def count_day(given: argparse.Namespace, files: Sequence[Path]) -> int:
    """Print the children looked after on one day. Nothing is stored and no store is opened."""
    from mwm.intake.returns import count_returns, day_in_numbers

    day = _day(given.on)
    with Progress("SSDA903 returns") as progress:
        counted = count_returns(_read(files, progress), _choices(given), accept_good_rows=given.accept_good_rows)
    if counted.is_stopped:
        _print_refusal(counted, given.format)
        return REFUSED
    numbers = day_in_numbers(counted, day)
    if given.format == "json":
        print(json.dumps(numbers, indent=2, ensure_ascii=False))
    else:
        _print_day(day, numbers, counted)
    return DONE


def _read(files: Sequence[Path], progress: Progress) -> list[ReturnFile]:
    from mwm.intake.returns import read_return_file

    read: list[ReturnFile] = []
    for number, file in enumerate(files):
        progress(f"Reading {file.name}", 0.1 * number / len(files))
        read += read_return_file(file)
    return read


def _choices(given: argparse.Namespace) -> Choices:
    from mwm.intake.returns import Choices, read_population

    population = read_population(given.population) if given.population else None
    return Choices(given.with_short_breaks, given.close_lost, population)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text[:20]}” is not a day.", mend="Write it as 2020-01-01.") from None


def _print_refusal(counted: Counted, form: str) -> None:
    problems = counted.findings.problems(1000)
    if form == "json":
        from dataclasses import asdict

        print(json.dumps({"status": "refused", "problems": [asdict(each) for each in problems]}, indent=2))
        return
    print(f"Nothing was counted: {counted.findings.stopping:,} faults were found.")
    for problem in problems[:50]:
        column = f", column {problem.column}" if problem.column else ""
        print(f"  row {problem.row_number}{column}: {problem.message} {problem.mend}")
    if len(problems) > 50:
        print(f"  … and {counted.findings.stopping - 50:,} more.")


def _print_day(day: date, numbers: dict[str, Any], counted: Counted) -> None:
    from mwm.intake.returns import notes, title

    without, with_breaks = numbers["total_without_short_breaks"], numbers["total_with_short_breaks"]
    print(f"{title(counted)}.")
    per = f", {numbers['rate_per_10000']:,} per 10,000" if numbers["rate_per_10000"] is not None else ""
    included = numbers["short_breaks_included"]
    print(
        f"On {day.day} {day:%B %Y}, {numbers['total']:,} children were looked after{per} "
        f"(short breaks {'counted' if included else 'left out'}; "
        f"{without if included else with_breaks:,} {'without' if included else 'with'} them)."
    )
    if not numbers["is_covered"]:
        print("This day is outside the years of these returns, so children may be missing from the count.")
    shown = (numbers["without_short_breaks"], numbers["with_short_breaks"])
    print(f"\n{'':40}{'without short breaks':>22}{'with short breaks':>19}")
    for name, shares in shown[0].items():
        if name == "total":
            print(f"{'all':40}{shares:>22,}{shown[1][name]:>19,}")
            continue
        print(name.removeprefix("by_").replace("_", " "))
        for category, count in shares.items():
            print(f"  {category:38}{count:>22,}{shown[1][name][category]:>19,}")
    print()
    for note in notes(counted):
        print(f"  note: {note}")
