"""A report as PDF for A4, with real headings, tables and alt texts (PDF/UA-1); drawings as PNG. No browser needed."""

from __future__ import annotations

import json
from pathlib import Path

from mwm.charts.still import Drawing
from mwm.exports.report.contents import Contents

_LAYOUT = Path(__file__).with_name("report.typ")
_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 6in)"""


def pdf_report(contents: Contents) -> bytes:
    """The whole document. Texts go in as data and are never read as markup."""
    import typst  # heavy to import, so only when a file is asked for

    data = {
        "title": contents.title,
        "scope": contents.scope,
        "made": contents.made,
        "headline": contents.headline,
        "mark": " ".join(contents.marks),
        "parts": [
            {
                "title": block.part.title,
                "says": block.part.says,
                "svg": block.drawing.svg if block.drawing else "",
                "alt": block.drawing.alt if block.drawing else "",
                "headings": [str(heading) for heading in block.part.table.columns],
                "numeric": [heading in block.part.numeric for heading in block.part.table.columns],
                "rows": block.part.table.astype(str).to_numpy().tolist(),
                "notes": list(block.part.notes),
            }
            for block in contents.blocks
        ],
        "caveats": list(contents.caveats),
        "foot": [list(entry) for entry in contents.foot],
    }
    made: bytes = typst.compile(
        _LAYOUT.read_bytes(), format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(data)}
    )
    return made


def png_of(drawing: Drawing) -> bytes:
    """A drawing six inches wide with 220 dots to the inch."""
    import typst

    made: bytes = typst.compile(_PICTURE, format="png", ppi=220, sys_inputs={"svg": drawing.svg})
    return made
