"""Documents as the services store them, for tests of what people do to them then."""

from __future__ import annotations

from documents.models import LanguageVersion
from documents.parsing.serialize import to_plain
from documents.services import publish, store_document
from recommendations.services import load_vocabularies, sync_recommendations
from tests.parsed import extraction, parsed


def published(symbol: str) -> LanguageVersion:
    """A document with this symbol, as it is read out of a file and made public."""
    load_vocabularies()
    source, found = parsed(symbol), extraction()
    row = store_document(source, b"bytes", "x.pdf", extraction=to_plain(found)).version
    sync_recommendations(row, source, found)
    publish([row])
    return LanguageVersion.objects.get(pk=row.pk)
