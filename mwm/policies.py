"""How a council wants to look at its numbers: each decision has a default, and its own choice a reason, a name, a day."""

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
    )
}
