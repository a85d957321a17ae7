"""A document as it is read: its blocks as safe HTML, with marks, footnotes, linked citations and recommendations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.markup import Insertion, Overlay, marked_up
from documents.models import LEADING_FIRST, Document, DocumentFile, Footnote, LanguageVersion, Paragraph
from documents.queries import visible_files, visible_versions
from recommendations.links import CitationMarks, citation_marks
from recommendations.models import Citation, Recommendation
from recommendations.queries import documents_by_symbol

_TAGS = {"bold": "b", "italic": "i"}
LOWEST_HEADING = 6
AROUND = 160
"""So many characters are shown on either side of a citation."""


@dataclass(frozen=True, slots=True)
class ReaderBlock:
    """One block of the text, ready to print. ``recommendation`` is set on the block that it begins with.

    ``opens_page`` is the number of the page that it begins with; None where it goes on on the page of the one before.
    """

    paragraph: Paragraph
    text: SafeString
    label: str
    heading_level: int
    recommendation: Recommendation | None
    within_recommendation: bool
    opens_page: int | None

    @property
    def template(self) -> str:
        """The piece of template that prints its kind."""
        kind = self.paragraph.kind
        return f"documents/blocks/{kind if kind in ('heading', 'table', 'figure', 'contents') else 'text'}.html"

    @property
    def depth(self) -> int:
        """How far it is set in: the level of an item, 0 for the rest."""
        return min(self.paragraph.level, 4) if self.paragraph.kind == "item" else 0


@dataclass(frozen=True, slots=True)
class ReaderNote:
    """A footnote, ready to print. ``called`` tells whether the text has a place to go back to."""

    footnote: Footnote
    text: SafeString
    called: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A document in one language. ``versions`` and ``files`` are those that the person may open."""

    document: Document
    version: LanguageVersion
    versions: Sequence[LanguageVersion]
    files: Sequence[DocumentFile]
    blocks: Sequence[ReaderBlock]
    notes: Sequence[ReaderNote]
    recommendations: Sequence[Recommendation]

    @property
    def outline(self) -> list[ReaderBlock]:
        """Its two upper levels of headings."""
        return [block for block in self.blocks if block.paragraph.kind == "heading" and block.heading_level <= 3]


def text_of(recommendation: Recommendation) -> SafeString:
    """A recommendation's whole text with its square-bracketed alternatives marked."""
    opening, closing = mark_safe('<span class="alternative">'), mark_safe("</span>")
    alternatives = [Overlay(row["start"], row["end"], opening, closing) for row in recommendation.alternatives]
    return marked_up(recommendation.text, [alternatives])


def excerpt(citation: Citation) -> SafeString:
    """The words that cite something, marked, with what stands around them in the document."""
    place = citation.footnote or citation.paragraph
    text = place.text if place else citation.text
    start = _word_start(text, citation.start - AROUND) if citation.start > AROUND else 0
    end = (
        len(text) - _word_start(text[::-1], len(text) - citation.end - AROUND)
        if len(text) > citation.end + AROUND
        else len(text)
    )
    mark = Overlay(citation.start - start, citation.end - start, mark_safe("<mark>"), mark_safe("</mark>"))
    words = marked_up(text[start:end], [[mark]])
    return format_html("{}{}{}", "…" if start else "", words, "…" if end < len(text) else "")


def _word_start(text: str, position: int) -> int:
    """The first beginning of a word from a position on."""
    space = text.find(" ", position)
    return position if space < 0 else space + 1


def read_document(document: Document, language: str, user: AbstractBaseUser | AnonymousUser) -> Reading | None:
    """The document in a language ("" for English, or its first one); None when it is not here in that one."""
    versions = list(visible_versions(user).filter(document=document).defer("parsed").order_by(*LEADING_FIRST))
    version = _chosen(versions, language)
    if version is None:
        return None
    citations = list(
        Citation.objects.filter(version=version)
        .select_related("article__instrument", "meeting__body")
        .order_by("position")
    )
    known = documents_by_symbol((c.value for c in citations if c.kind == Citation.Kind.DOCUMENT), user)
    recommendations = list(Recommendation.objects.filter(version=version).order_by("position"))
    paragraphs = list(version.paragraphs.order_by("position"))
    footnotes = list(version.footnotes.order_by("position"))
    places = _CitationsByPlace(citations, known)
    calls = _note_calls(paragraphs)
    return Reading(
        document=document,
        version=version,
        versions=versions,
        files=list(visible_files(document, user).select_related("version").defer("version__parsed")),
        blocks=_blocks(paragraphs, places, recommendations, {note.position for note in footnotes}),
        notes=[_note(note, places.of_footnote(note), note.position in calls) for note in footnotes],
        recommendations=recommendations,
    )


def _chosen(versions: Iterable[LanguageVersion], language: str) -> LanguageVersion | None:
    """The version in the language, or without one the first."""
    return next((version for version in versions if language in ("", version.language)), None)


class _CitationsByPlace:
    """The citations of a version, by the place in which they stand."""

    def __init__(self, citations: Iterable[Citation], known: Mapping[str, Document]) -> None:
        self._known = known
        self._by_paragraph: dict[int | None, list[Citation]] = defaultdict(list)
        self._by_footnote: dict[int | None, list[Citation]] = defaultdict(list)
        for citation in citations:
            if citation.footnote_id is not None:
                self._by_footnote[citation.footnote_id].append(citation)
            else:
                self._by_paragraph[citation.paragraph_id].append(citation)

    def of_paragraph(self, paragraph: Paragraph) -> CitationMarks:
        return citation_marks(self._by_paragraph.get(paragraph.pk, ()), self._known)

    def of_footnote(self, footnote: Footnote) -> CitationMarks:
        return citation_marks(self._by_footnote.get(footnote.pk, ()), self._known)


def _note_calls(paragraphs: Iterable[Paragraph]) -> dict[int, int]:
    """Position of a footnote -> the paragraph that calls it first, where its back link leads."""
    calls: dict[int, int] = {}
    for paragraph in paragraphs:
        for call in paragraph.notes:
            if call.get("note") is not None:
                calls.setdefault(call["note"], paragraph.pk)
    return calls


def _blocks(
    paragraphs: Sequence[Paragraph],
    citations: _CitationsByPlace,
    recommendations: Iterable[Recommendation],
    footnotes: set[int],
) -> list[ReaderBlock]:
    starting = {recommendation.paragraph_id: recommendation for recommendation in recommendations}
    recommended: set[int] = set()
    called: set[int] = set()
    page = None
    blocks = []
    for paragraph in paragraphs:
        if paragraph.pk in starting or paragraph.parent_id in recommended:
            recommended.add(paragraph.pk)
        marks = citations.of_paragraph(paragraph)
        calls = [_note_call(call, footnotes, called) for call in paragraph.notes]
        turns = [_page_turn(turn, paragraph.text) for turn in paragraph.breaks if turn["page"] is not None]
        layers = [marks.overlays, *_typography(paragraph)]
        blocks.append(
            ReaderBlock(
                paragraph=paragraph,
                text=marked_up(paragraph.text, layers, [*marks.insertions, *calls, *turns]),
                label=_printed_label(paragraph),
                heading_level=min(max(paragraph.level, 1) + 1, LOWEST_HEADING),
                recommendation=starting.get(paragraph.pk),
                within_recommendation=paragraph.pk in recommended,
                opens_page=paragraph.page if paragraph.page != page else None,
            )
        )
        page = paragraph.breaks[-1]["page"] if paragraph.breaks else paragraph.page
    return blocks


def _typography(paragraph: Paragraph) -> list[list[Overlay]]:
    """A layer of what is printed bold, and one of what is printed in italics."""
    return [
        [
            Overlay(mark["start"], mark["end"], format_html("<{}>", tag), format_html("</{}>", tag))
            for mark in paragraph.marks
            if mark["style"] == style
        ]
        for style, tag in _TAGS.items()
    ]


def _note_call(call: Mapping[str, object], footnotes: set[int], called: set[int]) -> Insertion:
    """The call of a footnote as a link to it; the first one of each note is where the note leads back to."""
    note = call.get("note")
    offset = int(str(call["offset"]))
    if not isinstance(note, int) or note not in footnotes:
        title = _("The footnote was not found.")
        return Insertion(offset, format_html('<sup class="unresolved" title="{}">{}</sup>', title, call["marker"]))
    identity = format_html(' id="call-{}"', note) if note not in called else ""
    called.add(note)
    return Insertion(
        offset,
        format_html(
            '<sup class="note-call"><a{} href="#note-{}" aria-label="{}">{}</a></sup>',
            identity,
            note,
            _("Footnote %(marker)s") % {"marker": call["marker"]},
            call["marker"],
        ),
    )


def _page_turn(turn: Mapping[str, int], text: str) -> Insertion:
    """The number of a page at its first word; in a word that was broken at the page's end, behind it."""
    offset = turn["offset"]
    if text[offset - 1 : offset].islower() and text[offset : offset + 1].islower():
        offset = _word_start(text, offset)
    number = _("page %(page)s") % {"page": turn["page"]}
    return Insertion(offset, format_html('<span class="page-mark" lang="{}">{}</span>', get_language(), number))


def _note(footnote: Footnote, marks: CitationMarks, called: bool) -> ReaderNote:
    return ReaderNote(footnote, marked_up(footnote.text, [marks.overlays], marks.insertions), called)


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
