"""The kind of file for the indicators that the programme's evaluation looked at."""

from mwm.indicators import INDICATORS
from mwm.intake.kinds.kind import Kind, KindColumn

INDICATOR_MONTHS = Kind(
    key="indicators",
    name="Indicators by month",
    about="One row is one month of one indicator: re-referrals, escalation, placement moves, residential placements.",
    date_column="month",
    row_word="month of an indicator",
    fixed_columns=(
        KindColumn(
            "month", "month", "The month, as 2025-04, or its first day.", "2025-04", required=True, synonyms=("period",)
        ),
        KindColumn(
            "indicator",
            "choice",
            "Which indicator it is: its key or its name. "
            + " ".join(f"{each.key}: {each.about}." for each in INDICATORS.values()),
            next(iter(INDICATORS)),
            required=True,
            choices=tuple(INDICATORS),
            choice_words=tuple(each.name for each in INDICATORS.values()),
            synonyms=("measure",),
        ),
        KindColumn(
            "value",
            "integer",
            "The count; for a share, how many of the denominator.",
            "9",
            required=True,
            synonyms=("count", "number", "numerator"),
        ),
        KindColumn(
            "denominator",
            "integer",
            "For a share, what it is counted out of; blank for a plain count.",
            "52",
            synonyms=("out_of", "of", "base"),
        ),
    ),
)
