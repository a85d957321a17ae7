"""The files and pages that programs look for at fixed addresses."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from lxml import etree

from documents.models import LanguageVersion
from portal.discovery import sitemap
from tests import builders as make

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def locations(client: Client, address: str) -> list[str]:
    root = etree.fromstring(client.get(address).content)
    assert root.tag in (f"{SITEMAP}sitemapindex", f"{SITEMAP}urlset")
    return [location.text or "" for location in root.iter(f"{SITEMAP}loc")]


class TestSitemap:
    def test_every_public_page_is_listed_once_and_can_be_opened(self, client: Client) -> None:
        row = make.recommendation("Zebras graze.", articles=["untoc:18"], topics=[make.topic("extradition")])
        french = make.version(row.version.document, language="fr")
        make.recommendation("Les zèbres.", of=french, place=row.place)
        make.version(make.document("A/99"), published=False)
        make.version(make.document(title="Draft", content_key="0123456789abcdef"))
        listed = [
            page for file in locations(client, "/sitemap.xml") for page in locations(client, file.removeprefix(HOST))
        ]
        assert len(listed) == len(set(listed))
        assert HOST + row.get_absolute_url() in listed
        assert f"{HOST}/en/documents/unnumbered/0123456789abcdef/" in listed
        assert not [page for page in listed if "A/99" in page]
        for page in listed:
            assert client.get(page.removeprefix(HOST)).status_code == 200, page

    def test_entry_names_the_page_in_every_language_and_its_last_change(self, client: Client) -> None:
        version = make.version(make.document("A/1 (I)&B"))
        LanguageVersion.objects.update(published_at=datetime.datetime(2024, 1, 2, 3, 4, 5, 6, tzinfo=datetime.UTC))
        row = make.recommendation("Zebras graze.", of=version, anchor="пункт-3")
        root = etree.fromstring(client.get("/sitemap-recommendations-1.xml").content)
        [entry] = root.iter(f"{SITEMAP}url")
        assert entry.findtext(f"{SITEMAP}loc") == HOST + row.get_absolute_url()
        assert entry.findtext(f"{SITEMAP}lastmod") == "2024-01-02T03:04:05+00:00"
        links = {link.get("hreflang"): link.get("href") for link in entry.iter(LINK)}
        assert set(links) == {"ar", "zh", "en", "fr", "ru", "es", "x-default"}
        assert links["fr"] == HOST + row.get_absolute_url().replace("/en/", "/fr/")
        assert links["x-default"] == HOST + row.get_absolute_url().replace("/en/", "/")

    def test_files_have_a_limited_size(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sitemap, "FILE_SIZE", 2)
        rows = [make.recommendation(f"Zebra {number}.") for number in range(5)]
        files = [file for file in locations(client, "/sitemap.xml") if "recommendations" in file]
        assert files == [f"{HOST}/sitemap-recommendations-{number}.xml" for number in (1, 2, 3)]
        pages = [locations(client, file.removeprefix(HOST)) for file in files]
        assert [len(page) for page in pages] == [2, 2, 1]
        assert {address for page in pages for address in page} == {HOST + row.get_absolute_url() for row in rows}

    @pytest.mark.parametrize("name", ["recommendations-2", "recommendations-0", "zebras-1"])
    def test_unknown_file_is_not_found(self, client: Client, name: str) -> None:
        assert client.get(f"/sitemap-{name}.xml").status_code == 404

    @pytest.mark.parametrize("section", sitemap.SECTIONS)
    def test_number_of_queries_is_limited(
        self, client: Client, section: str, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(9):
            make.recommendation(f"Zebra {number}.", of=make.version(make.document(f"A/{number}")))
        with django_assert_max_num_queries(5):
            assert client.get(f"/sitemap-{section}-1.xml").status_code == 200


def test_robots_are_excluded_from_searches_and_staff_pages(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    for address in (
        "/recommendations?",
        "/en/recommendations/?",
        "/recommendations.atom?",
        "/en/recommendations.atom?",
        "/api/v1/",
        "/oai/",
        "/data/*/",
        "/admin/",
    ):
        assert f"Disallow: {address.replace('recommendations?', 'recommendations/?')}\n" in text
    assert "Disallow: /documents" not in text
    assert f"Sitemap: {HOST}/sitemap.xml\n" in text


def test_search_can_be_added_to_a_browser(client: Client) -> None:
    response = client.get("/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    root = etree.fromstring(response.content)
    namespace = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert len(root.findtext(f"{namespace}ShortName") or "") <= 16
    assert len(root.findtext(f"{namespace}Description") or "") <= 1024
    templates = {url.get("type"): url.get("template") for url in root.iter(f"{namespace}Url")}
    assert templates["text/html"] == f"{HOST}/recommendations/?q={{searchTerms}}"
    address = (templates["application/atom+xml"] or "").replace("{searchTerms}", "zebras").replace("{startPage?}", "1")
    assert client.get(address.removeprefix(HOST)).status_code == 200
    page = client.get("/").content.decode()
    assert (
        '<link rel="search" type="application/opensearchdescription+xml" title="UNTOC Portal" href="/opensearch.xml">'
        in page
    )


def test_every_address_in_llms_txt_exists(client: Client) -> None:
    make.recommendation("Zebras graze.", of=make.version(make.document("CTOC/COP/2022/L.4")), anchor="annex-i-a")
    text = client.get("/llms.txt").content.decode()
    assert text.startswith("# UNTOC Portal\n\n> ")
    addresses = re.findall(rf"{HOST}(/[^\s)]*[^\s).:])", text)
    assert len(addresses) > 5
    for address in addresses:
        expected = 405 if address == "/mcp/" else 200
        assert client.get(address).status_code == expected, address
    assert "/mcp/" in addresses


def test_security_contact_is_published_if_set(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == f"{HOST}/.well-known/security.txt"
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    assert datetime.timedelta(days=30) < expires - datetime.datetime.now(datetime.UTC) < datetime.timedelta(days=365)


def test_about_leads_to_the_help_pages(client: Client) -> None:
    response = client.get("/about/")
    assert (response.status_code, response["Location"]) == (301, "/help/")


def test_icon_is_served_at_the_address_that_browsers_try() -> None:
    icon = Path(django_settings.WHITENOISE_ROOT) / "favicon.ico"
    assert icon.read_bytes()[:4] == b"\x00\x00\x01\x00"
