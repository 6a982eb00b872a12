"""Counting returns the slow way, child by child and day by day, from the definitions alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mwm.intake.returns.codes import codes

AGES = ((16, "16 and over"), (10, "10 to 15"), (5, "5 to 9"), (1, "1 to 4"), (0, "under 1"))
TIMES = (
    (60, "5 years and over"),
    (24, "2 to 5 years"),
    (12, "1 to 2 years"),
    (6, "6 months to 1 year"),
    (0, "under 6 months"),
)


@dataclass(frozen=True)
class Episode:
    """One row of a return. year: the return's."""

    child: str
    start: date
    end: date | None
    begun: str
    legal: str
    place: str
    need: str
    reason: str
    year: int
    lost: bool = False

    @property
    def is_break(self) -> bool:
        return self.legal in ("V3", "V4")

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or self.end > day)


def merged(rows: Sequence[Episode], *, close_lost: bool) -> dict[str, list[Episode]]:
    """Each child's episodes, as the merge of several years leaves them."""
    newest = max(row.year for row in rows)
    lines: dict[str, list[Episode]] = {}
    for child in {row.child for row in rows}:
        own = [row for row in rows if row.child == child]
        # Blank ends first, so that of two records of one start the one with an end wins, then the newer return.
        own.sort(key=lambda row: (row.start, row.end is not None, row.end or date.min, row.year))
        kept = list({row.start: row for row in own}.values())
        for place, following in enumerate(kept[1:]):
            end = kept[place].end
            if end is None or end > following.start:
                kept[place] = replace(kept[place], end=following.start)
        last_seen = max(row.year for row in own)
        if kept[-1].end is None and last_seen < newest:
            end = max(date(last_seen + 1, 3, 31), kept[-1].start) if close_lost else None
            kept[-1] = replace(kept[-1], end=end, lost=True)
        lines[child] = kept
    return lines


class Twin:
    """Counts of merged episodes."""

    def __init__(
        self, lines: dict[str, list[Episode]], births: dict[str, date], years: Sequence[int], *, short_breaks: bool
    ) -> None:
        self.lines, self.births, self.years, self.short_breaks = lines, births, set(years), short_breaks

    def counts(self, episode: Episode) -> bool:
        return self.short_breaks or not episode.is_break

    def here(self, day: date) -> list[Episode]:
        found = [row for line in self.lines.values() for row in line if self.counts(row) and row.holds(day)]
        assert len({row.child for row in found}) == len(found)
        return found

    def stock(self, breakdown: str, day: date) -> Counter[str]:
        return Counter(self.category(breakdown, row, day) for row in self.here(day))

    def started(self, breakdown: str, month: date) -> Counter[str]:
        rows = (row for line in self.lines.values() for row in line)
        return Counter(
            self.category(breakdown, row, row.start)
            for row in rows
            if self.counts(row) and row.begun == "S" and row.start.replace(day=1) == month
        )

    def ceased(self, breakdown: str, month: date) -> Counter[str]:
        rows = (row for line in self.lines.values() for row in line)
        return Counter(
            self.category(breakdown, row, row.end)
            for row in rows
            if self.counts(row) and row.end and row.reason not in ("", "X1") and row.end.replace(day=1) == month
        )

    def category(self, breakdown: str, row: Episode, day: date) -> str:
        coded = {
            "placement": ("PLACE", row.place),
            "legal_status": ("LS", row.legal),
            "destination": ("REC", row.reason),
        }
        coded["category_of_need"] = ("CIN", row.need)
        if breakdown == "all":
            return "all"
        if breakdown in coded:
            field, code = coded[breakdown]
            return codes(field)[code].group if code in codes(field) else "not known"
        return {"age_band": self.age, "time_looked_after": self.time, "placements_in_year": self.placements}[breakdown](
            row, day
        )

    def age(self, row: Episode, day: date) -> str:
        born = self.births.get(row.child)
        if born is None:
            return "not known"
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return next(name for least, name in AGES if years >= least)

    def time(self, row: Episode, day: date) -> str:
        line = self.lines[row.child]
        place = first = line.index(row)
        while first and line[first - 1].end == line[first].start and self.counts(line[first - 1]):
            first -= 1
        from_break = first > 0 and line[first - 1].end == line[first].start
        begun = line[first]
        assert place >= first
        name = next(name for months, name in TIMES if day >= later(begun.start, months))
        return name if begun.begun == "S" or from_break or name == "5 years and over" else "not known"

    def placements(self, row: Episode, day: date) -> str:
        april = date(day.year - (day.month < 4), 4, 1)
        inside = april.year in self.years and (april.year - 1 in self.years or day == date(april.year + 1, 3, 31))
        if not inside:
            return "not known"
        held: list[list[date | None]] = []
        settled, before = "", None
        for each in self.lines[row.child]:
            if not self.counts(each):
                before_counts = False
                before = (each, before_counts)
                continue
            joined = before is not None and before[1] and before[0].end == each.start
            temporary = each.place.startswith("T")
            back = before is not None and joined and before[0].place.startswith("T") and each.place == settled
            if not held or not joined or (each.begun in ("S", "P", "B") and not temporary and not back):
                held.append([each.start, each.end])
            else:
                held[-1][1] = each.end
            if not temporary or len(settled) == 0:
                settled = each.place
            before = (each, True)
        number = sum(
            start is not None and start <= day and (end is None or day < later(end, 12) - timedelta(1))
            for start, end in held
        )
        return {1: "one", 2: "two"}.get(number, "three or more")


def later(day: date, months: int) -> date:
    """The same day of a later month, or as many days into it."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1) + timedelta(day.day - 1)


def month_end(month: date) -> date:
    return later(month, 1) - timedelta(1)


def as_rows(episodes: Iterable[Episode]) -> list[dict[str, str]]:
    """As rows of a file of episodes."""
    return [
        {
            "CHILD": row.child,
            "DECOM": f"{row.start:%d/%m/%Y}",
            "RNE": row.begun,
            "LS": row.legal,
            "CIN": row.need,
            "PLACE": row.place,
            "DEC": f"{row.end:%d/%m/%Y}" if row.end else "",
            "REC": row.reason,
        }
        for row in episodes
    ]
