"""What an import or an undo came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from mwm.intake.problems import Problem

Status = Literal["imported", "refused", "dry run", "unchanged"]

KEPT_PROBLEMS = 1000
"""A report holds at most so many problems; the counts hold all."""


@dataclass(frozen=True)
class Report:
    """What came of one file. rows_… count rows of the file; first_date and last_date are its first and last day.

    batch_id and batch_no: the ledger entry; for "unchanged" batch_no is the earlier import of the same file, where
    there is one. problems: the first thousand; problem_counts: (code, heading) → cells, all of them. needs_teams:
    service areas and teams that the store would have to take on, for a person to confirm. headline: one sentence.
    """

    kind: str
    file_name: str
    authority: str | None
    status: Status
    headline: str
    rows_read: int = 0
    rows_new: int = 0
    rows_replaced: int = 0
    rows_unchanged: int = 0
    rows_refused: int = 0
    first_date: date | None = None
    last_date: date | None = None
    batch_id: str | None = None
    batch_no: int | None = None
    problems: list[Problem] = field(default_factory=list)
    problem_counts: dict[tuple[str, str | None], int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    needs_teams: list[tuple[str, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """For JSON: dates as YYYY-MM-DD, counts of problems as a list."""
        plain = asdict(self)
        for key in ("first_date", "last_date"):
            plain[key] = plain[key].isoformat() if plain[key] else None
        plain["problem_counts"] = [
            {"code": code, "column": column, "cells": cells} for (code, column), cells in self.problem_counts.items()
        ]
        plain["needs_teams"] = [{"service_area": area, "team": team} for area, team in self.needs_teams]
        return plain


@dataclass(frozen=True)
class Undone:
    """What undoing a batch came to. rows_removed: rows of the file whose effect was taken back. restored: how many
    earlier versions are current again."""

    batch_id: str
    batch_no: int
    kind: str
    file_name: str
    authority: str | None
    rows_removed: int
    restored: int
    headline: str

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)
