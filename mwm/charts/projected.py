"""A finished figure in the type and weight of a shared screen: every size in pixels doubled, no letter too small."""

from __future__ import annotations

import re
from typing import Any

import plotly.graph_objects as go

TIMES, LEAST = 2.0, 24.0  # how many times larger, and the smallest letters in pixels
_IN_PIXELS = {  # what holds a length → which of its values are pixels
    "marker": ("size",),
    "line": ("width",),
    "margin": ("l", "r", "t", "b", "pad"),
    "error_x": ("width", "thickness"),
    "error_y": ("width", "thickness"),
    "title": ("standoff",),
}
_ALWAYS = ("xshift", "yshift", "borderpad", "borderwidth", "ticklen", "tickwidth", "linewidth", "ticklabelstandoff")
_INLINE = re.compile(r"font-size:\s*([\d.]+)px")


def projected(figure: go.Figure) -> go.Figure:
    """The same picture for a room: it is drawn at twice its size, on as much room as the screen has."""
    plain = figure.to_dict()
    layout = _larger(plain.get("layout", {}))
    layout["font"] = {**layout.get("font", {}), "size": max(layout.get("font", {}).get("size", 0), LEAST)}
    layout["hoverlabel"] = {**layout.get("hoverlabel", {})}
    layout["hoverlabel"]["font"] = {**layout["hoverlabel"].get("font", {}), "size": LEAST}
    for size in ("height", "width"):
        layout.pop(size, None)
    traces = [_larger(trace) for trace in plain.get("data", [])]
    for trace in traces:
        if trace.get("type") == "bar":
            trace["constraintext"] = "none"  # else Plotly makes letters smaller until they fit
    return go.Figure(traces, layout, _validate=False)


def _larger(part: Any, within: str = "") -> Any:
    """A copy with every size in pixels made larger. within: the name under which this part stands."""
    if isinstance(part, (list, tuple)):
        return [_larger(entry, within) for entry in part] if any(isinstance(e, (dict, str)) for e in part) else part
    if isinstance(part, str):
        return _INLINE.sub(lambda found: f"font-size:{_letters(float(found[1])):g}px", part)
    if not isinstance(part, dict):
        return part
    is_font = within.endswith("font")
    pixels = (*_IN_PIXELS.get(within, ()), *_ALWAYS)
    made = {}
    if within == "marker" and isinstance(part.get("size"), (list, tuple)):
        made["opacity"] = 1  # Plotly thins markers of several sizes
    for name, value in part.items():
        if is_font and name == "size":
            made[name] = _each(value, _letters)
        elif name in pixels:
            made[name] = _each(value, lambda size: size * TIMES)
        else:
            made[name] = _larger(value, name)
    return made


def _letters(size: float) -> float:
    return max(size * TIMES, LEAST)


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_each(entry, change) for entry in value]
    return change(value) if isinstance(value, (int, float)) else value
