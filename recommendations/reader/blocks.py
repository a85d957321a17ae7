"""The blocks of a document's text, ready to print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from documents.labels.citing import paragraph_place
from documents.models import Document, Footnote, Paragraph
from documents.web.markup import Overlay, mark_up
from recommendations.models import Citation, Recommendation
from recommendations.reader.citation_links import CitationMarks, citation_marks
from recommendations.reader.corrected_text import CorrectedText, corrected_texts, paragraphs_joined
from recommendations.reader.hits import MarkedTerms, ParagraphHit, article_marks, marks_in, numbered
from recommendations.reader.marks import NoteCalls, page_mark, page_turns, typography
from recommendations.reader.tables import Rows, table_rows

LOWEST_HEADING = 6
_OWN_TEMPLATES = ("heading", "table", "figure", "contents")


@dataclass(frozen=True, slots=True)
class ReaderNote:
    """A footnote, ready to print. ``called`` tells whether the text has a place to go back to."""

    footnote: Footnote
    text: SafeString
    called: bool


@dataclass(frozen=True, slots=True)
class ReaderBlock:
    """One block of the text, ready to print. ``recommendations`` are those that begin with it: several where a person
    divided one. ``set_right`` tells of those whose text a person set right: the block shows what was read. ``part_of``
    is one that begins elsewhere and that a person joined this block to.

    ``opens_page`` marks the page that it begins with; "" where it goes on on the page of the one before. ``notes``
    are those that it calls first, ``rows`` the cells of a table. ``place`` is how it is cited within its document.
    """

    paragraph: Paragraph
    text: SafeString
    label: str
    heading_level: int
    recommendations: tuple[Recommendation, ...]
    within_recommendation: bool
    opens_page: SafeString | str
    place: str
    rows: Rows = ()
    notes: tuple[ReaderNote, ...] = ()
    hit: ParagraphHit | None = None
    set_right: tuple[CorrectedText, ...] = ()
    part_of: Recommendation | None = None

    @property
    def template(self) -> str:
        """The piece of template that prints its kind."""
        kind = self.paragraph.kind
        return f"documents/blocks/{kind if kind in _OWN_TEMPLATES else 'text'}.html"

    @property
    def depth(self) -> int:
        """How far it is set in: the level of an item, 0 for the rest."""
        return min(self.paragraph.level, 4) if self.paragraph.kind == "item" else 0


@dataclass(frozen=True)
class TextParts:
    """The rows that a text is made of, all of one version; ``known`` are the documents that can be opened, by symbol
    in capitals; ``original`` is the address of the first page of the file, "" where it has no pages."""

    language: str
    paragraphs: Sequence[Paragraph]
    footnotes: Sequence[Footnote]
    citations: Sequence[Citation]
    recommendations: Sequence[Recommendation]
    known: Mapping[str, Document]
    original: str = ""


@dataclass(slots=True)
class _Marks:
    """What is laid over each place: citations and what was found, by the key of the paragraph or the footnote."""

    citations: dict[tuple[type, int], CitationMarks] = field(default_factory=dict)
    found: dict[tuple[type, int], list[Overlay]] = field(default_factory=dict)


def blocks_of(parts: TextParts, sought: MarkedTerms) -> tuple[list[ReaderBlock], list[ReaderNote]]:
    """The blocks of a text with their notes, and the notes that nothing in it calls."""
    marks = _marks(parts, sought)
    calls = _first_calls(parts.paragraphs)
    notes: dict[int | None, list[ReaderNote]] = defaultdict(list)
    for footnote in parts.footnotes:
        caller = calls.get(footnote.position)
        notes[caller].append(ReaderNote(footnote, _note_text(footnote, marks), called=caller is not None))
    hits = numbered([place.anchor for place in parts.paragraphs if _is_hit(place, notes[place.pk], marks)])
    return _blocks(parts, marks, notes, hits), notes[None]


def _marks(parts: TextParts, sought: MarkedTerms) -> _Marks:
    marks = _Marks()
    places: list[Paragraph | Footnote] = [*parts.paragraphs, *parts.footnotes]
    cited: dict[tuple[type, int], list[Citation]] = defaultdict(list)
    for citation in parts.citations:
        if citation.footnote_id is not None:
            cited[Footnote, citation.footnote_id].append(citation)
        elif citation.paragraph_id is not None:
            cited[Paragraph, citation.paragraph_id].append(citation)
    starting = {recommendation.paragraph_id: recommendation.heading for recommendation in parts.recommendations}
    headings = {place: starting[row.pk] for place, row in enumerate(parts.paragraphs) if row.pk in starting}
    by_words = marks_in([place.text for place in places], sought, parts.language, headings)
    for place, found in zip(places, by_words, strict=True):
        key = (type(place), place.pk)
        marks.citations[key] = citation_marks(cited[key], parts.known)
        marks.found[key] = [*found, *article_marks(cited[key], sought)]
    return marks


def _first_calls(paragraphs: Iterable[Paragraph]) -> dict[int, int]:
    """Position of a footnote -> the paragraph that calls it first, beside which it stands."""
    calls: dict[int, int] = {}
    for paragraph in paragraphs:
        for call in paragraph.notes:
            if call.get("note") is not None:
                calls.setdefault(call["note"], paragraph.pk)
    return calls


def _note_text(footnote: Footnote, marks: _Marks) -> SafeString:
    key = (Footnote, footnote.pk)
    return mark_up(footnote.text, [marks.citations[key].overlays, marks.found[key]], marks.citations[key].insertions)


def _is_hit(paragraph: Paragraph, notes: Iterable[ReaderNote], marks: _Marks) -> bool:
    keys = [(Paragraph, paragraph.pk), *((Footnote, note.footnote.pk) for note in notes)]
    return any(marks.found[key] for key in keys)


def _blocks(
    parts: TextParts, marks: _Marks, notes: Mapping[int | None, list[ReaderNote]], hits: Mapping[str, ParagraphHit]
) -> list[ReaderBlock]:
    starting: dict[int, list[Recommendation]] = defaultdict(list)
    for recommendation in parts.recommendations:
        starting[recommendation.paragraph_id].append(recommendation)
    right, joined = corrected_texts(parts.recommendations), paragraphs_joined(parts.recommendations)
    recommended: set[int] = set()
    calls = NoteCalls({note.position for note in parts.footnotes})
    page = None
    blocks = []
    for paragraph in parts.paragraphs:
        part_of = joined.get(paragraph.anchor) if paragraph.pk not in starting else None
        if part_of or paragraph.pk in starting or paragraph.parent_id in recommended:
            recommended.add(paragraph.pk)
        cited = marks.citations[Paragraph, paragraph.pk]
        layers = [cited.overlays, *typography(paragraph), marks.found[Paragraph, paragraph.pk]]
        insertions = [*cited.insertions, *calls.insertions(paragraph), *page_turns(paragraph, parts.original)]
        opens_page = paragraph.page is not None and paragraph.page != page
        is_table = paragraph.kind == "table" and bool(paragraph.cells)
        blocks.append(
            ReaderBlock(
                paragraph=paragraph,
                text=SafeString("") if is_table else mark_up(paragraph.text, layers, insertions),
                label=_printed_label(paragraph),
                heading_level=min(max(paragraph.level, 1) + 1, LOWEST_HEADING),
                recommendations=tuple(starting.get(paragraph.pk, ())),
                within_recommendation=paragraph.pk in recommended,
                opens_page=page_mark(paragraph.page, parts.original) if opens_page and paragraph.page else "",
                place=paragraph_place(paragraph),
                rows=table_rows(paragraph.text, paragraph.cells, layers, insertions) if is_table else (),
                notes=tuple(notes.get(paragraph.pk, ())),
                hit=hits.get(paragraph.anchor),
                set_right=tuple(right[row.pk] for row in starting.get(paragraph.pk, ()) if row.pk in right),
                part_of=part_of,
            )
        )
        page = paragraph.breaks[-1]["page"] if paragraph.breaks else paragraph.page
    return blocks


def _printed_label(paragraph: Paragraph) -> str:
    """Its label as United Nations documents print it: "12.", "II.", "A.", but "(a)" and "Annex I" as they are.

    A heading without a title of its own has its label for text, and is printed once.
    """
    label = paragraph.label
    if paragraph.text == label:
        return ""
    if label and label.isalnum():
        return f"{label}."
    return label
