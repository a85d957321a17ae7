"""Another reading of a version: what it would change, and the decision about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents.models import LanguageVersion, Reading
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.permissions import current_user
from portal.ingestion.tasks import ask_to_reread
from portal.review.changes import Changes, changes_of, kept_edits, undecided_edits
from portal.review.saving import address_of
from portal.review.views import can_review, chosen, no_version, versions_of
from portal.review.waiting import proposed_reading
from recommendations.services.correcting import CorrectionError, accept_reading, refuse_reading


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, address: str) -> HttpResponse:
    """What another reading of the version would change; accepted or turned down by ``decision``."""
    version = chosen(request, versions_of(request, address))
    if version is None:
        return no_version(request, address)
    reading = proposed_reading(version)
    if reading is None:
        sentence = _("Nothing waits for a decision here: no other reading of this document is proposed.")
        return not_found(request, sentence, [SuggestedLink(_("Review"), address_of(version))])
    changes = changes_of(reading)
    if request.method != "POST":
        return _page(request, version, reading, changes)
    if request.POST.get("reading") != str(reading.pk):
        return _page(
            request, version, reading, changes, _("Another reading is proposed by now. Look at it first."), 409
        )
    return _decide(request, version, reading, changes)


def _decide(request: HttpRequest, version: LanguageVersion, reading: Reading, changes: Changes) -> HttpResponse:
    decision = request.POST.get("decision")
    seen = request.POST.get("seen", "")
    if decision not in ("accept", "refuse") or not seen.isdecimal():
        return _page(request, version, reading, changes, _("Nothing was decided: choose one of the buttons."), 400)
    if decision == "accept" and undecided_edits(request.POST, changes):
        message = _("Say of each correction whether it stays, or gives way to what the reading says.")
        return _page(request, version, reading, changes, message, 400)
    try:
        if decision == "accept":
            accept_reading(reading, current_user(request), keep=kept_edits(request.POST, changes), seen=int(seen))
            messages.success(request, _("The other reading is in use now."))
        else:
            refuse_reading(reading, current_user(request))
            messages.success(request, _("The other reading is turned down: everything stays as it is."))
    except CorrectionError as refusal:
        return _page(request, version, reading, changes_of(reading), refusal.message, 409)
    version.refresh_from_db(fields=["language"])
    return redirect(address_of(version))


def _page(
    request: HttpRequest,
    version: LanguageVersion,
    reading: Reading,
    changes: Changes,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "document": version.document,
        "version": version,
        "reading": reading,
        "changes": changes,
        "error": error,
        "back": address_of(version),
    }
    return render(request, "review/proposal.html", context, status=status)


@can_review
@require_POST
def reread(request: HttpRequest, address: str) -> HttpResponse:
    """Have the file of the version read again by the parser of today; what it would change is asked then."""
    version = chosen(request, versions_of(request, address))
    if version is None:
        return no_version(request, address)
    if ask_to_reread(version):
        messages.success(
            request, _("The file is being read again. Where that would change anything, this page asks you first.")
        )
    else:
        messages.info(request, _("The file waits to be read again already."))
    return redirect(address_of(version))
