"""Uploads, and the readings of versions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models.documents import DocumentFile, LanguageVersion


class Upload(models.Model):
    """An uploaded file, until it is stored as a document or refused.

    ``name`` includes the folders it was uploaded in. ``content`` is emptied once the file is stored or refused. In the
    state "question" its symbol and language already exist: ``version`` is the existing one, a proposed :class:`Reading`
    holds the new text, and ``answer`` is what the person decided.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        READING = "reading", _("being read")
        QUESTION = "question", _("waits for an answer")
        DONE = "done", _("read")
        REFUSED = "refused", _("refused")

    class Answer(models.TextChoices):
        """What a file is whose symbol is here already."""

        LANGUAGE_VERSION = "language_version", _("another language version")
        REISSUE = "reissue", _("a reissue of the same document")
        REVISION = "revision", _("a revision, with a symbol of its own")
        MISTAKE = "mistake", _("sent by mistake")

    batch = models.UUIDField(db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    message = models.TextField(blank=True)
    version = models.ForeignKey(LanguageVersion, models.SET_NULL, null=True, blank=True)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """What the machine read in a file, just as it read it: what people correct is kept apart from it.

    ``parsed`` is the parsed structure, ``extraction`` what was found in it (None for what was stored before readings
    were kept). A version has one current reading. A proposed one waits for a person: that of a later parser, or that of
    another file (then ``upload`` holds the bytes and ``file`` is None). Past ones were replaced; what a person turned
    down is not proposed again while it reads the same.
    """

    class State(models.TextChoices):
        CURRENT = "current", _("in use")
        PROPOSED = "proposed", _("waits for a decision")
        PAST = "past", _("no longer in use")
        REFUSED = "refused", _("turned down")

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="readings")
    file = models.ForeignKey(DocumentFile, models.SET_NULL, null=True, blank=True, related_name="readings")
    upload = models.OneToOneField(Upload, models.SET_NULL, null=True, blank=True, related_name="reading")
    state = models.CharField(max_length=10, choices=State)
    parsed = models.JSONField()
    extraction = models.JSONField(null=True)
    parser_version = models.CharField(max_length=20)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ("-read_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("version",), condition=Q(state="current"), name="one_current_reading_a_version"
            ),
            models.UniqueConstraint(
                fields=("version",), condition=Q(state="proposed", upload=None), name="one_proposed_reading_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} ({self.state})"
