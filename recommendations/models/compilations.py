"""Compilations, created by a worker."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _


class Compilation(models.Model):
    """A file of recommendations requested by a reader.

    ``query`` is the query string of a search, or "" if ``selected_keys`` holds the keys of a basket. ``key`` is part of
    the file's address: anyone who has the address can download it, except that files with follow-up are for staff.
    ``additions`` are what the reader adds (:mod:`recommendations.exports.additions`). ``done`` of ``total`` entries
    have been written. Labels are written in ``language``, the language of the reader.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("in progress")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    session_key = models.CharField(max_length=40, blank=True)
    query = models.TextField(blank=True)
    selected_keys = models.JSONField(default=list, blank=True)
    format = models.CharField(max_length=8)
    grouping = models.CharField(max_length=12, blank=True)
    all_languages = models.BooleanField(default=False, db_default=False)
    additions = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    message = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True)
    requested_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-requested_at",)

    def __str__(self) -> str:
        return str(self.key)
