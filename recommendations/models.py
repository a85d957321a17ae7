"""Recommendations, what they cite and whom they address; and the vocabularies: instruments, articles, topics.

Rows are written by :mod:`recommendations.services` alone.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.models import Footnote, LanguageVersion, Meeting, Paragraph

SIGNS = r"[<>\u00A0-\u00BF\u2000-\u206F\u3000-\u303F]"
"""Signs that part words: quotation marks, dashes, spaces of every kind. PostgreSQL's parser takes them for letters
where the database's locale is C, and takes what stands in "<…>" for markup; so they are blanked first."""


def without_signs(field: str) -> Func:
    """A text as words are looked for in it: every sign is one blank, so that offsets stay those of the text."""
    return Func(F(field), Value(SIGNS), Value(" "), Value("g"), function="regexp_replace", output_field=TextField())


class Instrument(models.Model):
    """A treaty whose articles are cited."""

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
            models.UniqueConstraint(fields=("instrument", "number"), name="one_article_a_number"),
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
    """Who is asked: States parties, the Secretariat, UNODC."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    labels = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.name


class Citation(models.Model):
    """One reference in a paragraph or a footnote, at its offsets, to one thing.

    A reference to several articles is several rows with the same offsets. ``value`` is the canonical symbol or
    resolution ("CTOC/COP/2022/1", "COP 5/8"). An unresolved reference is kept, with the reason.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        DOCUMENT = "document", _("document")
        RESOLUTION = "resolution", _("resolution")
        MEETING = "meeting", _("meeting")

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="citations")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    footnote = models.ForeignKey(Footnote, models.CASCADE, null=True, blank=True, related_name="citations")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, null=True, blank=True, related_name="citations")
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="citations")
    article_paragraph = models.CharField(max_length=10, blank=True)
    article_subparagraph = models.CharField(max_length=10, blank=True)
    value = models.CharField(max_length=200, blank=True, db_index=True)
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="mentions")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("version", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "position"), name="one_citation_a_position"),
            models.CheckConstraint(
                condition=Q(footnote__isnull=True) ^ Q(paragraph__isnull=True),
                name="citation_stands_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False) | ~Q(value="") | Q(meeting__isnull=False) | ~Q(reason=""),
                name="citation_is_resolved_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Recommendation(models.Model):
    """A recommendation as a document states it; fields as in :class:`~recommendations.extraction.types`.

    ``meeting`` is the meeting it belongs to: the one that adopted it (then ``adopted_by`` is the same), or the one
    whose draft report it stands in, or to which it is put. ``search_vector`` is kept by PostgreSQL itself; only
    :mod:`recommendations.search` reads it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft, not adopted")
        PROPOSED = "proposed", _("put forward for consideration")
        ADOPTED = "adopted", _("adopted")
        FOR_ENDORSEMENT = "for_endorsement", _("adopted, put forward for endorsement")
        ENDORSED = "endorsed", _("endorsed")

    class Strength(models.TextChoices):
        REQUIRED = "required", _("required")
        URGED = "urged", _("urged")
        SHOULD = "should", _("should")
        ENCOURAGED = "encouraged", _("encouraged")
        INVITED = "invited", _("invited")

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="recommendations")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="recommendations")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=60)
    path = models.CharField(max_length=200)
    anchor = models.CharField(max_length=200)
    text = models.TextField()
    heading = models.TextField(blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    verb = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=300, blank=True)
    strength = models.CharField(max_length=12, choices=Strength, blank=True)
    status = models.CharField(max_length=16, choices=Status)
    form = models.CharField(max_length=40, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="recommendations")
    adopted_by = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="adopted")
    put_to = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="put_forward")
    addressees = models.ManyToManyField(Addressee, related_name="recommendations")
    topics = models.ManyToManyField(Topic, through="RecommendationTopic", related_name="recommendations")
    citations = models.ManyToManyField(Citation, through="RecommendationCitation", related_name="recommendations")
    search_vector = models.GeneratedField(
        expression=SearchVector(without_signs("text"), weight="A", config="english")
        + SearchVector(without_signs("heading"), weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ("version", "position")
        indexes: ClassVar = [GinIndex(fields=("search_vector",), name="recommendation_words")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "anchor"), name="one_recommendation_an_anchor"),
            models.CheckConstraint(
                condition=~Q(status__in=("adopted", "for_endorsement", "endorsed")) | Q(adopted_by__isnull=False),
                name="adopted_means_by_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        return reverse("recommendation", args=[self.pk])


class RecommendationCitation(models.Model):
    """That a recommendation cites something, in its own text or (``in_heading``) by the heading above it."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE)
    citation = models.ForeignKey(Citation, models.CASCADE)
    in_heading = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("recommendation", "citation"), name="one_link_a_citation"),
        ]


class RecommendationTopic(models.Model):
    """That a recommendation deals with a topic, and the words that show it."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE)
    topic = models.ForeignKey(Topic, models.CASCADE)
    evidence = models.CharField(max_length=300)
    in_heading = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("recommendation", "topic"), name="one_link_a_topic"),
        ]
