"""A document in one language, ready to render."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from documents.labels.citing import OFFICIAL_LANGUAGES
from documents.models import LEADING_FIRST, Document, DocumentFile, Footnote, LanguageVersion, Meeting, Paragraph
from documents.queries.documents import visible_files, visible_versions
from documents.queries.related import RelatedDocument, RelatedDocuments, related_documents
from documents.queries.source_files import source_page_address, source_pdf_of
from documents.web.languages import interface_language
from recommendations.labels.status import status_sentence
from recommendations.models import Article, Citation, Recommendation, endorsement_with_place
from recommendations.queries.lineage import LinkedVersion, adopted_versions_of
from recommendations.reader.blocks import ReaderBlock, ReaderNote, TextParts, blocks_of
from recommendations.reader.citation_targets import linked_documents
from recommendations.reader.corrigenda import Corrections, read_corrections
from recommendations.reader.hits import MarkedTerms, ParagraphHit
from recommendations.reader.lineage_documents import documents_of_lineage
from recommendations.reader.printed_titles import PrintedTitles, printed_titles
from recommendations.reader.side_by_side import (
    LanguageDifferences,
    ParallelRow,
    language_differences,
    parallel_texts,
    side_by_side,
)

User = AbstractBaseUser | AnonymousUser
Row = TypeVar("Row", Citation, Footnote)
MAX_PARAGRAPHS = 2_000  # of a text on one page, which takes a web process a second
_MAX_OUTLINE_LEVEL = 3  # HTML heading level in the outline: chapters and sections
_SHARED = (
    Prefetch("article", Article.objects.select_related("instrument")),
    Prefetch("meeting", Meeting.objects.select_related("body")),
)
"""What citations name: one object for all citations of an article or meeting, because a long text has thousands."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document in one language. ``versions`` and ``files`` are those that the user may open.

    ``notes`` are the footnotes whose markers do not occur in the text; the others are with their blocks. ``original``
    is the address of the source file if it can be shown page by page, else "". ``adopted_versions`` maps the keys of
    drafts to the adopted texts linked to them. ``beside`` is a second language, shown side by side in the rows
    ``parallel``; without it, there are no rows. ``differences`` list where the other languages differ.

    A text of more than :data:`MAX_PARAGRAPHS` paragraphs is in several pages. Then ``blocks``, ``notes`` and matches
    are those of this ``page``, and languages are not shown side by side.
    """

    document: Document
    version: LanguageVersion
    titles: PrintedTitles
    versions: Sequence[LanguageVersion]
    files: Sequence[DocumentFile]
    page: Page[Paragraph]
    blocks: Sequence[ReaderBlock]
    notes: Sequence[ReaderNote]
    recommendations: Sequence[Recommendation]
    adopted_versions: Mapping[int, Sequence[LinkedVersion]]
    related: RelatedDocuments
    corrections: Corrections
    lineage: Sequence[RelatedDocument]
    marked_terms: MarkedTerms
    original: str
    beside: LanguageVersion | None
    parallel: Sequence[ParallelRow]
    differences: Sequence[LanguageDifferences]

    @property
    def official_languages(self) -> Sequence[str]:
        """The languages of the official document: all six, or for a conference room paper, which is not translated,
        only the known languages; () without a symbol."""
        if not self.document.symbol:
            return ()
        if self.document.kind == Document.Kind.CONFERENCE_ROOM_PAPER:
            return [version.language for version in self.versions if version.language in OFFICIAL_LANGUAGES]
        return OFFICIAL_LANGUAGES

    @property
    def outline(self) -> list[ReaderBlock]:
        """The headings of the upper levels."""
        return [
            block
            for block in self.blocks
            if block.paragraph.kind == "heading" and block.heading_level <= _MAX_OUTLINE_LEVEL
        ]

    @property
    def statuses(self) -> list[tuple[str, int]]:
        """The statuses of its recommendations as sentences, each with the number that have it."""
        rows = {status_sentence(row): row for row in self.recommendations}
        counted = Counter(map(status_sentence, self.recommendations)).most_common()
        return [(status_sentence(rows[one], number), number) for one, number in counted]

    @property
    def draft_count(self) -> int:
        return sum(row.status == Recommendation.Status.DRAFT for row in self.recommendations)

    @property
    def drafts_adopted_later(self) -> int:
        """The number of drafts with a later version that was adopted, certain or possible."""
        drafts = (row for row in self.recommendations if row.status == Recommendation.Status.DRAFT)
        return sum(any(version.is_later for version in self.adopted_versions.get(row.pk, ())) for row in drafts)

    @property
    def hits(self) -> list[ParagraphHit]:
        """The matches of the search, in text order."""
        return [block.hit for block in self.blocks if block.hit]

    @property
    def first_hit(self) -> str:
        """The anchor of the first paragraph with a match, or ""."""
        return next((block.paragraph.anchor for block in self.blocks if block.hit), "")


def read_document(
    document: Document,
    language: str,
    user: User,
    marked_terms: MarkedTerms | None = None,
    *,
    beside: str = "",
    page_number: str = "1",
) -> DocumentPage | None:
    """Return the document in a language, or None if it is not available in it. If ``language`` is "", return it in the
    language of the page or, if it is not available in it, in the leading version. ``beside`` is another language to
    show side by side; it is ignored if it is not available. If there is no page with the ``page_number``, the nearest
    one is returned.
    """
    marked_terms = marked_terms or MarkedTerms()
    versions = readable_versions(document, user)
    version = select_version(versions, language, interface_language())
    if version is None:
        return None
    prefetch_related_objects([document], "further_organs__body", "further_organs__meeting__body")
    files = list(visible_files(document, user).select_related("version").defer("version__parsed"))
    original = source_page_address(document, version) if source_pdf_of(files, version) else ""
    related = related_documents(document, user)
    page = _page_of(version, page_number)
    corrections = read_corrections(document, version, page, related.series, user)
    parts = _parts(version, page, corrections, user, original)
    others = [row for row in versions if row.pk != version.pk and not page.has_other_pages()]
    second = select_version(others, beside) if beside else None
    texts = parallel_texts(second, marked_terms) if second else []
    blocks, notes = blocks_of(parts, marked_terms, {text.paragraph.place for text in texts if text.has_hit})
    return DocumentPage(
        document=document,
        version=version,
        titles=printed_titles(version, versions),
        versions=versions,
        files=files,
        page=page,
        blocks=blocks,
        notes=notes,
        recommendations=parts.recommendations,
        adopted_versions=parts.adopted_versions,
        related=related,
        corrections=corrections,
        lineage=documents_of_lineage(document, user),
        marked_terms=marked_terms,
        original=original,
        beside=second,
        parallel=side_by_side(blocks, texts) if second else [],
        differences=language_differences(version, versions),
    )


def readable_versions(document: Document, user: User) -> list[LanguageVersion]:
    """Return the versions of a document that the user may open, the leading one first."""
    versions = list(visible_versions(user).filter(document=document).defer("parsed").order_by(*LEADING_FIRST))
    for version in versions:
        version.document = document
    return versions


def select_version(versions: Iterable[LanguageVersion], language: str, preferred: str = "") -> LanguageVersion | None:
    """Return the version in a language. If ``language`` is "", return the version in the ``preferred`` language or, if
    there is none, the first one."""
    by_language = {version.language: version for version in versions}
    if language:
        return by_language.get(language)
    return by_language.get(preferred) or next(iter(by_language.values()), None)


def corresponding_anchor(paragraph: Paragraph, version: LanguageVersion) -> str:
    """Return the anchor, in another version, of the same paragraph or of the nearest paragraph above it that both
    versions have.

    Return "" if they have none in common.
    """
    if paragraph.version_id == version.pk:
        return paragraph.anchor
    above = Paragraph.objects.filter(version=paragraph.version_id, position__lte=paragraph.position)
    places = list(above.order_by("-position").values_list("place", flat=True))
    anchors = dict(Paragraph.objects.filter(version=version, place__in=places).values_list("place", "anchor"))
    return next((anchors[place] for place in places if place in anchors), "")


def _page_of(version: LanguageVersion, number: str) -> Page[Paragraph]:
    rows = version.paragraphs.order_by("position")
    first = list(rows[: MAX_PARAGRAPHS + 1])  # nearly always all of them, which then need no other query
    return Paginator(first if len(first) <= MAX_PARAGRAPHS else rows, MAX_PARAGRAPHS).get_page(number)


def page_with(paragraph: Paragraph) -> int:
    """Return the number of the page of the text that has a paragraph."""
    before = Paragraph.objects.filter(version=paragraph.version_id, position__lt=paragraph.position)
    return before.count() // MAX_PARAGRAPHS + 1


def _parts(
    version: LanguageVersion,
    page: Page[Paragraph],
    corrections: Corrections,
    user: User,
    original: str,
) -> TextParts:
    citations = list(
        _of_page(Citation.objects.filter(version=version), page, "paragraph", "footnote__paragraph")
        .prefetch_related(*_SHARED)
        .order_by("position")
    )
    recommendations = list(
        Recommendation.objects.filter(version=version)
        .select_related("meeting__body", "adopted_by__body", "put_to__body")
        .prefetch_related(endorsement_with_place())
        .order_by("position")
    )
    for row in recommendations:
        row.version = version
    return TextParts(
        language=version.language,
        paragraphs=list(page),
        footnotes=list(_of_page(version.footnotes.order_by("position"), page, "paragraph")),
        citations=citations,
        recommendations=recommendations,
        documents=linked_documents(citations, user),
        original=original,
        corrections=corrections.by_anchor,
        adopted_versions=adopted_versions_of(recommendations),
    )


def _of_page(rows: QuerySet[Row], page: Page[Paragraph], *keys: str) -> QuerySet[Row]:
    """Return the rows whose paragraph, by any of the ``keys``, is on the page. The last page also has those without a
    paragraph."""
    if not page.has_other_pages():
        return rows
    positions = (page[0].position, page[-1].position)
    on_page = Q(*((f"{key}__position__range", positions) for key in keys), _connector=Q.OR)
    if not page.has_next():
        on_page |= Q(*((f"{key}__isnull", True) for key in keys))
    return rows.filter(on_page)
