"""Keep the direction of links: from the earlier to the later text."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from recommendations.models import Lineage
from recommendations.queries.chronology import is_later
from recommendations.queries.lineage import with_dates


def turn_links(documents: Collection[int]) -> int:
    """Reverse the links of documents (keys) that lead from a later to an earlier text. Return their number.
    The caller holds the write lock.

    The order may change after a link was made: with the date of a meeting or of a document, or with a correction of who
    adopted a text.
    """
    of_documents = Q(earlier__version__document__in=documents) | Q(later__version__document__in=documents)
    links = list(with_dates(Lineage.objects.filter(of_documents)))
    by_ends = {(link.earlier_id, link.later_id): link for link in links}
    turned = []
    for link in links:
        if is_later(link.earlier, link.later):
            opposite = by_ends.get((link.later_id, link.earlier_id))
            if opposite and link.state == Lineage.State.PROPOSED:
                link.delete()
                continue
            if opposite:
                opposite.delete()
            link.earlier, link.later = link.later, link.earlier
            turned.append(link)
    if turned:
        Lineage.objects.bulk_update(turned, ["earlier", "later"])
    return len(turned)
