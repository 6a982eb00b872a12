"""Coefficients of agreement against the numbers that their authors printed, and what happens at the edges."""

import math

import numpy as np
import pytest
import scipy.stats
from agreement_tables import (
    BLANK,
    COHEN,
    COHEN_ONE_WAY_WEIGHTS,
    COHEN_WEIGHTS,
    FLEISS_COHEN_EVERITT,
    FLEISS_COHEN_EVERITT_WEIGHTS,
    IRR_ANXIETY,
    SHROUT_FLEISS,
    fleiss,
    grades,
    krippendorff,
)

from mwm.stats.agreement import Grades, agreement_share, agreement_word, grade_counts, wilson
from mwm.stats.agreement_alpha import krippendorff_alpha
from mwm.stats.agreement_icc import FORMS, absolute_agreement, double_grading_width, intraclass
from mwm.stats.agreement_kappa import fleiss_kappa, kappa, pair_kappas

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def test_shrout_and_fleiss_1979() -> None:
    found = intraclass(grades(SHROUT_FLEISS))
    squares = (found.between, found.graders_between, found.within, found.residual)
    assert squares == pytest.approx((11.24, 32.49, 6.26, 1.02), abs=0.005)
    assert [round(form.value, 2) for form in found.forms] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    assert [form.name for form in found.forms] == [
        "ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)",
    ]  # fmt: skip
    # F, degrees of freedom, p and intervals as the R package psych 2 prints them for this table.
    assert [(round(form.f, 1), form.df1, form.df2) for form in found.forms] == [(1.8, 5, 18), *[(11.0, 5, 15)] * 2] * 2
    assert found["ICC1"].p == pytest.approx(0.16477, abs=5e-6)
    assert found["ICC3"].p == pytest.approx(0.00013, abs=5e-6)
    assert [round(form.lower, 3) for form in found.forms] == [-0.133, 0.019, 0.342, -0.884, 0.071, 0.676]
    assert [round(form.upper, 2) for form in found.forms] == [0.72, 0.76, 0.95, 0.91, 0.93, 0.99]


def test_an_intraclass_correlation_of_the_r_package_irr() -> None:
    found = intraclass(grades(IRR_ANXIETY))["ICC2"]
    assert (found.value, found.lower, found.upper) == pytest.approx((0.198, -0.039, 0.494), abs=5e-4)
    assert found.f == pytest.approx(1.83, abs=0.005)


def test_quantiles_of_f_are_scipys_for_degrees_of_freedom_that_are_no_whole_numbers() -> None:
    from scipy.special import fdtri

    for first, second in ((5, 2.7), (300, 1.05), (0.8, 11), (2999, 3200.5)):
        assert fdtri(first, second, 0.975) == pytest.approx(scipy.stats.f.ppf(0.975, first, second), rel=1e-9)


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_canonical_example(level: str, printed: float) -> None:
    found = krippendorff_alpha(krippendorff(), level)
    assert round(found.value, 3) == printed
    assert (found.units, found.pairable_values) == (11, 40)
    assert found.lower < found.value < found.upper


# Half grades, zeros and blanks, with what krippendorff 0.9.0 and pingouin 0.7.0 give for them.
MADE = [
    [5.5, 4.0, 4.5], [4.0, 4.5, 4.0], [4.0, 3.5, 4.5], [3.5, 3.0, 1.0], [3.5, 4.0, 4.0], [1.5, 2.5, 2.0],
    [4.5, 6.0, 4.5], [7.5, 8.5, 7.0], [4.0, 4.0, 4.0], [2.5, 4.0, 5.0], [4.5, 7.0, 6.0], [5.0, 7.5, 6.5],
    [4.0, 5.5, 5.5], [3.0, 4.0, 3.0], [5.5, 6.0, 4.5],
]  # fmt: skip
MADE_BLANKS = [
    (0, 2), (1, 1), (2, 0), (2, 2), (4, 1), (6, 0), (6, 1), (7, 1), (9, 1), (9, 2), (11, 2), (12, 1), (12, 2),
]  # fmt: skip


def test_what_other_libraries_give_for_half_grades_and_blanks() -> None:
    found = intraclass(grades(MADE))
    assert [form.value for form in found.forms] == pytest.approx(
        [0.7227509978508, 0.7267776096823, 0.7598861119899, 0.8866290018832, 0.8886422493526, 0.9047080979284]
    )
    assert [round(form.lower, 2) for form in found.forms] == [0.48, 0.48, 0.53, 0.73, 0.73, 0.77]
    assert [round(form.upper, 2) for form in found.forms] == [0.89, 0.89, 0.90, 0.96, 0.96, 0.97]
    rows = np.array(MADE)
    rows[tuple(zip(*MADE_BLANKS, strict=True))] = BLANK
    alphas = [krippendorff_alpha(grades(rows), level, resamples=0).value for level in LEVELS]
    assert alphas == pytest.approx([0.12903225806451613, 0.8319271669341894, 0.7239890958655157, 0.6156010325831174])


def test_cohen_1960_and_1968() -> None:
    assert round(kappa(COHEN).value, 3) == 0.492
    weighted = kappa(COHEN, COHEN_WEIGHTS)
    assert round(weighted.value, 3) == 0.348
    assert round(weighted.standard_error, 4) == 0.0755  # the formula of 1969 on the table of 1968
    assert round(kappa(COHEN, COHEN_ONE_WAY_WEIGHTS).value, 3) == 0.353
    one, other = np.nonzero(COHEN)
    times = COHEN[one, other].round().astype(int)
    pair = pair_kappas(grades(np.repeat(np.stack([one, other], axis=1), times, axis=0)))[0]
    assert (pair.n, round(pair.unweighted.value, 3)) == (200, 0.492)
    # The same table with linear and with squared distances, worked out by hand from Cohen's formula 3.
    expected = COHEN.sum(axis=1)[:, None] * COHEN.sum(axis=0) / 200
    distance = np.abs(np.subtract.outer(np.arange(3), np.arange(3)))
    assert pair.linear.value == pytest.approx(1 - (distance * COHEN).sum() / (distance * expected).sum())
    assert pair.quadratic.value == pytest.approx(1 - (distance**2 * COHEN).sum() / (distance**2 * expected).sum())


def test_fleiss_cohen_and_everitt_1969() -> None:
    plain = kappa(FLEISS_COHEN_EVERITT)
    assert round(plain.value, 3) == 0.429
    assert plain.standard_error**2 == pytest.approx(0.002885, abs=5e-7)
    weighted = kappa(FLEISS_COHEN_EVERITT, 1 - FLEISS_COHEN_EVERITT_WEIGHTS)
    assert weighted.value == pytest.approx(0.507, abs=1e-3)
    assert weighted.standard_error**2 == pytest.approx(0.003248, abs=5e-7)


def test_kappas_that_sas_prints() -> None:
    table = np.array([[0, 4, 1], [0, 8, 0], [0, 1, 5.0]])
    plain, weighted = kappa(table), kappa(table, "linear")
    assert (plain.value, plain.standard_error, plain.lower, plain.upper) == pytest.approx(
        (0.4842, 0.1380, 0.2137, 0.7547), abs=1e-4
    )
    assert (weighted.value, weighted.standard_error) == pytest.approx((0.4701, 0.1457), abs=1e-4)


def test_standard_errors_of_kappa_are_the_librarys() -> None:
    from statsmodels.stats.inter_rater import cohens_kappa

    rng = np.random.default_rng(6)
    for size in range(2, 9):
        table = rng.integers(0, 9, (size, size)) + 4.0 * np.eye(size)
        distance = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / (size - 1.0)
        for weights, apart in ((None, None), ("linear", distance), ("quadratic", distance**2)):
            library = cohens_kappa(table, weights=apart)
            assert kappa(table, weights).value == pytest.approx(library.kappa)
            assert kappa(table, weights).standard_error == pytest.approx(library.std_kappa)


def test_fleiss_1971() -> None:
    found = fleiss_kappa(fleiss())
    assert round(found.value, 3) == 0.430
    assert [round(category.value, 3) for category in found.categories] == [0.245, 0.245, 0.520, 0.471, 0.566]
    assert found.z == pytest.approx(17.652, abs=5e-4)  # as the R package irr prints it
    assert (found.units, found.graders) == (30, 6)


def test_the_standard_error_of_fleiss_is_near_the_jackknifes() -> None:
    rows = fleiss().values
    left_out = [fleiss_kappa(grades(np.delete(rows, place, axis=0))).value for place in range(len(rows))]
    jackknife = math.sqrt((len(rows) - 1) ** 2 / len(rows) * np.var(left_out, ddof=1))
    assert fleiss_kappa(fleiss()).standard_error == pytest.approx(jackknife, rel=0.03)


def test_agreement_in_pairs_and_what_stands_behind_it() -> None:
    found = krippendorff()
    counts = grade_counts(found)
    assert (counts.units, counts.graders, counts.grades, counts.complete, counts.pairable) == (12, 4, 41, 8, 11)
    exact, near = agreement_share(found), agreement_share(found, within=1)
    assert (exact.agreeing, near.agreeing, exact.pairs, exact.units) == (43, 52, 55, 11)
    assert exact.lower < exact.value < exact.upper
    half = agreement_share(grades([[1, 1.5], [2, 3], [1, 2.5]]), within=0.5)
    assert (half.agreeing, half.pairs) == (1, 3)
    assert wilson(0.5, 10) == pytest.approx(scipy.stats.binomtest(5, 10).proportion_ci(method="wilson"), abs=1e-7)
    assert wilson(0.0, 10)[0] == 0
    assert wilson(1.0, 10)[1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("value", "cicchetti", "koo"),
    [
        (-0.2, "poor", "poor"),
        (0.394, "poor", "poor"),
        (0.395, "fair", "poor"),
        (0.59, "fair", "moderate"),
        (0.60, "good", "moderate"),
        (0.75, "excellent", "good"),
        (0.90, "excellent", "good"),
        (0.91, "excellent", "excellent"),
        (1.0, "excellent", "excellent"),
    ],
)
def test_words_are_those_of_the_band_set_that_is_named(value: float, cicchetti: str, koo: str) -> None:
    assert agreement_word(value).word == cicchetti
    assert agreement_word(value).band_set == "cicchetti_1994"
    assert agreement_word(value, "koo_li_2016").word == koo


# Edges: a sentence, never a number that means nothing


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([[1], [2], [3]], "one grader"),
        ([[3, 3], [3, 3], [3, 3]], "same"),
        ([[1, 2, 3]], "one unit"),
        ([[1, BLANK], [BLANK, 2], [3, BLANK]], "No unit was graded by all 2"),
        ([[1, 2, 3], [1, BLANK, 2], [BLANK, 2, 3]], "Only one unit was graded by all 3"),
        ([[1, 2, 3], [1, 2, 3]], "told apart"),
        ([[BLANK, BLANK]], "no grade"),
    ],
)
def test_no_intraclass_correlation_where_there_is_none(rows: list[list[float]], word: str) -> None:
    for form in intraclass(grades(rows)).forms:
        assert (form.value, form.lower, form.upper, form.f) == (None, None, None, None)
        assert word in form.why


def test_complete_agreement_and_agreement_but_for_leniency() -> None:
    alike = intraclass(grades([[1, 1], [2, 2], [4, 4]]))
    assert [(form.value, form.lower, form.f, form.p) for form in alike.forms] == [(1, None, None, 0)] * 6
    shifted = intraclass(grades([[1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 6]]))
    assert shifted["ICC3"].value == shifted["ICC3k"].value == 1
    assert shifted["ICC2"].value == pytest.approx(0.625)
    assert 0 < shifted["ICC2"].lower < 0.625 < shifted["ICC2"].upper < 1
    assert shifted["ICC2"].f is None
    assert "F has no end" in shifted["ICC2"].why
    # Nearly without error: the interval comes near the one without.
    nearly = intraclass(grades([[1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 6 + 1e-4]]))["ICC2"]
    assert (nearly.lower, nearly.upper) == pytest.approx((shifted["ICC2"].lower, shifted["ICC2"].upper), abs=1e-3)


def test_units_that_all_have_the_same_average() -> None:
    found = intraclass(grades([[1, 3], [3, 1], [2, 2]]))
    assert found["ICC1"].value == pytest.approx(-1)
    for form in ("ICC1k", "ICC2k", "ICC3k"):
        assert found[form].value is None
        assert "divide by nothing" in found[form].why


@pytest.mark.parametrize(
    ("rows", "level", "word"),
    [
        ([[1], [2]], "ordinal", "No unit has grades from two"),
        ([[1, 2]], "ordinal", "Only one unit"),
        ([[3, 3], [3, 3]], "nominal", "same"),
        ([[1, -1], [-1, 1]], "ratio", "below zero"),
    ],
)
def test_no_alpha_where_there_is_none(rows: list[list[float]], level: str, word: str) -> None:
    found = krippendorff_alpha(grades(rows), level)
    assert found.value is None
    assert word in found.why


def test_zeros_at_the_ratio_level_are_alike() -> None:
    # By hand: three units, one of them 1 and 2; squared differences 1 of 0 and 1 or 2, (1/3)² of 1 and 2.
    found = krippendorff_alpha(grades([[0, 0], [0, 0], [1, 2]]), "ratio", resamples=0).value
    assert found == pytest.approx(1 - 5 * 2 * (1 / 9) / (2 * (4 * 1 + 4 * 1 + 1 / 9)))


def test_alpha_of_many_different_values_needs_little_memory() -> None:
    values = np.random.default_rng(4).normal(size=(5_000, 3)) + np.arange(5_000)[:, None] / 1_000
    for level in ("nominal", "ordinal", "interval"):
        assert krippendorff_alpha(grades(values), level, resamples=0).value is not None
    assert "interval level" in krippendorff_alpha(grades(np.abs(values)), "ratio", resamples=0).why


def test_intervals_of_alpha_are_seeded_and_refused_where_there_are_too_few() -> None:
    found = krippendorff()
    assert krippendorff_alpha(found, seed=3) == krippendorff_alpha(found, seed=3)
    assert krippendorff_alpha(found, seed=3).lower != krippendorff_alpha(found, seed=4).lower
    few = krippendorff_alpha(grades(SHROUT_FLEISS))
    assert few.value is not None
    assert few.lower is None
    assert "too few" in few.why
    alike = krippendorff_alpha(grades([[n % 5, n % 5] for n in range(20)]))
    assert (alike.value, alike.lower) == (1, None)


@pytest.mark.parametrize(
    ("table", "word"),
    [
        (np.zeros((2, 2)), "No unit"),
        (np.array([[1.0, 0], [0, 0]]), "Only one unit"),
        (np.array([[5.0, 0], [0, 0]]), "same"),
        (np.array([[5.0, 4], [0, 0]]), "throughout"),
    ],
)
def test_no_kappa_where_there_is_none(table: np.ndarray, word: str) -> None:
    for weights in (None, "linear", "quadratic"):
        found = kappa(table, weights)
        assert (found.value, found.standard_error) == (None, None)
        assert word in found.why


def test_kappa_without_a_standard_error() -> None:
    for found in (kappa(np.diag([3.0, 4, 5])), kappa(np.array([[0, 0, 3.0, 2], [0, 0, 1, 3], [0] * 4, [0] * 4]))):
        assert found.standard_error is None
        assert "standard error" in found.why
    assert kappa(np.diag([3.0, 4, 5])).value == 1


def test_distances_of_kappa_are_those_of_the_numbers_even_where_a_point_is_never_given() -> None:
    rows = [[1, 2], [2, 2], [4, 4], [1, 1], [4, 2], [2, 4]]
    given = pair_kappas(grades(rows))[0].linear
    table = np.zeros((4, 4))
    for one, other in rows:
        table[one - 1, other - 1] += 1
    assert given.value == pytest.approx(kappa(table, "linear").value)
    assert given.standard_error == pytest.approx(kappa(table, "linear").standard_error)


def test_words_have_kappa_without_weights_only() -> None:
    found = Grades(np.array([[0, 1], [1, 1], [2, 2], [0, 0.0]]), ("A", "B"), ("no", "partly", "yes"))
    pair = pair_kappas(found)[0]
    assert pair.unweighted.value is not None
    assert pair.linear.value is None
    assert "words" in pair.linear.why
    with pytest.raises(ValueError, match="nominal"):
        krippendorff_alpha(found, "ordinal")


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([[1, 2, BLANK], [1, 2, 3]], "from 2 to 3 grades"),
        ([[1], [2]], "No unit"),
        ([[1, 2]], "Only one"),
        ([[2, 2], [2, 2]], "same"),
    ],
)
def test_no_kappa_of_fleiss_where_there_is_none(rows: list[list[float]], word: str) -> None:
    found = fleiss_kappa(grades(rows))
    assert found.value is None
    assert word in found.why


def test_kappa_of_fleiss_may_have_other_graders_for_each_unit() -> None:
    spread_out = grades([[1, 1, BLANK, BLANK], [BLANK, 2, 3, BLANK], [BLANK, BLANK, 2, 2]])
    assert fleiss_kappa(spread_out).value == pytest.approx(fleiss_kappa(grades([[1, 1], [2, 3], [2, 2]])).value)


# Where not every grader graded every unit


def test_absolute_agreement_is_icc_2_1_on_complete_tables() -> None:
    for rows in (SHROUT_FLEISS, IRR_ANXIETY, MADE):
        assert absolute_agreement(grades(rows)).value == pytest.approx(intraclass(grades(rows))["ICC2"].value)


def test_absolute_agreement_finds_the_truth_though_no_grader_graded_everything() -> None:
    rng = np.random.default_rng(11)
    rows = np.full((3_000, 12), BLANK)
    level, leniency = rng.normal(0, 0.8, 3_000), rng.normal(0, 0.3, 12)
    for unit in range(3_000):
        who = rng.choice(12, size=rng.integers(1, 4), replace=False)
        rows[unit, who] = level[unit] + leniency[who] + rng.normal(0, 0.5, len(who))
    found = absolute_agreement(grades(rows))
    truth = 0.64 / (0.64 + leniency.var(ddof=1) + 0.25)
    assert found.value == pytest.approx(truth, abs=0.02)
    assert found.lower < truth < found.upper
    assert found.units == (np.isfinite(rows).sum(axis=1) >= 2).sum()


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([[1], [2]], "No unit"),
        ([[1, 2]], "Only one unit"),
        ([[2, 2], [2, 2]], "same"),
        ([[n % 4, n % 4] for n in range(20)], "too fully"),
    ],
)
def test_absolute_agreement_at_the_edges(rows: list[list[float]], word: str) -> None:
    found = absolute_agreement(grades(rows))
    assert (found.lower, found.upper) == (None, None)
    assert word in found.why


def test_absolute_agreement_jackknife_is_that_of_leaving_units_out_one_by_one() -> None:
    rows = np.array(IRR_ANXIETY, dtype=float)
    rows[[1, 5, 9], [0, 1, 2]] = BLANK
    found = absolute_agreement(grades(rows))
    alone = [absolute_agreement(grades(np.delete(rows, place, axis=0))).value for place in range(20)]
    single = 20 * np.arctanh(found.value) - 19 * np.arctanh(alone)
    half = scipy.stats.t.ppf(0.975, 19) * single.std(ddof=1) / math.sqrt(20)
    ends = np.tanh([np.arctanh(found.value) - half, np.arctanh(found.value) + half])
    assert (found.lower, found.upper) == pytest.approx(tuple(ends))


# Tables


def test_grades_from_rows_leave_out_what_holds_none() -> None:
    found = Grades.of_rows(["u", "u", "v", "w"], ["B", "A", "B", "C"], [3, 4, 2, None])
    assert found.graders == ("A", "B")
    assert np.array_equal(found.values, [[4, 3], [BLANK, 2]], equal_nan=True)
    assert found.by_place().graders == ("grade 1", "grade 2")
    assert np.array_equal(found.by_place().values, [[4, 3], [2, BLANK]], equal_nan=True)
    with pytest.raises(ValueError, match="twice"):
        Grades.of_rows(["u", "u"], ["A", "A"], [1, 2])
    with pytest.raises(ValueError, match="read-only"):
        found.values[0, 0] = 1


# How often to double grade


def test_double_grading_more_narrows_the_interval() -> None:
    found = double_grading_width(600, [0.004, 0.05, 0.1, 0.2, 0.5], icc=0.7)
    assert (found[0].units, found[0].width) == (2, None)
    widths = [one.width for one in found[1:]]
    assert widths == sorted(widths, reverse=True)
    assert all(one.narrow < one.width < one.wide for one in found[1:])
    assert found == double_grading_width(600, [0.004, 0.05, 0.1, 0.2, 0.5], icc=0.7)
    with pytest.raises(ValueError, match="icc"):
        double_grading_width(600, [0.2], icc=1.0)


def test_simulated_widths_are_those_of_drawn_grades() -> None:
    rng = np.random.default_rng(2)
    widths = []
    for _ in range(400):
        rows = rng.normal(0, math.sqrt(0.7), (60, 1)) + rng.normal(0, math.sqrt(0.015), 2)
        found = intraclass(grades(rows + rng.normal(0, math.sqrt(0.285), (60, 2))))["ICC2"]
        widths.append(found.upper - found.lower)
    assert double_grading_width(300, [0.2], icc=0.7)[0].width == pytest.approx(float(np.median(widths)), abs=0.02)


def test_every_form_has_a_plain_meaning() -> None:
    found = intraclass(grades(SHROUT_FLEISS))
    assert tuple(form.form for form in found.forms) == FORMS
    assert len({form.meaning for form in found.forms}) == 6
