"""Ask whether recommendations follow the document to another meeting after its masthead was corrected."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.models import LanguageVersion, Meeting
from portal.review.edited_version import EditedVersion
from portal.review.meetings import NamingRecommendation, recommendations_naming
from portal.review.saving import SentEdits, address_of, save_edits
from portal.review.views import can_review, find_version, version_not_found, versions_of


def meeting_question(version: LanguageVersion, before: Meeting | None) -> str:
    """Return the address of the question whether recommendations follow, or "" if nothing depends on the meeting.

    ``before`` is the meeting of the version before the masthead was corrected.
    """
    after = LanguageVersion.objects.select_related("meeting", "document").defer("parsed").get(pk=version.pk)
    if before is None or after.meeting in (None, before) or not recommendations_naming(after, before):
        return ""
    address = reverse("move-recommendations", args=[after.document.address])
    return f"{address}?{urlencode({'language': after.language, 'before': before.slug})}"


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def move_recommendations(request: HttpRequest, address: str) -> HttpResponse:
    """Show the recommendations that name the former meeting ``before``, and change those that the user selects."""
    versions = versions_of(request, address)
    version = find_version(request, versions)
    if version is None:
        return version_not_found(request, address)
    before = Meeting.objects.select_related("body").filter(slug=request.GET.get("before", "")).first()
    naming = recommendations_naming(version, before) if before else []
    if not naming or version.meeting in (None, before):
        messages.info(request, _("No recommendation names the former meeting any more."))
        return redirect(address_of(version))
    if request.method == "POST":
        return _move(request, EditedVersion.of(version, versions), naming)
    context = {
        "document": version.document,
        "version": version,
        "before": before,
        "naming": naming,
        "back": address_of(version),
    }
    return render(request, "review/move_recommendations.html", context)


def _move(request: HttpRequest, edited_version: EditedVersion, naming: list[NamingRecommendation]) -> HttpResponse:
    version, selected = edited_version.version, request.POST.getlist("anchor")
    drafts = {draft.anchor: draft for draft in edited_version.drafts}
    edits = [
        edit
        for recommendation in naming
        if (anchor := recommendation.row.anchor) in selected and anchor in drafts and version.meeting
        for edit in recommendation.edits(edited_version.values(drafts[anchor]), version.meeting)
    ]
    seen = request.POST.get("seen", "")

    def show_error(message: str) -> HttpResponse:
        messages.error(request, message)
        return redirect(address_of(version))

    return save_edits(
        request, SentEdits(version, edits, int(seen) if seen.isdecimal() else version.revision), show_error
    )
