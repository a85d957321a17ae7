"""Publish documents, and update them after changes of the vocabularies."""

from __future__ import annotations

import dataclasses

from procrastinate.contrib.django.models import ProcrastinateJob

from documents.parsing.serialize import to_plain
from documents.services import publish, store_document
from portal.vocabularies import tasks
from recommendations.extraction.extract import extract
from recommendations.models import Recommendation
from recommendations.services import sync_recommendations
from recommendations.services.correcting.state import vocabulary
from tests.parsed import parsed


def run_updates() -> None:
    """Run the queued updates of documents, as the worker does."""
    while job := ProcrastinateJob.objects.filter(task_name=tasks.TASK).order_by("id").first():
        ProcrastinateJob.objects.filter(pk=job.pk).delete()
        tasks.update_for_vocabularies(**job.args)


def publish_text(text: str, symbol: str = "A/1") -> Recommendation:
    """Publish a document with a recommendation of this text, as if read from a file."""
    source = parsed(symbol, items=1)
    blocks = (*source.blocks[:2], dataclasses.replace(source.blocks[2], text=text))
    source = dataclasses.replace(source, blocks=blocks, footnotes=())
    extracted = extract(source, vocabulary())
    version = store_document(source, symbol.encode(), "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    publish([version])
    return Recommendation.objects.get(version=version)
