"""Background tasks: e-mails with links, digests, and removing unconfirmed subscriptions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from smtplib import SMTPRecipientsRefused
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Min
from django.utils.translation import override
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.alerts.delivery import deliver
from portal.alerts.digests import shown_subscription
from portal.alerts.links import MANAGEMENT_PERIOD, confirmation_link, management_link
from portal.alerts.models import Schedule, Subscriber
from portal.alerts.services import (
    CONFIRMATION_PERIOD,
    MAX_SUBSCRIPTIONS,
    add_subscription,
    announce,
    due_subscriptions,
    find_subscriber,
    remove_unconfirmed,
)
from portal.emails import PRIORITY, QUEUE, RETRY, compose_to, is_email_configured, is_permanent

BATCH_SIZE = 100  # addresses of one job: uploaded files are processed before the next


class NotAcceptedError(Exception):
    """The mail server did not accept an e-mail for now, so the job is retried."""


# --- digests ---------------------------------------------------------------------------------------------


@app.periodic(cron=settings.ALERTS_CRON)
@app.task(name="queue_alerts", queue=QUEUE, queueing_lock="queue_alerts", priority=PRIORITY)
def queue_alerts(timestamp: int) -> None:
    """Queue the digests that are due, unless they are queued already, in jobs of :data:`BATCH_SIZE` addresses."""
    if not is_email_configured():
        return
    for schedule in Schedule.values:
        until = announce(schedule)
        due = due_subscriptions(schedule, until).exclude(subscriber__in=_queued(schedule))
        keys = [str(key) for key in due.order_by("subscriber").values_list("subscriber", flat=True).distinct()]
        since = due.aggregate(earliest=Min("covered_until"))["earliest"]
        for start in range(0, len(keys), BATCH_SIZE):
            _queue(keys[start : start + BATCH_SIZE], schedule, since, until)


def _queued(schedule: str) -> set[UUID]:
    """Return the keys of the subscribers whose digests are queued, or wait for another attempt."""
    jobs = ProcrastinateJob.objects.filter(task_name="send_alerts", status__in=("todo", "doing"))
    return {
        UUID(key)
        for args in jobs.values_list("args", flat=True)
        if args["schedule"] == schedule
        for key in args["subscribers"]
    }


def _queue(keys: Iterable[str], schedule: str, since: datetime.datetime, until: datetime.datetime) -> None:
    send_alerts.defer(subscribers=list(keys), schedule=schedule, since=since.isoformat(), until=until.isoformat())


@app.task(name="send_alerts", queue=QUEUE, priority=PRIORITY, retry=RETRY)
def send_alerts(*, subscribers: list[str], schedule: str, since: str, until: str) -> None:
    """Send the digests of subscribers. An address that the mail server does not accept for now gets a job of its own,
    which is retried while the others get later digests."""
    start, end = datetime.datetime.fromisoformat(since), datetime.datetime.fromisoformat(until)
    failed = deliver([UUID(key) for key in subscribers], schedule, start, end)
    if failed and len(subscribers) == 1:
        raise NotAcceptedError("The mail server did not accept the e-mail for now.")
    for key in failed:
        _queue([str(key)], schedule, start, end)


# --- links -----------------------------------------------------------------------------------------------


@app.task(name="send_confirmation", queue=QUEUE, priority=PRIORITY, retry=RETRY)
def send_confirmation(*, email: str, language: str, query: str, schedule: str) -> None:
    """Send the link that confirms a subscription or, if it is confirmed, the link to all subscriptions.

    The worker looks the address up, so that the page answers as quickly for one that follows nothing yet.
    """
    subscription = add_subscription(email, language, query, schedule)
    if subscription is None:
        return _send_management_link(find_subscriber(email), "subscription_limit", maximum=MAX_SUBSCRIPTIONS)
    subscriber = subscription.subscriber
    with override(subscriber.language):
        title = shown_subscription(subscription).title
        if subscription.confirmed_at:
            return _send_management_link(subscriber, "already_followed", title=title)
        context = {
            "title": title,
            "schedule": subscription.get_schedule_display(),
            "link": confirmation_link(subscription),
            "days": CONFIRMATION_PERIOD.days,
        }
        message = compose_to(subscriber.email, "confirm_subscription", context)
    return _send(message)


@app.task(name="send_management_link", queue=QUEUE, priority=PRIORITY, retry=RETRY)
def send_management_link(*, email: str) -> None:
    """Send the link to all subscriptions of an address, if there are any."""
    subscriber = find_subscriber(email)
    if subscriber is not None and subscriber.subscriptions.filter(confirmed_at__isnull=False).exists():
        _send_management_link(subscriber, "manage_subscriptions")


def _send_management_link(subscriber: Subscriber | None, template: str, **context: object) -> None:
    if subscriber is None:
        return
    with override(subscriber.language):
        context |= {"link": management_link(subscriber), "days": MANAGEMENT_PERIOD.days}
        message = compose_to(subscriber.email, template, context)
    _send(message)


def _send(message: EmailMultiAlternatives) -> None:
    """Send an e-mail with a link. An address to which the server never delivers may be misspelt: it is not an error."""
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        if not is_permanent(error):
            raise


@app.periodic(cron=settings.EXPIRY_CRON)
@app.task(name="remove_unconfirmed", queue=QUEUE, queueing_lock="remove_unconfirmed", priority=PRIORITY)
def remove_unconfirmed_subscriptions(timestamp: int) -> None:
    """Remove subscriptions that nobody confirmed in time."""
    remove_unconfirmed()
