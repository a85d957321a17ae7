"""Pages to upload files and watch their progress."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.web.pagination import read_page
from documents.web.permissions import current_user, require_permission
from portal.ingestion.batches import all_batches, find_batch, latest_batches, stamp_of, summaries
from portal.ingestion.forms import FileForm, UploadForm
from portal.ingestion.receiving import ReceivedFiles, RejectedFile, receive
from portal.ingestion.tasks import ingest_upload

PAGE_SIZE = 50
_STATUS = {"too_large": 413, "empty": 400}
_UNSUPPORTED = 415


can_upload = require_permission("documents.add_upload")


@can_upload
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form that takes files, their reception, and what was sent lately."""
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=400)
    received = receive(form.sent(), current_user(request), _defer)
    if received.batch is None:
        return _upload_page(request, UploadForm(), received.turned_away, _status(received))
    return redirect("upload-batch", received.batch)


def _defer(pk: int) -> None:
    ingest_upload.defer(upload_id=pk)


def _upload_page(
    request: HttpRequest, form: UploadForm, turned_away: tuple[RejectedFile, ...] = (), status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "turned_away": turned_away,
        "new_batch": uuid.uuid4(),
        "file_limit": settings.UPLOAD_FILE_BYTES,
        "request_limit": settings.UPLOAD_REQUEST_BYTES,
        "batches": latest_batches(),
    }
    return render(request, "ingestion/upload.html", context, status=status)


def _status(received: ReceivedFiles) -> int:
    """The status that fits every file that was turned away; where they differ, that of a bad request."""
    statuses = {_STATUS.get(refusal.code, _UNSUPPORTED) for refusal in received.turned_away}
    return statuses.pop() if len(statuses) == 1 else 400


@can_upload
@require_POST
def upload_file(request: HttpRequest) -> JsonResponse:
    """Take one file, or an archive, of a batch. The answer is for the page's script, with a sentence for the person.

    ``state`` is "received", "refused" (noted in the batch with its reason) or "failed" (nothing was noted).
    """
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        sentence = next(error for errors in form.errors.values() for error in errors)
        return JsonResponse({"state": "failed", "message": sentence}, status=400)
    received = receive([form.sent()], current_user(request), _defer, form.cleaned_data["batch"])
    state = "received" if received.taken or received.twice else "refused"
    return JsonResponse({"state": state, "message": _said_of(received)})


def _said_of(received: ReceivedFiles) -> str:
    """What a person should know of a file that arrived; "" where all is as they expect."""
    refused = len(received.turned_away)
    if received.taken + received.twice + refused > 1:
        return _("To be read: %(taken)d; duplicates: %(twice)d; rejected: %(refused)d.") % {
            "taken": received.taken,
            "twice": received.twice,
            "refused": refused,
        }
    if received.twice:
        return _("Same file as another in this upload. It is read once.")
    return received.turned_away[0].message if received.turned_away else ""


@can_upload
@require_safe
def batches_state(request: HttpRequest) -> HttpResponse:
    """What was sent lately, as a fragment; 204 while it looks as it did at the stamp ``seen``."""
    found = latest_batches()
    if request.GET.get("seen") == found.stamp:
        return HttpResponse(status=204)
    return render(request, "ingestion/batches.html", {"batches": found})


@can_upload
@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """All that was ever sent, page by page, the newest batch first."""
    page = read_page(request, all_batches(), PAGE_SIZE)
    if isinstance(page, HttpResponse):
        return page
    return render(request, "ingestion/sent.html", {"page": page, "rows": summaries(page.object_list)})


@can_upload
@require_safe
def batch(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The files that were sent together, and what was read of each."""
    found = find_batch(key)
    if found is None:
        raise Http404
    return render(request, "ingestion/batch.html", {"batch": found})


@can_upload
@require_safe
def batch_state(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The same as a fragment; 204 while it looks as it did at the stamp ``seen``, so that nothing is redrawn."""
    stamp = stamp_of(key)
    if stamp is None:
        raise Http404
    if request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    return render(request, "ingestion/files.html", {"batch": find_batch(key)})
