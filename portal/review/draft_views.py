"""Show the changes that a draft makes to a public text, and discard or restore the draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.queries.drafts import find_open_draft
from documents.services import DocumentError
from documents.web.error_pages import not_found
from documents.web.permissions import current_user
from portal.review.changes import changes_of_draft
from portal.review.saving import address_of, review_link
from portal.review.views import can_review, find_version, version_not_found, versions_of
from recommendations.services.correcting import discard_draft, last_discarded_draft, restore_draft


@can_review
@require_safe
def draft(request: HttpRequest, address: str) -> HttpResponse:
    """Show the public text and the text of the draft side by side."""
    version = find_version(request, versions_of(request, address))
    if version is None:
        return version_not_found(request, address)
    found = find_open_draft(version.pk)
    if found is None:
        return not_found(request, _("There are no unpublished changes of this document."), [review_link(version)])
    context = {
        "document": version.document,
        "version": version,
        "draft": found,
        "changes": changes_of_draft(version),
        "back": address_of(version),
    }
    return render(request, "review/draft.html", context)


@can_review
@require_POST
def decide_draft(request: HttpRequest, address: str) -> HttpResponse:
    """Discard the draft, or restore the one discarded last, depending on ``decision``."""
    version = find_version(request, versions_of(request, address))
    if version is None:
        return version_not_found(request, address)
    seen = request.POST.get("seen", "")
    try:
        if request.POST.get("decision") == "restore":
            if discarded := last_discarded_draft(version):
                restore_draft(discarded, current_user(request))
                messages.success(request, _("The discarded changes are back. Readers do not see them yet."))
        elif discard_draft(version, current_user(request), seen=int(seen) if seen.isdecimal() else -1):
            messages.success(request, _("The changes were discarded."))
    except DocumentError as error:
        messages.error(request, error.message)
    return redirect(address_of(version))
