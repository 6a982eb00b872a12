"""Made-up returns for tests: episodes and headers as the files that councils send."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mwm.intake.returns import Choices, Counted, ReturnFile, count_returns, read_return

SAMPLE = Path(__file__).parents[4] / "shared" / "data" / "ssda903"
TODAY = date(2026, 10, 1)
EPISODES = ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE")
EPISODES += ("HOME_POST", "PL_POST", "URN")
HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")

Row = Mapping[str, str]


def needs_sample() -> pytest.MarkDecorator:
    """Skips, saying so, where the sample returns are absent."""
    return pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample returns (../shared/data/ssda903) are not here")


def episode(child: str = "C1", start: str = "10/05/2019", end: str = "", **changes: str) -> dict[str, str]:
    """One episode without fault: an open foster placement, or one that ended with a return home."""
    row = dict.fromkeys(EPISODES, "")
    row |= {
        "CHILD": child,
        "DECOM": start,
        "RNE": "S",
        "LS": "C2",
        "CIN": "N1",
        "PLACE": "U4",
        "PLACE_PROVIDER": "PR1",
        "DEC": end,
        "REC": "E4A" if end else "",
        "HOME_POST": "QX7 1ZZ",
        "PL_POST": "QX8 2ZZ",
        "URN": "1234567",
    }
    return row | changes


def birth(child: str = "C1", day: str = "20/06/2010", **changes: str) -> dict[str, str]:
    """One row of a header."""
    row = dict.fromkeys(HEADER, "") | {"CHILD": child, "SEX": "1", "DOB": day, "ETHNIC": "WBRI", "UPN": "UN1"}
    return row | changes


def as_csv(rows: Sequence[Row]) -> bytes:
    """Rows as a CSV file with the columns of the first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_xml(episodes: Sequence[Row], births: Sequence[Row] = ()) -> bytes:
    """The same rows as the return's XML: one element a child, with two tags that differ from the headings."""
    known = {row["CHILD"]: row for row in births}
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<S903>"]
    for child in dict.fromkeys([*known, *(row["CHILD"] for row in episodes)]):
        fields = {"CHILDID": child, **{key: value for key, value in known.get(child, {}).items() if key != "CHILD"}}
        lines.append("<CHILD><HEADER>" + _tags(fields) + "<AREVIEW><REVIEW>01/01/2020</REVIEW></AREVIEW></HEADER>")
        for row in episodes:
            if row["CHILD"] == child:
                fields = {"PL" if key == "PLACE" else key: value for key, value in row.items() if key != "CHILD"}
                lines.append("<EPISODE>" + _tags(fields) + "</EPISODE>")
        lines.append("</CHILD>")
    return "\n".join([*lines, "</S903>"]).encode()


def _tags(fields: Row) -> str:
    return "".join(f"<{key}>{value}</{key}>" for key, value in fields.items())


def files(*parts: tuple[str, Sequence[Row] | bytes]) -> list[ReturnFile]:
    """(name, rows or content) → files that were read."""
    return [
        file for name, rows in parts for file in read_return(rows if isinstance(rows, bytes) else as_csv(rows), name)
    ]


def count(*parts: tuple[str, Sequence[Row] | bytes], today: date = TODAY, **choices: Any) -> Counted:
    """Count what (name, rows) give. accept_good_rows may be among the choices."""
    accept = choices.pop("accept_good_rows", False)
    return count_returns(files(*parts), Choices(**choices), accept_good_rows=accept, today=today)


def figure(counted: Counted, month: str, breakdown: str = "all", category: str = "all") -> tuple[int, Any, Any]:
    """looked_after, started and ceased of one month."""
    table = counted.months
    when = date.fromisoformat(f"{month}-01")
    here = table[(table["month"] == when) & (table["breakdown"] == breakdown) & (table["category"] == category)]
    (row,) = here.to_dict("records")
    return row["looked_after"], row["started"], row["ceased"]
