"""Write subscriptions, and the publications announced to them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from documents.queries.documents import published_versions
from documents.services import acquire_write_lock
from portal.alerts.models import Announcement, EmailRequest, Schedule, Subscriber, Subscription

CONFIRMATION_PERIOD = datetime.timedelta(days=3)  # for which the link in the first e-mail works
MAX_SUBSCRIPTIONS = 100  # of an address, confirmed or not
DIGEST_HOUR = 5  # UTC, of daily and weekly e-mails

REQUEST_PERIOD = datetime.timedelta(hours=1)
MAX_REQUESTS_PER_EMAIL = 10  # in REQUEST_PERIOD, for an address, whether anything is stored for it or not
MAX_REQUESTS_PER_IP = 30  # in REQUEST_PERIOD; several people may share one


# --- requests ------------------------------------------------------------------------------------------


@transaction.atomic
def record_request(email: str, ip_address: str | None) -> bool:
    """Record a request for an e-mail with a link. Return False, and record nothing, if there have been too many.

    The answer does not depend on whether anything is stored for the address. Requests are not counted by internet
    address if ``ip_address`` is None: many readers may share the address of a local proxy.
    """
    acquire_write_lock()
    digest = salted_hmac("alerts", email.lower()).hexdigest()
    recent = EmailRequest.objects.filter(requested_at__gt=timezone.now() - REQUEST_PERIOD)
    if recent.filter(email_digest=digest).count() >= MAX_REQUESTS_PER_EMAIL:
        return False
    if ip_address is not None and recent.filter(ip_address=ip_address).count() >= MAX_REQUESTS_PER_IP:
        return False
    EmailRequest.objects.create(email_digest=digest, ip_address=ip_address)
    return True


@transaction.atomic
def add_subscription(email: str, language: str, query: str, schedule: str) -> Subscription | None:
    """Return the subscription of an address to a search, confirmed or not, or None if the address has too many.

    Nobody but the owner of an address changes what was confirmed for it: the language of its e-mails stays the same.
    """
    acquire_write_lock()
    subscriber = find_subscriber(email)
    if subscriber is None:
        subscriber = Subscriber.objects.create(email=email, language=language)
    elif not subscriber.subscriptions.filter(confirmed_at__isnull=False).exists():
        Subscriber.objects.filter(pk=subscriber.pk).update(language=language)
    existing = subscriber.subscriptions.filter(query=query).first()
    if existing is None:
        if subscriber.subscriptions.count() >= MAX_SUBSCRIPTIONS:
            return None
        return Subscription.objects.create(subscriber=subscriber, query=query, schedule=schedule)
    if existing.confirmed_at is None:
        existing.schedule, existing.requested_at = schedule, timezone.now()
        existing.save(update_fields=["schedule", "requested_at"])
    return existing


def find_subscriber(email: str) -> Subscriber | None:
    """Return what is stored for an address, or None."""
    return Subscriber.objects.filter(email__iexact=email).first()


# --- changes by the subscriber -------------------------------------------------------------------------


@transaction.atomic
def confirm(key: UUID) -> Subscription | None:
    """Confirm a subscription: what is published from now on is sent. Return None if it no longer exists."""
    acquire_write_lock()
    found = Subscription.objects.select_related("subscriber").filter(pk=key).first()
    if found is not None and found.confirmed_at is None:
        announce(found.schedule)
        found.confirmed_at = found.covered_until = timezone.now()
        found.save(update_fields=["confirmed_at", "covered_until"])
    return found


@transaction.atomic
def change_subscriptions(subscriber: Subscriber, language: str, schedules: Mapping[UUID, str]) -> None:
    """Set the language of e-mails, and the schedule of each subscription by key, "" to remove it."""
    Subscriber.objects.filter(pk=subscriber.pk).update(language=language)
    for key, schedule in schedules.items():
        if schedule:
            Subscription.objects.filter(pk=key, subscriber=subscriber).update(schedule=schedule)
    unsubscribe(subscriber, [key for key, schedule in schedules.items() if not schedule])


@transaction.atomic
def unsubscribe(subscriber: Subscriber, keys: Collection[UUID]) -> None:
    """Remove subscriptions by key, and everything stored for the address with the last one."""
    Subscription.objects.filter(pk__in=keys, subscriber=subscriber).delete()
    if not subscriber.subscriptions.exists():
        erase(subscriber)


def erase(subscriber: Subscriber) -> None:
    """Erase everything that is stored for an address."""
    Subscriber.objects.filter(pk=subscriber.pk).delete()


@transaction.atomic
def remove_unconfirmed() -> None:
    """Remove subscriptions that nobody confirmed in time, and requests that no longer count."""
    before = timezone.now() - CONFIRMATION_PERIOD
    Subscription.objects.filter(confirmed_at=None, requested_at__lte=before).delete()
    Subscriber.objects.filter(~Exists(Subscription.objects.filter(subscriber=OuterRef("pk")))).delete()
    EmailRequest.objects.filter(requested_at__lte=timezone.now() - REQUEST_PERIOD).delete()


# --- what is due ---------------------------------------------------------------------------------------


def end_of_period(schedule: str, now: datetime.datetime) -> datetime.datetime:
    """Return the time up to which the e-mails of a schedule, sent now, cover publications: now, or the latest day or
    Monday at :data:`DIGEST_HOUR`."""
    if schedule == Schedule.AT_ONCE:
        return now
    end = now.astimezone(datetime.UTC).replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if schedule == Schedule.WEEKLY:
        end -= datetime.timedelta(days=end.weekday())
    step = datetime.timedelta(days=7 if schedule == Schedule.WEEKLY else 1)
    return end if end <= now else end - step


@transaction.atomic
def announce(schedule: str) -> datetime.datetime:
    """Record which versions are public for the first time at an end of the period of a schedule. Return that time.

    No publication is under way while this holds the write lock, so all with a time up to the returned one are recorded.
    """
    acquire_write_lock()
    now = timezone.now()
    recorded = Announcement.objects.filter(version=OuterRef("pk"), schedule=schedule)
    new = published_versions().filter(~Exists(recorded), published_at__lte=end_of_period(schedule, now))
    Announcement.objects.bulk_create(
        Announcement(version_id=key, schedule=schedule, published_at=time)
        for key, time in new.values_list("pk", "published_at")
        if time
    )
    return end_of_period(schedule, now)


def due_subscriptions(schedule: str, until: datetime.datetime) -> QuerySet[Subscription]:
    """Return the confirmed subscriptions for which something was announced that they do not cover yet."""
    announced = Announcement.objects.filter(schedule=schedule, published_at__lte=until)
    latest = announced.aggregate(latest=Max("published_at"))["latest"]
    confirmed = Subscription.objects.filter(schedule=schedule, confirmed_at__isnull=False)
    return confirmed.filter(covered_until__lt=latest) if latest else confirmed.none()


# --- sending ---------------------------------------------------------------------------------------------


@transaction.atomic
def claim(subscriptions: Collection[Subscription], until: datetime.datetime) -> bool:
    """Record that everything up to a time is about to be sent to an address. Return False, and record nothing, if any
    of its subscriptions has been changed since they were read: removed, or covered by another worker."""
    expected = {row.pk: (row.schedule, row.covered_until) for row in subscriptions}
    rows = Subscription.objects.select_for_update().filter(pk__in=expected).order_by("pk")
    if {row.pk: (row.schedule, row.covered_until) for row in rows} != expected:
        return False
    rows.update(covered_until=until)
    return True


def release(subscriptions: Iterable[Subscription], until: datetime.datetime) -> None:
    """Record that nothing was sent after all, because the mail server did not accept the e-mail."""
    for row in subscriptions:
        Subscription.objects.filter(pk=row.pk, covered_until=until).update(covered_until=row.covered_until)


def cover(subscriptions: Iterable[Subscription], until: datetime.datetime) -> None:
    """Record that nothing up to a time matches these subscriptions."""
    keys = [row.pk for row in subscriptions]
    Subscription.objects.filter(pk__in=keys, covered_until__lt=until).update(covered_until=until)
