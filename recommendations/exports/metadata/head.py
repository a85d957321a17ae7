"""The parts of a page's head that describe its document or recommendation to programs."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.labels.citing import BIBTEX_MEDIA_TYPE, CSL_MEDIA_TYPE, RIS_MEDIA_TYPE, CitationSource, format_citation
from documents.models import Document, LanguageVersion
from recommendations.api.addresses import Addresses
from recommendations.exports import akoma_ntoso
from recommendations.exports.feeds import atom
from recommendations.exports.metadata.citation_tags import citation_tags
from recommendations.exports.metadata.json_ld import as_script, document_node, recommendation_node
from recommendations.models import Recommendation, Topic
from recommendations.reader.citation_targets import Target

_FILES = (
    ("json", "application/json"),
    ("bib", BIBTEX_MEDIA_TYPE),
    ("ris", RIS_MEDIA_TYPE),
    ("csl", CSL_MEDIA_TYPE),
)
"""The suffixes of the files of a document or recommendation, and their media types."""


def document_head(
    document: Document,
    version: LanguageVersion,
    languages: Iterable[str],
    source: CitationSource,
    addresses: Addresses,
    *,
    has_pdf: bool,
) -> SafeString:
    """Return the head of the page of a document in one language. ``languages`` are all its public languages."""
    original = reverse("document-original", args=[document.address])
    pdf = addresses.absolute(f"{original}?language={version.language}") if has_pdf else ""
    return _join(
        as_script(document_node(document, version, languages, addresses)),
        citation_tags(source, pdf),
        _files("document-data", [document.address], version.language),
        _link(akoma_ntoso.MEDIA_TYPE, reverse("document-akn", args=[document.address]), version.language),
    )


def recommendation_head(
    row: Recommendation,
    articles: Iterable[Target],
    topics: Iterable[Topic],
    source: CitationSource,
    addresses: Addresses,
) -> SafeString:
    """Return the head of the page of a recommendation, given the articles and topics it relates to."""
    return _join(
        as_script(recommendation_node(row, articles, topics, addresses, format_citation(source))),
        citation_tags(source),
        format_html('<link rel="cite-as" href="{}">', source.address),  # RFC 8574
        _files("recommendation-file", [row.version.document.address, row.place], row.version.language),
        format_html(
            '<link rel="alternate" type="{}" title="{}" href="{}">',
            atom.MEDIA_TYPE,
            _("Atom feed"),
            reverse("recommendation-feed", args=[row.version.document.address, row.place]),
        ),
    )


def _files(name: str, arguments: list[str], language: str) -> SafeString:
    links = ((kind, reverse(name, args=[*arguments, suffix])) for suffix, kind in _FILES)
    return _join(*(_link(kind, address, language) for kind, address in links))


def _link(kind: str, address: str, language: str) -> SafeString:
    return format_html('<link rel="alternate" type="{}" href="{}?language={}">', kind, address, language)


def _join(*parts: SafeString) -> SafeString:
    return mark_safe("\n  ".join(parts))  # noqa: S308  each part is escaped
