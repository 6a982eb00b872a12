"""The choices of the page about families' voice: which form, and who was asked with it."""

from __future__ import annotations

from mwm.questions.feedback_choices import VoiceChoices, voice_choices
from mwm.scope import Scope
from mwm.ui import address
from mwm.ui.asking import recall
from mwm.ui.choosing import choose

_ALL = "all"


def choose_who(scope: Scope) -> tuple[VoiceChoices, dict[str, str | None]]:
    """What can be chosen in this scope, and the arguments form and respondent of its questions.

    No arguments where nobody was asked. A choice of one is not offered.
    """
    choices = recall(voice_choices, scope, form=address.asked().get("form", [""])[0])
    if not choices.form:
        return choices, {}
    asked: dict[str, str | None] = {"form": choose("form", "Which form", choices.forms, choices.form)}
    if len(choices.respondents) > 1:
        words = {_ALL: "Everybody", **{one: one.capitalize() for one in choices.respondents}}
        picked = choose("respondent", "Who was asked", words, _ALL)
        asked["respondent"] = None if picked == _ALL else picked
    return choices, asked
