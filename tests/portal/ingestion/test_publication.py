"""Unpublished versions are visible to staff only: the public sees them in no language, page, count or metadata."""

from __future__ import annotations

import dataclasses
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document, LanguageVersion, Meeting
from documents.parsing.types import ParsedDocument
from documents.services import publish, store_document, unpublish
from documents.web.language_addresses import without_language
from recommendations.extraction.types import MeetingMention
from recommendations.models import Article, Recommendation, Topic
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, count_facets
from recommendations.services import sync_recommendations
from tests.lanes import quick_first
from tests.parsed import TWELFTH, article, draft, extraction, mention, parsed
from tests.row_cache import create_once, vocabularies

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
TITLE, TITRE = "Joint investigations", "Enquêtes conjointes"
BEGINNING = "Les États parties sont encouragés à recourir à l’"
PHRASE = f"{BEGINNING}article 18 de la Convention."
ITEMS = (("a", 2), ("b", 3))
OTHER = MeetingMention("wg-technical-assistance", 9)
MAX_TOPICS = 5


def french_document() -> ParsedDocument:
    """Return the same document in French, with another title, date and agenda item in its masthead."""
    source = parsed(SYMBOL, language="fr", title=TITRE, date=None, agenda_item="99", agenda_title="Divers")
    words = {2: PHRASE, 3: PHRASE}
    blocks = tuple(dataclasses.replace(block, text=words.get(block.index, block.text)) for block in source.blocks)
    return dataclasses.replace(source, blocks=blocks)


@pytest.fixture
def english(db: None) -> LanguageVersion:
    return create_once(make_english)


def make_english() -> LanguageVersion:
    vocabularies()
    version = store_document(parsed(SYMBOL), b"en", "english.pdf", publish=True).version
    sync_recommendations(version, parsed(SYMBOL), extraction())
    return version


def receive_french() -> LanguageVersion:
    """Store a French version as if uploaded by staff: unpublished. It is misread as belonging to another meeting."""
    version = store_document(french_document(), b"fr", "francais.pdf").version
    drafts = [draft(letter, block, 0, text=PHRASE, meeting=OTHER, adopted_by=OTHER) for letter, block in ITEMS]
    extracted = extraction(
        *drafts,
        references=(article(2, "18", start=len(BEGINNING), end=len(BEGINNING) + 10), mention(3, TWELFTH)),
        meeting=OTHER,
    )
    sync_recommendations(version, french_document(), extracted)
    return version


def public_addresses() -> list[str]:
    """Return the addresses of pages of all kinds, and of searches for the content that the French version would add."""
    pages = ["/", "/recommendations/", "/documents/", "/meetings/", "/articles/", "/articles/untoc/", "/topics/"]
    pages += [f"/recommendations/?{query}" for query in ("q=parties", "article=untoc:18", f"document={SYMBOL}")]
    rows = (Document.objects, Meeting.objects, Topic.objects.order_by("pk")[:MAX_TOPICS], Recommendation.objects)
    pages += [row.get_absolute_url() for found in rows for row in found.all()]
    pages += [row.get_absolute_url() for row in Article.objects.filter(number__in=("18", "19", "20"))]
    return pages


def fetch(client: Client, addresses: list[str]) -> dict[str, tuple[int, bytes]]:
    responses = ((address, client.get(address, follow=True)) for address in addresses)
    return {address: (response.status_code, response.content) for address, response in responses}


@pytest.fixture
def staff() -> Client:
    """A client for staff, separate from the public's client."""
    user = User.objects.create_user("lawyer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=("change_document", "publish_document")))
    client = Client()
    client.force_login(user)
    return client


def version_addresses(version: LanguageVersion) -> dict[str, str]:
    """Return the addresses that belong to a single version."""
    page = version.document.get_absolute_url()
    return {
        "text": f"{page}?language={version.language}",
        "file": f"{without_language(page)}file/{version.files.get().pk}/",
        "recommendation": f"/recommendations/{version.recommendations.earliest('position').pk}/",
    }


def test_unpublished_version_changes_nothing_for_the_public(client: Client, english: LanguageVersion) -> None:
    addresses = public_addresses()
    before = fetch(client, addresses)
    assert {status for status, _content in before.values()} == {200}
    french = receive_french()
    assert fetch(client, addresses) == before
    for name, address in version_addresses(french).items():
        assert client.get(address).status_code == 404, name


def test_published_version_is_visible_to_the_public(client: Client, english: LanguageVersion) -> None:
    """Check that the test above can fail: once published, the same version is visible."""
    before = fetch(client, public_addresses())
    total = count_facets(SearchQuery())[TOTAL]
    french = receive_french()
    publish([french])
    assert {status for status, _content in fetch(client, list(version_addresses(french).values())).values()} == {200}
    page = english.document.get_absolute_url()
    assert client.get(page).content != before[page][1]
    # Each recommendation counts once, in the leading language.
    assert count_facets(SearchQuery())[TOTAL] == total


def test_staff_see_an_unpublished_version_marked(client: Client, staff: Client, english: LanguageVersion) -> None:
    french = receive_french()
    addresses = version_addresses(french)
    text = staff.get(addresses["text"]).content.decode()
    assert BEGINNING in text
    assert TITRE in text
    assert "Not published in this language: visible to staff only." in text
    assert staff.get(addresses["file"]).content == b"fr"
    assert (
        "Not published: visible to staff only." in staff.get(addresses["recommendation"], follow=True).content.decode()
    )
    page = staff.get(english.document.get_absolute_url()).content.decode()
    assert "Not published" not in page
    assert page.count("not published") == 2  # for its language and its file
    assert "not published in French" in staff.get("/documents/").content.decode()
    assert "not published" not in client.get("/documents/").content.decode()


def test_document_is_public_while_any_version_is(client: Client, english: LanguageVersion) -> None:
    french = receive_french()
    page = english.document.get_absolute_url()
    publish([french])
    unpublish([english])
    text = client.get(page).content.decode()
    assert BEGINNING in text
    assert TITLE not in text
    assert client.get(f"{page}?language=en").status_code == 404
    assert "francais.pdf" in text
    assert "english.pdf" not in text
    assert "2 recommendations" in client.get("/recommendations/?article=untoc:18").content.decode()
    unpublish([LanguageVersion.objects.get(pk=french.pk)])
    assert client.get(page).status_code == 404
    home = " ".join(client.get("/").content.decode().split())
    for kind in ("recommendations", "documents", "meetings"):
        assert f"<b>0</b> {kind}" in home


FACTS = ("title", "date", "agenda_item", "meeting__body__key")
ENGLISH_FACTS = (TITLE, parsed().masthead.date, "", "cop")
FRENCH_FACTS = (TITRE, None, "99", "wg-technical-assistance")


def test_metadata_comes_from_the_leading_version(english: LanguageVersion) -> None:
    def facts() -> tuple[object, ...]:
        return Document.objects.values_list(*FACTS).get()

    french = receive_french()
    assert facts() == ENGLISH_FACTS
    publish([french])
    assert facts() == ENGLISH_FACTS  # both are published: English takes precedence
    unpublish([english])
    assert facts() == FRENCH_FACTS
    unpublish([french])
    assert facts() == ENGLISH_FACTS  # neither is published


def test_public_metadata_ignores_an_unpublished_english_version() -> None:
    vocabularies()
    store_document(french_document(), b"fr", "francais.pdf", publish=True)
    english = store_document(parsed(SYMBOL), b"en", "english.pdf").version
    assert Document.objects.get().title == TITRE
    publish([english])
    assert Document.objects.get().title == TITLE


class TestDeciding:
    """The review has a button to decide on each version, and one for all versions."""

    @pytest.mark.parametrize(
        ("answer", "public", "reason"),
        quick_first(
            [
                ({"published": "yes", "language": "fr"}, {"en", "fr"}, "one is published"),
                ({"published": "no"}, set(), "all are unpublished"),
                ({"published": "withdrawn", "language": "en", "reason": "Superseded."}, set(), "one is withdrawn"),
                (
                    {"published": "withdrawn", "language": "en", "reason": " "},
                    {"en"},
                    "nothing is withdrawn without a reason",
                ),
                ({"published": "perhaps"}, {"en"}, "an unknown decision changes nothing"),
                ({"published": "no", "language": "en"}, set(), "one is unpublished"),
                ({"published": "yes"}, {"en", "fr"}, "all are published"),
                ({"published": "yes", "language": "zh"}, {"en"}, "a language that the document lacks changes nothing"),
                ({"language": "fr"}, {"en"}, "a missing decision changes nothing"),
            ],
            5,
        ),
    )
    def test_decision_sets_which_versions_are_public(
        self, staff: Client, english: LanguageVersion, answer: dict[str, str], public: set[str], reason: str
    ) -> None:
        receive_french()
        response = staff.post(reverse("document-publish", args=[SYMBOL]), {**answer, "confirmed": "yes"})
        assert response.status_code == 302
        published_versions = LanguageVersion.objects.filter(published_at__isnull=False)
        assert set(published_versions.values_list("language", flat=True)) == public, reason

    def test_review_shows_each_version_with_its_own_metadata(self, staff: Client, english: LanguageVersion) -> None:
        receive_french()
        address = reverse("document-review", args=[SYMBOL])
        first, second = (staff.get(f"{address}?language={code}").content.decode() for code in ("en", "fr"))
        for page, expected in (
            (first, (TITLE, "26 March 2021", "Eleventh")),
            (second, (TITRE, "not printed", "99", "Ninth")),
        ):
            assert [words for words in expected if words not in page] == []
        assert "26 March 2021" not in second

    def decisions(self, page: str) -> list[tuple[str, str]]:
        """Return the language and the decision of each form for a single version."""
        forms = re.findall(r'name="language" value="(\w+)">(.*?)</form>', page, re.DOTALL)
        return [
            (language, decision)
            for language, form in forms
            for decision in re.findall(r'name="published" value="(\w+)"', form)
        ]

    def test_review_offers_the_possible_decisions(self, staff: Client, english: LanguageVersion) -> None:
        address = reverse("document-review", args=[SYMBOL])
        page = staff.get(address).content.decode()
        assert self.decisions(page) == [("en", "no"), ("en", "withdrawn")]
        receive_french()
        page = staff.get(address).content.decode()
        assert self.decisions(page) == [("en", "no"), ("en", "withdrawn"), ("fr", "yes")]
        assert "Publish all versions" in page
        staff.post(reverse("document-publish", args=[SYMBOL]), {"published": "yes", "confirmed": "yes"})
        assert "Publish all versions" not in staff.get(address).content.decode()


@pytest.mark.long
def test_number_of_queries_does_not_grow_with_versions(staff: Client, english: LanguageVersion) -> None:
    def queries() -> dict[str, int]:
        numbers = {}
        meeting = Meeting.objects.get(documents=english.document)
        staff.get(meeting.get_absolute_url())  # updates this process's copy of the index
        for address in ("/documents/", meeting.get_absolute_url(), english.document.get_absolute_url()):
            with CaptureQueriesContext(connection) as captured:
                assert staff.get(address).status_code == 200
            numbers[address] = len(captured)
        return numbers

    store_document(parsed(SYMBOL, language="fr"), b"fr", "x.pdf")  # several languages are compared with each other
    expected = queries()
    for language in ("es", "ru"):
        store_document(parsed(SYMBOL, language=language), language.encode(), "x.pdf")
    for number in range(4):
        version = store_document(parsed(f"CTOC/COP/2022/{number}"), bytes([number]), "y.pdf").version
        sync_recommendations(version, parsed(), extraction())
    assert queries() == expected
