"""The texts of a recommendation in all languages have the same place."""

from __future__ import annotations

import pytest
from django.utils import timezone

from documents.models import Document, LanguageVersion
from documents.services import notify_listeners, publish, store_document
from recommendations.models import FollowUp, Lineage, Recommendation
from recommendations.queries.lineage import chains
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services import sync_recommendations
from recommendations.services.alignment import align_documents
from recommendations.services.follow_up import attach_follow_ups
from tests import builders as make
from tests.parsed import draft, extraction, parsed
from tests.recommendations.services.following import record_follow_up, secretary
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

ARABIC_LETTERS = "أبجد"


def add_version(of: Document, language: str, labels: str, **fields: object) -> LanguageVersion:
    """Add a version with paragraph 5 and below it a recommendation for each label."""
    version = make.version(of, language, **fields)
    chapeau = make.paragraph(version, label="5", anchor="para-5", position=0)
    for label in labels:
        row = make.recommendation(f"{language} {label}", of=version, label=f"({label})", anchor=f"para-5-{label}")
        row.paragraph.parent = chapeau
        row.paragraph.save()
    return version


def places(version: LanguageVersion) -> list[str]:
    return list(version.recommendations.order_by("position").values_list("place", flat=True))


@pytest.fixture
def document() -> Document:
    return make.document("CTOC/COP/2024/3")


def test_recommendations_in_two_scripts_have_the_same_places(document: Document) -> None:
    english, arabic = add_version(document, "en", "abc"), add_version(document, "ar", ARABIC_LETTERS[:3])
    align_documents([document.pk])
    assert places(english) == places(arabic) == ["para-5-a", "para-5-b", "para-5-c"]
    paragraphs = [list(version.paragraphs.values_list("place", flat=True)) for version in (english, arabic)]
    assert paragraphs[0] == paragraphs[1]


def test_recommendation_missing_in_the_leading_version_has_its_own_place(document: Document) -> None:
    add_version(document, "en", "ab")
    arabic, russian = add_version(document, "ar", "أبج"), add_version(document, "ru", "абв")
    align_documents([document.pk])
    assert places(arabic) == ["para-5-a", "para-5-b", "para-5-ج"]
    assert places(russian) == places(arabic)


def test_paragraphs_that_do_not_align_never_share_a_place(document: Document) -> None:
    english, french = make.version(document, "en"), make.version(document, "fr")
    make.recommendation("In 2019 and 2020", of=english, label="", anchor="block-1")
    make.recommendation("En 2023", of=french, label="", anchor="block-1")
    make.recommendation("En 2024", of=french, label="", anchor="block-2")
    align_documents([document.pk])
    assert places(english) == ["block-1"]
    assert places(french) == ["block-1.fr", "block-2"]


def test_parts_of_a_split_recommendation_are_paired_in_order(document: Document) -> None:
    versions = [add_version(document, "en", "a"), add_version(document, "ru", "а")]
    for version in versions:
        first = version.recommendations.get()
        anchor = f"{first.anchor}--{len(first.text)}"
        Recommendation.objects.create(
            version=version,
            paragraph=first.paragraph,
            position=first.position + 1,
            anchor=anchor,
            place=anchor,
            status="proposed",
            stated_status="proposed",
        )
    align_documents([document.pk])
    assert places(versions[0]) == places(versions[1]) == ["para-5-a", "para-5-a--4"]


def test_aligning_again_changes_nothing(document: Document) -> None:
    version = add_version(document, "en", "ab")
    arabic = add_version(document, "ar", "أب")
    align_documents([document.pk])
    before = places(version), places(arabic)
    align_documents([document.pk])
    assert (places(version), places(arabic)) == before


def test_search_counts_a_recommendation_once_and_finds_it_in_each_language(document: Document) -> None:
    english, arabic = add_version(document, "en", "ab"), add_version(document, "ar", "أب")
    notify_listeners([document.pk])
    assert search(SearchQuery()).total == 2
    assert {hit.row.version_id for hit in search(SearchQuery()).hits} == {english.pk}
    for language, version in (("en", english), ("ar", arabic)):
        result = search(SearchQuery(language=(language,)))
        assert result.total == 2
        assert {hit.row.version_id for hit in result.hits} == {version.pk}
    assert search(SearchQuery()).counts["language"] == {"en": 2, "ar": 2}


def test_next_version_sets_the_places_if_the_leading_one_is_deleted(document: Document) -> None:
    english, arabic = add_version(document, "en", "ab"), add_version(document, "ar", "أب")
    align_documents([document.pk])
    english.delete()
    align_documents([document.pk])
    assert places(arabic) == ["para-5-أ", "para-5-ب"]


def test_follow_up_moves_to_the_place_of_the_new_leading_version(document: Document) -> None:
    arabic = add_version(document, "ar", "أب")
    row = arabic.recommendations.order_by("position")[1]
    record_follow_up(row, secretary(), state="done")
    english = add_version(document, "en", "ab")
    align_documents([document.pk])
    attach_follow_ups([document.pk])
    follow_up = FollowUp.objects.get()
    assert follow_up.anchor == "para-5-b"
    assert follow_up.recommendation == english.recommendations.get(anchor="para-5-b")


def test_follow_up_stays_if_its_place_does_not_change(document: Document) -> None:
    english = add_version(document, "en", "ab")
    record_follow_up(english.recommendations.get(anchor="para-5-a"), secretary(), state="done")
    add_version(document, "ar", "أب")
    align_documents([document.pk])
    assert FollowUp.objects.get().anchor == "para-5-a"


def test_texts_at_one_place_share_their_lineage(document: Document) -> None:
    english, arabic = add_version(document, "en", "a"), add_version(document, "ar", "أ")
    later = make.recommendation("later", of=make.version(), label="", anchor="para-9")
    Lineage.objects.create(
        earlier=english.recommendations.get(),
        later=later,
        wording=1,
        meaning=1,
        context=1,
        score=1,
        state="confirmed",
        decided_at=timezone.now(),
    )
    align_documents([document.pk])
    chain = chains([arabic.recommendations.get().pk])[arabic.recommendations.get().pk]
    assert chain == {(document.pk, "para-5-a"), (later.version.document_id, "para-9")}


def test_version_is_aligned_when_it_is_stored() -> None:
    vocabularies()
    for language, letters in (("en", "ab"), ("ar", "أب")):
        source = parsed("CTOC/COP/2024/3", language=language)
        extracted = extraction(*(draft(letter, number) for number, letter in enumerate(letters, start=2)))
        version = store_document(source, language.encode(), f"{language}.pdf").version
        sync_recommendations(version, source, extracted)
        publish([version])
    rows = Recommendation.objects.order_by("version__language", "position")
    assert list(rows.values_list("version__language", "place")) == [
        ("ar", "para-1-a"),
        ("ar", "para-1-b"),
        ("en", "para-1-a"),
        ("en", "para-1-b"),
    ]
