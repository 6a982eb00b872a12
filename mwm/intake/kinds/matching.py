"""How headings match a kind's columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from mwm.framework import Framework
from mwm.intake.kinds.kind import Kind, KindColumn


@dataclass(frozen=True)
class Match:
    """How a file's headings fit a kind.

    columns: column key → position of its heading. left_out: positions of headings that fit no column.
    missing: required columns that no heading fits. twice: column key → positions, where more than one heading fits.
    """

    columns: dict[str, int]
    left_out: tuple[int, ...]
    missing: tuple[KindColumn, ...]
    twice: dict[str, tuple[int, ...]]


def plain_heading(heading: str) -> str:
    """A heading without case, spaces, underscores, hyphens and other marks: “Worker ID *” → workerid."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def match_headings(
    headings: Sequence[str], kind: Kind, framework: Framework, mapping: Mapping[str, str] | None = None
) -> Match:
    """Fit a file's headings to a kind's columns.

    mapping: heading → column key, given by a person or remembered; it wins. Then a column's own key, then synonyms.
    """
    columns = kind.columns(framework)
    chosen: dict[str, int] = {}
    twice: dict[str, tuple[int, ...]] = {}
    free = dict(enumerate(plain_heading(heading) for heading in headings))
    mapped = {plain_heading(heading): key for heading, key in (mapping or {}).items()}
    known = {column.key for column in columns}
    passes: list[dict[str, str]] = [
        {heading: key for heading, key in mapped.items() if key in known},
        {plain_heading(column.key): column.key for column in columns},
        {
            plain_heading(synonym): column.key
            for column in reversed(columns)  # of two columns that share a synonym the first keeps it
            for synonym in column.synonyms
        },
    ]
    for names in passes:
        found: dict[str, list[int]] = {}
        for position, heading in free.items():
            if heading in names and names[heading] not in chosen:
                found.setdefault(names[heading], []).append(position)
        for key, positions in found.items():
            chosen[key] = positions[0]
            if len(positions) > 1:
                twice[key] = tuple(positions)
            for position in positions:
                del free[position]
    missing = tuple(column for column in columns if column.required and column.key not in chosen)
    return Match(chosen, tuple(free), missing, twice)


def nearest(name: str, known: Sequence[str], at_most: int = 3) -> list[str]:
    """The known names that look most like a name, best first; none where nothing is alike."""
    by_plain = {plain_heading(entry): entry for entry in reversed(known)}
    return [by_plain[plain] for plain in get_close_matches(plain_heading(name), by_plain, at_most, 0.5)]
