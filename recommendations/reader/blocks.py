"""Blocks of a document's text, ready to render."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from documents.labels.citing import paragraph_place
from documents.models import Document, Footnote, Paragraph
from documents.web.markup import Overlay, mark_up
from recommendations.models import Citation, Recommendation
from recommendations.queries.lineage import LinkedVersion
from recommendations.reader.citation_links import CitationMarks, citation_marks
from recommendations.reader.corrected_text import CorrectedText, corrected_texts, joined_paragraphs
from recommendations.reader.corrigenda import CorrectionLink
from recommendations.reader.hits import MarkedTerms, ParagraphHit, article_marks, marks_in, number_hits
from recommendations.reader.marks import NoteCalls, page_break_marks, page_mark, typography
from recommendations.reader.tables import Rows, table_rows

MAX_HEADING_LEVEL = 6
_KINDS_WITH_TEMPLATE = ("heading", "table", "figure", "contents")


@dataclass(frozen=True, slots=True)
class ReaderNote:
    """A footnote, ready to render. ``is_called`` is true if its marker occurs in the text, so that the footnote can
    link back to it."""

    footnote: Footnote
    text: SafeString
    is_called: bool


@dataclass(frozen=True, slots=True)
class ReaderBlock:
    """A block of text, ready to render. ``recommendations`` are the recommendations that begin with it; there may be
    several if an editor split one. ``corrected_texts`` are their corrected texts; the block itself shows the text as
    extracted. ``part_of`` is the recommendation that an editor joined this block to, if it begins elsewhere.

    ``heading_level`` is the HTML heading level of the block if it is a heading, else the level below the last heading,
    for the headings of recommendations. ``page_mark`` is the page number if the block begins a new page, else "".
    ``notes`` are the footnotes whose first marker is here, ``rows`` the cells of a table. ``place`` is its place in the
    document, as cited. ``corrections`` link it to the corrigenda that name it. ``adopted_versions``
    are the adopted texts linked to its drafts.
    """

    paragraph: Paragraph
    text: SafeString
    label: str
    heading_level: int
    recommendations: tuple[Recommendation, ...]
    is_in_recommendation: bool
    page_mark: SafeString | str
    place: str
    rows: Rows = ()
    notes: tuple[ReaderNote, ...] = ()
    hit: ParagraphHit | None = None
    corrected_texts: tuple[CorrectedText, ...] = ()
    part_of: Recommendation | None = None
    corrections: Sequence[CorrectionLink] = ()
    adopted_versions: Sequence[LinkedVersion] = ()

    @property
    def template(self) -> str:
        """The template for its kind."""
        kind = self.paragraph.kind
        return f"documents/blocks/{kind if kind in _KINDS_WITH_TEMPLATE else 'text'}.html"

    @property
    def depth(self) -> int:
        return depth_of(self.paragraph)


def depth_of(paragraph: Paragraph) -> int:
    """Return the indentation: the level of an item, 0 for other kinds."""
    return min(paragraph.level, 4) if paragraph.kind == "item" else 0


@dataclass(frozen=True)
class TextParts:
    """The rows of one version that make up its text. ``documents`` maps upper-case symbols to the cited documents that
    can be opened; ``original`` is the address of the first page of the file, "" if it has no pages. ``corrections``
    maps anchors to links, ``adopted_versions`` the keys of drafts to the adopted texts linked to them."""

    language: str
    paragraphs: Sequence[Paragraph]
    footnotes: Sequence[Footnote]
    citations: Sequence[Citation]
    recommendations: Sequence[Recommendation]
    documents: Mapping[str, Document]
    original: str = ""
    corrections: Mapping[str, Sequence[CorrectionLink]] = field(default_factory=dict)
    adopted_versions: Mapping[int, Sequence[LinkedVersion]] = field(default_factory=dict)


@dataclass(slots=True)
class _Marks:
    """Citation and search highlights, by model and key of the paragraph or footnote."""

    citations: dict[tuple[type, int], CitationMarks] = field(default_factory=dict)
    hits: dict[tuple[type, int], list[Overlay]] = field(default_factory=dict)


def blocks_of(
    parts: TextParts, marked_terms: MarkedTerms, places_hit: Collection[str] = ()
) -> tuple[list[ReaderBlock], list[ReaderNote]]:
    """Return the blocks of a text with their footnotes, and the footnotes whose markers do not occur in the text.

    ``places_hit`` are the places with a match in the other language shown side by side; they count as matches here too.
    """
    marks = _marks(parts, marked_terms)
    calls = _first_calls(parts.paragraphs)
    notes: dict[int | None, list[ReaderNote]] = defaultdict(list)
    for footnote in parts.footnotes:
        caller = calls.get(footnote.position)
        notes[caller].append(ReaderNote(footnote, _note_text(footnote, marks), is_called=caller is not None))
    hits = number_hits(
        [row.anchor for row in parts.paragraphs if row.place in places_hit or _is_hit(row, notes[row.pk], marks)]
    )
    return _blocks(parts, marks, notes, hits), notes[None]


def _marks(parts: TextParts, marked_terms: MarkedTerms) -> _Marks:
    marks = _Marks()
    rows: list[Paragraph | Footnote] = [*parts.paragraphs, *parts.footnotes]
    cited: dict[tuple[type, int], list[Citation]] = defaultdict(list)
    for citation in parts.citations:
        if citation.footnote_id is not None:
            cited[Footnote, citation.footnote_id].append(citation)
        elif citation.paragraph_id is not None:
            cited[Paragraph, citation.paragraph_id].append(citation)
    starting = {recommendation.paragraph_id: recommendation.heading for recommendation in parts.recommendations}
    headings = {index: starting[row.pk] for index, row in enumerate(parts.paragraphs) if row.pk in starting}
    word_marks = marks_in([row.text for row in rows], marked_terms, parts.language, headings)
    for row, highlights in zip(rows, word_marks, strict=True):
        key = (type(row), row.pk)
        marks.citations[key] = citation_marks(cited[key], parts.documents, parts.language)
        marks.hits[key] = [*highlights, *article_marks(cited[key], marked_terms)]
    return marks


def _first_calls(paragraphs: Iterable[Paragraph]) -> dict[int, int]:
    """Return a map from footnote positions to the paragraph with the first marker of each, where the footnote is
    shown."""
    calls: dict[int, int] = {}
    for paragraph in paragraphs:
        for call in paragraph.notes:
            if call.get("note") is not None:
                calls.setdefault(call["note"], paragraph.pk)
    return calls


def _note_text(footnote: Footnote, marks: _Marks) -> SafeString:
    key = (Footnote, footnote.pk)
    return mark_up(footnote.text, [marks.citations[key].overlays, marks.hits[key]], marks.citations[key].insertions)


def _is_hit(paragraph: Paragraph, notes: Iterable[ReaderNote], marks: _Marks) -> bool:
    keys = [(Paragraph, paragraph.pk), *((Footnote, note.footnote.pk) for note in notes)]
    return any(marks.hits[key] for key in keys)


def _blocks(
    parts: TextParts, marks: _Marks, notes: Mapping[int | None, list[ReaderNote]], hits: Mapping[str, ParagraphHit]
) -> list[ReaderBlock]:
    starting: dict[int, list[Recommendation]] = defaultdict(list)
    for recommendation in parts.recommendations:
        starting[recommendation.paragraph_id].append(recommendation)
    corrected, joined = corrected_texts(parts.recommendations), joined_paragraphs(parts.recommendations)
    recommended_paragraphs = set(starting)  # also those on an earlier page
    calls = NoteCalls({note.position for note in parts.footnotes})
    page, level = None, 1
    blocks = []
    for paragraph in parts.paragraphs:
        part_of = joined.get(paragraph.anchor) if paragraph.pk not in starting else None
        if part_of or paragraph.pk in starting or paragraph.parent_id in recommended_paragraphs:
            recommended_paragraphs.add(paragraph.pk)
        cited = marks.citations[Paragraph, paragraph.pk]
        layers = [cited.overlays, *typography(paragraph.marks), marks.hits[Paragraph, paragraph.pk]]
        insertions = [*cited.insertions, *calls.insertions(paragraph), *page_break_marks(paragraph, parts.original)]
        is_heading = paragraph.kind == "heading"
        level = min(max(paragraph.level, 1) + 1, MAX_HEADING_LEVEL) if is_heading else level
        begins_page = paragraph.page is not None and paragraph.page != page
        is_table = paragraph.kind == "table" and bool(paragraph.cells)
        blocks.append(
            ReaderBlock(
                paragraph=paragraph,
                text=SafeString("") if is_table else mark_up(paragraph.text, layers, insertions),
                label=printed_label(paragraph, parts.language),
                heading_level=level if is_heading else min(level + 1, MAX_HEADING_LEVEL),
                recommendations=tuple(starting.get(paragraph.pk, ())),
                is_in_recommendation=paragraph.pk in recommended_paragraphs,
                page_mark=page_mark(paragraph.page, parts.original) if begins_page and paragraph.page else "",
                place=paragraph_place(paragraph),
                rows=table_rows(paragraph.text, paragraph.cells, layers, insertions) if is_table else (),
                notes=tuple(notes.get(paragraph.pk, ())),
                hit=hits.get(paragraph.anchor),
                corrected_texts=tuple(
                    corrected[row.pk] for row in starting.get(paragraph.pk, ()) if row.pk in corrected
                ),
                part_of=part_of,
                corrections=parts.corrections.get(paragraph.anchor, ()),
                adopted_versions=[
                    found for row in starting.get(paragraph.pk, ()) for found in parts.adopted_versions.get(row.pk, ())
                ],
            )
        )
        page = paragraph.breaks[-1]["page"] if paragraph.breaks else paragraph.page
    return blocks


def printed_label(paragraph: Paragraph, language: str) -> str:
    """Return the label as United Nations documents print it: "12.", "II.", "A.", but "(a)" and "Annex I" unchanged.

    Arabic documents print a dash ("أولا-") and Chinese ones a comma after a numeral ("一、"). Return "" for a heading
    without a title, because the label is its text.
    """
    label = paragraph.label
    if paragraph.text == label:
        return ""
    if not label.isalnum():
        return label
    if language == "ar":
        return f"{label}-"
    return f"{label}、" if language == "zh" and not label.isascii() else f"{label}."
