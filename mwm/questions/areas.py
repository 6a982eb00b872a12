"""Which areas have published figures, which of them is the council itself, and whom it is compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from mwm.errors import ScopeError
from mwm.questions.question import offer, settle
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer

KINDS = ("dfe_looked_after", "published_figures", "neighbours")
_LEVELS = ("country", "region", "authority")
_LITTLE_WORDS = re.compile(
    r"\b(london borough|royal borough|metropolitan|borough|city|county|district|council|of|the|upon)\b|[^a-z ]"
)


@dataclass(frozen=True)
class Areas:
    """Areas with published figures. names, levels: by code, the country first, then regions and councils by name.

    own: the code of the store's authority, None where none of them has its code or name. default: the area to begin
    with: its own, else the only council that has a list of neighbours, else the first of the names; None without any
    figures.
    """

    names: dict[str, str]
    levels: dict[str, str]
    regions: dict[str, str]
    own: str | None
    default: str | None

    def code(self, name: str) -> str:
        """The code of an area by its code or name. Raises ScopeError, offering the nearest."""
        wanted = name.strip().casefold()
        for code, called in self.names.items():
            if wanted in (code.casefold(), called.casefold()):
                return code
        raise ScopeError(
            f"There is no published area called “{name[:60]}”.", mend=offer(name, self.names.values(), "Areas")
        )

    @property
    def country(self) -> str | None:
        """The code of the country."""
        return next((code for code, level in self.levels.items() if level == "country"), None)


def area_choices(store: Store, viewer: Viewer, scope: Scope) -> Areas:
    """The areas that published figures are stored for, seen from the scope's authority."""
    return areas_seen_from(store, settle(store, scope.narrowed_by(viewer)))


def areas_seen_from(store: Store, scope: Scope) -> Areas:
    """The same for a scope that is settled already."""
    rows = store.read("questions/published/area")
    rows = rows.assign(level=rows["area_level"].map(_LEVELS.index)).sort_values(["level", "area"])
    names = dict(zip(rows["area_code"], rows["area"], strict=True))
    levels = dict(zip(rows["area_code"], rows["area_level"], strict=True))
    known = rows.dropna(subset=["region_code"])
    regions = dict(zip(known["area_code"], known["region_code"], strict=True))
    own = _own(store, scope, names, levels)
    listed = [code for code in store.read("questions/published/with_neighbours")["area_code"] if code in names]
    default = own or _only(listed) or next(iter(names), None)
    return Areas(names, levels, regions, own, default)


def compared_with(store: Store, areas: Areas, code: str) -> tuple[list[str], pd.DataFrame]:
    """Codes of an area's country and region, and its statistical neighbours (neighbour_code, neighbour, …) by name."""
    wider = [each for each in (areas.country, areas.regions.get(code)) if each and each != code and each in areas.names]
    neighbours = store.read("questions/published/neighbour", area_code=code)
    return wider, neighbours[neighbours["neighbour_code"].isin(list(areas.names))]


def _own(store: Store, scope: Scope, names: dict[str, str], levels: dict[str, str]) -> str | None:
    if scope.authority is None:
        return None
    (given,) = store.read("questions/published/own_area", authority=scope.authority)["area_code"].tolist() or [None]
    if given in names:
        return str(given)
    wanted = _plain(scope.authority)
    return _only([code for code, name in names.items() if levels[code] == "authority" and _plain(name) == wanted])


def _only(found: Sequence[str]) -> str | None:
    return found[0] if len(found) == 1 else None


def _plain(name: str) -> str:
    """London Borough of Islington, Islington Council and Islington are one; but Nottingham has a city and a county."""
    whole = " ".join(name.casefold().replace("&", "and").split())
    short = " ".join(_LITTLE_WORDS.sub(" ", whole).split())
    return short or whole
