"""Link citations to articles, documents and meetings, and show why a citation is unresolved.

Citations of documents that are not in the portal link to undocs.org, the short address of the Official Document System
of the United Nations, or if the symbol is unknown, to the paragraphs that mention the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import quote

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.labels.citing import OFFICIAL_DOCUMENTS
from documents.labels.naming import full_meeting_name
from documents.models import Document
from documents.web.markup import Insertion, Overlay
from recommendations.labels.resolutions import resolution_label, resolution_number
from recommendations.labels.vocabulary import article_in_instrument
from recommendations.models import Article, Citation, SearchScope
from recommendations.queries.citations import documents_by_symbol
from recommendations.search.query import SearchQuery

_RESOLUTION_SYMBOLS = {"GA": "A/RES/", "ECOSOC": "E/RES/", "SC": "S/RES/"}
_NUMBER_IN_SYMBOL = re.compile(r"\d{1,4}/\d{1,4}|\d{1,4} \((?:19|20)\d\d\)")
"""Matches "55/25", "2005/14", "1373 (2001)"; not "217 A (III)", "79/252 B", whose symbols have another form."""

_SPAN, _END_SPAN, _END_LINK = mark_safe('<span class="citation">'), mark_safe("</span>"), mark_safe("</a>")


def symbol_of(citation: Citation) -> str:
    """Return the symbol of the cited document or resolution ("GA 55/25" is A/RES/55/25), "" if unknown."""
    if citation.kind == Citation.Kind.DOCUMENT:
        return citation.value
    if citation.kind == Citation.Kind.RESOLUTION:
        organ, _space, number = citation.value.partition(" ")
        if organ in _RESOLUTION_SYMBOLS and _NUMBER_IN_SYMBOL.fullmatch(number):
            return _RESOLUTION_SYMBOLS[organ] + number
    return ""


def linked_documents(citations: Iterable[Citation], user: AbstractBaseUser | AnonymousUser) -> dict[str, Document]:
    """Return the cited documents that the user may open, by symbol in capitals."""
    return documents_by_symbol(map(symbol_of, citations), user)


@dataclass(slots=True)
class CitationMarks:
    """Overlays on the text of citations, and insertions after that text."""

    overlays: list[Overlay] = field(default_factory=list)
    insertions: list[Insertion] = field(default_factory=list)


def citation_marks(citations: Iterable[Citation], documents: Mapping[str, Document]) -> CitationMarks:
    """Return the marks of all citations in a text.

    ``documents`` are those that can be opened, by symbol in capitals. Citations added by hand cannot be marked.
    """
    marks = CitationMarks()
    in_text = (citation for citation in citations if not citation.is_manual)
    ordered = sorted(in_text, key=lambda citation: (citation.start, citation.end, citation.position))
    for (start, end), group in groupby(ordered, key=lambda citation: (citation.start, citation.end)):
        same_span = list(group)
        articles = {citation.article.pk: citation.article for citation in same_span if citation.article}
        first = same_span[0]
        if len(articles) > 1:
            marks.overlays.append(Overlay(start, end, _SPAN, _END_SPAN))
            marks.insertions.append(Insertion(end, _links_to(articles.values())))
        elif _is_unresolved(first):
            opening = format_html('<span class="unresolved" title="{}">', first.reason)
            marks.overlays.append(Overlay(start, end, opening, _END_SPAN))
            marks.insertions.append(Insertion(end, _unresolved_mark(first.reason)))
        else:
            marks.overlays.append(Overlay(start, end, *_tags(first, documents)))
    return marks


def _is_unresolved(citation: Citation) -> bool:
    return not (citation.article or citation.meeting or citation.value)


def _tags(citation: Citation, documents: Mapping[str, Document]) -> tuple[SafeString, SafeString]:
    """Return the tags around a citation: a link if there is a target, else a span with its canonical name."""
    if citation.article:
        return _link(citation.article.get_absolute_url(), article_in_instrument(citation.article))
    if citation.meeting:
        return _link(citation.meeting.get_absolute_url(), full_meeting_name(citation.meeting))
    symbol = symbol_of(citation)
    if document := documents.get(symbol.upper()):
        return _link(document.get_absolute_url(), document.title or citation.value)
    if symbol:
        return _official_link(symbol)
    if citation.kind == Citation.Kind.RESOLUTION:
        title = _("%(value)s · not in this collection · find mentions") % {"value": resolution_label(citation.value)}
        return _link(_mentions_address(citation), title)
    name = citation.text if citation.kind == Citation.Kind.ARTICLE else citation.value  # not a key such as "charter:51"
    title = _("%(value)s · not in this collection") % {"value": name}
    return format_html('<span class="citation" title="{}">', title), _END_SPAN


def _official_link(symbol: str) -> tuple[SafeString, SafeString]:
    title = _("%(symbol)s · not in this collection · open on the United Nations website") % {"symbol": symbol}
    address = OFFICIAL_DOCUMENTS + quote(symbol.replace(" ", ""), safe="/().")
    return format_html('<a class="citation outside" rel="external" href="{}" title="{}">', address, title), _END_LINK


def _mentions_address(citation: Citation) -> str:
    number = resolution_number(citation.value)
    words = f'"resolution {number}" OR "decision {number}"'
    return SearchQuery(words=words, scope=SearchScope.PARAGRAPHS.value).address


def _link(address: str, title: str) -> tuple[SafeString, SafeString]:
    return format_html('<a class="citation" href="{}" title="{}">', address, title), _END_LINK


def _links_to(articles: Iterable[Article]) -> SafeString:
    """Return a small link to each of several articles cited by the same words."""
    links = (
        (
            article.get_absolute_url(),
            article_in_instrument(article),
            _("art. %(number)s") % {"number": article.number},
        )
        for article in articles
    )
    joined = format_html_join(" ", '<a href="{}" title="{}">{}</a>', links)
    return format_html('<span class="citation-targets"> [{}]</span>', joined)


def _unresolved_mark(reason: str) -> SafeString:
    return format_html(
        '<sup class="doubt" aria-hidden="true">?</sup><span class="visually-hidden"> ({})</span>',
        _("reference not identified: %(reason)s") % {"reason": reason},
    )
