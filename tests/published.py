"""The five sessions as the public finds them: with vectors of the encoder that the portal has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from portal.ingestion.bulk import ingest_paths
from recommendations.index import encoder as encoders
from recommendations.search.meaning import clear_nearest
from tests import vector_indexes
from tests.kept_rows import once


@contextmanager
def sessions_published(blocker: Any) -> Iterator[None]:
    """While entered they are here; read the newest document first, so that the draft of 2020 comes in last."""
    real = override_settings(SENTENCE_ENCODER="recommendations.index.encoder.MultilingualEncoder")
    with blocker.unblock(), real:
        _forget_the_encoder()
        once(_read)
        with vector_indexes.there():
            yield
        call_command("flush", interactive=False, verbosity=0)
    _forget_the_encoder()


def _read() -> None:
    ingest_paths([settings.FIXTURES_DIR / "sessions"], publish=True)


def _forget_the_encoder() -> None:
    encoders._load.cache_clear()
    encoders.clear_query_vectors()
    clear_nearest()
