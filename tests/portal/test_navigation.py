"""The sections of the header: everybody's in a line, staff's in a menu, each for who may use it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.test import Client

from portal.templatetags.navigation import navigation, staff_navigation


def labels(user: Any) -> list[str]:
    return [str(entry.label) for entry in staff_navigation({"user": user})]


def test_readers_have_no_menu_of_staff() -> None:
    assert labels(AnonymousUser()) == []
    assert staff_navigation({}) == []  # an error page
    assert len(navigation({})) == 6


@pytest.mark.django_db
def test_staff_see_what_they_may_do() -> None:
    person = User.objects.create_user("lawyer", is_staff=True)
    assert labels(person) == []
    person.user_permissions.add(Permission.objects.get(codename="add_upload"))
    assert labels(User.objects.get(pk=person.pk)) == ["Upload"]
    reader = User.objects.create_user("reader")
    reader.user_permissions.set(Permission.objects.all())
    assert labels(reader) == []


@pytest.mark.django_db
def test_the_menu_tells_where_one_is(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    page = client.get("/uploads/").content.decode()
    assert '<a href="/uploads/" aria-current="true">' in page
    assert page.count("aria-current") == 1
