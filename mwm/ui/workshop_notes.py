"""The facilitator's own window: the note of the step that the room looks at, what comes next, and the keys."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from mwm.errors import UsageError
from mwm.ui import address, components, navigation, presenting, running, workshop
from mwm.ui.asking import team_names
from mwm.ui.page import say_first
from mwm.ui.qr_code import qr_html
from mwm.workshops import Run, Step

_NOTES, _ON, _LETTERS = "notes", "1", "letters"  # in the address; with letters where teams are called by them
_EVERY = "1s"  # how often this window looks where the room is


def is_asked_for() -> bool:
    """Whether the address asks for the notes of a showing."""
    return running.value(_NOTES) in (_ON, _LETTERS) and not presenting.is_presenting()


def link_to_notes(run: Run, notes_code: str) -> str:
    """The address of this window, which nobody but the facilitator sees."""
    return f"workshop?{urlencode({**_values(run), running.RUN: notes_code})}"


def show() -> None:
    """Draw the window. Raises UsageError where the code opens no notes."""
    run = _run()
    _press(run, components.step_keys())
    address.write("workshop", {**_values(run), running.RUN: running.value(running.RUN)})
    say_first(run.workshop.title)
    st.html(f"<style>{workshop.style()}</style>")
    components.clocks()
    _follow(run)
    _beside(run)


def _press(run: Run, what: str | None) -> None:
    """A key or a button; None and other keys do nothing."""
    ways = {"next": run.next, "previous": run.previous, "reveal": run.reveal, "minute": run.give_a_minute}
    if what in ways:
        ways[what]()


@st.fragment(run_every=_EVERY)
def _follow(run: Run) -> None:
    """Where the room is now; drawn again when it has moved."""
    place, step, count = run.place, run.step, len(run.workshop.steps)
    note, side = st.columns([0.66, 0.34], gap="large")
    with note:
        st.html(_step_html(run, step, f"{place.step + 1} of {count}"))
    with side:
        with st.container(horizontal=True, gap="xsmall"):
            st.button("← Back", key="notes_back", on_click=_press, args=(run, "previous"), disabled=place.step == 0)
            st.button(
                "Next →", key="notes_next", on_click=_press, args=(run, "next"), disabled=step is None, type="primary"
            )
        with st.container(horizontal=True, gap="xsmall"):
            holds = bool(step and step.has_more and not place.is_revealed)
            st.button("Show the answer", key="notes_reveal", on_click=_press, args=(run, "reveal"), disabled=not holds)
            st.button(
                "One minute more", key="notes_minute", on_click=_press, args=(run, "minute"), disabled=step is None
            )
        coming = run.step_at(place.step + 1)
        words = f"<b>{escape(coming.title)}</b>" if coming else "The end, with the code to take away."
        asks = f"<br>{escape(coming.question)}" if coming and coming.question else ""
        st.html(f'<div class="mwm-next"><p class="mwm-sub">Next</p><p>{words}{asks}</p></div>')


def _step_html(run: Run, step: Step | None, where: str) -> str:
    if step is None:
        words = "The room sees the end." if not run.place.is_over else "This workshop has ended."
        return f'<div class="mwm-notes"><h2>{words}</h2></div>'
    question = f'<p class="mwm-notes-asked">{escape(step.question)}</p>' if step.question else ""
    state = ""
    if step.has_more:
        what = "the view" if step.is_held else "the answer"
        state = f"The room sees {what}." if run.place.is_revealed else f"The room does not see {what} yet."
    answer = f"<p><b>Answer:</b> {escape(step.answer)}</p>" if step.answer else ""
    note = f'<p class="mwm-note">{escape(step.note)}</p>' if step.note else '<p class="mwm-sub">No note.</p>'
    page = navigation.PAGES[step.view.page].name
    return (
        f'<div class="mwm-notes"><p class="mwm-sub">{where} · {escape(page)}</p>{workshop.clock_html(run)}'
        f'<h2>{escape(step.title)}</h2>{question}<p class="mwm-sub" role="status">{state}</p>{answer}{note}</div>'
    )


def _beside(run: Run) -> None:
    """The room's window, the take-away, the letters, and the way to the end."""
    st.html('<p class="mwm-sub">The arrow keys step and the space bar shows the answer, here and in the room.</p>')
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.html(
            f'<a class="mwm-button" href="{escape(workshop.link_to_room(run))}" target="_blank" rel="noopener">'
            "Open the room’s screen in a new window</a>",
            width="content",
        )
        with st.popover("End the workshop"):
            st.html("<p>The room sees the end. The take-away holds every step and stays until tomorrow.</p>")
            st.button("End it", key="notes_end", type="primary", on_click=running.runs().end, args=(run,))
    if run.has_neutral_names:
        with st.expander("Which letter is which team (only here)"):
            pairs = running.names_of(run, team_names()).pairs()
            rows = "".join(f"<tr><th scope='row'>{escape(one)}</th><td>{escape(own)}</td></tr>" for one, own in pairs)
            st.html(f'<table class="mwm-table mwm-slim"><tbody>{rows}</tbody></table>')
    with st.expander("To take away"):
        link = workshop.link_to_takeaway(run)
        st.html(
            f'<div class="mwm-take">{qr_html(link, "QR code of the take-away")}'
            f"<p>{escape(link)}<br>It holds what the room has seen so far, never a note."
            f"{workshop.only_here()}</p></div>"
        )


def _values(run: Run) -> dict[str, str | list[str]]:
    return {_NOTES: _LETTERS if run.has_neutral_names else _ON, presenting.WORKSHOP: run.name}


def _run() -> Run:
    code, name = running.value(running.RUN), running.value(presenting.WORKSHOP)
    run = running.runs().of_notes(code)
    if run is None and name and len(code) == 32:  # this server was started anew
        run = running.runs().again_for_notes(
            code, name, workshop.workshop_called(name), has_neutral_names=running.value(_NOTES) == _LETTERS
        )
    if run is None:
        raise UsageError("These notes belong to no workshop that is shown now.", mend="Start it again on this page.")
    return run
