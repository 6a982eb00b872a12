"""Kinds that a council enters about its own plans: events to mark on charts."""

from dataclasses import replace

from mwm.intake.kinds.columns import SERVICE_AREA, TEAM
from mwm.intake.kinds.kind import Kind, KindColumn

EVENTS = Kind(
    key="events",
    name="Events to mark on charts",
    about="One row is one event: training, an inspection, a change of team.",
    date_column="date",
    row_word="event",
    has_places=True,
    fixed_columns=(
        KindColumn(
            "date",
            "date",
            "The day of the event, or its first day.",
            "2025-01-13",
            required=True,
            synonyms=("event_date",),
        ),
        KindColumn(
            "title", "text", "A few words that fit on a chart.", "Training begins", required=True, synonyms=("event",)
        ),
        replace(SERVICE_AREA, description="The service area that it concerns; blank for all."),
        replace(TEAM, description="The team that it concerns; blank for all."),
        KindColumn("category", "text", "A word to group events by.", "training", synonyms=("type",)),
        KindColumn(
            "note", "text", "Anything more that readers should know.", "First of three groups", synonyms=("notes",)
        ),
    ),
)
