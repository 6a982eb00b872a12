"""Reading refuses what is no table, says why, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import zipfile
from pathlib import Path

import pytest

from mwm.errors import IntakeError
from mwm.intake import reading
from mwm.intake.problems import shape_of
from mwm.intake.reading import read_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


REFUSED = {
    "pdf": (b"%PDF-1.7\n1 0 obj", "PDF"),
    "pdf after spaces": (b"\r\n %PDF-1.4\n", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
    "gif": (b"GIF89a\x01\0", "picture"),
    "rtf": (b"{\\rtf1\\ansi", "text document"),
    "gzip": (b"\x1f\x8b\x08\0\0", "compressed"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0", "compressed"),
    "parquet": (b"PAR1\x15\x04", "Parquet"),
    "html named .xls": (b"\xef\xbb\xbf<HTML><table>", "web page"),
    "xml": (b"<?xml version='1.0'?><a/>", "XML"),
    "json": (b'[{"a": 1}]', "JSON"),
    "old xls": (OLE + b"\0" * 600, "97–2003"),
    "password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "empty zip": (b"PK\x05\x06" + b"\0" * 18, "zip"),
    "other zip": (zipped(**{"a.csv": "id\n1\n"}), "zip file, not a workbook"),
    "word": (zipped(word__document="x"), "Word"),
    "slides": (zipped(ppt__presentation="x"), "presentation"),
    "xlsb": (zipped(**{"xl/workbook.bin": "x"}), "xlsb"),
    "cut zip": (zipped(**{"a.csv": "id\n1\n"})[:40], "damaged"),
    "noise": (bytes(range(256)) * 40, "neither"),
    "control characters": (b"\x01\x02\x03\x04,\x05\x06\n" * 40, "neither"),
    "zeros": (b"\0" * 10_000, "empty"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused(tmp_path, case):
    content, words = REFUSED[case]
    path = tmp_path / "renamed.csv"
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=r"renamed\.csv") as caught:
        read_file(path)
    assert words in caught.value.what
    assert caught.value.mend


def test_the_end_of_the_name_decides_nothing(tmp_path):
    path = tmp_path / "renamed.xlsx"
    path.write_text("id,note\na,b\n")
    assert read_file(path).headings == ("id", "note")


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(IntakeError, match="no such file"):
        read_file(tmp_path / "nowhere.csv")
    with pytest.raises(IntakeError, match="a folder"):
        read_file(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(IntakeError, match="not an ordinary file"):
        read_file(tmp_path / "pipe.csv")


def test_a_300_mb_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(300 * 1024**2)  # takes no space on the disk
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
    with pytest.raises(IntakeError, match="300 MB; at most 250 MB"):
        read_file(path)


def test_a_file_that_grows_meanwhile_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "growing.csv"
    path.write_text("id,note\na,b\n")
    monkeypatch.setattr(reading, "_PIECE", 4)

    def grow(doing: str, share: float) -> None:
        with path.open("a") as file:
            file.write("c,d\n")

    with pytest.raises(IntakeError, match="grew while it was being read"):
        read_file(path, progress=grow)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "locked.csv"
    path.write_text("id,note\na,b\n")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(IntakeError, match="cannot be opened") as caught:
        read_file(path)
    assert str(tmp_path) not in str(caught.value)


def test_no_file_is_written_and_none_stays_open(tmp_path, monkeypatch):
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    path = tmp_path / "a.csv"
    for content in ("id,note\na,b\n", "id,id\n", '"'):
        path.write_text(content)
        with contextlib.suppress(IntakeError):
            read_file(path)
        path.unlink()
    assert list(tmp_path.iterdir()) == [elsewhere]
    assert list(elsewhere.iterdir()) == []
    opened = Path("/proc/self/fd")
    if opened.is_dir():
        with contextlib.suppress(FileNotFoundError):  # the listing's own handle is gone by then
            assert not any(str(path) in os.readlink(handle) for handle in sorted(opened.iterdir()))


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (None, "blank"),
        ("  ", "blank"),
        ("7", "number 7"),
        ("-3.5", "number -3.5"),
        ("1042", "number of 4 digits"),
        ("2025-13-41", "a date"),
        ("17/04/2025", "a date"),
        ("x", "text of 1 character"),
        ("Jo Bloggs", "text of 9 characters"),
        ("W0123", "text of 5 characters"),
    ],
)
def test_shape_of_a_value_does_not_give_it_away(value, shape):
    assert shape_of(value) == shape


def test_the_published_file_is_read_as_published():
    path = Path(__file__).parents[3] / "shared/data/dfe/cla_number_and_rate_per_10k_children_2025.csv"
    if not path.exists():
        pytest.skip("the published sample files are not beside this repository")
    rows = read_file(path)
    assert len(rows.rows) == 2505
    assert rows.headings[0] == "time_period"
    assert rows.problems == ()
