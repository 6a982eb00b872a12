"""From a file's rows to the store: match, check, compare, write in one transaction, and say what came of it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from mwm.errors import IntakeError, UsageError
from mwm.framework import Framework
from mwm.intake import ledger
from mwm.intake.checking import Findings, check, rejected_rows
from mwm.intake.forms import form_tables
from mwm.intake.kinds import KINDS, Kind, kind_of, recognise
from mwm.intake.months import keep_up_months, lend_parts
from mwm.intake.names import choice_table, place_table, places_of_file
from mwm.intake.places import quoted
from mwm.intake.plans import plan_tables
from mwm.intake.problems import Problem
from mwm.intake.reading import FileRows, read_file
from mwm.intake.report import KEPT_PROBLEMS, Report, Status
from mwm.intake.staging import Staged, stage
from mwm.intake.wording import Wording
from mwm.settings import settings
from mwm.store import Store, Transaction, Workspace
from mwm.store.named_sql import all_names, named_sql
from mwm.store.store import utc_now

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[str, float], None]


def take_in(
    store: Store,
    files: FileRows | Sequence[FileRows],
    *,
    kind: str | None = None,
    authority: str | None = None,
    framework: Framework | None = None,
    accept_good_rows: bool = False,
    create_teams: bool = False,
    dry_run: bool = False,
    is_synthetic: bool = False,
    user: str | None = None,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check the rows of a file and write them, all in one transaction; or say why not.

    files: one file, or several of one kind that make one batch; their row numbers then go on from file to file.
    kind: else it is recognised from the columns. authority: else the store's only one; in an empty store the one that
    the settings name. framework: what a new authority grades with; else the one that the settings name.
    accept_good_rows: take the rows without fault and keep the others as refused rows; else any fault stops all.
    create_teams: let a store without teams take them from this file. dry_run: report only. is_synthetic: the rows are
    made up. user: for the ledger. mapping: heading → column key ("" leaves it out); wins over everything and is
    remembered. progress: called with words and the share done, 0 to 1.

    Faults of the content are reported, not raised. Raises UsageError for an unknown kind and IntakeError for a
    framework that does not fit the store.
    """
    options = _Options(
        kind_of(kind) if kind else None,
        authority,
        framework,
        accept_good_rows,
        create_teams,
        dry_run,
        is_synthetic,
        user or settings().user,
        dict(mapping or {}),
        progress or _silent,
    )
    files = [files] if isinstance(files, FileRows) else list(files)
    if not files:
        raise UsageError("No file was given.", mend="Name at least one file.")
    with store.workspace() as work:
        return _Taking(store, work, files, options).run()


def import_file(store: Store, path: str | Path, *, name: str | None = None, **options: Any) -> Report:
    """Read a file and take it in; see read_file and take_in. name: what the file is called, if not as its path.

    Raises IntakeError, too, for a file that is no table.
    """
    told: Progress = options.pop("progress", None) or _silent
    rows = read_file(Path(path), name=name, progress=lambda words, share: told(words, share * 0.3))
    return take_in(store, rows, progress=lambda words, share: told(words, 0.3 + share * 0.7), **options)


@dataclass(frozen=True)
class _Options:
    kind: Kind | None
    authority: str | None
    framework: Framework | None
    accept_good_rows: bool
    create_teams: bool
    dry_run: bool
    is_synthetic: bool
    user: str
    mapping: dict[str, str]
    tell: Progress


@dataclass
class _Tally:
    """What will be done, counted in rows of the file. first_date, last_date: of the rows without fault."""

    rows_new: int = 0
    rows_replaced: int = 0
    rows_unchanged: int = 0
    rows_refused: int = 0
    first_date: date | None = None
    last_date: date | None = None

    @property
    def changed(self) -> int:
        return self.rows_new + self.rows_replaced

    def headline(self, verb: str) -> str:
        """12 rows were imported (10 new, 2 corrected; 3 refused)."""
        parts = [f"{self.rows_new:,} new"] if self.rows_new else []
        parts += [f"{self.rows_replaced:,} corrected"] if self.rows_replaced else []
        rest = [f"{self.rows_unchanged:,} there already"] if self.rows_unchanged else []
        rest += [f"{self.rows_refused:,} refused"] if self.rows_refused else []
        more = f"; {', '.join(rest)}" if rest else ""
        rows = "row was" if self.changed == 1 else "rows were"
        rows = rows if verb == "were" else rows.split()[0] + " would be"
        return f"{self.changed:,} {rows} imported ({', '.join(parts)}{more})."


class _Refused(Exception):
    """Ends the work with a report instead of rows."""

    def __init__(self, headline: str, problems: Sequence[Problem]) -> None:
        super().__init__(headline)
        self.headline, self.problems = headline, problems


@dataclass
class _Taking:
    """One file on its way into the store."""

    store: Store
    work: Workspace
    files: Sequence[FileRows]
    options: _Options
    notes: list[str] = field(default_factory=list)
    needs_teams: list[tuple[str, str]] = field(default_factory=list)
    lent: list[str] = field(default_factory=list)
    adds_places: bool = False
    elements: tuple[str, ...] = ()
    needless: set[str] = field(default_factory=set)
    kind: Kind = field(init=False)
    owner: ledger.Owner = field(init=False)
    batch_id: str = field(init=False)

    def __post_init__(self) -> None:
        first, more = self.files[0], len(self.files) - 1
        self.name = f"{first.name} and {more} more" if more else first.name
        digests = "".join(file.sha256 for file in self.files)
        self.digest = hashlib.sha256(digests.encode()).hexdigest() if more else first.sha256
        self.rows_read = sum(len(file.rows) for file in self.files)
        # Twelve signs, because DuckDB keeps texts up to that length within the row.
        self.batch_id = uuid.uuid4().hex[:12]

    def run(self) -> Report:
        try:
            return self._run()
        except _Refused as refused:
            return self._report(
                "refused", refused.headline, refused.problems, tally=_Tally(rows_refused=self.rows_read)
            )
        finally:
            for name in self.lent:
                self.work.take_back(name)

    def _run(self) -> Report:
        if not self.rows_read:
            words = "This file has no rows."
            raise _Refused(
                "Nothing was imported: the file has no rows.",
                [_of_file("empty_file", words, "Add the rows below the headings and send it again.")],
            )
        self.options.tell("Looking at the columns", 0.0)
        for macro in all_names("intake/macros"):
            self.work.run(macro)
        self.owner = ledger.find_owner(self.store, self.work, self.options.authority, self.options.framework)
        self.kind = self._recognise()
        if self.kind.needs_authority and self.owner.authority is None:
            raise self._authority_to_choose()
        earlier = ledger.earlier_import(self.work, self.digest, self.kind.key, self.authority)
        if earlier and not self.options.mapping:
            return self._done_before(earlier)
        staged = self._stage()
        self.options.tell(f"Checking {self.rows_read:,} rows", 0.1)
        self._prepare(staged)
        findings = self._check(staged)
        if self.needs_teams:
            raise self._teams_to_confirm(findings)
        refused = len(findings.refused_rows)
        if findings.counts and (not self.options.accept_good_rows or refused == self.rows_read):
            faults = sum(findings.counts.values())
            return self._report(
                "refused",
                f"Nothing was imported: {faults:,} {'fault was' if faults == 1 else 'faults were'} found in "
                f"{refused:,} of {self.rows_read:,} {'row' if self.rows_read == 1 else 'rows'}.",
                findings.problems(KEPT_PROBLEMS),
                findings.counts,
                _Tally(rows_refused=refused),
            )
        return self._compare_and_write(findings)

    @property
    def authority(self) -> str | None:
        """The owner's name; None for kinds that belong to no council."""
        return self.owner.authority if self.kind.needs_authority else None

    @property
    def framework(self) -> Framework:
        return self.owner.framework

    # --- before the rows --------------------------------------------------------------------------------------------

    def _recognise(self) -> Kind:
        if self.options.kind:
            return self.options.kind
        try:
            return recognise(self.files[0].headings, self.framework, self._mappings(*KINDS.values()))
        except IntakeError as error:
            raise _Refused(
                f"Nothing was imported: {error.what[0].lower()}{error.what[1:]}",
                [_of_file("unknown_kind", error.what, error.mend)],
            ) from None

    def _mappings(self, *kinds: Kind) -> dict[str, dict[str, str]]:
        """Kind → heading → column key: what was said now or in an earlier import."""
        owned = {kind.key: kind.needs_authority for kind in kinds}
        return ledger.heading_mappings(self.work, self.owner.authority, owned, self.options.mapping)

    def _authority_to_choose(self) -> _Refused:
        return _Refused(
            "Nothing was imported: the store holds several authorities, and it was not said whose rows these are.",
            [
                _of_file(
                    "authority_not_chosen",
                    "The store holds several authorities.",
                    f"Say which one, with --authority or on the Import page: {quoted(self.owner.known)}.",
                )
            ],
        )

    def _done_before(self, earlier: ledger.EarlierImport) -> Report:
        when = earlier.imported_at
        return self._report(
            "unchanged",
            f"Nothing to do: this file was imported on {when.day} {when:%B %Y} as batch {earlier.batch_no}.",
            tally=_Tally(
                rows_unchanged=self.rows_read,
                first_date=_date(earlier.first_date),
                last_date=_date(earlier.last_date),
            ),
            batch_no=earlier.batch_no,
        )

    def _stage(self) -> Staged:
        staged = stage(self.files, self.kind, self.framework, self._mappings(self.kind)[self.kind.key])
        self.notes += staged.notes
        if staged.problems:
            missing = [problem for problem in staged.problems if problem.code == "missing_column"]
            first = staged.problems[0].message.rstrip(".")
            words = f"{len(missing)} needed columns are missing" if len(missing) > 1 else first[0].lower() + first[1:]
            raise _Refused(f"Nothing was imported: {words}.", staged.problems)
        return staged

    # --- the rows ---------------------------------------------------------------------------------------------------

    def _prepare(self, staged: Staged) -> None:
        """Names and types: what names mean, and the table that the checks read."""
        import pyarrow as pa

        self._lend("staged", staged.rows)
        self.elements = staged.elements
        unknown_names = False
        if self.kind.has_places:
            places, self.adds_places = places_of_file(self.work, self.kind, self.authority)
            self._lend("place", place_table(places))
            if self.adds_places and not self.kind.makes_places and not self.options.create_teams:
                named = {(place.service_area, place.team) for place in places if place.service_area and place.team}
                self.needs_teams = sorted((str(area), str(team)) for area, team in named)
            unknown_names = any(place.code for place in places)
        if self._has("given_choices"):
            choices = choice_table(self.work, self.kind, self.framework)
            self._lend("choice", choices)
            unknown_names = unknown_names or choices["name"].null_count > 0
        for name, table in (plan_tables(self.kind, self.framework) | form_tables(staged, self.framework)).items():
            self._lend(name, table)
        if self.kind.has_elements:
            self._lend("file_element", pa.table({"element": pa.array(staged.elements, pa.string())}))
        if self.kind.has_elements or self.kind.makes_groups or self.kind.regrades:
            self.lent += lend_parts(self.work, self.framework, staged.elements)
        self._run_steps(f"{self.kind.key}/typed")
        self._run_steps(f"{self.kind.key}/shared")
        # Checks that go through every cell are left out where a quick look has shown that they find nothing.
        if not unknown_names:
            self.needless.add("names_not_known")
        if self.kind.has_elements:
            suspect = f"intake/{self.kind.key}/suspect_grades"
            if not self.work.read_value(suspect, **self._parameters(suspect)):
                self.needless.add("grades_off_the_scale")

    def _check(self, staged: Staged) -> Findings:
        wording = Wording(staged.headings, self.framework, self.kind.row_word)
        words = f"Checking {self.rows_read:,} rows"
        return check(
            self.work,
            staged,
            self.files,
            wording,
            {name: self._parameters(name) for name in self._checks()},
            lambda share: self.options.tell(words, 0.2 + 0.2 * share),
        )

    def _has(self, query: str) -> bool:
        """Whether the kind has this query of its own."""
        return f"intake/{self.kind.key}/{query}" in all_names(f"intake/{self.kind.key}")

    def _checks(self) -> list[str]:
        names = all_names(f"intake/{self.kind.key}/checks")
        return [name for name in names if name.rpartition("/")[2].partition("_")[2] not in self.needless]

    def _teams_to_confirm(self, findings: Findings) -> _Refused:
        areas, teams = len({area for area, _ in self.needs_teams}), len(self.needs_teams)
        return _Refused(
            f"Nothing was imported yet: the store has no teams, and this file would bring {teams} "
            f"{'team' if teams == 1 else 'teams'} in {areas} service {'area' if areas == 1 else 'areas'}. "
            "Please confirm them.",
            [
                _of_file(
                    "teams_to_confirm",
                    "The store has no teams yet.",
                    "Check the list of teams; then import with --create-teams, or tick the box on the Import page.",
                ),
                *findings.problems(KEPT_PROBLEMS - 1),
            ],
        )

    def _compare_and_write(self, findings: Findings) -> Report:
        if findings.refused_rows:
            self.work.run("intake/drop_refused_rows")
            self._run_steps(f"{self.kind.key}/shared")
        self.options.tell("Comparing with what is there", 0.4)
        self._run_steps(f"{self.kind.writes_as}/decide")
        counts = self.work.read(f"intake/{self.kind.writes_as}/counts").iloc[0]
        tally = _Tally(
            rows_new=int(counts["rows_new"]),
            rows_replaced=int(counts["rows_replaced"]),
            rows_unchanged=int(counts["rows_unchanged"]),
            rows_refused=len(findings.refused_rows),
            first_date=_date(counts["first_date"]),
            last_date=_date(counts["last_date"]),
        )
        problems = findings.problems(KEPT_PROBLEMS)
        if self._has("notes"):
            notes = f"intake/{self.kind.key}/notes"
            noted = self.work.read(notes, **self._parameters(notes))
            cells = zip(noted["row_number"].tolist(), noted["code"], noted["hint"], strict=True)
            self.notes += [findings.wording.note(number, code, hint) for number, code, hint in cells]
        if not tally.changed:
            rows = f"all {tally.rows_unchanged:,} rows are" if tally.rows_unchanged != 1 else "the row is"
            refused = f" {tally.rows_refused:,} more were refused." if tally.rows_refused else ""
            headline = f"Nothing to do: {rows} in the store already.{refused}"
            return self._report("unchanged", headline, problems, findings.counts, tally)
        if self.options.dry_run:
            return self._report("dry run", tally.headline("would be"), problems, findings.counts, tally)
        rejected = rejected_rows(findings, self.files, self.batch_id) if findings.refused_rows else None
        with self.work.transaction(f"import {self.kind.key}") as transaction:
            batch_no = self._write(transaction, tally, rejected)
            self.options.tell("Saving", 0.95)
        self.options.tell("Done", 1.0)
        return self._report(
            "imported",
            tally.headline("were"),
            problems,
            findings.counts,
            tally,
            batch_id=self.batch_id,
            batch_no=batch_no,
        )

    def _write(self, transaction: Transaction, tally: _Tally, rejected: pd.DataFrame | None) -> int:
        """Everything that belongs to this batch. Returns its number."""
        if self.authority is not None and self.owner.is_new:
            ledger.enter_authority(transaction, self.owner, is_synthetic=self.options.is_synthetic)
        batch_no = ledger.enter_batch(
            transaction,
            batch_id=self.batch_id,
            authority=self.authority,
            kind=self.kind.key,
            file_name=self.name,
            file_sha256=self.digest,
            file_bytes=sum(file.size for file in self.files),
            imported_by=self.options.user,
            rows_read=self.rows_read,
            is_synthetic=self.options.is_synthetic,
            **vars(tally),
        )
        ledger.remember_headings(transaction, self.authority, self.kind.key, self.options.mapping, self.batch_id)
        if self.adds_places and not self.kind.makes_places:
            for name in all_names("intake/places/add"):
                transaction.run(name, **self._parameters(name))
        words, names = f"Writing {tally.changed:,} rows", all_names(f"intake/{self.kind.writes_as}/write")
        for number, name in enumerate(names):
            self.options.tell(words, 0.5 + 0.3 * number / len(names))
            transaction.run(name, **self._parameters(name))
        if self.kind.has_elements or self.kind.makes_groups or self.kind.regrades:
            self.options.tell("Working out the monthly figures", 0.8)
            keep_up_months(transaction, self.kind, str(self.authority))
        if rejected is not None:
            transaction.append("rejected_row", rejected)
        return batch_no

    # --- small things -----------------------------------------------------------------------------------------------

    def _run_steps(self, part: str) -> None:
        """Run intake/<part>.sql where there is one, else all of intake/<part>/, in order."""
        whole = f"intake/{part}"
        for name in all_names(whole) or ([whole] if whole in all_names("intake") else ()):
            self.work.run(name, **self._parameters(name))

    def _parameters(self, name: str) -> dict[str, Any]:
        scale = self.framework.scale
        values = {
            "authority": self.authority,
            "batch_id": self.batch_id,
            "framework_version": self.framework.version,
            "today": date.today(),
            "imported_by": self.options.user,
            "imported_at": utc_now(),
            "lowest": scale.lowest,
            "highest": scale.highest,
            "step": scale.step,
            "powers": [float(1 << place) for place in range(len(self.elements))],
        }
        return {key: values[key] for key in named_sql(name).parameters}

    def _lend(self, name: str, rows: pa.Table) -> None:
        self.work.lend(name, rows)
        self.lent.append(name)

    def _report(
        self,
        status: Status,
        headline: str,
        problems: Sequence[Problem] = (),
        counts: dict[tuple[str, str | None], int] | None = None,
        tally: _Tally | None = None,
        **more: Any,
    ) -> Report:
        if counts is None:
            counts = {}
            for problem in problems:
                counts[problem.code, problem.column] = counts.get((problem.code, problem.column), 0) + 1
        kind = getattr(self, "kind", None)
        return Report(
            kind=kind.key if kind else "",
            file_name=self.name,
            authority=self.authority if kind else None,
            status=status,
            headline=headline,
            rows_read=self.rows_read,
            problems=list(problems),
            problem_counts=counts,
            notes=self.notes,
            needs_teams=self.needs_teams,
            **vars(tally or _Tally()),
            **more,
        )


def _silent(words: str, share: float) -> None:
    return None


def _of_file(code: str, message: str, mend: str) -> Problem:
    return Problem(1, None, code, "", message, mend)


def _date(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else date(value.year, value.month, value.day)
