"""Decide what to do with a file whose symbol already exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.labels.messages import shown_message
from documents.models import Reading, Upload
from documents.services import DocumentError
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.languages import language_name
from documents.web.permissions import current_user
from portal.ingestion.questions import answer_upload, can_be_format
from portal.review.changes import Changes, changes_of, has_undecided_edits, kept_keys
from portal.review.saving import address_of
from portal.review.upload_question_views import answer_by_worker, parts_question, symbols_question
from portal.review.views import can_review
from recommendations.corrections import FACTS
from recommendations.corrections.facts import fact_of
from recommendations.labels.fields import fact_label
from recommendations.services.correcting import CorrectionError
from recommendations.services.correcting.checks import LANGUAGES

_ANSWERS = {
    Upload.Answer.REISSUE,
    Upload.Answer.REVISION,
    Upload.Answer.LANGUAGE_VERSION,
    Upload.Answer.FORMAT,
    Upload.Answer.MISTAKE,
}


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what a file is. If its document exists, show the two next to each other, and store the file according to
    ``answer``."""
    upload = Upload.objects.filter(pk=pk).defer("content").select_related("version__document").first()
    if upload is None:
        return not_found(
            request, _("This file does not exist."), [SuggestedLink(_("Upload documents"), reverse("upload"))]
        )
    if upload.state == Upload.State.QUESTION and upload.question == Upload.Question.PARTS:
        return parts_question(request, upload)
    if upload.state == Upload.State.QUESTION and upload.question == Upload.Question.SYMBOLS and upload.version:
        return symbols_question(request, upload)
    reading = Reading.objects.filter(upload=upload, state=Reading.State.PROPOSED).select_related("version__document")
    proposed = reading.first()
    if upload.state != Upload.State.QUESTION or proposed is None:
        message = _closed_message(upload)
        return not_found(
            request, message, [SuggestedLink(_("Upload documents"), reverse("upload-batch", args=[upload.batch]))]
        )
    changes = changes_of(proposed)
    if request.method != "POST":
        return _page(request, upload, proposed, changes)
    return _answer(request, upload, proposed, changes)


def _closed_message(upload: Upload) -> str:
    if upload.answer:
        return _("This question has already been answered: %(answer)s.") % {"answer": upload.get_answer_display()}
    if upload.state == Upload.State.REFUSED:
        return shown_message(upload.message)
    return _(
        "There is no question about this file any more. The file is being reprocessed. The upload page shows the "
        "result."
    )


def _answer(request: HttpRequest, upload: Upload, reading: Reading, changes: Changes) -> HttpResponse:
    posted, answer = request.POST, request.POST.get("answer", "")
    if answer not in _ANSWERS or (answer == Upload.Answer.FORMAT and not can_be_format(upload)):
        return _page(request, upload, reading, changes, _("Choose what the file is."), 400)
    if answer == Upload.Answer.FORMAT:
        return answer_by_worker(request, upload, answer)
    if answer == Upload.Answer.REISSUE and has_undecided_edits(posted, changes):
        message = _("For each correction, choose whether to keep it or use the text of the reissue.")
        return _page(request, upload, reading, changes, message, 400)
    seen = posted.get("seen", "")
    try:
        answered = answer_upload(
            upload,
            answer,
            current_user(request),
            language=posted.get("file_language", ""),
            symbol=posted.get("symbol", ""),
            keep=kept_keys(posted, changes),
            seen=int(seen) if seen.isdecimal() else None,
        )
    except (DocumentError, CorrectionError) as error:
        return _page(request, upload, reading, changes_of(reading), shown_message(error.message), 409)
    messages.success(request, shown_message(answered.message) or _("The file was saved."))
    if answered.version is None:
        return redirect("upload-batch", answered.batch)
    return redirect(address_of(answered.version))


def _page(
    request: HttpRequest, upload: Upload, reading: Reading, changes: Changes, error: str = "", status: int = 200
) -> HttpResponse:
    version = reading.version
    context = {
        "upload": upload,
        "document": version.document,
        "version": version,
        "reading": reading,
        "changes": changes,
        "mastheads": _compare_mastheads(changes),
        "languages": [(code, capfirst(language_name(code))) for code in LANGUAGES],
        "can_be_format": can_be_format(upload),
        "posted": request.POST,
        "error": error,
        "back": address_of(version),
    }
    return render(request, "review/question.html", context, status=status)


def _compare_mastheads(changes: Changes) -> list[Mapping[str, Any]]:
    """Return the rows that compare the two mastheads, omitting fields that are printed in neither."""
    heads = changes.proposal.before.parsed.masthead, changes.proposal.after.parsed.masthead
    rows: list[Mapping[str, Any]] = []
    for name in ("symbols", *FACTS):
        stored, sent = (changes.formatter.as_text(name, fact_of(head, name)) for head in heads)
        if stored or sent:
            rows.append({"label": fact_label(name), "here": stored, "sent": sent, "differs": stored != sent})
    return rows
