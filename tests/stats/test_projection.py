"""Where a count could go: by property, and by how often the truth falls inside."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.errors import UsageError
from mwm.stats.projection import projection

FLOWS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=12, max_size=36)


def world(
    made: np.random.Generator, months: int, *, uneven: float = 1.0
) -> tuple[list[float], list[float], list[float]]:
    """A made-up authority: 300 children, 12 starts a month varying `uneven` times as chance, 4% leaving a month."""
    stock, started, ceased = [300.0], [math.nan], [math.nan]
    for _ in range(months):
        rate = 12.0 if uneven == 1 else made.gamma(12 / (uneven - 1)) * (uneven - 1)
        started.append(float(made.poisson(rate)))
        ceased.append(float(made.binomial(int(stock[-1]), 0.04)))
        stock.append(stock[-1] + started[-1] - ceased[-1])
    return stock, started, ceased


def stock_of(start: int, flows: list[tuple[int, int]]) -> tuple[list[float], list[float], list[float]]:
    stock, started, ceased = [float(start)], [math.nan], [math.nan]
    for came, left in flows:
        left = min(left, int(stock[-1]))
        stock.append(stock[-1] + came - left)
        started.append(float(came))
        ceased.append(float(left))
    return stock, started, ceased


@given(st.integers(0, 500), FLOWS, st.booleans())
@settings(max_examples=60, deadline=None)
def test_ranges_begin_now_nest_and_never_fall_below_zero(start: int, flows: list[tuple[int, int]], alone: bool) -> None:
    stock, started, ceased = stock_of(start, flows)
    found = projection(stock, *([] if alone else [started, ceased]), ahead=6, draws=200)
    now = found.steps[0]
    assert now == (0, *[int(stock[-1])] * 4)
    assert [step.ahead for step in found.steps] == list(range(7))
    for step in found.steps:
        assert 0 <= step.lower_90 <= step.lower_50 <= step.upper_50 <= step.upper_90


@pytest.mark.parametrize("alone", [False, True])
def test_ranges_widen(alone: bool) -> None:
    stock, started, ceased = world(np.random.default_rng(2), 30)
    found = projection(stock, *([] if alone else [started, ceased]), ahead=12)
    widths = [step.upper_90 - step.lower_90 for step in found.steps]
    assert widths[0] == 0
    assert all(later > earlier for earlier, later in zip(widths[::3], widths[3::3], strict=False))


def test_the_same_seed_gives_the_same_answer_and_another_nearly_the_same() -> None:
    flows = world(np.random.default_rng(3), 30)
    one, same, other = (projection(*flows, seed=seed) for seed in (5, 5, 6))
    assert one == same
    assert one.steps != other.steps
    assert other.steps[-1].upper_90 == pytest.approx(one.steps[-1].upper_90, abs=5)


def test_flows_are_used_where_twelve_months_of_them_are_known() -> None:
    stock, started, ceased = world(np.random.default_rng(1), 24)
    found = projection(stock, started, ceased)
    assert (found.source, found.months, found.unexplained) == ("flows", 24, 0)
    assert found.started == pytest.approx(np.mean(started[1:]))
    assert found.leaving_share == pytest.approx(sum(ceased[1:]) / sum(stock[:-1]))
    few = [math.nan] * 14 + started[14:]
    assert projection(stock, few, ceased).source == "stock"
    assert projection(stock).source == "stock"


def test_only_recent_months_are_learnt_from() -> None:
    stock, started, ceased = world(np.random.default_rng(1), 40)
    long_ago = [value * 9 for value in started[:16]] + started[16:]
    assert projection(stock, long_ago, ceased, recent=24) == projection(stock, started, ceased, recent=24)


def test_what_starts_and_ends_do_not_explain_is_said() -> None:
    stock, started, ceased = world(np.random.default_rng(1), 24)
    shifted = [*stock[:-1], stock[-1] + 7]
    found = projection(shifted, started, ceased)
    assert found.unexplained == 7
    assert any("7 more children than starts and ends explain" in words for words in found.assumptions)
    assert not any("explain" in words for words in projection(stock, started, ceased).assumptions)


def test_a_rise_that_went_on_goes_on() -> None:
    stock = [200 + 3 * month + (month % 2) for month in range(25)]
    last = projection(stock, ahead=10).steps[-1]
    assert last.lower_90 < stock[-1] + 30 < last.upper_90
    assert last.lower_90 > stock[-1]


def test_more_uneven_starts_give_a_wider_range() -> None:
    widths = []
    for uneven in (1.0, 6.0):
        last = projection(*world(np.random.default_rng(12), 24, uneven=uneven)).steps[-1]
        widths.append(last.upper_90 - last.lower_90)
    assert widths[1] > 1.3 * widths[0]


@pytest.mark.parametrize(("alone", "least", "most"), [(False, 0.87, 0.97), (True, 0.82, 0.95)])
def test_nine_in_ten_means_nine_in_ten(alone: bool, least: float, most: float) -> None:
    made = np.random.default_rng(21)
    inside_90 = inside_50 = 0
    times = 400
    for seed in range(times):
        stock, started, ceased = world(made, 36, uneven=1.5)
        given_flows = [] if alone else [started[:25], ceased[:25]]
        step = projection(stock[:25], *given_flows, ahead=12, seed=seed, draws=400).steps[-1]
        inside_90 += step.lower_90 <= stock[-1] <= step.upper_90
        inside_50 += step.lower_50 <= stock[-1] <= step.upper_50
    assert least <= inside_90 / times <= most
    assert 0.42 <= inside_50 / times <= 0.64


@pytest.mark.parametrize(
    ("stock", "options", "said"),
    [
        ([], {}, "no count"),
        ([math.nan] * 30, {}, "no count"),
        ([300.0] * 12, {}, "11 months of change are too few"),
        ([300.0] * 30, {"ahead": 0}, "at least one month"),
    ],
)
def test_too_little_is_refused(stock: list[float], options: dict[str, int], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        projection(stock, **options)
