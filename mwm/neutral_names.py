"""Neutral names for teams: “Team P” in place of a team's own name, for a room in which nobody should be picked out.

Pure: names in, names out. Everything that a question returns is renamed before any chart is drawn from it, and what a
link asks for in neutral names is turned back before the store is asked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import chain, product
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from mwm.answer import Answer

_LETTERS = "PQRSTUVWXYZHJKLMNGFEDCBA"  # without I and O; from the end of the alphabet that councils use last
_DIGITS = "23456789"
_OF_TEAMS = {"teams", "units", "cells"}  # fields that list teams, or what is about one team each, side by side
Kind = TypeVar("Kind")


class NeutralNames:
    """Names for some teams, the same for the same seed. Their order says nothing about the order of the teams' own."""

    def __init__(self, teams: Iterable[str], seed: str) -> None:
        own = sorted(set(teams))
        shuffled = sorted(own, key=lambda team: hashlib.sha256(f"{seed}\x1f{team}".encode()).digest())
        used = {word.casefold() for team in own for word in re.findall(r"\w+", team)}
        letters = (f"Team {name}" for name in chain(_LETTERS, map("".join, product(_LETTERS, _DIGITS))))
        free = (name for name in letters if name.rpartition(" ")[2].casefold() not in used)
        self._neutral = dict(zip(shuffled, free, strict=False))
        self._own = {neutral: team for team, neutral in self._neutral.items()}
        self._by_small = {team.casefold(): neutral for team, neutral in self._neutral.items()}
        self._order = {neutral: place for place, neutral in enumerate(self._neutral.values())}
        self._any = _pattern(own)
        self._any_neutral = _pattern(self._own)

    def pairs(self) -> list[tuple[str, str]]:
        """Neutral name and own name of every team, in the order of the neutral names: for the facilitator alone."""
        return list(self._own.items())

    def hidden(self, value: Kind) -> Kind:
        """The same with neutral names: an answer, choices, or anything made of frames, mappings, lists and texts.

        Rows and mappings of teams are put in the order of the neutral names, because their own order tells who is who;
        whatever else divides rows (months, service areas) stays in its order.
        """
        found: Kind = self._hide(value) if self._neutral else value
        return found

    def shown(self, value: Kind) -> Kind:
        """The same with the teams' own names: what a link, a scope or an argument asks for."""
        found: Kind = _renamed(value, self._back) if self._own else value
        return found

    def _text(self, text: str) -> str:
        if self._any is None or not self._any.search(text):
            return text
        return self._any.sub(lambda found: self._by_small[found[0].casefold()], text)

    def _back(self, text: str) -> str:
        if self._any_neutral is None or not self._any_neutral.search(text):
            return text
        return self._any_neutral.sub(lambda found: self._own.get(found[0], found[0]), text)

    def _hide(self, value: Any) -> Any:
        return _renamed(value, self._text, special=self._special, order=self._in_order)

    def _special(self, value: Any) -> Any:
        """What needs more than new texts: frames, and answers, which say row by row what is hidden."""
        if isinstance(value, pd.DataFrame):
            return self._frame(value)
        if isinstance(value, Answer) and value.suppressed:
            order = self._places(value.rows) or list(range(len(value.rows)))
            hidden = tuple(value.suppressed[place] for place in order)
            return replace(self._hide(replace(value, suppressed=())), suppressed=hidden)
        return None

    # --- frames -----------------------------------------------------------------------------------------------------

    def _frame(self, rows: pd.DataFrame) -> pd.DataFrame:
        order = self._places(rows)
        changed = rows if order is None else rows.iloc[order]
        if order is not None and isinstance(rows.index, pd.RangeIndex):
            changed = changed.reset_index(drop=True)
        for place in range(changed.shape[1]):
            values = changed.iloc[:, place]
            if _holds_texts(values):
                changed = changed if changed is not rows else rows.copy(deep=False)
                kind: Any = object if isinstance(values.dtype, pd.CategoricalDtype) else values.dtype
                changed.isetitem(place, pd.array([self._hide(each) for each in values], dtype=kind))
        for axis in (0, 1):
            labels = changed.axes[axis]
            if any(isinstance(label, (str, tuple)) for label in labels):
                changed = changed.set_axis(_labels(labels, self._hide), axis=axis)
        return changed

    def _places(self, rows: pd.DataFrame) -> list[int] | None:
        """The places of the rows with teams in the order of their neutral names; None where no column is of teams.

        Rows stay together that have the same service area, and the same values before the column of teams.
        """
        frame = rows.set_axis(range(rows.shape[1]), axis=1)
        teams: Any = next(
            (place for place in frame if _holds_texts(frame[place]) and self._has_teams(frame[place])), None
        )
        if teams is None:
            return None
        dividing: list[Any] = [place for place in frame if place < teams]
        dividing += [place for place, name in enumerate(rows.columns) if name == "service_area" and place != teams]
        known: dict[tuple[str, ...], int] = {}
        parts = [
            known.setdefault(tuple(map(repr, part)), len(known))
            for part in (frame[dividing].itertuples(index=False, name=None) if dividing else [()] * len(rows))
        ]
        ranks = [self._rank(each) for each in frame[teams]]
        return sorted(range(len(rows)), key=lambda place: (parts[place], ranks[place]))

    def _has_teams(self, values: pd.Series) -> bool:
        return any(isinstance(each, str) and each in self._neutral for each in values)

    def _rank(self, thing: Any) -> int:
        """Where a team stands, or what is about one; whatever is about no team (all teams together) comes first."""
        team = thing if isinstance(thing, str) else getattr(thing, "unit", None)
        return self._order[self._neutral[team]] if isinstance(team, str) and team in self._neutral else -1

    def _in_order(self, things: list[Any]) -> list[Any]:
        """The teams among these in the order of their neutral names, in the places that teams had."""
        teams = iter(sorted((thing for thing in things if self._rank(thing) >= 0), key=self._rank))
        return [next(teams) if self._rank(thing) >= 0 else thing for thing in things]


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Any of these names as a whole word or words, the longest first, in any case."""
    known = sorted((name for name in names if name.strip()), key=len, reverse=True)
    if not known:
        return None
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in known), re.IGNORECASE)


def _holds_texts(values: pd.Series) -> bool:
    kinds = pd.api.types
    return not (kinds.is_numeric_dtype(values) or kinds.is_bool_dtype(values) or kinds.is_datetime64_any_dtype(values))


def _labels(labels: pd.Index, change: Callable[[Any], Any]) -> pd.Index:
    changed = [change(label) for label in labels]
    labelled: pd.Index = pd.Index(changed, name=labels.name)
    if isinstance(labels, pd.MultiIndex):
        labelled = pd.MultiIndex.from_tuples(changed, names=labels.names)
    return labelled


def _renamed(
    value: Any,
    text: Callable[[str], str],
    *,
    special: Callable[[Any], Any] = lambda value: None,
    order: Callable[[list[Any]], list[Any]] = list,
) -> Any:
    """A value with every text in it changed, however deep. What is none of the usual things stays as it is.

    special: what becomes of some kinds of value; None for the others. order: puts names of teams, and what is about
    one team each, in their order.
    """

    def again(inner: Any) -> Any:
        return _renamed(inner, text, special=special, order=order)

    if isinstance(value, str):
        return text(value) if type(value) is str else value
    if (found := special(value)) is not None:
        return found
    if isinstance(value, Mapping):
        return {again(key): again(value[key]) for key in order(list(value))}
    if isinstance(value, pd.Series):
        return value.map(again) if _holds_texts(value) else value
    if isinstance(value, np.ndarray):
        return np.array([again(inner) for inner in value], dtype=object) if value.dtype.kind in "OU" else value
    if isinstance(value, (list, tuple, set, frozenset)):
        changed = [again(inner) for inner in value]
        if all(one is other for one, other in zip(changed, value, strict=True)):
            return value
        return type(value)(*changed) if hasattr(value, "_fields") else type(value)(changed)
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        for name in _OF_TEAMS & set(held):
            if isinstance(held[name], tuple):
                held[name] = tuple(order(list(held[name])))
        renewed = {name: again(inner) for name, inner in held.items()}
        same = all(renewed[name] is getattr(value, name) for name in held)
        return value if same else replace(value, **renewed)
    return value
