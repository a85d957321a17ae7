"""The system page, where administrators see warnings and run failed background jobs again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.web.pagination import read_page
from documents.web.permissions import require_permission
from portal.postgres.release import outdated_server_warning
from portal.system.jobs import describe_jobs, encoding_progress, failed_job_rows

PAGE_SIZE = 50

can_manage = require_permission("documents.see_records")


@can_manage
@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Show warnings, the progress of indexing for search by meaning, and the failed jobs, the latest first."""
    page = read_page(request, failed_job_rows(), PAGE_SIZE)
    if isinstance(page, HttpResponse):
        return page
    context = {
        "warning": outdated_server_warning(timezone.now().date()),
        "encoding": encoding_progress(),
        "page": page,
        "jobs": describe_jobs(page.object_list),
    }
    return render(request, "system/status.html", context)


@can_manage
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a failed job again. Do nothing if somebody else has already done so."""
    if ProcrastinateJob.objects.filter(pk=pk, status="failed").exists():
        app.job_manager.retry_job_by_id(pk, retry_at=timezone.now())
        messages.success(request, _("The job will run again. If it fails, it will reappear in this list."))
    else:
        messages.info(request, _("This job is no longer in the list of failed jobs."))
    return redirect("system")
