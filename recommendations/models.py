"""Recommendations, what they cite and whom they address; and the vocabularies: instruments, articles, topics.

Rows are written by :mod:`recommendations.services` alone.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex

from documents.models import Document, Footnote, LanguageVersion, Meeting, Paragraph


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
    whose draft report it stands in, or to which it is put.
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

    class Meta:
        ordering = ("version", "position")
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
    """That a recommendation cites something: in its own text, in a footnote that this calls (then the citation stands
    in a footnote), or (``in_heading``) by the heading above it.

    A note is shown with the recommendation, but what it cites is not what the recommendation deals with: no facet and
    no count of an article's recommendations takes it in.
    """

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


# --- the search index ---------------------------------------------------------------------------------


class SearchScope(models.TextChoices):
    """What is searched: two indexes of one make."""

    RECOMMENDATIONS = "recommendations", _("recommendations")
    PARAGRAPHS = "paragraphs", _("paragraphs")


class SearchState(models.Model):
    """An index as a whole. ``generation`` is another one after every change; it comes from a sequence, so that a
    change that was taken back and one that was made never have the same. ``analysis`` is the version of the analysis
    (:data:`recommendations.index.ANALYSIS`) that all documents went through; 0 while some may be missing."""

    scope = models.CharField(max_length=16, choices=SearchScope, primary_key=True)
    generation = models.BigIntegerField()
    next_number = models.BigIntegerField(default=0)
    analysis = models.PositiveIntegerField(default=0, db_default=0)


class SearchChange(models.Model):
    """That an index once was at a generation: who knows it may ask for what changed since."""

    generation = models.BigIntegerField(primary_key=True)
    scope = models.CharField(max_length=16, choices=SearchScope)


class SearchEntry(models.Model):
    """What is found: a recommendation or a paragraph, of one published language version.

    ``words`` is the sequence of its heading's and its own words by their stems (:mod:`recommendations.index.terms`),
    ``twin`` the number of the same place in the version that leads the document (its own, where that leads).
    ``digest`` is that of all its terms: with another one it has to be written anew. An entry is never changed: what
    is written anew gets another number.
    Rows outlive what they stand for until the index is told, so that their numbers are taken out of it.
    """

    scope = models.CharField(max_length=16, choices=SearchScope)
    number = models.BigIntegerField()
    document = models.ForeignKey(Document, models.DO_NOTHING, db_constraint=False, related_name="+")
    recommendation = models.ForeignKey(
        Recommendation, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    paragraph = models.ForeignKey(Paragraph, models.DO_NOTHING, db_constraint=False, related_name="+")
    language = models.CharField(max_length=8)
    twin = models.BigIntegerField()
    date = models.DateField(null=True, blank=True)
    words = models.TextField()
    facets = ArrayField(models.CharField(max_length=160))
    digest = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("scope", "number"), name="one_entry_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"


class SearchTerm(models.Model):
    """The numbers of a term's entries within one chunk, as a Roaring bitmap. ``changed`` is a generation."""

    pk = models.CompositePrimaryKey("scope", "term", "chunk")
    scope = models.CharField(max_length=16, choices=SearchScope)
    term = models.CharField(max_length=300, db_collation="C")
    chunk = models.PositiveIntegerField()
    numbers = models.BinaryField()
    facet = models.BooleanField(default=False)
    changed = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=("scope", "changed"), condition=Q(facet=True), name="facets_that_changed"),
        ]


class SearchChunk(models.Model):
    """65,536 numbers of an index: which of them live (a Roaring bitmap), and of each the day and the twin.

    ``days`` and ``twins`` are packed little-endian 32-bit integers, days since 1970-01-01.
    """

    pk = models.CompositePrimaryKey("scope", "chunk")
    scope = models.CharField(max_length=16, choices=SearchScope)
    chunk = models.PositiveIntegerField()
    living = models.BinaryField()
    days = models.BinaryField()
    twins = models.BinaryField()
    changed = models.BigIntegerField()


# --- meaning ------------------------------------------------------------------------------------------


class SearchPassage(models.Model):
    """The meaning of a passage: of a recommendation's text, or where none is named of a paragraph's.

    ``start`` and ``end`` are offsets in that text. Written with the version, published or not.
    """

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="passages")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, null=True, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    vector = HalfVectorField(dimensions=512)

    class Meta:
        indexes: ClassVar = [
            HnswIndex(
                name="passages_of_recommendations",
                fields=["vector"],
                opclasses=["halfvec_cosine_ops"],
                condition=Q(recommendation__isnull=False),
            ),
            HnswIndex(
                name="passages_of_paragraphs",
                fields=["vector"],
                opclasses=["halfvec_cosine_ops"],
                condition=Q(recommendation__isnull=True),
            ),
        ]


class SearchWord(models.Model):
    """The meaning of a word that a text of some language holds, whether it is published or not.

    By it the words of a query find those of the texts that mean the same: "prisoner" those that say "detenu".
    ``word`` is as in :mod:`recommendations.text.words`, ``stem`` as in :mod:`recommendations.index.stems`.
    """

    language = models.CharField(max_length=8)
    word = models.CharField(max_length=300)
    stem = models.CharField(max_length=300, blank=True)
    vector = HalfVectorField(dimensions=512)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("language", "word"), name="one_meaning_a_word"),
        ]
        indexes: ClassVar = [
            HnswIndex(name="words_by_meaning", fields=["vector"], opclasses=["halfvec_cosine_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.language}:{self.word}"
