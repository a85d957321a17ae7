"""Citations as links: to the article, the document or the meeting that a text names. Unresolved ones say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.markup import Insertion, Overlay
from documents.models import Document
from documents.naming import meeting_sentence
from recommendations.labels import article_in_instrument
from recommendations.models import Article, Citation

_SPAN, _END_SPAN, _END_LINK = mark_safe('<span class="citation">'), mark_safe("</span>"), mark_safe("</a>")


@dataclass(slots=True)
class CitationMarks:
    """What is laid over a text for its citations, and what is put behind their words."""

    overlays: list[Overlay] = field(default_factory=list)
    insertions: list[Insertion] = field(default_factory=list)


def citation_marks(citations: Iterable[Citation], known: Mapping[str, Document]) -> CitationMarks:
    """The marks of all citations in one text.

    ``known`` holds the documents that can be opened, by symbol in capitals.
    """
    marks = CitationMarks()
    ordered = sorted(citations, key=lambda citation: (citation.start, citation.end, citation.position))
    for (start, end), group in groupby(ordered, key=lambda citation: (citation.start, citation.end)):
        same_words = list(group)
        articles = {citation.article.pk: citation.article for citation in same_words if citation.article}
        first = same_words[0]
        if len(articles) > 1:
            marks.overlays.append(Overlay(start, end, _SPAN, _END_SPAN))
            marks.insertions.append(Insertion(end, _links_to(articles.values())))
        elif _is_unresolved(first):
            opening = format_html('<span class="unresolved" title="{}">', first.reason)
            marks.overlays.append(Overlay(start, end, opening, _END_SPAN))
            marks.insertions.append(Insertion(end, _doubt(first.reason)))
        else:
            marks.overlays.append(Overlay(start, end, *_tags(first, known)))
    return marks


def _is_unresolved(citation: Citation) -> bool:
    return not (citation.article or citation.meeting or citation.value)


def _tags(citation: Citation, known: Mapping[str, Document]) -> tuple[SafeString, SafeString]:
    """The tags around words that cite one thing: a link where it can be opened here, else its canonical name."""
    if citation.article:
        return _link(citation.article.get_absolute_url(), article_in_instrument(citation.article))
    if citation.meeting:
        return _link(citation.meeting.get_absolute_url(), meeting_sentence(citation.meeting))
    if document := known.get(citation.value.upper()):
        return _link(document.get_absolute_url(), document.title or citation.value)
    title = _("%(value)s (not in this portal)") % {"value": citation.value}
    return format_html('<span class="citation" title="{}">', title), _END_SPAN


def _link(address: str, title: str) -> tuple[SafeString, SafeString]:
    return format_html('<a class="citation" href="{}" title="{}">', address, title), _END_LINK


def _links_to(articles: Iterable[Article]) -> SafeString:
    """A small link to each of several articles cited by the same words, which themselves can lead to one only."""
    links = (
        (
            article.get_absolute_url(),
            article_in_instrument(article),
            _("art. %(number)s") % {"number": article.number},
        )
        for article in articles
    )
    joined = format_html_join(" ", '<a href="{}" title="{}">{}</a>', links)
    return format_html('<span class="targets"> [{}]</span>', joined)


def _doubt(reason: str) -> SafeString:
    return format_html(
        '<sup class="doubt" aria-hidden="true">?</sup><span class="visually-hidden"> ({})</span>',
        _("not resolved: %(reason)s") % {"reason": reason},
    )
