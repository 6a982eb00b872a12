"""A presentation as a whole: front, one or more slides for each answer, and how to read them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mwm.charts.inks import LIGHT
from mwm.exports.slides import layout, words
from mwm.exports.slides.layout import Sheet
from mwm.exports.slides.pack import Card, Show
from mwm.exports.slides.reading import draw_reading

_PRODUCT = "Measuring What Matters"
_LONGEST = 255  # letters of a property of the file
_SMALL_NUMBERS = "Small numbers are shown in these slides. Keep them among people who may see them."


@dataclass
class Deck:
    """Slides that are being put together."""

    file: Any
    made_on: date

    @classmethod
    def of(
        cls,
        parts: Sequence[Show | Card],
        draw: Callable[[Deck, Show], None],
        *,
        title: str,
        small_numbers: bool,
        made_on: date,
    ) -> Deck:
        """The whole presentation. draw: makes the slides of one answer. title: of the first slide, where it has one."""
        shows = [part for part in parts if isinstance(part, Show)]
        deck = cls(layout.blank(), made_on)
        deck._properties(shows, title)
        if len(parts) != 1 or small_numbers:
            deck._front(shows, title, small_numbers)
        for part in parts:
            if isinstance(part, Card):
                deck._card(part, shows)
            else:
                draw(deck, part)
        if len(shows) > 1:
            last = Sheet.plain(deck.file)
            draw_reading(last)
            last.foot(words.footer(shows[0].answer, made_on))
        layout.in_english(deck.file)
        return deck

    def sheet(self, show: Show, *, place: int = 1, of: int = 1, heading: str = "") -> Sheet:
        """A slide with everything but its picture. place, of: which of several slides of one answer it is."""
        answer = show.answer
        sheet = Sheet.plain(self.file)
        more = f" ({place} of {of})" if of > 1 else ""
        sheet.title(answer.headline + more, words.verdict_of(answer.headline))
        sheet.heading(heading or words.heading(show), words.behind(answer))
        sheet.under(words.under(answer))
        if answer.is_synthetic:
            sheet.mark_synthetic()
        sheet.foot(words.footer(answer, self.made_on))
        sheet.notes(words.notes(show))
        return sheet

    def to_bytes(self) -> bytes:
        """The file."""
        written = io.BytesIO()
        self.file.save(written)
        return written.getvalue()

    def _card(self, card: Card, shows: Sequence[Show]) -> None:
        sheet = Sheet.front(self.file)
        sheet.slide.shapes.title.text = card.title
        sheet.slide.placeholders[1].text_frame.text = card.words
        if card.note:
            sheet.notes([card.note])
        if shows:
            sheet.foot(words.footer(shows[0].answer, self.made_on))

    def _properties(self, shows: Sequence[Show], name: str) -> None:
        properties = self.file.core_properties
        title = shows[0].answer.headline if len(shows) == 1 and not name else name or _PRODUCT
        properties.title = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
        properties.author = properties.last_modified_by = _PRODUCT
        properties.subject = words.scope_words(shows[0].answer)[:_LONGEST] if shows else ""
        properties.keywords = "synthetic data" if any(show.answer.is_synthetic for show in shows) else ""
        properties.language = "en-GB"

    def _front(self, shows: Sequence[Show], title: str, small_numbers: bool) -> None:
        sheet = Sheet.front(self.file)
        answers = [show.answer for show in shows]
        authority = answers[0].scope.authority or "" if answers else ""
        sheet.slide.shapes.title.text = title or authority or _PRODUCT
        lines = [
            " · ".join(part for part in (_PRODUCT, authority if title else "") if part),
            *([answers[0].scope.words] if authority else []),
            words.made(self.made_on),
        ]
        if any(answer.is_synthetic for answer in answers):
            sheet.mark_synthetic()
            lines.append("Synthetic data: made up, and about nobody.")
        if small_numbers:
            lines.append(_SMALL_NUMBERS)
        elif any(any(answer.suppressed) for answer in answers):
            lines.append(next(filter(None, map(words.hidden_why, answers)), ""))
        frame = sheet.slide.placeholders[1].text_frame
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            layout.runs(paragraph, ((line, line == _SMALL_NUMBERS),), 22 if number == 0 else 16, LIGHT.quiet)
        if answers:
            sheet.foot(words.footer(answers[0], self.made_on))
