"""Loading the text of a treaty on its page: read, check, confirm. The texts are invented."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.models import Change
from documents.web.roles import Role
from recommendations.models import Provision, TreatyText
from recommendations.views.treaty_texts import MAX_BYTES
from tests import builders as make

pytestmark = pytest.mark.django_db

ADDRESS = "/articles/untoc/text/"
TEXT = (
    "Article 1\nPurpose\n\nThe purpose is <to cooperate>.\n\n"
    "Article 2\nUse of terms\n\n1. A term:\n\n(a) one;\n\n(b) another.\n\n2. Another term.\n"
)


@pytest.fixture(autouse=True)
def articles() -> None:
    make.article("untoc:1", title="Purpose")
    make.article("untoc:2", title="Use of terms")


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make.person(Role.ADMINISTRATOR))
    return client


def read(client: Client, content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    response = client.post(ADDRESS, {"action": "read", "file": SimpleUploadedFile("untoc.txt", data)})
    return response.content.decode()


def hidden(html: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
    assert found is not None
    return unescape(found[1])


def test_file_is_shown_as_read_and_loaded_only_when_confirmed(administrator: Client) -> None:
    html = read(administrator, TEXT)
    for shown in ("2 articles", "3 paragraphs", "2 subparagraphs", "Use of terms", "(b)", "&lt;to cooperate&gt;"):
        assert shown in html
    assert not TreatyText.objects.exists()
    text, name = hidden(html, "text"), hidden(html, "name")
    response = administrator.post(ADDRESS, {"action": "load", "text": text.replace("\n", "\r\n"), "name": name})
    assert (response.status_code, response["Location"]) == (302, "/en/articles/untoc/")
    assert TreatyText.objects.get().file_name == "untoc.txt"
    assert list(Provision.objects.filter(article__number="2").values_list("label", "text")) == [
        ("1.", "A term:"),
        ("(a)", "one;"),
        ("(b)", "another."),
        ("2.", "Another term."),
    ]
    assert Change.objects.get(action="treaty.loaded").made_by is not None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (b"Some words.", "No line such as “Article 1” was found"),
        (b"Article 1\nPurpose\n\nText.", "The file lacks article 2"),
        (TEXT.replace("Use of terms", "Terms").encode(), "calls article 2 “Terms”"),
        (b"x" * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_file_that_is_not_the_text_is_rejected_with_the_reason(
    administrator: Client, content: bytes, message: str
) -> None:
    html = read(administrator, content)
    assert message in html
    assert "Nothing was changed." in html
    assert not TreatyText.objects.exists()


def test_missing_file_is_an_error(administrator: Client) -> None:
    assert "No file was chosen." in administrator.post(ADDRESS, {"action": "read"}).content.decode()


def test_text_that_was_changed_before_it_is_confirmed_is_checked_again(administrator: Client) -> None:
    response = administrator.post(ADDRESS, {"action": "load", "text": "Article 1\n\nText.", "name": "x.txt"})
    assert "The file lacks article 2" in response.content.decode()
    assert not TreatyText.objects.exists()


def test_text_can_be_removed(administrator: Client) -> None:
    html = read(administrator, TEXT)
    administrator.post(ADDRESS, {"action": "load", "text": hidden(html, "text"), "name": "untoc.txt"})
    assert "Remove the text" in administrator.get(ADDRESS).content.decode()
    administrator.post(ADDRESS, {"action": "remove"})
    assert not TreatyText.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.EDITOR])
def test_only_administrators_load_texts(client: Client, role: Role) -> None:
    client.force_login(make.person(role))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"action": "load", "text": TEXT}).status_code == 403
    assert ADDRESS not in client.get("/articles/untoc/1/").content.decode()


def test_unknown_instrument_is_not_found(administrator: Client) -> None:
    assert administrator.get("/articles/nothing/text/").status_code == 404


def test_article_without_text_offers_administrators_to_load_it(administrator: Client) -> None:
    assert ADDRESS in administrator.get("/articles/untoc/1/").content.decode()
    html = read(administrator, TEXT)
    administrator.post(ADDRESS, {"action": "load", "text": hidden(html, "text"), "name": "untoc.txt"})
    assert ADDRESS not in administrator.get("/articles/untoc/1/").content.decode()


def test_article_shows_its_text_with_counts_for_each_paragraph(administrator: Client) -> None:
    make.recommendation("Define the other term.", articles=["untoc:2:2"])
    without_text = administrator.get("/articles/untoc/2/").content.decode()
    assert "Recommendations by paragraph:" in without_text
    html = read(administrator, TEXT)
    administrator.post(ADDRESS, {"action": "load", "text": hidden(html, "text"), "name": "untoc.txt"})
    page = administrator.get("/articles/untoc/2/").content.decode()
    assert "Recommendations by paragraph:" not in page
    paragraph = page[page.index('id="para-2"') :]
    assert paragraph.index("Another term.") < paragraph.index("<strong>1 recommendation</strong>")
