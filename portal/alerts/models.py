"""Subscribers, their subscriptions, and the publications to announce to them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import MD5, Lower
from django.utils.translation import gettext_lazy as _

from documents.models import LanguageVersion


class Schedule(models.TextChoices):
    """When e-mails are sent; the values are used in URLs."""

    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week, on Monday")


class Subscriber(models.Model):
    """An e-mail address with at least one subscription, and the language of its e-mails.

    Links in e-mails contain the key. It is random, so that a key is not used again after a backup was restored.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="unique_subscriber_email")]

    def __str__(self) -> str:
        return str(self.key)


class Subscription(models.Model):
    """A search that a subscriber follows. ``query`` holds its parameters as in the address of its page.

    ``confirmed_at`` is None until the subscriber opens the link in the first e-mail. ``covered_until`` is the time of
    publication up to which texts were sent, or did not match the search. It is set before an e-mail is sent
    (:mod:`portal.alerts.delivery`).
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    query = models.TextField(blank=True)
    schedule = models.CharField(max_length=10, choices=Schedule)
    requested_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    covered_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("requested_at", "key")
        constraints: ClassVar = [
            models.UniqueConstraint("subscriber", MD5("query"), name="unique_subscription_query"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True) | models.Q(covered_until__isnull=False),
                name="confirmed_subscription_is_covered",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=("schedule", "covered_until"),
                condition=models.Q(confirmed_at__isnull=False),
                name="due_subscription_idx",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Announcement(models.Model):
    """The publication of a version that a schedule announces, once: not again if the version is published again, and
    not if it was unpublished before the e-mails of the schedule were due.
    """

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="announcements")
    schedule = models.CharField(max_length=10, choices=Schedule)
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("version", "schedule"), name="unique_announcement")]
        indexes: ClassVar = [models.Index(fields=("schedule", "published_at"), name="announcement_time_idx")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.schedule}"


class EmailRequest(models.Model):
    """A request for an e-mail with a link, kept for an hour to limit their number, with a digest of the address."""

    email_digest = models.CharField(max_length=64, db_index=True)
    ip_address = models.GenericIPAddressField(null=True, db_index=True)
    requested_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.requested_at)
