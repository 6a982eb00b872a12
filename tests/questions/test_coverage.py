"""Coverage, who has waited long, and the draw: against plain Python, and case by case."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from mwm.answer import Answer
from mwm.errors import ScopeError, UsageError
from mwm.questions import coverage, coverage_overdue, next_to_observe, overview_matrix, skill_trend
from mwm.questions.present import months_before
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import AUDIENCE, LOCAL_VIEWER
from tests.disclosure.attacker import Attacker
from tests.questions.conftest import ELEMENTS, TEAMS, as_csv

Row = dict[str, str]
DAY = date(2024, 9, 30)
UNTIL_SEPTEMBER = Period(None, Month.parse("2024-09"))
MONTH = 365.25 / 12


def observed(number: int, worker: str, day: date | str, team: str = "CIN Team A", **more: str) -> Row:
    """One observation by one grader."""
    row = {"observation_id": f"O{number}", "observed_on": f"{day}", "service_area": TEAMS[team], "team": team}
    row |= {"worker_id": worker, "observer_id": "G1", "setting": "home visit", "markers": "", "grader_id": ""}
    return row | {"coached_on": ""} | dict.fromkeys(ELEMENTS, "3") | more


def member(worker: str, first: date | str, last: date | str = "", team: str = "CIN Team A", role: str = "") -> Row:
    """One worker's time in a team; without a worker, the team itself."""
    row = {"service_area": TEAMS[team], "team": team, "worker_id": worker, "role": role}
    return row | {"from": f"{first}", "to": f"{last}"}


def teams() -> list[Row]:
    return [member("", "2020-01-01", team=team) for team in TEAMS]


Fill = Callable[..., Store]


def store_of(filled: Fill, members: list[Row], rows: list[Row]) -> Store:
    store = filled(as_csv([*teams(), *members]))
    return filled(as_csv(rows), store)


def of(answer: Answer) -> dict[str, Any]:
    return {row["team"]: row for row in answer.records()}


# --- a whole made-up store --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> tuple[list[Row], list[Row], list[Row]]:
    """Memberships, some of which end or begin late; observations; requests for feedback."""
    luck = random.Random(5)
    members, rows, asked = [], [], []
    for number in range(60):
        team = luck.choice(list(TEAMS))
        first = date(2021, 1, 1) + timedelta(days=luck.randrange(1360))
        last = "" if luck.random() < 0.8 else first + timedelta(days=luck.randrange(500))
        role = "practice supervisor" if number % 15 == 0 else "social worker"
        members.append(member(f"W{number}", first, last, team, role))
    for number in range(230):
        one = luck.choice(members)
        day = date.fromisoformat(one["from"]) + timedelta(days=luck.randrange(900))
        if day <= date(2024, 12, 31) and (not one["to"] or f"{day}" <= one["to"]):
            coached = day + timedelta(days=luck.randrange(40)) if luck.random() < 0.7 else ""
            first = observed(number, one["worker_id"], day, one["team"], coached_on=f"{coached}")
            rows.append(first)
            rows += [first | {"grader_id": "X1"}] if luck.random() < 0.3 else []
            if luck.random() < 0.6:
                asked.append(feedback(number, one, day + timedelta(days=3)))
    return members, rows, asked


def feedback(number: int, one: Row, day: date) -> Row:
    row = {"feedback_id": f"F{number}", "asked_on": f"{day}", "service_area": one["service_area"], "team": one["team"]}
    return row | {"respondent": "parent", "outcome": "asked", "form": "family_feedback", "felt_listened_to": ""}


@pytest.fixture(scope="module")
def store(filled_once: Fill, made: tuple[list[Row], list[Row], list[Row]]) -> Store:
    members, rows, asked = made
    store = filled_once(as_csv([*teams(), *members]))
    return filled_once(as_csv(asked), filled_once(as_csv(rows), store))


def twin(made: tuple[list[Row], list[Row], list[Row]], team: str | None) -> dict[str, Any]:
    """Everything that coverage says of a team, or of all of them, on DAY, from the plain rows."""
    members, rows, asked = made
    present = [
        one
        for one in members
        if one["from"] <= f"{DAY}" <= (one["to"] or "9999") and one["role"] != "practice supervisor"
    ]
    here = [one for one in present if team in (None, one["team"])]
    first = {one["worker_id"]: min(m["from"] for m in members if m["worker_id"] == one["worker_id"]) for one in here}
    workers = [worker for worker, since in first.items() if since <= "2024-07-01"]
    seen: dict[str, str] = {}
    for row in rows:
        if row["observed_on"] <= f"{DAY}":
            seen[row["worker_id"]] = max(seen.get(row["worker_id"], ""), row["observed_on"])
    done = [row for row in rows if team in (None, row["team"]) and row["observed_on"] <= f"{DAY}"]
    ids = {row["observation_id"] for row in done}
    graded = [sum(row["observation_id"] == one for row in done) for one in ids]
    waits = {
        row["observation_id"]: (date.fromisoformat(row["coached_on"]) - date.fromisoformat(row["observed_on"])).days
        for row in done
        if row["coached_on"]
    }
    ever = [(DAY - date.fromisoformat(seen[worker])).days / MONTH for worker in workers if worker in seen]
    requests = sum(team in (None, one["team"]) and one["asked_on"][:7] <= "2024-09" for one in asked)
    return {
        "workers": len(workers),
        "observed_12": sum(seen.get(worker, "") >= "2023-10-01" for worker in workers),
        "observed_6": sum(seen.get(worker, "") >= "2024-04-01" for worker in workers),
        "never": sum(worker not in seen for worker in workers),
        "new_workers": len(first) - len(workers),
        "months_since": statistics.median(ever),
        "observations": len(ids),
        "share_double_graded": 100 * sum(n > 1 for n in graded) / len(ids),
        "share_coached": 100 * len(waits) / len(ids),
        "days_to_coaching": statistics.median(waits.values()),
        "feedback_asked": requests,
        "feedback_per_observation": requests / len(ids),
    }


def test_coverage_equals_its_twin(store: Store, made: tuple[list[Row], list[Row], list[Row]]) -> None:
    answer = coverage(store, LOCAL_VIEWER, Scope(period=UNTIL_SEPTEMBER))
    assert list(answer.rows["team"]) == sorted(TEAMS), "in the order of the organisation"
    for team, row in of(answer).items():
        expected = twin(made, team)
        assert {key: row[key] for key in expected} == pytest.approx(expected)
        assert row["share_12"] == pytest.approx(100 * expected["observed_12"] / expected["workers"])
    whole = twin(made, None)
    assert {key: answer.extra["whole"][key] for key in whole} == pytest.approx(whole)
    assert answer.counts["eligible"] == whole["workers"]
    assert answer.extra["last_day"] == DAY
    assert "W1" not in answer.to_json(), "no worker is named"


def test_the_lists_hold_the_workers_that_coverage_counts(store: Store) -> None:
    scope = Scope(period=UNTIL_SEPTEMBER)
    numbers = coverage(store, LOCAL_VIEWER, scope)
    overdue = coverage_overdue(store, LOCAL_VIEWER, scope)
    by_team = overdue.rows.groupby("team")["worker_id"].count().to_dict()
    assert by_team == {
        team: row["workers"] - row["observed_12"]
        for team, row in of(numbers).items()
        if row["workers"] > row["observed_12"]
    }
    assert overdue.rows["last_observed"].isna().sum() == numbers.extra["whole"]["never"]
    for _, part in overdue.rows.groupby("team"):
        assert part["months_unobserved"].is_monotonic_decreasing
    everybody = next_to_observe(store, LOCAL_VIEWER, scope, how_many="200")
    assert everybody.counts == {**everybody.counts, "drawn": numbers.counts["eligible"]}
    longer = coverage_overdue(store, LOCAL_VIEWER, scope, months="6")
    assert len(longer.rows) == numbers.counts["eligible"] - numbers.extra["whole"]["observed_6"]


def test_the_draw_can_be_repeated_and_says_its_number(store: Store) -> None:
    scope = Scope(period=UNTIL_SEPTEMBER)
    first = next_to_observe(store, LOCAL_VIEWER, scope, how_many="5")
    assert (first.extra["seed"], len(first.rows)) == (20240930, 5)
    assert "with the number 20240930" in first.headline
    assert list(first.rows["place"]) == [1, 2, 3, 4, 5]
    again = next_to_observe(store, LOCAL_VIEWER, scope, how_many="5", seed="20240930")
    assert list(again.rows["worker_id"]) == list(first.rows["worker_id"])
    other = next_to_observe(store, LOCAL_VIEWER, scope, how_many="5", seed="7")
    assert list(other.rows["worker_id"]) != list(first.rows["worker_id"])


def test_who_has_waited_longer_is_drawn_first_more_often(filled: Fill) -> None:
    members = [member("LONG", "2022-01-01"), member("SHORT", "2022-01-01")]
    rows = [observed(1, "LONG", "2023-09-30"), observed(2, "SHORT", "2024-06-30")]
    store = store_of(filled, members, rows)
    scope = Scope(period=UNTIL_SEPTEMBER)
    first = [
        next_to_observe(store, LOCAL_VIEWER, scope, how_many="1", seed=f"{seed}").rows["worker_id"].iloc[0]
        for seed in range(60)
    ]
    assert 38 <= first.count("LONG") <= 58, "12 months beside 3: four times in five"


@pytest.mark.parametrize("question", [coverage_overdue, next_to_observe])
def test_workers_are_listed_for_those_only_who_may_see_names(store: Store, question: Callable[..., Answer]) -> None:
    with pytest.raises(ScopeError, match="not shown here"):
        question(store, AUDIENCE, Scope())
    assert coverage(store, AUDIENCE, Scope()).status == "ok"


# --- disclosure control -----------------------------------------------------------------------------------------------

# Service area → team → its workers, and how many of them were observed.
COUNCIL = {
    "North": {"N1": (8, 8), "N2": (9, 7)},
    "South": {"S1": (4, 1), "S2": (10, 10), "S3": (9, 5)},
    "West": {"W1": (6, 6)},
}


@pytest.fixture(scope="module")
def few_missed(filled_once: Fill) -> Store:
    members, rows = [], []
    for area, of_area in COUNCIL.items():
        for team, (workers, seen) in of_area.items():
            here = {"service_area": area, "team": team}
            members.append(member("", "2020-01-01") | here)
            for number in range(workers):
                members.append(member(f"{team}-{number}", "2022-01-01") | here)
                for day in (2, 3, 4) if number < seen else ():
                    rows.append(observed(len(rows), f"{team}-{number}", date(2024, 9, day)) | here)
    return filled_once(as_csv(rows), filled_once(as_csv(members)))


def test_no_choice_of_teams_gives_a_small_count_of_workers_away(few_missed: Store) -> None:
    """Not all teams but one, not a service area and its other teams, not whatever else is asked for."""
    teams = [(area, team) for area, of_area in COUNCIL.items() for team in of_area]
    atoms = [(*team, kind) for team in teams for kind in (0, 1)]  # 0: observed within 12 months, 1: not
    attacker = Attacker(atoms)

    def learn(these: list[tuple[str, str]], told: dict[str, Any]) -> None:
        workers, seen = told["workers"], told["observed_12"]
        if workers is not None and workers == workers:
            attacker.learn([atom for atom in atoms if atom[:2] in these], float(workers))
        if seen is not None and seen == seen:
            attacker.learn([atom for atom in atoms if atom[:2] in these and atom[2] == 0], float(seen))

    choices = [list(chosen) for size in (1, 2, 5, 6) for chosen in combinations(teams, size)]
    for these in choices:
        scope = Scope(teams=tuple(team for _, team in these), period=UNTIL_SEPTEMBER)
        answer = coverage(few_missed, AUDIENCE, scope)
        learn(these, answer.extra.get("whole", {"workers": None, "observed_12": None}))
        for row in answer.records():
            learn([(row["service_area"], row["team"])], row)
    assert len(attacker.equations[1]) > 6, "something is shown"
    size = {
        (*team, kind): abs(kind * workers - seen)
        for team in teams
        for workers, seen in [COUNCIL[team[0]][team[1]]]
        for kind in (0, 1)
    }
    parts = [[team] for team in teams] + [[team for team in teams if team[0] == area] for area in COUNCIL]
    for part in parts:
        for kinds in ((0,), (1,), (0, 1)):
            node = [atom for atom in atoms if atom[:2] in part and atom[2] in kinds]
            if 1 <= sum(size[atom] for atom in node) <= 5:
                least, most = attacker.between(node)
                assert most - least > 0.5, node


def test_a_group_of_workers_says_that_it_is_hidden_and_never_that_nothing_is_there(
    few_missed: Store, filled: Fill
) -> None:
    group = [{"group": "Trained", "team": "", "worker_id": f"N1-{n}", "from": "", "to": ""} for n in range(7)]
    filled(as_csv(group), few_missed)
    for question in (coverage, skill_trend, overview_matrix):
        answer = question(few_missed, AUDIENCE, Scope(teams=("Trained",)))
        assert answer.status == "suppressed"
        assert answer.headline.startswith("Hidden: this group has people of teams")
        assert not any(value for name, value in answer.counts.items() if name != "last_import")
        assert not question(few_missed, LOCAL_VIEWER, Scope(teams=("Trained",))).is_bare


def test_coverage_of_a_group_of_teams_shows_what_its_teams_show(few_missed: Store, filled: Fill) -> None:
    groups = {"Open": ("N1", "W1"), "Shut": ("N1", "N2", "S2")}
    rows = [(group, team) for group, teams in groups.items() for team in teams]
    filled(
        as_csv([{"group": group, "team": team, "worker_id": "", "from": "", "to": ""} for group, team in rows]),
        few_missed,
    )

    def told(name: str) -> dict[str, Any]:
        return coverage(few_missed, AUDIENCE, Scope(teams=(name,), period=UNTIL_SEPTEMBER)).records()[0]

    assert (told("N1")["observed_12"], told("N2")["observed_12"], told("W1")["observed_12"]) == (8, None, 6)
    assert (told("Open")["workers"], told("Open")["observed_12"]) == (14, 14)
    assert (told("Shut")["workers"], told("Shut")["observed_12"]) == (27, None)


@pytest.mark.parametrize("given", [{"how_many": "0"}, {"how_many": "many"}, {"how_many": "-3"}, {"seed": "1.5"}])
def test_a_number_that_cannot_be_used_is_refused(store: Store, given: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="whole number"):
        next_to_observe(store, LOCAL_VIEWER, Scope(), **given)


# --- who counts -------------------------------------------------------------------------------------------------------


def test_new_workers_and_roles_that_are_not_observed_stand_apart(filled: Fill) -> None:
    members = [
        member("OLD", "2022-01-01"),
        member("THREE MONTHS", "2024-07-01"),
        member("NEW", "2024-07-02"),
        member("BACK", "2022-01-01", "2022-12-31"),
        member("BACK", "2024-09-01"),
        member("GONE", "2022-01-01", "2024-09-29"),
        member("LAST DAY", "2022-01-01", "2024-09-30"),
        member("BOSS", "2022-01-01", role="Team Manager"),
    ]
    rows = [observed(1, "OLD", "2024-03-31"), observed(2, "NEW", "2024-09-02"), observed(3, "GONE", "2024-09-02")]
    store = store_of(filled, members, rows)
    answer = coverage(store, LOCAL_VIEWER, Scope(teams=("CIN Team A",), period=UNTIL_SEPTEMBER))
    (row,) = answer.records()
    assert (row["workers"], row["new_workers"], row["never"]) == (4, 1, 3)
    assert (row["observed_12"], row["observed_6"]) == (1, 0), "31 March is not within the last six months"
    assert any("1 new worker (under 3 months) is not counted yet." in caveat for caveat in answer.caveats)
    assert any("1 person in roles that are not observed" in caveat for caveat in answer.caveats)
    assert answer.headline.startswith("1 of 4 workers in CIN Team A were observed in the 12 months up to 30 September")
    overdue = coverage_overdue(store, LOCAL_VIEWER, Scope(period=UNTIL_SEPTEMBER), months="6")
    assert set(overdue.rows["worker_id"]) == {"OLD", "THREE MONTHS", "BACK", "LAST DAY"}


def test_an_observation_counts_in_whatever_team_it_was(filled: Fill) -> None:
    members = [member("W", "2022-01-01", "2024-05-31"), member("W", "2024-06-01", team="YJ Team A")]
    store = store_of(filled, members, [observed(1, "W", "2024-05-02")])
    rows = of(coverage(store, LOCAL_VIEWER, Scope(period=UNTIL_SEPTEMBER)))
    assert (rows["YJ Team A"]["workers"], rows["YJ Team A"]["observed_12"]) == (1, 1)
    assert (rows["CIN Team A"]["workers"], rows["CIN Team A"]["observations"]) == (0, 1)
    assert rows["CIN Team A"]["share_12"] is None


def test_a_team_whose_workers_were_never_given_has_those_seen_there(filled: Fill) -> None:
    rows = [
        observed(1, "SEEN", "2024-03-02"),
        observed(2, "LONG AGO", "2022-09-30"),
        observed(3, "ELSEWHERE NOW", "2024-01-05"),
        observed(4, "ELSEWHERE NOW", "2024-02-05", team="CIN Team B"),
        observed(5, "LISTED", "2024-02-06", team="CIN Team B"),
        observed(6, "NOT LISTED", "2024-02-06", team="CIN Team B"),
    ]
    members = [member("LISTED", "2022-01-01", team="CIN Team B")]
    store = store_of(filled, members, rows)
    answer = coverage(store, LOCAL_VIEWER, Scope(period=UNTIL_SEPTEMBER))
    assert {team: row["workers"] for team, row in of(answer).items()} == {
        "CIN Team A": 1,
        "CIN Team B": 1,
        "YJ Team A": 0,
    }
    (said,) = [caveat for caveat in answer.caveats if "does not say who is in CIN Team A" in caveat]
    assert "also people who have left" in said


def test_without_a_file_of_workers_coverage_counts_who_was_seen(filled: Fill) -> None:
    store = filled(as_csv([observed(1, "W1", "2024-09-02"), observed(2, "W2", "2023-02-02")]))
    answer = coverage(store, LOCAL_VIEWER, Scope())
    assert answer.headline.startswith("1 of 2 workers across the service were observed in the 12 months up to 30 Sept")
    assert any("does not say who is in CIN Team A" in caveat for caveat in answer.caveats)


def test_a_team_that_has_ended_shows_as_long_as_it_has_workers(filled: Fill) -> None:
    store = store_of(
        filled,
        [member("A", "2022-01-01")],
        [observed(1, "A", "2024-03-02"), observed(2, "B", "2024-03-02", "YJ Team A")],
    )
    filled(as_csv([member("", "2020-01-01", "2024-06-30"), member("", "2020-01-01", "2024-06-30", "YJ Team A")]), store)
    answer = coverage(store, LOCAL_VIEWER, Scope(period=UNTIL_SEPTEMBER))
    assert set(of(answer)) == {"CIN Team A", "CIN Team B"}
    assert of(answer)["CIN Team A"]["workers"] == answer.counts["eligible"] == 1
    assert answer.counts["observations"] == 2, "with what was done in teams that are gone"


def test_a_group_is_one_unit(filled: Fill) -> None:
    members = [member("A", "2022-01-01"), member("B", "2022-01-01", team="YJ Team A"), member("C", "2022-01-01")]
    store = store_of(filled, members, [observed(1, "A", "2024-09-02"), observed(2, "C", "2024-09-03")])
    listed = [
        {"group": "Patch", "team": "CIN Team A", "worker_id": "", "from": "", "to": ""},
        {"group": "Patch", "team": "YJ Team A", "worker_id": "", "from": "", "to": ""},
        {"group": "Trained", "team": "", "worker_id": "A", "from": "2024-01-01", "to": ""},
        {"group": "Trained", "team": "", "worker_id": "B", "from": "2024-01-01", "to": "2024-09-01"},
    ]
    filled(as_csv(listed), store)
    for group, workers, seen in (("Patch", 3, 2), ("Trained", 1, 1)):
        (row,) = coverage(store, LOCAL_VIEWER, Scope(teams=(group,), period=UNTIL_SEPTEMBER)).records()
        assert (row["team"], row["workers"], row["observed_12"], row["observations"]) == (group, workers, seen, seen)
    overdue = coverage_overdue(store, LOCAL_VIEWER, Scope(teams=("Patch",), period=UNTIL_SEPTEMBER))
    assert list(overdue.rows[["team", "worker_id"]].itertuples(index=False, name=None)) == [("YJ Team A", "B")]


def test_only_what_was_asked_about_counts_as_observed(filled: Fill) -> None:
    rows = [
        observed(1, "A", "2024-09-02", markers="edge of care"),
        observed(2, "B", "2024-09-02", setting="school visit"),
    ]
    store = store_of(filled, [member("A", "2022-01-01"), member("B", "2022-01-01")], rows)
    for scope, seen in ((Scope(marker="edge of care"), "A"), (Scope(settings=("school visit",)), "B")):
        answer = coverage(store, LOCAL_VIEWER, scope)
        row = of(answer)["CIN Team A"]
        assert (row["workers"], row["observed_12"], row["never"], row["observations"]) == (2, 1, 1, 1)
        assert answer.extra["expectation"] is None
        assert "expected" not in answer.headline
        assert seen not in set(coverage_overdue(store, LOCAL_VIEWER, scope).rows["worker_id"])


# --- what is expected, and when there is nothing ----------------------------------------------------------------------


def test_the_council_says_what_is_expected(filled: Fill) -> None:
    members = [member(f"W{number}", "2022-01-01") for number in range(10)]
    store = store_of(filled, members, [observed(number, f"W{number}", "2024-09-02") for number in range(9)])
    scope = Scope(period=UNTIL_SEPTEMBER)
    first = coverage(store, LOCAL_VIEWER, scope)
    assert (first.extra["expectation"], first.extra["whole"]["share_12"]) == (80.0, 90.0)
    assert first.headline.endswith("; 80% are expected. No team is below that.")
    assert any("a start, not a standard" in caveat for caveat in first.caveats)
    filled(as_csv([{"policy": "coverage_expectation", "value": "100", "reason": "Everybody matters."}]), store)
    then = coverage(store, LOCAL_VIEWER, scope)
    assert then.headline.endswith("; 100% are expected. CIN Team A is below that.")
    assert any(caveat.startswith("100% within 12 months is expected (Everybody matters;") for caveat in then.caveats)


def test_an_empty_store_and_an_empty_team_say_so(filled: Fill, tmp_path: Any) -> None:
    with Store.open(tmp_path / "empty.duckdb", create=True) as empty:
        for question in (coverage, coverage_overdue, next_to_observe):
            assert question(empty, LOCAL_VIEWER, Scope()).status == "empty"
    store = store_of(filled, [member("A", "2022-01-01")], [observed(1, "A", "2024-09-02")])
    nobody = Scope(teams=("YJ Team A",))
    for question in (coverage, coverage_overdue):
        answer = question(store, LOCAL_VIEWER, nobody)
        assert (answer.status, len(answer.rows)) == ("empty", 0)
        assert "No worker is known in YJ Team A on 30 September 2024." in answer.headline
    assert next_to_observe(store, LOCAL_VIEWER, nobody).status == "empty"
    everybody = coverage_overdue(store, LOCAL_VIEWER, Scope())
    assert everybody.headline.startswith("Every worker across the service was observed")


def test_the_last_day_is_never_in_the_future(filled: Fill) -> None:
    store = store_of(filled, [member("A", "2022-01-01")], [observed(1, "A", date.today())])
    assert coverage(store, LOCAL_VIEWER, Scope()).extra["last_day"] == date.today()


@pytest.mark.parametrize(
    ("last_day", "months", "first_day"),
    [
        (date(2026, 9, 30), 6, date(2026, 4, 1)),
        (date(2026, 9, 30), 12, date(2025, 10, 1)),
        (date(2024, 2, 29), 12, date(2023, 3, 1)),
        (date(2026, 8, 30), 6, date(2026, 2, 28)),
        (date(2026, 3, 15), 6, date(2025, 9, 16)),
    ],
)
def test_months_that_end_with_a_day(last_day: date, months: int, first_day: date) -> None:
    assert months_before(last_day, months) == first_day
