"""What should a board know? The answers of other questions on a few sides: what changed, and what did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.matrix import WHOLE, Cell, Group, Matrix, Row
from mwm.questions.board_words import WORDS
from mwm.questions.coverage import coverage
from mwm.questions.looked_after import looked_after_change, looked_after_trend
from mwm.questions.overview import WHOLE_AUTHORITY, overview_matrix
from mwm.questions.practice_report import KINDS as PRACTICE_KINDS
from mwm.questions.practice_report import practice_report
from mwm.questions.question import listed_words, nothing, question
from mwm.questions.signals import verdict
from mwm.questions.skill_signals import skill_signal
from mwm.report import Part, Report
from mwm.scope import Scope
from mwm.store import Store
from mwm.symbols import CONFIDENTIAL
from mwm.viewer import Viewer

_NAME = "board-report"
_SINCE = Column("since", "Since", "month")
_TOO_FEW, _SAME = "Too few to say", "No real change"
_NUMERIC = ("Now", "Before", "From how many")
_CAVEAT = (
    "Every number here is an answer of this dashboard and is the same there. A board that wants to know why a number "
    "changed has to ask the people who do the work: the numbers do not say."
)
_METHOD = Method(
    definition="The answers of other questions for the same part of the service and months, collated: where we stand "
    "(the Overview), the practice report, coverage and looked after children. Now is the last twelve months of the "
    "period (its later half, where it is under two years), before is the same length of time before.",
    formula="None of its own: see the questions overview-matrix, skill-signal, practice-report, looked-after-change, "
    "looked-after-trend and coverage.",
    exclusions="What has too few observations shows no average. Counts of looked after children are for the whole "
    "authority.",
)


@question(
    _NAME,
    "A report for a board on a service area or the whole authority: improvements, concerns, no real change, looked "
    "after children, families’ voice, supervision, coverage; export report writes it as a file.",
    kinds=(*PRACTICE_KINDS, "looked_after", "ssda903"),
)
def board_report(store: Store, viewer: Viewer, scope: Scope) -> Answer:
    """What a board should know of one part of the service.

    Rows and columns: those of overview-matrix by service area, and since (first month of the present stretch of points
    with that meaning, for elements). extra["report"]: a mwm.report.Report with all parts.
    """
    overview = overview_matrix(store, viewer, scope)
    columns = (*overview.columns, _SINCE)
    practice = practice_report(store, viewer, scope)
    if overview.is_bare or practice.is_bare:
        bare = overview if overview.is_bare else practice
        return nothing(_NAME, scope, columns, _METHOD, headline=bare.headline, counts=("observations", "workers"))
    signals = skill_signal(store, viewer, scope)
    change = looked_after_change(store, viewer, scope)
    trend = looked_after_trend(store, viewer, scope)
    covered = coverage(store, viewer, scope)
    found = list(_lines(overview, _since(signals)))
    of_practice: Report = practice.extra["report"]
    kept = {part.key: part for part in of_practice.parts}
    parts = (
        _changed("improvements", "What has really improved", found, "Real improvement"),
        _changed("concerns", "What needs a look", found, "Real concern"),
        *_other_changes(found),
        _unchanged(found),
        replace(kept["trend"], title="Is practice changing?"),
        _looked_after(change, trend),
        kept["voice"],
        kept["supervision"],
        _coverage(covered),
        kept["events"],
        Part(
            "words",
            "What the words mean",
            "In the order of the alphabet.",
            None,
            pd.DataFrame(WORDS, columns=["Word", "Meaning"]),
        ),
    )
    about = listed_words(list(scope.teams or scope.service_areas) or [str(scope.authority)])
    answers = (overview, signals, practice, change, trend, covered)
    n, workers = overview.counts["observations"], overview.counts["workers"]
    return Answer(
        question=_NAME,
        status=overview.status,
        headline=" ".join([_headline(found), *([change.headline] if not change.is_bare else [])]),
        scope=scope,
        rows=overview.rows.assign(since=[line.since for line in found]),
        columns=columns,
        counts={"observations": n, "workers": workers, "real_changes": sum(line.is_real for line in found)},
        method=Method(
            _METHOD.definition,
            _METHOD.formula,
            _METHOD.exclusions,
            tuple(dict.fromkeys(name for answer in answers for name in answer.method.sql)),
        ),
        caveats=tuple(dict.fromkeys((_CAVEAT, *overview.caveats, *change.caveats, *covered.caveats))),
        better="higher",
        extra={
            "names": overview.extra["names"],
            "report": Report(about, of_practice.period, of_practice.facts, parts, "Report for the board"),
        },
        suppressed=overview.suppressed,
        gate=" ".join(dict.fromkeys(answer.gate for answer in answers if answer.gate)),
    )


@dataclass(frozen=True)
class _Line:
    """One cell of the Overview, as it is written."""

    group: Group
    row: Row
    cell: Cell
    symbol: str
    since: Any

    @property
    def name(self) -> str:
        """The measure's name; with its group's where it says little by itself, as a form's does."""
        alone = self.row.page == "skills" or len(self.group.rows) == 1
        return self.row.name if alone else f"{self.group.name}: {self.row.name[0].lower()}{self.row.name[1:]}"

    @property
    def verdict(self) -> str:
        return verdict(self.cell.variation)

    @property
    def is_real(self) -> bool:
        return self.verdict.startswith("Real")

    @property
    def unit(self) -> str:
        return WHOLE_AUTHORITY if self.cell.unit == WHOLE else self.cell.unit

    def written(self, value: Any) -> str:
        """A number as on the Overview; the symbol that says why it is missing where it is hidden."""
        if value is None or value != value:
            return CONFIDENTIAL if self.symbol == CONFIDENTIAL else "–"
        return written_as(value, self.row.kind)

    def count(self) -> str:
        """How many stand behind it, with their name."""
        if self.cell.count is None:
            return CONFIDENTIAL if self.symbol == CONFIDENTIAL else ""
        return f"{written_as(self.cell.count, 'count')} {self.row.counted}"


def _lines(overview: Answer, since: dict[tuple[str, str], Any]) -> Iterator[_Line]:
    """Every cell of the Overview, in the order of its rows."""
    matrix: Matrix = overview.extra["matrix"]
    cells = [(group, row, cell) for group in matrix.groups for row in group.rows for cell in row.cells]
    for (group, row, cell), symbol in zip(cells, overview.statuses(), strict=True):
        yield _Line(group, row, cell, symbol, since.get((row.key, cell.unit)))


def _since(signals: Answer) -> dict[tuple[str, str], Any]:
    """The first month of the present stretch, by element and part of the service."""
    if signals.is_bare:
        return {}
    rows = signals.rows[["element", "unit", "since"]]
    return {(element, unit): since for element, unit, since in rows.itertuples(index=False) if not pd.isna(since)}


def _changed(key: str, title: str, found: Sequence[_Line], word: str) -> Part:
    """Everything of one verdict, with what it was and is."""
    chosen = [line for line in found if line.verdict == word]
    table = pd.DataFrame(
        [
            {
                "What": line.name,
                "Where": line.unit,
                "Now": line.written(line.cell.value),
                "Before": line.written(line.cell.before),
                "Value": line.row.what,
                "From how many": line.count(),
                "Since": written_as(line.since, "month") if line.since is not None else "",
            }
            for line in chosen
        ]
    )
    n = len(chosen)
    says = (
        f"{n:,} of {len(found):,} measures {'shows' if n == 1 else 'show'} a {word.lower()}: more than chance explains."
    )
    if not n:
        says = f"No measure shows a {word.lower()}."
    return Part(key, title, says, None, table, _NUMERIC)


def _other_changes(found: Sequence[_Line]) -> tuple[Part, ...]:
    """Real changes of what has no better direction; nothing where there are none."""
    words = dict.fromkeys(line.verdict for line in found if line.is_real)
    others = [word for word in words if word not in ("Real improvement", "Real concern")]
    return tuple(_changed(f"changes_{word[5:]}", f"{word}, neither better nor worse", found, word) for word in others)


def _unchanged(found: Sequence[_Line]) -> Part:
    """For each part of the service, what did not change and what nobody can tell."""
    units = dict.fromkeys(line.unit for line in found if line.verdict in (_SAME, _TOO_FEW))

    def of(unit: str, word: str) -> str:
        return ", ".join(line.name for line in found if line.unit == unit and line.verdict == word) or "–"

    table = pd.DataFrame([{"Where": unit, _SAME: of(unit, _SAME), _TOO_FEW: of(unit, _TOO_FEW)} for unit in units])
    same, few = (sum(line.verdict == word for line in found) for word in (_SAME, _TOO_FEW))
    says = f"{same:,} of {len(found):,} measures show no real change, however their numbers go up and down"
    says += f"; for {few:,} nobody can tell yet." if few else "."
    return Part("unchanged", "What has not really changed", says, None, table)


def _looked_after(change: Answer, trend: Answer) -> Part:
    title = "Are fewer children looked after?"
    if trend.is_bare:
        return Part("looked_after", title, trend.headline)
    counted = trend.headline.partition(". ")[0]  # what is said after it is about the same change
    return Part("looked_after", title, f"{counted}. {change.headline}", trend, notes=change.caveats[:1])


def _coverage(covered: Answer) -> Part:
    """The whole in a sentence; team by team only where the report is on a part of the service."""
    title, wanted = "Whom have we observed?", ("team", "workers", "share_12", "share_6")
    if covered.is_bare or not (covered.scope.service_areas or covered.scope.teams):
        return Part("coverage", title, covered.headline)
    labels = {column.key: column.label for column in covered.columns}
    written = covered.table()
    table = written[[labels[key] for key in wanted if key in labels]]
    return Part("coverage", title, covered.headline, None, table, tuple(labels[key] for key in wanted[1:]))


def _headline(found: Sequence[_Line]) -> str:
    """6 of 56 measures have really improved; none is a real concern; 35 show no real change; for 14 …"""
    counted = {
        word: sum(line.verdict == word for line in found) for word in dict.fromkeys(line.verdict for line in found)
    }
    better, worse = counted.pop("Real improvement", 0), counted.pop("Real concern", 0)
    few, same = counted.pop(_TOO_FEW, 0), counted.pop(_SAME, 0)
    said = [
        f"{better or 'None'} of {len(found)} measures {'has' if better <= 1 else 'have'} really improved",
        f"{worse or 'none'} {'is' if worse <= 1 else 'are'} a real concern",
        f"{same} {'shows' if same == 1 else 'show'} no real change",
    ]
    if other := sum(counted.values()):
        said.append(f"{other} really changed, with no better direction")
    if few:
        said.append(f"for {few} there is too little to say")
    return f"{'; '.join(said)}."
