"""Pages, the API and compilations show where the recommendations of a meeting were endorsed."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.web.language_addresses import without_language
from recommendations.models import Endorsement, Recommendation
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Recommendation:
    return make.recommendation()


@pytest.fixture
def endorsement(row: Recommendation) -> Endorsement:
    session = make.meeting(make.conference(), 11)
    document = make.document("CTOC/COP/2022/9", meeting=session, title="Report of the Conference")
    return make.endorsement(make.version(document))


def test_recommendation_links_to_the_endorsing_paragraph(
    client: Client, row: Recommendation, endorsement: Endorsement
) -> None:
    page = client.get(row.get_absolute_url()).content.decode()
    place = f"CTOC/COP/2022/9, {endorsement.paragraph.path}"
    assert f'<a href="{endorsement.get_absolute_url()}">{place}</a>' in page
    assert "at its twelfth meeting" in page
    assert f"at its eleventh session (25–26 March 2020): {place}." in page
    assert '<span class="status status-endorsed">Endorsed</span>' in page


def test_lists_and_filters_show_the_status(client: Client, row: Recommendation, endorsement: Endorsement) -> None:
    page = client.get("/recommendations/", {"status": "endorsed"}).content.decode()
    assert row.get_absolute_url() in page
    assert "status-endorsed" in page
    assert row.get_absolute_url() not in client.get("/recommendations/", {"status": "adopted"}).content.decode()


def test_api_returns_both_statuses_and_the_endorsing_paragraph(
    client: Client, row: Recommendation, endorsement: Endorsement
) -> None:
    for data in (
        client.get(f"/api/v1/recommendations/{row.pk}", follow=True).json(),
        client.get("/api/v1/recommendations", {"status": "endorsed"}).json()["items"][0],
    ):
        assert (data["status"], data["stated_status"]) == ("endorsed", "adopted")
        assert data["endorsement"]["document"]["symbols"] == ["CTOC/COP/2022/9"]
        assert data["endorsement"]["meeting"]["slug"] == "cop-11"
        assert data["endorsement"]["path"] == endorsement.paragraph.path
        assert data["endorsement"]["url"].endswith(without_language(endorsement.get_absolute_url()))


def test_compilation_cites_the_endorsement(client: Client, row: Recommendation, endorsement: Endorsement) -> None:
    content = b"".join(client.get("/compile/?status=endorsed&by=topic&format=csv"))
    assert f"CTOC/COP/2022/9, {endorsement.paragraph.path}" in content.decode()


def test_review_lists_the_endorsements_in_a_document(
    admin_client: Client, row: Recommendation, endorsement: Endorsement
) -> None:
    page = admin_client.get("/documents/CTOC/COP/2022/9/review/").content.decode()
    assert "Endorsed recommendations" in page
    assert "Twelfth meeting of the Working Group on International Cooperation" in page
    assert "1 published recommendation" in page
    Endorsement.objects.filter(pk=endorsement.pk).update(meeting=None, symbol="CTOC/COP/WG.3/2021/4")
    page = admin_client.get("/documents/CTOC/COP/2022/9/review/").content.decode()
    assert "This report is not in the portal yet." in page
