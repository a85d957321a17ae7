"""Send the answers to reports of errors."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from procrastinate.contrib.django import app

from documents.models import ErrorReport
from documents.services.error_reports import delete_email
from documents.web.language_addresses import in_language, without_language
from portal.emails import PRIORITY, QUEUE, RETRY, is_permanent
from portal.reports.places import address_of

logger = logging.getLogger(__name__)


@app.task(name="send_report_answer", queue=QUEUE, priority=PRIORITY, retry=RETRY)
def send_report_answer(*, report_id: int) -> None:
    """Send the answer to the reader who reported an error, then delete the reader's address.

    A report that was opened again in the meantime is left alone. An address that the mail server permanently refuses is
    deleted too; after other errors, the job is retried.
    """
    closed = ErrorReport.objects.filter(pk=report_id, state=ErrorReport.State.CLOSED).exclude(email="")
    report = closed.select_related("document").first()
    if report is None:
        return
    try:
        _compose(report).send()
    except SMTPRecipientsRefused as error:
        if not is_permanent(error):
            raise
        logger.error("the mail server does not deliver the answer to report %s", report_id)
    delete_email(report)


def _compose(report: ErrorReport) -> EmailMessage:
    """Return the e-mail in the reader's language. The first line of the template is the subject."""
    with translation.override(report.reader_language):
        link = settings.PORTAL_URL + in_language(without_language(address_of(report)), report.reader_language)
        rendered = render_to_string("emails/report_answer.txt", {"report": report, "link": link})
    subject, _newline, text = rendered.strip().partition("\n")
    return EmailMessage(" ".join(subject.split()), text.strip() + "\n", to=[report.email])
