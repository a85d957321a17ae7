"""The stages of a recommendation are grouped into one hit."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from documents.models import LanguageVersion
from recommendations.models import Lineage, Recommendation, SearchEntry
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services.indexing import index_documents, join_stages, repair_index
from recommendations.services.lineage import confirm, reject, undo_decision
from tests import builders as make
from tests.recommendations.search.test_counts import link

pytestmark = pytest.mark.django_db


def create(symbol: str, year: int, status: str = "draft", text: str = "Extradition is slow.") -> Recommendation:
    version = make.version(make.document(symbol, date=datetime.date(year, 5, 1)))
    return make.recommendation(text, of=version, status=status, meeting=None)


def set_published(version: LanguageVersion, at: datetime.datetime | None) -> None:
    version.published_at = at
    version.save()
    index_documents([version.document_id])


def hits() -> list[tuple[str, list[str]]]:
    """Return the symbol of each hit, with the symbols of its other stages."""
    return [
        (hit.row.version.document.symbol, [row.version.document.symbol for row in hit.stages])
        for hit in search(SearchQuery()).hits
    ]


@pytest.mark.parametrize(
    ("state", "score", "is_folded", "why"),
    [
        ("confirmed", 0.3, True, "a person confirmed it"),
        ("proposed", 0.9, True, "nearly the same, at corresponding places"),
        ("proposed", 0.7, False, "a person has to decide"),
        ("refused", 0.9, False, "a person rejected it"),
    ],
)
def test_linked_recommendations_are_one_hit(state: str, score: float, is_folded: bool, why: str) -> None:
    draft, adopted = create("A/1", 2020), create("A/2", 2021, "adopted")
    link(draft, adopted, state, score)
    join_stages([draft.version.document_id])
    outcome = ["A/2"] if state == "proposed" else []  # named by the draft, as on its own page
    assert hits() == ([("A/2", ["A/1"])] if is_folded else [("A/2", []), ("A/1", outcome)]), why


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("adopted", "draft", "draft"), ("A/1", ["A/3", "A/2"])),
        (("adopted", "adopted", "draft"), ("A/2", ["A/1", "A/3"])),
        (("draft", "draft", "draft"), ("A/3", ["A/2", "A/1"])),
    ],
)
def test_adopted_text_comes_first_or_else_the_latest(
    statuses: tuple[str, ...], expected: tuple[str, list[str]]
) -> None:
    first, second, third = (create(f"A/{n}", 2019 + n, status) for n, status in enumerate(statuses, 1))
    link(first, second, "confirmed")
    link(second, third, "confirmed")
    join_stages([first.version.document_id])
    assert hits() == [expected]


def test_filter_shows_the_stage_that_meets_it() -> None:
    draft, adopted = create("A/1", 2020), create("A/2", 2021, "adopted")
    link(draft, adopted, "confirmed")
    join_stages([draft.version.document_id])
    result = search(SearchQuery(status=("draft",)))
    assert [hit.row for hit in result.hits] == [draft]
    assert result.counts["status"] == {"draft": 1, "adopted": 1}
    assert search(SearchQuery()).counts["year"] == {"2020": 1, "2021": 1}
    assert (search(SearchQuery()).total, search(SearchQuery()).occurrences) == (1, 2)
    assert search(SearchQuery(fold=False)).total == 2


def test_decisions_group_and_separate_stages() -> None:
    user = make.person(make.Role.EDITOR)
    draft, adopted = create("A/1", 2020), create("A/2", 2021, "adopted")
    proposed = link(draft, adopted, "proposed", 0.5)
    assert len(hits()) == 2
    confirm(proposed, user)
    assert len(hits()) == 1
    undo_decision(proposed, user)
    assert len(hits()) == 2
    Lineage.objects.update(score=0.9)
    join_stages([draft.version.document_id])
    assert len(hits()) == 1
    reject(Lineage.objects.get(), user)
    assert len(hits()) == 2


def test_other_stages_stay_joined_when_the_first_is_withdrawn() -> None:
    rows = [create(f"A/{n}", 2019 + n) for n in (1, 2, 3)]
    link(rows[0], rows[1], "confirmed")
    link(rows[0], rows[2], "confirmed")
    join_stages([rows[0].version.document_id])
    set_published(rows[0].version, None)
    assert hits() == [("A/3", ["A/2"])]
    set_published(rows[0].version, timezone.now())
    assert hits() == [("A/3", ["A/2", "A/1"])]


def test_wrong_head_in_a_column_is_repaired() -> None:
    draft, adopted = create("A/1", 2020), create("A/2", 2021, "adopted")
    link(draft, adopted, "confirmed")
    join_stages([draft.version.document_id])
    SearchEntry.objects.filter(recommendation=adopted).update(head=10_000)
    assert repair_index(dry_run=True).columns == 1


def test_page_names_other_stages_and_offers_each_occurrence(client: Client) -> None:
    draft, adopted = create("A/1", 2020), create("A/2", 2021, "adopted")
    link(draft, adopted, "confirmed")
    join_stages([draft.version.document_id])
    page = client.get("/recommendations/").content.decode()
    assert "1 recommendation (2 with drafts and other versions)" in re.sub(r"<[^>]+>", "", page)
    assert f'<a href="{draft.get_absolute_url()}">A/1, ' in page
    assert 'href="/en/recommendations/?fold=off"' in page
    unfolded = client.get("/recommendations/?fold=off").content.decode()
    assert "2 versions of recommendations" in unfolded
    assert "Hide other versions" in unfolded


def test_api_lists_other_stages(client: Client) -> None:
    draft, adopted = create("A/1", 2020), create("A/2", 2021, "adopted")
    link(draft, adopted, "confirmed")
    join_stages([draft.version.document_id])
    data = client.get("/api/v1/recommendations").json()
    assert (data["total"], data["occurrences"]) == (1, 2)
    [stage] = data["items"][0]["stages"]
    assert (stage["id"], stage["status"], stage["document"]["address"]) == (draft.pk, "draft", "A/1")
    assert client.get("/api/v1/recommendations?fold=off").json()["total"] == 2


@pytest.mark.parametrize("basis", ["", "cited"])
def test_article_of_several_stages_counts_once(client: Client, basis: str) -> None:
    documents = [make.document(f"A/{number}", date=datetime.date(2020 + number, 5, 1)) for number in (1, 2)]
    draft, adopted = (
        make.recommendation(of=make.version(document), status=status, meeting=None, articles=["untoc:18"])
        for document, status in zip(documents, ("draft", "adopted"), strict=True)
    )
    link(draft, adopted, "confirmed")
    join_stages([draft.version.document_id])
    result = search(SearchQuery(basis=basis))
    assert (result.total, result.counts["article"]) == (1, {"untoc": 1, "untoc:18": 1})
    assert client.get("/articles/untoc/18/").status_code == 200
