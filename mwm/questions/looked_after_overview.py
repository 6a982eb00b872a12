"""Looked after children as a row of the Overview: one number for the whole authority."""

from __future__ import annotations

from collections.abc import Collection

from mwm.matrix import WHOLE, Cell, Group, Row
from mwm.questions.judging import latest_signal
from mwm.questions.looked_after_counts import better_by, by_month, direction, judged_counts, own_baseline
from mwm.scope import Month, Scope
from mwm.store import Store

GROUP, NAME = "Whole authority", "Looked after children"
PAGE = "looked_after"
_LEAST_REACH = 0.1  # of the middle, up and down: on a narrower scale the line would make much of chance


def looked_after_group(store: Store, scope: Scope) -> Group | None:
    """One row with one cell: the latest count of the scope's period, and the one of the council's baseline month.

    Counts are for the whole authority, whatever part of it the scope asks for. Without a baseline of the council's own,
    the first month with a count stands in its place, as on the page. None where the period has no count.
    """
    whole = Scope(authority=scope.authority, gate=scope.gate)
    every = by_month(store, whole).dropna(subset=["looked_after"])
    counts = {Month.of(month): int(count) for month, count in every[["month", "looked_after"]].to_numpy()}
    shown = [month for month in counts if (scope.period.first or month) <= month <= (scope.period.last or month)]
    if not shown:
        return None
    latest, own = max(shown), own_baseline(store, whole)
    start = own[0] if own and own[0] in counts else min(counts)
    within = by_month(store, Scope(authority=scope.authority, period=scope.period, gate=scope.gate))
    _, result = judged_counts(store, scope, within, start, better_by(direction(store, whole)))
    signal = latest_signal(result)
    has_before = start < latest
    months = [Month.of(month) for month in within["month"]]
    cell = Cell(
        WHOLE,
        "ok",
        float(counts[latest]),
        float(counts[start]) if has_before else None,
        line=tuple(float(counts[month]) if month in counts else None for month in months),
        icons=tuple(result.variation if month.first_day in signal else None for month in months),
        variation=result.variation,
        target=result.target,
        assurance=result.assurance,
        note=f"{latest.short}, whole authority" + (f": {_since(counts, start, latest)}" if has_before else ""),
    )
    asks = {"series": "month", "baseline": str(start)}
    scale = _scale([counts[month] for month in shown])
    return Group(GROUP, (Row("looked_after", NAME, (cell,), "count", scale, "number", "children", PAGE, asks),))


def _since(counts: dict[Month, int], start: Month, latest: Month) -> str:
    """27 fewer than Jan 2024."""
    change = counts[latest] - counts[start]
    amount = f"{abs(change):,} {'fewer than' if change < 0 else 'more than'}" if change else "as many as"
    return f"{amount} {start.short}"


def _scale(counts: Collection[int]) -> tuple[float, float]:
    middle = (min(counts) + max(counts)) / 2
    reach = max((max(counts) - min(counts)) / 2, middle * _LEAST_REACH, 1.0)
    return middle - reach, middle + reach
