"""The extraction of the five sample documents agrees with the labels that a reader wrote by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from recommendations.extraction.types import DraftRecommendation, MeetingMention, Reference, ReferenceKind
from tests.recommendations.extraction.reading import LABELS, SESSIONS, session

for_each_session = pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.name[:3])


def labels_of(path: Path) -> dict[str, Any]:
    return json.loads((LABELS / f"{path.stem}.json").read_text(encoding="utf-8"))


def letters_and_digits(text: str) -> str:
    return re.sub(r"\W+", "", text)


def meeting(mention: MeetingMention | None) -> dict[str, Any] | None:
    if mention is None:
        return None
    dates = {
        name: date.isoformat() if date else None for name, date in (("start", mention.start), ("end", mention.end))
    }
    return {"body": mention.body, "ordinal": mention.ordinal, **dates}


def references(path: Path, kind: ReferenceKind) -> list[Reference]:
    return [reference for reference in session(path)[1].references if reference.kind is kind]


def location(path: Path, reference: Reference) -> str:
    parsed, _ = session(path)
    return parsed.blocks[reference.block].path if reference.block is not None else "note"


def test_every_session_has_labels() -> None:
    assert [path.stem for path in SESSIONS] == sorted(path.stem for path in LABELS.glob("*.json"))
    assert len(SESSIONS) == 5


def test_each_session_has_the_expected_number_of_recommendations() -> None:
    assert [len(session(path)[1].recommendations) for path in SESSIONS] == [37, 0, 13, 2, 11]


@for_each_session
def test_paths_match_the_labels(path: Path) -> None:
    found = session(path)[1].recommendations
    assert [r.path for r in found] == [r["path"] for r in labels_of(path)["recommendations"]]


@for_each_session
def test_recommendations_are_complete_and_clean(path: Path) -> None:
    for found, expected in zip(session(path)[1].recommendations, labels_of(path)["recommendations"], strict=True):
        assert letters_and_digits(found.text).startswith(letters_and_digits(expected["starts"])), found.path
        assert found.text.endswith(expected["ends"]), found.path
        assert "\n" not in found.text, found.path
        assert not re.search(r"V\.\d\d-\d|\*|[¹²³⁴-⁹]|https?:", found.text), (
            f"remains of the page layout in {found.path}"
        )


@for_each_session
def test_fields_of_recommendations_match_the_labels(path: Path) -> None:
    _, extraction = session(path)
    for found, expected in zip(extraction.recommendations, labels_of(path)["recommendations"], strict=True):
        assert field_values(found, extraction.references) == {
            key: expected[key] for key in field_values(found, extraction.references)
        }, found.path
        assert found.action.startswith(found.verb), found.path
        assert len(found.alternatives) == expected.get("alternatives", 0), found.path
        assert found.action.startswith(expected.get("action", "")), found.path


def field_values(draft: DraftRecommendation, references: tuple[Reference, ...]) -> dict[str, Any]:
    cited = (str(target) for index in draft.references for target in references[index].articles)
    return {
        "label": draft.label,
        "page": draft.page,
        "topic": draft.heading,
        "addressees": list(draft.addressees),
        "verb": draft.verb,
        "status": draft.status.value,
        "adopted_by": meeting(draft.adopted_by),
        "meeting": meeting(draft.meeting),
        "put_to": meeting(draft.put_to),
        "citations": list(dict.fromkeys(cited)),
    }


@for_each_session
def test_cited_articles_match_the_labels(path: Path) -> None:
    articles = [
        {"where": location(path, r), "text": " ".join(r.text.split()), "targets": [str(a) for a in r.articles]}
        for r in references(path, ReferenceKind.ARTICLE)
    ]
    assert articles == labels_of(path)["citations"]


@for_each_session
def test_cited_symbols_match_the_labels(path: Path) -> None:
    symbols = {r.value for r in references(path, ReferenceKind.DOCUMENT) if r.value}
    assert symbols == set(labels_of(path)["symbols_cited"])


@for_each_session
def test_cited_resolutions_match_the_labels(path: Path) -> None:
    resolutions = {r.value for r in references(path, ReferenceKind.RESOLUTION)}
    assert resolutions == set(labels_of(path)["resolutions_cited"])


@for_each_session
def test_named_meetings_match_the_labels(path: Path) -> None:
    unknown = {"body": None, "ordinal": None, "start": None, "end": None}
    meetings = [
        {"text": " ".join(r.text.split()), **(meeting(r.meeting) or unknown)}
        for r in references(path, ReferenceKind.MEETING)
    ]
    assert meetings == labels_of(path)["meetings_named"]


@for_each_session
def test_meeting_of_document_matches_the_labels(path: Path) -> None:
    assert meeting(session(path)[1].meeting) == labels_of(path)["meeting"]


@for_each_session
def test_offsets_match_text(path: Path) -> None:
    parsed, extraction = session(path)
    for r in extraction.references:
        text = parsed.blocks[r.block].text if r.block is not None else parsed.footnotes[r.footnote or 0].text
        assert text[r.start : r.end] == r.text


@for_each_session
def test_unresolved_references_have_a_reason(path: Path) -> None:
    for reference in session(path)[1].references:
        assert reference.is_resolved != bool(reference.reason)


TOPICS = [
    (
        "000",
        "Annex I (b)",
        {"joint-investigations", "legal-basis"},
        "article 19 as a legal basis of joint investigations",
    ),
    ("000", "Annex I (v)", {"electronic-signatures", "covid-19"}, "digital signatures, under the pandemic's heading"),
    (
        "000",
        "Annex II (h)",
        {"transfer-of-sentenced-persons", "dual-criminality", "treatment-of-prisoners"},
        "the Nelson Mandela Rules",
    ),
    ("002", "para. 63 (m)", {"videoconferencing", "electronic-evidence"}, "witness testimony by videoconference"),
    ("004", "II (e)", {"controlled-delivery", "special-investigative-techniques"}, "controlled deliveries"),
]


@pytest.mark.parametrize(("number", "place", "expected", "reason"), TOPICS, ids=[place for _, place, _, _ in TOPICS])
def test_topics_are_found(number: str, place: str, expected: set[str], reason: str) -> None:
    path = next(path for path in SESSIONS if path.name.startswith(number))
    recommendation = next(r for r in session(path)[1].recommendations if r.path == place)
    assert expected <= {match.topic for match in recommendation.topics}, reason
    for match in recommendation.topics:
        assert match.evidence in (recommendation.heading if match.in_heading else recommendation.text)
