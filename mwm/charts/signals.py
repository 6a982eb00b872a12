"""How a judged point and a target look: colour and shape together, so that colour never carries the meaning alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from typing import Any

from mwm.answer import Answer
from mwm.charts.inks import Inks

WORDS = {
    "improvement": "real improvement",
    "concern": "real concern",
    "neutral": "real change",
    "common_cause": "no real change",
    "too_few": "too few to say",
}
ASSURANCE = {
    "consistently_hits": "target will be hit",
    "hit_and_miss": "target left to chance",
    "consistently_misses": "target will be missed",
}
_BLUE, _ORANGE, _GREY = "#005EB8", "#C2410C", "#5F676B"
_ESCAPED = str.maketrans({"<": "%3C", ">": "%3E", "#": "%23", " ": "%20"})
_SHAPES = {"high": "triangle-up", "low": "triangle-down"}
_SIZE = 18


def kind_of(variation: Any) -> str:
    """improvement, concern, neutral, common_cause, or too_few where a point was not judged."""
    if not isinstance(variation, str):
        return "too_few"
    return "common_cause" if variation == "common_cause" else variation.rpartition("_")[0]


def ink_of(variation: Any, inks: Inks) -> str:
    """The colour of a judged point (NHS Making Data Count): grey, blue, orange, purple."""
    return {"improvement": inks.improvement, "concern": inks.concern, "neutral": inks.change}.get(
        kind_of(variation), inks.common
    )


def markers(variations: Iterable[Any], inks: Inks, size: float) -> dict[str, Any]:
    """Plotly markers: circles for ordinary variation; larger triangles that point the way, or diamonds, for signals."""
    found = list(variations)
    is_signal = [kind_of(each) not in ("common_cause", "too_few") for each in found]
    return {
        "color": [ink_of(each, inks) for each in found],
        "size": [size * 1.45 if signal else size for signal in is_signal],
        "symbol": [_symbol(each) if signal else "circle" for each, signal in zip(found, is_signal, strict=True)],
        "line": {"width": 0},
    }


def icon(variation: Any, inks: Inks) -> str:
    """A small round icon as HTML: an arrow for a signal, a wave for ordinary variation, an open n for too few."""
    return _icon(variation if isinstance(variation, str) else None, inks.quiet)


@cache
def _icon(variation: str | None, quiet: str) -> str:
    kind = kind_of(variation)
    if kind == "too_few":
        ring = f'<circle cx="9" cy="9" r="7.6" fill="none" stroke="{quiet}" stroke-dasharray="2 2"/>'
        drawn = f'{ring}<text x="9" y="12" font-size="9" text-anchor="middle" fill="{quiet}">n</text>'
    else:
        way = str(variation).rpartition("_")[2]
        sign = {
            "high": '<path d="M9 5L13 12H5Z" fill="#FFF"/>',
            "low": '<path d="M9 13L5 6H13Z" fill="#FFF"/>',
        }.get(
            way,
            '<path d="M4 9.5C5.5 5.5 7 5.5 9 9S12.500 12.500 14 8.500" fill="none" stroke="#FFF" stroke-width="1.8"/>',
        )
        colour = {"improvement": _BLUE, "concern": _ORANGE, "neutral": "#6B3FA0"}.get(kind, _GREY)
        drawn = f'<circle cx="9" cy="9" r="8.500" fill="{colour}"/>{sign}'
    return _image(drawn, WORDS[kind])


@cache
def assurance_icon(assurance: str) -> str:
    """A small square icon as HTML: a tick for a target that will be hit, a cross for one that will be missed, ± for
    one that chance decides.
    """
    colour, sign = {
        "consistently_hits": (_BLUE, '<path d="M4.500 9.500L8 13L13.500 5.500"/>'),
        "consistently_misses": (_ORANGE, '<path d="M5.500 5.500L12.500 12.500M12.500 5.500L5.500 12.500"/>'),
        "hit_and_miss": (_GREY, '<path d="M5 7H13M9 3V11M5 14H13"/>'),
    }[assurance]
    square = f'<rect x="1" y="1" width="16" height="16" rx="3.500" fill="{colour}"/>'
    drawn = f'{square}<g fill="none" stroke="#FFF" stroke-width="2.200">{sign}</g>'
    return _image(drawn, ASSURANCE[assurance])


def legend(inks: Inks, *, with_targets: bool = False, neutral: str | None = None) -> str:
    """The icons with their words, as HTML. neutral: an icon of a change that is neither, where one is shown."""
    shown = ("improvement_high", "concern_low", *((neutral,) if neutral else ()), "common_cause", None)
    entries = [f"<span>{_silent(icon(each, inks))} {WORDS[kind_of(each)]}</span>" for each in shown]
    if with_targets:
        entries += [f"<span>{_silent(assurance_icon(each))} {words}</span>" for each, words in ASSURANCE.items()]
    return f'<p class="mwm-legend">{"".join(entries)}</p>'


def rebase_offer(answer: Answer, *, link: Callable[[str], str]) -> str:
    """One calm sentence as HTML where a shift has lasted: limits may begin anew there. Nothing where none has.

    Takes skill-trend for one element. link: month → address of the page where new limits are entered.
    """
    start = answer.extra.get("suggested_rebase")
    if start is None:
        return ""
    anew = f'<a data-go style="color: inherit" href="{escape(link(str(start)))}">let new limits begin there</a>'
    return (
        f'<p class="mwm-sub">The change since {start.short} has lasted. If you know why it came, you can {anew}; '
        "nothing changes by itself.</p>"
    )


def as_source(svg: str) -> str:
    """A drawing as the source of an image, inside double quotes: Streamlit takes bare SVG out of HTML."""
    return "data:image/svg+xml," + svg.replace('"', "'").translate(_ESCAPED)


def _image(drawn: str, words: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}">{drawn}</svg>'
    return f'<img class="mwm-icon" alt="{words}" width="{_SIZE}" height="{_SIZE}" src="{as_source(svg)}">'


def _symbol(variation: str) -> str:
    return "diamond" if kind_of(variation) == "neutral" else _SHAPES[variation.rpartition("_")[2]]


def _silent(image: str) -> str:
    start = image.index('alt="') + 5
    return image[:start] + image[image.index('"', start) :]
