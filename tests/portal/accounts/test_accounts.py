"""Accounts: administrators create them, give roles and deactivate them; one administrator always remains."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from documents.models import AccountPreferences, Change
from documents.services.accounts import AccountDetails
from documents.web.roles import Role, user_role
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make.person(Role.ADMINISTRATOR, "ada"))
    return client


def get_user(name: str) -> User:
    return User.objects.get(username=name)


def audit_log() -> list[tuple[object, ...]]:
    return list(Change.objects.order_by("pk").values_list("action", "made_by_name", "subject", "old_value", "value"))


def one_time_link(page: str) -> str:
    """Return the path of the link that the page shows."""
    [link] = re.findall(r"http://testserver(/password/new/[^<]+)<", page)
    return str(link)


def set_password(link: str, password: str) -> HttpResponse:
    """Follow a link and set a password, as a person without a session. Return the last page."""
    visitor = Client()
    form = visitor.get(link, follow=True)
    if not form.redirect_chain:
        return form
    return visitor.post(form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})


NEW = {"username": "grace", "full_name": "Grace Hopper", "email": "grace@example.org", "role": "editor"}
LOGGED = {"name": "Grace Hopper", "email": "grace@example.org", "role": "editor"}


def test_without_email_the_administrator_gets_a_link_shown_once(administrator: Client) -> None:
    page = administrator.post(reverse("account-new"), NEW).content.decode()
    link = one_time_link(page)
    assert user_role(get_user("grace")) is Role.EDITOR
    assert get_user("grace").get_full_name() == "Grace Hopper"
    assert not get_user("grace").has_usable_password()
    assert audit_log() == [("account.changed", "ada", "grace", None, LOGGED)]
    for address in (reverse("accounts"), reverse("account", args=[get_user("grace").pk])):
        page = administrator.get(address).content.decode()
        assert "Grace Hopper" in page
        assert "has not set a password yet" in page
        assert link not in page

    assert set_password(link, "compilers are fun").status_code == 302
    assert Client().post(reverse("login"), {"username": "grace", "password": "compilers are fun"}).status_code == 302
    assert "This link no longer works" in set_password(link, "another password").content.decode()
    assert get_user("grace").check_password("compilers are fun")
    assert audit_log()[1:] == [("account.changed", "grace", "grace", None, "new password")]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"username": "ADA"}, "the name is taken, in another letter case"),
        ({"username": ""}, "no name"),
        ({"username": "a b<c>"}, "characters that a name may not contain"),
        ({"role": "reader"}, "a reader has no account"),
        ({"role": "root"}, "not a role"),
        ({"email": "ADA@example.org"}, "the address is taken, in another letter case"),
        ({"email": "grace"}, "not an address"),
        ({"full_name": "G" * 151}, "too long"),
    ],
)
def test_invalid_account_is_rejected_and_form_is_shown_again(
    administrator: Client, sent: dict[str, str], reason: str
) -> None:
    User.objects.filter(username="ada").update(email="ada@example.org")
    response = administrator.post(reverse("account-new"), {**NEW, **sent})
    assert response.status_code == 400, reason
    assert response.content.decode().count("form-error") == 1
    assert User.objects.count() == 1
    assert audit_log() == []


def test_role_activation_and_password_changes_are_logged(administrator: Client) -> None:
    user = make.person(Role.STAFF, "grace")
    user.set_password("the old password")
    user.save()
    staff_client = Client()
    staff_client.force_login(user)
    change(administrator, user, role="editor")
    assert user_role(get_user("grace")) is Role.EDITOR
    assert staff_client.get(reverse("lineage")).status_code == 200
    administrator.post(reverse("account-active", args=[user.pk]), {"active": "no"})
    assert staff_client.get(reverse("lineage")).status_code == 302, "the session has ended"
    administrator.post(reverse("account-active", args=[user.pk]), {"active": "yes"})
    link = one_time_link(administrator.post(reverse("account-link", args=[user.pk])).content.decode())
    assert get_user("grace").check_password("the old password"), "it works until the link is used"
    staff_client.force_login(get_user("grace"))
    link = one_time_link(administrator.post(reverse("account-link", args=[user.pk])).content.decode())
    set_password(link, "the new password")
    assert staff_client.get(reverse("lineage")).status_code == 302, "the session has ended"
    details = {"name": "", "email": ""}
    assert [row[3:] for row in audit_log()] == [
        ({**details, "role": "staff"}, {**details, "role": "editor"}),
        ("active", "deactivated"),
        ("deactivated", "active"),
        (None, "link to set a password"),
        (None, "link to set a password"),
        (None, "new password"),
    ]


def change(administrator: Client, user: User, **entered: str) -> HttpResponse:
    """Open the page of an account, change some fields and save."""
    return administrator.post(reverse("account", args=[user.pk]), {**shown_fields(administrator, user), **entered})


def shown_fields(administrator: Client, user: User) -> dict[str, str]:
    """Return what a browser would send from the page of an account, with the hidden fields."""
    form = administrator.get(reverse("account", args=[user.pk])).context["form"]
    values = {field.name: str(field.initial) for field in form}
    return values | {form[name].html_initial_name: value for name, value in values.items()}


def test_second_administrator_sees_the_change_of_the_first(administrator: Client) -> None:
    user = make.person(Role.STAFF, "grace")
    opened = shown_fields(administrator, user)
    change(administrator, user, full_name="Grace Hopper", role="editor")
    response = administrator.post(reverse("account", args=[user.pk]), {**opened, "full_name": "Grace Murray"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "You entered: Grace Murray, no e-mail address, staff." in page
    assert 'value="Grace Hopper"' in page
    assert get_user("grace").get_full_name() == "Grace Hopper"

    response = administrator.post(reverse("account", args=[user.pk]), {**opened, "email": "grace@example.org"})
    assert response.status_code == 302, "another field was changed, so both changes are kept"
    assert AccountDetails.of(get_user("grace")) == AccountDetails("Grace Hopper", "grace@example.org", Role.EDITOR)
    assert len(audit_log()) == 2


def test_account_without_a_role_keeps_having_none_until_one_is_chosen(administrator: Client) -> None:
    user = make.person(Role.READER, "guest")
    assert change(administrator, user, full_name="A Guest").status_code == 302
    assert (user_role(get_user("guest")), get_user("guest").get_full_name()) == (Role.READER, "A Guest")
    change(administrator, user, role="staff")
    assert user_role(get_user("guest")) is Role.STAFF


def test_locked_account_is_shown_and_unlocked(administrator: Client) -> None:
    user = User.objects.create_user("grace", password="the right password")
    visitor = Client()
    for _attempt in range(5):
        visitor.post(reverse("login"), {"username": "Grace", "password": "wrong"})
    assert "locked after failed logins" in administrator.get(reverse("accounts")).content.decode()
    administrator.post(reverse("account-unlock", args=[user.pk]))
    assert "locked after failed logins" not in administrator.get(reverse("accounts")).content.decode()
    assert visitor.post(reverse("login"), {"username": "grace", "password": "the right password"}).status_code == 302
    assert audit_log() == [("account.changed", "ada", "grace", "locked", "unlocked")]


def test_new_password_set_with_a_link_lifts_the_lock(administrator: Client) -> None:
    user = User.objects.create_user("grace", password="the right password")
    visitor = Client()
    for _attempt in range(5):
        visitor.post(reverse("login"), {"username": "grace", "password": "wrong"})
    assert visitor.post(reverse("login"), {"username": "grace", "password": "the right password"}).status_code == 429
    set_password(
        one_time_link(administrator.post(reverse("account-link", args=[user.pk])).content.decode()), "a new password!"
    )
    assert visitor.post(reverse("login"), {"username": "grace", "password": "a new password!"}).status_code == 302


def test_log_names_the_administrator_who_saw_a_link(administrator: Client) -> None:
    user = make.person(Role.STAFF, "grace")
    set_password(
        one_time_link(administrator.post(reverse("account-link", args=[user.pk])).content.decode()), "a new password!"
    )
    assert sorted(audit_log()) == [
        ("account.changed", "ada", "grace", None, "link to set a password"),
        ("account.changed", "grace", "grace", None, "new password"),
    ]


def test_link_of_a_deactivated_account_does_not_work(administrator: Client) -> None:
    user = make.person(Role.STAFF, "grace")
    link = one_time_link(administrator.post(reverse("account-link", args=[user.pk])).content.decode())
    administrator.post(reverse("account-active", args=[user.pk]), {"active": "no"})
    assert "This link no longer works" in set_password(link, "a new password").content.decode()
    assert administrator.post(reverse("account-link", args=[user.pk])).status_code == 404


@pytest.mark.parametrize(("address", "sent"), [("account", {"role": "editor"}), ("account-active", {"active": "no"})])
def test_last_administrator_cannot_be_removed(administrator: Client, address: str, sent: dict[str, str]) -> None:
    ada = get_user("ada")
    sent = {**shown_fields(administrator, ada), **sent}
    idle = make.person(Role.ADMINISTRATOR, "idle")
    User.objects.filter(pk=idle.pk).update(is_active=False)
    page = administrator.post(reverse(address, args=[ada.pk]), sent, follow=True).content.decode()
    assert "ada is the only administrator" in page
    assert user_role(get_user("ada")) is Role.ADMINISTRATOR
    assert audit_log() == []
    User.objects.filter(pk=idle.pk).update(is_active=True)
    administrator.post(reverse(address, args=[ada.pk]), sent)
    assert user_role(get_user("ada")) is not Role.ADMINISTRATOR


def test_invalid_values_change_nothing(administrator: Client) -> None:
    user = make.person(Role.STAFF, "grace")
    assert administrator.post(reverse("account-active", args=[user.pk]), {"active": "perhaps"}).status_code == 302
    assert change(administrator, user, role="reader").status_code == 400
    assert administrator.post(reverse("account", args=[9999]), {"role": "staff"}).status_code == 404
    assert user_role(get_user("grace")) is Role.STAFF
    assert get_user("grace").is_active
    assert audit_log() == []


def test_users_can_change_their_own_password(client: Client) -> None:
    user = User.objects.create_user("grace", password="old and long enough", is_staff=True)
    client.force_login(user)
    new = "new and long enough"
    sent = {"old_password": "old and long enough", "new_password1": new, "new_password2": new}
    form = client.get(reverse("own-password")).content.decode()
    assert "Current password" in form
    assert "Use at least 12 characters. Do not use a password that many people use." in form
    assert "Confirm new password" in form
    assert "as before" not in form, "the second field needs no explanation"
    short = client.post(reverse("own-password"), {**sent, "new_password1": "zebra", "new_password2": "zebra"})
    assert "This password is too short. Choose one with at least 12 characters." in short.content.decode()
    common = {**sent, "new_password1": "password123", "new_password2": "password123"}
    response = client.post(reverse("own-password"), common)
    assert "This password is too easy to guess. Choose a less common one." in response.content.decode()
    assert client.post(reverse("own-password"), {**sent, "old_password": "wrong"}).status_code == 200
    assert client.post(reverse("own-password"), sent).status_code == 302
    assert get_user("grace").check_password(new)
    assert client.get(reverse("own-account")).status_code == 200, "the user stays logged in"
    assert audit_log() == [("account.changed", "grace", "grace", None, "new password")]


def test_users_can_change_their_own_details(client: Client) -> None:
    user = User.objects.create_user("grace", password="a long password", is_staff=True)
    client.force_login(user)
    sent = {"full_name": "Grace Hopper", "email": "grace@example.org", "current_password": "", "digest": "on"}
    refused = client.post(reverse("own-account"), sent)
    assert refused.status_code == 400
    assert "Enter your current password to change the e-mail address." in refused.content.decode()
    assert client.post(reverse("own-account"), {**sent, "current_password": "a long password"}).status_code == 302
    assert (get_user("grace").get_full_name(), get_user("grace").email) == ("Grace Hopper", "grace@example.org")
    assert AccountPreferences.objects.get(user=user).wants_digest
    assert client.post(reverse("own-account"), {**sent, "digest": ""}).status_code == 302
    assert not AccountPreferences.objects.get(user=user).wants_digest


def test_daily_summary_needs_an_address(client: Client) -> None:
    client.force_login(make.person(Role.STAFF, "grace"))
    page = client.post(reverse("own-account"), {"full_name": "Grace", "email": "", "digest": "on"})
    assert page.status_code == 400
    assert "Enter an e-mail address to receive the daily summary." in page.content.decode()
