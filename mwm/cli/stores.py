"""Commands about the store as a whole: demo, check, backup, restore, serve."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mwm.cli.commands import DONE, REFUSED, Commands, open_store, store_path
from mwm.errors import MwmError
from mwm.settings import use_store
from mwm.terminal import Progress


def add_to(commands: Commands) -> None:
    """Register these commands."""
    demo = commands.add(
        "demo", _demo, "fill a store with a made-up authority, labelled synthetic", "demo --store demo.duckdb"
    )
    demo.add_argument("--observations", type=_positive, help="how many observations (default: as Islington's size)")
    demo.add_argument("--seed", type=int, help="the same seed gives the same data; another, other data")

    commands.add("check", _check, "run the data checks", "check")
    backup = commands.add(
        "backup", _backup, "copy the store into a file that can be opened", "backup --out monday.duckdb"
    )
    backup.add_argument(
        "--out", type=Path, metavar="FILE.duckdb", help="default: beside the store, with the time in it"
    )
    restore = commands.add("restore", _restore, "put a back-up in the store's place", "restore monday.duckdb")
    restore.add_argument("backup", type=Path, metavar="FILE.duckdb")

    serve = commands.add("serve", _serve, "serve the dashboard on this machine", "serve --port 8501")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--no-demo", action="store_true", help="do not build the demo where there is no store")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _demo(given: argparse.Namespace) -> int:
    from mwm.demo import DEFAULT_SEED, build_demo

    path = store_path(given)
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


def _check(given: argparse.Namespace) -> int:
    from mwm.intake import run_checks

    with open_store(given) as store:
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

    with open_store(given) as store:
        target = given.out or store.path.with_name(f"{store.path.stem}.{utc_now():%Y%m%dT%H%M%S}{store.path.suffix}")
        print(f"Backed up to {store.backup(target).name}.")
    return DONE


def _restore(given: argparse.Namespace) -> int:
    from mwm.store.store import restore

    aside = restore(given.backup, store_path(given))
    print("Restored." + (f" The store that was there is kept as {aside.name}." if aside else ""))
    return DONE


def _serve(given: argparse.Namespace) -> int:
    path = store_path(given)
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
