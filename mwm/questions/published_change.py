"""Are fewer children looked after, by what is published each year? For any area, without data of one's own."""

from __future__ import annotations

import math

import pandas as pd

from mwm.answer import Answer, Column, Method, half_up
from mwm.errors import ScopeError
from mwm.questions.areas import KINDS, areas_seen_from
from mwm.questions.judging import Judged
from mwm.questions.looked_after import change_words
from mwm.questions.looked_after_counts import CAVEAT_CAUSE, better_by, direction, direction_said, is_real
from mwm.questions.published import CAVEAT_FLOWS, CAVEAT_SOURCE, figures_of, with_sources
from mwm.questions.question import Argument, nothing, question
from mwm.questions.signals import METHOD, judge, signal_columns
from mwm.scope import Scope
from mwm.stats.process_behaviour import Better
from mwm.stats.process_limits import FEWEST_FOR_FIRM_LIMITS, FEWEST_FOR_LIMITS
from mwm.store import Store
from mwm.viewer import Viewer

PROGRAMME_AREA = "E09000019"  # Islington, where the programme began
PROGRAMME_CHANGE, PROGRAMME_MONTHS = -7.7, 8  # percent, in so many months; the programme's own summary
_USUAL_SPAN = 4  # years that a change is measured over, where nobody says since when: those of one release
_COLUMNS = (
    Column("year", "31 March", "year"),
    Column("looked_after", "Looked after", "count"),
    Column("change", "Change since the chosen year", "change"),
    Column("percent_change", "The same in percent", "percent_change"),
    Column("yearly_percent", "Change from the year before", "percent_change"),
    Column("started", "Started in the year", "count"),
    Column("ceased", "Ceased in the year", "count"),
    Column("rate_per_10000", "Rate per 10,000", "rate"),
    *signal_columns("count"),
    Column("status", "Symbol"),
    Column("release", "Release"),
    Column("earlier_value", "Count in the release before", "count"),
    Column("earlier_release", "Release before"),
)


@question(
    "published-looked-after-change",
    "Change in the published number of looked after children of any area since a year, and whether it is real.",
    kinds=KINDS,
    arguments=(
        Argument("area", "name or code of an area; the council's own where left out"),
        Argument("since", "year whose 31 March is measured from; four years before the latest where left out"),
    ),
)
def published_looked_after_change(
    store: Store, viewer: Viewer, scope: Scope, *, area: str | None = None, since: int | str | None = None
) -> Answer:
    """Published counts of one area on 31 March, the change since a year, and whether the latest is out of the ordinary.

    area: name or code; None for Areas.default. since: a year with a count. The scope's period bounds the years. Rows:
    one a year, those without a count too. extra: area (code), area_name, years (that since can be), since, change,
    percent, grain. Raises ScopeError for an unknown area or a year without a count.
    """
    areas = areas_seen_from(store, scope)
    if not areas.names or areas.default is None:
        return _nothing(scope, "No published figures are loaded yet. Import the Department for Education's file.")
    code = areas.code(area) if area else areas.default
    name = areas.names[code]
    rows, sources = figures_of(store, [code], scope.period)
    known = rows.dropna(subset=["looked_after"])
    if known.empty:
        return _nothing(scope, f"No number of looked after children is published for {name} in {scope.period.words}.")
    decided = direction(store, scope)
    better: Better = better_by(decided) if code == areas.own else "neutral"
    rows, judged = _judged(rows, better)
    counts = {int(year): int(count) for year, count in known[["year", "looked_after"]].to_numpy()}
    start = _since(since, counts)
    rows["change"] = (rows["looked_after"] - counts[start]).where(rows["year"] > start)
    rows["percent_change"] = rows["change"] / counts[start] * 100 if counts[start] else math.nan
    last = max(counts)
    change = counts[last] - counts[start]
    share = change / counts[start] * 100 if counts[start] else math.nan
    years = "year" if last - start == 1 else "years"
    span = (
        f"in the {last - start} {years} since 31 March {start} ({counts[start]:,} then, {counts[last]:,} on 31 March "
        f"{last})"
    )
    at_once = f"{counts[last]:,} children were looked after on 31 March {last}, the only year there is."
    headline = f"{name}: {change_words(change, share, span)}" if last > start else f"{name}: {at_once}"
    rows = rows.assign(area=name)
    return Answer(
        question="published-looked-after-change",
        status="ok" if last > start else "thin",
        headline=f"{headline} {is_real(judged, better, points='years')}",
        scope=scope,
        rows=rows[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts={"years": len(counts), "revised": int(rows["earlier_value"].notna().sum())},
        method=with_sources(_method(direction_said(decided) if code == areas.own else ""), sources),
        caveats=(CAVEAT_CAUSE, CAVEAT_FLOWS, *_few(len(counts)), CAVEAT_SOURCE),
        better=better,
        extra={
            "area": code,
            "area_name": name,
            "years": sorted(counts),
            "since": start,
            "change": change,
            "percent": share,
            "grain": "year",
            "variation": judged.variation,
        },
    )


def programme_note(store: Store, viewer: Viewer, scope: Scope) -> str:
    """What the change that the programme reported is worth on Islington's own published counts, worked out from them.

    Nothing where those counts are not in the store, or are too few to judge.
    """
    areas = areas_seen_from(store, scope)
    if PROGRAMME_AREA not in areas.names:
        return ""
    rows, _ = figures_of(store, [PROGRAMME_AREA])
    rows, judged = _judged(rows, "neutral")
    yearly = rows["yearly_percent"].dropna()
    known = rows.dropna(subset=["looked_after"])["year"]
    if len(known) < FEWEST_FOR_LIMITS:
        return ""
    reported = half_up(abs(PROGRAMME_CHANGE), 1)
    as_large = int((yearly.abs().map(lambda change: half_up(change, 1)) >= reported).sum())
    ordinary = (
        "and none of those counts stands out from the others, so a change of that size lies within ordinary variation"
        if all(point.icon in (None, "common_cause") for point in judged.points)
        else "although some of those counts do stand out from the others"
    )
    return (
        f"The programme reported −{reported}% in {PROGRAMME_MONTHS} months. In {areas.names[PROGRAMME_AREA]}’s own "
        f"published counts ({int(known.min())}–{int(known.max())}), {as_large} of {len(yearly)} yearly changes were at "
        f"least as large, {ordinary}."
    )


def _judged(rows: pd.DataFrame, better: Better) -> tuple[pd.DataFrame, Judged]:
    """Every year from the first to the last, judged by limits from all of them."""
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    rows = rows.set_index("year").reindex(years).rename_axis("year").reset_index()
    rows["month"] = [pd.Timestamp(year, 3, 1) for year in rows["year"]]
    before = rows["looked_after"].shift(1)
    rows["yearly_percent"] = (rows["looked_after"] - before) / before.where(before > 0) * 100
    rows, results = judge(rows, "looked_after", better=better, months=12)
    return rows, results[()]


def _since(asked: int | str | None, counts: dict[int, int]) -> int:
    if asked is None:
        return next(year for year in sorted(counts) if year >= max(counts) - _USUAL_SPAN)
    year = int(asked) if str(asked).strip().isdigit() else 0
    if year not in counts:
        raise ScopeError(
            "There is no published count for that year.", mend=f"Choose a year from {min(counts)} to {max(counts)}."
        )
    return year


def _few(years: int) -> tuple[str, ...]:
    if not FEWEST_FOR_LIMITS <= years < FEWEST_FOR_FIRM_LIMITS:
        return ()
    return (f"There are fewer than {FEWEST_FOR_FIRM_LIMITS} years, so the limits are trial limits and may move.",)


def _method(reason: str) -> Method:
    return Method(
        definition="Children looked after on 31 March, as published by the Department for Education; the newest "
        "release of each figure, with the earlier value where a later release revised it.",
        formula="change = count − count in the chosen year; percent = change / that count × 100. Limits are worked "
        f"out from all years shown. {reason} Whether a change is real: {METHOD}",
        exclusions="Years without a published count are gaps. Symbols as published are never numbers.",
        sql=("questions/published/figure_by_year", "questions/published/area"),
    )


def _nothing(scope: Scope, headline: str) -> Answer:
    return nothing(
        "published-looked-after-change",
        scope,
        _COLUMNS,
        _method(""),
        headline=headline,
        counts=("years",),
        better="neutral",
    )
