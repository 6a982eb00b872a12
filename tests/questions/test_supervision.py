"""Supervision over time, over the scale, beside practice and around coaching, against a plain-Python twin."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from mwm.errors import ScopeError, UsageError
from mwm.framework import load_framework
from mwm.questions import (
    supervision_and_practice,
    supervision_coaching,
    supervision_distribution,
    supervision_trend,
)
from mwm.questions.periods import parts_of
from mwm.questions.question import settle
from mwm.questions.supervision_choices import supervision_choices
from mwm.questions.supervision_overview import supervision_group
from mwm.questions.supervision_reading import CAVEAT_REPORTED
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER, Role, Viewer
from tests.questions.conftest import ELEMENTS, as_csv
from tests.questions.supervision_rows import AREAS, ITEMS, RUBRICS, counted, inside, made_up_supervision, organisation

Row = dict[str, str]
SOME_MONTHS = Period(Month.parse("2024-02"), Month.parse("2024-06"))
SCOPES = [
    Scope(),
    Scope(service_areas=("Children in Need",)),
    Scope(teams=("CIN Team B",)),
    Scope(teams=("CIN Team A", "YJ Team A"), period=SOME_MONTHS),
]
METHODS = ("observed", "self-reported")
QUESTIONS = [supervision_trend, supervision_distribution, supervision_and_practice, supervision_coaching]


def visits(rows: list[Row]) -> list[Row]:
    """Observations of practice: a few in each month and team, some of them to families that were talked about."""
    found = []
    for number, row in enumerate(rows[::2]):
        day = date.fromisoformat(row["supervised_on"]) + timedelta(days=number % 25)
        grades = {element: str(1 + (number + place) % 5) for place, element in enumerate(ELEMENTS)}
        found.append(
            {
                "observation_id": f"O{number}",
                "observed_on": f"{day}",
                "service_area": row["service_area"],
                "team": row["team"],
                "worker_id": f"W{number}",
                "observer_id": "G1",
                "setting": "home visit" if number % 2 else "",
                "family_ref": row["family_ref"],
                **grades,
            }
        )
    return found


def sessions(rows: list[Row]) -> list[Row]:
    """Coaching after some observed supervisions, which most sessions name; and one of somebody never supervised."""
    found = []
    for number, one in enumerate(counted(rows)):
        if one["method"] == "observed" and number % 3:
            found.append(
                {
                    "coaching_id": f"C{number}",
                    "coached_on": f"{one['day'] + timedelta(days=number % 20)}",
                    "kind": "supervision",
                    "person_id": one["supervisor_id"],
                    "supervision_id": "" if number % 4 == 0 else one["supervision_id"],
                }
            )
    stranger = {"coaching_id": "C-X", "coached_on": "2024-03-03", "kind": "supervision", "person_id": "NOBODY"}
    return [*found, stranger | {"supervision_id": ""}]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return made_up_supervision(5, 260)


@pytest.fixture(scope="module")
def store(filled_once: Callable[..., Store], rows: list[Row]) -> Store:
    filled = filled_once(as_csv(organisation()))
    for each in (rows, visits(rows), sessions(rows)):
        filled_once(as_csv(each), filled)
    return filled


def wanted(rows: list[Row], scope: Scope, method: str = "observed", rubric: str = "msw_supervision") -> list[Any]:
    return [one for one in counted(rows) if one["method"] == method and one["rubric"] == rubric and inside(one, scope)]


# --- over time --------------------------------------------------------------------------------------------------------


def trend_equals_twin(store: Store, rows: list[Row], scope: Scope, method: str, rubric: str) -> None:
    twin = wanted(rows, scope, method, rubric)
    for item in (None, "all_items"):
        answer = supervision_trend(store, LOCAL_VIEWER, scope, item=item, rubric=rubric, method=method, grain="month")
        assert (answer.counts["supervisions"], answer.counts["supervisors"]) == (
            len(twin),
            len({one["supervisor_id"] for one in twin}),
        )
        assert {row["method"] for row in answer.records()} <= {method}
        for row in answer.records():
            here = [one for one in twin if str(one["month"]) == row["month"] and row["item"] in one["grades"]]
            grades = [one["grades"][row["item"]] for one in here]
            assert row["supervisions"] == len(grades)
            assert row["supervisors"] == len({one["supervisor_id"] for one in here})
            assert row["average"] == (pytest.approx(statistics.mean(grades)) if grades else None)
            assert len(grades) < 2 or row["lower"] <= row["average"] <= row["upper"]


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.words)
def test_the_trend_equals_the_twin_for_each_method_and_rubric(store: Store, rows: list[Row], scope: Scope) -> None:
    for method in METHODS:
        for rubric in RUBRICS:
            if wanted(rows, scope, method, rubric):
                trend_equals_twin(store, rows, scope, method, rubric)


@given(seed=st.integers(0, 10_000), count=st.integers(1, 40))
@settings(max_examples=4, deadline=None, derandomize=True)
def test_whole_generated_stores_equal_the_twin(filled_once: Callable[..., Store], seed: int, count: int) -> None:
    made = made_up_supervision(seed, count, months=4)
    store = filled_once(as_csv(made), filled_once(as_csv(organisation())))
    for method in METHODS:
        for rubric in RUBRICS:
            if wanted(made, Scope(), method, rubric):
                trend_equals_twin(store, made, Scope(), method, rubric)


def test_observed_is_the_default_and_the_two_are_never_mixed(store: Store, rows: list[Row]) -> None:
    answers = {
        method: supervision_trend(store, LOCAL_VIEWER, Scope(), method=method, rubric="msw_supervision")
        for method in METHODS
    }
    usual = supervision_trend(store, LOCAL_VIEWER, Scope())
    assert usual.records() == answers["observed"].records()
    for method, answer in answers.items():
        assert answer.counts["supervisions"] == len(wanted(rows, Scope(), method))
        assert answer.counts["method"] == method
        assert f"{method} supervision" in answer.headline
        assert (CAVEAT_REPORTED in answer.caveats) == (method == "self-reported")


def test_the_share_is_of_grades_at_the_items_threshold(store: Store, rows: list[Row]) -> None:
    answer = supervision_trend(store, LOCAL_VIEWER, Scope(), item="Child focus", measure="share", grain="year")
    grades = [one["grades"]["child_focus"] for one in wanted(rows, Scope()) if "child_focus" in one["grades"]]
    (row,) = answer.records()
    assert row["at_threshold"] == sum(grade >= 4 for grade in grades)
    assert row["share"] == pytest.approx(100 * row["at_threshold"] / len(grades))
    assert answer.extra["chart"] == "p"
    assert "were high (4 or more)" in answer.headline
    many = supervision_trend(store, LOCAL_VIEWER, Scope(), measure="share")
    assert set(many.rows["item"]) == set(ITEMS)


def test_a_three_point_rubric_has_its_own_scale_and_threshold(store: Store, rows: list[Row]) -> None:
    rubric = "systemic_group_supervision"
    answer = supervision_trend(store, LOCAL_VIEWER, Scope(), rubric="Group supervision", grain="year")
    assert answer.extra["scale"] == (1, 3)
    share = supervision_trend(store, LOCAL_VIEWER, Scope(), rubric=rubric, measure="share", grain="year").records()
    grades = [one["grades"]["overall"] for one in wanted(rows, Scope(), rubric=rubric)]
    assert share[0]["at_threshold"] == grades.count(3.0)
    spread = supervision_distribution(store, LOCAL_VIEWER, Scope(), rubric=rubric)
    assert set(spread.rows["grade"]) == {1, 2, 3}
    assert "all_items" not in answer.extra["names"]


@pytest.mark.parametrize("by", ["team", "service_area"])
def test_divided_it_equals_each_part_alone(store: Store, by: str) -> None:
    divided = supervision_trend(store, LOCAL_VIEWER, Scope(), item="all_items", by=by, grain="month")
    for unit, part in divided.rows.groupby("unit"):
        scope = Scope(teams=(unit,)) if by == "team" else Scope(service_areas=(unit,))
        alone = supervision_trend(store, LOCAL_VIEWER, scope, item="all_items", grain="month").rows
        both = part.merge(alone, on="month", suffixes=("", "_alone"), how="left")
        assert (both["supervisions"] == both["supervisions_alone"].fillna(0)).all()
        assert part["supervisions"].sum() == alone["supervisions"].sum()
    assert all(isinstance(key, tuple) for key in divided.extra["variation"])


def test_a_lasting_rise_is_a_real_improvement(filled: Callable[..., Store]) -> None:
    store = filled(as_csv(organisation()))
    plain = {**made_up_supervision(1, 1)[0], "method": "observed", "rubric": "msw_supervision", "observer_id": "G"}
    rows = []
    for month in range(24):
        for number in range(10):
            grade = str(2 + (number + month) % 2 + (month >= 14))
            day = f"{2023 + month // 12}-{month % 12 + 1:02}-{number + 5:02}"
            own = {"supervision_id": f"S{month}-{number}", "supervised_on": day, "overall": "", "grader_id": ""}
            rows.append({**plain, **own, **dict.fromkeys(ITEMS, grade)})
    filled(as_csv(rows), store)
    answer = supervision_trend(store, LOCAL_VIEWER, Scope(), item="child_focus")
    assert answer.extra["variation"] == {"child_focus": "improvement_high"}
    assert answer.headline.startswith(
        "Real improvement: Child focus in observed supervision across the service averaged"
    )
    many = supervision_trend(store, LOCAL_VIEWER, Scope(), by="team")
    team = rows[0]["team"]
    assert set(many.extra["variation"].values()) == {"improvement_high"}
    assert f"child focus in {team}" in many.headline
    framework = load_framework("msw")
    first, last = Month.parse("2023-01"), Month.parse("2024-12")
    scope = settle(store, Scope())
    group = supervision_group(store, scope, framework, "team", list(AREAS), first, last)
    assert group is not None
    (row,) = group.rows
    cell = next(cell for cell in row.cells if cell.unit == team)
    assert (cell.status, cell.variation, cell.count) == ("ok", "improvement_high", 120)
    assert cell.value == pytest.approx(3 + 0.5 - 2 / 12)
    assert [cell.status for cell in row.cells].count("empty") == 2
    assert supervision_group(store, scope, framework, "team", [], first, last) is None


def test_a_month_without_supervision_is_a_row(store: Store, rows: list[Row], filled: Callable[..., Store]) -> None:
    without = [row for row in rows if not row["supervised_on"].startswith("2024-04")]
    other = filled(as_csv(without), filled(as_csv(organisation())))
    april = [
        row
        for row in supervision_trend(other, LOCAL_VIEWER, Scope(), grain="month").records()
        if row["month"] == "2024-04"
    ]
    assert [(row["supervisions"], row["average"]) for row in april] == [(0, None)] * 3


# --- over the scale ---------------------------------------------------------------------------------------------------


def test_the_spread_adds_up(store: Store, rows: list[Row]) -> None:
    answer = supervision_distribution(store, LOCAL_VIEWER, Scope(), item="child_focus")
    twin = wanted(rows, Scope())
    parts = parts_of(min(one["month"] for one in twin), max(one["month"] for one in twin))
    for period in (parts.earlier, parts.later):
        assert period is not None
        here = [
            one["grades"]["child_focus"]
            for one in twin
            if period.first <= one["month"] <= period.last and "child_focus" in one["grades"]
        ]
        part = answer.rows[answer.rows["part"] == period.words]
        assert list(part["grade"]) == [1, 2, 3, 4, 5]
        assert list(part["supervisions"]) == [here.count(float(grade)) for grade in range(1, 6)]
        assert part["share"].sum() == pytest.approx(100)
    together = supervision_distribution(store, LOCAL_VIEWER, Scope(), item="all_items").rows
    assert together["supervisions"].sum() == sum("all_items" in one["grades"] for one in twin)
    assert (together["supervisions"] > 0).all()


# --- beside practice --------------------------------------------------------------------------------------------------


def quarter(month: Month) -> str:
    return str(month.plus(-((month.first_day.month - 1) % 3)))


@pytest.mark.parametrize("scope", SCOPES[:2], ids=lambda scope: scope.words)
def test_team_quarters_equal_the_twin(store: Store, rows: list[Row], scope: Scope) -> None:
    answer = supervision_and_practice(store, LOCAL_VIEWER, scope, element="empathy", item="child_focus")
    twin: dict[tuple[str, str], tuple[list[float], list[float]]] = {}
    for one in wanted(rows, scope):
        if "child_focus" in one["grades"]:
            here = twin.setdefault((one["team"], quarter(one["month"])), ([], []))
            here[0].append(one["grades"]["child_focus"])
    for visit in visits(rows):
        key = (visit["team"], quarter(Month.parse(visit["observed_on"][:7])))
        if key in twin:
            twin[key][1].append(float(visit["empathy"]))
    expected = {key: both for key, both in twin.items() if len(both[1]) >= 5}
    assert len(answer.rows) == len(expected) > 3
    for row in answer.records():
        supervised, seen = expected[row["team"], row["quarter"]]
        assert (row["supervisions"], row["observations"]) == (len(supervised), len(seen))
        assert row["supervision"] == pytest.approx(statistics.mean(supervised))
        assert row["practice"] == pytest.approx(statistics.mean(seen))
    link = answer.extra["association"]
    assert link.n == len(expected)
    assert link.value == pytest.approx(spearmanr(answer.rows["supervision"], answer.rows["practice"]).statistic)
    assert math.isnan(link.lower), "three teams are too few for an interval"
    assert answer.headline.startswith(("Too few teams to say", "Too few team-quarters to say"))


def first_visits(rows: list[Row], days: int) -> list[tuple[str, float, float, int]]:
    """For each supervision about a family its first visit; a visit belongs to the nearest supervision."""
    seen = [
        (visit["family_ref"], date.fromisoformat(visit["observed_on"]), visit["observation_id"], visit)
        for visit in visits(rows)
        if visit["family_ref"]
    ]
    found: dict[str, list[Any]] = {}
    for one in wanted(rows, Scope()):
        if not one["family_ref"] or "all_items" not in one["grades"]:
            continue
        after = [
            ((day - one["day"]).days, key, visit)
            for family, day, key, visit in seen
            if family == one["family_ref"] and 0 <= (day - one["day"]).days <= days
        ]
        if after:
            least = min(apart for apart, _, _ in after)
            found.setdefault(one["supervision_id"], []).extend((one, *each) for each in after if each[0] == least)
    return [entry for entries in found.values() for entry in entries]


def test_families_are_paired_with_the_first_visit_within_so_many_days(store: Store, rows: list[Row]) -> None:
    answer = supervision_and_practice(store, LOCAL_VIEWER, Scope(), paired="family", days="30")
    possible = first_visits(rows, 30)
    by_visit: dict[str, int] = {}
    for _, apart, key, _ in possible:
        by_visit[key] = min(apart, by_visit.get(key, 99))
    assert 10 < len(answer.rows) <= len({one["supervision_id"] for one, *_ in possible})
    assert answer.rows["days"].between(0, 30).all()
    allowed = {
        (round(one["grades"]["all_items"], 6), round(statistics.mean(float(visit[e]) for e in ELEMENTS), 6), apart)
        for one, apart, key, visit in possible
        if by_visit[key] == apart
    }
    for row in answer.records():
        assert (round(row["supervision"], 6), round(row["practice"], 6), row["days"]) in allowed
    assert not {"team", "quarter", "month", "family_ref"} & set(answer.rows)
    fewer = supervision_and_practice(store, LOCAL_VIEWER, Scope(), paired="family", days="14")
    assert len(fewer.rows) < len(answer.rows)
    assert answer.extra["clusters"] == 9
    assert "That is no proof of a cause." in answer.headline or answer.headline.startswith("No clear link")


def test_a_planted_link_is_found_and_is_no_cause(filled: Callable[..., Store]) -> None:
    """Eight teams; where supervision is better, so is practice, in each quarter; all rise over the quarters."""
    teams = [{"service_area": "Area", "team": f"T{number}", "from": "2020-01-01"} for number in range(8)]
    store = filled(as_csv(teams))
    plain = {**made_up_supervision(1, 1)[0], "method": "observed", "rubric": "msw_supervision", "observer_id": "G"}
    supervised, seen = [], []
    for team in range(8):
        for step in range(8):
            month = Month.parse("2023-01").plus(3 * step)
            level = (team * 5 + step * 3) % 4
            place = {"service_area": "Area", "team": f"T{team}"}
            own = {"supervision_id": f"S{team}-{step}", "supervised_on": f"{month}-10", "supervisor_id": f"P{team}"}
            grades = dict.fromkeys(ITEMS, str(1 + level))
            supervised.append({**plain, **place, **own, "overall": "", "grader_id": "", "family_ref": "", **grades})
            for number in range(5):
                grade = str(min(5, 1 + level + (number + team) % 2))
                visit = {"observation_id": f"O{team}-{step}-{number}", "observed_on": f"{month}-{12 + number}"}
                worker = {"worker_id": f"W{team}-{number}", "observer_id": "G"}
                seen.append({**visit, **place, **worker, **dict.fromkeys(ELEMENTS, grade)})
    filled(as_csv(supervised), store)
    filled(as_csv(seen), store)
    answer = supervision_and_practice(store, LOCAL_VIEWER, Scope())
    assert answer.extra["association"].value > 0.9
    assert answer.headline.startswith("A strong link between observed supervision and all elements of practice")
    assert answer.headline.endswith("That is no proof of a cause.")
    assert "It holds within the same quarter too" in answer.headline
    assert answer.counts["pairs"] == 64
    assert answer.counts["clusters"] == 8


# --- coaching ---------------------------------------------------------------------------------------------------------


def test_sessions_are_counted_with_their_days(store: Store, rows: list[Row]) -> None:
    answer = supervision_coaching(store, LOCAL_VIEWER, Scope())
    named = {one["supervision_id"]: one for one in counted(rows)}
    everything = sessions(rows)
    assert answer.counts["sessions"] == len(everything)
    assert answer.counts["supervisors"] == len({one["person_id"] for one in everything})
    days = [
        (date.fromisoformat(one["coached_on"]) - named[one["supervision_id"]]["day"]).days
        for one in everything
        if one["supervision_id"]
    ]
    assert answer.counts["days_median"] == statistics.median(days)
    observed = [one for one in counted(rows) if one["method"] == "observed"]
    coached = {one["supervision_id"] for one in everything if one["supervision_id"]}
    assert answer.counts["observed"] == len(observed)
    assert answer.counts["observed_coached"] == len(coached)
    assert answer.headline.startswith(f"{len(everything)} coaching sessions for ")


def test_a_session_counts_in_the_team_of_its_supervision_and_nowhere_else(store: Store, rows: list[Row]) -> None:
    whole = supervision_coaching(store, LOCAL_VIEWER, Scope()).counts["sessions"]
    parts = [supervision_coaching(store, LOCAL_VIEWER, Scope(teams=(team,))).counts["sessions"] for team in AREAS]
    assert sum(parts) == whole - 1, "the one of somebody never supervised is in no team"


def test_a_day_of_coaching_beside_a_session_counts_once(filled: Callable[..., Store]) -> None:
    store = filled(as_csv(organisation()))
    rows = [row | {"coached_on": "2024-12-30"} for row in made_up_supervision(2, 12) if not row["grader_id"]]
    filled(as_csv(rows), store)
    assert supervision_coaching(store, LOCAL_VIEWER, Scope()).counts["sessions"] == len(rows)
    own = {"coaching_id": "C1", "coached_on": "2024-12-31", "kind": "supervision"}
    filled(as_csv([{**own, "supervision_id": rows[0]["supervision_id"]}]), store)
    assert supervision_coaching(store, LOCAL_VIEWER, Scope()).counts["sessions"] == len(rows)


def test_before_and_after_equal_the_twin(store: Store, rows: list[Row]) -> None:
    answer = supervision_coaching(store, LOCAL_VIEWER, Scope(), item="child_focus")
    own: dict[str, list[Any]] = {}
    for one in wanted(rows, Scope()):
        if "child_focus" in one["grades"]:
            own.setdefault(one["supervisor_id"], []).append(one)
    coached = [(one["person_id"], date.fromisoformat(one["coached_on"])) for one in sessions(rows)]
    pairs: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    ties = 0
    for supervisor, each in own.items():
        each.sort(key=lambda one: one["day"])
        days = [one["day"] for one in each]
        ties += len(days) - len(set(days))
        for before, after in pairwise(each):
            between = any(who == supervisor and before["day"] <= day < after["day"] for who, day in coached)
            pairs[between].append((before["grades"]["child_focus"], after["grades"]["child_focus"]))
    for row, between in zip(answer.records(), (True, False), strict=True):
        assert row["pairs"] == len(pairs[between])
        if not ties:  # two on one day may stand in either order
            assert row["before"] == pytest.approx(statistics.mean(before for before, _ in pairs[between]))
            assert row["after"] == pytest.approx(statistics.mean(after for _, after in pairs[between]))
        assert row["change"] == pytest.approx(row["after"] - row["before"])
        assert row["lower"] < row["change"] < row["upper"]
    assert "rose" in answer.headline or "fell" in answer.headline or "stayed" in answer.headline
    assert any("without any coaching" in caveat for caveat in answer.caveats)


# --- what every question keeps to -------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_empty_store_and_an_empty_period_are_ordinary_answers(tmp_path: Path, store: Store, question: Any) -> None:
    with Store.open(tmp_path / "empty.duckdb", create=True) as empty:
        answer = question(empty, LOCAL_VIEWER, Scope())
    assert answer.status == "empty"
    assert answer.headline.startswith("No observed supervision is recorded yet.")
    before = Period(Month.parse("2001-01"), Month.parse("2001-12"))
    assert question(store, LOCAL_VIEWER, Scope(period=before)).status == "empty"


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_there_is_not_is_refused_with_the_nearest(store: Store, question: Any) -> None:
    with pytest.raises(ScopeError, match="msw_supervision"):
        question(store, LOCAL_VIEWER, Scope(), rubric="msw_supervison")
    with pytest.raises(UsageError, match="observed"):
        question(store, LOCAL_VIEWER, Scope(), method="seen")
    with pytest.raises(ScopeError, match="child_focus"):
        question(store, LOCAL_VIEWER, Scope(), item="child_fcous")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_viewer_of_one_team_never_gets_the_others(store: Store, question: Any) -> None:
    viewer = Viewer("x", Role.AUDIENCE, teams=("YJ Team A",), sees_small_numbers=True)
    narrowed = question(store, viewer, Scope())
    alone = question(store, LOCAL_VIEWER, Scope(teams=("YJ Team A",)))
    assert narrowed.records() == alone.records()
    assert narrowed.counts == alone.counts


@pytest.mark.parametrize("question", QUESTIONS)
def test_settings_do_not_narrow_supervision_and_that_is_said(store: Store, question: Any) -> None:
    plain, asked = (question(store, LOCAL_VIEWER, Scope(settings=each)) for each in ((), ("home visit",)))
    assert asked.records() == plain.records()
    assert not any("Settings belong" in caveat for caveat in plain.caveats)
    assert any("Settings belong" in caveat for caveat in asked.caveats)
    assert all(row["method"] == "observed" for row in plain.records())


def test_too_few_are_called_too_few(filled: Callable[..., Store]) -> None:
    rows = [row for row in made_up_supervision(3, 9) if row["rubric"] == "msw_supervision"]
    store = filled(as_csv(rows), filled(as_csv(organisation())))
    n = len(wanted(rows, Scope()))
    answer = supervision_trend(store, LOCAL_VIEWER, Scope())
    assert answer.status == "thin"
    assert answer.headline == f"Too few observed supervisions to say across the service: {n} of 10 needed."


def test_the_choices_are_those_that_were_used(store: Store) -> None:
    choices = supervision_choices(store, LOCAL_VIEWER, Scope(), method="nonsense", rubric="nonsense")
    assert choices.methods == {"observed": "Observed", "self-reported": "Self-reported"}
    assert (choices.method, choices.rubric) == ("observed", "msw_supervision")
    assert list(choices.items) == ["all_items", *ITEMS]
    group = supervision_choices(store, LOCAL_VIEWER, Scope(), rubric="systemic_group_supervision")
    assert list(group.items) == ["overall"]


# --- groups and markers -----------------------------------------------------------------------------------------------


def test_groups_of_teams_and_of_workers_equal_the_twin(filled: Callable[..., Store], rows: list[Row]) -> None:
    members = [
        {"group": "Patch", "team": "CIN Team A", "worker_id": "", "from": "", "to": "2024-05-15"},
        {"group": "Patch", "team": "YJ Team A", "worker_id": "", "from": "2024-03-10", "to": ""},
        {"group": "People", "team": "", "worker_id": "P1-CIN Team A", "from": "2024-02-10", "to": ""},
        {"group": "People", "team": "", "worker_id": "W2-YJ Team A", "from": "", "to": "2024-06-20"},
    ]
    store = filled(as_csv(organisation()))
    filled(as_csv(rows), store)
    filled(as_csv(members), store)

    def lies(day: str, member: Row) -> bool:
        return (member["from"] or "0000") <= day <= (member["to"] or "9999")

    for group in ("Patch", "People"):
        own = [member for member in members if member["group"] == group]
        twin = []
        for one in wanted(rows, Scope()):
            people = {one["supervisor_id"], *one["supervisee_ids"].split(";")}
            day = one["supervised_on"]
            if any(
                (member["team"] == one["team"] and lies(day[:8] + "01", member))
                or (member["worker_id"] in people and lies(day, member))
                for member in own
            ):
                twin.append(one)
        answer = supervision_trend(store, LOCAL_VIEWER, Scope(teams=(group,)), item="child_focus", grain="year")
        grades = [one["grades"]["child_focus"] for one in twin if "child_focus" in one["grades"]]
        assert answer.counts["supervisions"] == len(twin) > 0
        assert answer.rows["supervisions"].sum() == len(grades)
        assert answer.records()[0]["average"] == pytest.approx(statistics.mean(grades))
    whole = supervision_trend(store, LOCAL_VIEWER, Scope()).counts["supervisions"]
    assert whole == len(wanted(rows, Scope()))


def test_a_case_marker_narrows_to_its_families(filled: Callable[..., Store], rows: list[Row]) -> None:
    marked = [visit | {"markers": "edge of care" if visit["family_ref"] == "F3" else ""} for visit in visits(rows)]
    store = filled(as_csv(organisation()))
    filled(as_csv(rows), store)
    filled(as_csv(marked), store)
    answer = supervision_trend(store, LOCAL_VIEWER, Scope(marker="edge of care"))
    twin = [one for one in wanted(rows, Scope()) if one["family_ref"] == "F3"]
    assert answer.counts["supervisions"] == len(twin) > 0
