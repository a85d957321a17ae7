"""E-mails with links: they wait while the mail server is down, reveal nothing, and their number is limited."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import PasswordRequest
from documents.services.preferences import REQUEST_PERIOD, remove_old_password_requests
from documents.web.roles import Role
from portal import settings as portal_settings
from portal.emails import send_password_links
from tests import builders as make
from tests.portal.accounts.mail_server import email_settings, link_in, mail_server, run_due_jobs, text_of

in_transactions = pytest.mark.django_db(transaction=True)


def jobs() -> list[tuple[str, str, dict[str, object]]]:
    rows = ProcrastinateJob.objects.exclude(status="succeeded").order_by("id")
    return list(rows.values_list("task_name", "status", "args"))


@in_transactions
def test_invitation_waits_while_the_mail_server_is_down(client: Client) -> None:
    client.force_login(make.person(Role.ADMINISTRATOR, "ada"))
    sent = {"username": "grace", "full_name": "Grace <b>", "email": "grace@example.org", "role": "editor"}
    with email_settings(port=1):
        response = client.post(reverse("account-new"), sent, follow=True)
        assert "A link to set a password is being sent to grace@example.org." in response.content.decode()
        run_due_jobs()
        grace = User.objects.get(username="grace")
        assert jobs() == [("send_invitation", "todo", {"user_id": grace.pk})], "the job holds no link"
        assert "invitation waiting to be sent" in client.get(reverse("accounts")).content.decode()
    with mail_server() as server:
        run_due_jobs()
        run_due_jobs()
    [message] = server.messages
    assert jobs() == []
    assert message["To"] == "grace@example.org"
    assert message["Subject"] == "Your account at the UNTOC Portal"
    assert text_of(message).startswith("Hello Grace <b>,")
    assert "Hello Grace &lt;b&gt;," in text_of(message, "html")
    link = link_in(message)
    assert link.startswith("https://portal.example.org/en/password/new/")
    page = Client().get(link.removeprefix("https://portal.example.org"), follow=True).content.decode()
    assert "Your username is grace." in page


@in_transactions
def test_refused_address_is_logged_and_not_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    User.objects.create_user("grace", email="grace@example.org")
    with mail_server() as server:
        server.refusal = "450 Try later"
        send_password_links.defer(email="grace@example.org")
        run_due_jobs()
        assert [status for _name, status, _args in jobs()] == ["todo"]
        server.refusal = "550 No such user"
        with caplog.at_level(logging.ERROR, "portal.emails"):
            run_due_jobs()
    assert jobs() == []
    assert "does not deliver to the address of 'grace'" in caplog.text


@pytest.mark.django_db
@override_settings(EMAIL_HOST="mail.example.org", PORTAL_URL="https://portal.example.org")
def test_request_never_reveals_whether_an_account_has_the_address(client: Client) -> None:
    User.objects.create_user("grace", email="grace@example.org")
    pages = []
    for address in ("grace@example.org", "nobody@example.org"):
        response = client.post(reverse("request-password"), {"email": address}, headers={"host": "localhost"})
        pages.append((response.status_code, response.url, client.get(response.url).content))
        assert PasswordRequest.objects.filter(email=address).count() == 1
    assert pages[0] == pages[1]
    assert [args for _name, _status, args in jobs()] == [
        {"email": "grace@example.org"},
        {"email": "nobody@example.org"},
    ]


@pytest.mark.django_db
@override_settings(EMAIL_HOST="mail.example.org", PORTAL_URL="https://portal.example.org")
def test_links_go_to_active_accounts_with_the_address() -> None:
    User.objects.create_user("grace", email="Grace@example.org")
    User.objects.create_user("invited", email="invited@example.org").set_unusable_password()
    User.objects.create_user("former", email="former@example.org", is_active=False)
    for address in ("grace@EXAMPLE.org", "invited@example.org", "former@example.org", "nobody@example.org"):
        send_password_links(email=address)
    assert [message.to for message in mail.outbox] == [["Grace@example.org"], ["invited@example.org"]]
    assert "Your username is grace." in str(mail.outbox[0].body)


@pytest.mark.django_db
@override_settings(EMAIL_HOST="mail.example.org", PORTAL_URL="https://portal.example.org")
@pytest.mark.parametrize("address", ["grace@example.org", "nobody@example.org"])
def test_requests_are_limited_for_each_address(client: Client, address: str) -> None:
    User.objects.create_user("grace", email="grace@example.org")
    codes = [client.post(reverse("request-password"), {"email": address}).status_code for _request in range(4)]
    assert codes == [302, 302, 302, 429]
    assert client.post(reverse("request-password"), {"email": address.upper()}).status_code == 429
    assert len(jobs()) == 3
    PasswordRequest.objects.update(requested_at=timezone.now() - REQUEST_PERIOD)
    remove_old_password_requests()
    assert not PasswordRequest.objects.exists()
    assert client.post(reverse("request-password"), {"email": address}).status_code == 302


@pytest.mark.django_db
@override_settings(EMAIL_HOST="mail.example.org", PORTAL_URL="https://portal.example.org")
def test_requests_are_limited_for_each_client(client: Client) -> None:
    codes = [
        client.post(reverse("request-password"), {"email": f"person{number}@example.org"}).status_code
        for number in range(11)
    ]
    assert codes == [302] * 10 + [429]
    other = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.post(reverse("request-password"), {"email": "a@example.org"}, **other).status_code == 302


@pytest.mark.django_db
def test_without_a_mail_server_users_are_sent_to_an_administrator(client: Client) -> None:
    assert reverse("request-password") in client.get(reverse("login")).content.decode()
    page = client.get(reverse("request-password")).content.decode()
    assert "This portal cannot send e-mail. Ask an administrator" in page
    client.post(reverse("request-password"), {"email": "grace@example.org"})
    assert jobs() == []


@pytest.mark.parametrize("address", ["", "portal.example.org"])
def test_mail_server_without_the_address_of_the_portal_is_rejected(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal_settings, "EMAIL_HOST", "mail.example.org")
    monkeypatch.setenv("PORTAL_URL", address)
    with pytest.raises(ImproperlyConfigured, match="Set PORTAL_URL"):
        portal_settings._email_url()
