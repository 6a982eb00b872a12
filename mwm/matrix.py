"""A matrix of many measures by parts of the service: what the Overview's picture is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

WHOLE = ""  # the unit of a cell that stands for the whole authority, under every column
_CONCERN = ("concern", "improvement", "neutral", "common_cause")  # the order of concern; what is not judged comes last


@dataclass(frozen=True)
class Cell:
    """One measure in one part of the service.

    unit: a column's name, or WHOLE. status: thin and empty cells show no value, nor do those that disclosure control
    hides. value and before: of the latest and of
    the earlier part of the period. count: how many stand behind the value. line: values for the sparkline, one for each
    point in time, None for a gap; icons: the variation of those that belong to the latest signal. variation: icon of
    the latest judged point. target: what is aimed for at that point; assurance: consistently_hits,
    consistently_misses, hit_and_miss or None. note: what stands beside the value in place of count and before.
    """

    unit: str
    status: Literal["ok", "thin", "empty", "hidden"]
    value: float | None
    before: float | None = None
    count: int | None = None
    line: tuple[float | None, ...] = ()
    icons: tuple[str | None, ...] = ()
    variation: str | None = None
    target: float | None = None
    assurance: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One measure. kind: how its values are written (as in answer.Column). scale: what a sparkline is drawn on, from
    lowest to highest. what: the value in a word ("average"); counted: what Cell.count counts. page: where its chart is,
    and asks what it is asked there besides the scope. cells: in the order of the matrix's units, or one for the whole
    authority.
    """

    key: str
    name: str
    cells: tuple[Cell, ...]
    kind: str
    scale: tuple[float, float]
    what: str = "average"
    counted: str = "observations"
    page: str = "skills"
    asks: dict[str, str] = field(default_factory=dict)

    @property
    def concern(self) -> int:
        """Place of its most pressing cell in the order of concern, 0 the first; never its values."""
        kinds = {(cell.variation or "").removesuffix("_high").removesuffix("_low") for cell in self.cells}
        return min((_CONCERN.index(kind) for kind in kinds if kind in _CONCERN), default=len(_CONCERN))


@dataclass(frozen=True)
class Group:
    """Rows under one heading; without a name there is no heading."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    """units: names of the columns. groups: the rows, in their order."""

    units: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> list[Row]:
        """Every row, in order."""
        return [row for group in self.groups for row in group.rows]

    @property
    def has_targets(self) -> bool:
        """Whether any cell has a target."""
        return any(cell.target is not None for row in self.rows for cell in row.cells)

    def with_groups(self, groups: Sequence[Group]) -> Matrix:
        """With further groups of rows below."""
        return Matrix(self.units, (*self.groups, *groups))

    def only(self, units: Sequence[str]) -> Matrix:
        """Some columns only; rows of the whole authority stay."""

        def kept(row: Row) -> Row:
            return replace(row, cells=tuple(cell for cell in row.cells if cell.unit in units or cell.unit == WHOLE))

        groups = tuple(Group(group.name, tuple(kept(row) for row in group.rows)) for group in self.groups)
        return Matrix(tuple(unit for unit in self.units if unit in units), groups)

    def concerns_first(self) -> Matrix:
        """All rows without headings: concern, improvement, other change, no change, too few; ties in their order."""
        return Matrix(self.units, (Group("", tuple(sorted(self.rows, key=lambda row: row.concern))),))
