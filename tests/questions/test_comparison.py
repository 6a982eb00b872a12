"""Two scopes side by side, against a plain-Python twin, and in words."""

from __future__ import annotations

import random
import statistics
from math import isnan

import numpy as np
import pytest
from scipy import stats

from mwm.errors import ScopeError, UsageError
from mwm.questions import scope_comparison, skill_trend
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import AUDIENCE, LOCAL_VIEWER, Role, Viewer
from tests.questions.conftest import ELEMENTS, as_csv, made_up_rows
from tests.questions.test_skills import counted

A, B = Scope(teams=("CIN Team A",)), Scope(teams=("CIN Team B",))


def graded(
    levels: dict[str, float], *, workers: int = 12, each: int = 8, spread: float = 0.9, seed: int = 1
) -> list[dict[str, str]]:
    """Observations of empathy in teams whose grades lie around these levels, a worker's the more alike."""
    made = random.Random(seed)
    rows = []
    for team, level in levels.items():
        for worker in range(workers):
            own = made.gauss(level, 0.25)
            for number in range(each):
                grade = min(max(round(made.gauss(own, spread)), 1), 5)
                rows.append(
                    {
                        "observation_id": f"{team}-{worker}-{number}",
                        "observed_on": f"2025-{1 + number % 12:02}-10",
                        "service_area": "Children in Need",
                        "team": team,
                        "worker_id": f"W-{team}-{worker}",
                        "observer_id": "G1",
                        "setting": "home visit" if number % 2 else "school visit",
                        "empathy": str(grade),
                    }
                )
    return rows


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return made_up_rows(seed=3, count=220)


@pytest.fixture(scope="module")
def store(filled_once, rows) -> Store:
    return filled_once(as_csv(rows))


@pytest.fixture(scope="module")
def apart(filled_once) -> Store:
    """Two teams that differ by a whole point in empathy, and not in autonomy; North patch is the first of them."""
    rows = graded({"CIN Team A": 3.4, "CIN Team B": 2.4})
    for number, row in enumerate(rows):
        row["autonomy"] = str(1 + number * 7 % 5)
    store = filled_once(as_csv(rows))
    return filled_once("group,team,worker_id,from,to\nNorth patch,CIN Team A,,,\n", store)


@pytest.mark.parametrize("element", [None, "empathy", "relationship_building", "MI spirit"])
def test_both_sides_equal_the_twin(store: Store, rows, element: str | None) -> None:
    answer = scope_comparison(store, LOCAL_VIEWER, A, element=element, with_team=("CIN Team B",))
    parts = {
        "relationship_building": ("collaboration", "autonomy", "empathy"),
        "mi_spirit": ("evocation", "collaboration", "autonomy"),
        **{key: (key,) for key in ELEMENTS},
    }
    assert len(answer.rows) == (7 if element is None else 1)
    for row in answer.records():
        for prefix, scope in (("", A), ("other_", B)):
            seen = [
                (one["worker"], statistics.mean(one["grades"][part] for part in parts[row["element"]]))
                for one in counted(rows, scope)
                if all(part in one["grades"] for part in parts[row["element"]])
            ]
            grades = [grade for _, grade in seen]
            assert row[f"{prefix}observations"] == len(grades)
            assert row[f"{prefix}workers"] == len({worker for worker, _ in seen})
            assert row[f"{prefix}average"] == pytest.approx(statistics.mean(grades))
            at_threshold = sum(round(grade, 6) >= 3.5 for grade in grades)
            assert row[f"{prefix}share"] == pytest.approx(at_threshold / len(grades) * 100)
            low, high = stats.binomtest(at_threshold, len(grades)).proportion_ci(method="wilson")
            assert row[f"{prefix}share_lower"] == pytest.approx(low * 100, abs=1e-3)
            assert row[f"{prefix}share_upper"] == pytest.approx(high * 100, abs=1e-3)
        assert row["difference"] == pytest.approx(row["average"] - row["other_average"])
        assert row["difference_lower"] <= row["difference"] <= row["difference_upper"]


def test_the_interval_is_students_between_workers_seen_equally_often(apart: Store) -> None:
    rows = graded({"CIN Team A": 3.4, "CIN Team B": 2.4})
    answer = scope_comparison(apart, LOCAL_VIEWER, A, element="empathy", with_team=("CIN Team B",))
    averages = {
        team: [
            np.mean([float(row["empathy"]) for row in rows if row["worker_id"] == f"W-{team}-{worker}"])
            for worker in range(12)
        ]
        for team in ("CIN Team A", "CIN Team B")
    }
    expected = stats.ttest_ind(*averages.values(), equal_var=True).confidence_interval(0.95)
    (row,) = answer.records()
    assert (row["difference_lower"], row["difference_upper"]) == pytest.approx((expected.low, expected.high))
    assert row["verdict"] == "higher"


def test_one_element_is_one_honest_sentence(apart: Store) -> None:
    told = scope_comparison(apart, LOCAL_VIEWER, A, element="empathy", with_team=("CIN Team B",)).headline
    assert told.startswith("Empathy averages 3.3 in CIN Team A and 2.6 in CIN Team B; the difference of 0.8 (0.5 to ")
    assert told.endswith(
        ") is larger than chance explains. The two work with different families; this does not say why."
    )
    turned = scope_comparison(apart, LOCAL_VIEWER, B, element="empathy", with_team=("CIN Team A",))
    assert turned.rows["verdict"].tolist() == ["lower"]
    assert turned.headline.startswith(
        "Empathy averages 2.6 in CIN Team B and 3.3 in CIN Team A; the difference of 0.8 ("
    )
    assert turned.extra["apart"][0].startswith("−0.8 (−1.")


def test_a_difference_within_chance_is_called_that(apart: Store) -> None:
    answer = scope_comparison(apart, LOCAL_VIEWER, A, element="autonomy", with_team=("CIN Team B",))
    assert answer.rows["verdict"].tolist() == ["alike"]
    assert "is no larger than chance explains." in answer.headline


def test_all_elements_in_one_sentence_with_how_often_chance_alone_would_do_it(apart: Store) -> None:
    answer = scope_comparison(apart, LOCAL_VIEWER, A, with_team=("CIN Team B",))
    assert answer.headline.startswith(
        "Between CIN Team A and CIN Team B, 1 of 2 elements lies further apart than chance explains. Higher in CIN "
        "Team A: empathy by 0.8 (0.5 to "
    )
    chance = next(caveat for caveat in answer.caveats if caveat.startswith("2 elements are compared at once."))
    assert " up to 10 of 100 " in chance
    assert set(answer.rows.loc[answer.rows["observations"] == 0, "verdict"]) == {"thin"}


@pytest.mark.parametrize(
    ("workers", "each", "is_thin"), [(4, 8, True), (5, 1, True), (5, 2, False)], ids=["workers", "observations", "ok"]
)
def test_too_few_observations_or_workers_are_not_judged(filled, workers: int, each: int, is_thin: bool) -> None:
    store = filled(as_csv(graded({"CIN Team A": 4.5, "CIN Team B": 1.5}, workers=workers, each=each)))
    answer = scope_comparison(store, LOCAL_VIEWER, A, element="empathy", with_team=("CIN Team B",))
    assert (answer.status == "thin") == is_thin
    assert answer.headline.startswith("Too few to compare") == is_thin
    if is_thin:
        assert "10 observations of 5 workers" in answer.headline
        assert answer.extra["apart"] == ["too few to say"]


def test_one_worker_has_an_average_and_no_interval(filled) -> None:
    store = filled(as_csv(graded({"CIN Team A": 3.0, "CIN Team B": 3.0}, workers=1)))
    row = scope_comparison(store, LOCAL_VIEWER, A, element="empathy", with_team=("CIN Team B",)).rows.iloc[0]
    assert not isnan(row["average"])
    assert np.isnan([row["lower"], row["upper"], row["difference_lower"], row["difference_upper"]]).all()


def test_two_times_of_the_same_workers_are_named_by_their_months(apart: Store) -> None:
    first = Scope(teams=("CIN Team A",), period=Period(Month.parse("2025-05"), Month.parse("2025-12")))
    answer = scope_comparison(
        apart, LOCAL_VIEWER, first, element="empathy", with_from=Month.parse("2025-01"), with_to=Month.parse("2025-04")
    )
    assert answer.extra["sides"] == ("May 2025 – Dec 2025", "Jan 2025 – Apr 2025")
    assert answer.extra["other"].teams == ("CIN Team A",)
    assert answer.headline.endswith("Other families were seen, partly by other workers; this does not say why.")
    assert answer.counts["shared_observations"] == 0


def test_both_places_and_months_are_named_where_both_differ(store: Store) -> None:
    first = Scope(teams=("CIN Team A",), period=Period(Month.parse("2024-01"), Month.parse("2024-08")))
    answer = scope_comparison(
        store,
        LOCAL_VIEWER,
        first,
        with_service_area=("all",),
        with_setting=("home visit",),
        with_from=Month.parse("2024-02"),
    )
    assert answer.extra["sides"] == (
        "CIN Team A (all settings, Jan 2024 – Aug 2024)",
        "the whole service (home visit, since Feb 2024)",
    )
    assert (answer.extra["other"].service_areas, answer.extra["other"].teams) == ((), ())


def test_what_is_not_said_of_the_second_is_as_in_the_first(store: Store) -> None:
    first = Scope(settings=("home visit",), period=Period(Month.parse("2024-01"), Month.parse("2024-04")))
    other = scope_comparison(store, LOCAL_VIEWER, first, with_team=("CIN Team B",)).extra["other"]
    assert (other.teams, other.settings, other.period) == (("CIN Team B",), first.settings, first.period)


def test_a_part_of_the_other_is_said_to_be_one(store: Store) -> None:
    answer = scope_comparison(store, LOCAL_VIEWER, A, with_team=("all",))
    own = skill_trend(store, LOCAL_VIEWER, A).counts["observations"]
    assert answer.counts["shared_observations"] == own
    assert answer.caveats[0].startswith(
        f"CIN Team A is a part of the whole service: its {own:,} observations are in both"
    )
    turned = scope_comparison(store, LOCAL_VIEWER, Scope(), with_team=("CIN Team A",))
    assert turned.caveats[0] == answer.caveats[0]


def test_scopes_that_overlap_in_part_say_by_how_much(store: Store, rows) -> None:
    first = Scope(service_areas=("Children in Need",))
    answer = scope_comparison(store, LOCAL_VIEWER, first, with_service_area=("all",), with_setting=("home visit",))
    both = len([one for one in counted(rows, Scope(service_areas=first.service_areas, settings=("home visit",)))])
    assert answer.counts["shared_observations"] == both
    assert answer.caveats[0].startswith(f"{both:,} observations are in both, which draws the two together.")


def test_the_same_twice_differs_by_nothing_and_says_so(store: Store) -> None:
    answer = scope_comparison(store, LOCAL_VIEWER, A, with_team=("CIN Team A",))
    assert answer.headline == "Both are the same: choose another part of the service, or other months."
    assert answer.rows[["difference", "difference_lower", "difference_upper"]].abs().max().max() == 0


def test_names_given_to_the_two_are_used(store: Store) -> None:
    answer = scope_comparison(store, LOCAL_VIEWER, A, with_team=("CIN Team B",), called="Ours", with_called="Theirs")
    assert answer.extra["sides"] == ("Ours", "Theirs")
    same = scope_comparison(store, LOCAL_VIEWER, A, with_team=("CIN Team B",), called="X", with_called="X")
    assert same.extra["sides"] == ("X (first)", "X (second)")


def test_a_group_is_compared_like_a_team(apart: Store) -> None:
    with_team, with_group = (
        scope_comparison(apart, LOCAL_VIEWER, B, element="empathy", with_team=(name,))
        for name in ("CIN Team A", "North patch")
    )
    assert with_group.rows.equals(with_team.rows)
    assert with_group.extra["sides"][1] == "North patch"
    overlap = scope_comparison(apart, LOCAL_VIEWER, A, element="empathy", with_team=("North patch",))
    assert overlap.counts["shared_observations"] == overlap.counts["observations"] == 96


def test_marked_work_is_compared_with_all_of_it(filled) -> None:
    rows = graded({"CIN Team A": 3.0})
    for number, row in enumerate(rows):
        row["markers"] = "edge of care" if number % 3 == 0 else "none"
    store = filled(as_csv(rows))
    marked = Scope(teams=("CIN Team A",), marker="edge of care")
    answer = scope_comparison(store, LOCAL_VIEWER, marked, element="empathy", with_marker="all")
    assert answer.extra["sides"] == ("CIN Team A (only edge of care)", "CIN Team A (all work)")
    assert (answer.rows["observations"][0], answer.rows["other_observations"][0]) == (32, 96)
    assert answer.counts["shared_observations"] == 32
    inherited = scope_comparison(store, LOCAL_VIEWER, marked, with_setting=("home visit",))
    assert inherited.extra["other"].marker == "edge of care"


def test_nothing_recorded_in_either_is_an_ordinary_answer(store: Store) -> None:
    answer = scope_comparison(store, LOCAL_VIEWER, A, with_from=Month.parse("2019-01"), with_to=Month.parse("2019-03"))
    assert answer.status == "empty"
    assert answer.headline == "Nothing is recorded yet in CIN Team A in Jan 2019 – Mar 2019."


def test_without_a_second_scope_there_is_a_refusal(store: Store) -> None:
    with pytest.raises(UsageError, match="Say what to compare with"):
        scope_comparison(store, LOCAL_VIEWER, A)
    with pytest.raises(ScopeError, match="no team called “Nowhere”"):
        scope_comparison(store, LOCAL_VIEWER, A, with_team=("Nowhere",))


def test_the_second_scope_is_narrowed_to_what_the_viewer_may_see(store: Store) -> None:
    viewer = Viewer("head of team", Role.LOCAL_USER, teams=("CIN Team A",), sees_small_numbers=True)
    with pytest.raises(UsageError, match="may not see"):
        scope_comparison(store, viewer, A, with_team=("CIN Team B",))
    everything = scope_comparison(store, viewer, A, with_team=("all",), with_from=Month.parse("2024-02"))
    assert everything.extra["other"].teams == ("CIN Team A",)


def test_no_identifier_of_a_worker_leaves_the_question(store: Store, rows) -> None:
    answer = scope_comparison(store, AUDIENCE, A, with_team=("CIN Team B",))
    told = answer.to_json() + repr(answer.extra)
    assert not [row["worker_id"] for row in rows if row["worker_id"] in told]
