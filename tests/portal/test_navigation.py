"""The sections in the header: a row for everybody, and for staff a menu of sections that they may open."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Upload
from documents.web.roles import Role
from portal.templatetags.navigation import navigation, staff_navigation
from recommendations.models import Lineage
from tests import builders as make


def staff_labels(user: Any) -> list[str]:
    return [str(entry.label) for entry in staff_navigation({"user": user})]


def test_readers_have_no_staff_menu() -> None:
    assert staff_labels(AnonymousUser()) == []
    assert staff_navigation({}) == []  # as on an error page, which has no user
    assert len(navigation({})) == 7


@pytest.mark.django_db
def test_staff_menu_depends_on_permissions() -> None:
    user = User.objects.create_user("lawyer", is_staff=True)
    assert staff_labels(user) == []
    user.user_permissions.add(Permission.objects.get(codename="add_upload"))
    assert staff_labels(User.objects.get(pk=user.pk)) == ["Upload"]
    reader = User.objects.create_user("reader")
    reader.user_permissions.set(Permission.objects.all())
    assert staff_labels(reader) == []


@pytest.mark.django_db
def test_menu_shows_the_number_of_items_waiting(client: Client) -> None:
    editor = make.person(Role.EDITOR)
    first, second = make.recommendation(indexed=False), make.recommendation(indexed=False)
    Lineage.objects.create(earlier=first, later=second, wording=1, meaning=1, context=1, score=1)
    upload_fields = {"batch": uuid.uuid4(), "user": editor, "size": 1}
    for state in ("question", "question", "waiting"):
        Upload.objects.create(name=f"{state}.pdf", state=state, **upload_fields)
    now = timezone.now()
    for version, state in ((first.version, "proposed"), (second.version, "current")):
        version.readings.create(state=state, parsed={}, parser_version="2", read_at=now)
    with CaptureQueriesContext(connection) as captured:
        staff_navigation({"user": User.objects.get(pk=editor.pk)})
    counts = [query["sql"] for query in captured if "COUNT" in query["sql"]]
    assert len(counts) == 1
    client.force_login(editor)
    page = client.get("/topics/").content.decode()
    numbers = re.findall(r'aria-hidden="true">(\d+)</span><span class="visually-hidden"> \((\d+) waiting\)', page)
    assert numbers == [("4", "4"), ("3", "3"), ("1", "1")]  # menu, review and lineage
    client.force_login(make.person(Role.STAFF))
    assert "waiting)" not in client.get("/topics/").content.decode()
    with CaptureQueriesContext(connection) as captured:
        Client().get("/topics/")
    assert not [query for query in captured if "documents_upload" in query["sql"]]


@pytest.mark.django_db
def test_menu_marks_the_current_page(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    page = client.get("/uploads/").content.decode()
    assert '<a href="/en/uploads/" aria-current="true">' in page
    assert page.partition('id="site-nav"')[2].count("aria-current") == 1
