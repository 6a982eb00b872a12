"""What every command shares: how it is registered, which store it opens, and how an answer is printed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mwm.settings import settings

# Everything else is imported by the command that needs it, so that `serve` answers as soon as a bare server would.
if TYPE_CHECKING:
    from mwm.answer import Answer
    from mwm.store import Store

DONE, REFUSED = 0, 1


class Commands:
    """The commands of `python -m mwm`, each with --store, a description and an example."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
        self._shared = argparse.ArgumentParser(add_help=False)
        self._shared.add_argument(
            "--store", type=Path, default=None, help="the store's file (else MWM_STORE, else data/mwm.duckdb)"
        )

    def add(
        self, name: str, run: Callable[[argparse.Namespace], int], about: str, example: str
    ) -> argparse.ArgumentParser:
        """Register one command and return its parser. run: takes what was given and returns the exit code."""
        command: argparse.ArgumentParser = self._commands.add_parser(
            name,
            help=about,
            description=about,
            epilog=f"example:\n  python -m mwm {example}",
            parents=[self._shared],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(command=run)
        return command


def add_format(parser: argparse.ArgumentParser) -> None:
    """How the result is printed."""
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")


def store_path(given: argparse.Namespace) -> Path:
    """The file of the store that the command works on."""
    return given.store or settings().store


def open_store(given: argparse.Namespace) -> Store:
    """The store that the command works on."""
    return opened(store_path(given))


def opened(path: Path, *, create: bool = False) -> Store:
    """A store; what it has to say goes to standard error."""
    from mwm.store import Store

    store = Store.open(path, create=create)
    for notice in store.notices:
        print(notice, file=sys.stderr)
    return store


def print_answer(answer: Answer, form: str) -> None:
    """Print an answer as table, json or csv."""
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
