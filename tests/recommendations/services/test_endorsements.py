"""A meeting's recommendations count as endorsed once a published document of the parent body endorses them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from documents.models import Document, LanguageVersion
from documents.services import publish, remove_document, store_document, unpublish, withdraw
from recommendations.extraction.types import DraftRecommendation, Endorsement, MeetingMention, Status
from recommendations.labels.status import status_sentence
from recommendations.models import Recommendation
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.services import sync_recommendations
from tests.parsed import TWELFTH, draft, extraction, mention, parsed
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

REPORT, RESOLUTION = "CTOC/COP/WG.3/2021/4", "CTOC/COP/2022/9"
THIRTEENTH = MeetingMention("wg-international-cooperation", 13)


@pytest.fixture(autouse=True)
def _vocabularies() -> None:
    vocabularies()


def store(symbol: str, *drafts: DraftRecommendation, visible: bool = True, **fields: Any) -> LanguageVersion:
    language, date = fields.pop("language", "en"), fields.pop("date", datetime.date(2022, 10, 21))
    source = parsed(symbol, language=language, date=date)
    version = store_document(source, f"{symbol} {language}".encode(), "x.pdf").version
    sync_recommendations(version, source, extraction(*drafts, **fields))
    if visible:
        publish([version])
    return LanguageVersion.objects.get(pk=version.pk)


def store_report(status: Status = Status.ADOPTED, **fields: Any) -> LanguageVersion:
    return store(REPORT, draft("a", 2, 0, status=status), meeting=TWELFTH, **fields)


def endorse(meeting: MeetingMention | None = TWELFTH, report: str = "", **fields: Any) -> LanguageVersion:
    """Store a document of the Conference whose paragraph 1 endorses the recommendations of a meeting."""
    symbol = fields.pop("symbol", RESOLUTION)
    references = (mention(1, meeting),) if meeting else ()
    defaults = {"references": references, "recommendations": (), "endorsements": (Endorsement(1, meeting, report),)}
    return store(symbol, **{**defaults, **fields})


def recommendation() -> Recommendation:
    return Recommendation.objects.get(version__document__symbols__symbol=REPORT)


def count_status(status: str) -> int:
    return search(SearchQuery(status=(status,))).total


@pytest.mark.parametrize("is_report_first", [True, False])
@pytest.mark.parametrize("status", [Status.ADOPTED, Status.FOR_ENDORSEMENT])
def test_recommendations_are_endorsed_whichever_document_arrives_first(
    status: Status, *, is_report_first: bool
) -> None:
    steps = [lambda: store_report(status), endorse]
    for step in steps if is_report_first else reversed(steps):
        step()
    row = recommendation()
    assert (row.status, row.stated_status) == ("endorsed", status)
    assert (count_status("endorsed"), count_status(status)) == (1, 0)
    assert row.endorsement is not None
    assert status_sentence(row) == (
        "Adopted by the Working Group on International Cooperation at its twelfth meeting (Vienna, 25–26 March 2021); "
        "endorsed by the Conference of the Parties to the United Nations Convention against Transnational Organized "
        "Crime at its eleventh session (Vienna, 17–21 October 2022): CTOC/COP/2022/9, para. 1."
    )
    assert row.endorsement.get_absolute_url() == "/en/documents/CTOC/COP/2022/9/?language=en#para-1"


def test_only_published_documents_endorse() -> None:
    store_report()
    version = endorse(visible=False)
    assert recommendation().status == "adopted"
    publish([version])
    assert (recommendation().status, count_status("endorsed")) == ("endorsed", 1)
    unpublish([version])
    assert (recommendation().status, recommendation().endorsement) == ("adopted", None)
    assert (count_status("endorsed"), count_status("adopted")) == (0, 1)
    publish([version])
    withdraw([version], None, "Issued in error.")
    assert (recommendation().status, count_status("endorsed")) == ("adopted", 0)


def test_later_reading_can_remove_an_endorsement() -> None:
    store_report(Status.FOR_ENDORSEMENT)
    version = endorse()
    source = parsed(RESOLUTION)
    sync_recommendations(version, source, extraction(references=(mention(1, TWELFTH),), recommendations=()))
    assert (recommendation().status, count_status("for_endorsement")) == ("for_endorsement", 1)


def test_recommendations_stay_endorsed_when_the_report_is_reprocessed() -> None:
    version = store_report()
    endorse()
    corrected = draft("a", 2, 0, status=Status.FOR_ENDORSEMENT)
    sync_recommendations(version, parsed(REPORT), extraction(corrected, meeting=TWELFTH))
    row = recommendation()
    assert (row.status, row.stated_status) == ("endorsed", "for_endorsement")


def test_deleted_document_endorses_nothing() -> None:
    store_report()
    endorse()
    remove_document(Document.objects.get(symbols__symbol=RESOLUTION))
    assert (recommendation().status, count_status("endorsed"), count_status("adopted")) == ("adopted", 0, 1)


@pytest.mark.parametrize("is_report_first", [True, False])
def test_endorsed_meeting_can_be_named_by_the_symbol_of_its_report(*, is_report_first: bool) -> None:
    steps = [store_report, lambda: endorse(None, REPORT.lower())]
    for step in steps if is_report_first else reversed(steps):
        step()
    assert (recommendation().status, count_status("endorsed")) == ("endorsed", 1)


def test_recommendations_of_other_meetings_or_not_adopted_are_not_endorsed() -> None:
    store_report(Status.PROPOSED, references=())
    endorse(THIRTEENTH)
    assert recommendation().status == "proposed"
    store_report(Status.ADOPTED)
    assert recommendation().status == "adopted"


def test_earliest_document_and_its_leading_version_are_linked() -> None:
    store_report()
    endorse(symbol="CTOC/COP/2024/9", date=datetime.date(2024, 10, 18))
    assert str(recommendation().endorsement.version.document) == "CTOC/COP/2024/9"  # type: ignore[union-attr]
    french = endorse(language="fr")
    assert recommendation().endorsement.version == french  # type: ignore[union-attr]
    english = endorse()
    assert recommendation().endorsement.version == english  # type: ignore[union-attr]
    unpublish([english, french])
    assert str(recommendation().endorsement.version.document) == "CTOC/COP/2024/9"  # type: ignore[union-attr]


def test_status_stated_by_the_document_itself_is_kept() -> None:
    store_report(Status.ENDORSED)
    endorse()
    assert (recommendation().status, recommendation().endorsement) == ("endorsed", None)


def test_endorsed_meeting_can_be_named_by_dates() -> None:
    store_report()
    by_dates = MeetingMention("wg-international-cooperation", None, TWELFTH.start, TWELFTH.end)
    endorse(by_dates)
    assert recommendation().status == "endorsed"
