"""Follow-up of recommendations."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Meeting
from recommendations.models.recommendations import Recommendation


class FollowUp(models.Model):
    """The progress of a recommendation, as recorded by staff.

    It is identified by document and ``anchor``, the place of the recommendation in every language, so that it survives
    a new reading of the document; ``recommendation`` is the row in the leading version, or None.

    ``recommendation_name`` is its name when it was first recorded. ``person`` is in charge. ``done_by`` set the status
    to done, and a second person confirms it (``confirmed_by``). Every change increments ``revision``, so that nobody
    overwrites unseen changes. The history is in the audit log.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        SUPERSEDED = "superseded", _("superseded")

    document = models.ForeignKey(Document, models.CASCADE, related_name="follow_ups")
    anchor = models.CharField(max_length=200)
    recommendation = models.OneToOneField(
        Recommendation, models.SET_NULL, null=True, blank=True, related_name="follow_up"
    )
    recommendation_name = models.CharField(max_length=500)
    state = models.CharField(max_length=12, choices=State, default=State.NOT_STARTED)
    note = models.TextField(blank=True)
    due_meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="follow_ups_due")
    due_date = models.DateField(null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("document", "anchor"), name="unique_follow_up_anchor"),
        ]

    def __str__(self) -> str:
        return self.recommendation_name

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person has confirmed that it is done, even if that person's account was deleted since."""
        return self.confirmed_at is not None


class Evidence(models.Model):
    """A web page that shows the progress of a recommendation. ``url`` begins with http:// or https://."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="evidence")
    url = models.URLField(max_length=1000)
    title = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("follow_up", "url"), name="unique_evidence_url"),
        ]

    def __str__(self) -> str:
        return self.title or self.url
