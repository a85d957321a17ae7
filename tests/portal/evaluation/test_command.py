"""``manage.py evaluate`` for documents and for parsed JSON, with the same figures as the corpus's own script."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.lanes import quick_first
from tests.sources import ROOT, SHARED

SESSIONS = settings.FIXTURES_DIR / "sessions"
LABELS = ROOT / "tests" / "recommendations" / "extraction" / "labels"
CORPUS = SHARED / "corpus"
SMALL = (
    "A_81_6_Sect13_PartA_2026_en.docx",
    "A_RES_48_246_en.pdf",
    "E_2025_68_Corr.1_2025_en.pdf",
    "A_CONF.230_2025_L.2_2025_en.pdf",
)


def evaluate(*arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command("evaluate", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def figures(printed: str) -> dict[str, list[str]]:
    """Return measure -> hits, expected and found."""
    lines = [line.split() for line in printed.splitlines()]
    return {words[0]: words[1:4] for words in lines if len(words) == 6 and words[0] != "measure"}


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sessions as JSON."""
    folder = tmp_path_factory.mktemp("parsed")
    call_command("parse", str(SESSIONS), output=folder)
    return folder


def test_documents_are_parsed_first(parsed: Path) -> None:
    printed = evaluate(SESSIONS, LABELS)
    assert figures(printed) == figures(evaluate(parsed, LABELS))
    assert figures(printed)["recommendations"] == ["63", "63", "63"]


def test_single_document_is_evaluated(parsed: Path) -> None:
    document = sorted(parsed.glob("*.json"))[0]
    printed = evaluate(document, LABELS)
    assert int(figures(printed)["recommendations"][1]) < 63
    assert "labels without a document: 4" in printed


def test_every_miss_is_listed(parsed: Path, tmp_path: Path) -> None:
    """The first recommendation of each document is removed."""
    expected = set()
    for file in parsed.glob("*.json"):
        result = json.loads(file.read_text())
        expected |= {file.name.removesuffix(".json") for _ in result["recommendations"][:1]}
        (tmp_path / file.name).write_text(json.dumps({**result, "recommendations": result["recommendations"][1:]}))
    printed = evaluate(tmp_path, LABELS, show=True)
    assert figures(printed)["recommendations"] == [str(63 - len(expected)), "63", str(63 - len(expected))]
    missing = [line for line in printed.splitlines() if ": missing " in line]
    assert sorted(line.split("\t")[1].split(":")[0] for line in missing) == sorted(expected)


def test_prefix_and_suffix_match_labels_to_documents(parsed: Path, tmp_path: Path) -> None:
    for file in parsed.glob("*.json"):
        (tmp_path / f"{file.name[:3]}_A.pdf.json").write_bytes(file.read_bytes())
    assert figures(evaluate(tmp_path, LABELS, prefix=3, suffix="_A"))["recommendations"] == ["63", "63", "63"]
    with pytest.raises(CommandError, match="No document has a label"):
        evaluate(tmp_path, LABELS)


def test_unreadable_document_counts_as_missed(tmp_path: Path) -> None:
    name = sorted(LABELS.glob("*.json"))[0].stem
    (tmp_path / f"{name}.pdf").write_bytes(b"%PDF-1.4 and nothing")
    hits, expected, found = figures(evaluate(tmp_path, LABELS))["recommendations"]
    assert (hits, found) == ("0", "0")
    assert int(expected) > 0


def test_folder_without_labels_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="contains no labels"):
        evaluate(SESSIONS, tmp_path)


@pytest.mark.skipif(not (CORPUS / "score.py").exists(), reason="the corpus is not beside the repository")
@pytest.mark.parametrize("damage", quick_first([0.0, 0.3]))
def test_figures_equal_those_of_the_corpus(tmp_path: Path, damage: float) -> None:
    """The figures also agree if much of the reading is removed, duplicated or changed."""
    out = tmp_path / "parsed"
    call_command("parse", *(str(CORPUS / "real" / name) for name in SMALL), output=out)
    rng = random.Random(20221017)
    for file in out.glob("*.json"):
        file.write_text(json.dumps(_damaged(json.loads(file.read_text()), damage, rng)))
    theirs = tmp_path / "theirs.json"
    subprocess.run([sys.executable, CORPUS / "score.py", out, "--json", theirs], check=True, capture_output=True)
    expected = {
        row["measure"]: [str(row["hits"]), str(row["expected"]), "-" if row["found"] is None else str(row["found"])]
        for row in json.loads(theirs.read_text())
    }
    assert figures(evaluate(out, CORPUS / "labels")) == expected
    assert len(expected) > 15


def _damaged(value: Any, share: float, rng: random.Random) -> Any:
    """Drop or duplicate some list items and change some strings, at any depth."""
    if isinstance(value, dict):
        return {key: _damaged(item, share, rng) for key, item in value.items()}
    if isinstance(value, list):
        kept = [_damaged(item, share, rng) for item in value if rng.random() >= share / 2]
        return kept + [item for item in kept if rng.random() < share / 2]
    return f"{value} x" if isinstance(value, str) and rng.random() < share / 2 else value
