"""Corrected texts of recommendations in the document and on the recommendation's page."""

from __future__ import annotations

import dataclasses
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import LanguageVersion
from recommendations.corrections import Edit
from recommendations.queries.retired import joined_into
from recommendations.reader.corrected_text import corrected_texts, joined_paragraphs
from recommendations.services.correcting import propose_reading
from tests.parsed import ITEM, draft, extraction, parsed
from tests.stored import accept_in_public, correct_in_public, publish_document

pytestmark = pytest.mark.django_db

A, B = "para-1-a", "para-1-b"
AMENDED = ITEM.replace("article 19", "<b>article 18</b>")
TEXT = Edit("field", A, "text", ITEM, AMENDED)
SPLIT = Edit("split", A, "", AMENDED, {"at": AMENDED.index("make use"), "anchor": f"{A}--2"})
JOIN = Edit("join", B, "", [ITEM, AMENDED], [A])


@pytest.fixture
def version() -> LanguageVersion:
    return publish_document("A/1")


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann")


def notices(version: LanguageVersion) -> dict[str, bool]:
    """Return a map from the anchors with a notice to whether the texts are compared."""
    texts = corrected_texts(list(version.recommendations.all()))
    return {text.recommendation.anchor: bool(text.changes) for text in texts.values()}


def test_paragraph_keeps_the_extracted_text_with_a_notice(version: LanguageVersion, ann: User, client: Client) -> None:
    pages = [version.document.get_absolute_url(), version.recommendations.get(anchor=A).get_absolute_url()]
    assert not [page for page in pages if "corrected-text" in client.get(page).content.decode()]
    correct_in_public(version, [TEXT, Edit("field", B, "strength", "encouraged", "urged")], ann, seen=0)
    document, recommendation = (client.get(page).content.decode() for page in pages)
    assert document.count('class="corrected-text"') == recommendation.count('class="corrected-text"') == 1
    assert ITEM in re.sub("<[^>]+>", "", document)
    assert f'<a href="{pages[1]}">Corrected text</a>' in document
    assert (
        f'<a href="{pages[0]}?language=en#{A}">View the paragraph as it appears in the source file</a>'
        in recommendation
    )
    for page in (document, recommendation):
        assert "<b>article" not in page
        assert re.search(r"<del>.*19.*</del>.*<ins>.*18.*</ins>", page)
        assert "ann" not in re.findall(r"\w+", page)


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([TEXT], {A: True}),
        ([TEXT, Edit("field", A, "text", AMENDED, AMENDED + " Again.")], {A: True}),
        ([TEXT, Edit("field", A, "text", AMENDED, ITEM)], {}),
        ([TEXT, SPLIT], {A: False, f"{A}--2": False}),
        ([TEXT, JOIN], {B: False}),
        ([Edit("join", B, "", [ITEM, ITEM], [A])], {}),
        ([Edit("field", A, "heading", "Recommendations", "Other")], {}),
    ],
)
def test_notices_follow_the_corrections(
    version: LanguageVersion, ann: User, edits: list[Edit], expected: dict[str, bool]
) -> None:
    for seen, edit in enumerate(edits):
        correct_in_public(version, [edit], ann, seen=seen)
    assert notices(version) == expected


def test_joined_paragraph_is_marked_as_a_part(version: LanguageVersion, ann: User, client: Client) -> None:
    correct_in_public(version, [Edit("join", A, "", [ITEM, ITEM], [B])], ann, seen=0)
    row = version.recommendations.get()
    page = client.get(version.document.get_absolute_url()).content.decode()
    assert f'<a href="{row.get_absolute_url()}">Part of a recommendation: para. 1 (a)</a>' in page
    assert page.count("Part of a recommendation") == 1
    assert page.count(" recommended") == 2


def test_chain_of_joins_leads_to_its_end(version: LanguageVersion, ann: User) -> None:
    at = ITEM.index("make use")
    correct_in_public(version, [Edit("split", A, "", ITEM, {"at": at, "anchor": f"{A}--2"})], ann, seen=0)
    halves = [ITEM[:at].strip(), ITEM[at:]]
    correct_in_public(version, [Edit("join", A, "", halves, [f"{A}--2"])], ann, seen=1)
    correct_in_public(version, [Edit("join", B, "", [ITEM, ITEM], [A])], ann, seen=2)
    assert joined_into(version.pk) == {A: B, f"{A}--2": B}
    assert {key: row.anchor for key, row in joined_paragraphs(list(version.recommendations.all())).items()} == {A: B}


def test_reading_equal_to_the_correction_has_no_notice(version: LanguageVersion, ann: User) -> None:
    correct_in_public(version, [TEXT], ann, seen=0)
    source = parsed("A/1")
    blocks = tuple(dataclasses.replace(block, text=AMENDED) if block.anchor == A else block for block in source.blocks)
    extracted = extraction(draft("a", 2, text=AMENDED), draft("b", 3, 1))
    proposal = propose_reading(version, dataclasses.replace(source, blocks=blocks), extracted)
    assert proposal is not None
    accept_in_public(proposal.reading, ann)
    assert version.recommendations.get(anchor=A).text == AMENDED
    assert notices(version) == {}
