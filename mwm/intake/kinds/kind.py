"""What a kind of file is, and its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mwm.errors import FrameworkError
from mwm.framework import Form, Framework, Item, Rubric

ColumnType = Literal["text", "identifier", "date", "month", "integer", "number", "grade", "choice", "choices"]


@dataclass(frozen=True)
class KindColumn:
    """One column of a kind.

    type: what a cell must hold; "identifier" is a text that stands for a person, family or observation and is never
    shown in a message; "choices" is one choice or several in one cell. choices: the texts that a "choice" may hold, or
    the points of a grade's scale; empty = any.
    choice_words: what each choice is called on screen, in the same order, where that is not its own text; a file may
    say either. example: a filled-in cell for templates. synonyms: other headings that mean this column. required: the
    column must be there and filled in every row, unless may_be_blank. label: what a form calls it, else its key in
    words. is_long: whether it takes a whole line of a form. in_forms: whether a form asks for it.
    """

    key: str
    type: ColumnType
    description: str
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    may_be_blank: bool = False
    choice_words: tuple[str, ...] = ()
    label: str = ""
    is_long: bool = False
    in_forms: bool = True
    is_free_text: bool = False

    @property
    def title(self) -> str:
        """What a form calls it: Service area."""
        return self.label or self.key.replace("_", " ").capitalize()

    @property
    def named_choices(self) -> dict[str, str]:
        """Choice → what it is called on screen."""
        return dict(zip(self.choices, self.choice_words or self.choices, strict=True))


@dataclass(frozen=True)
class Kind:
    """A kind of file. name and about are for people.

    needs_authority: whether its rows belong to one council. has_elements: whether there is one column of grades for
    each element of the framework. has_items: whether there is one for each item of its feedback forms. has_rubrics:
    whether there is one for each item of its rubrics.
    date_column: the column that the ledger's first and last date come from.
    in_templates: whether people fill it in by hand, so that a template makes sense. has_places: whether it has
    service areas and teams; may_make_places: whether an authority without teams may take them from it, once a person
    has confirmed them; makes_places: whether it is what says which teams there are. makes_groups: whether it says who
    is in which group. regrades: whether it changes which grade of an observation counts. written_as: the kind whose
    tables it is written to, where that is another one.
    """

    key: str
    name: str
    about: str
    fixed_columns: tuple[KindColumn, ...]
    date_column: str
    needs_authority: bool = True
    has_elements: bool = False
    has_items: bool = False
    has_rubrics: bool = False
    in_templates: bool = True
    row_word: str = "row"
    has_places: bool = False
    may_make_places: bool = False
    makes_places: bool = False
    makes_groups: bool = False
    regrades: bool = False
    written_as: str = ""

    @property
    def writes_as(self) -> str:
        """The folder under sql/intake that compares and writes its rows."""
        return self.written_as or self.key

    def columns(self, framework: Framework) -> tuple[KindColumn, ...]:
        """All columns in the order of a template: required ones, elements or items, optional ones.

        Raises FrameworkError where an item has the key of another column.
        """
        fixed = tuple(_with_choices(column, framework) for column in self.fixed_columns)
        if not self.has_elements and not self.has_items and not self.has_rubrics:
            return fixed
        required = tuple(column for column in fixed if column.required)
        optional = tuple(column for column in fixed if not column.required)
        graded = element_columns(framework) if self.has_elements else item_columns(self.sources(framework))
        if taken := {column.key for column in fixed} & {column.key for column in graded}:
            raise FrameworkError(
                f"“{min(taken)}” is the name of a column of every file of {self.key}.",
                where=f"framework {framework.key}",
                mend="Give the item another key.",
            )
        return required + graded + optional

    def graded_keys(self, framework: Framework) -> tuple[str, ...]:
        """Keys of the elements or items that have a column of their own."""
        if self.has_elements:
            return framework.element_keys
        return tuple(column.key for column in item_columns(self.sources(framework)))

    def sources(self, framework: Framework) -> tuple[Form, ...] | tuple[Rubric, ...]:
        """The feedback forms or the rubrics whose items have a column each; none for most kinds."""
        if self.has_items:
            return framework.forms
        return framework.rubrics if self.has_rubrics else ()


def element_columns(framework: Framework) -> tuple[KindColumn, ...]:
    """One column of grades for each element of a framework."""
    points = tuple(f"{point:g}" for point in framework.scale.points)
    return tuple(
        KindColumn(
            key=element.key,
            type="grade",
            description=f"{element.description} A grade on {framework.scale.words}; blank if not graded.",
            example=points[len(points) // 2],
            choices=points,
            synonyms=(element.name, element.short_name, f"grade_{element.key}", f"{element.key}_grade"),
        )
        for element in framework.elements
    )


def item_columns(sources: Sequence[Form] | Sequence[Rubric]) -> tuple[KindColumn, ...]:
    """One column for each item of these forms or rubrics; items of several that share a key share one."""
    found: dict[str, list[tuple[Form | Rubric, Item]]] = {}
    for source in sources:
        for item in source.items:
            found.setdefault(item.key, []).append((source, item))
    columns = []
    for key, uses in found.items():
        points = sorted({point for _, item in uses for point in item.scale.points})
        asked = dict.fromkeys(f"“{item.name}” ({source.name}), {item.scale.words}" for source, item in uses)
        more = f"{uses[-1][1].description} " if uses[-1][1].description else ""
        blank = "graded" if isinstance(uses[0][0], Rubric) else "answered"
        first = uses[0][1].scale.points
        columns.append(
            KindColumn(
                key=key,
                type="grade",
                description=f"{'; '.join(asked)}. {more}Blank if it was not {blank}.",
                example=f"{first[len(first) // 2]:g}" if uses[0][0] == sources[0] else "",
                choices=tuple(f"{point:g}" for point in points),
                synonyms=tuple(dict.fromkeys(item.name for _, item in uses)),
                label=uses[-1][1].name,
            )
        )
    return tuple(columns)


def _with_choices(column: KindColumn, framework: Framework) -> KindColumn:
    """A choice whose list the framework has, with that list and what its entries are called."""
    forms = {form.key: form.name for form in framework.forms}
    rubrics = {rubric.key: rubric.name for rubric in framework.rubrics}
    lists = {
        "setting": framework.settings,
        "medium": framework.media,
        "markers": framework.markers,
        "measure": tuple(framework.measures),
        "form": tuple(forms),
        "rubric": tuple(rubrics),
        "respondent": _of_forms(framework, "respondents"),
        "mode": _of_forms(framework, "modes"),
        "time_point": _of_forms(framework, "time_points"),
        "element": framework.element_keys,
    }
    named = lists.get(column.key)
    if column.type not in ("choice", "choices") or not named:
        return column
    elements = {element.key: element.name for element in framework.elements}
    words = {"measure": framework.measures, "form": forms, "rubric": rubrics, "element": elements}
    called = words.get(column.key, {})
    return replace(column, choices=named, choice_words=tuple(called.values()), example=named[0])


def _of_forms(framework: Framework, words: str) -> tuple[str, ...]:
    """Respondents, modes or time points of all forms, each once."""
    return tuple(dict.fromkeys(word for form in framework.forms for word in getattr(form, words)))
