"""Published results of the R package NHSRplotthedots, matched to the digits and the colour of every point.

The package's own words for a point are an improvement (I), a concern (C) or common cause (.), here written one letter a
point. Where we differ from it on purpose, the last section says how.
"""

import csv
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from mwm.stats.process_behaviour import ProcessBehaviour, process_behaviour
from mwm.stats.process_limits import Limits, average_moving_range
from mwm.stats.process_rules import OUTSIDE, trend, two_of_three

LETTERS = {"common_cause": ".", "improvement": "I", "concern": "C"}


def months(count: int, first: int = 2016 * 12 + 3) -> list[date]:
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + count)]


def icons(result: ProcessBehaviour) -> str:
    return "".join(
        "?" if p.icon is None else LETTERS[p.icon.replace("_high", "").replace("_low", "")] for p in result.points
    )


# ---- its introduction: breaches of the four-hour target in six trusts, fewer being better


def breaches() -> list[dict[str, str]]:
    lines = Path(__file__).with_name("data").joinpath("ae_breaches.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def trust(code: str, **options) -> ProcessBehaviour:
    rows = breaches()
    days = [date.fromisoformat(row["month"]) for row in rows]
    return process_behaviour(days, [float(row[code]) for row in rows], better="lower", **options)


@pytest.mark.parametrize(
    ("code", "mean", "upper", "points"),
    [
        ("R1H", 5409.750, 6873.9591, "IIIIIIIICC....I.I......."),
        ("R1K", 3921.958, 5724.5131, "IIIIIIICCCCCCC.........."),
        ("RJ7", 1487.208, 2247.2744, "IIIIIIII............CCCC"),
        ("RJC", 397.625, 629.5286, "IIIIIIIIIIIIIIIIICCCCCCC"),
        ("RQM", 1545.167, 2349.9376, ".II.....CC.............."),
        ("RRK", 1711.875, 2573.9568, ".........CIIIIIIII......"),
    ],
)
def test_six_trusts(code: str, mean: float, upper: float, points: str) -> None:
    result = trust(code)
    phase = result.phases[0]
    assert round(phase.mean, 3) == mean
    assert round(phase.upper, 4) == upper
    assert phase.upper - phase.mean == pytest.approx(phase.mean - phase.lower)
    assert icons(result) == points


def test_its_readme_has_no_real_change_and_a_target_that_is_hit_and_missed() -> None:
    result = trust("RQM", target=1200)
    assert (result.variation, result.assurance) == ("common_cause", "hit_and_miss")


# ---- its integration tests: charts as drawn, heights in points from the top of the picture (so falling is rising)

ALL_ATTENDANCES = (
    "219.56 134.34 181.26 130.68 192.16 183.93 163.17 202.69 187.25 207.99 275.17 157.27 "
    "185.07 135.83 166.43 132.82 195.63 195.08 145.36 173.62 162.27 163.89 239.66 142.98 "
    "170.51 94.74 124.41 88.24 164.83 161.54 130.49 148.01 143.94 116.21 182.89 93.44"
)
ALL_PERFORMANCE = (
    "114.58 106.27 96.44 105.94 82.05 93.40 148.53 171.83 247.99 283.75 201.15 115.47 "
    "97.98 126.15 90.73 103.77 105.45 127.34 117.81 158.43 289.15 278.29 287.09 301.73 "
    "165.14 102.31 89.42 139.32 125.23 152.31 150.04 198.60 238.64 311.02 315.42 233.18"
)
RL4_MAJOR = (
    "206.52 219.81 174.31 216.61 222.10 160.73 189.95 195.71 208.20 280.74 229.07 200.98 "
    "184.40 155.59 163.66 153.13 176.36 193.31 188.99 250.68 271.60 316.19 293.97 308.63 "
    "216.16 156.11 201.97 196.99 165.21 189.51 188.74 229.37 183.27 249.17 243.15 203.27"
)
RL4_SINGLE_SPECIALTY = (
    "61.49 61.49 61.49 61.49 61.49 62.41 63.26 64.65 70.36 69.99 80.14 73.17 "
    "73.39 70.82 72.48 79.24 83.51 77.82 84.51 97.19 87.23 88.98 78.70 79.91 "
    "68.15 68.80 68.30 67.20 67.91 67.83 73.19 81.66 78.70 78.68 82.77 78.16"
)


def drawn(heights: str, **options) -> ProcessBehaviour:
    return process_behaviour(months(36), [-float(height) for height in heights.split()], better="higher", **options)


def lines(result: ProcessBehaviour) -> list[tuple[float, float, float]]:
    return [(-phase.upper, -phase.mean, -phase.lower) for phase in result.phases]


def test_a_rebased_series_has_the_drawn_limits_in_both_phases() -> None:
    result = drawn(ALL_ATTENDANCES, rebase_at=[date(2017, 4, 1)])
    first, second = lines(result)
    assert first == pytest.approx((57.16, 186.29, 315.42), abs=0.01)
    assert second == pytest.approx((45.35, 152.41, 259.47), abs=0.01)
    assert icons(result) == "." * 36
    assert [phase.is_trial for phase in result.phases] == [True, False]


def test_limits_fixed_after_twelve_points_judge_all_thirty_six() -> None:
    days = months(36)
    result = drawn(ALL_PERFORMANCE, baseline=(days[0], days[11]))
    assert lines(result)[0] == pytest.approx((45.35, 147.28, 249.21), abs=0.01)
    assert icons(result) == ".........C.IIIIIIII.CCCC.....CCCCCCC"
    assert result.variation == "concern_low"


@pytest.mark.parametrize(
    ("heights", "limits", "points"),
    [
        (RL4_MAJOR, (127.14, 210.67, 294.20), "...........IIIIIIII.CCCC............"),
        (RL4_SINGLE_SPECIALTY, (64.31, 73.52, 82.72), "IIIIIIIIII.....CCCCCCCCCIIIIIII...C."),
    ],
)
def test_one_trust_by_kind_of_department(heights: str, limits: tuple[float, ...], points: str) -> None:
    result = drawn(heights)
    assert lines(result)[0] == pytest.approx(limits, abs=0.01)
    assert icons(result) == points
    assert result.variation == "common_cause"


# ---- its snapshots of numbers: twenty normal values, and one of them replaced by an outlier

TWENTY = (
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
    -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716,
    0.70135590, -0.47279141,
)  # fmt: skip


@pytest.mark.parametrize(
    ("outlier", "screen", "mean", "lower", "upper"),
    [
        (None, True, 0.1416238, -3.01138, 3.294627),
        (10.0, True, 0.6694159, -2.383666, 3.722497),
        (10.0, False, 0.6694159, -4.596625, 5.935457),
    ],
)
def test_screening(outlier: float | None, screen: bool, mean: float, lower: float, upper: float) -> None:
    values = [outlier if place == 14 and outlier is not None else value for place, value in enumerate(TWENTY)]
    phase = process_behaviour(months(20), values, screen=screen).phases[0]
    assert (round(phase.mean, 7), round(phase.lower, 6), round(phase.upper, 6)) == (mean, lower, upper)


# ---- its unit tests of single rules


@pytest.mark.parametrize(
    ("close", "sides", "marked"),
    [
        ("0010100", "1111111", "0010100"),
        ("0011000", "1111111", "0011000"),
        ("1001", "1111", "0000"),
        ("10011", "11111", "00011"),
        ("101", "1-1", "000"),
        ("110", "1-1", "000"),
        ("0010100", "1-1-1-1", "0000000"),
        ("0011000", "-1-1-1-", "0000000"),
    ],
)
def test_two_of_three_as_its_unit_tests_have_it(close: str, sides: str, marked: str) -> None:
    # close: between the near line and the limit; sides: above (1) or below (-) the mean.
    values = np.array([(2.5 if c == "1" else 0.5) * (-1 if s == "-" else 1) for c, s in zip(close, sides, strict=True)])
    three, two = np.full(len(values), 3.0), np.full(len(values), 2.0)
    marks = two_of_three(values, Limits(mean=0.0, lower=-three, upper=three, lower_near=-two, upper_near=two))
    assert "".join(str(abs(mark)) for mark in marks) == marked


def test_two_points_close_to_opposite_limits_are_common_cause() -> None:
    values = [1.0, -1.0] * 8
    values[14:] = [5.5, -5.5]
    assert [point.icon for point in process_behaviour(months(16), values).points[-2:]] == ["common_cause"] * 2


def test_the_worked_example_of_the_making_data_count_tool() -> None:
    # As read off NHS England's video by the Python port nhspy-plotthedots: mean 76.67, limits 57 and 96.
    result = process_behaviour(
        months(15), [89, 86, 75, 77, 81, 74, 72, 78, 76, 82, 77, 54, 66, 77, 86], better="higher"
    )
    phase = result.phases[0]
    assert (round(phase.mean, 2), round(phase.lower), round(phase.upper)) == (76.67, 57, 96)
    assert icons(result) == "...........C..."


# ---- where we differ on purpose (docs/method.md, "Where it differs from the R package")


def test_below_eight_points_there_are_no_limits_where_the_package_gives_some() -> None:
    phase = process_behaviour(months(7), [89, 86, 75, 77, 81, 74, 72]).phases[0]
    assert math.isnan(phase.lower)
    assert math.isnan(phase.upper)


def test_a_latest_phase_that_is_too_short_is_not_summed_up_by_the_one_before() -> None:
    values = [1.0, 2.0] * 8 + [30.0, 31.0, 32.0]
    result = process_behaviour(months(19), values, rebase_at=[months(19)[16]], target=5, better="higher")
    assert (result.variation, result.assurance, result.shift_length) == (None, None, 0)


def test_values_that_hardly_ever_move_keep_their_limits_where_screening_would_leave_them_none() -> None:
    # In the package every point of this series lies outside limits that have collapsed to the mean.
    values = [0.0] * 9 + [1.0] + [0.0] * 10
    assert average_moving_range(np.array(values)) == pytest.approx(2 / 19)
    result = process_behaviour(months(20), values)
    assert [place for place, point in enumerate(result.points) if OUTSIDE in point.signals] == [9]
    assert icons(process_behaviour(months(20), [5.0] * 20)) == "." * 20


def test_a_rise_that_ends_in_one_fall_and_rises_again_is_a_rise_throughout() -> None:
    # Sums of the year to date: the package calls the last month of the first year a fall.
    two_years = np.array([*range(1, 9), *range(1, 9)], dtype=float)
    assert trend(two_years).tolist() == [1] * 16


@pytest.mark.parametrize("scale", [1.0, 0.1, 0.01, 1e-9, 1e9])
@pytest.mark.parametrize("values", [[1.0, 3.0, 2.0, 1.0, 3.0] * 4, [3.0, -1.0, -2.0, 0.0] * 4, [3.0, 4.0] * 8])
def test_a_value_on_the_mean_is_found_there_whatever_the_unit(values: list[float], scale: float) -> None:
    plain = process_behaviour(months(len(values)), values)
    scaled = process_behaviour(months(len(values)), [value * scale for value in values])
    assert [point.signals for point in scaled.points] == [point.signals for point in plain.points]
