"""Permissions: every role requests every address of the portal.

:data:`ADDRESSES` is complete. An address missing from it fails a test, so that nobody adds an address without
deciding who may use it.
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
from tests.lanes import quick_first

pytestmark = pytest.mark.django_db

READER, STAFF, EDITOR, ADMINISTRATOR = Role

ADDRESSES = {
    "": READER,
    "accuracy/": READER,
    "help/": READER,
    "help/<slug:slug>/": READER,
    "login/": READER,
    "login/code/": READER,  # after the password
    "oidc/login/": READER,
    "oidc/callback/": READER,
    "logout/": READER,
    "robots.txt": READER,
    "sitemap.xml": READER,
    "sitemap-<slug:section>-<int:number>.xml": READER,
    "opensearch.xml": READER,
    "llms.txt": READER,
    "security.txt": READER,
    ".well-known/security.txt": READER,
    "about/": READER,
    "new.atom": READER,
    "documents.atom": READER,
    "recommendations.atom": READER,
    "articles/<slug:instrument>/<str:number>.atom": READER,
    "topics/<slug:key>.atom": READER,
    "meetings/<slug:slug>.atom": READER,
    "documents/<path:address>.atom": READER,
    "documents/<path:address>.<suffix:suffix>": READER,
    "recommendations/<path:address>/<str:place>.<suffix:suffix>": READER,
    "recommendations/<path:address>/<str:place>.atom": READER,
    "recommendations/<path:address>/<str:place>.png": READER,
    "recommendations/<path:address>/<str:place>/compare/<path:other>/<str:other_place>/": READER,
    "recommendations/<path:address>/<str:place>/": READER,
    "mcp/": READER,
    "oai/": READER,
    "data/": READER,
    "data/<slug:generation>/<str:name>": READER,
    "metrics": READER,  # with the token only
    "suggestions": READER,
    "api/": READER,  # and everything below it
    "articles/": READER,
    "articles/<slug:instrument>/": READER,
    "articles/<slug:instrument>/<str:number>/": READER,
    "articles/<slug:instrument>/text/": ADMINISTRATOR,
    "documents/": READER,
    "documents/<path:address>/": READER,
    "documents/<path:address>.akn.xml": READER,
    "documents/<path:address>/cite/": READER,
    "documents/<path:address>/cite/<str:anchor>/": READER,
    "documents/<path:address>/file/<int:pk>/": READER,
    "documents/<path:address>/file/<int:pk>/whole/": READER,
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
    "basket/compare/": READER,
    "basket/shared/": READER,
    "alerts/": READER,
    "alerts/follow/": READER,
    "alerts/sent/": READER,
    "alerts/confirm/<str:token>/": READER,
    "alerts/subscriptions/<str:token>/": READER,
    "alerts/subscriptions/<str:token>/erase/": READER,
    "alerts/unsubscribe/<slug:schedule>/<str:token>/": READER,
    "brief/": READER,
    "brief/word/": READER,
    "check/": READER,
    "check/result/<slug:extension>/": READER,
    "compile/": READER,
    "concordance/": READER,
    "compilations/<uuid:key>/": READER,
    "compilations/<uuid:key>/file/": READER,
    "compilations/<uuid:key>/state/": READER,
    "new/": READER,
    "topics/": READER,
    "topics/<slug:key>/": READER,
    "follow-up/": STAFF,  # and everything below it
    "report-error/": READER,
    "report-error/sent/": READER,
    "review/": EDITOR,
    "review/reports/": EDITOR,
    "review/reports/<int:pk>/": EDITOR,
    "review/ready/": ADMINISTRATOR,
    "review/publications/": ADMINISTRATOR,  # and everything below it
    "review/meetings/": EDITOR,  # and everything below it
    "review/vocabularies/": EDITOR,  # and everything below it
    "uploads/": EDITOR,  # and everything below it, except:
    "documents/<path:address>/review/": EDITOR,  # and everything below it
    "documents/<path:address>/symbol/": EDITOR,
    "documents/<path:address>/delete/": EDITOR,  # their own uploads; see tests/portal/review/test_removal.py
    "lineage/": EDITOR,
    "lineage/log/": EDITOR,
    "lineage/confirm/": EDITOR,
    "lineage/confirm/<uuid:batch>/": EDITOR,
    "lineage/documents/": EDITOR,
    "lineage/<int:earlier>/<int:later>/": EDITOR,
    "lineage/<int:earlier>/<int:later>/link/": EDITOR,
    "lineage/<int:earlier>/<int:later>/dropped/": EDITOR,
    "lineage/<int:pk>/decide/": EDITOR,
    "documents/<path:address>/publication/": ADMINISTRATOR,
    "accounts/": ADMINISTRATOR,  # and everything below it
    "system/": ADMINISTRATOR,
    "system/jobs/<int:pk>/retry/": ADMINISTRATOR,
    "log/": EDITOR,
    "account/": STAFF,
    "account/two-step/": STAFF,  # and everything below it
    "account/confirm/": STAFF,  # and everything below it
    "password/": STAFF,
    "password/new/": READER,
    "password/new/sent/": READER,
    "password/new/<str:uidb64>/<str:token>/": READER,
    "admin/login/": READER,  # redirects to the portal's login page
    "admin/": ADMINISTRATOR,  # and everything below it
}
"""Map from patterns of addresses, without the language of pages, to the lowest role with access. The documents that
each role may see are tested separately, in tests/portal/ingestion/test_restricted.py and test_publication.py."""

PREFIXES = (
    "api/",
    "account/confirm/",
    "account/two-step/",
    "accounts/",
    "admin/",
    "follow-up/",
    "uploads/",
    "review/meetings/",
    "review/vocabularies/",
    "review/publications/",
    "documents/<path:address>/review/",
)
LANGUAGE = "en/"
READ_ONLY_PREFIX = "admin/"
"""Below this prefix all access is read-only, and some pages are closed to everybody."""
LEAD_TO_THE_LOGIN_PAGE = ("admin/login/", "en/login/code/")
"""Addresses that redirect to the login page because logging in starts there."""

EXAMPLES = {
    "<path:address>": "CTOC/COP/2022/L.4",
    "<path:rest>": "nothing",
    "<path:object_id>": "1",
    "<path:content_type_id>": "1",
    "<str:number>": "18",
    "<str:anchor>": "para-1",
    "<str:uidb64>": "MQ",
    "<str:token>": "none",
    "<slug:instrument>": "untoc",
    "<slug:section>": "pages",
    "<slug:schedule>": "daily",
    "<slug:generation>": "latest",
    "<str:name>": "portal.db",
    "<str:place>": "annex-i-a",
    "<suffix:suffix>": "json",
    "<slug:vocabulary>": "topics",
    "<str:key>": "extradition",
    "<slug:key>": "topic",
    "<slug:slug>": "cop-11",
    "<slug:extension>": "docx",
    "<uuid:key>": str(uuid.UUID(int=1)),
    "<uuid:batch>": str(uuid.UUID(int=1)),
}
"""Values for the placeholders of a pattern. Permissions are checked before a value is looked up."""


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Yield every pattern of the URLconf, including nested ones. Those of pages begin with a language."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^").rstrip("$").removesuffix("\\Z")
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from patterns(pattern, route)


def example_address(pattern: str) -> str:
    """Return an address that matches the pattern."""
    for placeholder, example in EXAMPLES.items():
        pattern = pattern.replace(placeholder, example)
    pattern = re.sub(r"\(\?P<app_label>.*?\)", "documents", pattern)
    return "/" + re.sub(r"<int:\w+>", "1", pattern).replace("(?P<url>.*)", "nothing")


def role_for(pattern: str) -> Role | None:
    """Return the lowest role for a pattern, according to the table."""
    pattern = pattern.removeprefix(LANGUAGE)
    if pattern in ADDRESSES:
        return ADDRESSES[pattern]
    return next((ADDRESSES[prefix] for prefix in PREFIXES if pattern.startswith(prefix)), None)


def test_table_lists_exactly_the_existing_addresses() -> None:
    missing = {pattern for pattern in patterns() if role_for(pattern) is None}
    assert missing == set(), "add these to ADDRESSES with the lowest role that may use them"
    routes = {pattern.removeprefix(LANGUAGE) for pattern in patterns()}
    assert set(ADDRESSES) - routes - set(PREFIXES) == set(), "these are in ADDRESSES but do not exist"
    assert len(routes) > 100
    for pattern in patterns():
        resolve(example_address(pattern))


QUICK_ACCOUNTS = ["anonymous", "no role", Role.STAFF.value, Role.EDITOR.value]
"""The accounts that, between them, are refused pages of every role. Many tests show that administrators can open
theirs."""
OTHER_ACCOUNTS = [*(role.value for role in ACCOUNT_ROLES if role.value not in QUICK_ACCOUNTS), "superuser"]


def log_in_as(account: str) -> tuple[Client, Role]:
    """Return a client logged in with an account, and its role."""
    client = Client()
    if account == "anonymous":
        return client, Role.READER
    if account == "superuser":
        client.force_login(User.objects.create_superuser("root"))
        return client, Role.ADMINISTRATOR
    role = Role.READER if account == "no role" else Role(account)
    client.force_login(make.person(role))
    return client, role


QUICK_CASES = [("anonymous", True), *((account, False) for account in QUICK_ACCOUNTS)]
CASES = [(account, public) for public in (True, False) for account in (*QUICK_ACCOUNTS, *OTHER_ACCOUNTS)]


@pytest.fixture
def _rendering_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip rendering, which would take most of the time: access is decided before that."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *args, **kwargs: "")


@pytest.mark.usefixtures("_rendering_skipped")
@pytest.mark.parametrize(
    ("account", "public"), quick_first(sorted(CASES, key=lambda case: case not in QUICK_CASES), len(QUICK_CASES))
)
def test_only_permitted_roles_have_access(account: str, public: bool) -> None:
    client, role = log_in_as(account)
    failures = []
    for pattern in sorted(patterns()):
        if pattern in ("en/logout/", "admin/logout/"):
            continue  # logging out would make the remaining requests anonymous
        required = role_for(pattern)
        assert required is not None, pattern
        if public is not (required is READER):
            continue
        for method in ("get", "post"):
            response = getattr(client, method)(example_address(pattern))
            is_redirect = response.status_code == 302 and pattern not in LEAD_TO_THE_LOGIN_PAGE
            is_login_redirect = is_redirect and "login/" in response.url
            is_denied = is_login_redirect if account == "anonymous" else response.status_code == 403
            if role.rank >= required.rank and pattern.startswith(READ_ONLY_PREFIX) and pattern != READ_ONLY_PREFIX:
                continue
            if is_denied != (role.rank < required.rank) or (is_login_redirect and account != "anonymous"):
                failures.append((method, pattern, response.status_code))
    assert failures == []


@pytest.mark.usefixtures("_rendering_skipped")
def test_posts_without_csrf_token_are_rejected_everywhere() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("root"))
    # A search by POST, the API's checks and tools, and OAI-PMH change nothing.
    reading = {"en/recommendations/", "api/v1/checks", "mcp/", "oai/"}
    one_click = "en/alerts/unsubscribe/<slug:schedule>/<str:token>/"  # by mail programs: the link is signed
    changing = (pattern for pattern in patterns() if pattern not in reading and pattern != one_click)
    statuses = {pattern: client.post(example_address(pattern)).status_code for pattern in changing}
    read_only = re.compile(r"api/v1/.*|api/<path:rest>|.*<suffix:suffix>")  # for other sites, which have no token
    expected = {pattern: 405 if read_only.fullmatch(pattern) else 403 for pattern in statuses}
    assert statuses == expected


@pytest.mark.parametrize(
    ("account", "address", "message"),
    [
        ("staff", "/uploads/", "Only editors and administrators can do this. Ask an administrator"),
        ("editor", "/accounts/", "Only administrators can do this. Ask an administrator"),
        ("editor", "/admin/", "Only administrators can do this. Ask an administrator"),
        ("no role", "/follow-up/", "Only staff can do this. Ask an administrator"),
    ],
)
def test_rejection_names_the_role_that_has_access(account: str, address: str, message: str) -> None:
    client, _role = log_in_as(account)
    response = client.get(address)
    assert response.status_code == 403
    assert message in response.content.decode()
    assert "This page is for staff" not in response.content.decode()


def test_unknown_permission_raises_an_error() -> None:
    with pytest.raises(KeyError):
        require_permission("documents.review_document")


def test_django_admin_uses_the_portal_login(client: Client) -> None:
    User.objects.create_superuser("root", password="a long password")
    response = client.post("/admin/login/?next=/admin/", {"username": "root", "password": "a long password"})
    assert (response.status_code, response.url) == (302, f"/en/{settings.LOGIN_URL}/?next=/admin/")
    assert "_auth_user_id" not in client.session
