"""Publish, unpublish and withdraw versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from documents.models import LanguageVersion
from documents.services import DocumentError, publish, unpublish, withdraw
from documents.web.permissions import current_user, require_permission
from portal.review.views import version_not_found, versions_of

can_publish = require_permission("documents.publish_document")

Decide = Callable[[Iterable[LanguageVersion], User, str], None]

_DECISIONS: dict[str, tuple[Decide, str | Promise]] = {
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

    ``published`` is "yes", "no" or "withdrawn", ``language`` that of the version. Without a language, the
    decision applies to all versions.
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
