"""Kinds about supervision: supervisions that were graded, and coaching sessions."""

from dataclasses import replace

from mwm.intake.kinds.columns import SERVICE_AREA, TEAM
from mwm.intake.kinds.kind import Kind, KindColumn

_SUPERVISION_ID = KindColumn(
    "supervision_id",
    "identifier",
    "Your own reference for the supervision. A second grader's row repeats it.",
    "SUP-2025-0001",
    required=True,
    synonyms=("supervision", "supervision_ref", "supervision_reference", "session_id"),
)
_COACHED_ON = KindColumn(
    "coached_on",
    "date",
    "The day on which the supervisor was given feedback or coaching on this supervision.",
    "2025-04-24",
    synonyms=("coaching_date", "date_coached", "feedback_given_on"),
)

SUPERVISION = Kind(
    key="supervision",
    name="Supervision, observed or self-reported",
    about="One row is one supervision graded by one grader. A second grader repeats the supervision in another row.",
    date_column="supervised_on",
    row_word="supervision",
    has_places=True,
    has_rubrics=True,
    fixed_columns=(
        _SUPERVISION_ID,
        KindColumn(
            "supervised_on",
            "date",
            "The day of the supervision.",
            "2025-04-17",
            required=True,
            synonyms=("date", "supervision_date", "date_of_supervision"),
        ),
        replace(SERVICE_AREA, required=True),
        replace(TEAM, required=True),
        KindColumn(
            "supervisor_id",
            "identifier",
            "A code that stands for the supervisor. Use a staff number or a pseudonym, never a name.",
            "W0042",
            required=True,
            synonyms=("supervisor", "supervised_by", "practice_supervisor"),
        ),
        KindColumn(
            "method",
            "choice",
            "observed: somebody else watched or heard it. self-reported: those who took part graded it themselves. The "
            "two are never counted together.",
            "observed",
            required=True,
            choices=("observed", "self-reported"),
            choice_words=("Observed", "Self-reported"),
            synonyms=("how_measured", "measured_by"),
        ),
        KindColumn(
            "rubric",
            "choice",
            "Which rubric it was graded on: its key or name.",
            "msw_supervision",
            required=True,
            synonyms=("rubric_key",),
        ),
        KindColumn(
            "rubric_version",
            "text",
            "Which version of the rubric; blank for the newest.",
            "",
            in_forms=False,
        ),
        KindColumn(
            "observer_id",
            "identifier",
            "A code that stands for the person who observed. Of a self-reported supervision, who reported; blank means "
            "the supervisor.",
            "S0042",
            synonyms=("observer", "observed_by"),
        ),
        KindColumn(
            "supervisee_ids",
            "identifier",
            "Codes that stand for the workers who were supervised; several are separated by semicolons.",
            "W0123; W0124",
            synonyms=("supervisees", "supervisee", "supervisee_id", "workers"),
            label="Supervisees",
        ),
        KindColumn(
            "format",
            "choice",
            "Whether one worker was supervised, or a group.",
            "group",
            choices=("individual", "group"),
            choice_words=("One to one", "Group"),
            synonyms=("supervision_format",),
        ),
        KindColumn(
            "family_ref",
            "identifier",
            "A code that stands for the family that was talked about, where there was one, so that the supervision can "
            "be seen beside the visits to it.",
            "F0815",
            synonyms=("family", "family_id", "family_reference"),
        ),
        KindColumn(
            "grader_id",
            "identifier",
            "A code that stands for the person who gave these grades. Blank means the observer.",
            "S0042",
            synonyms=("grader", "graded_by"),
        ),
        _COACHED_ON,
    ),
)

COACHING = Kind(
    key="coaching",
    name="Coaching sessions",
    about="One row is one session in which a worker was coached on practice, or a supervisor on supervision. Sessions "
    "that observations or supervisions name themselves (coached_on) need no row here.",
    date_column="coached_on",
    row_word="session",
    fixed_columns=(
        KindColumn(
            "coaching_id",
            "identifier",
            "Your own reference for the session.",
            "COA-2025-0001",
            required=True,
            synonyms=("coaching", "coaching_ref", "coaching_reference"),
        ),
        replace(_COACHED_ON, description="The day of the session.", required=True),
        KindColumn(
            "kind",
            "choice",
            "What it was about: practice with families, or supervision.",
            "supervision",
            required=True,
            choices=("practice", "supervision"),
            choice_words=("Practice", "Supervision"),
            synonyms=("about", "coaching_kind"),
        ),
        KindColumn(
            "person_id",
            "identifier",
            "A code that stands for who was coached; blank where the observation or supervision says it.",
            "W0042",
            synonyms=("person", "coached_person", "coachee", "coachee_id"),
        ),
        KindColumn(
            "coach_id", "identifier", "A code that stands for who coached.", "S0042", synonyms=("coach", "coached_by")
        ),
        KindColumn(
            "observation_id",
            "identifier",
            "The reference of the observation that it followed, for coaching on practice.",
            "",
            synonyms=("observation", "observation_ref", "observation_reference"),
        ),
        replace(
            _SUPERVISION_ID,
            description="The reference of the supervision that it followed, for coaching on supervision.",
            required=False,
        ),
    ),
)
