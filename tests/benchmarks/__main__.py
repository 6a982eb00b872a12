"""Measure everything side by side and write docs/benchmarks.md.

python -m tests.benchmarks                    the whole table (about ten minutes on two cores)
python -m tests.benchmarks --quick            small sizes, for trying; writes nothing
python -m tests.benchmarks --only questions   one part; writes nothing
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from mwm.demo import build_demo
from mwm.settings import ROOT
from tests.benchmarks.app import measure_app
from tests.benchmarks.imports import measure_demo, measure_imports
from tests.benchmarks.questions import measure_questions
from tests.benchmarks.report import Sections, as_markdown, as_text

OUT = ROOT / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Sizes:
    """How much of everything. An observation has almost ten grades: seven elements, some graded twice or thrice."""

    small: int
    large: int
    grades: tuple[str, str]
    rows: int
    workbook_rows: int
    repeats: int
    import_repeats: int
    starts: int
    changes: int
    sessions: int


FULL = Sizes(10_100, 1_010_000, ("100 thousand", "10 million"), 1_000_000, 50_000, 9, 3, 5, 13, 10)
QUICK = Sizes(2_000, 20_000, ("20 thousand", "200 thousand"), 20_000, 2_000, 3, 1, 1, 3, 2)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure how fast it is.")
    parser.add_argument("--quick", action="store_true", help="small sizes, for trying; writes nothing")
    parser.add_argument("--only", choices=("questions", "import", "app"), help="one part; writes nothing")
    given = parser.parse_args()
    sizes = QUICK if given.quick else FULL
    # With small numbers hidden, one more small service area may change nothing of a picture that is waited for.
    os.environ["MWM_SMALL_NUMBERS"] = "shown"
    began, loads = time.monotonic(), load()
    sections: Sections = {}
    version = ""
    with tempfile.TemporaryDirectory(prefix="mwm-benchmarks-") as made:
        folder = Path(made)
        large = folder / "large.duckdb"
        if given.only != "app":
            say("Made-up authority …")
            demo = measure_demo(large, sizes.large, sizes.grades[1])
        if given.only in (None, "import"):
            say("Import …")
            sections["Import"] = measure_imports(
                folder, rows=sizes.rows, workbook_rows=sizes.workbook_rows, repeats=sizes.import_repeats
            )
            sections["Import"] += demo
            loads += load()
        if given.only in (None, "app"):
            say("Screen …")
            sections["Screen"], version = measure_app(
                folder, repeats=sizes.starts, changes=sizes.changes, sessions=sizes.sessions
            )
            loads += load()
        if given.only in (None, "questions"):
            say("Questions …")
            small = folder / "small.duckdb"
            build_demo(small, observations=sizes.small)
            sections["Questions"] = measure_questions(small, large, sizes=sizes.grades, repeats=sizes.repeats)
            loads += load()
    print(as_text(sections))
    if not given.quick and not given.only:
        minutes = (time.monotonic() - began) / 60
        text = as_markdown(sections, command="make bench", browser=version, loads=loads, minutes=minutes)
        OUT.write_text(text, encoding="utf-8")
        say(f"Written: docs/{OUT.name}")
    return 0


def load() -> list[float]:
    """How many programs wanted to run in the last minute; nothing where the system does not say."""
    return [os.getloadavg()[0]] if hasattr(os, "getloadavg") else []


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
