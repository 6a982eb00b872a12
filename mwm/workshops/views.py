"""A saved view: a page with everything that was chosen on it, as its link carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from mwm.errors import UsageError

PAGES = (
    "overview",
    "skills",
    "teams",
    "supervision",
    "voice",
    "looked_after",
    "outcomes",
    "coverage",
    "grading",
    "own_numbers",
)
"""The pages that can be shown to a room: those that answer a question and take nothing in."""

FIRST = "@first"
"""Stands in a view for the first service area, team or element that the store has, whatever its name."""
_OF_THE_RUN = ("present", "workshop", "step", "hold", "shown", "run", "notes", "names", "takeaway")
_LONGEST = 2000  # characters of one link
_MOST_VALUES = 60
_COPY = "Use “Copy link to this view” on the page that you want to show, and paste what it copied."


@dataclass(frozen=True)
class View:
    """page: one of PAGES. values: the names and values of its link, in order; a name may come more than once."""

    page: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def link(self) -> str:
        """skills?element=empathy"""
        return f"{self.page}?{urlencode(self.values)}" if self.values else self.page

    def query(self, first: Mapping[str, str] | None = None) -> dict[str, list[str]]:
        """The values by name. first: what “@first” means for a name; where it means nothing, the value is left out."""
        found: dict[str, list[str]] = {}
        for name, value in self.values:
            if value == FIRST:
                if not first or name not in first:
                    continue
                value = first[name]
            found.setdefault(name, []).append(value)
        return found


def view_of(link: str) -> View:
    """The view of a link: a whole address as it was copied, or the part after the host. Raises UsageError.

    What belongs to a showing, such as present mode itself, is left out.
    """
    text = link.strip()
    if not text:
        raise UsageError("There is no view.", where="view", mend=_COPY)
    if len(text) > _LONGEST:
        raise UsageError(f"The link is longer than {_LONGEST:,} characters.", where="view", mend=_COPY)
    if any(not sign.isprintable() for sign in text):
        raise UsageError("The link holds signs that no link has.", where="view", mend=_COPY)
    try:
        parts = urlsplit(text)
        values = parse_qsl(parts.query, keep_blank_values=False, max_num_fields=_MOST_VALUES)
    except ValueError:
        raise UsageError("This is not a link that can be read.", where="view", mend=_COPY) from None
    page = parts.path.strip("/").split("/")[-1] or "overview"
    if parts.scheme not in ("", "http", "https") or page not in PAGES:
        raise UsageError(
            "This link does not lead to a page that can be shown to a room.",
            where="view",
            mend=f"{_COPY} Pages for a room: {', '.join(PAGES)}.",
        )
    return View(page, tuple((name, value) for name, value in values if name not in _OF_THE_RUN))
