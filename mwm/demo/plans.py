"""What the made-up council has entered about its plans, as files: events, targets, the baseline, a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pyarrow as pa

from mwm.demo.planted import PLANTED
from mwm.scope import Month

Row = Mapping[str, object]
_TARGET_MONTHS = 18
_TARGET_FALL = 40  # looked after children


def events_table(until: Month) -> pa.Table:
    """Trainings, a restructure and an inspection, as a file of the kind `events`."""
    training = PLANTED.training_month(until)
    area = PLANTED.training_service_area
    opened = PLANTED.new_team_month(until).first_day
    groups = [("first", training.plus(-2), "half of the teams"), ("second", training.plus(-1), "the other teams")]
    inspected = _working_day(until.plus(-20), 12)
    inspected += timedelta(days=-inspected.weekday() % 7)  # it begins on a Monday
    rows: list[Row] = [
        {
            "date": opened,
            "title": "Restructure: two teams open",
            "category": "organisation",
            "owner": "Director",
            "note": f"{' and '.join(PLANTED.new_teams)} open with workers of the other teams.",
        },
        *(
            {
                "date": _working_day(month, 9),
                "title": f"Training, {which} group",
                "category": "training",
                "service_area": area,
                "owner": "Practice lead",
                "note": f"Four days, {whom}.",
            }
            for which, month, whom in groups
        ),
        {
            "date": inspected,
            "to": inspected + timedelta(days=4),
            "title": "Inspection",
            "category": "inspection",
            "note": "A week on site.",
        },
    ]
    return _table(("date", "to", "title", "service_area", "category", "owner", "note"), rows)


def targets_table(until: Month) -> pa.Table:
    """A target that rises, one that stays and one that falls, as a file of the kind `targets`."""
    training, start = PLANTED.training_month(until), PLANTED.baseline_month(until)
    rows: list[Row] = [
        {
            "measure": "empathy",
            "service_area": PLANTED.training_service_area,
            "from": training,
            "to": training.plus(_TARGET_MONTHS - 1),
            "value": "2.5",
            "value_at_end": "3",
            "note": "Agreed with the training.",
        },
        {"measure": "child_focus", "service_area": "Children Looked After", "from": training, "value": "2.5"},
        {
            "measure": "looked_after",
            "from": start,
            "to": start.plus(_TARGET_MONTHS - 1),
            "value": str(PLANTED.baseline_looked_after),
            "value_at_end": str(PLANTED.baseline_looked_after - _TARGET_FALL),
        },
    ]
    return _table(("measure", "service_area", "from", "to", "value", "value_at_end", "note"), rows)


def baselines_table(until: Month) -> pa.Table:
    """The month that change is measured from, as a file of the kind `baselines`."""
    reason = "Start of the programme in this made-up example"
    row = {"measure": "looked_after", "kind": "change", "from": PLANTED.baseline_month(until), "reason": reason}
    return _table(tuple(row), [row])


def next_steps_table(until: Month) -> pa.Table:
    """What was agreed for the council, a service area, a team and a worker, as a file of the kind `next_steps`."""
    area = PLANTED.training_service_area
    rows: list[Row] = [
        {
            "agreed_on": _working_day(until.plus(-8), 12),
            "what": "Read the families’ answers in every team meeting",
            "owner": "Principal social worker",
            "due_on": _working_day(until.plus(-5), 28),
            "done_on": _working_day(until.plus(-5), 20),
        },
        {
            "agreed_on": _working_day(until.plus(-2), 9),
            "what": "Coach every social worker within two weeks of an observation",
            "service_area": area,
            "owner": "Head of service",
            "due_on": _working_day(until.plus(3), 27),
        },
        {
            "agreed_on": _working_day(until.plus(-1), 14),
            "what": "Practise open questions in group supervision",
            "service_area": area,
            "team": "CIN Team A",
            "owner": "Practice supervisor",
            "due_on": _working_day(until.plus(2), 15),
        },
        {
            "agreed_on": _working_day(until.plus(-1), 21),
            "what": "Visit together with the coach once more",
            "worker_id": "W-0001",
            "owner": "Practice coach",
            "due_on": _working_day(until.plus(1), 20),
        },
    ]
    return _table(("agreed_on", "what", "service_area", "team", "worker_id", "owner", "due_on", "done_on"), rows)


def decisions_table() -> pa.Table:
    """A decision that says what holds by default and one to keep comments, as a file of the kind `policies`."""
    rows: list[Row] = [
        {
            "policy": "looked_after_better",
            "value": "neutral",
            "reason": "This made-up council looks at every change together with the families' own accounts.",
        },
        {"policy": "free_text", "value": "kept", "reason": "These comments are made up."},
    ]
    return _table(tuple(rows[0]), rows)


def _working_day(month: Month, number: int) -> date:
    """The number-th day of a month, or the Monday after where that is a weekend."""
    given = month.first_day + timedelta(days=number - 1)
    return given + timedelta(days=(7 - given.weekday()) if given.weekday() > 4 else 0)


def _table(keys: Sequence[str], rows: Sequence[Row]) -> pa.Table:
    cells = {key: [None if row.get(key) is None else str(row[key]) for row in rows] for key in keys}
    return pa.table({key: pa.array(column, pa.string()) for key, column in cells.items()})
