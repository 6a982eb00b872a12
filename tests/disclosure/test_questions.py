"""Whole stores and sequences of allowed questions: what the answers say together gives nothing hidden away."""

from __future__ import annotations

import itertools
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mwm.answer import Answer
from mwm.intake import import_file
from mwm.questions import ask, skill_trend, team_comparison, team_trend
from mwm.questions.gate import gate_of
from mwm.questions.question import settle
from mwm.scope import PRACTICE, Month, Period, Scope
from mwm.store import Store
from mwm.viewer import AUDIENCE, CAREFUL_VIEWER, LOCAL_VIEWER
from tests.disclosure.attacker import Attacker
from tests.questions.conftest import ELEMENTS, as_csv

FIRST = Month.parse("2024-01")
MONTHS = 9
TEAMS = {"North 1": "Children in Need", "North 2": "Children in Need", "North 3": "Children in Need",
         "South 1": "Youth Justice", "South 2": "Youth Justice"}  # fmt: skip
# Group → its teams, each with the first and last of the nine months in which it is in the group.
GROUPS = {
    "Patch": {"North 1": (0, 8), "South 1": (0, 8)},
    "North but one": {"North 1": (0, 8), "North 2": (0, 8)},
    "For a time": {"North 1": (2, 6), "North 3": (0, 4), "South 2": (4, 8)},
}
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking whole stores takes minutes


@dataclass(frozen=True)
class Council:
    """busy: observations in a usual month, by team. workers: by team."""

    seed: int
    busy: tuple[float, ...]
    workers: tuple[int, ...]

    def rows(self) -> list[dict[str, str]]:
        chance = random.Random(self.seed)
        rows = []
        for (team, area), usual, workers in zip(TEAMS.items(), self.busy, self.workers, strict=True):
            for month in range(MONTHS):
                for _ in range(round(chance.uniform(0.3, 1.7) * usual)):
                    day = FIRST.plus(month).first_day + timedelta(days=chance.randrange(28))
                    grades = {
                        element: "" if chance.random() < 0.02 else str(chance.randint(1, 5)) for element in ELEMENTS
                    }
                    rows.append({
                        "observation_id": f"O{len(rows)}", "observed_on": f"{day}", "service_area": area, "team": team,
                        "worker_id": f"{team}-{chance.randrange(workers)}", "observer_id": "G1",
                        "setting": chance.choice(("home visit", "school visit")), "empathy": "3",
                    } | {key: value for key, value in grades.items() if key != "empathy"})  # fmt: skip
        return rows


COUNCILS = st.builds(
    Council,
    st.integers(0, 2**32 - 1),
    st.tuples(*(st.sampled_from([0.6, 3.0, 6.0, 12.0]) for _ in TEAMS)),
    st.tuples(*(st.integers(2, 9) for _ in TEAMS)),
)
PERIODS = [
    Period(FIRST.plus(first), FIRST.plus(last))
    for first, last in itertools.combinations_with_replacement(range(MONTHS), 2)
]
SCOPES = (
    st.builds(
        Scope,
        service_areas=st.sampled_from([(), ("Children in Need",), ("Youth Justice",)]),
        teams=st.just(()),
        period=st.sampled_from(PERIODS),
    )
    | st.builds(
        Scope,
        service_areas=st.sampled_from([(), ("Children in Need",)]),
        teams=st.sampled_from([(group,) for group in GROUPS]),
        period=st.sampled_from(PERIODS),
    )
    | st.builds(
        Scope,
        teams=st.sets(st.sampled_from(sorted(TEAMS)), min_size=1).map(lambda names: tuple(sorted(names))),
        period=st.sampled_from(PERIODS),
    )
)


@contextmanager
def store_of(rows: list[dict[str, str]]) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "observations.csv"
        file.write_text(as_csv(rows), encoding="utf-8")
        with Store.open(Path(folder) / "store.duckdb", create=True) as store:
            report = import_file(store, file, kind="observations", create_teams=True)
            assert report.status == "imported"
            file.write_text(as_csv(members()), encoding="utf-8")
            assert import_file(store, file, kind="groups").status == "imported"
            yield store


def members() -> list[dict[str, str]]:
    """Some begin or end within a month, which then counts, or does not, by its first day."""
    return [
        {
            "group": group, "team": team, "worker_id": "",
            "from": f"{FIRST.plus(first - 1).first_day + timedelta(days=9)}" if first else "",
            "to": f"{FIRST.plus(last).first_day + timedelta(days=9)}" if last < MONTHS - 1 else "",
        }
        for group, teams in GROUPS.items()
        for team, (first, last) in teams.items()
    ]  # fmt: skip


def teams_of(name: str, month: int) -> list[str]:
    """The teams that a name stands for in a month: the team itself, or those of a group."""
    if name not in GROUPS:
        return [name]
    return [team for team, (first, last) in GROUPS[name].items() if first <= month <= last]


def learn_from(
    answer: Answer, store: Store, attacker: Attacker, truth: Counter[tuple[str, str, int]], grain: str
) -> None:
    """Everything that one answer says about numbers of observations, checked against what may count."""
    gate = gate_of(store, str(answer.scope.authority))
    over = grain if "month" in answer.rows else "period"
    for row, status in zip(answer.records(), answer.statuses(), strict=True):
        n = row["observations"]
        if status == "c":
            assert n is None
            assert row.get("average") is None
            continue
        scope, period = answer.scope, answer.scope.period
        by = "team" if "team" in row else "scope"
        if by == "team":
            scope = replace(scope, teams=(row["team"],))
        if over != "period":
            first = Month.parse(row["month"])
            last = first.plus({"month": 0, "quarter": 2, "year": 11}[grain])
            period = Period(max(first, period.first or first), min(last, period.last or last))
        keys = gate.admitted(scope, PRACTICE, by, over, (period,))
        named = [
            (area, name, Month.parse(month).minus(FIRST)) for area, name, month in (key.split("|") for key in keys)
        ]
        atoms = [(area, team, month) for area, name, month in named for team in teams_of(name, month)]
        atoms = [atom for atom in atoms if atom in attacker.places]  # a cell may reach past the last month
        assert n == sum(truth[atom] for atom in atoms), "more was counted than may be"
        attacker.learn(atoms, n)


@settings(max_examples=4, deadline=None, phases=WITHOUT_SHRINKING)
@given(COUNCILS, st.lists(st.tuples(SCOPES, st.sampled_from(["month", "quarter", "year"])), min_size=4, max_size=8))
def test_sequences_of_questions_give_nothing_hidden_away(council: Council, asked: list[tuple[Scope, str]]) -> None:
    rows = council.rows()
    truth = Counter(
        (row["service_area"], row["team"], Month.of(date.fromisoformat(row["observed_on"])).minus(FIRST))
        for row in rows
    )
    people = {
        (
            row["service_area"],
            row["team"],
            Month.of(date.fromisoformat(row["observed_on"])).minus(FIRST),
            row["worker_id"],
        )
        for row in rows
    }
    atoms = [(area, team, month) for team, area in TEAMS.items() for month in range(MONTHS)]
    attacker = Attacker(atoms)
    usual = [(Scope(), "month"), (Scope(), "quarter")]
    usual += [(Scope(service_areas=(area,)), "month") for area in sorted(set(TEAMS.values()))]
    usual += [(Scope(teams=(name,)), grain) for name in (*TEAMS, *GROUPS) for grain in ("month", "quarter")]
    everybody_but = [(Scope(teams=tuple(other for other in TEAMS if other != team)), "month") for team in TEAMS]
    with store_of(rows) as store:
        for scope, grain in [*usual, *everybody_but, *asked]:
            answer = skill_trend(store, AUDIENCE, scope, element="empathy", grain=grain)
            learn_from(answer, store, attacker, truth, grain)
            learn_from(team_comparison(store, AUDIENCE, scope, element="empathy"), store, attacker, truth, "period")
        for grain in ("month", "quarter"):
            trend = team_trend(store, AUDIENCE, Scope(), element="empathy", grain=grain)
            learn_from(trend, store, attacker, truth, grain)
    for atom in atoms:
        workers = {one for one in people if one[:3] == atom}
        if truth[atom] and (truth[atom] < 10 or len(workers) < 5):
            assert not attacker.by_subtraction([atom])
            least, most = attacker.between([atom])
            assert most - least >= 1


# --- one store, every question ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def council() -> Iterator[Store]:
    with store_of(Council(7, (9.0, 12.0, 0.6, 12.0, 2.0), (8, 9, 2, 9, 3)).rows()) as store:
        yield store


def test_a_team_that_is_too_small_is_hidden_and_not_nought(council: Store) -> None:
    answer = skill_trend(council, AUDIENCE, Scope(teams=("North 3",)), element="empathy")
    assert answer.status == "suppressed"
    assert "Hidden" in answer.headline
    assert answer.rows.empty


def test_all_teams_but_one_say_nothing_by_the_month(council: Store) -> None:
    others = tuple(team for team in TEAMS if team != "North 3")
    answer = skill_trend(council, AUDIENCE, Scope(teams=others), element="empathy", grain="month")
    assert answer.is_bare or set(answer.statuses()) <= {"c", "z"}


def test_a_group_of_teams_shows_what_its_teams_show_together() -> None:
    def shown(name: str, grain: str = "quarter") -> dict[str, int]:
        answer = skill_trend(busy, AUDIENCE, Scope(teams=(name,)), element="empathy", grain=grain)
        return {row["month"]: row["observations"] for row in answer.records() if row["observations"]}

    with store_of(Council(3, (25.0,) * 5, (9,) * 5).rows()) as busy:
        first, second, third = shown("North 1"), shown("South 1"), shown("South 2")
        together = shown("Patch")
        assert together == {month: n + second[month] for month, n in first.items() if month in second}
        assert len(together) == 3
        july = shown("North 1", "month")["2024-07"]
        assert shown("For a time")["2024-07"] == third["2024-07"] + july, "North 1 is in it until July"


def test_a_part_of_a_service_area_that_is_hidden_is_not_taken_for_empty() -> None:
    """The area itself is shown, and the team or group that was chosen in it is not."""
    with store_of(Council(7, (25.0, 25.0, 0.6, 25.0, 25.0), (9, 9, 2, 9, 9)).rows()) as store:
        for name, area in (("North 3", "Children in Need"), ("South 2", "Youth Justice")):
            scope = settle(store, Scope(teams=(name,)), AUDIENCE)
            hidden = scope.hidden_units([area], by="service_area", windows=(Period(),))
            assert (area in hidden) == (name == "North 3")
        whole = settle(store, Scope(), AUDIENCE)
        assert not whole.hidden_units(sorted(set(TEAMS.values())), by="service_area", windows=(Period(),))


def test_hidden_numbers_have_the_symbol_c_and_are_missing_everywhere(council: Store) -> None:
    answer = team_comparison(council, AUDIENCE, Scope(), element="empathy")
    small = [record for record in answer.to_dict()["rows"] if record["team"] == "North 3"]
    assert [record["status"] for record in small] == ["c"] or small[0]["observations"] is None
    table = answer.table()
    assert table.loc[table["Team"] == "North 3", "Observations"].tolist() == ["c"]
    assert "c" in table["Status"].tolist()


def test_a_setting_beside_a_team_is_not_answered(council: Store) -> None:
    scope = Scope(teams=("North 1",), settings=("home visit",))
    assert skill_trend(council, AUDIENCE, scope, element="empathy").status == "suppressed"
    assert not skill_trend(council, LOCAL_VIEWER, scope, element="empathy").is_bare


def test_who_sees_small_numbers_sees_them(council: Store) -> None:
    answer = skill_trend(council, LOCAL_VIEWER, Scope(teams=("North 3",)), element="empathy")
    assert answer.suppressed == ()
    assert answer.gate == ""
    assert answer.counts["observations"] == sum(team == "North 3" for team in council.read(
        "questions/skills/observation", **Scope(authority="Our authority").parameters(), element="empathy", at_most=5000
    )["team"])  # fmt: skip


@pytest.mark.parametrize("name", ["grader-leniency", "grader-drift", "groups"])
def test_numbers_about_single_people_are_hidden_whole(council: Store, name: str) -> None:
    answer = ask(name, council, AUDIENCE, Scope())
    assert answer.status == "suppressed"
    assert answer.rows.empty


def test_agreement_is_not_shown_by_the_pair_of_graders(council: Store) -> None:
    assert ask("grading-agreement", council, AUDIENCE, Scope(), by="pair").status == "suppressed"


def test_what_two_scopes_have_in_common_is_not_counted(council: Store) -> None:
    """A team and a setting are released each, what lies in both is not."""
    scope = Scope(teams=("South 1",))
    answer = ask("scope-comparison", council, AUDIENCE, scope, with_team=("all",), with_setting=("home visit",))
    assert answer.counts.get("shared_observations") is None


def test_every_answer_says_what_disclosure_control_does(council: Store) -> None:
    answer = skill_trend(council, CAREFUL_VIEWER, Scope(), element="empathy")
    assert "at least 10 observations of at least 5 people" in answer.gate
    assert json.loads(answer.to_json())["disclosure"] == answer.gate


def test_small_counts_of_people_beside_the_rows_are_left_out(council: Store) -> None:
    answer = skill_trend(council, CAREFUL_VIEWER, Scope(), element="empathy")
    for name in ("workers", "observations"):
        assert answer.counts[name] is None or int(answer.counts[name] or 0) > 5
    assert isinstance(answer.rows, pd.DataFrame)
