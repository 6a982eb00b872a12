"""Kinds that a council enters about its own plans: events to mark on charts, targets, baselines, decisions.

An entry is known by what tells it apart from others (an event by its day, title and place), or by its reference, which
the list's download has: with it, anything of an entry can be changed. Every change is a new version. An entry that is
withdrawn gets a last version, which its own import replaces at once: so it is never current, its import says who
withdrew it and when, and undoing that import brings the entry back.
"""

from __future__ import annotations

from dataclasses import replace

from mwm.intake.kinds.columns import SERVICE_AREA, TEAM, WORKER
from mwm.intake.kinds.kind import Kind, KindColumn
from mwm.policies import POLICIES

_EVERYWHERE = (
    replace(SERVICE_AREA, description="The service area that it concerns; blank for all."),
    replace(TEAM, description="The team that it concerns; blank for all."),
)
_NOTE = KindColumn(
    "note",
    "text",
    "Anything more that readers should know.",
    "First of three groups",
    synonyms=("notes",),
    is_long=True,
)
_MEASURE = KindColumn(
    "measure", "choice", "What it is about: a measure's key or its name.", "empathy", required=True, is_long=True
)
_REASON = KindColumn(
    "reason",
    "text",
    "Why. It is shown wherever the decision shows.",
    "Start of the programme",
    required=True,
    synonyms=("because", "why"),
    is_long=True,
)
_WITHDRAWN = KindColumn(
    "withdrawn",
    "choice",
    "yes takes the entry out; its history stays.",
    "no",
    choices=("yes", "no"),
    in_forms=False,
)


def _reference(key: str, thing: str) -> KindColumn:
    return KindColumn(
        key,
        "text",
        f"To change {thing} that is there: its reference from the list's download. Blank for a new one.",
        "",
        synonyms=("reference",),
        label="Reference",
        in_forms=False,
    )


def _first_month(description: str) -> KindColumn:
    return KindColumn(
        "from",
        "month",
        description,
        "2025-04",
        required=True,
        synonyms=("first_month", "from_month", "start"),
        label="First month",
    )


def _last_month(description: str) -> KindColumn:
    return KindColumn(
        "to", "month", description, "2026-03", synonyms=("last_month", "to_month", "until", "end"), label="Last month"
    )


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
            synonyms=("event_date", "first_day", "start", "start_date", "from"),
            label="Day, or first day",
        ),
        KindColumn(
            "to",
            "date",
            "The last day of an event that went on for some time.",
            "2025-01-17",
            synonyms=("last_day", "end", "end_date", "until"),
            label="Last day",
        ),
        KindColumn(
            "title",
            "text",
            "A few words that fit on a chart.",
            "Training begins",
            required=True,
            synonyms=("event",),
            is_long=True,
        ),
        KindColumn(
            "category", "text", "A word to group events by and to switch them with.", "training", synonyms=("type",)
        ),
        KindColumn("owner", "text", "Who can tell more about it: a role.", "Practice lead", synonyms=("lead",)),
        *_EVERYWHERE,
        _NOTE,
        _reference("event_id", "an event"),
        _WITHDRAWN,
    ),
)

TARGETS = Kind(
    key="targets",
    name="Targets",
    about="One row is one target: a measure, a part of the service, and the months it holds for.",
    date_column="from",
    row_word="target",
    has_places=True,
    fixed_columns=(
        _MEASURE,
        *_EVERYWHERE,
        _first_month("The month from which the target holds."),
        _last_month("The last month that it holds for; blank until further notice."),
        KindColumn(
            "value",
            "number",
            "What is aimed for; where it is to change over time, in the first month.",
            "3",
            required=True,
            synonyms=("target", "target_value"),
            label="Target",
        ),
        KindColumn(
            "value_at_end",
            "number",
            "What is aimed for in the last month; in between the target lies on a straight line.",
            "3.5",
            synonyms=("end_value", "last_value"),
            label="Target in the last month",
        ),
        _NOTE,
        _reference("target_id", "a target"),
        _WITHDRAWN,
    ),
)

BASELINES = Kind(
    key="baselines",
    name="Baselines",
    about="One row says which months a measure is judged by. A new one of the same sort replaces the earlier one.",
    date_column="from",
    row_word="baseline",
    has_places=True,
    fixed_columns=(
        _MEASURE,
        KindColumn(
            "kind",
            "choice",
            "fixed: limits are worked out from the months given and carried forward. rebase: limits begin anew with a "
            "month. change: change in looked after children is measured from a month.",
            "fixed",
            required=True,
            choices=("fixed", "rebase", "change"),
            choice_words=(
                "Limits from these months, carried forward",
                "New limits from a month on",
                "Change is measured from a month",
            ),
            label="Sort",
            is_long=True,
        ),
        *_EVERYWHERE,
        _first_month("The month, or the first month that limits are worked out from."),
        _last_month("The last month that limits are worked out from; for fixed limits only."),
        _REASON,
        _reference("baseline_id", "a baseline"),
        _WITHDRAWN,
    ),
)

NEXT_STEPS = Kind(
    key="next_steps",
    name="Next steps that were agreed",
    about="One row is one thing agreed to do next, for a part of the service or for one worker.",
    date_column="agreed_on",
    row_word="next step",
    has_places=True,
    fixed_columns=(
        KindColumn(
            "agreed_on",
            "date",
            "The day on which it was agreed.",
            "2025-02-03",
            required=True,
            synonyms=("agreed", "date"),
            label="Agreed on",
        ),
        KindColumn("due_on", "date", "The day by which it is to be done.", "2025-04-30", synonyms=("due", "due_date")),
        KindColumn(
            "what",
            "text",
            "What will be done, in a few words and without names.",
            "Practise open questions in group supervision",
            required=True,
            synonyms=("next_step", "step", "action"),
            label="What will be done",
            is_long=True,
        ),
        replace(SERVICE_AREA, description="The service area that it is for; blank for all."),
        replace(TEAM, description="The team that it is for; blank for all."),
        replace(WORKER, description="The worker that it is for, by code; blank for more than one.", label="Worker"),
        KindColumn("owner", "text", "Who sees to it: a role.", "Practice supervisor", synonyms=("lead", "who")),
        KindColumn("done_on", "date", "The day on which it was done; blank while it is open.", "", synonyms=("done",)),
        _reference("next_step_id", "a next step"),
        _WITHDRAWN,
    ),
)

POLICY_CHOICES = {value: words for policy in POLICIES.values() for value, words in policy.choices.items()}

DECISIONS = Kind(
    key="policies",
    name="Decisions on how numbers are looked at",
    about="One row is one decision of the council with its reason. A later one replaces the earlier one.",
    date_column="policy",
    row_word="decision",
    regrades=True,
    fixed_columns=(
        KindColumn(
            "policy",
            "choice",
            "What is decided.",
            next(iter(POLICIES)),
            required=True,
            choices=tuple(POLICIES),
            choice_words=tuple(policy.name for policy in POLICIES.values()),
            label="What is decided",
        ),
        KindColumn(
            "value",
            "choice",
            "What holds from now on.",
            next(iter(POLICY_CHOICES)),
            required=True,
            choices=tuple(POLICY_CHOICES),
            choice_words=tuple(POLICY_CHOICES.values()),
            synonyms=("choice", "decision"),
            label="Decision",
        ),
        _REASON,
    ),
)
