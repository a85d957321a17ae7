"""Correct the masthead or a recommendation, and undo a correction."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents.models import Correction
from documents.web.error_pages import not_found
from documents.web.permissions import current_user
from documents.web.phrases import sentence_list
from portal.review.edited_version import EditedVersion, field_edits
from portal.review.forms import CorrectingForm, FactsForm, RecommendationForm
from portal.review.meeting_views import meeting_question
from portal.review.saving import (
    SentEdits,
    address_of,
    draft_notice,
    removed_response,
    review_link,
    save_edits,
    settled_edits,
)
from portal.review.views import can_review, find_version, version_not_found, versions_of
from recommendations.corrections import DraftRecommendation
from recommendations.labels.wording import value_formatter
from recommendations.services.correcting import CorrectionError, last_reshaping, undo


def find_edited_version(request: HttpRequest, address: str) -> EditedVersion | None:
    """Return the requested version, ready for correcting, or None if it does not exist."""
    versions = versions_of(request, address)
    version = find_version(request, versions)
    return EditedVersion.of(version, versions) if version else None


def recommendation_not_found(request: HttpRequest, edited_version: EditedVersion) -> HttpResponse:
    message = _(
        "This recommendation no longer exists. It may have been removed, joined with another or changed when the "
        "document was reprocessed."
    )
    return not_found(request, message, [review_link(edited_version.version)])


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def correct_masthead(request: HttpRequest, address: str) -> HttpResponse:
    """Show the form for the masthead, and save its corrections."""
    edited_version = find_edited_version(request, address)
    if edited_version is None:
        return version_not_found(request, address)
    values = edited_version.facts()
    if request.method != "POST":
        return _form_page(
            request, edited_version, None, FactsForm(values, initial=_hidden_values(edited_version, values))
        )
    return _correct(request, edited_version, None, FactsForm(values, request.POST))


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def correct_recommendation(request: HttpRequest, address: str, anchor: str) -> HttpResponse:
    """Show the form for a recommendation, and save its corrections."""
    edited_version = find_edited_version(request, address)
    if edited_version is None:
        return version_not_found(request, address)
    draft = edited_version.draft(anchor)
    if draft is None:
        return _retired_response(request, edited_version, anchor)
    values, formatter = edited_version.values(draft), value_formatter()
    if request.method != "POST":
        return _form_page(
            request,
            edited_version,
            draft,
            RecommendationForm(values, formatter, initial=_hidden_values(edited_version, values)),
        )
    return _correct(request, edited_version, draft, RecommendationForm(values, formatter, request.POST))


def _retired_response(request: HttpRequest, edited_version: EditedVersion, anchor: str) -> HttpResponse:
    """Return the response to a form whose recommendation was removed or joined with another in the meantime: a page
    that shows this next to the input, valid or not.
    """
    try:
        typed = RecommendationForm(
            json.loads(request.POST.get("initial_values", "")), value_formatter(), request.POST
        ).typed()
    except (ValueError, TypeError, AttributeError):
        typed = RecommendationForm({}, value_formatter(), request.POST).typed()
    return gone_response(request, edited_version, anchor, typed)


def gone_response(
    request: HttpRequest, edited_version: EditedVersion, anchor: str, typed: Sequence[tuple[str, str]]
) -> HttpResponse:
    """Return a page that shows who removed a recommendation, and what the user ``typed`` (labels and values)."""
    if not typed:
        return recommendation_not_found(request, edited_version)
    seen = request.POST.get("seen", "")
    revision = int(seen) if re.fullmatch(r"\d{1,9}", seen, re.ASCII) else 0
    return removed_response(
        request,
        edited_version.version,
        last_reshaping(edited_version.version, anchor, current_user(request), seen=revision),
        typed,
    )


def _hidden_values(edited_version: EditedVersion, values: Mapping[str, Any]) -> dict[str, Any]:
    return {"seen": edited_version.version.revision, "initial_values": json.dumps(values)}


def _correct(
    request: HttpRequest, edited_version: EditedVersion, draft: DraftRecommendation | None, form: CorrectingForm
) -> HttpResponse:
    if not form.is_valid():
        return _form_page(request, edited_version, draft, form, status=400)

    def show_error(message: str) -> HttpResponse:
        form.add_error(None, message)
        return _form_page(request, edited_version, draft, form, status=400)

    edits = field_edits(draft.anchor if draft else "", form.changed_values())
    sent = SentEdits(edited_version.version, edits, form.cleaned_data["seen"], form.cleaned_data["note"])
    if not edits and draft:
        messages.info(request, _("No changes to save."))
        return redirect(address_of(edited_version.version, draft.anchor))
    response = save_edits(request, sent, show_error)
    is_saved = draft is None and bool(edits) and response.status_code == HTTPStatus.FOUND
    question = meeting_question(sent.version, sent.version.meeting) if is_saved else ""
    return redirect(question) if question else response


def _form_page(
    request: HttpRequest,
    edited_version: EditedVersion,
    draft: DraftRecommendation | None,
    form: CorrectingForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "document": edited_version.version.document,
        "version": edited_version.version,
        "draft": draft,
        "form": form,
        "back": address_of(edited_version.version, draft.anchor if draft else ""),
    }
    return render(request, "review/correct.html", context, status=status)


# --- conflicts and undo ------------------------------------------------------------------------------


@can_review
@require_POST
def settle_conflicts(request: HttpRequest, address: str) -> HttpResponse:
    """Save the user's decisions on conflicts: for each place, their own value or the other user's."""
    versions = versions_of(request, address)
    version = find_version(request, versions)
    if version is None:
        return version_not_found(request, address)
    sent = settled_edits(request, version)
    if sent is None:
        messages.error(
            request, _("Your changes could not be saved because the form was incomplete. Open the form again.")
        )
        return redirect(address_of(version))

    def show_error(message: str) -> HttpResponse:
        messages.error(request, message)
        return redirect(address_of(version, sent.edits[0].anchor))

    return save_edits(request, sent, show_error)


@can_review
@require_POST
def undo_correction(request: HttpRequest, address: str, pk: int) -> HttpResponse:
    """Undo a correction."""
    versions = versions_of(request, address)
    keys = {version.pk for version in versions}
    correction = Correction.objects.filter(pk=pk, version__in=keys).select_related("version__document").first()
    if correction is None:
        return not_found(request, _("This correction does not exist."), [])
    try:
        undo(correction, current_user(request))
    except CorrectionError as error:
        messages.error(request, error.message)
    else:
        undone = _("The correction was undone.")
        messages.success(request, sentence_list((undone, draft_notice(correction.version))))
    correction.version.refresh_from_db(fields=["language"])
    return redirect(address_of(correction.version, correction.anchor))
