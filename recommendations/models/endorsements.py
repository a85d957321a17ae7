"""Endorsements of the recommendations of a meeting by the parent body of the body that met."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Prefetch, Q

from documents.models import LanguageVersion, Meeting, Paragraph
from documents.web.url_cache import cached_reverse


class Endorsement(models.Model):
    """A paragraph in which a body endorses the recommendations that a meeting of a subsidiary body adopted.

    If the text identifies the meeting only by the ``symbol`` of its report, ``meeting`` is the meeting of the document
    with this symbol, or None as long as there is no such document.
    """

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="endorsements")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, related_name="endorsements")
    position = models.PositiveIntegerField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="endorsements")
    symbol = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("version", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "position"), name="unique_endorsement_position"),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) | ~Q(symbol=""), name="endorsement_has_meeting_or_symbol"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.paragraph}"

    def get_absolute_url(self) -> str:
        address = cached_reverse("document", self.version.document.address)
        return f"{address}?language={self.version.language}#{self.paragraph.anchor}"


def endorsement_with_place() -> Prefetch[str, Any, str]:
    """Return a prefetch of the endorsements of recommendations, with their paragraphs, documents and meetings."""
    endorsements = (
        Endorsement.objects.select_related("paragraph", "version__document__meeting__body")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols")
    )
    return Prefetch("endorsement", endorsements)
