"""A report of several parts, as a question puts it together and every format writes it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from mwm.answer import Answer


@dataclass(frozen=True)
class Part:
    """One part of a report.

    key: which part, and which picture it has. says: its answer in one or a few plain sentences. answer: the numbers
    that its picture is drawn from; None for no picture. table: cells as they are to be written, so that no format can
    write another number. numeric: headings of columns of numbers. notes: what its numbers cannot say.
    """

    key: str
    title: str
    says: str
    answer: Answer | None = None
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    numeric: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """Parts in the order in which they are read. about: what it is about. period: months in words. facts: counts.

    name: what kind of report it is.
    """

    about: str
    period: str
    facts: str
    parts: tuple[Part, ...]
    name: str = "Practice report"
