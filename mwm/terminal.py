"""What a person at a terminal sees while something takes a while."""

from __future__ import annotations

import sys
import time


class Progress:
    """A line on the terminal that says what is being done; silent where nobody watches."""

    def __init__(self, name: str) -> None:
        self._name, self._shown = name, 0.0
        self._watched = sys.stderr.isatty()

    def __call__(self, what: str, share: float) -> None:
        """what: in words. share: 0 to 1 of the whole."""
        now = time.monotonic()
        if self._watched and (now - self._shown > 0.1 or share >= 1):
            self._shown = now
            bar = "█" * round(share * 24)
            print(f"\r\x1b[K{self._name}  {bar:<24} {share:4.0%}  {what}", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._watched and self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
