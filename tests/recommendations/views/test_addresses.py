"""The address of a recommendation consists of a symbol and a place; former addresses redirect to it."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from documents.models import CommonFile, Document, DocumentFile, LanguageVersion, Upload
from documents.services import assign_symbol, remove_document, store_document
from documents.services.files import link_common_file
from documents.web.language_addresses import without_language
from recommendations.corrections import Edit
from recommendations.extraction.types import Extraction
from recommendations.models import FormerPlace, Recommendation, RetiredRecommendation
from recommendations.services import sync_recommendations
from tests import builders as make
from tests.parsed import ITEM, draft, extraction, parsed
from tests.row_cache import vocabularies
from tests.stored import correct_in_public, publish_document

pytestmark = pytest.mark.django_db

SYMBOL = "CTOC/COP/2022/L.4"
ADDRESS = f"/recommendations/{SYMBOL}/para-1-a/"


@pytest.fixture
def version() -> LanguageVersion:
    return publish_document(SYMBOL)


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann", is_staff=True)


def location(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, without_language(response.headers.get("Location", ""))


def address_of(row: Any) -> str:
    return without_language(row.get_absolute_url())


class TestCurrent:
    def test_address_consists_of_symbol_and_place(self, version: LanguageVersion, client: Client) -> None:
        row = version.recommendations.get(anchor="para-1-a")
        assert address_of(row) == ADDRESS
        assert client.get(ADDRESS).status_code == 200

    def test_address_is_the_same_after_the_document_was_deleted_and_stored_again(
        self, version: LanguageVersion, ann: User, client: Client
    ) -> None:
        key = version.recommendations.get(anchor="para-1-a").pk
        remove_document(version.document, ann)
        assert client.get(ADDRESS).status_code == 404
        row = publish_document(SYMBOL).recommendations.get(anchor="para-1-a")
        assert (row.pk != key, address_of(row)) == (True, ADDRESS)

    def test_symbol_that_ends_like_a_place_has_its_own_recommendations(
        self, version: LanguageVersion, client: Client
    ) -> None:
        other = publish_document(f"{SYMBOL}/para-1-a").recommendations.get(anchor="para-1-b")
        assert address_of(other) == f"{ADDRESS}para-1-b/"
        assert client.get(ADDRESS).context["main"].version_id == version.pk
        assert client.get(f"{ADDRESS}para-1-b/").context["main"] == other

    @pytest.mark.parametrize("place", ["пункт-3-a", "第一段", "الفقرة-3", "para-3--2", "block-7.fr"])
    def test_place_in_any_script_is_encoded(self, place: str, client: Client) -> None:
        row = make.recommendation("Zebras graze.", place=place)
        assert address_of(row).isascii()
        assert client.get(address_of(row)).status_code == 200

    def test_address_of_a_document_redirects_to_the_document(self, version: LanguageVersion, client: Client) -> None:
        assert location(client, f"/recommendations/{SYMBOL}/") == (302, f"/documents/{SYMBOL}/")

    @pytest.mark.parametrize("address", ["A/1/x", f"{SYMBOL}/para-9", "%00/%00", "x/%FF", f"{SYMBOL}/é"])
    def test_unknown_place_is_not_found(self, version: LanguageVersion, client: Client, address: str) -> None:
        assert client.get(f"/recommendations/{address}/").status_code == 404


class TestRedirects:
    @pytest.mark.parametrize("query", ["", "?language=en&q=a%26b"])
    def test_key_redirects_permanently_and_keeps_the_query(
        self, version: LanguageVersion, client: Client, query: str
    ) -> None:
        key = version.recommendations.get(anchor="para-1-a").pk
        assert location(client, f"/recommendations/{key}/{query}") == (301, f"{ADDRESS}{query}")

    def test_key_of_another_language_redirects_to_the_text_in_it(self, client: Client) -> None:
        english = make.recommendation("Zebras graze.", of=make.version(make.document("A/1")))
        french_version = make.version(english.version.document, language="fr")
        french = make.recommendation("Les zèbres.", of=french_version, place=english.place)
        assert location(client, f"/recommendations/{french.pk}/") == (
            301,
            f"{address_of(english)}?language=fr",
        )

    def test_key_of_an_unpublished_text_is_not_found(self, version: LanguageVersion, client: Client) -> None:
        key = version.recommendations.get(anchor="para-1-a").pk
        LanguageVersion.objects.update(published_at=None)
        assert client.get(f"/recommendations/{key}/").status_code == 404
        assert client.get(ADDRESS).status_code == 404

    @pytest.mark.parametrize("address", [SYMBOL.lower() + "/para-1-a", SYMBOL + "/PARA-1-A"])
    def test_other_case_redirects(self, version: LanguageVersion, client: Client, address: str) -> None:
        assert location(client, f"/recommendations/{address}/") == (301, ADDRESS)

    @pytest.mark.parametrize("symbol", ["CTOC/COP/WG.3/2022/4", "CTOC/COP/WG.2/2022/4-CTOC/COP/WG.3/2022/4"])
    def test_every_symbol_of_a_joint_document_leads_to_the_first(self, client: Client, symbol: str) -> None:
        document = make.document("CTOC/COP/WG.2/2022/4", "CTOC/COP/WG.3/2022/4")
        row = make.recommendation("Zebras graze.", of=make.version(document))
        target = f"/recommendations/CTOC/COP/WG.2/2022/4/{row.place}/"
        assert location(client, f"/recommendations/{symbol}/{row.place}/") == (301, target)

    def test_corrected_symbol_redirects(self, version: LanguageVersion, ann: User, client: Client) -> None:
        assign_symbol(version.document, "CTOC/COP/2022/L.5", ann, seen=[SYMBOL])
        assert location(client, ADDRESS) == (301, "/recommendations/CTOC/COP/2022/L.5/para-1-a/")

    def test_address_without_symbol_redirects_once_there_is_a_symbol(self, ann: User, client: Client) -> None:
        source, extracted = parsed(), extraction()
        vocabularies()
        version = store_document(source, b"zebra", "x.pdf", publish=True).version
        sync_recommendations(version, source, extracted)
        former = address_of(version.recommendations.get(anchor="para-1-a"))
        assign_symbol(version.document, SYMBOL, ann)
        assert location(client, former) == (301, ADDRESS)


class TestRetired:
    def test_address_and_key_of_a_retired_recommendation_are_gone(
        self, version: LanguageVersion, ann: User, client: Client
    ) -> None:
        key = version.recommendations.get(anchor="para-1-a").pk
        correct_in_public(version, [Edit("remove", "para-1-a", "", ITEM, None)], ann, seen=0)
        assert RetiredRecommendation.objects.get().place == "para-1-a"
        assert location(client, f"/recommendations/{key}/") == (301, ADDRESS)
        assert client.get(ADDRESS).status_code == 410

    def test_text_that_moved_to_another_place_keeps_its_key_and_its_address_redirects(
        self, version: LanguageVersion, client: Client
    ) -> None:
        key = version.recommendations.get(anchor="para-1-b").pk
        extract(version, a="Act.", b="Report.")
        extract(version, a="Act.", c="Report.")
        moved = f"/recommendations/{SYMBOL}/para-1-c/"
        row = Recommendation.objects.get(pk=key)
        assert (row.anchor, row.place) == ("para-1-c", "para-1-c")
        assert location(client, f"/recommendations/{SYMBOL}/para-1-b/") == (301, moved)
        extract(version, a="Act.", d="Report.")
        target = f"/recommendations/{SYMBOL}/para-1-d/"
        assert location(client, f"/recommendations/{SYMBOL}/para-1-b/") == (301, target)
        assert location(client, moved) == (301, target)
        extract(version, a="Act.", b="Report.")
        assert set(FormerPlace.objects.values_list("place", "current_place")) == {
            ("para-1-c", "para-1-b"),
            ("para-1-d", "para-1-b"),
        }

    def test_texts_that_occur_twice_are_not_taken_to_have_moved(self, version: LanguageVersion) -> None:
        extract(version, a="Act.", b="Act.")
        extract(version, c="Act.", d="Act.")
        assert not FormerPlace.objects.exists()


def extract(version: LanguageVersion, **texts: str) -> None:
    """Replace the recommendations of a version, given their texts by the letter of their place."""
    drafts = tuple(draft(letter, 2, text=text, topics=()) for letter, text in texts.items())
    sync_recommendations(version, parsed(SYMBOL), Extraction(drafts, ()))


class TestWithoutSymbol:
    def test_address_comes_from_the_content_of_the_file(self, client: Client) -> None:
        vocabularies()
        document = store_document(parsed(), b"zebra", "x.pdf", publish=True).version.document
        # The SHA-256 hash of "zebra" begins with these digits.
        address = "/documents/unnumbered/676cb75018edccf1/"
        assert address_of(document) == address
        assert client.get(address).status_code == 200
        assert location(client, f"/documents/unnumbered/{document.pk}/") == (301, address)

    def test_address_by_another_file_of_the_document_redirects(self, client: Client) -> None:
        version = store_document(parsed(), b"zebra", "x.pdf", publish=True).version
        digest = make.file(version, b"another format").sha256
        DocumentFile.objects.filter(sha256=digest).update(sha256="f" * 64)
        assert location(client, f"/documents/unnumbered/{'f' * 16}/") == (301, address_of(version.document))

    def test_address_of_a_part_depends_on_the_whole_file_and_its_pages(self, client: Client, ann: User) -> None:
        vocabularies()
        whole = CommonFile.objects.create(name="whole.pdf", sha256="ab" * 32, size=5, content=b"whole", part_count=2)
        part = Upload.objects.create(
            batch=uuid.uuid4(),
            user=ann,
            name="part.pdf",
            size=5,
            content=b"zebra",
            common_file=whole,
            first_page=3,
            last_page=7,
        )
        version = store_document(parsed(), b"zebra", "part.pdf", publish=True).version
        link_common_file(part, version)
        document = Document.objects.get()
        assert document.content_key == hashlib.sha256(f"{'ab' * 32}:3-7".encode()).hexdigest()[:16]
        by_bytes = "/documents/unnumbered/676cb75018edccf1/"  # of the part, which differ each time it is cut
        assert location(client, by_bytes) == (301, address_of(document))

    def test_every_address_in_lists_can_be_opened(self, client: Client) -> None:
        row = make.recommendation("Zebras graze.")
        page = client.get(reverse("recommendations")).content.decode()
        assert f'href="{row.get_absolute_url()}"' in page
        assert Document.objects.get().address in address_of(row)
