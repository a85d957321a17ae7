"""``manage.py evaluate`` over documents and over what was read of them; its figures beside those of the corpus."""

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

from tests.lanes import first_quick
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
    """Measure to hits, expected and found."""
    lines = [line.split() for line in printed.splitlines()]
    return {words[0]: words[1:4] for words in lines if len(words) == 6 and words[0] != "measure"}


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sessions, as JSON."""
    folder = tmp_path_factory.mktemp("parsed")
    call_command("parse", str(SESSIONS), output=folder)
    return folder


def test_documents_are_read_first(parsed: Path) -> None:
    printed = evaluate(SESSIONS, LABELS)
    assert figures(printed) == figures(evaluate(parsed, LABELS))
    assert figures(printed)["recommendations"] == ["63", "63", "63"]


def test_one_document_alone(parsed: Path) -> None:
    one = sorted(parsed.glob("*.json"))[0]
    printed = evaluate(one, LABELS)
    assert int(figures(printed)["recommendations"][1]) < 63
    assert "labels without a document: 4" in printed


def test_every_miss_is_named(parsed: Path, tmp_path: Path) -> None:
    """The first recommendation of each document is taken away."""
    lost = set()
    for file in parsed.glob("*.json"):
        read = json.loads(file.read_text())
        lost |= {file.name.removesuffix(".json") for _ in read["recommendations"][:1]}
        (tmp_path / file.name).write_text(json.dumps({**read, "recommendations": read["recommendations"][1:]}))
    printed = evaluate(tmp_path, LABELS, show=True)
    assert figures(printed)["recommendations"] == [str(63 - len(lost)), "63", str(63 - len(lost))]
    missing = [line for line in printed.splitlines() if ": missing " in line]
    assert sorted(line.split("\t")[1].split(":")[0] for line in missing) == sorted(lost)


def test_labels_of_other_names(parsed: Path, tmp_path: Path) -> None:
    for file in parsed.glob("*.json"):
        (tmp_path / f"{file.name[:3]}_A.pdf.json").write_bytes(file.read_bytes())
    assert figures(evaluate(tmp_path, LABELS, prefix=3, suffix="_A"))["recommendations"] == ["63", "63", "63"]
    with pytest.raises(CommandError, match="No document has a label"):
        evaluate(tmp_path, LABELS)


def test_a_document_that_cannot_be_read_is_missed(tmp_path: Path) -> None:
    name = sorted(LABELS.glob("*.json"))[0].stem
    (tmp_path / f"{name}.pdf").write_bytes(b"%PDF-1.4 and nothing")
    hits, expected, found = figures(evaluate(tmp_path, LABELS))["recommendations"]
    assert (hits, found) == ("0", "0")
    assert int(expected) > 0


def test_a_folder_without_labels_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no label"):
        evaluate(SESSIONS, tmp_path)


@pytest.mark.skipif(not (CORPUS / "score.py").exists(), reason="the corpus is not beside the repository")
@pytest.mark.parametrize("damage", first_quick([0.0, 0.3]))
def test_figures_are_those_of_the_corpus(tmp_path: Path, damage: float) -> None:
    """Also where much of what was read is taken away, doubled or changed."""
    out = tmp_path / "parsed"
    call_command("parse", *(str(CORPUS / "real" / name) for name in SMALL), output=out)
    chance = random.Random(20221017)
    for file in out.glob("*.json"):
        file.write_text(json.dumps(_damaged(json.loads(file.read_text()), damage, chance)))
    theirs = tmp_path / "theirs.json"
    subprocess.run([sys.executable, CORPUS / "score.py", out, "--json", theirs], check=True, capture_output=True)
    expected = {
        row["measure"]: [str(row["hits"]), str(row["expected"]), "-" if row["found"] is None else str(row["found"])]
        for row in json.loads(theirs.read_text())
    }
    assert figures(evaluate(out, CORPUS / "labels")) == expected
    assert len(expected) > 15


def _damaged(value: Any, share: float, chance: random.Random) -> Any:
    """Some entries of lists left out or doubled, some words changed, at any depth."""
    if isinstance(value, dict):
        return {key: _damaged(item, share, chance) for key, item in value.items()}
    if isinstance(value, list):
        kept = [_damaged(item, share, chance) for item in value if chance.random() >= share / 2]
        return kept + [item for item in kept if chance.random() < share / 2]
    return f"{value} x" if isinstance(value, str) and chance.random() < share / 2 else value
