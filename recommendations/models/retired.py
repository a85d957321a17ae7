"""Recommendations that no longer exist."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from documents.models import LanguageVersion


class FormerRecommendation(models.Model):
    """That a recommendation stood at an anchor of a version: a correction took it out or joined it with another, or a
    later reading has it not. Where it comes back it is the same one: it gets its ``key``, and so its address, again.

    ``kept`` is what people decided about it, as plain values: its ``links`` (decided :class:`Lineage`), its ``ends``
    (:class:`LineageEnd`), and the keys of the ``decisions`` (:class:`LineageDecision`) that name it as the earlier or
    the later one. What is known by its place needs no keeping: follow-ups wait for it by themselves.
    """

    key = models.BigIntegerField(primary_key=True)
    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="former_recommendations")
    anchor = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    text = models.TextField()
    since = models.DateTimeField()
    kept = models.JSONField(default=dict)

    class Meta:
        ordering = ("key",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "anchor"), name="one_former_recommendation_an_anchor"),
        ]

    def __str__(self) -> str:
        return self.path
