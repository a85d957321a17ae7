"""The search index and its vectors."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex

from documents.models import Document, Paragraph
from recommendations.models.recommendations import Recommendation

# --- the index ----------------------------------------------------------------------------------------


class SearchScope(models.TextChoices):
    """The entries to search. Each scope has an index of the same structure."""

    RECOMMENDATIONS = "recommendations", _("recommendations")
    PARAGRAPHS = "paragraphs", _("paragraphs")


class SearchState(models.Model):
    """The current generation of an index, and how complete it is.

    ``generation`` changes with every write. It is drawn from a sequence, so a rolled-back write never shares its number
    with a committed one. ``analysis_version`` is the :data:`recommendations.index.ANALYSIS` used to index all
    documents; 0 while some may be missing.
    """

    scope = models.CharField(max_length=16, choices=SearchScope, primary_key=True)
    generation = models.BigIntegerField()
    next_number = models.BigIntegerField(default=0)
    analysis_version = models.PositiveIntegerField(default=0, db_default=0)


class SearchChange(models.Model):
    """A past generation of an index. The changes made since then can still be read."""

    generation = models.BigIntegerField(primary_key=True)
    scope = models.CharField(max_length=16, choices=SearchScope)


class SearchEntry(models.Model):
    """A search entry: a recommendation or paragraph of a published version.

    ``words`` are the stems of its heading and text (:mod:`recommendations.index.terms`). ``twin`` is the number of the
    entry for the same place in the leading version, ``head`` the lowest number of the same recommendation in any stage
    and language. ``digest`` covers all terms; if it changes, the entry is replaced under a new number. A row may
    outlive its recommendation or paragraph until the index is updated.
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
    head = models.BigIntegerField()
    date = models.DateField(null=True, blank=True)
    words = models.TextField()
    facets = ArrayField(models.CharField(max_length=160))
    digest = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("scope", "number"), name="unique_search_entry_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("scope", "head"), condition=~Q(head=F("twin")), name="search_entry_stage_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"


class SearchTerm(models.Model):
    """The numbers of a term's entries within one chunk, as a Roaring bitmap.

    ``is_counted`` is True for a value of a facet whose values are counted; ``generation`` is the generation of the last
    change.
    """

    pk = models.CompositePrimaryKey("scope", "term", "chunk")
    scope = models.CharField(max_length=16, choices=SearchScope)
    term = models.CharField(max_length=300, db_collation="C")
    chunk = models.PositiveIntegerField()
    numbers = models.BinaryField()
    is_counted = models.BooleanField(default=False)
    generation = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=("scope", "generation"), condition=Q(is_counted=True), name="counted_term_generation_idx"
            ),
        ]


class SearchChunk(models.Model):
    """A range of 65,536 numbers of an index, with the day, the twin and the head of each.

    ``live`` is the set of numbers in use, as a Roaring bitmap. ``days`` (since 1970-01-01), ``twins`` and ``heads`` are
    packed little-endian 32-bit integers, up to the last number in use. ``generation`` is the generation of the last
    change.
    """

    pk = models.CompositePrimaryKey("scope", "chunk")
    scope = models.CharField(max_length=16, choices=SearchScope)
    chunk = models.PositiveIntegerField()
    live = models.BinaryField()
    days = models.BinaryField()
    twins = models.BinaryField()
    heads = models.BinaryField(default=b"")
    generation = models.BigIntegerField()


# --- meaning ------------------------------------------------------------------------------------------


class SearchPassage(models.Model):
    """The vector of a passage in a recommendation or, if ``recommendation`` is None, in a paragraph.

    ``start`` and ``end`` are offsets in its text. ``answer_vector`` comes from the second encoder, for recommendations
    only (:mod:`recommendations.index.encoder`). Rows are written with the version, published or not.
    """

    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="passages")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, null=True, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    vector = HalfVectorField(dimensions=512)
    answer_vector = HalfVectorField(dimensions=384, null=True)

    class Meta:
        indexes: ClassVar = [
            HnswIndex(
                name="answer_vector_idx",
                fields=["answer_vector"],
                opclasses=["halfvec_cosine_ops"],
                condition=Q(recommendation__isnull=False),
            ),
            HnswIndex(
                name="recommendation_vector_idx",
                fields=["vector"],
                opclasses=["halfvec_cosine_ops"],
                condition=Q(recommendation__isnull=False),
            ),
            HnswIndex(
                name="paragraph_vector_idx",
                fields=["vector"],
                opclasses=["halfvec_cosine_ops"],
                condition=Q(recommendation__isnull=True),
            ),
        ]


class SearchWord(models.Model):
    """The vector of a word that occurs in texts in one language, published or not.

    Vectors relate the words of a query to words with the same meaning in the texts: "prisoner" to "detenu". ``word`` is
    normalized as in :mod:`recommendations.text.words`; ``stem`` is its stem from :mod:`recommendations.index.stems`.
    """

    language = models.CharField(max_length=8)
    word = models.CharField(max_length=300)
    stem = models.CharField(max_length=300, blank=True)
    vector = HalfVectorField(dimensions=512)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("language", "word"), name="unique_search_word"),
        ]
        indexes: ClassVar = [
            HnswIndex(name="search_word_vector_idx", fields=["vector"], opclasses=["halfvec_cosine_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.language}:{self.word}"
