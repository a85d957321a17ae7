"""Parse the project's own source files, for the tests that check them."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
"""Real documents with labels, kept outside the repository. Tests that need them are skipped if they are missing."""
APPS = ("portal", "documents", "recommendations")


@dataclass(frozen=True, slots=True)
class Import:
    """An import: the dotted name of the module, the line, and whether the import is inside a function."""

    module: str
    line: int
    inside_function: bool


@dataclass(frozen=True)
class Module:
    """A Python file of an app: its dotted name and its syntax tree."""

    name: str
    path: Path
    tree: ast.Module

    @functools.cached_property
    def nodes(self) -> list[tuple[ast.AST, bool]]:
        """Return every node of the tree, and whether it is inside a function."""
        return list(_walk(self.tree, inside_function=False))

    @functools.cached_property
    def imports(self) -> list[Import]:
        """Return the imports. ``from a import b`` counts as ``a`` and as ``a.b``, since ``b`` may be a module."""
        return [imported for node, inside in self.nodes for imported in _imports(node, self._package(), inside)]

    def _package(self) -> str:
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


@functools.cache
def modules() -> tuple[Module, ...]:
    """Return every module of the apps except the generated migrations."""
    paths = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")))
    return tuple(module(path.read_text(), path) for path in paths if "migrations" not in path.parts)


def module(source: str, path: Path) -> Module:
    """Return the module that ``source`` would be at ``path``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path, ast.parse(source))


def _walk(node: ast.AST, *, inside_function: bool) -> Iterator[tuple[ast.AST, bool]]:
    yield node, inside_function
    inside = inside_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, inside_function=inside)


def _imports(node: ast.AST, package: str, inside_function: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, node.lineno, inside_function)
    elif isinstance(node, ast.ImportFrom):
        source = _source(node, package)
        yield Import(source, node.lineno, inside_function)
        for alias in node.names:
            yield Import(f"{source}.{alias.name}", node.lineno, inside_function)


def _source(statement: ast.ImportFrom, package: str) -> str:
    """Return the module named after ``from``, with the dots of a relative import resolved."""
    if not statement.level:
        return statement.module or ""
    base = package.split(".")[: len(package.split(".")) - statement.level + 1]
    return ".".join([*base, *([statement.module] if statement.module else [])])
