"""Two-step login: a code after the password, recovery codes, and roles that require it."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.services.second_factors import has_second_factor
from documents.web.roles import Role
from tests import builders as make
from tests.portal.login.codes import app_code
from tests.portal.login.steps import CODE_PAGE, SECRET, enter_code, enter_password, is_logged_in, set_up_app

pytestmark = pytest.mark.django_db

# --- logging in -------------------------------------------------------------------------------------------


def test_password_alone_is_not_enough(client: Client, app: Authenticator) -> None:
    response = enter_password(client)
    assert (response.status_code, response.url) == (302, f"/en{CODE_PAGE}")
    assert not is_logged_in(client)
    for address in ("/account/", "/admin/", "/uploads/"):
        assert client.get(address).status_code == 302, address
    assert client.get("/admin/login/?next=/admin/").url == "/en/login/?next=/admin/"


def test_code_completes_the_login_and_leads_to_the_next_page(client: Client, app: Authenticator) -> None:
    enter_password(client, next="/uploads/")
    page = client.get(CODE_PAGE)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    response = enter_code(client, app_code(SECRET))
    assert (response.status_code, response.url) == (302, "/uploads/")
    assert client.get("/uploads/").status_code == 200
    assert client.session["_auth_user_backend"] == "django.contrib.auth.backends.ModelBackend"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_login_never_leads_to_another_site(client: Client, app: Authenticator, address: str) -> None:
    enter_password(client, next=address)
    assert client.post(CODE_PAGE, {"code": app_code(SECRET), "next": address}).url == "/en/"


def test_code_of_the_previous_step_is_accepted_and_an_older_one_is_not(client: Client, app: Authenticator) -> None:
    enter_password(client)
    assert enter_code(client, app_code(SECRET, -3)).status_code == 200
    assert not is_logged_in(client)
    enter_code(client, app_code(SECRET, -1))
    assert is_logged_in(client)


def test_code_works_once_in_all_processes(client: Client, app: Authenticator) -> None:
    code = app_code(SECRET)
    enter_password(client)
    enter_code(client, code)
    assert is_logged_in(client)
    cache.clear()  # another process remembers nothing
    other = Client()
    enter_password(other)
    page = enter_code(other, f"{code[:3]} {code[3:]}").content.decode()
    assert "This code is not valid. Enter the code that the app shows now." in page
    assert not is_logged_in(other)


def test_recovery_code_works_once(client: Client, recovery_codes: list[str]) -> None:
    enter_password(client)
    enter_code(client, recovery_codes[3])
    assert is_logged_in(client)
    other = Client()
    enter_password(other)
    enter_code(other, recovery_codes[3])
    assert not is_logged_in(other)
    enter_code(other, recovery_codes[4])
    assert is_logged_in(other)


def test_code_page_needs_a_password_first(client: Client, app: Authenticator) -> None:
    assert client.get(CODE_PAGE).url == "/en/login/"
    assert enter_code(client, app_code(SECRET)).url == "/en/login/"
    assert not is_logged_in(client)


def test_password_step_expires(client: Client, app: Authenticator, monkeypatch: pytest.MonkeyPatch) -> None:
    enter_password(client)
    later = time.time() + 16 * 60
    monkeypatch.setattr("allauth.account.internal.stagekit.time.time", lambda: later)
    assert client.get(CODE_PAGE).url == "/en/login/"


def test_user_who_is_deactivated_meanwhile_cannot_log_in(client: Client, app: Authenticator) -> None:
    enter_password(client)
    User.objects.update(is_active=False)
    enter_code(client, app_code(SECRET))
    assert client.get("/account/").status_code == 302


def test_logging_in_as_another_user_ends_the_first_login(client: Client, app: Authenticator) -> None:
    client.force_login(make.person(Role.ADMINISTRATOR, "ada"))
    enter_password(client)
    assert not is_logged_in(client)
    enter_code(client, app_code(SECRET))
    assert client.session["_auth_user_id"] == str(app.user_id)


def test_without_a_second_factor_the_password_is_enough(client: Client, user: User) -> None:
    assert enter_password(client, next="/uploads/").url == "/uploads/"
    assert is_logged_in(client)


# --- wrong codes ------------------------------------------------------------------------------------------


def test_five_wrong_codes_lock_the_account_for_the_address(client: Client, app: Authenticator) -> None:
    enter_password(client)
    assert [enter_code(client, "000000").status_code for _ in range(5)] == [200, 200, 200, 200, 429]
    response = enter_code(client, app_code(SECRET))
    assert response.status_code == 429
    assert "Wait 15 minutes" in response.content.decode()
    assert not is_logged_in(client)
    assert enter_password(Client()).status_code == 429, "the password does not work either"


def test_wrong_passwords_and_codes_are_counted_together(client: Client, app: Authenticator) -> None:
    for _ in range(3):
        client.post(reverse("login"), {"username": "grace", "password": "wrong"})
    enter_password(client)
    assert [enter_code(client, "000000").status_code for _ in range(2)] == [200, 429]


def test_correct_password_does_not_clear_the_count_before_the_code(client: Client, app: Authenticator) -> None:
    for _ in range(2):
        enter_password(client)
        enter_code(client, "000000")
    enter_password(client)
    assert AccessAttempt.objects.get().failures_since_start == 2
    enter_code(client, app_code(SECRET))
    assert not AccessAttempt.objects.exists()


def test_wrong_codes_from_many_addresses_are_limited(app: Authenticator) -> None:
    for number in range(10):
        attacker = Client(REMOTE_ADDR=f"192.0.2.{number}")
        enter_password(attacker)
        assert enter_code(attacker, "000000").status_code == 200
    attacker = Client(REMOTE_ADDR="192.0.2.99")
    enter_password(attacker)
    assert "Too many wrong codes were entered." in enter_code(attacker, "000000").content.decode()


@pytest.mark.parametrize(
    "value", ["not JSON", "[]", "{}", '"text"', "null", '{"id": 1, "response": {}}', '{"id": "AA"}']
)
def test_malformed_passkey_is_rejected(client: Client, app: Authenticator, value: str) -> None:
    enter_password(client)
    client.get(CODE_PAGE)  # the portal now expects a passkey
    assert client.post(CODE_PAGE, {"credential": value}).status_code == 200
    assert not is_logged_in(client)


@pytest.mark.parametrize("value", ["not JSON", "[]", "{}", "null", '{"id": "AA", "rawId": "AA", "response": {}}'])
def test_malformed_new_passkey_is_rejected(client: Client, user: User, value: str) -> None:
    client.force_login(user)
    address = reverse("mfa_add_webauthn")
    assert "passkey-options" in client.get(address).content.decode()
    assert client.post(address, {"credential": value, "name": "x"}).status_code == 200
    assert not has_second_factor(user)


@pytest.mark.parametrize("code", ["", "x", "１２３４５６", "9" * 5000, "0\0"])
def test_malformed_code_is_rejected(client: Client, app: Authenticator, code: str) -> None:
    enter_password(client)
    assert enter_code(client, code).status_code == 200
    assert not is_logged_in(client)


def test_events_are_logged(client: Client, app: Authenticator, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "portal.security"):
        enter_password(client)
        client.post(CODE_PAGE, {"credential": "{}"})
        enter_code(client, "000000")
        enter_code(client, app_code(SECRET))
    assert [record.getMessage() for record in caplog.records if record.name == "portal.security"] == [
        "wrong passkey of 'grace' from 127.0.0.1",
        "wrong code of 'grace' from 127.0.0.1",
        "second factor of 'grace' from 127.0.0.1: totp",
        "login of 'grace' from 127.0.0.1",
    ]


# --- required by role -------------------------------------------------------------------------------------

PAGES = ["/", "/recommendations/", "/uploads/", "/account/", "/password/", "/review/", "/basket/"]


def test_required_second_factor_is_set_up_before_anything_else(client: Client, user: User, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"editor"})
    enter_password(client)
    for address in PAGES:
        assert client.get(address).url == "/en/account/two-step/", address
        assert client.post(address).url == "/en/account/two-step/", address
    page = client.get("/account/two-step/").content.decode()
    assert "Your role requires two-step login." in page
    assert client.get("/api/v1/documents").status_code == 200
    set_up_app(client)
    assert client.get("/account/two-step/codes/").status_code == 200
    assert {address: client.get(address).status_code for address in PAGES} == dict.fromkeys(PAGES, 200)


def test_required_second_factor_can_be_declined_only_by_logging_out(client: Client, user: User, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"editor"})
    enter_password(client)
    assert client.post("/logout/").url == "/en/"
    assert client.get("/").status_code == 200


def test_other_roles_need_no_second_factor(client: Client, user: User, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"administrator"})
    enter_password(client)
    assert client.get("/uploads/").status_code == 200


def test_superuser_counts_as_administrator(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"administrator"})
    client.force_login(User.objects.create_superuser("root"))
    assert client.get("/admin/").url == "/en/account/two-step/"


def test_administrator_removing_the_second_factor_makes_the_user_set_it_up_again(
    client: Client, app: Authenticator, settings: Any
) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"editor"})
    enter_password(client)
    enter_code(client, app_code(SECRET))
    assert client.get("/uploads/").status_code == 200
    app.delete()
    assert client.get("/uploads/").url == "/en/account/two-step/"


# --- public pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/topics/", "/help/", "/login/", "/recommendations/", "/api/v1/documents"])
def test_readers_cause_no_query_about_logging_in(client: Client, settings: Any, address: str) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"administrator"})
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    tables = re.findall(r'"(\w+)"', " ".join(query["sql"] for query in queries))
    assert [name for name in tables if name.startswith(("mfa_", "account_", "socialaccount_", "auth_"))] == []
    assert "django_session" not in tables
