"""What was asked, kept while the session lasts and written into the address, so that a link carries every value."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic

import streamlit as st

from mwm.scope import LINK_VERSION

_PRESENT = "present"
OF_A_ROOM = (_PRESENT, "screen", "hold", "workshop", "step")  # what mwm.ui.presenting writes into an address
OF_A_RUN = ("run", "shown", "names", "takeaway")  # and what mwm.ui.running does, on shared screens and phones
_ASKED, _KEPT, _JUST_KEPT = "mwm_asked", "mwm_kept", "mwm_just_kept"
_WRITTEN, _WRITTEN_AT, _COMPLETED = "mwm_written", "mwm_written_at", "mwm_completed"
_CATCHING_UP = 0.6  # seconds in which a click may still carry the address from before the last change

Values = dict[str, list[str]]


def asked() -> Values:
    """Everything chosen so far on any page, as lists of texts by name. Change it through keep()."""
    values: Values = st.session_state.setdefault(_ASKED, {})
    return values


def keep(name: str, values: list[str] | None) -> None:
    """Remember a choice; None forgets it, so that the page's default holds again."""
    st.session_state[_KEPT] = True
    if values is None:
        asked().pop(name, None)
    else:
        asked()[name] = values


def forget_all() -> None:
    """Back to every page's defaults. Whether a page is shown to a room stays as it is."""
    st.session_state[_KEPT] = True
    st.session_state[_ASKED] = {name: values for name, values in asked().items() if name == _PRESENT}


def take_link() -> None:
    """Adopt the values of a link that was opened, or gone back to.

    A choice just made wins over the address that came with it, which is still the one from before. So does a choice
    made a moment ago, when somebody clicks on before the browser shows the new address.
    """
    arrived = _there()
    just_kept = st.session_state[_JUST_KEPT] = st.session_state.pop(_KEPT, False)
    if not arrived or just_kept or arrived == st.session_state.get(_WRITTEN):
        return
    soon = monotonic() - st.session_state.get(_WRITTEN_AT, 0.0) < _CATCHING_UP
    if not (soon and arrived == st.session_state.get(_COMPLETED, [("", {})])[-1][1]):
        asked().update(arrived)


def just_kept() -> bool:
    """Whether this run comes from a choice or a click on the page, not from the address."""
    return bool(st.session_state.get(_JUST_KEPT))


def for_links() -> dict[str, list[str]]:
    """What a link to another page carries, so that a view survives when that page is loaded again."""
    return {name: values for name, values in asked().items() if name not in OF_A_ROOM + OF_A_RUN}


def write(page: str, query: Mapping[str, str | list[str]]) -> None:
    """Put every value into a page's address, where it is not there already.

    Not again into one that was completed before: whoever goes back to it wants to go further back, and Streamlit
    adds an entry to the browser's history at each change.
    """
    query = {**query, **_of_a_room()}
    wanted = {name: [value] if isinstance(value, str) else list(value) for name, value in query.items()}
    wanted.setdefault("v", [LINK_VERSION])
    there = _there()
    completed: list[tuple[str, Values]] = st.session_state.setdefault(_COMPLETED, [])
    gone_back = (page, there) in completed and not st.session_state.get(_JUST_KEPT)
    if there == wanted or gone_back:
        return
    completed.append((page, there))
    st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = wanted
    st.session_state[_WRITTEN_AT] = monotonic()


def _of_a_room() -> Values:
    """What present mode keeps in every page's address."""
    of_a_run = {name: asked()[name] for name in OF_A_RUN if asked().get(name)}
    if asked().get(_PRESENT) != ["1"]:
        return of_a_run
    return {"screen": ["1"]} | {name: asked()[name] for name in OF_A_ROOM if asked().get(name)} | of_a_run


def _there() -> Values:
    return {name: st.query_params.get_all(name) for name in st.query_params}
