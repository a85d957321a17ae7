"""Who is told when what the public sees of a document changes, within the transaction that changes it.

Documents know nothing of the rooms that build upon them; the setting ``DOCUMENT_FOLLOWERS`` names their functions.
Each takes the keys of the documents.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string


def tell_followers(documents: Iterable[int]) -> None:
    """Tell of documents whose versions, publication, symbols or meeting changed, or that are gone."""
    keys = sorted(set(documents))
    for follower in map(import_string, settings.DOCUMENT_FOLLOWERS):
        follower(keys)
