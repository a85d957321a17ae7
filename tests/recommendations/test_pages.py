"""Every page of recommendations, meetings, articles and topics, as a reader asks for it."""

from __future__ import annotations

import pytest
from django.test import Client

from recommendations.models import Recommendation
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/recommendations/",
        "/documents/",
        "/meetings/",
        "/articles/",
        "/topics/",
        "/login/",
    ],
)
def test_an_empty_portal_shows_every_list(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.fixture
def row(db: None) -> Recommendation:
    return make.recommendation(
        "States parties are encouraged to use joint investigations.",
        articles=["untoc:19"],
        topics=[make.topic("joint-investigations", parent=make.topic("cooperation"))],
        addressees=[make.addressee()],
    )


def test_every_page_with_something_on_it(client: Client, row: Recommendation) -> None:
    document = row.version.document
    for address in (
        "/",
        "/recommendations/?q=joint+investigation",
        row.get_absolute_url(),
        "/documents/",
        document.get_absolute_url(),
        "/meetings/",
        "/meetings/wg-international-cooperation-12/",
        "/articles/",
        "/articles/untoc/",
        "/articles/untoc/19/",
        "/topics/",
        "/topics/joint-investigations/",
        "/topics/cooperation/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "States parties" in answer.content.decode() or address in (
            "/",
            "/documents/",
            "/meetings/",
            "/articles/",
            "/articles/untoc/",
            "/topics/",
        ), address
