"""The parser's version depends on its code and data, and on nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.reading.document import from_bytes, read
from portal.reading.limits import Limits
from portal.reading.version import digest, parser_version
from tests.fuzz.originals import make_pdf

CODE = '''"""A parser."""

LIMIT = 3
"""Lines."""


def parse(text: str) -> list[str]:
    """Return the lines."""
    return text.split("\\n")[:LIMIT]  # no more
'''


@pytest.fixture
def version(tmp_path: Path) -> str:
    return version_of(tmp_path, CODE, "[]")


def version_of(folder: Path, code: str, data: str, name: str = "parser.py") -> str:
    module, file = folder / name, folder / "data.json"
    module.write_text(code)
    file.write_text(data)
    return digest(folder, [module], [file])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Return the lines.", "Give back its lines."),
        ("# no more", "# as few as that"),
        ('"""Lines."""\n', ""),
        ('"""A parser."""', '"""Pure."""'),
        ("\n\n\ndef", "\n\n\n\ndef"),
    ],
)
def test_comments_do_not_change_the_version(tmp_path: Path, version: str, before: str, after: str) -> None:
    assert before in CODE
    assert version_of(tmp_path, CODE.replace(before, after), "[]") == version


@pytest.mark.parametrize(("before", "after"), [("= 3", "= 4"), ('"\\n"', '"\\r"'), ("text: str", "text: bytes")])
def test_code_changes_the_version(tmp_path: Path, version: str, before: str, after: str) -> None:
    assert before in CODE
    assert version_of(tmp_path, CODE.replace(before, after), "[]") != version


def test_data_and_file_names_change_the_version(tmp_path: Path, version: str) -> None:
    assert version_of(tmp_path, CODE, "[1]") != version
    assert version_of(tmp_path, CODE, "[]", "other.py") != version


def test_reading_records_the_version() -> None:
    assert from_bytes(read(make_pdf(), "made.pdf", Limits())).parsed.parser_version == parser_version()
