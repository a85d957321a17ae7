"""Forms for corrections: input is kept, even if it is invalid or somebody else has changed the same field."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import Correction, LanguageVersion
from documents.services import publish
from portal.review.forms import FactsForm, RecommendationForm
from recommendations.corrections import FACTS, FIELDS, Edit
from recommendations.services.correcting import correct
from tests.lanes import quick_first
from tests.parsed import ITEM
from tests.portal.review.forms import REVIEW, SHAPE, A, corrections, form_data, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", [A, f"{REVIEW}masthead/"])
def test_unchanged_form_changes_nothing(admin_client: Client, version: LanguageVersion, address: str) -> None:
    response = admin_client.post(address, form_data(admin_client, address), follow=True)
    assert "No changes to save." in text_of(response)
    assert corrections() == []


def test_masthead_is_corrected(admin_client: Client, version: LanguageVersion) -> None:
    address = f"{REVIEW}masthead/"
    changes = {"date": "2021-03-27", "title": "New\r\ntitle", "meeting_place": "Vienna", "meeting_start": "2021-03-25"}
    response = admin_client.post(address, form_data(admin_client, address, **changes))
    assert response.url == f"{REVIEW}?language=en#masthead"
    assert corrections() == [
        ("", "title", "New\ntitle"),
        ("", "date", "2021-03-27"),
        ("", "meeting", {"place": "Vienna", "start": "2021-03-25"}),
    ]


def test_fields_of_a_recommendation_are_corrected(admin_client: Client, version: LanguageVersion) -> None:
    changes = {"articles": "art. 18 (13) UNTOC", "topics": ["extradition"], "strength": "", "note": "as printed"}
    response = admin_client.post(A, form_data(admin_client, A, **changes), follow=True)
    assert "3 corrections saved." in text_of(response)
    assert "Organized Crime Convention, article 18, paragraph 13" in text_of(response)
    assert corrections() == [
        ("para-1-a", "articles", ["untoc:18(13)"]),
        ("para-1-a", "topics", ["extradition"]),
        ("para-1-a", "strength", None),
    ]
    assert set(Correction.objects.values_list("note", flat=True)) == {"as printed"}


def test_page_of_a_recommendation_links_to_its_correction_for_editors(
    admin_client: Client, client: Client, version: LanguageVersion
) -> None:
    publish([version])
    address = version.recommendations.get(anchor="para-1-a").get_absolute_url()
    assert f'href="{A}?language=en"' in admin_client.get(address).content.decode()
    assert "/en/review/" not in client.get(address).content.decode()


def test_articles_are_shown_in_words_and_can_be_chosen_from_a_list(
    admin_client: Client, version: LanguageVersion
) -> None:
    form = admin_client.get(A).context["form"]
    assert form["articles"].value().splitlines() == [
        "Organized Crime Convention, article 19",
        "Organized Crime Convention, article 20",
    ]
    assert ("uncac:46", "Convention against Corruption, article 46 – Mutual legal assistance") in form.fields[
        "listed_articles"
    ].choices
    admin_client.post(A, form_data(admin_client, A, listed_articles=["untoc:19", "uncac:46"]))
    assert corrections() == [("para-1-a", "articles", ["untoc:19", "untoc:20", "uncac:46"])]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"articles": "article 18 (3) and bogus"},
            "Understood: Organized Crime Convention, article 18, paragraph 3. Not understood: “bogus”.",
        ),
        ({"articles": "article 99"}, "“article 99” is not a known article"),
        (
            {"articles": "zebra\narticle 18, paragraph 99"},
            "“article 18, paragraph 99”: there is no such paragraph (Organized Crime Convention, article 18, paragraph "
            "99). Check the number.",
        ),
        ({"articles": "zebra\narticle 18, paragraph 99"}, "“zebra” is not a known article."),
        ({"text": " "}, "Enter the text."),
        ({"status": "adopted", "adopted_by": ""}, "without the meeting that adopted it"),
        ({"initial_values": "{"}, "The form was incomplete."),
    ],
)
def test_errors_are_shown_and_input_is_kept(
    admin_client: Client, version: LanguageVersion, changes: dict[str, str], message: str
) -> None:
    response = admin_client.post(A, form_data(admin_client, A, heading="<b>Typed</b>", **changes))
    assert response.status_code == 400
    assert message in text_of(response)
    assert response.context["form"]["heading"].value() == "<b>Typed</b>"
    assert "<b>Typed" not in response.content.decode()
    assert corrections() == []


# --- concurrent changes --------------------------------------------------------------------------------


@pytest.fixture
def conflict_response(admin_client: Client, version: LanguageVersion) -> Any:
    """The response to a form that changes the heading and the strength, after Ann has changed the heading."""
    sent = form_data(admin_client, A, heading="Mine", strength="urged")
    ann = User.objects.create_user("ann")
    correct(version, [Edit("field", "para-1-a", "heading", "Recommendations", "Ann's")], ann, seen=0, note="as I read")
    return admin_client.post(A, sent)


def hidden_fields(response: Any) -> dict[str, str]:
    return {name: response.context[name] for name in ("edits", "current_values", "seen", "note")}


def test_concurrent_change_is_shown_next_to_the_input(conflict_response: Any) -> None:
    assert conflict_response.status_code == 409
    page = text_of(conflict_response)
    for words in ("Changed by ann on", "Ann's", "Mine", "as I read", "Your other correction will be saved"):
        assert words in page
    assert corrections() == [("para-1-a", "heading", "Ann's")]


@pytest.mark.parametrize(
    ("choice", "heading"),
    quick_first(
        [
            ({"choice-0": "mine"}, "Mine"),
            ({"all": "theirs"}, "Ann's"),
            ({}, "Ann's"),
            ({"choice-0": "theirs"}, "Ann's"),
            ({"all": "mine"}, "Mine"),
        ],
        3,
    ),
)
def test_choice_between_the_two_values_keeps_other_corrections(
    admin_client: Client, version: LanguageVersion, conflict_response: Any, choice: dict[str, str], heading: str
) -> None:
    address = conflict_response.wsgi_request.path.replace("recommendations/para-1-a/", "settle/")
    response = admin_client.post(address, {**hidden_fields(conflict_response), **choice})
    assert response.status_code == 302
    recommendation = version.recommendations.get(anchor="para-1-a")
    assert (recommendation.heading, recommendation.strength) == (heading, "urged")


@pytest.mark.parametrize("edits", ["", "{}", "[1]", '[{"kind": "zebra"}]', "null"])
def test_malformed_choice_changes_nothing(admin_client: Client, version: LanguageVersion, edits: str) -> None:
    response = admin_client.post(f"{REVIEW}settle/", {"edits": edits, "current_values": "{}", "seen": "0"}, follow=True)
    assert "form was incomplete" in text_of(response) or "No changes to save." in text_of(response)
    assert corrections() == []


def test_correction_of_a_removed_recommendation_is_rejected(admin_client: Client, version: LanguageVersion) -> None:
    ann = User.objects.create_user("ann")
    sent = form_data(admin_client, A, heading="Mine")
    correct(version, [Edit("remove", "para-1-a", "", ITEM)], ann, seen=0)
    response = admin_client.post(A, sent)
    assert response.status_code == 409
    assert "Mine" in text_of(response)
    assert "can no longer be applied" in text_of(response)
    assert "changed by ann" in text_of(response).lower()
    assert admin_client.get(A).status_code == admin_client.get(SHAPE).status_code == 404


@pytest.mark.parametrize(
    ("changes", "typed"),
    [
        ({"articles": "article 99", "topics": ["extradition"]}, ["article 99", "Extradition"]),
        ({"text": " ", "heading": "Mine"}, ["Mine"]),
        ({"initial_values": "5", "heading": "Mine"}, ["Mine"]),
        ({"initial_values": '{"articles": 5}', "heading": "Mine", "seen": "x"}, ["Mine"]),
    ],
)
def test_input_for_a_removed_recommendation_is_kept(
    admin_client: Client, version: LanguageVersion, changes: dict[str, Any], typed: list[str]
) -> None:
    sent = form_data(admin_client, A, note="as <b>printed</b>", **changes)
    correct(
        version, [Edit("remove", "para-1-a", "", ITEM)], User.objects.create_user("ann"), seen=0, note="not printed"
    )
    for address, form in ((A, sent), (SHAPE, {"action": "split", "marked": typed[0], "note": "as <b>printed</b>"})):
        response = admin_client.post(address, form)
        assert response.status_code == 409
        for words in (*(typed if form is sent else typed[:1]), "as <b>printed</b>", "not printed", "Changed by ann on"):
            assert words in text_of(response)
        assert "<b>printed" not in response.content.decode()


def test_forms_cover_all_fields() -> None:
    """Each field that can be corrected has a form field."""
    assert set(RecommendationForm.corrected_fields) == set(FIELDS)
    assert set(FactsForm.corrected_fields) == set(FACTS)
