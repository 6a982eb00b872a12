"""The only package under mwm that imports Streamlit: pages, the scope bar, the answer panel, and cached questions.

A page is a straight line: scope = ui.page(…); ui.show(ui.ask(question, scope, …), draw=…).
"""

from mwm.ui.asking import ask, recall, store, viewer
from mwm.ui.choosing import choose, choose_events
from mwm.ui.local_use import may_show_people
from mwm.ui.navigation import register
from mwm.ui.page import inks, page, refusals_said, say_aside, say_first
from mwm.ui.panel import say_also, show, show_table
from mwm.ui.points import points_of, scope_of_point
from mwm.ui.staging import screens_of

__all__ = [
    "ask",
    "choose",
    "choose_events",
    "inks",
    "may_show_people",
    "page",
    "points_of",
    "recall",
    "refusals_said",
    "run",
    "say_also",
    "say_aside",
    "say_first",
    "scope_of_point",
    "screens_of",
    "show",
    "show_table",
    "store",
    "viewer",
]


def run() -> None:
    """Run the page that the address asks for."""
    register().run()
