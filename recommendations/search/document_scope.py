"""The documents that a search is narrowed to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from documents.queries.documents import published_documents

_UNNUMBERED = "unnumbered/"


def document_keys(addresses: Iterable[str]) -> tuple[int, ...]:
    """The keys of the published documents at these addresses."""
    values = list(addresses)
    keys = [int(value.removeprefix(_UNNUMBERED)) for value in values if value.startswith(_UNNUMBERED)]
    chosen = Q(pk__in=keys) | Q(symbols__symbol__in=values)
    return tuple(published_documents().filter(chosen).values_list("pk", flat=True).distinct())
