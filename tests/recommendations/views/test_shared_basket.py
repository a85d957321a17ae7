"""A basket shared as a link: nothing is stored, and the link stays valid when its documents are reprocessed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import DocumentSymbol
from recommendations.exports import basket, sharing
from recommendations.exports.sharing import SharedPlace, read_shared, share_queries
from recommendations.models import Recommendation, RetiredRecommendation
from tests import builders as make
from tests.recommendations.exports.compiling import create_report, unpublish_version
from tests.recommendations.exports.test_pages import page_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[Recommendation]:
    """Three recommendations of two documents, of which the second has no symbol."""
    first, second = create_report("CTOC/COP/2022/L.4"), make.version(make.document())
    return [
        make.recommendation("Act.", of=first, anchor="annex-i-a"),
        make.recommendation("Report.", of=second, anchor="para-3"),
        make.recommendation("Share.", of=first, anchor="annex-i-b"),
    ]


def share_link(client: Client, keys: list[int]) -> str:
    for key in keys:
        client.post("/basket/", {"add": key})
    page = client.get("/basket/").content.decode()
    [link] = re.findall(r'<pre id="share-1" tabindex="0">([^<]*)</pre>', page)
    assert 'data-copy="share-1"' in page
    address = urlsplit(unescape(link))
    assert f"{address.scheme}://{address.netloc}" == "http://testserver"
    return f"{address.path}?{address.query}"


def card_addresses(response: Any) -> list[str]:
    return re.findall(r'class="card-title" href="([^"]*)"', response.content.decode())


def test_link_shows_the_same_list_to_others(client: Client, rows: list[Recommendation]) -> None:
    keys = [rows[index].pk for index in (2, 1, 0)]
    link = share_link(client, keys)
    assert link == (
        f"/basket/shared/?of=CTOC/COP/2022/L.4:annex-i-b&of=unnumbered/{rows[1].version.document_id}:para-3"
        "&of=CTOC/COP/2022/L.4:annex-i-a"
    )
    other = Client()
    response = other.get(link)
    assert card_addresses(response) == [rows[index].get_absolute_url() for index in (2, 1, 0)]
    assert "3 recommendations" in page_text(response)
    assert not other.cookies
    assert Session.objects.count() == 1  # the session of the reader who has the basket


def test_shared_list_can_be_compiled_and_compared_without_changing_the_basket(
    client: Client, rows: list[Recommendation]
) -> None:
    link = share_link(client, [rows[2].pk, rows[0].pk])
    other = Client()
    html = other.get(link).content.decode()
    assert f'href="/en/basket/compare/?first={rows[2].pk}&amp;second={rows[0].pk}">Compare these two</a>' in html
    form = html.partition('class="compile-form')[2].partition("</form>")[0]
    fields = [
        (name, unescape(value)) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    ]
    assert ("from", "shared") in fields
    compiled = b"".join(other.get("/compile/", {**_grouped(fields), "format": "csv"}))  # type: ignore[call-overload]
    assert compiled.index(b"Share.") < compiled.index(b"Act.")
    text = page_text(other.get("/compile/", _grouped(fields)))
    assert "Back to the shared list" in text
    assert not other.cookies


def _grouped(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    return {name: [value for other, value in fields if other == name] for name, _value in fields}


def test_all_are_added_to_the_basket_at_once(client: Client, rows: list[Recommendation]) -> None:
    link = share_link(client, [row.pk for row in rows])
    other = Client()
    other.post("/basket/", {"add": rows[2].pk})
    assert "Add all to my basket" in page_text(other.get(link))
    response = other.post(link, follow=True)
    assert "2 recommendations were added to your basket." in page_text(response)
    assert card_addresses(response) == [rows[index].get_absolute_url() for index in (2, 0, 1)]
    assert "All of them were already in your basket." in page_text(other.post(link, follow=True))


def test_recommendations_that_do_not_fit_into_the_basket_are_counted(
    client: Client, rows: list[Recommendation], monkeypatch: pytest.MonkeyPatch
) -> None:
    link = share_link(client, [row.pk for row in rows])
    monkeypatch.setattr(basket, "MAX_ITEMS", 2)
    monkeypatch.setattr("recommendations.views.basket.MAX_ITEMS", 2)
    text = page_text(Client().post(link, follow=True))
    assert "2 recommendations were added to your basket." in text
    assert "The basket is full (2 recommendations): 1 recommendation was not added." in text


def test_other_sites_cannot_fill_the_basket(rows: list[Recommendation]) -> None:
    link = f"/basket/shared/?{share_queries([rows[0].pk])[0]}"
    client = Client(enforce_csrf_checks=True)
    assert client.post(link, headers={"origin": "https://evil.example.org"}).status_code == 403
    assert not Session.objects.exists()


# --- links that stay valid --------------------------------------------------------------------------


def test_link_stays_valid_when_keys_change(rows: list[Recommendation]) -> None:
    [query] = share_queries([rows[0].pk])
    version = rows[0].version
    rows[0].paragraph.delete()
    again = make.recommendation("Act.", of=version, anchor="annex-i-a")
    assert again.pk != rows[0].pk
    assert card_addresses(Client().get(f"/basket/shared/?{query}")) == [again.get_absolute_url()]


def test_link_stays_valid_when_another_language_leads() -> None:
    arabic = create_report(language="ar")
    row = make.recommendation("Act.", of=arabic, anchor="para-1-أ")
    [query] = share_queries([row.pk])
    Recommendation.objects.filter(pk=row.pk).update(place="para-1-a")
    english = make.recommendation("Act.", of=make.version(arabic.document), anchor="para-1-a")
    assert card_addresses(Client().get(f"/basket/shared/?{query}")) == [english.get_absolute_url()]


def test_link_stays_valid_when_a_document_gets_its_symbol(rows: list[Recommendation]) -> None:
    [query] = share_queries([rows[1].pk])
    DocumentSymbol.objects.create(document=rows[1].version.document, symbol="CTOC/COP/2022/5")
    assert read_shared([query.removeprefix("of=")]).keys == (rows[1].pk,)
    assert share_queries([rows[1].pk]) == ["of=CTOC/COP/2022/5:para-3"]


def test_recommendations_that_are_not_found_are_named(rows: list[Recommendation]) -> None:
    unpublish_version(rows[1].version)
    number = rows[1].version.document_id
    response = Client().get(
        f"/basket/shared/?of=ctoc/cop/2022/l.4:annex-i-a,annex-ix-z&of=A/99/1:para-7&of=unnumbered/{number}:para-3"
        "&of=nonsense&of=&of=unnumbered/99999999999999999999:x&of=<b>:<i>%00"
    )
    assert response.status_code == 200
    assert card_addresses(response) == [rows[0].get_absolute_url()]
    text = page_text(response)
    assert "6 recommendations were not found" in text
    for label in ("ctoc/cop/2022/l.4, annex ix z", "A/99/1, para 7", f"unnumbered/{number}, para 3", "nonsense"):
        assert label in text
    assert "&lt;b&gt;, &lt;i&gt;" in response.content.decode()


def test_retired_recommendations_are_listed_separately(rows: list[Recommendation]) -> None:
    row, key = rows[0], rows[0].pk
    [query] = share_queries([key, rows[2].pk])
    RetiredRecommendation.objects.create(
        key=key,
        version=row.version,
        anchor=row.anchor,
        place=row.place,
        path=row.path,
        text=row.text,
        retired_at=timezone.now(),
    )
    address = row.get_absolute_url()
    row.delete()
    response = Client().get(f"/basket/shared/?{query}")
    text = page_text(response)
    assert "No longer separate recommendations" in text
    assert f'href="{address}"' in response.content.decode()
    assert "not found" not in text


@pytest.mark.parametrize("query", ["", "?of=", "?of=A/1:", "?page=9"])
def test_empty_link_is_explained(query: str) -> None:
    response = Client().get(f"/basket/shared/{query}")
    assert response.status_code == 200
    assert "This link leads to no recommendations." in page_text(response)
    assert "Nothing was added." in page_text(Client().post(f"/basket/shared/{query}", follow=True))


# --- length ------------------------------------------------------------------------------------------


def test_long_list_is_shared_in_several_links_that_hold_all(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MAX_LINK_LENGTH", 120)
    version, other = create_report("CTOC/COP/2022/L.4"), create_report("CTOC/COP/2022/5", "ar")
    with make.indexed_together():
        rows = [make.recommendation(of=version, anchor=f"para-{number}") for number in range(1, 30)]
        rows.insert(10, make.recommendation(of=other, anchor="ثانيا-أ"))
    queries = share_queries([row.pk for row in rows])
    assert len(queries) > 2
    assert max(map(len, queries)) <= 120
    lists = [read_shared(Client().get(f"/?{query}").wsgi_request.GET.getlist("of")) for query in queries]
    assert [key for each in lists for key in each.keys] == [row.pk for row in rows]
    assert not any(each.missing for each in lists)
    for row in rows:
        client.post("/basket/", {"add": row.pk})
    assert f"The list is too long for one link, so there are {len(queries)}." in page_text(client.get("/basket/"))


def test_long_list_has_pages_that_keep_the_list(monkeypatch: pytest.MonkeyPatch, rows: list[Recommendation]) -> None:
    monkeypatch.setattr("recommendations.views.basket.PAGE_SIZE", 2)
    [query] = share_queries([row.pk for row in rows])
    page = Client().get(f"/basket/shared/?{query}").content.decode()
    [second] = set(re.findall(r'<a[^>]*href="(/en/basket/shared/[^"]*page=2)"', page))
    assert card_addresses(Client().get(unescape(second))) == [rows[2].get_absolute_url()]


def test_number_of_queries_is_fixed(rows: list[Recommendation]) -> None:
    def count_queries(values: list[str]) -> int:
        with CaptureQueriesContext(connection) as captured:
            read_shared(values)
        return len(captured)

    few = count_queries(["CTOC/COP/2022/L.4:annex-i-a", "unnumbered/1:x"])
    assert count_queries([f"A/{n}:para-1" for n in range(50)] + [f"unnumbered/{n}:x,y" for n in range(50)]) <= few


def test_damaged_part_of_a_link_is_reported_in_full() -> None:
    assert read_shared(["annex-i-a"]).missing == (SharedPlace("annex-i-a", ""),)
