"""What every question returns, and all that pages, the command line and exports ever draw."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd

from mwm.scope import Month, Scope
from mwm.symbols import symbols

Status = Literal["ok", "thin", "empty", "suppressed"]
_WORDS = ("text", "list", "date", "month")  # kinds of column that are not numbers
_WHOLE = ("count", "year", "change")  # kinds of column of whole numbers, which a gap makes pandas keep as fractions


@dataclass(frozen=True)
class Method:
    """How an answer was calculated.

    definition: what one number means. formula: how it is worked out, with its source. exclusions: what is left out.
    sql: names of the SQL files that were read.
    """

    definition: str
    formula: str = ""
    exclusions: str = ""
    sql: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "definition": self.definition,
            "formula": self.formula,
            "exclusions": self.exclusions,
            "sql": list(self.sql),
        }


@dataclass(frozen=True)
class Column:
    """How one column of the rows is named and written on screen.

    words: what codes in this column are called on screen; files and JSON keep the codes.
    kind: text, list, date, month, year, grade, average, average_change, number, coefficient, count,
    percent, rate, change or percent_change.
    """

    key: str
    label: str
    kind: str = "text"
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """One question's answer.

    rows: the numbers, one row as the question's documentation says. counts: what stands behind them
    (observations, workers …). headline: the answer in one plain sentence. caveats: what the numbers cannot say.
    batches: the imports it came from. events: dated events that touch the period (starts_on, ends_on, title,
    category). extra: further small frames that the same picture needs, by name. better: which direction is better.
    suppressed: for each row, whether disclosure control hid its numbers; empty where it hid none. gate: what disclosure
    control did, in words, empty where it was off. version: the store's, by number.
    enough: numbers of fewer observations than this are marked as of low reliability.
    """

    question: str
    status: Status
    headline: str
    scope: Scope
    rows: pd.DataFrame
    columns: tuple[Column, ...]
    counts: dict[str, int | float | str | None]
    method: Method
    caveats: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    is_synthetic: bool = False
    better: Literal["higher", "lower", "neutral"] = "neutral"
    events: pd.DataFrame = field(default_factory=pd.DataFrame)
    extra: dict[str, Any] = field(default_factory=dict)
    suppressed: tuple[bool, ...] = ()
    gate: str = ""
    version: int = 0
    enough: int = 10

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to draw: nothing is recorded, or all of it is hidden."""
        return self.status in ("empty", "suppressed")

    def statuses(self) -> list[str]:
        """The symbol of each row (mwm.symbols): c where its numbers are hidden, "" for an ordinary one."""
        kinds = [(column.key, column.kind) for column in self.columns]
        return symbols(self.rows, kinds, self.suppressed, written_as, self.enough)

    def records(self) -> list[dict[str, Any]]:
        """The rows as plain values: months as YYYY-MM, other dates as ISO, missing numbers as None."""
        kinds = {column.key: column.kind for column in self.columns}
        keys = [column.key for column in self.columns]
        return [
            {key: plain(value, kinds[key]) for key, value in zip(keys, row, strict=True)}
            for row in self.rows[keys].itertuples(index=False, name=None)
        ]

    def records_with_status(self) -> list[dict[str, Any]]:
        """The same with each row's symbol under status, where the rows have no status of their own."""
        return [{"status": symbol} | record for record, symbol in zip(self.records(), self.statuses(), strict=True)]

    def to_dict(self) -> dict[str, Any]:
        """For JSON; the keys are part of the command line's promise."""
        return {
            "question": self.question,
            "status": self.status,
            "headline": self.headline,
            "scope": self.scope.to_dict(),
            "rows": self.records_with_status(),
            "counts": self.counts,
            "caveats": list(self.caveats),
            "method": self.method.to_dict(),
            "batches": list(self.batches),
            "disclosure": self.gate,
            "store_version": self.version,
            "synthetic": self.is_synthetic,
        }

    def to_json(self) -> str:
        """Indented JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def table(self) -> pd.DataFrame:
        """The rows as they are written on screen: labels as headings, numbers to their agreed digits.

        A missing number is written as the symbol that says why; a last column Status has it too, where any row has one.
        """
        statuses = self.statuses()
        written = {
            column.label: [
                symbol if symbol and column.kind not in _WORDS and _is_missing(value) else _in_words(value, column)
                for value, symbol in zip(self.rows[column.key], statuses, strict=True)
            ]
            for column in self.columns
        }
        heading = "Symbol" if "Status" in written else "Status"
        return pd.DataFrame(written | ({heading: statuses} if any(statuses) else {}))


def _is_missing(value: Any) -> bool:
    return not isinstance(value, list) and bool(pd.isna(value))


def _in_words(value: Any, column: Column) -> str:
    if not column.words:
        return written_as(value, column.kind)
    codes = value if isinstance(value, list) else str(plain(value) or "").split(", ")
    return ", ".join(column.words.get(code, code) for code in codes if code) or "–"


def plain(value: Any, kind: str = "text") -> Any:
    """A value that JSON can hold; months become YYYY-MM and anything missing becomes None."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)) or value is pd.NA:
        return None
    if isinstance(value, (pd.Timestamp, datetime, date)):
        return f"{value:%Y-%m}" if kind == "month" else f"{value:%Y-%m-%d}"
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return int(value) if kind in _WHOLE and value.is_integer() else round(value, 10)
    return value


def written_as(value: Any, kind: str) -> str:
    """A value in words: Oct 2024, 2.7, 1,284, −7.7%. A missing value is an en dash."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    if pd.isna(value):
        return "–"
    value = value if kind == "month" else plain(value)
    if kind == "month":
        return Month.of(value).short
    if kind == "average":
        return minus(f"{half_up(value, 1) + 0.0:.1f}")
    if kind == "average_change":
        return signed(f"{half_up(value, 1):+.1f}")
    if kind == "grade":
        return f"{half_up(value, 2):g}"
    if kind == "count":
        return minus(f"{value:,.0f}")
    if kind == "number":
        return minus(f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}")
    if kind == "coefficient":
        return minus(f"{half_up(value, 2):.2f}")
    if kind == "rate":
        return f"{half_up(value, 0):.0f}"
    if kind == "percent":
        return percent(value)
    if kind == "change":
        return signed(f"{value:+,.0f}")
    if kind == "percent_change":
        return signed(f"{half_up(value, 1):+.1f}%")
    return str(value)


def percent(value: float) -> str:
    """A share in percent: whole from 10 points up, else with one decimal."""
    return f"{half_up(value, 0):.0f}%" if abs(value) >= 10 or value == 0 else f"{half_up(value, 1):.1f}%"


def half_up(value: float, digits: int) -> float:
    """Round half away from zero, as published tables do (Python rounds halves to even)."""
    factor = 10.0**digits
    return math.copysign(math.floor(abs(value) * factor + 0.5 + 1e-9), value) / factor


def minus(text: str) -> str:
    """A true minus sign in place of a hyphen."""
    return text.replace("-", "−")


def signed(text: str) -> str:
    """A change with its sign; zero carries none."""
    return text.lstrip("+-") if text.strip("+-0.%") == "" else minus(text)
