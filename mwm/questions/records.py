"""What was recorded about single pieces of work: the entries, as a form is filled with them, and their history."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.errors import ScopeError
from mwm.questions.plans import days_in_words
from mwm.questions.question import listed_words, nothing, question, settle
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import Viewer

AT_MOST = 12
REFERENCES = {"observations": "observation_id", "supervision": "supervision_id", "feedback": "feedback_id"}
"""Kind of entry → the column that has its reference."""

_CELLS = {  # kind of entry → its cells, version by version
    "observations": "questions/record/observation_cell",
    "supervision": "questions/record/supervision_cell",
    "feedback": "questions/record/feedback_cell",
}

_SINGLE_GRADED = {
    "observations": "questions/record/single_graded_observation",
    "supervision": "questions/record/single_graded_supervision",
}
_WORDS = {  # kind of entry → one, several
    "observations": ("observation", "observations"),
    "supervision": ("supervision", "supervisions"),
    "feedback": ("request for feedback", "requests for feedback"),
}
_COLUMNS = (
    Column("kind", "Kind", words={kind: several.capitalize() for kind, (_, several) in _WORDS.items()}),
    Column("entries", "Entries", "count"),
    Column("newest", "Newest day", "date"),
)
_METHOD = Method(
    definition="Observations, supervisions and requests for feedback as they stand now, each counted once however many "
    "people graded it.",
    sql=("questions/record/entries_by_kind",),
)


@dataclass(frozen=True)
class Entry:
    """One entry as it stands now. key: what an address names it by. cells: column → text. grades: grader → column →
    text; the answers of families are among the cells, because nobody graded them."""

    key: str
    reference: str
    cells: Mapping[str, str]
    grades: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Version:
    """What one import changed of an entry. changes: grader ("" for the entry itself), column, before, after.
    new_graders: those who had not graded it before."""

    at: datetime
    by: str
    batch_no: int
    is_first: bool
    changes: tuple[tuple[str, str, str, str], ...]
    new_graders: tuple[str, ...]


@question("recorded", "How many observations, supervisions and requests for feedback there are.", kinds=tuple(_CELLS))
def recorded_work(store: Store, viewer: Viewer, scope: Scope) -> Answer:
    """One row for each kind of entry: kind, entries, newest (day of the newest, if any), whatever the months asked."""
    if scope.authority is None:
        words = "There is no council here yet. Import its teams first; then what was seen can be recorded."
        return nothing("recorded", scope, _COLUMNS, _METHOD, headline=words, counts=_WORDS)
    asked = {name: scope.parameters()[name] for name in ("authority", "service_areas", "teams")}
    rows = store.read("questions/record/entries_by_kind", **asked)
    counts = dict(zip(rows["kind"], rows["entries"].astype(int).tolist(), strict=True))
    said = [f"{written_as(count, 'count')} {_WORDS[kind][count != 1]}" for kind, count in counts.items() if count]
    headline = "Nothing is recorded yet. Add what you saw right after the visit."
    if said:
        newest = days_in_words(rows["newest"].max(), None)
        are = "is" if sum(counts.values()) == 1 else "are"
        headline = (
            f"{listed_words(said)} {are} recorded so far; the newest of {newest}. Add yours right after the visit."
        )
    return Answer(
        question="recorded",
        status="ok",
        headline=headline,
        scope=scope,
        rows=rows,
        columns=_COLUMNS,
        counts={**counts},
        method=_METHOD,
    )


def key_of(authority: str, reference: str) -> str:
    """The key under which an import keeps a reference."""
    made = hashlib.md5(f"{authority}\x1f{reference.strip()}".encode(), usedforsecurity=False).hexdigest()
    return str(uuid.UUID(made))


def recorded(store: Store, viewer: Viewer, scope: Scope, *, kind: str, key: str) -> Entry | None:
    """One entry, or None where this viewer may see none of this key. Raises ScopeError where names may not be seen."""
    return _entry(_cells(store, viewer, scope, kind, key), key, REFERENCES[kind])


def history(store: Store, viewer: Viewer, scope: Scope, *, kind: str, key: str) -> tuple[Version, ...]:
    """Who entered what of an entry, and who changed what after that; the latest first.

    What was taken back (undone) is in the list of imports, not here.
    """
    rows = _cells(store, viewer, scope, kind, key)
    found: list[Version] = []
    before: dict[tuple[str, str], str] = {}
    for number in sorted(set(rows["batch_no"])):
        ended = rows["ended_batch_no"].notna() & (rows["ended_batch_no"].fillna(0) <= number)
        held = rows[(rows["batch_no"] <= number) & ~ended]
        names = zip(held["grader_id"].fillna(""), held["column_name"], strict=True)
        after = dict(zip(names, held["value"], strict=True))
        changed = [name for name in {**before, **after} if before.get(name, "") != after.get(name, "")]
        if changed:
            own = rows[rows["batch_no"] == number].iloc[0]
            changed.sort(key=lambda name: name[0] != "")  # the entry itself before its grades
            listed = tuple((*name, before.get(name, ""), after.get(name, "")) for name in changed)
            at = own["entered_at"].to_pydatetime()
            earlier = {grader for grader, _ in before}
            new = tuple(dict.fromkeys(grader for grader, _ in changed if grader and grader not in earlier))
            found.append(Version(at, str(own["entered_by"]), int(number), not before, listed, new))
        before = after
    return tuple(reversed(found))


def recent_entries(store: Store, viewer: Viewer, scope: Scope, *, kind: str, source: str | None = None) -> pd.DataFrame:
    """The entries of a kind that were entered last. source: only those whose file is called so.

    Columns: entry (its key), reference, day, service_area, team, about (the worker or supervisor), entered_by,
    entered_at, batch_no.
    """
    asked = _asked(store, viewer, scope)
    found = store.read("questions/record/recent_entry", **asked, source=source, at_most=AT_MOST)
    return found[found["kind"] == kind].drop(columns="kind").reset_index(drop=True)


def single_graded(store: Store, viewer: Viewer, scope: Scope, *, kind: str = "observations") -> pd.DataFrame:
    """The newest observations, or observed supervisions, that one person has graded so far, without any grade.

    Columns: entry, reference, day, service_area, team, about.
    """
    return store.read(_SINGLE_GRADED[kind], **_asked(store, viewer, scope), at_most=AT_MOST)


def team_of_worker(store: Store, viewer: Viewer, scope: Scope, *, worker: str, day: date) -> tuple[str, str] | None:
    """Service area and team of a worker on a day; None where the store does not say, or says several."""
    authority = _asked(store, viewer, scope)["authority"]
    found = store.read("questions/record/team_of_worker", authority=authority, worker_id=worker, day=day)
    return (str(found["service_area"][0]), str(found["team"][0])) if len(found) == 1 else None


def places(store: Store, viewer: Viewer, scope: Scope) -> tuple[tuple[str, str], ...]:
    """Service areas with their teams that this viewer may record something for."""
    asked = _asked(store, viewer, scope)
    found = store.read("questions/scope/team", authority=asked["authority"])
    areas, teams = asked["service_areas"], asked["teams"]
    pairs = zip(found["service_area"], found["team"], strict=True)
    return tuple((area, team) for area, team in pairs if _within(area, areas) and _within(team, teams))


def _asked(store: Store, viewer: Viewer, scope: Scope) -> dict[str, object]:
    """Authority, service areas and teams that this viewer may see entries of."""
    if not viewer.may_see_names:
        raise ScopeError("Single entries hold identifiers and are not shown here.", mend="Leave present mode first.")
    settled = settle(store, Scope(scope.authority).narrowed_by(viewer), viewer)
    asked = settled.parameters()
    return {name: asked[name] for name in ("authority", "service_areas", "teams")}


def _cells(store: Store, viewer: Viewer, scope: Scope, kind: str, key: str) -> pd.DataFrame:
    asked = _asked(store, viewer, scope)
    rows = store.read(_CELLS[kind], authority=asked["authority"], entry=key)
    now = rows[rows["ended_batch_no"].isna()]
    for column, allowed in (("service_area", asked["service_areas"]), ("team", asked["teams"])):
        if not all(_within(name, allowed) for name in now.loc[now["column_name"] == column, "value"]):
            return rows.head(0)
    return rows


def _entry(rows: pd.DataFrame, key: str, reference: str) -> Entry | None:
    now = rows[rows["ended_batch_no"].isna()]
    if now.empty:
        return None
    own = now[now["grader_id"].isna()]
    cells = dict(zip(own["column_name"], own["value"], strict=True))
    grades = {
        str(grader): dict(zip(part["column_name"], part["value"], strict=True))
        for grader, part in now.groupby("grader_id", sort=False)
    }
    return Entry(key, cells[reference], cells, grades)


def _within(name: str, allowed: object) -> bool:
    return not allowed or (isinstance(allowed, list | tuple) and name in allowed)
