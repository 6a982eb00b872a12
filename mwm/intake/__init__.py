"""From a file to the store: read, match headings, check row by row, write in one transaction, enter in the ledger."""

from mwm.intake.data_checks import DataCheck, run_checks
from mwm.intake.problems import Problem
from mwm.intake.reading import FileRows, read_file
from mwm.intake.report import Report, Undone
from mwm.intake.taking_in import import_file, take_in
from mwm.intake.undoing import undo

__all__ = [
    "DataCheck",
    "FileRows",
    "Problem",
    "Report",
    "Undone",
    "import_file",
    "read_file",
    "run_checks",
    "take_in",
    "undo",
]
