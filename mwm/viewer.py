"""Who is asking, and what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles a person can hold. Sign-in comes later; until then there is one local user."""

    LOCAL_USER = "local user"
    AUDIENCE = "audience"


@dataclass(frozen=True)
class Viewer:
    """A person, or a room in front of a shared screen.

    authorities, service_areas and teams limit what the viewer may ask about; an empty tuple means no limit.
    sees_small_numbers: whether numbers of few people, and so the people themselves, may reach this viewer. Without it
    disclosure control stands between the store and every answer.
    """

    name: str
    role: Role
    authorities: tuple[str, ...] = ()
    service_areas: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    sees_small_numbers: bool = False

    @property
    def may_see_names(self) -> bool:
        """Whether identifiers of workers, observers and families may reach this viewer."""
        return self.role is not Role.AUDIENCE and self.sees_small_numbers


LOCAL_VIEWER = Viewer("local user", Role.LOCAL_USER, sees_small_numbers=True)
"""The one local user, with small numbers and people shown: may see every row."""
CAREFUL_VIEWER = Viewer("local user", Role.LOCAL_USER)
"""The same person with disclosure control on, as it is unless switched off: what can be shown to anybody."""
AUDIENCE = Viewer("audience", Role.AUDIENCE)
"""A room before a shared screen: disclosure control on, and no way to switch it off."""


def local_viewer(*, sees_small_numbers: bool) -> Viewer:
    """The local user, with small numbers or without."""
    return LOCAL_VIEWER if sees_small_numbers else CAREFUL_VIEWER
