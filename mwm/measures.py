"""What a target or a baseline can be about: grades of practice and of supervision, families' answers, counts.

An element, dimension or composite by its own key stands for its average grade. supervision.RUBRIC.ITEM is the average
grade of one item of observed supervision, or of all items together (EVERY_ITEM); self-reported grades have no targets,
because the two are never counted together. feedback.FORM.ITEM is the average answer to one item, feedback.FORM that of
all items, and feedback_response.FORM the share of those asked who answered; feedback_response is the same for all forms
together. share_ before the key of an element or an item is the percentage of high grades or answers. looked_after is
children at the end of a month; looked_after_rate is children per 10,000 aged 0 to 17.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mwm.framework import Form, Framework, Rubric

EVERY_ITEM = "all_items"
RESPONSE = "feedback_response"
_WORKER = "worker"


class Measure(NamedTuple):
    """One of them. lowest, highest: what can be aimed for (no highest: None). is_whole: whether it is counted for the
    whole council only.
    """

    name: str
    lowest: float = 0.0
    highest: float | None = 100.0
    is_whole: bool = False


def supervision_measure(rubric: str, item: str, *, share: bool = False) -> str:
    """The key of one item of a rubric, or of all its items."""
    return f"{'share_' if share else ''}supervision.{rubric}.{item}"


def feedback_measure(form: str, item: str = "", *, share: bool = False) -> str:
    """The key of one item of a form; without one, of all its items together."""
    return f"{'share_' if share else ''}feedback.{form}" + (f".{item}" if item else "")


def response_measure(form: str = "") -> str:
    """The key of the response rate of a form, or of all of them together."""
    return f"{RESPONSE}.{form}" if form else RESPONSE


def measures_of(framework: Framework) -> dict[str, Measure]:
    """Everything that can be aimed for, by key, in the order in which it is offered."""
    low, high = framework.scale.lowest, framework.scale.highest
    graded = {element.key: element.name for element in framework.elements}
    grouped = {group.key: group.name for group in framework.dimensions}
    grouped |= {group.key: group.name for group in framework.composites}
    grades = {key: Measure(f"{name}: average grade", low, high) for key, name in {**grouped, **graded}.items()}
    found = {key: grades[key] for key in graded} | grades
    for key, name in graded.items():
        found[f"share_{key}"] = Measure(f"{name}: {framework.threshold_name} (%)")
    for rubric in {rubric.key: rubric for rubric in framework.rubrics}.values():
        found |= _of_rubric(rubric)
    forms = {form.key: form for form in framework.forms if set(form.respondents) - {_WORKER}}
    for form in forms.values():
        found |= _of_form(form)
    if forms:
        found[RESPONSE] = Measure("Families’ voice: response rate (%)")
    found["looked_after"] = Measure("Looked after children", highest=None, is_whole=True)
    found["looked_after_rate"] = Measure("Looked after children per 10,000", highest=None, is_whole=True)
    return found


def _of_rubric(rubric: Rubric) -> dict[str, Measure]:
    """Items of the newest version; all of them together where there are several and none is called so."""
    scale, named = rubric.items[0].scale, {item.key: item.name for item in rubric.items}
    if len(named) > 1 and EVERY_ITEM not in named:
        named[EVERY_ITEM] = "All items"
    found = {}
    for key, name in named.items():
        about = f"{rubric.short_name}, {name}"
        found[supervision_measure(rubric.key, key)] = Measure(f"{about}: average grade", scale.lowest, scale.highest)
        found[supervision_measure(rubric.key, key, share=True)] = Measure(f"{about}: high grades (%)")
    return found


def _of_form(form: Form) -> dict[str, Measure]:
    scales = {(item.scale.lowest, item.scale.highest) for item in form.items}
    low, high = scales.pop() if len(scales) == 1 else (0.0, 100.0)
    found = {feedback_measure(form.key): Measure(f"{form.short_name}, all questions: average answer", low, high)}
    for item in form.items:
        about = f"{form.short_name}, {item.name}"
        scale = item.scale
        found[feedback_measure(form.key, item.key)] = Measure(f"{about}: average answer", scale.lowest, scale.highest)
        found[feedback_measure(form.key, item.key, share=True)] = Measure(f"{about}: high answers (%)")
    found[response_measure(form.key)] = Measure(f"{form.short_name}: response rate (%)")
    return found
