"""Atom feeds of lists. They are public: staff get the same feeds as readers.

The address of a feed is that of its list with the suffix ".atom", and takes the same parameters. It names the language
of the titles, as that of a page does. The entries have the same identifiers and addresses in all languages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.labels.naming import meeting_name
from documents.models import Body
from documents.queries.documents import find_document, published_documents, titles_for_reader
from documents.queries.filters import DocumentListFilters
from documents.web.error_pages import bad_request
from documents.web.language_addresses import without_language
from documents.web.pagination import PageField
from recommendations.api.addresses import addresses_of
from recommendations.exports.feeds.atom import Entry, Feed, feed_response
from recommendations.exports.feeds.entries import document_entry, found_entry
from recommendations.exports.feeds.found import latest_found
from recommendations.exports.feeds.log import latest_events
from recommendations.exports.feeds.paging import FEED_SIZE, FeedPage, page_count
from recommendations.labels.places import name_in_document
from recommendations.labels.vocabulary import article_in_instrument
from recommendations.models import Article, Topic
from recommendations.queries.lineage import lineage_of
from recommendations.queries.meetings import find_meeting
from recommendations.queries.recommendations import find_recommendation
from recommendations.results.search_title import search_title
from recommendations.search.parameters import read_parameters
from recommendations.search.query import SearchQuery

# --- searches ----------------------------------------------------------------------------------------


@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    """Return the feed of a search."""
    return _found(request, search_title)


@require_safe
def article_feed(request: HttpRequest, instrument: str, number: str) -> HttpResponse:
    """Return the feed of the recommendations that relate to an article."""
    rows = Article.objects.select_related("instrument").filter(instrument__key=instrument)
    row = rows.filter(number=number).first() if "\0" not in number else None
    if row is None:
        raise Http404
    return _found(request, lambda _query: article_in_instrument(row), row.get_absolute_url(), article=(str(row),))


@require_safe
def topic_feed(request: HttpRequest, key: str) -> HttpResponse:
    """Return the feed of the recommendations on a topic."""
    row = Topic.objects.filter(key=key).first()
    if row is None:
        raise Http404
    return _found(request, lambda _query: row.label, row.get_absolute_url(), topic=(key,))


@require_safe
def meeting_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the feed of the recommendations of a meeting or, given the key of a body, of all its meetings."""
    if body := Body.objects.filter(key=slug).first():
        return _found(request, lambda _query: body.label, meeting=(body.key,))
    row = find_meeting(slug)
    if row is None:
        raise Http404
    return _found(request, lambda _query: capfirst(meeting_name(row)), row.get_absolute_url(), meeting=(row.slug,))


def _found(
    request: HttpRequest, title: Callable[[SearchQuery], str], page: str = "", **choice: tuple[str, ...]
) -> HttpResponse:
    """Return the feed of a search with a further ``choice``. ``page`` is the page it follows, "" for the results."""
    parsed = read_parameters(request.GET)
    if parsed.messages:
        return bad_request(request, parsed.messages, [])
    query, addresses = parsed.query.changed(**choice), addresses_of(request)
    number = parsed.query.page
    found = latest_found(query, (number - 1) * FEED_SIZE, FEED_SIZE)
    last = page_count(found.total)
    return _respond(
        request,
        title(query),
        page or query.address,
        FeedPage(number, has_next=number < last, last=last),
        [found_entry(row, addresses) for row in found.rows],
    )


# --- documents and publications ----------------------------------------------------------------------


@require_safe
def document_list_feed(request: HttpRequest) -> HttpResponse:
    """Return the feed of the list of documents, the most recently published first."""
    filters = DocumentListFilters(request.GET, published_documents())
    number = _page_number(request)
    if not filters.is_valid() or number is None:
        return bad_request(request, [message for messages in filters.errors.values() for message in messages], [])
    times = {"first": Min("versions__published_at"), "last": Max("versions__published_at")}
    rows = (
        filters.qs.annotate(**times)
        .select_related("body")
        .prefetch_related("symbols", titles_for_reader())
        .order_by("-last", "-pk")
    )
    page = FeedPage(number, has_next=False)
    found = list(rows[page.start : page.start + FEED_SIZE + 1])
    addresses = addresses_of(request)
    entries = [document_entry(row, row.first, row.last, addresses) for row in found[:FEED_SIZE]]
    query = request.GET.urlencode()
    link = reverse("documents") + (f"?{query}" if query else "")
    return _respond(request, _("Documents"), link, FeedPage(number, has_next=len(found) > FEED_SIZE), entries)


@require_safe
def publication_feed(request: HttpRequest, address: str = "") -> HttpResponse:
    """Return the publication log of all documents, or of the document at an address."""
    lookup = find_document(published_documents().prefetch_related("symbols"), address) if address else None
    if address and lookup is None:
        raise Http404
    number = _page_number(request)
    if number is None:
        return bad_request(request, [], [])
    page = FeedPage(number, has_next=False)
    document = lookup.document if lookup else None
    events = latest_events(page.start, FEED_SIZE + 1, addresses_of(request), document)
    title = _("New, corrected, withdrawn and endorsed documents") if document is None else str(document)
    link = document.get_absolute_url() if document else reverse("news")
    return _respond(request, title, link, FeedPage(number, has_next=len(events) > FEED_SIZE), events[:FEED_SIZE])


@require_safe
def recommendation_feed(request: HttpRequest, address: str, place: str) -> HttpResponse:
    """Return the feed of a recommendation: its versions, each with the time when it was last published, corrected or
    endorsed. Former addresses redirect.
    """
    found = find_recommendation(address, place, AnonymousUser())
    if found is None:
        raise Http404
    row = found.texts[0]
    if found.has_moved:
        return redirect("recommendation-feed", row.version.document.address, row.place, permanent=True)
    lineage = lineage_of(row, AnonymousUser())
    rows = [version.recommendation for version in lineage.versions] or [row]
    linked = [version.recommendation for version in lineage.linked]
    texts = {text.get_absolute_url(): text for text in (*rows, *linked)}
    addresses = addresses_of(request)
    entries = [found_entry(text, addresses) for text in texts.values()]
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    page = FeedPage(1, has_next=False)
    return _respond(request, capfirst(name_in_document(row)), row.get_absolute_url(), page, entries)


def _page_number(request: HttpRequest) -> int | None:
    try:
        return PageField().clean(request.GET.get("page"))
    except forms.ValidationError:
        return None


# --- responses ---------------------------------------------------------------------------------------


def _respond(request: HttpRequest, title: str, page: str, position: FeedPage, entries: Sequence[Entry]) -> HttpResponse:
    """Return a feed. ``page`` is the path of the page that it follows."""
    addresses = addresses_of(request)
    links = position.links(request)
    feed = Feed(
        title=f"{title} – {_('UNTOC Portal')}",
        page=addresses.absolute(page),
        identity=without_language(addresses.relative(links["first"])),
        language=get_language() or "en",
        author=_("UNTOC Portal"),
        links=links,
        entries=entries,
    )
    return feed_response(feed)
