"""Leniency told apart from change: against the library, a dense twin, made-up truths, and where it cannot be told."""

from __future__ import annotations

import warnings
from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.stats.leniency_in_trend import FEWEST_GRADERS, LeniencyInTrend, leniency_in_trend

MONTHS = [date(2023 + number // 12, number % 12 + 1, 1) for number in range(24)]
Grade = tuple[date, str, float]


def found(grades: list[Grade]) -> LeniencyInTrend:
    """The model, from single grades."""
    sums: dict[tuple[date, str], list[float]] = defaultdict(list)
    for month, grader, grade in grades:
        sums[month, grader].append(grade)
    return leniency_in_trend(
        [month for month, _ in sums],
        [grader for _, grader in sums],
        [len(each) for each in sums.values()],
        [sum(each) for each in sums.values()],
        [sum(grade**2 for grade in each) for each in sums.values()],
    )


def made(seed: int, leniency: dict[str, float], *, each: int = 4, noise: float = 0.8) -> list[Grade]:
    """Grades of the same practice in every month, by people with a leniency each."""
    random = np.random.default_rng(seed)
    return [
        (month, name, float(np.clip(round(3 + shift + random.normal(0, noise)), 1, 5)))
        for month in MONTHS
        for name, shift in leniency.items()
        for _ in range(random.integers(0, each + 1))
    ]


def by_library(grades: list[Grade]) -> tuple[float, float, dict[str, float]]:
    """Variance of graders, of the rest, and predictions, by statsmodels from the single grades."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    months = sorted({month for month, _, _ in grades})
    design = np.array([[float(month == one) for one in months] for month, _, _ in grades])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = MixedLM(
            np.array([grade for _, _, grade in grades]), design, groups=np.array([name for _, name, _ in grades])
        ).fit(reml=True)
    predicted = {str(name): float(np.asarray(effect)[0]) for name, effect in fit.random_effects.items()}
    return float(np.asarray(fit.cov_re)[0, 0]), float(fit.scale), predicted


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_what_the_library_finds_from_single_grades(seed: int) -> None:
    grades = made(seed, {"A": 0.6, "B": -0.3, "C": 0.0, "D": 0.4, "E": -0.7})
    between, within, predicted = by_library(grades)
    ours = found(grades)
    assert ours.between == pytest.approx(between, rel=2e-3)
    assert ours.within == pytest.approx(within, rel=1e-3)
    assert ours.leniency == pytest.approx(predicted, abs=2e-3)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 6))
def test_it_solves_hendersons_equations(seed: int, people: int) -> None:
    random = np.random.default_rng(seed)
    grades = made(seed, {f"G{number}": random.normal(0, 0.4) for number in range(people)}, each=3)
    ours = found(grades)
    if ours.why or ours.apart:
        return
    assert sum(ours.leniency.values()) == pytest.approx(0.0, abs=1e-9)
    if ours.between < 1e-9:
        assert max(map(abs, ours.leniency.values())) < 1e-6
        return
    months, names = sorted({month for month, _, _ in grades}), sorted(ours.leniency)
    design = np.array(
        [[float(month == one) for one in months] + [float(name == one) for one in names] for month, name, _ in grades]
    )
    left = design.T @ design
    left[len(months) :, len(months) :] += np.eye(len(names)) * ours.within / ours.between
    solved = np.linalg.solve(left, design.T @ np.array([grade for _, _, grade in grades]))
    assert [ours.leniency[name] for name in names] == pytest.approx(solved[len(months) :].tolist(), abs=1e-6)


def test_what_changes_for_everybody_is_no_leniency() -> None:
    grades = made(5, {"A": 0.5, "B": 0.0, "C": -0.5})
    risen = [(month, name, grade + MONTHS.index(month) / 10) for month, name, grade in grades]
    assert found(risen).leniency == pytest.approx(found(grades).leniency, abs=1e-6)


def test_a_lenient_grader_who_comes_later_is_told_from_a_rise() -> None:
    random = np.random.default_rng(8)
    grades: list[Grade] = []
    for number, month in enumerate(MONTHS):
        lenient = round(10 * number / 23)
        for name, count, shift in (("L1", lenient, 0.8), ("A", 12 - lenient, 0.0), ("B", 4, 0.0), ("C", 4, 0.0)):
            grades += [(month, name, 3 + shift + random.normal(0, 0.7)) for _ in range(count)]
    ours = found(grades)
    assert ours.leniency["L1"] - ours.leniency["A"] == pytest.approx(0.8, abs=0.15)
    level = [np.mean([grade - ours.leniency[name] for at, name, grade in grades if at == month]) for month in MONTHS]
    raw = [np.mean([grade for at, _, grade in grades if at == month]) for month in MONTHS]
    assert np.polyfit(range(24), raw, 1)[0] * 23 > 0.35
    assert abs(np.polyfit(range(24), level, 1)[0] * 23) < 0.12


def test_where_graders_do_not_differ_hardly_anything_is_taken_out() -> None:
    largest = [max(map(abs, found(made(seed, dict.fromkeys("ABCDE", 0.0))).leniency.values())) for seed in range(40)]
    assert np.mean(largest) < 0.06
    assert max(largest) < 0.3


@pytest.mark.parametrize(
    ("people", "why"), [({}, "no_grader"), ({"A": 0.0}, "one_grader"), ({"A": 0.0, "B": 0.5}, "few_graders")]
)
def test_fewer_than_three_people_cannot_be_told(people: dict[str, float], why: str) -> None:
    assert FEWEST_GRADERS == 3
    assert (found(made(1, people)).why, found(made(1, people)).leniency) == (why, {})


def test_nothing_is_told_where_everybody_changes_at_once() -> None:
    sooner, later = made(1, dict.fromkeys("ABC", 0.0)), made(2, dict.fromkeys("DEF", 0.4))
    whole = [one for one in sooner if one[0] < MONTHS[12]] + [one for one in later if one[0] >= MONTHS[12]]
    assert (found(whole).why, found(whole).overlap) == ("no_overlap", 0.0)
    bridged = [*whole, (MONTHS[3], "F", 3.0), (MONTHS[4], "F", 3.0)]
    assert found(bridged).why == "no_overlap"
    assert found(bridged).changed_at == MONTHS[12]
    assert 0 < found(bridged).overlap < 0.2


def test_a_month_of_strangers_is_set_apart() -> None:
    stranger = (date(2022, 1, 1), "Z", 5.0)
    grades = made(1, {"A": 0.5, "B": 0.0, "C": -0.5})
    assert found([stranger, *grades]).apart == (date(2022, 1, 1),)
    assert found([stranger, *grades]).leniency["Z"] == 0.0
    assert found([stranger, *grades]).between == pytest.approx(found(grades).between)


def test_grades_without_variation_and_too_few_of_them() -> None:
    same = [(month, name, 3.0) for month in MONTHS for name in "ABC" for _ in range(2)]
    assert found(same).why == "no_variation"
    assert found([(MONTHS[0], "A", 3.0), (MONTHS[0], "B", 2.0), (MONTHS[1], "B", 4.0)]).why == "few_graders"
