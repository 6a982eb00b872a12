"""The kinds of file that can be taken in: their columns, how headings match them, and how a kind is recognised.

A new kind is a new entry in KINDS and a folder of its own under sql/intake/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

from mwm.errors import IntakeError, UsageError
from mwm.framework import Framework

ColumnType = Literal["text", "identifier", "date", "month", "integer", "number", "grade", "choice"]


@dataclass(frozen=True)
class KindColumn:
    """One column of a kind.

    type: what a cell must hold; "identifier" is a text that stands for a person, family or observation and is never
    shown in a message. choices: the texts that a "choice" may hold, or the points of a grade's scale; empty = any.
    example: a filled-in cell for templates. synonyms: other headings that mean this column. required: the column must
    be there and filled in every row, unless may_be_blank.
    """

    key: str
    type: ColumnType
    description: str
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    may_be_blank: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of file. name and about are for people.

    needs_authority: whether its rows belong to one council. has_elements: whether there is one column of grades for
    each element of the framework. date_column: the column that the ledger's first and last date come from.
    in_templates: whether people fill it in by hand, so that a template makes sense. has_places: whether it has
    service areas and teams; may_make_places: whether an authority without teams may take them from it, once a person
    has confirmed them; makes_places: whether it is what says which teams there are. written_as: the kind whose
    tables it is written to, where that is another one.
    """

    key: str
    name: str
    about: str
    fixed_columns: tuple[KindColumn, ...]
    date_column: str
    needs_authority: bool = True
    has_elements: bool = False
    in_templates: bool = True
    row_word: str = "row"
    has_places: bool = False
    may_make_places: bool = False
    makes_places: bool = False
    written_as: str = ""

    @property
    def writes_as(self) -> str:
        """The folder under sql/intake that compares and writes its rows."""
        return self.written_as or self.key

    def columns(self, framework: Framework) -> tuple[KindColumn, ...]:
        """All columns in the order of a template: required ones, elements, optional ones."""
        fixed = tuple(_with_choices(column, framework) for column in self.fixed_columns)
        if not self.has_elements:
            return fixed
        required = tuple(column for column in fixed if column.required)
        optional = tuple(column for column in fixed if not column.required)
        return required + element_columns(framework) + optional


def element_columns(framework: Framework) -> tuple[KindColumn, ...]:
    """One column of grades for each element of a framework."""
    points = tuple(f"{point:g}" for point in framework.scale.points)
    return tuple(
        KindColumn(
            key=element.key,
            type="grade",
            description=f"{element.description} A grade on {framework.scale.words}; blank if not graded.",
            example=points[len(points) // 2],
            choices=points,
            synonyms=(element.name, element.short_name, f"grade_{element.key}", f"{element.key}_grade"),
        )
        for element in framework.elements
    )


def _with_choices(column: KindColumn, framework: Framework) -> KindColumn:
    named = {"setting": framework.settings, "medium": framework.media}.get(column.key)
    if column.type != "choice" or not named:
        return column
    return replace(column, choices=named, example=named[0])


_SERVICE_AREA = KindColumn(
    "service_area",
    "text",
    "The part of the service that the team belongs to, as it is called in the dashboard.",
    "Children in Need",
    synonyms=("service", "area", "division"),
)
_TEAM = KindColumn(
    "team", "text", "The team's name, as it is called in the dashboard.", "North 1", synonyms=("team_name",)
)
_WORKER = KindColumn(
    "worker_id",
    "identifier",
    "A code that stands for the worker. Use a staff number or a pseudonym, never a name.",
    "W0123",
    synonyms=("worker", "social_worker", "social_worker_id", "practitioner", "practitioner_id", "staff_id"),
)

_OBSERVATIONS = Kind(
    key="observations",
    name="Observations of practice",
    about="One row is one observation graded by one grader. A second grader repeats the observation in another row.",
    date_column="observed_on",
    has_elements=True,
    has_places=True,
    may_make_places=True,
    row_word="observation",
    fixed_columns=(
        KindColumn(
            "observation_id",
            "identifier",
            "Your own reference for the observation. A second grader's row repeats it.",
            "OBS-2025-0001",
            required=True,
            synonyms=("observation", "observation_ref", "observation_reference", "obs_id", "reference"),
        ),
        KindColumn(
            "observed_on",
            "date",
            "The day of the observed visit or meeting.",
            "2025-04-17",
            required=True,
            synonyms=("date", "observation_date", "date_of_observation", "date_observed", "visit_date"),
        ),
        replace(_SERVICE_AREA, required=True),
        replace(_TEAM, required=True),
        replace(_WORKER, required=True),
        KindColumn(
            "observer_id",
            "identifier",
            "A code that stands for the person who observed.",
            "S0042",
            required=True,
            synonyms=("observer", "observed_by"),
        ),
        KindColumn(
            "setting", "choice", "Where the observed practice took place.", "home visit", synonyms=("location",)
        ),
        KindColumn("medium", "choice", "Whether it was observed live, recorded or simulated.", "live"),
        KindColumn(
            "visit_number",
            "integer",
            "Whether this was the worker's first, second, third … visit to the family: a whole number from 1.",
            "3",
            synonyms=("visit", "visit_no"),
        ),
        KindColumn(
            "family_ref",
            "identifier",
            "A code that stands for the family, where observations of one family should be seen together.",
            "F0815",
            synonyms=("family", "family_id", "family_reference"),
        ),
        KindColumn(
            "grader_id",
            "identifier",
            "A code that stands for the person who gave these grades. Blank means the observer.",
            "S0042",
            synonyms=("grader", "graded_by"),
        ),
        KindColumn(
            "coached_on",
            "date",
            "The day on which the worker was given feedback or coaching on this observation.",
            "2025-04-22",
            synonyms=("coaching_date", "date_coached", "feedback_given_on"),
        ),
    ),
)

_ORGANISATION = Kind(
    key="organisation",
    name="Teams and who works in them",
    about="One row is one team, or one worker's time in a team where worker_id is filled in.",
    date_column="from",
    row_word="team or membership",
    has_places=True,
    makes_places=True,
    fixed_columns=(
        replace(_SERVICE_AREA, required=True),
        replace(_TEAM, required=True),
        replace(_WORKER, description=_WORKER.description + " Blank for a row about the team itself."),
        KindColumn("role", "text", "The worker's role.", "Social worker", synonyms=("job_title", "job")),
        KindColumn(
            "from",
            "date",
            "The first day on which the team existed or the worker was in it.",
            "2024-09-01",
            required=True,
            synonyms=("from_date", "start", "start_date", "valid_from", "started_on"),
        ),
        KindColumn(
            "to",
            "date",
            "The last day, included. Blank while it goes on.",
            "2025-08-31",
            synonyms=("to_date", "end", "end_date", "valid_to", "until", "ended_on"),
        ),
    ),
)

_LOOKED_AFTER = Kind(
    key="looked_after",
    name="Looked after children by month",
    about="One row is one month.",
    date_column="month",
    row_word="month",
    fixed_columns=(
        KindColumn(
            "month",
            "month",
            "The month, as 2025-04, or its first day.",
            "2025-04",
            required=True,
            synonyms=("month_end", "period", "date"),
        ),
        KindColumn(
            "looked_after",
            "integer",
            "Children looked after on the last day of the month.",
            "285",
            required=True,
            synonyms=("looked_after_children", "lac", "cla", "children_looked_after", "number_looked_after", "count"),
        ),
        KindColumn(
            "started",
            "integer",
            "Children who started to be looked after in the month.",
            "11",
            synonyms=("starts", "starting", "new"),
        ),
        KindColumn(
            "ceased",
            "integer",
            "Children who ceased to be looked after in the month.",
            "9",
            synonyms=("ceases", "ceasing", "ended", "left"),
        ),
        KindColumn(
            "population_0_17",
            "integer",
            "Children aged 0 to 17 who live in the area (mid-year estimate).",
            "35624",
            synonyms=("population", "child_population", "population_0_to_17"),
        ),
    ),
)

_DFE_LOOKED_AFTER = Kind(
    key="dfe_looked_after",
    name="Department for Education: looked after children, numbers and rates",
    about="The published file exactly as published. One row is one area, year and measure.",
    written_as="published_figures",
    date_column="time_period",
    needs_authority=False,
    in_templates=False,
    row_word="row",
    fixed_columns=(
        KindColumn("time_period", "integer", "The year that ends on 31 March.", "2025", required=True),
        KindColumn("geographic_level", "text", "National, Regional or Local authority.", "National", required=True),
        KindColumn("country_code", "text", "The country's code.", "E92000001", required=True),
        KindColumn("country_name", "text", "The country's name.", "England", required=True),
        KindColumn("region_code", "text", "The region's code.", "E13000001", required=True, may_be_blank=True),
        KindColumn("region_name", "text", "The region's name.", "Inner London", required=True, may_be_blank=True),
        KindColumn("new_la_code", "text", "The local authority's code.", "E09000019", required=True, may_be_blank=True),
        KindColumn("la_name", "text", "The local authority's name.", "Islington", required=True, may_be_blank=True),
        KindColumn(
            "population_type",
            "text",
            "The measure: looked after on 31 March, starting or ceasing in the year.",
            "Children looked after on 31 March each year",
            required=True,
            synonyms=("population_count",),
        ),
        KindColumn("population_estimate", "number", "Children aged 0 to 17 in the area.", "35624"),
        KindColumn(
            "children_count",
            "number",
            "The number of children.",
            "282",
            required=True,
            may_be_blank=True,
            synonyms=("number",),
        ),
        KindColumn(
            "rate_per_10000", "number", "Children per 10,000 aged 0 to 17.", "79", required=True, may_be_blank=True
        ),
        KindColumn("time_identifier", "text", "Reporting year.", "Reporting year"),
        KindColumn("old_la_code", "text", "The local authority's older code.", "206"),
    ),
)

_EVENTS = Kind(
    key="events",
    name="Events to mark on charts",
    about="One row is one event: training, an inspection, a change of team.",
    date_column="date",
    row_word="event",
    has_places=True,
    fixed_columns=(
        KindColumn(
            "date",
            "date",
            "The day of the event, or its first day.",
            "2025-01-13",
            required=True,
            synonyms=("event_date",),
        ),
        KindColumn(
            "title", "text", "A few words that fit on a chart.", "Training begins", required=True, synonyms=("event",)
        ),
        replace(_SERVICE_AREA, description="The service area that it concerns; blank for all."),
        replace(_TEAM, description="The team that it concerns; blank for all."),
        KindColumn("category", "text", "A word to group events by.", "training", synonyms=("type",)),
        KindColumn(
            "note", "text", "Anything more that readers should know.", "First of three groups", synonyms=("notes",)
        ),
    ),
)

_PUBLISHED_FIGURES = Kind(
    key="published_figures",
    name="Published figures, one to a row",
    about="One row is one published figure with its source.",
    date_column="year",
    needs_authority=False,
    in_templates=False,
    row_word="figure",
    fixed_columns=(
        KindColumn("area_code", "text", "The area's code.", "E09000019", required=True),
        KindColumn("area", "text", "The area's name.", "Islington", required=True),
        KindColumn(
            "area_level",
            "choice",
            "country, region or authority.",
            "authority",
            required=True,
            choices=("country", "region", "authority"),
        ),
        KindColumn("year", "integer", "The year that ends on 31 March.", "2025", required=True),
        KindColumn("measure", "text", "What was counted.", "looked_after", required=True),
        KindColumn("value", "number", "The figure; blank where a symbol stands in its place.", "282"),
        KindColumn("symbol", "text", "The symbol published in place of a figure: c, z, x, k or u.", ""),
        KindColumn("release", "text", "The release that the figure is from.", "2025", required=True),
        KindColumn("source", "text", "Where the figure was published.", "DfE 2025", required=True),
    ),
)

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (_OBSERVATIONS, _ORGANISATION, _LOOKED_AFTER, _DFE_LOOKED_AFTER, _EVENTS, _PUBLISHED_FIGURES)
}


def kind_of(key: str) -> Kind:
    """The kind with this key. Raises UsageError that lists the kinds."""
    if key not in KINDS:
        raise UsageError(f"“{key[:40]}” is not a kind of file.", mend=f"Kinds: {', '.join(KINDS)}.")
    return KINDS[key]


@dataclass(frozen=True)
class Match:
    """How a file's headings fit a kind.

    columns: column key → position of its heading. left_out: positions of headings that fit no column.
    missing: required columns that no heading fits. twice: column key → positions, where more than one heading fits.
    """

    columns: dict[str, int]
    left_out: tuple[int, ...]
    missing: tuple[KindColumn, ...]
    twice: dict[str, tuple[int, ...]]


def plain_heading(heading: str) -> str:
    """A heading without case, spaces, underscores, hyphens and other marks: “Worker ID *” → workerid."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def match_headings(
    headings: Sequence[str], kind: Kind, framework: Framework, mapping: Mapping[str, str] | None = None
) -> Match:
    """Fit a file's headings to a kind's columns.

    mapping: heading → column key, given by a person or remembered; it wins. Then a column's own key, then synonyms.
    """
    columns = kind.columns(framework)
    chosen: dict[str, int] = {}
    twice: dict[str, tuple[int, ...]] = {}
    free = dict(enumerate(plain_heading(heading) for heading in headings))
    mapped = {plain_heading(heading): key for heading, key in (mapping or {}).items()}
    known = {column.key for column in columns}
    passes: list[dict[str, str]] = [
        {heading: key for heading, key in mapped.items() if key in known},
        {plain_heading(column.key): column.key for column in columns},
        {
            plain_heading(synonym): column.key
            for column in reversed(columns)  # of two columns that share a synonym the first keeps it
            for synonym in column.synonyms
        },
    ]
    for names in passes:
        found: dict[str, list[int]] = {}
        for position, heading in free.items():
            if heading in names and names[heading] not in chosen:
                found.setdefault(names[heading], []).append(position)
        for key, positions in found.items():
            chosen[key] = positions[0]
            if len(positions) > 1:
                twice[key] = tuple(positions)
            for position in positions:
                del free[position]
    missing = tuple(column for column in columns if column.required and column.key not in chosen)
    return Match(chosen, tuple(free), missing, twice)


def recognise(
    headings: Sequence[str], framework: Framework, mappings: Mapping[str, Mapping[str, str]] | None = None
) -> Kind:
    """The kind whose columns these headings are. Raises IntakeError where they fit none.

    mappings: kind key → (heading → column key), remembered or given. A kind that lacks a few required columns is still
    recognised when nothing fits better, so that the refusal can name the missing ones.
    """
    best, best_rank = None, (0.0, 0, 0)
    for kind in KINDS.values():
        match = match_headings(headings, kind, framework, (mappings or {}).get(kind.key))
        required = sum(column.required for column in kind.columns(framework))
        share = 1 - len(match.missing) / required
        own = sum(plain_heading(headings[position]) == plain_heading(key) for key, position in match.columns.items())
        rank = (share, own, len(match.columns))
        if rank > best_rank:
            best, best_rank = kind, rank
    if best is None or best_rank[0] < 0.5:
        raise IntakeError(
            "The columns of this file fit no kind of file that can be taken in.",
            mend="Start from a template (python -m mwm template observations --out FILE.xlsx), "
            f"or say what it is with --kind ({', '.join(KINDS)}).",
        )
    return best


def nearest(name: str, known: Sequence[str], at_most: int = 3) -> list[str]:
    """The known names that look most like a name, best first; none where nothing is alike."""
    by_plain = {plain_heading(entry): entry for entry in reversed(known)}
    return [by_plain[plain] for plain in get_close_matches(plain_heading(name), by_plain, at_most, 0.5)]
