"""Documents stored by the services, for tests of later actions on them."""

from __future__ import annotations

from documents.models import LanguageVersion
from documents.parsing.serialize import to_plain
from documents.services import publish, store_document
from recommendations.services import load_vocabularies, sync_recommendations
from tests.parsed import extraction, parsed


def publish_document(symbol: str) -> LanguageVersion:
    """Store and publish a document with this symbol, as if read from a file."""
    load_vocabularies()
    source, extracted = parsed(symbol), extraction()
    version = store_document(source, b"bytes", "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    publish([version])
    return LanguageVersion.objects.get(pk=version.pk)
