"""Small made-up series to learn reading charts with. They are synthetic, say so, and need no store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

_FIRST_YEAR = 2024
_FALLING = (316, 318, 314, 311, 308, 305, 303, 299, 296, 294, 290, 287)


@dataclass(frozen=True)
class Example:
    """One series by month. name: as a menu calls it. measure: what is counted. better: which direction is."""

    key: str
    name: str
    measure: str
    values: tuple[float, ...]
    better: Literal["higher", "lower", "neutral"] = "neutral"

    @property
    def days(self) -> tuple[date, ...]:
        """The first day of each month."""
        return tuple(date(_FIRST_YEAR + number // 12, number % 12 + 1, 1) for number in range(len(self.values)))


def _example(
    key: str,
    name: str,
    measure: str,
    values: Sequence[float],
    better: Literal["higher", "lower", "neutral"] = "neutral",
) -> Example:
    return Example(key, name, measure, tuple(float(value) for value in values), better)


EXAMPLES = {
    example.key: example
    for example in (
        _example(
            "only_chance",
            "Only chance",
            "Home visits in the month",
            (41, 45, 38, 43, 47, 40, 36, 44, 42, 48, 39, 43, 46, 37, 41, 44, 40, 47, 42, 38, 45, 41, 39, 46),
            "higher",
        ),
        _example(
            "one_month",
            "One month stands out",
            "Complaints in the month",
            (12, 15, 11, 14, 13, 10, 14, 12, 15, 11, 13, 14, 12, 10, 13, 12, 14, 11, 13, 12, 15, 12, 11, 24),
            "lower",
        ),
        _example(
            "a_shift",
            "A shift that lasts",
            "Families who say that they were listened to (%)",
            (61, 64, 58, 63, 60, 65, 59, 62, 64, 60, 57, 63, 61, 62, 70, 72, 68, 71, 73, 69, 72, 70, 74, 71),
            "higher",
        ),
        _example(
            "slow_fall",
            "A slow fall",
            "Children looked after at the month’s end",
            (318, 321, 317, 320, 316, 319, 321, 318, 315, 319, 317, 320, *_FALLING),
            "lower",
        ),
        _example("too_few", "Too few to say", "Re-referrals in the month", (9, 14, 11, 7, 12), "lower"),
    )
}
"""By key, in the order of the course that uses them."""
