"""One recording, graded blind by many: how were the grades spread, and how far do the graders agree?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from mwm.answer import Answer, Column, Method, percent
from mwm.questions.question import listed_words
from mwm.scope import Scope
from mwm.stats.agreement import Grades, agreement_share
from mwm.stats.agreement_alpha import krippendorff_alpha

_COLUMNS = (
    Column("name", "Element"),
    Column("grade", "Grade", "grade"),
    Column("graders", "Graders", "count"),
    Column("share", "Share", "percent"),
    Column("expert", "Expert’s grade", "grade"),
    Column("exact", "Pairs that agree exactly", "percent"),
    Column("within_one", "Pairs within one point", "percent"),
)
_METHOD = Method(
    definition="How many participants gave each grade to one recording. Nobody saw another’s grades before they were "
    "shown.",
    formula="Exact agreement: of all pairs of participants, those who gave an element the same grade; within one "
    "point: grades one apart or less. Krippendorff’s alpha over elements (ordinal), once the session is closed.",
    exclusions="Elements that a participant did not grade.",
)
_FEWEST = 2
_FEWEST_ELEMENTS = 2  # are the units of alpha here


def calibration_answer(
    title: str,
    elements: Mapping[str, str],
    points: Sequence[float],
    grades: Mapping[str, Sequence[float]],
    expert: Mapping[str, float],
    table: Sequence[Mapping[str, float]] = (),
) -> Answer:
    """What a calibration session shows.

    elements: key → name. grades: shown elements → grades. expert: shown elements → the expert's grade, where there is
    one. table: one mapping of element → grade for each participant, once the session is closed, for alpha. Rows: name,
    grade, graders, share (percent), expert, exact and within_one (percent of pairs; the same for every grade of an
    element). extra: points, shown (keys), names, alpha.
    """
    rows = []
    for key, given in grades.items():
        exact, near = _pairs(given)
        for point in points:
            n = sum(grade == point for grade in given)
            rows.append(
                {
                    "name": elements[key],
                    "grade": point,
                    "graders": n,
                    "share": n / len(given) * 100 if given else math.nan,
                    "expert": expert.get(key, math.nan),
                    "exact": exact,
                    "within_one": near,
                }
            )
    alpha = _alpha(table, list(elements))
    return Answer(
        question="calibration",
        status="ok" if any(len(given) >= _FEWEST for given in grades.values()) else "thin",
        headline=_headline(elements, grades, expert, alpha),
        scope=Scope(),
        rows=pd.DataFrame(rows, columns=[column.key for column in _COLUMNS]),
        columns=_COLUMNS,
        counts={"graders": max((len(given) for given in grades.values()), default=0), "elements": len(grades)},
        method=_METHOD,
        caveats=("One recording says how this group sees it, not how well anyone grades.",),
        extra={"title": title, "points": tuple(points), "shown": list(grades), "names": dict(elements), "alpha": alpha},
    )


def _pairs(given: Sequence[float]) -> tuple[float, float]:
    """Percent of pairs that agree exactly, and within one point; NaN for fewer than two grades."""
    if len(given) < _FEWEST:
        return math.nan, math.nan
    counts = Grades(np.array([list(given)], dtype=float), tuple(str(number) for number in range(len(given))))
    exact, near = agreement_share(counts).value, agreement_share(counts, within=1.0).value
    return (math.nan if exact is None else exact * 100), (math.nan if near is None else near * 100)


def _alpha(table: Sequence[Mapping[str, float]], keys: list[str]) -> float | None:
    """Krippendorff's alpha with elements as units and participants as graders; None where it cannot be told."""
    if len(table) < _FEWEST or len(keys) < _FEWEST_ELEMENTS:
        return None
    values = np.array([[person.get(key, math.nan) for person in table] for key in keys], dtype=float)
    names = tuple(str(number) for number in range(len(table)))
    return krippendorff_alpha(Grades(values, names), "ordinal", resamples=0).value


def _headline(
    elements: Mapping[str, str], grades: Mapping[str, Sequence[float]], expert: Mapping[str, float], alpha: Any
) -> str:
    told = {key: _pairs(given) for key, given in grades.items() if len(given) >= _FEWEST}
    if not told:
        return "Nothing is shown yet." if not grades else "Fewer than two people graded what is shown."
    if len(told) == 1:
        ((key, (exact, near)),) = told.items()
        said = (
            f"{elements[key]}: {percent(exact)} of pairs gave the same grade, {percent(near)} were within one point "
            f"({len(grades[key])} graders)."
        )
    else:
        best = max(near for _, near in told.values())
        least = min(near for _, near in told.values())
        apart = [elements[key].lower() for key, (_, near) in told.items() if near == least]
        said = (
            f"Between {percent(least)} and {percent(best)} of pairs were within one point; furthest apart in "
            f"{listed_words(apart)}."
            if least < best
            else f"{percent(best)} of pairs were within one point in every element."
        )
    close = [key for key in told if key in expert and abs(float(np.median(grades[key])) - expert[key]) <= 0.5]
    compared = [key for key in told if key in expert]
    if compared:
        said += f" The middle grade was the expert’s in {len(close)} of {len(compared)}."
    if alpha is not None:
        said += f" Krippendorff’s alpha {alpha:.2f}.".replace("-", "−")
    return said
