"""Following, confirming, changing and stopping alerts on pages, which never show whether an address is known."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.alerts import services
from portal.alerts.links import confirmation_link, management_token, unsubscription_link
from portal.alerts.models import EmailRequest, Schedule, Subscriber, Subscription
from portal.alerts.services import add_subscription, remove_unconfirmed
from portal.alerts.tasks import remove_unconfirmed_subscriptions
from tests import builders as make
from tests.portal.alerts.following import (
    ADA,
    AT_ONCE,
    DAILY,
    MONDAY,
    WEEKLY,
    at,
    follow,
    run_alert_jobs,
    version,
    with_email,
)

ARTICLE_18 = "article=untoc:18"
DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _email() -> Iterator[None]:
    with with_email:
        make.article("untoc:18")
        yield


def ask(client: Client, email: str = ADA, query: str = ARTICLE_18, schedule: str = DAILY, **headers: Any) -> Any:
    return client.post(f"/alerts/follow/?{query}", {"email": email, "schedule": schedule}, **headers)


def path_in(message: Any, name: str) -> str:
    """Return the path of the link with this part in an e-mail, without the portal's address."""
    [path] = set(re.findall(rf"https://portal\.example\.org(/\S*/{name}/\S+)", str(message.body)))
    return str(path)


# --- following -------------------------------------------------------------------------------------------


def test_followed_search_is_confirmed_by_email(client: Client) -> None:
    page = client.get("/alerts/follow/?article=untoc:18").content.decode()
    assert "Recommendations: Organized Crime Convention, article 18" in page
    response = ask(client, schedule=WEEKLY)
    assert response.status_code == 302
    assert "Open it to confirm" in client.get(response["Location"]).content.decode()
    run_alert_jobs()
    [message] = mail.outbox
    assert message.to == [ADA]
    link = path_in(message, "confirm")
    assert client.get(link).status_code == 200
    assert Subscription.objects.get().confirmed_at is None, "mail filters open links, too"
    response = client.post(link)
    assert Subscription.objects.get().confirmed_at is not None
    page = client.get(response["Location"]).content.decode()
    assert "You now follow “Recommendations: Organized Crime Convention, article 18”." in page
    assert "E-mails go to ada@example.org." in page
    subscription = Subscription.objects.get()
    assert (subscription.query, subscription.schedule) == (ARTICLE_18, WEEKLY)
    assert subscription.subscriber.language == "en"


def test_page_in_french_gives_emails_in_french(client: Client) -> None:
    client.post("/fr/alerts/follow/?article=untoc:18", {"email": ADA, "schedule": DAILY})
    run_alert_jobs()
    assert Subscriber.objects.get().language == "fr"
    assert "/fr/alerts/confirm/" in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"email": "", "schedule": DAILY}, "Enter your e-mail address."),
        ({"email": "nobody", "schedule": DAILY}, "Enter an e-mail address"),
        ({"email": ADA, "schedule": "hourly"}, "Choose one of the schedules."),
        ({"email": ADA}, "Choose one of the schedules."),
    ],
)
def test_invalid_form_is_explained(client: Client, data: dict[str, str], message: str) -> None:
    response = client.post("/alerts/follow/?article=untoc:18", data)
    assert response.status_code == 400
    assert message in response.content.decode()
    assert not ProcrastinateJob.objects.filter(task_name="send_confirmation").exists()


def test_invalid_search_cannot_be_followed(client: Client) -> None:
    assert client.get("/alerts/follow/?article=untoc:999").status_code == 400
    assert client.get("/alerts/follow/?q=" + "x" * 3000).status_code == 400


def test_nobody_can_have_advertisements_sent_to_others(client: Client) -> None:
    for words in ("buy at https://shop.example", "visit shop.example now", "www.shop.example"):
        response = client.get("/alerts/follow/", {"q": words})
        assert response.status_code == 400
        assert "A search for an internet address cannot be followed." in response.content.decode()
    assert client.get("/alerts/follow/", {"q": "CTOC/COP/WG.3/2021/L.4 annex I.A"}).status_code == 200
    ask(client, query="q=" + "judges+" * 100)
    run_alert_jobs()
    assert str(mail.outbox[0].body).count("judges") < 40


def test_page_is_the_same_for_known_and_unknown_addresses(client: Client) -> None:
    follow(ARTICLE_18, email="known@example.org")
    for path, data in (("/alerts/follow/?article=untoc:18", {"schedule": DAILY}), ("/alerts/", {})):
        known = client.post(path, {"email": "known@example.org", **data})
        unknown = client.post(path, {"email": "unknown@example.org", **data})
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    jobs = ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True)
    assert sorted(jobs) == ["send_confirmation"] * 2 + ["send_management_link"] * 2, "the worker looks addresses up"


def test_asking_again_sends_the_link_to_all_subscriptions(client: Client) -> None:
    follow(ARTICLE_18, AT_ONCE)
    ask(client, schedule=WEEKLY)
    run_alert_jobs()
    [message] = mail.outbox
    assert message.subject == "You already follow this at the UNTOC Portal"
    assert client.get(path_in(message, "subscriptions")).status_code == 200
    assert Subscription.objects.get().schedule == AT_ONCE


def test_others_cannot_change_what_was_confirmed(client: Client) -> None:
    follow(ARTICLE_18, AT_ONCE)
    client.post("/ru/alerts/follow/?q=judges", {"email": ADA.upper(), "schedule": DAILY})
    run_alert_jobs()
    assert Subscriber.objects.get().language == "en"
    assert Subscription.objects.get(query=ARTICLE_18).schedule == AT_ONCE
    assert Subscription.objects.get(query="q=judges").confirmed_at is None


def test_requests_are_limited_by_email_address_and_by_internet_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MAX_REQUESTS_PER_EMAIL", 2)
    monkeypatch.setattr(services, "MAX_REQUESTS_PER_IP", 3)
    statuses = [ask(client, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(3)]
    assert statuses == [302, 302, 429]
    statuses = [ask(client, f"{number}@example.org", REMOTE_ADDR="198.51.100.1").status_code for number in range(4)]
    assert statuses == [302, 302, 302, 429]
    response = ask(client, REMOTE_ADDR="198.51.100.1")
    assert "Wait 60 minutes" in response.content.decode()
    assert response["Retry-After"] == "3600"
    statuses = [ask(client, f"{number}@example.com", REMOTE_ADDR="127.0.0.1").status_code for number in range(5)]
    assert statuses == [302] * 5
    assert not EmailRequest.objects.filter(email_digest__contains="@").exists()


def test_number_of_subscriptions_of_an_address_is_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MAX_SUBSCRIPTIONS", 1)
    follow("q=judges")
    ask(client)
    run_alert_jobs()
    [message] = mail.outbox
    assert "An address can have" in str(message.body)
    assert Subscription.objects.count() == 1


def test_unconfirmed_subscriptions_are_removed_after_three_days(client: Client) -> None:
    with at(MONDAY):
        unconfirmed = add_subscription("grace@example.org", "en", ARTICLE_18, DAILY)
        assert unconfirmed is not None
        follow(ARTICLE_18)
        services.record_request("grace@example.org", "192.0.2.1")
    with at(MONDAY + 2 * DAY):
        remove_unconfirmed()
        assert Subscriber.objects.count() == 2
        assert EmailRequest.objects.count() == 0
    with at(MONDAY + 3 * DAY):
        remove_unconfirmed_subscriptions(timestamp=0)
    assert [row.email for row in Subscriber.objects.all()] == [ADA]


# --- where it is offered ---------------------------------------------------------------------------------


def pages_to_follow() -> list[str]:
    of = version()
    topic, states = make.topic("extradition"), make.addressee("states-parties")
    make.recommendation(of=of, articles=["untoc:18"], topics=[topic], addressees=[states])
    return [
        "/recommendations/?q=states",
        "/recommendations/?addressee=states-parties",
        "/articles/untoc/18/",
        "/topics/extradition/",
        f"/meetings/{make.meeting().slug}/",
    ]


def test_pages_link_to_following_them(client: Client) -> None:
    for page in pages_to_follow():
        html = client.get(page).content.decode()
        [link] = re.findall(r'href="(/en/alerts/follow/[^"]*)"', html)
        assert client.get(link.replace("&amp;", "&")).status_code == 200
        assert re.search(r'<a [^>]*href="[^"]*\.atom[^"]*"', html), "beside the feed"


def test_nothing_is_offered_without_a_mail_server(client: Client) -> None:
    with override_settings(EMAIL_HOST=""):
        for page in pages_to_follow():
            assert "/alerts/" not in client.get(page).content.decode()
        for path in ("/alerts/", "/alerts/follow/", "/alerts/sent/"):
            assert client.get(path).status_code == 404


def test_stopping_works_without_a_mail_server(client: Client) -> None:
    subscription = follow(ARTICLE_18)
    link = unsubscription_link(subscription.subscriber, AT_ONCE).removeprefix("https://portal.example.org")
    with override_settings(EMAIL_HOST=""):
        assert client.post(link).status_code == 200
    assert not Subscriber.objects.exists()


# --- links -----------------------------------------------------------------------------------------------


def test_links_expire(client: Client) -> None:
    subscription = follow(ARTICLE_18)
    confirm = confirmation_link(subscription).removeprefix("https://portal.example.org")
    manage = f"/alerts/subscriptions/{management_token(subscription.subscriber)}/"
    assert client.get(confirm).status_code == client.get(manage).status_code == 200
    with pytest.MonkeyPatch.context() as patch:
        now = datetime.datetime.now(datetime.UTC).timestamp()
        patch.setattr("django.core.signing.time.time", lambda: now + 4 * 24 * 3600)
        assert client.get(confirm).status_code == 404
        assert client.get(manage).status_code == 200
        patch.setattr("django.core.signing.time.time", lambda: now + 31 * 24 * 3600)
        assert client.get(manage).status_code == 404


def test_link_for_one_purpose_does_not_serve_another(client: Client) -> None:
    subscriber = follow(ARTICLE_18).subscriber
    token = unsubscription_link(subscriber, AT_ONCE).split("/")[-2]
    assert client.get(f"/alerts/subscriptions/{token}/").status_code == 404
    assert client.get(f"/alerts/unsubscribe/at-once/{management_token(subscriber)}/").status_code == 404
    assert client.get(f"/alerts/unsubscribe/hourly/{token}/").status_code == 404
    assert client.post(f"/alerts/confirm/{token}/").status_code == 404
    assert Subscription.objects.count() == 1


def test_pages_behind_links_are_not_stored_by_browsers(client: Client) -> None:
    response = client.get(f"/alerts/subscriptions/{management_token(follow(ARTICLE_18).subscriber)}/")
    assert "no-store" in response["Cache-Control"]


# --- changing and stopping -------------------------------------------------------------------------------


def test_subscriptions_are_changed_on_one_page(client: Client) -> None:
    article, judges = follow(ARTICLE_18, AT_ONCE), follow("q=judges", DAILY)
    path = f"/alerts/subscriptions/{management_token(article.subscriber)}/"
    data = {"language": "fr", article.pk.hex: WEEKLY, judges.pk.hex: ""}
    assert client.post(path, {**data, article.pk.hex: "hourly"}).status_code == 400
    response = client.post(path, data)
    assert response.status_code == 302
    [remaining] = Subscription.objects.all()
    assert (remaining.pk, remaining.schedule) == (article.pk, WEEKLY)
    assert Subscriber.objects.get().language == "fr"
    response = client.post(path, {"language": "fr", article.pk.hex: ""})
    assert "your address has been erased" in response.content.decode()
    assert not Subscriber.objects.exists()


def test_subscription_missing_from_the_form_is_kept(client: Client) -> None:
    subscriber = follow(ARTICLE_18, AT_ONCE).subscriber
    client.post(f"/alerts/subscriptions/{management_token(subscriber)}/", {"language": "en"})
    assert Subscription.objects.get().schedule == AT_ONCE


def test_nobody_changes_the_subscriptions_of_others(client: Client) -> None:
    mine, other = follow(ARTICLE_18, AT_ONCE), follow(ARTICLE_18, AT_ONCE, "grace@example.org")
    path = f"/alerts/subscriptions/{management_token(mine.subscriber)}/"
    client.post(path, {"language": "en", mine.pk.hex: DAILY, other.pk.hex: ""})
    assert Subscription.objects.get(pk=other.pk).schedule == AT_ONCE


def test_everything_is_erased_on_request(client: Client) -> None:
    subscriber = follow(ARTICLE_18).subscriber
    follow("q=judges")
    follow("q=judges", email="grace@example.org")
    path = f"/alerts/subscriptions/{management_token(subscriber)}/erase/"
    assert "ada@example.org" in client.get(path).content.decode()
    assert Subscriber.objects.count() == 2
    assert "your address has been erased" in client.post(path).content.decode()
    assert [row.email for row in Subscriber.objects.all()] == ["grace@example.org"]
    assert client.get(path).status_code == 404


def test_one_click_stops_the_emails_of_a_schedule() -> None:
    subscriber = follow(ARTICLE_18, AT_ONCE).subscriber
    follow("q=judges", DAILY)
    link = unsubscription_link(subscriber, AT_ONCE).removeprefix("https://portal.example.org")
    client = Client(enforce_csrf_checks=True)
    page = client.get(link).content.decode()
    assert "Organized Crime Convention, article 18" in page
    assert "judges" not in page
    assert Subscription.objects.count() == 2, "the page asks first"
    response = client.post(link, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200, "mail programs do not follow redirects"
    assert Subscription.objects.get().query == "q=judges"
    assert client.post(link).status_code == 200
    assert "already been stopped" in client.get(link).content.decode()


def test_link_to_subscriptions_is_sent_only_if_there_are_any(client: Client) -> None:
    follow(ARTICLE_18)
    add_subscription("unconfirmed@example.org", "en", ARTICLE_18, DAILY)
    for email in (ADA, "unconfirmed@example.org", "unknown@example.org"):
        client.post("/alerts/", {"email": email})
    run_alert_jobs()
    [message] = mail.outbox
    assert message.to == [ADA]
    page = client.get(path_in(message, "subscriptions")).content.decode()
    assert 'href="/en/recommendations/?article=untoc:18"' in page


def test_broken_search_is_marked(client: Client) -> None:
    make.topic("extradition")
    subscriber = follow("topic=extradition").subscriber
    Subscription.objects.update(query="topic=no-longer-there")
    page = client.get(f"/alerts/subscriptions/{management_token(subscriber)}/").content.decode()
    assert "This search names something that no longer exists" in page


def test_schedules_are_offered_by_name(client: Client) -> None:
    page = client.get("/alerts/follow/").content.decode()
    assert all(str(label) in page for label in Schedule.labels)
