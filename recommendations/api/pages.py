"""The page about the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.queries.documents import newest_first, published_documents
from recommendations.api.endpoints import BASE, ENDPOINTS
from recommendations.api.parameters import DEFAULT_LIMIT, MAX_LIMIT
from recommendations.api.problems import ProblemType
from recommendations.labels.facet_values import names
from recommendations.models import Article, SearchScope
from recommendations.queries.meetings import meetings_with_content
from recommendations.search.query import SearchQuery
from recommendations.search.results import count_facets, search

PHRASE = '"central authorities"'


def _examples() -> Iterator[tuple[str, str]]:
    """Yield labels and addresses of examples that have results."""
    everything = search(SearchQuery(), size=0, details=False)
    all_names = names(everything.generation)
    if topic := _most_frequent(everything.counts["topic"]):
        status = _most_frequent(count_facets(SearchQuery(topic=(topic,)))["status"])
        labels = {
            "topic": all_names.of("topic", topic).full_label,
            "status": all_names.of("status", status).full_label,
        }
        label = _("Recommendations on the topic “%(topic)s” with the status “%(status)s”") % labels
        yield label, f"{BASE}recommendations?topic={topic}&status={status}"
    articles = everything.counts["article"]
    paragraphs = {value: count for value, count in articles.items() if value.count(":") == 2}
    if article := _most_frequent(paragraphs or {value: count for value, count in articles.items() if ":" in value}):
        label = _("Recommendations that cite a provision: %(article)s") % {
            "article": all_names.of("article", article).full_label
        }
        yield label, f"{BASE}recommendations?article={article}"
    if search(SearchQuery(words=PHRASE, scope=SearchScope.PARAGRAPHS.value), size=0, details=False).total:
        label = _("Paragraphs of any document that contain a phrase")
        yield label, f"{BASE}paragraphs?{urlencode({'q': PHRASE})}"
    if meeting := meetings_with_content().first():
        yield _("The meetings of one body"), f"{BASE}meetings?body={meeting.body.key}"
    if instrument := Article.objects.values_list("instrument__key", flat=True).first():
        label = _("The articles of an instrument, a hundred at a time")
        yield label, f"{BASE}articles?instrument={instrument}&limit=100"
    if document := newest_first(published_documents().prefetch_related("symbols")).first():
        yield _("The newest document, by its symbol"), f"{BASE}documents/{document.address}"


def _most_frequent(counts: Mapping[str, int]) -> str:
    """Return the value with the highest count, or ""."""
    return max(sorted(counts), key=lambda value: counts[value], default="")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the page that describes the API, with examples."""
    context = {
        "endpoints": ENDPOINTS,
        "examples": list(_examples()),
        "root": request.build_absolute_uri(BASE),
        "kinds": list(ProblemType),
        "default_limit": DEFAULT_LIMIT,
        "max_limit": MAX_LIMIT,
    }
    return render(request, "api/about.html", context)
