"""Pages on which editors read, answer and close reports of errors."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.models import ErrorReport
from documents.services import DocumentError
from documents.services.error_reports import close_report, reopen_report
from documents.web.error_pages import SuggestedLink, not_found
from documents.web.pagination import read_page
from documents.web.permissions import current_user, require_permission
from portal.reports.forms import MAX_ANSWER_LENGTH, AnswerForm
from portal.reports.places import address_of, find_place
from portal.reports.tasks import send_report_answer

PAGE_SIZE = 50

can_review = require_permission("documents.change_document")


@can_review
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List all reports, open ones first, then the newest closed ones."""
    rows = ErrorReport.objects.select_related("document", "closed_by").prefetch_related("document__symbols")
    page = read_page(request, rows.order_by("-state", "-pk"), PAGE_SIZE)  # "open" comes after "closed"
    if isinstance(page, HttpResponse):
        return page
    return render(request, "reports/list.html", {"page": page})


@can_review
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report; a POST closes it with an ``answer``, or opens it again (``decision``)."""
    row = ErrorReport.objects.select_related("document", "closed_by").filter(pk=pk).first()
    if row is None:
        link = SuggestedLink(_("Reported errors"), reverse("error-reports"))
        return not_found(request, _("This report does not exist. Its document may have been deleted."), [link])
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, row, form)
    if not form.is_valid():
        return _page(request, row, form, status=400)
    try:
        if request.POST.get("decision") == "reopen":
            reopen_report(row, current_user(request))
            messages.success(request, _("The report is open again."))
            return redirect("error-report", pk)
        closed = close_report(row, form.cleaned_data["answer"], current_user(request))
    except DocumentError as error:
        messages.error(request, error.message)
        return redirect("error-report", pk)
    if closed.email:
        send_report_answer.defer(report_id=pk)
    messages.success(request, _("Report closed. The answer is being sent.") if closed.email else _("Report closed."))
    return redirect("error-reports")


def _page(request: HttpRequest, row: ErrorReport, form: AnswerForm, status: int = 200) -> HttpResponse:
    place = find_place(row.document.address, row.place, row.language, request.user)
    context = {
        "report": row,
        "place": place,
        "address": address_of(row),
        "form": form,
        "max_length": MAX_ANSWER_LENGTH,
    }
    return render(request, "reports/report_review.html", context, status=status)
