"""The help pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.help.views import PAGES
from recommendations.models import Recommendation

pytestmark = pytest.mark.django_db


def test_contents_lead_to_every_page(client: Client) -> None:
    contents = client.get(reverse("help")).content.decode()
    for slug, title in PAGES.items():
        address = reverse("help-page", args=[slug])
        assert f'href="{address}"' in contents
        response = client.get(address)
        assert response.status_code == 200
        assert f"<h1>{title}</h1>" in response.content.decode()


def test_an_unknown_page_is_not_found(client: Client) -> None:
    assert client.get(reverse("help-page", args=["page"])).status_code == 404


def test_every_status_is_explained(client: Client) -> None:
    page = client.get(reverse("help-page", args=["terms"])).content.decode()
    for label in Recommendation.Status.labels:
        assert f">{label[0].upper()}{label[1:]}</span></dt>" in page


def test_the_contact_address_is_shown_if_it_is_set(client: Client, settings: Any) -> None:
    address = reverse("help-page", args=["contact"])
    settings.CONTACT_EMAIL = ""
    assert "has not given a contact address" in client.get(address).content.decode()
    settings.CONTACT_EMAIL = "portal@example.org"
    page = client.get(address).content.decode()
    assert 'href="mailto:portal@example.org"' in page
    assert "has not given a contact address" not in page


def test_the_footer_leads_to_the_help(client: Client) -> None:
    assert f'href="{reverse("help")}"' in client.get(reverse("home")).content.decode()
