"""An extraction is stored as rows; repeating it keeps the same rows."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Body, LanguageVersion, Meeting
from documents.services import publish, store_document
from recommendations.extraction.types import (
    ArticleTarget,
    Extraction,
    MeetingMention,
    Reference,
    ReferenceKind,
    Status,
    SubjectMatch,
    TopicMatch,
)
from recommendations.models import (
    Addressee,
    Article,
    Citation,
    Instrument,
    Recommendation,
    RecommendationCitation,
    RecommendationSubject,
    RecommendationTopic,
    Topic,
)
from recommendations.queries.bases import bases_of
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services import load_vocabularies, sync_recommendations
from tests.parsed import ELEVENTH_SESSION, TWELFTH, article, draft, extraction, mention, parsed
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> LanguageVersion:
    vocabularies()
    return store_document(parsed("CTOC/COP/2022/L.4"), b"bytes", "x.pdf").version


def sync(version: LanguageVersion, extracted: Extraction) -> None:
    sync_recommendations(version, parsed("CTOC/COP/2022/L.4"), extracted)
    version.refresh_from_db()


class TestVocabularies:
    def test_every_entry_has_a_row(self) -> None:
        load_vocabularies()
        folder = settings.FIXTURES_DIR / "vocabulary"
        for model, name in (
            (Body, "bodies"),
            (Instrument, "instruments"),
            (Topic, "topics"),
            (Addressee, "addressees"),
        ):
            entries = json.loads((folder / f"{name}.json").read_text())
            assert set(model._default_manager.values_list("key", flat=True)) == {entry["key"] for entry in entries}
        assert Article.objects.filter(instrument__key="untoc").count() == 41
        assert Body.objects.get(key="wg-international-cooperation").parent == Body.objects.get(key="cop")

    def test_loading_again_writes_nothing(self) -> None:
        load_vocabularies()
        with CaptureQueriesContext(connection) as queries:
            load_vocabularies()
        assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert len(queries) < 15

    def test_changed_entry_updates_its_row(self, tmp_path: Path) -> None:
        load_vocabularies()
        before = Topic.objects.get(key="extradition")
        for file in (settings.FIXTURES_DIR / "vocabulary").glob("*.json"):
            entries = json.loads(file.read_text())
            for entry in entries if isinstance(entries, list) else []:
                if entry.get("key") == "extradition":
                    entry["labels"] = {"en": "Surrender"}
                    entry["parent"] = None
            (tmp_path / file.name).write_text(json.dumps(entries))
        load_vocabularies(tmp_path)
        after = Topic.objects.get(key="extradition")
        assert (after.pk, after.labels, after.parent) == (before.pk, {"en": "Surrender"}, None)


class TestRecommendations:
    def test_everything_extracted_is_stored(self, version: LanguageVersion) -> None:
        sync(version, extraction())
        row = version.recommendations.get(anchor="para-1-a")
        assert (row.label, row.path, row.position, row.page) == ("(a)", "para. 1 (a)", 0, 2)
        assert (row.verb, row.strength, row.status) == ("are encouraged to", "encouraged", "for_endorsement")
        assert row.paragraph.anchor == "para-1-a"
        assert str(row.adopted_by) == str(row.meeting) == "wg-international-cooperation-12"
        assert str(row.put_to) == "cop-11"
        assert [addressee.name for addressee in row.addressees.all()] == ["States parties"]
        assert [str(citation.article) for citation in row.citations.all()] == ["untoc:19", "untoc:20"]
        assert version.document.meeting == Meeting.objects.get(body__key="cop")

    def test_topic_in_text_and_heading_is_linked_by_the_text(self, version: LanguageVersion) -> None:
        sync(version, extraction())
        link = RecommendationTopic.objects.get(recommendation__anchor="para-1-a")
        assert (link.topic.key, link.evidence, link.in_heading) == ("joint-investigations", "joint", False)

    def test_citations_of_the_heading_are_marked(self, version: LanguageVersion) -> None:
        extracted = extraction(
            draft("a", 2, 1, heading_references=(0, 1)), references=(article(0, "18"), article(2, "19"))
        )
        sync(version, extracted)
        links = RecommendationCitation.objects.values_list("citation__article__number", "in_heading")
        assert sorted(links) == [("18", True), ("19", False)]

    def test_citations_in_a_note_are_linked(self, version: LanguageVersion) -> None:
        in_note = dataclasses.replace(article(0, "18"), block=None, footnote=0)
        sync(version, extraction(draft("a", 2, 1, note_references=(0,)), references=(in_note, article(2, "19"))))
        links = RecommendationCitation.objects.values_list("citation__article__number", "citation__footnote__marker")
        assert sorted(links) == [("18", "1"), ("19", None)]

    def test_subjects_are_stored_without_those_that_a_person_removed(self, version: LanguageVersion) -> None:
        subjects = tuple(
            SubjectMatch(ArticleTarget("untoc", *target), "requests", 4, 12, in_heading=False)
            for target in (("18", "14"), ("29",))
        )
        sync(version, extraction(draft("a", 2, 1, subjects=subjects)))
        stored = RecommendationSubject.objects.values_list("article__number", "article_paragraph", "evidence", "start")
        assert sorted(stored) == [("18", "14", "requests", 4), ("29", "", "requests", 4)]
        kept = (ArticleTarget("untoc", "29"),)
        sync(version, extraction(draft("a", 2, 1, subjects=subjects, articles=kept)))
        assert sorted(stored.all()) == [("29", "", "requests", 4)]

    def test_reasons_are_sorted_by_strength(self, version: LanguageVersion) -> None:
        subject = SubjectMatch(ArticleTarget("untoc", "18", "14"), "requests", 4, 12)
        by_hand = dataclasses.replace(article(2, "21"), text="", start=0, end=0)
        extracted = extraction(
            draft("a", 2, 1, 2, heading_references=(0,), subjects=(subject,)),
            references=(article(0, "18"), article(2, "19"), by_hand),
        )
        sync(version, extracted)
        key = version.recommendations.get(anchor="para-1-a").pk
        reasons = [(basis.article, basis.paragraph, str(basis.basis), basis.evidence) for basis in bases_of([key])[key]]
        assert reasons == [
            ("untoc:19", "", "cites", article(2, "19").text),
            ("untoc:21", "", "editor", ""),
            ("untoc:18", "", "heading", article(0, "18").text),
            ("untoc:18", "14", "subject", "requests"),
        ]

    def test_repeated_extraction_keeps_every_key(self, version: LanguageVersion) -> None:
        sync(version, extraction())
        before = dict(version.recommendations.values_list("anchor", "pk"))
        sync(version, extraction())
        assert dict(version.recommendations.values_list("anchor", "pk")) == before
        assert (Citation.objects.count(), RecommendationTopic.objects.count()) == (4, 2)
        assert Recommendation.addressees.through.objects.count() == 2

    def test_new_extraction_changes_adds_and_removes_rows(self, version: LanguageVersion) -> None:
        sync(version, extraction(draft("a", 2, 0, text="States parties shall act.")))
        first = version.recommendations.get()
        sync(version, extraction())
        assert version.recommendations.get(anchor="para-1-a").pk == first.pk
        assert version.recommendations.get(anchor="para-1-a").text.startswith("States parties are encouraged")
        sync(version, extraction(draft("b", 3, 1)))
        assert [row.anchor for row in version.recommendations.all()] == ["para-1-b"]

    def test_published_text_can_be_searched(self, version: LanguageVersion) -> None:
        sync(version, extraction())
        publish([version])
        assert search(SearchQuery(words="encouraged")).total == 2

    def test_recommendations_adopted_by_an_unknown_meeting_are_proposals_with_a_doubt(
        self, version: LanguageVersion
    ) -> None:
        sync(version, extraction(draft("a", 2, 0, status=Status.ADOPTED, adopted_by=None)))
        assert version.recommendations.get().status == Status.PROPOSED
        assert [doubt["code"] for doubt in version.doubts] == ["gap", "adopted_by_unknown"]

    def test_doubts_are_replaced_not_accumulated(self, version: LanguageVersion) -> None:
        sync(version, extraction(doubts=("No chapeau.",)))
        sync(version, extraction())
        assert [doubt["code"] for doubt in version.doubts] == ["gap"]

    def test_addressee_outside_the_vocabulary_is_not_linked(self, version: LanguageVersion) -> None:
        sync(version, extraction(draft("a", 2, 0, addressees=("States parties", "coastal States"))))
        assert [row.name for row in version.recommendations.get().addressees.all()] == ["States parties"]

    def test_failure_leaves_rows_unchanged(self, version: LanguageVersion) -> None:
        sync(version, extraction())
        before = sorted(Citation.objects.values_list("pk", flat=True))
        with pytest.raises(KeyError):
            sync(version, extraction(draft("a", 2, 0, topics=(TopicMatch("unknown", "Nothing"),))))
        assert sorted(Citation.objects.values_list("pk", flat=True)) == before
        assert version.recommendations.count() == 2


def reference(kind: ReferenceKind = ReferenceKind.ARTICLE, **fields: object) -> Reference:
    return Reference(kind, "text", 0, 4, block=2, **fields)  # type: ignore[arg-type]


CITED = [
    (reference(articles=(ArticleTarget("untoc", "18", "4", "a"),)), ("untoc:18", "4", "a", "", ""), "article"),
    (
        reference(articles=(ArticleTarget("charter", "51"),)),
        ("", "", "", "charter:51", ""),
        "treaty without articles in the vocabulary",
    ),
    (
        reference(articles=(ArticleTarget("untoc", "42"),)),
        ("", "", "", "", "The Organized Crime Convention has no article 42."),
        "article that does not exist",
    ),
    (reference(ReferenceKind.DOCUMENT, value="CTOC/COP/2022/1"), ("", "", "", "CTOC/COP/2022/1", ""), "symbol"),
    (reference(reason="which convention?"), ("", "", "", "", "which convention?"), "unresolved, with the reason"),
    (reference(), ("", "", "", "", "The reference could not be identified."), "unresolved, without a reason"),
    (
        reference(value="A/" + "1/" * 100),
        ("", "", "", "", "The reference could not be identified."),
        "longer than any symbol",
    ),
]


@pytest.mark.parametrize(("cited_reference", "expected", "reason"), CITED, ids=[reason for *_, reason in CITED])
def test_reference_is_stored_as_citation(
    version: LanguageVersion, cited_reference: Reference, expected: tuple[str, ...], reason: str
) -> None:
    sync(version, extraction(draft("a", 2, 0), references=(cited_reference,)))
    row = Citation.objects.get()
    cited = (str(row.article or ""), row.article_paragraph, row.article_subparagraph, row.value, row.reason)
    assert cited == expected, reason


def test_citation_in_a_footnote_belongs_to_the_footnote(version: LanguageVersion) -> None:
    sync(version, extraction())
    row = Citation.objects.get(footnote__isnull=False)
    assert row.paragraph is None
    assert row.reason == "The Organized Crime Convention has no article 99."


class TestMeetings:
    def test_mentions_link_to_the_meeting_in_any_order(self, version: LanguageVersion) -> None:
        """The first mention has the dates, the second the ordinal, the third both."""
        by_dates = dataclasses.replace(TWELFTH, ordinal=None)
        by_ordinal = MeetingMention(TWELFTH.body, 12)
        references = (mention(2, by_dates), mention(2, by_ordinal), mention(3, TWELFTH))
        sync(version, extraction(draft("a", 2, adopted_by=by_ordinal, meeting=by_dates), references=references))
        meeting = Meeting.objects.get(body__key=TWELFTH.body)
        assert (meeting.ordinal, meeting.start, meeting.place) == (12, TWELFTH.start, "Vienna")
        assert set(Citation.objects.values_list("meeting", flat=True)) == {meeting.pk}

    def test_merging_meetings_updates_rows_of_other_documents(self, version: LanguageVersion) -> None:
        by_dates = dataclasses.replace(TWELFTH, ordinal=None)
        by_ordinal = MeetingMention(TWELFTH.body, 12)
        sync(version, extraction(draft("a", 2, adopted_by=by_ordinal, meeting=by_ordinal)))
        second = store_document(parsed(), b"other", "y.pdf").version
        sync_recommendations(second, parsed(), extraction(draft("a", 2, adopted_by=by_dates, meeting=by_dates)))
        assert Meeting.objects.filter(body__key=TWELFTH.body).count() == 2
        third = store_document(parsed(), b"third", "z.pdf").version
        sync_recommendations(third, parsed(), extraction(draft("a", 2), references=(mention(2, TWELFTH),)))
        meeting = Meeting.objects.get(body__key=TWELFTH.body)
        assert {row.adopted_by for row in Recommendation.objects.all()} == {meeting}

    def test_address_of_a_merged_meeting_redirects(self, version: LanguageVersion, client: Client) -> None:
        meeting = Meeting.objects.create(
            body=Body.objects.get(key=TWELFTH.body), ordinal=12, slug="the-twelfth", former_slugs=["of-march"]
        )
        sync(version, extraction())
        publish([version])
        response = client.get("/meetings/of-march/")
        assert (response.status_code, response.url) == (301, meeting.get_absolute_url())
        assert b"2 recommendations" in client.get("/recommendations/?meeting=of-march").content

    def test_contradictory_meeting_raises_a_doubt(self, version: LanguageVersion) -> None:
        sync(version, extraction())
        wrong = dataclasses.replace(TWELFTH, ordinal=13)
        second = store_document(parsed(), b"other", "y.pdf").version
        sync_recommendations(second, parsed(), extraction(draft("a", 2), references=(mention(2, wrong),)))
        second.refresh_from_db()
        assert [doubt["code"] for doubt in second.doubts] == ["gap", "meeting"]

    def test_meeting_of_the_document_is_stored(self, version: LanguageVersion) -> None:
        sync(version, extraction(meeting=None))
        assert version.document.meeting is None
        sync(version, extraction())
        version.document.refresh_from_db()
        assert version.document.meeting.start == ELEVENTH_SESSION.start
