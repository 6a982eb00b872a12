"""Disclosure control: which parts of the service may be counted by themselves, and over which months.

The whole of what a viewer without small numbers ever sees is made from *released cells*: a part of the service over
some months of the calendar, with enough observations of enough people. Whatever is not in a released cell enters no
number at all, so it cannot be worked out from any. docs/method.md says who the attacker is and why this holds, in
short:

- Months of one node (a council, or each of its service areas by itself) are divided into cells that lie apart.
- A node's parts (its teams, its settings) are divided over blocks of whole cells. In a block every part is either
  released by itself or hidden together with others; those hidden together are many enough to be a cell themselves.

Then the only sums that subtracting released cells can give, whichever way, are sums of whole cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from mwm.scope import Month

_MOSTLY = 0.75  # of a node's observations: a finer length of time must show at least so much as parts of their own
_QUARTER, _HALF, _YEAR = 3, 6, 12


@dataclass(frozen=True)
class Thresholds:
    """Fewer people or fewer rows than these and a number is hidden; counts of people from 1 to hidden_up_to are too."""

    fewest_people: int = 5
    fewest_rows: int = 10
    hidden_up_to: int = 5

    def count_is_small(self, number: float) -> bool:
        """Whether a count of people must be hidden. Nought is not."""
        return bool(0 < number <= self.hidden_up_to)


@dataclass(frozen=True, order=True)
class Span:
    """Months from first to last, both included, as counts of months since the year 0."""

    first: int
    last: int

    def holds(self, other: Span) -> bool:
        """Whether another span lies inside this one."""
        return self.first <= other.first and other.last <= self.last

    def touches(self, other: Span) -> bool:
        """Whether the two share a month."""
        return self.first <= other.last and other.first <= self.last

    def months(self) -> Iterator[int]:
        """Every month of it."""
        return iter(range(self.first, self.last + 1))


Part = tuple[str, str]  # service area and, in it, a team (or a setting, …)


def number_of(month: Month) -> int:
    """A month as a count of months since the year 0."""
    return month.first_day.year * 12 + month.first_day.month - 1


@cache
def month_of(number: int) -> Month:
    """The month of such a count."""
    return Month(date(number // 12, number % 12 + 1, 1))


class _Table(NamedTuple):
    """Sizes, ready to be looked up: the line of each part and span in arrays with a column for each element, the first
    being for whatever element. total: rows of whatever element. is_safe: whether a line is enough by itself.
    """

    line: dict[tuple[str | None, str | None, str, int], int]
    rows: np.ndarray
    people: np.ndarray
    total: list[float]
    is_safe: list[bool]


@dataclass(frozen=True)
class Sizes:
    """How many rows and people stand behind each part of the service and each length of time, element by element.

    rows: columns service_area (None for all), part (None for all of a service area), length (month, early, late,
    quarter, half, year), first_month, element (None for whatever element), rows, people.
    """

    rows: pd.DataFrame
    thresholds: Thresholds

    @cached_property
    def _table(self) -> _Table:
        frame = self.rows
        elements, names = pd.factorize(frame["element"])
        months = pd.to_datetime(frame["first_month"]).to_numpy().astype("datetime64[M]").astype(np.int64) + 1970 * 12
        found = [pd.factorize(frame[column]) for column in ("service_area", "part", "length")]
        codes = np.column_stack([*(code for code, _ in found), months])
        keys, lines = np.unique(codes, axis=0, return_inverse=True)
        lines = lines.reshape(-1)
        rows, people = (np.zeros((len(keys), len(names) + 1)) for _ in range(2))
        rows[lines, elements + 1] = frame["rows"].to_numpy()
        people[lines, elements + 1] = frame["people"].to_numpy()
        areas, parts, lengths = ([*map(str, known), None] for _, known in found)  # a missing one has the code -1
        line = {
            (areas[area], parts[part], str(lengths[length]), month): place
            for place, (area, part, length, month) in enumerate(keys.tolist())
        }
        return _Table(line, rows, people, rows[:, 0].tolist(), self._are_safe(rows, people).tolist())

    def _are_safe(self, rows: np.ndarray, people: np.ndarray) -> npt.NDArray[np.bool_]:
        """Whether each line is enough, for every element that it has."""
        few = self.thresholds
        enough = (rows == 0) | ((rows >= few.fewest_rows) & (people >= few.fewest_people))
        safe: npt.NDArray[np.bool_] = (rows[:, 0] > 0) & enough.all(axis=1)
        return safe

    @cached_property
    def parts(self) -> list[Part]:
        """Every part there is, in order."""
        known = {(area, part) for area, part, _, _ in self._table.line if area is not None and part is not None}
        return sorted(known)

    @cached_property
    def areas(self) -> list[str]:
        """Every service area, in order."""
        return sorted({area for area, part, _, _ in self._table.line if area is not None and part is None})

    @cached_property
    def span(self) -> Span | None:
        """From the first to the last month with anything in it."""
        months = self.months_of(None)
        return Span(months[0], months[-1]) if months else None

    @cached_property
    def _monthly(self) -> dict[tuple[str | None, str | None], dict[int, float]]:
        found: dict[tuple[str | None, str | None], dict[int, float]] = {}
        for (area, part, length, month), place in sorted(self._table.line.items(), key=lambda item: item[0][3]):
            if length == "month":
                found.setdefault((area, part), {})[month] = self._table.total[place]
        return found

    def by_month(self, area: str | None, part: str | None = None) -> dict[int, float]:
        """Rows of whatever element in the months in which a part has anything, in order."""
        return self._monthly.get((area, part), {})

    def months_of(self, area: str | None, part: str | None = None) -> list[int]:
        """The months in which a part has anything, in order."""
        return list(self.by_month(area, part))

    def _line(self, unit: tuple[str | None, str | None], span: Span) -> int | None:
        return self._table.line.get((*unit, _length_of(span), span.first))

    def has(self, unit: tuple[str | None, str | None], span: Span) -> bool:
        """Whether a part has anything in a span that is one of the lengths."""
        return self._line(unit, span) is not None

    def count(self, unit: tuple[str | None, str | None], span: Span) -> float:
        """Rows of whatever element."""
        place = self._line(unit, span)
        return 0.0 if place is None else self._table.total[place]

    def is_safe(self, unit: tuple[str | None, str | None], span: Span) -> bool:
        """Whether a part is enough by itself, for every element that it has."""
        place = self._line(unit, span)
        return place is not None and self._table.is_safe[place]

    def are_safe(self, units: Iterable[tuple[str | None, str | None]], span: Span) -> bool:
        """Whether parts taken together are enough, for every element that any of them has.

        People of several parts are counted as those of the largest, because the same people may be in each.
        """
        places = [place for unit in units if (place := self._line(unit, span)) is not None]
        if not places:
            return False
        rows = self._table.rows[places].sum(axis=0, keepdims=True)
        people = self._table.people[places].max(axis=0, keepdims=True)
        return bool(self._are_safe(rows, people)[0])


def _length_of(span: Span) -> str:
    months = span.last - span.first + 1
    if months == 2:
        return "early" if span.first % 3 == 0 else "late"
    return {1: "month", _QUARTER: "quarter", _HALF: "half", _YEAR: "year"}[months]


# --- the months of a node --------------------------------------------------------------------------------------------


def cells_of(sizes: Sizes, area: str | None) -> list[Span]:
    """The months of a service area (None: of the council) in cells, each of them enough: single months where they can
    be, else months of a quarter together, a quarter, half a year or a year. What is not enough even so is left out, and
    so are the newest months of a quarter that has not ended.
    """
    months = sizes.months_of(area)
    if not months:
        return []
    newest = months[-1]
    cells: list[Span] = []
    for year in range(months[0] // 12, newest // 12 + 1):
        cells += _cells_in(sizes, (area, None), Span(year * 12, year * 12 + 11), newest)[0]
    return cells


def _cells_in(sizes: Sizes, unit: tuple[str | None, str | None], node: Span, newest: int) -> tuple[list[Span], bool]:
    """The cells inside a year, half or quarter, and whether they cover all that is there."""
    if not sizes.has(unit, node):
        return [], True
    if _length_of(node) == "quarter":
        return _cells_in_quarter(sizes, unit, node, newest)
    half = (node.last - node.first + 1) // 2
    found: list[Span] = []
    covered = True
    for child in (Span(node.first, node.first + half - 1), Span(node.first + half, node.last)):
        cells, all_there = _cells_in(sizes, unit, child, newest)
        found, covered = found + cells, covered and all_there
    if not covered and sizes.is_safe(unit, node) and not _is_unfinished(node, newest):
        return [node], True
    return found, covered


def _cells_in_quarter(
    sizes: Sizes, unit: tuple[str | None, str | None], node: Span, newest: int
) -> tuple[list[Span], bool]:
    if _is_unfinished(node, newest):
        alone = (Span(month, month) for month in node.months())
        return [span for span in alone if sizes.is_safe(unit, span)], True
    first = node.first
    ways = (
        (Span(first, first), Span(first + 1, first + 1), Span(first + 2, first + 2)),
        (Span(first, first), Span(first + 1, first + 2)),
        (Span(first, first + 1), Span(first + 2, first + 2)),
        (node,),
    )
    for way in ways:
        there = [span for span in way if sizes.has(unit, span)]
        if all(sizes.is_safe(unit, span) for span in there):
            return there, True
    return [], False


def _is_unfinished(node: Span, newest: int) -> bool:
    return node.first <= newest < node.last


# --- the parts of a node ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """Some months in which a node is divided into its parts: those shown by themselves, and those hidden together."""

    span: Span
    shown: tuple[tuple[str | None, str | None], ...]
    hidden: tuple[tuple[str | None, str | None], ...]


def blocks_of(sizes: Sizes, cells: Sequence[Span], parts: Sequence[tuple[str | None, str | None]]) -> list[Block]:
    """A node's released cells divided among its parts.

    Each block is a month, quarter, half or year made of whole cells of the node. The finest length is taken at which
    most observations lie in parts that are shown. Parts that are too small are hidden, and with them the smallest
    others until at least two are hidden that are enough together (or all are).
    """
    if not cells:
        return []
    months = {part: set(sizes.months_of(*part)) for part in parts}
    there = [part for part in parts if months[part]]
    if len(there) == 1:  # the part is the node, whose cells are enough
        return [Block(cell, (there[0],), ()) for cell in cells]
    node_months = set().union(*months.values()) if months else set()
    released = {month for cell in cells for month in cell.months()}

    def is_whole(node: Span) -> bool:
        within = [cell for cell in cells if cell.touches(node)]
        return all(node.holds(cell) for cell in within) and all(
            month in released for month in node.months() if month in node_months
        )

    def children(node: Span) -> list[Span]:
        size = node.last - node.first + 1
        if size == 1:
            return []
        step = 1 if size == _QUARTER else size // 2
        return [Span(start, start + step - 1) for start in range(node.first, node.last + 1, step)]

    def has_any(node: Span) -> bool:
        return any(month in node_months for month in node.months())

    def divided(node: Span) -> tuple[list[Block], float]:
        """The blocks inside a node, and the share of observations at its own next finer length that is shown."""
        below = [child for child in children(node) if has_any(child)]
        if not is_whole(node):
            return [block for child in below for block in divided(child)[0]], 0.0
        here = _block(sizes, node, parts)
        share = _share_shown(sizes, here)
        if below and all(is_whole(child) for child in below):
            at_children = [_block(sizes, child, parts) for child in below]
            if min(_share_shown(sizes, block) for block in at_children) >= min(_MOSTLY, share):
                return [block for child in below for block in divided(child)[0]], share
        return [here], share

    years = range(cells[0].first // 12, cells[-1].last // 12 + 1)
    found = [block for year in years for block in divided(Span(year * 12, year * 12 + 11))[0]]
    return [block for block in found if block.shown or block.hidden]


def _block(sizes: Sizes, span: Span, parts: Sequence[tuple[str | None, str | None]]) -> Block:
    there = [part for part in parts if sizes.has(part, span)]
    hidden = [part for part in there if not sizes.is_safe(part, span)]
    if len(there) == 1:
        return Block(span, tuple(there), ())
    others = sorted((part for part in there if part not in hidden), key=lambda part: (sizes.count(part, span), part))
    while hidden and others and (len(hidden) < 2 or not sizes.are_safe(hidden, span)):
        hidden.append(others.pop(0))
    return Block(span, tuple(part for part in there if part not in hidden), tuple(hidden))


def _share_shown(sizes: Sizes, block: Block) -> float:
    everything = sum(sizes.count(part, block.span) for part in (*block.shown, *block.hidden))
    return sum(sizes.count(part, block.span) for part in block.shown) / everything if everything else 1.0


# --- the plan --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Which cells of each node are released.

    council, areas, parts: the spans of each. A part is a team (or a setting, …) of a service area. complete: by service
    area, the spans in which every part is shown, so that all can stand side by side. is_of_council: whether the cells
    are the council's own and service areas its parts; else each service area stands by itself.
    """

    council: dict[str, tuple[Span, ...]]
    areas: dict[str, tuple[Span, ...]]
    parts: dict[Part, tuple[Span, ...]]
    complete: dict[str, tuple[Span, ...]]
    is_of_council: bool = False


def plan_of(sizes: Sizes) -> Plan:
    """The plan for one kind of fact.

    Where most rows lie in months that single service areas can show, each service area stands by itself and the
    council's numbers are sums of theirs: a service area too small for a month is left out of that month's sum.
    Elsewhere the council's own months are cells, and service areas are its parts.
    """
    span = sizes.span
    if span is None:
        return Plan({}, {}, {}, {})
    by_area = {area: cells_of(sizes, area) for area in sizes.areas}
    in_months = sum(
        sizes.count((area, None), cell) for area, cells in by_area.items() for cell in cells if cell.first == cell.last
    )
    everything = sum(sizes.count((None, None), Span(month, month)) for month in span.months())
    of_council = not (everything and in_months / everything >= _MOSTLY)
    if not of_council:
        council = by_area
    else:
        own = cells_of(sizes, None)
        blocks = blocks_of(sizes, own, [(area, None) for area in sizes.areas])
        by_area = {area: [block.span for block in blocks if (area, None) in block.shown] for area in sizes.areas}
        council = dict.fromkeys(sizes.areas, own)
    parts: dict[Part, list[Span]] = {part: [] for part in sizes.parts}
    complete: dict[str, tuple[Span, ...]] = {}
    for area, cells in by_area.items():
        inside = [part for part in sizes.parts if part[0] == area]
        blocks = blocks_of(sizes, cells, inside)
        complete[area] = tuple(block.span for block in blocks if not block.hidden)
        for block in blocks:
            for part in block.shown:
                parts[part].append(block.span)  # type: ignore[index]
    return Plan(
        {area: tuple(cells) for area, cells in council.items()},
        {area: tuple(cells) for area, cells in by_area.items()},
        {part: tuple(cells) for part, cells in parts.items()},
        complete,
        of_council,
    )
