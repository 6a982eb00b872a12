"""How a council wants to look at its numbers: each decision has a default, its own choice a reason, a name, a day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """One thing that a council may decide. choices: value → words on screen; the first is the default."""

    key: str
    name: str
    about: str
    choices: dict[str, str]

    @property
    def default(self) -> str:
        """What holds as long as the council has decided nothing."""
        return next(iter(self.choices))


FREE_TEXT, KEPT = "free_text", "kept"
WHICH_GRADE, MEAN = "which_grade", "mean"
COVERAGE_EXPECTATION = "coverage_expectation"  # its choices are percentages

POLICIES: dict[str, Policy] = {
    policy.key: policy
    for policy in (
        Policy(
            "looked_after_better",
            "Looked after children: which direction is better",
            "Fewer looked after children is not better by itself: it is good where families are safely together. "
            "As long as nothing is decided, a change is shown as neither better nor worse.",
            {
                "neutral": "Neither: a change is a change",
                "lower": "Fewer is what the council aims for",
                "higher": "More is what the council aims for",
            },
        ),
        Policy(
            WHICH_GRADE,
            "Which grade of an observation counts",
            "An observation counts once, whoever graded it. As long as nothing is decided, the grade that graders "
            "agreed on counts, else the observer’s own. Where the council decides for the observer’s own grade, or for "
            "the average of all graders’, agreed grades are kept beside it. All averages are worked out anew at once.",
            {
                "agreed": "The agreed grade, else the observer’s own, else the first other grader’s",
                "first": "The observer’s own grade, else the first other grader’s",
                MEAN: "The average (mean) of all graders’ own grades",
            },
        ),
        Policy(
            FREE_TEXT,
            "What families say in their own words",
            "Comments can tell who somebody is. As long as nothing is decided, they are left out when a file of "
            "feedback comes in. Where they are kept, each one shows only after a person has read it and marked it as "
            "safe, and never in front of an audience.",
            {
                "not_kept": "Comments are not kept",
                KEPT: "Comments are kept, and shown once marked as safe",
            },
        ),
        Policy(
            COVERAGE_EXPECTATION,
            "How many workers are expected to be observed within 12 months",
            "No standard is published. 80% leaves room for leave and illness, and holds as long as nothing is decided.",
            {share: f"{share}% of workers" for share in ("80", "100", "90", "70", "60", "50")},
        ),
    )
}
