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
    )
}
