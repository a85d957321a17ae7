"""Write a compilation as JSON, with the same fields as recommendations in the API and the organs of their documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from documents.labels.naming import person_name
from recommendations.api.addresses import Addresses
from recommendations.api.builders import organs, recommendation_fields, stage
from recommendations.api.schemas import to_json_value
from recommendations.exports.compilation import CompilationContent
from recommendations.exports.cover_sheet import disclaimer
from recommendations.exports.items import BATCH_SIZE
from recommendations.models import FollowUp


def json_pieces(compilation: CompilationContent) -> Iterator[bytes]:
    """Yield the file in chunks. The JSON object has three members: ``about``; ``items``, which lists each
    recommendation once, even if it is in several groups, with the ``organs`` of its document; and ``left_out``, the
    keys of recommendations that stopped being public while the file was being written."""
    yield b'{"about": ' + _json(_about(compilation)) + b',\n"items": ['
    left_out = []
    separator = b"\n"
    for index, (key, item) in enumerate(compilation.items()):
        if index % BATCH_SIZE == 0:
            addresses = Addresses(compilation.root)  # renewed for each batch, because the cache grows
        if item is None:
            left_out.append(key)
            continue
        fields = recommendation_fields(item.row, item.other_languages, item.cited, item.bases, item.topics, addresses)
        fields["organs"] = organs(item.row.version.document, addresses)
        if compilation.by_meaning is not None:
            fields["found_by"] = "meaning" if key in compilation.by_meaning else "words"
        else:
            fields["found_by"] = None
        fields["stages"] = tuple(stage(row, addresses) for row in item.stages)
        if compilation.additions.notes:
            fields["note"] = compilation.additions.notes.get(key, "")
        if compilation.additions.with_follow_up:
            fields["follow_up"] = _follow_up(item.follow_up)
        if compilation.languages:
            fields["texts"] = dict(item.texts)
        yield separator + _json({name: to_json_value(value) for name, value in fields.items()})
        separator = b",\n"
    yield b'\n],\n"left_out": ' + _json(left_out) + b"}\n"


def _about(compilation: CompilationContent) -> dict[str, Any]:
    about = compilation.about
    return {
        "title": about.title,
        "remarks": about.remarks,
        "query": [{"label": label, "value": value} for label, value in about.query],
        "parameters": [list(pair) for pair in compilation.parameters],
        "notes": list(about.notes),
        "made_at": about.made_at.isoformat(timespec="seconds"),
        "total": about.total,
        "grouping": compilation.grouping,
        "groups": [
            {
                "value": group.value or None,
                "label": group.label,
                "above": group.above or None,
                "total": len(group.keys),
                "recommendations": list(group.keys),
            }
            for group in compilation.groups
            if group.label
        ],
        "portal": about.portal,
        "url": about.address or None,
        "standing": disclaimer(),
    }


def _follow_up(row: FollowUp | None) -> dict[str, Any] | None:
    """Return a follow-up as plain values, or None if nothing has been recorded."""
    if row is None:
        return None
    return {
        "status": row.state,
        "is_confirmed": row.is_confirmed,
        "person": person_name(row.person),
        "due_date": row.due_date.isoformat() if row.due_date else None,
        "due_meeting": row.due_meeting.slug if row.due_meeting else None,
        "note": row.note,
        "changed_at": row.changed_at.isoformat(timespec="seconds"),
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
