"""The files of documents, and pictures of their pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Left

from documents.models.documents import CONTENT_KEY_LENGTH, LanguageVersion

PUBLIC_FILE = models.Q(draft=None) | models.Q(draft__state="published")
"""The condition that readers may see a file of a public version."""

KEPT_FILE = ~models.Q(draft__state="discarded")
"""The condition that a file was not discarded together with its draft."""


class CommonFile(models.Model):
    """A PDF with several documents, which was split. It is kept as it was received.

    ``part_count`` is the number of documents it was split into: the public may download it once all are published.
    """

    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    part_count = models.PositiveSmallIntegerField()
    received_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class DocumentFileQuerySet(models.QuerySet["DocumentFile"]):
    """Files of versions."""

    def in_use(self) -> DocumentFileQuerySet:
        """Return the files that were neither discarded nor replaced by a reissue, in the order in which they were
        received."""
        reissues = DocumentFile.objects.filter(
            KEPT_FILE, version=models.OuterRef("version"), issue__gt=models.OuterRef("issue")
        )
        return self.filter(KEPT_FILE, ~models.Exists(reissues)).order_by("pk")


class DocumentFile(models.Model):
    """A file as it was received. The content is in a separate table, so that listing files does not load it.

    The files of the highest ``issue`` of a version are in use: one, or the same text in several formats. Those of lower
    issues were replaced by a reissue. A file that was cut from a ``common_file`` has its first and last page there.
    ``draft`` is the draft whose text comes from this file. Readers see the file once the draft is published.
    """

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="files")
    draft = models.ForeignKey("Draft", models.SET_NULL, null=True, blank=True, related_name="files")
    issue = models.PositiveSmallIntegerField(default=1)
    common_file = models.ForeignKey(CommonFile, models.PROTECT, null=True, blank=True, related_name="files")
    first_page = models.PositiveIntegerField(null=True, blank=True)
    last_page = models.PositiveIntegerField(null=True, blank=True)
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    received_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(Left("sha256", CONTENT_KEY_LENGTH), name="file_content_key_idx")]

    def __str__(self) -> str:
        return self.name


class FileContent(models.Model):
    """The bytes of a file, stored in the database so that they are added and deleted together with its rows."""

    file = models.OneToOneField(DocumentFile, models.CASCADE, primary_key=True, related_name="file_content")
    content = models.BinaryField()


class PagePicture(models.Model):
    """A page of a file as a picture, stored on first request. ``width`` is in pixels."""

    file = models.ForeignKey(DocumentFile, models.CASCADE, related_name="pictures")
    page = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    content = models.BinaryField()
    media_type = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("file", "page", "width"), name="unique_page_picture"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.page}"
