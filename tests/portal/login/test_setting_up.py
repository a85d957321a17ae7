"""Users set up and remove second factors, and administrators remove those that a user has lost."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from documents.models import Change
from documents.services.second_factors import has_second_factor
from documents.web.roles import Role
from portal.middleware import ACTIVITY_KEY
from tests import builders as make
from tests.portal.login.codes import app_code
from tests.portal.login.steps import (
    CODE_PAGE,
    PASSWORD,
    SECRET,
    enter_code,
    enter_password,
    is_logged_in,
    make_user,
    set_up_app,
)

pytestmark = pytest.mark.django_db


def log() -> list[tuple[str, str, object]]:
    return list(Change.objects.order_by("pk").values_list("made_by_name", "subject", "value"))


# --- setting it up ----------------------------------------------------------------------------------------


def test_user_sets_up_an_app_and_gets_recovery_codes_once(
    client: Client, user: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client.force_login(user)
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(client)
    page = client.get("/account/two-step/codes/").content.decode()
    codes = re.findall(r"^(?:.*>)?(\d{8})\b", page, re.MULTILINE)
    assert len(codes) == 10
    assert codes[0] not in client.get("/account/two-step/codes/").content.decode(), "shown only once"
    assert log() == [("grace", "grace", "authenticator app set up"), ("grace", "grace", "recovery codes created")]
    visitor = Client()
    enter_password(visitor)
    enter_code(visitor, app_code(secret, 1))
    assert is_logged_in(visitor)


def test_wrong_code_sets_up_nothing(client: Client, user: User) -> None:
    client.force_login(user)
    client.get(reverse("mfa_activate_totp"))
    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert "This code is not valid." in page
    assert not has_second_factor(user)


def test_new_recovery_codes_replace_the_old_ones(client: Client, recovery_codes: list[str], user: User) -> None:
    client.force_login(user)
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    visitor = Client()
    enter_password(visitor)
    enter_code(visitor, recovery_codes[0])
    assert not is_logged_in(visitor)


def test_removing_the_app_removes_the_recovery_codes(
    client: Client,
    recovery_codes: list[str],
    user: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client.force_login(user)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.exists()
    assert [value for _by, _subject, value in log()] == ["authenticator app removed", "recovery codes removed"]
    assert enter_password(Client()).url == "/en/"


def test_old_login_must_be_confirmed(client: Client, app: Authenticator, user: User) -> None:
    client.force_login(user)
    client.get("/account/")
    age_login(client)
    response = client.get(reverse("mfa_deactivate_totp"))
    assert response.url == "/en/account/confirm/?next=%2Fen%2Faccount%2Ftwo-step%2Fapp%2Fremove%2F"
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert has_second_factor(user)
    page = client.post(response.url, {"password": "wrong"}).content.decode()
    assert "This is not your password. Enter it again." in page
    assert client.post(response.url, {"password": PASSWORD}).status_code == 302
    client.post(reverse("mfa_deactivate_totp"))
    assert not has_second_factor(user)


def test_login_can_be_confirmed_with_a_code(client: Client, app: Authenticator, user: User) -> None:
    client.force_login(user)
    client.get("/account/")
    age_login(client)
    address = "/account/confirm/code/?next=/account/two-step/app/remove/"
    assert client.post(address, {"code": "000000"}).status_code == 200
    assert client.post(address, {"code": app_code(SECRET)}).url == "/account/two-step/app/remove/"
    assert client.get("/account/two-step/app/remove/").status_code == 200


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/"])
def test_confirming_never_leads_to_another_site(client: Client, user: User, address: str) -> None:
    client.force_login(user)
    response = client.post("/account/confirm/", {"password": PASSWORD, "next": address})
    assert (response.status_code, response.url) == (302, "/en/")


def test_five_wrong_passwords_lock_the_confirmation(client: Client, user: User) -> None:
    client.force_login(user)
    statuses = [client.post("/account/confirm/", {"password": "wrong"}).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]


def test_user_without_a_password_is_sent_to_set_one(client: Client) -> None:
    client.force_login(make.person(Role.STAFF, "sam"))
    client.get("/account/")
    age_login(client)
    assert client.get(reverse("mfa_activate_totp")).url == "/en/password/new/?next=%2Fen%2Faccount%2Ftwo-step%2Fapp%2F"


def age_login(client: Client) -> None:
    """Make the login ten minutes old."""
    session = client.session
    started, last = session[ACTIVITY_KEY]
    session[ACTIVITY_KEY] = (started - 600, last)
    session.save()


def test_pages_without_a_second_factor_say_what_to_do(client: Client, user: User) -> None:
    client.force_login(user)
    page = client.get("/account/two-step/").content.decode()
    assert "Set up an app" in page
    assert "Your role requires" not in page
    assert client.get("/account/two-step/codes/").status_code == 404
    page = client.post("/account/two-step/codes/new/").content.decode()
    assert "Set up an authenticator app or a passkey first." in page


# --- administrators ---------------------------------------------------------------------------------------


def test_administrator_removes_the_second_factor_of_a_user(
    client: Client, recovery_codes: list[str], user: User
) -> None:
    client.force_login(make.person(Role.ADMINISTRATOR, "ada"))
    assert "two-step login" in client.get("/accounts/").content.decode()
    page = client.post(reverse("account-second-factor", args=[user.pk]), follow=True).content.decode()
    assert "The two-step login of grace has been removed." in page
    assert not Authenticator.objects.exists()
    assert log() == [("ada", "grace", "two-step login removed")]
    assert enter_password(Client()).url == "/en/"


def test_administrators_cannot_remove_their_own_second_factor_there(client: Client) -> None:
    ada = make_user(Role.ADMINISTRATOR, "ada")
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    client.force_login(ada)
    assert "account-second-factor" not in client.get(reverse("account", args=[ada.pk])).content.decode()
    page = client.post(reverse("account-second-factor", args=[ada.pk]), follow=True).content.decode()
    assert "You cannot do this for your own account." in page
    assert has_second_factor(ada)


def test_operator_removes_the_second_factor_of_the_only_administrator(app: Authenticator) -> None:
    call_command("remove_two_step_login", "grace")
    assert not Authenticator.objects.exists()
    assert log() == [("", "grace", "two-step login removed")]
    with pytest.raises(CommandError, match="There is no account with the username “nobody”"):
        call_command("remove_two_step_login", "nobody")


def test_changes_are_in_the_change_log(client: Client, app: Authenticator, user: User) -> None:
    client.force_login(make.person(Role.ADMINISTRATOR, "ada"))
    client.post(reverse("account-second-factor", args=[user.pk]))
    assert "two-step login removed" in client.get("/log/").content.decode()


def test_new_password_does_not_replace_the_second_step(client: Client, app: Authenticator, user: User) -> None:
    client.force_login(make.person(Role.ADMINISTRATOR, "ada"))
    page = client.post(reverse("account-link", args=[user.pk]), {"how": "show"}).content.decode()
    [link] = re.findall(r"http://testserver(/password/new/[^<]+)<", page)
    visitor = Client()
    form = visitor.get(link, follow=True).redirect_chain[-1][0]
    new = "another word that nobody guesses"
    assert visitor.post(form, {"new_password1": new, "new_password2": new}).url == "/en/login/"
    assert enter_password(visitor, password=new).url == f"/en{CODE_PAGE}"
    assert not is_logged_in(visitor)


def test_secrets_are_not_in_the_admin_site(client: Client, app: Authenticator) -> None:
    client.force_login(User.objects.create_superuser("root"))
    index = client.get("/admin/").content.decode()
    for path in ("mfa/authenticator", "account/emailaddress", "socialaccount/socialapp", "socialaccount/socialtoken"):
        assert f"/admin/{path}/" not in index
        assert client.get(f"/admin/{path}/").status_code == 404
