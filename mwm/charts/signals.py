"""How a judged point looks: colour and shape together, so that colour never carries the meaning alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from mwm.charts.inks import Inks

WORDS = {
    "improvement": "real improvement",
    "concern": "real concern",
    "neutral": "real change",
    "common_cause": "no real change",
    "too_few": "too few to say",
}
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
    kind = kind_of(variation)
    if kind == "too_few":
        ring = f'<circle cx="9" cy="9" r="7.6" fill="none" stroke="{inks.quiet}" stroke-dasharray="2 2"/>'
        drawn = f'{ring}<text x="9" y="12" font-size="9" text-anchor="middle" fill="{inks.quiet}">n</text>'
    else:
        way = str(variation).rpartition("_")[2]
        sign = {
            "high": '<path d="M9 5L13 12H5Z" fill="#FFF"/>',
            "low": '<path d="M9 13L5 6H13Z" fill="#FFF"/>',
        }.get(
            way,
            '<path d="M4 9.5C5.5 5.5 7 5.5 9 9S12.500 12.500 14 8.500" fill="none" stroke="#FFF" stroke-width="1.8"/>',
        )
        colour = {"improvement": "#005EB8", "concern": "#C2410C", "neutral": "#6B3FA0"}.get(kind, "#5F676B")
        drawn = f'<circle cx="9" cy="9" r="8.500" fill="{colour}"/>{sign}'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}">{drawn}</svg>'
    size = f'width="{_SIZE}" height="{_SIZE}"'
    return f'<img class="mwm-icon" alt="{WORDS[kind]}" {size} src="data:image/svg+xml,{quote(svg)}">'


def legend(inks: Inks) -> str:
    """The icons with their words, as HTML."""
    shown = ("improvement_high", "concern_low", "common_cause", None)
    entries = "".join(f"<span>{_silent(icon(each, inks))} {WORDS[kind_of(each)]}</span>" for each in shown)
    return f'<p class="mwm-legend">{entries}</p>'


def _symbol(variation: str) -> str:
    return "diamond" if kind_of(variation) == "neutral" else _SHAPES[variation.rpartition("_")[2]]


def _silent(image: str) -> str:
    start = image.index('alt="') + 5
    return image[:start] + image[image.index('"', start) :]
