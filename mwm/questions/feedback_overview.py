"""Families' voice as rows of the Overview: one for each form, and the response rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

import pandas as pd

from mwm.framework import Framework
from mwm.matrix import Cell, Group, Row
from mwm.measures import feedback_measure, response_measure
from mwm.questions.aims import By
from mwm.questions.feedback_items import bound, family_forms, items_of
from mwm.questions.feedback_reading import ALL_FORMS, arriving_since, scoped, without_settings
from mwm.questions.periods import parts_of
from mwm.questions.readings import newest_import
from mwm.questions.unit_line import Aims, Sums, UnitLine, together
from mwm.scope import Month, Over, Period, Scope
from mwm.store import Store

NAME = "Families’ voice"
PAGE = "voice"
_FULL = (0.0, 100.0)


class _Form(NamedTuple):
    """Of one form: how many were asked (n) and answered (total), how many answers lie on the scale and where."""

    asked: Sums
    placed: Sums


def voice_group(
    store: Store, scope: Scope, framework: Framework, by: By, units: list[str], first: Month, last: Month
) -> Group | None:
    """A row for each feedback form that was used and one for the response rate; None where nobody was asked.

    units: service areas or teams, by their names. first, last: the months of the Overview. A form's value is the
    average over people of their average answer, on the form's scale where all items share one, else from 0 to 100.
    Workers' own views and versions of a form on other scales are left out.
    """
    asks, shown, parts = without_settings(scope), Period(first, last), parts_of(first, last)
    # Disclosure control may leave no single months: then what counts over a part is more than its points.
    finest = asks.finest(ALL_FORMS, by=by)
    if finest == "month":
        points = _every_month(store, store.version, replace(asks, period=Period()), framework, by, tuple(units))
        points = {key: _Form(*(each.within(shown) for each in form)) for key, form in points.items()}
    else:  # which quarters count depends on the period: on the one that a period ends in
        points = _by_form(_read(store, asks, framework, by, shown, finest), framework, units)
    spans = points
    if scope.gate:
        both = Period(parts.windows[0].first, parts.later.last)
        read = _read(store, asks, framework, by, both, "period", parts.windows, parts.later.first)
        spans = _by_form(read, framework, units)
    hidden = asks.hidden_units(units, ALL_FORMS, by=by, windows=(parts.later,))
    used = [key for key in points if points[key].asked.n.any() or spans[key].asked.n.any()]
    if not used:
        return _all_hidden(units) if hidden else None
    newest = newest_import(store, scope, "feedback")
    line = partial(UnitLine, units, period=shown, parts=parts, hidden=hidden, finest=finest)
    rows = []
    for form in family_forms(framework).values():
        if form.key not in used:
            continue
        ends = _ends(framework, form.key)
        cells = line(
            points[form.key].placed,
            spans[form.key].placed,
            "xmr",
            arriving=arriving_since(newest, last, "average"),
            aims=Aims.of(store, asks, feedback_measure(form.key), by),
        ).cells()
        kind = "number" if ends == _FULL else "average"
        opens = {"form": form.key, "respondent": "all"}
        rows.append(Row(form.key, form.short_name, cells, kind, ends, "average answer", "people", PAGE, opens))
    cells = line(
        together([form.asked for form in points.values()]),
        together([form.asked for form in spans.values()]),
        "p",
        arriving=arriving_since(newest, last, "response"),
        aims=Aims.of(store, asks, response_measure(), by),
    ).cells()
    return Group(NAME, (*rows, _response(cells)))


def _response(cells: tuple[Cell, ...]) -> Row:
    return Row("response", "Response rate", cells, "percent", _FULL, "response rate", "people asked", PAGE)


def _all_hidden(units: list[str]) -> Group:
    return Group(NAME, (_response(tuple(Cell(unit, "hidden", None) for unit in units)),))


@lru_cache(maxsize=16)
def _every_month(
    store: Store, version: int, scope: Scope, framework: Framework, by: By, units: tuple[str, ...]
) -> dict[str, _Form]:
    """Forms by month and unit. scope: of all months, so that asking for others reads nothing new.

    What disclosure control lets count in a month does not depend on the months around it.
    """
    return _by_form(_read(store, scope, framework, by, scope.period, "month"), framework, units)


def _by_form(rows: pd.DataFrame, framework: Framework, units: Sequence[str]) -> dict[str, _Form]:
    """By key of the form, for every form that families are asked with."""
    rows = rows[rows["unit"].isin(units)]
    forms = rows["form_key"].to_numpy(dtype=object)
    asked, placed = Sums.of(rows, units, "asked", "answered"), Sums.of(rows, units, "placed", "place_sum")
    found = {}
    for key in family_forms(framework):
        low, high = _ends(framework, key)
        own = placed.where(forms == key)
        answers = own._replace(total=low * own.n + (high - low) * own.total)  # their sum, on the form's scale
        found[key] = _Form(asked.where(forms == key), answers)
    return found


def _read(
    store: Store,
    scope: Scope,
    framework: Framework,
    by: By,
    period: Period,
    over: Over,
    windows: tuple[Period, ...] = (),
    later_first: Month | None = None,
) -> pd.DataFrame:
    items = [item for form in family_forms(framework) for item in items_of(framework, form) if item.is_current]
    lists = bound(items)
    return store.read(
        "questions/feedback/form_by_unit_and_month",
        **scoped(replace(scope, period=period), by=by, over=over, windows=windows),
        **{key: lists[key] for key in ("forms", "versions", "items", "lowests", "highests")},
        unit=by,
        grain=over,
        later_first=later_first.first_day if later_first else None,
    )


def _ends(framework: Framework, form: str) -> tuple[float, float]:
    scales = {(item.scale.lowest, item.scale.highest) for item in items_of(framework, form) if item.is_current}
    return scales.pop() if len(scales) == 1 else _FULL
