"""Errors below /api/, which follow RFC 9457, and the HTTP headers of responses."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from jsonschema import Draft202012Validator

from portal import urls
from recommendations.api.openapi import document as openapi_document
from tests import builders as make

pytestmark = pytest.mark.django_db


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("an internal cause")


urlpatterns = [path("api/v1/fail", fail), *urls.urlpatterns]
handler400 = "portal.errors.bad_request"
handler500 = "portal.errors.server_error"


def read_problem(response: Any, status: int) -> Any:
    """Return the problem in a response, checked against its description."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    details = response.json()
    schema = {"$ref": "#/components/schemas/ProblemDetails", "components": openapi_document()["components"]}
    assert [error.message for error in Draft202012Validator(schema).iter_errors(details)] == []
    assert details["status"] == status
    return details


@pytest.mark.parametrize(
    ("address", "parameters"),
    [
        ("recommendations?colour=red", ["colour"]),
        ("recommendations?status=final&article=untoc:99&limit=0", ["article", "status", "limit"]),
        ("recommendations?page=2", ["page"]),
        ("recommendations?in=paragraphs", ["in"]),
        ("paragraphs?in=paragraphs", ["in"]),
        ("recommendations?limit=101", ["limit"]),
        ("recommendations?limit=-1", ["limit"]),
        ("recommendations?limit=%D9%A3", ["limit"]),
        ("recommendations?limit=99999999999999999999", ["limit"]),
        ("recommendations?q=" + "a" * 2001, ["q"]),
        ("recommendations?sort=size", ["sort"]),
        ("recommendations/1?q=a", ["q"]),
        ("documents?year=1900", ["year"]),
        ("documents?topic=extradition", ["topic"]),
        ("meetings?body=moon", ["body"]),
        ("articles?instrument=moon", ["instrument"]),
        ("articles?instrument=%00", ["instrument"]),
        ("topics?parent=moon", ["parent"]),
        ("topics?" + "&".join(["parent="] * 51), ["parent"]),
        ("recommendations?" + "&".join(["strength=urged"] * 51), ["strength"]),
        ("openapi.json?pretty=1", ["pretty"]),
    ],
)
def test_every_invalid_parameter_is_named(client: Client, address: str, parameters: list[str]) -> None:
    details = read_problem(client.get(f"/api/v1/{address}"), 400)
    assert [error["parameter"] for error in details["errors"]] == parameters
    assert all(error["detail"] in details["detail"] for error in details["errors"])
    assert details["type"] == "http://testserver/api/#wrong-parameters"
    assert details["instance"] == f"/api/v1/{address}"


@pytest.mark.parametrize(
    "address",
    [
        "v1/recommendations/1",
        "v1/recommendations/99999999999999999999",
        "v1/recommendations/one",
        "v1/documents/A/1",
        "v1/documents/unnumbered/99999999999999999999",
        "v1/documents/%00",
        "v1/meetings/never-1",
        "v1/articles/untoc:42",
        "v1/articles/untoc",
        "v1/articles/untoc:%00",
        "v1/topics/cooking",
        "v1/recommendations/",
        "v1",
        "v1/",
        "v2/recommendations",
    ],
)
def test_missing_resource_is_not_found(client: Client, address: str) -> None:
    make.article("untoc:18")
    assert read_problem(client.get(f"/api/{address}"), 404)["title"] == "Not found"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["v1/recommendations", "v1/documents/A/1", "v1/openapi.json", "v1/nothing"])
def test_api_is_read_only(method: str, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.generic(method, f"/api/{address}", b"{}", content_type="application/json")
    read_problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_unknown_host_is_rejected(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    details = read_problem(client.get("/api/v1/topics", headers={"host": "other.example.org"}), 400)
    assert details["type"] == "/api/#wrong-request"


def test_oversized_request_is_rejected(client: Client, settings: Any) -> None:
    settings.UPLOAD_REQUEST_BYTES = 10
    read_problem(client.post("/api/v1/topics", b"x" * 11, content_type="text/plain"), 413)


@pytest.mark.urls(__name__)
def test_server_error_hides_its_cause(client: Client) -> None:
    client.raise_request_exception = False
    assert "internal cause" not in str(read_problem(client.get("/api/v1/fail"), 500))


def test_documentation_page_and_its_errors_are_html(client: Client) -> None:
    assert client.get("/api/")["Content-Type"].startswith("text/html")
    assert client.post("/api/").status_code == 405
    assert client.get("/api").headers["Location"] == "/en/api/"


# --- headers -----------------------------------------------------------------------------------------


def test_unchanged_response_is_not_sent_again(client: Client) -> None:
    make.recommendation()
    first = client.get("/api/v1/recommendations?limit=1")
    again = client.get("/api/v1/recommendations?limit=1", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    weak = client.get("/api/v1/recommendations?limit=1", headers={"if-none-match": f"W/{first['ETag']}"})
    assert weak.status_code == 304
    make.recommendation()
    changed = client.get("/api/v1/recommendations?limit=1", headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_changed_title_changes_the_response(client: Client) -> None:
    row = make.recommendation()
    first = client.get("/api/v1/recommendations")
    row.version.document.title = "Another title"
    row.version.document.save()
    again = client.get("/api/v1/recommendations", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again.json()["items"][0]["document"]["title"] == "Another title"


def test_cached_responses_must_be_revalidated(client: Client) -> None:
    response = client.get("/api/v1/topics")
    assert response["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in response["Vary"]
    assert client.get("/api/v1/topics?colour=red")["Cache-Control"] == "no-store"


def test_other_origins_are_allowed(client: Client) -> None:
    assert client.get("/api/v1/topics")["Access-Control-Allow-Origin"] == "*"
    preflight = client.options("/api/v1/topics")
    assert preflight.status_code == 204
    assert "GET" in preflight["Access-Control-Allow-Methods"]
    assert "If-None-Match" in preflight["Access-Control-Allow-Headers"]


def test_head_has_the_same_headers_as_get(client: Client) -> None:
    full, head = client.get("/api/v1/topics"), client.head("/api/v1/topics")
    assert head.content == b""
    assert (head.status_code, head["ETag"], head["Content-Type"]) == (200, full["ETag"], "application/json")


def test_accepted_language_changes_names_only(client: Client) -> None:
    row = make.recommendation()
    address = f"/api/v1/recommendations/{row.version.document.address}/{row.place}"
    response = client.get(address)
    french = client.get(address, headers={"accept-language": "fr"})
    assert {"Accept-Language"} <= set(french["Vary"].split(", "))
    for field in ("id", "text", "status", "url", "self", "language"):
        assert french.json().get(field) == response.json().get(field), field
    assert french.json()["text"] == row.text


def test_crawlers_are_excluded(client: Client) -> None:
    assert "Disallow: /api/v1/\n" in client.get("/robots.txt").content.decode()
