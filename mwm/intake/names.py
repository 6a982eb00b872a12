"""Names in a file fitted to the names that the store and the framework have: teams, service areas, settings, media."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mwm.framework import MARKER_SEPARATORS, NO_MARKER, Framework
from mwm.intake.kinds import Kind, nearest, plain_heading
from mwm.intake.places import Place, fit_places, quoted
from mwm.store import Transaction

if TYPE_CHECKING:
    import pyarrow as pa

_SHORT_LIST = 8


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


def choice_table(transaction: Transaction, kind: Kind, framework: Framework) -> pa.Table:
    """What the words of the rows in staged mean in columns of choices, to be lent as choice: column_name, given, name,
    hint.

    A word may be a choice or what it is called on screen. name is null for a word that a column's list does not have.
    A column without a list takes any word, as it is first written. A cell of several choices is one word here; its name
    has the names of all of them, sorted, with "; " between them, and is empty for a cell that says there is none.
    """
    import pyarrow as pa

    columns = [column for column in kind.columns(framework) if column.type in ("choice", "choices")]
    listed = {column.key: column.named_choices for column in columns}
    several = {column.key for column in columns if column.type == "choices"}
    plain_names = {
        key: {plain_heading(words): choice for choice, words in named.items()}
        | {plain_heading(choice): choice for choice in named}
        for key, named in listed.items()
    }
    seen: dict[tuple[str, str], str] = {}
    rows: list[tuple[str, str, str | None, str]] = []
    given = transaction.read(f"intake/{kind.key}/given_choices")
    for column, text in zip(given["column_name"], given["given"], strict=True):

        def name_of(word: str, column: str = column) -> str | None:
            plain, names = plain_heading(word), plain_names[column]
            return names.get(plain) if names else seen.setdefault((column, plain), word)

        name = _names_of(text, name_of) if column in several else name_of(text)
        rows.append((column, text, name, _offered(text, listed[column])))
    return pa.table(
        {
            name: pa.array([row[place] for row in rows], pa.string())
            for place, name in enumerate(("column_name", "given", "name", "hint"))
        }
    )


def _names_of(cell: str, name_of: Callable[[str], str | None]) -> str | None:
    """The choices that a cell of several means, sorted; empty where it says none, None where a word means nothing."""
    words = [word.strip() for word in re.split(f"[{re.escape(''.join(MARKER_SEPARATORS))}]", cell)]
    words = [word for word in words if word]
    if [word.casefold() for word in words] == [NO_MARKER]:
        return ""
    names = {None if word.casefold() == NO_MARKER else name_of(word) for word in words}
    known = sorted(name for name in names if name is not None)
    return "; ".join(known) if known and len(known) == len(names) else None


def _offered(text: str, named: dict[str, str]) -> str:
    """The choices that may have been meant: all of a short list, the nearest of a long one."""
    if len(named) <= _SHORT_LIST:
        return quoted(list(named))
    return quoted(nearest(text, [*named, *named.values()]))


def _pairs(rows: Any) -> list[tuple[str | None, str | None]]:
    def text(value: Any) -> str | None:
        return str(value) if isinstance(value, str) else None

    return [(text(area), text(team)) for area, team in zip(rows["service_area"], rows["team"], strict=True)]
