"""Which pages there are, in the words leaders are asked by inspectors, and the links between them."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache

import streamlit as st

from mwm.settings import ROOT


@dataclass(frozen=True)
class PageEntry:
    """One page. key: file name under pages/ without .py, and its address. question: the title on the page.

    is_listed: whether it has the menu and is in it; not so a page for people who have come with a code.
    handles_rows: whether it takes rows in or mends them, which is never for a room. is_private: whether it is not for
    a room for another reason: it is made of forms, or of papers.
    """

    key: str
    group: str
    name: str
    question: str
    is_listed: bool = True
    handles_rows: bool = False
    is_private: bool = False

    @property
    def is_for_rooms(self) -> bool:
        """Whether it can be shown in present mode."""
        return not (self.handles_rows or self.is_private)


PAGES = {
    entry.key: entry
    for entry in (
        PageEntry("overview", "What we know", "Overview", "Where do we stand?"),
        PageEntry("skills", "What we know", "Skills", "Is practice changing?"),
        PageEntry("teams", "What we know", "Teams", "Where is practice strong, and where does it need support?"),
        PageEntry("supervision", "What we know", "Supervision", "Is supervision helping?"),
        PageEntry("voice", "What we know", "Families’ voice", "What do families tell us?"),
        PageEntry("looked_after", "What we know", "Looked after children", "Are fewer children looked after?"),
        PageEntry("outcomes", "What we know", "Other outcomes", "What happened to families afterwards?"),
        PageEntry("coverage", "How we know", "Coverage", "Whom have we observed, and whom not yet?"),
        PageEntry("grading", "How we know", "Grading", "Can we trust the grades?"),
        PageEntry("data", "How we know", "Data", "What is in here, and how fresh is it?", handles_rows=True),
        PageEntry("record", "What we do next", "Record", "What did you see?", handles_rows=True),
        PageEntry(
            "report",
            "What we do next",
            "Practice report",
            "What do we know about practice here, and what comes next?",
            is_private=True,
        ),
        PageEntry(
            "events",
            "What we do next",
            "Events and targets",
            "What happened, and what are we aiming for?",
            is_private=True,
        ),
        PageEntry("workshop", "Share", "Workshop", "What shall we look at together?", is_private=True),
        PageEntry("calibration", "Share", "Calibration", "Do we see the same thing?", is_private=True),
        PageEntry("slides", "Share", "Slides and reports", "What do you want to hand over?", is_private=True),
        PageEntry("own_numbers", "Share", "Your own numbers", "Is it a real change?"),
        PageEntry("import", "Manage", "Import", "Which figures do you want to add?", handles_rows=True),
        PageEntry("takeaway", "", "Take-away", "What did we look at?", is_listed=False),
        PageEntry("join", "", "Join", "How do you grade it?", is_listed=False, is_private=True),
    )
}
FIRST = "overview"
_START = "start"  # Streamlit wants a name of its own for the page at "/"


def register() -> st.Page:
    """Tell Streamlit the pages, without its own menu, and return the one that the address asks for.

    A page's address is its file's name: on a fresh server Streamlit itself looks a deep link up under pages/, and only
    equal names lead to the same page. The first page has its own address besides "/".
    """
    pages = [st_page(key) for key in PAGES]
    return st.navigation([*pages, copy(_made(FIRST, is_alias=True))], position="hidden")


def st_page(key: str) -> st.Page:
    """A page as Streamlit wants it; each run needs its own, because Streamlit notes on it which one is open."""
    return copy(_made(key))


@cache
def _made(key: str, *, is_alias: bool = False) -> st.Page:
    """Made once: Streamlit looks each page's file up on the disk, and waits there while others are served."""
    file, name = ROOT / "pages" / f"{key}.py", PAGES[key].name
    if is_alias:
        return st.Page(file, title=name, url_path=key, visibility="hidden")
    if key == FIRST:
        return st.Page(file, title=name, url_path=_START, default=True)
    return st.Page(file, title=name, url_path=key)


def draw_links(current: str, values: dict[str, list[str]]) -> None:
    """The menu at the side: our own groups, because Streamlit's headings break the list for screen readers.

    values: what was chosen so far, which every link takes along.
    """
    if not PAGES[current].is_listed:
        return
    with st.sidebar:
        st.html('<p class="mwm-product">Measuring What Matters</p>')
        group = None
        for entry in PAGES.values():
            if not entry.is_listed:
                continue
            if entry.group != group:
                group = entry.group
                st.html(f'<p class="mwm-nav-group">{group}</p>')
            with st.container(key=f"nav_here_{entry.key}" if entry.key == current else f"nav_{entry.key}"):
                st.page_link(st_page(entry.key), label=entry.name, width="stretch", query_params=values)
