"""What happened to families afterwards? The indicators that the programme's evaluation looked at, month by month."""

from __future__ import annotations

import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.disclosure import hidden_shares
from mwm.errors import ScopeError, UsageError
from mwm.indicators import INDICATORS, Indicator
from mwm.questions.judging import Chart, Judged
from mwm.questions.question import ALL_EVENTS, EVENTS, Argument, events_in, nothing, offer, question, settle
from mwm.questions.signals import (
    METHODS,
    TRIAL_CAVEAT,
    is_trial,
    judge,
    run_sentence,
    sentence,
    signal_columns,
    verdict,
)
from mwm.scope import Month, Scope
from mwm.store import Store
from mwm.viewer import Viewer

_INDICATOR = Argument(
    "indicator", "its key; the first with figures where left out", kind="choice", choices=tuple(INDICATORS)
)
_CHART = Argument(
    "chart", "p (shares; what they have where left out), xmr (counts) or run", "choice", ("xmr", "p", "run")
)
_NOT_CAUSE = (
    "A signal says that a change is unlikely to be chance. It does not say what caused it: the independent evaluations "
    "of the programme found too little evidence that practice changed what happened to children."
)
_SQL = ("questions/indicators/indicator_month",)


@question(
    "indicator-trend",
    "One of the evaluation's indicators month by month: re-referrals, escalation, placement moves, residential "
    "placements.",
    kinds=("indicators",),
    arguments=(_INDICATOR, _CHART, EVENTS),
)
def indicator_trend(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    indicator: str | None = None,
    chart: Chart | None = None,
    events: str = ALL_EVENTS,
) -> Answer:
    """One indicator over time.

    indicator: a key of INDICATORS; None for the first that has figures. chart: None for p where it is a share, else
    xmr. Rows: month, value (share in percent, or the count), counted and denominator (shares only), and the columns of
    signals.signal_columns. A month without a figure is a row without a value. extra: names, kind, variation, grain.
    Raises ScopeError for an unknown indicator and UsageError for a p chart of counts.
    """
    if indicator is not None and indicator not in INDICATORS:
        raise ScopeError(f"There is no indicator “{indicator[:40]}”.", mend=offer(indicator, INDICATORS, "Known"))
    known = recorded(store, viewer, scope)
    asked = INDICATORS[indicator or (known[0] if known else next(iter(INDICATORS)))]
    judged_by: Chart = chart or ("p" if asked.is_share else "xmr")
    if judged_by == "p" and not asked.is_share:
        raise UsageError("A p chart is for shares.", mend="Ask for the chart xmr or run.")
    kind = "percent" if asked.is_share else "count"
    columns = _columns(asked, kind, judged_by)
    method = _method(asked, judged_by)
    rows = pd.DataFrame()
    if scope.authority is not None:
        first, last = (month.first_day if month else None for month in (scope.period.first, scope.period.last))
        rows = store.read(*_SQL, authority=scope.authority, first_month=first, last_month=last, indicators=[asked.key])
    if rows.empty:
        words = f"Nothing is recorded yet about {asked.name[0].lower()}{asked.name[1:]} in {scope.period.words}."
        return nothing(
            "indicator-trend", scope, columns, method, headline=words, counts=("months",), better=asked.better
        )
    if asked.is_share:
        rows = rows.rename(columns={"value": "counted"}).assign(observations=rows["denominator"].fillna(0))
        rows["value"] = (rows["counted"] / rows["denominator"].where(rows["denominator"] > 0) * 100).astype("float64")
    few, fields = [False] * len(rows), ["value"]
    if scope.gate is not None:
        if asked.is_share:
            few = hidden_shares(rows["counted"].tolist(), rows["denominator"].tolist(), scope.gate.thresholds)
            fields += ["counted", "denominator"]
        else:
            few = [scope.gate.thresholds.count_is_small(value) for value in rows["value"].fillna(0)]
        for name in fields:
            rows[name] = rows[name].astype("float64").where(~pd.Series(few, index=rows.index))
    judged_rows, results = judge(
        rows, "value", better=asked.better, chart=judged_by, counted="counted" if judged_by == "p" else ""
    )
    result: Judged = results[()]
    shown = judged_rows.dropna(subset=["value"])
    return Answer(
        question="indicator-trend",
        status="ok" if result.variation else "thin",
        headline=_headline(asked, shown, result, kind, judged_by),
        scope=scope,
        rows=judged_rows[[column.key for column in columns]],
        columns=columns,
        counts={"months": len(shown)},
        method=method,
        caveats=(
            asked.why,
            _NOT_CAUSE,
            *((TRIAL_CAVEAT,) if judged_by != "run" and is_trial([result]) else ()),
            *(
                ("This is about the whole council: service area, team and setting do not apply.",)
                if scope.service_areas or scope.teams or scope.settings
                else ()
            ),
        ),
        better=asked.better,
        events=events_in(store, scope, rows["month"].iloc[0], rows["month"].iloc[-1], categories=events),
        extra={
            "names": {key: each.name for key, each in INDICATORS.items()},
            "indicator": asked.key,
            "kind": kind,
            "chart": judged_by,
            "variation": result.variation,
            "grain": "month",
        },
        suppressed=tuple(few),
    )


def recorded(store: Store, viewer: Viewer, scope: Scope) -> tuple[str, ...]:
    """Keys of the indicators that the council has figures of, in the order of INDICATORS."""
    settled = settle(store, scope.narrowed_by(viewer))
    found = set(store.read("questions/indicators/indicator", authority=settled.authority)["indicator"])
    return tuple(key for key in INDICATORS if key in found)


def _columns(asked: Indicator, kind: str, chart: Chart) -> tuple[Column, ...]:
    counts = (Column("counted", "Counted", "count"), Column("denominator", "Out of", "count")) if asked.is_share else ()
    return (
        Column("month", "Month", "month"),
        Column("value", "Share" if asked.is_share else "Count", kind),
        *counts,
        *signal_columns(kind, chart),
    )


def _method(asked: Indicator, chart: Chart) -> Method:
    share = "share = counted / out of × 100. " if asked.is_share else ""
    way = "Fewer is called better." if asked.better == "lower" else "No direction is called better."
    return Method(
        definition=f"{asked.name}: {asked.about}, as the council counted it. {way} {asked.why}",
        formula=f"{share}{METHODS[chart]}",
        exclusions="Months without a figure are gaps. A share of fewer than five is drawn and not judged. Figures that "
        "look 12 or 24 months ahead are complete only that much later: bring along months whose time has passed.",
        sql=_SQL,
    )


def _headline(asked: Indicator, shown: pd.DataFrame, result: Judged, kind: str, chart: Chart) -> str:
    def write(value: float) -> str:
        return written_as(value, kind)

    last = shown.iloc[-1]
    out_of = f" ({last['counted']:,.0f} of {last['denominator']:,.0f})" if asked.is_share else ""
    told = f"{asked.name}: {write(last['value'])}{out_of} in {Month.of(last['month']).long}"
    if chart == "run":
        why = run_sentence(result, points="months", write=write)
    else:
        why = sentence(result, points="months", write=write, thin=asked.is_share, earlier=chart == "xmr")
    return f"{verdict(result.variation)}: {told}; {why.partition(': ')[2] or why}."
