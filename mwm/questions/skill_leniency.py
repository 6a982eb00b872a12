"""A trend as if one and the same average grader had graded all of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from mwm.answer import Answer, Column, half_up, minus
from mwm.framework import Framework
from mwm.questions.aims import Baselines, Targets
from mwm.questions.judging import Chart, Judged
from mwm.questions.periods import MONTHS_IN, Grain
from mwm.questions.question import listed_words
from mwm.questions.signals import VARIATION_WORDS, judge
from mwm.questions.skill_sentences import Trend
from mwm.scope import Month, Period, Scope
from mwm.stats.leniency_in_trend import LEAST_OVERLAP, LeniencyInTrend, leniency_in_trend
from mwm.store import Store

SQL = "questions/skills/grader_by_month"
FEW = 6  # graders, below which it is said that how far graders differ is itself uncertain (our own judgement)
FORMULA = (
    "Without graders’ leniency: grade = month + grader + rest, random intercept of the grader, by REML, for each "
    "element, from all grades that graders gave themselves; adjusted average = average less the mean leniency (best "
    "linear unbiased prediction) of those whose grades count. Agreed grades are nobody’s and stay as they are."
)
COLUMNS = (
    Column("adjusted", "Average without leniency", "average"),
    Column("adjusted_variation", "What it means without leniency", words=VARIATION_WORDS),
)
_WHY = {
    "no_grader": "no grade here is a person’s own",
    "one_grader": "all grades are from one person, so there is nobody to compare with",
    "few_graders": "the grades are from two people, too few to tell who of them is lenient",
    "too_few_grades": "there are too few grades",
    "no_variation": "all grades of a month are the same",
}


@dataclass(frozen=True)
class Removed:
    """What is left of a trend without leniency, for those elements for which it can be told.

    rows: month, element, adjusted, observations. results: the judgement of each adjusted series. shifts: month,
    element, shift: the summed leniency of the grades that count, month by month. models: for each element the models
    of the elements that make it up. graders: how many people gave these grades.
    """

    rows: pd.DataFrame
    results: Mapping[str, Judged]
    shifts: pd.DataFrame
    models: Mapping[str, tuple[LeniencyInTrend, ...]]
    graders: int
    why: Mapping[str, str] = field(default_factory=dict)

    def added_to(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of a trend with COLUMNS added."""
        return rows.merge(self.rows.drop(columns="observations"), how="left", on=["month", "element"])

    def words(self, said: Trend) -> str:
        """How much it changes what is said of the trend, as a sentence that follows the headline."""
        if len(said.names) > 1:
            return self._of_many(said)
        (key,) = said.names
        if key in self.why:
            return f" Graders’ leniency cannot be taken out: {self.why[key]}."
        result, compared = self.results[key], said.compared[key]
        if not compared.later_observations:
            return ""
        later = compared.later - self._mean_shift(key, said.parts.later, compared.later_observations)
        what, raw, without = "average", compared.later, later
        write = _grade
        if said.parts.earlier is not None and compared.earlier_observations:
            earlier = compared.earlier - self._mean_shift(key, said.parts.earlier, compared.earlier_observations)
            what, raw, without, write = "change", compared.later - compared.earlier, later - earlier, _change
        if write(raw) == write(without):
            told = f"the {what} is as large ({write(raw)})"
        else:
            told = f"the {what} is {write(without)} instead of {write(raw)}"
        before, after = said.verdict_of(said.results[key]), said.verdict_of(result)
        verdict = "the verdict stays" if before == after else f"the verdict becomes: {after.lower()}"
        return f" Without graders’ leniency {told}, and {verdict}."

    def caveats(self, said: Trend) -> tuple[str, ...]:
        """What a reader of the adjusted line should know; nothing where there is none."""
        models = [model for key in said.names if key not in self.why for model in self.models[key]]
        if not models:
            return ()
        found = [
            f"Leniency is estimated from the grades of {self.graders:,} people, month by month, for the work chosen "
            "here. Who grades whom is no accident: somebody who is given better work looks lenient, and part of a real "
            "difference is then taken out. Nobody is named from this."
        ]
        if self.graders < FEW:
            found.append(f"With {self.graders} graders, how far graders differ is itself uncertain.")
        if len(said.names) == 1:
            found += _spread_words(models)
        apart = len({month for model in models for month in model.apart})
        if apart:
            months = "1 month has" if apart == 1 else f"{apart} months have"
            found.append(
                f"{months} no average without leniency: nobody who graded then graded in the other months too."
            )
        return tuple(found)

    def _mean_shift(self, key: str, part: Period, n: int) -> float:
        here = self.shifts[(self.shifts["element"] == key)]
        months = here["month"].map(Month.of)
        inside = [part.first <= month <= part.last for month in months] if part.first and part.last else []
        return float(here["shift"][inside].sum()) / n

    def _of_many(self, said: Trend) -> str:
        parts = []
        changed = {
            name.lower(): after.lower()
            for key, name in said.names.items()
            if key not in self.why
            and (after := said.verdict_of(self.results[key])) != said.verdict_of(said.results[key])
        }
        if changed:
            listed = listed_words([f"{name} ({after})" for name, after in changed.items()])
            parts.append(f" Without graders’ leniency the verdict changes for {listed}.")
        elif any(result.variation for key, result in self.results.items() if key not in self.why):
            parts.append(" Without graders’ leniency every verdict stays.")
        reasons: dict[str, list[str]] = {}
        for key, why in self.why.items():
            reasons.setdefault(why, []).append(said.names[key].lower())
        parts += [
            f" It cannot be taken out{'' if len(names) == len(said.names) else f' for {listed_words(names)}'}: {why}."
            for why, names in reasons.items()
        ]
        return "".join(parts)


def remove_leniency(
    store: Store,
    scope: Scope,
    framework: Framework,
    rows: pd.DataFrame,
    *,
    grain: Grain,
    chart: Chart,
    arriving_since: Any,
    targets: Mapping[Any, Targets],
    baselines: Mapping[Any, Baselines],
    before: pd.DataFrame | None,
) -> Removed:
    """Take leniency out of the averages of a trend, and judge what is left in the same way.

    scope: settled. rows, before: month, element, observations and average, as skill-trend judges them; where before
    has rows, leniency is estimated from its months too.
    """
    if before is not None and len(before):
        first = Month.of(min(before["month"]))
        scope = replace(scope, period=Period(first, scope.period.last))
    shifts, models, why, graders = [], {}, {}, set()
    for key in dict.fromkeys(rows["element"]):
        parts = parts_of_value(framework, key)
        sums = store.read(SQL, **scope.parameters(over="month"), elements=list(parts))
        graders |= set(sums["grader_id"])
        by_part = [_model(sums, part) for part in parts]
        models[key] = tuple(by_part)
        bad = next((model for model in by_part if model.why), None)
        if bad:
            why[key] = _why(bad)
            continue
        shifts.append(_shifts(sums, dict(zip(parts, by_part, strict=True))).assign(element=key))
    known = pd.concat(shifts) if shifts else pd.DataFrame({"month": [], "shift": [], "apart": [], "element": []})
    adjusted = _adjusted(rows, known, grain)
    earlier = None if before is None else _adjusted(before, known, grain)
    judged, results = judge(
        adjusted,
        "adjusted",
        by=("element",),
        better="higher",
        arriving_since=arriving_since,
        chart=chart,
        months=MONTHS_IN[grain],
        targets=targets,
        baselines=baselines,
        before=earlier,
    )
    kept = judged[["month", "element", "adjusted", "observations"]].assign(adjusted_variation=judged["variation"])
    return Removed(kept, {key: one for (key,), one in results.items()}, known, models, len(graders), why)


def with_leniency_removed(answer: Answer, removed: Removed, said: Trend) -> Answer:
    """skill-trend's answer with both lines. extra: without_leniency, element → icon of the adjusted series."""
    columns = (*answer.columns, *COLUMNS)
    return replace(
        answer,
        headline=answer.headline + (removed.words(said) if answer.status == "ok" else ""),
        rows=removed.added_to(answer.rows)[[column.key for column in columns]],
        columns=columns,
        counts={**answer.counts, "graders": removed.graders},
        caveats=(*removed.caveats(said), *answer.caveats),
        method=replace(answer.method, formula=f"{answer.method.formula} {FORMULA}", sql=(*answer.method.sql, SQL)),
        extra={
            **answer.extra,
            "without_leniency": {
                key: result.variation for key, result in removed.results.items() if key not in removed.why
            },
        },
    )


def parts_of_value(framework: Framework, key: str) -> tuple[str, ...]:
    """The elements that make up one element, dimension or composite."""
    for composite in framework.composites:
        if composite.key == key:
            return composite.elements
    return tuple(element.key for element in framework.of_dimension(key)) or (key,)


def _model(sums: pd.DataFrame, element: str) -> LeniencyInTrend:
    here = sums[sums["element"] == element]
    columns = ("grader_id", "grades", "grade_sum", "grade_square_sum")
    return leniency_in_trend(pd.to_datetime(here["month"]).dt.date.tolist(), *(here[name].tolist() for name in columns))


def _why(model: LeniencyInTrend) -> str:
    if model.why != "no_overlap":
        return _WHY[model.why]
    if model.changed_at is None:
        return "the people who graded in some months never graded in the others"
    return (
        f"nearly all who graded before {Month.of(model.changed_at).short} are others than those who graded since "
        f"({100 * model.overlap:.0f}% in common; {100 * LEAST_OVERLAP:.0f}% are needed), so leniency cannot be told "
        "from a change of practice"
    )


def _shifts(sums: pd.DataFrame, models: dict[str, LeniencyInTrend]) -> pd.DataFrame:
    """month, shift (the summed leniency of the grades that count, a part's share of each), apart (no telling)."""
    leniency = [
        models[element].leniency[grader] for element, grader in zip(sums["element"], sums["grader_id"], strict=True)
    ]
    apart = {pd.Timestamp(month) for model in models.values() for month in model.apart}
    shifted = sums.assign(shift=sums["counted"] * pd.Series(leniency, index=sums.index, dtype=float) / len(models))
    months: pd.DataFrame = shifted.groupby("month", as_index=False)[["shift"]].sum()
    return months.assign(apart=months["month"].isin(apart))


def _adjusted(rows: pd.DataFrame, shifts: pd.DataFrame, grain: Grain) -> pd.DataFrame:
    """month, element, observations and adjusted; no value for an element or a point for which it cannot be told."""
    days = pd.to_datetime(shifts["month"])
    starts = days.dt.to_period({"month": "M", "quarter": "Q", "year": "Y"}[grain]).dt.start_time
    points = (
        shifts.assign(month=starts, apart=shifts["apart"].astype(bool))
        .groupby(["month", "element"], as_index=False)
        .agg(shift=("shift", "sum"), apart=("apart", "any"))
    )
    kept = rows[["month", "element", "observations", "average"]].assign(month=pd.to_datetime(rows["month"]))
    kept = kept.merge(points, how="left", on=["month", "element"])
    known = kept["element"].isin(set(shifts["element"])) & ~kept["apart"].eq(True)
    value = kept["average"] - kept["shift"].fillna(0.0).astype(float) / kept["observations"].where(
        kept["observations"] > 0
    )
    return kept.assign(adjusted=value.where(known, math.nan))[["month", "element", "observations", "adjusted"]]


def _spread_words(models: list[LeniencyInTrend]) -> list[str]:
    spread = half_up(math.sqrt(sum(model.between for model in models) / len(models)), 2)
    if spread < 0.01:
        return ["No difference between graders beyond chance was found, so that both lines are nearly the same."]
    return [f"Graders differ by about {spread:.2f} of a grade here (standard deviation of their leniency, estimated)."]


def _grade(value: float) -> str:
    return minus(f"{half_up(value, 1):.1f}")


def _change(value: float) -> str:
    """Two decimals: what leniency takes away from a change is often less than a tenth of a grade."""
    rounded = half_up(value, 2)
    return minus(f"{rounded:+.2f}") if rounded else "0"
