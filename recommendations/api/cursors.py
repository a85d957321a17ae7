"""Signed cursors that mark the end of a page of a list.

A cursor belongs to one list: the same address with the same parameters. Only ``limit`` may change between pages.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from recommendations.api.problems import WrongParameter, wrong_parameters

Key = tuple[str | int, ...]  # sort key, unique within a list

CURSOR, LIMIT = "cursor", "limit"
_signer = signing.Signer(salt="recommendations.api.cursor")


def make_cursor(request: HttpRequest, key: Sequence[str | int]) -> str:
    """Return the cursor for what follows the entry with this key."""
    return _signer.sign_object([_list_of(request), *key])


def read_cursor(request: HttpRequest, cursor: str) -> Key:
    """Return the key in a cursor of this list. Raise a problem if it is not valid."""
    try:
        owner, *key = _signer.unsign_object(cursor)
    except signing.BadSignature as error:
        message = _("Not a valid cursor. Use the “next” address unchanged.")
        raise wrong_parameters([WrongParameter(CURSOR, message)]) from error
    if owner != _list_of(request):
        message = _("This cursor belongs to another list. Only “limit” may change between pages.")
        raise wrong_parameters([WrongParameter(CURSOR, message)])
    return tuple(key)


def _list_of(request: HttpRequest) -> str:
    """Return a digest that identifies a list: its address and parameters, in any order."""
    pairs = sorted((name, sorted(values)) for name, values in request.GET.lists() if name not in (CURSOR, LIMIT))
    return hashlib.sha256(json.dumps([request.path, pairs]).encode()).hexdigest()[:16]
