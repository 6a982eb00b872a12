"""A report as one HTML page that needs nothing else, and prints well on A4."""

from __future__ import annotations

from html import escape

from mwm.charts.signals import as_source
from mwm.charts.still import Drawing
from mwm.exports.report.contents import Block, Contents
from mwm.report import Part

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 860px; background: #FFFFFF; color: #0B0C0C;
  font: 15px/1.45 Arial, "Liberation Sans", Helvetica, sans-serif; }
h1 { font-size: 1.6em; line-height: 1.2; margin: 0 0 4px; }
h2 { font-size: 1.12em; margin: 20px 0 4px; break-after: avoid; }
p { margin: 0 0 8px; }
.scope, .made, .foot { color: #4B5358; }
.lead { font-size: 1.15em; font-weight: bold; margin: 10px 0; }
.synthetic { border: 2px solid #801650; color: #801650; font-weight: bold; padding: 4px 10px; margin: 0 0 12px; }
section { break-inside: avoid; }
img { display: block; width: 100%; height: auto; margin: 6px 0; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9em; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; font-weight: normal; vertical-align: top; padding: 3px 10px 3px 0;
  border-bottom: 1px solid #E5E7EB; }
thead th { color: #4B5358; border-bottom-color: #4B5358; }
th.number, td.number { text-align: right; white-space: nowrap; }
.foot, .notes { font-size: 0.82em; }
.foot dt { font-weight: bold; } .foot dd { margin: 0 0 4px; }
@page { size: A4; margin: 14mm 15mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.6pt; line-height: 1.35; }
  h2 { margin-top: 12px; }
  th, td { padding-top: 2px; padding-bottom: 2px; }
  ul.notes { margin: 0; padding-left: 16px; }
  .foot dt, .foot dd { display: inline; }
  .foot dt::after { content: ". "; }
  .foot dd::after { content: "\\A"; white-space: pre; }
}
"""


def html_report(contents: Contents) -> str:
    """The whole document."""
    mark = "".join(f'<p class="synthetic">{escape(each)}</p>' for each in contents.marks)
    parts = "".join(_section(block) for block in contents.blocks)
    caveats = "".join(f"<li>{escape(each)}</li>" for each in contents.caveats)
    foot = "".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in contents.foot)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(contents.title)}</title><style>{_STYLE}</style></head><body>"
        f"<header>{mark}<h1>{escape(contents.title)}</h1>"
        f'<p class="scope">{escape(contents.scope)}</p><p class="lead">{escape(contents.headline)}</p></header>'
        f"<main>{parts}</main>"
        f'<section><h2>What these numbers cannot say</h2><ul class="notes">{caveats}</ul></section>'
        f'<footer class="foot"><h2>How this was worked out</h2><dl>{foot}</dl>'
        f'<p class="made">{escape(contents.made)} with Measuring What Matters.</p>{mark}</footer></body></html>\n'
    )


def part_table(part: Part, *, style: str = "") -> str:
    """A part's table with its headings tied to its cells; nothing where it has none. style: a class of the table."""
    if part.table.empty:
        return ""
    headings = [str(heading) for heading in part.table.columns]
    kinds = [' class="number"' if heading in part.numeric else "" for heading in headings]
    head = "".join(
        f'<th scope="col"{kind}>{escape(heading)}</th>' for heading, kind in zip(headings, kinds, strict=True)
    )
    body = []
    for first, *rest in part.table.itertuples(index=False, name=None):
        cells = "".join(f"<td{kind}>{escape(str(cell))}</td>" for cell, kind in zip(rest, kinds[1:], strict=True))
        body.append(f'<tr><th scope="row"{kinds[0]}>{escape(str(first))}</th>{cells}</tr>')
    return (
        f'<table class="{style}"><caption>{escape(part.title)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def part_picture(drawing: Drawing) -> str:
    """A drawing as an image with its words."""
    size = f'width="{drawing.width}" height="{drawing.height}"'
    return f'<img alt="{escape(drawing.alt)}" {size} src="{as_source(drawing.svg)}">'


def _section(block: Block) -> str:
    part = block.part
    picture = part_picture(block.drawing) if block.drawing else ""
    table = f'<div class="table">{part_table(part)}</div>' if len(part.table) else ""
    notes = "".join(f'<p class="notes">{escape(note)}</p>' for note in part.notes)
    return f"<section><h2>{escape(part.title)}</h2><p>{escape(part.says)}</p>{picture}{table}{notes}</section>"
