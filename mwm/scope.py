"""What a question is about: months, periods and scopes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

from mwm.errors import UsageError
from mwm.viewer import Viewer

LINK_VERSION = "1"
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Locale-free, so that a sentence reads the same on every machine.
_LONG = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, kept as the date of its first day."""

    first_day: date

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read YYYY-MM. Raises UsageError on anything else."""
        found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
            raise UsageError(f"“{text[:20]}” is not a month.", mend="Write a month as YYYY-MM, for example 2025-04.")
        return cls(date(int(found[1]), int(found[2]), 1))

    @classmethod
    def of(cls, day: Any) -> Month:
        """The month that a date or timestamp lies in."""
        return cls(date(day.year, day.month, 1))

    def plus(self, months: int) -> Month:
        """The month so many months later (earlier, where negative)."""
        number = self.first_day.year * 12 + self.first_day.month - 1 + months
        return Month(date(number // 12, number % 12 + 1, 1))

    def minus(self, other: Month) -> int:
        """How many months lie between two months."""
        return (self.first_day.year - other.first_day.year) * 12 + self.first_day.month - other.first_day.month

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return self.plus(1).first_day - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.first_day.year:04}-{self.first_day.month:02}"

    @property
    def short(self) -> str:
        """For charts and tables: Oct 2024."""
        return f"{_SHORT[self.first_day.month - 1]} {self.first_day.year}"

    @property
    def long(self) -> str:
        """For sentences: October 2024."""
        return f"{_LONG[self.first_day.month - 1]} {self.first_day.year}"


@dataclass(frozen=True)
class Period:
    """Months from first to last, both included; either end may be open (None)."""

    first: Month | None = None
    last: Month | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise UsageError(
                f"The period ends ({self.last}) before it begins ({self.first}).", mend="Swap the two months."
            )

    def months(self) -> Iterator[Month]:
        """Every month of a closed period."""
        if self.first is None or self.last is None:
            raise ValueError("an open period has no list of months")
        for step in range(self.last.minus(self.first) + 1):
            yield self.first.plus(step)

    @property
    def words(self) -> str:
        """Jan 2023 – Sep 2026."""
        if self.first and self.last:
            return self.first.short if self.first == self.last else f"{self.first.short} – {self.last.short}"
        if self.first:
            return f"since {self.first.short}"
        return f"until {self.last.short}" if self.last else "all months"


@dataclass(frozen=True)
class Fact:
    """What is counted, as disclosure control knows it: practice, supervision on a rubric by a method, or feedback.

    key: of the rubric or the form; nothing for all forms together. respondents, time_points: what feedback is narrowed
    to, empty for all.
    """

    kind: Literal["practice", "supervision", "feedback"] = "practice"
    key: str = ""
    method: str = ""
    respondents: tuple[str, ...] = ()
    time_points: tuple[str, ...] = ()


PRACTICE = Fact()
By = Literal["scope", "service_area", "team", "respondent", "time_point", "mode", "row"]
Over = Literal["period", "month", "quarter", "year"]


class Admitted(list[str]):
    """Teams and months that may count, each as "service area|team|YYYY-MM", and the shape of number they may count in.

    Admitted for one shape, they must not be read in another: what may be added up to a quarter may not be shown by
    month.
    """

    def __init__(self, keys: list[str], by: By, over: Over) -> None:
        super().__init__(keys)
        self.shape = (by, over)


class Gate(Protocol):
    """Disclosure control: what may count for a scope. Made by mwm.questions.gate; equal for one version of a store."""

    def admitted(self, scope: Scope, fact: Fact, by: By, over: Over, windows: tuple[Period, ...]) -> Admitted:
        """Which teams and months may count in numbers of this shape."""

    def hides(self, scope: Scope, fact: Fact, by: By, over: Over, windows: tuple[Period, ...]) -> bool:
        """Whether a number of this shape is hidden, and not merely nought."""

    def shows(self, scope: Scope, fact: Fact) -> bool:
        """Whether anything at all is shown of a scope, over any of its months."""

    def overlaps(self, scope: Scope) -> bool:
        """Whether a scope is a group with workers of teams that are shown by themselves: nothing of it is shown."""

    @property
    def thresholds(self) -> Any:
        """What is few: mwm.disclosure.Thresholds."""

    def finest(self, scope: Scope, fact: Fact, by: By) -> Over:
        """The finest of month, quarter and year in which most of a scope's rows may count."""


@dataclass(frozen=True)
class Scope:
    """What was asked about. Empty tuples and None mean everything.

    authority: one council; None where the store holds only one. service_areas, teams, settings: names as stored.
    marker: work that carries this case marker only; None for all work. gate: disclosure control, None where the viewer
    sees small numbers.
    """

    authority: str | None = None
    service_areas: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    period: Period = Period()
    marker: str | None = None
    gate: Gate | None = field(default=None, repr=False)

    def narrowed_by(self, viewer: Viewer) -> Scope:
        """The part of this scope that the viewer may see. A name outside it is dropped, never widened."""

        def within(asked: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[str, ...]:
            if not allowed:
                return asked
            return tuple(name for name in asked if name in allowed) if asked else allowed

        areas = within(self.service_areas, viewer.service_areas)
        teams = within(self.teams, viewer.teams)
        authority = self.authority
        if authority is None and viewer.authorities:
            if len(viewer.authorities) > 1:
                raise UsageError(
                    "You may see several authorities.", mend=f"Say which: {', '.join(viewer.authorities)}."
                )
            authority = viewer.authorities[0]
        nothing_left = (self.service_areas and not areas) or (self.teams and not teams)
        if nothing_left or (viewer.authorities and authority not in viewer.authorities):
            raise UsageError("You may not see what this link or command asks for.", mend="Choose a scope of your own.")
        return replace(self, authority=authority, service_areas=areas, teams=teams)

    def parameters(
        self, *, fact: Fact = PRACTICE, by: By = "scope", over: Over = "period", windows: tuple[Period, ...] = ()
    ) -> dict[str, Any]:
        """The bound parameters that every question's SQL shares.

        What the SQL shows, as its header says: fact, by (the scope as one, or its service areas or teams each) and over
        (the period as one, or each month, quarter or year). windows: the months that are added up, where they are
        others than the scope's period. Disclosure control lets count what may be shown so.
        """
        return {
            "authority": self.authority,
            "service_areas": list(self.service_areas),
            "teams": list(self.teams),
            "settings": list(self.settings),
            "first_month": self.period.first.first_day if self.period.first else None,
            "last_month": self.period.last.first_day if self.period.last else None,
            "marker": self.marker,
            "admitted": self.gate.admitted(self, fact, by, over, windows or (self.period,)) if self.gate else None,
        }

    def hidden_units(
        self, units: Sequence[str], fact: Fact = PRACTICE, *, by: By, windows: tuple[Period, ...]
    ) -> frozenset[str]:
        """Those of its service areas or teams (by) of which disclosure control hides everything in these months."""
        if self.gate is None:
            return frozenset()
        gate = self.gate

        def alone(unit: str) -> Scope:
            if by == "team":
                return replace(self, service_areas=(), teams=(unit,))
            return replace(self, service_areas=(unit,))  # of it, only the teams that were chosen

        return frozenset(unit for unit in units if gate.hides(alone(unit), fact, by, "period", windows))

    def finest(self, fact: Fact = PRACTICE, *, by: By = "scope") -> Over:
        """The finest of month, quarter and year that disclosure control leaves enough of to be looked at."""
        return self.gate.finest(self, fact, by) if self.gate else "month"

    def to_dict(self) -> dict[str, Any]:
        """For JSON: names, and months as YYYY-MM or null."""
        return {
            "authority": self.authority,
            "service_areas": list(self.service_areas),
            "teams": list(self.teams),
            "settings": list(self.settings),
            "from": str(self.period.first) if self.period.first else None,
            "to": str(self.period.last) if self.period.last else None,
            "marker": self.marker,
        }

    def to_link(self, **more: str | None) -> str:
        """A query string that carries every value, defaults too, and the version of its own form."""
        return urlencode(list(self.to_query(**more).items()), doseq=True)

    def to_query(self, **more: str | None) -> dict[str, str | list[str]]:
        """The same as a mapping, in the order in which it is written into the address."""
        pairs: dict[str, str | list[str]] = {"v": LINK_VERSION}
        if self.authority:
            pairs["authority"] = self.authority
        pairs["service_area"] = list(self.service_areas) or "all"
        pairs["team"] = list(self.teams) or "all"
        pairs["setting"] = list(self.settings) or "all"
        pairs["from"] = str(self.period.first) if self.period.first else "all"
        pairs["to"] = str(self.period.last) if self.period.last else "all"
        pairs["marker"] = self.marker or "all"
        pairs.update({key: value for key, value in more.items() if value is not None})
        return pairs

    @classmethod
    def from_query(cls, query: Mapping[str, list[str]]) -> Scope:
        """Read a link. Unknown keys are left alone; a bad month or an unknown version raises UsageError."""
        version = (query.get("v") or [LINK_VERSION])[0]
        if version != LINK_VERSION:
            raise UsageError("This link was made by another version of the dashboard.", mend="Open the page afresh.")

        def names(key: str) -> tuple[str, ...]:
            return tuple(value for value in query.get(key, []) if value and value != "all")

        def month(key: str) -> Month | None:
            found = names(key)
            return Month.parse(found[0]) if found else None

        return cls(
            authority=(names("authority") or (None,))[0],
            service_areas=names("service_area"),
            teams=names("team"),
            settings=names("setting"),
            period=Period(month("from"), month("to")),
            marker=(names("marker") or (None,))[0],
        )

    @property
    def words(self) -> str:
        """Child in Need · all teams · all settings · Jan 2023 – Sep 2026; a marker before the months."""
        return " · ".join(
            (
                ", ".join(self.service_areas) or "all service areas",
                ", ".join(self.teams) or "all teams",
                ", ".join(self.settings) or "all settings",
                *((f"only {self.marker}",) if self.marker else ()),
                self.period.words,
            )
        )
