"""What the API answers: every field, by its own description, of what is published alone."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from jsonschema import Draft202012Validator

from documents.models import Meeting
from recommendations.api.openapi import document as described
from recommendations.models import Recommendation, RecommendationCitation, SearchState
from recommendations.services.indexing import index_documents
from tests import builders as make

pytestmark = pytest.mark.django_db


def answer(client: Client, address: str) -> Any:
    """The answer of an address below ``/api/v1/``, which is as it is described."""
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    assert [
        error.message for error in described_as(response.resolver_match.url_name).iter_errors(response.json())
    ] == []
    return response.json()


def described_as(url_name: str) -> Draft202012Validator:
    """Checks answers of an endpoint; a field that is not described is refused too."""
    document = described()
    (operation,) = [
        path["get"] for path in document["paths"].values() if f"api-{path['get']['operationId']}" == url_name
    ]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    schemas = {
        name: {**each, "additionalProperties": False} for name, each in document["components"]["schemas"].items()
    }
    return Draft202012Validator(
        {**schema, "components": {"schemas": schemas}}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


@pytest.fixture
def known() -> Recommendation:
    """A recommendation with all that one can have, in a document that is here in two languages."""
    cop = make.meeting(make.conference(), 11)
    document = make.document("CTOC/COP/WG.3/2021/1", "CTOC/COP/WG.4/2021/1", kind="report", meeting=make.meeting())
    version = make.version(document, pages=7, job_number="V.21-1")
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


def cite(by: Recommendation, place: Any, words: str, **fields: Any) -> None:
    citation = make.citation(place, words, **fields)
    RecommendationCitation.objects.create(recommendation=by, citation=citation)


# --- recommendations ---------------------------------------------------------------------------------


def test_a_recommendation_whole(client: Client, known: Recommendation) -> None:
    found = answer(client, f"recommendations/{known.pk}")
    assert found["id"] == known.pk
    assert found["self"] == f"http://testserver/api/v1/recommendations/{known.pk}"
    assert found["url"] == f"http://testserver/recommendations/{known.pk}/"
    assert found["document"]["symbols"] == ["CTOC/COP/WG.3/2021/1", "CTOC/COP/WG.4/2021/1"]
    assert found["document"]["self"].endswith("/api/v1/documents/CTOC/COP/WG.3/2021/1")
    assert (found["language"], found["anchor"], found["path"], found["page"]) == ("en", "para-4-a", "para. 4 (a)", 3)
    assert (found["strength"], found["verb"], found["action"]) == (
        "encouraged",
        "are encouraged to",
        "are encouraged to conduct",
    )
    assert [found["text"][one["start"] : one["end"]] for one in found["alternatives"]] == ["[joint]"]
    assert [one["key"] for one in found["addressees"]] == ["states-parties"]
    assert [(one["key"], one["evidence"], one["in_heading"]) for one in found["topics"]] == [
        ("joint-investigations", "State", False)
    ]


def test_a_recommendation_put_forward_says_by_whom_and_to_whom(client: Client, known: Recommendation) -> None:
    found = answer(client, f"recommendations/{known.pk}")
    assert found["status"] == "for_endorsement"
    assert found["adopted_by"]["slug"] == "wg-international-cooperation-12"
    assert found["put_to"]["slug"] == "cop-11"
    assert "put forward for endorsement by the eleventh session" in found["standing"]


def test_a_draft_is_adopted_by_nobody(client: Client) -> None:
    row = make.recommendation(status=Recommendation.Status.DRAFT)
    found = answer(client, f"recommendations/{row.pk}")
    assert (found["status"], found["adopted_by"]) == ("draft", None)
    assert found["standing"].startswith("Draft, not adopted")


def test_articles_are_those_of_text_and_heading(client: Client, known: Recommendation) -> None:
    found = answer(client, f"recommendations/{known.pk}")
    assert [(one["article"], one["paragraphs"], one["in_heading"]) for one in found["articles"]] == [
        ("untoc:19", ["2"], False),
        ("untoc:18", [], True),
    ]


def test_citations_say_where_they_stand(client: Client, known: Recommendation) -> None:
    found = answer(client, f"recommendations/{known.pk}")
    in_text, of_document, of_meeting, in_heading = found["citations"]
    assert (in_text["place"], in_text["article"], in_text["paragraph"]) == ("text", "untoc:19", "2")
    assert found["text"][in_text["start"] : in_text["end"]] == "article 19"
    assert (of_document["place"], of_document["start"], of_document["value"]) == ("footnote", None, "CTOC/COP/2008/19")
    assert of_document["document"]["self"] == "http://testserver/api/v1/documents/CTOC/COP/2008/19"
    assert of_meeting["meeting"]["slug"] == "cop-11"
    assert (in_heading["place"], in_heading["article"], in_heading["unresolved"]) == ("heading", "untoc:18", None)


def test_what_is_not_known_is_said(client: Client) -> None:
    row = make.recommendation("States should apply the Convention.")
    cite(row, row.paragraph, "the Convention", reason="Which one is not known.")
    (citation,) = answer(client, f"recommendations/{row.pk}")["citations"]
    assert citation["unresolved"] == "Which one is not known."
    assert (citation["article"], citation["value"], citation["document"], citation["meeting"]) == (None,) * 4


def test_a_search_says_what_it_found_and_where(client: Client, known: Recommendation) -> None:
    found = answer(client, "recommendations?q=joint+investigations")
    (item,) = found["items"]
    assert found["total"] == 1
    assert item["found_by"] == "words"
    assert [item["text"][one["start"] : one["end"]] for one in item["highlights"]] == ["joint", "investigations"]
    single = answer(client, f"recommendations/{known.pk}")
    assert {name: item[name] for name in single} == single


def test_without_words_nothing_is_found_by_them(client: Client, known: Recommendation) -> None:
    (item,) = answer(client, "recommendations")["items"]
    assert (item["found_by"], item["highlights"]) == (None, [])


def test_counts_are_those_of_the_page(client: Client, known: Recommendation) -> None:
    make.recommendation("States should share evidence.", articles=["untoc:18"])
    found = answer(client, "recommendations?article=untoc:18&q=joint")
    assert found["facets"]["article"] == {"untoc": 1, "untoc:18": 1, "untoc:19": 1, "untoc:19:2": 1}
    assert found["facets"]["status"] == {"for_endorsement": 1}
    assert found["choices"] == {"article": ["untoc:18"]}
    assert found["url"] == "http://testserver/recommendations/?q=joint&article=untoc:18"


def test_a_document_narrows_too(client: Client, known: Recommendation) -> None:
    make.recommendation()
    found = answer(client, "recommendations?document=CTOC/COP/WG.4/2021/1")
    assert [item["id"] for item in found["items"]] == [known.pk]
    assert found["choices"] == {"document": ["CTOC/COP/WG.3/2021/1"]}


def test_an_index_that_is_being_made_is_told(client: Client) -> None:
    make.recommendation()
    assert answer(client, "recommendations")["whole"] is True
    SearchState.objects.update(analysis=0)
    make.recommendation()
    assert answer(client, "recommendations")["whole"] is False


def test_choices_say_what_is_there_without_them(client: Client, known: Recommendation) -> None:
    make.recommendation()
    assert answer(client, "recommendations?status=draft&article=untoc:18")["without"] == {"status": 1, "article": 0}


def test_other_words_that_were_searched_are_told(client: Client, known: Recommendation) -> None:
    (understood,) = answer(client, "recommendations?q=JIT")["understood"]
    assert (understood["text"], understood["taken_for"]) == ("JIT", "synonym")
    assert "joint investigation team" in [value.lower() for value in understood["values"]]
    assert answer(client, "recommendations?q=JIT&thesaurus=off")["understood"] == []


def test_words_taken_for_an_article_are_told(client: Client, known: Recommendation) -> None:
    found = answer(client, "recommendations?q=article+19+UNTOC")
    assert found["choices"] == {"article": ["untoc:19"]}
    assert [(one["taken_for"], one["values"]) for one in found["understood"]] == [("article", ["untoc:19"])]
    assert found["total"] == 1


# --- paragraphs --------------------------------------------------------------------------------------


def test_paragraphs_are_searched_by_themselves(client: Client, known: Recommendation) -> None:
    found = answer(client, "paragraphs?q=investigations")
    (item,) = found["items"]
    assert item["anchor"] == "para-4-a"
    assert item["url"] == "http://testserver/documents/CTOC/COP/WG.3/2021/1/?language=en#para-4-a"
    assert [item["text"][one["start"] : one["end"]] for one in item["highlights"]] == ["investigations"]
    places = {item["text"][one["start"] : one["end"]] for one in item["citations"]}
    assert "article 19" in places
    assert found["url"] == "http://testserver/recommendations/?q=investigations&in=paragraphs"


# --- documents and meetings --------------------------------------------------------------------------


def test_a_document_with_its_published_versions(client: Client, known: Recommendation) -> None:
    document = known.version.document
    make.version(document, "fr", published=False)
    found = answer(client, "documents/CTOC/COP/WG.3/2021/1")
    (version,) = found["versions"]
    assert (version["language"], version["pages"], version["job_number"]) == ("en", 7, "V.21-1")
    (file,) = version["files"]
    assert client.get(file["url"]).content == b"text"
    assert (found["type"], found["recommendations"]) == ("report", 1)
    assert found["meeting"]["slug"] == "wg-international-cooperation-12"
    assert client.get(found["recommendations_url"]).json()["total"] == 1


@pytest.mark.parametrize(
    "address", ["documents/CTOC/COP/WG.4/2021/1", "documents/ctoc/cop/wg.3/2021/1", "meetings/old-slug"]
)
def test_other_addresses_lead_to_the_one(client: Client, known: Recommendation, address: str) -> None:
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
def test_documents_narrowed(client: Client, parameters: str, symbols: list[str]) -> None:
    make.version(make.document("A/1", date=datetime.date(2020, 5, 1)), "fr")
    make.version(make.document("B/2", date=datetime.date(2022, 5, 1), kind="report", meeting=make.meeting()))
    make.version(make.document("C/3", date=None))
    make.version(make.document("D/4"), published=False)
    found = answer(client, f"documents?{parameters}")
    assert [item["address"] for item in found["items"]] == symbols
    assert found["total"] == len(symbols)


def test_meetings_with_their_counts(client: Client, known: Recommendation) -> None:
    make.meeting(make.conference(), 3)  # nothing belongs to it
    found = answer(client, "meetings")
    assert [(item["slug"], item["documents"], item["recommendations"]) for item in found["items"]] == [
        ("cop-11", 0, 0),
        ("wg-international-cooperation-12", 1, 1),
    ]
    assert [item["slug"] for item in answer(client, "meetings?body=cop")["items"]] == ["cop-11"]
    assert [item["slug"] for item in answer(client, "meetings?year=2021")["items"]] == [
        "wg-international-cooperation-12"
    ]
    one = answer(client, "meetings/cop-11")
    assert one["name"].startswith("Eleventh session of the Conference of the Parties")


# --- vocabularies ------------------------------------------------------------------------------------


def test_articles_with_their_counts(client: Client, known: Recommendation) -> None:
    make.article("uncac:5")
    found = answer(client, "articles?instrument=untoc")
    assert [(item["article"], item["recommendations"], item["paragraphs"]) for item in found["items"]] == [
        ("untoc:18", 1, {}),
        ("untoc:19", 1, {"untoc:19:2": 1}),
    ]
    assert [item["article"] for item in answer(client, "articles")["items"]] == ["untoc:18", "untoc:19", "uncac:5"]
    assert answer(client, "articles/untoc:19")["title"] == "Title of 19"


def test_topics_with_their_counts(client: Client, known: Recommendation) -> None:
    found = answer(client, "topics")
    assert [(item["key"], item["parent"], item["recommendations"]) for item in found["items"]] == [
        ("forms", None, 1),
        ("joint-investigations", "forms", 1),
    ]
    assert [item["key"] for item in answer(client, "topics?parent=forms")["items"]] == ["joint-investigations"]
    assert answer(client, "topics/forms")["labels"] == {"en": "Forms"}


# --- what is published -------------------------------------------------------------------------------


def test_staff_see_here_what_everybody_sees(client: Client) -> None:
    row = make.recommendation(of=make.version(make.document("X/1"), published=False))
    client.force_login(User.objects.create_user("staff", is_staff=True))
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(f"/api/v1/recommendations/{row.pk}").status_code == 404
    assert client.get("/api/v1/documents/X/1").status_code == 404
    for address in ("recommendations", "paragraphs", "documents"):
        assert answer(client, address)["total"] == 0


def test_a_document_that_is_not_published_is_named_but_not_linked(client: Client) -> None:
    make.version(make.document("X/1"), published=False)
    row = make.recommendation("States should read X/1.")
    cite(row, row.paragraph, "X/1", value="X/1")
    (citation,) = answer(client, f"recommendations/{row.pk}")["citations"]
    assert (citation["value"], citation["document"]) == ("X/1", None)
