"""SQL files by name: `questions/skills/element_by_month` is sql/questions/skills/element_by_month.sql.

A file begins with a header of comments: one plain line that says what one row is, then one line for each bound
parameter and, where it returns rows, one line for its columns:

    -- One row is one month and one element.
    -- param authority varchar the council
    -- shows practice by scope over grain
    -- returns month date, element varchar
    select …

The header is checked against the text when the file is loaded. The line "shows" belongs to a file that disclosure
control lets count only some rows (its parameter admitted): what is counted, and how finely its rows tell the parts of
the service and the months apart. A word such as unit or grain means what that parameter says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import TextClause, text

from mwm.errors import SqlError
from mwm.settings import SQL_FOLDER

_PARAM = re.compile(r"-- param (\w+) (\S+) (.+)")
_SHOWS = re.compile(r"-- shows (practice|supervision|feedback) by (\w+) over (\w+)")
_USED = re.compile(r"(?<![:\w]):([a-z_]\w*)")


@dataclass(frozen=True)
class NamedSql:
    """One SQL file. about: what one row is. parameters: name → type. returns: (column, type) pairs, empty for a
    statement. shows: fact, by and over of the line "shows", empty without one."""

    name: str
    about: str
    parameters: dict[str, str]
    returns: tuple[tuple[str, str], ...]
    body: str
    shows: tuple[str, ...] = ()

    def check_shape(self, given: Mapping[str, Any]) -> None:
        """Refuse rows admitted for another shape of answer than this file gives: they would show too much.

        Raises SqlError. Nothing is refused where disclosure control is off.
        """
        shape = getattr(given.get("admitted"), "shape", None)
        if shape is None or "admitted" not in self.parameters:
            return
        _, by, over = self.shows
        own = (str(given.get(by, by)), str(given.get(over, over)))
        own = ("scope" if own[0] in ("none", "") else own[0], own[1])
        if own != shape:
            raise SqlError(
                f"Rows admitted by {shape[0]} over {shape[1]} were read by {own[0]} over {own[1]}.",
                where=f"{self.name}.sql",
                mend="Ask Scope.parameters() for what the file shows.",
            )

    @cached_property
    def clause(self) -> TextClause:
        """The text without comments (SQLAlchemy reads :name inside comments too)."""
        return text(self.body)


@cache
def named_sql(name: str) -> NamedSql:
    """Load one file by name. Raises SqlError with file and line where the header and the text disagree."""
    path = SQL_FOLDER / f"{name}.sql"
    if not path.is_file():
        raise SqlError("There is no SQL file of this name.", where=name, mend="Check the name against the sql folder.")
    return parse_sql(name, path.read_text(encoding="utf-8"))


@cache
def all_names(*folders: str) -> tuple[str, ...]:
    """Names of all SQL files below these folders of sql/, sorted."""
    return tuple(
        sorted(
            path.relative_to(SQL_FOLDER).with_suffix("").as_posix()
            for folder in folders
            for path in Path(SQL_FOLDER / folder).rglob("*.sql")
        )
    )


def parse_sql(name: str, source: str) -> NamedSql:
    """Read a file's header and check it against its text."""
    about, parameters, returns = "", {}, ""
    shows: tuple[str, ...] = ()
    lines = source.splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.startswith("--"):
            break
        if number == 1:
            about = line[2:].strip()
        elif found := _PARAM.fullmatch(line):
            parameters[found[1]] = found[2]
        elif found := _SHOWS.fullmatch(line):
            shows = found.groups()
        elif line.startswith("-- returns "):
            returns += ("," if returns else "") + line.removeprefix("-- returns ").rstrip(",")
        elif line.startswith(("-- param", "-- return")):
            raise SqlError(
                "This header line cannot be read.",
                where=f"{name}.sql, line {number}",
                mend="Write it as -- param name type meaning.",
            )
        elif not parameters and not returns:  # the sentence goes on
            about = f"{about} {line[2:].strip()}"
    if not about:
        raise SqlError("The file does not say what one row is.", where=f"{name}.sql, line 1", mend="Begin with -- …")
    body = strip_comments(source)
    used = set(_USED.findall(re.sub(r"'(?:[^']|'')*'", "''", body)))
    for parameter in sorted(used ^ set(parameters)):
        fault = "used but not declared" if parameter in used else "declared but not used"
        raise SqlError(f"The parameter {parameter} is {fault}.", where=f"{name}.sql", mend="Mend the header.")
    columns = tuple(
        (part.split(None, 1)[0], part.split(None, 1)[1]) for part in map(str.strip, returns.split(",")) if part
    )
    if ("admitted" in parameters) != bool(shows):
        raise SqlError(
            "A file with the parameter admitted has a line “shows”, and no other has.",
            where=f"{name}.sql",
            mend="Write -- shows practice by scope over month, or what the file shows.",
        )
    return NamedSql(name, about, parameters, columns, body, shows)


def strip_comments(source: str) -> str:
    """The text without -- comments; quoted texts that hold -- stay whole."""
    return re.sub(r"('(?:[^']|'')*')|--[^\n]*", lambda found: found[1] if found[1] is not None else "", source).strip()
