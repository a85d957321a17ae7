"""Mark citations in a text with links to their targets, or with the reason if a citation is unresolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.models import Document
from documents.web.markup import Insertion, Overlay
from recommendations.labels.vocabulary import article_in_instrument, article_number
from recommendations.models import Article, Citation
from recommendations.reader.citation_targets import Target, is_unresolved, target_of, unresolved_reason

_SPAN, _END_SPAN, _END_LINK = mark_safe('<span class="citation">'), mark_safe("</span>"), mark_safe("</a>")


@dataclass(slots=True)
class CitationMarks:
    """Overlays on the text of citations, and insertions after that text."""

    overlays: list[Overlay] = field(default_factory=list)
    insertions: list[Insertion] = field(default_factory=list)


def citation_marks(citations: Iterable[Citation], documents: Mapping[str, Document], language: str) -> CitationMarks:
    """Return the marks for all citations in a text; ``language`` is the language of the text.

    ``documents`` maps upper-case symbols to the documents that can be opened. Citations added by hand cannot be marked.
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
        elif is_unresolved(first):
            marks.overlays.append(Overlay(start, end, _unresolved_tag(first), _END_SPAN))
        else:
            marks.overlays.append(Overlay(start, end, *_tags(first, target_of(first, documents, language))))
    return marks


def _tags(citation: Citation, target: Target) -> tuple[SafeString, SafeString]:
    """Return the tags around a citation: a link if its target can be opened, else a span with the name of the
    target."""
    title = _title(citation, target)
    if not target.address:
        return format_html('<span class="citation" title="{}">', title), _END_SPAN
    if target.is_outside:
        link = '<a class="citation outside" rel="external" href="{}" title="{}">'
        return format_html(link, target.address, title), _END_LINK
    return format_html('<a class="citation" href="{}" title="{}">', target.address, title), _END_LINK


def _title(citation: Citation, target: Target) -> str:
    if citation.article:
        return article_in_instrument(citation.article)
    return f"{target.name} · {target.note}" if target.note else target.title or target.name


def _links_to(articles: Iterable[Article]) -> SafeString:
    """Return a small link to each of several articles cited by the same words."""
    links = (
        (
            article.get_absolute_url(),
            article_in_instrument(article),
            _("art. %(number)s") % {"number": article_number(article.number)},
        )
        for article in articles
    )
    joined = format_html_join(" ", '<a href="{}" title="{}">{}</a>', links)
    return format_html('<span class="citation-targets"> [{}]</span>', joined)


def _unresolved_tag(citation: Citation) -> SafeString:
    """Return a tag with the reason in its title, so that the text stays as printed."""
    title = _("reference not identified: %(reason)s") % {"reason": unresolved_reason(citation)}
    return format_html('<span class="unresolved" title="{}">', title)
