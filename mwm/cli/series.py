"""The command series: a series of one's own, judged by the same rules, with nothing stored."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

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
    series.add_argument(
        "--chart",
        choices=("xmr", "p", "c", "u", "run", "g", "t"),
        default="xmr",
        help="xmr single values (default), p shares, c counts, u rates, run around the median, g cases or days and "
        "t time between rare events",
    )
    series.add_argument("--better", choices=("higher", "lower", "neutral"), default="neutral")
    series.add_argument("--target", type=float)
    series.add_argument("--rebase-at", nargs="+", default=[], metavar="DATE", help="days from which new limits begin")
    series.add_argument("--no-screening", action="store_true", help="keep unusually large moving ranges in the limits")
    add_format(series)
    _add_interruption(series)


def _add_interruption(series: argparse.ArgumentParser) -> None:
    group = series.add_argument_group("did it change after a date? (an interrupted time series)")
    group.add_argument(
        "--interruption", metavar="DATE", help="first day of the time after: 2025-04-01, 2025-04 or 2025"
    )
    group.add_argument("--population", metavar="COLUMN", help="what counts are counted out of: compares their rates")
    group.add_argument("--family", choices=("linear", "poisson"), help="poisson for counts (default by --chart)")
    group.add_argument("--model", choices=("level-and-slope", "level", "slope"), help="what may change at the date")
    group.add_argument("--seasonal", action="store_true", default=None, help="allow for the seasons of the year")
    group.add_argument("--harmonics", type=int, metavar="N", help="as so many pairs of sine and cosine (usually 2)")
    group.add_argument(
        "--errors",
        choices=("newey-west", "ordinary", "overdispersed"),
        help="default newey-west; overdispersed is quasi-Poisson",
    )
    group.add_argument("--lags", type=int, metavar="N", help="of newey-west; default 4 (n / 100)^(2/9), rounded down")
    group.add_argument(
        "--since", type=int, choices=(0, 1), help="time since the date at the first value after; default 0"
    )
    group.add_argument(
        "--no-small-sample",
        dest="small_sample",
        action="store_false",
        default=None,
        help="newey-west without n / (n - k)",
    )
    group.add_argument(
        "--reference", choices=("t", "normal"), help="for intervals and p; default t for linear, normal for poisson"
    )


def _series(given: argparse.Namespace) -> int:
    from mwm.intake.reading import read_file
    from mwm.intake.series import read_series
    from mwm.questions.own_numbers import own_numbers, to_json_shape

    rebase_at = [_day(text) for text in given.rebase_at]
    asked = _interruption_asked(given)
    rows = read_file(given.file)
    columns = {"date_column": given.date, "value_column": given.value}
    series = read_series(rows, **columns, denominator_column=given.denominator, chart=given.chart)
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
    more = {}
    if asked:
        from mwm.questions.interruption import own_interruption, with_lines

        if given.population:
            asked["population"] = read_series(rows, **columns, denominator_column=given.population).denominators
        told = own_interruption(
            series.days, series.values, chart=given.chart, denominators=series.denominators, **asked
        )
        more = {"interruption": told.extra["interruption"]}
        if given.format != "json":
            answer = with_lines(answer, told)
    if given.format == "json":
        shape = {**to_json_shape(answer), **more, "notes": list(series.notes)}
        print(json.dumps(shape, indent=2, ensure_ascii=False))
    else:
        print_answer(answer, given.format)
        if given.format == "table":
            for note in series.notes:
                print(f"\nNote: {note}")
    return DONE


_OF_INTERRUPTIONS = ("family", "model", "seasonal", "harmonics", "errors", "lags", "since", "small_sample", "reference")


def _interruption_asked(given: argparse.Namespace) -> dict[str, Any]:
    """What was chosen for the interruption, by the names of mwm.stats; empty where there is none."""
    chosen = {name: getattr(given, name) for name in _OF_INTERRUPTIONS if getattr(given, name) is not None}
    if not given.interruption:
        for name in (*chosen, *(["population"] if given.population else [])):
            option = "no-small-sample" if name == "small_sample" else name.replace("_", "-")
            raise UsageError(f"--{option} goes with --interruption.", mend="Give the date with --interruption DATE.")
        return {}
    for name in ("model", "errors"):
        if name in chosen:
            chosen[name] = chosen[name].replace("-", "_")
    return {**chosen, "at": _day(given.interruption)}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text + {4: "-01-01", 7: "-01"}.get(len(text), ""))
    except ValueError:
        raise UsageError(f"“{text[:20]}” is not a day.", mend="Write it as 2025-04-01, 2025-04 or 2025.") from None
