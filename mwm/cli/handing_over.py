"""Tables and the report for a board as files, and the list of what was handed over: export tables | report, exports."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from mwm.cli.commands import DONE, REFUSED, Commands, add_format, open_store, print_answer
from mwm.cli.exporting import add_form, arguments_of, check_ending, record, scope_of, viewer_of, write
from mwm.errors import MwmError, UsageError
from mwm.scope import Scope
from mwm.viewer import LOCAL_VIEWER, Viewer

if TYPE_CHECKING:
    from mwm.answer import Answer
    from mwm.store import Store

_REPORTS = ("board-report", "practice-report")


def add_to(commands: Commands, forms: Any) -> None:
    """Register these commands. forms: those of the command export."""
    tables = add_form(
        forms,
        "tables",
        _tables,
        "the rows behind answers as a workbook (XLSX), or one answer's as CSV",
        'export tables --service-area "Children in Need" --out tables.xlsx',
    )
    tables.add_argument(
        "--question",
        dest="questions",
        action="append",
        metavar="NAME",
        help="a question's name, more than once for a workbook of several; the standard set where left out",
    )
    tables.add_argument(
        "--with", dest="arguments", action="append", metavar="NAME=VALUE", help="an argument of a single question"
    )
    report = add_form(
        forms,
        "report",
        _report,
        "a report for a board as HTML, PDF or Word",
        'export report --scope "service_area=Children in Need" --out board.pdf',
    )
    report.add_argument("--question", choices=_REPORTS, help="which report (default: board-report)")
    listing = commands.add("exports", _exports, "list what was handed over as a file, newest first", "exports")
    listing.add_argument("--authority")
    add_format(listing)


def _tables(given: argparse.Namespace) -> int:
    from mwm.exports.csv_table import csv_text
    from mwm.exports.workbook import STANDARD, workbook_file

    check_ending(given.out, ".xlsx", ".csv")
    asked: list[str] = getattr(given, "questions", None) or []
    named = tuple(dict.fromkeys(asked))
    is_csv = given.out.suffix.lower() == ".csv"
    if is_csv and len(named) != 1:
        raise UsageError(
            "A CSV file holds the rows of one question.", mend="Name it with --question, or let the file end in .xlsx."
        )
    if len(named) != 1 and getattr(given, "arguments", None):
        raise UsageError("--with belongs to one question.", mend="Name that question with --question.")
    viewer = viewer_of(given)
    with open_store(given) as store:
        answers = _asked(given, store, viewer, scope_of(given), named or STANDARD)
        small = viewer.sees_small_numbers
        content = (
            csv_text(answers[0]).encode("utf-8-sig")
            if is_csv
            else workbook_file(answers, date.today(), has_small_numbers=small)
        )
        done = write(given.out, content, is_synthetic=any(answer.is_synthetic for answer in answers))
        record(store, viewer, named[0] if len(named) == 1 else "tables", given.out.suffix, answers)
    return done


def _asked(
    given: argparse.Namespace, store: Store, viewer: Viewer, scope: Scope, names: tuple[str, ...]
) -> list[Answer]:
    """The answers; of several, those that are refused are left out, and why is said."""
    from mwm.questions import QUESTIONS, ask
    from mwm.questions.grading.trends import with_grading_notes

    answers, several = [], len(names) > 1
    for number, name in enumerate(names, 1):
        if several:
            print(f"Asking {number} of {len(names)}: {name}", file=sys.stderr)
        arguments = {} if several or name not in QUESTIONS else arguments_of(given, QUESTIONS[name])
        try:
            answers.append(with_grading_notes(store, viewer, ask(name, store, viewer, scope, **arguments)))
        except MwmError as refusal:
            if not several:
                raise
            print(f"Left out: {name}. {refusal}", file=sys.stderr)
    if not answers:
        raise UsageError("None of these questions could be answered.", mend="Ask them one by one to see why.")
    return answers


def _report(given: argparse.Namespace) -> int:
    from mwm.exports.report import FORMS, form_of, report_file
    from mwm.questions import ask

    check_ending(given.out, *(f".{form}" for form in FORMS))
    form, viewer = form_of(given.out), viewer_of(given)
    assert form is not None  # what the ending is was checked
    name = getattr(given, "question", _REPORTS[0])
    with open_store(given) as store:
        print("Asking 1 of 2: what is known", file=sys.stderr)
        answer = ask(name, store, viewer, scope_of(given))
        if answer.is_bare:
            print(answer.headline, file=sys.stderr)
            return REFUSED
        print("Writing 2 of 2: the pages", file=sys.stderr)
        content = report_file(answer, form, date.today(), has_small_numbers=viewer.sees_small_numbers)
        done = write(given.out, content, is_synthetic=answer.is_synthetic)
        record(store, viewer, name, given.out.suffix, [answer])
    return done


def _exports(given: argparse.Namespace) -> int:
    from mwm.questions import exports

    with open_store(given) as store:
        answer = exports(store, LOCAL_VIEWER, Scope(given.authority))
    print_answer(answer, given.format)
    return DONE
