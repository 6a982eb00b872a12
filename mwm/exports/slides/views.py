"""From a page's link to the questions behind it, so that a saved view becomes slides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mwm.exports.slides.pack import Card, Wanted
from mwm.scope import Month, Scope

Query = Mapping[str, list[str]]
_PICTURES = {"average": ("average", "xmr"), "share": ("share", "p"), "run": ("average", "run")}


def wanted_of(page: str, query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    """What to ask for a page as its link describes it, the main picture first; nothing for a page that has no answer
    in the store.

    query: the link's values by name. elements: key → name of each element of practice, in the framework's order.
    """
    reader = _PAGES.get(page)
    if reader is None:
        return ()
    scope = Scope.from_query(query)
    return tuple(replace(wanted, scope=scope) for wanted in reader(query, elements))


def cards_and_wanted(
    page: str,
    query: Query,
    elements: Mapping[str, str],
    *,
    title: str,
    question: str = "",
    answer: str = "",
    note: str = "",
) -> tuple[Wanted | Card, ...]:
    """One step of a workshop: what the room is asked, the view, and what it is told afterwards.

    note: for the speaker's notes of its first slide.
    """
    views: tuple[Wanted | Card, ...] = wanted_of(page, query, elements)[:1]
    asked = (Card(title, question, note),) if question or not views else ()
    if not asked and isinstance(views[0], Wanted):
        views = (replace(views[0], note=note),)
    return (*asked, *views, *((Card(answer),) if answer else ()))


def _one(query: Query, name: str, default: str = "") -> str:
    return (query.get(name) or [default])[0]


def _given(query: Query, **names: str) -> dict[str, Any]:
    """The values that a link has, as arguments. names: argument → its name in the link."""
    return {argument: query[name][0] for argument, name in names.items() if query.get(name)}


def _overview(query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    return (Wanted("overview-matrix", "", _given(query, by="columns", order="order")),)


def _skills(query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    element = _one(query, "element", next(iter(elements), ""))
    by = "element" if element in elements else "dimension"
    measure, chart = _PICTURES.get(_one(query, "picture"), _PICTURES["average"])
    trend = {"element": element, "by": by, "measure": measure, "chart": chart, **_given(query, grain="grain")}
    return (
        Wanted("skill-trend", "", trend),
        Wanted("skill-distribution", "", {"element": element, "by": by, "measure": measure}),
    )


def _teams(query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    asked = {"element": _one(query, "element", next(iter(elements), "")), **_given(query, measure="measure")}
    return (
        Wanted("team-comparison", "", {**asked, **_given(query, overdispersion="limits")}),
        Wanted("team-trend", "", asked),
    )


def _supervision(query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    asked = _given(query, method="method", rubric="rubric", item="item")
    element = _one(query, "element", "all")
    pairs = {**asked, **_given(query, paired="paired"), **({} if element == "all" else {"element": element})}
    return (
        Wanted("supervision-trend", "", {**asked, **_given(query, measure="measure")}),
        Wanted("supervision-distribution", "", asked),
        Wanted("supervision-and-practice", "", pairs),
    )


def _voice(query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    asked = _given(query, form="form", respondent="respondent")
    if asked.get("respondent") == "all":
        del asked["respondent"]
    return (
        Wanted("families-voice", "", asked),
        Wanted("families-voice-trend", "", {**asked, **_given(query, item="item", measure="measure")}),
    )


def _looked_after(query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    baseline = _one(query, "baseline")
    area = _given(query, area="area")
    if _one(query, "series") == "year":
        found = [
            Wanted("published-looked-after-change", "", {**area, **_given(query, since="since")}),
            Wanted("looked-after-comparison", "", area),
        ]
    else:
        since = {"baseline": Month.parse(baseline)} if baseline else {}
        found = [Wanted("looked-after-change", "", since), Wanted("looked-after-trend", "", since)]
    if _one(query, "divided") == "open":
        found.insert(0, Wanted("looked-after-breakdown", "", _given(query, by="divided_by")))
    if _one(query, "ahead") == "open":
        found.insert(0, Wanted("looked-after-projection", ""))
    if _one(query, "practice") == "open":
        asked = _given(query, element="practice_of", lag="lag")
        found.insert(0, Wanted("looked-after-beside-practice", "", asked))
    return tuple(found)


def _outcomes(query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    return (Wanted("indicator-trend", "", _given(query, indicator="indicator")),)


def _coverage(query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    return (Wanted("coverage", ""),)


def _grading(query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    return (Wanted("grading-agreement", ""),)


def _own_numbers(query: Query, elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    """A made-up series to learn with; a series of one's own is nowhere but on the page."""
    example = _one(query, "example", "none")
    if example == "none":
        return ()
    return (Wanted("own-numbers", "", {"example": example, "has_verdict": _one(query, "shown_as") != "line"}),)


_PAGES: dict[str, Callable[[Query, Mapping[str, str]], tuple[Wanted, ...]]] = {
    "overview": _overview,
    "skills": _skills,
    "teams": _teams,
    "supervision": _supervision,
    "voice": _voice,
    "looked_after": _looked_after,
    "outcomes": _outcomes,
    "coverage": _coverage,
    "grading": _grading,
    "own_numbers": _own_numbers,
}
