"""Uploads, and the readings of versions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models.documents import LanguageVersion
from documents.models.files import CommonFile, DocumentFile
from documents.models.messages import MessageField


def sha256(field: str) -> models.Func:
    """Return the SHA-256 hash of a binary field, as PostgreSQL computes it."""
    return models.Func(models.F(field), function="sha256", output_field=models.BinaryField())


class Upload(models.Model):
    """An uploaded file, until it is stored as a document or rejected.

    ``name`` includes the folders it was uploaded in. ``content`` is cleared once the file is stored or rejected, and
    kept if an internal error prevented both, so that the file can be processed again. ``attempts`` counts the attempts
    to read the file, except those that a shutdown of the portal interrupted.

    If the status is "question", ``question`` is what a person has to decide, and later ``answer`` is the decision:

    - same document: ``version`` is an existing version with the same symbol and language, and a proposed
      :class:`Reading` holds the new text
    - symbols: ``version`` is the leading version of a document that has some of the ``symbols`` of the file, not all
    - parts: the PDF seems to hold several documents. ``parts`` has the first and last page of each, from 1, with its
      symbols and title; each part becomes a separate upload, with its pages in the ``common_file``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        READING = "reading", _("being read")
        QUESTION = "question", _("waiting for an answer")
        DONE = "done", _("read")
        REFUSED = "refused", _("rejected")
        FAILED = "failed", _("stopped by an internal error")

    class Question(models.TextChoices):
        """What a person has to decide about a file."""

        SAME_DOCUMENT = "same_document", _("this document already exists from another file")
        SYMBOLS = "symbols", _("only some of its symbols are those of an existing document")
        PARTS = "parts", _("the file may contain several documents")

    class Answer(models.TextChoices):
        """The decision about a file."""

        LANGUAGE_VERSION = "language_version", _("another language version")
        REISSUE = "reissue", _("a reissue of the same document")
        REVISION = "revision", _("a revision with its own symbol")
        MISTAKE = "mistake", _("uploaded by mistake")
        FORMAT = "format", _("the same document in another format")
        SAME = "same", _("a version of the existing document")
        SPLIT = "split", _("several documents")
        WHOLE = "whole", _("one document")

    batch = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField(null=True)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = MessageField(blank=True, default=str)
    version = models.ForeignKey(LanguageVersion, models.SET_NULL, null=True, blank=True)
    question = models.CharField(max_length=20, choices=Question, blank=True)
    symbols = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    parts = models.JSONField(default=list, blank=True)
    common_file = models.ForeignKey(CommonFile, models.SET_NULL, null=True, blank=True, related_name="uploads")
    first_page = models.PositiveIntegerField(null=True, blank=True)
    last_page = models.PositiveIntegerField(null=True, blank=True)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=("batch", "name"), name="upload_name_idx"),
            models.Index("batch", sha256("content"), name="upload_content_idx", condition=Q(content__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """The results of the parser and the extraction for one file, stored unchanged: corrections are kept separately.

    ``extraction`` was derived from ``parsed``; it is None for files stored before readings were kept. A version has one
    current reading. A proposed reading waits for a decision; it comes from a later parser or from another file (then
    ``upload`` holds the bytes and ``file`` is None). A past reading was replaced by another. A rejected reading is
    proposed again only if its content changes.
    """

    class State(models.TextChoices):
        CURRENT = "current", _("in use")
        PROPOSED = "proposed", _("waiting for a decision")
        PAST = "past", _("no longer in use")
        REFUSED = "refused", _("rejected")

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
            models.UniqueConstraint(fields=("version",), condition=Q(state="current"), name="unique_current_reading"),
            models.UniqueConstraint(
                fields=("version",), condition=Q(state="proposed", upload=None), name="unique_proposed_reading"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} ({self.state})"
