"""Whatever the words of a search name, its page has results or a useful next step."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from documents.labels.naming import full_meeting_name
from documents.models import Body, DocumentSymbol, Meeting, Paragraph
from recommendations.models import Article, Citation, Recommendation
from recommendations.search.resources import concepts, topics
from recommendations.search.suggestions import suggest
from tests.published import publish_sessions

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module", autouse=True)
def _sessions(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with publish_sessions(django_db_blocker):
        yield


def provisions() -> Iterator[str]:
    for article in Article.objects.select_related("instrument"):
        yield f"{article.instrument.short_title}, article {article.number}"
    cited = Citation.objects.filter(article__isnull=False).exclude(article_paragraph="")
    for name, number, paragraph in cited.values_list(
        "article__instrument__short_title", "article__number", "article_paragraph"
    ):
        yield f"article {number}, paragraph {paragraph}, {name}"


def symbols() -> Iterator[str]:
    cited = Citation.objects.filter(kind=Citation.Kind.DOCUMENT).exclude(value="").values_list("value", flat=True)
    for symbol in (*DocumentSymbol.objects.values_list("symbol", flat=True), *cited, "A/CONF.222/7", "CTOC/COP/2099/1"):
        yield from (symbol, f"{symbol}/Rev.9", symbol.rpartition("/")[2], symbol.replace("/", " "))


def resolutions() -> Iterator[str]:
    cited = Citation.objects.filter(kind=Citation.Kind.RESOLUTION).exclude(value="")
    for words, value in cited.values_list("text", "value"):
        yield from (words, value)
    yield from ("resolution 99/999", "COP decision 9/99", "S/RES/1373 (2001)")


def meetings() -> Iterator[str]:
    yield from map(full_meeting_name, Meeting.objects.select_related("body"))
    for body in Body.objects.all():
        yield from (body.name, body.short_name)


def labels() -> Iterator[str]:
    yield from Recommendation.objects.values_list("path", flat=True)
    yield from Paragraph.objects.exclude(path="").values_list("path", flat=True)
    yield from ("para. 99 (z)", "annex IX", "(zz)")


def topic_names() -> Iterator[str]:
    for topic in topics():
        yield from topic.labels.values()


def terms() -> Iterator[str]:
    for concept in concepts():
        yield from (forms[0] for forms in concept.forms.values() if forms)


def is_dead_end(html: str) -> bool:
    """Return whether a page has no result, no card with a link, no related result and no next step."""
    if 'class="empty"' not in html:
        return False
    cards = re.search(r'<div id="answer-cards">(.*?)</div>', html, re.DOTALL)
    return (
        '<ul class="alternatives">' not in html and not (cards and "href=" in cards[1]) and 'id="related"' not in html
    )


@pytest.mark.parametrize("names", [provisions, symbols, resolutions, meetings, labels, topic_names, terms])
def test_no_search_is_a_dead_end(client: Client, names: type[Iterator[str]]) -> None:
    for words in dict.fromkeys(names()):
        response = client.get("/recommendations/", {"q": words})
        assert response.status_code == 200, words
        assert not is_dead_end(response.content.decode()), words


def test_no_suggestion_leads_to_an_empty_page(client: Client) -> None:
    beginnings = {label[:length] for topic in topics() for label in topic.labels.values() for length in (2, 4)}
    addresses = {each.address: each for text in sorted(beginnings) for each in suggest(text)}
    assert addresses
    for address, suggestion in addresses.items():
        response = client.get(address)
        assert response.status_code == 200, suggestion
        assert 'class="empty"' not in response.content.decode(), suggestion
