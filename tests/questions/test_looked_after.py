"""Counts of looked after children, change since a baseline, and published figures."""

import math
from pathlib import Path

import pytest

from mwm.errors import ScopeError
from mwm.questions import looked_after_change, looked_after_trend, published_looked_after
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER

DFE = Path(__file__).parents[3] / "shared" / "data" / "dfe" / "cla_number_and_rate_per_10k_children_2025.csv"
COUNTS = [352, 349, 351, 347, 345, 341, 338, 330, 325]
HEAD = "month,looked_after,started,ceased,population_0_17\n"


def counts_csv(counts: list[int], *, without: tuple[int, ...] = (), first: str = "2024-04") -> str:
    """Months from the first on, in which the count is always the one before plus started minus ceased."""
    rows, before = [], counts[0]
    for place, count in enumerate(counts):
        started = 10
        month = Month.parse(first).plus(place)
        if place not in without:
            rows.append(f"{month},{count},{started},{before + started - count},35000")
        before = count
    return HEAD + "\n".join(rows) + "\n"


@pytest.fixture
def store(filled) -> Store:
    return filled(counts_csv(COUNTS))


def test_the_trend_has_counts_starts_ends_and_rate(store: Store) -> None:
    answer = looked_after_trend(store, LOCAL_VIEWER, Scope())
    first, *_, last = answer.records()
    assert (first["month"], first["looked_after"]) == ("2024-04", 352)
    assert (last["month"], last["started"], last["ceased"]) == ("2024-12", 10, 15)
    assert last["rate_per_10000"] == pytest.approx(325 / 35_000 * 10_000)
    assert "325 children were looked after at the end of December 2024, 93 per 10,000" in answer.headline
    assert answer.extra["identity_breaks"] == 0


def test_the_programmes_seven_point_seven_percent_in_eight_months(store: Store) -> None:
    answer = looked_after_change(store, LOCAL_VIEWER, Scope(), baseline=Month.parse("2024-04"))
    last = answer.records()[-1]
    assert (last["baseline_month"], last["month"]) == ("2024-04", "2024-12")
    assert (last["baseline"], last["looked_after"], last["change"]) == (352, 325, -27)
    assert last["percent_change"] == pytest.approx(-7.67, abs=0.005)
    assert answer.headline.startswith(
        "27 fewer looked after children (LAC), −7.7%, in the 8 months since April 2024 (352 then, 325 at the end of "
        "December 2024)."
    )


def test_the_period_ends_the_change_and_the_baseline_may_lie_before_it(store: Store) -> None:
    period = Period(Month.parse("2024-08"), Month.parse("2024-10"))
    answer = looked_after_change(store, LOCAL_VIEWER, Scope(period=period), baseline=Month.parse("2024-04"))
    assert answer.records()[-1]["month"] == "2024-10"
    assert answer.records()[-1]["change"] == 338 - 352


def test_a_rise_and_a_standstill_are_said_as_such(filled) -> None:
    rise = looked_after_change(filled(counts_csv([300, 301])), LOCAL_VIEWER, Scope())
    assert rise.headline.startswith("1 more looked after child (LAC), +0.3%, in the month since April 2024")
    same = looked_after_change(filled(counts_csv([300, 310, 300])), LOCAL_VIEWER, Scope())
    assert same.headline.startswith("No change in the number of looked after children (LAC) in the 2 months since")


def test_a_baseline_without_a_count_is_refused_with_the_months_there_are(store: Store) -> None:
    with pytest.raises(ScopeError, match="from 2024-04 to 2024-12"):
        looked_after_change(store, LOCAL_VIEWER, Scope(), baseline=Month.parse("2020-01"))


def test_the_last_month_has_nothing_to_compare_with(store: Store) -> None:
    answer = looked_after_change(store, LOCAL_VIEWER, Scope(), baseline=Month.parse("2024-12"))
    assert answer.status == "thin"
    assert "nothing to compare" in answer.headline


def test_a_month_without_a_count_is_a_gap_and_never_zero(filled) -> None:
    answer = looked_after_trend(filled(counts_csv(COUNTS, without=(3,))), LOCAL_VIEWER, Scope())
    gap = answer.records()[3]
    assert gap["month"] == "2024-07"
    assert gap["looked_after"] is None
    assert answer.counts["months_without_a_count"] == 1


def test_months_that_do_not_add_up_are_counted(filled) -> None:
    text = counts_csv(COUNTS).replace("2024-06,351,10,8", "2024-06,351,10,9")
    assert looked_after_trend(filled(text), LOCAL_VIEWER, Scope()).extra["identity_breaks"] == 1


def test_nothing_recorded_is_an_ordinary_answer(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty.duckdb", create=True) as empty:
        for question in (looked_after_trend, looked_after_change, published_looked_after):
            answer = question(empty, LOCAL_VIEWER, Scope())
            assert answer.status == "empty"
            assert answer.records() == []


def test_service_areas_do_not_narrow_counts_and_that_is_said(filled) -> None:
    from tests.questions.conftest import as_csv, made_up_rows

    store = filled(as_csv(made_up_rows(2, 30)))
    filled(counts_csv(COUNTS), store)
    answer = looked_after_trend(store, LOCAL_VIEWER, Scope(service_areas=("Youth Justice",)))
    assert answer.records()[0]["looked_after"] == 352
    assert any("whole authority" in caveat for caveat in answer.caveats)


# ---- published figures


def release(text: str, value_2024: int) -> str:
    head = "area_code,area,area_level,year,measure,value,symbol,release,source\n"
    rows = [f"E09000019,Islington,authority,2024,looked_after,{value_2024},,{text},A release"]
    if text == "2025":
        rows.append("E09000019,Islington,authority,2025,looked_after,282,,2025,A release")
        rows.append("E09000019,Islington,authority,2025,rate_per_10000,79,,2025,A release")
        rows.append("E09000001,City of London,authority,2025,looked_after,,c,2025,A release")
    return head + "\n".join(rows) + "\n"


def test_a_later_release_is_shown_with_the_value_it_revised(filled) -> None:
    store = filled(release("2025", 299))
    filled(release("2024", 298), store)  # loading them the other way round makes no difference
    rows = published_looked_after(store, LOCAL_VIEWER, Scope(), area=("Islington",)).records()
    assert [(row["year"], row["looked_after"], row["release"]) for row in rows] == [
        (2024, 299, "2025"),
        (2025, 282, "2025"),
    ]
    assert (rows[0]["earlier_value"], rows[0]["earlier_release"]) == (298, "2024")
    assert rows[1]["earlier_value"] is None


def test_a_symbol_is_never_a_number(filled) -> None:
    rows = published_looked_after(
        filled(release("2025", 299)), LOCAL_VIEWER, Scope(), area=("city of london",)
    ).records()
    assert (rows[0]["looked_after"], rows[0]["status"]) == (None, "c")


def test_an_unknown_area_is_refused_with_the_nearest(filled) -> None:
    with pytest.raises(ScopeError, match="Islington"):
        published_looked_after(filled(release("2025", 299)), LOCAL_VIEWER, Scope(), area=("Izlington",))


@pytest.mark.skipif(not DFE.exists(), reason="the Department for Education's file is not at hand")
def test_the_published_file_gives_islingtons_and_englands_figures(filled) -> None:
    store = filled(DFE.read_text(encoding="utf-8-sig"))
    rows = published_looked_after(store, LOCAL_VIEWER, Scope(), area=("E09000019",)).records()
    assert [row["year"] for row in rows] == [2021, 2022, 2023, 2024, 2025]
    assert [row["looked_after"] for row in rows] == [343, 385, 325, 299, 282]
    assert [math.floor(row["rate_per_10000"] + 0.5) for row in rows] == [92, 105, 89, 83, 79]
    england = published_looked_after(store, LOCAL_VIEWER, Scope(), area=("England",)).records()[-1]
    assert (england["looked_after"], england["rate_per_10000"]) == (81_770, 67)


# ---- what the council decided, and what would be real


STEADY = [350, 346, 352, 349, 351, 347, 350, 348, 352, 349, 351, 350, 348, 347]
POLICY = "policy,value,reason\nlooked_after_better,{},Agreed in the children’s plan\n"


def test_without_a_real_change_it_says_what_would_be_one(filled) -> None:
    store = filled(counts_csv(STEADY))
    answer = looked_after_change(store, LOCAL_VIEWER, Scope())
    trend = looked_after_trend(store, LOCAL_VIEWER, Scope()).rows.iloc[-1]
    below, middle = math.ceil(trend["lower_process_limit"]), math.ceil(trend["mean"])
    assert "No real change" in answer.headline
    assert answer.headline.endswith(
        f"A month below {below}, or seven months in a row below {middle}, would be a real reduction."
    )
    assert below - 1 < trend["lower_process_limit"] <= below


@pytest.mark.parametrize("further", [-1, 0])
def test_one_month_at_that_border_is_no_signal_and_one_below_it_is(filled, further: int) -> None:
    before = looked_after_trend(filled(counts_csv(STEADY)), LOCAL_VIEWER, Scope(), baseline=Month.parse("2025-05"))
    border = math.ceil(before.rows["lower_process_limit"].iloc[-1])
    store = filled(counts_csv([*STEADY, border + further]))
    after = looked_after_trend(store, LOCAL_VIEWER, Scope(), baseline=Month.parse("2025-05"))
    assert ("outside_limits" in after.rows["signal"].iloc[-1]) is (further < 0)


def test_the_direction_is_neutral_until_the_council_decides_and_then_its_reason_is_told(filled) -> None:
    store = filled(counts_csv([*STEADY, 300]))
    neutral = looked_after_change(store, LOCAL_VIEWER, Scope())
    assert (neutral.better, neutral.extra["variation"]) == ("neutral", "neutral_low")
    assert "No direction is shown as better" in neutral.method.formula
    filled(POLICY.format("lower"), store)
    lower = looked_after_change(store, LOCAL_VIEWER, Scope())
    assert (lower.better, lower.extra["variation"]) == ("lower", "improvement_low")
    for said in (lower.method.formula, " ".join(lower.caveats)):
        assert "Fewer is shown as better, because the council decided so: Agreed in the children’s plan" in said


def test_where_more_is_aimed_for_it_says_what_would_be_a_real_rise(filled) -> None:
    store = filled(counts_csv(STEADY))
    filled(POLICY.format("higher"), store)
    assert looked_after_change(store, LOCAL_VIEWER, Scope()).headline.endswith("would be a real rise.")


def test_a_target_stands_beside_every_month_that_it_holds_for(filled) -> None:
    store = filled(counts_csv(STEADY))
    filled("measure,from,to,value,value_at_end\nlooked_after,2024-06,2024-08,350,340\n", store)
    rows = looked_after_trend(store, LOCAL_VIEWER, Scope()).rows
    assert rows["target"].dropna().tolist() == [350, 345, 340]


def test_months_that_the_council_fixed_give_the_limits_even_from_before_the_period(filled) -> None:
    store = filled(counts_csv([*STEADY, *[320, 321, 319, 322, 318, 320, 321, 319]]))
    filled("measure,kind,from,to,reason\nlooked_after,fixed,2024-04,2025-03,Before the plan\n", store)
    later = Scope(period=Period(Month.parse("2025-06"), None))
    answer = looked_after_trend(store, LOCAL_VIEWER, later)
    assert answer.rows["mean"].iloc[0] == pytest.approx(sum(STEADY[:12]) / 12)
    assert "(limits from Apr 2024 – Mar 2025)" in answer.headline
    assert any("Before the plan" in caveat for caveat in answer.caveats)


def test_months_that_do_not_add_up_are_told_by_how_much(filled) -> None:
    text = counts_csv(COUNTS).replace("2024-06,351,10,8", "2024-06,351,10,9")
    answer = looked_after_trend(filled(text), LOCAL_VIEWER, Scope())
    said = " ".join(answer.caveats)
    assert (
        "In 1 month the count is not the month before plus started less ceased; the latest is June 2024, with 1 more."
        in said
    )
    assert "only a child’s first start and last end" in said


def test_returns_say_why_months_do_not_add_up(filled) -> None:
    text = counts_csv(COUNTS).replace("2024-06,351,10,8", "2024-06,351,10,9")
    store = filled(text)
    filled(
        "month,breakdown,category,looked_after,started,ceased\n"
        "2024-06,reconciliation,came from short breaks,0,3,\n2024-06,reconciliation,went to short breaks,0,,2\n"
        "2024-07,reconciliation,no start recorded,0,9,\n",
        store,
        kind="ssda903",
    )
    said = " ".join(looked_after_trend(store, LOCAL_VIEWER, Scope()).caveats)
    assert "The returns say why: came from short breaks (3) and went to short breaks (2)." in said
