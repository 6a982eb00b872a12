"""The command series: a series of one's own, judged by the same rules, with nothing stored."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from mwm.cli.commands import DONE, Commands, add_format, print_answer
from mwm.errors import UsageError


def add_to(commands: Commands) -> None:
    """Register this command."""
    series = commands.add(
        "series",
        _series,
        "judge a series of your own; nothing is stored",
        "series admissions.csv --date month --value admissions --better lower --target 20",
    )
    series.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX")
    series.add_argument("--date", required=True, metavar="COLUMN", help="heading of the dates")
    series.add_argument("--value", required=True, metavar="COLUMN", help="heading of the numbers")
    series.add_argument("--denominator", metavar="COLUMN", help="what values are counted out of (p and u charts)")
    series.add_argument("--chart", choices=("xmr", "p", "c", "u", "run"), default="xmr")
    series.add_argument("--better", choices=("higher", "lower", "neutral"), default="neutral")
    series.add_argument("--target", type=float)
    series.add_argument("--rebase-at", nargs="+", default=[], metavar="DATE", help="days from which new limits begin")
    series.add_argument("--no-screening", action="store_true", help="keep unusually large moving ranges in the limits")
    add_format(series)


def _series(given: argparse.Namespace) -> int:
    from mwm.intake.reading import read_file
    from mwm.intake.series import read_series
    from mwm.questions.own_numbers import own_numbers, to_json_shape

    rebase_at = [_day(text) for text in given.rebase_at]
    series = read_series(
        read_file(given.file), date_column=given.date, value_column=given.value, denominator_column=given.denominator
    )
    answer = own_numbers(
        series.days,
        series.values,
        denominators=series.denominators,
        chart=given.chart,
        better=given.better,
        target=given.target,
        screen=not given.no_screening,
        rebase_at=rebase_at,
        name=given.value,
    )
    if given.format == "json":
        print(json.dumps({**to_json_shape(answer), "notes": list(series.notes)}, indent=2, ensure_ascii=False))
    else:
        print_answer(answer, given.format)
        if given.format == "table":
            for note in series.notes:
                print(f"\nNote: {note}")
    return DONE


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        raise UsageError(f"“{text[:20]}” is not a day.", mend="Write it as 2025-04-01 or 2025-04.") from None
