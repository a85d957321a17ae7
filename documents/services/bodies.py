"""Store bodies, and find the body for which a document was issued."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from documents.models import Body
from documents.parsing.types import Masthead
from documents.services.locking import acquire_write_lock
from documents.services.upsert import upsert

_SERIES = re.compile(
    r"""
    \d                                                   # a year or session: 2021/1 in CTOC/COP/WG.3/2021/1
    | (?:L|CRP|PV|SR|Inf|INF|Add|Res|Dec)\.\d            # limited, conference room paper, records
    | (?:INF|RES|DEC|NGO|RT|PM|PET)/                     # information, resolutions, statements of organizations
    | [IVX]+/                                            # older numbering: XX/1 in A/XX/1
    """,
    re.VERBOSE,
)
"""Matches the part of a symbol after the body's prefix: "2021/1", "L.4", "RES/76/187"; not "C.3/77/L.5", "HRC/46/3" or
"CONF.157/23", which are series of other organs with the same first letter."""


@transaction.atomic
def load_bodies(entries: Sequence[dict[str, Any]]) -> None:
    """Create or update the bodies of the vocabulary, in the format of its ``bodies.json``."""
    acquire_write_lock()
    bodies = upsert(Body, ("key",), (_body_values(position, entry) for position, entry in enumerate(entries)))
    upsert(
        Body,
        ("key",),
        (
            {"key": entry["key"], "parent_id": bodies[(entry["parent"],)].pk if entry["parent"] else None}
            for entry in entries
        ),
    )


def _body_values(position: int, entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": entry["key"],
        "name": entry["name"],
        "short_name": entry["short_name"],
        "kind_of_meeting": entry["kind_of_meeting"],
        "symbol_prefixes": entry["symbol_prefixes"],
        "convention": entry["instrument"] or "",
        "labels": entry["labels"],
        "short_labels": entry.get("short_labels", {}),
        "position": position,
    }


def find_body(masthead: Masthead) -> Body | None:
    """Return the body for which a document was issued, found by the series of its symbol or the organ in its masthead.

    Return None if neither is in the vocabulary. The parent is not returned in place of an unknown subsidiary body.
    """
    for symbol in masthead.symbols:
        if body := body_of_symbol(symbol):
            return body
    return find_body_by_name(masthead.subsidiary_body or masthead.body or "")


def body_of_symbol(symbol: str) -> Body | None:
    """Return the body whose series contains a symbol (the one with the longest matching prefix), or None."""
    prefixes = {prefix: body for body in Body.objects.all() for prefix in body.symbol_prefixes}
    matching = [
        prefix for prefix in prefixes if symbol.startswith(prefix) and _SERIES.match(symbol.removeprefix(prefix))
    ]
    return prefixes[max(matching, key=len)] if matching else None


def find_body_by_name(name: str) -> Body | None:
    """Return the body with this full name in any language, or None."""
    folded = _fold(name)
    bodies = Body.objects.all()
    return next(
        (body for body in bodies if folded in {_fold(label) for label in (body.name, *body.labels.values())}), None
    )


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
