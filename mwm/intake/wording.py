"""The words for each fault that the checks find: what is wrong and what to do about it.

A message never repeats a cell, because a cell may hold somebody's name; it tells the cell's shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mwm.framework import Framework
from mwm.intake.problems import Problem, shape_of

_DATE_MEND = "Write dates as 2025-04-17 or 17/04/2025 (day first)."
_NAMES_MEND = "Use a name that the dashboard knows{near}, or import an organisation file that adds it."

# code → (what is wrong, what to do). {shape}: the cell's shape. {hint}: from the check. {scale}: 1–5.
_WORDS: dict[str, tuple[str, str]] = {
    "blank_cell": ("This cell is blank, but it is needed.", "Fill it in."),
    "not_a_date": ("This is not a date that can be read ({shape}).", _DATE_MEND),
    "date_in_future": ("This date is in the future.", "Check day, month and year. " + _DATE_MEND),
    "date_too_far": ("This date is more than five years ahead.", "Check the year. " + _DATE_MEND),
    "date_before_1990": ("This date is before 1990.", "Write the year with four digits and check it."),
    "coached_before_observed": (
        "The day of coaching is before the day of the observation.",
        "Check both dates.",
    ),
    "not_a_month": ("This is not a month that can be read ({shape}).", "Write months as 2025-04 or Apr 2025."),
    "month_in_future": ("This month is in the future.", "Check month and year."),
    "month_before_1990": ("This month is before 1990.", "Write the year with four digits and check it."),
    "not_a_number": ("This is not a number ({shape}).", "Write a number in digits."),
    "not_a_whole_number": ("This is not a whole number ({shape}).", "Write a whole number."),
    "number_below_one": ("This number is below 1 ({shape}).", "Count from 1."),
    "number_too_large": ("This number is too large to be right ({shape}).", "Check it."),
    "negative_number": ("This number is below 0 ({shape}).", "Write 0 or more."),
    "more_than_population": (
        "More than one child in ten would be looked after ({shape}).",
        "Check the count and the population.",
    ),
    "grade_not_a_number": (
        "This grade is not a number ({shape}).",
        "Write a grade on the scale {scale}, or leave the cell blank if the element was not graded.",
    ),
    "grade_out_of_scale": ("This grade is not on the scale {scale} ({shape}).", "Write a grade on the scale {scale}."),
    "grade_between_points": (
        "This grade lies between two points of the scale {scale} ({shape}).",
        "Use {points} only, or agree on finer steps in the framework.",
    ),
    "no_grade": (
        "This row has no grade at all.",
        "Give at least one element a grade, or remove the row.",
    ),
    "unknown_service_area": ("The dashboard does not know this service area ({shape}).", _NAMES_MEND),
    "unknown_team": ("The dashboard does not know this team ({shape}).", _NAMES_MEND),
    "team_in_other_area": (
        "This team belongs to another service area: {hint}.",
        "Mend the service area or the team, or import an organisation file if the team has moved.",
    ),
    "team_not_valid": (
        "This team did not exist on that day: it is there {hint}.",
        "Check the date and the team, or mend the team's first or last day with an organisation file.",
    ),
    "unknown_choice": ("This is not one of the known words ({shape}).", "Use one of these: {hint}."),
    "duplicate_row": (
        "The same observation by the same grader stands in more than one row (rows {hint}).",
        "Remove the rows that should not be there, or give the second grader's code in the column for the grader.",
    ),
    "duplicate_entry": ("The same {row_word} stands in more than one row (rows {hint}).", "Keep one of them."),
    "rows_disagree": (
        "Row {hint} says something else about the same observation.",
        "Rows of one observation must agree on this column: mend one of the two.",
    ),
    "two_teams_on_one_day": (
        "The worker is in another team on the same day in row {hint}.",
        "Mend the team, the worker or the date in one of the two rows.",
    ),
    "other_team_in_store": (
        "An observation already in the store has this worker in another team on the same day.",
        "Mend the team, the worker or the date here, or send the other observation again, corrected.",
    ),
    "ends_before_begins": ("The last day is before the first day.", "Swap or mend the two dates."),
    "overlapping_memberships": (
        "The worker is in a team twice, or in two teams, at the same time ({hint}).",
        "Let the earlier time end the day before the later one begins.",
    ),
    "role_without_worker": ("A role is given without a worker.", "Fill in the worker's code, or clear the role."),
    "unknown_measure": ("This is not a measure that is known ({shape}).", "Keep the file exactly as published."),
    "unknown_area_level": (
        "This is not a geographic level that is known ({shape}).",
        "Use National, Regional or Local authority in a published file; country, region or authority in our own.",
    ),
    "area_without_code": ("The code or name of the area is blank.", "Keep the file exactly as published."),
    "year_out_of_range": ("This is not a year from 1990 to next year ({shape}).", "Write the year with four digits."),
    "not_a_figure": (
        "This is neither a number nor one of the symbols c, z, x, k and u ({shape}).",
        "Keep the file exactly as published.",
    ),
    "value_or_symbol": ("A figure needs either a value or a symbol.", "Fill in one of the two."),
}


@dataclass(frozen=True)
class Wording:
    """Turns what a check found into a Problem. headings: column key → heading as written in the file."""

    headings: dict[str, str]
    framework: Framework
    row_word: str = "row"

    def heading(self, column: str | None) -> str | None:
        """A column's heading as written in the file; what is no column stays as it is."""
        return self.headings.get(column, column) if column else None

    def problem(self, row_number: int, column: str | None, code: str, value: str | None, hint: str | None) -> Problem:
        """One fault in words."""
        shape = shape_of(value) if value is not None or code == "blank_cell" else ""
        message, mend = _fill(code, shape, hint or "", self.row_word, self.framework)
        return Problem(row_number, self.heading(column), code, shape, message, mend)


@lru_cache(maxsize=4096)
def _fill(code: str, shape: str, hint: str, row_word: str, framework: Framework) -> tuple[str, str]:
    points = [f"{point:g}" for point in framework.scale.points]
    fields = {
        "shape": shape,
        "hint": hint.replace(",", ", ") if code == "duplicate_row" else hint,
        "row_word": row_word,
        "scale": framework.scale.words,
        "points": ", ".join(points[:-1]) + " or " + points[-1],
        "near": f" ({hint})" if hint else "",
    }
    what, mend = _WORDS[code]
    return what.format(**fields), mend.format(**fields)
