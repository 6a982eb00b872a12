"""What agreement and a change of graders mean for a trend of grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from mwm.answer import Answer
from mwm.questions.grading.agreement import ElementAgreement, element_agreement
from mwm.questions.grading.reading import double_graded
from mwm.questions.periods import Parts, parts_of
from mwm.questions.question import listed_words, settle
from mwm.questions.readings import total_of
from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import Viewer

WEAK = 0.4
"""ICC or alpha below which a trend carries a caveat: where Cicchetti's "poor" ends. It is enough that the lower end of
the ICC's range lies below."""
TURNOVER = 0.5
"""Share of the grades that came from other people in the later part than in the earlier one, from which a comparison of
the two carries a caveat (our own judgement)."""
CARRIED_BY = ("skill-trend", "skill-signal", "team-comparison", "team-trend")
"""Questions whose answers carry these notes on the command line. Pages say them after their pictures."""
_KEPT = 64


def grading_caveats(
    store: Store, scope: Scope, elements: Mapping[str, str], parts: Parts | None = None
) -> tuple[str, ...]:
    """What readers of averages should know of the grading behind them; nothing where there is nothing to say.

    scope: settled, with an authority. elements: key → name of single elements (dimensions and composites are left out
    of account). parts: the earlier and the later months that are compared, for a change of graders.
    """
    return (*_weak_words(store, scope, elements), *(_turnover_words(store, scope, parts) if parts else ()))


def grading_notes(store: Store, viewer: Viewer, scope: Scope) -> tuple[str, ...]:
    """The same for a page over practice: all elements, and the two parts that its pictures compare.

    A question of its own, because it reads the observations that were graded twice one by one, which a chart must not
    wait for.
    """
    settled = settle(store, scope.narrowed_by(viewer), viewer)
    if settled.authority is None:
        return ()
    total = total_of(store, settled)
    if not total.observations:
        return ()
    parts = parts_of(total.first, total.last)
    names = {element.key: element.name.lower() for element in store.framework(settled.authority).elements}
    return grading_caveats(store, settled, names, parts if parts.earlier else None)


def with_grading_notes(store: Store, viewer: Viewer, answer: Answer) -> Answer:
    """The answer with grading_notes of its scope among its caveats, where it is one that averages say something of."""
    if answer.question not in CARRIED_BY or answer.is_bare:
        return answer
    notes = grading_notes(store, viewer, answer.scope)
    return replace(answer, caveats=answer.caveats + notes)


def weak_elements(store: Store, scope: Scope) -> tuple[str, ...]:
    """Keys of the elements on which graders agree too little for a trend to be trusted, as far as it is known.

    Told from all observations of these months, whatever part of the service is asked about: the same people grade
    everywhere, and a part has too few observations that were graded twice to tell.
    """
    return _weak(store, store.version, Scope(scope.authority, period=scope.period, gate=scope.gate))


def turnover(store: Store, scope: Scope, parts: Parts) -> float:
    """Which share of the grades came from other people in the later part than in the earlier one, 0 to 1.

    Half the sum of the differences of each grader's share (total variation distance); 0 where a part has no grade.
    """
    return _turnover(store, store.version, scope, parts)


def _weak_words(store: Store, scope: Scope, elements: Mapping[str, str]) -> tuple[str, ...]:
    weak = [name for key, name in elements.items() if key in weak_elements(store, scope)]
    if not weak:
        return ()
    return (
        f"Graders agree too little on {listed_words(weak)}: part of what moves here may be who graded. See the page "
        "Grading.",
    )


def _turnover_words(store: Store, scope: Scope, parts: Parts) -> tuple[str, ...]:
    changed = turnover(store, scope, parts)
    if changed < TURNOVER:
        return ()
    return (
        f"The people who graded changed: {changed:.0%} of the grades in the later months are from others than before. "
        "Part of a change may be who graded. See the page Grading.",
    )


@lru_cache(maxsize=_KEPT)
def _weak(store: Store, version: int, scope: Scope) -> tuple[str, ...]:
    found = double_graded(store, scope)
    keys = [element.key for element in store.framework(str(scope.authority)).elements]
    minimum = settings().minimum_double_graded
    return tuple(key for key in keys if is_weak(element_agreement(found.of(key), minimum, intervals=False)))


def is_weak(part: ElementAgreement) -> bool:
    """Whether the lower end of the ICC's range, or alpha, lies below WEAK; not where nothing is known."""
    low = part.icc_lower if part.icc_lower is not None else part.icc
    return (low is not None and low < WEAK) or (part.alpha is not None and part.alpha < WEAK)


@lru_cache(maxsize=_KEPT)
def _turnover(store: Store, version: int, scope: Scope, parts: Parts) -> float:
    asked = {
        key: value
        for key, value in scope.parameters(windows=parts.windows).items()
        if key not in ("first_month", "last_month")
    } | parts.parameters()
    rows = store.read("questions/grading/grader_by_part", **asked)
    if not rows["earlier"].sum() or not rows["later"].sum():
        return 0.0
    apart = rows["earlier"] / rows["earlier"].sum() - rows["later"] / rows["later"].sum()
    return float(apart.abs().sum() / 2)
