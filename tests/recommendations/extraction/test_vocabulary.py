"""The vocabulary is loaded from its files; inconsistent files are rejected."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recommendations.extraction.vocabulary import Vocabulary, VocabularyError
from tests.recommendations.extraction.reading import ROOT, VOCABULARY

FILES = ROOT / "fixtures" / "vocabulary"


def test_instruments_are_loaded() -> None:
    untoc = VOCABULARY.instruments_by_key["untoc"]
    assert len(untoc.articles) == 41
    assert untoc.has_article("18")
    assert not untoc.has_article("42")
    assert not untoc.is_protocol
    assert VOCABULARY.instruments_by_key["firearms-protocol"].is_protocol


SYMBOLS = [
    ("CTOC/COP/2022/L.4", "cop"),
    ("CTOC/COP/WG.3/2022/3", "wg-international-cooperation"),
    ("A/CONF.222/7", "congress"),
    ("A/80/1", "general-assembly"),
]


@pytest.mark.parametrize(("symbol", "key"), SYMBOLS)
def test_body_is_found_by_symbol(symbol: str, key: str) -> None:
    body = VOCABULARY.body_of_symbol(symbol)
    assert body is not None
    assert body.key == key


def change(name: str, edit: Callable[[list[dict[str, Any]]], object]) -> Callable[[Path], None]:
    def apply(directory: Path) -> None:
        path = directory / f"{name}.json"
        entries = json.loads(path.read_text())
        edit(entries)
        path.write_text(json.dumps(entries))

    return apply


BROKEN = [
    (lambda directory: (directory / "topics.json").unlink(), "topics.json", "a file is missing"),
    (lambda directory: (directory / "bodies.json").write_text("{"), "bodies.json", "invalid JSON"),
    (change("topics", lambda entries: entries.append({"labels": {}})), "keys", "an entry without a key"),
    (change("addressees", lambda entries: entries.append(entries[0])), "duplicate keys", "a duplicate key"),
    (change("topics", lambda entries: entries[1].update(parent="nowhere")), "nowhere", "a parent that does not exist"),
    (change("bodies", lambda entries: entries[0].update(instrument="nothing")), "nothing", "an unknown instrument"),
    (change("instruments", lambda entries: entries[0].update(names="UNTOC")), "names", "a field of the wrong type"),
    (
        change("instruments", lambda entries: entries[0]["articles"].append(entries[0]["articles"][0])),
        "duplicate article number",
        "a duplicate article",
    ),
]


@pytest.mark.parametrize(("damage", "message", "reason"), BROKEN, ids=[reason for *_, reason in BROKEN])
def test_inconsistent_vocabulary_is_rejected(
    damage: Callable[[Path], object], message: str, reason: str, tmp_path: Path
) -> None:
    shutil.copytree(FILES, tmp_path / "vocabulary")
    damage(tmp_path / "vocabulary")
    with pytest.raises(VocabularyError, match=message):
        Vocabulary.load(tmp_path / "vocabulary")
