"""Rows of supervision and coaching files without fault, for tests."""

from __future__ import annotations


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
