"""Stored documents are restored exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.parsing.parse import parse
from documents.parsing.serialize import from_json, to_json
from documents.parsing.types import Box, ParsedDocument
from tests.lanes import examples
from tests.sources import ROOT

SESSIONS = sorted((ROOT / "fixtures" / "sessions").glob("*.txt"))

st.register_type_strategy(Box, st.builds(Box, *[st.floats(allow_nan=False, allow_infinity=False)] * 4))


@given(st.from_type(ParsedDocument))
@settings(max_examples=examples(40))
def test_round_trip_through_json_is_exact(document: ParsedDocument) -> None:
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem[:3])
def test_session_documents_survive_the_round_trip(path: Path) -> None:
    document = parse(path.read_bytes(), path.name)
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_unknown_keys_of_a_later_version_are_ignored() -> None:
    document = parse(SESSIONS[0].read_bytes(), SESSIONS[0].name)
    assert from_json({**to_json(document), "added_later": 1}) == document


@pytest.mark.parametrize("data", [{}, {"file": "a.txt"}, {"masthead": 3}])
def test_invalid_data_is_rejected(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json(data)
