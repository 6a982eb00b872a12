"""Did it change after a date? An interrupted time series in words, as rows and as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.errors import UsageError
from mwm.questions.own_numbers import number_words
from mwm.scope import Scope
from mwm.stats.interruption import FEWEST_TO_ATTRIBUTE, FEWEST_TO_FIT, Interruption, interruption
from mwm.stats.process_limits import Chart
from mwm.stats.regression import Estimate

BETWEEN_EVENTS = ("g", "t")  # charts without a steady step of time
NOT_WHY = "This says what changed and when, not why: other things may have changed then too."
_NOTHING = 1e-9  # what a computer's rounding leaves of zero
_OVERDISPERSED = 1.5
_LEANING = 0.3  # autocorrelation of residuals; of independent values, about one series in a hundred reaches it
_ESTIMATES = ("pre_trend", "level_change", "slope_change", "post_trend", "level_at_start", "level_before_start")
_LINES = (
    Column("fitted", "Line", "number"),
    Column("counterfactual", "Earlier trend carried on", "number"),
    Column("counterfactual_lower", "Lower end of its range", "number"),
    Column("counterfactual_upper", "Upper end of its range", "number"),
)
_ERRORS = {
    "ordinary": "ordinary errors, values taken as independent",
    "overdispersed": "ordinary errors times the root of the dispersion (quasi-Poisson), values taken as independent",
}


def own_interruption(
    days: Sequence[date],
    values: Sequence[float],
    at: date,
    *,
    chart: Chart = "xmr",
    denominators: Sequence[float] | None = None,
    population: Sequence[float] | None = None,
    family: Any = None,
    **options: Any,
) -> Answer:
    """Whether a series that somebody brought along changed after a date; as interruption_answer.

    Counts (c, p and u charts) are modelled as counts unless a family is given, those of p and u charts out of their
    denominators; lines and differences of p and u charts are value ÷ denominator, as those charts show it. options: as
    mwm.stats.interruption takes them. Raises UsageError.
    """
    if chart in BETWEEN_EVENTS:
        raise UsageError(
            f"A {chart} chart shows what lies between rare events, which no line can be fitted to.",
            mend="Count the events of each month or quarter instead, with the c chart.",
        )
    if family is None:
        family = "poisson" if chart in ("c", "p", "u") or population is not None else "linear"
    sizes = denominators if chart in ("p", "u") else None
    if sizes is not None and family == "linear":
        values, sizes = [value / size for value, size in zip(values, sizes, strict=True)], None
    result = interruption(
        days, values, at, population=sizes if population is None else population, family=family, **options
    )
    if sizes is not None:
        result = _out_of(result, dict(zip(days, sizes, strict=True)))
    return interruption_answer(result, question="own-interruption")


def _out_of(result: Interruption, sizes: dict[date, float]) -> Interruption:
    """The same with counts as value ÷ denominator."""

    def divided(whole: Any, keys: Sequence[str]) -> dict[str, Any]:
        return {key: getattr(whole, key) / sizes[whole.day] for key in keys}

    end = result.effect_at_end
    return replace(
        result,
        points=tuple(
            point._replace(**divided(point, ("value", "fitted", "counterfactual", "lower", "upper")))
            for point in result.points
        ),
        effect_at_end=replace(end, **divided(end, ("fitted", "counterfactual", "difference", "lower", "upper"))),
    )


def possible_dates(days: Sequence[date], values: Sequence[float]) -> list[date]:
    """The days of a series that could be the first after a change: with enough values on each side to fit lines."""
    known = [day for day, value in zip(days, values, strict=True) if not math.isnan(value)]
    return known[FEWEST_TO_FIT : len(known) - FEWEST_TO_FIT + 1]


def interruption_answer(result: Interruption, *, question: str) -> Answer:
    """The rows are the points: date, value, fitted, and what the earlier trend would have given with its 95% range
    (missing before the date). extra: interruption, in the shape that the command line promises.
    """
    sentence = interruption_sentence(result)
    return Answer(
        question=question,
        status="ok" if result.is_enough else "thin",
        headline=sentence,
        scope=Scope(),
        rows=pd.DataFrame(
            [
                {
                    "date": point.day,
                    "value": point.value,
                    "fitted": point.fitted,
                    "counterfactual": point.counterfactual,
                    "counterfactual_lower": point.lower,
                    "counterfactual_upper": point.upper,
                }
                for point in result.points
            ]
        ),
        columns=(Column("date", "Date", "date"), Column("value", "Value", "number"), *_LINES),
        counts={"points_before": result.points_before, "points_after": result.points_after},
        method=_method(result),
        caveats=_caveats(result),
        extra={"interruption": _shape(result, sentence), "first_after": result.first_after},
    )


def with_lines(answer: Answer, told: Answer) -> Answer:
    """A judged series of one's own with the lines of its interruption as further columns."""
    added = told.rows[["date", *(column.key for column in _LINES)]]
    return replace(
        answer,
        rows=answer.rows.merge(added, on="date", how="left"),
        columns=(*answer.columns, *_LINES),
        headline=f"{answer.headline}\n{told.headline}",
        caveats=(*answer.caveats, *told.caveats),
    )


def interruption_sentence(result: Interruption) -> str:
    """What changed and when, how much and how surely, in plain words; never why."""
    said = []
    if not result.is_enough:
        said.append(
            f"Insufficient to attribute: {result.points_before} values before the date and {result.points_after} after "
            f"it; {FEWEST_TO_ATTRIBUTE} are needed on each side."
        )
    parts = []
    if result.level_change is not None:
        parts.append(f"the level {_changed(result, result.level_change)}")
    if result.slope_change is not None:
        parts.append(f"the trend {_changed(result, result.slope_change, f' {_a_step(result)}')}")
    said.append(f"From {_when(result, result.first_after)} on, {' and '.join(parts)}.")
    said.append(_at_end(result))
    if result.is_exact:
        said.append("The values lie exactly on the lines, so no ranges can be given.")
    if result.autocorrelation > _LEANING:
        said.append("Neighbouring values are alike, so ordinary drift could look like this too.")
    return " ".join([*said, NOT_WHY])


def _changed(result: Interruption, change: Estimate, per: str = "") -> str:
    value, lower, upper, unit = change.estimate, change.lower, change.upper, ""
    if result.family == "poisson":
        (value, lower, upper), unit = (100 * (rate - 1) for rate in change.ratio), "%"
    told = f"{_signed(value)}{unit}{per}{_range(lower, upper, unit)}"
    return f"changed by {told}" if _is_clear(value, lower, upper) else f"did not clearly change: {told}"


def _at_end(result: Interruption) -> str:
    end = result.effect_at_end
    verb = "is" if _is_clear(end.difference, end.lower, end.upper) else "is not clear:"
    share = "" if math.isnan(end.percent) else f", which is {_signed(end.percent)}%"
    return (
        f"At the end, in {_when(result, end.day)}, the difference from the earlier trend {verb} "
        f"{_signed(end.difference)}{_range(end.lower, end.upper)}{share}."
    )


def _is_clear(value: float, lower: float, upper: float) -> bool:
    return abs(value) > _NOTHING if math.isnan(lower) else not lower <= 0 <= upper


def _range(lower: float, upper: float, unit: str = "") -> str:
    return "" if math.isnan(lower) else f" (95% range {_signed(lower)}{unit} to {_signed(upper)}{unit})"


def _signed(value: float) -> str:
    return "0" if abs(value) < _NOTHING else ("+" if value > 0 else "") + number_words(value)


def _a_step(result: Interruption) -> str:
    words = result.grain.words
    return words if words.startswith("a ") else f"every {words}"


def _when(result: Interruption, day: date) -> str:
    if result.grain.unit == "day":
        return f"{day:%d/%m/%Y}"
    return f"{day:%Y}" if result.grain.name == "year" else f"{day:%B %Y}"


def _method(result: Interruption) -> Method:
    terms = {
        "level_and_slope": "b0 + b1 · T + b2 · I + b3 · S",
        "level": "b0 + b1 · T + b2 · I",
        "slope": "b0 + b1 · T + b2 · S",
    }[result.model]
    seasons = f" + {result.harmonics} seasonal pairs of sine and cosine" if result.harmonics else ""
    left, log = ("value", "") if result.family == "linear" else ("log of the expected count", " (Poisson)")
    if result.has_population:
        left = "log of the expected count over the population"
    if result.errors == "newey_west":
        correction = "n / (n − k)" if result.is_corrected else "no small-sample factor"
        errors = f"Newey–West errors with {result.lags} lags and {correction}"
    else:
        errors = _ERRORS[result.errors]
    numbers = [
        f"{words} {_written(value)}"
        for words, value in (
            ("trend before", result.pre_trend),
            ("change of level", result.level_change),
            ("change of trend", result.slope_change),
            ("trend after", result.post_trend),
        )
        if value is not None
    ]
    dispersion = "" if math.isnan(result.dispersion) else f" Dispersion {result.dispersion:.3g}."
    watson = "" if math.isnan(result.durbin_watson) else f" Durbin–Watson {result.durbin_watson:.3g}."
    return Method(
        definition="A line before the date and one after, fitted together. Dashed: the earlier trend carried on.",
        formula=(
            f"Segmented regression{log}: {left} = {terms}{seasons}. T: steps of a {result.grain.name} from the first "
            f"value; I: 1 from the date on; S: steps since the first value after it, from {result.since}. {errors}; "
            f"intervals and p from {'Student’s t' if result.reference == 't' else 'the normal distribution'}. "
            f"Found: {'; '.join(numbers)}.{dispersion}{watson}"
        ),
        exclusions="Blank values are gaps, which count as time passed.",
    )


def _written(value: Estimate) -> str:
    if math.isnan(value.p):
        return f"{value.estimate:.4g}".replace("-", "−")
    p = "p < 0.001" if value.p < 0.001 else f"p = {value.p:.3f}"
    return f"{value.estimate:.4g} (standard error {value.standard_error:.3g}, {p})".replace("-", "−")


def _caveats(result: Interruption) -> tuple[str, ...]:
    said = []
    if result.errors == "newey_west":
        said.append(
            "The ranges are somewhat too narrow: from 24 values they miss the truth about one time in five, from 96 "
            "about one in ten, and more often where neighbouring values are alike."
        )
    else:
        said.append("The ranges take values as independent; where neighbouring values are alike, they are too narrow.")
    if result.errors == "ordinary" and result.dispersion > _OVERDISPERSED:
        said.append(
            f"The counts vary {result.dispersion:.1f} times as much as chance makes counts vary, which these ranges "
            "leave out."
        )
    return tuple(said)


def _shape(result: Interruption, sentence: str) -> dict[str, Any]:
    """The result as JSON: numbers in full, None where there is none."""
    end = result.effect_at_end
    return {
        "sentence": sentence,
        "at": f"{result.at:%Y-%m-%d}",
        "first_after": f"{result.first_after:%Y-%m-%d}",
        "points_before": result.points_before,
        "points_after": result.points_after,
        "is_enough": result.is_enough,
        "family": result.family,
        "model": result.model,
        "grain": result.grain.name,
        "since": result.since,
        "harmonics": result.harmonics,
        "errors": result.errors,
        "lags": result.lags,
        "small_sample": result.is_corrected,
        "reference": result.reference,
        "degrees_of_freedom": result.degrees_of_freedom,
        **{key: _numbers(result, getattr(result, key)) for key in _ESTIMATES},
        "effect_at_end": {
            "date": f"{end.day:%Y-%m-%d}",
            **{key: _finite(number) for key, number in asdict(end).items() if key != "day"},
        },
        "counterfactual": [
            {
                "date": f"{point.day:%Y-%m-%d}",
                "value": _finite(point.value),
                "fitted": _finite(point.fitted),
                "counterfactual": _finite(point.counterfactual),
                "lower": _finite(point.lower),
                "upper": _finite(point.upper),
            }
            for point in result.points
            if point.is_after
        ],
        "fitted": [{"date": f"{point.day:%Y-%m-%d}", "fitted": _finite(point.fitted)} for point in result.points],
        "dispersion": _finite(result.dispersion),
        "durbin_watson": _finite(result.durbin_watson),
        "autocorrelation": _finite(result.autocorrelation),
    }


def _numbers(result: Interruption, value: Estimate | None) -> dict[str, float | None] | None:
    if value is None:
        return None
    told = {key: _finite(number) for key, number in value._asdict().items()}
    if result.family == "poisson":
        told |= dict(zip(("ratio", "ratio_lower", "ratio_upper"), map(_finite, value.ratio), strict=True))
    return told


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
