"""Workshops in the store: nothing is changed there, only added, so that every change can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import pandas as pd

from mwm.errors import StoreError
from mwm.store import Store
from mwm.store.store import utc_now
from mwm.workshops.files import read_workshop, write_workshop
from mwm.workshops.sequence import Workshop


@dataclass(frozen=True)
class KeptWorkshop:
    """One workshop of the store, as a list shows it. version: counts its changes."""

    id: str
    version: int
    title: str
    steps: int
    saved_by: str
    saved_at: datetime


def kept_workshops(store: Store) -> list[KeptWorkshop]:
    """All that were not deleted, the one that was changed last first."""
    rows = store.read("workshops/current_workshop").to_dict("records")
    return [
        KeptWorkshop(
            str(row["workshop_id"]),
            int(row["version_no"]),
            str(row["title"]),
            int(row["steps"]),
            str(row["saved_by"]),
            row["saved_at"].to_pydatetime(),
        )
        for row in rows
    ]


def load(store: Store, workshop_id: str) -> tuple[Workshop, int]:
    """A workshop and its version. Raises StoreError where there is none of this name, or no more."""
    versions = _versions(store, workshop_id)
    if bool(versions.iloc[0]["is_deleted"]):
        raise StoreError("This workshop was deleted.", mend="Choose another one on the Workshop page.")
    newest = versions.iloc[0]
    return _of(newest["definition"]), int(newest["version_no"])


def save(store: Store, workshop: Workshop, *, user: str, of: str = "", version: int | None = None) -> tuple[str, int]:
    """Keep a workshop as a new one, or as the next version of one. Returns its name and version.

    version: the one that was changed; without it the newest. Raises StoreError where somebody has saved another since.
    """
    if not of:
        return _add(store, uuid4().hex, 1, workshop, user=user)
    newest = int(_versions(store, of).iloc[0]["version_no"])
    return _add(store, of, (newest if version is None else version) + 1, workshop, user=user)


def delete(store: Store, workshop_id: str, *, user: str) -> None:
    """Take a workshop off the list; undo() brings it back."""
    workshop, version = load(store, workshop_id)
    _add(store, workshop_id, version + 1, workshop, user=user, is_deleted=True)


def undo(store: Store, workshop_id: str, *, user: str) -> Workshop:
    """Bring back what a workshop was before its last change, as a version of its own: again undoes the undoing.

    Raises StoreError where there is nothing before.
    """
    versions = _versions(store, workshop_id)
    if len(versions) == 1 or bool(versions.iloc[1]["is_deleted"]):
        raise StoreError("There is nothing to undo.", mend="This workshop is as it was first saved.")
    workshop = _of(versions.iloc[1]["definition"])
    _add(store, workshop_id, int(versions.iloc[0]["version_no"]) + 1, workshop, user=user)
    return workshop


def _of(definition: str) -> Workshop:
    return read_workshop(str(definition).encode(), name="workshop in the store")


def _versions(store: Store, workshop_id: str) -> pd.DataFrame:
    versions = store.read("workshops/version", workshop_id=workshop_id)
    if versions.empty:
        raise StoreError("This workshop is not in the store.", mend="Choose one of the list on the Workshop page.")
    return versions


def _add(
    store: Store, name: str, version: int, workshop: Workshop, *, user: str, is_deleted: bool = False
) -> tuple[str, int]:
    """Add a version, unless somebody else has added one of this number or a later one: the statement looks itself."""
    definition, mark = write_workshop(workshop), uuid4().hex
    store.note(
        "workshops/add_version",
        workshop_id=name,
        version_no=version,
        title=workshop.title,
        steps=len(workshop.steps),
        definition=definition,
        is_deleted=is_deleted,
        saved_by=user,
        saved_at=utc_now(),
        mark=mark,
    )
    if not store.read_value("workshops/is_there", workshop_id=name, mark=mark):
        raise StoreError(
            "This workshop was changed in another window meanwhile.",
            mend="Load the page again, and make your change once more.",
        )
    return name, version
