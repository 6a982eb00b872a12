"""The kinds of file that can be taken in: their columns, how headings match them, and how a kind is recognised.

A new kind is a new entry in KINDS and a folder of its own under sql/intake/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mwm.errors import IntakeError, UsageError
from mwm.framework import Framework
from mwm.intake.kinds.feedback import COMMENT_REVIEWS, FEEDBACK
from mwm.intake.kinds.groups import GROUPS
from mwm.intake.kinds.indicators import INDICATOR_MONTHS
from mwm.intake.kinds.kind import Kind, KindColumn
from mwm.intake.kinds.looked_after import DFE_LOOKED_AFTER, LOOKED_AFTER, NEIGHBOURS, PUBLISHED_FIGURES
from mwm.intake.kinds.matching import Match, match_headings, nearest, plain_heading
from mwm.intake.kinds.moderation import AGREED_GRADES
from mwm.intake.kinds.plans import BASELINES, DECISIONS, EVENTS, NEXT_STEPS, TARGETS
from mwm.intake.kinds.practice import OBSERVATIONS, ORGANISATION
from mwm.intake.kinds.returns import SSDA903
from mwm.intake.kinds.supervision import COACHING, SUPERVISION

__all__ = [
    "KINDS",
    "Kind",
    "KindColumn",
    "Match",
    "kind_of",
    "match_headings",
    "nearest",
    "plain_heading",
    "recognise",
]

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        OBSERVATIONS,
        AGREED_GRADES,
        ORGANISATION,
        SUPERVISION,
        COACHING,
        FEEDBACK,
        COMMENT_REVIEWS,
        LOOKED_AFTER,
        INDICATOR_MONTHS,
        DFE_LOOKED_AFTER,
        EVENTS,
        TARGETS,
        BASELINES,
        DECISIONS,
        NEXT_STEPS,
        GROUPS,
        PUBLISHED_FIGURES,
        NEIGHBOURS,
        SSDA903,
    )
}


def kind_of(key: str) -> Kind:
    """The kind with this key. Raises UsageError that lists the kinds."""
    if key not in KINDS:
        raise UsageError(f"“{key[:40]}” is not a kind of file.", mend=f"Kinds: {', '.join(KINDS)}.")
    return KINDS[key]


def recognise(
    headings: Sequence[str], framework: Framework, mappings: Mapping[str, Mapping[str, str]] | None = None
) -> Kind:
    """The kind whose columns these headings are. Raises IntakeError where they fit none.

    mappings: kind key → (heading → column key), remembered or given. A kind that lacks a few required columns is still
    recognised when nothing fits better, so that the refusal can name the missing ones.
    """
    best, best_rank = None, (0.0, 0, 0)
    for kind in KINDS.values():
        match = match_headings(headings, kind, framework, (mappings or {}).get(kind.key))
        required = sum(column.required for column in kind.columns(framework))
        share = 1 - len(match.missing) / required
        own = sum(plain_heading(headings[position]) == plain_heading(key) for key, position in match.columns.items())
        rank = (share, own, len(match.columns))
        if rank > best_rank:
            best, best_rank = kind, rank
    if best is None or best_rank[0] < 0.5:
        raise IntakeError(
            "The columns of this file fit no kind of file that can be taken in.",
            mend="Start from a template (python -m mwm template observations --out FILE.xlsx), "
            f"or say what it is with --kind ({', '.join(KINDS)}).",
        )
    return best
