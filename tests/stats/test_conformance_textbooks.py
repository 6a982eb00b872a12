"""Published worked examples of control charts, run charts and funnels, matched to the printed digits.

Montgomery, Introduction to Statistical Quality Control, 7th edition; Wheeler, Making Sense of Data; the NIST/SEMATECH
e-Handbook of Statistical Methods; Anhøj and Mohammed, Mastering Statistical Process Control Charts in Healthcare, with
the R package qicharts2; the R packages FunnelPlotR, controlcharts and metafor. What a book works out from a mean that
it rounded first is matched to its second last digit.
"""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from mwm.stats.funnel import Z_95, Z_998, between_variance, share_funnel, winsorise
from mwm.stats.process_behaviour import ProcessBehaviour, process_behaviour
from mwm.stats.process_limits import T_POWER, average_moving_range, limits_of
from mwm.stats.process_rules import OUTSIDE, SHIFT
from mwm.stats.run_chart import MedianRuns, crossings_limit, longest_run_limit, median_runs


def judged(values: list[float], **options) -> ProcessBehaviour:
    days = [date(2010 + number // 12, number % 12 + 1, 1) for number in range(len(values))]
    return process_behaviour(days, values, **options)


def limits(result: ProcessBehaviour) -> tuple[float, float, float]:
    phase = result.phases[-1]
    return phase.lower, phase.mean, phase.upper


def places(result: ProcessBehaviour, rule: str = OUTSIDE) -> list[int]:
    """Which points break a rule, counted from 1 as books do."""
    return [place for place, point in enumerate(result.points, start=1) if rule in point.signals]


# ---- single values

VISCOSITY = [33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84]
VERIFYING_SOFTWARE = [5045, 4350, 4350, 3975, 4290, 4430, 4485, 4285, 3980, 3925, 3645, 3760, 3300, 3685, 3463, 5200]
ACCIDENTS_A = [43, 40, 37, 33, 30, 33, 34, 35, 29, 33, 31, 39]
ACCIDENTS_B = [35, 37, 33, 32, 27, 29, 31, 22, 25, 30, 24, 19]
PEAK_FLOW = [120, 140, 100, 150, 260, 150, 100, 120, 300, 300, 275, 300, 140, 170, 150, 150, 190, 180]
FLOW_RATE = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
SYSTOLIC = [
    169, 172, 175, 174, 161, 142, 174, 171, 168, 174, 180, 194, 161,
    181, 175, 176, 186, 166, 157, 183, 177, 171, 185, 176, 181, 174,
]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "lower", "mean", "upper", "digits"),
    [
        (VISCOSITY, 32.24, 33.52, 34.80, 2),  # Montgomery, viscosity of aircraft primer paint
        (VERIFYING_SOFTWARE, 3188.72, 4135.50, 5082.28, 2),  # Wheeler p. 382, "Data Set to Use When Verifying Software"
        (ACCIDENTS_A, 25.6, 34.8, 43.9, 1),  # Wheeler, table 9.1
        (ACCIDENTS_B, 18.0, 28.7, 39.3, 1),
        (FLOW_RATE, 45.8, 50.8, 55.8, 1),  # NIST 6.3.2.2, which takes 3 / 1.128 for 2.66
    ],
)
def test_single_values(values: list[float], lower: float, mean: float, upper: float, digits: int) -> None:
    found = limits(judged(values, screen=False))
    assert tuple(round(number, digits) for number in found) == (lower, mean, upper)


def test_average_moving_ranges() -> None:
    for values, average in ((VISCOSITY, 0.48), (VERIFYING_SOFTWARE, 355.93), (PEAK_FLOW, 52.35), (FLOW_RATE, 1.88)):
        assert round(average_moving_range(np.array(values, dtype=float), screen=False), 2) == average


def test_one_groups_values_judged_by_the_others_limits() -> None:
    # Wheeler, table 9.1: the first two of A lie above B's limits, and the 8th, 9th, 11th and 12th of B below A's.
    days = [date(2010, month, 1) for month in range(1, 13)] + [date(2011, month, 1) for month in range(1, 13)]
    on_b = process_behaviour(days, ACCIDENTS_B + ACCIDENTS_A, baseline=(days[0], days[11]), screen=False)
    on_a = process_behaviour(days, ACCIDENTS_A + ACCIDENTS_B, baseline=(days[0], days[11]), screen=False)
    assert [place - 12 for place in places(on_b) if place > 12] == [1, 2]
    assert [place - 12 for place in places(on_a) if place > 12] == [8, 9, 11, 12]


def test_screening_makes_the_difference_between_a_signal_and_none() -> None:
    # Anhøj and Mohammed, "Screening I charts": average moving range 5, screened 4.45; mean 15.8; one more signal.
    values = [18, 16, 8, 9, 10, 11, 26, 14, 15, 14, 18, 19, 18, 11, 28, 20, 16, 17, 12, 13, 24, 16, 15, 11]
    ranges = [average_moving_range(np.array(values, dtype=float), screen=screen) for screen in (False, True)]
    assert [round(average, 2) for average in ranges] == [5.00, 4.45]
    assert round(judged(values).phases[0].mean, 1) == 15.8
    assert places(judged(values)) == [15]
    assert places(judged(values, screen=False)) == []


# ---- shares

ORANGE_JUICE = [
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22,
    8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
]  # fmt: skip
ORDERS = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
ORDER_SIZES = [
    100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120,
    120, 110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90,
]  # fmt: skip


def test_points_with_a_known_cause_are_left_out_of_the_limits() -> None:
    # Montgomery, orange juice cans revised: without samples 15 and 23, sample 21 is outside too.
    days = [date(2010 + number // 12, number % 12 + 1, 1) for number in range(30)]
    left_out = {days[14], days[22]}
    result = process_behaviour(days, ORANGE_JUICE, chart="p", denominators=[50.0] * 30, unjudged=left_out)
    assert tuple(round(number, 4) for number in limits(result)) == (0.0407, 0.2150, 0.3893)
    assert places(result) == [21]


def test_shares_of_samples_that_differ_in_size() -> None:
    # Montgomery, purchase orders: sample 11 is outside.
    result = judged(ORDERS, chart="p", denominators=ORDER_SIZES)
    assert round(result.phases[0].mean, 3) == 0.096
    printed = {80: (0.0, 0.195), 90: (0.003, 0.189), 100: (0.007, 0.184), 110: (0.012, 0.180), 120: (0.015, 0.177)}
    for point, size in zip(result.points, ORDER_SIZES, strict=True):
        assert (point.lower, point.upper) == pytest.approx(printed[size], abs=1e-3)
    assert places(result) == [11]


def test_shares_as_another_package_prints_them_point_by_point() -> None:
    lines = Path(__file__).with_name("data").joinpath("cabg_readmissions.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    result = process_behaviour(
        [date.fromisoformat(row["month"]) for row in rows],
        [float(row["readmitted"]) for row in rows],
        chart="p",
        denominators=[float(row["operated"]) for row in rows],
    )
    assert round(result.phases[0].mean, 4) == 0.2163
    printed = [(float(row["lower"]), float(row["upper"])) for row in rows]
    assert [(round(point.lower, 4), round(point.upper, 4)) for point in result.points] == printed
    assert places(result) == []


# ---- counts and rates

CIRCUIT_BOARDS = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
NEW_BOARDS = [16, 18, 12, 15, 24, 21, 28, 20, 25, 19, 18, 21, 16, 22, 19, 12, 14, 9, 16, 21]
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]
SHIPMENTS = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]
CLOTH, CLOTH_UNITS = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23], [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5]
BACTEREMIAS = [24, 29, 26, 16, 28, 16, 14, 18, 27, 30, 28, 24, 16, 25, 20, 25, 22, 28, 23, 23, 17, 22, 21, 22]
C_DIFFICILE = [12, 7, 1, 4, 4, 5, 8, 5, 8, 3, 5, 6, 7, 4, 5, 3, 4, 4, 3, 4, 5, 4, 5, 5]


def test_counts() -> None:
    assert limits(judged(WAFERS, chart="c")) == pytest.approx(
        (4, 16, 28), abs=0.2
    )  # NIST 6.3.3.1 rounds the mean 15.96
    assert places(judged(WAFERS, chart="c")) == [24]
    assert tuple(round(number, 5) for number in limits(judged(BACTEREMIAS, chart="c"))) == (8.38381, 22.66667, 36.94952)
    # Anhøj and Mohammed, "Highlighting freaks": the first is outside, and the last eleven lie below the mean.
    infections = judged(C_DIFFICILE, chart="c")
    assert places(infections) == [1]
    assert places(infections, SHIFT) == list(range(14, 25))
    assert infections.shift_length == 11
    around_the_mean = median_runs(np.array(C_DIFFICILE, dtype=float), infections.phases[0].mean)
    assert (around_the_mean.longest, around_the_mean.crossings) == (11, 7)


def test_limits_of_counts_carried_forward() -> None:
    # Montgomery, circuit boards revised without samples 6 and 20, then twenty new ones, all inside.
    values = [*CIRCUIT_BOARDS, *NEW_BOARDS]
    days = [date(2010 + number // 12, number % 12 + 1, 1) for number in range(len(values))]
    result = process_behaviour(days, values, chart="c", baseline=(days[0], days[25]), unjudged={days[5], days[19]})
    assert limits(result) == pytest.approx((6.36, 19.67, 32.97), abs=0.01)
    assert places(result) == []


def test_rates() -> None:
    shipments = judged(SHIPMENTS, chart="u", denominators=[50.0] * 20)  # Montgomery, a supply chain
    assert tuple(round(number, 4) for number in limits(shipments)) == (0.0, 0.0740, 0.1894)
    cloth = judged(CLOTH, chart="u", denominators=CLOTH_UNITS)  # Montgomery, dyed cloth
    assert round(cloth.phases[0].mean, 2) == 1.42
    printed = {8: (0.16, 2.68), 9.5: (0.26, 2.58), 10: (0.29, 2.55), 10.5: (0.32, 2.52)} | {
        12: (0.39, 2.45), 12.5: (0.41, 2.43), 13: (0.43, 2.41)
    }  # fmt: skip
    for point, units in zip(cloth.points, CLOTH_UNITS, strict=True):
        assert (point.lower, point.upper) == pytest.approx(printed[units], abs=0.01)


# ---- rare events

PATIENTS_BETWEEN = [
    23, 39, 15, 34, 1, 49, 98, 29, 27, 13, 45, 7, 10, 27, 24, 14, 20, 38, 44, 11, 10, 3, 113, 183, 3, 47, 18, 18,
    33, 15, 2, 38, 27, 27, 1, 52, 23, 7, 26, 82, 5, 49, 5, 17, 24, 44, 26, 2, 27, 46, 55, 97, 22, 22, 20, 4, 60,
    51, 7, 21, 66, 36, 25, 72, 15, 5, 3,
]  # fmt: skip
DAYS_BETWEEN = [
    16, 20, 5, 13, 1, 26, 46, 12, 12, 5, 19, 4, 3, 15, 14, 9, 8, 15, 21, 6, 3, 1, 56, 117, 1, 33, 9, 9, 19, 12, 1,
    16, 13, 18, 1, 35, 16, 5, 21, 38, 3, 25, 3, 11, 13, 20, 9, 3, 8, 21, 24, 38, 8, 13, 9, 1, 30, 23, 3, 7, 22, 19,
    11, 31, 6, 1, 1,
]  # fmt: skip


def test_cases_and_days_between_rare_events() -> None:
    # Deaths after a coronary bypass in qicharts2's data set cabg, with the limits of a g and a t chart as printed in
    # the tests of the PowerBI-SPC visual, made with R: centre, limits, and the lines two thirds of the way.
    between = judged(PATIENTS_BETWEEN, chart="g")
    assert tuple(round(number, 4) for number in limits(between)) == (0.0, 24.0, 128.1749)
    assert places(between) == [24]
    counts = np.array(PATIENTS_BETWEEN, dtype=float)
    lines = limits_of("g", counts, np.ones(67), np.ones(67, dtype=bool))
    assert round(float(lines.upper_near[0]), 4) == 96.0072
    times = judged(DAYS_BETWEEN, chart="t")
    assert tuple(round(number, 4) for number in limits(times)) == (0.0079, 11.2051, 106.0418)
    assert places(times) == [24]
    lines = limits_of("t", np.array(DAYS_BETWEEN, dtype=float), np.ones(67), np.ones(67, dtype=bool))
    assert (round(float(lines.lower_near[0]), 4), round(float(lines.upper_near[0]), 4)) == (0.502, 57.8835)


def test_times_between_failures_of_a_valve() -> None:
    # Montgomery, example 7.6: the transformed times are nearly normal, and none is outside.
    hours = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]
    result = judged(hours, chart="t")
    assert [round(hour ** (1 / T_POWER), 1) for hour in hours[:4]] == [4.8, 6.7, 5.7, 3.8]
    assert places(result) == []


# ---- run charts


def test_a_run_chart_of_blood_pressure() -> None:
    # Anhøj and Mohammed, "Your first SPC charts": four values on the median, longest run 4, nine crossings; both
    # limits are 7.
    values = np.array(SYSTOLIC, dtype=float)
    assert median_runs(values, float(np.median(values))) == MedianRuns(useful=22, longest=4, crossings=9)
    assert (longest_run_limit(22), crossings_limit(22)) == (7, 7)
    assert places(judged(SYSTOLIC, chart="run"), SHIFT) == []
    assert places(judged(SYSTOLIC)) == [6]  # and as an I chart, one reading is below the lower limit


@pytest.mark.parametrize(
    ("useful", "longest", "fewest"),
    [(10, 6, 2), (15, 7, 4), (22, 7, 7), (23, 8, 7), (24, 8, 8), (30, 8, 10), (45, 8, 17), (46, 9, 17), (100, 10, 41)],
)
def test_critical_values(useful: int, longest: int, fewest: int) -> None:
    # Anhøj and Olesen (2014), table 1, and the appendix of the book.
    assert (longest_run_limit(useful), crossings_limit(useful)) == (longest, fewest)


# ---- funnels


def test_scores_of_units_as_a_funnel_package_has_them() -> None:
    # FunnelPlotR, tests of its classes: φ = 2.948033 of these standardised ratios, before any are pulled in.
    observed = np.array([100, 150, 180, 80, 120, 225.0])
    expected = np.array([108, 112, 165, 95, 100, 220.0])
    scores = np.sqrt(expected) * np.log(observed / expected)
    assert round(float((scores**2).mean()), 6) == 2.948033
    assert float((winsorise(scores) ** 2).mean()) < 2.948033


def test_variance_between_trials_as_a_meta_analysis_has_it() -> None:
    # The thirteen trials of BCG vaccine (Colditz and colleagues 1994): metafor prints Q = 152.233 and τ² = 0.3088 (DL).
    trials = np.array(
        [
            (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
            (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232),
            (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
        ],
        dtype=float,
    )  # fmt: skip
    ill, well, ill_before, well_before = trials.T
    risk = np.log(ill / (ill + well) / (ill_before / (ill_before + well_before)))
    error = np.sqrt(1 / ill - 1 / (ill + well) + 1 / ill_before - 1 / (ill_before + well_before))
    scores = (risk - np.average(risk, weights=1 / error**2)) / error
    assert round(float((scores**2).sum()), 3) == 152.233
    assert round(between_variance(scores, error), 4) == 0.3088


def test_limits_of_a_share_by_the_package_s_own_steps() -> None:
    # FunnelPlotR for proportions, step by step, on the data of its cross-checks in the R package controlcharts.
    counts = [10, 25, 9, 45, 8, 120, 11, 60, 4, 70, 2, 90]
    sizes = [200, 250, 220, 400, 150, 800, 230, 300, 120, 500, 80, 600]
    target = np.arcsin(np.sqrt(sum(counts) / sum(sizes)))
    scores = [(np.arcsin(np.sqrt(c / n)) - target) * 2 * np.sqrt(n) for c, n in zip(counts, sizes, strict=True)]
    in_order = sorted(scores)
    low = in_order[1] + 0.1 * (in_order[2] - in_order[1])  # the 10% quantile of twelve lies at 1 + 0.1 × 11
    high = in_order[9] + 0.9 * (in_order[10] - in_order[9])
    pulled_in = [min(max(score, low), high) for score in scores]
    weights = [4 * n for n in sizes]
    phi = sum(score**2 for score in pulled_in) / 12
    tau_squared = (12 * phi - 11) / (sum(weights) - sum(w**2 for w in weights) / sum(weights))
    funnel = share_funnel(counts, sizes)
    assert funnel.tau_squared == pytest.approx(tau_squared)
    for z in (-3.090232, -1.959964, 1.959964, 3.090232):
        expected = [np.sin(max(target + z * np.sqrt(1 / (4 * n) + tau_squared), 0)) ** 2 for n in sizes]
        assert funnel.limit(sizes, z) == pytest.approx(expected)


# The tables that the R package controlcharts (Western Australia) prints of its own made-up units, in percent: n, count,
# z and the limits of 99.8%, 95% and 68% below and above (z of 3.0902323, 1.9599640 and 0.9944579).
CHART_TYPES = [  # its article “Chart types”, the proportion funnel, with and without over-dispersion; target 11.242
    (139, 19, 0.867, 4.381, 6.549, 8.719, 14.041, 17.004, 20.751),
    (148, 24, 1.765, 4.548, 6.677, 8.792, 13.951, 16.811, 20.424),
    (166, 18, -0.164, 4.848, 6.903, 8.922, 13.793, 16.477, 19.856),
    (179, 13, -1.848, 5.040, 7.046, 9.004, 13.695, 16.268, 19.503),
    (191, 19, -0.582, 5.203, 7.167, 9.072, 13.614, 16.096, 19.212),
    (215, 31, 1.395, 5.492, 7.378, 9.191, 13.472, 15.798, 18.708),
    (242, 23, -0.888, 5.771, 7.580, 9.304, 13.339, 15.519, 18.238),
    (260, 30, 0.150, 5.935, 7.698, 9.369, 13.263, 15.358, 17.969),
    (284, 34, 0.384, 6.132, 7.839, 9.447, 13.173, 15.170, 17.652),
    (293, 27, -1.147, 6.200, 7.887, 9.474, 13.142, 15.105, 17.544),
]
GETTING_STARTED = [  # its article “Getting started”, without z; target 19.55
    (105, 22, 9.15, 12.57, 15.85, 23.54, 27.65, 32.71),
    (121, 27, 9.75, 13.01, 16.10, 23.26, 27.06, 31.74),
    (122, 23, 9.78, 13.03, 16.11, 23.24, 27.03, 31.69),
    (137, 27, 10.26, 13.37, 16.30, 23.03, 26.59, 30.96),
    (161, 38, 10.89, 13.81, 16.54, 22.75, 26.02, 30.02),
    (170, 27, 11.09, 13.96, 16.62, 22.66, 25.84, 29.72),
    (178, 35, 11.26, 14.08, 16.68, 22.59, 25.69, 29.47),
    (184, 26, 11.38, 14.16, 16.73, 22.54, 25.58, 29.30),
    (190, 46, 11.50, 14.24, 16.77, 22.49, 25.48, 29.13),
    (197, 35, 11.63, 14.33, 16.82, 22.44, 25.37, 28.95),
]
RATIOS = [  # “Chart types”, standardised ratios with over-dispersion: expected, observed, z, the same limits; target 1
    (35, 43, 0.738, 0.298, 0.507, 0.729, 1.314, 1.659, 2.115),
    (38, 68, 2.328, 0.304, 0.512, 0.732, 1.309, 1.649, 2.097),
    (42, 55, 1.010, 0.312, 0.518, 0.736, 1.304, 1.638, 2.078),
    (54, 63, 0.580, 0.328, 0.532, 0.744, 1.294, 1.615, 2.036),
    (56, 35, -1.522, 0.331, 0.533, 0.745, 1.292, 1.612, 2.031),
    (57, 65, 0.494, 0.332, 0.534, 0.746, 1.292, 1.610, 2.028),
    (59, 60, 0.062, 0.333, 0.536, 0.747, 1.290, 1.608, 2.024),
    (62, 82, 1.103, 0.336, 0.538, 0.748, 1.289, 1.604, 2.017),
    (63, 70, 0.398, 0.337, 0.539, 0.748, 1.288, 1.603, 2.015),
    (71, 49, -1.262, 0.343, 0.543, 0.751, 1.284, 1.595, 2.000),
]
DRAWN = (-Z_998, -Z_95, -0.9944579, 0.9944579, Z_95, Z_998)


@pytest.mark.parametrize("overdispersion", [True, False])
@pytest.mark.parametrize(("table", "digits", "target"), [(CHART_TYPES, 3, 11.242), (GETTING_STARTED, 2, 19.55)])
def test_limits_of_a_share_as_a_package_prints_them(
    table: list[tuple[float, ...]], digits: int, target: float, overdispersion: bool
) -> None:
    # What pulling scores in leaves of the first table is no more than chance; otherwise τ² would be above zero.
    sizes, counts = (np.array([row[place] for row in table], dtype=float) for place in (0, 1))
    funnel = share_funnel(counts, sizes, overdispersion=overdispersion)
    assert round(100 * funnel.centre, digits) == target
    found = np.stack([100 * funnel.limit(sizes, z) for z in DRAWN], axis=1).round(digits)
    assert found.tolist() == [list(row[-6:]) for row in table]


def test_scores_of_a_share_as_a_package_prints_them() -> None:
    sizes, counts = (np.array([row[place] for row in CHART_TYPES], dtype=float) for place in (0, 1))
    centre = counts.sum() / sizes.sum()
    scores = (np.arcsin(np.sqrt(counts / sizes)) - np.arcsin(np.sqrt(centre))) * 2 * np.sqrt(sizes)
    assert scores.round(3).tolist() == [row[2] for row in CHART_TYPES]
    error = 1 / (2 * np.sqrt(sizes))
    assert between_variance(winsorise(scores), error) == 0 < between_variance(scores, error)


def test_variance_between_units_as_a_package_prints_it_in_its_limits() -> None:
    expected, observed = (np.array([row[place] for row in RATIOS], dtype=float) for place in (0, 1))
    roots, error = np.sqrt(observed / expected), 1 / (2 * np.sqrt(expected))
    tau_squared = between_variance(winsorise((roots - 1) / error), error)
    assert tau_squared > 0
    spread = np.sqrt(error**2 + tau_squared)
    assert ((roots - 1) / spread).round(3).tolist() == [row[2] for row in RATIOS]
    found = np.stack([(1 + z * spread) ** 2 for z in DRAWN], axis=1).round(3)
    assert found.tolist() == [list(row[-6:]) for row in RATIOS]
