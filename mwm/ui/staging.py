"""A page as a room sees it: the question, one sentence, one picture, and one line of what it is about.

A page's pictures become screens, one after the other; only the one that is asked for is drawn, and nothing of the
others reaches the browser. The page's own script stays as it is: panel.show() comes here in present mode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mwm.answer import Answer
from mwm.charts.projected import projected
from mwm.ui import address, presenting, workshop
from mwm.ui.frame import Frame
from mwm.ui.navigation import PageEntry
from mwm.ui.sentences import with_weight

_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
_HINT = "Space bar: show the answer"


@dataclass(frozen=True)
class Stage:
    """The places of a shared screen; each holds one thing, and what is put there replaces what was there before."""

    sentence: DeltaGenerator
    picture: DeltaGenerator
    foot: DeltaGenerator


def set_up(entry: PageEntry) -> Frame:
    """The places of this page, with its question above them. Whatever else the page writes stands apart, unseen."""
    with st.container(key="present"):
        st.html(workshop.heading() or f'<h1 class="mwm-title">{escape(entry.question)}</h1>')
        stage = Stage(st.empty(), st.empty(), st.empty())
    unseen = st.container(key="present_unseen")
    return Frame(entry, stage.sentence, unseen, unseen, stage=stage)


def show(
    frame: Frame,
    answer: Answer,
    draw: Callable[[], Any] | None,
    *,
    key: str,
    title: str,
    about: str,
    leads: bool,
    go: Callable[[], None] | None,
) -> None:
    """One answer of the page: a screen of its own where it has a picture, or where it leads and has nothing to show.

    draw: makes the figure or the HTML. go: what a click on a point does.
    """
    if leads:
        frame.led = True
        frame.lead = answer.headline
        address.write(frame.entry.key, frame.query)
    is_empty = answer.is_bare or answer.rows.empty
    if (draw is None or is_empty) and not (leads and is_empty):
        return
    frame.screens += 1
    first = frame.screens == 1
    if _is_asked_for(frame):
        frame.shown = frame.screens
        sentence = frame.lead if first and frame.lead else answer.headline
        if presenting.holds_back():
            _ask(frame, title)
        elif is_empty or draw is None:
            _say(frame, sentence)
        else:
            _draw(frame, answer, draw(), sentence, key=key, title=title, about=about, go=go)
        frame.told = answer
    presenting.note_screens(frame.entry.key, frame.screens)
    _write_foot(frame)


def screens_of(columns: Sequence[str], *, at_most: int = 6) -> Iterator[Sequence[str] | None]:
    """The columns of a wide table that go on one screen after the other; None for all at once, as on a page."""
    if not presenting.is_presenting() or len(columns) <= at_most:
        yield None
        return
    screens = -(-len(columns) // at_most)
    even = -(-len(columns) // screens)
    yield from (columns[start : start + even] for start in range(0, len(columns), even))


def say(frame: Frame, what: str, more: str = "") -> None:
    """A calm message instead of a picture: a refusal, or that this page is not for a room."""
    stage = _stage(frame)
    words = f"<p>{escape(more)}</p>" if more else ""
    words += _key("leave", "Leave present mode", "Leave present mode (Escape)")
    stage.sentence.html(f'<p class="mwm-headline">{escape(what)}</p>')
    stage.picture.html(f'<div class="mwm-stage mwm-calm" role="status">{words}</div>')
    _write_foot(frame)


def _is_asked_for(frame: Frame) -> bool:
    """Whether this screen is to be drawn: the one asked for; the first until it is known that there is that one."""
    wanted, known = presenting.screen(), presenting.screens_known(frame.entry.key)
    return frame.screens == wanted or (frame.screens == 1 and wanted > known)


def _stage(frame: Frame) -> Stage:
    assert isinstance(frame.stage, Stage)
    return frame.stage


def _ask(frame: Frame, title: str) -> None:
    stage = _stage(frame)
    stage.sentence.html(f'<p class="mwm-headline"><strong>{escape(presenting.question())}</strong></p>')
    heading = f'<h2 class="mwm-picture">{escape(title)}</h2>' if title else ""
    reveal = f'<button type="button" class="mwm-key" data-press="reveal">{_HINT}</button>'
    stage.picture.html(f'<div class="mwm-stage mwm-held">{heading}<p class="mwm-mark">?</p>{reveal}</div>')


def _say(frame: Frame, sentence: str) -> None:
    stage = _stage(frame)
    stage.sentence.html(f'<p class="mwm-headline">{escape(sentence)}</p>')
    stage.picture.html('<div class="mwm-stage mwm-calm"></div>')


def _draw(
    frame: Frame,
    answer: Answer,
    picture: Any,
    sentence: str,
    *,
    key: str,
    title: str,
    about: str,
    go: Callable[[], None] | None,
) -> None:
    stage = _stage(frame)
    stage.sentence.html(f'<p class="mwm-headline">{with_weight(sentence)}</p>')
    heading = f'<h2 class="mwm-picture">{escape(title)}</h2>' if title else ""
    if isinstance(picture, str):
        stage.picture.html(f'<div class="mwm-stage">{heading}{picture}</div>')
        return
    more: dict[str, Any] = {"on_select": go, "selection_mode": "points"} if go else {}
    with stage.picture.container(key=f"present_picture_{frame.screens}"):
        if heading:
            st.html(heading)
        alt = f"{about or title}. {answer.headline}"
        st.plotly_chart(projected(picture), key=key, alt=alt, config=_CONFIG, height="stretch", **more)


def _write_foot(frame: Frame) -> None:
    """What is shown at the left, the keys at the right."""
    told = [frame.scope_words] if frame.scope_words else []
    if frame.told is not None and not presenting.holds_back():
        told += _behind(frame.told)
    left = " · ".join(escape(words) for words in told)
    if frame.told is not None and frame.told.is_synthetic:
        # first, because what stands last may not fit on a small screen
        left = f'<span class="mwm-synthetic">synthetic data</span> {left}'
    _stage(frame).foot.html(
        f'<div class="mwm-foot"><p>{left}</p><p class="mwm-keys">{_arrows(frame)}'
        f"{_key('leave', 'Esc leaves', 'Leave present mode (Escape)')}</p></div>"
    )


def _arrows(frame: Frame) -> str:
    in_sequence = presenting.WORKSHOP in address.asked()
    if frame.screens < 2 and not in_sequence:
        return ""
    place = "" if in_sequence else f"<span>{frame.shown or 1} of {frame.screens}</span>"
    back, on = _key("previous", "←", "The one before (left arrow)"), _key("next", "→", "The next one (right arrow)")
    return f"{back}{place}{on}"


def _key(press: str, words: str, name: str) -> str:
    return f'<button type="button" class="mwm-key" data-press="{press}" aria-label="{name}">{words}</button>'


def _behind(answer: Answer) -> list[str]:
    counts = answer.counts
    observations, workers = counts.get("observations"), counts.get("workers")
    if isinstance(observations, int) and observations:
        return [f"{observations:,} observations" + (f" of {workers:,} workers" if isinstance(workers, int) else "")]
    supervisions, asked = counts.get("supervisions"), counts.get("asked")
    if isinstance(supervisions, int) and supervisions:
        return [f"{supervisions:,} {counts['method']} supervisions"]
    return [f"{asked:,} people asked"] if isinstance(asked, int) and asked else []
