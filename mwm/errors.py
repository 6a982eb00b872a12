"""Everything this product refuses, as one tree.

    MwmError                what went wrong, where, and how to mend it; exit code 1
    ├── UsageError          the command or link was put wrongly; exit code 2
    ├── FrameworkError      a framework file that cannot be used
    ├── SqlError            a file under sql/ that breaks the house rules
    ├── ScopeError          a question about something that does not exist
    ├── StoreError          a store that cannot be opened, migrated, copied or written
    └── IntakeError         a file that cannot be taken in at all (single rows are reported, not raised)

A message names files, rows, columns and the shape of a value. It never holds a worker's or a child's identifier.
"""

from __future__ import annotations


class MwmError(Exception):
    """A refusal in words that an analyst in a council understands.

    what: what is wrong, one sentence. where: file, row, column or key. mend: what to do about it.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        place = f" ({where})" if where else ""
        super().__init__(f"{what}{place}" + (f" {mend}" if mend else ""))


class UsageError(MwmError):
    """The command line or a link was put wrongly."""

    exit_code = 2


class FrameworkError(MwmError):
    """A framework file cannot be used; the message names the key."""


class SqlError(MwmError):
    """A file under sql/ breaks the rules that its header declares."""


class ScopeError(MwmError):
    """A question about an authority, team, element or month that the store does not have."""


class StoreError(MwmError):
    """The store cannot be opened, migrated, copied or written."""


class IntakeError(MwmError):
    """A file cannot be taken in at all."""
