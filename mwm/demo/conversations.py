"""Supervision and its grades, coaching of supervisors, and families' feedback, as rows of the store's own tables.

Their intake comes later; until then the made-up rows are written into their tables directly.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from hashlib import md5
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mwm.demo.organisation import NOBODY, TEAMS, Staff, worker_name
from mwm.demo.planted import PLANTED
from mwm.demo.practice import Practice, observer_name
from mwm.framework import Form, Framework, Rubric
from mwm.scope import Month

BATCH_KIND = "demo_supervision_and_feedback"

# How likely a team's supervision is observed in a month; most in the service areas that the programme names.
_SUPERVISION_OFTEN = {"Children in Need": 0.75, "Children Looked After": 0.6, "Disabled Children's Service": 0.6}
_SUPERVISION_ELSEWHERE = 0.2
_SELF_REPORTED, _GROUP = 0.12, 0.25
_SELF_REPORT_LEVEL = 0.2  # of the scale's length: people think better of their own supervision
_SUPERVISION_LEVEL, _SUPERVISION_SPREAD = 0.40, 0.17  # of the scale's length, from its lowest point
_GOLDEN_THREAD = 0.16  # a team's quarter one point better in practice goes with so much of the scale's length
_SECOND_GRADER = 0.2
_COACHED, _COACHED_WITHIN = 0.6, 21

_REQUESTS = 2_400
_OUTCOMES = {"answered": 0.54, "declined": 0.19, "asked": 0.27}
_RESPONDENTS = {  # by service area: parent, child, young person, carer
    "Children in Need": (0.76, 0.12, 0.08, 0.04),
    "Children Looked After": (0.16, 0.24, 0.30, 0.30),
    "Disabled Children's Service": (0.68, 0.10, 0.08, 0.14),
    "Independent Futures": (0.0, 0.0, 1.0, 0.0),
    "Youth Justice": (0.22, 0.0, 0.70, 0.08),
}
_LATER = 0.25  # share asked again about 20 weeks on
_FEEDBACK_LEVEL, _FEEDBACK_SPREAD, _FEEDBACK_FOLLOWS = 0.62, 0.2, 0.12
_ITEM_SKIPPED = 0.03

Frames = dict[str, pd.DataFrame]


def supervision_and_feedback(
    practice: Practice, framework: Framework, rng: np.random.Generator, *, batch_id: str
) -> Frames:
    """Rows by table name, each ready to be appended."""
    frames = _supervision(practice, framework, rng) | _feedback(practice, framework.forms[0], rng)
    return {
        table: frame.assign(batch_id=batch_id, superseded_by=pd.Series(None, index=frame.index, dtype="string"))
        for table, frame in frames.items()
    }


def _key(kind_id: str) -> str:
    return str(uuid.UUID(md5(f"{PLANTED.authority}\x1f{kind_id}".encode()).hexdigest()))


def _supervision(practice: Practice, framework: Framework, rng: np.random.Generator) -> Frames:
    organisation = practice.organisation
    shift = organisation.case_holders.workers
    by_quarter = _practice_by_quarter(practice)
    own = rng.normal(0, 0.08, organisation.supervisors.workers)
    sessions: list[dict[str, Any]] = []
    grades: list[dict[str, Any]] = []
    coaching: list[dict[str, Any]] = []
    for month_no in range(PLANTED.months):
        month = organisation.first_month.plus(month_no)
        for team_no, team in enumerate(TEAMS):
            often = _SUPERVISION_OFTEN.get(team.service_area, _SUPERVISION_ELSEWHERE)
            present = _in_team(organisation.supervisors, month_no, team_no)
            workers = _in_team(organisation.case_holders, month_no, team_no)
            if not len(present) or not len(workers) or rng.random() >= often * _quiet(month):
                continue
            supervisor = int(rng.choice(present))
            group = rng.random() < _GROUP
            rubric = framework.rubrics[-1 if group else 0]
            reported = not group and rng.random() < _SELF_REPORTED
            seen = rng.choice(workers, min(len(workers), 4 if group else 1), replace=False)
            observer = worker_name(supervisor + shift) if reported else observer_name(_some_observer(practice, rng))
            on = _day(month, rng)
            supervision_id = f"SUP-{len(sessions) + 1:04d}"
            key = _key(supervision_id)
            sessions.append(
                {
                    "supervision_key": key,
                    "authority": PLANTED.authority,
                    "supervision_id": supervision_id,
                    "supervised_on": on,
                    "month": month.first_day,
                    "service_area": team.service_area,
                    "team": team.name,
                    "supervisor_id": worker_name(supervisor + shift),
                    "supervisee_ids": sorted(worker_name(int(worker)) for worker in seen),
                    "observer_id": observer,
                    "format": "group" if group else "one to one",
                    "method": "self-reported" if reported else "observed",
                    "rubric_key": rubric.key,
                    "rubric_version": rubric.version,
                    "family_ref": None,
                }
            )
            level = _SUPERVISION_LEVEL + own[supervisor] + _GOLDEN_THREAD * by_quarter[team_no, month_no // 3]
            level += _SELF_REPORT_LEVEL * reported + rng.normal(0, 0.06)
            graders = [observer]
            if not reported and rng.random() < _SECOND_GRADER:
                graders.append(observer_name(_some_observer(practice, rng, but=observer)))
            for order, grader in enumerate(graders, start=1):
                grades += _supervision_grades(key, grader, order, rubric, level, rng)
            coached = on + timedelta(days=int(rng.integers(1, _COACHED_WITHIN + 1)))
            if not reported and rng.random() < _COACHED and coached <= organisation.until.last_day:
                coaching.append(
                    {
                        "authority": PLANTED.authority,
                        "coaching_id": f"COA-{supervision_id}",
                        "coached_on": coached,
                        "kind": "after supervision",
                        "person_id": worker_name(supervisor + shift),
                        "coach_id": observer,
                        "observation_key": None,
                        "supervision_key": key,
                    }
                )
    return {
        "supervision": pd.DataFrame(sessions),
        "supervision_grade": pd.DataFrame(grades),
        "coaching_session": pd.DataFrame(coaching),
    }


def _supervision_grades(
    key: str, grader: str, order: int, rubric: Rubric, level: float, rng: np.random.Generator
) -> list[dict[str, Any]]:
    return [
        {
            "supervision_key": key,
            "grader_id": grader,
            "grader_order": order,
            "item": item.key,
            "grade": _on_scale(item.scale.points, level + rng.normal(0, _SUPERVISION_SPREAD)),
            "is_agreed": False,
            "is_counted": order == 1,
            "reason": None,
        }
        for item in rubric.items
    ]


def _feedback(practice: Practice, form: Form, rng: np.random.Generator) -> Frames:
    organisation = practice.organisation
    picked = np.sort(rng.choice(len(practice), min(_REQUESTS, len(practice) // 2), replace=False))
    team, day = practice.team[picked], practice.day[picked]
    worker = practice.cell_worker[practice.cell[picked]]
    outcomes = list(_OUTCOMES)
    requests: list[dict[str, Any]] = []
    responses: list[dict[str, Any]] = []
    for number, observation in enumerate(picked):
        entry = TEAMS[team[number]]
        later = rng.random() < _LATER
        waits = 140 if later else int(rng.integers(1, 15))
        asked_on = organisation.first_month.first_day + timedelta(days=int(day[number]) + waits)
        outcome = outcomes[int(rng.choice(len(outcomes), p=list(_OUTCOMES.values())))]
        if asked_on > organisation.until.last_day:
            continue
        feedback_id = f"FB-{len(requests) + 1:05d}"
        key = _key(feedback_id)
        respondent = int(rng.choice(4, p=_RESPONDENTS[entry.service_area]))
        requests.append(
            {
                "feedback_key": key,
                "authority": PLANTED.authority,
                "feedback_id": feedback_id,
                "asked_on": asked_on,
                "month": Month.of(asked_on).first_day,
                "service_area": entry.service_area,
                "team": entry.name,
                "worker_id": worker_name(int(worker[number])),
                "respondent": form.respondents[respondent],
                "mode": form.modes[int(rng.integers(0, len(form.modes)))] if outcome == "answered" else None,
                "outcome": outcome,
                "form_key": form.key,
                "form_version": form.version,
                "time_point": form.time_points[int(later)],
                "observation_key": _key(f"OBS-{observation + 1:07d}"),
                "family_ref": f"F-{practice.family[observation] + 1:05d}",
            }
        )
        if outcome != "answered":
            continue
        level = _FEEDBACK_LEVEL + _FEEDBACK_FOLLOWS * (float(practice.quality[observation]) - 2.5) + rng.normal(0, 0.12)
        responses += [
            {
                "feedback_key": key,
                "item": item.key,
                "value": _on_scale(item.scale.points, level + rng.normal(0, _FEEDBACK_SPREAD)),
                "free_text": None,
                "is_safe_to_show": False,
            }
            for item in form.items
            if rng.random() >= _ITEM_SKIPPED
        ]
    return {"feedback_request": pd.DataFrame(requests), "feedback_response": pd.DataFrame(responses)}


def _practice_by_quarter(practice: Practice) -> NDArray[np.float64]:
    """How far each team's practice lay from the average of all, quarter by quarter; 0 where nothing was seen."""
    quarters = -(-PLANTED.months // 3)
    group = practice.team.astype(np.int64) * quarters + practice.month // 3
    counts = np.bincount(group, minlength=len(TEAMS) * quarters)
    sums = np.bincount(group, practice.quality - practice.quality.mean(), len(TEAMS) * quarters)
    average = np.divide(sums, counts, out=np.zeros(len(counts)), where=counts > 0)
    return average.reshape(len(TEAMS), quarters)


def _in_team(staff: Staff, month: int, team: int) -> NDArray[np.int32]:
    here: NDArray[np.int32] = staff.worker_at[month][staff.team_at[month] == team]
    present: NDArray[np.int32] = here[here != NOBODY]
    return present


def _some_observer(practice: Practice, rng: np.random.Generator, but: str = "") -> int:
    others = [number for number in range(len(practice.leniency)) if observer_name(number) != but]
    return int(rng.choice(others))


def _on_scale(points: tuple[float, ...], share: float) -> float:
    """The point of a scale that lies so far up it (0 lowest, 1 highest)."""
    return points[round(min(1.0, max(0.0, share)) * (len(points) - 1))]


def _quiet(month: Month) -> float:
    return 0.3 if month.first_day.month == 8 else 1.0


def _day(month: Month, rng: np.random.Generator) -> date:
    """A Monday to Friday in a month."""
    day = month.first_day + timedelta(days=int(rng.integers(0, 28)))
    return day - timedelta(days=max(0, day.weekday() - 4)) if day.day > 2 else day + timedelta(days=_to_monday(day))


def _to_monday(day: date) -> int:
    return 7 - day.weekday() if day.weekday() > 4 else 0
