"""Store the errors that readers report, and close the reports."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document, ErrorReport
from documents.services.audit_log import record_change
from documents.services.errors import DocumentError
from documents.services.locking import acquire_write_lock

REPORT_PERIOD = datetime.timedelta(hours=1)
DELIVERY_PERIOD = datetime.timedelta(days=3)  # after closing; an answer that could not be sent by then is dropped
MAX_REPORTS_PER_IP = 5  # in REPORT_PERIOD; several people may share one
MAX_REPORTS = 100  # in REPORT_PERIOD, from everybody
MAX_OPEN_REPORTS = 2_000


class TooManyReportsError(Exception):
    """Too many errors were reported, from one address or by everybody."""


@transaction.atomic
def report_error(
    document: Document,
    message: str,
    *,
    language: str,
    place: str,
    path: str,
    email: str,
    reader_language: str,
    ip_address: str | None,
) -> ErrorReport:
    """Store a report, unless the same one is open. Raise :class:`TooManyReportsError` if there have been too many.

    Reports are not counted by address if ``ip_address`` is None: many readers may share the address of a local proxy.
    """
    acquire_write_lock()
    opened = ErrorReport.objects.filter(state=ErrorReport.State.OPEN)
    if same := opened.filter(document=document, place=place, language=language, message=message, email=email).first():
        return same
    recent = ErrorReport.objects.filter(received_at__gt=timezone.now() - REPORT_PERIOD)
    if (
        (ip_address is not None and recent.filter(ip_address=ip_address).count() >= MAX_REPORTS_PER_IP)
        or recent.count() >= MAX_REPORTS
        or opened.count() >= MAX_OPEN_REPORTS
    ):
        raise TooManyReportsError
    report = ErrorReport.objects.create(
        document=document,
        language=language,
        place=place,
        path=path,
        message=message,
        email=email,
        reader_language=reader_language,
        ip_address=ip_address,
    )
    _record("report.received", report, None)
    return report


@transaction.atomic
def close_report(report: ErrorReport, answer: str, by: User) -> ErrorReport:
    """Close a report with an ``answer``, which may be "". Raise :class:`DocumentError` if it is closed already.

    The reader's address is deleted at once if there is no answer to send.
    """
    report = _locked(report, ErrorReport.State.OPEN)
    report.state, report.answer = ErrorReport.State.CLOSED, answer
    report.closed_by, report.closed_at = by, timezone.now()
    if not answer:
        report.email = ""
    report.save()
    _record("report.closed", report, by, note=answer)
    return report


@transaction.atomic
def reopen_report(report: ErrorReport, by: User) -> ErrorReport:
    """Open a closed report again. Raise :class:`DocumentError` if it is open."""
    report = _locked(report, ErrorReport.State.CLOSED)
    report.state, report.closed_by, report.closed_at = ErrorReport.State.OPEN, None, None
    report.save()
    _record("report.reopened", report, by)
    return report


def _locked(report: ErrorReport, expected: ErrorReport.State) -> ErrorReport:
    """Return the current row, locked. Raise :class:`DocumentError` unless it has the expected state."""
    current = ErrorReport.objects.select_for_update(of=("self",)).select_related("document").get(pk=report.pk)
    if current.state != expected:
        raise DocumentError(
            "report_changed",
            _("Nothing was changed: somebody else has just closed or reopened this report. Read it again."),
        )
    return current


def delete_email(report: ErrorReport) -> None:
    """Delete the address of the reader, once the answer is sent or cannot be delivered."""
    ErrorReport.objects.filter(pk=report.pk).update(email="")


def delete_old_ip_addresses() -> None:
    """Delete the internet addresses of reports that no longer count against others."""
    old = ErrorReport.objects.filter(received_at__lte=timezone.now() - REPORT_PERIOD, ip_address__isnull=False)
    old.update(ip_address=None)


def delete_old_emails() -> None:
    """Delete the readers' addresses of reports whose answer has not been delivered in time."""
    old = ErrorReport.objects.filter(closed_at__lte=timezone.now() - DELIVERY_PERIOD).exclude(email="")
    old.update(email="")


def _record(action: str, report: ErrorReport, by: User | None, note: str = "") -> None:
    record_change(
        action, by=by, subject=str(report), document=report.document, object_key=f"error-report:{report.pk}", note=note
    )
