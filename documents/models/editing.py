"""Corrections to the readings of documents, drafts of public versions, publications, and the audit log."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models.documents import Document, LanguageVersion
from documents.models.ingestion import Reading


class Correction(models.Model):
    """A correction to a version's reading, also applied to all later readings, in the order of primary keys.

    ``anchor`` identifies the recommendation ("" for the masthead), ``field`` its field. If a later reading differs from
    ``old_value``, a person decides. ``value`` is the new value; both are plain values. Undone corrections are kept.
    ``revision`` and ``undone_revision`` are the revisions of the version created by applying and undoing the
    correction.
    """

    class Kind(models.TextChoices):
        FACT = "fact", _("field of the masthead")
        FIELD = "field", _("field of a recommendation")
        SPLIT = "split", _("recommendation split in two")
        JOIN = "join", _("recommendations joined")
        ADD = "add", _("recommendation added")
        REMOVE = "remove", _("recommendation removed")
        MOVE = "move", _("recommendation moved")

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=8, choices=Kind)
    anchor = models.CharField(max_length=200, blank=True)
    field = models.CharField(max_length=40, blank=True)
    old_value = models.JSONField(null=True)
    value = models.JSONField(null=True)
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_revision = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind="fact") ^ ~Q(anchor=""), name="correction_has_anchor_unless_fact"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.kind} {self.anchor} {self.field}"


class Draft(models.Model):
    """Changes to a public version that readers do not see until they are published.

    While the draft is open, the version's current reading and active corrections include the changes, but the rows that
    readers see do not. ``reading`` and ``corrections`` describe the public text: the reading it was made from, and a
    map from the keys of its corrections to ``[old_value, value]``. They are kept afterwards, so that publishing can be
    undone. Discarding a draft restores the public reading and corrections; ``reading`` and ``corrections`` then
    describe the discarded text, so that this can be undone too.

    ``revision`` is that of the version when the draft was published or discarded. If the version has another revision,
    later changes build on the decision, and it can no longer be undone.
    """

    class State(models.TextChoices):
        OPEN = "open", _("not published yet")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("discarded")

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="drafts")
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.OPEN)
    reading = models.ForeignKey(Reading, models.CASCADE, related_name="+")
    corrections = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(null=True, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version",), condition=Q(state="open"), name="unique_open_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.state}"


class Publication(models.Model):
    """The publication of one or more versions, or of their drafts, by one person; it is undone as one.

    ``publish_at`` is None if it happens immediately.
    """

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    publish_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"publication {self.pk}"


class PublicationItem(models.Model):
    """A version to publish, as the person saw it: with this ``revision``. A version that was changed afterwards is not
    published; ``message`` then says so.

    ``draft`` is the draft that was published, and ``made_public`` is True if the version was not public before. If it
    was withdrawn, ``withdrawn_at`` and ``withdrawn_reason`` keep the withdrawal, so that undoing restores it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        PUBLISHED = "published", _("published")
        SKIPPED = "skipped", _("not published")
        UNDONE = "undone", _("undone")

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="items")
    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="publication_items")
    revision = models.PositiveIntegerField()
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.WAITING)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, blank=True, related_name="+")
    made_public = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("publication", "version"), name="unique_publication_item"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}/{self.version_id}: {self.state}"


class Change(models.Model):
    """An entry in the audit log: who changed what, and when. Rows are only ever added, and outlive the objects they
    refer to.

    ``action`` is a key of :data:`documents.services.audit_log.ACTIONS`. ``object_key`` identifies the object for code
    ("version:12", "follow-up:5"), ``subject`` for people: its name at the time ("CTOC/COP/2022/L.4, Annex I (j)").
    ``old_value`` and ``value`` are plain values; ``note`` is a comment by the person who made the change.
    """

    made_at = models.DateTimeField(db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_by_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=40, db_index=True)
    object_key = models.CharField(max_length=80, blank=True, db_index=True)
    document = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="changes")
    subject = models.CharField(max_length=500)
    old_value = models.JSONField(null=True)
    value = models.JSONField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.action}: {self.subject}"
