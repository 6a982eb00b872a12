"""What a viewer can choose from on the page about families' voice."""

from __future__ import annotations

from dataclasses import dataclass

from mwm.questions.feedback_items import family_forms, items_of
from mwm.questions.feedback_reading import named_only, what_is_asked, without_settings
from mwm.questions.question import settle
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer


@dataclass(frozen=True)
class VoiceChoices:
    """forms: key → name of those that were used. form: the one that holds. items: key → name of its items.
    respondents: those who were asked with it, in its order.
    """

    forms: dict[str, str]
    form: str
    items: dict[str, str]
    respondents: tuple[str, ...]


def voice_choices(store: Store, viewer: Viewer, scope: Scope, *, form: str = "") -> VoiceChoices:
    """The choices in a scope; empty where nobody was asked. form: the key asked for; a key that was not used gives the
    form with which most were asked. Raises ScopeError as every question does.
    """
    settled = without_settings(settle(store, scope.narrowed_by(viewer), viewer))
    asked = what_is_asked(store, settled, None, None, None)
    if asked is None:
        return VoiceChoices({}, "", {}, ())
    used = store.read("questions/feedback/form_in_scope", **named_only(settled))
    forms = {
        key: each.short_name for key, each in family_forms(asked.framework).items() if key in set(used["form_key"])
    }
    chosen = form if form in forms else asked.form.key
    own = used[used["form_key"] == chosen]
    current = family_forms(asked.framework)[chosen]
    return VoiceChoices(
        forms=forms,
        form=str(chosen),
        items={item.key: item.name for item in items_of(asked.framework, str(chosen))},
        respondents=_in_order(current.respondents, set(own["respondent"])),
    )


def _in_order(known: tuple[str, ...], used: set[str]) -> tuple[str, ...]:
    """Known words first, in their order; then those that only an earlier version of the form has."""
    return (*(word for word in known if word in used), *sorted(used - set(known)))
