"""The choices of the page about supervision: observed or self-reported, and the rubric."""

from __future__ import annotations

from mwm.questions.supervision_choices import SupervisionChoices, supervision_choices
from mwm.scope import Scope
from mwm.ui import address
from mwm.ui.asking import recall
from mwm.ui.choosing import choose


def choose_supervision(scope: Scope) -> tuple[SupervisionChoices, dict[str, str]]:
    """What can be chosen in this scope, and the arguments method and rubric of its questions.

    No arguments where there is no supervision. What has only one choice is offered all the same, because it says what
    is shown: how it was measured, and on which rubric.
    """

    def kept(name: str) -> str:
        return address.asked().get(name, [""])[0]

    choices = recall(supervision_choices, scope, method=kept("method"), rubric=kept("rubric"))
    if not choices.method:
        return choices, {}
    method = choose("method", "How it was measured", choices.methods, choices.method)
    rubric = choose("rubric", "Which rubric", choices.rubrics, choices.rubric)
    return choices, {"method": method, "rubric": rubric}
