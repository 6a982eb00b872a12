"""What the Department for Education publishes, year by year, for any area."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from mwm.answer import Answer, Column, Method, half_up
from mwm.questions.areas import KINDS, areas_seen_from
from mwm.questions.question import Argument, nothing, question
from mwm.scope import Period, Scope
from mwm.store import Store
from mwm.viewer import Viewer

CAVEAT_FLOWS = (
    "Published starts and ceases do not add up to the change in the count: they count a child's first start and last "
    "end in the year."
)
CAVEAT_SOURCE = "Source: Department for Education; the releases are named under “How is this calculated?”."
_COLUMNS = (
    Column("year", "31 March", "year"),
    Column("area", "Area"),
    Column("looked_after", "Looked after", "count"),
    Column("rate_per_10000", "Rate per 10,000", "rate"),
    Column("started", "Started in the year", "count"),
    Column("ceased", "Ceased in the year", "count"),
    Column("release", "Release"),
    Column("status", "Symbol"),
    Column("earlier_value", "Count in the release before", "count"),
    Column("earlier_release", "Release before"),
)
_METHOD = Method(
    definition="Children looked after on 31 March, as published by the Department for Education; the newest release "
    "of each figure, with the earlier value where a later release revised it.",
    formula="rate = children / population aged 0–17 × 10,000, rounded half up, as published",
    exclusions="Symbols as published: c hidden, k rounds to zero, x not available, z not applicable, u low "
    "reliability; never shown as numbers.",
    sql=("questions/published/figure_by_year", "questions/published/area"),
)


@question(
    "published-looked-after",
    "Published counts and rates of looked after children at 31 March, by area and year.",
    kinds=KINDS,
    arguments=(
        Argument("area", "name or code of an area; may be given more than once; all where left out", many=True),
    ),
)
def published_looked_after(store: Store, viewer: Viewer, scope: Scope, *, area: tuple[str, ...] = ()) -> Answer:
    """Published figures.

    area: names or nine-character codes; empty for every area. Rows: year, area, looked_after, rate_per_10000, started,
    ceased, release, status (symbol of a count that is not a number), earlier_value and earlier_release where revised.
    Raises ScopeError for an unknown area, offering the nearest.
    """
    known = areas_seen_from(store, scope)
    if not known.names:
        headline = "No published figures are loaded yet. Import the Department for Education's file."
        counted = ("areas", "years")
        return nothing(
            "published-looked-after", scope, _COLUMNS, _METHOD, headline=headline, counts=counted, better="neutral"
        )
    period = scope.period
    rows, sources = figures_of(store, [known.code(name) for name in area], period)
    return Answer(
        question="published-looked-after",
        status="ok" if len(rows) else "empty",
        headline=_headline(rows) if len(rows) else f"Nothing is published for {period.words}.",
        scope=scope,
        rows=rows[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts={
            "areas": rows["area"].nunique(),
            "years": rows["year"].nunique(),
            "revised": int(rows["earlier_value"].notna().sum()),
        },
        method=with_sources(_METHOD, sources),
        caveats=(
            CAVEAT_FLOWS,
            CAVEAT_SOURCE,
        ),
        extra={"sources": sources},
    )


def figures_of(store: Store, codes: list[str], period: Period | None = None) -> tuple[pd.DataFrame, list[str]]:
    """One row an area and year by name and year, with area_code and population_0_17 too, and where they are from.

    codes: of the areas, none for all. period: its years.
    """
    period = period or Period()
    figures = store.read(
        "questions/published/figure_by_year",
        areas=codes,
        first_year=period.first.first_day.year if period.first else None,
        last_year=period.last.first_day.year if period.last else None,
    )
    return _wide(figures), sorted(set(figures["source"]))


def with_sources(method: Method, sources: list[str]) -> Method:
    """The method with where its figures were published."""
    return replace(method, definition=f"{method.definition} Published in: {'; '.join(sources[:8])}.")


def _wide(figures: pd.DataFrame) -> pd.DataFrame:
    keys = ["year", "area_code", "area"]
    wide = figures.pivot(index=keys, columns="measure", values="value").reset_index()
    counts = figures[figures["measure"] == "looked_after"].set_index(keys)
    about = figures.groupby(keys)["release"].max()
    wide = wide.set_index(keys)
    for measure in ("looked_after", "rate_per_10000", "started", "ceased", "population_0_17"):
        if measure not in wide:
            wide[measure] = float("nan")
    wide["release"] = counts["release"].reindex(wide.index).fillna(about.reindex(wide.index))
    wide["status"] = counts["symbol"].reindex(wide.index)
    wide["earlier_value"] = counts["earlier_value"].reindex(wide.index)
    wide["earlier_release"] = counts["earlier_release"].reindex(wide.index)
    return wide.reset_index().sort_values(["area", "year"], ignore_index=True)


def _headline(rows: pd.DataFrame) -> str:
    counted = rows.dropna(subset=["looked_after"])
    about = rows["area"].nunique()
    if about > 1 or counted.empty:
        return f"Published figures for {about:,} areas, {rows['year'].min()} to {rows['year'].max()}."
    first, last = counted.iloc[0], counted.iloc[-1]
    rate = "" if pd.isna(last["rate_per_10000"]) else f", {half_up(last['rate_per_10000'], 0):.0f} per 10,000"
    return (
        f"{last['area']}: {last['looked_after']:,.0f} children were looked after on 31 March {last['year']}{rate}; "
        f"{first['looked_after']:,.0f} on 31 March {first['year']}."
    )
