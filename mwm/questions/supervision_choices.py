"""What a viewer can choose from on the page about supervision."""

from __future__ import annotations

from dataclasses import dataclass

from mwm.questions.question import settle
from mwm.questions.supervision_reading import METHODS, not_yet_counted, rubrics_of, rubrics_used, without_settings
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer


@dataclass(frozen=True)
class SupervisionChoices:
    """methods and rubrics: key → words of those that were used in the scope (of rubrics, with the method that holds).

    method, rubric: what holds. items: key → name of what can be looked at: all items together first, then each.
    elements: key → name of what practice is graded on.
    """

    methods: dict[str, str]
    method: str
    rubrics: dict[str, str]
    rubric: str
    items: dict[str, str]
    elements: dict[str, str]


def supervision_choices(
    store: Store, viewer: Viewer, scope: Scope, *, method: str = "", rubric: str = ""
) -> SupervisionChoices:
    """The choices in a scope; empty where there is no supervision. method, rubric: the keys asked for.

    A method that was not used gives observed where that was used, else self-reported; a rubric that was not used with
    it gives the one that most were graded on. Raises ScopeError as every question does.
    """
    settled = without_settings(settle(store, scope.narrowed_by(viewer), viewer))
    nothing = SupervisionChoices({}, "", {}, "", {}, {})
    if settled.authority is None:
        return nothing
    framework = store.framework(settled.authority)
    known = rubrics_of(framework)
    every = rubrics_used(store, settled).items()
    used = {key: own for key, rubrics in every if (own := [rubric for rubric in rubrics if rubric in known])}
    methods = {key: words for key, words in METHODS.items() if key in used}
    if not methods:
        return nothing
    method = method if method in methods else next(iter(methods))
    own = used[method]
    rubrics = {key: each.short_name for key, each in known.items() if key in own}
    rubric = rubric if rubric in rubrics else own[0]
    measured = not_yet_counted(store, settled, rubric, method)
    assert measured is not None, "the rubric is known"
    items = (measured.together, *(item for item in measured.items if item.key != measured.together.key))
    return SupervisionChoices(
        methods=methods,
        method=method,
        rubrics=rubrics,
        rubric=rubric,
        items={item.key: item.name for item in items},
        elements={element.key: element.name for element in framework.elements},
    )
