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
    "unknown_form": (
        "The framework has no such feedback form ({shape}).",
        "Add the form to the framework file, or use a form that it has.",
    ),
    "unknown_version": ("This form has no such version ({shape}).", "Use {hint}, or leave it blank for the newest."),
    "not_of_this_form": ("The form of this row does not have this word ({shape}).", "Use one of these: {hint}."),
    "answer_without_answering": (
        "This request was not answered, so it has no answers or comment.",
        "Clear this cell, or write answered as the outcome.",
    ),
    "item_of_another_form": (
        "This item belongs to another form than the one of this row.",
        "Clear this cell, or mend the form.",
    ),
    "off_the_items_scale": (
        "This answer is not on the item’s scale {hint} ({shape}).",
        "Write a number on the scale {hint}, or leave the cell blank if it was not answered.",
    ),
    "no_answer": (
        "This request is said to be answered, but no item has an answer.",
        "Give at least one item its answer, or write asked or declined as the outcome.",
    ),
    "observation_of_another_worker": (
        "The observation that this row names is of another worker.",
        "Mend the observation’s reference or the worker, or leave the observation blank.",
    ),
    "comment_not_there": ("There is no comment with this reference.", "Take the reference from the list of comments."),
    "observation_not_known": (
        "The dashboard has no observation with this reference.",
        "Check the reference, or import the observation first.",
    ),
    "graded_once": (
        "Fewer than two people have graded this element of the observation.",
        "An agreed grade needs two grades or more: send the second grader’s row first.",
    ),
    "agreed_before_observed": ("The day of agreeing is before the day of the observation.", "Check both dates."),
    "unknown_rubric": (
        "The framework has no such rubric ({shape}).",
        "Add the rubric to the framework file, or use a rubric that it has.",
    ),
    "unknown_rubric_version": (
        "This rubric has no such version ({shape}).",
        "Use {hint}, or leave it blank for the newest.",
    ),
    "item_of_another_rubric": (
        "This item belongs to another rubric than the one of this row.",
        "Clear this cell, or mend the rubric.",
    ),
    "off_the_rubrics_scale": (
        "This grade is not on the rubric’s scale {hint} ({shape}).",
        "Write a number on the scale {hint}, or leave the cell blank if the item was not graded.",
    ),
    "no_item_graded": ("This row has no grade at all.", "Give at least one item a grade, or remove the row."),
    "observer_is_supervisor": (
        "The supervisor cannot observe their own supervision.",
        "Mend the observer, or write self-reported as the method.",
    ),
    "supervises_themselves": (
        "The supervisor stands among those who were supervised.",
        "Mend the supervisor, or take the code out of the supervisees.",
    ),
    "several_in_one_to_one": (
        "A one-to-one supervision is with one worker, and this row names {hint}.",
        "Write group as the format, or name one worker.",
    ),
    "graded_on_another_rubric": (
        "The store has this supervision on another rubric, or on another version of it.",
        "Mend the rubric, or undo the import that brought the supervision and send it again.",
    ),
    "coached_before_supervised": (
        "The day of coaching is before the day of the supervision.",
        "Check both dates.",
    ),
    "reference_of_another_kind": (
        "This reference does not belong to coaching on {hint}.",
        "Clear this cell, or mend the kind.",
    ),
    "nobody_coached": (
        "This row says neither who was coached nor after what.",
        "Fill in the person, or the reference of the observation or supervision.",
    ),
    "coaching_of_another_kind": (
        "The store has this session as coaching on {hint}.",
        "Mend the kind, or give this session a reference of its own.",
    ),
    "supervision_of_another_person": (
        "The supervision that this row names is of another supervisor.",
        "Mend the supervision’s reference or the person, or leave the supervision blank.",
    ),
    "unknown_choice": ("This is not one of the known words ({shape}).", "Use one of these: {hint}."),
    "duplicate_row": (
        "The same {row_word} by the same grader stands in more than one row (rows {hint}).",
        "Remove the rows that should not be there, or give the second grader's code in the column for the grader.",
    ),
    "duplicate_entry": ("The same {row_word} stands in more than one row (rows {hint}).", "Keep one of them."),
    "rows_disagree": (
        "Row {hint} says something else about the same {row_word}.",
        "Rows of one {row_word} must agree on this column: mend one of the two.",
    ),
    "two_teams_on_one_day": (
        "The worker is in another team on the same day in row {hint}.",
        "Mend the team, the worker or the date in one of the two rows.",
    ),
    "other_team_in_store": (
        "An observation already in the store has this worker in another team on the same day.",
        "Mend the team, the worker or the date here, or send the other observation again, corrected.",
    ),
    "month_ends_before_begins": ("The last month is before the first month.", "Swap or mend the two months."),
    "month_too_far": ("This month is more than ten years ahead.", "Check the year."),
    "measure_not_known": (
        "This is not a measure that the dashboard has ({shape}).",
        "Use a measure's key or name{near}; the template lists all of them.",
    ),
    "off_the_measures_scale": (
        "A target for this measure lies between {hint} ({shape}).",
        "Write a number between {hint}.",
    ),
    "end_value_without_end": (
        "A target for the last month needs a last month after the first one.",
        "Fill in the last month, or clear the target for the last month.",
    ),
    "overlapping_targets": (
        "Another target of the same measure and place holds in some of these months: {hint}.",
        "Change the months of one of the two, or withdraw the other one.",
    ),
    "whole_authority_only": (
        "This measure is counted for the whole council, not for a part of it.",
        "Clear the service area and the team.",
    ),
    "fixed_without_end": ("Fixed limits need a last month.", "Fill in the last month that they are worked out from."),
    "last_month_not_used": ("A last month is for fixed limits only.", "Clear the last month, or choose fixed limits."),
    "change_is_not_measured": (
        "Change from a month on is measured for the number of looked after children only.",
        "Choose that measure, or new limits from a month on.",
    ),
    "unknown_entry": (
        "There is no {row_word} with this reference, or it has been withdrawn ({shape}).",
        "Copy the reference from the list as it is now, or leave it blank for a new one.",
    ),
    "nothing_to_withdraw": (
        "There is no such {row_word} that could be withdrawn.",
        "Check it against the list, or give its reference.",
    ),
    "entry_there_already": (
        "There is another {row_word} just like this one already.",
        "Change that one, or withdraw one of the two.",
    ),
    "ends_before_begins": ("The last day is before the first day.", "Swap or mend the two dates."),
    "denominator_needed": (
        "A share needs what it is counted out of.",
        "Fill in the denominator: the template says what each indicator is counted out of.",
    ),
    "denominator_not_used": ("This indicator is a plain count, without a denominator.", "Clear the denominator."),
    "more_than_the_whole": ("There are more than what they are counted out of.", "Mend the value or the denominator."),
    "before_agreed": ("This day is before the day on which it was agreed.", "Check both dates."),
    "overlapping_memberships": (
        "The worker is in a team twice, or in two teams, at the same time ({hint}).",
        "Let the earlier time end the day before the later one begins.",
    ),
    "team_or_worker": (
        "A member of a group is either a team or a worker.",
        "Fill in one of the two, and leave the other blank.",
    ),
    "group_named_as_team": (
        "A team is called so already, and a group needs a name of its own ({shape}).",
        "Give the group another name.",
    ),
    "team_named_as_group": (
        "A group of teams or of workers is called so already ({shape}).",
        "Give the team another name, or take the group back first (undo its import).",
    ),
    "group_of_another_sort": (
        "This group is one of {hint}: a group has either teams or workers.",
        "Give teams and workers groups of their own.",
    ),
    "overlapping_members": (
        "The member is in this group twice at the same time ({hint}).",
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
    "own_neighbour": ("A council cannot be its own neighbour.", "Leave this row out."),
}

# What a person should know about rows that were taken in all the same. {hint}: from the query.
_NOTES: dict[str, str] = {
    "comments_not_kept": "Comments that were not kept: {hint}. The council decides on the page Events and targets "
    "whether comments are kept.",
    "answers_taken_back": "Requests that had an answer and have none now: {hint}. Please check that this is meant.",
    "observations_not_there": "Observations that are named and not there (yet): {hint}. Please check how they are "
    "written.",
    "supervisions_not_there": "Supervisions that are named and not there (yet): {hint}. Please check how they are "
    "written.",
    "unknown_workers": "{hint} workers have no observation and no place in a team yet. They count once they have; "
    "please check how their codes are written.",
    "short_baseline": "Row {row}: limits need at least 8 months to be worked out from; this baseline has {hint}. It is "
    "kept, and not used until it is longer.",
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

    def note(self, row_number: int, code: str, hint: str) -> str:
        """Something about one row that does not stop it, in words."""
        return _NOTES[code].format(row=row_number, hint=hint)


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
