"""Rows of supervision and coaching files without fault, for tests."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from mwm.scope import Month, Scope


def supervision(number: int | str = 1, **changes: str | None) -> dict[str, str | None]:
    """One observed supervision of two workers, graded on two of the three items of the shipped rubric."""
    row: dict[str, str | None] = {
        "supervision_id": f"SUP-{number}",
        "supervised_on": "2025-03-10",
        "service_area": "Children in Need",
        "team": "North 1",
        "supervisor_id": "SUPERVISOR-1",
        "supervisee_ids": "W1;W2",
        "observer_id": "OBSERVER-1",
        "format": "group",
        "method": "observed",
        "rubric": "msw_supervision",
        "clarity_about_risk_and_need": "3",
        "child_focus": "4",
        "support_for_practice": None,
        "family_ref": f"FAMILY-{number}",
        "grader_id": None,
    }
    return row | changes


def coaching(number: int | str = 1, **changes: str | None) -> dict[str, str | None]:
    """One coaching session of the supervisor after a supervision."""
    row: dict[str, str | None] = {
        "coaching_id": f"COA-{number}",
        "coached_on": "2025-03-20",
        "kind": "supervision",
        "person_id": "SUPERVISOR-1",
        "coach_id": "COACH-1",
        "observation_id": None,
        "supervision_id": "SUP-1",
    }
    return row | changes


AREAS = {"CIN Team A": "Children in Need", "CIN Team B": "Children in Need", "YJ Team A": "Youth Justice"}
ITEMS = ("clarity_about_risk_and_need", "child_focus", "support_for_practice")
RUBRICS = {"msw_supervision": (ITEMS, 5), "systemic_group_supervision": (("overall",), 3)}
COLUMNS = tuple(item for items, _ in RUBRICS.values() for item in items)


def organisation() -> list[dict[str, str]]:
    """The teams that these rows are about."""
    return [{"service_area": area, "team": team, "from": "2020-01-01"} for team, area in AREAS.items()]


def made_up_supervision(seed: int, count: int, *, months: int = 8) -> list[dict[str, str]]:
    """Rows of a supervision file: both rubrics and methods, blank grades, second graders, families now and then."""
    made = random.Random(seed)
    rows = []
    for number in range(count):
        team = made.choice(list(AREAS))
        rubric = made.choice(["msw_supervision", "msw_supervision", "systemic_group_supervision"])
        items, most = RUBRICS[rubric]
        reported = made.random() < 0.25
        first = {
            "supervision_id": f"S{number}",
            "supervised_on": f"{date(2024, 1, 1) + timedelta(days=made.randrange(months * 30))}",
            "service_area": AREAS[team],
            "team": team,
            "supervisor_id": f"P{made.randrange(3)}-{team}",
            "supervisee_ids": ";".join(f"W{one}-{team}" for one in made.sample(range(5), made.choice([1, 3]))),
            "observer_id": "" if reported else f"G{made.randrange(3)}",
            "method": "self-reported" if reported else "observed",
            "rubric": rubric,
            "family_ref": f"F{made.randrange(12)}" if made.random() < 0.5 else "",
        }
        for grader in ["", "X1", "X2"][: made.choice([1, 1, 1, 2, 3])]:
            blank = made.random() < 0.3
            grades = {item: "" if blank and made.random() < 0.4 else str(made.randint(1, most)) for item in items}
            if not any(grades.values()):
                grades[items[0]] = "2"
            rows.append({**first, "grader_id": grader, **dict.fromkeys(COLUMNS, ""), **grades})
    made.shuffle(rows)
    return rows


def counted(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """One dict a supervision, with the grade that counts: the observer's own, else the first other grader's."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(
            row["supervision_id"],
            {**row, "month": Month.parse(row["supervised_on"][:7]), "day": date.fromisoformat(row["supervised_on"])}
            | {"own": {}, "others": {}},
        )
        for item in COLUMNS:
            if row[item]:
                place = one["others"] if row["grader_id"] else one["own"]
                place.setdefault(item, float(row[item]))
    for one in found.values():
        one["grades"] = {**one["others"], **one["own"]}
        items = RUBRICS[one["rubric"]][0]
        if len(items) > 1 and all(item in one["grades"] for item in items):
            one["grades"]["all_items"] = sum(one["grades"][item] for item in items) / len(items)
    return list(found.values())


def inside(one: dict[str, Any], scope: Scope) -> bool:
    """Whether a supervision lies in a scope of areas, teams and months."""
    first, last = scope.period.first, scope.period.last
    return (
        (not scope.service_areas or one["service_area"] in scope.service_areas)
        and (not scope.teams or one["team"] in scope.teams)
        and (first is None or one["month"] >= first)
        and (last is None or one["month"] <= last)
    )
