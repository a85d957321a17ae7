"""What nobody has published, nobody but staff sees: in no language, on no page, in no count and in no fact."""

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
from recommendations.extraction.types import MeetingMention
from recommendations.models import Article, Recommendation, Topic
from recommendations.search.query import SearchQuery
from recommendations.search.results import TOTAL, count_facets
from recommendations.services import load_vocabularies, sync_recommendations
from tests.kept_rows import once
from tests.parsed import TWELFTH, article, draft, extraction, mention, parsed

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
TITLE, TITRE = "Joint investigations", "Enquêtes conjointes"
BEGINNING = "Les États parties sont encouragés à recourir à l’"
PHRASE = f"{BEGINNING}article 18 de la Convention."
PLACES = (("a", 2), ("b", 3))
ELSEWHERE = MeetingMention("wg-technical-assistance", 9)


def in_french() -> ParsedDocument:
    """The same document in French, from whose head the parser read another title, date and agenda item."""
    source = parsed(SYMBOL, language="fr", title=TITRE, date=None, agenda_item="99", agenda_title="Divers")
    words = {2: PHRASE, 3: PHRASE}
    blocks = tuple(dataclasses.replace(block, text=words.get(block.index, block.text)) for block in source.blocks)
    return dataclasses.replace(source, blocks=blocks)


@pytest.fixture
def english(db: None) -> LanguageVersion:
    return once(make_english)


def make_english() -> LanguageVersion:
    load_vocabularies()
    version = store_document(parsed(SYMBOL), b"en", "english.pdf", publish=True).version
    sync_recommendations(version, parsed(SYMBOL), extraction())
    return version


def receive_french() -> LanguageVersion:
    """As when staff send it: stored and read, not published. It was misread to belong to another meeting."""
    version = store_document(in_french(), b"fr", "francais.pdf").version
    drafts = [draft(letter, block, 0, text=PHRASE, meeting=ELSEWHERE, adopted_by=ELSEWHERE) for letter, block in PLACES]
    found = extraction(
        *drafts,
        references=(article(2, "18", start=len(BEGINNING), end=len(BEGINNING) + 10), mention(3, TWELFTH)),
        meeting=ELSEWHERE,
    )
    sync_recommendations(version, in_french(), found)
    return version


def public_addresses() -> list[str]:
    """Every page that there is, and searches for what the French version would bring."""
    pages = ["/", "/recommendations/", "/documents/", "/meetings/", "/articles/", "/articles/untoc/", "/topics/"]
    pages += [f"/recommendations/?{query}" for query in ("q=parties", "article=untoc:18", f"document={SYMBOL}")]
    rows = (Document, Meeting, Topic, Recommendation)
    pages += [row.get_absolute_url() for model in rows for row in model._default_manager.all()]
    pages += [row.get_absolute_url() for row in Article.objects.filter(number__in=("18", "19", "20"))]
    return pages


def seen(client: Client, addresses: list[str]) -> dict[str, tuple[int, bytes]]:
    answers = ((address, client.get(address)) for address in addresses)
    return {address: (answer.status_code, answer.content) for address, answer in answers}


@pytest.fixture
def staff() -> Client:
    """A client of its own, beside that of the public."""
    person = User.objects.create_user("lawyer", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=("change_document", "publish_document")))
    client = Client()
    client.force_login(person)
    return client


def own_addresses(version: LanguageVersion) -> dict[str, str]:
    """Where a version itself is to be seen."""
    page = version.document.get_absolute_url()
    return {
        "text": f"{page}?language={version.language}",
        "file": f"{page}file/{version.files.get().pk}/",
        "recommendation": version.recommendations.earliest("position").get_absolute_url(),
    }


def test_a_version_that_nobody_published_changes_nothing_that_the_public_sees(
    client: Client, english: LanguageVersion
) -> None:
    addresses = public_addresses()
    before = seen(client, addresses)
    assert {status for status, _content in before.values()} == {200}
    french = receive_french()
    assert seen(client, addresses) == before
    for what, address in own_addresses(french).items():
        assert client.get(address).status_code == 404, what


def test_the_public_would_see_it(client: Client, english: LanguageVersion) -> None:
    """The test above can fail: the same version, published, is to be seen."""
    before = seen(client, public_addresses())
    counted = count_facets(SearchQuery())[TOTAL]
    french = receive_french()
    publish([french])
    assert {status for status, _content in seen(client, list(own_addresses(french).values())).values()} == {200}
    page = english.document.get_absolute_url()
    assert client.get(page).content != before[page][1]
    # Each recommendation counts once, in the language that leads.
    assert count_facets(SearchQuery())[TOTAL] == counted


def test_staff_see_it_and_that_it_is_not_published(client: Client, staff: Client, english: LanguageVersion) -> None:
    french = receive_french()
    where = own_addresses(french)
    text = staff.get(where["text"]).content.decode()
    assert BEGINNING in text
    assert TITRE in text
    assert "Not published in this language: visible to staff only." in text
    assert staff.get(where["file"]).content == b"fr"
    assert "Not published: visible to staff only." in staff.get(where["recommendation"]).content.decode()
    page = staff.get(english.document.get_absolute_url()).content.decode()
    assert "Not published" not in page
    assert page.count("not published") == 2  # beside its language and its file
    assert "not published in français" in staff.get("/documents/").content.decode()
    assert "not published" not in client.get("/documents/").content.decode()


def test_a_document_is_public_while_one_version_is(client: Client, english: LanguageVersion) -> None:
    french = receive_french()
    page = english.document.get_absolute_url()
    publish([french])
    unpublish([english])
    answer = client.get(page).content.decode()
    assert BEGINNING in answer
    assert TITLE not in answer
    assert client.get(f"{page}?language=en").status_code == 404
    assert "francais.pdf" in answer
    assert "english.pdf" not in answer
    assert "2 recommendations" in client.get("/recommendations/?article=untoc:18").content.decode()
    unpublish([LanguageVersion.objects.get(pk=french.pk)])
    assert client.get(page).status_code == 404
    home = " ".join(client.get("/").content.decode().split())
    for kind in ("recommendations", "documents", "meetings"):
        assert f"<b>0</b>&nbsp;{kind}" in home


FACTS = ("title", "date", "agenda_item", "meeting__body__key")
SAID_IN_ENGLISH = (TITLE, parsed().masthead.date, "", "cop")
SAID_IN_FRENCH = (TITRE, None, "99", "wg-technical-assistance")


def test_the_facts_are_those_of_the_version_that_leads(english: LanguageVersion) -> None:
    def facts() -> tuple[object, ...]:
        return Document.objects.values_list(*FACTS).get()

    french = receive_french()
    assert facts() == SAID_IN_ENGLISH
    publish([french])
    assert facts() == SAID_IN_ENGLISH  # both are published: the English one leads
    unpublish([english])
    assert facts() == SAID_IN_FRENCH
    unpublish([french])
    assert facts() == SAID_IN_ENGLISH  # none is


def test_what_is_public_does_not_follow_an_english_version_that_is_not() -> None:
    load_vocabularies()
    store_document(in_french(), b"fr", "francais.pdf", publish=True)
    english = store_document(parsed(SYMBOL), b"en", "english.pdf").version
    assert Document.objects.get().title == TITRE
    publish([english])
    assert Document.objects.get().title == TITLE


class TestDeciding:
    """Each version has its button in review, and all of them one."""

    @pytest.mark.parametrize(
        ("answer", "public", "why"),
        [
            ({"published": "yes", "language": "fr"}, {"en", "fr"}, "one is published"),
            ({"published": "no", "language": "en"}, set(), "one is taken back"),
            ({"published": "yes"}, {"en", "fr"}, "all are published"),
            ({"published": "no"}, set(), "all are taken back"),
            ({"published": "withdrawn", "language": "en", "reason": "Superseded."}, set(), "one is withdrawn"),
            (
                {"published": "withdrawn", "language": "en", "reason": " "},
                {"en"},
                "nothing is withdrawn without a reason",
            ),
            ({"published": "yes", "language": "zh"}, {"en"}, "a language that is not here changes nothing"),
            ({"published": "perhaps"}, {"en"}, "no decision changes nothing"),
            ({"language": "fr"}, {"en"}, "no decision on a version changes nothing"),
        ],
    )
    def test_which_versions_are_public(
        self, staff: Client, english: LanguageVersion, answer: dict[str, str], public: set[str], why: str
    ) -> None:
        receive_french()
        response = staff.post(reverse("document-publish", args=[SYMBOL]), answer)
        assert response.status_code == 302
        shown = LanguageVersion.objects.filter(published_at__isnull=False)
        assert set(shown.values_list("language", flat=True)) == public, why

    def test_each_version_is_shown_with_what_it_says_itself(self, staff: Client, english: LanguageVersion) -> None:
        receive_french()
        address = reverse("document-review", args=[SYMBOL])
        first, second = (staff.get(f"{address}?language={code}").content.decode() for code in ("en", "fr"))
        for part, said in (
            (first, (TITLE, "26 March 2021", "Eleventh")),
            (second, (TITRE, "not printed", "99", "Ninth")),
        ):
            assert [words for words in said if words not in part] == []
        assert "26 March 2021" not in second

    def decisions(self, page: str) -> list[tuple[str, str]]:
        """Language and decision of each form that is about one version."""
        forms = re.findall(r'name="language" value="(\w+)">(.*?)</form>', page, re.DOTALL)
        return [
            (language, one) for language, form in forms for one in re.findall(r'name="published" value="(\w+)"', form)
        ]

    def test_the_page_offers_what_can_be_done(self, staff: Client, english: LanguageVersion) -> None:
        address = reverse("document-review", args=[SYMBOL])
        page = staff.get(address).content.decode()
        assert self.decisions(page) == [("en", "no"), ("en", "withdrawn")]
        receive_french()
        page = staff.get(address).content.decode()
        assert self.decisions(page) == [("en", "no"), ("en", "withdrawn"), ("fr", "yes")]
        assert "Publish all versions" in page
        staff.post(reverse("document-publish", args=[SYMBOL]), {"published": "yes"})
        assert "Publish all versions" not in staff.get(address).content.decode()


def test_more_versions_bring_no_more_queries_to_staff(staff: Client, english: LanguageVersion) -> None:
    def queries() -> dict[str, int]:
        numbers = {}
        meeting = Meeting.objects.get(documents=english.document)
        staff.get(meeting.get_absolute_url())  # what the process keeps of the index is brought up to date
        for address in ("/documents/", meeting.get_absolute_url(), english.document.get_absolute_url()):
            with CaptureQueriesContext(connection) as captured:
                assert staff.get(address).status_code == 200
            numbers[address] = len(captured)
        return numbers

    few = queries()
    for language in ("fr", "es", "ru"):
        store_document(parsed(SYMBOL, language=language), language.encode(), "x.pdf")
    for number in range(4):
        other = store_document(parsed(f"CTOC/COP/2022/{number}"), bytes([number]), "y.pdf").version
        sync_recommendations(other, parsed(), extraction())
    assert queries() == few
