"""What goes with the numbers wherever they are taken: what was asked, how it was worked out, where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mwm.answer import Answer
from mwm.scope import Month

MADE_UP = "Synthetic data: this authority, its people and every number are made up."
SMALL_NUMBERS_SHOWN = (
    "Small numbers are shown. This file may let somebody be recognised: it is for the person who made it, is not to be "
    "published, and is to be deleted when it has served."
)
_PRODUCT = "Measuring What Matters"
_BATCHES_NAMED = 200


def written_day(on: date) -> str:
    """29 November 2026."""
    return f"{on.day} {Month.of(on).long}"


def about(answer: Answer, on: date, *, has_small_numbers: bool) -> list[tuple[str, str]]:
    """Everything that a reader of the numbers has to know, as (what, words), without what there is not.

    on: the day on which the file is made. has_small_numbers: whether it may hold numbers of few people.
    """
    method, named = answer.method, list(answer.batches[-_BATCHES_NAMED:])
    earlier = len(answer.batches) - len(named)
    disclosure = SMALL_NUMBERS_SHOWN if has_small_numbers else answer.gate
    entries = [
        ("Synthetic", MADE_UP if answer.is_synthetic else ""),
        ("Question", answer.question),
        ("Answer", answer.headline),
        ("Authority", answer.scope.authority or ""),
        ("What was asked", answer.scope.words),
        ("Counts", _counts(answer)),
        ("Made on", f"{written_day(on)}, with {_PRODUCT}"),
        ("What a number is", method.definition),
        ("Formula", method.formula),
        ("Left out", method.exclusions),
        ("SQL", ", ".join(f"sql/{name}.sql" for name in method.sql)),
        *(("To keep in mind", caveat) for caveat in answer.caveats),
        ("Protection of people", disclosure),
        ("Last import", f"{answer.counts['last_import']} (UTC)" if answer.counts.get("last_import") else ""),
        ("Imports it comes from", ", ".join(named) + (f" and {earlier:,} earlier ones" if earlier else "")),
        ("Store version", str(answer.version)),
    ]
    return [(what, words) for what, words in entries if words]


def source_line(answer: Answer, on: date, *, has_small_numbers: bool = False) -> str:
    """The line below a picture: how many stand behind it, what was asked, where it comes from, when, and what it is."""
    last = answer.counts.get("last_import")
    parts = (
        n_said(answer),
        answer.scope.authority or "",
        answer.scope.words,
        f"imported up to {str(last)[:10]}, store version {answer.version}" if last else "",
        f"{_PRODUCT}, {written_day(on)}",
        "SMALL NUMBERS SHOWN" if has_small_numbers else "",
        "SYNTHETIC DATA" if answer.is_synthetic else "",
    )
    return " · ".join(part for part in parts if part)


def n_said(answer: Answer) -> str:
    """The count behind an answer in words; nothing where it is of no counted work."""
    counts = answer.counts
    if counts.get("supervisions"):
        return f"n = {counts['supervisions']:,} {counts.get('method', '')} supervisions".replace("  ", " ")
    for key, word in (("observations", "observations"), ("answered", "people who answered"), ("months", "months")):
        n = counts.get(key)
        if isinstance(n, int) and n:
            return f"n = {n:,} {word}"
    return ""


def _counts(answer: Answer) -> str:
    counted: Iterable[str] = (
        f"{name.replace('_', ' ')}: {value:,}"
        for name, value in answer.counts.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    )
    return "; ".join(counted)
