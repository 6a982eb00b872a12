"""A form in the browser that keeps what is typed there until it is saved, so that a lost connection loses nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import md5
from typing import Any

import streamlit as st

from mwm.ui import components
from mwm.ui.asking import store

KEEP_DAYS = 7
"""Drafts hold codes of people, which are personal data: older ones are deleted when the form is next opened."""

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so that no word comes out
_MANY = 6  # letters: sixty-four million references for each day
_TOLD, _FOUND, _REFERENCE = "record_told", "record_found", "record_reference"
_LONGEST = 4000  # characters of one text


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field (column "" for all of them) and how to mend it."""

    column: str
    what: str
    mend: str


@dataclass(frozen=True)
class Told:
    """What came of the last press. id: of that press. form: where it is said. draft: the browser's key of the draft,
    which is deleted where the entry was saved. undo: whether it can be taken back. see, again: links that lead on, to
    what the entry counts in and to the next one; without again the form stays for it."""

    id: str
    form: str
    words: str
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    saved: bool = False
    draft: str = ""
    undo: bool = False
    see: str = ""
    again: str = ""


@dataclass(frozen=True)
class Sent:
    """A form that was sent. values: the columns that were asked for, by name."""

    id: str
    draft: str
    reference: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Heard:
    """What the browser did since the last run. about: worker and day, to find the team of."""

    sent: Sent | None = None
    about: tuple[str, date] | None = None
    undo: bool = False


def draw(
    form: str,
    *,
    sections: list[dict[str, Any]],
    save: str,
    reference: str = "",
    start: Mapping[str, str] | None = None,
    fixed: Mapping[str, str] | None = None,
    about: tuple[str, str] | None = None,
    leave: str = "",
) -> Heard:
    """Draw the form and hear what was done with it.

    form: its name; each has drafts of its own, for this store only. sections: as record_fields makes them. save: words
    of the button. reference: of what is entered. start: what it begins with. fixed: title → text of what is not asked.
    about: the columns of worker and day by which a team is looked up. leave: a link that leaves it undone.
    """
    told: Told | None = st.session_state.get(_TOLD)
    if told and told.form != form:
        told = None
    heard = components.record_form(
        {
            "store": _name_of_store(),
            "form": form,
            "reference": reference,
            "sections": sections,
            "start": dict(start or {}),
            "fixed": [list(pair) for pair in (fixed or {}).items()],
            "save": save,
            "about": {"worker": about[0], "day": about[1]} if about else None,
            "leave": leave,
            "days": KEEP_DAYS,
            "told": asdict(told) if told else None,
            "found": st.session_state.get(_FOUND),
        }
    )
    sent = _sent(heard.sent, form)
    if sent and told and told.id == sent.id:
        sent = None  # said already
    return Heard(sent, _about(heard.about), bool(heard.undo and told and told.undo))


def tell(told: Told) -> None:
    """Say what came of a press, on the next run."""
    st.session_state[_TOLD] = told


def tell_team(worker: str, day: date, place: tuple[str, str] | None) -> None:
    """Say which team a worker was in on a day, on the next run."""
    st.session_state[_FOUND] = {"worker": worker, "day": f"{day}", "place": "\t".join(place) if place else ""}


def reference_for(form: str) -> str:
    """A reference for the next entry of a form: today and some letters. The same until it is used."""
    name = f"{_REFERENCE}_{form}"
    if name not in st.session_state:
        st.session_state[name] = new_reference(date.today())
    return str(st.session_state[name])


def use_reference(form: str) -> None:
    """The next entry gets another one."""
    st.session_state.pop(f"{_REFERENCE}_{form}", None)


def new_reference(day: date) -> str:
    """2026-10-14-KQTMRB."""
    return f"{day}-" + "".join(secrets.choice(_LETTERS) for _ in range(_MANY))


def _name_of_store() -> str:
    """Something that is the same for one store and does not tell where it lies."""
    return md5(str(store().path.resolve()).encode(), usedforsecurity=False).hexdigest()[:8]


def _sent(given: Any, form: str) -> Sent | None:
    """What the browser sent, as texts; nothing where it is another form's."""
    if not isinstance(given, Mapping) or given.get("form") != form or not isinstance(given.get("values"), Mapping):
        return None
    values = {str(key): _text(value) for key, value in given["values"].items()}
    return Sent(_text(given.get("id")), _text(given.get("draft")), _text(given.get("reference")), values)


def _about(given: Any) -> tuple[str, date] | None:
    if not isinstance(given, Mapping):
        return None
    try:
        return _text(given.get("worker")), date.fromisoformat(_text(given.get("day")))
    except ValueError:
        return None


def _text(value: Any) -> str:
    return value[:_LONGEST].strip() if isinstance(value, str) else ""
