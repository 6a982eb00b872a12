"""The Record page: entering one piece of work after a visit, a second grader's blind grade, correcting, and history.

What is sent goes the way of a file of one row, with the checks, the ledger entry and the undo of an import.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from mwm.errors import MwmError
from mwm.framework import NO_MARKER, Framework
from mwm.intake import Report, take_in, undo
from mwm.intake.kinds import KINDS, Kind
from mwm.policies import FREE_TEXT, KEPT
from mwm.questions import records
from mwm.questions.plans import days_in_words, decision
from mwm.questions.records import REFERENCES, Entry
from mwm.scope import Scope
from mwm.settings import settings
from mwm.ui import address, drafts, navigation, record_fields
from mwm.ui.asking import recall, store, viewer
from mwm.ui.drafts import Fault, Heard, Sent, Told
from mwm.ui.entering import file_of
from mwm.ui.frame import current
from mwm.ui.record_fields import PLACE

PIECE = "piece"
"""Name in the address: the entry that is being corrected or graded again."""
TABS = {
    "observations": "Observation",
    "second": "Second grade",
    "supervision": "Supervision",
    "second_supervision": "Supervision, second grade",
    "feedback": "Feedback",
}
SECOND = {"observations": "second", "supervision": "second_supervision"}
"""Kind of entry → the tab where somebody else grades it blind."""
NONE = "new"

_REFERENCE = re.compile(r"\d{4}-\d\d-\d\d-[A-Z]{6}")
_OBSERVER, _BATCH = "record_observer", "record_batch"
_DAYS = {"observations": "observed_on", "supervision": "supervised_on", "feedback": "asked_on"}
_WHO = {"observations": "worker_id", "supervision": "supervisor_id", "feedback": "worker_id"}
_SEEN = {"observations": "Worker", "supervision": "Supervisor"}
_SEE = {"observations": "skills", "supervision": "supervision", "feedback": "voice"}  # the pages where they count


def kind_of(tab: str) -> Kind:
    """The kind of file that a tab's entries go in as."""
    return KINDS[next((kind for kind, second in SECOND.items() if second == tab), tab)]


def is_second(tab: str) -> bool:
    """Whether a tab asks for a second grader's blind grades."""
    return tab in SECOND.values()


def chosen(kind: Kind, scope: Scope) -> Entry | None:
    """The entry that the address names; None where it names none of this kind."""
    key = current().query[PIECE] = address.asked().get(PIECE, [NONE])[0]
    return None if key == NONE else recall(records.recorded, scope, kind=kind.key, key=key)


def enter(kind: Kind, scope: Scope, framework: Framework) -> None:
    """A new entry."""
    form = f"{kind.key}:new"
    today = f"{date.today()}"
    start = {_DAYS[kind.key]: today, "observer_id": st.session_state.get(_OBSERVER, "")}
    if kind.has_rubrics:
        start |= {"rubric": framework.rubrics[0].key if framework.rubrics else "", "method": "observed"}
    elif kind.has_items:
        start |= {"form": framework.forms[0].key if framework.forms else "", "outcome": "answered"}
        start.pop("observer_id")
    heard = drafts.draw(
        form,
        sections=_sections(kind, scope, framework),
        save=f"Save the {kind.row_word}",
        reference=drafts.reference_for(form),
        start=start,
        about=(_WHO[kind.key], _DAYS[kind.key]),
    )
    if heard.sent:
        given = heard.sent.reference
        reference = given if _REFERENCE.fullmatch(given) else drafts.reference_for(form)
        row = {REFERENCES[kind.key]: reference, **_cells(kind, framework, heard.sent.values)}
        key = records.key_of(str(scope.authority), reference)
        is_there = records.recorded(store(), viewer(), scope, kind=kind.key, key=key) is not None
        report = _take(kind, scope, row, dry_run=is_there)
        if is_there and report.status == "dry run":  # the answer to an earlier press was lost, and then it was changed
            fault = Fault(
                "", "This was saved already.", "To change it, choose it in the list of what was entered last."
            )
            drafts.tell(Told(heard.sent.id, form, "This could not be saved once more.", (fault,)))
        else:
            _tell(kind, report, row, heard.sent, form, _what(kind, row, "saved"))
            if report.status in ("imported", "unchanged"):
                drafts.use_reference(form)
                st.session_state[_OBSERVER] = row.get("observer_id", "")
        st.rerun()
    _also(heard, scope, form)


def correct(kind: Kind, scope: Scope, framework: Framework, entry: Entry, grader: str) -> None:
    """A new version of an entry and of one grader's grades; who observed and who graded stay."""
    form = f"{kind.key}:change:{entry.key[:8]}:{list(entry.grades).index(grader) if grader else 0}"
    held = {**entry.cells, **entry.grades.get(grader, {})}
    held[PLACE] = f"{entry.cells['service_area']}\t{entry.cells['team']}"
    sections = _sections(kind, scope, framework, "observer_id")
    asked = {field["key"] for section in sections for field in section["fields"]}
    fixed = {"Observer": entry.cells["observer_id"]} if "observer_id" in entry.cells else {}
    if grader and grader != entry.cells.get("observer_id"):
        fixed["Graded by"] = grader
    heard = drafts.draw(
        form,
        sections=sections,
        save="Save as a new version",
        reference=entry.reference,
        start={key: text for key, text in held.items() if key in asked},
        fixed=fixed,
        leave=f"record?record={kind.key}&{PIECE}={NONE}",
    )
    if heard.sent:
        given = _cells(kind, framework, heard.sent.values)
        kept = {
            key: entry.cells[key] for key in ("observer_id", "rubric_version", "form_version") if key in entry.cells
        }
        if {"rubric", "form"} & {key for key in given if given[key] != held.get(key)}:
            kept = {key: text for key, text in kept.items() if not key.endswith("_version")}
        row = {REFERENCES[kind.key]: entry.reference, **kept, **given}
        if grader:
            row["grader_id"] = grader
        if entry.cells.get("markers") and row.get("markers") == "":
            row["markers"] = NO_MARKER
        if faults := _emptied(kind, framework, held, given):
            drafts.tell(Told(heard.sent.id, form, "This could not be saved yet.", tuple(faults)))
        else:
            report = _take(kind, scope, row)
            saved_on = form if report.status == "refused" else f"{kind.key}:new"
            _tell(kind, report, row, heard.sent, saved_on, _what(kind, row, "corrected"))
            if report.status != "refused":
                address.keep(PIECE, None)
        st.rerun()
    _also(heard, scope, form)


def grade_blind(kind: Kind, scope: Scope, framework: Framework, entry: Entry) -> None:
    """Another grader's grades of an observation or a supervision; nothing of the first ones is sent before that."""
    form, tab = f"{kind.key}:second:{entry.key[:8]}", SECOND[kind.key]
    cells = entry.cells
    what = {"Setting": "setting"} if kind.has_elements else {"Format": "format"}
    heard = drafts.draw(
        form,
        sections=record_fields.blind_sections(kind, framework, cells),
        save="Save these grades",
        reference=entry.reference,
        fixed={
            "Day": days_in_words(date.fromisoformat(cells[_DAYS[kind.key]]), None),
            "Team": cells["team"],
            _SEEN[kind.key]: cells[_WHO[kind.key]],
            **{title: cells[key] for title, key in what.items() if key in cells},
        },
        leave=f"record?record={tab}&{PIECE}={NONE}",
    )
    if heard.sent:
        given = _cells(kind, framework, heard.sent.values)
        grader = given.get("grader_id", "")
        required = [column.key for column in kind.fixed_columns if column.required]
        required += [key for key in ("observer_id", "rubric_version") if key in cells and key not in required]
        row = {**{key: cells[key] for key in required}, **given}
        if fault := _not_second(kind, grader, entry):
            drafts.tell(Told(heard.sent.id, form, "This could not be saved yet.", (fault,)))
        else:
            report = _take(kind, scope, row)
            words = _what(kind, cells, "graded by you too")
            names = record_fields.graded_names(kind, framework, cells)
            beside = (_side_by_side(kind, names, entry, given),)
            _tell(kind, report, row, heard.sent, form, words, notes=beside, again=tab)
        st.rerun()
    _also(heard, scope, form)


def _sections(kind: Kind, scope: Scope, framework: Framework, *leave_out: str) -> list[record_fields.Field]:
    if decision(store(), scope, FREE_TEXT).value != KEPT:
        leave_out += ("comment",)
    return record_fields.sections(kind, framework, recall(records.places, scope), leave_out=leave_out)


def _cells(kind: Kind, framework: Framework, values: Mapping[str, str]) -> dict[str, str]:
    """What was sent, under the columns of a file; other names are left out."""
    known = {column.key for column in kind.columns(framework)}
    cells = {key: text for key, text in values.items() if key in known}
    if PLACE in values:
        cells["service_area"], _, cells["team"] = values[PLACE].partition("\t")
    return cells


def _take(kind: Kind, scope: Scope, row: Mapping[str, str], *, dry_run: bool = False) -> Report:
    return take_in(
        store(),
        file_of(kind, row),
        kind=kind.key,
        authority=scope.authority,
        user=settings().user,
        dry_run=dry_run,
    )


def _tell(
    kind: Kind,
    report: Report,
    row: Mapping[str, str],
    sent: Sent,
    form: str,
    words: str,
    *,
    notes: tuple[str, ...] = (),
    again: str = "",
) -> None:
    """What came of it, in one sentence, beside the fields where something is wrong."""
    if report.status == "imported":
        st.session_state[_BATCH] = report.batch_id
        notes += tuple(note.partition(": ")[2] or note for note in report.notes)
        told = Told(
            sent.id,
            form,
            f"{words} (import {report.batch_no}).",
            notes=tuple(note for note in notes if note),
            saved=True,
            draft=sent.draft,
            undo=True,
            see=_link_to_numbers(kind, row),
            again=f"record?record={again}&{PIECE}={NONE}" if again else "",
        )
    elif report.status == "unchanged":
        told = Told(sent.id, form, f"There was nothing to save: this {kind.row_word} is there already, just as you "
                    "entered it.", saved=True, draft=sent.draft)  # fmt: skip
    else:
        places = {"service_area": PLACE, "team": PLACE}
        found = [
            Fault(places.get(problem.column or "", problem.column or ""), problem.message, problem.mend)
            for problem in report.problems
        ]
        once = tuple({(fault.column, fault.what): fault for fault in found}.values())
        told = Told(sent.id, form, "This could not be saved yet." if once else report.headline, once)
    drafts.tell(told)


def _also(heard: Heard, scope: Scope, form: str) -> None:
    """What else the browser asked for: the team of a worker, or to take the last entry back."""
    if heard.about:
        worker, day = heard.about
        drafts.tell_team(worker, day, recall(records.team_of_worker, scope, worker=worker, day=day))
        st.rerun()
    if heard.undo and st.session_state.get(_BATCH):
        batch = st.session_state.pop(_BATCH)
        try:
            words = undo(store(), batch, user=settings().user).headline
        except MwmError as refusal:  # somebody else was quicker
            words = refusal.what
        drafts.tell(Told(f"undo {batch}", form, words))
        st.rerun()


def _link_to_numbers(kind: Kind, row: Mapping[str, str]) -> str:
    """The page where an entry counts, for its team."""
    if kind.key not in _SEE or _SEE[kind.key] not in navigation.PAGES:
        return ""
    where = {"service_area": row["service_area"], "team": row["team"]}
    return f"{_SEE[kind.key]}?{urlencode(where)}"


def _what(kind: Kind, row: Mapping[str, str], done: str) -> str:
    """The observation of 14 Oct 2026 in CIN Team A was saved."""
    try:
        day = f" of {days_in_words(date.fromisoformat(row.get(_DAYS[kind.key], '')), None)}"
    except ValueError:
        day = ""
    return f"The {kind.row_word}{day} in {row.get('team', '')}" + (f" was {done}" if done else "")


def _emptied(kind: Kind, framework: Framework, held: Mapping[str, str], given: Mapping[str, str]) -> list[Fault]:
    """Fields that were filled in and are empty now: in a file a blank leaves what is there, and it would be kept."""
    graded = {*kind.graded_keys(framework), "markers"}
    return [
        Fault(key, "This was filled in before. It can be changed, but not emptied.",
              "Fill it in again; or take the entry back on the Data page and enter it anew.")
        for key, text in given.items()
        if not text and held.get(key) and key not in graded
        and not any(column.key == key and column.required for column in kind.fixed_columns)
    ]  # fmt: skip


def _not_second(kind: Kind, grader: str, entry: Entry) -> Fault | None:
    """Why somebody cannot be a second grader of this entry."""
    if not grader:
        return Fault("grader_id", "This cell is blank, but it is needed.", "Fill it in.")
    what = "visit" if kind.has_elements else "supervision"
    taken = {name.casefold() for name in (*entry.grades, entry.cells.get("observer_id", ""))}
    if grader.casefold() in taken:
        return Fault("grader_id", f"This person has observed or graded this {what} already.",
                     f"Give your own code. To correct grades, open the entry under {TABS[kind.key]}.")  # fmt: skip
    if grader.casefold() == entry.cells.get("supervisor_id", "").casefold() and not kind.has_elements:
        return Fault("grader_id", "This is the supervisor, who cannot grade it blind.", "Give your own code.")
    return None


def _side_by_side(kind: Kind, names: Mapping[str, str], entry: Entry, given: Mapping[str, str]) -> str:
    """How the new grades lie beside the first ones, now that both are saved. names: what is graded, by key."""
    first = entry.grades.get(entry.cells["observer_id"]) or next(iter(entry.grades.values()), {})
    both = [key for key in names if first.get(key) and given.get(key)]
    apart = [abs(float(first[key]) - float(given[key])) for key in both if _is_number(given[key])]
    if not both or len(apart) < len(both):
        return ""
    words = [f"{names[key]} {first[key]} and {given[key]}" for key, by in zip(both, apart, strict=True) if by]
    differ = f" Different (first and second): {', '.join(words)}. Talk about these." if words else ""
    return (
        f"You both gave the same grade in {apart.count(0)} of {len(both)} "
        f"{'elements' if kind.has_elements else 'items'}.{differ}"
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
