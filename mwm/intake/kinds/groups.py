"""The kind about groups of teams or of workers that a council makes up itself."""

from dataclasses import replace

from mwm.intake.kinds.columns import TEAM, WORKER
from mwm.intake.kinds.kind import Kind, KindColumn

GROUPS = Kind(
    key="groups",
    name="Groups of teams or of workers",
    about="One row is one member of a group, a team or a worker, with the days between which it belongs to it. "
    "A group can be chosen wherever a team can.",
    date_column="from",
    row_word="member",
    makes_groups=True,
    fixed_columns=(
        KindColumn(
            "group",
            "text",
            "The group's name, as it is to be called in the dashboard. No team may have the same name.",
            "North patch",
            required=True,
            synonyms=("group_name", "team_group", "cohort"),
        ),
        replace(
            TEAM, description="The team that belongs to the group; blank for a worker. A group has teams or workers."
        ),
        replace(WORKER, description=WORKER.description + " Blank for a team.", example="", label="Worker"),
        KindColumn(
            "from",
            "date",
            "The first day in the group; blank means from the start. A team's month counts where its first day lies "
            "in the team's time in the group, a worker's observation where its own day does.",
            "2024-09-01",
            synonyms=("from_date", "start", "start_date", "valid_from", "started_on"),
            label="First day",
        ),
        KindColumn(
            "to",
            "date",
            "The last day, included. Blank while it goes on. To end it, send the row again with the last day.",
            "2025-08-31",
            synonyms=("to_date", "end", "end_date", "valid_to", "until", "ended_on"),
            label="Last day",
        ),
    ),
)
