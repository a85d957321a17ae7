"""Accounts: administrators create them, give roles and deactivate them; one administrator always remains."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.models import Change
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


def test_account_is_created_with_a_role_and_a_password_shown_once(administrator: Client) -> None:
    page = administrator.post(reverse("account-new"), {"name": "grace", "role": "editor"}).content.decode()
    password = re.search(r'class="password">([^<]+)<', page)
    assert password is not None
    assert user_role(get_user("grace")) is Role.EDITOR
    assert Client().post(reverse("login"), {"username": "grace", "password": password[1]}).status_code == 302
    assert audit_log() == [("account.changed", "ada", "grace", None, "editor")]
    assert password[1] not in str(Change.objects.values())
    assert password[1] not in administrator.get(reverse("accounts")).content.decode()


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"name": "ADA", "role": "staff"}, "the name is taken, in another letter case"),
        ({"name": "", "role": "staff"}, "no name"),
        ({"name": "a b<c>", "role": "staff"}, "characters that a name may not contain"),
        ({"name": "grace", "role": "reader"}, "a reader has no account"),
        ({"name": "grace", "role": "root"}, "not a role"),
    ],
)
def test_invalid_account_is_rejected_and_form_is_shown_again(
    administrator: Client, sent: dict[str, str], reason: str
) -> None:
    response = administrator.post(reverse("account-new"), sent)
    assert response.status_code == 400, reason
    assert "form-error" in response.content.decode()
    assert User.objects.count() == 1
    assert audit_log() == []


def test_role_activation_and_password_changes_are_logged(administrator: Client) -> None:
    user = make.person(Role.STAFF, "grace")
    staff_client = Client()
    staff_client.force_login(user)
    administrator.post(reverse("account-role", args=[user.pk]), {"role": "editor"})
    assert user_role(get_user("grace")) is Role.EDITOR
    assert staff_client.get(reverse("lineage")).status_code == 200
    administrator.post(reverse("account-active", args=[user.pk]), {"active": "no"})
    assert staff_client.get(reverse("lineage")).status_code == 302, "the session has ended"
    administrator.post(reverse("account-active", args=[user.pk]), {"active": "yes"})
    page = administrator.post(reverse("account-password", args=[user.pk])).content.decode()
    assert "Password for grace" in page
    assert [row[3:] for row in audit_log()] == [
        ("staff", "editor"),
        ("active", "deactivated"),
        ("deactivated", "active"),
        (None, "new password"),
    ]


@pytest.mark.parametrize(
    ("address", "sent"), [("account-role", {"role": "editor"}), ("account-active", {"active": "no"})]
)
def test_last_administrator_cannot_be_removed(administrator: Client, address: str, sent: dict[str, str]) -> None:
    ada = get_user("ada")
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
    for address, sent in (("account-role", {"role": "reader"}), ("account-active", {"active": "perhaps"})):
        assert administrator.post(reverse(address, args=[user.pk]), sent).status_code == 302
    assert administrator.post(reverse("account-role", args=[9999]), {"role": "staff"}).status_code == 404
    assert user_role(get_user("grace")) is Role.STAFF
    assert audit_log() == []


def test_users_can_change_their_own_password(client: Client) -> None:
    user = User.objects.create_user("grace", password="old and long enough", is_staff=True)
    client.force_login(user)
    new = "new and long enough"
    sent = {"old_password": "old and long enough", "new_password1": new, "new_password2": new}
    form = client.get(reverse("own-password")).content.decode()
    assert "Current password" in form
    assert "Confirm new password" in form
    common = {**sent, "new_password1": "password123", "new_password2": "password123"}
    response = client.post(reverse("own-password"), common)
    assert "This password is too easy to guess. Choose a less common one." in response.content.decode()
    assert client.post(reverse("own-password"), {**sent, "old_password": "wrong"}).status_code == 200
    assert client.post(reverse("own-password"), sent).status_code == 302
    assert get_user("grace").check_password(new)
