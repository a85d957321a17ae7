"""Queries for what is ready to be published, and for publications."""

from __future__ import annotations

from django.db.models import F, Prefetch, Q, QuerySet

from documents.models import LanguageVersion, Publication, PublicationItem
from documents.queries.drafts import open_drafts

MAX_RECENT = 5


def versions_to_publish() -> QuerySet[LanguageVersion]:
    """Return the versions that an administrator can publish: those that an editor marked as ready and that have not
    been corrected since, and the public ones with an open draft. Those that already wait to be published are left out.
    """
    ready = Q(published_at=None, withdrawn_at=None, reviewed_revision=F("revision"))
    has_draft = Q(published_at__isnull=False, pk__in=open_drafts().values("version"))
    waiting = PublicationItem.objects.filter(state=PublicationItem.State.WAITING)
    return LanguageVersion.objects.filter(ready | has_draft).exclude(pk__in=waiting.values("version"))


def unreviewed_versions() -> QuerySet[LanguageVersion]:
    """Return the versions that are not published or withdrawn, neither ready nor waiting to be published."""
    waiting = PublicationItem.objects.filter(state=PublicationItem.State.WAITING)
    versions = LanguageVersion.objects.filter(published_at=None, withdrawn_at=None)
    return versions.exclude(pk__in=versions_to_publish().values("pk")).exclude(pk__in=waiting.values("version"))


def publications() -> QuerySet[Publication]:
    """Return all publications with their items, newest first."""
    items = Prefetch("items", publication_items().prefetch_related("version__document__symbols"))
    return Publication.objects.select_related("made_by").prefetch_related(items)


def publication_items() -> QuerySet[PublicationItem]:
    """Return the items of all publications and their versions, whose large fields are not loaded."""
    rows = PublicationItem.objects.select_related("version__document")
    return rows.defer("version__parsed", "version__doubts")


def scheduled_publications() -> QuerySet[Publication]:
    """Return the publications whose time has not come, the first one first."""
    rows = publications().filter(publish_at__isnull=False, items__state=PublicationItem.State.WAITING)
    return rows.distinct().order_by("publish_at", "pk")


def recent_publications() -> QuerySet[Publication]:
    """Return the latest publications that published anything, newest first."""
    published = PublicationItem.objects.filter(state=PublicationItem.State.PUBLISHED)
    return publications().filter(pk__in=published.values("publication"))[:MAX_RECENT]
