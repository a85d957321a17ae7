"""Responses of the API: every field matches its description, and only published content is returned."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from jsonschema import Draft202012Validator

from documents.models import Meeting
from recommendations.api.openapi import document as openapi_document
from recommendations.models import Recommendation, RecommendationCitation, SearchState
from recommendations.services.indexing import index_documents
from tests import builders as make

pytestmark = pytest.mark.django_db


def fetch(client: Client, address: str) -> Any:
    """Return the JSON response of an address below ``/api/v1/``, after validating it against its description."""
    response = client.get(f"/api/v1/{address}", follow=True)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    assert [
        error.message for error in validator_of(response.resolver_match.url_name).iter_errors(response.json())
    ] == []
    return response.json()


def validator_of(url_name: str) -> Draft202012Validator:
    """Return a validator for the responses of an endpoint; it also rejects undescribed fields."""
    document = openapi_document()
    (operation,) = [
        operation
        for path in document["paths"].values()
        for operation in path.values()
        if f"api-{operation['operationId']}" == url_name
    ]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    schemas = {
        name: {**fields, "additionalProperties": False} for name, fields in document["components"]["schemas"].items()
    }
    return Draft202012Validator(
        {**schema, "components": {"schemas": schemas}}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


@pytest.fixture
def recommendation() -> Recommendation:
    """Create a recommendation with every kind of data, in a document with two symbols."""
    cop = make.meeting(make.conference(), 11)
    document = make.document("CTOC/COP/WG.3/2021/1", "CTOC/COP/WG.4/2021/1", kind="report", meeting=make.meeting())
    version = make.version(document, page_count=7, job_number="V.21-1")
    make.file(version)
    row = make.recommendation(
        "States parties are encouraged to conduct [joint] investigations under article 19.",
        of=version,
        heading_articles=["untoc:18"],
        topics=[make.topic("joint-investigations", make.topic("forms"))],
        addressees=[make.addressee()],
        heading="Cooperation under article 18",
        status=Recommendation.Status.FOR_ENDORSEMENT,
        put_to=cop,
        strength="encouraged",
        verb="are encouraged to",
        action="are encouraged to conduct",
        page=3,
        anchor="para-4-a",
        path="para. 4 (a)",
        alternatives=[{"start": 41, "end": 48}],
    )
    cite(row, row.paragraph, "article 19", article=make.article("untoc:19"), article_paragraph="2")
    note = make.footnote(version, "See CTOC/COP/2008/19 and the eleventh session.")
    cite(row, note, "CTOC/COP/2008/19", value="CTOC/COP/2008/19")
    cite(row, note, "eleventh session", kind="meeting", meeting=cop)
    make.version(make.document("CTOC/COP/2008/19"))
    index_documents([document.pk])
    return row


def cite(by: Recommendation, source: Any, words: str, **fields: Any) -> None:
    citation = make.citation(source, words, **fields)
    RecommendationCitation.objects.create(recommendation=by, citation=citation)


# --- recommendations ---------------------------------------------------------------------------------


def test_recommendation_has_its_fields(client: Client, recommendation: Recommendation) -> None:
    data = fetch(client, f"recommendations/{recommendation.pk}")
    assert data["id"] == recommendation.pk
    assert data["self"] == "http://testserver/api/v1/recommendations/CTOC/COP/WG.3/2021/1/para-4-a"
    assert data["url"] == "http://testserver/recommendations/CTOC/COP/WG.3/2021/1/para-4-a/"
    assert data["document"]["symbols"] == ["CTOC/COP/WG.3/2021/1", "CTOC/COP/WG.4/2021/1"]
    assert data["document"]["self"].endswith("/api/v1/documents/CTOC/COP/WG.3/2021/1")
    assert (data["language"], data["anchor"], data["path"], data["page"]) == ("en", "para-4-a", "para. 4 (a)", 3)
    assert (data["strength"], data["verb"], data["action"]) == (
        "encouraged",
        "are encouraged to",
        "are encouraged to conduct",
    )
    assert [data["text"][span["start"] : span["end"]] for span in data["alternatives"]] == ["[joint]"]
    assert [addressee["key"] for addressee in data["addressees"]] == ["states-parties"]
    assert [(topic["key"], topic["evidence"], topic["in_heading"]) for topic in data["topics"]] == [
        ("joint-investigations", "State", False)
    ]


def test_recommendation_for_endorsement_names_both_meetings(client: Client, recommendation: Recommendation) -> None:
    data = fetch(client, f"recommendations/{recommendation.pk}")
    assert data["status"] == "for_endorsement"
    assert data["adopted_by"]["slug"] == "wg-international-cooperation-12"
    assert data["put_to"]["slug"] == "cop-11"
    assert data["status_text"].endswith(" for endorsement. No endorsement is recorded in this collection.")
    assert "at its eleventh session" in data["status_text"]
    assert data["standing"] == data["status_text"]


def test_draft_has_no_adopting_meeting(client: Client) -> None:
    row = make.recommendation(status=Recommendation.Status.DRAFT)
    data = fetch(client, f"recommendations/{row.pk}")
    assert (data["status"], data["adopted_by"]) == ("draft", None)
    assert data["status_text"].startswith("Draft – not adopted in this document")


def test_articles_come_from_the_text_and_the_heading(client: Client, recommendation: Recommendation) -> None:
    data = fetch(client, f"recommendations/{recommendation.pk}")
    assert [(article["article"], article["paragraphs"], article["in_heading"]) for article in data["articles"]] == [
        ("untoc:19", ["2"], False),
        ("untoc:18", [], True),
    ]


def test_citations_have_their_places(client: Client, recommendation: Recommendation) -> None:
    data = fetch(client, f"recommendations/{recommendation.pk}")
    in_text, of_document, of_meeting, in_heading = data["citations"]
    assert (in_text["place"], in_text["article"], in_text["paragraph"]) == ("text", "untoc:19", "2")
    assert data["text"][in_text["start"] : in_text["end"]] == "article 19"
    assert (of_document["place"], of_document["start"], of_document["value"]) == ("footnote", None, "CTOC/COP/2008/19")
    assert of_document["document"]["self"] == "http://testserver/api/v1/documents/CTOC/COP/2008/19"
    assert of_meeting["meeting"]["slug"] == "cop-11"
    assert (in_heading["place"], in_heading["article"], in_heading["unresolved"]) == ("heading", "untoc:18", None)


def test_unresolved_citation_has_a_reason(client: Client) -> None:
    row = make.recommendation("States should apply the Convention.")
    cite(row, row.paragraph, "the Convention", reason="The convention is not known.")
    (citation,) = fetch(client, f"recommendations/{row.pk}")["citations"]
    assert citation["unresolved"] == "The convention is not known."
    assert (citation["article"], citation["value"], citation["document"], citation["meeting"]) == (None,) * 4


def test_search_returns_matches_with_highlights(client: Client, recommendation: Recommendation) -> None:
    data = fetch(client, "recommendations?q=joint+investigations")
    (item,) = data["items"]
    assert data["total"] == 1
    assert item["found_by"] == "words"
    assert [item["text"][span["start"] : span["end"]] for span in item["highlights"]] == ["joint", "investigations"]
    single = fetch(client, f"recommendations/{recommendation.pk}")
    assert {name: item[name] for name in single} == single


def test_search_without_words_has_no_highlights(client: Client, recommendation: Recommendation) -> None:
    (item,) = fetch(client, "recommendations")["items"]
    assert (item["found_by"], item["highlights"]) == (None, [])


def test_counts_are_the_same_as_on_the_page(client: Client, recommendation: Recommendation) -> None:
    make.recommendation("States should share evidence.", articles=["untoc:18"])
    data = fetch(client, "recommendations?article=untoc:18&q=joint")
    assert data["facets"]["article"] == {"untoc": 1, "untoc:18": 1, "untoc:19": 1, "untoc:19:2": 1}
    assert data["facets"]["status"] == {"for_endorsement": 1}
    assert data["choices"] == {"article": ["untoc:18"]}
    assert data["url"] == "http://testserver/recommendations/?q=joint&article=untoc:18"


def test_recommendations_can_be_filtered_by_document(client: Client, recommendation: Recommendation) -> None:
    make.recommendation()
    data = fetch(client, "recommendations?document=CTOC/COP/WG.4/2021/1")
    assert [item["id"] for item in data["items"]] == [recommendation.pk]
    assert data["choices"] == {"document": ["CTOC/COP/WG.3/2021/1"]}


def test_incomplete_index_is_reported(client: Client) -> None:
    make.recommendation()
    assert fetch(client, "recommendations")["is_complete"] is True
    SearchState.objects.update(analysis_version=0)
    make.recommendation()
    data = fetch(client, "recommendations")
    assert data["is_complete"] is data["whole"] is False


def test_totals_without_each_filter_are_returned(client: Client, recommendation: Recommendation) -> None:
    make.recommendation()
    assert fetch(client, "recommendations?status=draft&article=untoc:18")["without"] == {"status": 1, "article": 0}


def test_equivalent_terms_are_reported(client: Client, recommendation: Recommendation) -> None:
    (understood,) = fetch(client, "recommendations?q=JIT")["understood"]
    assert (understood["text"], understood["interpreted_as"], understood["taken_for"]) == ("JIT", "synonym", "synonym")
    assert "joint investigation team" in [value.lower() for value in understood["values"]]
    assert fetch(client, "recommendations?q=JIT&thesaurus=off")["understood"] == []


def test_words_interpreted_as_an_article_are_reported(client: Client, recommendation: Recommendation) -> None:
    data = fetch(client, "recommendations?q=article+19+UNTOC")
    assert data["choices"] == {"article": ["untoc:19"]}
    assert [(row["interpreted_as"], row["values"]) for row in data["understood"]] == [("article", ["untoc:19"])]
    assert data["total"] == 1


# --- paragraphs --------------------------------------------------------------------------------------


def test_paragraphs_are_searched_separately(client: Client, recommendation: Recommendation) -> None:
    data = fetch(client, "paragraphs?q=investigations")
    (item,) = data["items"]
    assert item["anchor"] == "para-4-a"
    assert item["url"] == "http://testserver/documents/CTOC/COP/WG.3/2021/1/?language=en#para-4-a"
    assert [item["text"][span["start"] : span["end"]] for span in item["highlights"]] == ["investigations"]
    cited_texts = {item["text"][citation["start"] : citation["end"]] for citation in item["citations"]}
    assert "article 19" in cited_texts
    assert data["url"] == "http://testserver/recommendations/?q=investigations&in=paragraphs"


# --- documents and meetings --------------------------------------------------------------------------


def test_document_has_only_its_published_versions(client: Client, recommendation: Recommendation) -> None:
    document = recommendation.version.document
    make.version(document, "fr", published=False)
    data = fetch(client, "documents/CTOC/COP/WG.3/2021/1")
    (version,) = data["versions"]
    assert (version["language"], version["pages"], version["job_number"]) == ("en", 7, "V.21-1")
    (file,) = version["files"]
    assert client.get(file["url"]).content == b"text"
    assert (data["type"], data["recommendations"]) == ("report", 1)
    assert data["meeting"]["slug"] == "wg-international-cooperation-12"
    assert client.get(data["recommendations_url"]).json()["total"] == 1


@pytest.mark.parametrize(
    "address", ["documents/CTOC/COP/WG.4/2021/1", "documents/ctoc/cop/wg.3/2021/1", "meetings/old-slug"]
)
def test_former_and_secondary_addresses_redirect(client: Client, recommendation: Recommendation, address: str) -> None:
    Meeting.objects.filter(slug="wg-international-cooperation-12").update(former_slugs=["old-slug"])
    response = client.get(f"/api/v1/{address}", follow=True)
    assert response.status_code == 200
    assert [status for _address, status in response.redirect_chain] == [301]
    assert response.json()["self"].startswith("http://testserver/api/v1/")


@pytest.mark.parametrize(
    ("parameters", "symbols"),
    [
        ("", ["B/2", "A/1", "C/3"]),
        ("year=2020", ["A/1"]),
        ("year=2020&year=2022", ["B/2", "A/1"]),
        ("language=fr", ["A/1"]),
        ("language=ru", []),
        ("type=report", ["B/2"]),
        ("meeting=wg-international-cooperation", ["B/2"]),
        ("meeting=wg-international-cooperation-12", ["B/2"]),
    ],
)
def test_documents_can_be_filtered(client: Client, parameters: str, symbols: list[str]) -> None:
    make.version(make.document("A/1", date=datetime.date(2020, 5, 1)), "fr")
    make.version(make.document("B/2", date=datetime.date(2022, 5, 1), kind="report", meeting=make.meeting()))
    make.version(make.document("C/3", date=None))
    make.version(make.document("D/4"), published=False)
    data = fetch(client, f"documents?{parameters}")
    assert [item["address"] for item in data["items"]] == symbols
    assert data["total"] == len(symbols)


def test_meetings_have_counts(client: Client, recommendation: Recommendation) -> None:
    make.meeting(make.conference(), 3)  # has no content
    data = fetch(client, "meetings")
    assert [(item["slug"], item["documents"], item["recommendations"]) for item in data["items"]] == [
        ("cop-11", 0, 0),
        ("wg-international-cooperation-12", 1, 1),
    ]
    assert [item["slug"] for item in fetch(client, "meetings?body=cop")["items"]] == ["cop-11"]
    assert [item["slug"] for item in fetch(client, "meetings?year=2021")["items"]] == [
        "wg-international-cooperation-12"
    ]
    meeting = fetch(client, "meetings/cop-11")
    assert meeting["name"].startswith("Eleventh session of the Conference of the Parties")


# --- vocabularies ------------------------------------------------------------------------------------


def test_articles_have_counts(client: Client, recommendation: Recommendation) -> None:
    make.article("uncac:5")
    data = fetch(client, "articles?instrument=untoc")
    assert [(item["article"], item["recommendations"], item["paragraphs"]) for item in data["items"]] == [
        ("untoc:18", 1, {}),
        ("untoc:19", 1, {"untoc:19:2": 1}),
    ]
    assert [item["article"] for item in fetch(client, "articles")["items"]] == ["untoc:18", "untoc:19", "uncac:5"]
    assert fetch(client, "articles/untoc:19")["title"] == "Title of 19"


def test_topics_have_counts(client: Client, recommendation: Recommendation) -> None:
    data = fetch(client, "topics")
    assert [(item["key"], item["parent"], item["recommendations"]) for item in data["items"]] == [
        ("forms", None, 1),
        ("joint-investigations", "forms", 1),
    ]
    assert [item["key"] for item in fetch(client, "topics?parent=forms")["items"]] == ["joint-investigations"]
    assert fetch(client, "topics/forms")["labels"] == {"en": "Forms"}


# --- publication -------------------------------------------------------------------------------------


def test_staff_see_only_published_content(client: Client) -> None:
    row = make.recommendation(of=make.version(make.document("X/1"), published=False))
    client.force_login(User.objects.create_user("staff", is_staff=True))
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(f"/api/v1/recommendations/{row.pk}").status_code == 404
    assert client.get("/api/v1/documents/X/1").status_code == 404
    for address in ("recommendations", "paragraphs", "documents"):
        assert fetch(client, address)["total"] == 0


def test_unpublished_document_is_named_but_not_linked(client: Client) -> None:
    make.version(make.document("X/1"), published=False)
    row = make.recommendation("States should read X/1.")
    cite(row, row.paragraph, "X/1", value="X/1")
    (citation,) = fetch(client, f"recommendations/{row.pk}")["citations"]
    assert (citation["value"], citation["document"]) == ("X/1", None)
