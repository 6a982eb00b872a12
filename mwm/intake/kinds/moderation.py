"""The kind about moderation: what graders agreed on after they had talked."""

from mwm.intake.kinds.kind import Kind, KindColumn

AGREED_GRADES = Kind(
    key="agreed_grades",
    name="Agreed grades",
    about="One row is one grade that graders agreed on for one element of an observation. Their own grades stay.",
    date_column="agreed_on",
    row_word="agreed grade",
    regrades=True,
    fixed_columns=(
        KindColumn(
            "observation_id",
            "identifier",
            "The reference of the observation, which two people or more have graded.",
            "OBS-2025-0001",
            required=True,
            synonyms=("observation", "observation_ref", "observation_reference"),
        ),
        KindColumn("element", "choice", "Which element: its key or its name.", "empathy", required=True),
        KindColumn(
            "agreed_grade",
            "number",
            "The grade that was agreed on, on the scale of the framework.",
            "3",
            required=True,
            synonyms=("agreed", "moderated_grade", "consensus_grade"),
        ),
        KindColumn(
            "agreed_on",
            "date",
            "The day on which it was agreed.",
            "2025-04-24",
            required=True,
            synonyms=("date_agreed", "moderated_on"),
            label="Agreed on",
        ),
        KindColumn(
            "reason",
            "text",
            "Why this grade, in a few words, without names.",
            "Both graders heard the recording again",
            required=True,
            synonyms=("because", "why"),
            is_long=True,
        ),
    ),
)
