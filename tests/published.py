"""The five sessions of the sample collection, published and encoded with the real encoders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from portal.ingestion.bulk import ingest_paths
from recommendations.index import encoder as encoders
from recommendations.search.nearest import clear_nearest
from recommendations.search.unanswered import clear_descriptions
from tests import vector_indexes
from tests.row_cache import create_once


@contextmanager
def publish_sessions(blocker: Any) -> Iterator[None]:
    """Publish the sessions for the duration of the block."""
    real_encoders = override_settings(
        SENTENCE_ENCODER="recommendations.index.encoder.MultilingualEncoder",
        ANSWER_ENCODER="recommendations.index.encoder.MultilingualAnswerEncoder",
    )
    with blocker.unblock(), real_encoders:
        clear_encoder_caches()
        create_once(_ingest)
        with vector_indexes.created():
            yield
        call_command("flush", interactive=False, verbosity=0)
    clear_encoder_caches()


def _ingest() -> None:
    ingest_paths([settings.FIXTURES_DIR / "sessions"], publish=True)


def clear_encoder_caches() -> None:
    """Have the encoders of the settings loaded, and forget the vectors of others."""
    encoders._load.cache_clear()
    encoders._load_answer_encoder.cache_clear()
    encoders.clear_query_vectors()
    clear_nearest()
    clear_descriptions()
