"""What every format of a report writes, in its words and in its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mwm.answer import Answer
from mwm.charts.inks import LIGHT, Inks
from mwm.charts.still import PRINTED, Drawing, drawing_of
from mwm.report import Part, Report
from mwm.scope import Month

SYNTHETIC = "Synthetic data: this authority, its people and every number are made up."
_SOURCES_NAMED = 8


@dataclass(frozen=True)
class Block:
    """One part with its picture."""

    part: Part
    drawing: Drawing | None


@dataclass(frozen=True)
class Contents:
    """A report ready to be written. about: what it is about. foot: method, sources and caveats as (heading, words)."""

    about: str
    title: str
    scope: str
    made: str
    headline: str
    blocks: tuple[Block, ...]
    caveats: tuple[str, ...]
    foot: tuple[tuple[str, str], ...]
    is_synthetic: bool


def contents_of(answer: Answer, on: date, inks: Inks = LIGHT, width: int = PRINTED) -> Contents:
    """The contents of a practice report with a mwm.report.Report in extra. on: the day on which it is made."""
    report: Report = answer.extra["report"]
    return Contents(
        about=report.about,
        title=f"Practice report: {report.about}",
        scope=" · ".join(dict.fromkeys((str(answer.scope.authority), report.period, report.facts))),
        made=f"Made on {on.day} {Month.of(on).long}",
        headline=answer.headline,
        blocks=tuple(Block(part, drawing_of(part, inks, width)) for part in report.parts),
        caveats=answer.caveats,
        foot=tuple((name, words) for name, words in _foot(answer) if words),
        is_synthetic=answer.is_synthetic,
    )


def _foot(answer: Answer) -> list[tuple[str, str]]:
    named = ", ".join(answer.batches[-_SOURCES_NAMED:])
    many = len(answer.batches)
    last = answer.counts.get("last_import")
    newest = f", the last on {last} (UTC)" if last else ""
    which = "among them the latest" if many > _SOURCES_NAMED else "by their references"
    return [
        ("What a number is", answer.method.definition),
        ("Formula", answer.method.formula),
        ("Left out", answer.method.exclusions),
        ("What was asked", answer.scope.words),
        (
            "Where it comes from",
            f"{many:,} imports into the council's own store{newest}; {which}: {named}." if many else "",
        ),
    ]
