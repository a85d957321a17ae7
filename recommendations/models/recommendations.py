"""Recommendations, citations and topics."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from documents.models import MAIN_LANGUAGE, Document, Footnote, LanguageVersion, Meeting, Paragraph
from documents.web.url_cache import cached_reverse
from recommendations.models.endorsements import Endorsement
from recommendations.models.vocabularies import Addressee, Article, Topic


class Citation(models.Model):
    """A reference in a paragraph or a footnote, at its offsets, to a single target.

    A reference to several articles is stored as several rows with the same offsets. ``value`` is the canonical symbol
    or resolution ("CTOC/COP/2022/1", "COP 5/8"). An unresolved reference is kept, with the reason. If ``text`` is
    empty, the reference was added by hand: a person linked the article to a recommendation of the paragraph.
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
            models.UniqueConstraint(fields=("version", "position"), name="unique_citation_position"),
            models.CheckConstraint(
                condition=Q(footnote__isnull=True) ^ Q(paragraph__isnull=True),
                name="citation_in_footnote_or_paragraph",
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False) | ~Q(value="") | Q(meeting__isnull=False) | ~Q(reason=""),
                name="citation_resolved_or_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_manual(self) -> bool:
        """Return whether the citation was added by hand rather than found in the text."""
        return not self.text


class Recommendation(models.Model):
    """A recommendation as worded in one document; fields as in :mod:`recommendations.extraction.types`.

    ``meeting`` is the meeting that adopted it (then equal to ``adopted_by``), whose draft report contains it, or to
    which it is submitted. An operative paragraph of an adopted resolution is adopted even if the meeting is unknown.

    ``stated_status`` is the status according to its own document. ``status`` is the same, except that an adopted
    recommendation is endorsed if another document endorses the recommendations of its meeting (``endorsement``).

    ``place`` is the same in every language of the document: rows of a document with the same place are the texts of one
    recommendation (:mod:`recommendations.services.alignment`).

    ``corrected_at`` is the time of the last correction of the text, if an editor made it differ from the source file.
    """

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", _("recommendation")
        OPERATIVE = "operative", _("operative paragraph")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft – not adopted in this document")
        PROPOSED = "proposed", _("submitted for consideration")
        ADOPTED = "adopted", _("adopted")
        FOR_ENDORSEMENT = "for_endorsement", _("adopted, submitted for endorsement")
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
    kind = models.CharField(
        max_length=16, choices=Kind, default=Kind.RECOMMENDATION, db_default=Kind.RECOMMENDATION.value
    )
    label = models.CharField(max_length=60)
    path = models.CharField(max_length=200)
    anchor = models.CharField(max_length=200)
    place = models.CharField(max_length=220)
    text = models.TextField()
    corrected_at = models.DateTimeField(null=True, blank=True)
    heading = models.TextField(blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    verb = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=300, blank=True)
    strength = models.CharField(max_length=12, choices=Strength, blank=True)
    status = models.CharField(max_length=16, choices=Status)
    stated_status = models.CharField(max_length=16, choices=Status)
    endorsement = models.ForeignKey(Endorsement, models.SET_NULL, null=True, blank=True, related_name="recommendations")
    form = models.CharField(max_length=40, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="recommendations")
    adopted_by = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="adopted_recommendations"
    )
    put_to = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="submitted_recommendations")
    addressees = models.ManyToManyField(Addressee, related_name="recommendations")
    topics = models.ManyToManyField(Topic, through="RecommendationTopic", related_name="recommendations")
    citations = models.ManyToManyField(Citation, through="RecommendationCitation", related_name="recommendations")

    class Meta:
        ordering = ("version", "position")
        indexes: ClassVar = [
            models.Index(
                fields=("adopted_by",), condition=~Q(status=F("stated_status")), name="endorsed_elsewhere_idx"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "anchor"), name="unique_recommendation_anchor"),
            models.UniqueConstraint(
                fields=("version", "place"), name="unique_recommendation_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(status=F("stated_status"))
                | Q(status="endorsed", stated_status__in=("adopted", "for_endorsement")),
                name="recommendation_has_stated_status_or_is_endorsed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("adopted", "for_endorsement", "endorsed"))
                | Q(adopted_by__isnull=False)
                | Q(kind="operative"),
                name="adopted_recommendation_has_meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        """Return the address of the recommendation, which is the same for its texts in all languages.

        It consists of the address of the document and the place in it, so that it is the same after the document was
        reprocessed, and in every installation that has the document.
        """
        return cached_reverse("recommendation", self.version.document.address, self.place)

    @property
    def text_address(self) -> str:
        """The address of this text: without a language, the page shows the text that the reader prefers."""
        language = self.version.language
        return self.get_absolute_url() + (f"?language={language}" if language != MAIN_LANGUAGE else "")

    def comparison_with(self, other: Recommendation) -> str:
        """Return the address that compares this text with another in the same language."""
        first, second = (self.version.document.address, self.place), (other.version.document.address, other.place)
        return comparison_address(first, second, self.version.language)


def comparison_address(first: tuple[str, str], second: tuple[str, str], language: str) -> str:
    """Return the address that compares two recommendations, each given by the address of its document and its place."""
    address = cached_reverse("compare", *first, *second)
    return address + (f"?language={language}" if language != MAIN_LANGUAGE else "")


class FormerPlace(models.Model):
    """A place that a recommendation had before the document was corrected or reprocessed, or before another language
    determined the places. The former address redirects to ``current_place``.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="former_places")
    place = models.CharField(max_length=220)
    current_place = models.CharField(max_length=220)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("document", "place"), name="unique_former_place"),
        ]

    def __str__(self) -> str:
        return self.place


class RecommendationCitation(models.Model):
    """A link from a recommendation to a citation in its text, in a footnote to it, or in the heading above it
    (``in_heading``).

    Footnotes are shown with the recommendation, but an article cited there is not necessarily its subject. Their
    citations are therefore excluded from facets and from the recommendations counted for an article.
    """

    recommendation = models.ForeignKey(Recommendation, models.CASCADE)
    citation = models.ForeignKey(Citation, models.CASCADE)
    in_heading = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("recommendation", "citation"), name="unique_recommendation_citation"),
        ]


class Basis(models.TextChoices):
    """The reasons why a recommendation relates to an article, strongest first."""

    CITES = "cites", _("cited")
    HEADING = "heading", _("under a heading that cites it")
    EDITOR = "editor", _("added by an editor")
    SUBJECT = "subject", _("related by subject")


class RecommendationSubject(models.Model):
    """A provision on the same subject as a recommendation, with the phrase that shows this or, if it was found by
    meaning, the passage and the ``description`` of the provision that it resembles.

    ``start`` and ``end`` are the offsets of these words in the extracted text (before corrections), or in the heading
    if ``in_heading``. The other reasons why a recommendation relates to an article are in
    :class:`RecommendationCitation`.
    """

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="subjects")
    article = models.ForeignKey(Article, models.CASCADE, related_name="subjects")
    article_paragraph = models.CharField(max_length=10, blank=True)
    article_subparagraph = models.CharField(max_length=10, blank=True)
    evidence = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    in_heading = models.BooleanField(default=False)
    description = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("recommendation", "article", "article_paragraph", "article_subparagraph"),
                name="unique_recommendation_subject",
            ),
        ]


class RecommendationTopic(models.Model):
    """A topic of a recommendation, with the words that indicate it."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE)
    topic = models.ForeignKey(Topic, models.CASCADE)
    evidence = models.CharField(max_length=300)
    in_heading = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("recommendation", "topic"), name="unique_recommendation_topic"),
        ]
