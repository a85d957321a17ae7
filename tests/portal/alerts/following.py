"""Follow searches, publish documents and send digests in tests."""

from __future__ import annotations

import datetime
from typing import Any
from unittest.mock import patch

from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import Document, LanguageVersion
from portal.alerts.delivery import deliver
from portal.alerts.models import Schedule, Subscription
from portal.alerts.services import add_subscription, announce, confirm, due_subscriptions
from portal.alerts.tasks import send_alerts, send_confirmation, send_management_link
from recommendations.services.indexing import index_documents
from tests import builders as make

AT_ONCE, DAILY, WEEKLY = Schedule
ADA = "ada@example.org"
MONDAY = datetime.datetime(2026, 6, 1, 5, tzinfo=datetime.UTC)
"""A Monday at the hour of digests."""

with_email = override_settings(EMAIL_HOST="mail.example.org", PORTAL_URL="https://portal.example.org")


def follow(query: str = "", schedule: str = AT_ONCE, email: str = ADA, language: str = "en") -> Subscription:
    """Follow a search with a confirmed address, from now on."""
    subscription = add_subscription(email, language, query, schedule)
    assert subscription is not None
    assert confirm(subscription.pk)
    return Subscription.objects.get(pk=subscription.pk)


def version(symbol: str = "CTOC/COP/2022/9", language: str = "en", **fields: Any) -> LanguageVersion:
    """Publish a language of the document with a symbol now, unless ``published_at`` is given."""
    of = Document.objects.filter(symbols__symbol=symbol).first() or make.document(symbol)
    created = make.version(of, language, **{"published_at": timezone.now(), **fields})
    LanguageVersion.objects.filter(pk=created.pk).update(parsed={"masthead": {}})  # read again when it is withdrawn
    index_documents([of.pk])
    return created


def send_due() -> list[EmailMessage]:
    """Send what is due now, without the worker. Return the e-mails."""
    before = len(mail.outbox)
    for schedule in Schedule.values:
        until = announce(schedule)
        keys = list(due_subscriptions(schedule, until).values_list("subscriber", flat=True).distinct())
        assert not deliver(keys, schedule, until, until)
    return list(mail.outbox[before:])


def run_alert_jobs() -> None:
    """Run the waiting jobs of alerts in this thread, without the worker."""
    tasks = {task.name: task for task in (send_confirmation, send_management_link, send_alerts)}
    waiting = ProcrastinateJob.objects.filter(task_name__in=tasks, status="todo").order_by("pk")
    jobs = list(waiting.values_list("task_name", "args"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    for name, arguments in jobs:
        tasks[name](**arguments)


def at(time: datetime.datetime) -> Any:
    """Return a context in which the time is fixed."""
    return patch("django.utils.timezone.now", return_value=time)


def body_of(messages: list[EmailMessage]) -> str:
    """Return the plain text of the only e-mail."""
    [message] = messages
    return str(message.body)
