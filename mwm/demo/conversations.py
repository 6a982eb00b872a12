"""Supervision with its grades, coaching of supervisors, and what families say, as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mwm.demo.organisation import AREA_OF_TEAM, NOBODY, TEAMS, Staff, worker_name
from mwm.demo.planted import PLANTED
from mwm.demo.practice import Practice, observer_name
from mwm.framework import Form, Framework, Rubric
from mwm.scope import Month

# How many of a team's supervisions are graded in a month; most in the service areas that the programme names.
_SUPERVISION_OFTEN = {"Children in Need": 3.4, "Children Looked After": 1.5, "Disabled Children's Service": 1.5}
_SUPERVISION_ELSEWHERE = 0.3
_SELF_REPORTED, _GROUP = 0.18, 0.25
_SELF_REPORT_LEVEL = 0.2  # of the scale's length: people think better of their own supervision
_SUPERVISION_LEVEL, _SUPERVISION_SPREAD = 0.40, 0.17  # of the scale's length, from its lowest point
_SUPERVISOR_SPREAD, _SESSION_SPREAD = 0.08, 0.06
_GOLDEN_THREAD = 0.2  # a team's quarter one point better in practice goes with so much of the scale's length
_FAMILY_THREAD, _VISITED_WITHIN = 0.12, 45  # so much more with the visit to the family that was talked about; days
_SECOND_GRADER = 0.2
_COACHED, _COACHED_WITHIN = 0.6, 21

_REQUESTS = 2_400
_ANSWERS, _DECLINES = 0.54, 0.4  # of those who do not answer, so many say that they do not want to
_RESPONDENTS = {  # by service area: parent, child, young person, carer
    "Children in Need": (0.76, 0.12, 0.08, 0.04),
    "Children Looked After": (0.16, 0.24, 0.30, 0.30),
    "Disabled Children's Service": (0.68, 0.10, 0.08, 0.14),
    "Youth Justice": (0.22, 0.0, 0.70, 0.08),
}
_MODES = (0.5, 0.27, 0.2, 0.03)  # interview, paper form, online form, peer researcher
_CARE_LEAVERS_A_MONTH = 15  # are asked, whether their adviser was observed or not
_MODES_OF_CARE_LEAVERS = (0.4, 0.3, 0.3, 0.0)
_MODES_WITH_PEERS = (0.15, 0.05, 0.1, 0.7)
_LATER = 0.25  # share asked not after the visit but at the form's later time point, so many days on
_LATER_DAYS = 140
_FEEDBACK_LEVEL, _FEEDBACK_SPREAD, _FEEDBACK_FOLLOWS = 0.62, 0.2, 0.12
_ITEM_SKIPPED = 0.03
_WORKER_ASKED, _WORKER_ANSWERS = 0.4, 0.85
_WORKER_LEVEL, _WORKER_FOLLOWS = 0.72, 0.1  # workers think better of their own visits, and tell them apart less
_COMMENTS, _COMMENTS_READ = 0.12, 0.7
_COMMENT_TEXTS = {  # by whether the answers were high
    True: (
        "I was asked what I think, and it was written down.",
        "The same person came each time. That helped.",
        "We made the plan together at the kitchen table.",
        "Difficult things were said kindly.",
        "Somebody rang back when they said they would.",
    ),
    False: (
        "I did not know why the meeting was held.",
        "Too many new faces in one year.",
        "I would have liked more time to explain.",
        "Letters came after the date that was in them.",
        "It felt decided before I came in.",
    ),
}

_FEEDBACK_COLUMNS = ("feedback_id", "asked_on", "service_area", "team", "respondent", "outcome", "form", "comment")

_SUPERVISION_COLUMNS = (
    "supervision_id", "supervised_on", "service_area", "team", "supervisor_id", "method", "rubric", "observer_id",
    "supervisee_ids", "format", "family_ref", "grader_id",
)  # fmt: skip
_COACHING_COLUMNS = ("coaching_id", "coached_on", "kind", "person_id", "coach_id", "supervision_id")

Row = dict[str, Any]


def supervision(practice: Practice, framework: Framework, rng: np.random.Generator) -> tuple[pa.Table, pa.Table]:
    """A file of the kind `supervision`, and one of the kind `coaching` about its supervisors."""
    until, each, coached = practice.organisation.until.last_day, list[Row](), list[Row]()
    for number, (session, grades) in enumerate(_sessions(practice, framework, rng), start=1):
        session["supervision_id"] = own_id = f"SUP-{number:05d}"
        each += [session | one for one in grades]
        day = session["supervised_on"] + timedelta(days=int(rng.integers(1, _COACHED_WITHIN + 1)))
        if session["method"] == "observed" and rng.random() < _COACHED and day <= until:
            who = {"person_id": session["supervisor_id"], "coach_id": session["observer_id"]}
            more = {"coached_on": day, "kind": "supervision", "supervision_id": own_id}
            coached.append({"coaching_id": f"COA-{number:05d}", **more, **who})
    return _table(_SUPERVISION_COLUMNS, each), _table(_COACHING_COLUMNS, coached)


def feedback(practice: Practice, framework: Framework, rng: np.random.Generator) -> tuple[pa.Table, pa.Table]:
    """A file of the kind `feedback`, and one of the kind `comment_reviews` about some of its comments."""
    forms = {form.key: form for form in framework.forms}
    rows = [*_after_visits(practice, forms, rng), *_of_care_leavers(practice, forms["care_leavers"], rng)]
    rows = [row for row in rows if row["asked_on"] <= practice.organisation.until.last_day]
    rows = [{"feedback_id": f"FB-{number:05d}", **row} for number, row in enumerate(rows, start=1)]
    read = [row["feedback_id"] for row in rows if row.get("comment") and rng.random() < _COMMENTS_READ]
    return _table(_FEEDBACK_COLUMNS, rows), _table(
        ("feedback_id", "safe_to_show"), [{"feedback_id": each, "safe_to_show": "yes"} for each in read]
    )


def _after_visits(practice: Practice, forms: dict[str, Form], rng: np.random.Generator) -> Iterator[Row]:
    """Families of observed visits, and workers about the same visits. Care leavers are asked apart from visits."""
    picked = np.sort(rng.choice(len(practice), min(_REQUESTS, len(practice) // 2), replace=False))
    for observation in (int(number) for number in picked):
        team = TEAMS[practice.team[observation]]
        if team.service_area not in _RESPONDENTS:
            continue
        of_visit = {
            "service_area": team.service_area,
            "team": team.name,
            "worker_id": worker_name(int(practice.cell_worker[practice.cell[observation]])),
            "observation_id": f"OBS-{observation + 1:07d}",
            "family_ref": f"F-{practice.family[observation] + 1:05d}",
        }
        visit = practice.organisation.first_month.first_day + timedelta(days=int(practice.day[observation]))
        apart = float(practice.quality[observation]) - 2.5
        form, later = forms["family_feedback"], bool(rng.random() < _LATER)
        yield of_visit | {
            "asked_on": visit + timedelta(days=_LATER_DAYS if later else int(rng.integers(1, 15))),
            "form": form.key,
            "respondent": form.respondents[int(rng.choice(4, p=_RESPONDENTS[team.service_area]))],
            "mode": form.modes[int(rng.choice(len(form.modes), p=_MODES))],
            "time_point": form.time_points[int(later)],
            **_outcome(form, _ANSWERS, _FEEDBACK_LEVEL + _FEEDBACK_FOLLOWS * apart + rng.normal(0, 0.12), rng),
        }
        if rng.random() < _WORKER_ASKED:
            own = forms["worker_view"]
            level = _WORKER_LEVEL + _WORKER_FOLLOWS * apart + rng.normal(0, 0.1)
            yield of_visit | {
                "asked_on": visit + timedelta(days=int(rng.integers(0, 4))),
                "form": own.key,
                "respondent": "worker",
                "mode": own.modes[0],
                "time_point": own.time_points[0],
                **_outcome(own, _WORKER_ANSWERS, level, rng),
                "comment": None,
            }


def _of_care_leavers(practice: Practice, form: Form, rng: np.random.Generator) -> Iterator[Row]:
    """Care leavers, asked every six months; of late by peer researchers, to whom more of them answer."""
    organisation = practice.organisation
    teams = [number for number, team in enumerate(TEAMS) if team.service_area == PLANTED.peer_researcher_area]
    with_peers = PLANTED.months - PLANTED.peer_researcher_months
    for month in range(PLANTED.months):
        answers = PLANTED.peer_researcher_answers if month >= with_peers else PLANTED.answers_before
        modes = _MODES_WITH_PEERS if month >= with_peers else _MODES_OF_CARE_LEAVERS
        for _ in range(int(rng.poisson(_CARE_LEAVERS_A_MONTH))):
            team = int(rng.choice(teams))
            workers = _in_team(organisation.case_holders, month, team)
            yield {
                "asked_on": _day(organisation.first_month.plus(month), rng),
                "service_area": TEAMS[team].service_area,
                "team": TEAMS[team].name,
                "worker_id": worker_name(int(rng.choice(workers))) if len(workers) else None,
                "form": form.key,
                "respondent": form.respondents[0],
                "mode": form.modes[int(rng.choice(len(form.modes), p=modes))],
                "time_point": form.time_points[1],
                **_outcome(form, answers, _FEEDBACK_LEVEL + rng.normal(0, 0.12), rng),
            }


def _outcome(form: Form, answers: float, level: float, rng: np.random.Generator) -> Row:
    """Whether there is an answer; then the answers, around a level of their scales, and now and then a comment.

    The first item is never left out.
    """
    if rng.random() >= answers:
        return {"outcome": "declined" if rng.random() < _DECLINES else "asked"}
    given: Row = {
        item.key: f"{_on_scale(item.scale.points, level + rng.normal(0, _FEEDBACK_SPREAD)):g}"
        for place, item in enumerate(form.items)
        if rng.random() >= _ITEM_SKIPPED or place == 0
    }
    comment = str(rng.choice(_COMMENT_TEXTS[level > _FEEDBACK_LEVEL])) if rng.random() < _COMMENTS else None
    return {"outcome": "answered", **given, "comment": comment}


def _table(keys: Sequence[str], rows: list[Row]) -> pa.Table:
    every = dict.fromkeys((*keys, *(key for row in rows for key in row)))
    cells = {key: [None if row.get(key) is None else str(row[key]) for row in rows] for key in every}
    return pa.table({key: pa.array(column, pa.string()) for key, column in cells.items()})


def _sessions(practice: Practice, framework: Framework, rng: np.random.Generator) -> Iterator[tuple[Row, list[Row]]]:
    """Each supervision, and what its graders gave."""
    organisation = practice.organisation
    apart, visits = _apart(practice), _visits_by_worker(practice)
    by_quarter = _by_quarter(practice, apart)
    own = rng.normal(0, _SUPERVISOR_SPREAD, organisation.supervisors.workers)
    for month_no in range(PLANTED.months):
        month = organisation.first_month.plus(month_no)
        for team_no, team in enumerate(TEAMS):
            often = _SUPERVISION_OFTEN.get(team.service_area, _SUPERVISION_ELSEWHERE)
            present = _in_team(organisation.supervisors, month_no, team_no)
            workers = _in_team(organisation.case_holders, month_no, team_no)
            if not len(present) or not len(workers):
                continue
            for _ in range(int(rng.poisson(often * _quiet(month)))):
                supervisor, on = int(rng.choice(present)), _day(month, rng)
                group = rng.random() < _GROUP
                reported = not group and rng.random() < _SELF_REPORTED
                seen = sorted(int(one) for one in rng.choice(workers, min(len(workers), 4 if group else 1), False))
                visit = None if group else _next_visit(practice, visits.get(seen[0]), on)
                rubric = framework.rubrics[-1 if group else 0]
                level = _SUPERVISION_LEVEL + own[supervisor] + _GOLDEN_THREAD * by_quarter[team_no, month_no // 3]
                level += _SELF_REPORT_LEVEL * reported + rng.normal(0, _SESSION_SPREAD)
                if visit is not None:
                    level += _FAMILY_THREAD * float(apart[visit])
                graders: list[str | None] = [None]
                observer = None if reported else observer_name(_some_observer(practice, rng))
                if observer and rng.random() < _SECOND_GRADER:
                    graders.append(observer_name(_some_observer(practice, rng, but=observer)))
                is_trained = team.service_area == PLANTED.supervision_service_area and not reported
                lifted = is_trained and month_no >= PLANTED.months - PLANTED.supervision_months
                yield (
                    {
                        "supervised_on": on,
                        "service_area": team.service_area,
                        "team": team.name,
                        "supervisor_id": worker_name(supervisor + organisation.case_holders.workers),
                        "method": "self-reported" if reported else "observed",
                        "rubric": rubric.key,
                        "observer_id": observer,
                        "supervisee_ids": ";".join(worker_name(worker) for worker in seen),
                        "format": "group" if group else "individual",
                        "family_ref": None if visit is None else f"F-{practice.family[visit] + 1:05d}",
                    },
                    [{"grader_id": grader, **_graded(rubric, level, lifted, rng)} for grader in graders],
                )


def _graded(rubric: Rubric, level: float, lifted: bool, rng: np.random.Generator) -> Row:
    """One grader's grades, around a level of the rubric's scale."""
    found = {}
    for item in rubric.items:
        more = PLANTED.supervision_level / (item.scale.highest - item.scale.lowest)
        here = level + (more if lifted and item.key == PLANTED.supervision_item else 0.0)
        found[item.key] = f"{_on_scale(item.scale.points, here + rng.normal(0, _SUPERVISION_SPREAD)):g}"
    return found


def _visits_by_worker(practice: Practice) -> dict[int, NDArray[np.int64]]:
    """The observations of each worker, in the order of their days."""
    worker = practice.cell_worker[practice.cell]
    order = np.argsort(worker, kind="stable")
    names, starts = np.unique(worker[order], return_index=True)
    return {int(name): each for name, each in zip(names, np.split(order, starts[1:]), strict=True)}


def _next_visit(practice: Practice, own: NDArray[np.int64] | None, on: date) -> int | None:
    """The worker's first observed visit after a day, where it came soon: that family was talked about."""
    if own is None:
        return None
    day = (on - practice.organisation.first_month.first_day).days
    place = int(np.searchsorted(practice.day[own], day))
    if place == len(own) or practice.day[own[place]] > day + _VISITED_WITHIN:
        return None
    return int(own[place])


def _apart(practice: Practice) -> NDArray[np.float64]:
    """How far each visit lay from the average of its service area and quarter, so that training makes no trend here."""
    group = AREA_OF_TEAM[practice.team].astype(np.int64) * PLANTED.months + practice.month // 3
    average = _average(group, practice.quality, len(TEAMS) * PLANTED.months)
    apart: NDArray[np.float64] = practice.quality - average[group]
    return apart


def _by_quarter(practice: Practice, apart: NDArray[np.float64]) -> NDArray[np.float64]:
    """The average of each team's visits, quarter by quarter; 0 where nothing was seen."""
    quarters = -(-PLANTED.months // 3)
    group = practice.team.astype(np.int64) * quarters + practice.month // 3
    return _average(group, apart, len(TEAMS) * quarters).reshape(len(TEAMS), quarters)


def _average(group: NDArray[np.int64], values: NDArray[Any], groups: int) -> NDArray[np.float64]:
    counts = np.bincount(group, minlength=groups)
    sums = np.bincount(group, values, groups)
    return np.divide(sums, counts, out=np.zeros(groups), where=counts > 0)


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
