"""Error pages: the right status, and a sentence on what to do."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from portal import middleware, urls
from portal.middleware import RequestSizeMiddleware


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a bug")


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def raise_suspicious_operation(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def accept(request: HttpRequest) -> HttpResponse:
    return HttpResponse("accepted")


urlpatterns = [
    path("fail/", fail),
    path("forbid/", forbid),
    path("suspect/", raise_suspicious_operation),
    path("accept/", accept),
    *urls.urlpatterns,
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/suspect/", 400, "not valid"),
        ("/forbid/", 403, "This page is for staff"),
        ("/no/such/page/", 404, "There is no page at this address"),
        ("/fail/", 500, "Try again in a minute"),
    ],
)
@pytest.mark.django_db
def test_error_page_has_its_status_and_a_sentence(client: Client, address: str, status: int, sentence: str) -> None:
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert "not an official United Nations site" in response.content.decode()
    main = response.content.decode().partition("<main")[2]
    assert '<form class="search-line" role="search" action="/en/recommendations/" method="get">' in main


@pytest.mark.django_db
def test_method_that_a_page_does_not_accept_is_explained(client: Client) -> None:
    response = client.post("/matrix/?by=topic")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "Nothing was changed." in response.content.decode()
    assert 'href="/en/matrix/"' in response.content.decode()


@pytest.mark.urls(__name__)
def test_server_error_page_needs_no_database(client: Client) -> None:
    """No ``django_db`` here: a query would fail the test."""
    client.raise_request_exception = False
    assert "Try again in a minute" in client.get("/fail/").content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_expired_form_is_rejected() -> None:
    response = Client(enforce_csrf_checks=True).post("/accept/")
    assert response.status_code == 403
    assert "reload the page" in response.content.decode()


class Body(io.BytesIO):
    """A request body that counts the bytes read from it."""

    @property
    def bytes_read(self) -> int:
        return self.tell()


def send(declared: int | str, body: Body) -> HttpResponse:
    environment: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": declared}
    request = RequestFactory().post("/", **environment)
    return RequestSizeMiddleware(accept)(request)


@pytest.fixture
def ten_bytes(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.UPLOAD_REQUEST_BYTES = 10
    monkeypatch.setattr(middleware, "CHUNK_BYTES", 4)


@pytest.mark.usefixtures("ten_bytes")
@pytest.mark.parametrize(
    ("declared", "status", "case"),
    [
        (10, 200, "exactly the limit"),
        (11, 413, "one byte more"),
        ("", 200, "no length is declared, so nothing is read"),
        ("many", 200, "not a number, so Django reads nothing"),
    ],
)
def test_request_over_the_limit_is_rejected(declared: int | str, status: int, case: str) -> None:
    assert send(declared, Body(b"x" * 11)).status_code == status, case


@pytest.mark.usefixtures("ten_bytes")
def test_rejected_body_is_read_so_that_the_client_gets_the_page() -> None:
    body = Body(b"x" * 50)
    response = send(50, body)
    assert body.bytes_read == 50
    assert "Upload fewer files at a time" in response.content.decode()


@pytest.mark.usefixtures("ten_bytes")
def test_huge_body_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "MAX_DRAIN_BYTES", 20)
    body = Body(b"x" * 50)
    assert send(50, body).status_code == 413
    assert body.bytes_read == 0


@pytest.mark.usefixtures("ten_bytes")
def test_slow_client_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "MAX_DRAIN_SECONDS", 0)
    body = Body(b"x" * 50)
    assert send(50, body).status_code == 413
    assert body.bytes_read == middleware.CHUNK_BYTES


def test_limits_admit_a_file_of_the_maximum_size() -> None:
    assert settings.UPLOAD_FILE_BYTES < settings.UPLOAD_REQUEST_BYTES < middleware.MAX_DRAIN_BYTES
