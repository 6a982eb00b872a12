"""A closer look at looked after children: parts, ranges ahead, before and after a month, beside practice."""

from __future__ import annotations

import pytest

from mwm.errors import ScopeError, UsageError
from mwm.questions import (
    looked_after_beside_practice,
    looked_after_breakdown,
    looked_after_interruption,
    looked_after_projection,
)
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.questions.conftest import as_csv, made_up_rows
from tests.questions.test_looked_after import counts_csv as counts_from

PARTS = "month,breakdown,category,looked_after,started,ceased\n"
WAVES = [350 + (place * 3) % 7 for place in range(36)]


def counts_csv(counts: list[int], first: str = "2020-04") -> str:
    return counts_from(counts, first=first)


def parts_csv(months: int) -> str:
    rows = []
    for place in range(months):
        month = Month.parse("2024-01").plus(place)
        for category, count in (("fostering", 60 - place), ("residential", 20 + place), ("not known", 0)):
            rows.append(f"{month},placement,{category},{count},,")
        rows += [f"{month},destination,home,0,,2", f"{month},destination,other,0,,1"]
    return PARTS + "\n".join(rows) + "\n"


# ---- parts


@pytest.fixture
def divided(filled) -> Store:
    return filled(parts_csv(14), kind="ssda903", authority="Aeton")


def test_parts_have_counts_and_shares_of_their_month(divided: Store) -> None:
    answer = looked_after_breakdown(divided, LOCAL_VIEWER, Scope())
    assert [(row["category"], row["looked_after"], row["share"]) for row in answer.records()[-2:]] == [
        ("fostering", 47, pytest.approx(58.75)),
        ("residential", 33, pytest.approx(41.25)),
    ]
    assert answer.headline == (
        "Of 80 children who were looked after at the end of February 2025: fostering 47 (59%) and residential 33 (41%)."
    )


def test_where_leavers_went_is_told_over_twelve_months(divided: Store) -> None:
    answer = looked_after_breakdown(divided, LOCAL_VIEWER, Scope(), by="destination")
    assert answer.headline == (
        "Of 36 children who ceased to be looked after from March 2024 to February 2025: home 24 (67%) and other 12 "
        "(33%)."
    )


def test_a_way_to_divide_without_figures_says_where_they_come_from(divided: Store) -> None:
    answer = looked_after_breakdown(divided, LOCAL_VIEWER, Scope(), by="age")
    assert (answer.status, answer.records()) == ("empty", [])
    assert "SSDA903" in answer.headline


def test_an_unknown_way_is_refused(divided: Store) -> None:
    with pytest.raises(ScopeError, match="placement"):
        looked_after_breakdown(divided, LOCAL_VIEWER, Scope(), by="placements")


# ---- ahead


def test_a_projection_begins_at_the_latest_count_and_widens(filled) -> None:
    answer = looked_after_projection(filled(counts_csv(WAVES)), LOCAL_VIEWER, Scope(), months="6")
    rows = answer.records()
    assert [row["month"] for row in rows][:2] == ["2023-03", "2023-04"]
    assert {rows[0][key] for key in ("lower_90", "lower_50", "upper_50", "upper_90")} == {WAVES[-1]}
    assert len(rows) == 7
    for row in rows[1:]:
        assert row["lower_90"] <= row["lower_50"] <= row["upper_50"] <= row["upper_90"]
    assert rows[-1]["upper_90"] - rows[-1]["lower_90"] > rows[1]["upper_90"] - rows[1]["lower_90"]
    assert "a range, not a forecast" in answer.headline
    assert any("nothing else changes" in caveat.lower() for caveat in answer.caveats)


def test_a_projection_from_the_past_knows_nothing_of_what_came_after(filled) -> None:
    until = Scope(period=Period(None, Month.parse("2022-03")))
    long, short = filled(counts_csv([*WAVES[:24], *[356] * 12])), filled(counts_csv(WAVES[:24]))
    assert (
        looked_after_projection(long, LOCAL_VIEWER, until).records()
        == looked_after_projection(short, LOCAL_VIEWER, Scope()).records()
    )


def test_too_few_months_give_no_range_and_months_that_cannot_be_are_refused(filled) -> None:
    store = filled(counts_csv(WAVES[:6]))
    assert looked_after_projection(store, LOCAL_VIEWER, Scope()).status == "empty"
    for months in ("0", "25", "many"):
        with pytest.raises(UsageError, match="1 to 24"):
            looked_after_projection(store, LOCAL_VIEWER, Scope(), months=months)


# ---- before and after


def test_a_step_is_found_and_never_called_a_cause(filled) -> None:
    counts = [*WAVES[:20], *(each - 40 for each in WAVES[20:])]
    answer = looked_after_interruption(filled(counts_csv(counts)), LOCAL_VIEWER, Scope(), at=Month.parse("2021-12"))
    assert answer.extra["interruption"]["level_change"]["estimate"] == pytest.approx(-40, abs=6)
    assert "because" not in answer.headline.lower()
    assert any("independent evaluation of 2017" in caveat for caveat in answer.caveats)


def test_few_months_after_are_insufficient_to_attribute(filled) -> None:
    answer = looked_after_interruption(filled(counts_csv(WAVES[:26])), LOCAL_VIEWER, Scope(), at=Month.parse("2021-12"))
    assert "insufficient to attribute" in answer.headline


def test_the_councils_baseline_month_is_where_it_looks_first_and_a_month_at_the_edge_is_refused(filled) -> None:
    store = filled(counts_csv(WAVES))
    filled("measure,kind,from,reason\nlooked_after,change,2021-06,The plan began\n", store)
    assert looked_after_interruption(store, LOCAL_VIEWER, Scope()).extra["at"] == Month.parse("2021-07")
    with pytest.raises(ScopeError, match="Choose a month from"):
        looked_after_interruption(store, LOCAL_VIEWER, Scope(), at=Month.parse("2020-04"))


def test_those_who_ceased_can_be_looked_at_too(filled) -> None:
    answer = looked_after_interruption(filled(counts_csv(WAVES)), LOCAL_VIEWER, Scope(), of="ceased")
    assert answer.headline.startswith("Children who ceased to be looked after")


def test_a_series_that_never_moves_is_refused_calmly(filled) -> None:
    with pytest.raises(ScopeError, match="nothing changed"):
        looked_after_interruption(filled(counts_csv(WAVES)), LOCAL_VIEWER, Scope(), of="started")


# ---- beside practice


@pytest.fixture(scope="module")
def practice(filled_once) -> Store:
    store = filled_once(as_csv(made_up_rows(5, 900, months=24)))
    return filled_once(counts_csv(WAVES[:34], "2023-10"), store)


def test_quarters_of_practice_stand_beside_counts_a_delay_later(practice: Store) -> None:
    at_once = looked_after_beside_practice(practice, LOCAL_VIEWER, Scope(), element="empathy").records()
    later = looked_after_beside_practice(practice, LOCAL_VIEWER, Scope(), element="empathy", lag="6").records()
    counts = {row["quarter"]: row["looked_after"] for row in at_once}
    moved = {row["looked_after_quarter"]: row["looked_after"] for row in later}
    shared = [quarter for quarter in moved if counts.get(quarter) is not None]
    assert len(shared) > 4
    assert all(moved[quarter] == counts[quarter] for quarter in shared)
    assert [row["practice"] for row in at_once] == [row["practice"] for row in later]


def test_the_sentence_never_claims_a_cause(practice: Store) -> None:
    answer = looked_after_beside_practice(practice, LOCAL_VIEWER, Scope(), element="empathy")
    assert "ssociation" in answer.headline or "Too few quarters" in answer.headline
    assert any("not cause" in caveat for caveat in answer.caveats)


@pytest.mark.parametrize("lag", ["1", "-3", "27", "soon"])
def test_a_delay_that_is_no_number_of_quarters_is_refused(practice: Store, lag: str) -> None:
    with pytest.raises(UsageError, match="0, 3, 6"):
        looked_after_beside_practice(practice, LOCAL_VIEWER, Scope(), lag=lag)
