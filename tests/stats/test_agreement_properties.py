"""What must hold of any table of grades, and a slow twin of alpha in plain Python."""

from itertools import permutations

import numpy as np
import pytest
from agreement_tables import BLANK, grades
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.stats.agreement import agreement_share, grade_counts
from mwm.stats.agreement_alpha import krippendorff_alpha
from mwm.stats.agreement_icc import absolute_agreement, intraclass
from mwm.stats.agreement_kappa import fleiss_kappa, pair_kappas

LEVELS = ("nominal", "ordinal", "interval", "ratio")


@st.composite
def tables(draw: st.DrawFn, blanks: bool = True) -> np.ndarray:
    units, graders = draw(st.integers(1, 8)), draw(st.integers(1, 4))
    points = draw(st.sampled_from([(1, 2, 3, 4, 5), (0, 1), (0, 0.5, 1, 1.5, 2), (0, 1, 10, 100), (-2, -1, 0, 3)]))
    cell = st.sampled_from([*points, BLANK] if blanks else points)
    rows = draw(st.lists(st.lists(cell, min_size=graders, max_size=graders), min_size=units, max_size=units))
    return np.array(rows, dtype=float)


def alpha_by_hand(rows: np.ndarray, level: str) -> float | None:
    """Krippendorff's alpha from his own definition: coincidences of values, and differences between them."""
    units = [[value for value in row if value == value] for row in rows.tolist()]
    units = [row for row in units if len(row) >= 2]
    values = sorted({value for row in units for value in row})
    coincidences = {(c, k): 0.0 for c in values for k in values}
    for row in units:
        for one, other in permutations(row, 2):
            coincidences[one, other] += 1 / (len(row) - 1)
    totals = {c: sum(coincidences[c, k] for k in values) for c in values}
    n = sum(totals.values())

    def difference(c: float, k: float) -> float:
        if level == "nominal":
            return float(c != k)
        if level == "interval":
            return (c - k) ** 2
        if level == "ratio":
            return 0.0 if c == k else ((c - k) / (c + k)) ** 2
        between = sum(totals[g] for g in values if min(c, k) <= g <= max(c, k))
        return (between - (totals[c] + totals[k]) / 2) ** 2 if c != k else 0.0

    observed = sum(coincidences[c, k] * difference(c, k) for c in values for k in values)
    expected = sum(totals[c] * totals[k] * difference(c, k) for c in values for k in values) / (n - 1) if n > 1 else 0
    return 1 - observed / expected if expected else None


@given(tables())
@settings(max_examples=100, deadline=None)
def test_alpha_is_its_slow_twins(rows: np.ndarray) -> None:
    for level in LEVELS:
        found = krippendorff_alpha(grades(rows), level, resamples=0)
        if found.value is None:
            assert found.why
        else:
            assert found.value == pytest.approx(alpha_by_hand(rows, level), abs=1e-9)


@given(tables(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_units_and_graders_changes_nothing(rows: np.ndarray, rng) -> None:
    units, graders = list(range(rows.shape[0])), list(range(rows.shape[1]))
    rng.shuffle(units)
    rng.shuffle(graders)
    one, other = grades(rows), grades(rows[units][:, graders])
    assert grade_counts(one) == grade_counts(other)
    near = pytest.approx
    for level in LEVELS:
        first, second = (krippendorff_alpha(table, level, resamples=0).value for table in (one, other))
        assert first == (None if second is None else near(second, abs=1e-9))
    for first, second in zip(intraclass(one).forms, intraclass(other).forms, strict=True):
        for end in ("value", "f", "p", "lower", "upper"):
            expected = getattr(second, end)
            assert getattr(first, end) == (None if expected is None else near(expected, abs=1e-6, rel=1e-6))
    assert agreement_share(one).value == agreement_share(other).value
    first, second = fleiss_kappa(one), fleiss_kappa(other)
    assert first.value == (None if second.value is None else near(second.value, abs=1e-9))
    first, second = absolute_agreement(one).value, absolute_agreement(other).value
    assert first == (None if second is None else near(second, abs=1e-9))
    assert sorted(pair.n for pair in pair_kappas(one)) == sorted(pair.n for pair in pair_kappas(other))


@given(st.lists(st.sampled_from([1.0, 2.0, 3.5, 5.0]), min_size=2, max_size=8), st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_graders_who_never_differ_agree_fully_or_say_why_not(values: list[float], graders: int) -> None:
    table = grades(np.repeat(np.array(values)[:, None], graders, axis=1))
    found = [
        *(form.value for form in intraclass(table).forms),
        *(krippendorff_alpha(table, level).value for level in LEVELS),
        *(kappa.value for pair in pair_kappas(table) for kappa in (pair.unweighted, pair.linear, pair.quadratic)),
        fleiss_kappa(table).value,
        absolute_agreement(table).value,
    ]
    assert set(found) == ({1.0} if len(set(values)) > 1 else {None})
    assert agreement_share(table).value == 1


@given(tables())
@settings(max_examples=100, deadline=None)
def test_numbers_lie_where_they_may_and_what_is_missing_is_explained(rows: np.ndarray) -> None:
    table = grades(rows)
    for form in intraclass(table).forms:
        assert form.value is not None or form.why
        for end in (form.value, form.f, form.p, form.lower, form.upper):
            assert end is None or np.isfinite(end)
        if form.value is not None:
            assert form.value <= 1 + 1e-12
            assert form.lower is None or form.upper is None or form.lower <= form.upper + 1e-9
    for pair in pair_kappas(table):
        for kappa in (pair.unweighted, pair.linear, pair.quadratic):
            assert kappa.value is None or -1 - 1e-9 <= kappa.value <= 1
            assert kappa.standard_error is not None or kappa.why
    whole = absolute_agreement(table)
    assert whole.value is not None or whole.why
    assert whole.value is None or (np.isfinite(whole.value) and whole.value <= 1)
    fleiss = fleiss_kappa(table)
    assert fleiss.value is not None or fleiss.why


@given(tables(blanks=False), st.floats(-50, 50), st.floats(0.1, 10))
@settings(max_examples=60, deadline=None)
def test_another_scale_with_equal_steps_gives_the_same_agreement(rows: np.ndarray, shift: float, step: float) -> None:
    one, other = grades(rows), grades(rows * step + shift)
    for form, moved in zip(intraclass(one).forms, intraclass(other).forms, strict=True):
        assert form.value == (None if moved.value is None else pytest.approx(moved.value, abs=1e-6))
    first, second = (krippendorff_alpha(table, "interval", resamples=0).value for table in (one, other))
    assert first == (None if second is None else pytest.approx(second, abs=1e-6))


def test_alpha_of_two_graders_without_blanks_is_near_the_kappas() -> None:
    rng = np.random.default_rng(8)
    level = rng.integers(1, 6, 400)
    rows = np.stack([level, np.clip(level + rng.choice([-1, 0, 0, 1], 400), 1, 5)], axis=1)
    table = grades(rows)
    pair = pair_kappas(table)[0]
    assert krippendorff_alpha(table, "nominal", resamples=0).value == pytest.approx(pair.unweighted.value, abs=0.01)
    assert krippendorff_alpha(table, "interval", resamples=0).value == pytest.approx(pair.quadratic.value, abs=0.01)
    assert intraclass(table)["ICC2"].value == pytest.approx(pair.quadratic.value, abs=0.01)
    assert fleiss_kappa(table).value == pytest.approx(pair.unweighted.value, abs=0.01)


@pytest.mark.parametrize(("graders", "units"), [(2, 20), (3, 30)])
def test_the_interval_of_alpha_holds_the_truth_about_as_often_as_it_says(graders: int, units: int) -> None:
    rng = np.random.default_rng(21)

    def drawn(n: int) -> np.ndarray:
        noise = rng.normal(0, 0.55, (n, graders))
        return np.clip(np.rint(3 + rng.normal(0, 0.7, (n, 1)) + noise), 1, 5)

    truth = krippendorff_alpha(grades(drawn(200_000)), resamples=0).value
    held, widths = [], []
    for seed in range(120):
        found = krippendorff_alpha(grades(drawn(units)), resamples=200, seed=seed)
        if found.lower is not None:
            held.append(found.lower <= truth <= found.upper)
            widths.append(found.upper - found.lower)
    assert np.mean(held) >= 0.89
    assert np.mean(widths) < 0.8  # it would be easy to hold the truth in an interval that says nothing
