"""A weighted draw without replacement, which anybody can repeat."""

import math
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwm.stats.weighted_draw import weighted_draw

WEIGHTS = st.dictionaries(st.text(max_size=6), st.floats(0.01, 1000), min_size=1, max_size=12)


@given(WEIGHTS, st.integers(0, 20), st.integers(0, 10**12))
def test_nobody_is_drawn_twice_and_the_same_seed_draws_the_same(weights, how_many, seed):
    drawn = weighted_draw(weights, how_many, seed)
    assert len(drawn) == len(set(drawn)) == min(how_many, len(weights))
    assert set(drawn) <= set(weights)
    shuffled = list(weights.items())
    random.Random(1).shuffle(shuffled)
    assert weighted_draw(dict(shuffled), how_many, seed) == drawn
    assert weighted_draw(weights, len(weights), seed)[:how_many] == drawn


@given(WEIGHTS, st.integers(0, 1000))
def test_one_name_less_leaves_the_order_of_the_others(weights, seed):
    whole = weighted_draw(weights, len(weights), seed)
    gone = whole[len(whole) // 2]
    rest = {name: weight for name, weight in weights.items() if name != gone}
    assert weighted_draw(rest, len(rest), seed) == [name for name in whole if name != gone]


@given(WEIGHTS, st.integers(0, 1000))
def test_a_greater_weight_never_comes_later(weights, seed):
    name = next(iter(weights))
    before = weighted_draw(weights, len(weights), seed).index(name)
    assert weighted_draw(weights | {name: weights[name] * 2}, len(weights), seed).index(name) <= before


def test_the_first_and_the_second_are_drawn_as_often_as_their_weights_say():
    weights, times = {"a": 1.0, "b": 2.0, "c": 5.0}, 8000
    drawn = Counter(tuple(weighted_draw(weights, 2, seed)) for seed in range(times))
    total = sum(weights.values())
    for (first, second), found in drawn.items():
        expected = weights[first] / total * weights[second] / (total - weights[first])
        # six pairs; four standard deviations are passed once in 16,000 times
        assert abs(found / times - expected) < 4 * math.sqrt(expected * (1 - expected) / times)
    assert len(drawn) == 6


@pytest.mark.parametrize("weight", [0.0, -1.0, math.inf, math.nan])
def test_a_weight_that_is_not_above_zero_is_refused(weight):
    with pytest.raises(ValueError, match="above 0"):
        weighted_draw({"a": 1.0, "b": weight}, 1, 0)
