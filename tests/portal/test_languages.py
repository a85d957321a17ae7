"""The language of pages: in their address, from the reader's choice or browser, and in links to other languages."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import override_settings

from documents.services.preferences import set_language
from documents.web.language_addresses import without_language
from portal.emails import send_password_links
from portal.monitoring.metrics import REQUESTS
from tests import builders as make
from tests.clients import BrowserClient

pytestmark = pytest.mark.django_db

CODES = ["ar", "zh", "en", "fr", "ru", "es"]


@pytest.fixture
def browser_client() -> BrowserClient:
    return BrowserClient()


@pytest.mark.parametrize("code", CODES)
def test_address_decides_the_language_of_a_page(browser_client: BrowserClient, code: str) -> None:
    browser_client.cookies["language"] = "es"
    response = browser_client.get(f"/{code}/articles/", headers={"Accept-Language": "ru"})
    language = "zh-hans" if code == "zh" else code
    direction = "rtl" if code == "ar" else "ltr"
    markup = response.content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in markup
    assert response["Content-Language"] == language
    assert f'href="/{code}/meetings/"' in markup


@pytest.mark.parametrize("address", ["/robots.txt", "/llms.txt", "/sitemap.xml"])
def test_files_without_a_language_do_not_name_one(browser_client: BrowserClient, address: str) -> None:
    response = browser_client.get(address, headers={"Accept-Language": "fr"})
    assert response.status_code == 200
    assert not response.has_header("Content-Language")


@pytest.mark.parametrize(
    ("cookie", "accepted", "code"),
    [
        ("", "", "en"),
        ("", "ru, en;q=0.5", "ru"),
        ("", "de, zh-TW;q=0.8, en;q=0.5", "zh"),
        ("", "fr-CA", "fr"),
        ("", "de", "en"),
        ("ar", "ru", "ar"),
        ("zh-hans", "ru", "zh"),
        ("xx", "ru", "ru"),
    ],
)
def test_address_without_language_leads_to_the_readers(
    browser_client: BrowserClient, cookie: str, accepted: str, code: str
) -> None:
    if cookie:
        browser_client.cookies["language"] = cookie
    response = browser_client.get("/recommendations/?q=a%20b&topic=c&topic=d", headers={"Accept-Language": accepted})
    assert (response.status_code, response.url) == (302, f"/{code}/recommendations/?q=a%20b&topic=c&topic=d")
    assert {"Cookie", "Accept-Language"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/", "/en/"),
        ("/api/", "/en/api/"),
        ("/documents/CTOC/COP/2022/L.4/", "/en/documents/CTOC/COP/2022/L.4/"),
        ("/matrix/table.csv?by=topic", "/en/matrix/table.csv?by=topic"),
        ("/suggestions?q=a", "/en/suggestions?q=a"),
        ("/nothing/", None),
        ("/fr/nothing/", None),
        ("/api/v1/recommendations", None),
        ("/robots.txt", None),
        ("/health/live", None),
    ],
)
def test_only_pages_are_redirected(browser_client: BrowserClient, address: str, target: str | None) -> None:
    response = browser_client.get(address)
    assert (response.url if response.status_code == 302 else None) == target


def test_missing_slash_is_added_too(browser_client: BrowserClient) -> None:
    response = browser_client.get("/articles?x=1", follow=True)
    assert response.redirect_chain[-1][0] == "/en/articles/?x=1"
    assert browser_client.get("/fr").url == "/fr/"


def test_form_sent_to_an_old_address_is_sent_again(browser_client: BrowserClient) -> None:
    row = make.recommendation()
    response = browser_client.post("/basket/", {"add": row.pk}, follow=True)
    assert response.redirect_chain[0] == ("/en/basket/", 307)
    assert "1" in browser_client.get("/en/basket/").content.decode().partition('class="basket-count')[2][:200]


def test_unknown_address_is_explained_in_the_readers_language(browser_client: BrowserClient) -> None:
    response = browser_client.get("/nothing/", headers={"Accept-Language": "ar"})
    assert response.status_code == 404
    assert '<html lang="ar" dir="rtl">' in response.content.decode()


def test_language_bar_leads_to_the_same_page(browser_client: BrowserClient) -> None:
    markup = browser_client.get("/fr/recommendations/?topic=a&topic=b").content.decode()
    bar = re.search(r'<nav class="languages.*?</nav>', markup, re.DOTALL)
    assert bar is not None
    links = re.findall(
        r'<a href="(.*?)" lang="(.*?)" hreflang="(.*?)" dir="(.*?)"( aria-current="page")?>(.*?)<', bar[0]
    )
    query = "/recommendations/?topic=a&amp;topic=b"
    assert links == [
        (f"/ar{query}", "ar", "ar", "rtl", "", "عربي"),
        (f"/zh{query}", "zh-hans", "zh", "ltr", "", "中文"),
        (f"/en{query}", "en", "en", "ltr", "", "English"),
        (f"/fr{query}", "fr", "fr", "ltr", ' aria-current="page"', "Français"),
        (f"/ru{query}", "ru", "ru", "ltr", "", "Русский"),
        (f"/es{query}", "es", "es", "ltr", "", "Español"),
    ]


@pytest.mark.parametrize(
    ("referrer", "is_kept"),
    [
        ("http://testserver/en/meetings/", True),
        ("http://testserver/fr/meetings/", False),
        ("http://testserver/admin/", False),
        ("https://example.org/en/", False),
        ("", False),
    ],
)
def test_language_chosen_on_a_page_is_kept(browser_client: BrowserClient, referrer: str, is_kept: bool) -> None:
    response = browser_client.get("/fr/articles/", headers={"Referer": referrer})
    assert ("language" in response.cookies) == is_kept
    expected = "/fr/articles/" if is_kept else "/en/articles/"
    assert browser_client.get("/articles/").url == expected
    if is_kept:
        cookie = response.cookies["language"]
        assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("fr", "Lax", True)


def test_search_engines_find_the_other_languages(browser_client: BrowserClient) -> None:
    markup = browser_client.get("/zh/recommendations/?topic=b&topic=a&q=").content.decode()
    query = "/recommendations/?topic=a&amp;topic=b"
    assert f'<link rel="canonical" href="http://testserver/zh{query}">' in markup
    alternates = re.findall(r'<link rel="alternate" hreflang="(.*?)" href="http://testserver(.*?)">', markup)
    assert alternates == [*((code, f"/{code}{query}") for code in CODES), ("x-default", query)]
    assert 'rel="alternate"' not in browser_client.get("/nothing/").content.decode()


def test_metrics_do_not_distinguish_languages(browser_client: BrowserClient) -> None:
    before = _count("articles")
    for address in ("/fr/articles/", "/en/articles/", "/articles/"):
        browser_client.get(address)
    assert _count("articles") - before == 3


def _count(view: str) -> float:
    samples = (sample for metric in REQUESTS.collect() for sample in metric.samples)
    return sum(s.value for s in samples if s.name.endswith("_total") and s.labels["view"] == view)


def test_secret_addresses_are_not_logged_when_redirected(
    browser_client: BrowserClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="portal.access"):
        assert browser_client.get("/password/new/MQ/a-secret-token/").status_code == 302
    assert "/en/password/new/" in caplog.text
    assert "a-secret-token" not in caplog.text


def test_login_leads_back_to_the_page_in_its_language(browser_client: BrowserClient) -> None:
    assert browser_client.get("/fr/review/").url == "/fr/login/?next=/fr/review/"
    User.objects.create_superuser("root", password="a long password")
    response = browser_client.post("/fr/login/?next=/fr/review/", {"username": "root", "password": "a long password"})
    assert response.url == "/fr/review/"


def test_links_for_other_readers_have_no_language(browser_client: BrowserClient) -> None:
    row = make.recommendation()
    path = without_language(row.get_absolute_url())
    page = browser_client.get(f"/fr{path}")
    assert page.status_code == 200
    assert f'data-copy-text="http://testserver{path}"' in page.content.decode()
    api = browser_client.get(f"/api/v1/recommendations/{row.pk}", headers={"Accept-Language": "fr"}, follow=True).json()
    assert api["url"] == f"http://testserver{path}"
    table = browser_client.get("/fr/compile/?format=csv").getvalue().decode()
    assert f"http://testserver{path}" in table


@pytest.mark.parametrize(("accepted", "language"), [("", "en"), ("de, fr;q=0.5", "fr"), ("zh", "zh-hans"), ("*", "en")])
def test_api_answers_in_an_accepted_language(browser_client: BrowserClient, accepted: str, language: str) -> None:
    browser_client.cookies["language"] = "ru"
    make.recommendation(meeting=make.meeting(make.body(), 12))
    response = browser_client.get("/api/v1/meetings", headers={"Accept-Language": accepted})
    assert response["Content-Language"] == language
    assert "Accept-Language" in response["Vary"]
    words = {"en": "Twelfth meeting", "fr": "douzième réunion", "zh-hans": "第十二次会议"}[language]
    assert words in response.json()["items"][0]["name"]


def test_sheets_are_from_right_to_left_in_arabic(browser_client: BrowserClient) -> None:
    make.recommendation()
    for code, is_right_to_left in (("ar", True), ("fr", None)):
        response = browser_client.get(f"/{code}/compile/?format=excel")
        workbook = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
        assert [sheet.sheet_view.rightToLeft for sheet in workbook] == [is_right_to_left] * 2


def test_word_files_are_from_right_to_left_in_arabic(browser_client: BrowserClient) -> None:
    make.recommendation("States should act.")
    response = browser_client.get("/ar/compile/?format=word")
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as package:
        document = package.read("word/document.xml").decode()
    paragraphs = re.findall(r"<w:p>.*?</w:p>", document, re.DOTALL)
    english = [each for each in paragraphs if "States should act." in each]
    arabic = [each for each in paragraphs if re.search("[\u0600-\u06ff]", each)]
    assert len(arabic) > 3
    assert all("<w:bidi/>" in each for each in arabic)
    assert not any("<w:bidi/>" in each for each in english)


@override_settings(EMAIL_HOST="mail.example.org", PORTAL_URL="https://portal.example.org")
def test_emails_are_in_the_language_of_the_account() -> None:
    user = User.objects.create_user("amal", "amal@example.org", "a long password")
    set_language(user, "fr")
    send_password_links(email="amal@example.org")
    [message] = mail.outbox
    assert "Bonjour" in str(message.body)
    assert "https://portal.example.org/fr/password/new/" in str(message.body)
