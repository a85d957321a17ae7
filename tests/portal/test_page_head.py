"""The head of a page: its title, description, address and icons, for search engines and link previews."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from portal.templatetags.page_head import MAX_DESCRIPTION_LENGTH, canonical_address
from tests import builders as make


def metadata(markup: str) -> dict[str, str]:
    pairs = re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)">', markup)
    return {name: unescape(content) for name, content in pairs}


@pytest.mark.django_db
def test_head_describes_the_page(client: Client) -> None:
    meeting = make.meeting(place="Vienna")
    make.recommendation(meeting=meeting)
    markup = client.get("/meetings/wg-international-cooperation-12/?utm_source=letter").content.decode()
    found = metadata(markup)
    title = "Twelfth meeting of the Working Group on International Cooperation"
    assert f"<title>{title} – UNTOC Portal</title>" in markup
    assert found["og:title"] == title
    assert found["og:site_name"] == "UNTOC Portal"
    assert found["description"] == found["og:description"] == f"{title}, Vienna, 25–26 March 2021: 1 recommendation."
    address = "http://testserver/en/meetings/wg-international-cooperation-12/"
    assert found["og:url"] == address
    assert f'<link rel="canonical" href="{address}">' in markup
    assert found["og:image"] == "http://testserver/static/preview.jpg"


@pytest.mark.django_db
def test_description_summarizes_the_page(client: Client) -> None:
    row = make.recommendation("States parties are encouraged to " + "cooperate " * 20, articles=["untoc:18"])
    document = row.version.document
    found = {
        address: metadata(client.get(address).content.decode())["description"]
        for address in (row.get_absolute_url(), document.get_absolute_url(), "/en/articles/untoc/18/")
    }
    assert found[row.get_absolute_url()].startswith("States parties are encouraged to cooperate")
    assert found[document.get_absolute_url()] == f"{document.symbol}: Report on the meeting (25 March 2021)"
    assert found["/en/articles/untoc/18/"] == "Organized Crime Convention, article 18 (Title of 18): 1 recommendation"


@pytest.mark.django_db
def test_pages_without_a_description_of_their_own_describe_the_portal(client: Client) -> None:
    descriptions = {metadata(client.get(address).content.decode())["description"] for address in ("/", "/articles/")}
    assert len(descriptions) == 1
    assert descriptions.pop().startswith("Recommendations of the Conference of the Parties")


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "/"),
        ("/?utm_source=a&utm_campaign=b&fbclid=c&gclid=d&mc_cid=e", "/"),
        ("/recommendations/?topic=b&q=&article=untoc:18&topic=a", "/recommendations/?article=untoc:18&topic=a&topic=b"),
        ("/documents/A/1/?language=fr", "/documents/A/1/?language=fr"),
    ],
)
def test_canonical_address_has_no_order_and_no_tracking(address: str, canonical: str) -> None:
    assert canonical_address(RequestFactory().get(address)) == f"http://testserver{canonical}"


def test_title_and_description_are_escaped_and_cut() -> None:
    template = Template(
        "{% load page_head %}{% page_title %}{{ text }}{% endpage_title %}"
        "{% page_description %}\n {{ text }}\n{% endpage_description %}"
    )
    markup = template.render(Context({"text": 'A "quoted" <b> & ' + "word " * 50}))
    assert "<b>" not in markup
    found = metadata(markup)
    assert found["og:title"].startswith('A "quoted" <b> & word word')
    assert len(found["description"]) <= MAX_DESCRIPTION_LENGTH
    assert found["description"].endswith("…")


@pytest.mark.django_db
def test_icons_are_served(client: Client) -> None:
    markup = client.get("/").content.decode()
    assert '<link rel="icon" href="/static/icon.svg" type="image/svg+xml">' in markup
    for address in ("/favicon.ico", "/static/icon.svg", "/static/icon.png", "/static/preview.jpg"):
        assert client.get(address).status_code == 200, address
