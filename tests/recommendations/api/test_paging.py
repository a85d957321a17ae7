"""Paging: each entry appears once, whatever is added or removed in the meantime. Invalid cursors are rejected."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client

from recommendations.api.cursors import PATTERN
from recommendations.models import Recommendation
from recommendations.services.indexing import index_documents
from tests import builders as make

pytestmark = pytest.mark.django_db


def pages(client: Client, address: str) -> Iterator[Any]:
    """Yield the pages of a list, requesting each after the previous one has been used."""
    next_address: str | None = f"/api/v1/{address}"
    while next_address:
        response = client.get(next_address)
        assert response.status_code == 200, response.content
        page = response.json()
        yield page
        next_address = page["next"]


def texts(page: Any) -> list[str]:
    return [item["text"] for item in page["items"]]


def create_on_days(*days: int) -> list[Recommendation]:
    """Create a recommendation of a meeting on each of these days of March 2021."""
    with make.indexed_together():
        return [
            make.recommendation(
                f"States should act {day}.",
                meeting=make.meeting(ordinal=None, start=datetime.date(2021, 3, day)),
            )
            for day in days
        ]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize("address", ["recommendations?", "recommendations?q=act&", "paragraphs?q=act&", "paragraphs?"])
def test_every_entry_appears_once_in_order(client: Client, address: str, limit: int) -> None:
    create_on_days(5, 9, 9, 2, 9)
    (full,) = pages(client, f"{address}limit=100")
    read = list(pages(client, f"{address}limit={limit}"))
    assert [text for page in read for text in texts(page)] == texts(full)
    assert len(texts(full)) == 5
    assert {page["total"] for page in read} == {5}


def test_lists_are_paged(client: Client) -> None:
    for day in (5, 9, 9, 2):
        make.version(make.document(date=datetime.date(2021, 3, day)))
    make.version(make.document(date=None))
    make.version(make.document(date=None))
    for number in (18, 19, 5):
        make.article(f"untoc:{number}")
    for key in ("a", "b", "c"):
        make.topic(key)
        make.version(make.document(meeting=make.meeting(make.body(key))))
    for name in ("documents", "articles", "topics", "meetings"):
        (full,) = pages(client, f"{name}?limit=100")
        read = [item["self"] for page in pages(client, f"{name}?limit=2") for item in page["items"]]
        assert read == [item["self"] for item in full["items"]]
        assert len(set(read)) == len(read) == full["total"] > 2


def test_additions_do_not_shift_pages_by_date(client: Client) -> None:
    create_on_days(1, 3, 5)
    reading = pages(client, "recommendations?limit=1")
    read = texts(next(reading))
    create_on_days(9, 4)  # one before the reader's position, one after it
    remaining = list(reading)
    read += [text for page in remaining for text in texts(page)]
    assert read == [f"States should act {day}." for day in (5, 4, 3, 1)]
    assert not any(page["order_changed"] for page in remaining)


def test_removals_do_not_shift_pages_by_date(client: Client) -> None:
    _first, second, _third = create_on_days(1, 3, 5)
    reading = pages(client, "recommendations?limit=1&q=act&sort=date")
    read = texts(next(reading))
    second.version.published_at = None
    second.version.save()
    index_documents([second.version.document_id])
    read += [text for page in reading for text in texts(page)]
    assert read == ["States should act 5.", "States should act 1."]


def test_changed_order_by_relevance_is_reported(client: Client) -> None:
    create_on_days(1, 3, 5)
    reading = pages(client, "recommendations?limit=1&q=act")
    assert next(reading)["order_changed"] is False
    assert next(reading)["order_changed"] is False
    create_on_days(9)
    assert next(reading)["order_changed"] is True


def test_page_size_may_change(client: Client) -> None:
    create_on_days(1, 3, 5, 7)
    first = client.get("/api/v1/recommendations?limit=1").json()
    remaining = client.get(first["next"].replace("limit=1", "limit=50")).json()
    assert texts(first) + texts(remaining) == [f"States should act {day}." for day in (7, 5, 3, 1)]
    assert remaining["next"] is None


def create_cursor(client: Client) -> str:
    create_on_days(1, 3)
    next_address = client.get("/api/v1/recommendations?limit=1").json()["next"]
    return urlsplit(next_address).query.partition("cursor=")[2]


def test_cursor_matches_its_description(client: Client) -> None:
    assert re.fullmatch(PATTERN, unquote(create_cursor(client)))
    assert not re.fullmatch(PATTERN, "")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("recommendations?cursor=", "This cursor is not valid"),
        ("recommendations?cursor=abc", "This cursor is not valid"),
        ("recommendations?cursor={cursor}x", "This cursor is not valid"),
        ("recommendations?cursor=%00", "This cursor is not valid"),
        ("recommendations?q=other&cursor={cursor}", "belongs to another list"),
        ("paragraphs?cursor={cursor}", "belongs to another list"),
        ("documents?cursor={cursor}", "belongs to another list"),
    ],
)
def test_invalid_cursor_is_rejected(client: Client, address: str, message: str) -> None:
    response = client.get("/api/v1/" + address.format(cursor=create_cursor(client)))
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["parameter"] == "cursor"
    assert message in error["detail"]
