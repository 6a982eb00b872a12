"""Kinds about what families say: requests for feedback with their answers, and which comments are safe to show."""

from dataclasses import replace

from mwm.intake.kinds.columns import SERVICE_AREA, TEAM, WORKER
from mwm.intake.kinds.kind import Kind, KindColumn

_FEEDBACK_ID = KindColumn(
    "feedback_id",
    "identifier",
    "Your own reference for the request. Send a row with it again to add the answer or to correct it.",
    "FB-2025-0001",
    required=True,
    synonyms=("feedback", "feedback_ref", "feedback_reference", "request_id", "response_id", "reference"),
)

FEEDBACK = Kind(
    key="feedback",
    name="Feedback from families",
    about="One row is one request to one person: a parent, child, young person, carer or care leaver, answered or not. "
    "Requests without an answer count too, so that the response rate is known.",
    date_column="asked_on",
    row_word="request",
    has_places=True,
    has_items=True,
    fixed_columns=(
        _FEEDBACK_ID,
        KindColumn(
            "asked_on",
            "date",
            "The day on which the person was asked.",
            "2025-04-24",
            required=True,
            synonyms=("date", "date_asked", "asked", "request_date", "feedback_date"),
        ),
        replace(SERVICE_AREA, required=True),
        replace(TEAM, required=True),
        KindColumn("respondent", "choice", "Who was asked.", "parent", required=True, synonyms=("who", "asked_person")),
        KindColumn(
            "outcome",
            "choice",
            "asked: there is no answer (yet). answered: there is one. declined: the person did not want to answer.",
            "answered",
            required=True,
            choices=("asked", "answered", "declined"),
            choice_words=("Asked, no answer yet", "Answered", "Declined"),
            synonyms=("result", "status"),
        ),
        KindColumn(
            "form", "choice", "Which form was used: its key or name.", "family_feedback", required=True, label="Form"
        ),
        KindColumn(
            "form_version",
            "text",
            "Which version of the form; blank for the newest.",
            "",
            synonyms=("version",),
            in_forms=False,
        ),
        KindColumn("mode", "choice", "How the person was asked.", "interview", synonyms=("how", "collected_by")),
        KindColumn("time_point", "choice", "When, as the form names it.", "after the visit", synonyms=("time", "when")),
        replace(WORKER, description="A code that stands for the worker whom it is about, never a name."),
        KindColumn(
            "observation_id",
            "identifier",
            "The reference of the observation of the same visit, where there was one.",
            "OBS-2025-0001",
            synonyms=("observation", "observation_ref", "observation_reference"),
        ),
        KindColumn(
            "family_ref",
            "identifier",
            "A code that stands for the family, never a name.",
            "F0815",
            synonyms=("family", "family_id", "family_reference"),
        ),
        KindColumn(
            "comment",
            "text",
            "What the person said in their own words, without names. Kept only where the council has decided so.",
            "",
            synonyms=("comments", "free_text", "own_words", "remarks"),
            is_long=True,
            is_free_text=True,
        ),
    ),
)

COMMENT_REVIEWS = Kind(
    key="comment_reviews",
    name="Comments of families, read and judged",
    about="One row says whether one comment is safe to show: that nobody can be recognised by it.",
    date_column="feedback_id",
    in_templates=False,
    row_word="comment",
    fixed_columns=(
        replace(_FEEDBACK_ID, description="The reference of the request that the comment answers."),
        KindColumn(
            "safe_to_show",
            "choice",
            "yes where a person has read the comment and nobody can be recognised by it.",
            "no",
            required=True,
            choices=("yes", "no"),
            synonyms=("is_safe_to_show", "safe"),
        ),
    ),
)
