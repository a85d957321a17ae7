"""Preferences of accounts, and requests for a new password."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class AccountPreferences(models.Model):
    """What a user chose on the page of their account. ``language`` is that of e-mails, or "" for English.

    ``digest_sent_on`` is the day of the latest daily e-mail, recorded before it is sent, so that none is sent twice.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    wants_digest = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)
    digest_sent_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "account preferences"

    def __str__(self) -> str:
        return str(self.user)


class PasswordRequest(models.Model):
    """A request for a new password, kept for an hour to limit their number. The address may belong to nobody."""

    email = models.CharField(max_length=254, db_index=True)
    ip_address = models.GenericIPAddressField(null=True, db_index=True)
    requested_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.email}, {self.requested_at}"
