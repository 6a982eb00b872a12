"""How does an area compare: its published count and rate beside England, its region and its statistical neighbours?"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, written_as
from mwm.errors import ScopeError
from mwm.questions.areas import KINDS, areas_seen_from, compared_with
from mwm.questions.published import CAVEAT_SOURCE, figures_of, with_sources
from mwm.questions.question import Argument, nothing, question
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer

_PARTS = {
    "own": "This area",
    "country": "Country",
    "region": "Region",
    "neighbour": "Statistical neighbour",
    "chosen": "Chosen",
}
_COLUMNS = (
    Column("area", "Area"),
    Column("part", "Which", words=_PARTS),
    Column("year", "31 March", "year"),
    Column("looked_after", "Looked after", "count"),
    Column("rate_per_10000", "Rate per 10,000", "rate"),
    Column("first_year", "Since 31 March", "year"),
    Column("change", "Change in children", "change"),
    Column("percent_change", "Change in percent", "percent_change"),
    Column("status", "Symbol"),
    Column("earlier_value", "Count in the release before", "count"),
    Column("earlier_release", "Release before"),
    Column("closeness", "How like this area"),
)
_METHOD = Method(
    definition="Children looked after on 31 March, as published by the Department for Education; the newest release of "
    "each figure. Statistical neighbours are the councils most like this one, as the stored list names them.",
    formula="rate = children / population aged 0–17 × 10,000, rounded half up, as published; change since the first "
    "year that is published for all of the areas that have figures",
    exclusions="Areas and years without a published figure. Areas stand in the order of their names, never of their "
    "values: a rate says nothing about how good a council is.",
    sql=("questions/published/figure_by_year", "questions/published/area", "questions/published/neighbour"),
)


@question(
    "looked-after-comparison",
    "Published looked after children of an area beside England, its region and its neighbours, in one year.",
    kinds=KINDS,
    arguments=(
        Argument("year", "year whose 31 March is compared; the latest where left out"),
        Argument("area", "name or code of the area; the council's own where left out"),
        Argument("beside", "name or code of an area beside it; may be given more than once, in this order", many=True),
    ),
)
def looked_after_comparison(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    year: int | str | None = None,
    area: str | None = None,
    beside: tuple[str, ...] = (),
) -> Answer:
    """One area beside others in one year.

    year: None for the latest with a count of the area. area: name or code; None for Areas.default. beside: names or
    codes in the order wanted; empty for the country, the region, and the neighbours by name. Rows: the area itself
    first, then the others: area, part (own, country, region, neighbour, chosen), year, looked_after, rate_per_10000,
    first_year, change and percent_change since then, status, earlier_value, earlier_release, closeness. extra: area
    (code), area_name, years (that year can be), by_year (the same figures of every year), has_neighbours. Raises
    ScopeError for an unknown area or a year without figures.
    """
    areas = areas_seen_from(store, scope)
    if not areas.names or areas.default is None:
        return _nothing(scope, "No published figures are loaded yet. Import the Department for Education's file.")
    code = areas.code(area) if area else areas.default
    parts, closeness = {code: "own"}, {}
    if beside:
        parts |= {each: "chosen" for each in (areas.code(name) for name in beside) if each != code}
    else:
        wider, neighbours = compared_with(store, areas, code)
        parts |= {each: areas.levels[each] for each in wider}
        parts |= dict.fromkeys(neighbours["neighbour_code"], "neighbour")
        closeness = dict(zip(neighbours["neighbour_code"], neighbours["closeness"], strict=True))
    every, sources = figures_of(store, list(parts))
    every["part"] = every["area_code"].map(parts)
    own = every[every["area_code"] == code].dropna(subset=["looked_after", "rate_per_10000"], how="all")
    years = sorted(int(each) for each in own["year"])
    if not years:
        return _nothing(scope, f"Nothing is published for {areas.names[code]}.")
    chosen = _year(year, years)
    first = _first_year(every, chosen)
    rows = pd.DataFrame([_row(every, each, parts[each], chosen, first) for each in parts])
    rows["area"] = list(map(areas.names.get, parts))
    rows["closeness"] = list(map(closeness.get, parts))
    return Answer(
        question="looked-after-comparison",
        status="ok",
        headline=_headline(rows, areas.names[code], chosen),
        scope=scope,
        rows=rows[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts={"areas": len(rows), "years": len(years)},
        method=with_sources(_METHOD, sources),
        caveats=(
            "This is no ranking: a higher or lower rate is not better by itself, and areas differ in what families "
            "need.",
            CAVEAT_SOURCE,
        ),
        extra={
            "area": code,
            "area_name": areas.names[code],
            "years": years,
            "year": chosen,
            "by_year": every.assign(area=every["area_code"].map(areas.names)),
            "has_neighbours": "neighbour" in parts.values(),
        },
    )


def _year(asked: int | str | None, years: list[int]) -> int:
    if asked is None:
        return years[-1]
    year = int(asked) if str(asked).strip().isdigit() else 0
    if year not in years:
        raise ScopeError(
            "Nothing is published for this area in that year.",
            mend=f"Choose a year from {years[0]} to {years[-1]}.",
        )
    return year


def _first_year(every: pd.DataFrame, year: int) -> int | None:
    """The first year before this one with a count of every area that ever has two."""
    counted = every.dropna(subset=["looked_after"])
    counted = counted[counted["year"] <= year]
    several = counted.groupby("area_code")["year"].nunique()
    wanted = set(several[several > 1].index)
    if not wanted:
        return None
    there: dict[int, set[str]] = {}
    for each, code in counted[["year", "area_code"]].to_numpy():
        there.setdefault(int(each), set()).add(code)
    return min((each for each, codes in there.items() if each < year and wanted <= codes), default=None)


def _row(every: pd.DataFrame, code: str, part: str, year: int, first: int | None) -> dict[str, Any]:
    own = every[every["area_code"] == code].set_index("year")
    now = own.loc[year].to_dict() if year in own.index else {}
    count = float(now.get("looked_after", math.nan))
    then = float(own["looked_after"].to_dict().get(first, math.nan))
    change = count - then
    return {
        "part": part,
        "year": year,
        "looked_after": count,
        "rate_per_10000": now.get("rate_per_10000", math.nan),
        "first_year": math.nan if math.isnan(change) or first is None else first,
        "change": change,
        "percent_change": change / then * 100 if then else math.nan,
        "status": now.get("status"),
        "earlier_value": now.get("earlier_value", math.nan),
        "earlier_release": now.get("earlier_release"),
    }


def _headline(rows: pd.DataFrame, name: str, year: int) -> str:
    own = rows.iloc[0]
    if math.isnan(own["rate_per_10000"]):
        return f"No rate is published for {name} on 31 March {year}."
    said = f"On 31 March {year}, {written_as(own['rate_per_10000'], 'rate')} of every 10,000 children in {name} were "
    others = rows[rows["part"].isin(["region", "country", "chosen"])].dropna(subset=["rate_per_10000"])
    wider = [f"{half_up(rate, 0):.0f} in {area}" for area, rate in others[["area", "rate_per_10000"]].to_numpy()]
    beside = [rate for rate in rows.loc[rows["part"] == "neighbour", "rate_per_10000"] if not math.isnan(rate)]
    if beside:
        low, high = half_up(min(beside), 0), half_up(max(beside), 0)
        wider.append(f"{low:.0f} to {high:.0f} in its {len(beside)} statistical neighbours")
    return f"{said}looked after (LAC){'; ' if wider else ''}{', '.join(wider[:6])}."


def _nothing(scope: Scope, headline: str) -> Answer:
    return nothing(
        "looked-after-comparison", scope, _COLUMNS, _METHOD, headline=headline, counts=("areas",), better="neutral"
    )
