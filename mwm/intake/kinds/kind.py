"""What a kind of file is, and its columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from mwm.framework import Framework

ColumnType = Literal["text", "identifier", "date", "month", "integer", "number", "grade", "choice"]


@dataclass(frozen=True)
class KindColumn:
    """One column of a kind.

    type: what a cell must hold; "identifier" is a text that stands for a person, family or observation and is never
    shown in a message. choices: the texts that a "choice" may hold, or the points of a grade's scale; empty = any.
    example: a filled-in cell for templates. synonyms: other headings that mean this column. required: the column must
    be there and filled in every row, unless may_be_blank.
    """

    key: str
    type: ColumnType
    description: str
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    may_be_blank: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of file. name and about are for people.

    needs_authority: whether its rows belong to one council. has_elements: whether there is one column of grades for
    each element of the framework. date_column: the column that the ledger's first and last date come from.
    in_templates: whether people fill it in by hand, so that a template makes sense. has_places: whether it has
    service areas and teams; may_make_places: whether an authority without teams may take them from it, once a person
    has confirmed them; makes_places: whether it is what says which teams there are. written_as: the kind whose
    tables it is written to, where that is another one.
    """

    key: str
    name: str
    about: str
    fixed_columns: tuple[KindColumn, ...]
    date_column: str
    needs_authority: bool = True
    has_elements: bool = False
    in_templates: bool = True
    row_word: str = "row"
    has_places: bool = False
    may_make_places: bool = False
    makes_places: bool = False
    written_as: str = ""

    @property
    def writes_as(self) -> str:
        """The folder under sql/intake that compares and writes its rows."""
        return self.written_as or self.key

    def columns(self, framework: Framework) -> tuple[KindColumn, ...]:
        """All columns in the order of a template: required ones, elements, optional ones."""
        fixed = tuple(_with_choices(column, framework) for column in self.fixed_columns)
        if not self.has_elements:
            return fixed
        required = tuple(column for column in fixed if column.required)
        optional = tuple(column for column in fixed if not column.required)
        return required + element_columns(framework) + optional


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


def _with_choices(column: KindColumn, framework: Framework) -> KindColumn:
    named = {"setting": framework.settings, "medium": framework.media}.get(column.key)
    if column.type != "choice" or not named:
        return column
    return replace(column, choices=named, example=named[0])
