"""The command that hands answers over as files: export slides | report | tables.

Whatever leaves the house this way passes disclosure control, unless --small-numbers shown is given in so many words.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from mwm.cli.commands import DONE, Commands, open_store
from mwm.errors import UsageError
from mwm.scope import Month, Period, Scope
from mwm.viewer import Viewer, local_viewer

if TYPE_CHECKING:
    from mwm.answer import Answer
    from mwm.exports.slides import Card, Wanted
    from mwm.store import Store

_PACK_HELP = "standard; workshop FILE; or question NAME, whose arguments follow --with"


def add_to(commands: Commands) -> Any:
    """Register this command and what it can write; the parsers of its forms, for further ones."""
    exporting = commands.add(
        "export",
        _export,
        "write answers as a file to hand over",
        'export slides --scope "service_area=Children in Need&from=2024-01" --out slides.pptx',
    )
    forms = exporting.add_subparsers(title="what to write", required=True, metavar="FORM", dest="form")
    slides = add_form(
        forms,
        "slides",
        _slides,
        "a pack of slides with charts that can be edited (PPTX)",
        "export slides --pack question skill-trend --with element=empathy --from 2024-01 --out empathy.pptx",
    )
    slides.add_argument("--pack", nargs="+", default=["standard"], metavar="PACK", help=_PACK_HELP)
    slides.add_argument(
        "--with",
        dest="arguments",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an argument of the question",
    )
    slides.add_argument(
        "--facilitator-notes",
        action="store_true",
        help="put a workshop’s notes for its facilitator into the speaker’s notes",
    )
    return forms


def add_form(
    forms: Any, name: str, run: Callable[[argparse.Namespace], int], about: str, example: str
) -> argparse.ArgumentParser:
    """Register one form of file with the scope, the viewer and --out that all of them share, and return its parser."""
    form: argparse.ArgumentParser = forms.add_parser(
        name,
        help=about,
        description=about,
        argument_default=argparse.SUPPRESS,  # so that a store given before the form's name is not lost
        epilog=f"example:\n  python -m mwm {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    form.add_argument("--store", type=Path, help="the store's file (else MWM_STORE, else data/mwm.duckdb)")
    form.add_argument(
        "--scope", metavar="LINK", help="what it is about, as in the address of a page; the rest adds to it"
    )
    form.add_argument("--authority")
    form.add_argument("--service-area", action="append", metavar="NAME", help="may be given more than once")
    form.add_argument("--team", action="append", metavar="NAME", help="may be given more than once")
    form.add_argument("--setting", action="append", metavar="NAME", help="may be given more than once")
    form.add_argument("--marker", metavar="NAME", help="only work with this case marker, such as edge of care")
    form.add_argument("--from", dest="first", metavar="YYYY-MM", help="first month")
    form.add_argument("--to", dest="last", metavar="YYYY-MM", help="last month, included")
    form.add_argument(
        "--small-numbers",
        choices=("hidden", "shown"),
        help="whether numbers of few people are in the file (hidden unless this says shown)",
    )
    form.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    form.set_defaults(write=run)
    return form


def scope_of(given: argparse.Namespace) -> Scope:
    """The scope that a command was given: a link's, with what the single options say in its place."""
    link = getattr(given, "scope", "").removeprefix("?")
    asked = Scope.from_query(parse_qs(link, keep_blank_values=True))
    period = asked.period
    first, last = getattr(given, "first", None), getattr(given, "last", None)
    return Scope(
        authority=getattr(given, "authority", None) or asked.authority,
        service_areas=tuple(getattr(given, "service_area", ())) or asked.service_areas,
        teams=tuple(getattr(given, "team", ())) or asked.teams,
        settings=tuple(getattr(given, "setting", ())) or asked.settings,
        period=Period(Month.parse(first) if first else period.first, Month.parse(last) if last else period.last),
        marker=getattr(given, "marker", None) or asked.marker,
    )


def viewer_of(given: argparse.Namespace) -> Viewer:
    """Who a file is made for: somebody who may see no small numbers, unless the command says so in so many words."""
    return local_viewer(sees_small_numbers=getattr(given, "small_numbers", "hidden") == "shown")


def write(out: Path, content: bytes, *, is_synthetic: bool) -> int:
    """Write a file and say so. Raises UsageError where it cannot be written."""
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UsageError(
            f"The file could not be written: {error.strerror}.", where=out.name, mend="Check the folder and its rights."
        ) from None
    print(f"Written: {out}" + (" (synthetic data)" if is_synthetic else ""))
    return DONE


def record(store: Store, viewer: Viewer, what: str, form: str, answers: Sequence[Answer]) -> None:
    """Enter a file that was written into the record. what: the question's name, or the pack's. form: its ending."""
    from mwm.intake.handed_over import record_export

    record_export(
        store,
        question=what,
        scope=answers[0].scope,
        form=form.lower().removeprefix("."),
        version=store.version,
        has_small_numbers=viewer.sees_small_numbers,
        rows=sum(len(answer.rows) for answer in answers),
        way="command line",
    )


def check_ending(out: Path, *endings: str) -> None:
    """Raise UsageError where a file's name does not end as its form does."""
    if out.suffix.lower() not in endings:
        raise UsageError(
            f"“{out.name}” does not end in {' or '.join(endings)}.", mend=f"Name it {out.stem}{endings[0]}."
        )


def _export(given: argparse.Namespace) -> int:
    written: int = given.write(given)
    return written


def _slides(given: argparse.Namespace) -> int:
    from mwm.exports.slides import Card, Show, slides_file

    check_ending(given.out, ".pptx")
    scope, viewer = scope_of(given), viewer_of(given)
    with open_store(given) as store:
        title, asked = _pack(given, store, viewer, scope)
        whole = sum(not isinstance(one, Card) for one in asked)
        parts: list[Show | Card] = []
        for one in asked:
            if isinstance(one, Card):
                parts.append(one)
                continue
            number = sum(isinstance(part, Show) for part in parts) + 1
            print(f"Asking {number} of {whole}: {one.title or one.question}", file=sys.stderr)
            parts.append(Show(one, _asked(store, viewer, scope, one)))
        answers = [part.answer for part in parts if isinstance(part, Show)]
        content = slides_file(parts, title=title, small_numbers=viewer.sees_small_numbers)
        done = write(given.out, content, is_synthetic=any(answer.is_synthetic for answer in answers))
        if answers:
            record(store, viewer, _name_of(given), given.out.suffix, answers)
    return done


def _name_of(given: argparse.Namespace) -> str:
    """What the record calls the pack: never the name of a file."""
    pack, *named = given.pack
    return named[0] if pack == "question" else f"slides, {pack}"


def _asked(store: Store, viewer: Viewer, scope: Scope, wanted: Wanted) -> Answer:
    from mwm.questions import ask
    from mwm.questions.made_up import made_up
    from mwm.workshops import EXAMPLES

    if wanted.question == "own-numbers":
        one = EXAMPLES[wanted.arguments["example"]]
        verdict = wanted.arguments["has_verdict"]
        return made_up(one.days, one.values, measure=one.measure, better=one.better, has_verdict=verdict)
    return ask(wanted.question, store, viewer, wanted.scope_within(scope), **wanted.arguments)


def _pack(
    given: argparse.Namespace, store: Store, viewer: Viewer, scope: Scope
) -> tuple[str, tuple[Wanted | Card, ...]]:
    """The title and what the pack consists of."""
    from mwm.exports.slides import Wanted, standard
    from mwm.questions import QUESTIONS, scope_choices

    pack, *named = given.pack
    if pack == "standard" and not named:
        return "", standard(scope_choices(store, viewer, Scope(scope.authority)).names("element"))
    if pack == "workshop" and len(named) == 1:
        return _workshop(given, store, viewer, scope, Path(named[0]))
    if pack == "question" and len(named) == 1:
        question = QUESTIONS.get(named[0])
        if question is None:
            raise UsageError(f"There is no question called “{named[0][:60]}”.", mend="See: python -m mwm questions")
        return "", (Wanted(question.name, "", arguments_of(given, question)),)
    raise UsageError(f"“{' '.join([pack, *named])[:60]}” is not a pack.", mend=f"Give --pack {_PACK_HELP}.")


def _workshop(
    given: argparse.Namespace, store: Store, viewer: Viewer, scope: Scope, path: Path
) -> tuple[str, tuple[Wanted | Card, ...]]:
    """The slides of a workshop's file, in which @first stands for the first of what the store has."""
    from mwm.exports.slides import cards_and_wanted
    from mwm.questions import scope_choices
    from mwm.workshops import read_workshop

    try:
        workshop = read_workshop(path.read_bytes(), name=path.name)
    except OSError as error:
        raise UsageError(f"The workshop could not be read: {error.strerror}.", where=path.name) from None
    choices = scope_choices(store, viewer, Scope(scope.authority))
    elements = choices.names("element")
    first = {
        name: names[0]
        for name, names in (
            ("service_area", choices.service_areas),
            ("team", choices.teams),
            ("element", tuple(elements)),
        )
        if names
    }
    found: list[Wanted | Card] = []
    for step in workshop.steps:
        found += cards_and_wanted(
            step.view.page,
            step.view.query(first),
            elements,
            title=step.title,
            question=step.question,
            answer=step.answer,
            note=step.note if getattr(given, "facilitator_notes", False) else "",
        )
    return workshop.title, tuple(found)


def arguments_of(given: argparse.Namespace, question: Any) -> dict[str, Any]:
    """The arguments after --with, read as the question wants them."""
    known = {argument.name.replace("_", "-"): argument for argument in question.arguments}
    found: dict[str, Any] = {}
    for written in getattr(given, "arguments", []):
        name, _, value = written.partition("=")
        argument = known.get(name.replace("_", "-"))
        if argument is None or not value:
            offered = ", ".join(known) or "none"
            raise UsageError(f"“{written[:60]}” is no argument of {question.name}.", mend=f"It has: {offered}.")
        if argument.choices and value not in argument.choices:
            raise UsageError(f"“{value[:60]}” is no {name}.", mend=f"Give one of: {', '.join(argument.choices)}.")
        read: Any = Month.parse(value) if argument.kind == "month" else True if argument.kind == "flag" else value
        found[argument.name] = (*found.get(argument.name, ()), read) if argument.many else read
    return found
