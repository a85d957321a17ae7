"""Errors that readers reported."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models.documents import Document


class ErrorReport(models.Model):
    """An error in a published text, as a reader reported it, at a ``place`` of a document, "" for the whole document.

    ``path`` is the name of the place at that time. ``email`` is kept until the report is closed and the answer is sent,
    ``ip_address`` for as long as it counts against further reports. ``reader_language`` is that of the answer.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    document = models.ForeignKey(Document, models.CASCADE, related_name="error_reports")
    language = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=220, blank=True)
    path = models.CharField(max_length=200, blank=True)
    message = models.TextField()
    email = models.EmailField(blank=True)
    reader_language = models.CharField(max_length=10)
    ip_address = models.GenericIPAddressField(null=True, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("status"), max_length=6, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | Q(state="closed", closed_at__isnull=False),
                name="error_report_is_open_or_closed_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("received_at",), name="error_report_received_idx"),
            models.Index(fields=("state",), condition=Q(state="open"), name="open_error_report_idx"),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (str(self.document), self.path)))
