"""The page for citing a place in a document: its text, languages, page and references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from documents.models import Document, LanguageVersion, Paragraph
from documents.queries.documents import visible_files
from documents.queries.source_files import source_page_address, source_pdf_of
from documents.web.markup import mark_up
from recommendations.models import Recommendation
from recommendations.queries.citations import cited_items_by_paragraph
from recommendations.reader.document import User
from recommendations.reader.marks import typography
from recommendations.reader.references import ListedReference, read_references


@dataclass(frozen=True, slots=True)
class CitationPage:
    """A document or paragraph to cite. ``address`` links to its text, ``original`` to its page in the source file."""

    document: Document
    version: LanguageVersion
    versions: Sequence[LanguageVersion]
    paragraph: Paragraph | None
    recommendation: Recommendation | None
    text: SafeString
    references: Sequence[ListedReference]
    original: str

    @property
    def address(self) -> str:
        place = f"#{self.paragraph.anchor}" if self.paragraph else ""
        return f"{self.document.get_absolute_url()}?language={self.version.language}{place}"


def citation_page(
    document: Document,
    version: LanguageVersion,
    versions: Sequence[LanguageVersion],
    paragraph: Paragraph | None,
    recommendation: Recommendation | None,
    user: User,
) -> CitationPage:
    """Return the page for citing a document or paragraph."""
    has_pdf = source_pdf_of(visible_files(document, user), version) is not None
    page = (paragraph.page if paragraph else 1) or 1
    cited = cited_items_by_paragraph([paragraph.pk], user)[paragraph.pk] if paragraph else []
    return CitationPage(
        document=document,
        version=version,
        versions=versions,
        paragraph=paragraph,
        recommendation=recommendation,
        text=mark_up(paragraph.text, typography(paragraph.marks)) if paragraph else SafeString(""),
        references=read_references(cited, version.language, user).others,
        original=source_page_address(document, version, page) if has_pdf else "",
    )
