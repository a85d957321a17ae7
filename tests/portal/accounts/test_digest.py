"""The daily e-mail: only for those who want it, only if something waits, and never twice for a day."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import override_settings
from django.utils import timezone
from django.utils.formats import date_format
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import AccountPreferences, Upload
from documents.services.preferences import set_digest
from documents.web.roles import Role
from portal.digest import queue_digests, send_digest
from tests import builders as make
from tests.portal.accounts.mail_server import email_settings, mail_server, run_due_jobs, text_of
from tests.recommendations.services.following import record_follow_up

NOON = int(timezone.now().replace(hour=12).timestamp())
with_email = override_settings(EMAIL_HOST="mail.example.org", PORTAL_URL="https://portal.example.org")


def subscriber(role: Role = Role.EDITOR, name: str = "grace") -> User:
    user = make.person(role, name)
    user.email = f"{name}@example.org"
    user.save()
    set_digest(user, True)
    return user


def ask_question() -> None:
    by = make.person(Role.EDITOR, "uploader")
    Upload.objects.create(batch=uuid.uuid4(), user=by, name="asked.pdf", size=1, state=Upload.State.QUESTION)


def send_today(user: User) -> None:
    send_digest(user_id=user.pk, day=timezone.now().date().isoformat())


@pytest.mark.django_db
@with_email
def test_each_subscriber_gets_what_their_role_can_decide() -> None:
    ask_question()
    send_today(subscriber(Role.EDITOR, "grace"))
    send_today(subscriber(Role.STAFF, "sam"))
    [message] = mail.outbox
    assert message.to == ["grace@example.org"], "nothing waits for staff"
    assert message.subject == "UNTOC Portal: tasks waiting for you"
    assert "- 1 reported error, question or new reading to decide on\n  https://portal.example.org/en/review/" in str(
        message.body
    )
    [(html, _kind)] = message.alternatives
    assert (
        '<a href="https://portal.example.org/en/review/">1 reported error, question or new reading to decide on</a>'
        in str(html)
    )
    assert "https://portal.example.org/en/account/" in str(message.body)


@pytest.mark.django_db
@with_email
def test_follow_up_that_is_due_or_to_be_confirmed_is_listed() -> None:
    grace, boris = subscriber(Role.STAFF), make.person(Role.STAFF, "boris")
    version = make.version(make.document("CTOC/COP/2022/L.4"))
    rows = [make.recommendation(of=version, path=f"II ({letter})") for letter in "abcd"]
    yesterday = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    later = (timezone.localdate() + datetime.timedelta(days=31)).isoformat()
    record_follow_up(rows[0], boris, person="grace", due_date=yesterday)
    record_follow_up(rows[1], boris, person="grace", due_date=later)
    record_follow_up(rows[2], boris, person="boris", due_date=yesterday)
    record_follow_up(rows[3], boris, person="grace", due_date=yesterday, state="done")
    send_today(grace)
    [message] = mail.outbox
    body = str(message.body)
    day = date_format(datetime.date.fromisoformat(yesterday), "j F Y")
    assert f"- 1 follow-up due soon or overdue\n  CTOC/COP/2022/L.4, II (a): {day}\n" in body
    assert "https://portal.example.org/en/follow-up/?person=grace&addressee=any" in body
    assert "- 1 follow-up to confirm as done\n  https://portal.example.org/en/follow-up/?confirmation=waiting" in body
    assert "II (b)" not in body
    assert "II (c)" not in body


@pytest.mark.django_db
@with_email
def test_only_active_subscribers_with_an_address_are_queued() -> None:
    grace = subscriber()
    set_digest(subscriber(name="unsubscribed"), False)
    User.objects.filter(pk=subscriber(name="former").pk).update(is_active=False)
    User.objects.filter(pk=subscriber(name="unreachable").pk).update(email="")
    sent = subscriber(name="sent")
    AccountPreferences.objects.filter(user=sent).update(digest_sent_on=timezone.now().date())
    queue_digests(timestamp=NOON)
    jobs = ProcrastinateJob.objects.filter(task_name="send_digest")
    assert [args["user_id"] for args in jobs.values_list("args", flat=True)] == [grace.pk]


@pytest.mark.django_db
def test_nothing_is_queued_without_a_mail_server() -> None:
    subscriber()
    queue_digests(timestamp=NOON)
    assert not ProcrastinateJob.objects.filter(task_name="send_digest").exists()


@pytest.mark.django_db
@with_email
def test_digest_is_sent_once_a_day() -> None:
    ask_question()
    grace = subscriber()
    send_today(grace)
    send_today(grace)
    yesterday = timezone.now().date() - datetime.timedelta(days=1)
    AccountPreferences.objects.filter(user=grace).update(digest_sent_on=None)
    send_digest(user_id=grace.pk, day=yesterday.isoformat())
    assert len(mail.outbox) == 1, "an e-mail that missed its day is left out"


@pytest.mark.django_db(transaction=True)
def test_digest_waits_for_the_mail_server_and_is_never_sent_twice() -> None:
    ask_question()
    grace = subscriber()
    with email_settings(port=1):
        queue_digests(timestamp=NOON)
        run_due_jobs()
    assert AccountPreferences.objects.get(user=grace).digest_sent_on is None
    with mail_server() as server:
        server.refusal = "450 Try later"
        run_due_jobs()
        assert AccountPreferences.objects.get(user=grace).digest_sent_on is None
        server.refusal, server.breaks_off = "", True
        run_due_jobs()
        assert len(server.messages) == 1
        server.breaks_off = False
        run_due_jobs()
        queue_digests(timestamp=NOON)
        run_due_jobs()
    assert len(server.messages) == 1, "the server took it, although it broke off before replying"
    assert "asked" not in text_of(server.messages[0]), "names of files stay in the portal"
    assert not ProcrastinateJob.objects.filter(task_name="send_digest", status__in=("todo", "failed")).exists()
