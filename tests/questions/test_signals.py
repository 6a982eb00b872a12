"""Judged series: phases, fixed months, targets, shares, and the sentences about them."""

import math
from collections.abc import Sequence
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.questions.aims import Baseline, Baselines, Target, Targets
from mwm.questions.judging import Judged
from mwm.questions.signals import (
    decisions_said,
    drifts,
    judge,
    lasting_shift,
    run_sentence,
    sentence,
    signal_columns,
)
from mwm.scope import Month
from mwm.stats.process_behaviour import process_behaviour

FIRST = Month.parse("2023-01")
LOW, HIGH = [2.0, 2.4] * 6, [3.0, 3.4] * 6  # twelve months each, which chance alone would not bring about
JUDGED = [column.key for column in signal_columns("average")]


def day(number: int) -> date:
    return FIRST.plus(number).first_day


def frame(values: Sequence[float], *, n: int = 20, start: int = 0, **columns: list) -> pd.DataFrame:
    months = pd.to_datetime([day(start + number) for number in range(len(values))])
    return pd.DataFrame({"month": months, "average": values, "observations": n, **columns})


def fixed(first: int, last: int) -> Baseline:
    return Baseline("fixed", day(first), day(last), "The year before", "A. Lead", date(2026, 1, 2))


def anew(first: int) -> Baseline:
    return Baseline("rebase", day(first), None, "New form", "A. Lead", date(2026, 1, 2))


def judged(values: Sequence[float], *decisions: Baseline, n: int = 20, **more) -> tuple[pd.DataFrame, Judged]:
    set_here = Baselines(
        next((one for one in decisions if one.kind == "fixed"), None),
        tuple(one for one in decisions if one.kind == "rebase"),
    )
    rows, results = judge(frame(values, n=n), "average", better="higher", baselines={(): set_here}, **more)
    return rows, results[()]


def same(rows: pd.DataFrame, others: pd.DataFrame, columns: Sequence[str]) -> None:
    pd.testing.assert_frame_equal(
        rows[list(columns)].reset_index(drop=True), others[list(columns)].reset_index(drop=True), check_dtype=False
    )


values = st.lists(st.sampled_from([1.8, 2.0, 2.1, 2.5, 2.9, 3.3, math.nan]), min_size=18, max_size=40)


@settings(max_examples=60, deadline=None)
@given(values, st.integers(1, 17))
def test_a_rebase_never_changes_what_lies_before_it_nor_do_earlier_values_reach_past_it(values, cut) -> None:
    rows, _ = judged(values, anew(cut))
    before, _ = judged(values[:cut])
    after, _ = judge(frame(values[cut:], start=cut), "average", better="higher")
    columns = [key for key in JUDGED if key != "phase"]
    same(rows.head(cut), before, columns)
    same(rows.tail(len(values) - cut), after, columns)


@settings(max_examples=40, deadline=None)
@given(values, st.sampled_from(["xmr", "run"]))
def test_relabelling_better_moves_no_point_and_no_limit(values, chart) -> None:
    targets = {(): Targets((Target(day(0), None, 2.4, None),))}
    found = {
        better: judge(frame(values), "average", better=better, chart=chart, targets=targets)
        for better in ("higher", "lower", "neutral")
    }
    for rows, _ in found.values():
        same(rows, found["neutral"][0], ["average", *(key for key in JUDGED if key != "variation")])
    swap = {"improvement": "concern", "concern": "improvement"}
    for higher, lower in zip(found["higher"][0]["variation"], found["lower"][0]["variation"], strict=True):
        if isinstance(higher, str) and higher != "common_cause":
            kind, way = higher.split("_")
            assert lower == f"{swap[kind]}_{way}"
        else:
            assert lower is higher or lower == higher
    assert found["neutral"][1][()].assurance is None


def test_fixed_months_give_the_limits_of_all_that_follow() -> None:
    rows, result = judged(LOW + HIGH, fixed(0, 11))
    twin = process_behaviour([day(n) for n in range(24)], LOW + HIGH, better="higher", baseline=(day(0), day(11)))
    assert rows["mean"].unique().tolist() == [pytest.approx(2.2)]
    assert rows["upper_process_limit"].iloc[-1] == pytest.approx(twin.phases[0].upper)
    assert result.limits_from == "Jan 2023 – Dec 2023"
    assert result.variation == "improvement_high"


def test_fixed_months_in_a_later_phase_leave_the_earlier_phase_alone() -> None:
    values = LOW + HIGH + LOW
    rows, result = judged(values, anew(12), fixed(12, 23))
    sooner, _ = judged(LOW)
    same(rows.head(12), sooner, JUDGED)
    assert rows["phase"].tolist() == [1.0] * 12 + [2.0] * 24
    assert rows["mean"].iloc[12:].unique().tolist() == [pytest.approx(3.2)]
    assert [phase.points for phase in result.phases] == [12, 12]
    assert result.variation == "concern_low"


def test_fixed_months_from_before_what_is_shown_are_read_but_not_shown() -> None:
    everything, whole = judged(LOW + HIGH, fixed(0, 11))
    set_here = {(): Baselines(fixed(0, 11), ())}
    rows, results = judge(frame(HIGH, start=12), "average", better="higher", baselines=set_here, before=frame(LOW))
    same(rows, everything.tail(12), JUDGED)
    assert results[()].variation == whole.variation
    alone, _ = judge(frame(HIGH, start=12), "average", better="higher", before=frame(LOW))
    same(alone, judge(frame(HIGH, start=12), "average", better="higher")[0], JUDGED)


def test_limits_begun_anew_make_fixed_months_before_them_void() -> None:
    set_here = {(): Baselines(fixed(0, 11), (anew(12),))}
    rows, results = judge(frame(HIGH, start=12), "average", better="higher", baselines=set_here, before=frame(LOW))
    same(rows, judge(frame(HIGH, start=12), "average", better="higher")[0], JUDGED)
    assert results[()].fixed is None


def test_fixed_months_with_too_few_points_are_left_out_of_account_and_that_is_said() -> None:
    rows, result = judged(LOW + HIGH, fixed(0, 6))
    same(rows, judged(LOW + HIGH)[0], JUDGED)
    assert result.limits_from == ""
    assert decisions_said([result]) == (
        "The months set for the limits (Jan 2023 – Jul 2023) have fewer than 8 points that can be judged, so the "
        "limits come from all that are shown.",
    )


def test_a_point_of_three_months_belongs_to_fixed_months_with_all_of_them() -> None:
    quarters = pd.DataFrame(
        {"month": pd.to_datetime([day(3 * n) for n in range(12)]), "average": LOW, "observations": 20}
    )
    for last, points in ((26, 9), (25, 8)):  # the second ends within a quarter
        set_here = {(): Baselines(fixed(0, last), ())}
        _, results = judge(quarters, "average", better="higher", months=3, baselines=set_here)
        assert results[()].phases[0].points == points


def test_decisions_are_said_with_reason_name_and_day() -> None:
    _, result = judged(LOW + HIGH + HIGH, fixed(0, 11), anew(12))
    assert decisions_said([result, result]) == (fixed(0, 11).words, anew(12).words)
    assert result.limits_from == "Jan 2024 on"


def test_a_rebase_outside_the_months_shown_changes_nothing() -> None:
    for number in (0, 24, 40):
        rows, result = judged(LOW + HIGH, anew(number))
        same(rows, judged(LOW + HIGH)[0], JUDGED)
        assert not result.rebases


@pytest.mark.parametrize(
    ("target", "assurance"),
    [(1.0, "consistently_hits"), (2.2, "hit_and_miss"), (4.9, "consistently_misses")],
)
def test_a_target_is_judged_by_the_latest_phase(target: float, assurance: str) -> None:
    aims = {(): Targets((Target(day(0), None, target, None),))}
    rows, result = judged(HIGH + LOW, anew(12), targets=aims)
    assert (result.target, result.assurance) == (target, assurance)
    assert rows["target"].tolist() == [target] * 24


def test_a_target_has_its_value_of_the_month_and_none_outside_its_months() -> None:
    rising = {(): Targets((Target(day(2), day(12), 2.0, 3.0),))}
    rows, result = judged(LOW + HIGH, targets=rising)
    assert rows["target"].notna().tolist() == [False] * 2 + [True] * 11 + [False] * 11
    assert rows["target"].iloc[7] == pytest.approx(2.5)
    assert (result.target, result.assurance) == (None, None)


def test_shares_have_limits_that_vary_with_their_number() -> None:
    sizes = [20, 40, 10, 3] * 6
    counted = [size // 2 + (number % 2) for number, size in enumerate(sizes)]
    rows = frame([100 * part / size for part, size in zip(counted, sizes, strict=True)], counted=counted)
    rows["observations"] = sizes
    found, results = judge(rows, "average", better="higher", chart="p", counted="counted")
    thick = [number for number, size in enumerate(sizes) if size >= 5]
    mean = sum(counted[number] for number in thick) / sum(sizes[number] for number in thick)
    for number, row in enumerate(found.to_dict("records")):
        assert row["mean"] == pytest.approx(100 * mean)
        reach = 300 * math.sqrt(mean * (1 - mean) / sizes[number])
        if sizes[number] < 5:
            assert math.isnan(row["upper_process_limit"])
            assert row["variation"] is None
        else:
            assert row["upper_process_limit"] == pytest.approx(min(100 * mean + reach, 100))
            assert row["lower_process_limit"] == pytest.approx(max(100 * mean - reach, 0))
    assert results[()].points[0].value == pytest.approx(rows["average"].iloc[0])


def words(value: float) -> str:
    return f"{value:.1f}"


def said(result: Judged, **more) -> str:
    return sentence(result, points="months", write=words, limits_from=result.limits_from, **more)


def test_a_shift_is_set_beside_the_average_before_it() -> None:
    _, result = judged(LOW + HIGH)
    assert said(result) == (
        "the last 12 months, since Jan 2024, are all above the earlier average of 2.2, so this is unlikely to be chance"
    )
    assert "are all above the average of 2.7" in said(result, earlier=False)


def test_where_limits_were_fixed_a_shift_is_set_beside_their_average() -> None:
    _, result = judged(LOW + HIGH, fixed(0, 11))
    assert said(result) == (
        "the last 13 months, since Dec 2023, are all above the average of 2.2 (limits from Jan 2023 – Dec 2023), so "
        "this is unlikely to be chance"
    )


def test_after_a_rebase_the_sentence_says_from_when() -> None:
    _, result = judged(LOW + HIGH, anew(12))
    assert said(result) == (
        "no real change: the latest ups and downs are no more than chance explains (limits from Jan 2024 on)"
    )
    _, short = judged(LOW + HIGH[:3], anew(12))
    assert short.variation is None
    assert (
        said(short) == "too few to tell a real change from chance: 3 of the 8 months needed (limits from Jan 2024 on)"
    )


def test_a_run_chart_tells_runs_and_crossings() -> None:
    _, calm = judged(LOW, chart="run")
    assert run_sentence(calm, points="months", write=words) == (
        "no real change: the longest run on one side of the median of 2.2 is 1 month (chance explains 7), and the "
        "line crosses it 11 times (chance gives 3 or more)"
    )
    _, risen = judged(LOW + HIGH, chart="run")
    assert run_sentence(risen, points="months", write=words) == (
        "the last 12 months, since Jan 2024, all lie above the median of 2.7, so this is unlikely to be chance"
    )
    _, drifting = judged(([2.0] * 4 + [3.0] * 4) * 4, chart="run")
    assert drifts(drifting)
    assert drifting.variation == "common_cause"  # no single point is to blame
    assert run_sentence(drifting, points="months", write=words) == (
        "the line crosses the median of 2.5 only 7 times, and chance alone would give 11 or more, so the values drift"
    )


def test_a_lasting_shift_is_found_where_new_limits_would_differ() -> None:
    assert lasting_shift(judged(LOW + HIGH)[1]) == Month.parse("2024-01")
    assert lasting_shift(judged(LOW + HIGH[:7])[1]) is None  # seven points: a signal, but not yet lasting
    assert lasting_shift(judged(LOW + HIGH, anew(12))[1]) is None  # recorded already
    assert lasting_shift(judged(LOW)[1]) is None
    assert lasting_shift(judged(LOW + HIGH, fixed(0, 11))[1]) == Month.parse("2023-12")


def test_several_series_are_judged_each_by_its_own() -> None:
    both = pd.concat([frame(LOW, unit=["a"] * 12), frame(HIGH, unit=["b"] * 12)], ignore_index=True)
    rows, results = judge(
        both, "average", by=("unit",), better="higher", baselines={("b",): Baselines(None, (anew(6),))}
    )
    assert set(results) == {("a",), ("b",)}
    assert rows.loc[rows["unit"] == "a", "phase"].tolist() == [1.0] * 12
    assert rows.loc[rows["unit"] == "b", "phase"].tolist() == [1.0] * 6 + [2.0] * 6
