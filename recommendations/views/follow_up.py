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
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.queries.documents import find_document, visible_documents
from documents.web.error_pages import SuggestedLink, bad_request, not_found
from documents.web.languages import reading_languages
from documents.web.permissions import current_user, require_permission
from documents.web.phrases import and_list
from recommendations.exports.request import LEDGER
from recommendations.follow_up.due import own_address, unconfirmed_address
from recommendations.follow_up.entries import (
    FIELD_LABELS,
    FIELD_NOUNS,
    entries_of,
    entry_address,
    format_value,
    ledger_names,
)
from recommendations.follow_up.overview import hidden_follow_ups, overview_of
from recommendations.follow_up.page import EntryPage, entry_page
from recommendations.follow_up.parameters import read_ledger
from recommendations.follow_up.query import ANY, LEDGER_FACETS, LedgerQuery
from recommendations.index.snapshot import read_index
from recommendations.labels.facet_values import Names, names
from recommendations.models import FollowUp, SearchScope
from recommendations.queries.lineage import lineage_of
from recommendations.queries.recommendations import visible_recommendations
from recommendations.queries.retired import find_retired
from recommendations.reader.text_html import text_of
from recommendations.results.cards import cards
from recommendations.results.facet_panel import selected_values
from recommendations.search.results import search
from recommendations.services.follow_up import (
    ConcurrentChange,
    FollowUpConflictError,
    FollowUpError,
    FollowUpInput,
    FollowUpOutcome,
    confirm_done,
    save_follow_up,
)
from recommendations.services.follow_up_bulk import latest_change
from recommendations.views.follow_up_forms import BulkForm, FollowUpForm
from recommendations.views.search import facet_page, last_page, result_context

requires_view_permission = require_permission("recommendations.view_followup")
CHANGE_PERMISSION = "recommendations.change_followup"
MAX_HIDDEN = 100  # follow-ups listed below the overview


# --- the list ----------------------------------------------------------------------------------------


@requires_view_permission
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """List recommendations with their progress, with the filters of the ledger and of any search."""
    parsed = read_ledger(request.GET)
    query = parsed.query
    if parsed.messages:
        return _invalid_filters(request, parsed.messages, query)
    result = search(query, details=False, languages=reading_languages(request))
    last = last_page(result)
    if query.page > last:
        message = _("Page %(page)s does not exist. The last page is %(last)s.")
        link = SuggestedLink(_("Last page"), query.on_page(last).address)
        return not_found(request, message % {"page": query.page, "last": last}, [link])
    facet_names = ledger_names(names(result.generation), current_user(request).get_username())
    context = result_context(result, last, facet_names)
    entries = entries_of((hit.row for hit in result.hits), facet_names)
    context["cards"] = cards(result.hits, facet_names, query, entries, query.article)
    context["in_ledger"] = True
    context["ledger_parameters"] = [*query.parameters(), ("from", LEDGER)]
    if request.user.has_perm(CHANGE_PERMISSION):
        shown = {"seen": latest_change(), "query": query.querystring(), "total": result.total}
        context["bulk_form"] = BulkForm(facet_names, initial=shown)
    context["my_follow_ups_address"] = own_address(current_user(request))
    context["unconfirmed_address"] = unconfirmed_address()
    context["my_changes_address"] = query.changed(by=(current_user(request).get_username(),)).address
    return render(request, "follow_up/ledger.html", context)


def _invalid_filters(request: HttpRequest, errors: Iterable[str], query: LedgerQuery) -> HttpResponse:
    return bad_request(
        request, errors, [SuggestedLink(_("View follow-up without the invalid filters"), query.on_page(1).address)]
    )


@requires_view_permission
@require_safe
def ledger_facet(request: HttpRequest, key: str) -> HttpResponse:
    """Show all values of a ledger facet to choose from."""
    parsed = read_ledger(request.GET)
    if key not in LEDGER_FACETS:
        link = SuggestedLink(_("Back to follow-up"), parsed.query.address)
        return not_found(request, _("There is no filter called “%(key)s”.") % {"key": key}, [link])
    if parsed.messages:
        return _invalid_filters(request, parsed.messages, parsed.query)
    extra_parameters = [(key, ANY)] if key == "addressee" else []  # selecting none means all, not the default
    user = current_user(request).get_username()
    return facet_page(
        request,
        key,
        parsed.query,
        _("Follow-up"),
        lambda facet_names: ledger_names(facet_names, user),
        extra_parameters,
    )


# --- the overview ------------------------------------------------------------------------------------


@requires_view_permission
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the progress of recommendations made at each meeting, and of recommendations due at each meeting."""
    parsed = read_ledger(request.GET)
    if parsed.messages:
        return _invalid_filters(request, parsed.messages, parsed.query)
    facet_names = ledger_names(
        names(read_index(SearchScope.RECOMMENDATIONS)[0].generation), current_user(request).get_username()
    )
    table = overview_of(parsed.query, facet_names, timezone.localdate())
    hidden = hidden_follow_ups()
    context = {
        "overview": table,
        "query": table.query,
        "selected_values": [
            (choice, table.query.toggled(choice.facet, choice.value).overview_address)
            for choice in selected_values(table.query, facet_names)
        ],
        "hidden_follow_ups": [(row, entry_address(row.document, row.anchor)) for row in hidden[:MAX_HIDDEN]],
        "hidden_total": hidden.count(),
    }
    return render(request, "follow_up/overview.html", context)


# --- one recommendation ------------------------------------------------------------------------------


@requires_view_permission
@require_safe
def entry_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect from the key of a recommendation, current or retired, to its follow-up page."""
    row = visible_recommendations(request.user).select_related("version__document").filter(pk=pk).first()
    retired = None if row else find_retired(pk, request.user)
    if row is not None:
        return redirect(entry_address(row.version.document, row.place))
    if retired is not None:
        return redirect(entry_address(retired.row.version.document, retired.row.anchor))
    return _entry_not_found(request)


def _entry_not_found(request: HttpRequest) -> HttpResponse:
    message = _("There is no published recommendation at this address. Open the recommendation from the list.")
    return not_found(request, message, [SuggestedLink(_("Follow-up"), reverse("follow-up"))])


@requires_view_permission
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, address: str, anchor: str) -> HttpResponse:
    """Show the follow-up of a recommendation, and let staff with permission change it."""
    lookup = find_document(visible_documents(request.user), address)
    page = entry_page(lookup.document, anchor, reading_languages(request)) if lookup else None
    if page is None:
        return _entry_not_found(request)
    if request.method == "POST":
        return _change(request, page)
    if lookup and lookup.has_moved:
        return redirect(entry_address(page.document, anchor))
    return _show(request, page, _form(page))


def _form(page: EntryPage, data: QueryDict | None = None) -> FollowUpForm:
    current = FollowUpInput.of(page.follow_up) if page.follow_up else FollowUpInput()
    revision = page.follow_up.revision if page.follow_up else 0
    return FollowUpForm(page.names, data, initial={**asdict(current), "revision": revision})


def _show(request: HttpRequest, page: EntryPage, form: FollowUpForm, status: int = 200, **extra: Any) -> HttpResponse:
    context = {
        "page": page,
        "recommendation": page.recommendation,
        "text": text_of(page.recommendation) if page.recommendation else "",
        "lineage": lineage_of(page.recommendation, request.user) if page.recommendation else None,
        "form": form,
        "may_change": request.user.has_perm(CHANGE_PERMISSION),
        "may_confirm": _may_confirm(request, page),
        **extra,
    }
    return render(request, "follow_up/entry.html", context, status=status)


def _may_confirm(request: HttpRequest, page: EntryPage) -> bool:
    row = page.follow_up
    if row is None or row.state != FollowUp.State.DONE or row.is_confirmed:
        return False
    return row.done_by_id != request.user.pk and request.user.has_perm(CHANGE_PERMISSION)


def _confirm(request: HttpRequest, follow_up: FollowUp) -> None:
    revision = request.POST.get("confirm", "")
    try:
        confirm_done(follow_up, current_user(request), seen=int(revision) if revision.isdecimal() else -1)
    except FollowUpError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Confirmed as done."))


@require_permission(CHANGE_PERMISSION)
def _change(request: HttpRequest, page: EntryPage) -> HttpResponse:
    if page.follow_up and "confirm" in request.POST:
        _confirm(request, page.follow_up)
        return redirect(entry_address(page.document, page.anchor))
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
    except FollowUpConflictError as error:
        return _show_conflict(request, page, error, form.input)
    except FollowUpError as error:
        form.add_error(None, str(error))
        return _show(request, page, form, 400)
    _add_messages(request, outcome, page.names)
    return redirect(entry_address(page.document, page.anchor))


def _show_conflict(
    request: HttpRequest, page: EntryPage, error: FollowUpConflictError, submitted: FollowUpInput
) -> HttpResponse:
    """Show the changes by others next to the input. Their changes to other fields are filled into the form."""
    page = entry_page(page.document, page.anchor, reading_languages(request)) or page
    data = request.POST.copy()
    data["revision"] = str(error.revision)
    for change in error.others:
        data[change.field] = change.new_value
    clashes = [
        {
            "label": FIELD_LABELS[change.field],
            "by": change.by,
            "at": change.at,
            "old_value": format_value(change.field, change.old_value, page.names),
            "theirs": format_value(change.field, change.new_value, page.names),
            "yours": format_value(change.field, getattr(submitted, change.field), page.names),
        }
        for change in error.clashes
    ]
    others = [_change_message(change, page.names) for change in error.others]
    return _show(request, page, _form(page, data), 409, clashes=clashes, others=others)


def _add_messages(request: HttpRequest, outcome: FollowUpOutcome, facet_names: Names) -> None:
    if outcome.changed:
        fields = and_list(FIELD_NOUNS[field] for field in outcome.changed)
        messages.success(request, _("Saved: %(fields)s.") % {"fields": fields})
    else:
        messages.info(request, _("No changes to save."))
    for change in outcome.others:
        messages.info(request, _change_message(change, facet_names))


def _change_message(change: ConcurrentChange, facet_names: Names) -> str:
    """Return a sentence about a change by someone else."""
    details = {
        "who": change.by,
        "field": FIELD_NOUNS[change.field],
        "value": format_value(change.field, change.new_value, facet_names) or _("none"),
    }
    if change.field == "note":
        return _("%(who)s changed the note in the meantime. That change is kept.") % details
    return _("%(who)s changed the %(field)s to “%(value)s” in the meantime. That change is kept.") % details
