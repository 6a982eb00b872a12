"""Are fewer children looked after? The council's own counts, month by month."""

from __future__ import annotations

import math

import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, written_as
from mwm.errors import ScopeError
from mwm.questions.looked_after_counts import (
    KINDS,
    PER,
    better_by,
    by_month,
    caveats,
    direction,
    direction_said,
    gaps,
    gaps_said,
    is_real,
    judged_counts,
    own_baseline,
)
from mwm.questions.question import ALL_EVENTS, EVENTS, Argument, events_in, nothing, question
from mwm.questions.signals import METHOD, signal_columns
from mwm.scope import Month, Scope
from mwm.store import Store
from mwm.viewer import Viewer

_BASELINE = Argument("baseline", "month to measure from; the council's own choice where left out", kind="month")
_LIMITS = (
    "Limits are worked out from the months up to the baseline, where there are eight or more, and carried forward, "
    "unless the council set other months for them."
)


@question(
    "looked-after-trend",
    "Looked after children at each month's end, started, ceased, and the rate per 10,000.",
    kinds=KINDS,
    arguments=(_BASELINE, EVENTS),
)
def looked_after_trend(
    store: Store, viewer: Viewer, scope: Scope, *, baseline: Month | None = None, events: str = ALL_EVENTS
) -> Answer:
    """Looked after children by month.

    baseline: month up to which the limits are worked out, then carried forward; None for the council's own choice.
    events: which events are marked, as in events_in. Rows: month, looked_after (on its last day), started, ceased (in
    the month), rate_per_10000 (children aged 0–17), and the columns of signal_columns. A month without a count is a row
    without values. extra: gaps (months that do not add up), identity_breaks (how many), variation, grain.
    """
    columns = (
        Column("month", "Month", "month"),
        Column("looked_after", "Looked after", "count"),
        Column("started", "Started", "count"),
        Column("ceased", "Ceased", "count"),
        Column("rate_per_10000", "Rate per 10,000", "rate"),
        *signal_columns("count"),
    )
    decided = direction(store, scope)
    method = Method(
        definition="Children looked after on the last day of each month, and how many started and ceased in the month, "
        "as imported.",
        formula=f"rate = looked after / children aged 0–17 × 10,000. {_LIMITS} {direction_said(decided)} Whether a "
        f"change is real: {METHOD}",
        exclusions="Months without a count are gaps. No rate where the population was not given.",
        sql=("questions/looked_after/count_by_month", "questions/looked_after/category_by_month"),
    )
    rows = by_month(store, scope)
    if rows["looked_after"].notna().sum() == 0:
        return _nothing("looked-after-trend", scope, columns, method)
    rows["rate_per_10000"] = rows["looked_after"] / rows["population_0_17"] * PER
    own = own_baseline(store, scope)
    better = better_by(decided)
    rows, result = judged_counts(store, scope, rows, baseline or (own[0] if own else None), better)
    known = rows.dropna(subset=["looked_after"])
    first, last = known.iloc[0], known.iloc[-1]
    rate = "" if pd.isna(last["rate_per_10000"]) else f", {half_up(last['rate_per_10000'], 0):.0f} per 10,000"
    found = gaps(rows)
    return Answer(
        question="looked-after-trend",
        status="ok",
        headline=f"{last['looked_after']:,.0f} children were looked after at the end of "
        f"{Month.of(last['month']).long}{rate}; {first['looked_after']:,.0f} at the end of "
        f"{Month.of(first['month']).long}. {is_real(result, better)}",
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=columns,
        counts={
            "months": len(known),
            "months_without_a_count": len(rows) - len(known),
            "months_that_do_not_add_up": len(found),
        },
        method=method,
        caveats=(*caveats(scope, decided, result), *gaps_said(store, scope, found)),
        better=better,
        events=events_in(store, scope, rows["month"].iloc[0], rows["month"].iloc[-1], categories=events),
        extra={"identity_breaks": len(found), "gaps": found, "variation": result.variation, "grain": "month"},
        suppressed=tuple(rows["hidden"]),
    )


@question(
    "looked-after-change",
    "Change in looked after children since a baseline month, in children and percent.",
    kinds=KINDS,
    arguments=(_BASELINE,),
)
def looked_after_change(store: Store, viewer: Viewer, scope: Scope, *, baseline: Month | None = None) -> Answer:
    """Change since a baseline month, whether it is real, and what would be.

    baseline: month to measure from; None for the one the council chose, else the first with a count. Rows: one for each
    later month of the period: baseline_month, baseline (count), month, looked_after, change (children), percent_change.
    extra: baseline_month, baseline_reason, baseline_choices (months with a count), change and percent (to the latest).
    Raises ScopeError for a baseline without a count.
    """
    columns = (
        Column("baseline_month", "Baseline", "month"),
        Column("baseline", "Looked after then", "count"),
        Column("month", "Month", "month"),
        Column("looked_after", "Looked after", "count"),
        Column("change", "Change", "change"),
        Column("percent_change", "Change in percent", "percent_change"),
    )
    decided = direction(store, scope)
    better = better_by(decided)
    method = Method(
        definition="Children looked after at the end of a month, less those at the end of the baseline month.",
        formula=f"change = count − baseline; percent = change / baseline × 100. {_LIMITS} {direction_said(decided)} "
        "What would be real: a month beyond the process limit, or seven in a row on that side of the mean, rounded to "
        f"whole children. Whether it is real: {METHOD}",
        exclusions="Months without a count.",
        sql=("questions/looked_after/count_by_month", "questions/looked_after/baseline"),
    )
    everything = by_month(store, Scope(authority=scope.authority, gate=scope.gate)).dropna(subset=["looked_after"])
    if everything.empty:
        return _nothing("looked-after-change", scope, columns, method)
    counts = {Month.of(month): int(count) for month, count in everything[["month", "looked_after"]].to_numpy()}
    start, reason = _baseline(store, scope, baseline, counts)
    until = min(scope.period.last or max(counts), max(counts))
    later = {month: count for month, count in counts.items() if start < month <= until}
    rows = pd.DataFrame(
        [
            {
                "baseline_month": start.first_day,
                "baseline": counts[start],
                "month": month.first_day,
                "looked_after": count,
                "change": count - counts[start],
                "percent_change": (count - counts[start]) / counts[start] * 100 if counts[start] else math.nan,
            }
            for month, count in later.items()
        ],
        columns=[column.key for column in columns],
    )
    extra = {"baseline_choices": list(counts), "baseline_reason": reason, "baseline_month": start}
    said = caveats(scope, decided)
    if rows.empty:
        headline = f"{start.long} is the latest month with a count; there is nothing to compare it with yet."
    else:
        within = by_month(store, Scope(authority=scope.authority, period=scope.period, gate=scope.gate))
        _, result = judged_counts(store, scope, within, start, better)
        last = rows.iloc[-1]
        headline = f"{_change_headline(last, start)} {is_real(result, better)}"
        said = caveats(scope, decided, result)
        extra |= {
            "change": int(last["change"]),
            "percent": float(last["percent_change"]),
            "variation": result.variation,
        }
    return Answer(
        question="looked-after-change",
        status="thin" if rows.empty else "ok",
        headline=headline,
        scope=scope,
        rows=rows,
        columns=columns,
        counts={"months": len(rows)},
        method=method,
        caveats=said,
        better=better,
        extra=extra,
    )


def _baseline(store: Store, scope: Scope, asked: Month | None, counts: dict[Month, int]) -> tuple[Month, str]:
    if asked is not None:
        if asked not in counts:
            raise ScopeError(
                f"There is no count for {asked.long}.", mend=f"Choose a month from {min(counts)} to {max(counts)}."
            )
        return asked, ""
    own = own_baseline(store, scope)
    if own and own[0] in counts:
        return own
    return min(counts), "the first month with a count"


def _change_headline(row: pd.Series, start: Month) -> str:
    end = Month.of(row["month"])
    months = end.minus(start)
    span = f"in the {months} months since {start.long}" if months > 1 else f"in the month since {start.long}"
    counts = f"({row['baseline']:,.0f} then, {row['looked_after']:,.0f} at the end of {end.long})"
    return change_words(int(row["change"]), float(row["percent_change"]), f"{span} {counts}")


def change_words(change: int, percent: float, span: str) -> str:
    """22 fewer looked after children (LAC), −6.8%, in the 8 months since … . span: since when, with both counts."""
    if change == 0:
        return f"No change in the number of looked after children (LAC) {span}."
    share = "" if math.isnan(percent) else f", {written_as(percent, 'percent_change')},"
    children = "child" if abs(change) == 1 else "children"
    return f"{abs(change):,} {'fewer' if change < 0 else 'more'} looked after {children} (LAC){share} {span}."


def _nothing(name: str, scope: Scope, columns: tuple[Column, ...], method: Method) -> Answer:
    all_months = scope.period.first is None and scope.period.last is None
    when = "yet" if all_months else f"in {scope.period.words}"
    headline = f"No counts of looked after children are recorded {when}."
    return nothing(name, scope, columns, method, headline=headline, counts=("months",), better="neutral")
