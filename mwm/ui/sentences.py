"""How an answer's sentence is written on a page."""

from __future__ import annotations

import re
from html import escape


def with_weight(headline: str) -> str:
    """The verdict at the beginning in bold: "No real change: …", "Too few observations to say: …". As HTML."""
    verdict = re.match(r"(Yes|No|No real change|Real [a-z]+|Too few [a-z ]+)[.:]", headline)
    if not verdict:
        return escape(headline)
    return f"<strong>{escape(verdict[0])}</strong>{escape(headline[verdict.end() :])}"
