"""Signed links in e-mails. They cannot be forged, and each serves only one purpose."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from portal.alerts.models import Subscriber, Subscription
from portal.alerts.services import CONFIRMATION_PERIOD

MANAGEMENT_PERIOD = datetime.timedelta(days=30)  # every e-mail has a new link
_SEPARATOR = "."

_confirmation = TimestampSigner(salt="alerts.confirm", sep=_SEPARATOR)
_management = TimestampSigner(salt="alerts.manage", sep=_SEPARATOR)
_unsubscription = TimestampSigner(salt="alerts.unsubscribe", sep=_SEPARATOR)


def confirmation_link(subscription: Subscription) -> str:
    """Return the link that confirms a subscription, for :data:`CONFIRMATION_PERIOD`."""
    return _link("confirm-subscription", _confirmation.sign(subscription.pk.hex))


def management_link(subscriber: Subscriber) -> str:
    """Return the link to all subscriptions of an address, which works for :data:`MANAGEMENT_PERIOD`."""
    return _link("manage-subscriptions", management_token(subscriber))


def management_token(subscriber: Subscriber) -> str:
    """Return the signed part of :func:`management_link`."""
    return _management.sign(subscriber.pk.hex)


def unsubscription_link(subscriber: Subscriber, schedule: str) -> str:
    """Return the link that ends the e-mails of a schedule. It works as long as such e-mails are sent."""
    return _link("unsubscribe", schedule, _unsubscription.sign(subscriber.pk.hex))


def confirmed_key(token: str) -> UUID | None:
    """Return the key of the subscription that a link confirms, or None if the link is wrong or has expired."""
    return _key(_confirmation, token, CONFIRMATION_PERIOD)


def managed_key(token: str) -> UUID | None:
    """Return the key of the subscriber whose subscriptions a link shows, or None if it is wrong or has expired."""
    return _key(_management, token, MANAGEMENT_PERIOD)


def unsubscribed_key(token: str) -> UUID | None:
    """Return the key of the subscriber in a link that unsubscribes, or None if the link is wrong."""
    return _key(_unsubscription, token)


def _link(name: str, *arguments: str) -> str:
    """Return an absolute address in the current language: the client of a one-click link does not follow redirects."""
    return settings.PORTAL_URL + reverse(name, args=arguments)


def _key(signer: TimestampSigner, token: str, period: datetime.timedelta | None = None) -> UUID | None:
    try:
        return UUID(hex=signer.unsign(token, max_age=period))
    except (BadSignature, ValueError):
        return None
