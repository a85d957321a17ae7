"""Citation tags in the head of a page, by which Zotero and Google Scholar identify its content.

Source: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing (the tags introduced by HighWire Press).
"""

from __future__ import annotations

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from documents.labels.citing import PUBLISHER, CitationSource


def citation_tags(source: CitationSource, pdf: str = "") -> SafeString:
    """Return the tags for a source. ``pdf`` is the absolute address of its PDF, or ""."""
    pairs = (
        ("citation_title", source.title or source.symbol),
        ("citation_author", source.body or PUBLISHER),
        ("citation_publication_date", source.date.strftime("%Y/%m/%d") if source.date else ""),
        ("citation_technical_report_institution", PUBLISHER),
        ("citation_technical_report_number", source.symbol),
        ("citation_publisher", PUBLISHER),
        ("citation_language", source.language),
        ("citation_firstpage", str(source.page) if source.page else ""),
        ("citation_public_url", source.address),
        ("citation_pdf_url", pdf),
    )
    return format_html_join("\n  ", '<meta name="{}" content="{}">', ((name, text) for name, text in pairs if text))
