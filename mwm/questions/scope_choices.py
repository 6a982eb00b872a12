"""What a viewer can choose from in the scope bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from mwm.framework import Framework
from mwm.questions.question import settle
from mwm.questions.skills import measures
from mwm.scope import PRACTICE, Month, Period, Scope
from mwm.store import Store
from mwm.viewer import Viewer


@dataclass(frozen=True)
class Choices:
    """Names to choose from. teams, groups: of the chosen service areas. months: first and last with observations.

    markers: case markers that observations have, as the framework lists them, then others. hidden: those of the names
    that disclosure control would show nothing of.
    """

    authority: str | None
    authorities: tuple[str, ...]
    service_areas: tuple[str, ...]
    teams: tuple[str, ...]
    settings: tuple[str, ...]
    first_month: Month | None
    last_month: Month | None
    framework: Framework | None
    groups: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()

    def names(self, by: str) -> dict[str, str]:
        """Key → name of the elements, dimensions or composites; one nameless entry where there is no framework yet."""
        return measures(self.framework, by, None) if self.framework else {"": "Element"}


def scope_choices(store: Store, viewer: Viewer, scope: Scope) -> Choices:
    """The choices that this store offers this viewer. Raises ScopeError as every question does."""
    authorities = tuple(store.read_once("questions/scope/authority")["authority"])
    if viewer.authorities:
        authorities = tuple(name for name in authorities if name in viewer.authorities)
    asked = scope if scope.authority or len(authorities) < 2 else replace(scope, authority=authorities[0])
    allowed = settle(store, replace(asked.narrowed_by(viewer), teams=()), viewer)
    if allowed.authority is None:
        return Choices(None, authorities, (), (), (), None, None, None)
    teams = store.read_once("questions/scope/team", authority=allowed.authority)
    groups = store.read_once("questions/scope/group", authority=allowed.authority)
    areas = store.read_once("questions/scope/service_area", authority=allowed.authority)["service_area"]
    if allowed.service_areas:
        teams = teams[teams["service_area"].isin(allowed.service_areas)]
        groups = groups[groups["service_area"].isin(allowed.service_areas)]
    if viewer.service_areas:
        areas = areas[areas.isin(viewer.service_areas)]
    if viewer.teams:
        teams = teams[teams["team"].isin(viewer.teams)]
        groups = groups[groups["team"].isin(viewer.teams)]
    span = store.read("questions/scope/span", authority=allowed.authority).iloc[0]
    framework = store.framework(allowed.authority)
    marked = list(store.read_once("questions/scope/marker", authority=allowed.authority)["marker"])
    return Choices(
        authority=allowed.authority,
        authorities=authorities,
        service_areas=tuple(areas),
        teams=tuple(dict.fromkeys(teams["team"])),
        settings=tuple(store.read_once("questions/scope/setting", authority=allowed.authority)["setting"]),
        first_month=None if pd.isna(span["first_month"]) else Month.of(span["first_month"]),
        last_month=None if pd.isna(span["last_month"]) else Month.of(span["last_month"]),
        framework=framework,
        groups=tuple(dict.fromkeys(groups["team"])),
        markers=tuple(dict.fromkeys([*(name for name in framework.markers if name in marked), *marked])),
        hidden=_hidden(allowed, areas, [*teams["team"], *groups["team"]]),
    )


def _hidden(scope: Scope, service_areas: Iterable[str], teams: Iterable[str]) -> frozenset[str]:
    """Those of the names that disclosure control would show nothing of, whatever the months."""
    if scope.gate is None:
        return frozenset()
    gate, every = scope.gate, replace(scope, service_areas=(), teams=(), settings=(), marker=None, period=Period())
    areas = {name for name in service_areas if not gate.shows(replace(every, service_areas=(name,)), PRACTICE)}
    return frozenset(areas | {name for name in teams if not gate.shows(replace(every, teams=(name,)), PRACTICE)})
