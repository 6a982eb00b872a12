"""What slides say beside numbers: verdict, footer, notes, what is hidden and why."""

from __future__ import annotations

import re
from datetime import date

from mwm.answer import Answer, written_as
from mwm.exports.slides.pack import Show, hidden_rows
from mwm.scope import Month
from mwm.symbols import HIDDEN_WHY, VALUES

_FOOT = 132  # letters that fit into the footer
_BEHIND = (  # counts of an answer → words, the first that it has
    ("observations", "observations", "workers", "workers"),
    ("supervisions", "supervisions", "supervisors", "supervisors"),
    ("answered", "answers", "asked", "people asked"),
    ("pairs", "pairs", "", ""),
    ("months", "months", "", ""),
    ("years", "years", "", ""),
)


def verdict_of(headline: str) -> str:
    """The verdict at the beginning of a sentence: "No real change:"; empty where there is none."""
    found = re.match(r"(Yes|No|No real change|Real [a-z]+|Too few [a-z ]+)[.:]", headline)
    return found[0] if found else ""


def behind(answer: Answer) -> str:
    """How many stand behind an answer: 3,774 observations of 216 workers."""
    counts = answer.counts
    for first, things, second, people in _BEHIND:
        if isinstance(found := counts.get(first), (int, float)):
            of = counts.get(second)
            more = f" of {written_as(of, 'count')} {people}" if second and isinstance(of, (int, float)) else ""
            return f"{written_as(found, 'count')} {things}{more}"
    return ""


def footer(answer: Answer, made_on: date) -> str:
    """Scope, day, and version of the data; whether they are made up is in the slide's mark."""
    source = f"made on {_day(made_on)}" + (f" · data version {answer.version}" if answer.version else "")
    if loaded := str(answer.counts.get("last_import") or ""):
        source += f" of {_day(date.fromisoformat(loaded[:10]))}"
    narrow = [part for part in answer.scope.words.split(" · ") if not part.startswith("all ")]
    kept = " · ".join(part for part in (answer.scope.authority, *narrow) if part)
    room = _FOOT - len(source) - 3
    kept = kept if len(kept) <= room else f"{kept[: room - 1].rstrip()}…"
    return f"{kept} · {source}" if kept else source


def heading(show: Show) -> str:
    """What a picture shows: as the pack says, else of what and which number."""
    if show.wanted.title:
        return show.wanted.title
    answer = show.answer
    names: dict[str, str] = answer.extra.get("names", {})
    one = answer.extra.get("indicator")
    named = [names[one]] if one in names else list(names.values())
    label = next((column.label for column in answer.columns if column.kind in VALUES), answer.columns[-1].label)
    return f"{', '.join(named)}: {label.lower()}" if 0 < len(named) <= 2 else label


def scope_words(answer: Answer) -> str:
    """The authority and what was asked about."""
    return " · ".join(part for part in (answer.scope.authority, answer.scope.words) if part)


def hidden(answer: Answer) -> str:
    """Why numbers are hidden, where any are, and when."""
    secret = hidden_rows(answer)
    if not any(secret):
        return ""
    months: list[str] = []
    if "month" in answer.rows:
        found = [day for day, is_secret in zip(answer.rows["month"], secret, strict=True) if is_secret]
        months = [Month.of(day).short for day in dict.fromkeys(found)]
    more = f", and {len(months) - 6} more" if len(months) > 6 else ""
    where = f" ({', '.join(months[:6])}{more})" if months else ""
    return HIDDEN_WHY.removesuffix(".") + where + "."


def hidden_why(answer: Answer) -> str:
    """Why numbers are hidden, where any are."""
    return HIDDEN_WHY if any(hidden_rows(answer)) else ""


def made(day: date) -> str:
    """Made on 29 Nov 2026."""
    return f"Made on {_day(day)}"


def under(answer: Answer) -> str:
    """The line beneath a picture: what is hidden, what is still arriving, else the first thing to keep in mind."""
    said = [hidden(answer)]
    if (since := answer.extra.get("arriving_since")) is not None:
        said.append(f"Figures since {Month.of(since).short} are still arriving and are not judged.")
    said = [sentence for sentence in said if sentence]
    return " ".join(said) or (answer.caveats[0] if answer.caveats else "")


def notes(show: Show) -> list[str]:
    """Method, caveats and sources for the speaker."""
    answer, method = show.answer, show.answer.method
    entries = (
        ("", show.wanted.note),
        ("", answer.headline),
        ("Shown", heading(show)),
        ("Asked about", scope_words(answer)),
        ("What a number is", method.definition),
        ("Formula", method.formula),
        ("Left out", method.exclusions),
        ("To keep in mind", " ".join(answer.caveats)),
        ("Disclosure control", " ".join(filter(None, (answer.gate, hidden(answer))))),
        ("Made up", "These data are synthetic; they say nothing about real people." if answer.is_synthetic else ""),
        ("Question", answer.question),
        ("SQL", ", ".join(f"sql/{name}.sql" for name in method.sql)),
        ("Imports", ", ".join(answer.batches[:12]) + (" …" if len(answer.batches) > 12 else "")),
        ("Version of the data", _version(answer)),
    )
    return [f"{name}: {words}" if name else words for name, words in entries if words]


def _version(answer: Answer) -> str:
    loaded = answer.counts.get("last_import")
    return f"{answer.version}" + (f", loaded {loaded}" if loaded else "") if answer.version else ""


def _day(day: date) -> str:
    return f"{day.day} {Month.of(day).short}"
