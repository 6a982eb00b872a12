"""What a person should know about returns that were counted, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from mwm.intake.returns.counted import Counted, Difference, rate
from mwm.intake.returns.days import first_of_month, years_in_words

_SHOWN = 12  # months told one by one


def title(counted: Counted) -> str:
    """5 years of SSDA903 returns: 2,827 episodes of 1,030 children, 2017/18 to 2021/22."""
    years = counted.years
    return (
        f"{len(years)} {'year' if len(years) == 1 else 'years'} of SSDA903 returns: {counted.deduplicated:,} episodes "
        f"of {counted.children:,} children, {years_in_words(years)}"
    )


def months_in_words(counted: Counted) -> str:
    """60 months, April 2017 to March 2022."""
    months = counted.coverage.months
    if not months:
        return "no month"
    first, last = first_of_month(months[0]), first_of_month(months[-1])
    return f"{len(months)} {'month' if len(months) == 1 else 'months'}, {first:%B %Y} to {last:%B %Y}"


def notes(counted: Counted) -> list[str]:
    """What was read, what was chosen and what does not fit, most important first; then what is odd in the rows."""
    return [*told(counted), *counted.findings.warnings()]


def told(counted: Counted) -> list[str]:
    """The notes without what is odd in single rows."""
    return [
        *_read(counted),
        *_chosen(counted),
        *counted.coverage.notes,
        *_newest(counted),
        *_reconciled(counted),
        *_unknown(counted),
        *_years(counted),
        *counted.joined_table.notes,
    ]


def _years(counted: Counted) -> Iterator[str]:
    """Which year each file was taken for, and where that was taken from."""
    by_how: dict[str, list[str]] = {}
    for source in counted.joined_table.sources:
        by_how.setdefault(source.how, []).append(f"{years_in_words(source.years)} ({source.name})")
    for how, listed in by_how.items():
        yield f"{'Year' if len(listed) == 1 else 'Years'} taken {how}: {', '.join(listed)}."


def _read(counted: Counted) -> Iterator[str]:
    with_what = "joined with their headers" if counted.joined_table.has_header else "without a header"
    yield (
        f"{counted.joined:,} episodes {with_what}; {counted.deduplicated:,} after keeping each child's newest record "
        f"of each start; {counted.children:,} children."
    )
    if counted.rows_left_out:
        rows = "row was" if counted.rows_left_out == 1 else "rows were"
        yield f"{counted.rows_left_out:,} {rows} left out, because they cannot be right."


def _chosen(counted: Counted) -> Iterator[str]:
    choices = counted.choices
    yield (
        "Short breaks (legal status V3 or V4) are counted."
        if choices.with_short_breaks
        else "Short breaks (legal status V3 or V4) are left out, as in published figures."
    )
    if counted.lost:
        children = "child was" if counted.lost == 1 else "children were"
        yield (
            f"{counted.lost:,} {children} left open in an older return and in no later one. "
            + (
                "These episodes were ended on 31 March, the last day of that return's year."
                if choices.close_lost
                else "They still count as looked after; if they had left, let them be ended at that return's year end."
            )
        )


def _newest(counted: Counted) -> Iterator[str]:
    """The newest month in numbers."""
    if not counted.coverage.months:
        return
    whole = counted.months[counted.months["breakdown"] == "all"].iloc[-1]
    people = whole["population_0_17"]
    per = None if pd.isna(people) else rate(int(whole["looked_after"]), int(people))
    yield (
        f"At the end of {whole['month']:%B %Y} {int(whole['looked_after']):,} children were looked after"
        + (f", {per:,} per 10,000." if per is not None else ".")
    )


def _reconciled(counted: Counted) -> Iterator[str]:
    months = len(counted.coverage.months)
    if not months:
        return
    rule = "the count before plus started minus ceased"
    odd = [each for each in counted.differences if each.difference]
    if not odd:
        yield f"In every month the count is {rule}."
        return
    shown = ", ".join(_difference(each) for each in odd[:_SHOWN])
    more = f" and {len(odd) - _SHOWN} more months" if len(odd) > _SHOWN else ""
    yield f"In {months - len(odd)} of {months} months the count is {rule}. It is not in {shown}{more}."
    why: dict[str, int] = {}
    for each in counted.differences:
        for reason, size in each.why.items():
            why[reason] = why.get(reason, 0) + size
    listed = "; ".join(f"{size:+,} {reason}" for reason, size in why.items()).replace("-", "−")
    yield f"Why, over all months: {listed}."


def _difference(each: Difference) -> str:
    return f"{_short(each.month)} ({each.difference:+,})".replace("-", "−")


def _short(month: date) -> str:
    return f"{month:%b %Y}"


def _unknown(counted: Counted) -> Iterator[str]:
    joined = counted.joined_table
    if not joined.has_header:
        yield "There is no header, so ages are not known."
    elif counted.without_header:
        children = "child has" if counted.without_header == 1 else "children have"
        yield f"{counted.without_header:,} {children} no date of birth in any header, so their ages are not known."
    if not joined.has_location:
        yield (
            "Whether a placement is inside or outside the authority cannot be told: it is worked out from postcodes "
            "and stands in a return only where it has the column PL_LOCATION."
        )
