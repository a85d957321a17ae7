"""The Model Context Protocol at /mcp/."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from jsonschema import Draft202012Validator

from portal.replicas import COOKIE as REPLICA_COOKIE
from portal.replicas import ReplicaMiddleware
from recommendations.api import mcp
from recommendations.api.endpoints import ENDPOINTS
from tests import builders as make

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
MODERN = {"_meta": {"io.modelcontextprotocol/protocolVersion": mcp.CURRENT_VERSION}}


def send(client: Client, method: str, params: dict[str, Any] | None = None, **message: Any) -> Any:
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}, **message}
    return client.post("/mcp/", json.dumps(body), content_type="application/json")


def result(client: Client, method: str, params: dict[str, Any] | None = None) -> Any:
    response = send(client, method, params)
    assert response.status_code == HTTPStatus.OK
    message = response.json()
    assert (message["jsonrpc"], message["id"]) == ("2.0", 1)
    return message["result"]


def call(client: Client, name: str, **arguments: Any) -> Any:
    return result(client, "tools/call", {"name": name, "arguments": arguments})


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("2025-03-26", "2025-03-26"), ("2025-11-25", "2025-11-25"), ("1999-01-01", "2025-11-25"), (None, "2025-11-25")],
)
def test_initialize_agrees_on_a_version(client: Client, asked: str | None, answered: str) -> None:
    answer = result(client, "initialize", {"protocolVersion": asked})
    assert answer["protocolVersion"] == answered
    assert answer["serverInfo"]["name"] == "untoc-portal"
    assert "“adopted”" in answer["instructions"]


def test_discover_names_the_versions(client: Client) -> None:
    answer = result(client, "server/discover", MODERN)
    assert answer["supportedVersions"][0] == mcp.CURRENT_VERSION
    assert answer["resultType"] == "complete"


def test_an_unknown_version_is_rejected(client: Client) -> None:
    meta = {"_meta": {"io.modelcontextprotocol/protocolVersion": "2031-01-01"}}
    response = send(client, "tools/list", meta)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    error = response.json()["error"]
    assert (error["code"], error["data"]["requested"]) == (mcp.UNSUPPORTED_VERSION, "2031-01-01")


def test_a_notification_is_accepted_without_an_answer(client: Client) -> None:
    body = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    response = client.post("/mcp/", json.dumps(body), content_type="application/json")
    assert (response.status_code, response.content) == (HTTPStatus.ACCEPTED, b"")


def test_every_endpoint_is_a_tool_with_a_valid_schema(client: Client) -> None:
    listed = result(client, "tools/list")["tools"]
    assert len({tool["name"] for tool in listed}) == len(listed) == len(ENDPOINTS)
    for tool in listed:
        Draft202012Validator.check_schema(tool["inputSchema"])
        assert tool["description"]
        assert tool["annotations"]["readOnlyHint"] is True


def test_a_tool_returns_what_the_api_returns(client: Client) -> None:
    document = make.version(make.document(SYMBOL)).document
    answer = call(client, "get_document", address=SYMBOL)
    assert answer["isError"] is False
    assert answer["structuredContent"] == client.get(f"/api/v1/documents/{SYMBOL}").json()
    assert json.loads(answer["content"][0]["text"]) == answer["structuredContent"]
    assert answer["structuredContent"]["address"] == document.address


def test_a_draft_is_found_by_its_citation_and_called_a_draft(client: Client) -> None:
    version = make.version(make.document(SYMBOL))
    make.recommendation("States should cooperate.", of=version, anchor="annex-i-a", status="draft")
    answer = call(client, "get_citation", citation=f"{SYMBOL}, annex I, para. (a)")["structuredContent"]
    [place] = answer["places"]
    assert place["recommendation"]["status"] == "draft"
    assert place["recommendation"]["status_text"].startswith("Draft – not adopted")
    assert place["url"] == f"http://testserver/recommendations/{SYMBOL}/annex-i-a/"


def test_a_former_symbol_leads_to_the_recommendation(client: Client) -> None:
    version = make.version(make.document(SYMBOL, "A/1"))
    make.recommendation("States should cooperate.", of=version, anchor="annex-i-a")
    answer = call(client, "get_recommendation", address="A/1", place="annex-i-a")["structuredContent"]
    assert answer == client.get(f"/api/v1/recommendations/{SYMBOL}/annex-i-a").json()


def test_lists_are_paged_like_the_api(client: Client) -> None:
    for symbol in (SYMBOL, "CTOC/COP/2022/9"):
        make.version(make.document(symbol))
    page = call(client, "list_documents", limit=1)["structuredContent"]
    assert page == client.get("/api/v1/documents?limit=1").json()
    assert page["next"].startswith("http://testserver/api/v1/documents?")


def test_an_unpublished_document_is_not_found(client: Client) -> None:
    make.version(make.document(SYMBOL), published=False)
    answer = call(client, "get_document", address=SYMBOL)
    assert answer["isError"] is True
    assert "structuredContent" not in answer


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("search_recommendations", {"colour": "red"}),
        ("search_recommendations", {"status": ["final"]}),
        ("search_recommendations", {"q": {"a": 1}}),
        ("search_recommendations", {"q": None}),
        ("search_recommendations", {"limit": 0}),
        ("get_recommendation", {}),
        ("get_recommendation", {"address": SYMBOL}),
        ("get_recommendation", {"address": SYMBOL, "place": 1}),
        ("get_recommendation", {"address": SYMBOL, "place": "annex-i-a", "language": "xx"}),
        ("get_lineage", {"address": SYMBOL, "place": "annex-i-z"}),
        ("get_citation", {"citation": "annex I (a)"}),
        ("get_document", {"address": "a\0b"}),
        ("get_document", {"address": ""}),
        ("get_meeting", {"slug": "no such meeting/"}),
        ("get_topic", {"key": 1}),
    ],
)
def test_a_wrong_argument_is_explained(client: Client, name: str, arguments: dict[str, Any]) -> None:
    answer = call(client, name, **arguments)
    assert answer["isError"] is True
    assert answer["content"][0]["text"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", HTTPStatus.BAD_REQUEST, mcp.PARSE_ERROR),
        ("[" * 50_000, HTTPStatus.BAD_REQUEST, mcp.PARSE_ERROR),
        ("[]", HTTPStatus.BAD_REQUEST, mcp.INVALID_REQUEST),
        ('{"jsonrpc": "2.0", "id": 1}', HTTPStatus.BAD_REQUEST, mcp.INVALID_REQUEST),
        ('{"jsonrpc": "2.0", "id": [1], "method": "ping"}', HTTPStatus.BAD_REQUEST, mcp.INVALID_REQUEST),
        ('{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": [1]}', HTTPStatus.OK, mcp.INVALID_PARAMS),
        ('{"jsonrpc": "2.0", "id": 1, "method": "prompts/list"}', HTTPStatus.OK, mcp.METHOD_NOT_FOUND),
        (
            '{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "delete"}}',
            HTTPStatus.OK,
            mcp.INVALID_PARAMS,
        ),
        (" " * 100_001, HTTPStatus.BAD_REQUEST, mcp.INVALID_REQUEST),
    ],
)
def test_a_wrong_message_is_answered_with_an_error(client: Client, body: str, status: int, code: int) -> None:
    response = client.post("/mcp/", body, content_type="application/json")
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_only_post_is_possible(client: Client) -> None:
    for method in ("get", "delete", "put"):
        response = getattr(client, method)("/mcp/")
        assert (response.status_code, response["Allow"]) == (HTTPStatus.METHOD_NOT_ALLOWED, "POST, OPTIONS")
    assert client.options("/mcp/")["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("address", "reads"), [("/mcp/", True), ("/basket/", False), ("/api/v1/checks", False)])
def test_tools_may_read_from_a_replica(settings: Any, rf: RequestFactory, address: str, reads: bool) -> None:
    settings.REPLICAS = ("replica_1",)
    asked: list[str] = []
    middleware = ReplicaMiddleware(lambda _request: HttpResponse())
    middleware._find_replica = asked.append  # type: ignore[method-assign, assignment]  # none is found
    request = rf.post(address)
    request.user = AnonymousUser()
    response = middleware(request)
    assert bool(asked) is reads
    assert (REPLICA_COOKIE in response.cookies) is not reads


def test_errors_are_json(client: Client) -> None:
    assert client.get("/mcp/nothing")["Content-Type"] == "application/problem+json"
    response = client.get("/mcp/")
    assert (response.status_code, response["Allow"], response.content) == (405, "POST, OPTIONS", b"")
    assert response["Access-Control-Allow-Origin"] == "*"
