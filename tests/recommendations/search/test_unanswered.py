"""Queries about articles that no recommendation is on."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.test import Client

from recommendations.extraction.descriptions import Description
from recommendations.extraction.types import read_target
from recommendations.index import article_model
from recommendations.search import unanswered
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services import write_passages
from tests import builders as make
from tests.published import clear_encoder_caches
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

ON_PRISONERS = "Prisoners and their families return."
ON_JUDGES = "Judges and their families stay safe."
OTHER = "The secretariat prepares a paper."


@pytest.fixture(autouse=True)
def descriptions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Know three descriptions: of no article, and of articles 17 and 23."""
    known = (
        Description(OTHER, "en", ()),
        Description(ON_PRISONERS, "en", (read_target("untoc:17"),)),
        Description(ON_JUDGES, "en", (read_target("untoc:23"),)),
    )
    for module in (unanswered, article_model):
        monkeypatch.setattr(module, "read_descriptions", lambda: known)
    clear_encoder_caches()
    article_model.load_model.cache_clear()
    yield
    clear_encoder_caches()
    article_model.load_model.cache_clear()


def publish(text: str, article: str) -> None:
    """Publish a recommendation on the subject of an article."""
    vocabularies()
    version = make.version()
    with make.indexed_together():
        make.add_subject(make.recommendation(text, of=version), article)
    write_passages(version)


def counts(words: str) -> tuple[int, int]:
    """Return the numbers of hits and of related entries."""
    result = search(SearchQuery(words=words, thesaurus=False))
    return result.total, result.related_total


NETWORKS = "States should help detenus and their families in the whole region."
ABOUT_JUDGES = "juges: their families stay safe"


def test_query_about_an_article_without_recommendations_is_not_answered() -> None:
    publish(NETWORKS, "untoc:17")
    assert counts(ABOUT_JUDGES) == (0, 1)


def test_page_says_whether_filters_narrow_the_search(client: Client) -> None:
    publish(NETWORKS, "untoc:17")
    words = f"q={quote(ABOUT_JUDGES)}&thesaurus=off"
    shown = client.get(f"/recommendations/?{words}").content.decode()
    assert f"No recommendation here is about “{ABOUT_JUDGES}”." in shown
    narrowed = client.get(f"/recommendations/?{words}&status=adopted").content.decode()
    assert f"No recommendation that matches these filters is about “{ABOUT_JUDGES}”." in narrowed
    assert "No recommendation here" not in narrowed


def test_query_about_an_article_with_recommendations_is_answered() -> None:
    publish(NETWORKS, "untoc:17")
    publish(NETWORKS, "untoc:23")
    assert counts(ABOUT_JUDGES)[0] == 2


def test_query_nearer_to_a_passage_is_answered() -> None:
    publish("Their families stay safe.", "untoc:17")
    assert counts(ABOUT_JUDGES) == (1, 0)
