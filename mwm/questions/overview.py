"""Where do we stand? Every element in every part of the service, on one page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.framework import Framework
from mwm.matrix import WHOLE, Cell, Group, Matrix, Row
from mwm.questions.aims import By
from mwm.questions.feedback_overview import voice_group
from mwm.questions.judging import latest_signal
from mwm.questions.looked_after_counts import CAVEAT_CAUSE
from mwm.questions.looked_after_counts import KINDS as LOOKED_AFTER_KINDS
from mwm.questions.looked_after_overview import PAGE as CHILDREN
from mwm.questions.looked_after_overview import looked_after_group
from mwm.questions.periods import parts_of
from mwm.questions.question import COUNTING, Argument, listed_words, nothing, question
from mwm.questions.readings import Total, total_of
from mwm.questions.signals import ASSURANCE_WORDS, METHOD, VARIATION_WORDS, decisions_said
from mwm.questions.supervision_overview import supervision_group
from mwm.questions.unit_series import UnitSeries, unit_series
from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import Viewer

Order = Literal["framework", "concern"]

PRACTICE, WHOLE_AUTHORITY = "practice", "Whole authority"
_ELEMENTS_PAGE = "skills"
_SIGNALS = {
    "concern_high": "a real concern",
    "concern_low": "a real concern",
    "improvement_high": "a real improvement",
    "improvement_low": "a real improvement",
    "neutral_high": "a real rise",
    "neutral_low": "a real fall",
}  # in the order in which a sentence names them

_COLUMNS = (
    Column("element", "Element or measure"),
    Column("unit", "Part of the service"),
    Column("status", "Status"),
    Column("average", "Average grade", "average"),
    Column("observations", "Observations", "count"),
    Column("workers", "Workers", "count"),
    Column("previous_average", "Average before", "average"),
    Column("previous_observations", "Observations before", "count"),
    Column("change", "Change", "average_change"),
    Column("variation", "What it means", words=VARIATION_WORDS),
    Column("target", "Target", "average"),
    Column("assurance", "Will the target be hit?", words=ASSURANCE_WORDS),
    Column(
        "about",
        "About",
        words={
            PRACTICE: "Practice",
            "supervision": "Supervision",
            "voice": "Families’ voice",
            "looked_after": "Looked after children",
        },
    ),
    Column("value", "Value of other measures", "number"),
    Column("previous_value", "Value before", "number"),
    Column("measured", "What the value is"),
    Column("counted", "From how many", "count"),
)
_NUMBERS = ("average", "previous_average", "change", "target", "value", "previous_value", "counted")
_METHOD = Method(
    definition="Average grade in the last twelve months of the period (its later half, where it is under two years), "
    f"beside the average of the same length of time before. {COUNTING}",
    formula=f"mean = Σ grade / n; change = average − average before. Whether it is real: {METHOD} A target beyond the "
    "limits will be hit, or missed, as long as nothing changes; one between them will be hit or missed by chance. "
    "Supervision: the average grade of observed supervision. Families’ voice: the average over people of their average "
    "answer, and those who answered / those asked × 100. Looked after children: the latest count, beside the count of "
    "the month that the council measures from.",
    exclusions="A cell with fewer observations than the minimum is called too few and shows no average. A target set "
    "for the whole does not hold for its parts. Where settings are chosen, supervision and families’ voice are left "
    "out, because they have none. Counts of looked after children are for the whole authority.",
    sql=(
        "questions/overview/element_by_unit",
        "questions/overview/element_by_unit_and_month",
        "questions/plans/baseline_in_scope",
        "questions/plans/target_in_scope",
        "questions/skills/total",
        "questions/supervision/item_by_month",
        "questions/feedback/form_by_unit_and_month",
        "questions/looked_after/count_by_month",
    ),
)
_COUNTED = ("observations", "workers", "double_graded")
_BESIDE = ThreadPoolExecutor(2, "overview")  # while DuckDB reads, another thread may run


@question(
    "overview-matrix",
    "Every element in every service area (or team): latest average, the number behind it, and the average before; "
    "then supervision, families’ voice and looked after children.",
    kinds=("observations", "supervision", "feedback", *LOOKED_AFTER_KINDS),
    arguments=(
        Argument("by", "what a column is", kind="choice", choices=("service_area", "team")),
        Argument("order", "rows as in the framework, or concerns first", "choice", ("framework", "concern")),
    ),
)
def overview_matrix(
    store: Store, viewer: Viewer, scope: Scope, *, by: By = "service_area", order: Order = "framework"
) -> Answer:
    """The matrix of elements and parts of the service, and below it what else is recorded.

    order: concern for elements with a concern anywhere first, then those with an improvement, with no change, with too
    few; ties as in the framework. Rows: element (key), unit (service area or team), status (ok, thin, empty), average,
    observations, workers, previous_average, previous_observations, change, variation (icon of the latest point, None
    where not judged), target and assurance (None without one), about (practice); every pair is a row. Rows about
    supervision, voice or looked_after have their key for an element, and value, previous_value, measured (what the
    value is: average grade, average answer, response rate in percent, number) and counted in place of averages and
    observations; the unit of what is counted for the whole authority is WHOLE_AUTHORITY. extra: matrix (a
    matrix.Matrix), names (key → name), units, parts, grain.
    """
    if scope.authority is None:
        return nothing("overview-matrix", scope, _COLUMNS, _METHOD, counts=_COUNTED)
    framework = store.framework(scope.authority)
    total = total_of(store, scope)
    if total.observations == 0:
        return nothing("overview-matrix", scope, _COLUMNS, _METHOD, counts=_COUNTED)
    parts = parts_of(total.first, total.last)
    enough = settings().minimum_observations
    units = units_of(store, scope, by)
    keys = list(framework.element_keys)
    further = _BESIDE.submit(_further, store, store.version, scope, by, tuple(units), total)
    asked = scope.parameters(by=by, windows=parts.windows)
    found = store.read(
        "questions/overview/element_by_unit",
        **{key: asked[key] for key in ("authority", "service_areas", "teams", "settings", "marker", "admitted")},
        **parts.parameters(),
        elements=keys,
        unit=by,
    )
    judged = unit_series(store, scope, total, keys, by, units, grain="auto", enough=enough)
    hidden = scope.hidden_units(units, by=by, windows=(parts.later,))
    cells = _cells(found, judged, keys, units, enough, hidden)
    groups = further.result()
    matrix = _matrix(cells, judged, framework, units).with_groups(groups)
    if order == "concern":
        matrix = matrix.concerns_first()
    rows = _rows(cells, matrix)
    return Answer(
        question="overview-matrix",
        status="ok" if total.observations >= enough else "thin",
        headline=" ".join([_headline(cells, framework, total.observations, enough), *_further_words(groups)]),
        scope=scope,
        rows=rows,
        columns=_COLUMNS,
        counts=total.counts,
        method=_METHOD,
        caveats=(
            "A signal says that a change is unlikely to be chance, not what caused it. Among many cells, a few show a "
            "signal by chance alone.",
            "Parts of the service work with different families; this is not a ranking.",
            *([CAVEAT_CAUSE] if any(row.page == CHILDREN for group in groups for row in group.rows) else []),
            *_decisions(judged, framework),
        ),
        better="higher",
        extra={
            "matrix": matrix,
            "names": {row.key: row.name for row in matrix.rows},
            "units": units,
            "parts": {"later": parts.later.words, "earlier": parts.earlier.words if parts.earlier else ""},
            "scale": (framework.scale.lowest, framework.scale.highest),
            "minimum": enough,
            "grain": judged.grain,
        },
    )


def units_of(store: Store, scope: Scope, by: str) -> list[str]:
    """Names of the service areas or teams in the scope, in their order; a group only where it is what was chosen."""
    teams = store.read_once("questions/scope/team", authority=scope.authority)
    if scope.teams:
        groups = store.read_once("questions/scope/group", authority=scope.authority)
        teams = groups if scope.teams[0] in set(groups["team"]) else teams
    if scope.service_areas:
        teams = teams[teams["service_area"].isin(scope.service_areas)]
    if scope.teams:
        teams = teams[teams["team"].isin(scope.teams)]
    if by == "team":
        return list(dict.fromkeys(teams["team"]))
    areas = list(store.read_once("questions/scope/service_area", authority=scope.authority)["service_area"])
    return (
        [area for area in areas if area in set(teams["service_area"])] if scope.teams or scope.service_areas else areas
    )


def _cells(
    found: pd.DataFrame, judged: UnitSeries, keys: list[str], units: list[str], enough: int, hidden: Collection[str]
) -> list[dict[str, Any]]:
    """The values of _COLUMNS for each pair, in the order of the elements and then of the units."""
    names = ("part", "element", "unit", "observations", "workers", "grade_sum")
    columns = (found[name].tolist() for name in names)
    sums = {
        (part, element, unit): (n, workers, total)
        for part, element, unit, n, workers, total in zip(*columns, strict=True)
    }
    cells = []
    for element in keys:
        for unit in units:
            n, workers, total = sums.get(("later", element, unit), (0, 0, 0.0))
            n_before, _, total_before = sums.get(("earlier", element, unit), (0, 0, 0.0))
            average = total / n if n >= max(enough, 1) else None
            before = total_before / n_before if n_before >= max(enough, 1) else None
            result = judged.results.get((element, unit)) if average is not None else None
            status = "empty" if n == 0 else "thin" if average is None else "ok"
            if n == 0 and unit in hidden:
                status, n, workers = "hidden", None, None
            cells.append(
                {
                    "element": element,
                    "unit": unit,
                    "status": status,
                    "average": average,
                    "observations": n,
                    "workers": workers,
                    "previous_average": before,
                    "previous_observations": n_before,
                    "change": average - before if average is not None and before is not None else None,
                    "variation": result.variation if result else None,
                    "target": result.target if result else None,
                    "assurance": result.assurance if result else None,
                }
            )
    return cells


def _matrix(cells: list[dict[str, Any]], judged: UnitSeries, framework: Framework, units: list[str]) -> Matrix:
    lines = _lines(judged)
    scale = (framework.scale.lowest, framework.scale.highest)
    by_element: dict[str, list[Cell]] = {element.key: [] for element in framework.elements}
    for cell in cells:
        line, icons = lines.get((cell["element"], cell["unit"]), ((), ()))
        by_element[cell["element"]].append(
            Cell(
                unit=cell["unit"],
                status=cell["status"],
                value=cell["average"],
                before=cell["previous_average"],
                count=cell["observations"],
                line=line,
                icons=icons,
                variation=cell["variation"],
                target=cell["target"],
                assurance=cell["assurance"],
            )
        )
    groups = (
        Group(
            dimension.name,
            tuple(
                Row(
                    element.key,
                    element.name,
                    tuple(by_element[element.key]),
                    "average",
                    scale,
                    asks={"element": element.key},
                )
                for element in framework.of_dimension(dimension.key)
            ),
        )
        for dimension in framework.dimensions
    )
    return Matrix(tuple(units), tuple(groups))


@lru_cache(maxsize=16)
def _further(
    store: Store, version: int, scope: Scope, by: By, units: tuple[str, ...], total: Total
) -> tuple[Group, ...]:
    """What stands below the elements, where it is recorded: supervision, families' voice, looked after children.

    Supervision and feedback have no setting, so they are left out where settings are chosen.
    """
    framework = store.framework(str(scope.authority))
    parts = () if scope.settings else (supervision_group, voice_group)
    found = [part(store, scope, framework, by, list(units), total.first, total.last) for part in parts]
    return tuple(group for group in (*found, looked_after_group(store, scope)) if group)


def _rows(cells: list[dict[str, Any]], matrix: Matrix) -> pd.DataFrame:
    """Every cell of the matrix as a row of _COLUMNS, in its order. cells: those of elements, which hold more."""
    elements = {(cell["element"], cell["unit"]): cell | {"about": PRACTICE} for cell in cells}
    rows = [
        _further_cell(row, cell) if row.page != _ELEMENTS_PAGE else elements[row.key, cell.unit]
        for row in matrix.rows
        for cell in row.cells
    ]
    columns: dict[str, Any] = {column.key: [row.get(column.key) for row in rows] for column in _COLUMNS}
    return pd.DataFrame(columns | {key: np.array(columns[key], dtype=np.float64) for key in _NUMBERS})


def _further_cell(row: Row, cell: Cell) -> dict[str, Any]:
    return {
        "element": row.key,
        "unit": WHOLE_AUTHORITY if cell.unit == WHOLE else cell.unit,
        "status": cell.status,
        "variation": cell.variation,
        "target": cell.target,
        "assurance": cell.assurance,
        "about": row.page,
        "value": cell.value,
        "previous_value": cell.before,
        "measured": row.what,
        "counted": cell.count,
    }


def _lines(judged: UnitSeries) -> dict[tuple[str, str], tuple[tuple[float | None, ...], tuple[str | None, ...]]]:
    """Values and icons by (element, unit), one for each point in time that any of them has.

    Icons of the latest signal's unbroken stretch only: earlier ones tell of what has passed.
    """
    days = sorted(day.date() for day in judged.series["month"].unique())
    place = {day: number for number, day in enumerate(days)}
    lines = {}
    for pair, result in judged.results.items():
        values: list[float | None] = [None] * len(days)
        icons: list[str | None] = [None] * len(days)
        for point in result.points:
            if (number := place.get(point.day)) is not None:  # limits may need points from before what is shown
                values[number] = point.value
        for day in latest_signal(result) & place.keys():
            icons[place[day]] = result.variation
        lines[pair] = (tuple(values), tuple(icons))
    return lines


def _decisions(judged: UnitSeries, framework: Framework) -> list[str]:
    """Whose decisions the limits of some cells follow."""
    return [
        f"{framework.element(element).name}, {unit}: {words}"
        for (element, unit), result in judged.results.items()
        for words in decisions_said([result])
    ]


def _headline(cells: list[dict[str, Any]], framework: Framework, observations: int, enough: int) -> str:
    if observations < enough:
        return f"Too few observations to say: {observations} of {enough} needed."
    names = {element.key: element.name.lower() for element in framework.elements}
    said = []
    for word, ending in (("concern", "needs a look"), ("improvement", "has really improved")):
        found: dict[str, list[str]] = {}
        for cell in cells:
            if (cell["variation"] or "").startswith(word):
                found.setdefault(cell["unit"], []).append(names[cell["element"]])
        for unit, elements in found.items():
            many = ending.replace("has ", "have ").replace("needs", "need") if len(elements) > 1 else ending
            few = len(elements) <= 3
            listed = listed_words(elements) if few else f"{len(elements)} of {len(framework.elements)} elements"
            told = f"{listed} {many} in {unit}." if word == "improvement" else f"{listed} in {unit} {many}."
            said.append(told[0].upper() + told[1:])
    judged = {cell["unit"] for cell in cells if cell["variation"]}
    if not said:
        said = [
            "No real change in any element or part of the service." if judged else "Too few months to tell a change."
        ]
    thin = sorted({cell["unit"] for cell in cells} - judged)
    if thin and judged:
        who = listed_words(thin) if len(thin) <= 2 else f"{len(thin)} parts of the service"
        said.append(f"{who} {'has' if len(thin) == 1 else 'have'} too few observations to say.")
    more = [f"And {len(said) - 3} more, shown below."] if len(said) > 3 else []
    return " ".join([*said[:3], *more, *_target_words(cells)])


def _further_words(groups: Sequence[Group]) -> list[str]:
    """The most pressing signal below the elements, and how many more there are."""
    found = [
        (cell.variation, group, row, cell.unit)
        for group in groups
        for row in group.rows
        for cell in row.cells
        if cell.variation in _SIGNALS
    ]
    if not found:
        return []
    variation, group, row, unit = min(found, key=lambda each: list(_SIGNALS).index(str(each[0])))
    name = f"{row.name[0].lower()}{row.name[1:]}"
    where = unit or WHOLE_AUTHORITY.lower()
    if len(group.rows) > 1:  # a form's name says little by itself
        name, where = f"“{row.name}”", f"{group.name[0].lower()}{group.name[1:]}, {where}"
    more = f", and {len(found) - 1} more below the elements" if len(found) > 1 else ""
    return [f"Also {_SIGNALS[str(variation)]} in {name} ({where}){more}."]


def _target_words(cells: list[dict[str, Any]]) -> list[str]:
    """How many targets will be missed as long as nothing changes."""
    aimed = sum(cell["target"] is not None for cell in cells)
    missed = sum(cell["assurance"] == "consistently_misses" for cell in cells)
    return [f"{missed} of {aimed} targets will be missed as long as nothing changes."] if missed else []
