"""Review a new reading of a version, and accept or reject it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents.models import LanguageVersion, Reading
from documents.web.error_pages import not_found
from documents.web.permissions import current_user
from documents.web.phrases import sentence_list
from portal.ingestion.tasks import queue_rereading
from portal.reading.programs import missing_programs
from portal.review.changes import Changes, changes_of, has_undecided_edits, kept_keys
from portal.review.saving import address_of, draft_notice, review_link
from portal.review.views import can_review, find_version, version_not_found, versions_of
from portal.review.waiting import proposed_reading
from recommendations.services.correcting import CorrectionError, accept_reading, reject_reading


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, address: str) -> HttpResponse:
    """Show the changes that a new reading would make; accept or reject it, depending on ``decision``."""
    version = find_version(request, versions_of(request, address))
    if version is None:
        return version_not_found(request, address)
    reading = proposed_reading(version)
    if reading is None:
        message = _("There is no new reading of this document to review.")
        return not_found(request, message, [review_link(version)])
    changes = changes_of(reading)
    if request.method != "POST":
        return _page(request, version, reading, changes)
    if request.POST.get("reading") != str(reading.pk):
        return _page(
            request,
            version,
            reading,
            changes,
            _("There is a newer reading of this document. Review the newer reading first."),
            409,
        )
    return _decide(request, version, reading, changes)


def _decide(request: HttpRequest, version: LanguageVersion, reading: Reading, changes: Changes) -> HttpResponse:
    decision = request.POST.get("decision")
    seen = request.POST.get("seen", "")
    if decision not in ("accept", "reject") or not seen.isdecimal():
        return _page(request, version, reading, changes, _("No decision was made. Choose one of the buttons."), 400)
    if decision == "accept" and has_undecided_edits(request.POST, changes):
        message = _("For each correction, choose whether to keep it or use the new text.")
        return _page(request, version, reading, changes, message, 400)
    try:
        if decision == "accept":
            accept_reading(reading, current_user(request), keep=kept_keys(request.POST, changes), seen=int(seen))
            accepted = _("The new reading of the document was accepted.")
            messages.success(request, sentence_list((accepted, draft_notice(version))))
        else:
            reject_reading(reading, current_user(request))
            messages.success(request, _("The new reading of the document was rejected. Nothing has changed."))
    except CorrectionError as error:
        return _page(request, version, reading, changes_of(reading), error.message, 409)
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
    """Queue the file to be reprocessed with the current parser, or to ``recognize`` the text of a scan.

    The changes are only proposed, except for the text of a scan that was not published or corrected.
    """
    version = find_version(request, versions_of(request, address))
    if version is None:
        return version_not_found(request, address)
    is_scan = "recognize" in request.POST
    if is_scan and missing_programs():
        messages.error(request, _("Text recognition is not installed on this server. Nothing was changed."))
    elif queue_rereading(version, requested=not is_scan):
        messages.success(
            request,
            _("The text is being recognized. This takes a few seconds for each page.")
            if is_scan
            else _("The file is being reprocessed. You will be asked before anything changes."),
        )
    else:
        messages.info(request, _("The file is already waiting to be reprocessed."))
    return redirect(address_of(version))
