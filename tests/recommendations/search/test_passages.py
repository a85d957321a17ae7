"""The passages of versions, which search by meaning compares with the words of a query, and their vectors."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.ingestion.pipeline import ReadFile, store_file
from recommendations.index import encoder as encoders
from recommendations.models import Recommendation, SearchPassage, SearchWord
from recommendations.services import encode_missing, encode_stored, unencoded_versions, write_passages
from recommendations.text.words import units
from tests import builders as make
from tests.parsed import extraction, parsed
from tests.recommendations.search.encoded import NETWORKS, PRISONERS, create_version, set_published
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db


def test_publishing_needs_no_encoder() -> None:
    version = create_version(PRISONERS, published=False)
    assert SearchPassage.objects.filter(recommendation__version=version).count() == 2
    with override_settings(SENTENCE_ENCODER="no.such.Encoder"):
        encoders._load.cache_clear()
        set_published(version, timezone.now())
    assert SearchPassage.objects.filter(recommendation__version=version).count() == 2


def test_writing_passages_again_changes_nothing() -> None:
    version = create_version(PRISONERS, NETWORKS)
    before = list(SearchPassage.objects.order_by("start", "end").values_list("recommendation", "start", "end"))
    words = SearchWord.objects.count()
    write_passages(version)
    after = list(SearchPassage.objects.order_by("start", "end").values_list("recommendation", "start", "end"))
    assert sorted(before, key=str) == sorted(after, key=str)
    assert SearchWord.objects.count() == words


def test_passages_encoded_in_advance_are_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabularies()
    document, extracted = parsed("CTOC/COP/2021/1"), extraction()
    read = ReadFile("x.pdf", b"x", document, extracted, encode_missing(document, extracted))
    monkeypatch.setattr("recommendations.services.passages.encoder", None)
    version = store_file(read, publish=True).version
    assert SearchPassage.objects.filter(paragraph__version=version).exists()


def test_stored_versions_are_encoded_before_the_lock_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    version = make.version()
    make.recommendation(PRISONERS, of=version, heading="Transfer")
    with CaptureQueriesContext(connection) as queries:
        vectors = encode_stored(version)
    assert not any("advisory" in query["sql"] for query in queries)
    for name in ("encoder", "answer_encoder"):
        monkeypatch.setattr(f"recommendations.services.passages.{name}", None)
    assert write_passages(version, vectors) == 4  # two sentences in the paragraph and in the recommendation
    assert SearchWord.objects.filter(word="transfer").exists()


def test_vectors_that_a_version_has_are_not_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    version = create_version(PRISONERS)
    SearchPassage.objects.update(answer_vector=None)
    monkeypatch.setattr("recommendations.services.passages.encoder", None)
    write_passages(version, encode_stored(version))
    assert not unencoded_versions().exists()


def test_versions_without_passages_are_listed() -> None:
    old = make.version()
    make.recommendation(PRISONERS, of=old)
    without_words = make.version()
    make.paragraph(without_words, "— — —")
    make.paragraph(without_words, "CTOC/COP/2022/1", kind="masthead")
    assert list(unencoded_versions()) == [old]
    write_passages(old)
    assert not unencoded_versions().exists()


def test_passages_are_deleted_with_their_text() -> None:
    version = create_version(PRISONERS, NETWORKS)
    Recommendation.objects.filter(path="(1)").delete()
    assert set(SearchPassage.objects.filter(recommendation__isnull=False).values_list("start", flat=True)) == {0}
    version.document.delete()
    assert not SearchPassage.objects.exists()


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("The Détenus", [("the", "the"), ("detenus", "détenus")], "words as searched and as written"),
        ("5 a COP-10", [("cop", "cop")], "numbers and single letters are left out"),
        (
            "联合调查",
            [("联 合", "联合"), ("合 调", "合调"), ("调 查", "调查")],
            "every two neighbouring Chinese characters",
        ),
        ("联、合", [], "Chinese characters separated by a punctuation mark"),
        ("x" * 61, [], "a word that is too long"),
    ],
)
def test_text_is_divided_into_units(text: str, expected: list[tuple[str, str]], reason: str) -> None:
    assert [(unit.word, unit.written) for unit in units(text)] == expected, reason
