"""A list in parts: each entry once, whatever comes and goes while a program reads; and cursors that are none."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from recommendations.models import Recommendation
from recommendations.services.indexing import index_documents
from tests import builders as make

pytestmark = pytest.mark.django_db


def parts(client: Client, address: str) -> Iterator[Any]:
    """The parts of a list, each asked for when the one before was read."""
    following: str | None = f"/api/v1/{address}"
    while following:
        response = client.get(following)
        assert response.status_code == 200, response.content
        part = response.json()
        yield part
        following = part["next"]


def texts(part: Any) -> list[str]:
    return [item["text"] for item in part["items"]]


def on_days(*days: int) -> list[Recommendation]:
    """A recommendation of a meeting for each of these days of March 2021."""
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
def test_every_entry_comes_once_in_the_order_of_the_whole(client: Client, address: str, limit: int) -> None:
    on_days(5, 9, 9, 2, 9)
    (whole,) = parts(client, f"{address}limit=100")
    read = list(parts(client, f"{address}limit={limit}"))
    assert [text for part in read for text in texts(part)] == texts(whole)
    assert len(texts(whole)) == 5
    assert {part["total"] for part in read} == {5}


def test_lists_by_parts(client: Client) -> None:
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
        (whole,) = parts(client, f"{name}?limit=100")
        read = [item["self"] for part in parts(client, f"{name}?limit=2") for item in part["items"]]
        assert read == [item["self"] for item in whole["items"]]
        assert len(set(read)) == len(read) == whole["total"] > 2


def test_what_comes_in_the_meantime_moves_nothing_by_date(client: Client) -> None:
    on_days(1, 3, 5)
    reading = parts(client, "recommendations?limit=1")
    read = texts(next(reading))
    on_days(9, 4)  # one before the place where the reader is, one behind it
    rest = list(reading)
    read += [text for part in rest for text in texts(part)]
    assert read == [f"States should act {day}." for day in (5, 4, 3, 1)]
    assert not any(part["shifted"] for part in rest)


def test_what_goes_in_the_meantime_moves_nothing_by_date(client: Client) -> None:
    _first, second, _third = on_days(1, 3, 5)
    reading = parts(client, "recommendations?limit=1&q=act&sort=date")
    read = texts(next(reading))
    second.version.published_at = None
    second.version.save()
    index_documents([second.version.document_id])
    read += [text for part in reading for text in texts(part)]
    assert read == ["States should act 5.", "States should act 1."]


def test_an_order_by_relevance_that_changed_is_told(client: Client) -> None:
    on_days(1, 3, 5)
    reading = parts(client, "recommendations?limit=1&q=act")
    assert next(reading)["shifted"] is False
    assert next(reading)["shifted"] is False
    on_days(9)
    assert next(reading)["shifted"] is True


def test_the_size_of_parts_may_change(client: Client) -> None:
    on_days(1, 3, 5, 7)
    first = client.get("/api/v1/recommendations?limit=1").json()
    rest = client.get(first["next"].replace("limit=1", "limit=50")).json()
    assert texts(first) + texts(rest) == [f"States should act {day}." for day in (7, 5, 3, 1)]
    assert rest["next"] is None


def cursor(client: Client) -> str:
    on_days(1, 3)
    following = client.get("/api/v1/recommendations?limit=1").json()["next"]
    return urlsplit(following).query.partition("cursor=")[2]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("recommendations?cursor=", "is no cursor"),
        ("recommendations?cursor=abc", "is no cursor"),
        ("recommendations?cursor={cursor}x", "is no cursor"),
        ("recommendations?cursor=%00", "is no cursor"),
        ("recommendations?q=other&cursor={cursor}", "belongs to another list"),
        ("paragraphs?cursor={cursor}", "belongs to another list"),
        ("documents?cursor={cursor}", "belongs to another list"),
    ],
)
def test_what_is_no_cursor_of_the_list(client: Client, address: str, says: str) -> None:
    response = client.get("/api/v1/" + address.format(cursor=cursor(client)))
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["parameter"] == "cursor"
    assert says in error["detail"]
