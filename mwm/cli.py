"""The command line: the same intake and the same answers as the screen.

Exit codes: 0 done, 1 refused with reasons, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mwm import __version__
from mwm.errors import IntakeError, MwmError, UsageError
from mwm.scope import Month, Period, Scope
from mwm.settings import settings, use_store
from mwm.terminal import Progress
from mwm.viewer import LOCAL_VIEWER

# Everything else is imported by the command that needs it, so that `serve` answers as soon as a bare server would.
if TYPE_CHECKING:
    from mwm.answer import Answer
    from mwm.questions import Question
    from mwm.store import Store

DONE, REFUSED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Wrong usage leaves through argparse with exit code 2."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    parser = _parser(with_questions="ask" in words[:1])
    given = parser.parse_args(words)
    try:
        command: Callable[[argparse.Namespace], int] = given.command
        return command(given)
    except MwmError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader (head, say) has had enough
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        print("Stopped. Nothing was half-written.", file=sys.stderr)
        return REFUSED


def _parser(*, with_questions: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mwm", description="Measuring What Matters: take files in, ask questions, serve the dashboard."
    )
    parser.add_argument("--version", action="version", version=f"Measuring What Matters {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--store", type=Path, default=None, help="the store's file (else MWM_STORE, else data/mwm.duckdb)"
    )

    def add(name: str, run: Callable[[argparse.Namespace], int], about: str, example: str) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=about,
            description=about,
            epilog=f"example:\n  python -m mwm {example}",
            parents=[shared],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(command=run)
        return command

    demo = add("demo", _demo, "fill a store with a made-up authority, labelled synthetic", "demo --store demo.duckdb")
    demo.add_argument("--observations", type=_positive, help="how many observations (default: as Islington's size)")
    demo.add_argument("--seed", type=int, help="the same seed gives the same data; another, other data")

    take = add("import", _import, "check files and take them into the store", "import observations.csv --create-teams")
    take.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or XLSX")
    take.add_argument("--kind", help="what the file holds; recognised from its columns where left out")
    take.add_argument("--authority", help="whose data it is; needed where the store holds several")
    take.add_argument("--framework", help="framework file or key for a new authority (default msw)")
    take.add_argument(
        "--accept-good-rows", action="store_true", help="take the good rows, keep the others to be mended"
    )
    take.add_argument("--create-teams", action="store_true", help="take service areas and teams from this file")
    take.add_argument("--dry-run", action="store_true", help="report only; nothing is written")
    take.add_argument("--map", action="append", default=[], metavar="HEADING=COLUMN", help="name a column's heading")
    take.add_argument("--refused", type=Path, metavar="OUT.xlsx", help="write refused rows here, to be mended")
    take.add_argument("--format", choices=("text", "json"), default="text")

    template = add(
        "template", _template, "write an empty workbook for one kind", "template observations --out observations.xlsx"
    )
    template.add_argument("kind", metavar="KIND", help="observations, organisation, looked_after, events …")
    template.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")
    template.add_argument("--authority", help="whose framework the columns come from")
    template.add_argument("--framework", help="framework file or key (default: the store's, else msw)")

    batches = add("batches", _batches, "list imports, newest first", "batches --format json")
    batches.add_argument("--authority")
    _add_format(batches)

    undo = add("undo", _undo, "take an import back whole", "undo 3")
    undo.add_argument("batch", metavar="BATCH", help="its number or id, as batches lists it")

    questions = add("questions", _questions, "list the questions that can be asked", "questions")
    questions.add_argument("--format", choices=("text", "json"), default="text")

    asking = add("ask", _ask, "ask a question", 'ask skill-trend --element empathy --service-area "Children in Need"')
    kinds = asking.add_subparsers(title="questions", required=True, metavar="QUESTION", dest="question")
    if with_questions:
        from mwm.questions import QUESTIONS

        for question in QUESTIONS.values():
            _add_question(kinds, question)

    series = add(
        "series",
        _series,
        "judge a series of your own; nothing is stored",
        "series admissions.csv --date month --value admissions --better lower --target 20",
    )
    series.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX")
    series.add_argument("--date", required=True, metavar="COLUMN", help="heading of the dates")
    series.add_argument("--value", required=True, metavar="COLUMN", help="heading of the numbers")
    series.add_argument("--denominator", metavar="COLUMN", help="what values are counted out of (p and u charts)")
    series.add_argument("--chart", choices=("xmr", "p", "c", "u", "run"), default="xmr")
    series.add_argument("--better", choices=("higher", "lower", "neutral"), default="neutral")
    series.add_argument("--target", type=float)
    series.add_argument("--rebase-at", nargs="+", default=[], metavar="DATE", help="days from which new limits begin")
    series.add_argument("--no-screening", action="store_true", help="keep unusually large moving ranges in the limits")
    _add_format(series)

    add("check", _check, "run the data checks", "check")
    backup = add("backup", _backup, "copy the store into a file that can be opened", "backup --out monday.duckdb")
    backup.add_argument(
        "--out", type=Path, metavar="FILE.duckdb", help="default: beside the store, with the time in it"
    )
    restore = add("restore", _restore, "put a back-up in the store's place", "restore monday.duckdb")
    restore.add_argument("backup", type=Path, metavar="FILE.duckdb")

    serve = add("serve", _serve, "serve the dashboard on this machine", "serve --port 8501")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--no-demo", action="store_true", help="do not build the demo where there is no store")
    return parser


def _add_question(kinds: Any, question: Question) -> None:
    one = kinds.add_parser(
        question.name,
        help=question.about.replace("%", "%%"),
        description=question.about,
        argument_default=argparse.SUPPRESS,  # so that nothing given before the question's name is lost
        epilog=f"example:\n  python -m mwm ask {question.name} --from 2024-01 --to 2025-12 --format csv",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    one.add_argument("--store", type=Path, help="the store's file (else MWM_STORE, else data/mwm.duckdb)")
    one.add_argument("--authority")
    one.add_argument("--service-area", action="append", metavar="NAME", help="may be given more than once")
    one.add_argument("--team", action="append", metavar="NAME", help="may be given more than once")
    one.add_argument("--setting", action="append", metavar="NAME", help="may be given more than once")
    one.add_argument("--from", dest="first", metavar="YYYY-MM", help="first month")
    one.add_argument("--to", dest="last", metavar="YYYY-MM", help="last month, included")
    for argument in question.arguments:
        more: dict[str, Any] = {"help": argument.about.replace("%", "%%")}
        if argument.choices:
            more["choices"] = argument.choices
        if argument.many:
            more["action"] = "append"
        if argument.kind == "month":
            more["metavar"] = "YYYY-MM"
        one.add_argument(f"--{argument.name.replace('_', '-')}", dest=f"argument_{argument.name}", **more)
    one.add_argument("--format", choices=("table", "json", "csv"), default="table")


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _path(given: argparse.Namespace) -> Path:
    return given.store or settings().store


def _open(given: argparse.Namespace) -> Store:
    return _opened(_path(given))


def _opened(path: Path, *, create: bool = False) -> Store:
    from mwm.store import Store

    store = Store.open(path, create=create)
    for notice in store.notices:
        print(notice, file=sys.stderr)
    return store


def _demo(given: argparse.Namespace) -> int:
    from mwm.demo import DEFAULT_SEED, build_demo

    path = _path(given)
    if path.exists():
        raise MwmError(
            "There is a store here already; the demo is made in a new file only.",
            where=path.name,
            mend="Give another file with --store.",
        )
    with Progress("Demo") as progress:
        seed = DEFAULT_SEED if given.seed is None else given.seed
        build_demo(path, observations=given.observations, seed=seed, progress=progress)
    print(f"A made-up authority, labelled synthetic, is in {path.name}. See it: python -m mwm serve")
    return DONE


def _import(given: argparse.Namespace) -> int:
    from mwm.framework import load_framework
    from mwm.intake import Report, import_file

    mapping = dict(_pair(text) for text in given.map)
    framework = load_framework(given.framework) if given.framework else None
    reports: list[Report] = []
    with _opened_for_import(_path(given)) as store:
        for file in given.files:
            try:
                with Progress(file.name) as progress:
                    report = import_file(
                        store,
                        file,
                        kind=given.kind,
                        authority=given.authority,
                        framework=framework,
                        accept_good_rows=given.accept_good_rows,
                        create_teams=given.create_teams,
                        dry_run=given.dry_run,
                        mapping=mapping,
                        progress=progress,
                    )
            except IntakeError as error:  # one file that cannot be read does not keep the others out
                print(f"{file.name}: {error}", file=sys.stderr)
                reports.append(Report(given.kind or "", file.name, given.authority, "refused", str(error)))
                continue
            reports.append(report)
            if given.format == "text":
                _print_report(report)
            if given.refused:
                several = given.refused.with_name(f"{given.refused.stem}-{file.stem}{given.refused.suffix}")
                _write_refused(store, report, file, several if len(given.files) > 1 else given.refused)
    if given.format == "json":
        print(json.dumps([report.to_dict() for report in reports], indent=2, ensure_ascii=False))
    return REFUSED if any(report.status == "refused" for report in reports) else DONE


@contextmanager
def _opened_for_import(path: Path) -> Iterator[Store]:
    """The store, made where there is none; a refused or trial import leaves no empty one behind."""
    is_new = not path.exists()
    untouched = False
    try:
        with _opened(path, create=True) as store:
            try:
                yield store
            finally:
                untouched = store.version == 0
    finally:
        if is_new and untouched:
            path.unlink(missing_ok=True)


def _pair(text: str) -> tuple[str, str]:
    heading, _, column = text.rpartition("=")
    if not heading or not column:
        raise UsageError("--map takes HEADING=COLUMN.", mend='For example --map "Date of visit=observed_on".')
    return heading, column


def _print_report(report: Any) -> None:
    print(report.headline)
    for note in report.notes:
        print(f"  note: {note}")
    for problem in report.problems[:50]:
        column = f", column {problem.column}" if problem.column else ""
        print(f"  row {problem.row_number}{column}: {problem.message} {problem.mend}")
    if len(report.problems) > 50:
        print(f"  … and {len(report.problems) - 50:,} more.")


def _write_refused(store: Store, report: Any, file: Path, out: Path) -> None:
    from mwm.intake import read_file
    from mwm.intake.refused_workbook import refused_workbook_kept, refused_workbook_of
    from mwm.questions import refused_rows

    if report.batch_id and report.rows_refused:
        out.write_bytes(refused_workbook_kept(refused_rows(store, LOCAL_VIEWER, report.batch_id)))
    elif report.problems:
        out.write_bytes(refused_workbook_of(read_file(file), report.problems))
    else:
        return
    print(f"Refused rows are in {out.name}: mend the marked cells and import that file.", file=sys.stderr)


def _template(given: argparse.Namespace) -> int:
    from mwm.framework import load_framework
    from mwm.intake.kinds import kind_of
    from mwm.intake.templates import write_template
    from mwm.questions import settle

    if given.framework or not _path(given).exists():
        framework = load_framework(given.framework or settings().framework)
    else:
        with _open(given) as store:
            authority = settle(store, Scope(authority=given.authority)).authority
            framework = store.framework(authority) if authority else load_framework(settings().framework)
    print(f"Written: {write_template(kind_of(given.kind), framework, given.out).name}")
    return DONE


def _batches(given: argparse.Namespace) -> int:
    from mwm.questions import import_batches

    with _open(given) as store:
        _print_answer(import_batches(store, LOCAL_VIEWER, Scope(authority=given.authority)), given.format)
    return DONE


def _undo(given: argparse.Namespace) -> int:
    from mwm.intake import undo

    with _open(given) as store:
        print(undo(store, given.batch).headline)
    return DONE


def _questions(given: argparse.Namespace) -> int:
    from mwm.questions import QUESTIONS

    if given.format == "json":
        print(
            json.dumps(
                [
                    {
                        "question": question.name,
                        "about": question.about,
                        "arguments": [argument.name for argument in question.arguments],
                    }
                    for question in QUESTIONS.values()
                ],
                indent=2,
                ensure_ascii=False,
            )
        )
        return DONE
    width = max(map(len, QUESTIONS))
    for question in QUESTIONS.values():
        print(f"{question.name:<{width}}  {question.about}")
    return DONE


def _ask(given: argparse.Namespace) -> int:
    from mwm.questions import QUESTIONS, ask

    question = QUESTIONS[given.question]
    first, last = getattr(given, "first", None), getattr(given, "last", None)
    scope = Scope(
        authority=getattr(given, "authority", None),
        service_areas=tuple(getattr(given, "service_area", ())),
        teams=tuple(getattr(given, "team", ())),
        settings=tuple(getattr(given, "setting", ())),
        period=Period(Month.parse(first) if first else None, Month.parse(last) if last else None),
    )
    arguments: dict[str, Any] = {}
    for argument in question.arguments:
        value = getattr(given, f"argument_{argument.name}", None)
        if value is not None:
            arguments[argument.name] = (
                Month.parse(value) if argument.kind == "month" else tuple(value) if argument.many else value
            )
    with _open(given) as store:
        _print_answer(ask(question.name, store, LOCAL_VIEWER, scope, **arguments), given.format)
    return DONE


def _print_answer(answer: Answer, form: str) -> None:
    if form == "json":
        print(answer.to_json())
    elif form == "csv":
        from mwm.exports.csv_table import csv_text

        print(csv_text(answer), end="")
    else:
        if answer.is_synthetic:
            print("SYNTHETIC DATA")
        print(answer.headline)
        table = answer.table()
        if len(table):
            print()
            print(table.to_string(index=False))
        for caveat in answer.caveats:
            print(f"\nNote: {caveat}")


def _series(given: argparse.Namespace) -> int:
    from mwm.intake.reading import read_file
    from mwm.intake.series import read_series
    from mwm.questions.own_numbers import own_numbers, to_json_shape

    rebase_at = [_day(text) for text in given.rebase_at]
    series = read_series(
        read_file(given.file), date_column=given.date, value_column=given.value, denominator_column=given.denominator
    )
    answer = own_numbers(
        series.days,
        series.values,
        denominators=series.denominators,
        chart=given.chart,
        better=given.better,
        target=given.target,
        screen=not given.no_screening,
        rebase_at=rebase_at,
        name=given.value,
    )
    if given.format == "json":
        print(json.dumps({**to_json_shape(answer), "notes": list(series.notes)}, indent=2, ensure_ascii=False))
    else:
        _print_answer(answer, given.format)
        if given.format == "table":
            for note in series.notes:
                print(f"\nNote: {note}")
    return DONE


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        raise UsageError(f"“{text[:20]}” is not a day.", mend="Write it as 2025-04-01 or 2025-04.") from None


def _check(given: argparse.Namespace) -> int:
    from mwm.intake import run_checks

    with _open(given) as store:
        checks = run_checks(store)
    failed = [check for check in checks if check.faults]
    for check in failed:
        print(f"{check.name}: {check.faults:,} {'fault' if check.faults == 1 else 'faults'}. {check.about}")
        for subject, detail in check.examples:
            print(f"  {subject}: {detail}")
    print(f"{len(failed)} of {len(checks)} data checks found faults." if failed else "Every data check passes.")
    return REFUSED if failed else DONE


def _backup(given: argparse.Namespace) -> int:
    from mwm.store.store import utc_now

    with _open(given) as store:
        target = given.out or store.path.with_name(f"{store.path.stem}.{utc_now():%Y%m%dT%H%M%S}{store.path.suffix}")
        print(f"Backed up to {store.backup(target).name}.")
    return DONE


def _restore(given: argparse.Namespace) -> int:
    from mwm.store.store import restore

    aside = restore(given.backup, _path(given))
    print("Restored." + (f" The store that was there is kept as {aside.name}." if aside else ""))
    return DONE


def _serve(given: argparse.Namespace) -> int:
    path = _path(given)
    if not path.exists() and not given.no_demo:
        print("There is no store yet: building the demo, a made-up authority.", file=sys.stderr)
        from mwm.demo import build_demo

        with Progress("Demo") as progress:
            build_demo(path, progress=progress)
    use_store(path)
    print(f"The dashboard is on http://localhost:{given.port} (Ctrl+C stops it).", file=sys.stderr)
    from mwm.serving import serve

    serve(given.port)
    return DONE
