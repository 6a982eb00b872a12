"""What every format of a report writes, in its words and in its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mwm.answer import Answer
from mwm.charts.inks import LIGHT, Inks
from mwm.charts.still import PRINTED, Drawing, drawing_of
from mwm.exports.about import MADE_UP, SMALL_NUMBERS_SHOWN, written_day
from mwm.report import Part, Report

SYNTHETIC = MADE_UP
_SOURCES_NAMED = 8


@dataclass(frozen=True)
class Block:
    """One part with its picture."""

    part: Part
    drawing: Drawing | None


@dataclass(frozen=True)
class Contents:
    """A report ready to be written.

    about: what it is about. foot: method, sources and caveats as (heading, words). marks: what stands above everything:
    that figures are made up, that small numbers are shown.
    """

    about: str
    title: str
    scope: str
    made: str
    headline: str
    blocks: tuple[Block, ...]
    caveats: tuple[str, ...]
    foot: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]


def contents_of(
    answer: Answer, on: date, inks: Inks = LIGHT, width: int = PRINTED, *, has_small_numbers: bool = False
) -> Contents:
    """The contents of an answer with a mwm.report.Report in extra.

    on: the day on which it is made. has_small_numbers: whether it may hold numbers of few people; it then says so.
    """
    report: Report = answer.extra["report"]
    return Contents(
        about=report.about,
        title=f"{report.name}: {report.about}",
        scope=" · ".join(dict.fromkeys((str(answer.scope.authority), report.period, report.facts))),
        made=f"Made on {written_day(on)}",
        headline=answer.headline,
        blocks=tuple(Block(part, drawing_of(part, inks, width)) for part in report.parts),
        caveats=answer.caveats,
        foot=tuple((name, words) for name, words in _foot(answer) if words),
        marks=(*([SYNTHETIC] if answer.is_synthetic else []), *([SMALL_NUMBERS_SHOWN] if has_small_numbers else [])),
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
        ("Protection of people", answer.gate),
        (
            "Where it comes from",
            f"{many:,} imports into the council's own store{newest}; {which}: {named}. "
            f"Version {answer.version} of the store."
            if many
            else "",
        ),
    ]
