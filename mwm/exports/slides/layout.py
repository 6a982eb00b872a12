"""The frame of every slide: master and layouts, title, mark, footer, page number, notes, alternative texts.

Sizes are in inches on a sheet of 13.33 by 7.5. No text is under 12 points, which is 24 pixels on a screen of
1920 by 1080.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Length, Pt

from mwm.charts.inks import LIGHT

WIDTH, HEIGHT = 13.333, 7.5
SMALLEST = 12  # points
FONT = "Arial"
_LEFT, _RIGHT = 0.5, 12.83
_MARK, _MARK_PAPER, _MARK_RULE = "#4A3B00", "#FFF3C4", "#B58900"
_FRONT, _SHEET = "Title Slide", "Title Only"  # the template's layouts that are kept
_TITLES = (
    (90, 26),
    (200, 20),
    (330, 18),
    (480, 15),
    (10_000, 12),
)  # letters of a title up to which it has so many points
_THEME = {
    "dk1": LIGHT.text, "lt1": LIGHT.paper, "dk2": LIGHT.quiet, "lt2": LIGHT.grid, "accent1": LIGHT.common,
    "accent2": LIGHT.improvement, "accent3": LIGHT.concern, "accent4": LIGHT.change, "accent5": LIGHT.above,
    "accent6": LIGHT.below,
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """As python-pptx takes it: left, top, width, height."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)

    def beside(self, share: float, gap: float = 0.25) -> tuple[Box, Box]:
        """Two boxes side by side, the first with this share of the width."""
        first = (self.width - gap) * share
        return (
            Box(self.left, self.top, first, self.height),
            Box(self.left + first + gap, self.top, self.width - first - gap, self.height),
        )

    def cell(self, place: int, columns: int, lines: int, gap: float = 0.15) -> Box:
        """One cell of an even grid, counted along the lines."""
        width = (self.width - gap * (columns - 1)) / columns
        height = (self.height - gap * (lines - 1)) / lines
        column, line = place % columns, place // columns
        return Box(self.left + column * (width + gap), self.top + line * (height + gap), width, height)


BODY = Box(_LEFT, 2.0, _RIGHT - _LEFT, 4.45)
_TITLE = Box(_LEFT, 0.48, _RIGHT - _LEFT, 1.08)
_HEADING = Box(_LEFT, 1.6, _RIGHT - _LEFT, 0.36)
_UNDER = Box(_LEFT, 6.5, _RIGHT - _LEFT, 0.5)
_FOOT = Box(_LEFT, 7.08, 11.6, 0.28)
_NUMBER = Box(12.13, 7.08, _RIGHT - 12.13, 0.28)
_SYNTHETIC = Box(11.28, 0.12, _RIGHT - 11.28, 0.3)


def colour(ink: str) -> RGBColor:
    """#RRGGBB as python-pptx takes it."""
    make: Any = RGBColor  # its library gives no types for it
    found: RGBColor = make(*bytes.fromhex(ink.removeprefix("#")))
    return found


def blank() -> Any:
    """A presentation in the house's colours and letters, with a layout for the front and one for every other slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in (_FRONT, _SHEET):
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    _set_theme(master)
    for owner, kind in ((deck.part.package, "/thumbnail"), (deck.part, "/printerSettings")):  # the template's own
        for key, relation in list(owner._rels.items()):
            if relation.reltype.endswith(kind):
                owner._rels.pop(key)
    title = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", "2600")
    for sheet in (master, *deck.slide_layouts):
        for shape in list(sheet.placeholders):
            _place(shape, sheet.name == _FRONT)
    return deck


def _place(shape: Any, is_front: bool) -> None:
    """Put a placeholder of the master or a layout where it belongs; the date's goes, as the footer has it."""
    kind = shape.element.find(f".//{qn('p:ph')}").get("type", "body")
    if kind == "dt":
        shape.element.getparent().remove(shape.element)
        return
    box = {"ftr": _FOOT, "sldNum": _NUMBER, "title": _TITLE, "ctrTitle": Box(0.9, 1.5, 11.5, 1.5)}.get(kind, BODY)
    if kind == "subTitle":
        box = Box(0.9, 3.1, 11.5, 3.4)
    shape.left, shape.top, shape.width, shape.height = box.emu
    body = shape.element.find(f".//{qn('a:bodyPr')}")
    if kind in ("title", "ctrTitle", "subTitle", "ftr", "sldNum"):
        for side in ("lIns", "rIns", "tIns", "bIns"):
            body.set(side, "0")
        body.set("anchor", {"title": "t", "ctrTitle": "b", "subTitle": "t"}.get(kind, "ctr"))
    for level in shape.element.iter(qn("a:lvl1pPr")):
        level.set("algn", "r" if kind == "sldNum" else "l")
        for tint in list(level.iter(qn("a:tint"))):
            tint.getparent().remove(tint)


def _set_theme(master: Any) -> None:
    theme = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    root = parse_xml(theme.blob)
    for slot, ink in _THEME.items():
        holder = root.find(f".//{qn('a:clrScheme')}/{qn(f'a:{slot}')}")
        for child in list(holder):
            holder.remove(child)
        _child(holder, "a:srgbClr").set("val", ink.removeprefix("#"))
    for letters in root.iter(qn("a:latin")):
        letters.set("typeface", FONT)
    theme._blob = serialize_part_xml(root)  # no public setter


@dataclass(frozen=True)
class Sheet:
    """One slide that is being drawn."""

    slide: Any

    @classmethod
    def front(cls, deck: Any) -> Sheet:
        """A title slide."""
        return cls(_new(deck, _FRONT))

    @classmethod
    def plain(cls, deck: Any) -> Sheet:
        """Any other slide."""
        return cls(_new(deck, _SHEET))

    def title(self, sentence: str, verdict: str = "") -> None:
        """The answer's sentence, as large as there is room for. verdict: its beginning, which is set in bold."""
        frame = self.slide.shapes.title.text_frame
        size = next(points for letters, points in _TITLES if len(sentence) <= letters)
        runs(frame.paragraphs[0], ((verdict, True), (sentence[len(verdict) :], False)), size)

    def heading(self, words: str, behind: str = "") -> None:
        """What the picture shows, and how many stand behind it."""
        box = self.text(_HEADING, "", size=14)
        box.name = "What the picture shows"
        runs(box.text_frame.paragraphs[0], ((words, True), (f"   {behind}" if behind else "", False)), 14)

    def under(self, words: str) -> None:
        """What must be known beside the picture, in one or two lines."""
        if words:
            self.text(_UNDER, words, size=SMALLEST, ink=LIGHT.quiet, anchor=MSO_ANCHOR.BOTTOM).name = "To keep in mind"

    def text(
        self,
        box: Box,
        words: str,
        *,
        size: float = 14,
        ink: str = LIGHT.text,
        bold: bool = False,
        anchor: Any = MSO_ANCHOR.TOP,
        align: Any = PP_ALIGN.LEFT,
    ) -> Any:
        """A box of plain text without edges."""
        shape = self.slide.shapes.add_textbox(*box.emu)
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, line in enumerate(words.split("\n")):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = align
            runs(paragraph, ((line, bold),), size, ink)
        return shape

    def mark_synthetic(self) -> None:
        """A mark in the corner that the data are made up."""
        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_SYNTHETIC.emu)
        shape.name, shape.shadow.inherit = "Synthetic data", False
        shape.fill.solid()
        shape.fill.fore_color.rgb, shape.line.color.rgb = colour(_MARK_PAPER), colour(_MARK_RULE)
        shape.line.width = Pt(1)
        frame = shape.text_frame
        frame.margin_top = frame.margin_bottom = frame.margin_left = frame.margin_right = 0
        frame.vertical_anchor, frame.paragraphs[0].alignment = MSO_ANCHOR.MIDDLE, PP_ALIGN.CENTER
        runs(frame.paragraphs[0], (("Synthetic data", True),), SMALLEST, _MARK)

    def foot(self, words: str) -> None:
        """The footer and the page number, as placeholders of the layout."""
        for holder in self.slide.slide_layout.placeholders:
            kind = holder.element.find(f".//{qn('p:ph')}").get("type")
            if kind not in ("ftr", "sldNum"):
                continue
            element = copy.deepcopy(holder.element)
            element.find(f".//{qn('p:cNvPr')}").set("id", str(len(self.slide.shapes) + 20))
            self.slide.shapes._spTree.append(element)  # a layout's own placeholders are not taken over by themselves
            if kind == "ftr":
                body = element.find(qn("p:txBody"))
                for paragraph in body.findall(qn("a:p")):
                    body.remove(paragraph)
                run = _child(_child(body, "a:p"), "a:r")
                _child(run, "a:rPr").set("lang", "en-GB")
                _child(run, "a:t").text = words

    def notes(self, paragraphs: Sequence[str]) -> None:
        """The speaker's notes."""
        self.slide.notes_slide.notes_text_frame.text = "\n".join(paragraphs)


def describe(shape: Any, words: str, name: str) -> None:
    """Give a chart, table or picture its alternative text, and a name for the list of what is on a slide."""
    shape.name = name
    shape._element._nvXxPr.cNvPr.set("descr", words)


def in_english(deck: Any) -> None:
    """Mark every text as British English, for screen readers and spelling."""
    for slide in deck.slides:
        parts = [slide.element] + ([slide.notes_slide.element] if slide.has_notes_slide else [])
        for part in parts:
            for run in part.iter(qn("a:r"), qn("a:fld")):
                properties = run.find(qn("a:rPr"))
                if properties is None:
                    properties = OxmlElement("a:rPr")
                    run.insert(0, properties)
                properties.set("lang", "en-GB")


def _child(parent: Any, tag: str) -> Any:
    """A new element at the end of another."""
    element = OxmlElement(tag)
    parent.append(element)
    return element


def _new(deck: Any, layout: str) -> Any:
    return deck.slides.add_slide(next(each for each in deck.slide_layouts if each.name == layout))


def runs(paragraph: Any, pieces: Sequence[tuple[str, bool]], size: float, ink: str = LIGHT.text) -> None:
    """Add pieces of text to a paragraph, each in bold or not."""
    for words, bold in pieces:
        if words:
            run = paragraph.add_run()
            run.text, run.font.size, run.font.bold, run.font.color.rgb = words, Pt(size), bold, colour(ink)
