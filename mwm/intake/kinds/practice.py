"""Kinds about practice and who does it: observations, teams and their workers."""

from dataclasses import replace

from mwm.framework import NO_MARKER
from mwm.intake.kinds.columns import SERVICE_AREA, TEAM, WORKER
from mwm.intake.kinds.kind import Kind, KindColumn

OBSERVATIONS = Kind(
    key="observations",
    name="Observations of practice",
    about="One row is one observation graded by one grader. A second grader repeats the observation in another row.",
    date_column="observed_on",
    has_elements=True,
    has_places=True,
    may_make_places=True,
    row_word="observation",
    fixed_columns=(
        KindColumn(
            "observation_id",
            "identifier",
            "Your own reference for the observation. A second grader's row repeats it.",
            "OBS-2025-0001",
            required=True,
            synonyms=("observation", "observation_ref", "observation_reference", "obs_id", "reference"),
        ),
        KindColumn(
            "observed_on",
            "date",
            "The day of the observed visit or meeting.",
            "2025-04-17",
            required=True,
            synonyms=("date", "observation_date", "date_of_observation", "date_observed", "visit_date"),
        ),
        replace(SERVICE_AREA, required=True),
        replace(TEAM, required=True),
        replace(WORKER, required=True),
        KindColumn(
            "observer_id",
            "identifier",
            "A code that stands for the person who observed.",
            "S0042",
            required=True,
            synonyms=("observer", "observed_by"),
        ),
        KindColumn(
            "setting", "choice", "Where the observed practice took place.", "home visit", synonyms=("location",)
        ),
        KindColumn("medium", "choice", "Whether it was observed live, recorded or simulated.", "live"),
        KindColumn(
            "visit_number",
            "integer",
            "Whether this was the worker's first, second, third … visit to the family: a whole number from 1.",
            "3",
            synonyms=("visit", "visit_no"),
        ),
        KindColumn(
            "family_ref",
            "identifier",
            "A code that stands for the family, where observations of one family should be seen together.",
            "F0815",
            synonyms=("family", "family_id", "family_reference"),
        ),
        KindColumn(
            "markers",
            "choices",
            "What the case is about, where it is high-risk work; several with semicolons between them. Blank says "
            f"nothing; {NO_MARKER} takes away what an earlier file said.",
            "edge of care",
            synonyms=("marker", "case_marker", "case_markers", "risk", "risks"),
        ),
        KindColumn(
            "grader_id",
            "identifier",
            "A code that stands for the person who gave these grades. Blank means the observer.",
            "S0042",
            synonyms=("grader", "graded_by"),
        ),
        KindColumn(
            "coached_on",
            "date",
            "The day on which the worker was given feedback or coaching on this observation.",
            "2025-04-22",
            synonyms=("coaching_date", "date_coached", "feedback_given_on"),
        ),
    ),
)

ORGANISATION = Kind(
    key="organisation",
    name="Teams and who works in them",
    about="One row is one team, or one worker's time in a team where worker_id is filled in.",
    date_column="from",
    row_word="team or membership",
    has_places=True,
    makes_places=True,
    fixed_columns=(
        replace(SERVICE_AREA, required=True),
        replace(TEAM, required=True),
        replace(WORKER, description=WORKER.description + " Blank for a row about the team itself."),
        KindColumn("role", "text", "The worker's role.", "Social worker", synonyms=("job_title", "job")),
        KindColumn(
            "from",
            "date",
            "The first day on which the team existed or the worker was in it.",
            "2024-09-01",
            required=True,
            synonyms=("from_date", "start", "start_date", "valid_from", "started_on"),
        ),
        KindColumn(
            "to",
            "date",
            "The last day, included. Blank while it goes on.",
            "2025-08-31",
            synonyms=("to_date", "end", "end_date", "valid_to", "until", "ended_on"),
        ),
    ),
)
