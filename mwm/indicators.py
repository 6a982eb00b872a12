"""The indicators that the programme's evaluation looked at, as a council can bring them along month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Indicator:
    """One indicator. of: what the denominator counts, where it is a share; empty where it is a plain count.

    about: what one month's value is. why: why this direction is called better, or why none is.
    """

    key: str
    name: str
    about: str
    of: str
    better: Literal["lower", "neutral"]
    why: str

    @property
    def is_share(self) -> bool:
        """Whether a month's value is counted out of a denominator."""
        return bool(self.of)


_REFERRED = (
    "A family that has to come back may have been left too early; some come back because they found the help good."
)

# Those of Holt et al (2020), Motivational Practice Evaluation report, for children in need and children looked after.
INDICATORS: dict[str, Indicator] = {
    each.key: each
    for each in (
        Indicator(
            "re_referral_12",
            "Re-referral within 12 months",
            "children in need whose case was closed in the month, and of them those referred again within 12 months",
            "cases closed in the month",
            "lower",
            _REFERRED,
        ),
        Indicator(
            "re_referral_24",
            "Re-referral within 24 months",
            "children in need whose case was closed in the month, and of them those referred again within 24 months",
            "cases closed in the month",
            "lower",
            _REFERRED,
        ),
        Indicator(
            "escalation_12",
            "Child protection or care within 12 months",
            "children who became children in need in the month, and of them those who had a child protection plan or "
            "came into care within 12 months",
            "children who became children in need in the month",
            "neutral",
            "A plan or care can be just what keeps a child safe, so neither direction is better by itself.",
        ),
        Indicator(
            "placement_moves",
            "Placement moves",
            "moves of looked after children from one placement to another in the month",
            "",
            "lower",
            "A move that is not planned costs a child ties; some moves are to a better place.",
        ),
        Indicator(
            "residential_placements",
            "Residential placements",
            "looked after children in residential care on the last day of the month",
            "",
            "neutral",
            "Residential care is right for some children, so neither direction is better by itself. A month’s count "
            "depends on that of the month before, so such a series shows more signals than chance alone would.",
        ),
    )
}
