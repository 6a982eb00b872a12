"""Commands about workshops: list them, write one to a file, take one in from a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mwm.cli.commands import DONE, Commands, open_store
from mwm.errors import IntakeError, UsageError
from mwm.settings import settings

if TYPE_CHECKING:
    from mwm.workshops import Workshop


def add_to(commands: Commands) -> None:
    """Register these commands."""
    command = commands.add(
        "workshops",
        _workshops,
        "list workshops, write one to a file, or take one in",
        "workshops export “Practice forum” --out forum.toml",
    )
    command.add_argument(
        "do", nargs="?", choices=("list", "export", "import"), default="list", help="what to do (default: list)"
    )
    command.add_argument(
        "which", nargs="?", metavar="WORKSHOP or FILE", help="a title or a name of the list; or a file"
    )
    command.add_argument("--out", type=Path, metavar="FILE.toml", help="export: where to write; else it is printed")


def _workshops(given: argparse.Namespace) -> int:
    if given.do == "export":
        return _export(given)
    return _import(given) if given.do == "import" else _list(given)


def _list(given: argparse.Namespace) -> int:
    from mwm.workshops import kept_workshops, ready_workshops

    with open_store(given) as store:
        rows = [(kept.id, kept.steps, kept.title) for kept in kept_workshops(store)]
    rows += [(name, len(workshop.steps), workshop.title) for name, workshop in ready_workshops().items()]
    for name, steps, title in rows:
        print(f"{name:<34}{steps:>3} {'step ' if steps == 1 else 'steps'}  {title}")
    return DONE


def _export(given: argparse.Namespace) -> int:
    from mwm.workshops import write_workshop

    if not given.which:
        raise UsageError("No workshop was named.", mend="Give its title, or its name as workshops lists it.")
    text = write_workshop(_called(given))
    if given.out is None:
        print(text, end="")
    elif given.out.exists():
        raise UsageError("There is a file of this name already.", where=given.out.name, mend="Choose another name.")
    else:
        given.out.write_text(text, encoding="utf-8")
        print(f"Written to {given.out.name}. The facilitator’s notes are in it.", file=sys.stderr)
    return DONE


def _called(given: argparse.Namespace) -> Workshop:
    from mwm.workshops import kept_workshops, load, ready_workshops

    ready = ready_workshops()
    with open_store(given) as store:
        known = {kept.id: kept.title for kept in kept_workshops(store)}
        names = [given.which] if given.which in known else [name for name in known if known[name] == given.which]
        if len(names) == 1:
            return load(store, names[0])[0]
    if len(names) > 1:
        raise UsageError("Several workshops have this title.", mend=f"Give one of their names: {', '.join(names)}.")
    found = ready.get(given.which) or next((each for each in ready.values() if each.title == given.which), None)
    if found is None:
        raise UsageError(
            f"There is no workshop called “{given.which[:60]}”.", mend="See the list: python -m mwm workshops"
        )
    return found


def _import(given: argparse.Namespace) -> int:
    from mwm.workshops import read_workshop, save

    path = Path(given.which or "")
    if not given.which or not path.is_file():
        raise IntakeError("There is no file of this name.", where=path.name, mend="Check the path.")
    workshop = read_workshop(path.read_bytes(), name=path.name)
    with open_store(given) as store:
        save(store, workshop, user=settings().user)
    print(f"“{workshop.title}” with {len(workshop.steps)} steps is on the Workshop page.")
    return DONE
