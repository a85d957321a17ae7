"""``manage.py parse`` prints parsed documents as JSON, without a database. No test in this module may use one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.recommendations.extraction.reading import ROOT, SESSIONS

KEYS = [
    "file", "symbols", "title", "distribution", "date", "original_languages", "language", "body", "subsidiary_body",
    "session", "meeting", "agenda_item", "job_number", "reissued", "pages", "last_paragraph_number", "text_quality",
    "paragraph_numbers", "headings", "footnotes", "footnote_markers", "recommendations", "citations", "symbols_cited",
    "resolutions_cited", "meetings_named", "blocks", "warnings",
]  # fmt: skip
DRAFT_REPORT = next(path for path in SESSIONS if path.name.startswith("004"))


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """Return the portal's data folder, which would hold the database."""
    return tmp_path / "var"


def parse(var: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    command = [sys.executable, "manage.py", "parse", *map(str, arguments)]
    environment |= {"PORTAL_VAR": str(var)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_command_prints_json_and_starts_no_database(var: Path) -> None:
    result = parse(var, DRAFT_REPORT)
    values = json.loads(result.stdout)
    assert result.returncode == 0
    assert [key for key in KEYS if key not in values] == []
    assert len(values["recommendations"]) == 11
    assert values["recommendations"][7]["alternatives"][0].startswith("[a matrix")
    assert values["blocks"][1]["headings"] == ["Recommendations (continued)"]
    assert not (var / "postgres").exists()


def test_output_is_one_file_per_document_and_failures_are_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, output = tmp_path / "empty.pdf", tmp_path / "parsed"
    empty.touch()
    with pytest.raises(CommandError, match="1 file was not read"):
        call_command("parse", DRAFT_REPORT, empty, output=output)
    assert [path.name for path in output.iterdir()] == [f"{DRAFT_REPORT.name}.json"]
    printed = capsys.readouterr()
    assert f"{empty}: " in printed.err
    assert printed.out == ""
