"""Pages of topics."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.web.error_pages import SuggestedLink, not_found
from documents.web.languages import reading_languages
from recommendations.labels.facet_values import names
from recommendations.models import Topic
from recommendations.queries import catalogue
from recommendations.queries.vocabularies import current
from recommendations.results.cards import cards
from recommendations.search.query import ADOPTED_ONLY, SearchQuery
from recommendations.search.results import count_facets, count_hits, search

MAX_LISTED = 100  # recommendations on the page of a topic; the search lists the others
MAX_RELATED = 8  # articles or topics


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """List the topics and their subtopics, each with its number of recommendations."""
    counts, adopted = count_facets(SearchQuery())["topic"], count_facets(ADOPTED_ONLY)["topic"]
    return render(request, "topics/list.html", {"topics": catalogue.topics_with_children(counts, adopted)})


@require_safe
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """Show a topic: the recommendations on it, and the articles that they cite."""
    row = Topic.objects.select_related("parent").filter(key=key).first()
    if row is None and (kept := current().current_key("topics", key)) != key:
        return redirect("topic", kept, permanent=False)
    if row is None:
        link = SuggestedLink(_("All topics"), reverse("topics"))
        return not_found(request, _("There is no topic called “%(key)s”.") % {"key": key}, [link])
    query = SearchQuery(topic=(key,))
    result = search(query, size=MAX_LISTED, details=False, languages=reading_languages(request))
    counts = count_facets(SearchQuery())["topic"], count_facets(ADOPTED_ONLY)["topic"]
    context = {
        "topic": row,
        "title": row.label,
        "query": query,
        "total": result.total,
        "adopted": count_hits(query.changed(status=ADOPTED_ONLY.status)),
        "cards": cards(result.hits, names(result.generation), query),
        "children": catalogue.topics_below(row, *counts),
        "siblings": catalogue.topics_below(row.parent, *counts, without=row) if row.parent else [],
        "articles": catalogue.articles_by_count(result.counts["article"])[:MAX_RELATED],
    }
    return render(request, "topics/topic.html", context)
