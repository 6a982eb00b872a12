"""What the form of the Record page asks, as plain data for the browser: sections of fields, with their choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mwm.framework import Form, Framework, Rubric
from mwm.intake.kinds import Kind, KindColumn
from mwm.questions.records import REFERENCES

Field = dict[str, Any]
Places = Iterable[tuple[str, str]]
PLACE = "place"
"""One field for service area and team; its text is both with a tab between them."""

_TYPES = {"date": "date", "integer": "whole", "choice": "select", "choices": "several", "grade": "grade"}
_ORDER = {  # kind → what is asked first of all; other columns follow
    "observations": ("observer_id", "worker_id", "observed_on", PLACE, "setting", "medium", "visit_number"),
    "supervision": ("observer_id", "supervisor_id", "supervised_on", PLACE, "method", "format", "supervisee_ids"),
    "feedback": ("form", "respondent", "asked_on", PLACE, "worker_id", "mode", "time_point", "outcome"),
}
_TITLES = {
    "observations": ("The visit", "What you saw", "Afterwards"),
    "supervision": ("The supervision", "How it went", "Afterwards"),
    "feedback": ("Who was asked", "What they said", "In their own words"),
}
_LAST = ("coached_on", "comment")
_LABELS = {
    "observer_id": "Observer’s code",
    "worker_id": "Worker’s code",
    "supervisor_id": "Supervisor’s code",
    "supervisee_ids": "Codes of those supervised",
    "observation_id": "Reference of the observation",
    "family_ref": "Family’s code",
    "observed_on": "Day of the visit",
    "supervised_on": "Day of the supervision",
    "asked_on": "Day when asked",
    "markers": "What the case is about",
    "coached_on": "Day of coaching or feedback",
    "grader_id": "Your code",
    "comment": "Comment, without names",
}
_HELP = {
    "observer_id": "A staff number or a code, never a name.",
    "worker_id": "A staff number or a code, never a name.",
    "supervisor_id": "A staff number or a code, never a name.",
    "supervisee_ids": "Several with semicolons between them.",
    "family_ref": "A code, never a name. The same code for each visit to the family.",
    "visit_number": "1 for the worker’s first visit to the family.",
    "coached_on": "Leave it empty until the conversation has taken place.",
    "grader_id": "A staff number or a code, never a name. Not that of the observer.",
}


def sections(kind: Kind, framework: Framework, places: Places, *, leave_out: Iterable[str] = ()) -> list[Field]:
    """The whole form of a kind. leave_out: columns that are not asked for.

    A section has a title and fields. A field: key, label, type (text, long, date, whole, select, several, grade,
    place), required, help, and where they apply options (value, words, group, of), points, about, group, and when: a
    column and the texts that it must hold for the field to be asked. of: the same for one choice.
    """
    left_out = {REFERENCES[kind.key], "grader_id", "service_area", "team", *leave_out}
    graded = set(kind.graded_keys(framework))
    columns = {
        column.key: column
        for column in kind.columns(framework)
        if column.in_forms and column.key not in left_out | graded
    }
    fields = {key: _field(column, kind, framework) for key, column in columns.items()}
    fields[PLACE] = _place(places)
    first = [key for key in _ORDER[kind.key] if key in fields]
    first += [key for key in fields if key not in (*first, *_LAST)]
    titles = _TITLES[kind.key]
    asked = [
        {"title": titles[0], "fields": [fields[key] for key in first]},
        {"title": titles[1], "fields": grades(kind, framework), "about": _about(kind, framework)},
        {"title": titles[2], "fields": [fields[key] for key in _LAST if key in fields]},
    ]
    return [section for section in asked if section["fields"]]


def blind_sections(kind: Kind, framework: Framework, cells: Mapping[str, str]) -> list[Field]:
    """The form of a second grader, which says nothing of the first: a code and the grades.

    cells: those of the entry, which say on which version of which rubric it is graded.
    """
    (grader,) = (column for column in kind.fixed_columns if column.key == "grader_id")
    asked = grades(kind, framework)
    if rubric := _rubric_of(kind, framework, cells):
        asked = [{key: each for key, each in field.items() if key != "when"} for field in _items(rubric)]
    return [
        {"title": "Who grades", "fields": [{**_field(grader, kind, framework), "required": True}]},
        {"title": _TITLES[kind.key][1], "fields": asked, "about": _about(kind, framework)},
    ]


def graded_names(kind: Kind, framework: Framework, cells: Mapping[str, str]) -> dict[str, str]:
    """Key → name of what an entry is graded on: the elements, or the items of its rubric."""
    if kind.has_elements:
        return {element.key: element.name for element in framework.elements}
    rubric = _rubric_of(kind, framework, cells)
    return {item.key: item.name for item in rubric.items} if rubric else {}


def _rubric_of(kind: Kind, framework: Framework, cells: Mapping[str, str]) -> Rubric | None:
    named = (cells.get("rubric"), cells.get("rubric_version"))
    return next((one for one in framework.rubrics if kind.has_rubrics and (one.key, one.version) == named), None)


def grades(kind: Kind, framework: Framework) -> list[Field]:
    """One field for each element; or for each item of each rubric or form, asked where that one was chosen."""
    if kind.has_elements:
        named = {dimension.key: dimension.name for dimension in framework.dimensions}
        points = [f"{point:g}" for point in framework.scale.points]
        return [
            {
                "key": element.key,
                "label": element.name,
                "type": "grade",
                "about": element.description,
                "group": named[element.dimension],
                "points": points,
                "none": "Not graded",
            }
            for element in framework.elements
        ]
    return [field for source in _newest(kind.sources(framework)) for field in _items(source)]


def _items(source: Form | Rubric) -> Iterator[Field]:
    is_rubric = isinstance(source, Rubric)
    for item in source.items:
        when = [{"column": "rubric" if is_rubric else "form", "values": [source.key]}]
        if not is_rubric:
            when.append({"column": "outcome", "values": ["answered"]})
        yield {
            "key": item.key,
            "label": item.name,
            "type": "grade",
            "about": item.description,
            "points": [f"{point:g}" for point in item.scale.points],
            "none": "Not graded" if is_rubric else "No answer",
            "when": when,
        }


def _about(kind: Kind, framework: Framework) -> str:
    keys = "Number keys choose a point, 0 or Delete takes it back, Tab goes on."
    if not kind.has_elements:
        return keys.replace("0 or Delete", "Delete")
    skilled = f"from {framework.threshold:g} on, practice is called {framework.threshold_name}"
    return f"{framework.scale.words}, higher is better; {skilled}. {keys}"


def _field(column: KindColumn, kind: Kind, framework: Framework) -> Field:
    kind_of_field = "long" if column.is_free_text else _TYPES.get(column.type, "text")
    if kind_of_field == "select" and not column.choices:
        kind_of_field = "text"  # any word
    field: Field = {
        "key": column.key,
        "label": _LABELS.get(column.key, column.title),
        "type": kind_of_field,
        "required": column.required,
        "help": _HELP.get(column.key, ""),
        "options": list(_options(column, kind, framework)),
    }
    if column.is_free_text:
        field["when"] = [{"column": "outcome", "values": ["answered"]}]
    return field


def _options(column: KindColumn, kind: Kind, framework: Framework) -> Iterator[Field]:
    """The choices; those of a form's own words only where that form was chosen."""
    lists = {"respondent": "respondents", "mode": "modes", "time_point": "time_points"}
    for value, words in column.named_choices.items():
        option: Field = {"value": value, "words": words if words != value else value[:1].upper() + value[1:]}
        if kind.has_items and column.key in lists:
            having = [form.key for form in _newest(framework.forms) if value in getattr(form, lists[column.key])]
            option["of"] = {"column": "form", "values": having}
        yield option


def _place(places: Places) -> Field:
    options = [{"value": f"{area}\t{team}", "words": team, "group": area} for area, team in places]
    return {"key": PLACE, "label": "Team", "type": "select", "required": True, "help": "", "options": options}


def _newest(sources: Iterable[Form] | Iterable[Rubric]) -> Iterable[Form | Rubric]:
    """The last version of each."""
    found: Mapping[str, Form | Rubric] = {source.key: source for source in sources}
    return found.values()
