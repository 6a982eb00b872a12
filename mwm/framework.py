"""A skill framework: dimensions, elements, scale, rubrics and feedback forms, read from a TOML file.

Nothing about a framework is written in code: a council with another model brings another file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mwm.errors import FrameworkError
from mwm.measures import measures_of
from mwm.settings import FRAMEWORK_FOLDER

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")

MARKER_SEPARATORS = (";", ",", "|")
"""What may stand between several markers in one cell of a file."""
NO_MARKER = "none"
"""What a cell of a file says where an observation has no marker; a blank cell says nothing."""


@dataclass(frozen=True)
class Scale:
    """Numbers from lowest to highest, both included, in steps of step."""

    lowest: float
    highest: float
    step: float

    def holds(self, value: float) -> bool:
        """Whether a value is one of the scale's points."""
        steps = (value - self.lowest) / self.step
        return self.lowest <= value <= self.highest and abs(steps - round(steps)) < 1e-9

    @property
    def points(self) -> tuple[float, ...]:
        """Every point of the scale, lowest first."""
        return tuple(
            round(self.lowest + number * self.step, 6)
            for number in range(round((self.highest - self.lowest) / self.step) + 1)
        )

    @property
    def words(self) -> str:
        """1–5, or 1–5 in steps of 0.5."""
        return f"{self.lowest:g}–{self.highest:g}" + ("" if self.step == 1 else f" in steps of {self.step:g}")


@dataclass(frozen=True)
class Dimension:
    """A group of elements that research found to go together."""

    key: str
    name: str
    colour: str


@dataclass(frozen=True)
class Element:
    """One thing that is graded in an observation. dimension is the key of its Dimension."""

    key: str
    name: str
    short_name: str
    dimension: str
    description: str


@dataclass(frozen=True)
class Composite:
    """A named average of several elements."""

    key: str
    name: str
    elements: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Item:
    """One line of a rubric or of a feedback form, with its own scale.

    threshold: from which point on an answer is called high. element: key of the element of practice that it is about,
    or nothing.
    """

    key: str
    name: str
    description: str
    scale: Scale
    threshold: float
    element: str = ""


@dataclass(frozen=True)
class Rubric:
    """One version of what supervision is graded on; all its items share one scale.

    Several versions have one key; the last of them in the file is the newest.
    """

    key: str
    version: str
    name: str
    short_name: str
    illustrative: bool
    note: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Form:
    """One version of a feedback form: whom it asks, how, when (the first time point is right after a visit), its items.

    Several versions have one key; the last of them in the file is the newest.
    """

    key: str
    version: str
    name: str
    short_name: str
    note: str
    respondents: tuple[str, ...]
    modes: tuple[str, ...]
    time_points: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Framework:
    """A whole framework. source is the text that it was read from; the store keeps it.

    settings, media, markers: the words that an observation may have; any word where there are none. markers: what a
    case is about where an observation counts as high-risk work. unobserved_roles: whose practice is not observed.
    """

    key: str
    version: str
    name: str
    scale: Scale
    threshold: float
    threshold_name: str
    dimensions: tuple[Dimension, ...]
    elements: tuple[Element, ...]
    composites: tuple[Composite, ...]
    settings: tuple[str, ...]
    media: tuple[str, ...]
    markers: tuple[str, ...]
    unobserved_roles: tuple[str, ...]
    rubrics: tuple[Rubric, ...]
    forms: tuple[Form, ...]
    source: str

    @property
    def element_keys(self) -> tuple[str, ...]:
        """Keys of the elements in the order of the file."""
        return tuple(element.key for element in self.elements)

    @cached_property
    def measures(self) -> dict[str, str]:
        """Key → name of everything that a target or a baseline can be about. mwm/measures.py says what keys mean."""
        return {key: measure.name for key, measure in measures_of(self).items()}

    def element(self, key: str) -> Element:
        """The element with this key. Raises KeyError."""
        for element in self.elements:
            if element.key == key:
                return element
        raise KeyError(key)

    def of_dimension(self, key: str) -> tuple[Element, ...]:
        """The elements of one dimension."""
        return tuple(element for element in self.elements if element.dimension == key)


def find_framework(name_or_path: str) -> Path:
    """The file for a key ("msw") or a path. Raises FrameworkError where there is none."""
    given = Path(name_or_path)
    shipped = FRAMEWORK_FOLDER / f"{name_or_path}.toml"
    for path in (given, shipped):
        if path.suffix == ".toml" and path.is_file():
            return path
    raise FrameworkError(
        "There is no framework file of this name.", where=name_or_path, mend="Give a key such as msw, or a .toml file."
    )


def load_framework(name_or_path: str | Path) -> Framework:
    """Read and check a framework file. Raises FrameworkError that names the key at fault."""
    path = find_framework(str(name_or_path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FrameworkError("The file is not UTF-8 text.", where=path.name, mend="Save it as UTF-8.") from error
    return parse_framework(text, where=path.name)


def parse_framework(text: str, *, where: str) -> Framework:
    """Read and check a framework's text; where is the name that messages give it."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(f"This is not valid TOML: {error}.", where=where, mend="Mend that line.") from error
    read = _Reader(raw, where)
    scale = _scale(read.table("scale"))
    dimensions = tuple(
        Dimension(entry.key(), entry.text("name"), entry.colour()) for entry in read.tables("dimensions", at_least=1)
    )
    elements = tuple(
        Element(
            key=entry.key(),
            name=entry.text("name"),
            short_name=entry.text("short_name", entry.text("name")),
            dimension=entry.one_of("dimension", [dimension.key for dimension in dimensions]),
            description=entry.text("description"),
        )
        for entry in read.tables("elements", at_least=1)
    )
    keys = [element.key for element in elements]
    for dimension in dimensions:
        if not any(element.dimension == dimension.key for element in elements):
            raise read.fault("dimensions", f"“{dimension.key}” has no elements.", "Give it an element or remove it.")
    composites = read.tables("composites")
    for entry in composites:
        if (own := entry.key()) in keys:
            raise entry.fault("key", f"“{own}” is an element's key already.", "Give the composite its own key.")
    taken = {*keys, *(entry.key() for entry in composites)}
    for dimension in dimensions:
        if dimension.key in taken:
            raise read.fault("dimensions", f"“{dimension.key}” is also an element's or composite's key.", "Rename one.")
    observation = read.table("observation", required=False)
    threshold_reader = read.table("scale")
    threshold = threshold_reader.number("threshold")
    if not scale.lowest <= threshold <= scale.highest:
        raise threshold_reader.fault(
            "threshold", f"{threshold:g} lies outside the scale {scale.words}.", "Choose one inside it."
        )
    return Framework(
        key=read.key(),
        version=read.text("version"),
        name=read.text("name"),
        scale=scale,
        threshold=threshold,
        threshold_name=threshold_reader.text("threshold_name", "threshold"),
        dimensions=dimensions,
        elements=elements,
        composites=tuple(
            Composite(
                entry.key(),
                entry.text("name"),
                tuple(entry.one(item, "elements", keys) for item in entry.texts("elements", at_least=1)),
                entry.text("note", ""),
            )
            for entry in composites
        ),
        settings=observation.texts("settings"),
        media=observation.texts("media"),
        markers=_markers(observation),
        unobserved_roles=observation.texts("unobserved_roles"),
        rubrics=tuple(
            Rubric(
                entry.key(),
                entry.text("version"),
                entry.text("name"),
                entry.text("short_name", entry.text("name")),
                entry.flag("illustrative"),
                entry.text("note", ""),
                _items(entry, _scale(entry), keys),
            )
            for entry in read.tables("rubrics", apart_by=("key", "version"))
        ),
        forms=tuple(
            Form(
                entry.key(),
                entry.text("version"),
                entry.text("name"),
                entry.text("short_name", entry.text("name")),
                entry.text("note", ""),
                entry.texts("respondents", at_least=1),
                entry.texts("modes"),
                entry.texts("time_points"),
                _items(entry, None, keys),
            )
            for entry in read.tables("forms", apart_by=("key", "version"))
        ),
        source=text,
    )


def _markers(observation: _Reader) -> tuple[str, ...]:
    """Words that a cell of a file can list."""
    markers = observation.texts("markers")
    for marker in markers:
        if any(sign in marker for sign in MARKER_SEPARATORS) or marker.casefold().strip() in (NO_MARKER, "all"):
            raise observation.fault(
                "markers",
                f"“{marker[:60]}” cannot be a marker.",
                f"Leave out {' '.join(MARKER_SEPARATORS)}, none and all.",
            )
    return markers


def _scale(reader: _Reader) -> Scale:
    lowest, highest, step = reader.number("lowest"), reader.number("highest"), reader.number("step", 1.0)
    if highest <= lowest:
        raise reader.fault("highest", f"{highest:g} is not above the lowest ({lowest:g}).", "Swap or mend them.")
    if step <= 0 or abs((highest - lowest) / step - round((highest - lowest) / step)) > 1e-9:
        raise reader.fault("step", f"{step:g} does not divide the scale evenly.", "Use 1 or 0.5, for example.")
    if (highest - lowest) / step > 100:
        raise reader.fault("step", "The scale has more than 101 points.", "Use a larger step.")
    return Scale(lowest, highest, step)


def _items(reader: _Reader, scale: Scale | None, elements: list[str]) -> tuple[Item, ...]:
    items = []
    for entry in reader.tables("items", at_least=1):
        own = scale or _scale(entry)
        threshold = entry.number("threshold", _high(own))
        if not own.lowest <= threshold <= own.highest:
            raise entry.fault(
                "threshold", f"{threshold:g} lies outside the scale {own.words}.", "Choose one inside it."
            )
        element = entry.one_of("element", elements) if "element" in entry.raw else ""
        items.append(Item(entry.key(), entry.text("name"), entry.text("description", ""), own, threshold, element))
    return tuple(items)


def _high(scale: Scale) -> float:
    """The first point in the upper quarter of a scale: 8 of 0–10, 4 of 1–5."""
    return next(point for point in scale.points if point - scale.lowest >= 0.75 * (scale.highest - scale.lowest))


class _Reader:
    """One table of the file, which knows its own place for messages."""

    def __init__(self, raw: dict[str, Any], where: str, place: str = "") -> None:
        self.raw, self.where, self.place = raw, where, place

    def fault(self, key: str, what: str, mend: str) -> FrameworkError:
        return FrameworkError(what, where=f"{self.where}, key {self.place}{key}", mend=mend)

    def _get(self, key: str, kind: type | tuple[type, ...], words: str, default: Any) -> Any:
        if key not in self.raw:
            if default is not None:
                return default
            raise self.fault(key, "This key is missing.", f"Add it: it holds {words}.")
        value = self.raw[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fault(key, f"This must be {words}.", "Mend the value.")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value: str = self._get(key, str, "a text in quotes", default)
        if not value.strip() and default != "":
            raise self.fault(key, "This text is empty.", "Fill it in.")
        return value

    def number(self, key: str, default: float | None = None) -> float:
        value = float(self._get(key, (int, float), "a number", default))
        if value != value or abs(value) > 1e6:
            raise self.fault(key, "This number cannot be used.", "Use an ordinary number.")
        return value

    def flag(self, key: str) -> bool:
        return bool(self._get(key, bool, "true or false", False))

    def key(self) -> str:
        value = self.text("key")
        if not _KEY.fullmatch(value):
            raise self.fault("key", f"“{value[:60]}” is not a usable key.", "Use small letters, digits and _.")
        return value

    def colour(self) -> str:
        value = self.text("colour", "#12436D")
        if not _COLOUR.fullmatch(value):
            raise self.fault("colour", "This is not a colour.", "Write it as #12436D.")
        return value

    def one(self, value: str, key: str, allowed: list[str]) -> str:
        if value not in allowed:
            raise self.fault(key, f"“{value[:60]}” is not defined in this file.", f"Known: {', '.join(allowed)}.")
        return value

    def one_of(self, key: str, allowed: list[str]) -> str:
        return self.one(self.text(key), key, allowed)

    def texts(self, key: str, at_least: int = 0) -> tuple[str, ...]:
        values = self._get(key, list, "a list of texts", [] if not at_least else None)
        if len(values) < at_least or not all(isinstance(value, str) and value.strip() for value in values):
            raise self.fault(key, "This must be a list of texts.", "Mend the list.")
        if len(set(values)) < len(values):
            raise self.fault(key, "One text stands here twice.", "Remove one of the two.")
        return tuple(values)

    def table(self, key: str, required: bool = True) -> _Reader:
        raw = self._get(key, dict, "a [table]", None if required else {})
        return _Reader(raw, self.where, f"{self.place}{key}.")

    def tables(self, key: str, at_least: int = 0, apart_by: tuple[str, ...] = ("key",)) -> list[_Reader]:
        raw = self._get(key, list, "[[tables]]", [] if not at_least else None)
        if len(raw) < at_least or not all(isinstance(entry, dict) for entry in raw):
            raise self.fault(key, "This must be one or more [[tables]].", "Mend the list.")
        readers = [
            _Reader(entry, self.where, f"{self.place}{key}[{number}].") for number, entry in enumerate(raw, start=1)
        ]
        seen: set[tuple[str, ...]] = set()
        for reader in readers:
            last = apart_by[-1]
            if (own := (reader.key(), *(reader.text(name) for name in apart_by[1:]))) in seen:
                raise reader.fault(last, f"“{own[-1]}” is used twice.", f"Give each its own {last}.")
            seen.add(own)
        return readers
