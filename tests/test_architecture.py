"""Every module follows the import rules, and files and functions are short."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from tests.import_rules import (
    APP_ORDER,
    app_imports,
    location,
    package_of,
    violations_of,
)
from tests.sources import APPS, ROOT, Module, module, modules

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50


def test_modules_follow_every_rule() -> None:
    assert [line for module in modules() for line in violations_of(module)] == []


def test_packages_do_not_form_cycles() -> None:
    assert cycles(dependencies(modules())) == []


def dependencies(all_modules: Iterable[Module]) -> dict[str, set[str]]:
    """Return a map from each package or module to the siblings that it, or a module in it, imports."""
    names = {source.name for source in all_modules}
    graph: dict[str, set[str]] = defaultdict(set)
    for source in all_modules:
        for imported, _line in app_imports(source):
            if imported in names:
                importer, target = source.name.split("."), imported.split(".")
                differs_at = next((n for n, pair in enumerate(zip(importer, target)) if pair[0] != pair[1]), -1)  # noqa: B905
                if differs_at >= 0:
                    graph[".".join(importer[: differs_at + 1])].add(".".join(target[: differs_at + 1]))
    return graph


def cycles(graph: Mapping[str, set[str]]) -> list[str]:
    """Return the names that can be reached from themselves."""

    def reachable(start: str) -> set[str]:
        seen: set[str] = set()
        pending = list(graph.get(start, ()))
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                pending += graph.get(name, ())
        return seen

    return sorted(name for name in graph if name in reachable(name))


def test_cycles_are_detected() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a", "b", "c"]
    assert cycles({"a": {"b"}, "b": set()}) == []


def test_recommendations_has_few_packages() -> None:
    names = {package_of(module.name) for module in modules() if module.name.startswith("recommendations.")}
    assert len(names | {"recommendations.migrations"}) <= 26
    assert {path.stem for path in (ROOT / "recommendations").glob("*.py")} == {"__init__", "admin", "apps", "urls"}


def test_functions_named_in_settings_exist() -> None:
    """A hook is an import that the other rules cannot detect."""
    paths = [*settings.DOCUMENT_LISTENERS, *settings.MEETING_DOCUMENT_FINDERS]
    assert all(callable(import_string(path)) for path in paths)


def test_no_import_inside_a_function() -> None:
    """An import inside a function hides a cycle; break the cycle instead."""
    violations = [
        location(module, item.line) for module in modules() for item in module.imports if item.inside_function
    ]
    assert violations == []


PURE_LIBRARIES = {
    "documents.parsing": {"documents", "pdfminer", "docx", "lxml"},
    "recommendations.extraction": {"documents", "recommendations"},
    "recommendations.corrections": {"documents", "recommendations"},
    "recommendations.treaties": {"recommendations"},
    "recommendations.text": {"recommendations"},
}


@pytest.mark.parametrize("package", PURE_LIBRARIES)
def test_pure_packages_import_only_stdlib_and_file_formats(package: str) -> None:
    allowed_libraries = PURE_LIBRARIES[package] | set(sys.stdlib_module_names)
    violations = [
        f"{location(module, item.line)} {item.module}"
        for module in modules()
        if module.name == package or module.name.startswith(f"{package}.")
        for item in module.imports
        if item.module.split(".")[0] not in allowed_libraries
    ]
    assert violations == []


def test_files_are_short() -> None:
    lengths = {module.path.relative_to(ROOT): len(module.path.read_text().splitlines()) for module in modules()}
    assert {path: lines for path, lines in lengths.items() if lines > MAX_FILE_LINES} == {}


def test_functions_fit_on_a_screen() -> None:
    violations = [
        f"{location(module, node)} {node.name} has {_lines(node)} lines"
        for module in modules()
        for node, _inside in module.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > MAX_FUNCTION_LINES
    ]
    assert violations == []


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


REJECTED = [
    # Earlier versions of the rules missed these imports.
    ("recommendations/results/cards.py", "from recommendations import services"),
    ("recommendations/reader/document.py", "from recommendations.services import correcting"),
    ("recommendations/articles/page.py", "import recommendations.services"),
    ("recommendations/articles/matrix.py", "from recommendations.services import sync"),
    ("recommendations/similarity/duplicates.py", "from recommendations.services import passages"),
    ("portal/review/views.py", "from documents.parsing.parse import parse"),
    ("portal/ingestion/views.py", "from documents.parsing import parse"),
    ("recommendations/views/follow_up_forms.py", "from recommendations.extraction import extract"),
    ("recommendations/text/words.py", "from django.conf import settings"),
    ("recommendations/similarity/pairs.py", '"""Pure."""\nfrom recommendations.models import Recommendation'),
    ("recommendations/search/syntax.py", '"""Pure."""\nfrom django.conf import settings'),
    ("recommendations/services/sync.py", "from recommendations.results import cards"),
    ("recommendations/services/sync.py", "from recommendations.reader import document"),
    ("recommendations/index/snapshot.py", "from recommendations.views import search"),
    # One for each remaining rule, and other forms of import.
    ("recommendations/loose.py", "import json"),
    ("documents/views/documents.py", "from recommendations.models import Topic"),
    ("recommendations/models/search.py", "import portal.settings"),
    ("recommendations/search/results.py", "from recommendations.services import publish"),
    ("recommendations/services/tasks.py", "@app.task(name='x')\ndef work(): ..."),
    ("documents/parsing/structure.py", "from documents.models import Document"),
    ("documents/parsing/structure.py", "from ..models import Document"),
    ("documents/parsing/structure.py", "import time"),
    ("documents/parsing/readers/text.py", "from pdfminer.high_level import extract_text"),
    ("documents/parsing/readers/pdf.py", "import docx"),
    ("documents/parsing/sniff.py", "from lxml import etree"),
    ("documents/models/documents.py", "from documents.queries import documents"),
    ("documents/queries/documents.py", "from documents.services import publish"),
    ("recommendations/api/views.py", "from documents.parsing.types import Block"),
    ("recommendations/extraction/topics.py", "from documents.parsing.structure import x"),
    ("portal/reading/child.py", "import django"),
    ("portal/ingestion/views.py", "row.save(update_fields=['x'])"),
    ("portal/ingestion/views.py", "Upload.objects.filter(pk=1).update(state='read')"),
    ("recommendations/views/search.py", "Recommendation.objects.all().delete()"),
]


@pytest.mark.parametrize(("path", "source"), REJECTED)
def test_rules_detect_forbidden_code(path: str, source: str) -> None:
    assert violations_of(module(source, ROOT / path))


ACCEPTED = [
    ("recommendations/models/search.py", "from documents.models import Document"),
    ("documents/parsing/readers/pdf_layout/lines.py", "from pdfminer.layout import LTChar"),
    ("documents/parsing/readers/docx.py", "import docx"),
    ("documents/parsing/readers/html_layout/tree.py", "from lxml import etree"),
    ("recommendations/extraction/items.py", "from documents.parsing.types import Block"),
    ("recommendations/services/sync.py", "from recommendations.extraction import extract"),
    ("recommendations/services/sync.py", "row.save()"),
    ("recommendations/views/lineage.py", "from recommendations.services import confirm"),
    ("recommendations/views/exports.py", "request.session.create()"),
    ("recommendations/search/matching.py", "terms.update(other)"),
    ("portal/ingestion/pipeline.py", "from documents import services\nimport recommendations.services"),
]


@pytest.mark.parametrize(("path", "source"), ACCEPTED)
def test_rules_allow_valid_code(path: str, source: str) -> None:
    assert violations_of(module(source, ROOT / path)) == []


def test_imports_inside_functions_are_detected() -> None:
    in_function = module("def view():\n    from documents import models\n", ROOT / "documents/views/documents.py")
    at_top_level = module(
        "if TYPE_CHECKING:\n    from documents import models\n", ROOT / "documents/views/documents.py"
    )
    assert [item.inside_function for item in in_function.imports] == [True, True]
    assert [item.inside_function for item in at_top_level.imports] == [False, False]


def test_every_app_is_checked() -> None:
    assert {module.name.split(".")[0] for module in modules()} == set(APPS) == set(APP_ORDER)
