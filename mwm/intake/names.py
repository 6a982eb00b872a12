"""Names in a file fitted to the names that the store and the framework have: teams, service areas, settings, media."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mwm.framework import Framework
from mwm.intake.kinds import Kind, plain_heading
from mwm.intake.places import Place, fit_places, quoted
from mwm.store import Transaction

if TYPE_CHECKING:
    import pyarrow as pa


def places_of_file(transaction: Transaction, kind: Kind, authority: str | None) -> tuple[list[Place], bool]:
    """The service areas and teams of the rows in staged, and whether they are to be added to the store.

    They are where the kind says which teams there are, or where the authority has no team yet and the kind may bring
    the first ones.
    """
    teams = transaction.read("intake/places/known_teams", authority=authority)
    known_teams = [(str(area), str(team)) for area, team in zip(teams["service_area"], teams["team"], strict=True)]
    known_areas = [
        str(area) for area in transaction.read("intake/places/known_service_areas", authority=authority)["service_area"]
    ]
    if kind.makes_places:
        return _places_of_organisation(transaction, known_areas, known_teams), True
    adds = kind.may_make_places and not known_teams
    given = _pairs(transaction.read("intake/places/given_places"))
    return fit_places(given, known_areas, known_teams, may_add=adds), adds


def _places_of_organisation(
    transaction: Transaction, known_areas: list[str], known_teams: list[tuple[str, str]]
) -> list[Place]:
    """Rows about a team define it; rows about a worker need a team that is defined, unless none is defined anywhere."""
    given = transaction.read("intake/organisation/given_places")
    defined = fit_places(_pairs(given[given["is_defined"]]), known_areas, known_teams, may_add=True)
    areas = known_areas + [place.service_area for place in defined if place.service_area]
    teams = known_teams + [(place.service_area, place.team) for place in defined if place.service_area and place.team]
    others = fit_places(_pairs(given[~given["is_defined"]]), areas, teams, may_add=not teams)
    return defined + others


def place_table(places: list[Place]) -> pa.Table:
    """What the pairs of names mean, to be lent as place."""
    import pyarrow as pa

    fields = {
        "given_service_area": "given_service_area",
        "given_team": "given_team",
        "service_area": "service_area",
        "team": "team",
        "column_name": "column",
        "code": "code",
        "hint": "hint",
    }
    return pa.table(
        {name: pa.array([getattr(place, field) for place in places], pa.string()) for name, field in fields.items()}
    )


def choice_table(transaction: Transaction, framework: Framework) -> pa.Table:
    """What the settings and media of the rows in staged mean, to be lent as choice: column_name, given, name, hint.

    name is null for a word that the framework's list does not have. A framework without a list takes any word, as it
    is first written.
    """
    import pyarrow as pa

    listed = {"setting": framework.settings, "medium": framework.media}
    seen: dict[tuple[str, str], str] = {}
    rows: list[tuple[str, str, str | None, str]] = []
    given = transaction.read("intake/observations/given_choices")
    for column, text in zip(given["column_name"], given["given"], strict=True):
        plain, choices = plain_heading(text), listed[column]
        if choices:
            name = next((choice for choice in choices if plain_heading(choice) == plain), None)
        else:
            name = seen.setdefault((column, plain), text)
        rows.append((column, text, name, quoted(choices)))
    return pa.table(
        {
            name: pa.array([row[place] for row in rows], pa.string())
            for place, name in enumerate(("column_name", "given", "name", "hint"))
        }
    )


def _pairs(rows: Any) -> list[tuple[str | None, str | None]]:
    def text(value: Any) -> str | None:
        return str(value) if isinstance(value, str) else None

    return [(text(area), text(team)) for area, team in zip(rows["service_area"], rows["team"], strict=True)]
