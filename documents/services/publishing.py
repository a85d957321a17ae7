"""What a person decides about what is stored: which versions the public sees, and whether a document stays."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from documents.models import Document, LanguageVersion
from documents.services.facts import settle_facts
from documents.services.followers import tell_followers
from documents.services.turns import take_turn


def publish(versions: Iterable[LanguageVersion]) -> None:
    """Let everybody see these versions. Those that everybody sees already stay as they are."""
    _note_publication([version.pk for version in versions if version.published_at is None], timezone.now())


def unpublish(versions: Iterable[LanguageVersion]) -> None:
    """Let only staff see these versions. A document is no longer public once none of its versions is."""
    _note_publication([version.pk for version in versions], None)


@transaction.atomic
def _note_publication(versions: list[int], moment: datetime.datetime | None) -> None:
    """Note it for the versions of these keys; another version may lead their documents then."""
    take_turn()
    LanguageVersion.objects.filter(pk__in=versions).update(published_at=moment)
    changed = list(Document.objects.filter(versions__in=versions).distinct())
    for document in changed:
        settle_facts(document)
    tell_followers(document.pk for document in changed)


@transaction.atomic
def remove_document(document: Document) -> None:
    """Delete a document with all its versions, files and what was read from them. Its symbols are free again."""
    take_turn()
    key = document.pk
    document.delete()
    tell_followers([key])
