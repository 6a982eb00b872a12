"""The command agreement: how far graders agree in a table of one's own, with nothing stored."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from mwm.cli.commands import DONE, Commands, add_format, print_answer


def add_to(commands: Commands) -> None:
    """Register this command."""
    agreement = commands.add(
        "agreement",
        _agreement,
        "say how far graders agree: units in rows, graders in columns; nothing is stored",
        "agreement double-graded.csv --level ordinal --format json",
    )
    agreement.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX; blank cells are no grade")
    agreement.add_argument(
        "--level",
        choices=("nominal", "ordinal", "interval", "ratio"),
        default="ordinal",
        help="what the grades mean, for Krippendorff's alpha: names (also words), an order, equal steps, or amounts "
        "with a true zero (default: ordinal)",
    )
    add_format(agreement)


def _agreement(given: argparse.Namespace) -> int:
    from mwm.intake.agreement_table import read_agreement_table
    from mwm.intake.reading import read_file
    from mwm.questions.own_agreement import own_agreement, to_json_shape

    table = read_agreement_table(read_file(given.file), words_allowed=given.level == "nominal")
    answer = own_agreement(table.graders, table.rows, words=table.words, level=given.level, notes=table.notes)
    if given.format == "json":
        print(json.dumps(to_json_shape(answer), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_answer(answer, given.format)
    return DONE
