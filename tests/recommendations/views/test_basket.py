"""The basket: filled across searches, kept only in the session, compiled in its order."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommendations.exports import basket
from recommendations.models import Recommendation
from tests import builders as make
from tests.recommendations.exports.compiling import unpublish_version
from tests.recommendations.exports.test_pages import page_text, read_stream

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


def post_basket(client: Client, headers: dict[str, str] | None = None, **fields: object) -> Any:
    return client.post("/basket/", fields, headers=headers)


def card_addresses(client: Client) -> list[str]:
    return re.findall(r'class="card-title" href="([^"]*)"', client.get("/basket/").content.decode())


@pytest.fixture
def rows() -> list[Recommendation]:
    return [make.recommendation(f"Act {number}.") for number in range(3)]


def test_adding_from_a_list_returns_to_the_same_place(client: Client, rows: list[Recommendation]) -> None:
    address = "/en/recommendations/?q=act&meaning=off"
    page = client.get(address).content.decode()
    assert f'<input type="hidden" name="next" value="{address.replace("&", "&amp;")}">' in page
    response = post_basket(client, add=rows[1].pk, next=address)
    assert response.url == f"{address}#basket-{rows[1].pk}"
    page = client.get(address).content.decode()
    assert page.count("Remove from basket") == 1
    assert "Basket 1" in page_text(client.get(address))
    assert "Remove from basket" in client.get(rows[1].get_absolute_url()).content.decode()


def test_place_after_a_colon_has_a_small_letter(client: Client) -> None:
    row = make.recommendation("Act.", path="Annex I (a)")
    post_basket(client, add=row.pk)
    page = client.get("/basket/").content.decode()
    assert 'Remove<span class="visually-hidden">: annex I (a)</span>' in page
    assert ">Annex I (a)</strong>" in page


def test_button_and_count_change_in_place(client: Client, rows: list[Recommendation]) -> None:
    response = post_basket(client, HTMX, add=rows[0].pk, next="/en/topics/")
    text = response.content.decode()
    assert f'id="basket-{rows[0].pk}" type="submit" name="remove"' in text
    assert 'value="/en/topics/"' in text
    assert '<span id="basket-count"' in text
    assert "Basket 1" in page_text(response)
    assert page_text(post_basket(client, HTMX, remove=rows[0].pk)).endswith("Basket")


def test_basket_keeps_its_order_and_can_be_rearranged(client: Client, rows: list[Recommendation]) -> None:
    for index in (2, 0, 1, 0):
        post_basket(client, add=rows[index].pk)
    addresses = [row.get_absolute_url() for row in rows]
    assert card_addresses(client) == [addresses[2], addresses[0], addresses[1]]
    post_basket(client, up=rows[0].pk)
    post_basket(client, down=rows[2].pk)
    assert card_addresses(client) == [addresses[0], addresses[1], addresses[2]]
    post_basket(client, remove=rows[1].pk)
    assert card_addresses(client) == [addresses[0], addresses[2]]
    post_basket(client, clear="all")
    assert "The basket is empty." in page_text(client.get("/basket/"))


def test_basket_is_compiled_in_its_order(client: Client, rows: list[Recommendation]) -> None:
    for index in (2, 0):
        post_basket(client, add=rows[index].pk)
    document = json.loads(read_stream(client.get("/compile/?from=basket&by=none&format=json")))
    assert [item["id"] for item in document["items"]] == [rows[2].pk, rows[0].pk]
    assert document["about"]["query"] == [{"label": "Selection", "value": "basket"}]
    assert "there is nothing to compile" in page_text(Client().get("/compile/?from=basket&format=word"))


def test_unpublished_recommendations_are_removed_with_a_notice(client: Client, rows: list[Recommendation]) -> None:
    for row in rows:
        post_basket(client, add=row.pk)
    unpublish_version(rows[1].version)
    assert "1 recommendation is no longer public and was removed." in page_text(client.get("/basket/"))
    assert card_addresses(client) == [rows[0].get_absolute_url(), rows[2].get_absolute_url()]
    assert "no longer public" not in page_text(client.get("/basket/"))


def test_unpublished_recommendations_cannot_be_added(client: Client) -> None:
    draft = make.recommendation(of=make.version(published=False))
    for key in (draft.pk, 10**12):
        assert post_basket(client, add=key).status_code == 404
    for fields in ({}, {"add": "x"}, {"add": ""}, {"add": "9" * 30}, {"other": 1}):
        assert post_basket(client, **fields).status_code == 302
    assert "The basket is empty." in page_text(client.get("/basket/"))


def test_full_basket_accepts_no_more(
    client: Client, rows: list[Recommendation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(basket, "MAX_ITEMS", 2)
    monkeypatch.setattr("recommendations.views.basket.MAX_ITEMS", 2)
    for row in rows[:2]:
        post_basket(client, add=row.pk)
    assert "The basket is full (2 recommendations)." in page_text(post_basket(client, HTMX, add=rows[2].pk))
    post_basket(client, add=rows[2].pk, next="/topics/")
    assert "The basket is full (2 recommendations)." in page_text(client.get("/topics/"))
    assert len(card_addresses(client)) == 2


def test_empty_basket_creates_no_session(client: Client, rows: list[Recommendation]) -> None:
    for address in ("/", "/recommendations/", rows[0].get_absolute_url(), "/basket/", "/compile/?from=basket"):
        client.get(address)
    assert not client.cookies
    assert not Session.objects.exists()


def test_filled_basket_costs_the_search_one_query(client: Client, rows: list[Recommendation]) -> None:
    def count_queries() -> int:
        client.get("/recommendations/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/recommendations/")
        return len(captured)

    query_count = count_queries()
    post_basket(client, add=rows[0].pk)
    assert count_queries() == query_count + 1  # loads the session


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "https://evil.example.org"}, {"referer": "https://evil.example.org/"}]
)
def test_other_sites_cannot_change_the_basket(rows: list[Recommendation], headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert post_basket(client, headers, add=rows[0].pk).status_code == 403
    assert not Session.objects.exists()
    for headers in ({"referer": "http://testserver/recommendations/"}, {"origin": "http://testserver"}):
        assert post_basket(client, headers, add=rows[0].pk).status_code == 302


@pytest.mark.parametrize("back", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)", ""])
def test_redirects_stay_on_the_site(client: Client, rows: list[Recommendation], back: str) -> None:
    assert post_basket(client, add=rows[0].pk, next=back).url == f"/en/basket/#basket-{rows[0].pk}"


def test_two_recommendations_can_be_compared(client: Client, rows: list[Recommendation]) -> None:
    for row in rows[:2]:
        post_basket(client, add=row.pk)
    text = client.get("/basket/").content.decode()
    address = f"/en/basket/compare/?first={rows[0].pk}&amp;second={rows[1].pk}"
    assert f'href="{address}">Compare these two</a>' in text
    response = client.get(address.replace("&amp;", "&"))
    assert response.url == rows[0].comparison_with(rows[1])


def test_two_of_more_recommendations_can_be_chosen_to_compare(client: Client, rows: list[Recommendation]) -> None:
    for row in rows:
        post_basket(client, add=row.pk)
    text = client.get("/basket/").content.decode()
    assert "Compare these two" not in text
    assert text.count(f'<option value="{rows[2].pk}">3 · ') == 2
    for second in (rows[0].pk, "", "x", 999_999):
        response = client.get("/basket/compare/", {"first": rows[0].pk, "second": second})
        assert response.status_code == 404
        assert "Choose two different recommendations from the basket to compare." in page_text(response)


def test_one_recommendation_is_not_compared(client: Client, rows: list[Recommendation]) -> None:
    post_basket(client, add=rows[0].pk)
    assert "/en/basket/compare/" not in client.get("/basket/").content.decode()


def test_emptying_the_basket_can_be_undone(client: Client, rows: list[Recommendation]) -> None:
    for row in rows[:2]:
        post_basket(client, add=row.pk)
    post_basket(client, clear="all")
    text = page_text(client.get("/basket/"))
    assert "2 recommendations removed. Undo" in text
    assert "The basket is empty." in text
    post_basket(client, restore="all")
    assert basket.Basket(client.session).keys == (rows[0].pk, rows[1].pk)
    assert "removed" not in page_text(client.get("/basket/"))
    post_basket(client, clear="all")
    post_basket(client, add=rows[2].pk)
    assert "Undo" not in page_text(client.get("/basket/"))
    post_basket(client, restore="all")
    assert basket.Basket(client.session).keys == (rows[2].pk,)


def test_first_cannot_be_moved_up_nor_the_last_down(client: Client, rows: list[Recommendation]) -> None:
    for row in rows[:2]:
        post_basket(client, add=row.pk)
    text = client.get("/basket/").content.decode()
    disabled = re.findall(r'name="(up|down)" value="(\d+)" disabled', text)
    assert disabled == [("up", str(rows[0].pk)), ("down", str(rows[1].pk))]
