"""Who is lenient, who only looks it, and how often anybody is accused by chance."""

import numpy as np
import pytest
import scipy.stats
from agreement_tables import BLANK, grades
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.stats.agreement import Grades
from mwm.stats.leniency import comparable_work, holm, leniency, spread


def graded(rng: np.random.Generator, effects: list[float], units: int, each: int) -> Grades:
    """Whole grades from 1 to 5 by `each` graders for every unit, drawn at random from those with these leniencies."""
    rows = np.full((units, len(effects)), BLANK)
    level = rng.normal(2.6, 0.7, units)
    for unit in range(units):
        who = rng.choice(len(effects), each, replace=False)
        rows[unit, who] = np.clip(np.rint(level[unit] + np.take(effects, who) + rng.normal(0, 0.4, each)), 1, 5)
    return grades(rows)


def test_a_paired_difference_and_its_interval() -> None:
    rows = [[3, 2, 2], [4, 3, BLANK], [2, BLANK, BLANK], [5, 3, 4], [1, 2, 1]]
    found = leniency(grades(rows), fewest=2)[0]
    apart = [3 - 2, 4 - 3, 5 - 3.5, 1 - 1.5]  # the third unit has no other grade
    assert found.n == 4
    assert found.difference == pytest.approx(np.mean(apart))
    ends = scipy.stats.t.interval(0.95, 3, np.mean(apart), scipy.stats.sem(apart))
    assert (found.lower, found.upper) == pytest.approx(ends)
    assert found.flag is None
    # With a margin of nothing p is that of the t test.
    plain = leniency(grades(rows), fewest=2, margin=0)
    assert plain[0].p == pytest.approx(scipy.stats.ttest_1samp(apart, 0).pvalue)


def test_a_lenient_grader_is_found_and_those_beside_are_not_called_severe() -> None:
    found = leniency(graded(np.random.default_rng(5), [0.6, 0, 0, 0], 300, 3))
    assert [one.flag for one in found] == ["lenient", None, None, None]
    assert found[0].difference == pytest.approx(0.6, abs=0.1)
    assert all(one.difference < -0.1 for one in found[1:])  # beside the lenient one everybody looks severe
    assert all(abs(one.from_unflagged) < 0.1 for one in found[1:])


def test_a_lenient_and_a_severe_grader_are_both_found() -> None:
    found = leniency(graded(np.random.default_rng(6), [0.6, -0.6, 0, 0, 0], 400, 3))
    assert [one.flag for one in found] == ["lenient", "severe", None, None, None]


def test_two_who_have_only_each_other_are_not_accused() -> None:
    found = leniency(graded(np.random.default_rng(7), [0.8, 0], 60, 2))
    assert [one.flag for one in found] == [None, None]
    assert all("cannot be told" in one.why for one in found)
    # With a third beside them it can be told.
    found = leniency(graded(np.random.default_rng(7), [0.8, 0, 0], 90, 2))
    assert [one.flag for one in found] == ["lenient", None, None]


def test_differences_that_never_vary_are_no_certainty_but_are_found() -> None:
    rows = [[3 + unit % 2, 2 + unit % 2, 2 + unit % 2] for unit in range(12)]
    found = leniency(grades(rows))
    assert found[0].flag == "lenient"
    assert found[0].lower < found[0].difference < found[0].upper
    assert leniency(grades(rows[:4]), fewest=4)[0].p > 0.001


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([[1], [2], [3]], "0 units shared"),
        ([[1, 2]], "Only 1 unit shared"),
        ([[3, 3]] * 9, "Only 9 units shared"),
    ],
)
def test_too_little_to_judge_is_said(rows: list[list[float]], word: str) -> None:
    for one in leniency(grades(rows)):
        assert (one.p, one.flag) == (None, None)
        assert word in one.why


def test_graders_who_never_differ_are_not_flagged() -> None:
    for one in leniency(grades([[3, 3, 3]] * 30)):
        assert (one.difference, one.flag) == (0, None)


def test_only_those_beside_one_who_stands_out_cannot_be_judged() -> None:
    rng = np.random.default_rng(9)
    rows = np.full((200, 5), BLANK)
    level = np.clip(np.rint(rng.normal(3, 0.8, 200)), 1, 4)
    rows[:, 0] = level + 1
    for unit in range(200):
        rows[unit, 1 + unit % 4] = level[unit]
    found = leniency(grades(rows))
    assert found[0].flag == "lenient"
    assert all(one.flag is None and "do not stand out" in one.why for one in found[1:])


def test_words_have_no_leniency() -> None:
    with pytest.raises(ValueError, match="higher"):
        leniency(Grades(np.zeros((3, 2)), ("A", "B"), ("yes",)))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_holm_by_hand(chances: list[float]) -> None:
    found = holm(chances)
    for place, chance in enumerate(chances):
        expected = max(
            min(1.0, other * (len(chances) - rank))
            for rank, other in enumerate(sorted(chances))
            if other < chance or rank <= sorted(chances).index(chance)
        )
        assert found[place] == pytest.approx(expected)


def share_accused(effects_spread: float, margin: float, graders: int, units: int, each: int, runs: int) -> float:
    rng = np.random.default_rng(graders + units)
    accused = 0
    for _ in range(runs):
        effects = rng.normal(0, effects_spread, graders) if effects_spread else np.zeros(graders)
        found = leniency(graded(rng, list(effects - effects.mean()), units, each), margin=margin)
        accused += any(one.flag for one in found)
    return accused / runs


@pytest.mark.parametrize(("graders", "units", "each"), [(4, 40, 2), (8, 60, 3), (8, 150, 2)])
def test_graders_who_do_not_differ_are_hardly_ever_accused(graders: int, units: int, each: int) -> None:
    """The numbers in docs/method.md, with fewer runs."""
    assert share_accused(0.0, 0.25, graders, units, each, 250) <= 0.01
    assert share_accused(0.06, 0.25, graders, units, each, 150) <= 0.02
    # Without the margin the family of tests keeps to its 5%, as far as so few runs can show.
    assert 0.0 < share_accused(0.0, 0.0, graders, units, each, 250) <= 0.1


def test_seven_tables_share_the_chance_of_a_wrong_word() -> None:
    table = graded(np.random.default_rng(5), [0.55, 0, 0, 0], 60, 3)
    alone, together = leniency(table), leniency(table, families=7)
    assert together[0].p_adjusted == pytest.approx(min(1, 7 * alone[0].p_adjusted))


# All on comparable work


def test_comparable_work_finds_leniency_though_graders_saw_different_workers() -> None:
    rng = np.random.default_rng(3)
    workers = rng.normal(0, 0.6, 120)
    effects = np.array([0.5, 0.0, -0.1, 0.1])
    worker = rng.integers(0, 120, 900)
    # The first grader saw the weaker half of the workers more often.
    grader = np.where((workers[worker] < 0) & (rng.random(900) < 0.5), 0, rng.integers(0, 4, 900))
    values = np.clip(np.rint(3 + workers[worker] + effects[grader] + rng.normal(0, 0.5, 900)), 1, 5)
    found = comparable_work(values.tolist(), [f"G-{number}" for number in grader], worker.tolist())
    assert not found.why
    truth = effects - effects.mean()
    assert [one.difference for one in found.graders] == pytest.approx(truth, abs=0.12)
    for one, effect in zip(found.graders, truth, strict=True):
        assert one.lower < one.difference < one.upper
        assert one.difference == pytest.approx(effect, abs=(one.upper - one.lower))
    assert sum(one.n for one in found.graders) == 900
    assert found.work_variance == pytest.approx(0.36, abs=0.12)
    plain = values[grader == 0].mean() - np.mean([values[grader == place].mean() for place in range(4)])
    assert abs(found.graders[0].difference - truth[0]) < abs(plain - truth[0])


@pytest.mark.parametrize(
    ("values", "graders", "work", "word"),
    [
        ([], [], [], "no grade"),
        ([3, 4, 2], ["A", "A", "A"], [1, 1, 2], "one grader"),
        ([3, 4, 2], ["A", "B", "A"], [1, 2, 3], "cannot be told"),
        ([3, 4, 2], ["A", "B", "A"], [1, 1, 1], "cannot be told"),
        ([3, 4, 3, 4], ["A", "B", "A", "B"], [1, 1, 2, 2], "same grade throughout"),
    ],
)
def test_comparable_work_at_the_edges(values: list[float], graders: list[str], work: list[int], word: str) -> None:
    found = comparable_work(values, graders, work)
    assert found.graders == ()
    assert word in found.why


@given(st.integers(0, 10_000), st.integers(3, 30))
@settings(max_examples=40, deadline=None)
def test_comparable_work_has_an_answer_or_a_reason(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 4, count).astype(float)
    graders = [f"G-{number}" for number in rng.integers(0, 4, count)]
    found = comparable_work(values.tolist(), graders, rng.integers(0, 6, count).tolist())
    assert bool(found.graders) != bool(found.why)
    for one in found.graders:
        assert one.lower < one.difference < one.upper
    assert sum(one.difference for one in found.graders) == pytest.approx(0, abs=1e-6)


# Spread


def test_use_of_the_scale() -> None:
    found = spread(grades([[3, 1], [3, 2.5], [3, 5], [3, BLANK], [BLANK, 4]]), points=[1, 2, 3, 4, 5])
    assert found[0].shares == ((1, 0), (2, 0), (3, 1), (4, 0), (5, 0))
    assert (found[0].n, found[0].points_used, found[0].shared) == (4, 1, 3)
    assert found[0].deviation == 0
    assert found[0].others_deviation == pytest.approx(np.std([1, 2.5, 5], ddof=1))
    assert found[1].shares == ((1, 0.25), (2, 0), (3, 0.25), (4, 0.25), (5, 0.25))
    alone = spread(grades([[3], [4]]), points=[1, 2, 3, 4, 5])[0]
    assert (alone.shared, alone.deviation, alone.others_deviation) == (0, None, None)
