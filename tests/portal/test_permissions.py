"""Who may open what: every address of the portal, asked by every role.

:data:`ADDRESSES` is the whole list. An address that is not in it fails a test, so that nobody adds one without saying
for whom it is.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from documents.web.permissions import require_permission
from documents.web.roles import ACCOUNT_ROLES, Role
from tests import builders as make

pytestmark = pytest.mark.django_db

READER, STAFF, EDITOR, ADMINISTRATOR = Role

ADDRESSES = {
    "": READER,
    "login/": READER,
    "logout/": READER,
    "health/": READER,
    "robots.txt": READER,
    "suggestions": READER,
    "api/": READER,  # and all that is below it
    "articles/": READER,
    "articles/<slug:instrument>/": READER,
    "articles/<slug:instrument>/<str:number>/": READER,
    "documents/": READER,
    "documents/<path:address>/": READER,
    "documents/<path:address>/cite/": READER,
    "documents/<path:address>/cite/<str:anchor>/": READER,
    "documents/<path:address>/file/<int:pk>/": READER,
    "documents/<path:address>/original/": READER,
    "documents/<path:address>/original/<int:page>/": READER,
    "documents/<path:address>/pictures/<int:page>/": READER,
    "matrix/": READER,
    "matrix/table.csv": READER,
    "meetings/": READER,
    "meetings/<slug:slug>/": READER,
    "recommendations/": READER,
    "recommendations/<int:pk>/": READER,
    "recommendations/<int:pk>/cite/": READER,
    "recommendations/<int:pk>/compare/<int:other>/": READER,
    "recommendations/facet/<slug:key>/": READER,
    "basket/": READER,
    "compile/": READER,
    "compilations/<uuid:key>/": READER,
    "compilations/<uuid:key>/file/": READER,
    "compilations/<uuid:key>/state/": READER,
    "topics/": READER,
    "topics/<slug:key>/": READER,
    "follow-up/": STAFF,  # and all that is below it
    "review/": EDITOR,
    "uploads/": EDITOR,  # and all that is below it
    "documents/<path:address>/review/": EDITOR,  # and all that is below it
    "documents/<path:address>/symbol/": EDITOR,
    "lineage/": EDITOR,
    "lineage/log/": EDITOR,
    "lineage/<int:earlier>/<int:later>/": EDITOR,
    "lineage/<int:earlier>/<int:later>/dropped/": EDITOR,
    "lineage/<int:pk>/decide/": EDITOR,
    "documents/<path:address>/publication/": ADMINISTRATOR,
    "accounts/": ADMINISTRATOR,  # and all that is below it
    "log/": EDITOR,
    "password/": STAFF,
    "admin/login/": READER,  # leads to the portal's own
    "admin/": ADMINISTRATOR,  # and all that is below it
}
"""The least role that gets an answer, by the pattern of the address. Which documents they see is another question:
tests/ingestion/test_restricted.py and test_publication.py."""

WITH_ALL_BELOW = ("api/", "accounts/", "admin/", "follow-up/", "uploads/", "documents/<path:address>/review/")
READ_ONLY_BELOW = "admin/"
"""Below it nothing but looking is open to anybody, and looking not at everything."""

EXAMPLES = {
    "<path:address>": "CTOC/COP/2022/L.4",
    "<path:rest>": "nothing",
    "<path:object_id>": "1",
    "<path:content_type_id>": "1",
    "<str:number>": "18",
    "<str:anchor>": "para-1",
    "<slug:instrument>": "untoc",
    "<slug:key>": "topic",
    "<slug:slug>": "cop-11",
    "<uuid:key>": str(uuid.UUID(int=1)),
}
"""What stands in an address where its pattern has a part of its own. Guards are passed before it is looked for."""


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every pattern of the URLconf, with those that it includes."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern).lstrip("^").rstrip("$").removesuffix("\\Z")
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from patterns(one, route)


def address(pattern: str) -> str:
    """An address that the pattern takes."""
    for part, example in EXAMPLES.items():
        pattern = pattern.replace(part, example)
    pattern = re.sub(r"\(\?P<app_label>.*?\)", "documents", pattern)
    return "/" + re.sub(r"<int:\w+>", "1", pattern).replace("(?P<url>.*)", "nothing")


def least(pattern: str) -> Role | None:
    """The least role for a pattern, as the table has it."""
    if pattern in ADDRESSES:
        return ADDRESSES[pattern]
    return next((ADDRESSES[above] for above in WITH_ALL_BELOW if pattern.startswith(above)), None)


def test_every_address_is_in_the_table_and_none_beside() -> None:
    found = set(patterns())
    assert {pattern for pattern in found if least(pattern) is None} == set(), "say in ADDRESSES for whom these are"
    assert set(ADDRESSES) - found - set(WITH_ALL_BELOW) == set(), "these are in ADDRESSES and lead nowhere"
    assert len(found) > 100
    for pattern in found:
        resolve(address(pattern))


ACCOUNTS = ["nobody", "no role", *(role.value for role in ACCOUNT_ROLES), "superuser"]


def client_of(account: str) -> tuple[Client, Role]:
    """A browser in which somebody is logged in, and who that is."""
    client = Client()
    if account == "nobody":
        return client, Role.READER
    if account == "superuser":
        client.force_login(User.objects.create_superuser("root"))
        return client, Role.ADMINISTRATOR
    role = Role.READER if account == "no role" else Role(account)
    client.force_login(make.person(role))
    return client, role


@pytest.mark.parametrize("account", ACCOUNTS)
# Whether somebody is let in is decided before the page is made, so that none is: that would take most of the time.
def test_an_address_answers_those_it_is_for_and_nobody_else(account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *given, **named: "")
    client, role = client_of(account)
    wrong = []
    for pattern in sorted(patterns()):
        if pattern in ("logout/", "admin/logout/"):
            continue  # whoever came by it would be nobody for the rest
        wanted = least(pattern)
        assert wanted is not None, pattern
        for method in ("get", "post"):
            response = getattr(client, method)(address(pattern))
            to_log_in = response.status_code == 302 and "login/" in response.url and pattern != "admin/login/"
            refused = to_log_in if account == "nobody" else response.status_code == 403
            if role.rank >= wanted.rank and pattern.startswith(READ_ONLY_BELOW) and pattern != READ_ONLY_BELOW:
                continue
            if refused != (role.rank < wanted.rank) or (to_log_in and account != "nobody"):
                wrong.append((method, pattern, response.status_code))
    assert wrong == []


def test_a_form_without_its_token_is_refused_everywhere() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("root"))
    answers = {pattern: client.post(address(pattern)).status_code for pattern in patterns()}
    assert {
        pattern: status
        for pattern, status in answers.items()
        if status != (405 if pattern.startswith("api/v1/") or pattern == "api/<path:rest>" else 403)
    } == {}


def test_a_guard_that_names_no_permission_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        require_permission("documents.review_document")


def test_django_s_administration_has_no_log_in_of_its_own(client: Client) -> None:
    User.objects.create_superuser("root", password="a long password")
    response = client.post("/admin/login/?next=/admin/", {"username": "root", "password": "a long password"})
    assert (response.status_code, response.url) == (302, f"/{settings.LOGIN_URL}/?next=/admin/")
    assert "_auth_user_id" not in client.session
