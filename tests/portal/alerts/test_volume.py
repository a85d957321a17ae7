"""Alerts in volume: 10,000 subscriptions over 100 new documents, with the worker and a mail server. Prints figures."""

from __future__ import annotations

import itertools
import random
import string
import sys
import time
from unittest.mock import patch

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone

from portal.alerts.models import Subscriber, Subscription
from portal.alerts.services import announce
from portal.alerts.tasks import queue_alerts
from recommendations.models import Recommendation
from tests import builders as make
from tests.portal.accounts.mail_server import MailServer, mail_server, run_due_jobs
from tests.portal.alerts.following import AT_ONCE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

SUBSCRIBERS, SUBSCRIPTIONS_EACH = 5_000, 2
OLD_DOCUMENTS, NEW_DOCUMENTS, RECOMMENDATIONS_EACH = 100, 100, 20
MAX_SECONDS = 300
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh-hans")
WORDS = [f"measure{letter}" for letter in string.ascii_lowercase]


def publish(count: int, symbols: str, chance: random.Random) -> None:
    topics = [make.topic(f"topic-{number}") for number in range(20)]
    addressees = [make.addressee(f"addressee-{number}") for number in range(5)]
    with make.indexed_together():
        for number in range(count):
            of = make.version(make.document(f"{symbols}/{number}"), published_at=timezone.now())
            for _number in range(RECOMMENDATIONS_EACH):
                make.recommendation(
                    f"States parties should improve {' '.join(chance.sample(WORDS, 6))}.",
                    of=of,
                    articles=[f"untoc:{chance.randint(1, 41)}"],
                    topics=[chance.choice(topics)],
                    addressees=[chance.choice(addressees)],
                )


def queries() -> list[str]:
    """Return what is followed: 66 pages and 1,001 searches for words, half of the subscriptions each."""
    pages = [
        *(f"article=untoc:{number}" for number in range(1, 42)),
        *(f"topic=topic-{number}" for number in range(20)),
        *(f"addressee=addressee-{number}" for number in range(5)),
    ]
    searches = [f"q={word}" for word in WORDS]
    for number, (first, second) in enumerate(itertools.combinations(WORDS, 2)):
        words = f"q={first}+{second}"
        searches += [words, f"{words}&article=untoc:{number % 41 + 1}", f"{words}&topic=topic-{number % 20}"]
    return [*pages * 15, *searches]


def subscribe(chance: random.Random) -> int:
    """Create the subscriptions, each confirmed at a time of its own. Return the number of different searches."""
    now = announce(AT_ONCE)
    people = [Subscriber(email=f"{n}@example.org", language=LANGUAGES[n % 6]) for n in range(SUBSCRIBERS)]
    Subscriber.objects.bulk_create(people)
    followed = queries()
    rows = [
        Subscription(subscriber=person, query=query, schedule=AT_ONCE, confirmed_at=now, covered_until=timezone.now())
        for person in people
        for query in dict.fromkeys(chance.choices(followed, k=SUBSCRIPTIONS_EACH))
    ]
    Subscription.objects.bulk_create(rows)
    return len({row.query for row in rows})


def test_ten_thousand_subscriptions_over_a_hundred_documents_take_five_minutes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    chance = random.Random(23)
    publish(OLD_DOCUMENTS, "CTOC/COP/2020", chance)
    different = subscribe(chance)
    publish(NEW_DOCUMENTS, "CTOC/COP/2022", chance)
    sent: list[str] = []

    async def count(_handler: MailServer, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        sent.extend(envelope.rcpt_tos)
        return "250 OK"

    with mail_server(), patch.object(MailServer, "handle_DATA", count):
        start, start_of_process = time.monotonic(), time.process_time()
        queue_alerts(timestamp=0)
        run_due_jobs()
        seconds, of_process = time.monotonic() - start, time.process_time() - start_of_process
        queue_alerts(timestamp=0)
        run_due_jobs()
    with capsys.disabled():
        sys.stdout.write(
            f"\n{Subscription.objects.count():,} subscriptions of {SUBSCRIBERS:,} addresses to {different:,} searches, "
            f"{NEW_DOCUMENTS * RECOMMENDATIONS_EACH:,} new of {Recommendation.objects.count():,} recommendations: "
            f"{len(sent):,} digests in {seconds:.0f} s ({of_process:.0f} s of the worker and the mail server)\n"
        )
    assert len(sent) == len(set(sent)) > SUBSCRIBERS / 2, "each address gets one digest, once"
    assert seconds < MAX_SECONDS
