"""Facet counts and results equal those by hand, for random corpora, filters and changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.models import Document, LanguageVersion
from documents.parsing.serialize import to_json
from documents.services import notify_listeners, publish, remove_document, unpublish
from recommendations.models import Recommendation, RecommendationTopic, Topic
from recommendations.search.query import FACETS, SearchQuery
from recommendations.search.results import TOTAL, Counts, Result, count_facets, search
from tests import builders as make
from tests.lanes import examples
from tests.parsed import parsed
from tests.recommendations.search.by_hand import (
    Entry,
    HandQuery,
    count,
    entries_by_hand,
    on_basis,
    search_by_hand,
)

pytestmark = pytest.mark.django_db

ARTICLES = ("untoc:16", "untoc:18", "untoc:18:13", "uncac:46")
MEETINGS = ("wg-international-cooperation-11", "wg-international-cooperation-12", "cop-11")
PARENT_OF = {"extradition": "forms", "transfer": "forms", "training": "capacity", "forms": None, "capacity": None}
ADDRESSEES = ("states-parties", "secretariat")
WORDS_BY_LANGUAGE = {
    "en": ("Extradition", "extraditions", "witness", "witnesses", "evidence", "2021"),
    "fr": ("extradition", "extraditions", "témoin", "Témoins", "preuve", "2021"),
    "zh": ("引渡", "证据", "2021"),
}
TYPED = ("extradition", "witnesses", "EVIDENCE", "temoin", "preuves", "2021", "引渡")
DOCUMENTS = 3


@dataclass(frozen=True)
class DrawnRecommendation:
    """A recommendation of one version, as drawn by Hypothesis."""

    words: tuple[str, ...]
    heading: tuple[str, ...]
    articles: frozenset[str]
    heading_articles: frozenset[str]
    subjects: frozenset[str]
    meeting: str | None
    topics: frozenset[str]
    addressees: frozenset[str]
    status: str
    strength: str


def subsets(pool: tuple[str, ...], size: int = 2) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(pool), max_size=size)


def drawn_recommendations(language: str) -> st.SearchStrategy[DrawnRecommendation]:
    return st.builds(
        DrawnRecommendation,
        words=st.lists(st.sampled_from(WORDS_BY_LANGUAGE[language]), min_size=1, max_size=4).map(tuple),
        heading=st.lists(st.sampled_from(WORDS_BY_LANGUAGE[language]), max_size=2).map(tuple),
        articles=subsets(ARTICLES),
        heading_articles=subsets(ARTICLES, 1),
        subjects=subsets(ARTICLES),
        meeting=st.sampled_from([None, *MEETINGS]),
        topics=subsets(tuple(PARENT_OF)),
        addressees=subsets(ADDRESSEES),
        status=st.sampled_from(("draft", "proposed", "adopted")),
        strength=st.sampled_from(("", "urged", "encouraged")),
    )


VERSIONS = st.fixed_dictionaries(
    {},
    optional={
        language: st.tuples(st.booleans(), st.lists(drawn_recommendations(language), min_size=1, max_size=2))
        for language in WORDS_BY_LANGUAGE
    },
)
CORPORA = st.lists(VERSIONS, min_size=1, max_size=DOCUMENTS)
CHANGES = st.lists(
    st.tuples(st.sampled_from(("publish", "unpublish", "again", "remove")), st.integers(0, 8), st.sampled_from(TYPED)),
    max_size=3,
)
QUERIES = st.builds(
    SearchQuery,
    words=st.builds(
        " ".join,
        st.lists(
            st.one_of(
                st.sampled_from(TYPED),
                st.sampled_from(TYPED).map("-{}".format),
                st.sampled_from(("extra*", "temo*", "wit*", "20*")),
                st.tuples(st.sampled_from(TYPED), st.sampled_from(TYPED)).map(" OR ".join),
                st.lists(st.sampled_from(TYPED), min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
            ),
            max_size=2,
        ),
    ),
    scope=st.sampled_from(("recommendations", "paragraphs")),
    article=subsets(("untoc", "uncac", *ARTICLES)).map(tuple),
    meeting=subsets(("cop", "wg-international-cooperation", *MEETINGS), 1).map(tuple),
    topic=subsets(tuple(PARENT_OF), 1).map(tuple),
    addressee=subsets(ADDRESSEES, 1).map(tuple),
    strength=subsets(("urged", "encouraged"), 1).map(tuple),
    status=subsets(("draft", "adopted"), 1).map(tuple),
    year=subsets(("2020", "2021"), 1).map(tuple),
    language=subsets(tuple(WORDS_BY_LANGUAGE)).map(tuple),
    document=subsets(("A/1", "A/2"), 1).map(tuple),
    thesaurus=st.just(False),
    meaning=st.just(False),
    as_typed=st.just(True),
    basis=st.sampled_from(("", "cited", "subject", "subject-only")),
)


@contextmanager
def rollback() -> Iterator[None]:
    """Roll back everything written within, so that each example starts from an empty database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def store_corpus(corpus: list[dict[str, tuple[bool, list[DrawnRecommendation]]]]) -> None:
    """Store the rows of a corpus, and index them."""
    for key in ("forms", "capacity", *PARENT_OF):
        make.topic(key, make.topic(PARENT_OF[key]) if PARENT_OF[key] else None)  # type: ignore[arg-type]
    for slug in MEETINGS:
        body = make.conference() if slug.startswith("cop") else make.body()
        ordinal = int(slug.rpartition("-")[2])
        make.meeting(body, ordinal, start=datetime.date(2009 + ordinal, 5, 1), slug=slug)
    with patch.object(make, "index_documents"):
        for number, versions in enumerate(corpus, 1):
            document = make.document(f"A/{number}", date=datetime.date(2018 + number, 1, 31), kind="report")
            for language, (published, recommendations) in versions.items():
                version = make.version(document, language, published=published)
                LanguageVersion.objects.filter(pk=version.pk).update(parsed=to_json(parsed(f"A/{number}")))
                for position, drawn in enumerate(recommendations):
                    store_recommendation(version, drawn, position)
    notify_listeners(Document.objects.values_list("pk", flat=True))


def store_recommendation(version: LanguageVersion, drawn: DrawnRecommendation, position: int) -> None:
    meeting = make.meeting(slug=drawn.meeting) if drawn.meeting else None
    row = make.recommendation(
        " ".join(drawn.words),
        of=version,
        heading=" ".join(drawn.heading),
        anchor=f"para-{position}",
        path=f"para. {position}",
        topics=Topic.objects.filter(key__in=drawn.topics),
        addressees=[make.addressee(key) for key in drawn.addressees],
        status=drawn.status,
        strength=drawn.strength,
        meeting=meeting,
    )
    for token in drawn.articles:
        make.cite(row, token)
    for token in drawn.heading_articles - drawn.articles:
        make.cite(row, token, in_heading=True)
    for token in drawn.subjects:
        make.add_subject(row, token)


def change(kind: str, version_number: int, word: str) -> None:
    """Make one change to the stored rows, as a person or a better parser would."""
    versions = list(LanguageVersion.objects.order_by("pk"))
    if not versions:
        return
    version = versions[version_number % len(versions)]
    if kind == "publish":
        publish([version])
    elif kind == "unpublish":
        unpublish([version])
    elif kind == "remove":
        remove_document(version.document)
    else:
        row = version.recommendations.order_by("pk").first()
        assert row is not None
        Recommendation.objects.filter(pk=row.pk).update(text=word, heading="", strength="urged")
        version.paragraphs.filter(pk=row.paragraph_id).update(text=word)
        RecommendationTopic.objects.filter(recommendation=row).delete()
        notify_listeners([version.document_id])


def to_hand_query(query: SearchQuery) -> HandQuery:
    choices = {facet: set(query.selected(facet)) for facet in FACETS if query.selected(facet)}
    return HandQuery(query.words, choices, set(query.document))


def to_dicts(counts: Counts) -> dict[str, dict[str, int]]:
    return {facet: dict(values) for facet, values in counts.items()}


def check_agreement(query: SearchQuery, entries: list[Entry]) -> None:
    if query.scope == "recommendations":  # paragraphs are found only by what they cite
        entries = on_basis(entries, query.basis)
    expected = search_by_hand(entries, to_hand_query(query))
    total = {"": len(expected)} if expected else {}
    assert to_dicts(count_facets(query)) == {TOTAL: total, **count(entries, to_hand_query(query), FACETS)}
    result = search(query, size=100)
    assert result.total == len(expected)
    assert {hit.row.pk for hit in result.hits} == {entry.row for entry in expected}
    check_order(query, result)


def check_order(query: SearchQuery, result: Result) -> None:
    """Check that recommendations that cite a selected article come before the others."""
    if query.article and query.scope == "recommendations":
        cite = [bool({("cited", value) for value in query.article} & set(hit.facets)) for hit in result.hits]
        assert cite == sorted(cite, reverse=True)


@settings(max_examples=examples(40), suppress_health_check=list(HealthCheck))
@given(corpus=CORPORA, changes=CHANGES, queries=st.lists(QUERIES, min_size=2, max_size=4))
def test_counts_and_results_equal_those_by_hand(
    db: None,
    corpus: list[dict[str, tuple[bool, list[DrawnRecommendation]]]],
    changes: list[tuple[str, int, str]],
    queries: list[SearchQuery],
) -> None:
    with rollback():
        store_corpus(corpus)
        for step in [None, *changes]:
            if step:
                change(*step)
            entries = {scope: entries_by_hand(scope) for scope in ("recommendations", "paragraphs")}
            for query in (SearchQuery(), SearchQuery(scope="paragraphs"), *queries):
                check_agreement(query, entries[query.scope])


def test_recommendation_in_several_languages_counts_once() -> None:
    document = make.document("CTOC/COP/2022/9")
    for language in ("fr", "es", "en"):
        make.recommendation(of=make.version(document, language), anchor="para-1")
    assert count_facets(SearchQuery())[TOTAL] == {"": 1}
    assert [hit.row.version.language for hit in search(SearchQuery()).hits] == ["en"]
    assert count_facets(SearchQuery())["language"] == {"en": 1, "es": 1, "fr": 1}
    assert count_facets(SearchQuery(language=("fr", "es")))[TOTAL] == {"": 1}


def test_place_missing_in_the_leading_version_counts_once() -> None:
    document = make.document("CTOC/COP/2022/9")
    make.recommendation("Other.", of=make.version(document, "en"), anchor="para-1")
    for language, text in (("fr", "UNODC zebra"), ("es", "UNODC zebra")):
        version = make.version(document, language)
        make.recommendation(text, of=version, anchor="para-1")
        make.recommendation("UNODC", of=version, anchor="para-2")
    assert count_facets(SearchQuery(words="zebra", meaning=False))[TOTAL] == {"": 1}
    assert count_facets(SearchQuery(words="UNODC", meaning=False))[TOTAL] == {"": 2}


def test_article_cited_twice_counts_once() -> None:
    make.recommendation(articles=["untoc:18"], heading_articles=["untoc:18"])
    assert count_facets(SearchQuery())["article"] == {"untoc": 1, "untoc:18": 1}


def test_cited_paragraph_counts_for_its_article_too() -> None:
    row = make.recommendation()
    make.cite(row, "untoc:18:13")
    make.index_documents([row.version.document_id])
    assert count_facets(SearchQuery())["article"] == {"untoc": 1, "untoc:18": 1, "untoc:18:13": 1}
    for value in ("untoc", "untoc:18", "untoc:18:13"):
        assert count_facets(SearchQuery(article=(value,)))[TOTAL] == {"": 1}
    assert count_facets(SearchQuery(article=("untoc:18:1",)))[TOTAL] == {}


def test_pages_continue_after_citing_recommendations() -> None:
    with make.indexed_together():
        cited = [
            make.recommendation(articles=["untoc:18"], meeting=make.meeting(ordinal=number)) for number in (3, 5, 7)
        ]
        others = [
            make.recommendation(subjects=["untoc:18"], meeting=make.meeting(ordinal=number)) for number in (2, 8, 9)
        ]
    query = SearchQuery(article=("untoc:18",))
    expected = [row.pk for row in (*reversed(cited), *reversed(others))]
    found, end = [], None
    for _page in range(3):
        result = search(query, size=2, after=end)
        found += [hit.row.pk for hit in result.hits]
        end = result.end
    assert (found, end) == (expected, None)
    assert [hit.row.pk for number in (1, 2, 3) for hit in search(query.on_page(number), size=2).hits] == expected


def test_document_is_a_filter_without_counts() -> None:
    make.recommendation(of=make.version(make.document("A/1")))
    make.recommendation(of=make.version(make.document("A/2")))
    counts = count_facets(SearchQuery(document=("A/1",)))
    assert counts[TOTAL] == {"": 1}
    assert "document" not in counts


def test_toggling_twice_changes_nothing() -> None:
    query = SearchQuery(words="x", article=("untoc:2",), page=3)
    toggled = query.toggled("year", "2021").toggled("year", "2021")
    assert toggled == replace(query, page=1)
