"""The file that the import is measured with fits the bare table beside it."""

from pathlib import Path

from tests.benchmarks.alone import loaded
from tests.benchmarks.files import write_csv


def test_the_bare_load_reads_the_file_that_is_imported(tmp_path: Path) -> None:
    assert loaded(write_csv(tmp_path / "observations.csv", 200), tmp_path / "bare.duckdb") > 0
