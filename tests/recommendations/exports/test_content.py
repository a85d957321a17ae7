"""The content of a compilation: all results of the search, in groups."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recommendations.exports.compilation import CompilationContent, compile_selection
from recommendations.exports.csv_file import csv_lines
from recommendations.exports.groups import Grouping
from recommendations.exports.json_file import json_pieces
from recommendations.models import Citation, Recommendation
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from tests import builders as make
from tests.lanes import examples
from tests.recommendations.exports.compiling import (
    ROOT,
    compile_results,
    excel_file,
    pdf_file,
    unpublish_version,
    word_file,
)
from tests.recommendations.search.test_facets import CORPORA, QUERIES, DrawnRecommendation, rollback, store_corpus

pytestmark = pytest.mark.django_db


# --- the same as the search --------------------------------------------------------------------------


def _drawn(word: str, topics: Iterable[str] = ()) -> DrawnRecommendation:
    return DrawnRecommendation(
        words=(word,),
        heading=(),
        articles=frozenset(),
        heading_articles=frozenset(),
        subjects=frozenset(),
        meeting=None,
        topics=frozenset(topics),
        addressees=frozenset(),
        status="draft",
        strength="",
    )


def values_by_hand(row: Recommendation, grouping: str) -> set[str]:
    """Return the groups that a recommendation belongs to, from its rows alone. Texts in other languages belong to the
    groups of the leading text.
    """
    texts = Recommendation.objects.filter(
        version__document=row.version.document_id, place=row.place, version__published_at__isnull=False
    )
    row = min(texts.select_related("version"), key=lambda text: (text.version.language != "en", text.version.language))
    if grouping == Grouping.MEETING:
        return {row.meeting.slug} if row.meeting else set()
    if grouping == Grouping.ARTICLE:
        cited = Citation.objects.filter(recommendations=row, article__isnull=False, footnote__isnull=True)
        return {str(each.article) for each in cited.select_related("article__instrument")}
    topics = list(row.topics.select_related("parent"))
    parents = {topic.parent.key for topic in topics if topic.parent}
    return {topic.key for topic in topics} - parents


@settings(max_examples=examples(15), suppress_health_check=list(HealthCheck))
@given(corpus=CORPORA, queries=st.lists(QUERIES, min_size=1, max_size=3), grouping=st.sampled_from(Grouping.values))
@example(
    corpus=[{"en": (True, [_drawn("Extradition")]), "zh": (True, [_drawn("引渡", topics={"extradition"})])}],
    queries=[SearchQuery(language=("zh",), meaning=False, as_typed=True)],
    grouping=Grouping.TOPIC,
)
def test_compilation_equals_the_search(corpus: list, queries: list[SearchQuery], grouping: str) -> None:
    with rollback():
        store_corpus(corpus)
        for query in queries:
            check_equals_search(query.in_scope("recommendations"), grouping)


def check_equals_search(query: SearchQuery, grouping: str) -> None:
    result = search(query, size=100)
    keys = [hit.row.pk for hit in result.hits]
    content = compile_results(grouping, **{name: getattr(query, name) for name in SearchQuery.__slots__})
    assert content.about.total == result.total
    assert sorted(content.keys) == sorted(keys)
    document = json.loads(b"".join(json_pieces(content)))
    assert [item["id"] for item in document["items"]] == list(content.keys)
    if grouping == Grouping.NONE:
        assert list(content.keys) == keys
        return
    has_selected_values = query.selected(grouping)
    for row in Recommendation.objects.filter(pk__in=keys):
        entry_groups = {group.value for group in content.groups if row.pk in group.keys}
        by_hand = values_by_hand(row, grouping)
        assert entry_groups == (by_hand or {""}) if not has_selected_values else entry_groups <= by_hand
        assert entry_groups
    assert [group["total"] for group in document["about"]["groups"]] == [len(group.keys) for group in content.groups]


# --- groups ------------------------------------------------------------------------------------------


def group_counts(content: CompilationContent) -> list[tuple[str, int]]:
    return list(content.about.counts)


def test_articles_are_in_treaty_order() -> None:
    for token in ("untoc:18", "uncac:46", "untoc:13", "untoc:2", "untoc:18"):
        make.recommendation(articles=[token])
    make.recommendation()
    assert group_counts(compile_results("article")) == [
        ("Organized Crime Convention, article 2 (Title of 2)", 1),
        ("Organized Crime Convention, article 13 (Title of 13)", 1),
        ("Organized Crime Convention, article 18 (Title of 18)", 2),
        ("Convention against Corruption, article 46 (Title of 46)", 1),
        ("No article", 1),
    ]


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ((), ["untoc:16", "untoc:18", "uncac:46"]),
        (("untoc",), ["untoc:16", "untoc:18"]),
        (("untoc:18",), ["untoc:18"]),
        (("untoc:18:3",), ["untoc:18"]),
        (("untoc:16", "uncac:46"), ["untoc:16", "uncac:46"]),
    ],
)
def test_groups_are_the_articles_searched_for(selected: tuple[str, ...], expected: list[str]) -> None:
    row = make.recommendation(articles=["untoc:16", "untoc:18", "uncac:46"], indexed=False)
    make.cite(row, "untoc:18:3")
    make.index_documents([row.version.document_id])
    content = compile_results("article", article=selected)
    assert [group.value for group in content.groups] == expected
    note = "Only the articles or topics selected in the search are used as groups."
    assert (note in content.about.notes) is bool(selected)


def test_repeated_entries_refer_to_each_other() -> None:
    twice = make.recommendation(articles=["untoc:16", "untoc:18"])
    once = make.recommendation(articles=["untoc:18"])
    content = compile_results("article")
    entries = [(entry.number, entry.item.row.pk, entry.also_under) for entry in content.entries() if entry.item]
    assert entries == [
        (1, twice.pk, ("Organized Crime Convention, article 18 (Title of 18)",)),
        (1, twice.pk, ("Organized Crime Convention, article 16 (Title of 16)",)),
        (2, once.pk, ()),
    ]
    assert content.about.count_line == "2 recommendations in 2 groups"
    assert (
        "1 recommendation appears in more than one group under the same number, with a reference to the others."
        in content.about.notes
    )


def test_newest_meeting_comes_first_across_bodies() -> None:
    for of, ordinal in ((None, 11), (make.conference(), 12), (None, 13)):
        make.recommendation(meeting=make.meeting(of, ordinal))
    make.recommendation(meeting=None, status="draft")
    assert [group.value for group in compile_results("meeting").groups] == [
        "wg-international-cooperation-13",
        "cop-12",
        "wg-international-cooperation-11",
        "",
    ]
    assert compile_results("meeting").groups[0].label == (
        "Thirteenth meeting of the Working Group on International Cooperation (25–26 March 2022)"
    )


def test_sub_topic_follows_its_topic() -> None:
    parent = make.topic("cooperation")
    child = make.topic("extradition", parent)
    make.recommendation(topics=[child])
    make.recommendation(topics=[parent])
    assert group_counts(compile_results("topic")) == [("Cooperation", 1), ("Extradition (Cooperation)", 1)]


def test_documents_keep_their_order_within_a_group() -> None:
    old, new = make.meeting(ordinal=11), make.meeting(ordinal=12)
    version, second = make.version(), make.version()
    rows = [
        make.recommendation(of=of, meeting=meeting, position=position, articles=["untoc:18"])
        for of, meeting, position in ((version, old, 1), (second, new, 9), (version, old, 0), (second, new, 3))
    ]
    assert compile_results("article").keys == tuple(rows[index].pk for index in (3, 1, 2, 0))


def test_text_in_several_languages_appears_once() -> None:
    document = make.document("A/1")
    for language in ("fr", "en", "es"):
        make.recommendation(of=make.version(document, language), anchor="para-1")
    assert [entry.item.row.version.language for entry in compile_results().entries() if entry.item] == ["en"]
    content = compile_results(language=("fr", "es"))
    assert [entry.item.row.version.language for entry in content.entries() if entry.item] == ["es"]


# --- description -------------------------------------------------------------------------------------


def test_query_is_described_in_words() -> None:
    make.recommendation("Joint action.", articles=["untoc:18"], addressees=[make.addressee()])
    about = compile_results(
        words="joint", article=("untoc:18",), addressee=("states-parties",), status=("adopted",), meaning=False
    ).about
    assert about.query == (
        ("Search terms", "“joint”"),
        ("Article", "Organized Crime Convention, article 18"),
        ("Addressee", "States parties"),
        ("Status", "Adopted"),
    )
    assert about.count_line == "1 recommendation"
    assert "Showing exact matches only." in about.notes
    assert about.address == (
        f"{ROOT}/recommendations/?q=joint&article=untoc:18&addressee=states-parties&status=adopted&meaning=off"
    )
    lines = dict(about.lines)
    assert lines["Disclaimer"].startswith("This is not an official United Nations document. The documents as issued")
    assert lines["Compiled on"].endswith(" UTC")
    assert compile_results().about.query == (("Selection", "all published recommendations"),)


def test_selected_recommendations_keep_order_and_omissions_are_noted() -> None:
    rows = [make.recommendation() for _number in range(3)]
    draft = make.recommendation(of=make.version(published=False))
    unpublish_version(rows[1].version)
    content = compile_selection([rows[2].pk, rows[1].pk, rows[0].pk, draft.pk, 10**9, rows[2].pk], "none", ROOT)
    assert content.keys == (rows[2].pk, rows[0].pk)
    assert content.about.notes[0].startswith(
        "4 selected recommendations are left out because they are no longer public."
    )


def test_entries_hidden_during_writing_are_left_out() -> None:
    kept, gone = make.recommendation("Stay."), make.recommendation("Go.")
    content = compile_results()
    unpublish_version(gone.version)
    document = json.loads(b"".join(json_pieces(content)))
    assert ([item["id"] for item in document["items"]], document["left_out"]) == ([kept.pk], [gone.pk])
    [row] = csv.DictReader(b"".join(csv_lines(content)).decode("utf-8-sig").splitlines())
    assert row["Text"] == "Stay."


# --- queries -----------------------------------------------------------------------------------------

MAX_QUERIES = 10
"""Per 250 recommendations."""


def test_number_of_queries_is_fixed() -> None:
    def count_queries() -> list[int]:
        content = compile_results("article")
        numbers = []
        for writes in (
            lambda of: list(csv_lines(of)),
            lambda of: list(json_pieces(of)),
            word_file,
            pdf_file,
            excel_file,
        ):
            with CaptureQueriesContext(connection) as captured:
                writes(content)
            numbers.append(len(captured))
        return numbers

    @make.indexed_together()
    def fill(number: int) -> None:
        for index in range(number):
            make.recommendation(
                articles=["untoc:18", f"untoc:{index + 1}"],
                topics=[make.topic(f"topic-{index}")],
                addressees=[make.addressee(f"addressee-{index}")],
                meeting=make.meeting(ordinal=index + 1),
            )

    fill(2)
    few = count_queries()
    fill(12)
    many = count_queries()
    assert all(more <= fewer <= MAX_QUERIES for more, fewer in zip(many, few, strict=True)), (few, many)
