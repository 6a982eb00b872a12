"""The named colours of every picture, for the light and the dark theme. Each mark has a contrast of at least 3 to 1."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Inks:
    """Colours by what they mean.

    common: the ordinary line and points. improvement, concern, change: signals (NHS Making Data Count's blue, orange
    and purple). below, middle, above: the two ends and the centre of a spread of grades. grid, rule: quiet lines.
    text, quiet: words. paper: behind everything. band: the interval around an average. shade: months still arriving.
    """

    common: str
    improvement: str
    concern: str
    change: str
    threshold: str
    below: str
    middle: str
    above: str
    grid: str
    rule: str
    text: str
    quiet: str
    paper: str
    band: str
    shade: str


LIGHT = Inks(
    common="#5F676B",
    improvement="#005EB8",
    concern="#C2410C",
    change="#490092",
    threshold="#801650",
    below="#801650",
    middle="#D5D9DB",
    above="#12436D",
    grid="#E5E7EB",
    rule="#4B5358",
    text="#0B0C0C",
    quiet="#4B5358",
    paper="#FFFFFF",
    band="rgba(95,103,107,0.18)",
    shade="rgba(95,103,107,0.12)",
)
DARK = Inks(
    common="#AEB6BB",
    improvement="#5BA7F0",
    concern="#F08A4B",
    change="#B79CF0",
    threshold="#E08BB8",
    below="#C65C93",
    middle="#59626A",
    above="#5C9BD1",
    grid="#333B42",
    rule="#AEB6BB",
    text="#F3F5F7",
    quiet="#C3C9CE",
    paper="#14181C",
    band="rgba(174,182,187,0.22)",
    shade="rgba(174,182,187,0.14)",
)


def blend(start: str, end: str, share: float) -> str:
    """The colour that lies this share of the way from one to another (#RRGGBB)."""
    pairs = zip(_parts(start), _parts(end), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def readable_on(colour: str) -> str:
    """Black or white, whichever is easier to read on this colour (WCAG relative luminance)."""

    def linear(part: int) -> float:
        value = part / 255
        return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in _parts(colour))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#FFFFFF" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
