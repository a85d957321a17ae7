"""Operative paragraphs alongside recommendations: stored, counted, shown and exported as their own kind."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from documents.services import store_document
from recommendations.exports.csv_file import csv_lines
from recommendations.extraction.types import Kind, Status
from recommendations.models import Recommendation
from recommendations.search.query import SearchQuery
from recommendations.search.results import count_facets, search
from recommendations.services import sync_recommendations
from tests import builders as make
from tests.parsed import draft, extraction, parsed
from tests.recommendations.exports.compiling import compile_results
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

OPERATIVE = Recommendation.Kind.OPERATIVE


def create_one_of_each() -> tuple[Recommendation, Recommendation]:
    """Return a recommendation and an operative paragraph."""
    return make.recommendation(label="(a)", path="para. 4 (a)"), make.recommendation(
        "Urges States parties to act;", kind=OPERATIVE, label="4", path="II, para. 4", verb="Urges"
    )


def test_kind_is_stored_and_adoption_needs_no_meeting() -> None:
    vocabularies()
    version = store_document(parsed("CTOC/COP/2022/L.4"), b"bytes", "x.pdf").version
    unknown = {"status": Status.ADOPTED, "adopted_by": None}
    drafts = draft("a", 2, **unknown), draft("b", 3, kind=Kind.OPERATIVE, **unknown)
    sync_recommendations(version, parsed("CTOC/COP/2022/L.4"), extraction(*drafts))
    rows = version.recommendations.order_by("position").values_list("kind", "status")
    assert list(rows) == [("recommendation", "proposed"), ("operative", "adopted")]


def test_only_operative_paragraphs_are_adopted_without_a_meeting() -> None:
    row = make.recommendation(kind=OPERATIVE, status="adopted", meeting=None, adopted_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.filter(pk=row.pk).update(kind="recommendation")


def test_search_counts_and_narrows_by_kind() -> None:
    _first, second = create_one_of_each()
    assert count_facets(SearchQuery())["kind"] == {"recommendation": 1, "operative": 1}
    assert [hit.row for hit in search(SearchQuery(kind=("operative",))).hits] == [second]


def test_pages_and_api_responses_name_the_kind(client: Client) -> None:
    first, second = create_one_of_each()
    response = client.get("/recommendations/?kind=operative")
    assert "Operative paragraph 4" in response.content.decode()
    assert "Type of text" in response.content.decode()
    for row, name in ((second, "Operative paragraph 4"), (first, "Recommendation para. 4 (a)")):
        page = client.get(row.get_absolute_url()).content.decode()
        assert f'<h1><span class="eyebrow">{name}</span>' in page
    api_rows = [client.get(f"/api/v1/recommendations/{row.pk}", follow=True).json() for row in (first, second)]
    assert [api_row["kind"] for api_row in api_rows] == ["recommendation", "operative"]
    rejected = client.get("/api/v1/recommendations?kind=zebra")
    assert rejected.status_code == 400


def test_tables_have_a_column_for_the_kind() -> None:
    create_one_of_each()
    lines = list(
        csv.reader(io.StringIO(b"".join(csv_lines(compile_results("article"))).decode("utf-8-sig"), newline=""))
    )
    head = next(index for index, line in enumerate(lines) if line[0] == "No.")
    column = lines[head].index("Type of text")
    assert {line[column] for line in lines[head + 1 :]} == {"Recommendation", "Operative paragraph"}
