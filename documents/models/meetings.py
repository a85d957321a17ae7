"""Bodies and their meetings."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.parsing.session_kinds import FIRST_YEAR
from documents.web.languages import label_in
from documents.web.url_cache import cached_reverse


class Body(models.Model):
    """An organ that meets and issues documents: the Conference, one of its working groups, the Commission."""

    class KindOfMeeting(models.TextChoices):
        SESSION = "session", _("session")
        MEETING = "meeting", _("meeting")
        CONGRESS = "congress", _("Congress")
        YEAR = "year", pgettext_lazy("of a body, instead of a session", "year")

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind_of_meeting = models.CharField(max_length=10, choices=KindOfMeeting, default=KindOfMeeting.SESSION)
    symbol_prefixes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    convention = models.CharField(max_length=40, blank=True, help_text=_("Key of the instrument it serves"))
    labels = models.JSONField(default=dict, blank=True)
    short_labels = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The full name in the reader's language."""
        return label_in({**self.labels, "en": self.name}, self.name)

    @property
    def short_label(self) -> str:
        """The short name in the reader's language, or the full one if it has no other there."""
        return label_in({**self.labels, **self.short_labels, "en": self.short_name}, self.short_name)


class MeetingManager(models.Manager["Meeting"]):
    """All meetings except those that a person merged into another."""

    def get_queryset(self) -> models.QuerySet[Meeting]:
        return super().get_queryset().filter(merged_at=None)


class Meeting(models.Model):
    """A session of a body, a meeting of a working group, or a congress.

    A meeting is identified by its ordinal in its series, or by its first day; the ordinal may become known later, from
    another document. The ordinal of a session that is named by its year is that year: 2025 for the "2025 session".
    The series is "" for regular sessions, or a constant of :mod:`documents.parsing.session_kinds`.
    Its slug never changes. ``former_slugs`` are the slugs of rows merged into this one; they redirect here.

    The details of a meeting come from documents or from people. ``edited_fields`` are the fields that a person set;
    documents do not change them. Every change by a person increments ``revision``. A meeting that an editor added is
    public, even if no document names it. If a person merges a meeting into another, its row is kept: documents that
    mention it then find the other meeting, and the merge can be undone. ``merged_into`` is the other meeting;
    ``merged_at`` is set once all documents are updated.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    series = models.CharField(max_length=20, blank=True)
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    slug = models.SlugField(max_length=120, unique=True)
    former_slugs = ArrayField(models.SlugField(max_length=120), default=list, blank=True)
    edited_fields = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)
    added_by_editor = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_meetings")
    merged_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingManager()
    with_merged: ClassVar[models.Manager[Meeting]] = models.Manager()

    class Meta:
        ordering = ("-start", "body__position", "-ordinal")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("body", "series", "ordinal"), condition=Q(merged_into=None), name="unique_meeting_ordinal"
            ),
            models.UniqueConstraint(
                fields=("body", "series", "start"), condition=Q(merged_into=None), name="unique_meeting_start"
            ),
            models.CheckConstraint(
                condition=Q(ordinal__isnull=False) | Q(start__isnull=False),
                name="meeting_has_ordinal_or_start",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="meeting_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def named_year(self) -> int | None:
        """The year by which it is named, such as 2025 for the "2025 session", or None."""
        return self.ordinal if self.ordinal is not None and self.ordinal >= FIRST_YEAR else None

    @property
    def day(self) -> datetime.date | None:
        """The day by which it is sorted: its first day in the year by which it is named, or else its first day."""
        year = self.named_year
        if year and (self.start is None or self.start.year < year):
            return datetime.date(year, 1, 1)
        return self.start

    @property
    def year(self) -> int | None:
        """The year for which it counts, or None if it is not known."""
        return self.day.year if self.day else None

    def get_absolute_url(self) -> str:
        return cached_reverse("meeting", self.slug)
