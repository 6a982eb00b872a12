"""The items of feedback forms as they are counted: which versions of a form belong together, and which do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mwm.errors import ScopeError
from mwm.framework import Form, Framework, Rubric, Scale
from mwm.questions.question import offer

WORKER = "worker"
"""The respondent whose answers are never counted among those of families."""


@dataclass(frozen=True)
class FormItem:
    """One item of one form (or rubric), in all versions that ask it in the same words on the same scale.

    key: its name in addresses and rows. threshold: from which point on an answer is high. element: key of the element
    of practice that it is about, or nothing. is_current: whether the newest version has it.
    """

    key: str
    name: str
    form: str
    item: str
    versions: tuple[str, ...]
    scale: Scale
    threshold: float
    element: str
    is_current: bool


def family_forms(framework: Framework) -> dict[str, Form]:
    """The newest version of each form that asks anybody but workers, by key, in the order of the framework."""
    return {form.key: form for form in framework.forms if set(form.respondents) - {WORKER}}


def form_called(framework: Framework, wanted: str | None) -> Form | None:
    """The form with this key or name; the first one where none is wanted; None where the framework has no form.

    Raises ScopeError for an unknown one.
    """
    forms = family_forms(framework)
    if wanted is None:
        return next(iter(forms.values()), None)
    for key, form in forms.items():
        if wanted.casefold() in (key, form.name.casefold(), form.short_name.casefold()):
            return form
    raise ScopeError(f"There is no feedback form called “{wanted[:60]}”.", mend=offer(wanted, forms, "Known forms"))


def items_of(framework: Framework, form: str) -> list[FormItem]:
    """The items of a form: those of its newest version in their order, then those that only earlier versions have."""
    return items_of_versions([each for each in framework.forms if each.key == form])


def items_of_versions(versions: Sequence[Form] | Sequence[Rubric]) -> list[FormItem]:
    """The same for all versions of one form or of one rubric, in the order of the framework.

    Versions are counted together only where the item has the same words and the same scale; else the earlier one is an
    item of its own, named with its versions.
    """
    together: dict[tuple[str, str, Scale], list[str]] = {}
    newest: dict[tuple[str, str, Scale], Any] = {}
    oldest_first: list[Form | Rubric] = [*versions]
    for version in oldest_first[::-1]:
        for item in version.items:
            alike = (item.key, item.name, item.scale)
            together.setdefault(alike, []).insert(0, version.version)
            newest.setdefault(alike, item)
    found = []
    for (key, name, scale), own in together.items():
        item, is_current = newest[key, name, scale], own[-1] == versions[-1].version
        several = sum(other == key for other, _, _ in together) > 1
        found.append(
            FormItem(
                key=key if is_current else f"{key}.{own[-1]}",
                name=f"{name} ({version_words(own)})" if several else name,
                form=versions[0].key,
                item=key,
                versions=tuple(own),
                scale=scale,
                threshold=item.threshold,
                element=item.element,
                is_current=is_current,
            )
        )
    return found


def version_words(versions: Iterable[str]) -> str:
    """version 2, versions 1 and 2."""
    own = list(versions)
    return f"version {own[0]}" if len(own) == 1 else f"versions {', '.join(own[:-1])} and {own[-1]}"


def item_called(items: list[FormItem], wanted: str) -> FormItem:
    """The item with this key or name. Raises ScopeError for an unknown one."""
    for item in items:
        if wanted.casefold() in (item.key, item.name.casefold()):
            return item
    known = [item.key for item in items]
    raise ScopeError(f"This form has no item called “{wanted[:60]}”.", mend=offer(wanted, known, "Known items"))


def bound(items: list[FormItem]) -> dict[str, Any]:
    """Lists of the same length for SQL, with one entry for each item and version."""
    each = [(item, version) for item in items for version in item.versions]
    return {
        "measures": [item.key for item, _ in each],
        "forms": [item.form for item, _ in each],
        "versions": [version for _, version in each],
        "items": [item.item for item, _ in each],
        "thresholds": [item.threshold for item, _ in each],
        "elements": [item.element for item, _ in each],
        "lowests": [item.scale.lowest for item, _ in each],
        "highests": [item.scale.highest for item, _ in each],
    }
