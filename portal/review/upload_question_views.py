"""Questions about uploads that are not stored: whether to split a file, or to add it to a document with other symbols.

The answer is stored, and a worker reads the file again accordingly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from documents.models import Upload
from documents.queries.source_files import PDF, PDF_VIEWER_POLICY, is_pdf
from documents.services.uploads import discard_upload, queue_answered
from documents.web.permissions import current_user, require_permission
from portal.ingestion.part_forms import PartFormSet, part_forms
from portal.ingestion.splitting import parts_of
from portal.ingestion.tasks import ingest_upload
from portal.review.views import can_review

Answer = Upload.Answer

can_upload = require_permission("documents.add_upload")

_ANSWERED = {
    Answer.SPLIT: gettext_lazy("The file is being split."),
    Answer.WHOLE: gettext_lazy("The file is read as one document."),
    Answer.SAME: gettext_lazy("The file is added to the document."),
    Answer.FORMAT: gettext_lazy("The file is added to the document as another format."),
}


def parts_question(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show the documents that were found in a file, and split it, or read it as one document."""
    parts = parts_of(upload)
    if request.method != "POST":
        return _parts_page(request, upload, part_forms(parts))
    answer = request.POST.get("answer", "")
    if answer == Answer.SPLIT:
        forms = part_forms(parts, request.POST)
        if not forms.is_valid():
            return _parts_page(request, upload, forms, status=400)
        found = {part.first: part for part in parts}
        ranges = [
            {
                "first": first,
                "last": last,
                "symbols": found[first].symbols if first in found else (),
                "title": found[first].title if first in found else "",
            }
            for first, last in forms.ranges()
        ]
        return answer_by_worker(request, upload, answer, {"parts": ranges})
    if answer in (Answer.WHOLE, Answer.MISTAKE):
        return answer_by_worker(request, upload, answer)
    return _parts_page(request, upload, part_forms(parts), _("Choose what to do with the file."), 400)


def symbols_question(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show the symbols of a file and of the document that has some of them, and add the file to it, or do not."""
    answer = request.POST.get("answer", "")
    if request.method == "POST" and answer in (Answer.SAME, Answer.MISTAKE, "again"):
        return answer_by_worker(request, upload, "" if answer == "again" else answer)
    error = _("Choose what the file is.") if request.method == "POST" else ""
    context = {"upload": upload, "error": error}
    return render(request, "review/symbols_question.html", context, status=400 if error else 200)


def answer_by_worker(
    request: HttpRequest, upload: Upload, answer: str, values: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Store an answer, and let a worker read the file again; or delete the file if it was uploaded by mistake."""
    user = current_user(request)
    if answer == Answer.MISTAKE:
        is_first = discard_upload(upload.pk, user)
        message = _("The file was deleted.")
    else:
        with transaction.atomic():
            is_first = queue_answered(upload.pk, answer, user, **(values or {}))
            if is_first:
                ingest_upload.defer(upload_id=upload.pk)
        message = str(_ANSWERED[Answer(answer)]) if answer else _("The file is read again.")
    if is_first:
        messages.success(request, message)
    else:
        messages.error(request, _("Somebody else has answered this question in the meantime. Nothing was changed."))
    return redirect("upload-batch", upload.batch)


def _parts_page(
    request: HttpRequest, upload: Upload, forms: PartFormSet, error: str = "", status: int = 200
) -> HttpResponse:
    parts = parts_of(upload)
    rows = [(form, parts[index] if index < len(parts) else None) for index, form in enumerate(forms.forms)]
    context = {"upload": upload, "forms": forms, "rows": rows, "parts": parts, "error": error}
    return render(request, "review/parts_question.html", context, status=status)


@can_review
@require_safe
@xframe_options_sameorigin
def uploaded_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Display a PDF that waits for an answer, so that a person can look at its pages."""
    upload = get_object_or_404(Upload, pk=pk, content__isnull=False)
    content = bytes(upload.content or b"")
    is_shown = is_pdf(content)
    response = HttpResponse(content, content_type=PDF if is_shown else "application/octet-stream")
    disposition = content_disposition_header(as_attachment=not is_shown, filename=upload.name.rpartition("/")[2])
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_VIEWER_POLICY if is_shown else "default-src 'none'; sandbox"
    patch_cache_control(response, private=True, no_cache=True)
    return response


@can_upload
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an upload that is not stored. Editors can delete their own, administrators all."""
    upload = get_object_or_404(Upload.objects.defer("content"), pk=pk)
    user = current_user(request)
    if upload.user_id != user.pk and not user.has_perm("documents.delete_document"):
        raise PermissionDenied(_("Only administrators can delete files that somebody else uploaded."))
    if discard_upload(pk, user):
        messages.success(request, _("The file was deleted."))
    else:
        messages.error(request, _("The file was not deleted, because it is being read or was stored in the meantime."))
    return redirect("upload-batch", upload.batch)
