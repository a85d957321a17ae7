"""Turn a dump of pages into marked-up text: note markers as "^{1}", without running heads or feet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.parsing.messages import Message
from documents.parsing.readers.text_layout.columns import join_columns
from documents.parsing.readers.text_layout.feet import FootNote, extract_notes, report_unpaged_notes
from documents.parsing.readers.text_layout.head import split_columns, split_columns_of_text
from documents.parsing.readers.text_layout.markers import rejoin_lines
from documents.parsing.readers.text_layout.pages import PAGE_END, Page, remove_running_lines, split_pages
from documents.parsing.readers.text_layout.ruled_notes import mark_ruled_notes
from documents.parsing.readers.text_layout.words import find_split_words, repair_words
from documents.parsing.readers.text_wrapping import LABEL_ALONE
from documents.parsing.types import Doubt

_MIN_TEXT_LENGTH = 40  # characters; shorter lines may be figures, marks or indented headings
_MIN_SEPARATED_LABELS = 3


@dataclass(frozen=True, slots=True)
class Dump:
    """The marked-up text of a dump, with form feeds between pages, and the running heads and feet removed from it.

    ``masthead`` and ``margin`` are the lines of the head, also removed, if the layout shows them.
    """

    text: str
    running: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    masthead: tuple[str, ...] = ()
    margin: tuple[str, ...] = ()


def mark_up(text: str) -> Dump:
    """Return the marked-up text of a dump. In a text without form feeds, which is not a dump, only the columns of the
    head and notes below rules are separated."""
    text = join_columns(text)
    if PAGE_END not in text:
        text = mark_ruled_notes(text)
        doubts = tuple(report_unpaged_notes(split_pages(text)[0]))
        front = split_columns_of_text(text)
        return Dump(front.text, doubts=doubts, masthead=front.masthead, margin=front.margin)
    pages = split_pages(text)
    running = remove_running_lines(pages)
    split_columns(pages[0])
    repair_words(pages)
    feet = extract_notes(pages)
    for page in pages:
        rejoin_lines(page)
    sheets = (_as_text(page, [n for n in feet.notes if n.page == number]) for number, page in enumerate(pages, start=1))
    return Dump(
        PAGE_END.join(sheets), tuple(running), (*_reading_order_doubts(pages), *find_split_words(pages), *feet.doubts)
    )


def _reading_order_doubts(pages: Sequence[Page]) -> Iterator[Doubt]:
    """Yield a doubt if labels are separate from their text: such a dump lost the reading order and joins words."""
    count = sum(bool(LABEL_ALONE.match(line.text)) for page in pages for line in page)
    if count >= _MIN_SEPARATED_LABELS:
        yield Doubt(
            "reading_order",
            Message(
                "The program that made this text from a PDF separated %(count)s labels from their paragraphs, and may "
                "have joined words. Use the PDF itself, or a text that preserves the layout.",
                count=count,
            ),
        )


def _as_text(page: Page, notes: Sequence[FootNote]) -> str:
    return "\n".join([*_text_lines(page), *_note_lines(notes)])


def _text_lines(page: Page) -> Iterator[str]:
    """Yield the lines of a page, indented from the left edge of its text: odd and even pages differ."""
    edge = min((line.indent for line in page if len(line.text) > _MIN_TEXT_LENGTH), default=0)
    for line in page:
        if line.after_gap:
            yield ""
        yield " " * max(0, line.indent - edge) + line.text


def _note_lines(notes: Sequence[FootNote]) -> Iterator[str]:
    for note in notes:
        yield ""
        yield f"^{{{note.marker}}} {note.lines[0]}"
        yield from note.lines[1:]
