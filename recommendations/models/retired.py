"""Recommendations that no longer exist."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from documents.models import LanguageVersion
from documents.web.url_cache import cached_reverse


class RetiredRecommendation(models.Model):
    """A recommendation that a correction or a later reading removed or joined with another. If it returns, it gets the
    same ``key``. ``place`` is the place that it had in every language.

    ``lineage_data`` holds decisions as plain values: ``links`` (:class:`Lineage`), ``ends`` (:class:`LineageEnd`) and
    the keys of ``decisions`` (:class:`LineageDecision`). Follow-ups refer to the document and anchor, so they are not
    stored here.
    """

    key = models.BigIntegerField(primary_key=True)
    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="retired_recommendations")
    anchor = models.CharField(max_length=200)
    place = models.CharField(max_length=220)
    path = models.CharField(max_length=200)
    text = models.TextField()
    retired_at = models.DateTimeField()
    lineage_data = models.JSONField(default=dict)

    class Meta:
        ordering = ("key",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "anchor"), name="unique_retired_recommendation_anchor"),
        ]

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        return cached_reverse("recommendation", self.version.document.address, self.place)
