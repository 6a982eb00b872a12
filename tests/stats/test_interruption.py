"""Interrupted time series: published results to their printed digits, twins by hand, and what is refused."""

import math
import subprocess
import sys
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mwm.errors import UsageError
from mwm.stats.interruption import interruption, usual_lags
from tests.stats.published_series import (
    CALIFORNIA,
    CALIFORNIA_DAYS,
    GREEN,
    GREEN_CHANGE,
    GREEN_DAYS,
    PROPOSITION_99,
    SICILY,
    SICILY_DAYS,
    SICILY_POPULATION,
    SMOKING_BAN,
)


def printed(value: float, digits: str) -> bool:
    """Whether a value rounds to what was printed."""
    places = len(digits.partition(".")[2])
    return f"{value:.{places}f}" == digits


def months(count: int) -> list[date]:
    return [date(2010 + number // 12, number % 12 + 1, 1) for number in range(count)]


def california(**options: Any):
    return interruption(CALIFORNIA_DAYS, CALIFORNIA, PROPOSITION_99, **options)


def sicily(**options: Any):
    return interruption(SICILY_DAYS, SICILY, SMOKING_BAN, population=SICILY_POPULATION, family="poisson", **options)


# ---- published results


def test_california_as_r_prints_it() -> None:
    # lm(cigsale ~ time + tax_dummy + tax_trend), time from 0: a published R tutorial on Proposition 99
    found = california(errors="ordinary")
    for value, estimate, error, p in (
        (found.level_at_start, "132.2258", "2.2866", None),
        (found.pre_trend, "-1.7795", "0.2170", 8.36e-09),
        (found.level_change, "-20.0581", "3.7471", 1.18e-05),
        (found.slope_change, "-1.4947", "0.4846", 0.00467),
    ):
        assert printed(value.estimate, estimate)
        assert printed(value.standard_error, error)
        if p:
            assert value.p == pytest.approx(p, rel=2e-3)


def test_california_as_lindens_stata_commands_print_it() -> None:
    # Linden (2015), Stata Journal 15(2), itsa cigsale, single trperiod(1989) lag(1), whose T is from 1 there and from 0
    # in later versions; trends, step and counterfactual also in the help of his power_single_itsa (2025).
    found = california(lags=1)
    assert printed(found.pre_trend.estimate, "-1.779474")
    assert printed(found.level_change.estimate, "-20.0581")
    assert printed(found.slope_change.estimate, "-1.494652")
    assert printed(found.post_trend.estimate, "-3.274126")
    assert printed(found.level_before_start.estimate, "134.0053")
    assert printed(found.level_at_start.estimate, "132.2258")
    assert printed(next(point for point in found.points if point.is_after).counterfactual, "98.416")
    assert printed(found.effect_at_end.counterfactual, "78.842")
    assert printed(found.level_change.standard_error, "4.72")
    assert printed(found.pre_trend.standard_error, "0.38")


def test_the_sicilian_smoking_ban_as_the_tutorial_prints_it() -> None:
    # The tutorial's last model, overdispersed, with seasons as two harmonic pairs: 0.885 (0.839 to 0.933)
    found = sicily(model="level", errors="overdispersed", seasonal=True)
    assert [f"{value:.3f}" for value in found.level_change.ratio] == ["0.885", "0.839", "0.933"]
    assert found.slope_change is None
    # Its first: plain Poisson
    rate, lower, upper = sicily(model="level", errors="ordinary").level_change.ratio
    assert f"{rate:.3f}" == "0.894"
    assert (lower, upper) == (pytest.approx(0.8647, abs=5e-5), pytest.approx(0.9251, abs=5e-5))


def test_overdispersion_widens_and_moves_nothing() -> None:
    plain = sicily(model="level", errors="ordinary")
    wide = sicily(model="level", errors="overdispersed")
    assert wide.level_change.estimate == pytest.approx(plain.level_change.estimate)
    assert wide.dispersion == pytest.approx(plain.dispersion)
    ratio = wide.level_change.standard_error / plain.level_change.standard_error
    assert ratio == pytest.approx(math.sqrt(plain.dispersion))


def test_greens_example_counts_time_since_from_one() -> None:
    found = interruption(GREEN_DAYS, GREEN, GREEN_CHANGE, errors="ordinary", since=1)
    for value, estimate, error, p in (
        (found.level_before_start, "52.5606", "2.2450", 5.24e-16),
        (found.pre_trend, "-0.3427", "0.3050", 0.274605),
        (found.level_change, "9.6876", "2.9940", 0.004144),
        (found.slope_change, "1.7832", "0.4314", 0.000515),
    ):
        assert printed(value.estimate, estimate)
        assert printed(value.standard_error, error)
        assert value.p == pytest.approx(p, rel=2e-3)


# ---- twins by hand


def by_hand(y: np.ndarray, x: np.ndarray, lags: int, *, corrected: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Least squares with Newey–West standard errors, from the textbook formula."""
    bread = np.linalg.inv(x.T @ x)
    b = bread @ x.T @ y
    return b, errors_by_hand(x * (y - x @ b)[:, None], bread, lags, corrected=corrected)


def errors_by_hand(scores: np.ndarray, bread: np.ndarray, lags: int, *, corrected: bool) -> np.ndarray:
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        both = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (both + both.T)
    n, k = scores.shape
    return np.sqrt(np.diag(bread @ middle @ bread) * (n / (n - k) if corrected else 1))


@pytest.mark.parametrize("lags", [0, 1, 3, 8])
@pytest.mark.parametrize("corrected", [True, False])
def test_newey_west_errors_are_the_textbooks(lags: int, corrected: bool) -> None:
    t = np.arange(31.0)
    x = np.column_stack([np.ones(31), t, t >= 19, (t >= 19) * (t - 19)])
    b, errors = by_hand(np.array(CALIFORNIA), x, lags, corrected=corrected)
    found = california(lags=lags, small_sample=corrected)
    estimates = (found.level_at_start, found.pre_trend, found.level_change, found.slope_change)
    assert [each.estimate for each in estimates] == pytest.approx(b.tolist())
    assert [each.standard_error for each in estimates] == pytest.approx(errors.tolist())


def test_newey_west_errors_of_counts_are_the_textbooks() -> None:
    t = np.arange(59.0)
    x = np.column_stack([np.ones(59), t, t >= 36, (t >= 36) * (t - 36)])
    found = sicily(lags=3)
    estimates = (found.level_at_start, found.pre_trend, found.level_change, found.slope_change)
    mean = np.array(SICILY_POPULATION) * np.exp(x @ [each.estimate for each in estimates])
    scores = x * (np.array(SICILY) - mean)[:, None]
    assert np.abs(scores.sum(axis=0)).max() < 1e-4  # where the likelihood is greatest
    errors = errors_by_hand(scores, np.linalg.inv((x.T * mean) @ x), 3, corrected=True)
    assert [each.standard_error for each in estimates] == pytest.approx(errors.tolist(), rel=1e-6)


series = st.lists(st.floats(-1e3, 1e3), min_size=8, max_size=40).filter(lambda values: np.ptp(values) > 1)


@given(series, st.data())
@settings(max_examples=60, deadline=None)
def test_with_level_and_slope_each_side_has_a_line_of_its_own(values: list[float], data: st.DataObject) -> None:
    days, n = months(len(values)), len(values)
    k = data.draw(st.integers(3, n - 3))
    found = interruption(days, values, days[k])
    before, after = np.polyfit(np.arange(k), values[:k], 1), np.polyfit(np.arange(k, n), values[k:], 1)
    near = {"rel": 1e-6, "abs": 1e-6}
    assert found.pre_trend.estimate == pytest.approx(before[0], **near)
    assert found.post_trend.estimate == pytest.approx(after[0], **near)
    assert found.slope_change.estimate == pytest.approx(after[0] - before[0], **near)
    assert found.level_change.estimate == pytest.approx(np.polyval(after, k) - np.polyval(before, k), **near)
    for step, point in enumerate(found.points):
        assert point.fitted == pytest.approx(np.polyval(after if step >= k else before, step), **near)
        expected = np.polyval(before, step) if step >= k else math.nan
        assert point.counterfactual == pytest.approx(expected, nan_ok=True, **near)
    end = found.effect_at_end
    assert end.difference == pytest.approx(np.polyval(after, n - 1) - np.polyval(before, n - 1), **near)


def test_the_effect_at_the_end_is_its_own_estimate() -> None:
    found = california(lags=1)
    end, last = found.effect_at_end, found.points[-1]
    assert (end.fitted, end.counterfactual) == pytest.approx((last.fitted, last.counterfactual))
    assert end.difference == pytest.approx(end.fitted - end.counterfactual)
    assert end.percent == pytest.approx(100 * end.difference / end.counterfactual)
    assert end.lower < end.difference < end.upper
    assert end.percent_lower < end.percent < end.percent_upper
    assert last.lower < last.counterfactual < last.upper
    # The same number as a level change, where time is counted so that the date falls on the last year
    assert found.level_change.estimate + 11 * found.slope_change.estimate == pytest.approx(end.difference)


def test_of_counts_the_percentage_follows_from_the_rate_ratio() -> None:
    found = sicily(model="level")
    rate, lower, upper = found.level_change.ratio
    end = found.effect_at_end
    assert (end.percent, end.percent_lower, end.percent_upper) == pytest.approx(
        (100 * (rate - 1), 100 * (lower - 1), 100 * (upper - 1))
    )
    assert end.fitted == pytest.approx(end.counterfactual * rate)


def test_a_counterfactual_at_or_below_zero_has_no_percentage() -> None:
    values = [20.0, 19, 16, 15, 12, 11, 8, 7, 9, 7, 8, 9, 7, 8, 9, 8]
    end = interruption(months(16), values, months(16)[8]).effect_at_end
    assert end.counterfactual < 0
    assert math.isnan(end.percent)


def test_the_durbin_watson_statistic_is_that_of_the_residuals() -> None:
    found = california()
    e = np.array([point.value - point.fitted for point in found.points])
    assert found.durbin_watson == pytest.approx(np.sum(np.diff(e) ** 2) / np.sum(e**2))
    assert found.autocorrelation == pytest.approx(np.sum(e[1:] * e[:-1]) / np.sum(e**2))


# ---- time


def test_time_since_from_one_moves_the_level_along_the_slope_and_nothing_else() -> None:
    zero, one = california(since=0), california(since=1)
    assert one.level_change.estimate == pytest.approx(zero.level_change.estimate - zero.slope_change.estimate)
    assert one.slope_change == pytest.approx(zero.slope_change)
    assert [point.fitted for point in one.points] == pytest.approx([point.fitted for point in zero.points])


def test_a_gap_counts_as_time_passed() -> None:
    rng = np.random.default_rng(4)
    values = [2.0 * step + (10 if step >= 20 else 0) + rng.normal(0, 0.1) for step in range(40)]
    days = months(40)
    with_gap = [math.nan if step in (5, 6, 25) else value for step, value in enumerate(values)]
    found = interruption(days, with_gap, days[20])
    assert found.pre_trend.estimate == pytest.approx(2, abs=0.02)
    assert found.level_change.estimate == pytest.approx(10, abs=0.3)
    assert (found.points_before, found.points_after) == (18, 19)
    left_out = [step for step in range(40) if step not in (5, 6, 25)]
    left_out_too = interruption([days[step] for step in left_out], [values[step] for step in left_out], days[20])
    assert repr(left_out_too) == repr(found)  # in which one missing number equals another


@pytest.mark.parametrize(
    ("day", "points_before"), [(date(2011, 1, 1), 12), (date(2010, 12, 2), 12), (date(2010, 12, 1), 11)]
)
def test_the_date_itself_belongs_to_the_time_after(day: date, points_before: int) -> None:
    found = interruption(months(24), GREEN, day)
    assert (found.points_before, found.points_after) == (points_before, 24 - points_before)
    assert found.is_enough == (points_before == 12)


# ---- seasons


def seasonal_series(count: int) -> list[float]:
    rng = np.random.default_rng(8)
    season = [5, 3, 0, -2, -4, -5, -4, -3, 0, 2, 3, 5]
    return [100 + season[step % 12] + (8 if step >= 36 else 0) + rng.normal(0, 0.5) for step in range(count)]


def test_seasons_are_told_apart_from_the_change() -> None:
    days, values = months(60), seasonal_series(60)
    without, found = interruption(days, values, days[36]), interruption(days, values, days[36], seasonal=True)
    assert found.harmonics == 2
    assert abs(found.level_change.estimate - 8) < 0.8
    assert found.level_change.standard_error < without.level_change.standard_error
    assert found.points[48].counterfactual - found.points[42].counterfactual > 5  # January over July


def test_six_pairs_are_as_good_as_a_number_for_each_month() -> None:
    days, values = months(60), seasonal_series(60)
    found = interruption(days, values, days[36], harmonics=6)
    t = np.arange(60)
    x = np.column_stack([t, t >= 36, (t >= 36) * (t - 36), *(t % 12 == month for month in range(12))]).astype(float)
    fitted = x @ np.linalg.lstsq(x, np.array(values), rcond=None)[0]
    assert [point.fitted for point in found.points] == pytest.approx(fitted.tolist())
    assert found.degrees_of_freedom == 60 - 15


# ---- what cannot be said


def test_values_exactly_on_the_lines_have_no_ranges() -> None:
    found = interruption(months(24), [10.0] * 12 + [20.0] * 12, months(24)[12])
    assert found.is_exact
    assert found.level_change.estimate == pytest.approx(10)
    assert math.isnan(found.level_change.p)
    assert math.isnan(found.durbin_watson)
    assert math.isnan(found.points[-1].lower)


def test_counts_exactly_on_the_lines_have_a_models_errors_still() -> None:
    found = interruption(months(24), [10.0] * 12 + [20.0] * 12, months(24)[12], family="poisson", errors="ordinary")
    assert not found.is_exact
    assert found.level_change.ratio[0] == pytest.approx(2)
    assert found.level_change.ratio[1] > 1


NOISE = [3.0, 4, 2, 5, 4, 3, 6, 2, 4, 5, 3, 4, 9, 7, 8, 9, 7, 9, 8, 7, 9, 8, 7, 9]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"at": date(2030, 1, 1)}, "after the last value"),
        ({"at": date(2010, 1, 1)}, "not after the first value"),
        ({"at": date(2010, 3, 1)}, "Only 2 values lie before 01/03/2010"),
        ({"at": date(2011, 12, 1)}, "Only 1 value lies from 01/12/2011 on"),
        ({"values": [7.0] * 24}, "All values are the same"),
        ({"values": [-1.0, *NOISE[1:]], "family": "poisson"}, "01/01/2010 is below zero"),
        ({"values": [0.0] * 12 + NOISE[12:], "family": "poisson"}, "All counts before the date are zero"),
        ({"values": NOISE[:12] + [0.0] * 12, "family": "poisson"}, "All counts after the date are zero"),
        ({"values": [0.0] * 11 + [1.0] + NOISE[12:], "family": "poisson"}, "No line could be fitted"),
        ({"family": "poisson", "population": [1000.0] * 23 + [0.0]}, "01/12/2011 has no population"),
        ({"family": "poisson", "population": [math.nan] + [1000.0] * 23}, "01/01/2010 has no population"),
        ({"population": [1000.0] * 24}, "goes with a poisson model"),
        ({"errors": "overdispersed"}, "belong to a poisson model"),
        ({"errors": "ordinary", "lags": 2}, "Lags belong to Newey–West"),
        ({"lags": 24}, "between 0 and 23"),
        ({"lags": -1}, "between 0 and 23"),
        ({"since": 2}, "at 0 or at 1"),
        ({"harmonics": 7}, "allow 0 to 6"),
        ({"values": [math.nan] * 6 + NOISE[6:18] + [math.nan] * 6, "harmonics": 6}, "too few for a model"),
        ({"values": [math.nan] * 24}, "no value"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(options: dict[str, Any], said: str) -> None:
    given = {"values": NOISE, "at": date(2011, 1, 1), **options}
    with pytest.raises(UsageError, match=said):
        interruption(months(24), given.pop("values"), given.pop("at"), **given)


def test_a_date_that_stands_twice_or_out_of_order_is_refused() -> None:
    days = months(24)
    with pytest.raises(UsageError, match="same date"):
        interruption([days[1], *days[1:]], NOISE, days[12])
    with pytest.raises(UsageError, match="order"):
        interruption(days[::-1], NOISE, days[12])


def test_years_have_no_seasons() -> None:
    with pytest.raises(UsageError, match="no seasons"):
        california(seasonal=True)


def test_the_usual_number_of_lags() -> None:
    assert [usual_lags(n) for n in (6, 24, 31, 59, 100, 200)] == [2, 2, 3, 3, 4, 4]
    assert california().lags == 3


@pytest.mark.parametrize(("errors", "least", "most"), [("newey_west", 0.84, 0.92), ("ordinary", 0.92, 0.98)])
def test_how_often_ranges_hold_the_truth(errors: Any, least: float, most: float) -> None:
    # 48 independent values without any change; docs/method.md tells of 24 and 96, and of values that lean on the last
    made = np.random.default_rng(11)
    days, held = months(48), 0
    for _ in range(400):
        change = interruption(days, made.normal(0, 1, 48).tolist(), days[24], errors=errors).level_change
        held += change.lower <= 0 <= change.upper
    assert least <= held / 400 <= most


def test_statsmodels_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys, mwm.stats.interruption, mwm.stats.projection, mwm.questions.interruption, mwm.cli\n"
        "print([name for name in sys.modules if name.startswith(('statsmodels', 'scipy', 'patsy'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@given(
    st.lists(st.one_of(st.integers(0, 9), st.integers(0, 10**9), st.just(math.nan)), min_size=6, max_size=30),
    st.integers(0, 30),
    st.sampled_from(["linear", "poisson"]),
    st.sampled_from(["newey_west", "ordinary", "overdispersed"]),
    st.sampled_from(["level_and_slope", "level", "slope"]),
    st.booleans(),
)
@example([0, math.nan, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], 8, "poisson", "newey_west", "level_and_slope", True)
@example([0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0], 8, "poisson", "newey_west", "level_and_slope", True)
@example([0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], 8, "poisson", "newey_west", "level_and_slope", True)
@settings(max_examples=200, deadline=None)
def test_any_series_is_answered_or_refused_in_words(
    values: list[float], place: int, family: Any, errors: Any, model: Any, seasonal: bool
) -> None:
    try:
        found = interruption(
            months(len(values)), values, months(31)[place], family=family, errors=errors, model=model, seasonal=seasonal
        )
    except UsageError:
        return
    for estimate in (found.pre_trend, found.post_trend, found.level_change, found.slope_change):
        assert estimate is None or math.isfinite(estimate.estimate)
        assert estimate is None or not estimate.lower > estimate.upper
    assert all(math.isfinite(point.fitted) for point in found.points)
