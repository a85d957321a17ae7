"""A daily e-mail about what waits for a user, for those who want one. It is never sent twice for a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import get_connection
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from documents.labels.naming import full_meeting_name
from documents.services.preferences import claim_digest, digest_recipients, language_of, release_digest
from documents.web.dates import date_format
from documents.web.phrases import labelled
from documents.web.roles import PERMISSIONS
from portal.emails import PRIORITY, QUEUE, RETRY, compose, is_email_configured, logged_refusals
from portal.review.waiting import count_waiting_items
from recommendations.follow_up.due import due_follow_ups, own_address, unconfirmed_address, unconfirmed_follow_ups
from recommendations.models import FollowUp

MAX_DETAILS = 10  # follow-ups named


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A line of the e-mail, with a link. ``details`` are names of what waits, if they are few."""

    text: str
    url: str
    details: tuple[str, ...] = ()


@app.periodic(cron=settings.DIGEST_CRON)
@app.task(name="queue_digests", queue=QUEUE, queueing_lock="queue_digests", priority=PRIORITY)
def queue_digests(timestamp: int) -> None:
    """Queue the e-mails of the day, one job each, so that one that fails does not delay the others."""
    if not is_email_configured():
        return
    day = datetime.datetime.fromtimestamp(timestamp, tz=datetime.UTC).date()
    for key in digest_recipients(day).values_list("pk", flat=True):
        send_digest.defer(user_id=key, day=day.isoformat())


@app.task(name="send_digest", queue=QUEUE, priority=PRIORITY, retry=RETRY)
def send_digest(*, user_id: int, day: str) -> None:
    """Send what waits for a user now, unless nothing does. An e-mail that could not be sent on its day is left out.

    The day is recorded before sending. If the mail server replies that it did not accept the e-mail, the record is
    undone and the job is retried. After any other interruption the e-mail may have been sent, so it is not sent again.
    """
    date = datetime.date.fromisoformat(day)
    user = digest_recipients(date).filter(pk=user_id).first()
    if user is None or date != timezone.now().date():
        return
    with translation.override(language_of(user)):
        items = list(digest_items(user))
        if not items:
            return
        message = compose(user, "digest", {"items": items, "account": settings.PORTAL_URL + reverse("own-account")})
    with get_connection() as mail_server:  # raises an error, and the job is retried, if the server does not answer
        if not claim_digest(user, date):
            return
        try:
            with logged_refusals(user):
                mail_server.send_messages([message])
        except (SMTPRecipientsRefused, SMTPResponseException):
            release_digest(user, date)
            raise


def digest_items(user: User) -> Iterator[DigestItem]:
    """Yield what waits for a user: follow-up, and decisions that their role allows."""
    yield from _follow_up_items(user)
    permissions = [permission for permission in PERMISSIONS if user.has_perm(permission)]
    counts = count_waiting_items(permissions)
    if count := counts.get("documents.change_document"):
        text = ngettext(
            "%(n)d reported error, question or new reading to decide on",
            "%(n)d reported errors, questions or new readings to decide on",
            count,
        )
        yield _item(text, count, "review-waiting")
    if count := counts.get("documents.publish_document"):
        text = ngettext("%(n)d document ready to publish", "%(n)d documents ready to publish", count)
        yield _item(text, count, "ready-to-publish")
    if count := counts.get("recommendations.change_lineage"):
        text = ngettext("%(n)d proposed link between versions", "%(n)d proposed links between versions", count)
        yield _item(text, count, "lineage")


def _follow_up_items(user: User) -> Iterator[DigestItem]:
    due = list(due_follow_ups(user, timezone.localdate()))
    if due:
        text = ngettext("%(n)d follow-up due soon or overdue", "%(n)d follow-ups due soon or overdue", len(due))
        details = tuple(labelled(row.recommendation_name, _due(row)) for row in due[:MAX_DETAILS])
        yield DigestItem(text % {"n": len(due)}, settings.PORTAL_URL + own_address(user), details)
    if user.has_perm("recommendations.change_followup") and (count := unconfirmed_follow_ups(user).count()):
        text = ngettext("%(n)d follow-up to confirm as done", "%(n)d follow-ups to confirm as done", count)
        yield DigestItem(text % {"n": count}, settings.PORTAL_URL + unconfirmed_address())


def _due(row: FollowUp) -> str:
    if row.due_date:
        return date_format(row.due_date, "DATE_FORMAT")
    return full_meeting_name(row.due_meeting) if row.due_meeting else ""


def _item(text: str, count: int, url_name: str) -> DigestItem:
    return DigestItem(text % {"n": count}, settings.PORTAL_URL + reverse(url_name))
