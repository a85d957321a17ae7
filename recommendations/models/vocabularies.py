"""Vocabularies: instruments and articles, topics, addressees, and what people changed in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from documents.web.languages import interface_language, label_in
from documents.web.url_cache import cached_reverse


class Instrument(models.Model):
    """A treaty with articles that documents cite."""

    key = models.SlugField(unique=True)
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="protocols")
    labels = models.JSONField(default=dict, blank=True)
    short_labels = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.short_label

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return label_in({**self.labels, "en": self.title}, self.title)

    @property
    def short_label(self) -> str:
        """The short title in the reader's language, or the whole title if it has no other there."""
        return label_in({**self.labels, **self.short_labels, "en": self.short_title}, self.short_title)


class Article(models.Model):
    """An article of an instrument: ``untoc:18``. ``chapter`` groups articles by subject.

    ``title`` and ``chapter`` are in English; ``labels`` and ``chapter_labels`` are those by language, as far as they
    are recorded. ``unverified`` are the languages whose titles nobody has compared with the authentic text yet.
    """

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="articles")
    number = models.CharField(max_length=10)
    title = models.CharField(max_length=300, blank=True)
    labels = models.JSONField(default=dict, blank=True)
    chapter = models.CharField(max_length=200, blank=True)
    chapter_labels = models.JSONField(default=dict, blank=True)
    unverified = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("instrument__position", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("instrument", "number"), name="unique_article_number"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument.key}:{self.number}"

    @property
    def label(self) -> str:
        """The title in the reader's language, or else in English."""
        return label_in({**self.labels, "en": self.title}, self.title)

    @property
    def language(self) -> str:
        """The language of :attr:`label`."""
        return interface_language() if self.labels.get(interface_language()) else "en"

    @property
    def is_unverified(self) -> bool:
        """Whether nobody has compared :attr:`label` with the authentic text yet."""
        return self.language in self.unverified

    @property
    def chapter_label(self) -> str:
        """The title of the chapter in the reader's language, or else in English."""
        return label_in({**self.chapter_labels, "en": self.chapter}, self.chapter)

    def get_absolute_url(self) -> str:
        return cached_reverse("article", self.instrument.key, self.number)


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

    @property
    def label(self) -> str:
        """The label in the reader's language, or else in English."""
        return label_in(self.labels, self.key)

    def get_absolute_url(self) -> str:
        return cached_reverse("topic", self.key)


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

    @property
    def label(self) -> str:
        """The name in the reader's language, or else in English."""
        return label_in(self.labels, self.name)


class EditedEntry(models.Model):
    """What people changed in an entry of a vocabulary, or an entry that they added.

    The portal ships the entries in files. This row has only what differs from them, so that an update of the portal
    overwrites nobody's work and brings new entries all the same. ``changes`` are explained in
    :mod:`recommendations.queries.vocabularies`. Every change increments ``revision``, and rows are never deleted.
    """

    vocabulary = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    changes = models.JSONField(default=dict, blank=True)
    is_added = models.BooleanField(default=False)
    is_removed = models.BooleanField(default=False)
    merged_into = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("vocabulary", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("vocabulary", "key"), name="unique_edited_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.vocabulary}/{self.key}"
