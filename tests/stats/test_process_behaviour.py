"""The rules of Making Data Count, one by one, by worked examples and by a slow twin."""

import math
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.stats.process_behaviour import Phase, Series, assurance_of, process_behaviour, process_behaviours
from mwm.stats.process_limits import Chart, Limits, average_moving_range, limits_of
from mwm.stats.process_rules import OUTSIDE, SHIFT, TREND, TWO_OF_THREE, outside, shift, trend, two_of_three


def flat(count: int) -> Limits:
    """Mean 0, limits at 3, near lines at 2."""
    three, two = np.full(count, 3.0), np.full(count, 2.0)
    return Limits(mean=0.0, lower=-three, upper=three, lower_near=-two, upper_near=two)


def xmr_limits(values, *, screen: bool = True) -> tuple[float, float, float]:
    """Lower limit, mean and upper limit of an XmR chart."""
    counts = np.asarray(values, dtype=float)
    found = limits_of("xmr", counts, np.ones(len(counts)), np.ones(len(counts), dtype=bool), screen=screen)
    return float(found.lower[0]), float(found.mean[0]), float(found.upper[0])


def months(count: int) -> list[date]:
    return [date(2010 + number // 12, number % 12 + 1, 1) for number in range(count)]


def judged(values: list[float], **options):
    return process_behaviour(months(len(values)), values, **options)


# ---- limits


def test_islingtons_published_counts_give_the_limits_worked_out_by_hand() -> None:
    counts = [324, 329, 310, 306, 352, 353, 340, 335, 313, 365, 343, 385, 325, 299, 282]
    assert average_moving_range(np.array(counts, dtype=float)) == pytest.approx(23.857, abs=5e-4)
    assert xmr_limits(counts) == pytest.approx((267.27, 330.733, 394.19), abs=5e-3)
    assert not any(point.signals for point in judged([float(count) for count in counts]).points)


def test_a_lone_outlier_is_screened_out_of_the_moving_range() -> None:
    # The example with which the R package explains screening: two moving ranges, of 8 and 9, are left out.
    values = np.array([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], dtype=float)
    assert xmr_limits(values) == pytest.approx((-0.72, 1.94, 4.60), abs=5e-3)
    assert xmr_limits(values, screen=False) == pytest.approx((-3.06, 1.94, 6.95), abs=5e-3)


def test_a_moving_range_of_exactly_the_screening_limit_is_screened() -> None:
    # Ranges: nineteen ones and one r, with r equal to 3.267 times their average.
    r = 3.267 * 19 / (20 - 3.267)
    steps = [1.0, -1.0] * 9 + [1.0, -r]
    values = np.cumsum([0.0, *steps])
    assert average_moving_range(values) == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("count", range(8))
def test_below_eight_points_there_are_no_limits_and_nothing_is_judged(count: int) -> None:
    result = judged([float(number % 3) for number in range(count)])
    assert result.variation is None
    assert all(point.icon is None and not point.signals for point in result.points)
    if count:
        assert math.isnan(result.phases[0].upper)


def test_from_eight_points_limits_are_trial_and_from_thirteen_firm() -> None:
    assert judged([1.0, 2.0] * 4).phases[0].is_trial
    assert judged([1.0, 2.0] * 6).phases[0].is_trial
    assert not judged([1.0, 2.0] * 6 + [1.0]).phases[0].is_trial


def test_equal_values_are_common_cause() -> None:
    result = judged([3.0] * 20)
    assert result.variation == "common_cause"
    assert result.phases[0].lower == result.phases[0].upper == 3.0


# ---- rules, one by one


def test_outside_means_beyond_and_not_on_the_limit() -> None:
    assert outside(np.array([3.0, 3.01, -3.0, -3.01, 0.0]), flat(5)).tolist() == [0, 1, 0, -1, 0]


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([1] * 6, [0] * 6),
        ([1] * 7, [1] * 7),
        ([-1] * 8, [-1] * 8),
        ([1] * 6 + [-1], [0] * 7),
        ([-1, *[1] * 8, -1], [0, *[1] * 8, 0]),
        ([1] * 6 + [0] + [1] * 6, [0] * 13),  # a value on the mean breaks the run
        ([1] * 7 + [-1] * 7, [1] * 7 + [-1] * 7),
    ],
)
def test_shift(values: list[int], marks: list[int]) -> None:
    assert shift(np.array(values, dtype=float), 0.0).tolist() == marks


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),
        ([7, 6, 5, 4, 3, 2, 1], [-1] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0, *[1] * 7, 0]),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),  # a tie breaks the run
        ([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], [1] * 6 + [-1] * 7),  # the turning point belongs to the later run
        ([], []),
        ([1], [0]),
    ],
)
def test_trend(values: list[int], marks: list[int]) -> None:
    assert trend(np.array(values, dtype=float)).tolist() == marks


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([2.5, 0.5, 2.5], [1, 0, 1]),  # the third is not marked
        ([2.5, 2.5, 0.5], [1, 1, 0]),
        ([2.5, 2.5, 2.5], [1, 1, 1]),
        ([2.5, -0.5, 2.5], [0, 0, 0]),  # all three must lie on one side
        ([2.5, 0.5, 0.5, 2.5], [0, 0, 0, 0]),
        ([2.0, 2.0, 2.0], [0, 0, 0]),  # on the line is not beyond it
        ([3.5, 2.5, 0.5], [0, 0, 0]),  # outside is another rule's business
        ([-2.5, -2.9, -0.1], [-1, -1, 0]),
        ([2.5, -2.5, 2.5], [0, 0, 0]),
        ([2.5, 2.5], [0, 0]),
    ],
)
def test_two_of_three(values: list[float], marks: list[int]) -> None:
    assert two_of_three(np.array(values), flat(len(values))).tolist() == marks


# ---- what it means


def test_the_strongest_rule_names_the_direction() -> None:
    rise = [0.0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, -4, -3, -2, -1, 0, 1, 2]
    result = judged(rise, better="higher")
    below = result.points[17]  # below the mean, and part of a rise: the rise counts
    assert TREND in below.signals
    assert below.icon == "improvement_high"
    assert judged(rise, better="lower").points[17].icon == "concern_high"
    assert judged(rise).points[17].icon == "neutral_high"


@given(st.lists(st.floats(-50, 50, width=16), min_size=8, max_size=40))
@settings(max_examples=60)
def test_better_never_moves_a_point_and_turning_the_series_over_swaps_the_directions(values: list[float]) -> None:
    higher, lower, neutral = (judged(values, better=better) for better in ("higher", "lower", "neutral"))
    assert (
        [p.signals for p in higher.points] == [p.signals for p in lower.points] == [p.signals for p in neutral.points]
    )
    assert higher.phases == lower.phases == neutral.phases
    limits = higher.phases[0]
    assert limits.lower <= limits.mean <= limits.upper
    turned = judged([-value for value in values], better="lower")
    swap = {"high": "low", "low": "high"}
    for here, there in zip(higher.points, turned.points, strict=True):
        if here.icon and "_" in here.icon and here.icon != "common_cause":
            name, way = here.icon.rsplit("_", 1)
            assert there.icon == f"{name}_{swap[way]}"


def slow_twin(values: list[float], limits: Phase) -> list[set[str]]:
    """Every window of every rule, looked at one by one."""
    upper_near = limits.mean + (limits.upper - limits.mean) * 2 / 3
    lower_near = limits.mean + (limits.lower - limits.mean) * 2 / 3
    found: list[set[str]] = [set() for _ in values]
    for place, value in enumerate(values):
        if value > limits.upper or value < limits.lower:
            found[place].add(OUTSIDE)
    for first in range(len(values) - 6):
        seven = values[first : first + 7]
        if all(v > limits.mean for v in seven) or all(v < limits.mean for v in seven):
            for place in range(first, first + 7):
                found[place].add(SHIFT)
        if all(a < b for a, b in pairwise(seven)) or all(a > b for a, b in pairwise(seven)):
            for place in range(first, first + 7):
                found[place].add(TREND)
    for first in range(len(values) - 2):
        three = values[first : first + 3]
        near = [limits.upper >= v > upper_near or limits.lower <= v < lower_near for v in three]
        one_side = all(v > limits.mean for v in three) or all(v < limits.mean for v in three)
        if one_side and sum(near) >= 2:
            for place in range(3):
                if near[place]:
                    found[first + place].add(TWO_OF_THREE)
    return found


@given(st.lists(st.integers(0, 12), min_size=8, max_size=60))
@settings(max_examples=200)
def test_the_rules_agree_with_a_slow_twin(whole: list[int]) -> None:
    values = [float(value) for value in whole]
    result = judged(values)
    assert [set(point.signals) for point in result.points] == slow_twin(values, result.phases[0])


@pytest.mark.parametrize(
    ("target", "better", "expected"),
    [
        (4.0, "higher", "consistently_misses"),
        (4.0, "lower", "consistently_hits"),
        (-4.0, "higher", "consistently_hits"),
        (-4.0, "lower", "consistently_misses"),
        (0.0, "higher", "hit_and_miss"),
        (3.0, "lower", "hit_and_miss"),
        (4.0, "neutral", None),
        (None, "higher", None),
    ],
)
def test_assurance(target: float | None, better: str, expected: str | None) -> None:
    assert assurance_of(-3.0, 3.0, target, better) == expected


# ---- phases, gaps, months still arriving


def test_a_phase_has_its_own_limits_and_runs_end_with_it() -> None:
    values = [1.0, 2.0] * 6 + [11.0, 12.0] * 6
    whole = judged(values)
    cut = judged(values, rebase_at=[months(24)[12]])
    assert any(point.signals for point in whole.points)
    assert not any(point.signals for point in cut.points)
    assert [phase.mean for phase in cut.phases] == [1.5, 11.5]
    assert [point.phase for point in cut.points] == [0] * 12 + [1] * 12


def test_a_baseline_is_carried_forward() -> None:
    values = [1.0, 2.0] * 7 + [5.0] * 8
    days = months(len(values))
    result = process_behaviour(days, values, baseline=(days[0], days[13]), better="higher")
    assert result.phases[0].mean == 1.5
    assert result.phases[0].points == 14
    assert result.variation == "improvement_high"
    assert result.shift_length == 9  # the last month of the baseline lies above its mean too


def test_a_baseline_in_a_later_phase_leaves_the_earlier_one_its_own_limits() -> None:
    values = [11.0, 12.0] * 6 + [1.0, 2.0] * 5 + [5.0] * 8
    days = months(len(values))
    result = process_behaviour(days, values, rebase_at=[days[12]], baseline=(days[12], days[21]))
    alone = process_behaviour(days[12:], values[12:], baseline=(days[12], days[21]))
    assert result.phases == (process_behaviour(days[:12], values[:12]).phases[0], alone.phases[0])
    assert [phase.mean for phase in result.phases] == [11.5, 1.5]
    assert [point.signals for point in result.points[12:]] == [point.signals for point in alone.points]


@st.composite
def series_of_one_chart(draw: st.DrawFn) -> tuple[Chart, list[Series]]:
    """Up to five series with gaps, phases, baselines and points left out."""
    chart = draw(st.sampled_from(["xmr", "p", "u", "c", "run", "g"]))
    made = []
    for _ in range(draw(st.integers(1, 5))):
        values = draw(st.lists(st.integers(0, 12) | st.just(math.nan), max_size=40))
        days = months(len(values))
        some_days = st.lists(st.sampled_from(days), max_size=3) if days else st.just([])
        chosen = sorted(draw(some_days))
        made.append(
            Series(
                days,
                [float(value) for value in values],
                denominators=[draw(st.sampled_from([12.0, 30.0]))] * len(values) if chart in ("p", "u") else None,
                target=draw(st.none() | st.just(4.0)),
                rebase_at=draw(some_days),
                baseline=(chosen[0], chosen[-1]) if chosen else None,
                unjudged=set(draw(some_days)),
            )
        )
    return chart, made


@given(series_of_one_chart())
@settings(max_examples=100)
def test_series_judged_together_are_judged_as_each_by_itself(made: tuple[Chart, list[Series]]) -> None:
    chart, every = made
    together = process_behaviours(every, chart=chart, better="higher")
    alone = [process_behaviours([series], chart=chart, better="higher")[0] for series in every]
    assert repr(together) == repr(alone)  # as text, because a limit that there is not equals nothing


def test_what_is_written_in_percent_is_judged_as_a_share() -> None:
    series = Series(months(12), [3.0, 4.0] * 6, [30.0] * 12)
    (share,), (percent,) = (process_behaviours([series], chart="p", times=times) for times in (1.0, 100.0))
    for one, other in zip(share.points, percent.points, strict=True):
        assert (other.value, other.mean, other.lower, other.upper) == pytest.approx(
            tuple(100 * each for each in (one.value, one.mean, one.lower, one.upper))
        )
        assert (other.signals, other.icon) == (one.signals, one.icon)
    assert percent.phases[0].upper == percent.points[-1].upper


def test_a_month_without_a_value_is_a_gap_and_not_a_zero() -> None:
    values = [1.0, 2.0] * 8
    gappy = [*values[:5], math.nan, *values[5:]]
    assert judged(gappy).phases[0].upper == judged(values).phases[0].upper
    assert len(judged(gappy).points) == len(values)


def test_a_month_still_arriving_is_there_and_not_judged() -> None:
    values = [1.0, 2.0] * 8 + [90.0]
    days = months(len(values))
    result = process_behaviour(days, values, unjudged={days[-1]})
    assert result.points[-1].icon is None
    assert result.phases[0].upper == judged(values[:-1]).phases[0].upper
    assert judged(values).points[-1].icon == "neutral_high"


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        process_behaviour([date(2024, 2, 1), date(2024, 1, 1)], [1.0, 2.0])


# ---- other charts of the same grammar, by textbook examples (Montgomery, 7th edition)

ORANGE_JUICE = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]
CIRCUIT_BOARDS = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
LOAN_COSTS = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]


def test_the_textbooks_p_chart() -> None:
    result = judged([float(c) for c in ORANGE_JUICE], chart="p", denominators=[50.0] * 30)
    phase = result.phases[0]
    assert (phase.mean, phase.lower, phase.upper) == pytest.approx((0.2313, 0.0524, 0.4102), abs=5e-5)
    assert [place + 1 for place, point in enumerate(result.points) if OUTSIDE in point.signals] == [15, 23]


def test_the_textbooks_c_chart() -> None:
    result = judged([float(c) for c in CIRCUIT_BOARDS], chart="c")
    phase = result.phases[0]
    assert (phase.mean, phase.lower, phase.upper) == pytest.approx(
        (19.85, 6.48, 33.22), abs=1e-2
    )  # printed from the rounded mean
    assert [place + 1 for place, point in enumerate(result.points) if OUTSIDE in point.signals] == [6, 20]


def test_the_textbooks_chart_of_individual_values() -> None:
    assert xmr_limits(LOAN_COSTS) == pytest.approx((279.78, 300.5, 321.22), abs=6e-3)


def test_limits_of_a_share_vary_with_its_size_and_are_cut_at_nothing_and_all() -> None:
    sizes = [4.0, 400.0] * 8
    result = judged([size * 0.9 for size in sizes], chart="p", denominators=sizes)
    small, large = result.points[0], result.points[1]
    assert small.upper == 1.0
    assert large.upper == pytest.approx(0.9 + 3 * math.sqrt(0.9 * 0.1 / 400))
    assert small.lower < large.lower
    assert judged([1.0] * 10, chart="c").points[0].lower == 0.0


def test_u_is_c_divided_by_a_constant_size() -> None:
    counts = [float(c) for c in CIRCUIT_BOARDS]
    c, u = judged(counts, chart="c"), judged(counts, chart="u", denominators=[5.0] * len(counts))
    assert u.phases[0].upper == pytest.approx(c.phases[0].upper / 5)
    assert [point.signals for point in u.points] == [point.signals for point in c.points]


@pytest.mark.parametrize("sizes", [None, [0.0] * 10, [math.nan] * 10])
def test_a_share_of_nothing_is_refused(sizes: list[float] | None) -> None:
    with pytest.raises(ValueError, match="denominator"):
        judged([1.0] * 10, chart="p", denominators=sizes)


def test_a_run_chart_marks_a_run_that_is_longer_than_chance_explains() -> None:
    values = [1.0, 9.0] * 3 + [1.0] * 6 + [9.0] * 9 + [1.0] * 3
    result = judged(values, chart="run", better="higher")
    marked = [point.value > result.phases[0].mean for point in result.points if point.signals]
    assert marked == [True] * 9
    assert math.isnan(result.points[0].upper)
    assert not any(point.signals for point in judged([1.0, 9.0] * 10, chart="run").points)


def test_a_run_chart_marks_every_run_that_is_longer_than_chance_explains() -> None:
    values = [9.0] * 9 + [1.0] * 10 + [9.0, 1.0, 9.0, 1.0, 9.0]  # of 24 points, chance explains runs of eight
    result = judged(values, chart="run", better="lower")
    long = ["concern_high"] * 9 + ["improvement_low"] * 10
    assert [point.icon for point in result.points] == [*long, *["common_cause"] * 5]


def test_values_on_the_median_neither_break_nor_lengthen_a_run() -> None:
    values = [
        1.0,
        9.0,
        1.0,
        9.0,
        1.0,
        5.0,
        *[9.0, 9.0, 9.0, 5.0, 9.0, 9.0, 9.0, 9.0, 9.0],
        1.0,
        1.0,
        1.0,
        1.0,
        5.0,
        1.0,
    ]
    result = judged(values, chart="run")
    marked = [place for place, point in enumerate(result.points) if point.signals]
    assert marked == [6, 7, 8, 10, 11, 12, 13, 14]


@pytest.mark.parametrize(
    ("chart", "values", "words"),
    [
        ("xmr", [1.0, math.inf], "finite"),
        ("p", [1.0, -1.0], "below zero"),
        ("u", [1.0, -1.0], "below zero"),
        ("c", [1.0, -1.0], "below zero"),
        ("g", [1.0, -1.0], "below zero"),
        ("p", [1.0, 51.0], "above its denominator"),
        ("t", [1.0, 0.0], "above zero"),
    ],
)
def test_a_value_that_a_chart_cannot_have_is_refused(chart: str, values: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        judged(values, chart=chart, denominators=[50.0, 50.0])


def test_only_the_latest_phase_says_what_a_series_means() -> None:
    values = [1.0, 2.0] * 6 + [9.0] + [1.0] * 3
    cut = judged(values, rebase_at=[months(16)[13]], better="higher", target=5.0)
    assert cut.points[12].signals
    assert (cut.variation, cut.assurance, cut.shift_length) == (None, None, 0)
