"""Commands that answer questions over the store: questions, ask."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mwm.cli.commands import DONE, REFUSED, Commands, open_store, print_answer
from mwm.cli.exporting import record, write
from mwm.errors import UsageError
from mwm.scope import Month, Period, Scope
from mwm.settings import settings
from mwm.viewer import Viewer, local_viewer

if TYPE_CHECKING:
    from mwm.answer import Answer
    from mwm.exports.report import Form
    from mwm.questions import Question
    from mwm.store import Store

_REPORTS = ("practice-report", "board-report")  # the questions whose answers can be written as a document


def add_to(commands: Commands, *, with_questions: bool) -> None:
    """Register these commands. with_questions: whether the questions themselves are needed, which takes a moment."""
    questions = commands.add("questions", _questions, "list the questions that can be asked", "questions")
    questions.add_argument("--format", choices=("text", "json"), default="text")

    asking = commands.add(
        "ask", _ask, "ask a question", 'ask skill-trend --element empathy --service-area "Children in Need"'
    )
    kinds = asking.add_subparsers(title="questions", required=True, metavar="QUESTION", dest="question")
    if with_questions:
        from mwm.questions import QUESTIONS

        for question in QUESTIONS.values():
            _add_question(kinds, question)


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
    one.add_argument("--marker", metavar="NAME", help="only work with this case marker, such as edge of care")
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
        if argument.kind == "flag":
            more["action"] = "store_true"
        one.add_argument(f"--{argument.name.replace('_', '-')}", dest=f"argument_{argument.name}", **more)
    if question.name in _REPORTS:
        one.add_argument("--out", type=Path, metavar="FILE", help="write it as a file: .html, .pdf or .docx")
    one.add_argument(
        "--small-numbers",
        choices=("hidden", "shown"),
        help="whether numbers of few people are shown (else MWM_SMALL_NUMBERS, else hidden)",
    )
    one.add_argument("--format", choices=("table", "json", "csv"), default="table")


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
    from mwm.questions.grading.trends import with_grading_notes

    question = QUESTIONS[given.question]
    first, last = getattr(given, "first", None), getattr(given, "last", None)
    scope = Scope(
        authority=getattr(given, "authority", None),
        service_areas=tuple(getattr(given, "service_area", ())),
        teams=tuple(getattr(given, "team", ())),
        settings=tuple(getattr(given, "setting", ())),
        period=Period(Month.parse(first) if first else None, Month.parse(last) if last else None),
        marker=getattr(given, "marker", None),
    )
    arguments: dict[str, Any] = {}
    for argument in question.arguments:
        value = getattr(given, f"argument_{argument.name}", None)
        if value is not None:
            arguments[argument.name] = (
                Month.parse(value) if argument.kind == "month" else tuple(value) if argument.many else value
            )
    out: Path | None = getattr(given, "out", None)
    form = _form_of(out) if out else None
    shown = getattr(given, "small_numbers", None)
    viewer = local_viewer(sees_small_numbers=settings().shows_small_numbers if shown is None else shown == "shown")
    with open_store(given) as store:
        answer = with_grading_notes(store, viewer, ask(question.name, store, viewer, scope, **arguments))
        if out and form:
            return _write_report(store, viewer, answer, out, form)
        if given.format == "csv":
            record(store, viewer, answer.question, "csv", [answer])
    print_answer(answer, given.format)
    return DONE


def _form_of(out: Path) -> Form:
    from mwm.exports.report import form_of

    form = form_of(out)
    if form is None:
        raise UsageError("A report is written as HTML, PDF or Word.", mend="Let the file end in .html, .pdf or .docx.")
    return form


def _write_report(store: Store, viewer: Viewer, answer: Answer, out: Path, form: Form) -> int:
    """Write the file and record it, or say why there is nothing to write."""
    from mwm.exports.report import report_file

    if answer.is_bare:
        print(answer.headline, file=sys.stderr)
        return REFUSED
    content = report_file(answer, form, date.today(), has_small_numbers=viewer.sees_small_numbers)
    done = write(out, content, is_synthetic=answer.is_synthetic)
    record(store, viewer, answer.question, form, [answer])
    return done
