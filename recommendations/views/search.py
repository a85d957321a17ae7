"""Search pages: results, all values of a facet, suggestions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from documents.web.error_pages import SuggestedLink, bad_request, not_found
from documents.web.languages import reading_languages
from documents.web.phrases import comma_list, grouped
from recommendations.follow_up.entries import can_view_follow_up, entries_of
from recommendations.labels.facet_values import Names, names
from recommendations.models import SearchScope
from recommendations.results.answer_cards import answer_cards
from recommendations.results.cards import cards
from recommendations.results.facet_panel import (
    FACET_LABELS,
    all_facet_values,
    facet_panel,
    recognized_values,
    selected_values,
)
from recommendations.results.next_steps import next_steps
from recommendations.results.notices import notices
from recommendations.search.interpretations import UnknownSymbolNote
from recommendations.search.parameters import MAX_QUERY_LENGTH, read_parameters
from recommendations.search.query import (
    DATE,
    FACETS,
    MAX_ADDRESS_BYTES,
    PAGE_SIZE,
    RECOMMENDATION_FACETS,
    RELEVANCE,
    SearchQuery,
)
from recommendations.search.results import Result, count_hits, search
from recommendations.search.suggestions import SuggestionKind, suggest

SUGGESTION_LABELS = {
    SuggestionKind.ARTICLE: gettext_lazy("article"),
    SuggestionKind.DOCUMENT: gettext_lazy("document"),
    SuggestionKind.MEETING: gettext_lazy("meeting"),
    SuggestionKind.TOPIC: gettext_lazy("topic"),
    SuggestionKind.WORDS: gettext_lazy("search term"),
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def recommendations(request: HttpRequest) -> HttpResponse:
    """Show the results of a search; the address holds all words and filters.

    A text too long for an address is sent as a form. Its result has no links to filters or further pages, because these
    would be too long as well.
    """
    parsed = read_parameters(request.POST if request.method == "POST" else request.GET)
    query = parsed.query
    is_linkable = len(query.address) <= MAX_ADDRESS_BYTES
    if request.method == "POST" and is_linkable and not parsed.is_shortened and not parsed.messages:
        return redirect(query.address)
    if parsed.messages:
        only_page = set(parsed.errors) == {"page"}
        label = _("Go to the first page of results") if only_page else _("Search without the invalid filters")
        return bad_request(request, parsed.messages, [SuggestedLink(label, query.on_page(1).address)])
    applicable = query.in_scope(query.scope)
    if applicable.parameters() != query.parameters():
        left_out = [facet for facet in query.choices if query.selected(facet) != applicable.selected(facet)]
        return redirect(_with_left_out(applicable.address, left_out))  # paragraphs have no status, for example
    result = search(query, details=False, languages=reading_languages(request))
    last = last_page(result)
    if query.page > last:
        message = _("Page %(page)s does not exist. The last page is %(last)s.")
        link = SuggestedLink(_("Last page of results"), query.on_page(last).address)
        return not_found(request, message % {"page": query.page, "last": last}, [link])
    facet_names = names(result.generation)
    shown = (hit.row for hit in (*result.hits, *result.related))
    entries = entries_of(shown, facet_names) if can_view_follow_up(request.user) else {}
    articles = result.understood.choices.get("article", ())
    tabs = _tabs(result)
    context = {
        **result_context(result, last, facet_names, tabs),
        "tabs": tabs,
        "left_out": _left_out(request, tabs),
        "cards": cards(result.hits, facet_names, query, entries, articles),
        "related_cards": cards(result.related, facet_names, query, entries, articles),
        "max_length": MAX_QUERY_LENGTH if parsed.is_shortened else None,
        "is_linkable": is_linkable,
    }
    if not is_linkable:
        context |= {"groups": [], "pages": [], "tabs": [], "notices": [], "selected_values": []}
    response = render(request, "recommendations/search.html", context)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def last_page(result: Result) -> int:
    return max(1, math.ceil(result.total / PAGE_SIZE))


def result_context(result: Result, last: int, facet_names: Names, tabs: Iterable[Tab] = ()) -> dict[str, Any]:
    """Return the template context of a result page, except the tabs and the cards."""
    query = result.query
    totals_elsewhere = {tab.scope: tab.total for tab in tabs if not tab.is_current}
    return {
        "query": query,
        "result": result,
        "groups": facet_panel(result, facet_names),
        "selected_values": [*selected_values(query, facet_names), *recognized_values(result, facet_names)],
        "notices": notices(result, facet_names),
        "unknown_symbols": [note for note in result.understood.notes if isinstance(note, UnknownSymbolNote)],
        "next_steps": [] if result.total else next_steps(result, facet_names, totals_elsewhere),
        "answer_cards": answer_cards(result, facet_names),
        "pages": _pages(query, last),
        "by_relevance": query.sorted_by(RELEVANCE),
        "by_date": query.sorted_by(DATE),
        "other_fold": query.changed(fold=not query.fold),
    }


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab for one type of entry. ``total`` is the number of results at its address. ``left_out`` are the filters of
    the search that its entries do not have."""

    scope: str
    address: str
    total: int
    is_current: bool
    left_out: tuple[str, ...] = ()


def _tabs(result: Result) -> list[Tab]:
    tabs = []
    corrected = result.query.changed(words=result.understood.text, spelling=False)
    for scope in SearchScope.values:
        query = result.query.in_scope(scope)
        is_current = scope == result.query.scope
        total = result.total if is_current else count_hits(corrected.in_scope(scope))
        left_out = tuple(key for key in result.query.choices if result.query.selected(key) != query.selected(key))
        tabs.append(Tab(scope, _with_left_out(query.address, left_out), total, is_current, left_out))
    return tabs


_LEFT_OUT = "left_out"  # parameter that names the filters removed from the address


def _with_left_out(address: str, facets: Sequence[str]) -> str:
    """Return the address of a search, naming filters that its entries do not have, so that its page can report them."""
    if not facets:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode([(_LEFT_OUT, facet) for facet in facets])}"


def _left_out(request: HttpRequest, tabs: Iterable[Tab]) -> str:
    """Return a sentence with the filters of the search that paragraphs do not have, or that were removed because of it;
    "" if there are none."""
    facets = {*request.GET.getlist(_LEFT_OUT), *(facet for tab in tabs for facet in tab.left_out)}
    labels = [str(FACET_LABELS[facet]).lower() for facet in RECOMMENDATION_FACETS if facet in facets]
    message = ngettext(
        "Paragraphs are not filtered by %(left_out)s.", "Paragraphs are not filtered by %(left_out)s.", len(labels)
    )
    return message % {"left_out": comma_list(labels)} if labels else ""


def _pages(query: SearchQuery, last: int) -> list[tuple[int, str]]:
    """Return the page numbers to link to, with their addresses: the first, the last and those near the current page."""
    candidates = {1, last, *range(query.page - 2, query.page + 3)}
    return [(page, query.on_page(page).address) for page in sorted(candidates) if 1 <= page <= last] if last > 1 else []


@require_safe
def facet(request: HttpRequest, key: str) -> HttpResponse:
    """Show all values of a facet to choose from, with their counts in a search."""
    parsed = read_parameters(request.GET)
    if key not in FACETS:
        link = SuggestedLink(_("Back to search results"), parsed.query.address)
        return not_found(request, _("There is no filter called “%(key)s”.") % {"key": key}, [link])
    if parsed.messages:
        link = SuggestedLink(_("Search without the invalid filters"), parsed.query.address)
        return bad_request(request, parsed.messages, [link])
    return facet_page(request, key, parsed.query, _("Recommendations"))


def facet_page(
    request: HttpRequest,
    key: str,
    query: SearchQuery,
    page_name: str,
    add_names: Callable[[Names], Names] = lambda known: known,
    extra_parameters: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """Show all values of a facet in a query. ``page_name`` is the name of the search page, ``add_names`` adds the names
    of facets that only this kind of query has, and ``extra_parameters`` are submitted along with the selection."""
    result = search(query.sorted_by(DATE), size=0, details=False)
    group = all_facet_values(key, result, add_names(names(result.generation)))
    context = {"query": query, "group": group, "extra_parameters": extra_parameters, "page_name": page_name}
    return render(request, "recommendations/facet.html", context)


def _results(count: int) -> str:
    return ngettext("%(count)s result", "%(count)s results", count) % {"count": grouped(count)}


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return suggestions for the text typed so far, as JSON, each with the address of a page."""
    text = request.GET.get("q", "")[:MAX_QUERY_LENGTH]
    hits = suggest(text) if "\0" not in text else []
    rows = [
        {
            "kind": SUGGESTION_LABELS[item.kind],
            "label": item.label,
            "detail": item.detail,
            "count": item.count,
            "results": "" if item.count is None else _results(item.count),
            "address": item.address,
        }
        for item in hits
    ]
    return JsonResponse({"suggestions": rows})
