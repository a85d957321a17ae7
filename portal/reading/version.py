"""The version of the parser: a digest of the code that reads documents and of the data it uses."""

from __future__ import annotations

import ast
import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = ROOT / "fixtures" / "vocabulary"
CODE = (ROOT / "documents" / "parsing", ROOT / "recommendations" / "extraction")
_FILES = (
    "addressees.json",
    "bodies.json",
    "descriptions.json",
    "examples.jsonl",
    "instruments.json",
    "subjects.json",
    "topics.json",
)
DATA = tuple(VOCABULARY / name for name in _FILES)
DIGITS = 12


@functools.cache
def parser_version() -> str:
    """Return the version of the parser that this process runs: :data:`DIGITS` hexadecimal digits.

    It is stored with every reading. It is computed, so that nobody can forget to increment it after a change to the
    parser or the extraction. Comments and docstrings do not count, so that rewording them does not make readings
    outdated.
    """
    modules = (path for folder in CODE for path in sorted(folder.rglob("*.py")))
    return digest(ROOT, modules, DATA)


def digest(root: Path, modules: Iterable[Path], data: Iterable[Path]) -> str:
    """Return a digest of Python modules, ignoring their comments and docstrings, and of other files."""
    sha256 = hashlib.sha256()
    for path in modules:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        sha256.update(f"{path.relative_to(root)}\0{ast.dump(_without_docstrings(tree))}\0".encode())
    for path in data:
        sha256.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return sha256.hexdigest()[:DIGITS]


def _without_docstrings(tree: ast.Module) -> ast.Module:
    """Remove every string used as a statement: docstrings of modules, classes, functions and constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [statement for statement in node.body if not _is_string(statement)]
    return tree


def _is_string(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )
