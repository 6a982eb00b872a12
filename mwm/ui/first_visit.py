"""What the first visitor would wait for, done before: while the browser still loads its own files, or sooner."""

from __future__ import annotations

import gc
from contextlib import suppress

from mwm.charts.inks import LIGHT
from mwm.charts.skills import skill_trend_chart
from mwm.errors import MwmError
from mwm.questions import scope_choices, skill_trend
from mwm.scope import Scope
from mwm.settings import settings
from mwm.ui.asking import store
from mwm.viewer import local_viewer


def prepare() -> None:
    """Open the store and answer a first question, so that what disclosure control shows is settled.

    Then everything that is loaded is taken for lasting: Python would else look through all of it again and again (0.1 s
    each time) while people wait.
    """
    viewer = local_viewer(sees_small_numbers=settings().shows_small_numbers)
    with suppress(MwmError):  # no store yet, or several councils in it: the page says so
        elements = scope_choices(store(), viewer, Scope()).names("element")
        answer = skill_trend(store(), viewer, Scope(), element=next(iter(elements), None))
        if not answer.is_bare:
            skill_trend_chart(answer, LIGHT)
    gc.freeze()
