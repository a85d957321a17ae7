"""Limits on requests: the rate of an address, and the time of a statement."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import get_resolver
from pytest_django import DjangoAssertNumQueries

from documents.web.roles import Role
from portal import middleware
from tests import builders as make
from tests.benchmarks.bench_requests import find_requests
from tests.portal.test_permissions import ADDRESSES

VISITOR, OTHER, LOOPBACK = "203.0.113.5", "203.0.113.6", "127.0.0.1"

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_a_minute(settings) -> None:
    settings.RATE_LIMIT = "3/minute"


@pytest.mark.usefixtures("three_a_minute")
def test_address_that_asks_too_often_learns_when_to_return(client: Client) -> None:
    statuses = [client.get("/new/", REMOTE_ADDR=VISITOR).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    response = client.get("/new/", REMOTE_ADDR=VISITOR)
    assert 1 <= int(response["Retry-After"]) <= 61
    assert "Your network sent too many requests" in response.content.decode()
    assert client.get("/new/", REMOTE_ADDR=OTHER).status_code == 200


@pytest.mark.usefixtures("three_a_minute")
def test_page_for_too_many_requests_says_what_to_do_in_the_language_of_the_reader(client: Client) -> None:
    for _ in range(4):
        response = client.get("/fr/new/", REMOTE_ADDR=VISITOR)
    page = response.content.decode()
    assert (response.status_code, response["Content-Language"]) == (429, "fr")
    assert f"Réessayez dans {response['Retry-After']} seconde" in page
    for address in ("/fr/login/", "/fr/data/", "/fr/api/"):
        assert f'href="{address}"' in page


@pytest.mark.usefixtures("three_a_minute")
def test_api_answers_with_a_problem(client: Client) -> None:
    for _ in range(3):
        client.get("/api/v1/recommendations", REMOTE_ADDR=VISITOR)
    response = client.get("/api/v1/recommendations", REMOTE_ADDR=VISITOR)
    assert response.status_code == 429
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"].endswith("testserver/api/#too-many-requests")
    assert int(response["Retry-After"]) >= 1


@pytest.mark.usefixtures("three_a_minute")
def test_a_file_counts_as_ten_pages(client: Client) -> None:
    for visitor, address in ((VISITOR, "/matrix/table.csv"), (OTHER, "/oai/")):
        assert client.get(address, REMOTE_ADDR=visitor).status_code == 429


def test_costly_requests_are_made_for_every_public_address() -> None:
    make.recommendation("States should extradite.")
    make.recommendation("States should confiscate.")
    names = {request.name for request in find_requests()}
    missing = {pattern for pattern, role in ADDRESSES.items() if role is Role.READER and pattern not in names}
    assert missing == {"api/"}, "its endpoints are listed instead"


def test_views_that_send_files_exist() -> None:
    assert set(get_resolver().reverse_dict) >= middleware.FILE_VIEWS


@pytest.mark.usefixtures("three_a_minute")
def test_staff_and_this_machine_are_not_limited(admin_client: Client, client: Client) -> None:
    assert [admin_client.get("/new/", REMOTE_ADDR=VISITOR).status_code for _ in range(5)] == [200] * 5
    assert [client.get("/new/", REMOTE_ADDR=LOOPBACK).status_code for _ in range(5)] == [200] * 5


@pytest.mark.usefixtures("three_a_minute")
def test_health_checks_are_not_limited(client: Client) -> None:
    assert [client.get("/health/live", REMOTE_ADDR=VISITOR).status_code for _ in range(5)] == [200] * 5


@pytest.mark.parametrize("text", ["many", "600", "600/fortnight", "/minute"])
def test_limit_that_cannot_be_read_is_explained(settings, text: str) -> None:
    settings.RATE_LIMIT = text
    with pytest.raises(ImproperlyConfigured, match="Use a number and a unit"):
        middleware.RateLimitMiddleware(lambda _request: None)


def test_limit_can_be_switched_off(client: Client, settings) -> None:
    settings.RATE_LIMIT = ""
    assert {client.get("/new/", REMOTE_ADDR=VISITOR).status_code for _ in range(5)} == {200}


@pytest.mark.usefixtures("three_a_minute")
def test_page_for_too_many_requests_needs_no_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        client.get("/new/", REMOTE_ADDR=VISITOR)
    with django_assert_num_queries(0):
        assert client.get("/new/", REMOTE_ADDR=VISITOR).status_code == 429


def cancel_statement(*_arguments: object, **_options: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10ms'")
        cursor.execute("SELECT pg_sleep(5)")


def test_page_whose_statement_is_cancelled_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recommendations.views.news.events", cancel_statement)
    response = client.get("/new/")
    assert response.status_code == 503
    assert "The request was stopped because it took too long" in response.content.decode()


def test_api_request_whose_statement_is_cancelled_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recommendations.api.views.meetings_with_content", cancel_statement)
    response = client.get("/api/v1/meetings")
    assert response.status_code == 503
    assert response.json()["title"] == "Request took too long"


def test_other_database_errors_are_not_explained_as_slow() -> None:
    handler = middleware.StatementTimeoutMiddleware(lambda _request: None)
    assert handler.process_exception(HttpRequest(), OperationalError("the connection is lost")) is None


@pytest.mark.parametrize("response", [HttpResponse(b"page"), StreamingHttpResponse([b"pa", b"ge"])])
def test_head_has_no_body(response: HttpResponseBase) -> None:
    """The test client would remove a body itself, so this calls the middleware."""
    sent = middleware.HeadMiddleware(lambda _request: response)(RequestFactory().head("/"))
    assert b"".join(sent) == b""


def test_head_has_the_length_of_the_page() -> None:
    sent = middleware.HeadMiddleware(lambda _request: HttpResponse(b"page"))(RequestFactory().head("/"))
    assert sent["Content-Length"] == "4"


def test_get_keeps_its_body() -> None:
    sent = middleware.HeadMiddleware(lambda _request: HttpResponse(b"page"))(RequestFactory().get("/"))
    assert b"".join(sent) == b"page"
