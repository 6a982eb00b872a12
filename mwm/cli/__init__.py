"""The command line: the same intake and the same answers as the screen.

Exit codes: 0 done, 1 refused with reasons, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from mwm import __version__
from mwm.cli import agreement, asking, exporting, files, handing_over, series, stores, workshops
from mwm.cli.commands import DONE, REFUSED, Commands
from mwm.errors import MwmError


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
    commands = Commands(parser)
    files.add_to(commands)
    asking.add_to(commands, with_questions=with_questions)
    handing_over.add_to(commands, exporting.add_to(commands))
    series.add_to(commands)
    agreement.add_to(commands)
    stores.add_to(commands)
    workshops.add_to(commands)
    return parser
