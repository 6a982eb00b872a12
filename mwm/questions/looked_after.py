"""Are fewer children looked after?"""

from __future__ import annotations

import math

import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, written_as
from mwm.errors import ScopeError
from mwm.questions.question import Argument, events_in, nothing, question
from mwm.questions.signals import METHOD, judge, sentence, signal_columns
from mwm.scope import Month, Scope
from mwm.stats.process_behaviour import ProcessBehaviour
from mwm.store import Store
from mwm.viewer import Viewer

PER = 10_000
_KINDS = ("looked_after",)
_BASELINE = Argument("baseline", "month to measure from; the council's own choice where left out", kind="month")
_CAVEAT_CAUSE = (
    "A fall does not show why it fell: independent evaluations found too little evidence that better practice was the "
    "cause."
)
_CAVEAT_STOCK = (
    "The number looked after at a month's end depends on the month before, so single months are not independent. "
    "Look at starts and ends too: a change begins there."
)
_CAVEAT_WHOLE = "Counts are for the whole authority; service area, team and setting do not narrow them."


@question(
    "looked-after-trend",
    "Looked after children at each month's end, started, ceased, and the rate per 10,000.",
    kinds=_KINDS,
    arguments=(_BASELINE,),
)
def looked_after_trend(store: Store, viewer: Viewer, scope: Scope, *, baseline: Month | None = None) -> Answer:
    """Looked after children by month.

    baseline: month up to which the limits are worked out, then carried forward; None for the council's own choice.
    Rows: month, looked_after (on its last day), started, ceased (in the month), rate_per_10000 (children aged 0–17).
    A month without a count is a row without values.
    """
    columns = (
        Column("month", "Month", "month"),
        Column("looked_after", "Looked after", "count"),
        Column("started", "Started", "count"),
        Column("ceased", "Ceased", "count"),
        Column("rate_per_10000", "Rate per 10,000", "rate"),
        *signal_columns("count"),
    )
    method = Method(
        definition="Children looked after on the last day of each month, and how many started and ceased in the month, "
        "as imported.",
        formula="rate = looked after / children aged 0–17 × 10,000. Limits are worked out from the months up to the "
        f"baseline, where there are eight or more, and carried forward. Whether a change is real: {METHOD}",
        exclusions="Months without a count are gaps. No rate where the population was not given.",
        sql=("questions/looked_after/count_by_month",),
    )
    rows = _by_month(store, scope)
    if rows["looked_after"].notna().sum() == 0:
        return _nothing("looked-after-trend", scope, columns, method)
    rows["rate_per_10000"] = rows["looked_after"] / rows["population_0_17"] * PER
    own = _own_baseline(store, scope)
    start = baseline or (own[0] if own else None)
    until = start.first_day if start else None
    rows, results = judge(rows, "looked_after", better="neutral", limits_until=until)
    result = results[()]
    known = rows.dropna(subset=["looked_after"])
    first, last = known.iloc[0], known.iloc[-1]
    rate = "" if pd.isna(last["rate_per_10000"]) else f", {half_up(last['rate_per_10000'], 0):.0f} per 10,000"
    return Answer(
        question="looked-after-trend",
        status="ok",
        headline=f"{last['looked_after']:,.0f} children were looked after at the end of "
        f"{Month.of(last['month']).long}{rate}; {first['looked_after']:,.0f} at the end of "
        f"{Month.of(first['month']).long}. {_is_real(result)}",
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=columns,
        counts={"months": len(known), "months_without_a_count": len(rows) - len(known)},
        method=method,
        caveats=_caveats(scope),
        events=events_in(store, scope, rows["month"].iloc[0], rows["month"].iloc[-1]),
        extra={"identity_breaks": _identity_breaks(rows), "variation": result.variation},
    )


@question(
    "looked-after-change",
    "Change in looked after children since a baseline month, in children and percent.",
    kinds=_KINDS,
    arguments=(_BASELINE,),
)
def looked_after_change(store: Store, viewer: Viewer, scope: Scope, *, baseline: Month | None = None) -> Answer:
    """Change since a baseline month.

    baseline: month to measure from; None for the one the council chose, else the first with a count. Rows: one for each
    later month of the period: baseline_month, baseline (count), month, looked_after, change (children), percent_change.
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
    method = Method(
        definition="Children looked after at the end of a month, less those at the end of the baseline month.",
        formula=f"change = count − baseline; percent = change / baseline × 100. Whether it is real: {METHOD}",
        exclusions="Months without a count.",
        sql=("questions/looked_after/count_by_month", "questions/looked_after/baseline"),
    )
    everything = _by_month(store, Scope(authority=scope.authority)).dropna(subset=["looked_after"])
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
    if rows.empty:
        headline, status = (
            f"{start.long} is the latest month with a count; there is nothing to compare it with yet.",
            "thin",
        )
    else:
        within = _by_month(store, Scope(authority=scope.authority, period=scope.period))
        _, results = judge(within, "looked_after", better="neutral", limits_until=start.first_day)
        headline, status = f"{_change_headline(rows.iloc[-1], start)} {_is_real(results[()])}", "ok"
    return Answer(
        question="looked-after-change",
        status="thin" if status == "thin" else "ok",
        headline=headline,
        scope=scope,
        rows=rows,
        columns=columns,
        counts={"months": len(rows)},
        method=method,
        caveats=_caveats(scope),
        extra=extra,
    )


def _by_month(store: Store, scope: Scope) -> pd.DataFrame:
    asked = scope.parameters()
    return store.read(
        "questions/looked_after/count_by_month",
        authority=scope.authority,
        first_month=asked["first_month"],
        last_month=asked["last_month"],
    )


def _baseline(store: Store, scope: Scope, asked: Month | None, counts: dict[Month, int]) -> tuple[Month, str]:
    if asked is not None:
        if asked not in counts:
            raise ScopeError(
                f"There is no count for {asked.long}.", mend=f"Choose a month from {min(counts)} to {max(counts)}."
            )
        return asked, ""
    own = _own_baseline(store, scope)
    if own and own[0] in counts:
        return own
    return min(counts), "the first month with a count"


def _own_baseline(store: Store, scope: Scope) -> tuple[Month, str] | None:
    """The month that the council chose, with its reason."""
    chosen = store.read("questions/looked_after/baseline", authority=scope.authority)
    return (Month.of(chosen["first_month"].iloc[0]), str(chosen["reason"].iloc[0])) if len(chosen) else None


def _change_headline(row: pd.Series, start: Month) -> str:
    end = Month.of(row["month"])
    months = end.minus(start)
    span = f"in the {months} months since {start.long}" if months > 1 else f"in the month since {start.long}"
    counts = f"({row['baseline']:,.0f} then, {row['looked_after']:,.0f} at the end of {end.long})"
    change = int(row["change"])
    if change == 0:
        return f"No change in the number of looked after children (LAC) {span} {counts}."
    percent = "" if math.isnan(row["percent_change"]) else f", {written_as(row['percent_change'], 'percent_change')},"
    children = "child" if abs(change) == 1 else "children"
    return (
        f"{abs(change):,} {'fewer' if change < 0 else 'more'} looked after {children} (LAC){percent} {span} {counts}."
    )


def _is_real(result: ProcessBehaviour) -> str:
    said = sentence(result, points="months", write=lambda value: f"{value:,.0f}")
    return f"{said[0].upper()}{said[1:]}."


def _identity_breaks(rows: pd.DataFrame) -> int:
    """In how many months the count is not the month before plus started minus ceased (where all are known)."""
    expected = rows["looked_after"].shift(1) + rows["started"] - rows["ceased"]
    return int(((rows["looked_after"] - expected).dropna() != 0).sum())


def _caveats(scope: Scope) -> tuple[str, ...]:
    narrowed = scope.service_areas or scope.teams or scope.settings
    return (_CAVEAT_CAUSE, _CAVEAT_STOCK, *((_CAVEAT_WHOLE,) if narrowed else ()))


def _nothing(name: str, scope: Scope, columns: tuple[Column, ...], method: Method) -> Answer:
    all_months = scope.period.first is None and scope.period.last is None
    when = "yet" if all_months else f"in {scope.period.words}"
    headline = f"No counts of looked after children are recorded {when}."
    return nothing(name, scope, columns, method, headline=headline, counts=("months",), better="neutral")
