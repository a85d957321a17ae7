"""Sending digests with a real mail server (SMTP): never twice, and a failure of one address stops no other."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.alerts import delivery, digests
from portal.alerts.models import Subscription
from portal.alerts.tasks import queue_alerts
from tests import builders as make
from tests.portal.accounts.mail_server import MailServer, email_settings, mail_server, run_due_jobs, text_of
from tests.portal.alerts.following import ADA, AT_ONCE, DAILY, follow, version

ARTICLE_18 = "article=untoc:18"
GRACE = "grace@example.org"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def publish_text(symbol: str = "CTOC/COP/2022/9") -> None:
    make.recommendation("States parties should train judges.", of=version(symbol), articles=["untoc:18"])


def send_due() -> None:
    queue_alerts(timestamp=int(timezone.now().timestamp()))
    run_due_jobs()


def refuse(server: MailServer, address: str, reply: str) -> Any:
    """Refuse e-mails to an address within a context."""
    accept = MailServer.handle_RCPT

    async def handle(
        self: MailServer, smtp: SMTP, session: Session, envelope: Envelope, recipient: str, options: list[Any]
    ) -> str:
        return reply if recipient == address else await accept(self, smtp, session, envelope, recipient, options)

    return patch.object(MailServer, "handle_RCPT", handle)


def recipients(server: MailServer) -> list[str]:
    return sorted(str(message["To"]) for message in server.messages)


def test_digest_has_the_headers_of_one_click_unsubscription(server: MailServer) -> None:
    make.article("untoc:18")
    follow(ARTICLE_18, language="ar")
    publish_text()
    send_due()
    [message] = server.messages
    link = str(message["List-Unsubscribe"]).strip()
    assert link.startswith("<https://portal.example.org/ar/alerts/unsubscribe/at-once/")
    assert link.strip("<>") in text_of(message)
    assert f'href="{link.strip("<>")}"' in text_of(message, "html")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert 'dir="rtl"' in text_of(message, "html")
    assert message["To"] == ADA


def test_refused_address_does_not_stop_the_others(server: MailServer) -> None:
    make.article("untoc:18")
    for email in (ADA, GRACE, "zoe@example.org"):
        follow(ARTICLE_18, email=email)
    publish_text()
    with refuse(server, GRACE, "450 Try later"):
        send_due()
        assert recipients(server) == [ADA, "zoe@example.org"]
        publish_text("CTOC/COP/2022/10")
        send_due()
        assert recipients(server) == [ADA, ADA, "zoe@example.org", "zoe@example.org"]
    run_due_jobs()
    send_due()
    texts = [text_of(message) for message in server.messages if message["To"] == GRACE]
    assert [("CTOC/COP/2022/9" in text, "CTOC/COP/2022/10" in text) for text in texts] == [(True, False), (False, True)]
    send_due()
    assert len(server.messages) == 6
    assert not ProcrastinateJob.objects.filter(task_name="send_alerts", status__in=("todo", "failed")).exists()


def test_address_that_does_not_exist_is_not_tried_again(server: MailServer) -> None:
    make.article("untoc:18")
    follow(ARTICLE_18)
    publish_text()
    with refuse(server, ADA, "550 No such user"):
        send_due()
    send_due()
    assert server.messages == []


def test_interrupted_email_is_not_sent_again(server: MailServer) -> None:
    make.article("untoc:18")
    follow(ARTICLE_18)
    follow(ARTICLE_18, email=GRACE)
    publish_text()
    server.breaks_off = True
    send_due()
    server.breaks_off = False
    send_due()
    assert recipients(server) == [ADA, GRACE], "the server took both, although it broke off before replying"


def test_digest_waits_for_the_mail_server() -> None:
    make.article("untoc:18")
    with email_settings(port=1):
        follow(ARTICLE_18)
        publish_text()
        send_due()
        send_due()
    assert ProcrastinateJob.objects.filter(task_name="send_alerts", status="todo").count() == 1, "queued once"
    with mail_server() as server:
        run_due_jobs()
        send_due()
    assert recipients(server) == [ADA]


def test_crash_while_sending_does_not_send_twice(server: MailServer) -> None:
    make.article("untoc:18")
    subscription = follow(ARTICLE_18)
    publish_text()
    send_messages = "django.core.mail.backends.smtp.EmailBackend.send_messages"
    queue_alerts(timestamp=0)
    now = timezone.now()
    with patch(send_messages, side_effect=MemoryError), pytest.raises(MemoryError):
        delivery.deliver([subscription.subscriber_id], AT_ONCE, now, now)
    send_due()
    assert server.messages == [], "it may have been sent before the crash"
    publish_text("CTOC/COP/2022/10")
    send_due()
    [message] = server.messages
    assert "CTOC/COP/2022/10" in text_of(message)


def follow_with_news() -> tuple[Subscription, datetime.datetime]:
    """Return a subscription whose digest is due, and the time of that."""
    make.article("untoc:18")
    subscription = follow(ARTICLE_18)
    publish_text()
    queue_alerts(timestamp=0)
    return subscription, timezone.now()


def test_two_workers_send_once(server: MailServer) -> None:
    subscription, now = follow_with_news()
    digest = digests.DigestMaker.digest

    def make_slowly(maker: Any, *arguments: Any) -> Any:
        message = digest(maker, *arguments)
        with patch.object(digests.DigestMaker, "digest", digest):
            delivery.deliver([subscription.subscriber_id], AT_ONCE, now, now)  # the other worker
        return message

    with patch.object(digests.DigestMaker, "digest", make_slowly):
        delivery.deliver([subscription.subscriber_id], AT_ONCE, now, now)
    assert len(server.messages) == 1


def test_nothing_is_sent_after_unsubscribing_while_the_digest_is_made(server: MailServer) -> None:
    subscription, now = follow_with_news()
    digest = digests.DigestMaker.digest

    def make_and_unsubscribe(maker: Any, *arguments: Any) -> Any:
        message = digest(maker, *arguments)
        Subscription.objects.all().delete()
        return message

    with patch.object(digests.DigestMaker, "digest", make_and_unsubscribe):
        delivery.deliver([subscription.subscriber_id], AT_ONCE, now, now)
    assert server.messages == []


def test_error_in_one_digest_does_not_stop_the_others(server: MailServer) -> None:
    make.article("untoc:18")
    follow(ARTICLE_18)
    follow(ARTICLE_18, email=GRACE)
    publish_text()
    digest = digests.DigestMaker.digest

    def fail_for_ada(maker: Any, subscriber: Any, due: Any) -> Any:
        if subscriber.email == ADA:
            raise ValueError("a fault of the portal")
        return digest(maker, subscriber, due)

    with patch.object(digests.DigestMaker, "digest", fail_for_ada):
        send_due()
        assert recipients(server) == [GRACE]
    run_due_jobs()
    assert recipients(server) == [ADA, GRACE]


def test_nothing_is_queued_without_a_mail_server_or_news() -> None:
    make.article("untoc:18")
    follow(ARTICLE_18)
    follow(ARTICLE_18, DAILY, GRACE)
    publish_text()
    queue_alerts(timestamp=0)
    assert not ProcrastinateJob.objects.filter(task_name="send_alerts").exists()
    with email_settings(port=1):
        queue_alerts(timestamp=0)
    assert ProcrastinateJob.objects.filter(task_name="send_alerts").count() == 1
