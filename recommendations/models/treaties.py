"""Texts of treaties."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recommendations.models.vocabularies import Article, Instrument


class TreatyText(models.Model):
    """The text of an instrument, and the file that it was read from."""

    instrument = models.OneToOneField(Instrument, models.CASCADE, related_name="text")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.instrument.key}: {self.file_name}"


class Provision(models.Model):
    """A paragraph, a subparagraph or a heading in the text of a treaty, in order.

    Fields as in :class:`~recommendations.treaties.types.TreatyBlock`; without an ``article``, the row is the title,
    the preamble, the heading of a chapter, the final clause or an annex.
    """

    class Kind(models.TextChoices):
        TITLE = "title", _("title")
        HEADING = "heading", _("heading")
        TEXT = "text", _("text")

    treaty_text = models.ForeignKey(TreatyText, models.CASCADE, related_name="provisions")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="provisions")
    label = models.CharField(max_length=10, blank=True)
    paragraph = models.CharField(max_length=10, blank=True)
    subparagraph = models.CharField(max_length=30, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("treaty_text", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("treaty_text", "position"), name="unique_provision_position"),
            models.CheckConstraint(
                condition=Q(article__isnull=False) | (Q(paragraph="") & Q(subparagraph="")),
                name="provision_numbers_need_article",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text}".strip()
