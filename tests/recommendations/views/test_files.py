"""Recommendations and documents as files: their addresses with a suffix."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from documents.models import LanguageVersion, Paragraph
from recommendations.models import FormerPlace, Recommendation, RetiredRecommendation
from tests import builders as make

pytestmark = pytest.mark.django_db

ADDRESS = "/recommendations/CTOC/COP/2022/L.4/annex-i-a"
DOCUMENT = "/documents/CTOC/COP/2022/L.4"


@pytest.fixture
def row() -> Recommendation:
    version = make.version(make.document("CTOC/COP/2022/L.4", "A/1", title="Draft report"))
    row = make.recommendation("Zebras graze.", of=version, path="Annex I (a)", anchor="annex-i-a", page=4)
    Paragraph.objects.filter(pk=row.paragraph_id).update(page=4)
    return row


class TestRecommendations:
    def test_json_is_what_the_api_returns(self, client: Client, row: Recommendation) -> None:
        response = client.get(f"{ADDRESS}.json")
        assert response.json() == client.get(f"/api/v1{ADDRESS}").json()
        assert response["Access-Control-Allow-Origin"] == "*"
        assert client.get(f"{ADDRESS}.json", headers={"If-None-Match": response["ETag"]}).status_code == 304

    @pytest.mark.parametrize(
        ("suffix", "media_type", "expected"),
        [
            (
                "bib",
                "application/x-bibtex",
                "  url = {http://testserver/recommendations/CTOC/COP/2022/L.4/annex-i-a/},",
            ),
            ("ris", "application/x-research-info-systems", "SP  - 4"),
            ("csl", "application/vnd.citationstyles.csl+json", '"URL": "http://testserver' + ADDRESS + '/"'),
        ],
    )
    def test_citation_names_the_lasting_address(
        self, client: Client, row: Recommendation, suffix: str, media_type: str, expected: str
    ) -> None:
        response = client.get(f"{ADDRESS}.{suffix}")
        assert response["Content-Type"] == f"{media_type}; charset=utf-8"
        assert expected in response.content.decode()

    def test_text_is_in_the_requested_language(self, client: Client, row: Recommendation) -> None:
        french = make.version(row.version.document, language="fr")
        make.recommendation("Les zèbres.", of=french, place=row.place)
        assert client.get(f"{ADDRESS}.json?language=fr").json()["text"] == "Les zèbres."
        assert client.get(f"{ADDRESS}.json?language=ru").json()["text"] == "Zebras graze."

    @pytest.mark.parametrize("form", ["bibtex", "ris", "csl"])
    def test_record_is_in_the_language_of_the_text(self, client: Client, row: Recommendation, form: str) -> None:
        record = client.get(f"/fr/documents/CTOC/COP/2022/L.4/cite/{row.anchor}/?form={form}").content.decode()
        assert "United Nations" in record
        assert "annex" in record
        assert "Nations Unies" not in record
        assert "annexe" not in record

    @pytest.mark.parametrize("address", ["ctoc/cop/2022/l.4/annex-i-a", "A/1/annex-i-a", "A/1/annex-i-z"])
    def test_other_addresses_redirect(self, client: Client, row: Recommendation, address: str) -> None:
        FormerPlace.objects.create(document=row.version.document, place="annex-i-z", current_place="annex-i-a")
        response = client.get(f"/recommendations/{address}.ris?language=en")
        assert (response.status_code, response["Location"]) == (301, f"{ADDRESS}.ris?language=en")

    @pytest.mark.parametrize("suffix", ["json", "bib", "ris", "csl"])
    def test_unknown_retired_and_withdrawn_places_are_problems(
        self, client: Client, row: Recommendation, suffix: str
    ) -> None:
        make_retired(row.version, "annex-i-b")
        for place, status in (("annex-i-b", 410), ("annex-i-c", 404)):
            response = client.get(f"/recommendations/CTOC/COP/2022/L.4/{place}.{suffix}")
            assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        LanguageVersion.objects.update(
            published_at=None, withdrawn_at=timezone.now(), withdrawn_reason="Issued in error."
        )
        response = client.get(f"{ADDRESS}.{suffix}")
        assert (response.status_code, "Issued in error." in response.json()["detail"]) == (410, True)

    def test_unpublished_text_is_not_found_even_for_staff(self, admin_client: Client, row: Recommendation) -> None:
        LanguageVersion.objects.update(published_at=None)
        assert admin_client.get(f"{ADDRESS}.json").status_code == 404


class TestDocuments:
    def test_json_is_what_the_api_returns(self, client: Client, row: Recommendation) -> None:
        data = client.get(f"{DOCUMENT}.json").json()
        assert data == client.get("/api/v1/documents/CTOC/COP/2022/L.4").json()

    def test_csl_describes_a_report(self, client: Client, row: Recommendation) -> None:
        [item] = json.loads(client.get(f"{DOCUMENT}.csl").content)
        assert (item["type"], item["number"], item["title"]) == ("report", "CTOC/COP/2022/L.4-A/1", "Draft report")
        assert item["issued"] == {"date-parts": [[make.DAY.year, make.DAY.month, make.DAY.day]]}

    def test_other_symbol_redirects(self, client: Client, row: Recommendation) -> None:
        assert client.get("/documents/A/1.bib")["Location"] == f"{DOCUMENT}.bib"

    def test_unknown_document_is_a_problem(self, client: Client) -> None:
        response = client.get("/documents/A/99.json")
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def make_retired(version: LanguageVersion, place: str) -> None:
    row = make.recommendation("Removed.", of=version, anchor=place, indexed=False)
    RetiredRecommendation.objects.create(
        key=row.pk,
        version=version,
        anchor=place,
        place=place,
        path=row.path,
        text=row.text,
        retired_at=version.published_at or make.DAY,
    )
    row.delete()
