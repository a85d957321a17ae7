"""Confirm many proposed links together, and undo that as one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from documents.services import acquire_write_lock
from recommendations.models import Lineage
from recommendations.queries.lineage import proposals_above, with_recommendations
from recommendations.services.indexing import join_stages
from recommendations.services.lineage.deciding import record_decision

MAX_AT_ONCE = 500  # links; other writers wait for a few seconds meanwhile


@transaction.atomic
def confirm_above(score: float, by: User, *, latest: int) -> tuple[uuid.UUID, int]:
    """Confirm the proposed links with at least this score, at most :data:`MAX_AT_ONCE`, the most certain first.

    Links proposed after ``latest`` (a key), which the person has not seen, are left. Return the key of the batch and
    the number of links.
    """
    acquire_write_lock()
    batch = uuid.uuid4()
    links = with_recommendations(proposals_above(score).filter(pk__lte=latest)).order_by("-score", "pk")[:MAX_AT_ONCE]
    return batch, _decide(links, Lineage.State.CONFIRMED, by, batch)


@transaction.atomic
def undo_batch(batch: uuid.UUID, by: User) -> int:
    """Make the links of a batch proposals again, except where somebody has decided again since. Return their number."""
    acquire_write_lock()
    links = with_recommendations(Lineage.objects.filter(state=Lineage.State.CONFIRMED, batch=batch))
    return _decide(links, Lineage.State.PROPOSED, by, None)


def _decide(links: Iterable[Lineage], state: Lineage.State, by: User, batch: uuid.UUID | None) -> int:
    """Decide on links, and join the stages once for all of them."""
    documents: set[int] = set()
    count = 0
    for link in links:
        record_decision(link, state, by, batch=batch)
        documents |= {link.earlier.version.document_id, link.later.version.document_id}
        count += 1
    join_stages(documents)
    return count
