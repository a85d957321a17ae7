"""Write what users choose for their own accounts, the days of their daily e-mails, and requests for new passwords."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from documents.models import AccountPreferences, PasswordRequest
from documents.services.locking import acquire_write_lock

REQUEST_PERIOD = datetime.timedelta(hours=1)
MAX_REQUESTS_PER_EMAIL = 3  # in REQUEST_PERIOD, for an address, whether it belongs to an account or not
MAX_REQUESTS_PER_IP = 10  # in REQUEST_PERIOD; several people may share one


def set_digest(user: User, wanted: bool) -> None:
    """Subscribe an account to the daily e-mail, or unsubscribe it."""
    AccountPreferences.objects.update_or_create(user=user, defaults={"wants_digest": wanted})


def set_language(user: User, language: str) -> None:
    """Record the language in which an account gets e-mails, or "" for English."""
    AccountPreferences.objects.update_or_create(user=user, defaults={"language": language})


def language_of(user: User) -> str:
    """Return the language in which an account gets e-mails."""
    chosen = AccountPreferences.objects.filter(user=user).values_list("language", flat=True).first()
    return chosen or settings.LANGUAGE_CODE


def digest_recipients(day: datetime.date) -> QuerySet[User]:
    """Return the accounts that may still get the e-mail of a day: subscribed, active, with an address."""
    return User.objects.filter(
        Q(preferences__digest_sent_on=None) | Q(preferences__digest_sent_on__lt=day),
        preferences__wants_digest=True,
        is_active=True,
        is_staff=True,
    ).exclude(email="")


def claim_digest(user: User, day: datetime.date) -> bool:
    """Record that the e-mail of a day is about to be sent. Return False if it was sent, or if the user wants none."""
    claimable = AccountPreferences.objects.filter(
        Q(digest_sent_on=None) | Q(digest_sent_on__lt=day), user=user, wants_digest=True
    )
    return bool(claimable.update(digest_sent_on=day))


def release_digest(user: User, day: datetime.date) -> None:
    """Record that the e-mail of a day was not sent after all, because the mail server did not accept it."""
    AccountPreferences.objects.filter(user=user, digest_sent_on=day).update(digest_sent_on=None)


@transaction.atomic
def record_password_request(email: str, ip_address: str | None) -> bool:
    """Record a request for a new password. Return False, and record nothing, if there have been too many.

    The answer does not depend on whether an account has the address.
    """
    acquire_write_lock()
    email = email.lower()
    recent = PasswordRequest.objects.filter(requested_at__gt=timezone.now() - REQUEST_PERIOD)
    if recent.filter(email=email).count() >= MAX_REQUESTS_PER_EMAIL:
        return False
    if recent.filter(ip_address=ip_address).count() >= MAX_REQUESTS_PER_IP:
        return False
    PasswordRequest.objects.create(email=email, ip_address=ip_address)
    return True


def remove_old_password_requests() -> None:
    """Remove the requests that no longer count."""
    PasswordRequest.objects.filter(requested_at__lte=timezone.now() - REQUEST_PERIOD).delete()
