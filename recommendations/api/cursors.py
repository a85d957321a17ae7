"""Signed cursors that mark the end of a page in a list.

A cursor is valid for one list, with the same address and the same parameters. Only ``limit`` may change between pages.
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

PATTERN = r"^\.?[A-Za-z0-9_-]+:[A-Za-z0-9_-]{43}$"
"""The form of a cursor, for the description of the API: a signed value, compressed if it starts with a period."""
CURSOR, LIMIT = "cursor", "limit"
_signer = signing.Signer(salt="recommendations.api.cursor")


def make_cursor(request: HttpRequest, key: Sequence[str | int]) -> str:
    """Return the cursor of the page that starts after the entry with this key."""
    return _signer.sign_object([_list_id(request), *key])


def read_cursor(request: HttpRequest, cursor: str) -> Key:
    """Return the key in a cursor of this list. Raise ``ProblemError`` if the cursor is not valid."""
    try:
        list_id, *key = _signer.unsign_object(cursor)
    except signing.BadSignature as error:
        message = _("This cursor is not valid. Use the “next” address unchanged.")
        raise wrong_parameters([WrongParameter(CURSOR, message)]) from error
    if list_id != _list_id(request):
        message = _("This cursor belongs to another list. Only “limit” may change between pages.")
        raise wrong_parameters([WrongParameter(CURSOR, message)])
    return tuple(key)


def _list_id(request: HttpRequest) -> str:
    """Return a digest that identifies a list by its address and its parameters, in any order."""
    pairs = sorted((name, sorted(values)) for name, values in request.GET.lists() if name not in (CURSOR, LIMIT))
    return hashlib.sha256(json.dumps([request.path, pairs]).encode()).hexdigest()[:16]
