"""The home page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.queries.documents import document_list, issued_for, published_documents
from documents.web.generation_cache import GenerationCache
from documents.web.languages import by_name, language_names
from recommendations.labels.facet_values import names
from recommendations.labels.vocabulary import article_number
from recommendations.models import SearchScope
from recommendations.queries import catalogue
from recommendations.queries.catalogue import TopicCount
from recommendations.queries.holdings import holdings
from recommendations.queries.meetings import count_meetings_with_content, meetings_with_content, next_meeting
from recommendations.search.query import ADOPTED_ONLY, SearchQuery
from recommendations.search.results import TOTAL, Result, count_facets, count_hits, search
from recommendations.search.thesaurus import LANGUAGES

MAX_NEWEST = 5  # documents or meetings listed
MAX_TOPICS = 8

EXAMPLE_LANGUAGE = "fr"  # of one example, which shows that a search finds texts in any language
ANY_STATE = frozenset({"states-parties", "member-states", "states", "governments"})
"""Addressees of nearly every recommendation, which are therefore poor examples."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search form with examples, the most cited articles and topics, news, and the holdings of the portal."""
    everything = search(SearchQuery(), size=0, details=False)
    counts = everything.counts
    documents = document_list(published_documents().prefetch_related("symbols"))
    meetings = meetings_with_content()
    coming = next_meeting(timezone.localdate())
    adopted = count_facets(ADOPTED_ONLY)
    instruments = catalogue.instruments_with_articles(counts["article"], adopted["article"], key="untoc")
    topics = catalogue.topics_by_count(counts["topic"], adopted["topic"])
    held = holdings()
    context = {
        "recommendation_count": everything.total,
        "adopted_count": adopted[TOTAL].get("", 0),
        "document_count": documents.count(),
        "meeting_count": count_meetings_with_content(),
        "examples": _examples(everything, instruments, topics),
        "next_meeting": coming,
        "next_documents": documents.filter(issued_for([coming])) if coming else (),
        "newest_documents": documents[:MAX_NEWEST],
        "newest_meetings": [
            (meeting, counts["meeting"].get(meeting.slug, 0), adopted["meeting"].get(meeting.slug, 0))
            for meeting in meetings.order_by(F("start").desc(nulls_last=True))[:MAX_NEWEST]
        ],
        "instruments": instruments,
        "topics": topics[:MAX_TOPICS],
        "holdings": held,
        "absent": _absent_documents(held.absent, everything.generation),
        "missing_languages": language_names(by_name(set(LANGUAGES) - held.languages)),
    }
    return render(request, "home.html", context)


_absent_cache: GenerationCache[tuple[str, ...], list[tuple[str, str]]] = GenerationCache(8)
"""Missing documents by the reader's language, which their addresses contain, and their symbols."""


def _absent_documents(symbols: Sequence[str], generation: int) -> list[tuple[str, str]]:
    """Return the symbols of missing documents, each with the address of a search for the paragraphs that cite it, or ""
    if the search finds nothing."""
    key = (get_language() or "", *symbols)
    found = _absent_cache.get(key, generation)
    if found is None:
        queries = [SearchQuery(words=symbol, scope=SearchScope.PARAGRAPHS) for symbol in symbols]
        found = [(query.words, query.address if count_hits(query) else "") for query in queries]
        _absent_cache.put({key: found}, generation)
    return found


# --- examples ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a search with results. ``language`` is the language of the label if it is not the reader's."""

    label: str
    address: str
    language: str = ""


_examples_cache: GenerationCache[str, list[Example]] = GenerationCache(8)
"""The examples by the reader's language, with the generation of the index."""


def _examples(
    everything: Result, instruments: list[catalogue.InstrumentCount], topics: list[TopicCount]
) -> list[Example]:
    """Return searches by article, by words in another language, and by addressee, omitting those without results."""
    key = get_language() or ""
    examples = _examples_cache.get(key, everything.generation)
    if examples is None:
        found = (_by_article(instruments), _by_words(topics), _by_addressee(everything))
        examples = [example for candidates in found if (example := next(candidates, None))]
        _examples_cache.put({key: examples}, everything.generation)
    return examples


def _by_article(instruments: list[catalogue.InstrumentCount]) -> Iterator[Example]:
    for row in (row for entry in instruments for row in entry.most_cited):
        words = _("article %(number)s") % {"number": article_number(row.article.number)}
        query = SearchQuery(words=words)
        if _finds(query):
            yield Example(words, query.address)


def _by_words(topics: list[TopicCount]) -> Iterator[Example]:
    for row in topics:
        words = row.topic.labels.get(EXAMPLE_LANGUAGE, "").lower()
        query = SearchQuery(words=words)
        if words and _finds(query):
            yield Example(words, query.address, EXAMPLE_LANGUAGE)


def _by_addressee(everything: Result) -> Iterator[Example]:
    counts = everything.counts["addressee"]
    for value in sorted(counts, key=lambda value: (value in ANY_STATE, -counts[value], value)):
        label = names(everything.generation).of("addressee", value).full_label
        yield Example(_("addressee: %(addressee)s") % {"addressee": label}, SearchQuery(addressee=(value,)).address)


def _finds(query: SearchQuery) -> bool:
    """Return whether a search finds recommendations that contain its words."""
    return search(query.changed(meaning=False), size=0, details=False).total > 0
