"""Background task that publishes documents: many at once, or at a given time."""

from __future__ import annotations

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from documents.models import Publication
from recommendations.services.publications import publish_next

QUEUE = "upkeep"
PRIORITY = 1  # higher than that of other upkeep: a person is waiting


@app.task(name="publish_documents", queue=QUEUE, retry=RetryStrategy(wait=settings.RETRY_SECONDS))
def publish_documents(*, publication_id: int) -> None:
    """Publish all waiting items, each in a transaction of its own. If a worker dies, another one continues."""
    while publish_next(publication_id):
        pass


def queue_publication(publication: Publication) -> None:
    """Queue a publication for its time, or at once. Call it in the transaction that adds the publication."""
    task = publish_documents.configure(priority=PRIORITY, schedule_at=publication.publish_at)
    task.defer(publication_id=publication.pk)
