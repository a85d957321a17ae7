"""Logging in through an OpenID Connect provider: whom the portal accepts, and whom it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.urls import reverse

from documents.models import Change
from documents.web.roles import Role, user_role
from portal.login_config import read_new_account_role, read_provider, read_roles
from tests import builders as make
from tests.portal.login.codes import app_code
from tests.portal.login.oidc_server import CODE, Provider, make_key, oidc_provider
from tests.portal.login.steps import SECRET, is_logged_in

pytestmark = pytest.mark.django_db

LOGIN, CALLBACK = "/oidc/login/", "/oidc/callback/"
FAILED = "Logging in through Example ID failed. Try again, or log in with your password."


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oidc_provider() as running:
        yield running


@pytest.fixture
def grace() -> User:
    user = make.person(Role.EDITOR, "grace")
    user.email = "grace@example.org"
    user.set_password("a word that nobody guesses")
    user.save()
    return user


def start(client: Client, provider: Provider, address: str = LOGIN) -> dict[str, str]:
    """Begin to log in. Return the parameters with which the portal redirects to the provider."""
    response = client.get(address)
    assert response.status_code == 302
    target = urlsplit(response["Location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == f"{provider.issuer}/authorize"
    parameters = {name: values[0] for name, values in parse_qs(target.query).items()}
    provider.challenge = parameters["code_challenge"]
    return parameters


def log_in(client: Client, provider: Provider, address: str = LOGIN) -> Any:
    """Log in through the provider. Return the response of the portal."""
    return client.get(CALLBACK, {"state": start(client, provider, address)["state"], "code": CODE})


def message(client: Client) -> str:
    """Return the message on the login page."""
    [message] = client.get("/login/").context["messages"]
    return str(message)


# --- who can log in ---------------------------------------------------------------------------------------


def test_user_with_the_verified_address_logs_in(client: Client, provider: Provider, grace: User) -> None:
    page = client.get("/login/?next=/uploads/").content.decode()
    assert 'href="/oidc/login/?next=/uploads/"' in page
    assert "Log in with Example ID" in page
    response = log_in(client, provider, "/oidc/login/?next=/uploads/")
    assert (response.status_code, response.url) == (302, "/uploads/")
    assert client.session["_auth_user_id"] == str(grace.pk)
    grace.refresh_from_db()
    assert grace.has_usable_password()
    identity = SocialAccount.objects.get()
    assert (identity.user, identity.uid, identity.extra_data) == (grace, "user-1", {"email": "grace@example.org"})
    assert Change.objects.get().value == "linked to the login provider"


def test_request_follows_the_protocol(client: Client, provider: Provider, grace: User) -> None:
    parameters = start(client, provider)
    assert parameters["response_type"] == "code"
    assert set(parameters["scope"].split()) == {"openid", "profile", "email"}
    assert parameters["redirect_uri"] == "http://testserver/oidc/callback/"
    assert parameters["code_challenge_method"] == "S256"
    client.get(CALLBACK, {"state": parameters["state"], "code": CODE})
    [form] = [form for path, form in provider.requests if path == "/token"]
    assert (form["grant_type"], form["client_id"]) == ("authorization_code", "portal")


def test_address_is_compared_without_regard_to_case(client: Client, provider: Provider, grace: User) -> None:
    provider.user["email"] = "Grace@Example.org"
    log_in(client, provider)
    assert is_logged_in(client)


def test_linked_user_is_recognized_by_key_and_not_by_address(client: Client, provider: Provider, grace: User) -> None:
    log_in(client, provider)
    provider.user |= {"email": "hopper@example.org"}
    visitor = Client()
    log_in(visitor, provider)
    assert visitor.session["_auth_user_id"] == str(grace.pk)


def test_address_that_now_belongs_to_another_person_is_refused(client: Client, provider: Provider, grace: User) -> None:
    log_in(client, provider)
    provider.user["sub"] = "user-2"
    visitor = Client()
    assert log_in(visitor, provider).url == "/en/login/"
    assert "is linked to another user. Ask an administrator." in message(visitor)
    assert not is_logged_in(visitor)
    administrator = Client()
    administrator.force_login(make.person(Role.ADMINISTRATOR, "ada"))
    page = administrator.post(reverse("account-unlink", args=[grace.pk]), follow=True).content.decode()
    assert "The account is no longer linked to the login provider." in page
    log_in(visitor, provider)
    assert is_logged_in(visitor)


@pytest.mark.parametrize("verified", [False, None, "false", 0])
def test_unverified_address_is_refused(client: Client, provider: Provider, grace: User, verified: Any) -> None:
    provider.user["email_verified"] = verified
    assert log_in(client, provider).url == "/en/login/"
    assert message(client) == "Example ID did not confirm your e-mail address. Ask an administrator."
    assert not SocialAccount.objects.exists()


def test_provider_that_verifies_every_address_need_not_say_so(client: Client, grace: User, settings: Any) -> None:
    with oidc_provider() as provider:
        del provider.user["email_verified"]
        apps = read_provider(provider.issuer, "portal", "x", "Example ID", verifies_email=True)
        with override_settings(SOCIALACCOUNT_PROVIDERS=apps):
            log_in(client, provider)
    assert is_logged_in(client)


def test_person_without_an_account_is_refused(client: Client, provider: Provider) -> None:
    assert log_in(client, provider).url == "/en/login/"
    assert message(client) == (
        "There is no account with the e-mail address grace@example.org. Ask an administrator for one."
    )
    assert not User.objects.exists()


@pytest.mark.parametrize("is_linked", [False, True])
def test_deactivated_user_is_refused(client: Client, provider: Provider, grace: User, is_linked: bool) -> None:
    if is_linked:
        log_in(client, provider)
    User.objects.update(is_active=False)
    visitor = Client()
    with override_settings(OIDC_NEW_ACCOUNT_ROLE="staff"):
        assert log_in(visitor, provider).url == "/en/login/"
    assert not is_logged_in(visitor)
    assert "Ask an administrator" in message(visitor)
    assert User.objects.count() == 1


def test_accounts_without_an_address_match_nobody(client: Client, provider: Provider, grace: User) -> None:
    User.objects.update(email="")
    provider.user["email"] = ""
    assert log_in(client, provider).url == "/en/login/"
    assert not is_logged_in(client)


def test_account_is_created_where_a_role_is_set(client: Client) -> None:
    with oidc_provider(OIDC_NEW_ACCOUNT_ROLE="staff") as provider:
        log_in(client, provider)
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.username, user.email, user.get_full_name()) == ("grace@example.org",) * 2 + ("Grace Hopper",)
    assert user_role(user) is Role.STAFF
    assert not user.has_usable_password()
    values = list(Change.objects.order_by("pk").values_list("made_by_name", "value"))
    assert values[0] == ("", {"name": "Grace Hopper", "email": "grace@example.org", "role": "staff"})


def test_taken_username_is_not_given_to_somebody_else(client: Client) -> None:
    make.person(Role.ADMINISTRATOR, "grace@example.org")
    with oidc_provider(OIDC_NEW_ACCOUNT_ROLE="staff") as provider:
        assert log_in(client, provider).url == "/en/login/"
    assert not is_logged_in(client)


def test_only_administrators_change_addresses_with_a_provider(client: Client, provider: Provider, grace: User) -> None:
    client.force_login(grace)
    page = client.get("/account/").content.decode()
    assert "Ask an administrator to change the address." in page
    entered = {"full_name": "Grace", "email": "ada@example.org", "current_password": "a word that nobody guesses"}
    assert client.post("/account/", entered).status_code == 302
    grace.refresh_from_db()
    assert (grace.get_full_name(), grace.email) == ("Grace", "grace@example.org")


# --- the second factor ------------------------------------------------------------------------------------


def test_second_factor_of_the_portal_is_asked_for(client: Client, provider: Provider, grace: User) -> None:
    Authenticator.objects.create(user=grace, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    assert log_in(client, provider, "/oidc/login/?next=/uploads/").url == "/en/login/code/"
    assert not is_logged_in(client)
    assert client.post("/login/code/", {"code": app_code(SECRET)}).url == "/uploads/"
    assert is_logged_in(client)


def test_second_factor_of_the_provider_is_enough_where_it_is_set(client: Client, grace: User) -> None:
    Authenticator.objects.create(user=grace, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    options = {"OIDC_SECOND_FACTOR": True, "SECOND_FACTOR_ROLES": frozenset({"editor"})}
    with oidc_provider(**options) as provider:
        assert log_in(client, provider, "/oidc/login/?next=/uploads/").url == "/uploads/"
        Authenticator.objects.all().delete()
        assert client.get("/uploads/").status_code == 200
        visitor = Client()
        visitor.post("/login/", {"username": "grace", "password": "a word that nobody guesses"})
        assert visitor.get("/uploads/").url == "/en/account/two-step/", "a password does not count"


def test_second_factor_that_is_required_is_set_up_after_the_provider(client: Client, grace: User) -> None:
    with oidc_provider(SECOND_FACTOR_ROLES=frozenset({"editor"})) as provider:
        log_in(client, provider)
        assert client.get("/uploads/").url == "/en/account/two-step/"


def test_user_without_a_password_confirms_through_the_provider(client: Client, grace: User, settings: Any) -> None:
    User.objects.update(password="!")
    with oidc_provider() as provider:
        log_in(client, provider)
        client.get("/account/")
        session = client.session
        session["activity"] = (session["activity"][0] - 600, session["activity"][1])
        session.save()
        response = client.get("/account/two-step/app/")
        assert response.url == "/oidc/login/?next=%2Fen%2Faccount%2Ftwo-step%2Fapp%2F"
        assert log_in(client, provider, response.url).url == "/en/account/two-step/app/"
        assert client.get("/account/two-step/app/").status_code == 200


# --- answers that are not accepted ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-portal"},
        {"exp": 1},
        {"sub": "user-2"},
        {"sub": ""},
        {"sub": None},
    ],
    ids=str,
)
def test_wrong_token_is_refused(client: Client, provider: Provider, grace: User, claims: dict[str, Any]) -> None:
    provider.claims = claims
    assert log_in(client, provider).url == "/en/login/"
    assert message(client) == FAILED
    assert not is_logged_in(client)


@pytest.mark.parametrize("key", ["", "x" * 200, 5, None, ["user-1"]], ids=str)
def test_unusable_key_of_a_user_is_refused(client: Client, provider: Provider, grace: User, key: object) -> None:
    provider.user["sub"] = key
    assert log_in(client, provider).url == "/en/login/"
    assert message(client) == FAILED
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_token_without_the_providers_signature_is_refused(
    client: Client, provider: Provider, grace: User, algorithm: str
) -> None:
    provider.algorithm = algorithm
    assert log_in(client, provider).url == "/en/login/"
    assert not is_logged_in(client)


def test_token_signed_with_another_key_is_refused(client: Client, provider: Provider, grace: User) -> None:
    provider.key = make_key()
    assert log_in(client, provider).url == "/en/login/"
    assert message(client) == FAILED
    assert not is_logged_in(client)


def test_details_of_another_user_are_refused(client: Client, provider: Provider, grace: User) -> None:
    provider.details = {"sub": "user-2"}
    assert log_in(client, provider).url == "/en/login/"
    assert not is_logged_in(client)


@pytest.mark.parametrize("answer", [{}, [], None, "text", {"keys": [{}], "sub": 1, "access_token": 1}], ids=str)
@pytest.mark.parametrize("path", ["/token", "/keys", "/userinfo"])
def test_malformed_answer_is_refused(
    client: Client, provider: Provider, grace: User, path: str, answer: object
) -> None:
    provider.broken = {path: answer}
    assert log_in(client, provider).url == "/en/login/"
    assert message(client) == FAILED
    assert not is_logged_in(client)


def test_provider_that_is_down_is_reported(
    client: Client, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    for answer in ({}, [], None):
        provider.broken = {"/.well-known/openid-configuration": answer}
        with caplog.at_level("WARNING", "portal.security"):
            assert client.get(LOGIN).url == "/en/login/"
        assert message(client) == FAILED
    assert "failed login through the provider from 127.0.0.1: \"KeyError: 'token_endpoint'\"" in caplog.text
    with override_settings(
        SOCIALACCOUNT_PROVIDERS=read_provider("http://127.0.0.1:9", "x", "x", "x", verifies_email=False)
    ):
        assert client.get(LOGIN).url == "/en/login/"


def test_answer_to_another_session_is_refused(client: Client, provider: Provider, grace: User) -> None:
    state = start(Client(), provider)["state"]
    for parameters in ({}, {"code": CODE}, {"state": state, "code": CODE}, {"state": "x", "error": "y"}):
        assert client.get(CALLBACK, parameters).url == "/en/login/"
        assert message(client) == FAILED
    assert not is_logged_in(client)
    assert not [path for path, _form in provider.requests if path == "/token"]


def test_answer_is_accepted_once(client: Client, provider: Provider, grace: User) -> None:
    parameters = {"state": start(client, provider)["state"], "code": CODE}
    client.get(CALLBACK, parameters)
    client.post("/logout/")
    assert client.get(CALLBACK, parameters).url == "/en/login/"
    assert not is_logged_in(client)


def test_cancelling_leads_back_to_the_login_page(client: Client, provider: Provider) -> None:
    state = start(client, provider)["state"]
    assert client.get(CALLBACK, {"state": state, "error": "access_denied"}).url == "/en/login/"
    assert message(client) == "You cancelled the login."


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_login_never_leads_to_another_site(client: Client, provider: Provider, grace: User, address: str) -> None:
    assert log_in(client, provider, f"/oidc/login/?next={address}").url == "/en/"
    assert is_logged_in(client)


@pytest.mark.parametrize(
    "query", ["process=connect", "process=redirect&next=/uploads/", "scope=x", "auth_params=a%3Db"]
)
def test_parameters_do_not_change_the_request(client: Client, provider: Provider, grace: User, query: str) -> None:
    parameters = start(client, provider, f"/oidc/login/?{query}")
    assert set(parameters["scope"].split()) == {"openid", "profile", "email"}
    assert "a" not in parameters
    client.get(CALLBACK, {"state": parameters["state"], "code": CODE})
    assert is_logged_in(client)


def test_link_on_another_site_does_not_log_in(client: Client, provider: Provider) -> None:
    assert client.get(LOGIN, headers={"Sec-Fetch-Site": "cross-site"}).url == "/en/login/"
    assert client.get(LOGIN, headers={"Sec-Fetch-Site": "same-origin"}).url.startswith(provider.issuer)


# --- configuration ----------------------------------------------------------------------------------------


def test_provider_has_no_pages_until_it_is_configured(client: Client) -> None:
    assert client.get(LOGIN).status_code == 404
    assert client.get(CALLBACK).status_code == 404
    assert "/oidc/" not in client.get("/login/").content.decode()


@pytest.mark.parametrize(
    ("issuer", "client_id", "secret", "message"),
    [
        ("https://id.example.org", "", "x", "Set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too"),
        ("https://id.example.org", "x", "", "Set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too"),
        ("http://id.example.org", "x", "x", "Use an address that starts with https://"),
        ("id.example.org", "x", "x", "Use an address that starts with https://"),
    ],
)
def test_incomplete_configuration_is_rejected(issuer: str, client_id: str, secret: str, message: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=message):
        read_provider(issuer, client_id, secret, "", verifies_email=False)


def test_invalid_roles_are_rejected() -> None:
    assert read_roles("") == frozenset()
    assert read_roles("editor, administrator") == {"editor", "administrator"}
    with pytest.raises(ImproperlyConfigured, match="MFA_REQUIRED_ROLES names “admin”"):
        read_roles("editor,admin")
    assert read_new_account_role("staff") == "staff"
    with pytest.raises(ImproperlyConfigured, match="OIDC_NEW_ACCOUNT_ROLE=administrator"):
        read_new_account_role("administrator")
