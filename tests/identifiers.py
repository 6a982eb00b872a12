"""Every identifier of a person, a family or a piece of work in a store, and which of them occur in something."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb

_COLUMNS = {
    "observation": ("observation_id", "worker_id", "observer_id", "family_ref"),
    "grade": ("grader_id",),
    "supervision": ("supervision_id", "supervisor_id", "observer_id", "family_ref"),
    "supervision_grade": ("grader_id",),
    "feedback_request": ("feedback_id", "worker_id", "family_ref"),
    "coaching_session": ("coaching_id", "person_id", "coach_id"),
    "team_membership": ("worker_id",),
}
_TOKEN = re.compile(rb"[A-Z]{1,4}-\d+")


def identifiers_of(store: Path, folder: Path) -> frozenset[bytes]:
    """All of them, read from a copy in a folder, because a program may have the store open. They look alike in the
    made-up authority, so that they can be found in anything.
    """
    found: set[str] = set()
    with duckdb.connect(str(shutil.copyfile(store, folder / "identifiers.duckdb"))) as connection:
        for table, columns in _COLUMNS.items():
            for column in columns:
                rows = connection.sql(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
                found |= {str(value) for (value,) in rows}
    made = frozenset(value.encode() for value in found)
    assert len(made) > 1000
    assert all(_TOKEN.fullmatch(each) for each in made)
    return made


def found_in(content: bytes, identifiers: frozenset[bytes]) -> set[bytes]:
    """Which identifiers occur in something that was sent."""
    return set(_TOKEN.findall(content)) & identifiers
