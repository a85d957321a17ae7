"""Mark versions as ready to publish; publish them, one or many at once; unpublish and withdraw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from documents.models import LanguageVersion
from documents.services import (
    DocumentError,
    publish,
    publish_ready,
    ready_versions,
    set_ready,
    unpublish,
    withdraw,
)
from documents.web.permissions import current_user, require_permission
from portal.review.saving import address_of
from portal.review.views import can_review, find_version, version_not_found, versions_of
from portal.review.waiting import with_counts

MAX_KEY_DIGITS = 18

can_publish = require_permission("documents.publish_document")

Decision = Callable[[Iterable[LanguageVersion], User, str], None]
"""A function that applies a decision to versions, given the user who made it and the reason."""

_DECISIONS: dict[str, tuple[Decision, str | Promise]] = {
    "yes": (lambda versions, by, _reason: publish(versions, by), gettext_lazy("Published.")),
    "no": (
        lambda versions, by, _reason: unpublish(versions, by),
        gettext_lazy("Unpublished: visible to staff only."),
    ),
    "withdrawn": (
        withdraw,
        gettext_lazy("The document has been withdrawn. Readers who open it will see the date and the reason."),
    ),
}
"""The service and the success message of each decision."""


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
    decision = request.POST.get("published", "")
    if not versions or decision not in _DECISIONS:
        messages.error(request, _("Nothing was changed. Choose which version to publish."))
        return redirect("document-review", all_versions[0].document.address)
    decide, message = _DECISIONS[decision]
    try:
        decide(versions, current_user(request), request.POST.get("reason", "").replace("\0", ""))
    except DocumentError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, str(message))
    return redirect("document-review", all_versions[0].document.address)


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
    return redirect(address_of(version).partition("#")[0] + "#publication")


@can_publish
@require_http_methods(["GET", "HEAD", "POST"])
def ready(request: HttpRequest) -> HttpResponse:
    """List the versions that are ready to publish. Publish the selected ones, or unpublish them again (``undo``)."""
    keys = {int(key) for key in request.POST.getlist("version") if key.isdecimal() and len(key) < MAX_KEY_DIGITS}
    if request.method == "POST" and not keys:
        messages.error(request, _("Nothing was published. Select at least one document."))
    elif request.method == "POST" and "undo" in request.POST:
        unpublish(LanguageVersion.objects.filter(pk__in=keys), current_user(request))
        messages.success(request, _("Unpublished: visible to staff only."))
    elif request.method == "POST":
        return _publish_ready(request, keys)
    return redirect("ready-to-publish") if request.method == "POST" else _ready_page(request)


def _publish_ready(request: HttpRequest, keys: set[int]) -> HttpResponse:
    try:
        published = publish_ready(keys, current_user(request))
    except DocumentError as error:
        messages.error(request, error.message)
        return redirect("ready-to-publish")
    count, skipped = len(published), len(keys) - len(published)
    message = ngettext("%(n)d document was published.", "%(n)d documents were published.", count) % {"n": count}
    if skipped:
        message += " " + ngettext(
            "%(n)d document was not published, because it was changed or published in the meantime.",
            "%(n)d documents were not published, because they were changed or published in the meantime.",
            skipped,
        ) % {"n": skipped}
    messages.success(request, message)
    return _ready_page(request, published)


def _ready_page(request: HttpRequest, published: Iterable[LanguageVersion] = ()) -> HttpResponse:
    rows = with_counts(ready_versions()).order_by("document", "language")
    return render(request, "review/ready.html", {"versions": rows, "published": published})
