"""Service areas and teams as a file writes them, fitted to those that the authority has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mwm.intake.kinds import nearest, plain_heading


@dataclass(frozen=True)
class Place:
    """What one pair of cells means. service_area and team: names as stored, None where blank or unknown.

    column, code: which cell is at fault and how. hint: names that may have been meant, or where the team is.
    """

    given_service_area: str | None
    given_team: str | None
    service_area: str | None
    team: str | None
    column: str | None = None
    code: str | None = None
    hint: str | None = None


def quoted(names: Sequence[str]) -> str:
    """“North 1”, “North 2” or “East”."""
    words = [f"“{name}”" for name in names]
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def fit_places(
    given: Iterable[tuple[str | None, str | None]],
    known_areas: Sequence[str],
    known_teams: Sequence[tuple[str, str]],
    *,
    may_add: bool,
) -> list[Place]:
    """Fit each pair of (service area, team) to the known ones; case, spaces and hyphens do not matter.

    may_add: take an unknown name as it is first written, instead of finding fault with it.
    """
    areas = {plain_heading(area): area for area in reversed(known_areas)}
    teams = {(area, plain_heading(team)): team for area, team in reversed(known_teams)}
    places = []
    for area, team in given:
        if may_add:
            places.append(_added(area, team, areas, teams))
        else:
            places.append(_fitted(area, team, areas, teams))
    return places


def _added(area: str | None, team: str | None, areas: dict[str, str], teams: dict[tuple[str, str], str]) -> Place:
    if area is None:
        return Place(area, team, None, None)
    known_area = areas.setdefault(plain_heading(area), area)
    known_team = teams.setdefault((known_area, plain_heading(team)), team) if team is not None else None
    return Place(area, team, known_area, known_team)


def _fitted(area: str | None, team: str | None, areas: dict[str, str], teams: dict[tuple[str, str], str]) -> Place:
    if area is None and team is None:
        return Place(area, team, None, None)
    plain_team = plain_heading(team or "")
    elsewhere = sorted({known for known, plain in teams if plain == plain_team})
    if area is None:
        if len(elsewhere) == 1:
            return Place(area, team, elsewhere[0], teams[elsewhere[0], plain_team])
        return Place(area, team, None, None, "team", "unknown_team", quoted(_near_teams(team or "", teams.values())))
    known_area = areas.get(plain_heading(area))
    if known_area is None:
        near = nearest(area, list(areas.values())) or elsewhere
        return Place(area, team, None, None, "service_area", "unknown_service_area", quoted(near))
    if team is None:
        return Place(area, team, known_area, None)
    if (known_area, plain_team) in teams:
        return Place(area, team, known_area, teams[known_area, plain_team])
    if elsewhere:
        return Place(area, team, known_area, None, "team", "team_in_other_area", quoted(elsewhere))
    of_area = [name for (known, _), name in teams.items() if known == known_area]
    near = _near_teams(team, of_area) or _near_teams(team, teams.values())
    return Place(area, team, known_area, None, "team", "unknown_team", quoted(near))


def _near_teams(team: str, names: Iterable[str]) -> list[str]:
    return nearest(team, sorted(set(names)))
