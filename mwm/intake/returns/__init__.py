"""SSDA903 returns to monthly counts: child-level rows are read, counted and dropped in memory.

    layout, reading, xml_files    a file → the columns that counting needs, as texts
    days, codes                   texts → numbers for days and codes, with the years in which a code may be used
    joining                       files of several years → one table; from here on a child is a bare number
    checking, findings            the rules that rows are checked against, and where they were broken
    merging                       one line of episodes for each child; starts, ends, short breaks
    counting, covering            counts by day, month and breakdown; which months are covered whole
    counted, wording              all of that in order, and what a person should know about it
    taking_in                     the counts, and nothing else, to the store

No row, identifier, date of birth or postcode goes to DuckDB, to a file, to a log or into a message.
"""

from mwm.intake.returns.counted import Choices, Counted, count_returns, day_in_numbers
from mwm.intake.returns.covering import read_population
from mwm.intake.returns.layout import ReturnFile
from mwm.intake.returns.reading import is_return, is_return_file, read_return, read_return_file
from mwm.intake.returns.taking_in import KIND, ReturnsReport, take_in_returns, write_counts
from mwm.intake.returns.wording import notes, title, told

__all__ = [
    "KIND",
    "Choices",
    "Counted",
    "ReturnFile",
    "ReturnsReport",
    "count_returns",
    "day_in_numbers",
    "is_return",
    "is_return_file",
    "notes",
    "read_population",
    "read_return",
    "read_return_file",
    "take_in_returns",
    "title",
    "told",
    "write_counts",
]
