"""``manage.py evaluate`` for documents, parsed JSON and cases; its figures agree with the scripts of the corpus."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from portal.evaluation import figures as figures_file
from portal.evaluation import known_misses
from portal.evaluation.cases import score_case
from portal.evaluation.measures import score_document
from portal.evaluation.report import CAUSES, FIELDS
from tests.lanes import quick_first
from tests.sources import ROOT, SHARED

SESSIONS = django_settings.FIXTURES_DIR / "sessions"
LABELS = ROOT / "tests" / "recommendations" / "extraction" / "labels"
CORPUS = SHARED / "corpus"
SHARED_CASES = SHARED / "cases"
ONLY_OURS = ("meta.subtitle", "meta.agenda_title")
SMALL_DOCUMENTS = (
    "A_81_6_Sect13_PartA_2026_en.docx",
    "A_RES_48_246_en.pdf",
    "E_2025_68_Corr.1_2025_en.pdf",
    "A_CONF.230_2025_L.2_2025_en.pdf",
)


@pytest.fixture(autouse=True)
def accuracy_file(settings: Any, tmp_path: Path) -> Path:
    settings.ACCURACY_FILE = tmp_path / "accuracy.json"
    return Path(settings.ACCURACY_FILE)


def evaluate(*arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command("evaluate", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def figures(printed: str) -> dict[str, list[str]]:
    """Return a map from measure to the counts of hits, expected and found items in the tables by field."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in printed.splitlines() if line.startswith("|")]
    measures = {str(field): measure for measure, field in FIELDS.items()}
    return {measures[row[0]]: row[1:4] for row in rows if len(row) == 7 and row[0] in measures}


@pytest.fixture(scope="module")
def parsed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the parsed sessions as JSON."""
    folder = tmp_path_factory.mktemp("parsed")
    call_command("parse", str(SESSIONS), output=folder)
    return folder


@pytest.mark.long
def test_documents_are_parsed_first(parsed_folder: Path) -> None:
    printed = evaluate(SESSIONS, LABELS)
    assert figures(printed) == figures(evaluate(parsed_folder, LABELS))
    assert figures(printed)["recommendations"] == ["63", "63", "63"]


def test_single_document_is_evaluated(parsed_folder: Path) -> None:
    document = sorted(parsed_folder.glob("*.json"))[0]
    printed = evaluate(document, LABELS)
    assert int(figures(printed)["recommendations"][1]) < 63
    assert "labels without a document: 4" in printed


def test_every_miss_is_listed(parsed_folder: Path, tmp_path: Path) -> None:
    """Check this by removing the first recommendation of each document."""
    expected: set[str] = set()
    for file in parsed_folder.glob("*.json"):
        result = json.loads(file.read_text())
        expected |= {file.name.removesuffix(".json") for _ in result["recommendations"][:1]}
        (tmp_path / file.name).write_text(json.dumps({**result, "recommendations": result["recommendations"][1:]}))
    printed = evaluate(tmp_path, LABELS, show=True)
    assert figures(printed)["recommendations"] == [str(63 - len(expected)), "63", str(63 - len(expected))]
    missing = [line for line in printed.splitlines() if ": missing " in line]
    assert sorted(line.split("\t")[1].split(":")[0] for line in missing) == sorted(expected)


def test_prefix_and_suffix_match_labels_to_documents(parsed_folder: Path, tmp_path: Path) -> None:
    for file in parsed_folder.glob("*.json"):
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


@pytest.mark.skipif(not (CORPUS / "score.py").exists(), reason="the corpus is not next to the repository")
@pytest.mark.parametrize("damage", quick_first([0.0, 0.3]))
def test_figures_equal_those_of_the_corpus(tmp_path: Path, damage: float) -> None:
    """The figures also agree if much of the output is removed, duplicated or changed."""
    out = tmp_path / "parsed"
    call_command("parse", *(str(CORPUS / "real" / name) for name in SMALL_DOCUMENTS), output=out)
    rng = random.Random(20221017)
    for file in out.glob("*.json"):
        file.write_text(json.dumps(_damage(json.loads(file.read_text()), damage, rng)))
    script_output = tmp_path / "script_output.json"
    command = [sys.executable, CORPUS / "score.py", out, CORPUS / "labels", "--more", "--json", script_output]
    subprocess.run(command, check=True, capture_output=True)
    expected = {
        row["measure"]: [str(row["hits"]), str(row["expected"]), "–" if row["found"] is None else str(row["found"])]
        for row in json.loads(script_output.read_text())
    }
    actual = figures(evaluate(out, CORPUS / "labels"))
    assert {measure: row for measure, row in actual.items() if measure not in ONLY_OURS} == expected
    assert len(expected) > 15


# --- labels next to documents, and cases ----------------------------------------------------------------


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Return a folder with two cases of one kind, one of which is wrong, and one case of another kind."""
    folder = tmp_path / "small"
    text = "Report\n\n1. The meeting was held in Vienna.\n\n2. States parties are encouraged to make use of it.\n"
    right = {"paragraph_numbers": ["1", "2"]}
    listed = [
        {"file": "dates/a.txt", "kind": "dates", "rule": "", "expect": {**right, "citations": ["untoc:999"]}},
        {"file": "dates/b.txt", "kind": "dates", "rule": "", "expect": right},
        {"file": "titles/c.txt", "kind": "titles", "rule": "", "expect": right},
    ]
    for case in listed:
        path = folder / str(case["file"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "cases.json").write_text(json.dumps(listed))
    return folder


@pytest.fixture
def parsed_cases(cases: Path, tmp_path: Path) -> Path:
    """Return a folder with the three cases as parsed JSON."""
    folder = tmp_path / "read"
    folder.mkdir()
    for path in cases.glob("*/*.txt"):
        values = {"file": path.name, "parser_version": "1", "language": "en", "paragraph_numbers": ["1", "2"]}
        (folder / f"{path.name}.json").write_text(json.dumps(values))
    return folder


def rows(printed: str, columns: int) -> list[list[str]]:
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in printed.splitlines() if line.startswith("|")]
    return [cells for cells in lines if len(cells) == columns and not set(cells[0]) <= {"-"}]


@pytest.mark.long
def test_labels_next_to_documents_are_used(tmp_path: Path) -> None:
    label = sorted(LABELS.glob("*.json"))[0]
    (tmp_path / label.name).write_bytes(label.read_bytes())
    (tmp_path / f"{label.stem}.txt").write_bytes((SESSIONS / f"{label.stem}.txt").read_bytes())
    (tmp_path / "list.json").write_text("[]")
    printed = evaluate(tmp_path)
    assert figures(printed) == figures(evaluate(SESSIONS / f"{label.stem}.txt", LABELS))
    assert printed.startswith(f"## {tmp_path.name}\n")


@pytest.mark.long
def test_cases_are_parsed_first(cases: Path) -> None:
    printed = evaluate(cases)
    assert "Documents that are right in all fields: 2 of 3." in printed
    assert rows(printed, 3) == [["Kind", "Right", "Documents"], ["dates", "1", "2"], ["titles", "1", "1"]]
    assert figures(printed)["paragraph_numbers"] == ["6", "6", "6"]
    assert figures(printed)["citations"] == ["0", "1", "0"]


def test_parsed_documents_before_a_folder_of_cases_are_used(cases: Path, parsed_cases: Path) -> None:
    """A case without a parsed document counts as missed."""
    (parsed_cases / "c.txt.json").unlink()
    printed = evaluate(parsed_cases, cases)
    assert rows(printed, 3)[1:] == [["dates", "1", "2"], ["titles", "0", "1"]]
    assert figures(printed)["read"] == ["0", "1", "–"]
    assert [row[:3] for row in rows(printed, 8)[1:]] == [["Unknown", "0", "1"], ["English", "1", "2"]]


def test_each_folder_has_a_section(cases: Path, parsed_cases: Path, parsed_folder: Path) -> None:
    printed = evaluate(parsed_cases, cases, parsed_folder, LABELS)
    assert [line for line in printed.splitlines() if line.startswith("#")] == ["## small", "## labels"]


def test_report_keeps_the_causes_that_people_wrote(
    cases: Path, parsed_cases: Path, tmp_path: Path, accuracy_file: Path
) -> None:
    report = tmp_path / "accuracy.md"
    evaluate(parsed_cases, cases, report=report)
    first = report.read_text()
    assert re.search(r"Measured on \d{4}-\d\d-\d\d at commit \w+ \(parser version \w+\)", first)
    assert "- `dates/a.txt`: Citations\n" in first
    assert first.endswith(f"\n{CAUSES}\n\nNot described yet.\n")
    assert str(tmp_path) not in first
    accuracy = figures_file.read(accuracy_file)
    assert accuracy.measurement.day.isoformat() in first
    assert first.count(accuracy.measurement.day.isoformat()) == first.count(accuracy.measurement.commit) == 1
    assert [collection.name for collection in accuracy.collections] == ["small"]
    report.write_text(first.replace("Not described yet.", "The article does not exist."))
    evaluate(parsed_cases, cases, report=report)
    assert report.read_text().endswith(f"\n{CAUSES}\n\nThe article does not exist.\n")


def test_known_misses_keep_their_reasons(cases: Path, parsed_cases: Path, tmp_path: Path) -> None:
    listed = tmp_path / "KNOWN_MISSES.txt"
    printed = evaluate(parsed_cases, cases, known_misses=listed)
    assert "added to the known misses: dates/a.txt" in printed
    assert known_misses.read(listed)["dates/a.txt"].startswith("citations: missing ['untoc:999']")
    listed.write_text("dates/a.txt: no such article\ndates/b.txt: fixed since\n")
    assert "added" not in evaluate(parsed_cases, cases, known_misses=listed)
    assert known_misses.read(listed) == {"dates/a.txt": "no such article"}


def test_every_measure_has_a_name(parsed_folder: Path) -> None:
    """A measure without a name would be left out of the tables."""
    folder = ROOT / "tests" / "fixtures" / "cases"
    scores = [score_case(case, {}) for case in json.loads((folder / "cases.json").read_text())]
    scores += [score_document(json.loads(path.read_text()), {}, "") for path in LABELS.glob("*.json")]
    assert {measure for case_scores in scores for measure in case_scores} - FIELDS.keys() == set()


@pytest.mark.skipif(not (SHARED_CASES / "check_cases.py").exists(), reason="the cases are not next to the repository")
@pytest.mark.parametrize("damage", quick_first([0.05, 0.3]))
def test_failed_cases_equal_those_of_the_script(tmp_path: Path, damage: float) -> None:
    out = tmp_path / "parsed"
    cases = json.loads((SHARED_CASES / "cases.json").read_text())
    texts = [str(SHARED_CASES / case["file"]) for case in cases if case["file"].endswith("txt")]
    call_command("parse", *texts[::3], output=out)
    rng = random.Random(20221017)
    for file in out.glob("*.json"):
        file.write_text(json.dumps(_damage(json.loads(file.read_text()), damage, rng)))
    command = [sys.executable, SHARED_CASES / "check_cases.py", SHARED_CASES, out]
    script_output = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    failed = re.findall(r"^FAIL (\S+):", script_output, re.MULTILINE)
    report = tmp_path / "report.md"
    evaluate(out, SHARED_CASES, report=report)
    assert sorted(re.findall(r"^- `(\S+)`", report.read_text(), re.MULTILINE)) == sorted(failed)
    assert 0 < len(failed) < len(cases)


def _damage(value: Any, ratio: float, rng: random.Random) -> Any:
    """Drop or duplicate some list items and change some strings, at any depth."""
    if isinstance(value, dict):
        return {key: _damage(item, ratio, rng) for key, item in value.items()}
    if isinstance(value, list):
        kept = [_damage(item, ratio, rng) for item in value if rng.random() >= ratio / 2]
        return kept + [item for item in kept if rng.random() < ratio / 2]
    return f"{value} x" if isinstance(value, str) and rng.random() < ratio / 2 else value
