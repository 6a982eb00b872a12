"""The file of a workshop: TOML that a person can read and change.

format = "mwm-workshop"
version = 1
title = "Is practice changing?"

[[step]]
title = "All of it at once"
view = "overview?columns=service_area"
question = "Where do you expect a real change?"
hold = true
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from mwm.errors import IntakeError, UsageError
from mwm.workshops.sequence import MOST_STEPS, TITLE, Step, Workshop, line, step_of

FORMAT, VERSION = "mwm-workshop", 1
MOST_BYTES = 400_000
_STEP = {"title": str, "view": str, "question": str, "answer": str, "hold": bool, "note": str, "minutes": int}
_WORDS = {str: "a text in quotation marks", bool: "true or false", int: "a whole number"}
_ABOUT = 600
_EXPORT = "Take a file that was downloaded from the Workshop page."


def read_workshop(content: bytes, *, name: str = "file") -> Workshop:
    """The workshop in a file's bytes. Raises IntakeError that says what is wrong, where, and how to mend it."""
    if len(content) > MOST_BYTES:
        raise IntakeError(f"This file is larger than {MOST_BYTES // 1000} kB.", where=name, mend=_EXPORT)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise IntakeError("This file is not plain text in UTF-8.", where=name, mend=_EXPORT) from None
    try:
        given = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        place = str(fault).rpartition("(at ")[2].rstrip(")") if "(at " in str(fault) else ""
        raise IntakeError(
            "This file is not written as a workshop’s file is.",
            where=f"{name}, {place}" if place else name,
            mend=f"Mend that place, or: {_EXPORT[0].lower()}{_EXPORT[1:]}",
        ) from None
    except ValueError:  # a number of more digits than Python turns into one
        raise IntakeError("This file holds a value that cannot be read.", where=name, mend=_EXPORT) from None
    _refuse_another_format(given, name)
    steps = given.get("step", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise IntakeError("The steps are not a list.", where=f"{name}, step", mend="Begin each step with [[step]].")
    if len(steps) > MOST_STEPS:
        raise IntakeError(
            f"This workshop has {len(steps):,} steps; at most {MOST_STEPS} can be shown.",
            where=f"{name}, step",
            mend="Make two workshops of it.",
        )
    _refuse_unknown(given, ("format", "version", "title", "about", "step"), name)
    try:
        title = line(_typed(given, "title", str, name), "title", TITLE, needed=True)
        about = line(_typed(given, "about", str, name), "about", _ABOUT)
    except UsageError as fault:
        raise IntakeError(fault.what, where=f"{name}, {fault.where}", mend=fault.mend) from None
    return Workshop(title, about, tuple(_step(step, f"{name}, step {no}") for no, step in enumerate(steps, start=1)))


def write_workshop(workshop: Workshop) -> str:
    """The text of a workshop's file. Reading it gives the same workshop."""
    parts = [
        "# A workshop of Measuring What Matters. Views are links as “Copy link to this view” copies them.",
        f'format = "{FORMAT}"',
        f"version = {VERSION}",
        f"title = {_quoted(workshop.title)}",
    ]
    if workshop.about:
        parts.append(f"about = {_quoted(workshop.about)}")
    for step in workshop.steps:
        parts += ["", "[[step]]", f"title = {_quoted(step.title)}", f"view = {_quoted(step.view.link)}"]
        parts += [
            f"{key} = {_quoted(text)}" for key, text in (("question", step.question), ("answer", step.answer)) if text
        ]
        if step.is_held:
            parts.append("hold = true")
        if step.minutes:
            parts.append(f"minutes = {step.minutes}")
        if step.note:
            parts.append(f"note = {_quoted(step.note)}")
    return "\n".join(parts) + "\n"


def _refuse_another_format(given: Mapping[str, Any], name: str) -> None:
    if given.get("format") != FORMAT:
        raise IntakeError(
            "This is not the file of a workshop.",
            where=f"{name}, format",
            mend=f"Its first line is format = “{FORMAT}”.",
        )
    version = given.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise IntakeError(
            "This file was written by a newer version of the dashboard.",
            where=f"{name}, version",
            mend="Install the newer version, or write the workshop anew here.",
        )
    if version is True or version != VERSION:
        raise IntakeError(
            "The version of this file is not known.", where=f"{name}, version", mend=f"Write version = {VERSION}."
        )


def _refuse_unknown(given: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in given:
        if key not in known:
            raise IntakeError(
                f"There is nothing called “{_shown(key)}” here.",
                where=where,
                mend=f"Leave it out, or correct its name: {', '.join(known)}.",
            )


def _typed(given: Mapping[str, Any], key: str, kind: type, where: str) -> Any:
    value = given.get(key, kind())
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise IntakeError(f"This is not {_WORDS[kind]}.", where=f"{where}, {key}", mend=f"Write {_WORDS[kind]}.")
    return value


def _step(given: Mapping[str, Any], where: str) -> Step:
    _refuse_unknown(given, tuple(_STEP), where)
    values = {key: _typed(given, key, kind, where) for key, kind in _STEP.items()}
    held = values.pop("hold")
    try:
        return step_of(**values, is_held=held)
    except UsageError as fault:
        raise IntakeError(fault.what, where=f"{where}, {fault.where}", mend=fault.mend) from None


def _shown(key: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in key[:40])


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
