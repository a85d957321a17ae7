"""Corrections to the readings of documents, and the audit log."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models.documents import Document, LanguageVersion


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
