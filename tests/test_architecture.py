"""Import rules: every package is in a layer and imports only from lower layers.

docs/architecture.md explains the layers. The rules apply to ``documents/``, ``recommendations/`` and ``portal/``.
:data:`REJECTED` lists imports and other code that the rules must detect.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from tests.sources import APPS, ROOT, Module, module, modules

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50

# --- rule 1: every package is in a layer and imports only from lower ones --------------------------------

APP_ORDER = ("portal", "recommendations", "documents")
"""Apps from the highest: an app may import those after it."""

LAYERS: Mapping[str, tuple[str, ...]] = {
    "portal": (
        "urls wsgi management templatetags digest",
        "vocabularies discovery drafting harvesting bulk login accuracy alerts reports",
        "serving review meetings accounts help log home briefs health middleware system",
        "ingestion evaluation compilations maintenance emails",
        "errors languages monitoring replicas security_events",
        "settings administration apps bundles formats jinja throttling",
        "catalogues logging_config login_config reading postgres",
    ),
    "recommendations": (
        "urls admin apps templatetags",
        "views",
        "exports articles",
        "results",
        "reader follow_up api concordance",
        "search services lineage",
        "similarity queries",
        "index corrections labels",
        "alignment text extraction treaties models",
    ),
    "documents": (
        "urls admin apps templatetags",
        "views",
        "queries labels",
        "services",
        "models",
        "parsing web",
    ),
}
"""The layers of each app, from the highest. Packages in one layer do not import one another."""

RANK = {
    f"{app}.{name}": (APP_ORDER.index(app), number)
    for app, layers in LAYERS.items()
    for number, layer in enumerate(layers)
    for name in layer.split()
}


def package_of(name: str) -> str:
    """Return the package or module below an app: "recommendations.search" for "recommendations.search.query"."""
    return ".".join(name.split(".")[:2])


def outside_layers(module: Module) -> list[str]:
    is_known = module.name in APP_ORDER or package_of(module.name) in RANK
    return [] if is_known else [f"{module.name} is not in any layer"]


def upward_imports(module: Module) -> list[str]:
    package = package_of(module.name)
    return [
        f"{location(module, line)} imports {imported}, which is in the same or a higher layer"
        for imported, line in app_imports(module)
        if package_of(imported) in RANK
        and package_of(imported) != package
        and RANK[package_of(imported)] <= RANK.get(package, (-1, -1))
    ]


# --- rule 2: read-only packages never import services ----------------------------------------------------

READ_ONLY = {
    "documents.queries",
    "documents.labels",
    "recommendations.labels",
    "recommendations.index",
    "recommendations.search",
    "recommendations.queries",
    "recommendations.similarity",
    "recommendations.lineage",
    "recommendations.concordance",
    "recommendations.reader",
    "recommendations.follow_up",
    "recommendations.results",
    "recommendations.articles",
    "recommendations.api",
    "recommendations.exports",
    "portal.briefs",
}


def services_in_read_only_packages(module: Module) -> list[str]:
    if package_of(module.name) not in READ_ONLY:
        return []
    return [
        f"{location(module, line)} imports {imported}: a package that reads never imports services"
        for imported, line in app_imports(module)
        if imported.split(".")[1:2] == ["services"]
    ]


# --- rule 3: pages, API and exports parse and extract nothing --------------------------------------------

_PAGE_MODULES = re.compile(
    r"(documents|recommendations)\.(views|api|exports|templatetags|urls|admin)(\..*)?|portal\.(.*\.)?(\w+_)?views"
)


def parsing_in_pages(module: Module) -> list[str]:
    if not _PAGE_MODULES.fullmatch(module.name):
        return []
    return [
        f"{location(module, line)} imports {imported}: pages show what is stored"
        for imported, line in app_imports(module)
        if re.match(r"(documents\.parsing|recommendations\.extraction)(\.|$)", imported)
    ]


# --- rule 4: pure modules do not depend on Django, and only services write ---------------------------------

_IMPURE = re.compile(
    r"(django|psycopg|procrastinate|(documents|recommendations)\.models|portal\.settings"
    r"|socket|ssl|http|urllib\.request|ftplib|smtplib|asyncio|sqlite3|random|secrets|time)(\.|$)"
)


def impure_imports(module: Module) -> list[str]:
    """Reject imports of Django, models, settings, network, clock and randomness in pure modules."""
    if not is_pure(module):
        return []
    return [
        f"{location(module, item.line)} imports {item.module}, but its docstring calls it pure"
        for item in module.imports
        if _IMPURE.match(item.module)
    ]


def is_pure(module: Module) -> bool:
    """Return whether the docstring of a module, or of a package that contains it, contains the word "pure"."""
    parts = module.name.split(".")
    packages = (docstring_of(".".join(parts[:length])) for length in range(1, len(parts)))
    return any(re.search(r"\bpure\b", doc, re.IGNORECASE) for doc in (ast.get_docstring(module.tree) or "", *packages))


@functools.cache
def docstring_of(package: str) -> str:
    path = ROOT.joinpath(*package.split("."), "__init__.py")
    return ast.get_docstring(ast.parse(path.read_text())) or "" if path.exists() else ""


_WRITES = frozenset(["save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"])


def writes_outside_services(module: Module) -> list[str]:
    """Reject writes to the database.

    A call of ``update()`` with only keyword arguments is assumed to be on a queryset: in this project,
    ``dict.update()`` is always called with a mapping.
    """
    if ".services." in f"{module.name}.":
        return []
    return [
        f"{location(module, node)} writes: {ast.unparse(node)[:80]}"
        for node, _inside in module.nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_write(node, node.func)
    ]


def _is_write(call: ast.Call, function: ast.Attribute) -> bool:
    if function.attr == "update":
        return bool(call.keywords) and not call.args
    if function.attr == "delete":
        return not call.args
    return function.attr in _WRITES and not ast.unparse(function.value).endswith(("session", "_pdf", "_docx"))


# --- other rules -------------------------------------------------------------------------------------------


def tasks_outside_portal(module: Module) -> list[str]:
    """Reject background tasks outside portal/."""
    if module.name.startswith("portal."):
        return []
    return [
        f"{location(module, node)} defines a background task"
        for node, _inside in module.nodes
        if isinstance(node, ast.Attribute) and node.attr in ("task", "periodic") and ast.unparse(node.value) == "app"
    ]


@dataclass(frozen=True, slots=True)
class ConfinedLibrary:
    """A library that may only be imported by modules whose names match ``allowed``."""

    library: str
    allowed: str

    def violations_in(self, module: Module) -> list[str]:
        if re.fullmatch(self.allowed, module.name):
            return []
        return [
            f"{location(module, item.line)} imports {item.module}, which only {self.allowed} may import"
            for item in module.imports
            if re.match(rf"{self.library}(\.|$)", item.module)
        ]


CONFINED = (
    ConfinedLibrary("pdfminer", r"documents\.parsing\.readers\.pdf.*"),
    ConfinedLibrary("docx", r"documents\.parsing\.readers\.docx.*|portal\.drafting\.word"),
    ConfinedLibrary("lxml", r"documents\.parsing\.readers\.(html|docx).*"),
)

READING_CHILD = frozenset(
    f"portal.reading.{name}" for name in ["child", "document", "draft", "limits", "pictures", "recognition"]
)


def reading_child_imports(module: Module) -> list[str]:
    """Reject imports of Django and database libraries in the process that opens untrusted files."""
    if module.name not in READING_CHILD:
        return []
    return [
        f"{location(module, item.line)} imports {item.module}"
        for item in module.imports
        if re.match(r"(django|psycopg|procrastinate)(\.|$)", item.module)
    ]


def parser_in_extraction(module: Module) -> list[str]:
    """Reject imports from the parser in extraction and corrections, except of its types, messages and serialization."""
    if not re.match(r"recommendations\.(extraction|corrections)(\.|$)", module.name):
        return []
    return [
        f"{location(module, line)} imports {imported}: only the parser's types, messages and serialization are allowed"
        for imported, line in app_imports(module)
        if re.match(r"documents\.parsing\.(?!types|messages|serialize)\w+$", imported)
    ]


RULES = (
    outside_layers,
    upward_imports,
    services_in_read_only_packages,
    tasks_outside_portal,
    parsing_in_pages,
    impure_imports,
    writes_outside_services,
    reading_child_imports,
    parser_in_extraction,
    *(confined.violations_in for confined in CONFINED),
)


def violations_of(module: Module) -> list[str]:
    return [line for rule in RULES for line in rule(module)]


def location(module: Module, line: int | ast.AST) -> str:
    number = line if isinstance(line, int) else getattr(line, "lineno", 0)
    return f"{module.path.relative_to(ROOT)}:{number}"


def app_imports(module: Module) -> Iterator[tuple[str, int]]:
    """Yield the imports of a module from the three apps, with line numbers."""
    return ((item.module, item.line) for item in module.imports if item.module.split(".")[0] in APP_ORDER)


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
