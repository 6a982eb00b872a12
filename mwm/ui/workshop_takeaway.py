"""What people take away: the views that the room has seen, without names, notes or what is still held back."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from mwm.errors import UsageError
from mwm.ui import running, workshop
from mwm.ui.asking import neutral_names
from mwm.ui.page import say_first
from mwm.workshops import Run, Step

_NOTHING_YET = "Nothing has been shown yet. Look here again when the workshop has begun."


def show() -> None:
    """The list for the take-away's code in the address. Raises UsageError for a showing that has ended."""
    code = running.value(running.TAKEAWAY)
    if not code:
        say_first("Scan the code on the screen at the end of a workshop, and what was looked at is here.")
        return
    run = running.runs().of_takeaway(code)
    if run is None:
        raise UsageError(
            "This workshop has ended, and its take-away with it.", mend="Ask the facilitator for the slides instead."
        )
    say_first(run.workshop.title if run.seen else _NOTHING_YET)
    entries = "".join(_entry(run, step) for step in run.seen)
    st.html(
        f'<style>{workshop.style()}</style><ol class="mwm-taken">{entries}</ol>'
        '<p class="mwm-sub">Numbers about very few people are hidden. Nobody is named.</p>'
    )


def _entry(run: Run, step: Step) -> str:
    names = neutral_names()
    query = step.view.query(workshop.first_names())
    values = {**(names.hidden(query) if names else query), running.TAKEAWAY: [run.takeaway_code]}
    if names:
        values[running.NAMES] = [running.NEUTRAL]
    title, question = (names.hidden(text) if names else text for text in (step.title, step.question))
    asked = f"<span>{escape(question)}</span>" if question else ""
    link = f"{step.view.page}?{urlencode(values, doseq=True)}"
    return f'<li><a href="{escape(link)}" target="_blank" rel="noopener">{escape(title)}</a>{asked}</li>'
