"""Counts of facets: equal to counting by hand, under every combination of choices, in one query at any size."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from documents.models import Body, LanguageVersion, Meeting
from recommendations.facets import TOTAL, count_facets
from recommendations.models import Addressee, Recommendation, Topic
from recommendations.panel import facet_panel
from recommendations.search import FACETS, SearchQuery, hits
from tests import builders as make

pytestmark = pytest.mark.django_db

ARTICLES = ("untoc:2", "untoc:16", "untoc:18", "uncac:46")
MEETINGS = ("wg-international-cooperation-11", "wg-international-cooperation-12", "cop-11")
PARENT_OF = {"extradition": "forms", "transfer": "forms", "training": "capacity", "forms": None, "capacity": None}
ADDRESSEES = ("states-parties", "secretariat")
STATUSES = tuple(Recommendation.Status.values)
WORDS = ("extradition", "training", "evidence")
DOCUMENTS = ("CTOC/COP/2022/1", "CTOC/COP/WG.3/2020/2", "", "E/CN.15/2019/3")
"""Three with a symbol and one without; the last one is not published."""

OTHER_YEARS = ("1999", "2020", "2021")
MEETING_YEARS = dict(zip(MEETINGS, (2020, 2021, 2022), strict=True))
DOCUMENT_YEARS = (2022, 2020, 1999, 2019)


@dataclass(frozen=True)
class Sketch:
    """A recommendation as the property draws it."""

    articles: frozenset[str]
    heading_articles: frozenset[str]
    meeting: str | None
    topics: frozenset[str]
    addressees: frozenset[str]
    status: str
    words: frozenset[str]
    document: int

    def values(self, facet: str, addresses: list[str]) -> set[str]:
        """The values under which a person would file it, by hand."""
        articles = self.articles | self.heading_articles
        meeting = {self.meeting, self.meeting.rpartition("-")[0]} if self.meeting else set()
        year = MEETING_YEARS[self.meeting] if self.meeting else DOCUMENT_YEARS[self.document]
        return {
            "article": {*articles, *(token.partition(":")[0] for token in articles)},
            "meeting": meeting,
            "topic": {*self.topics, *(PARENT_OF[key] or key for key in self.topics)},
            "addressee": set(self.addressees),
            "status": {self.status},
            "year": {str(year)},
            "document": {addresses[self.document]},
        }[facet]


def subsets(pool: tuple[str, ...], most: int = 2) -> some.SearchStrategy[frozenset[str]]:
    return some.frozensets(some.sampled_from(pool), max_size=most)


SKETCHES = some.builds(
    Sketch,
    articles=subsets(ARTICLES),
    heading_articles=subsets(ARTICLES, 1),
    meeting=some.sampled_from([None, *MEETINGS]),
    topics=subsets(tuple(PARENT_OF)),
    addressees=subsets(ADDRESSEES),
    status=some.sampled_from(STATUSES),
    words=subsets(WORDS),
    document=some.integers(0, len(DOCUMENTS) - 1),
)
CHOICES = some.fixed_dictionaries(
    {
        "words": some.sampled_from(["", *WORDS, "extradition training", "extradition OR evidence", "-training"]),
        "article": subsets(("untoc", "uncac", *ARTICLES)),
        "meeting": subsets(("cop", "wg-international-cooperation", *MEETINGS)),
        "topic": subsets(tuple(PARENT_OF)),
        "addressee": subsets(ADDRESSEES),
        "status": subsets(STATUSES),
        "year": subsets(OTHER_YEARS),
        "document": some.frozensets(some.integers(0, len(DOCUMENTS) - 1), max_size=2),
    }
)


@contextmanager
def undone() -> Iterator[None]:
    """What is written within is taken back: each example starts from nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def vocabulary() -> None:
    cooperation, conference = make.body(), make.conference()
    for slug in MEETINGS:
        body: Body = conference if slug.startswith("cop") else cooperation
        start = datetime.date(MEETING_YEARS[slug], 5, 1)
        make.meeting(body, int(slug.rpartition("-")[2]), start=start, slug=slug)
    for key in ("forms", "capacity"):
        make.topic(key)
    for key, parent in PARENT_OF.items():
        make.topic(key, make.topic(parent) if parent else None)
    for key in ADDRESSEES:
        make.addressee(key)


def write(sketches: list[Sketch]) -> list[str]:
    """The sketches as rows; returns the documents' addresses."""
    vocabulary()
    versions: list[LanguageVersion] = []
    for position, symbol in enumerate(DOCUMENTS):
        date = datetime.date(DOCUMENT_YEARS[position], 1, 31)
        document = make.document(*([symbol] if symbol else []), date=date)
        versions.append(make.version(document, published=position != 3))
    for sketch in sketches:
        make.recommendation(
            "States " + " ".join(sorted(sketch.words)),
            of=versions[sketch.document],
            articles=sketch.articles,
            heading_articles=sketch.heading_articles - sketch.articles,
            topics=Topic.objects.filter(key__in=sketch.topics),
            addressees=Addressee.objects.filter(key__in=sketch.addressees),
            status=sketch.status,
            meeting=Meeting.objects.get(slug=sketch.meeting) if sketch.meeting else None,
        )
    return [version.document.address for version in versions]


def holds(sketch: Sketch, words: str) -> bool:
    """Whether it matches the words, by hand."""
    if words.startswith("-"):
        return words[1:] not in sketch.words
    if " OR " in words:
        return bool(sketch.words & set(words.split(" OR ")))
    return set(words.split()) <= sketch.words


def counted_by_hand(sketches: list[Sketch], query: SearchQuery, addresses: list[str]) -> dict[str, dict[str, int]]:
    found = [row for row in sketches if row.document != 3 and holds(row, query.words)]
    meets = {
        facet: lambda row, facet=facet: (
            not query.chosen(facet) or bool(row.values(facet, addresses) & set(query.chosen(facet)))
        )
        for facet in FACETS
    }
    total = sum(all(meets[facet](row) for facet in FACETS) for row in found)
    counts: dict[str, dict[str, int]] = {TOTAL: {"": total} if total else {}, **{facet: {} for facet in FACETS}}
    for facet in FACETS:
        for row in found:
            if all(meets[other](row) for other in FACETS if other != facet):
                for value in row.values(facet, addresses):
                    counts[facet][value] = counts[facet].get(value, 0) + 1
    return counts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sketches=some.lists(SKETCHES, max_size=7), choices=CHOICES)
def test_facets_count_as_one_counts_by_hand(db: None, sketches: list[Sketch], choices: dict[str, object]) -> None:
    with undone():
        addresses = write(sketches)
        chosen = {key: tuple(sorted(value)) for key, value in choices.items() if isinstance(value, frozenset)}
        chosen["document"] = tuple(addresses[position] for position in choices["document"])  # type: ignore[attr-defined]
        query = SearchQuery(words=str(choices["words"]), **chosen)
        counts = count_facets(query)
        by_hand = counted_by_hand(sketches, query, addresses)
        assert {facet: dict(values) for facet, values in counts.items()} == by_hand
        assert len(hits(query)) == by_hand[TOTAL].get("", 0)


def test_more_rows_bring_no_more_queries(client: Client) -> None:
    def corpus(number: int) -> None:
        for position in range(number):
            make.recommendation(
                articles=["untoc:16", f"untoc:{position % 30 + 1}"],
                topics=[make.topic(f"topic-{position}", make.topic("forms"))],
                addressees=[make.addressee(f"addressee-{position}")],
                meeting=make.meeting(ordinal=position + 1),
            )

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/recommendations/?q=states&article=untoc:16").status_code == 200
        return len(captured)

    corpus(3)
    few = queries()
    corpus(25)
    assert queries() == few
    assert few <= 20


def test_a_recommendation_in_two_languages_counts_once() -> None:
    document = make.document("CTOC/COP/2022/9")
    make.recommendation(of=make.version(document, "fr"))
    make.recommendation(of=make.version(document, "en"))
    assert count_facets(SearchQuery())[TOTAL] == {"": 1}
    assert hits(SearchQuery())[0].recommendation.version.language == "en"


def test_an_article_cited_twice_counts_once() -> None:
    make.recommendation(articles=["untoc:18"], heading_articles=["untoc:18"])
    assert count_facets(SearchQuery())["article"] == {"untoc": 1, "untoc:18": 1}


def test_a_chosen_value_stays_visible_without_any_recommendation() -> None:
    make.recommendation(articles=["untoc:18"], topics=[make.topic("extradition")])
    make.article("untoc:2")
    query = SearchQuery(article=("untoc:2",))
    [group] = [group for group in facet_panel(query, count_facets(query)) if group.key == "article"]
    [value] = group.chosen
    assert (value.label, value.count, value.selected) == ("Article 2", 0, True)
    assert value.address == "/recommendations/"


def test_articles_stand_in_the_order_of_the_treaty() -> None:
    for token in ("untoc:18", "untoc:2", "untoc:13"):
        make.recommendation(articles=[token])
    query = SearchQuery()
    [group] = [group for group in facet_panel(query, count_facets(query)) if group.key == "article"]
    assert [child.label for child in group.values[0].children] == ["Article 2", "Article 13", "Article 18"]


def test_toggling_twice_changes_nothing() -> None:
    query = SearchQuery(words="x", article=("untoc:2",), page=3)
    toggled = query.toggled("year", "2021").toggled("year", "2021")
    assert toggled == replace(query, page=1)
