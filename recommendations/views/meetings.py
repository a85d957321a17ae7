"""Pages of meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.models import Meeting
from documents.queries.documents import document_list, issued_for, visible_documents
from documents.queries.meetings import latest_first
from documents.web.error_pages import SuggestedLink, bad_request, not_found
from documents.web.languages import reading_languages
from recommendations.labels.facet_values import Names, names
from recommendations.labels.places import shown_heading
from recommendations.models import Recommendation
from recommendations.queries import meetings as queries
from recommendations.queries.recommendations import texts_in_languages
from recommendations.results.cards import Card, cards
from recommendations.results.facet_panel import FACET_LABELS
from recommendations.search.hits import Hit
from recommendations.search.parameters import ParsedQuery, read_parameters
from recommendations.search.query import ADOPTED_ONLY, SearchQuery
from recommendations.search.results import Result, count_facets, count_hits, search

MAX_LISTED = 100  # recommendations on the page of a meeting; the search lists the others
MAX_SUBMITTED = 100  # recommendations of other meetings
FILTERS = ("status", "addressee")  # facets


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings that have documents or recommendations, grouped by body."""
    counts, adopted = count_facets(SearchQuery())["meeting"], count_facets(ADOPTED_ONLY)["meeting"]
    rows = [
        (meeting, counts.get(meeting.slug, 0), adopted.get(meeting.slug, 0))
        for meeting in latest_first(queries.meetings_with_content())
    ]
    grouped = [(body, list(group)) for body, group in groupby(rows, key=lambda row: row[0].body)]
    return render(request, "meetings/list.html", {"bodies": grouped})


@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a meeting: its documents, the recommendations it adopted or considered, their endorsement, and mentions of
    the meeting. Status and addressees can be chosen by parameters."""
    row = queries.find_meeting(slug)
    if row is None:
        link = SuggestedLink(_("All meetings"), reverse("meetings"))
        return not_found(
            request, _("There is no meeting called “%(slug)s” in this collection.") % {"slug": slug}, [link]
        )
    if row.slug != slug:
        return redirect(row, permanent=True)
    parsed = _read_filters(request.GET, row)
    if parsed.messages:
        link = SuggestedLink(_("All recommendations from this meeting"), row.get_absolute_url())
        return bad_request(request, parsed.messages, [link])
    languages = reading_languages(request)
    result = search(parsed.query, size=MAX_LISTED, details=False, languages=languages)
    facet_names = names(result.generation)
    documents = document_list(visible_documents(request.user).filter(issued_for([row])))
    of_meeting = SearchQuery(meeting=(slug,))
    context = {
        "meeting": row,
        "query": parsed.query,
        "result": result,
        "total": count_hits(of_meeting),
        "adopted": count_hits(of_meeting.changed(status=ADOPTED_ONLY.status)),
        "filters": _filters(row, result, facet_names),
        "groups": _groups(result.hits, facet_names, parsed.query),
        "reports": queries.reports_of(row, request.user),
        "agenda_items": queries.documents_by_agenda_item(row, list(documents)),
        "cited_documents": [cited for cited in queries.cited_documents(row, request.user) if not cited.document],
        "endorsements": queries.endorsements_of(row, languages),
        "awaited": queries.awaited_endorsements(row),
        "submitted_recommendations": texts_in_languages(
            queries.recommendations_submitted_to(row)[:MAX_SUBMITTED], languages
        ),
        "mentions": queries.documents_mentioning(row),
        "neighbours": queries.neighbouring_meetings(row),
    }
    return render(request, "meetings/meeting.html", context)


# --- filters -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FilterValue:
    """A value to filter the recommendations of a meeting by. ``address`` links to the page with the value toggled."""

    label: str
    count: int
    is_selected: bool
    address: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A facet of the recommendations of a meeting, with the values that some of them have or that are selected."""

    label: str
    values: tuple[FilterValue, ...]


def _read_filters(parameters: QueryDict, meeting: Meeting) -> ParsedQuery[SearchQuery]:
    """Return the search for the recommendations of a meeting with the statuses and addressees of an address."""
    chosen = QueryDict(mutable=True)
    for facet in FILTERS:
        chosen.setlist(facet, parameters.getlist(facet))
    chosen["meeting"] = meeting.slug
    return read_parameters(chosen)


def _filters(meeting: Meeting, result: Result, facet_names: Names) -> list[Filter]:
    """Return the facets that offer a choice: several values, or a selected value."""
    filters = []
    for facet in FILTERS:
        selected = result.query.selected(facet)
        found = {value: facet_names.of(facet, value) for value in (*result.counts[facet], *selected)}
        values = tuple(
            FilterValue(
                name.label,
                result.counts[facet].get(value, 0),
                value in selected,
                _address(meeting, result.query.toggled(facet, value)),
            )
            for value, name in sorted(found.items(), key=lambda item: item[1].order)
        )
        if len(values) > 1 or selected:
            filters.append(Filter(str(FACET_LABELS[facet]), values))
    return filters


def _address(meeting: Meeting, query: SearchQuery) -> str:
    return f"{query.without('meeting').address_at(meeting.get_absolute_url())}#recommendations"


# --- recommendations by heading ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeadingGroup:
    """The recommendations under one heading of a document, or under none (""). ``anchor`` identifies the group on the
    page; ``document`` is the name of the document if others have the same heading."""

    anchor: str
    heading: str
    language: str
    document: str
    cards: list[Card]


def _groups(hits: Iterable[Hit], facet_names: Names, query: SearchQuery) -> list[HeadingGroup]:
    """Return the recommendations grouped by heading, in the order of their documents. Texts of a document in different
    languages have different headings."""
    rows = [(hit.row, hit) for hit in hits if isinstance(hit.row, Recommendation)]
    rows.sort(key=lambda pair: (pair[0].version.document_id, pair[0].version_id, pair[0].position))
    grouped = [
        (version, heading, [hit for _row, hit in members])
        for (version, heading), members in groupby(
            rows, key=lambda pair: (pair[0].version, shown_heading(pair[0].heading))
        )
    ]
    headings = Counter(heading for _version, heading, _members in grouped)
    return [
        HeadingGroup(
            f"group-{number}",
            heading,
            version.language,
            str(version.document) if headings[heading] > 1 else "",
            [replace(card, heading="") for card in cards(members, facet_names, query)],
        )
        for number, (version, heading, members) in enumerate(grouped, 1)
    ]
