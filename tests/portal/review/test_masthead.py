"""Corrections of the masthead, and what follows them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from documents.models import Correction, LanguageVersion
from documents.parsing.serialize import to_plain
from documents.parsing.types import Dates
from documents.services import store_document
from recommendations.extraction.types import Status
from recommendations.services import sync_recommendations
from tests.parsed import TWELFTH, draft, extraction, parsed
from tests.portal.review.forms import REVIEW, corrections, form_data, text_of
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

MASTHEAD = f"{REVIEW}masthead/"
THIRTEENTH = {"session": "Thirteenth meeting", "meeting_start": "2022-05-24", "meeting_end": "2022-05-25"}


@pytest.fixture
def session_document(db: None) -> LanguageVersion:
    """A document whose masthead names the twelfth meeting, which adopted its recommendations."""
    vocabularies()
    source = parsed("A/1", session="Twelfth meeting", meeting=Dates("Vienna", date(2021, 3, 25), date(2021, 3, 26)))
    adopted = {"status": Status.ADOPTED, "adopted_by": TWELFTH, "meeting": TWELFTH}
    extracted = replace(extraction(draft("a", 2, 0, **adopted), draft("b", 3, 1, **adopted)), meeting=TWELFTH)
    version = store_document(source, b"bytes", "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    return version


def adopting_meetings(version: LanguageVersion) -> list[str]:
    return [str(row.adopted_by) for row in version.recommendations.order_by("position")]


def test_recommendations_follow_a_corrected_meeting_if_the_editor_says_so(
    admin_client: Client, session_document: LanguageVersion
) -> None:
    asked = admin_client.post(MASTHEAD, form_data(admin_client, MASTHEAD, **THIRTEENTH))
    assert asked.url.startswith(f"{REVIEW}meeting/?language=en&before=wg-international-cooperation-12")
    assert "2 recommendations still name the twelfth meeting" in text_of(admin_client.get(asked.url))
    assert adopting_meetings(session_document) == ["wg-international-cooperation-12"] * 2
    saved = admin_client.post(asked.url, {"anchor": ["para-1-a"], "seen": "1"}, follow=True)
    assert "2 corrections saved." in text_of(saved)
    assert adopting_meetings(session_document) == ["wg-international-cooperation-13", "wg-international-cooperation-12"]
    assert Correction.objects.filter(field="adopted_by", anchor="para-1-a").count() == 1


def test_languages_are_in_the_order_of_their_names(admin_client: Client, session_document: LanguageVersion) -> None:
    html = admin_client.get(MASTHEAD.replace("/en/", "/es/", 1)).content.decode()
    names = re.findall(r'<option value="(?:ar|en|es|fr|ru|zh)"[^>]*>([^<]+)', html)[:6]
    assert names == ["Árabe", "Chino", "Español", "Francés", "Inglés", "Ruso"]


def test_nothing_is_asked_if_the_meeting_stays(admin_client: Client, session_document: LanguageVersion) -> None:
    response = admin_client.post(MASTHEAD, form_data(admin_client, MASTHEAD, title="Another title"))
    assert response.url == f"{REVIEW}?language=en#masthead"
    again = admin_client.get(f"{REVIEW}meeting/?before=wg-international-cooperation-12", follow=True)
    assert "No recommendation names the former meeting any more." in text_of(again)


def test_languages_that_a_corrigendum_concerns_are_corrected(admin_client: Client, version: LanguageVersion) -> None:
    admin_client.post(MASTHEAD, form_data(admin_client, MASTHEAD, languages_concerned=["fr", "ru"]))
    assert corrections() == [("", "languages_concerned", ["fr", "ru"])]
    version.refresh_from_db()
    assert version.parsed["masthead"]["languages_concerned"] == ["fr", "ru"]
    page = text_of(admin_client.get(REVIEW))
    assert "Languages this corrigendum applies to" in page
    assert "French, Russian" in page
