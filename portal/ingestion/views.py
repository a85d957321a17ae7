"""Pages to upload files and watch their progress."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.labels.messages import shown_message
from documents.models import Upload
from documents.services.uploads import retry_upload
from documents.web.pagination import read_page
from documents.web.permissions import current_user, require_permission
from portal.ingestion.batches import (
    all_batches,
    batch_stamp,
    file_states,
    files_of_batch,
    find_batch,
    latest_batches,
    status_label,
    summaries,
)
from portal.ingestion.forms import FileForm, UploadForm
from portal.ingestion.receiving import ReceivedFiles, RejectedFile, receive_files
from portal.ingestion.tasks import ingest_upload

PAGE_SIZE = 50
_STATUS = {"too_large": 413, "empty": 400}
_UNSUPPORTED = 415


can_upload = require_permission("documents.add_upload")


@can_upload
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Show the upload form with the latest batches, and accept files."""
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=400)
    received = receive_files(form.sent_files(), current_user(request), _defer)
    if received.batch is None:
        return _upload_page(request, UploadForm(), received.rejected, _error_status(received))
    return redirect("upload-batch", received.batch)


def _defer(pk: int) -> None:
    ingest_upload.defer(upload_id=pk)


@can_upload
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Requeue a file that failed because of an internal error."""
    upload = get_object_or_404(Upload, pk=pk)
    with transaction.atomic():
        if retry_upload(pk, current_user(request)):
            _defer(pk)
    return redirect("upload-batch", upload.batch)


def _upload_page(
    request: HttpRequest, form: UploadForm, rejected: tuple[RejectedFile, ...] = (), status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "rejected": rejected,
        "new_batch": uuid.uuid4(),
        "file_limit": settings.UPLOAD_FILE_BYTES,
        "request_limit": settings.UPLOAD_REQUEST_BYTES,
        "batches": latest_batches(),
    }
    return render(request, "ingestion/upload.html", context, status=status)


def _error_status(received: ReceivedFiles) -> int:
    """Return the HTTP status of the rejected files if they share one, else 400."""
    statuses = {_STATUS.get(rejected_file.code, _UNSUPPORTED) for rejected_file in received.rejected}
    return statuses.pop() if len(statuses) == 1 else 400


@can_upload
@require_POST
def upload_file(request: HttpRequest) -> JsonResponse:
    """Accept one file, or an archive, of a batch. The page's script gets JSON with a message for the user.

    ``state`` is "received", "refused" (recorded in the batch with its reason) or "failed" (nothing was recorded).
    """
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        message = next(error for errors in form.errors.values() for error in errors)
        return JsonResponse({"state": "failed", "message": message}, status=400)
    received = receive_files([form.sent_file()], current_user(request), _defer, form.cleaned_data["batch"])
    state = "received" if received.accepted_count or received.duplicate_count else "refused"
    return JsonResponse({"state": state, "message": _message(received)})


def _message(received: ReceivedFiles) -> str:
    """Return the message about a received file or archive, or "" if a single file was accepted."""
    rejected = len(received.rejected)
    if received.accepted_count + received.duplicate_count + rejected > 1:
        return _("Files to be read: %(accepted)d. Duplicate files: %(duplicates)d. Rejected files: %(rejected)d.") % {
            "accepted": received.accepted_count,
            "duplicates": received.duplicate_count,
            "rejected": rejected,
        }
    if received.duplicate_count:
        return _("This file is the same as another file in this upload and will be read only once.")
    return shown_message(received.rejected[0].message) if received.rejected else ""


@can_upload
@require_safe
def batches_state(request: HttpRequest) -> HttpResponse:
    """Return the latest batches as a fragment, or 204 if ``seen`` is still their stamp."""
    latest = latest_batches()
    if request.GET.get("seen") == latest.stamp:
        return HttpResponse(status=204)
    return render(request, "ingestion/batches.html", {"batches": latest})


@can_upload
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """Show all batches, newest first, in pages."""
    page = read_page(request, all_batches(), PAGE_SIZE)
    if isinstance(page, HttpResponse):
        return page
    return render(request, "ingestion/all_batches.html", {"page": page, "rows": summaries(page.object_list)})


@can_upload
@require_safe
def batch(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show the first files of a batch of each status, with the content found in each, or all files of one status, in
    pages."""
    if label := status_label(request.GET.get("status", "")):
        return _files_page(request, key, label)
    found_batch = find_batch(key)
    if found_batch is None:
        raise Http404
    return render(request, "ingestion/batch.html", {"batch": found_batch})


def _files_page(request: HttpRequest, key: uuid.UUID, label: Promise) -> HttpResponse:
    if batch_stamp(key) is None:
        raise Http404
    page = read_page(request, files_of_batch(key, request.GET["status"]), PAGE_SIZE)
    if isinstance(page, HttpResponse):
        return page
    context = {"key": key, "label": label, "page": page, "files": file_states(page.object_list)}
    return render(request, "ingestion/batch_files.html", context)


@can_upload
@require_safe
def batch_state(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Return the files of a batch as a fragment, or 204 (redraw nothing) if ``seen`` is still their stamp."""
    stamp = batch_stamp(key)
    if stamp is None:
        raise Http404
    if request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    return render(request, "ingestion/files.html", {"batch": find_batch(key)})
