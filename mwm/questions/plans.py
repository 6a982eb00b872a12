"""What a council has entered about its plans, now and before: events, targets, baselines, decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.framework import Framework
from mwm.policies import POLICIES
from mwm.questions.question import Argument, listed_words, nothing, question, settle
from mwm.scope import Month, Scope
from mwm.store import Store
from mwm.viewer import Viewer

Row = dict[Any, Any]  # one record of a query: column → value

CURRENT, EARLIER = "current", "earlier"
VERSIONS = Argument(
    "versions", "what holds now (current), or what was replaced or withdrawn (earlier)", choices=(CURRENT, EARLIER)
)
PLACE = (Column("service_area", "Service area"), Column("team", "Team"))
_SET = (
    Column("set_by", "Entered by"),
    Column("set_at", "When (UTC)"),
    Column("batch_no", "Import", "count"),
)
_ENDED = (
    Column("state", "State"),
    Column("ended_by", "Ended by"),
    Column("ended_at", "Ended (UTC)"),
    Column("ended_batch_no", "By import", "count"),
)
_EVENTS = (
    Column("date", "First day", "date"),
    Column("to", "Last day", "date"),
    Column("title", "Event"),
    Column("category", "Category"),
    Column("owner", "Owner"),
    *PLACE,
    Column("note", "Note"),
    Column("event_id", "Reference"),
)
_TARGETS = (
    Column("measure", "Measure"),
    *PLACE,
    Column("from", "First month", "month"),
    Column("to", "Last month", "month"),
    Column("value", "Target", "number"),
    Column("value_at_end", "Target in the last month", "number"),
    Column("note", "Note"),
    Column("target_id", "Reference"),
)
_KINDS = {"fixed": "Limits from", "rebase": "New limits from", "change": "Change measured from"}
_BASELINES = (
    Column("measure", "Measure"),
    Column("kind", "Sort", words=_KINDS),
    *PLACE,
    Column("from", "First month", "month"),
    Column("to", "Last month", "month"),
    Column("reason", "Reason"),
    Column("baseline_id", "Reference"),
)
_POLICIES = (
    Column("policy", "What is decided", words={policy.key: policy.name for policy in POLICIES.values()}),
    Column("value", "Decision"),
    Column("reason", "Reason"),
)
_KEPT = "A row that is changed or withdrawn is kept as an earlier version, with who did it, when, and in which import."


@dataclass(frozen=True)
class EntryList:
    """One sort of entry.

    key: its kind, and with hyphens its question. one: a single entry in words. held: what it is, while it holds. asked:
    parts of the scope that its SQL takes.
    """

    key: str
    one: str
    held: str
    sql: str
    asked: tuple[str, ...]
    columns: tuple[Column, ...]
    definition: str
    exclusions: str = ""

    @property
    def method(self) -> Method:
        """How its list is made."""
        return Method(f"{self.definition} {_KEPT}", exclusions=self.exclusions, sql=(self.sql,))

    def headline(self, count: int, versions: str) -> str:
        """How many there are, in one sentence."""
        if versions == EARLIER:
            kept = f"{count:,} earlier {'version is' if count == 1 else 'versions are'} kept."
            return kept if count else f"No {self.one} was changed or withdrawn."
        held = f"{count:,} {self.one} is {self.held}." if count == 1 else f"{count:,} {self.one}s are {self.held}."
        return held if count else f"There is no {self.one} yet."


_IN_SCOPE = ("service_areas", "teams", "first_month", "last_month")
_LISTS = {
    each.key: each
    for each in (
        EntryList(
            "events",
            "event",
            "marked on charts",
            "questions/plans/event_version",
            _IN_SCOPE,
            _EVENTS,
            "Dated events as entered. They are drawn on every chart over time that they touch; they never change a "
            "number.",
        ),
        EntryList(
            "targets",
            "target",
            "set",
            "questions/plans/target_version",
            _IN_SCOPE,
            _TARGETS,
            "What is aimed for, in the first month and, where it is to change, in the last one; in between the target "
            "lies on a straight line. It holds for exactly its part of the service.",
        ),
        EntryList(
            "baselines",
            "baseline",
            "set",
            "questions/plans/baseline_version",
            ("service_areas", "teams"),
            _BASELINES,
            "fixed: process limits are worked out from the months given and carried forward. rebase: they are worked "
            "out anew from a month on. change: the change in looked after children is measured from a month.",
            "A fixed baseline of fewer than 8 months is kept and not used.",
        ),
        EntryList(
            "policies",
            "decision",
            "recorded",
            "questions/plans/policy_version",
            (),
            _POLICIES,
            "What the council decided itself, and why. Where nothing is decided the default holds. A later decision "
            "replaces the earlier one.",
        ),
    )
}


@question("events", "Events that are marked on charts.", kinds=("events",), arguments=(VERSIONS,))
def events(store: Store, viewer: Viewer, scope: Scope, *, versions: str = CURRENT) -> Answer:
    """Events of the scope's part of the service that touch its months, the newest first.

    Rows: the columns of a file of events, then set_by, set_at, batch_no; for earlier versions also state (replaced,
    withdrawn), ended_by, ended_at, ended_batch_no. extra["shown"]: the same rows in the few words of a page.
    """

    def shown(row: Row, _: Framework) -> dict[str, str]:
        note = _text(row["note"]) + (f" ({row['owner']})" if _text(row["owner"]) else "")
        return {
            "When": days_in_words(row["date"], row["to"]),
            "Event": row["title"],
            "Category": _text(row["category"]),
            "Where": place_in_words(row),
            "Note": note.strip(),
        }

    return listed_entries(store, scope, _LISTS["events"], versions, shown)


@question("targets", "Targets by measure, part of the service and months.", kinds=("targets",), arguments=(VERSIONS,))
def targets(store: Store, viewer: Viewer, scope: Scope, *, versions: str = CURRENT) -> Answer:
    """Targets of the scope's part of the service that hold in its months, the newest first. Rows as in events()."""

    def shown(row: Row, framework: Framework) -> dict[str, str]:
        measure = str(row["measure"])
        values = [_written(value, measure) for value in (row["value"], row["value_at_end"]) if pd.notna(value)]
        return {
            "Measure": framework.measures.get(measure, measure),
            "Where": place_in_words(row),
            "Months": months_in_words(row["from"], row["to"]),
            "Target": " to ".join(values),
            "Note": _text(row["note"]),
        }

    return listed_entries(store, scope, _LISTS["targets"], versions, shown)


@question(
    "baselines",
    "Baselines: which months limits are worked out from, and where change is measured from.",
    kinds=("baselines",),
    arguments=(VERSIONS,),
)
def baselines(store: Store, viewer: Viewer, scope: Scope, *, versions: str = CURRENT) -> Answer:
    """Baselines of the scope's part of the service, the newest first. Rows as in events()."""

    def shown(row: Row, framework: Framework) -> dict[str, str]:
        months = months_in_words(row["from"], row["to"]) if row["kind"] == "fixed" else Month.of(row["from"]).short
        return {
            "Measure": framework.measures.get(row["measure"], row["measure"]),
            "Where": place_in_words(row),
            "What holds": f"{_KINDS.get(row['kind'], row['kind'])} {months}",
            "Reason": row["reason"],
            "Set by": f"{row['set_by']}, {days_in_words(row['set_at'], None)}",
        }

    return listed_entries(store, scope, _LISTS["baselines"], versions, shown)


@question(
    "policies",
    "Decisions of the council on how numbers are looked at, with their reasons.",
    kinds=("policies",),
    arguments=(VERSIONS,),
)
def policies(store: Store, viewer: Viewer, scope: Scope, *, versions: str = CURRENT) -> Answer:
    """Decisions, the newest first. Rows as in events()."""

    def shown(row: Row, _: Framework) -> dict[str, str]:
        policy = POLICIES.get(row["policy"])
        return {
            "What is decided": policy.name if policy else row["policy"],
            "Decision": policy.choices.get(row["value"], row["value"]) if policy else row["value"],
            "Reason": row["reason"],
            "Set by": f"{row['set_by']}, {days_in_words(row['set_at'], None)}",
        }

    return listed_entries(store, scope, _LISTS["policies"], versions, shown)


ENTRIES: dict[str, Callable[..., Answer]] = {
    "events": events,
    "targets": targets,
    "baselines": baselines,
    "policies": policies,
}
"""The question that lists each kind of entry."""


@question("plans", "How many events, targets, baselines and decisions there are.", kinds=tuple(_LISTS))
def plans(store: Store, viewer: Viewer, scope: Scope) -> Answer:
    """One row for each sort of entry: sort, entries (that hold now)."""
    columns = (Column("sort", "Sort"), Column("entries", "Entries", "count"))
    method = Method(definition="Entries that hold now.", sql=tuple(each.sql for each in _LISTS.values()))
    if scope.authority is None:
        words = "There is no council here yet. Import a file of its figures first; then its plans can be entered."
        return nothing("plans", scope, columns, method, headline=words, better="neutral")
    found = {key: each(store, viewer, scope) for key, each in ENTRIES.items()}
    rows = pd.DataFrame({"sort": list(found), "entries": [len(answer.rows) for answer in found.values()]})
    said = [answer.headline.rstrip(".") for answer in found.values() if not answer.is_bare]
    missing = [f"no {_LISTS[key].one}" for key, answer in found.items() if answer.is_bare]
    said += [f"there is {listed_words(missing)} yet"] if missing else []
    headline = "; ".join(said)
    return Answer(
        question="plans",
        status="ok",
        headline=f"{headline[0].upper()}{headline[1:]}.",
        scope=scope,
        rows=rows,
        columns=columns,
        counts={key: len(answer.rows) for key, answer in found.items()},
        method=method,
    )


@dataclass(frozen=True)
class Decision:
    """What holds for one policy. reason and set_by are empty and set_on is None where the default holds."""

    value: str
    reason: str = ""
    set_by: str = ""
    set_on: date | None = None


def decision(store: Store, scope: Scope, policy: str) -> Decision:
    """What the council decided, else the default. policy: a key of POLICIES."""
    rows = store.read_once("questions/plans/policy_version", authority=scope.authority).to_dict("records")
    held = next((row for row in rows if row["policy"] == policy and row["state"] == CURRENT), None)
    if held is None or held["value"] not in POLICIES[policy].choices:
        return Decision(POLICIES[policy].default)
    return Decision(held["value"], held["reason"], held["set_by"], held["set_at"].date())


def event_categories(store: Store, viewer: Viewer, scope: Scope) -> tuple[str, ...]:
    """The words by which this council's events are grouped."""
    settled = settle(store, scope.narrowed_by(viewer))
    return tuple(store.read("questions/events/category", authority=settled.authority)["category"])


def listed_entries(
    store: Store,
    scope: Scope,
    sort: EntryList,
    versions: str,
    shown: Callable[[Row, Framework], dict[str, str]],
    **more: Any,
) -> Answer:
    """The list behind each of these questions.

    shown: a row in the few words of a page, by heading. more: further parameters of the list's SQL.
    """
    columns = sort.columns + (_SET if versions == CURRENT else _SET + _ENDED)
    rows = pd.DataFrame()
    if scope.authority is not None:
        asked = scope.parameters()
        rows = store.read(sort.sql, authority=scope.authority, **{name: asked[name] for name in sort.asked}, **more)
        rows = rows[(rows["state"] == CURRENT) == (versions == CURRENT)].reset_index(drop=True)
    headline = sort.headline(len(rows), versions)
    if scope.authority is None or rows.empty:
        return nothing(
            sort.key.replace("_", "-"),
            scope,
            columns,
            sort.method,
            headline=headline,
            counts=(sort.key,),
            better="neutral",
        )
    framework = store.framework(scope.authority)
    few_words = pd.DataFrame([shown(row, framework) for row in rows.to_dict("records")])
    if versions == EARLIER:
        few_words = few_words.drop(columns=["Note", "Set by"], errors="ignore").assign(**_history(rows))
    for column in ("set_at", "ended_at"):
        rows[column] = rows[column].dt.strftime("%Y-%m-%d %H:%M")
    return Answer(
        question=sort.key.replace("_", "-"),
        status="ok",
        headline=headline,
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=tuple(_named(column, framework) for column in columns),
        counts={sort.key: len(rows)},
        method=sort.method,
        extra={"shown": few_words},
    )


def _history(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Who entered each version, and who ended it how."""

    def moment(at: Any) -> str:
        return f"{days_in_words(at, None)} {at:%H:%M}"

    entered, ended = [], []
    for row in rows.to_dict("records"):
        entered.append(f"{row['set_by']}, {moment(row['set_at'])}, import {row['batch_no']}")
        by = f"{row['ended_by']}, {moment(row['ended_at'])}, import {int(row['ended_batch_no'])}"
        ended.append(f"{row['state']} by {by}")
    return {"Entered (UTC)": entered, "Ended (UTC)": ended}


def _named(column: Column, framework: Framework) -> Column:
    if column.key == "measure":
        return Column("measure", column.label, words=framework.measures)
    return column


def _written(value: Any, measure: str) -> str:
    kind = "percent" if measure.startswith("share_") else "number" if measure.startswith("looked_after") else "grade"
    return written_as(value, kind)


def place_in_words(row: Row) -> str:
    """The part of the service that an entry is about."""
    return _text(row["team"]) or _text(row["service_area"]) or "whole council"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def days_in_words(first: Any, last: Any) -> str:
    """13 Jan 2025, 13–17 Jan 2025, 30 Jan – 2 Feb 2025."""
    start = Month.of(first)
    if last is None or pd.isna(last) or last == first:
        return f"{first.day} {start.short}"
    end = Month.of(last)
    if start == end:
        return f"{first.day}–{last.day} {start.short}"
    year = "" if start.first_day.year == end.first_day.year else f" {start.first_day.year}"
    return f"{first.day} {start.short[:3]}{year} – {last.day} {end.short}"


def months_in_words(first: Any, last: Any) -> str:
    """Jan 2025 – Dec 2025, Jan 2025, since Jan 2025."""
    start = Month.of(first)
    if last is None or pd.isna(last):
        return f"since {start.short}"
    return start.short if Month.of(last) == start else f"{start.short} – {Month.of(last).short}"
