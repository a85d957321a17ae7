"""Links between versions of a recommendation, and decisions about them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models import Document
from recommendations.models.recommendations import Recommendation


class Lineage(models.Model):
    """A link between two versions of one recommendation, proposed, confirmed or rejected.

    ``wording``, ``meaning`` and ``context`` are the parts of ``score``, all from 0 to 1
    (:mod:`recommendations.similarity.pairs`), or all 0 if a person made the link. Both versions are in one language; a
    decision applies to all languages. ``batch`` is the key of the links that were confirmed together with this one.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", pgettext_lazy("of a link", "rejected")

    earlier = models.ForeignKey(Recommendation, models.CASCADE, related_name="links_to_later")
    later = models.ForeignKey(Recommendation, models.CASCADE, related_name="links_to_earlier")
    wording = models.FloatField()
    meaning = models.FloatField()
    context = models.FloatField()
    score = models.FloatField()
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    batch = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ("-score", "pk")
        verbose_name_plural = "lineage"
        indexes: ClassVar = [
            models.Index(fields=("state", "-score"), name="lineage_state_score_idx"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("earlier", "later"), name="unique_lineage_pair"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="lineage_links_two_recommendations"),
            models.CheckConstraint(
                condition=Q(state="proposed") ^ Q(decided_at__isnull=False),
                name="lineage_proposed_or_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} > {self.later_id}"


class LineageEnd(models.Model):
    """A decision that a recommendation was dropped: a later document carried over others, but not this one."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="lineage_ends")
    document = models.ForeignKey(Document, models.CASCADE, related_name="lineage_ends")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    decided_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("recommendation", "document"), name="unique_lineage_end"),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} > –"


class LineageDecision(models.Model):
    """An entry in the log of decisions on lineage. Rows are never changed, and survive the recommendations.

    ``earlier_name`` and ``later_name`` are the names of the two recommendations at that time ("CTOC/COP/2022/L.4, Annex
    I (j)").
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", pgettext_lazy("of a link", "rejected")
        REOPENED = "reopened", _("reopened")
        DROPPED = "dropped", _("marked as dropped")
        NOT_DROPPED = "not_dropped", _("no longer marked as dropped")

    kind = models.CharField(max_length=12, choices=Kind)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    earlier = models.ForeignKey(Recommendation, models.SET_NULL, null=True, blank=True, related_name="+")
    later = models.ForeignKey(Recommendation, models.SET_NULL, null=True, blank=True, related_name="+")
    earlier_name = models.CharField(max_length=500)
    later_name = models.CharField(max_length=500)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("-decided_at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind}: {self.earlier_name} > {self.later_name}"
