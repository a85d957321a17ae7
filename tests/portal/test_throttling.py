"""Five failed logins for an account from one address lock that account for that address for 15 minutes."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.db.models import F
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from documents.services.accounts import set_password
from portal.throttling import address_of

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "the right password", "a wrong password"
CLIENT_ADDRESS, OTHER_ADDRESS = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def _account() -> None:
    User.objects.create_user("lawyer", password=RIGHT)


def try_login(password: str, name: str = "lawyer", address: str = CLIENT_ADDRESS, **headers: Any) -> HttpResponse:
    response: HttpResponse = Client(REMOTE_ADDR=address, **headers).post(
        reverse("login"), {"username": name, "password": password}
    )
    return response


def fail_logins(times: int, **kwargs: Any) -> list[int]:
    return [try_login(WRONG, **kwargs).status_code for _ in range(times)]


def advance_time(minutes: float) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - datetime.timedelta(minutes=minutes))


def test_five_failures_lock_out_even_the_right_password() -> None:
    assert fail_logins(5) == [200, 200, 200, 200, 429]
    response = try_login(RIGHT)
    assert response.status_code == 429
    assert 880 < int(response["Retry-After"]) <= 900
    assert "Wait 15 minutes" in response.content.decode()
    assert try_login(RIGHT, address=OTHER_ADDRESS).status_code == 302, "the same person at another address"


def test_lock_expires_and_further_attempts_do_not_extend_it() -> None:
    fail_logins(5)
    advance_time(10)
    response = try_login(RIGHT)
    assert response.status_code == 429
    assert "Wait 5 minutes" in response.content.decode()
    advance_time(5.1)
    assert try_login(RIGHT).status_code == 302


def test_logging_in_clears_the_count() -> None:
    fail_logins(4)
    assert try_login(RIGHT).status_code == 302
    assert fail_logins(4) == [200] * 4


def test_logging_in_does_not_clear_other_counts() -> None:
    fail_logins(4, name="administrator")
    fail_logins(4, address=OTHER_ADDRESS)
    try_login(RIGHT)
    assert sorted(AccessAttempt.objects.values_list("username", "ip_address")) == [
        ("administrator", CLIENT_ADDRESS),
        ("lawyer", OTHER_ADDRESS),
    ]


def test_lock_applies_to_one_account_from_one_address() -> None:
    User.objects.create_user("editor", password=RIGHT)
    fail_logins(5)
    assert try_login(RIGHT, name="editor").status_code == 302
    assert try_login(RIGHT, address=OTHER_ADDRESS).status_code == 302
    assert try_login(RIGHT).status_code == 429


def test_forged_address_does_not_evade_the_lock() -> None:
    responses = [try_login(WRONG, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}") for number in range(5)]
    assert [response.status_code for response in responses] == [200, 200, 200, 200, 429]


def test_new_password_lifts_the_lock_of_that_account_only() -> None:
    editor = User.objects.create_user("editor", password=RIGHT)
    fail_logins(5)
    fail_logins(5, name="editor")
    assert try_login(RIGHT, name="editor").status_code == 429
    set_password(editor, "a new password")
    assert try_login("a new password", name="editor").status_code == 302
    assert try_login(RIGHT).status_code == 429


@pytest.mark.parametrize(
    "name", ["x" * 5000, "", "Ünïcödé\u202e", "nul\0"], ids=["long", "empty", "unusual", "with a null character"]
)
def test_any_username_is_handled(name: str) -> None:
    assert try_login(WRONG, name=name).status_code == 200


def test_passwords_are_not_stored() -> None:
    fail_logins(2)
    assert WRONG not in str(AccessAttempt.objects.values().get())


@pytest.mark.parametrize(
    ("proxied", "remote", "forwarded", "address"),
    [
        (False, CLIENT_ADDRESS, None, CLIENT_ADDRESS),
        (False, CLIENT_ADDRESS, OTHER_ADDRESS, CLIENT_ADDRESS),
        (True, CLIENT_ADDRESS, OTHER_ADDRESS, OTHER_ADDRESS),
        (True, CLIENT_ADDRESS, f"203.0.113.9, {OTHER_ADDRESS}", OTHER_ADDRESS),
        (True, CLIENT_ADDRESS, None, CLIENT_ADDRESS),
        (True, CLIENT_ADDRESS, "somewhere", None),
        (False, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        (False, "::ffff:192.0.2.1", None, CLIENT_ADDRESS),
        (False, "", None, None),
    ],
)
def test_client_address_is_determined(
    settings: Any, proxied: bool, remote: str, forwarded: str | None, address: str | None
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxied else None
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=remote, **headers)) == address
