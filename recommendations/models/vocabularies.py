"""Vocabularies: instruments and articles, topics, addressees."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse


class Instrument(models.Model):
    """A treaty with articles that documents cite."""

    key = models.SlugField(unique=True)
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="protocols")
    labels = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.short_title


class Article(models.Model):
    """An article of an instrument: ``untoc:18``. ``chapter`` groups articles by subject."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="articles")
    number = models.CharField(max_length=10)
    title = models.CharField(max_length=300, blank=True)
    chapter = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("instrument__position", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("instrument", "number"), name="unique_article_number"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument.key}:{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.instrument.key, self.number])


class Topic(models.Model):
    """A topic of cooperation in criminal matters, with its UNBIS concept and its labels in six languages."""

    key = models.SlugField(unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    labels = models.JSONField(default=dict)
    unbis = models.URLField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.key])


class Addressee(models.Model):
    """An addressee: States parties, the Secretariat, UNODC."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    labels = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.name
