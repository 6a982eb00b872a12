"""The showings of workshops on this server, and which of them the address of this window belongs to.

In the address of a shared screen: workshop (its name), step, hold while a view is held back, shown once the answer is
revealed, run (the room's code), names=neutral where teams are called by letters. On a phone: takeaway and names.
"""

from __future__ import annotations

import streamlit as st

from mwm.errors import UsageError
from mwm.neutral_names import NeutralNames
from mwm.ui import address
from mwm.workshops import Run, Runs

RUN, SHOWN, NAMES, TAKEAWAY = address.OF_A_RUN
NEUTRAL = "neutral"


@st.cache_resource(show_spinner=False)
def runs() -> Runs:
    """All showings of this server."""
    return Runs()


def value(name: str) -> str:
    """One value of the address, "" where it has none."""
    return (address.asked().get(name) or st.query_params.get_all(name) or [""])[0]


def has_neutral_names() -> bool:
    """Whether teams are called by letters in this window."""
    return value(NAMES) == NEUTRAL


def is_takeaway() -> bool:
    """Whether this window is somebody's who came with a take-away's code: as careful as the room that they were in."""
    return bool(value(TAKEAWAY))


@st.cache_data(show_spinner=False, max_entries=20)
def _names(teams: tuple[str, ...], seed: str) -> NeutralNames:
    return NeutralNames(teams, seed)


def neutral_names(teams: tuple[str, ...]) -> NeutralNames:
    """The letters of this window's showing. Raises UsageError where it has ended: never a team's own name instead."""
    run = runs().of_room(value(RUN)) or runs().of_takeaway(value(TAKEAWAY))
    if run is None:
        raise UsageError("This workshop has ended.", mend="Ask the facilitator to start it again.")
    return names_of(run, teams)


def names_of(run: Run, teams: tuple[str, ...]) -> NeutralNames:
    """The letters of one showing."""
    return _names(teams, run.seed)
