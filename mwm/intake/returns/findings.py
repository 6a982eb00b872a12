"""The rules that a return is checked against, and what was found: where, how often, never about whom.

A short list, chosen for what can change a count. Numbers are those of the Department for Education's validation rules
for the return, as in data-to-insight/csc-validator-be-903; a rule without a number is our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mwm.intake.problems import Problem

_DAY = "Write dates as 17/04/2025 (day first)."
_CASE = "Mend it in the case system and export the return again."
_DATES = "Check both dates."


@dataclass(frozen=True)
class Rule:
    """code: a short stable name. number: the Department's, where it has one. stops: whether a row that breaks it keeps
    the import out; else it is counted and told. what: said of one row. many: said of several."""

    code: str
    number: str
    column: str
    stops: bool
    what: str
    many: str = ""
    mend: str = _CASE


RULES = {
    rule.code: rule
    for rule in (
        Rule("blank_child", "", "CHILD", True, "The child's code is blank."),
        Rule("blank_start", "", "DECOM", True, "The start of the episode is blank."),
        Rule("start_not_a_date", "141", "DECOM", True, "The start of the episode is not a date.", mend=_DAY),
        Rule("end_not_a_date", "147", "DEC", True, "The end of the episode is not a date.", mend=_DAY),
        Rule("birth_not_a_date", "102", "DOB", True, "The date of birth is not a date.", mend=_DAY),
        Rule("end_before_start", "356", "DEC", True, "The episode ends before it starts.", mend=_DATES),
        Rule("start_before_birth", "302", "DECOM", True, "The episode starts before the birth.", mend=_DATES),
        Rule("start_in_future", "", "DECOM", True, "The start of the episode is in the future.", mend=_DATES),
        Rule("end_in_future", "", "DEC", True, "The end of the episode is in the future.", mend=_DATES),
        Rule("birth_in_future", "", "DOB", True, "The date of birth is in the future.", mend="Check the date."),
        Rule("start_before_1990", "", "DECOM", True, "The start of the episode is before 1990.", mend=_DATES),
        Rule("unknown_start_code", "143", "RNE", True, "The reason for the episode is blank or no known code."),
        Rule("unknown_legal_status", "144", "LS", True, "The legal status is blank or no known code."),
        Rule("unknown_end_code", "149", "REC", True, "The reason for the end is no known code."),
        Rule(
            "two_open_episodes",
            "142",
            "DEC",
            False,
            "",
            "are of a child with two or more open episodes in one return; all but the newest were ended where the next "
            "one starts",
        ),
        Rule(
            "open_then_new",
            "142",
            "DEC",
            False,
            "",
            "are open although a later episode of the child has started; they were ended where the next one starts",
        ),
        Rule("overlap", "501", "DECOM", False, "", "start before the child's earlier episode ends; it was cut there"),
        Rule("duplicate", "", "CHILD", False, "", "repeat an episode of the same return; each counts once"),
        Rule("reason_without_end", "148", "DEC", False, "", "give a reason for the end but no end; they count as open"),
        Rule(
            "end_without_reason",
            "148",
            "REC",
            False,
            "",
            "give an end without a reason; the child counts as gone, but not as ceased",
        ),
        Rule(
            "continues_without_next",
            "388",
            "REC",
            False,
            "",
            "end with X1 (a new episode begins), but none begins that day",
        ),
        Rule(
            "ceased_but_continues",
            "388",
            "REC",
            False,
            "",
            "end with another reason than X1, but the child's next episode begins that day",
        ),
        Rule("starts_while_looked_after", "431", "RNE", False, "", "start with S on the day the episode before ended"),
        Rule("no_start_after_ceasing", "432", "RNE", False, "", "follow an end of care but do not start with S"),
        Rule(
            "continues_after_gap",
            "433",
            "RNE",
            False,
            "",
            "continue (no S), but not from the day on which the episode before ended",
        ),
        Rule(
            "first_without_start",
            "357",
            "RNE",
            False,
            "",
            "are a child's first known episode and began within the years counted, but do not start with S",
        ),
        Rule("shorter_than_a_day", "355", "DEC", False, "", "end on the day they start, so no day counts them"),
        Rule("long_short_break", "365", "LS", False, "", "are single short breaks (V3) of more than 17 days"),
        Rule("two_kinds_of_short_break", "426", "LS", False, "", "are of a child with V3 and V4 in the same year"),
        Rule("start_code_of_other_year", "143", "RNE", False, "", "have a reason for the episode not used that year"),
        Rule("legal_status_of_other_year", "144", "LS", False, "", "have a legal status not used that year"),
        Rule("need_not_known", "145", "CIN", False, "", "have no category of need, or one not used that year"),
        Rule("placement_not_known", "146", "PLACE", False, "", "have no placement, or one not used that year"),
        Rule("end_code_of_other_year", "149", "REC", False, "", "have a reason for the end not used that year"),
        Rule("birth_blank", "102", "DOB", False, "", "of a header have no date of birth, so the age is not known"),
        Rule("two_births", "", "DOB", False, "", "of a header have a date of birth that a later row replaces"),
    )
}


@dataclass
class Findings:
    """What was found. places: rule → where, as (file, row). unread: rows that could not be read whole."""

    places: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    unread: list[tuple[str, Problem]] = field(default_factory=list)

    def add(self, code: str, names: Sequence[str], rows: Sequence[int]) -> None:
        """Note where a rule is broken."""
        if len(rows):
            self.places.setdefault(code, []).extend(zip(names, map(int, rows), strict=True))

    @property
    def stopping(self) -> int:
        """How many faults keep the import out."""
        return len(self.unread) + sum(len(found) for code, found in self.places.items() if RULES[code].stops)

    def counts(self) -> dict[tuple[str, str | None], int]:
        """(code, column) → rows: those that stop and those that do not."""
        counts: dict[tuple[str, str | None], int] = {}
        for _, problem in self.unread:
            counts[problem.code, None] = counts.get((problem.code, None), 0) + 1
        return counts | {(code, RULES[code].column): len(found) for code, found in self.places.items()}

    def problems(self, at_most: int) -> list[Problem]:
        """The first faults that stop, row by row. The file is named in the message."""
        return [problem for problem, _ in zip(self._stopping(), range(at_most), strict=False)]

    def _stopping(self) -> Iterator[Problem]:
        for name, problem in self.unread:
            yield Problem(
                problem.row_number,
                problem.column,
                problem.code,
                problem.value_shape,
                f"{name}: {problem.message}",
                problem.mend,
            )
        for code, rule in RULES.items():
            if rule.stops:
                for name, row in self.places.get(code, ()):
                    yield Problem(row, rule.column, code, "", f"{name}: {rule.what}{_numbered(rule)}", rule.mend)

    def warnings(self) -> list[str]:
        """One sentence for each rule that was broken without stopping."""
        return [
            f"{len(found):,} {'row' if len(found) == 1 else 'rows'} {_verb(rule.many, len(found))}{_numbered(rule)} "
            f"({_first_places(found)})."
            for code, rule in RULES.items()
            if not rule.stops and (found := self.places.get(code))
        ]


def _numbered(rule: Rule) -> str:
    return f" [DfE rule {rule.number}]" if rule.number else ""


_ONE = {"are": "is", "have": "has", "start": "starts", "end": "ends", "give": "gives", "repeat": "repeats"}
_ONE |= {"follow": "follows", "continue": "continues"}


def _verb(many: str, rows: int) -> str:
    first, _, rest = many.partition(" ")
    return f"{_ONE.get(first, first)} {rest}" if rows == 1 else many


def _first_places(found: Sequence[tuple[str, int]]) -> str:
    by_file: dict[str, list[int]] = {}
    for name, row in found:
        by_file.setdefault(name, []).append(row)
    name, rows = next(iter(by_file.items()))
    shown = ", ".join(f"{row:,}" for row in sorted(rows)[:3])
    more = len(found) - min(len(rows), 3)
    return f"{name}, {'row' if len(rows) == 1 else 'rows'} {shown}" + (f" and {more:,} more" if more else "")
