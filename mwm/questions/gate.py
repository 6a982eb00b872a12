"""Disclosure control between the store and every question: plans made from the store, once for each version of it."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

from mwm.disclosure import Part, Plan, Sizes, Span, Thresholds, month_of, number_of, plan_of
from mwm.questions.gate_groups import Ends, Group, groups_of, months_together
from mwm.scope import Admitted, By, Fact, Over, Period, Scope
from mwm.settings import settings
from mwm.store import Store

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_RECALLED = 10_000  # shapes of numbers, each a few sets of months
_MOSTLY = 0.4  # of a scope's rows must count in months (or quarters) for these to be taken by themselves


def thresholds() -> Thresholds:
    """Those that this installation is set to."""
    chosen = settings()
    return Thresholds(chosen.fewest_workers, chosen.fewest_observations, chosen.hidden_up_to)


def gate_of(store: Store, authority: str) -> StoreGate:
    """The gate of one council, the same for every question on one version of its store."""
    return _gate(store, store.version, authority, thresholds())


@lru_cache(maxsize=8)
def _gate(store: Store, version: int, authority: str, few: Thresholds) -> StoreGate:
    return StoreGate(store, authority, few)


class StoreGate:
    """mwm.scope.Gate over a store. Its plans belong to the version of the store that it was made for."""

    def __init__(self, store: Store, authority: str, few: Thresholds) -> None:
        self._store, self._authority, self.thresholds = store, authority, few
        self._kept: dict[tuple[Any, ...], tuple[Sizes, Plan]] = {}
        self._recalled: dict[tuple[Any, ...], list[tuple[list[Part], set[int]]]] = {}
        self._shares: dict[tuple[Any, ...], float] = {}
        self._planning = threading.Lock()

    def admitted(self, scope: Scope, fact: Fact, by: By, over: Over, windows: tuple[Period, ...]) -> Admitted:
        """See mwm.scope.Gate."""
        if by == "row":
            return Admitted([], by, over)
        keys: set[str] = set()
        for teams, months in self._counted(scope, fact, by, over, windows):
            written = [str(month_of(month)) for month in sorted(months)]
            keys.update(f"{area}|{team}|{month}" for area, team in teams for month in written)
        return Admitted(sorted(keys), by, over)

    def overlaps(self, scope: Scope) -> bool:
        """See mwm.scope.Gate."""
        group = self._group_of(scope)
        return group is not None and group.has_workers

    def service_areas(self, fact: Fact) -> set[str]:
        """Names of the service areas in which there is anything."""
        return set(self._plan(fact, "team")[0].areas)

    def teams(self, fact: Fact) -> set[str]:
        """Names of the teams in which there is anything."""
        return {team for _, team in self._plan(fact, "team")[0].parts}

    def facts(self, kinds: tuple[str, ...]) -> list[Fact]:
        """Everything that the first of these kinds of import may be about."""
        kind = kinds[0] if kinds else ""
        if kind == "supervision":
            rubrics = dict.fromkeys(rubric.key for rubric in self._store.framework(self._authority).rubrics)
            return [Fact("supervision", key, method) for key in rubrics for method in ("observed", "self-reported")]
        return {"observations": [Fact()], "feedback": [Fact("feedback")]}.get(kind, [])

    def released(self, scope: Scope, fact: Fact, by: By, over: Over, windows: tuple[Period, ...]) -> set[int]:
        """The months that count for a scope in numbers of this shape, as numbers."""
        return set().union(*(months for _, months in self._counted(scope, fact, by, over, windows)))

    def there(self, scope: Scope, fact: Fact, windows: tuple[Period, ...]) -> set[int]:
        """The months in which a scope has anything at all, shown or not, in whatever setting."""
        sizes, _ = self._plan(fact, "team")
        return set().union(*(self._months_of(scope, part, sizes, windows) for part in self._teams_of(scope, sizes)))

    def hides(self, scope: Scope, fact: Fact, by: By, over: Over, windows: tuple[Period, ...]) -> bool:
        """Whether a number of this shape is hidden: nothing of it is released, and it cannot be seen to be nought.

        A team in which nothing was recorded is hidden like one with little, while there is anything in its service
        area: to know the noughts would make others easier to work out. So is a service area that is a part of the
        council's cells.
        """
        if self.released(scope, fact, by, over, windows):
            return False
        _, plan = self._plan(fact, "team")
        wider = replace(scope, teams=())
        if scope.teams and not scope.service_areas:
            sizes, _ = self._plan(fact, "team")
            wider = replace(wider, service_areas=tuple({area for area, _ in self._teams_of(scope, sizes)}))
        if plan.is_of_council:
            wider = replace(wider, service_areas=())
        return bool(self.there(wider, fact, windows))

    def share_shown(self, scope: Scope, fact: Fact, by: By, over: Over) -> float:
        """The share of a scope's rows that count in numbers of this shape; 1 where there are none."""
        key = _key(scope, fact, by, over, (scope.period,))
        found = self._shares.get(key)
        if found is None:
            if len(self._shares) >= _RECALLED:
                self._shares.clear()
            found = self._shares[key] = self._share(scope, fact, by, over)
        return found

    def _share(self, scope: Scope, fact: Fact, by: By, over: Over) -> float:
        sizes, _ = self._plan(fact, "team")
        everything = shown = 0.0
        counted = self._counted(scope, fact, by, over, (scope.period,))
        for part in self._teams_of(scope, sizes):
            rows, named = sizes.by_month(*part), self._named(scope, part)
            there = self._months_of(scope, part, sizes, (scope.period,))
            everything += sum(rows[month] for month in there)
            released = set().union(*(months for parts, months in counted if named in parts))
            shown += sum(rows[month] for month in there & released)
        return shown / everything if everything else 1.0

    def finest(self, scope: Scope, fact: Fact, by: By) -> Over:
        """The finest of month, quarter and year in which most of a scope's rows count."""
        for over in ("month", "quarter"):
            if self.share_shown(scope, fact, by, over) >= _MOSTLY:
                return over
        return "year"

    def shows(self, scope: Scope, fact: Fact) -> bool:
        """Whether anything at all is shown of a scope, over any of its months."""
        return bool(self.released(scope, fact, "scope", "period", (scope.period,)))

    def _counted(
        self, scope: Scope, fact: Fact, by: By, over: Over, windows: tuple[Period, ...]
    ) -> list[tuple[list[Part], set[int]]]:
        """The teams of each node of a scope, and the months that count in numbers of this shape.

        A sum of chosen teams has a month (or quarter, or year) only where all of them have, so that it is not taken for
        more than it is. A sum of service areas leaves out those that are too small in it.
        """
        key = _key(scope, fact, by, over, windows)
        found = self._recalled.get(key)
        if found is None:
            found = self._count(scope, fact, by, over, windows)
            if len(self._recalled) >= _RECALLED:
                self._recalled.clear()
            self._recalled[key] = found
        return found

    def _count(
        self, scope: Scope, fact: Fact, by: By, over: Over, windows: tuple[Period, ...]
    ) -> list[tuple[list[Part], set[int]]]:
        ends, step = _ends(windows), _MONTHS.get(over)
        if group := self._group_of(scope):
            return self._count_group(scope, group, fact, by, ends, step)
        found = [(teams, _months_in(spans, ends, step)) for teams, spans in self._nodes(scope, fact, by)]
        if by != "scope" or step is None or not scope.teams or len(found) < 2:
            return found
        sizes = self._plan(fact, "team")[0]
        missing = {
            month // step
            for teams, months in found
            for part in teams
            for month in _inside(sizes.by_month(*part), ends)
            if month not in months
        }
        return [(teams, {month for month in months if month // step not in missing}) for teams, months in found]

    def _count_group(
        self, scope: Scope, group: Group, fact: Fact, by: By, ends: Ends, step: int | None
    ) -> list[tuple[list[Part], set[int]]]:
        """The same for a group, which is a team of its own in each of its service areas."""
        if group.has_workers or by not in ("scope", "service_area", "team") or _narrowings(scope, fact):
            return []
        sizes, plan = self._plan(fact, "team")
        by_area: dict[str, list[tuple[list[Span], set[int]]]] = {}
        for part in self._teams_of(scope, sizes):
            own = group.within(part[1], ends)
            cells = [span for span in plan.parts.get(part, ()) if _months_in([span], own, step)]
            by_area.setdefault(part[0], []).append((cells, _inside(sizes.by_month(*part), own)))
        if by == "service_area" or step is None:
            return [([(area, scope.teams[0])], months_together(teams, step)) for area, teams in by_area.items()]
        months = months_together([team for teams in by_area.values() for team in teams], step)
        return [([(area, scope.teams[0])], months) for area in by_area]

    def _nodes(self, scope: Scope, fact: Fact, by: By) -> list[tuple[list[Part], tuple[Span, ...]]]:
        """What a scope is made of: the teams of each node, and its released cells."""
        narrowed = _narrowings(scope, fact)
        if scope.marker and fact.kind != "practice":
            return []
        sizes, plan = self._plan(fact, "team")
        teams = self._teams_of(scope, sizes)
        by_area: dict[str, list[Part]] = {}
        for part in teams:
            by_area.setdefault(part[0], []).append(part)
        whole = {area for area, own in by_area.items() if len(own) == sum(part[0] == area for part in sizes.parts)}
        if narrowed:
            if len(narrowed) > 1 or by not in ("scope", "service_area") or set(by_area) != whole:
                return []
            return [(own, self._of_chosen(scope, fact, narrowed[0], area)) for area, own in by_area.items()]
        if by == "team":
            return [([part], plan.parts.get(part, ())) for part in teams]
        if by not in ("scope", "service_area"):
            if set(by_area) != whole:
                return []
            complete = self._plan(fact, by)[1].complete
            return [(own, complete.get(area, ())) for area, own in by_area.items()]
        if by == "scope" and whole == set(sizes.areas):
            return [(own, plan.council.get(area, ())) for area, own in by_area.items()]
        nodes: list[tuple[list[Part], tuple[Span, ...]]] = []
        for area, own in by_area.items():
            if area in whole:
                nodes.append((own, plan.areas.get(area, ())))
            else:
                nodes += [([part], plan.parts.get(part, ())) for part in own]
        return nodes

    def _of_chosen(self, scope: Scope, fact: Fact, kind: str, area: str) -> tuple[Span, ...]:
        """The cells in which all that is chosen of one kind (settings, say) is shown, in one service area."""
        if kind == "marker":
            chosen: Iterable[str] = ("marked",)
            sizes, plan = self._plan(fact, "marker", str(scope.marker))
        else:
            chosen = getattr(scope if kind == "settings" else fact, kind)
            sizes, plan = self._plan(fact, {"settings": "setting"}.get(kind, kind.removesuffix("s")))
        of_each = [(set(plan.parts.get((area, name), ())), sizes.months_of(area, name)) for name in chosen]
        of_each = [(cells, months) for cells, months in of_each if months]
        if len(of_each) == 1:
            return tuple(sorted(of_each[0][0]))
        return tuple(sorted(set.intersection(*(cells for cells, _ in of_each)))) if of_each else ()

    def _teams_of(self, scope: Scope, sizes: Sizes) -> list[Part]:
        """The teams of a scope, or of the group that it asks for."""
        group = self._group_of(scope)
        names = scope.teams if group is None else group.teams
        return [
            (area, team)
            for area, team in sizes.parts
            if (not scope.service_areas or area in scope.service_areas) and (not scope.teams or team in names)
        ]

    def _group_of(self, scope: Scope) -> Group | None:
        """The group that a scope asks for, if it does."""
        return self._groups.get(scope.teams[0]) if scope.teams else None

    @cached_property
    def _groups(self) -> dict[str, Group]:
        return groups_of(self._store.read("questions/disclosure/group_member", authority=self._authority))

    def _named(self, scope: Scope, part: Part) -> Part:
        """A team as what counts is named after: itself, or its group."""
        return (part[0], scope.teams[0]) if self._group_of(scope) else part

    def _months_of(self, scope: Scope, part: Part, sizes: Sizes, windows: tuple[Period, ...]) -> set[int]:
        """The months in which a team of a scope has anything; of a group only while the team is in it."""
        group, ends = self._group_of(scope), _ends(windows)
        return _inside(sizes.by_month(*part), group.within(part[1], ends) if group else ends)

    def _plan(self, fact: Fact, part: str, marker: str = "") -> tuple[Sizes, Plan]:
        key = (fact.kind, fact.key, fact.method, part, marker)
        with self._planning:
            if key not in self._kept:
                sizes = Sizes(self._sizes(fact, part, marker), self.thresholds)
                self._kept[key] = (sizes, plan_of(sizes))
            return self._kept[key]

    def _sizes(self, fact: Fact, part: str, marker: str) -> Any:
        read, authority = self._store.read, self._authority
        if fact.kind == "supervision":
            return read(
                "questions/disclosure/supervision_size", authority=authority, rubric=fact.key, method=fact.method
            )
        if fact.kind == "feedback":
            return read("questions/disclosure/feedback_size", authority=authority, form=fact.key or None, part=part)
        if part == "marker":
            return read("questions/disclosure/marker_size", authority=authority, marker=marker)
        return read("questions/disclosure/practice_size", authority=authority, part=part)


def _narrowings(scope: Scope, fact: Fact) -> list[str]:
    """By what a scope or what is counted is narrowed, other than by teams and months."""
    narrowed = [kind for kind in ("settings", "marker") if getattr(scope, kind) and fact.kind == "practice"]
    return narrowed + [kind for kind in ("respondents", "time_points") if getattr(fact, kind)]


def _key(scope: Scope, fact: Fact, by: By, over: Over, windows: tuple[Period, ...]) -> tuple[Any, ...]:
    """What a shape of numbers is remembered under."""
    return (scope.service_areas, scope.teams, scope.settings, scope.marker, fact, by, over, windows)


def _ends(windows: tuple[Period, ...]) -> Ends:
    """The first and last month of each window as numbers; infinite where it is open."""
    return [
        (number_of(each.first) if each.first else -math.inf, number_of(each.last) if each.last else math.inf)
        for each in windows
    ]


def _inside(months: Iterable[int], ends: Ends) -> set[int]:
    """Those months that lie in any of the windows."""
    return {month for month in months for first, last in ends if first <= month <= last}


def _months_in(spans: Iterable[Span], ends: Ends, step: int | None) -> set[int]:
    """The months of those cells that lie in one window each and, where windows are cut into pieces of so many months,
    in one piece.
    """
    return {
        month
        for span in spans
        if (step is None or span.first // step == span.last // step)
        for first, last in ends
        if first <= span.first and span.last <= last
        for month in span.months()
    }
