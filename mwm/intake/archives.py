"""The zip file that a workbook is, looked into before anything opens it.

A workbook unpacks to many times its size, and the sizes that it declares may be false. So every part is unpacked here
first, piece by piece and without being kept, and the whole is refused as soon as it grows beyond what it declares or
beyond the limits.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from mwm.errors import IntakeError

MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes of all parts together: about 700,000 observations, or a million rows that hold nothing but a format."""
MAX_RATIO = 200
"""Unpacked to packed bytes of a large part. Sheets come to 7–20, zeros to 1,000."""
RATIO_FROM = 16 * 1024 * 1024
"""Parts below this many unpacked bytes may have any ratio: they do no harm."""
MAX_PARTS = 5_000
"""Parts of a workbook: a few for each sheet, picture and chart."""
MAX_INDEX = 4 * 1024 * 1024
"""Bytes of a part that lists other parts."""

_PIECE = 1024 * 1024
_SAVE_AS_XLSX = "Open it in Excel and save it as “Excel workbook (.xlsx)”."


class Archive:
    """A workbook's zip file. What it declares has been judged; prove() shows that it is true."""

    def __init__(self, data: bytes, where: str) -> None:
        """Open it. Raises IntakeError where it is no workbook, protected, with macros, or a zip bomb."""
        self._data, self._where = data, where
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
            raise self.damaged() from None
        self._parts = {part.filename: part for part in parts}
        self._proved: set[str] = set()
        self._refuse_other_documents()
        if len(self._parts) < len(parts):
            raise self.damaged()
        if any(part.flag_bits & 1 for part in parts):
            raise IntakeError("This file is protected by a password.", where=where, mend="Remove it and send it again.")
        self._refuse_bombs(parts)

    def _refuse_other_documents(self) -> None:
        names = {name.casefold() for name in self._parts}
        if any(name.endswith("vbaproject.bin") for name in names) or self._has_macro_type():
            raise IntakeError(
                "This workbook has macros, and a workbook with macros is not opened.",
                where=self._where,
                mend=_SAVE_AS_XLSX,
            )
        if "xl/workbook.xml" in self._parts:
            return
        what = "a zip file, not a workbook"
        if any(name.startswith("word/") for name in names):
            what = "a Word document, not a table"
        elif any(name.startswith("ppt/") for name in names):
            what = "a presentation, not a table"
        elif "xl/workbook.bin" in names:
            what = "a binary workbook (.xlsb)"
        elif self._data[30:80].startswith(b"mimetypeapplication/vnd.oasis.opendocument"):
            what = "an OpenDocument file"
        elif "index/document.iwa" in names:
            what = "a Numbers document"
        raise IntakeError(
            f"This is {what}.",
            where=self._where,
            mend="Unpack it and send the tables that are inside." if what.startswith("a zip") else _SAVE_AS_XLSX,
        )

    def _has_macro_type(self) -> bool:
        part = self._parts.get("[Content_Types].xml")
        return part is not None and part.file_size <= MAX_INDEX and b"macroEnabled" in self.read(part.filename)

    def _refuse_bombs(self, parts: list[zipfile.ZipInfo]) -> None:
        unpacked = sum(part.file_size for part in parts)
        squeezed = any(
            part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size for part in parts
        )
        if unpacked > MAX_UNPACKED or squeezed or len(parts) > MAX_PARTS:
            raise IntakeError(
                f"This workbook would unpack to {unpacked / 1024**2:,.0f} MB in {len(parts):,} parts, "
                "far more than such a table can need.",
                where=self._where,
                mend="Copy the rows into a new workbook, or save them as CSV, in several files if they are many.",
            )

    def damaged(self) -> IntakeError:
        """The refusal of a workbook that cannot be read."""
        return IntakeError(
            "This workbook is damaged or not built as a workbook should be.",
            where=self._where,
            mend="Open it in Excel, save it again as .xlsx, and send that.",
        )

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def read(self, part: str) -> bytes:
        """One small part. Raises IntakeError where it is missing or too large."""
        if part not in self._parts or self._parts[part].file_size > MAX_INDEX:
            raise self.damaged()
        return b"".join(self.pieces(part))

    def pieces(self, part: str) -> Iterator[bytes]:
        """One part, a megabyte or so at a time. Raises IntakeError where it is damaged or larger than declared."""
        about = self._parts[part]
        at = about.header_offset
        if self._data[at : at + 4] != b"PK\x03\x04" or len(self._data) < at + 30:
            raise self.damaged()
        name_length, extra_length = struct.unpack_from("<HH", self._data, at + 26)
        start = at + 30 + name_length + extra_length
        packed = memoryview(self._data)[start : start + about.compress_size]
        if len(packed) < about.compress_size or about.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged()
        left = about.file_size
        for piece in self._unpacked(packed, about.compress_type):
            left -= len(piece)
            if left < 0:
                raise self.damaged()
            yield piece
        if left:
            raise self.damaged()
        self._proved.add(part)

    def prove(self) -> None:
        """Unpack every part that was not unpacked yet. Raises IntakeError where one is not what it declares."""
        for part in self._parts:
            if part not in self._proved:
                for _ in self.pieces(part):
                    pass

    def _unpacked(self, packed: memoryview, method: int) -> Iterator[bytes]:
        if method == zipfile.ZIP_STORED:
            for at in range(0, len(packed), _PIECE):
                yield bytes(packed[at : at + _PIECE])
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        waiting: bytes | memoryview = packed
        try:
            while not inflater.eof:
                piece = inflater.decompress(waiting, _PIECE)
                waiting = inflater.unconsumed_tail
                if not piece and not waiting:
                    break
                yield piece
        except zlib.error:
            raise self.damaged() from None
        if not inflater.eof:
            raise self.damaged()

    def tree(self, part: str) -> ElementTree.Element:
        """A small XML part. Raises IntakeError where it is damaged or declares entities of its own."""
        content = self.read(part)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise self.damaged()
        try:
            return ElementTree.fromstring(content)
        except (ElementTree.ParseError, expat.ExpatError, ValueError, LookupError):
            raise self.damaged() from None
