"""Documents in the queue of those that are ready to publish, and its forms."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from documents.models import LanguageVersion, Publication
from documents.parsing.serialize import to_plain
from documents.services import store_document
from portal.review.tasks import publish_documents
from recommendations.services import sync_recommendations
from tests.parsed import extraction, parsed
from tests.row_cache import vocabularies

READY_ADDRESS = "/review/ready/"


def store_ten() -> list[LanguageVersion]:
    vocabularies()
    return [store(f"A/{number}") for number in range(10)]


def store(symbol: str, **fields: Any) -> LanguageVersion:
    source, extracted = parsed(symbol, **fields), extraction()
    version = store_document(source, symbol.encode(), "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    return version


def mark(client: Client, version: LanguageVersion, ready: str = "yes", seen: int = 0) -> str:
    address = f"/documents/{version.document.address}/review/ready/"
    return text_of(client.post(address, {"ready": ready, "seen": seen, "language": version.language}, follow=True))


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html.unescape(response.content.decode())))


def published_count() -> int:
    return LanguageVersion.objects.filter(published_at__isnull=False).count()


def tokens(*versions: LanguageVersion) -> list[str]:
    """Return the versions as the form sends them: with the revision that the person sees."""
    rows = LanguageVersion.objects.filter(pk__in=[version.pk for version in versions]).order_by("pk")
    return [f"{row.pk}:{row.revision}" for row in rows]


def send(client: Client, *versions: LanguageVersion, **data: str) -> Any:
    """Publish versions from the queue, having answered the question whether to publish them."""
    return client.post(READY_ADDRESS, {"version": tokens(*versions), "confirmed": "yes", **data}, follow=True)


def run() -> None:
    """Do what the worker does with the latest publication."""
    publish_documents(publication_id=Publication.objects.latest("pk").pk)


def publish_all(client: Client, *versions: LanguageVersion) -> str:
    """Publish versions from the queue, and return the address of the publication."""
    send(client, *versions)
    run()
    return f"/review/publications/{Publication.objects.latest('pk').pk}/"
