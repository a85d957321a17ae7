"""Publish, unpublish and withdraw versions; the queue of what is ready; publications of many versions at once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.models import LanguageVersion, Publication, PublicationItem
from documents.queries.drafts import open_drafts
from documents.queries.publications import (
    publications,
    recent_publications,
    scheduled_publications,
    versions_to_publish,
)
from documents.services import DocumentError, set_ready, unpublish, withdraw
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.permissions import current_user, require_permission
from portal.review.concerns import concerns_of
from portal.review.saving import address_of
from portal.review.tasks import queue_publication
from portal.review.views import can_review, find_version, version_not_found, versions_of
from portal.review.waiting import with_counts
from recommendations.services.publications import add_publication, cancel_publication, publish_next, undo_publication

can_publish = require_permission("documents.publish_document")

MAX_PARAGRAPHS_AT_ONCE = 3_000  # published before the response, which takes about a second

Decision = Callable[[Iterable[LanguageVersion], User, str], None]
"""A function that applies a decision to versions, given the user who made it and the reason."""

_DECISIONS: dict[str, tuple[Decision, str | Promise]] = {
    "no": (
        lambda versions, by, _reason: unpublish(versions, by),
        gettext_lazy("Unpublished: visible to staff only."),
    ),
    "withdrawn": (
        withdraw,
        gettext_lazy("The document has been withdrawn. Readers who open it will see the date and the reason."),
    ),
}
"""The service and the success message of each decision except publishing."""

_VERSION = re.compile(r"(\d{1,18}):(\d{1,9})", re.ASCII)  # the key of a version, and the revision that the user saw


# --- one document --------------------------------------------------------------------------------------


@can_publish
@require_POST
def publication(request: HttpRequest, address: str) -> HttpResponse:
    """Publish, unpublish or withdraw (with a ``reason``) a version of the document.

    ``published`` is "yes", "no" or "withdrawn"; ``language`` selects the version. Without a language, the decision
    applies to all versions.
    """
    all_versions = versions_of(request, address)
    if not all_versions:
        return version_not_found(request, address)
    language = request.POST.get("language", "")
    versions = [version for version in all_versions if language in ("", version.language)]
    decision, back = request.POST.get("published", ""), _decision_address(versions[0] if versions else all_versions[0])
    if versions and decision == "yes":
        drafts = set(open_drafts().filter(version__in=versions).values_list("version", flat=True))
        to_publish = [row for row in versions if language or row.published_at is None or row.pk in drafts]
        revisions = {version.pk: version.revision for version in to_publish or versions}
        return _publish(request, revisions | _revisions(request), versions[0])
    if not versions or decision not in _DECISIONS:
        messages.error(request, _("Nothing was changed. Choose which version to publish."))
        return redirect(back)
    decide, message = _DECISIONS[decision]
    try:
        decide(versions, current_user(request), request.POST.get("reason", "").replace("\0", ""))
    except DocumentError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, str(message))
    return redirect(back)


@can_review
@require_POST
def review_state(request: HttpRequest, address: str) -> HttpResponse:
    """Mark a version as ready to publish (``ready`` = "yes") or as no longer ready ("no")."""
    version = find_version(request, versions_of(request, address))
    if version is None:
        return version_not_found(request, address)
    is_ready, seen = request.POST.get("ready") == "yes", request.POST.get("seen", "")
    try:
        set_ready(version, current_user(request), ready=is_ready, seen=int(seen) if seen.isdecimal() else -1)
    except DocumentError as error:
        messages.error(request, error.message)
    else:
        message = _("Marked as ready to publish.") if is_ready else _("No longer marked as ready to publish.")
        messages.success(request, message)
    return redirect(_decision_address(version))


def _decision_address(version: LanguageVersion) -> str:
    """Return the address of the part of a version's review in which a person decides about its publication."""
    return address_of(version).partition("#")[0] + "#publication"


# --- the queue -----------------------------------------------------------------------------------------


@can_publish
@require_http_methods(["GET", "HEAD", "POST"])
def ready(request: HttpRequest) -> HttpResponse:
    """List what is ready to publish, and publish the selected versions: at once, or at the time ``publish_at``."""
    if request.method != "POST":
        return _ready_page(request)
    revisions = _revisions(request)
    if not revisions:
        messages.error(request, _("Nothing was published. Select at least one document."))
        return redirect("ready-to-publish")
    return _publish(request, revisions)


def _ready_page(request: HttpRequest, error: str = "") -> HttpResponse:
    rows = with_counts(versions_to_publish()).order_by("document", "language")
    drafts = {draft.version_id: draft for draft in open_drafts().select_related("begun_by")}
    context = {
        "new": [row for row in rows if row.published_at is None],
        "changed": [(row, drafts[row.pk]) for row in rows if row.published_at and row.pk in drafts],
        "scheduled": scheduled_publications(),
        "recent": recent_publications(),
        "error": error,
        "publish_at": request.POST.get("publish_at", ""),
        "selected": set(_revisions(request)) if error else None,
        "time_zone": timezone.get_current_timezone_name(),
    }
    return render(request, "review/ready.html", context, status=HTTPStatus.BAD_REQUEST if error else HTTPStatus.OK)


def _publish(
    request: HttpRequest, revisions: Mapping[int, int], reviewed: LanguageVersion | None = None
) -> HttpResponse:
    """Publish versions (keys, with the revisions that the user saw), after asking once if there are concerns.

    A single version is published before the response, several or a very long one in the background. The user then
    returns to the version that they ``reviewed``, or to the queue.
    """
    try:
        publish_at = _publish_at(request)
    except ValueError:
        return _ready_page(request, _("Enter the day and the time."))
    found = LanguageVersion.objects.filter(pk__in=revisions).defer("parsed").select_related("document")
    rows = list(found.prefetch_related("document__symbols").order_by("document", "language"))
    _report_deleted(request, len(revisions) - len(rows))
    if not rows:
        return redirect("ready-to-publish")
    revisions = {row.pk: revisions[row.pk] for row in rows}
    concerns = concerns_of(rows)
    if concerns and request.POST.get("confirmed") != "yes":
        context = {
            "concerns": concerns,
            "others": len(revisions) - len(concerns),
            "revisions": revisions.items(),
            "publish_at": request.POST.get("publish_at", "") if publish_at else "",
            "back": _decision_address(reviewed) if reviewed else reverse("ready-to-publish"),
        }
        return render(request, "review/confirm_publication.html", context)
    try:
        with transaction.atomic():
            added = add_publication(revisions, current_user(request), publish_at)
            queue_publication(added)
    except DocumentError as error:
        return _ready_page(request, error.message)
    if len(revisions) > 1 or publish_at or rows[0].paragraphs.count() > MAX_PARAGRAPHS_AT_ONCE:
        return redirect("publication", added.pk)
    publish_next(added.pk)
    _add_message(request, PublicationItem.objects.filter(publication=added).first())
    # The language of the version may have changed, or the version may have been deleted.
    current = LanguageVersion.objects.select_related("document").filter(pk=reviewed.pk).first() if reviewed else None
    return redirect(_decision_address(current) if current else "ready-to-publish")


def _report_deleted(request: HttpRequest, count: int) -> None:
    if count:
        text = ngettext(
            "%(n)d document was deleted in the meantime.", "%(n)d documents were deleted in the meantime.", count
        )
        messages.error(request, text % {"n": count})


def _add_message(request: HttpRequest, item: PublicationItem | None) -> None:
    """Report the result for a single version; its item is gone if the version was deleted in the meantime."""
    if item is None:
        _report_deleted(request, 1)
    elif item.state == PublicationItem.State.SKIPPED:
        messages.error(request, item.message)
    elif item.made_public:
        messages.success(request, _("Published."))
    else:
        messages.success(request, _("The changes were published."))


# --- publications --------------------------------------------------------------------------------------


@can_publish
@require_safe
def publication_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a publication: its time or its progress, and what was published. htmx requests only the progress."""
    found = publications().filter(pk=pk).first()
    if found is None:
        return _publication_not_found(request)
    items = list(found.items.all())
    by_state = {state.value: [item for item in items if item.state == state] for state in PublicationItem.State}
    is_scheduled = found.publish_at is not None and found.publish_at > timezone.now()
    context: dict[str, Any] = {
        "publication": found,
        "items": items,
        "by_state": by_state,
        "finished": len(items) - len(by_state["waiting"]),
        "is_scheduled": is_scheduled and bool(by_state["waiting"]),
        "is_running": not is_scheduled and bool(by_state["waiting"]),
        "time_zone": timezone.get_current_timezone_name(),
    }
    template = "review/publication_progress.html" if request.headers.get("HX-Request") else "review/published.html"
    return render(request, template, context)


@can_publish
@require_POST
def undo_publishing(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a publication as one, or cancel it if its time has not come."""
    found = Publication.objects.filter(pk=pk).first()
    if found is None:
        return _publication_not_found(request)
    if "cancel" in request.POST:
        cancel_publication(found, current_user(request))
        messages.success(request, _("Cancelled. Nothing will be published at that time."))
        return redirect("ready-to-publish")
    undo_publication(found, current_user(request))
    if found.items.filter(state=PublicationItem.State.PUBLISHED).exists():
        messages.error(request, _("Some changes stay published, because the documents were changed afterwards."))
    else:
        messages.success(request, _("The publication was undone."))
    return redirect("publication", pk)


def _publication_not_found(request: HttpRequest) -> HttpResponse:
    links = [SuggestedLink(_("Ready to publish"), reverse("ready-to-publish"))]
    return not_found(request, _("This publication does not exist."), links)


# --- parameters ----------------------------------------------------------------------------------------


def _revisions(request: HttpRequest) -> dict[int, int]:
    """Return the revisions of the selected versions, by key: "12:3" is version 12, which the user saw at revision 3."""
    matches = map(_VERSION.fullmatch, request.POST.getlist("version"))
    return {int(match[1]): int(match[2]) for match in matches if match}


def _publish_at(request: HttpRequest) -> datetime.datetime | None:
    """Return the time at which to publish, in the time zone of the portal; None for at once.

    Raise ValueError if it is not a date with a time.
    """
    if request.POST.get("when") != "later":
        return None
    moment = parse_datetime(request.POST.get("publish_at", ""))
    if moment is None:
        raise ValueError(request.POST.get("publish_at"))
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
