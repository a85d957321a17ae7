"""Five failed logins for an account from one address lock it for 15 minutes, and nothing else."""

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

from portal.throttling import address_of

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "the right password", "a wrong password"
HERE, THERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def _account() -> None:
    User.objects.create_user("lawyer", password=RIGHT)


def attempt(password: str, name: str = "lawyer", place: str = HERE, **sent: Any) -> HttpResponse:
    answer: HttpResponse = Client(REMOTE_ADDR=place, **sent).post(
        reverse("login"), {"username": name, "password": password}
    )
    return answer


def statuses(times: int, **kwargs: Any) -> list[int]:
    return [attempt(WRONG, **kwargs).status_code for _ in range(times)]


def let_pass(minutes: float) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - datetime.timedelta(minutes=minutes))


def test_five_failures_lock_out_even_the_right_password() -> None:
    assert statuses(5) == [200, 200, 200, 200, 429]
    answer = attempt(RIGHT)
    assert answer.status_code == 429
    assert 880 < int(answer["Retry-After"]) <= 900
    assert "Wait 15 minutes" in answer.content.decode()
    assert attempt(RIGHT, place=THERE).status_code == 302, "the person themselves, elsewhere"


def test_lock_expires_and_further_attempts_do_not_extend_it() -> None:
    statuses(5)
    let_pass(10)
    answer = attempt(RIGHT)
    assert answer.status_code == 429
    assert "Wait 5 minutes" in answer.content.decode()
    let_pass(5.1)
    assert attempt(RIGHT).status_code == 302


def test_logging_in_clears_the_count() -> None:
    statuses(4)
    assert attempt(RIGHT).status_code == 302
    assert statuses(4) == [200] * 4


def test_logging_in_does_not_clear_other_counts() -> None:
    statuses(4, name="administrator")
    statuses(4, place=THERE)
    attempt(RIGHT)
    assert sorted(AccessAttempt.objects.values_list("username", "ip_address")) == [
        ("administrator", HERE),
        ("lawyer", THERE),
    ]


def test_lock_applies_to_one_account_from_one_address() -> None:
    User.objects.create_user("editor", password=RIGHT)
    statuses(5)
    assert attempt(RIGHT, name="editor").status_code == 302
    assert attempt(RIGHT, place=THERE).status_code == 302
    assert attempt(RIGHT).status_code == 429


def test_forged_address_does_not_evade_the_lock() -> None:
    answers = [attempt(WRONG, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]


@pytest.mark.parametrize("name", ["x" * 5000, "", "Ünïcödé\u202e", "nul\0"], ids=["long", "none", "odd", "nul"])
def test_any_username_is_handled(name: str) -> None:
    assert attempt(WRONG, name=name).status_code == 200


def test_passwords_are_not_stored() -> None:
    statuses(2)
    assert WRONG not in str(AccessAttempt.objects.values().get())


@pytest.mark.parametrize(
    ("proxied", "remote", "forwarded", "address"),
    [
        (False, HERE, None, HERE),
        (False, HERE, THERE, HERE),
        (True, HERE, THERE, THERE),
        (True, HERE, f"203.0.113.9, {THERE}", THERE),
        (True, HERE, None, HERE),
        (True, HERE, "somewhere", None),
        (False, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        (False, "::ffff:192.0.2.1", None, HERE),
        (False, "", None, None),
    ],
)
def test_client_address_is_determined(
    settings: Any, proxied: bool, remote: str, forwarded: str | None, address: str | None
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxied else None
    sent = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=remote, **sent)) == address
