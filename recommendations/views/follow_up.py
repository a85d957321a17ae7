"""The follow-up ledger: list, overview and entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.queries.documents import find_document, visible_documents
from documents.web.error_pages import SuggestedLink, bad_request, not_found
from documents.web.permissions import current_user, require_permission
from recommendations.follow_up.entries import (
    FIELD_LABELS,
    entries_of,
    entry_address,
    in_words,
    ledger_names,
)
from recommendations.follow_up.overview import hidden_follow_ups, overview_of
from recommendations.follow_up.page import EntryPage, entry_page
from recommendations.follow_up.parameters import read_ledger
from recommendations.follow_up.query import ANY, LEDGER_FACETS, LedgerQuery
from recommendations.index.snapshot import read_index
from recommendations.labels.facet_values import Names, names
from recommendations.models import SearchScope
from recommendations.queries.recommendations import visible_recommendations
from recommendations.queries.retired import find_retired
from recommendations.reader.text_html import text_of
from recommendations.results.cards import cards
from recommendations.results.facet_panel import selected_values
from recommendations.search.results import search
from recommendations.services.follow_up import (
    FollowUpError,
    FollowUpInput,
    FollowUpOutcome,
    FollowUpOvertakenError,
    OthersChange,
    save_follow_up,
)
from recommendations.views.follow_up_forms import FollowUpForm
from recommendations.views.search import facet_page, last_page, result_context

can_see = require_permission("recommendations.view_followup")
CHANGE = "recommendations.change_followup"
MAX_HIDDEN = 100


# --- the list ----------------------------------------------------------------------------------------


@can_see
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """List recommendations with their progress, with the filters of the ledger and of any search."""
    parsed = read_ledger(request.GET)
    query = parsed.query
    if parsed.messages:
        return _wrong(request, parsed.messages, query)
    result = search(query, details=False)
    pages = last_page(result)
    if query.page > pages:
        message = _("Page %(page)s does not exist; the last page is %(last)s.")
        offer = SuggestedLink(_("The last page"), query.on_page(pages).address)
        return not_found(request, message % {"page": query.page, "last": pages}, [offer])
    known = ledger_names(names(result.generation), current_user(request).get_username())
    context = result_context(result, pages, known)
    context["cards"] = cards(result.hits, known, query, entries_of((hit.row for hit in result.hits), known))
    context["in_ledger"] = True
    context["mine"] = query.changed(by=(current_user(request).get_username(),)).address
    return render(request, "follow_up/ledger.html", context)


def _wrong(request: HttpRequest, errors: Iterable[str], query: LedgerQuery) -> HttpResponse:
    return bad_request(
        request, errors, [SuggestedLink(_("Follow-up without this parameter"), query.on_page(1).address)]
    )


@can_see
@require_safe
def ledger_facet(request: HttpRequest, key: str) -> HttpResponse:
    """Show all values of a facet of the ledger, to choose from."""
    parsed = read_ledger(request.GET)
    if key not in LEDGER_FACETS:
        offer = SuggestedLink(_("Back to follow-up"), parsed.query.address)
        return not_found(request, _("There is no filter “%(key)s”.") % {"key": key}, [offer])
    if parsed.messages:
        return _wrong(request, parsed.messages, parsed.query)
    kept = [(key, ANY)] if key == "addressee" else []  # choosing none means all, not the default
    user = current_user(request).get_username()
    return facet_page(request, key, parsed.query, lambda known: ledger_names(known, user), kept)


# --- the overview ------------------------------------------------------------------------------------


@can_see
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the progress of each meeting's recommendations, and what is due at each."""
    parsed = read_ledger(request.GET)
    if parsed.messages:
        return _wrong(request, parsed.messages, parsed.query)
    known = ledger_names(
        names(read_index(SearchScope.RECOMMENDATIONS)[0].generation), current_user(request).get_username()
    )
    table = overview_of(parsed.query, known, timezone.localdate())
    hidden = hidden_follow_ups()
    context = {
        "overview": table,
        "query": table.query,
        "chosen": [
            (choice, table.query.toggled(choice.facet, choice.value).overview_address)
            for choice in selected_values(table.query, known)
        ],
        "hidden_follow_ups": [(row, entry_address(row.document, row.anchor)) for row in hidden[:MAX_HIDDEN]],
        "hidden_total": hidden.count(),
    }
    return render(request, "follow_up/overview.html", context)


# --- one recommendation ------------------------------------------------------------------------------


@can_see
@require_safe
def entry_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the follow-up page of a recommendation, which is found by place; also of a retired one."""
    row = visible_recommendations(request.user).select_related("version__document").filter(pk=pk).first()
    former = None if row else find_retired(pk, request.user)
    place = former.row if former else row
    return redirect(entry_address(place.version.document, place.anchor)) if place else _no_entry(request)


def _no_entry(request: HttpRequest) -> HttpResponse:
    message = _("There is no published recommendation at this address.")
    return not_found(request, message, [SuggestedLink(_("Follow-up"), reverse("follow-up"))])


@can_see
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, address: str, anchor: str) -> HttpResponse:
    """Show the follow-up of the recommendation at a place, and let staff with permission change it."""
    lookup = find_document(visible_documents(request.user), address)
    page = entry_page(lookup.document, anchor) if lookup else None
    if page is None:
        return _no_entry(request)
    if request.method == "POST":
        return _change(request, page)
    if lookup and lookup.moved:
        return redirect(entry_address(page.document, anchor))
    return _show(request, page, _form(page))


def _form(page: EntryPage, data: QueryDict | None = None) -> FollowUpForm:
    current = FollowUpInput.of(page.follow_up) if page.follow_up else FollowUpInput()
    revision = page.follow_up.revision if page.follow_up else 0
    return FollowUpForm(page.names, data, initial={**asdict(current), "revision": revision})


def _show(request: HttpRequest, page: EntryPage, form: FollowUpForm, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "page": page,
        "recommendation": page.recommendation,
        "text": text_of(page.recommendation) if page.recommendation else "",
        "form": form,
        "may_change": request.user.has_perm(CHANGE),
        **more,
    }
    return render(request, "follow_up/entry.html", context, status=status)


@require_permission(CHANGE)
def _change(request: HttpRequest, page: EntryPage) -> HttpResponse:
    form = _form(page, request.POST)
    if not form.is_valid():
        return _show(request, page, form, 400)
    try:
        outcome = save_follow_up(
            page.document,
            page.anchor,
            current_user(request),
            form.input,
            seen=form.cleaned_data["revision"],
            add=form.new_links,
            drop=form.cleaned_data["drop"],
        )
    except FollowUpOvertakenError as overtaken:
        return _overtaken(request, page, overtaken, form.input)
    except FollowUpError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, page, form, 400)
    _add_messages(request, outcome, page.names)
    return redirect(entry_address(page.document, page.anchor))


def _overtaken(
    request: HttpRequest, page: EntryPage, overtaken: FollowUpOvertakenError, typed: FollowUpInput
) -> HttpResponse:
    """Show what others changed next to what was typed; their changes to other fields are in the form already."""
    page = entry_page(page.document, page.anchor) or page
    data = request.POST.copy()
    data["revision"] = str(overtaken.revision)
    for change in overtaken.others:
        data[change.field] = change.now
    clashes = [
        {
            "label": FIELD_LABELS[change.field],
            "by": change.by,
            "at": change.at,
            "was": in_words(change.field, change.was, page.names),
            "theirs": in_words(change.field, change.now, page.names),
            "yours": in_words(change.field, getattr(typed, change.field), page.names),
        }
        for change in overtaken.clashes
    ]
    others = [_change_message(change, page.names) for change in overtaken.others]
    return _show(request, page, _form(page, data), 409, clashes=clashes, others=others)


def _add_messages(request: HttpRequest, outcome: FollowUpOutcome, known: Names) -> None:
    if outcome.changed:
        fields = get_text_list([str(FIELD_LABELS[field]).lower() for field in outcome.changed], _("and"))
        messages.success(request, _("Saved: %(fields)s.") % {"fields": fields})
    else:
        messages.info(request, _("No changes to save."))
    for change in outcome.others:
        messages.info(request, _change_message(change, known))


def _change_message(change: OthersChange, known: Names) -> str:
    """Return a sentence about a change by someone else."""
    details = {
        "who": change.by,
        "field": str(FIELD_LABELS[change.field]).lower(),
        "now": in_words(change.field, change.now, known) or _("none"),
    }
    if change.field == "note":
        return _("%(who)s changed the note in the meantime. That change is kept.") % details
    return _("%(who)s changed the %(field)s to “%(now)s” in the meantime. That change is kept.") % details
