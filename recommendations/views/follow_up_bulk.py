"""Change several follow-ups at once, undo that, and hand over the follow-ups of a person."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from documents.labels.naming import person_name
from documents.models import Change
from documents.web.error_pages import SuggestedLink, bad_request, not_found
from documents.web.languages import reading_languages
from documents.web.permissions import current_user, require_permission
from documents.web.phrases import in_brackets
from recommendations.follow_up.entries import FIELD_LABELS, entry_address, follow_up_names, format_value, ledger_names
from recommendations.follow_up.parameters import read_ledger
from recommendations.index.snapshot import read_index
from recommendations.labels.facet_values import Names, names
from recommendations.models import FollowUp, SearchScope
from recommendations.search.listing import list_results
from recommendations.services.follow_up import FollowUpError
from recommendations.services.follow_up_bulk import (
    CONFIRM,
    BulkOutcome,
    change_follow_ups,
    changes_in,
    find_bulk_change,
    hand_over,
    is_undone,
    undo_bulk_change,
)
from recommendations.views.follow_up_forms import ALL, BulkForm, HandOverForm

may_change = require_permission("recommendations.change_followup")
MAX_LEFT_SHOWN = 20  # follow-ups named in a message


def _names(request: HttpRequest) -> Names:
    generation = read_index(SearchScope.RECOMMENDATIONS)[0].generation
    return ledger_names(names(generation), current_user(request).get_username())


@may_change
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Change the selected follow-ups of the ledger, or those of all its results."""
    form = BulkForm(_names(request), request.POST)
    ledger = read_ledger(QueryDict(request.POST.get("query", "")))
    query = ledger.query
    back = SuggestedLink(_("Back to follow-up"), query.address)
    errors = [str(error) for errors in form.errors.values() for error in errors]
    if errors or ledger.messages:
        return bad_request(request, [*errors, *ledger.messages], [back])
    keys: Collection[int] = form.cleaned_data["entry"]
    if form.cleaned_data["scope"] == ALL:
        keys = [row.key for row in list_results(query.on_page(1)).rows]
        if len(keys) != form.cleaned_data["total"]:
            message = _("Nothing was changed. The list has changed and now has %(count)s results. Check it again.")
            return bad_request(request, [message % {"count": len(keys)}], [back])
    try:
        outcome = change_follow_ups(keys, form.changes, current_user(request), seen=form.cleaned_data["seen"])
    except FollowUpError as error:
        return bad_request(request, [str(error)], [back])
    _add_messages(request, outcome)
    return redirect("follow-up-bulk-change", outcome.key) if outcome.key else redirect(query.address)


def _add_messages(request: HttpRequest, outcome: BulkOutcome) -> None:
    if outcome.changed:
        text = ngettext("%(count)s follow-up was changed.", "%(count)s follow-ups were changed.", outcome.changed)
        messages.success(request, text % {"count": outcome.changed})
    elif not outcome.left:
        messages.info(request, _("No changes to save."))
    for name, reason in outcome.left[:MAX_LEFT_SHOWN]:
        messages.warning(request, _("Not changed: %(name)s. %(reason)s") % {"name": name, "reason": reason})
    if (more := len(outcome.left) - MAX_LEFT_SHOWN) > 0:
        messages.warning(request, _("Not changed: %(count)s more.") % {"count": more})


@may_change
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_change(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show a bulk change with its follow-ups, and undo it."""
    entry = find_bulk_change(str(key))
    if entry is None:
        message = _("There is no change of several follow-ups at this address.")
        return not_found(request, message, [SuggestedLink(_("Follow-up"), reverse("follow-up"))])
    if request.method == "POST":
        _add_messages(request, undo_bulk_change(str(key), current_user(request)))
        return redirect("follow-up-bulk-change", key)
    changes = list(changes_in(str(key)))
    rows = FollowUp.objects.select_related("document", "recommendation__version__document").prefetch_related(
        "document__symbols"
    )
    by_key = rows.in_bulk([int(each.object_key.rpartition(":")[2]) for each in changes])
    followed = follow_up_names(by_key.values(), reading_languages(request))
    context = {
        "entry": entry,
        "values": _values(entry, _names(request)),
        "follow_ups": [(followed[row.pk], entry_address(row.document, row.anchor)) for row in by_key.values()],
        "is_undone": is_undone(str(key)),
    }
    return render(request, "follow_up/bulk_change.html", context)


def _values(entry: Change, facet_names: Names) -> list[tuple[str, str]]:
    values = dict(entry.value or {})
    pairs = [(_("Status"), _("confirmed as done"))] if values.pop(CONFIRM, None) else []
    fields = ((FIELD_LABELS[name], format_value(name, value, facet_names)) for name, value in values.items())
    return [*pairs, *((str(label), value or _("none")) for label, value in fields)]


@may_change
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_all(request: HttpRequest) -> HttpResponse:
    """Put someone else in charge of everything that a person is in charge of."""
    givers = User.objects.filter(follow_ups__isnull=False).annotate(number=Count("follow_ups"))
    labels = {
        user.get_username(): f"{person_name(user)}{in_brackets(user.number)}" for user in givers.order_by("username")
    }
    form = HandOverForm(labels, request.POST or None, initial={"giver": request.GET.get("from", "")})
    if not form.is_valid():
        context = {"form": form, "has_givers": bool(labels)}
        return render(request, "follow_up/hand_over.html", context, status=400 if form.is_bound else 200)
    giver, receiver = (get_object_or_404(User, username=form.cleaned_data[name]) for name in ("giver", "receiver"))
    outcome = hand_over(giver, receiver, current_user(request))
    _add_messages(request, outcome)
    return redirect("follow-up-bulk-change", outcome.key) if outcome.key else redirect("follow-up-hand-over")
