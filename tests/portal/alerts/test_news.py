"""News for a subscriber: publications and endorsements, each once, but not new rows of the database."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import User
from django.core import mail

from documents.services import publish
from documents.services.publishing import unpublish, withdraw
from documents.web.roles import Role
from portal.alerts import digests
from portal.alerts.models import Subscription
from portal.alerts.news import IndexIncompleteError
from portal.alerts.services import end_of_period
from recommendations.models import Recommendation, SearchState, Topic
from recommendations.services.indexing import index_documents
from tests import builders as make
from tests.portal.alerts.following import (
    AT_ONCE,
    DAILY,
    MONDAY,
    WEEKLY,
    at,
    body_of,
    follow,
    send_due,
    version,
    with_email,
)

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
ARTICLE_18 = "article=untoc:18"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _email() -> object:
    with with_email:
        make.article("untoc:18")
        make.addressee("states-parties")
        yield


@pytest.fixture
def ada() -> User:
    return make.person(Role.ADMINISTRATOR, "ada")


def recommend(text: str = "States parties are encouraged to train judges.", **fields: object) -> Recommendation:
    return make.recommendation(text, **{"articles": ["untoc:18"], **fields})  # type: ignore[arg-type]


# --- publications ----------------------------------------------------------------------------------------


def test_texts_published_after_confirmation_are_sent_once() -> None:
    recommend("Published before.", of=version("CTOC/COP/2020/1"))
    follow(ARTICLE_18)
    assert send_due() == []
    recommend("Published after.", of=version("CTOC/COP/2022/9"))
    make.recommendation("Of another article.", of=version("CTOC/COP/2022/10"), articles=["untoc:16"])
    [message] = send_due()
    assert message.to == ["ada@example.org"]
    assert message.subject == "UNTOC Portal: 1 new text in what you follow"
    body = str(message.body)
    assert "Published after." in body
    assert "You follow: Recommendations: Organized Crime Convention, article 18" in body
    assert "Published before." not in body
    assert "Of another article." not in body
    assert send_due() == []


def test_unconfirmed_subscription_gets_nothing() -> None:
    subscription = follow(ARTICLE_18)
    Subscription.objects.filter(pk=subscription.pk).update(confirmed_at=None)
    recommend(of=version())
    assert send_due() == []


def test_draft_and_adopted_text_are_named_as_such() -> None:
    follow(ARTICLE_18)
    recommend("A draft text.", of=version("CTOC/COP/2022/L.4"), status="draft", adopted_by=None)
    recommend("An adopted text.", of=version("CTOC/COP/2022/9"))
    body = body_of(send_due())
    draft, adopted = body.index("Draft – not adopted in this document"), body.index("Adopted by the Working Group")
    assert adopted < body.index("An adopted text.") < draft < body.index("A draft text.")


def test_new_reading_of_a_document_is_not_news() -> None:
    published = version()
    recommend("As first read.", of=published)
    follow(ARTICLE_18)
    Recommendation.objects.all().delete()
    for number in range(5):
        recommend(f"As read again {number}.", of=published)
    assert send_due() == []


def test_another_language_is_news_only_for_those_who_follow_it() -> None:
    english = recommend("States parties should act.", of=version(language="en"))
    follow(ARTICLE_18)
    follow("article=untoc:18&language=fr", email="grace@example.org")
    recommend("Les États parties devraient agir.", of=version(language="fr"), place=english.place)
    [message] = send_due()
    assert message.to == ["grace@example.org"]
    assert "Les États parties devraient agir." in str(message.body)


def test_text_is_sent_once_in_the_readers_language() -> None:
    follow(ARTICLE_18, language="fr")
    english = recommend("States parties should act.", of=version(language="en"))
    recommend("Les États parties devraient agir.", of=version(language="fr"), place=english.place)
    body = body_of(send_due())
    assert "Les États parties devraient agir." in body
    assert "States parties should act." not in body
    assert "/fr/recommendations/" in body


def test_text_published_again_is_not_news(ada: User) -> None:
    published = version()
    recommend(of=published)
    follow(ARTICLE_18)
    withdraw([published], ada, "Wrong file.")
    assert send_due() == []
    publish([published], ada)
    assert send_due() == []


def test_text_unpublished_before_the_digest_is_sent_when_it_is_published_again(ada: User) -> None:
    with at(MONDAY + HOUR):
        follow(ARTICLE_18, DAILY)
        published = version(published_at=MONDAY + 2 * HOUR)
        recommend(of=published)
        unpublish([published], ada)
    with at(MONDAY + DAY):
        assert send_due() == []
    with at(MONDAY + DAY + HOUR):
        publish([published], ada)
        assert send_due() == []
    with at(MONDAY + 2 * DAY):
        assert "train judges" in body_of(send_due())
        unpublish([published], ada)
        publish([published], ada)
    with at(MONDAY + 3 * DAY):
        assert send_due() == []


def test_withdrawn_text_is_not_sent(ada: User) -> None:
    follow(ARTICLE_18)
    published = version()
    recommend(of=published)
    withdraw([published], ada, "Wrong file.")
    assert send_due() == []


# --- endorsements ----------------------------------------------------------------------------------------


def test_endorsement_is_news_once() -> None:
    recommend("An adopted text.", of=version("CTOC/COP/WG.3/2021/4"))
    follow(ARTICLE_18)
    report = version("CTOC/COP/2022/9", "fr")
    make.endorsement(report)
    body = body_of(send_due())
    assert "Newly endorsed" in body
    assert "An adopted text." in body
    assert "endorsed in CTOC/COP/2022/9" in body
    make.endorsement(version("CTOC/COP/2022/9", "en"))
    make.endorsement(version("CTOC/COP/2020/1"))
    assert send_due() == []


def test_endorsement_by_a_document_published_before_is_not_news() -> None:
    recommend("Of another meeting.", of=version("CTOC/COP/2020/1"), meeting=make.meeting(ordinal=11))
    report = version("CTOC/COP/2022/9")
    make.endorsement(report)
    follow(ARTICLE_18)
    recommend("Published later.", of=version("CTOC/COP/WG.3/2021/4"))
    make.endorsement(report)
    body = body_of(send_due())
    assert "Newly published" in body
    assert "endorsed in CTOC/COP/2022/9" in body
    assert send_due() == []


# --- searches --------------------------------------------------------------------------------------------


def test_text_found_by_several_searches_is_sent_once_with_all_reasons() -> None:
    follow(ARTICLE_18)
    follow("q=judges")
    recommend(of=version())
    body = body_of(send_due())
    assert body.count("train judges") == 1
    assert "You follow: Recommendations: Organized Crime Convention, article 18; Recommendations: judges" in body


def test_text_sent_on_one_schedule_is_not_sent_on_another() -> None:
    with at(MONDAY + HOUR):
        follow(ARTICLE_18, AT_ONCE)
        follow("q=judges", DAILY)
        follow("q=judges", DAILY, "grace@example.org")
        recommend(of=version(published_at=MONDAY + HOUR + HOUR))
        make.recommendation("Other judges.", of=version("CTOC/COP/2022/10", published_at=MONDAY + 2 * HOUR))
    with at(MONDAY + 3 * HOUR):
        assert "train judges" in body_of(send_due())
    with at(MONDAY + DAY):
        by_address = {message.to[0]: str(message.body) for message in send_due()}
    assert by_address.keys() == {"ada@example.org", "grace@example.org"}
    assert "train judges" not in by_address["ada@example.org"]
    assert "Other judges." in by_address["ada@example.org"]
    assert "train judges" in by_address["grace@example.org"]


@pytest.mark.parametrize(
    "query", ["topic=extradition", "addressee=states-parties", "meeting=wg-international-cooperation"]
)
def test_topic_addressee_and_body_can_be_followed(query: str) -> None:
    topic, states = make.topic("extradition"), make.addressee("states-parties")
    recommend("Before.", of=version("CTOC/COP/2020/1"), topics=[topic], addressees=[states])
    follow(query)
    recommend("After.", of=version(), topics=[topic], addressees=[states])
    assert "After." in body_of(send_due())


def test_paragraphs_can_be_followed() -> None:
    follow("q=judges&in=paragraphs")
    of = version()
    paragraph = make.paragraph(of, "The meeting discussed the training of judges.", path="para. 3", anchor="para-3")
    index_documents([of.document_id])
    body = body_of(send_due())
    assert paragraph.text in body
    assert "https://portal.example.org/en/documents/CTOC/COP/2022/9/?language=en#para-3" in body


def test_search_for_what_no_longer_exists_finds_nothing() -> None:
    make.topic("extradition")
    follow("q=judges&topic=extradition")
    Topic.objects.all().delete()
    recommend(of=version())
    assert send_due() == [], "without its topic, the search would find more than was asked for"


def test_search_that_finds_nothing_is_not_widened() -> None:
    follow("q=article 18 UNTOC zebras")
    recommend(of=version())
    assert send_due() == []


def test_nothing_is_sent_or_marked_while_the_index_is_rebuilt() -> None:
    subscription = follow(ARTICLE_18)
    recommend(of=version())
    versions = dict(SearchState.objects.values_list("scope", "analysis_version"))
    SearchState.objects.update(analysis_version=0)
    SearchState.objects.update(generation=10**9)
    with pytest.raises(IndexIncompleteError):
        send_due()
    assert Subscription.objects.get().covered_until == subscription.covered_until
    assert mail.outbox == []
    for scope, number in versions.items():
        SearchState.objects.filter(scope=scope).update(analysis_version=number, generation=10**9 + 1)
    assert "train judges" in body_of(send_due())


def test_long_digest_names_the_rest_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "MAX_SHOWN", 2)
    follow(ARTICLE_18)
    of = version()
    for number in range(5):
        recommend(f"States parties should do {number}.", of=of)
    [message] = send_due()
    assert message.subject == "UNTOC Portal: 5 new texts in what you follow"
    assert "3 more texts are not shown." in str(message.body)
    assert "https://portal.example.org/en/recommendations/?article=untoc:18" in str(message.body)


def test_text_of_documents_is_escaped() -> None:
    follow(ARTICLE_18)
    recommend("States <script>alert(1)</script> act.", of=version(title="<b>Report</b>"))
    [message] = send_due()
    [(html, _kind)] = message.alternatives  # type: ignore[attr-defined]
    assert "<script>" not in html
    assert "<b>Report" not in html


# --- schedules -------------------------------------------------------------------------------------------


def test_digests_are_due_at_five_each_day_or_monday() -> None:
    wednesday = MONDAY + 2 * DAY
    assert end_of_period(AT_ONCE, wednesday + HOUR) == wednesday + HOUR
    assert end_of_period(DAILY, wednesday + HOUR) == wednesday
    assert end_of_period(DAILY, wednesday - HOUR) == wednesday - DAY
    assert end_of_period(WEEKLY, wednesday) == MONDAY
    assert end_of_period(WEEKLY, MONDAY - HOUR) == MONDAY - 7 * DAY


def test_digest_waits_for_its_day() -> None:
    with at(MONDAY + HOUR):
        follow(ARTICLE_18, WEEKLY)
        recommend("First.", of=version("CTOC/COP/2022/1", published_at=MONDAY + 2 * HOUR))
    with at(MONDAY + 3 * DAY):
        recommend("Second.", of=version("CTOC/COP/2022/2", published_at=MONDAY + 3 * DAY))
        assert send_due() == []
    with at(MONDAY + 7 * DAY + HOUR):
        recommend("Too late.", of=version("CTOC/COP/2022/3", published_at=MONDAY + 7 * DAY + HOUR))
        body = body_of(send_due())
    assert "First." in body
    assert "Second." in body
    assert "Too late." not in body
    with at(MONDAY + 14 * DAY):
        assert "Too late." in body_of(send_due())


def test_changed_schedule_loses_nothing() -> None:
    with at(MONDAY + HOUR):
        subscription = follow(ARTICLE_18, WEEKLY)
        recommend(of=version(published_at=MONDAY + 2 * HOUR))
    Subscription.objects.filter(pk=subscription.pk).update(schedule=AT_ONCE)
    with at(MONDAY + 3 * HOUR):
        assert "train judges" in body_of(send_due())
