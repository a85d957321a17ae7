"""Articles on the subject of recommendations, found by meaning."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from documents.models import LanguageVersion
from documents.parsing.serialize import to_plain
from documents.services import publish, store_document
from recommendations.corrections import Edit
from recommendations.extraction.types import DraftRecommendation, SubjectMatch, read_target
from recommendations.labels.bases import basis_label
from recommendations.queries.bases import bases_of
from recommendations.services import sync_recommendations
from recommendations.services.subjects_by_meaning import judge, with_subjects_by_meaning
from tests.parsed import article, draft, extraction, parsed
from tests.published import clear_encoder_caches
from tests.recommendations.extraction.reading import VOCABULARY
from tests.row_cache import vocabularies
from tests.stored import correct_in_public

pytestmark = pytest.mark.django_db

PRISONERS = "Foreign convicts should be able to complete their prison term in the country of which they are nationals."
"""A description of article 17, which no phrase finds."""
UNLIKE = "Lorem ipsum dolor."
OTHERS_BODY = {"body": "Human Rights Council", "subsidiary_body": None}
UNTOC = {"untoc", "tip-protocol", "som-protocol", "firearms-protocol"}


def subjects(made: DraftRecommendation, **masthead: Any) -> list[str]:
    document = parsed("CTOC/COP/2022/L.4" if not masthead else "A/HRC/1", **masthead)
    extracted = extraction(made, references=(article(2, "19"),))
    found = with_subjects_by_meaning(document, extracted, VOCABULARY)
    return [str(match.target) for match in found.recommendations[0].subjects]


KNOWN = SubjectMatch(read_target("untoc:29"), "train", 0, 5)


@pytest.mark.parametrize(
    ("made", "masthead", "expected"),
    [
        (draft("a", 2, text=PRISONERS), {}, ["untoc:17"]),
        (draft("a", 2, text=f"All States should act.\n{PRISONERS}"), {}, ["untoc:17"]),
        (draft("a", 2, text=UNLIKE), {}, []),
        (draft("a", 2, text=PRISONERS, subjects=(KNOWN,)), {}, ["untoc:17"]),  # a phrase of another article
        (draft("a", 2, text=PRISONERS, subjects=(replace(KNOWN, in_heading=True),)), {}, ["untoc:29", "untoc:17"]),
        (draft("a", 2, text=UNLIKE, subjects=(KNOWN,)), {}, ["untoc:29"]),
        (draft("a", 2, 0, text=PRISONERS, subjects=(KNOWN,)), {}, ["untoc:29"]),  # cites an article
        (draft("a", 2, 0, text=PRISONERS), {}, []),  # cites an article
        (draft("a", 2, text=PRISONERS, heading_references=(0,)), {}, []),
        (draft("a", 2, text=PRISONERS), OTHERS_BODY, []),  # serves no convention
    ],
)
def test_meaning_decides_if_no_article_is_cited(
    made: DraftRecommendation, masthead: dict[str, Any], expected: list[str]
) -> None:
    assert subjects(made, **masthead) == expected


def test_evidence_is_the_passage_and_the_description() -> None:
    text = f"All States should act.\n{PRISONERS}"
    (match,) = judge(text, UNTOC, "en")
    assert text[match.start : match.end] == match.evidence == PRISONERS.removesuffix(".")
    assert match.description == PRISONERS


BY_MEANING = SubjectMatch(read_target("untoc:17"), PRISONERS, 0, 9, description="About prisoners.")
BY_PHRASE = SubjectMatch(read_target("untoc:29"), "train", 0, 5)
REASON = "related by subject, by meaning: “About prisoners.”"


def publish_extraction() -> LanguageVersion:
    vocabularies()
    document, extracted = parsed("CTOC/COP/2022/L.4"), extraction(draft("a", 2, subjects=(BY_MEANING, BY_PHRASE)))
    version = store_document(document, b"bytes", "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, document, extracted)
    publish([version])
    return LanguageVersion.objects.get(pk=version.pk)


def reasons(version: LanguageVersion) -> list[tuple[str, str]]:
    key = version.recommendations.get(anchor="para-1-a").pk
    return [
        (basis.article, basis_label(basis.basis, basis.evidence, in_heading=False, description=basis.description))
        for basis in bases_of([key])[key]
    ]


def test_reason_says_everywhere_that_the_article_was_found_by_meaning(client: Client, admin_client: Client) -> None:
    version = publish_extraction()
    assert reasons(version) == [("untoc:29", "related by subject: “train”"), ("untoc:17", REASON)]
    row = version.recommendations.get(anchor="para-1-a")
    for address in (row.get_absolute_url(), "/articles/untoc/17/", "/recommendations/?article=untoc:17"):
        assert REASON in client.get(address, follow=True).content.decode(), address
    review = f"{version.document.get_absolute_url()}review/?language=en"
    assert REASON in admin_client.get(review, follow=True).content.decode()
    articles = client.get(f"/api/v1/recommendations/{row.pk}", follow=True).json()["articles"]
    assert {item["article"]: item["bases"][0]["description"] for item in articles} == {
        "untoc:17": "About prisoners.",
        "untoc:29": "",
    }


def test_article_found_by_meaning_can_be_removed_in_review(admin_user: User) -> None:
    version = publish_extraction()
    edit = Edit("field", "para-1-a", "articles", ["untoc:17", "untoc:29"], ["untoc:29"])
    correct_in_public(version, [edit], admin_user, seen=0)
    assert [article for article, _reason in reasons(version)] == ["untoc:29"]


# --- with the real encoders ----------------------------------------------------------------------------

MIN_RECALL, MIN_PRECISION = 0.92, 0.95
"""Of articles in judged_meanings.json: recommendations in free words, some of them on no article. An article in
``main`` must be linked, one in ``also`` may be."""


@pytest.mark.long
@override_settings(
    SENTENCE_ENCODER="recommendations.index.encoder.MultilingualEncoder",
    ANSWER_ENCODER="recommendations.index.encoder.MultilingualAnswerEncoder",
)
def test_texts_in_free_words_are_linked_to_their_articles() -> None:
    clear_encoder_caches()
    wanted, hits, linked, right = 0, 0, 0, 0
    for entry in json.loads((Path(__file__).parent / "judged_meanings.json").read_text(encoding="utf-8")):
        main = set(entry["main"])
        instruments = {key.partition(":")[0] for key in main} & {"uncac", "drugs-1988"} or UNTOC
        found = {str(match.target).partition("(")[0] for match in judge(entry["text"], instruments, entry["language"])}
        wanted, hits = wanted + len(main), hits + len(main & found)
        linked, right = linked + len(found), right + len(found & main.union(entry["also"]))
    clear_encoder_caches()
    assert hits / wanted >= MIN_RECALL
    assert right / linked >= MIN_PRECISION
