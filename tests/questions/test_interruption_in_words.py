"""Did it change after a date, in words and as JSON."""

import json
import math
from datetime import date

import numpy as np
import pytest

from mwm.errors import UsageError
from mwm.questions.interruption import own_interruption, possible_dates, with_lines
from mwm.questions.own_numbers import own_numbers
from tests.stats.published_series import (
    CALIFORNIA,
    CALIFORNIA_DAYS,
    PROPOSITION_99,
    SICILY,
    SICILY_DAYS,
    SICILY_POPULATION,
    SMOKING_BAN,
)

NOISE = [3.0, 4, 2, 5, 4, 3, 6, 2, 4, 5, 3, 4, 3, 5, 4, 2, 5, 3, 4, 6, 2, 4, 5, 3]


def months(count: int) -> list[date]:
    return [date(2022 + number // 12, number % 12 + 1, 1) for number in range(count)]


def california(**options):
    return own_interruption(CALIFORNIA_DAYS, CALIFORNIA, PROPOSITION_99, **options)


def test_a_change_is_told_with_its_ranges_and_never_with_a_cause() -> None:
    assert california(lags=1).headline == (
        "From 1989 on, the level changed by −20.1 (95% range −29.8 to −10.4) and the trend changed by −1.49 a year "
        "(95% range −2.39 to −0.598). At the end, in 2000, the difference from the earlier trend is −36.5 (95% range "
        "−52.7 to −20.3), which is −46.3%. Neighbouring values are alike, so ordinary drift could look like this too. "
        "This says what changed and when, not why: other things may have changed then too."
    )


def test_no_change_is_told_too() -> None:
    told = own_interruption(months(24), NOISE, date(2023, 1, 1)).headline
    assert "From January 2023 on, the level did not clearly change: " in told
    assert "the trend did not clearly change: " in told
    assert "the difference from the earlier trend is not clear: " in told
    assert "drift" not in told


@pytest.mark.parametrize(("at", "said"), [("2023-01-01", False), ("2023-02-01", True), ("2022-12-01", True)])
def test_fewer_than_twelve_on_a_side_is_insufficient_to_attribute(at: str, said: bool) -> None:
    answer = own_interruption(months(24), NOISE, date.fromisoformat(at))
    assert answer.headline.startswith("Insufficient to attribute: ") == said
    assert answer.extra["interruption"]["is_enough"] != said
    assert (answer.status == "thin") == said
    if at == "2023-02-01":
        assert "13 values before the date and 11 after it; 12 are needed on each side." in answer.headline


def test_values_exactly_on_the_lines_are_told_without_ranges() -> None:
    answer = own_interruption(months(24), [10.0] * 12 + [20.0] * 12, date(2023, 1, 1))
    assert "the level changed by +10 and the trend did not clearly change: 0 a month." in answer.headline
    assert "no ranges can be given" in answer.headline
    assert "95% range" not in answer.headline
    assert json.loads(json.dumps(answer.extra["interruption"], allow_nan=False))["level_change"]["p"] is None


def test_counts_are_told_in_percent_and_as_rate_ratios() -> None:
    answer = own_interruption(
        SICILY_DAYS,
        SICILY,
        SMOKING_BAN,
        population=SICILY_POPULATION,
        model="level",
        errors="overdispersed",
        seasonal=True,
    )
    assert "From January 2005 on, the level changed by −11.5% (95% range −16.1% to −6.68%)." in answer.headline
    told = answer.extra["interruption"]
    assert told["family"] == "poisson"
    assert [round(told["level_change"][key], 3) for key in ("ratio", "ratio_lower", "ratio_upper")] == [
        0.885,
        0.839,
        0.933,
    ]
    assert told["slope_change"] is None
    assert "log of the expected count over the population" in answer.method.formula
    assert "2 seasonal pairs" in answer.method.formula
    assert "quasi-Poisson" in answer.method.formula


def test_ordinary_errors_of_counts_that_vary_more_than_chance_say_so() -> None:
    answer = own_interruption(SICILY_DAYS, SICILY, SMOKING_BAN, chart="c", errors="ordinary")
    assert any("times as much as chance" in words for words in answer.caveats)


def test_the_shape_that_is_promised() -> None:
    told = json.loads(json.dumps(california().extra["interruption"], allow_nan=False))
    assert set(told) >= {
        "sentence", "at", "points_before", "points_after", "is_enough", "lags", "pre_trend", "level_change",
        "slope_change", "post_trend", "effect_at_end", "counterfactual", "fitted", "durbin_watson",
    }  # fmt: skip
    assert set(told["level_change"]) == {"estimate", "standard_error", "lower", "upper", "p"}
    assert (told["points_before"], told["points_after"], told["lags"]) == (19, 12, 3)
    assert len(told["counterfactual"]) == 12
    assert len(told["fitted"]) == 31
    assert told["counterfactual"][0]["date"] == told["first_after"] == "1989-01-01"


def test_shares_are_shown_as_shares_however_they_are_modelled() -> None:
    made = np.random.default_rng(1)
    sizes = made.integers(80, 120, 24).astype(float)
    counts = made.binomial(sizes.astype(int), 0.4).astype(float)
    given = {"chart": "p", "denominators": sizes.tolist()}
    for family in (None, "linear"):
        answer = own_interruption(months(24), counts.tolist(), date(2023, 1, 1), family=family, **given)
        assert answer.rows["value"].tolist() == pytest.approx((counts / sizes).tolist())
        assert answer.rows["fitted"].between(0.2, 0.6).all()
        assert abs(answer.extra["interruption"]["effect_at_end"]["difference"]) < 0.3
    counted = own_interruption(months(24), counts.tolist(), date(2023, 1, 1), **given)
    assert counted.extra["interruption"]["family"] == "poisson"


def test_times_between_rare_events_are_not_fitted() -> None:
    with pytest.raises(UsageError, match="between rare events"):
        own_interruption(months(24), NOISE, date(2023, 1, 1), chart="t")


def test_the_lines_become_columns_of_a_judged_series() -> None:
    values = [*NOISE[:5], math.nan, *NOISE[6:]]
    told = own_interruption(months(24), values, date(2023, 1, 1))
    both = with_lines(own_numbers(months(24), values), told)
    assert len(both.rows) == 23
    assert both.rows["fitted"].notna().all()
    assert both.rows["counterfactual"].isna().sum() == 11
    assert both.headline.endswith(told.headline)


def test_possible_dates_are_those_that_can_be_asked() -> None:
    values = [math.nan, *NOISE[1:]]
    offered = possible_dates(months(24), values)
    assert (offered[0], offered[-1]) == (date(2022, 5, 1), date(2023, 10, 1))
    for day in (offered[0], offered[-1]):
        own_interruption(months(24), values, day)
    with pytest.raises(UsageError):
        own_interruption(months(24), values, date(2022, 4, 1))
    assert possible_dates(months(5), NOISE[:5]) == []
