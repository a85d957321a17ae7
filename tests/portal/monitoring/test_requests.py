"""Request ids and the access log."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from portal.monitoring.request_ids import add_request_id

pytestmark = pytest.mark.django_db


def test_response_has_a_new_request_id(client: Client) -> None:
    first, second = client.get("/api/"), client.get("/api/")
    assert len(first["X-Request-ID"]) == 32
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_id_of_the_proxy_is_used_behind_a_proxy_only(client: Client, settings) -> None:
    given = {"X-Request-ID": "proxy-id-0001"}
    assert client.get("/api/", headers=given)["X-Request-ID"] != "proxy-id-0001"
    settings.HTTPS_ONLY = True
    assert client.get("/api/", headers=given)["X-Request-ID"] == "proxy-id-0001"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space", "line\nbreak", ""])
def test_malformed_id_is_replaced(client: Client, settings, given: str) -> None:
    settings.HTTPS_ONLY = True
    assert client.get("/api/", headers={"X-Request-ID": given})["X-Request-ID"] != given


@pytest.fixture
def json_log() -> Iterator[io.StringIO]:
    """Collect what the console would show with ``LOG_FORMAT=json`` and ``ACCESS_LOG=1``."""
    formatters = settings.LOGGING["formatters"]
    formatter = logging.config.DictConfigurator({}).configure_formatter(dict(formatters["json"]))
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(add_request_id)
    logger = logging.getLogger("portal.access")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_access_log_has_one_json_line_without_the_query(client: Client, json_log: io.StringIO) -> None:
    response = client.get("/recommendations/", {"q": "extradition of Mr X"})
    [line] = json_log.getvalue().splitlines()
    entry = json.loads(line)
    assert entry["logger"] == "portal.access"
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/en/recommendations/", 200)
    assert entry["address"] == "127.0.0.1"
    assert entry["milliseconds"] > 0
    assert entry["request_id"] == response["X-Request-ID"]
    assert "extradition" not in line


@pytest.mark.parametrize("address", ["/en/password/new/MjE/a-token/", f"/en/compilations/{uuid.UUID(int=7)}/"])
def test_access_log_has_no_address_that_gives_access(client: Client, json_log: io.StringIO, address: str) -> None:
    client.get(address)
    [entry] = map(json.loads, json_log.getvalue().splitlines())
    assert entry["path"] == f"/{resolve(address).route}"
    assert address not in json_log.getvalue()
