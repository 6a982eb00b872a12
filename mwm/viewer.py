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
    """

    name: str
    role: Role
    authorities: tuple[str, ...] = ()
    service_areas: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()

    @property
    def may_see_names(self) -> bool:
        """Whether identifiers of workers, observers and families may reach this viewer."""
        return self.role is not Role.AUDIENCE


LOCAL_VIEWER = Viewer("local user", Role.LOCAL_USER)
AUDIENCE = Viewer("audience", Role.AUDIENCE)
