"""Who may import whom: layers are folders, and a module imports only from lower ones.

docs/architecture.md explains the layers. The rules here hold for ``documents/``, ``recommendations/`` and ``portal/``
alike; :data:`REJECTED` proves that each of them finds what it forbids.
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

from tests.sources import ROOMS, ROOT, Module, module, modules

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 50

# --- rule 1: every module is in a layer and imports only from lower ones ---------------------------------

APPS = ("portal", "recommendations", "documents")
"""From the highest: an app may import the ones after it."""

LAYERS: Mapping[str, tuple[str, ...]] = {
    "portal": (
        "urls wsgi management templatetags",
        "serving review accounts log home health middleware",
        "ingestion evaluation compilations maintenance errors",
        "settings administration apps jinja throttling",
        "reading postgres",
    ),
    "recommendations": (
        "urls admin apps templatetags",
        "views",
        "exports articles",
        "results",
        "reader follow_up api",
        "search services lineage",
        "similarity queries",
        "index corrections labels",
        "text extraction treaties models",
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
"""The layers of each app, from the highest. Packages of one layer do not import one another."""

RANK = {
    f"{app}.{name}": (APPS.index(app), number)
    for app, layers in LAYERS.items()
    for number, layer in enumerate(layers)
    for name in layer.split()
}


def top(name: str) -> str:
    """The package or module directly below an app: "recommendations.search" of "recommendations.search.query"."""
    return ".".join(name.split(".")[:2])


def outside_layers(one: Module) -> list[str]:
    known = one.name in APPS or top(one.name) in RANK
    return [] if known else [f"{one.name} is in no layer"]


def upward_imports(one: Module) -> list[str]:
    own = top(one.name)
    return [
        f"{where(one, line)} imports {imported} of its own or a higher layer"
        for imported, line in own_imports(one)
        if top(imported) in RANK and top(imported) != own and RANK[top(imported)] <= RANK.get(own, (-1, -1))
    ]


# --- rule 2: packages that read never import services ----------------------------------------------------

READ_ONLY = {
    "documents.queries",
    "documents.labels",
    "recommendations.labels",
    "recommendations.index",
    "recommendations.search",
    "recommendations.queries",
    "recommendations.similarity",
    "recommendations.lineage",
    "recommendations.reader",
    "recommendations.follow_up",
    "recommendations.results",
    "recommendations.articles",
    "recommendations.api",
    "recommendations.exports",
}


def services_in_readers(one: Module) -> list[str]:
    if top(one.name) not in READ_ONLY:
        return []
    return [
        f"{where(one, line)} imports {imported}: a package that reads never imports services"
        for imported, line in own_imports(one)
        if imported.split(".")[1:2] == ["services"]
    ]


def tasks_outside_portal(one: Module) -> list[str]:
    """Background tasks live in portal/."""
    if one.name.startswith("portal."):
        return []
    return [
        f"{where(one, node)} defines a background task"
        for node, _inside in one.nodes
        if isinstance(node, ast.Attribute) and node.attr in ("task", "periodic") and ast.unparse(node.value) == "app"
    ]


# --- rule 3: pages, API and exports parse and extract nothing --------------------------------------------

_SHOWS = re.compile(
    r"(documents|recommendations)\.(views|api|exports|templatetags|urls|admin)(\..*)?|portal\.(.*\.)?(\w+_)?views"
)


def parsing_in_pages(one: Module) -> list[str]:
    if not _SHOWS.fullmatch(one.name):
        return []
    return [
        f"{where(one, line)} imports {imported}: pages show what is stored"
        for imported, line in own_imports(one)
        if re.match(r"(documents\.parsing|recommendations\.extraction)(\.|$)", imported)
    ]


# --- rule 4: pure modules know no Django, and only services write -----------------------------------------

_IMPURE = re.compile(
    r"(django|psycopg|procrastinate|(documents|recommendations)\.models|portal\.settings"
    r"|socket|ssl|http|urllib\.request|ftplib|smtplib|asyncio|sqlite3|random|secrets|time)(\.|$)"
)


def impure_imports(one: Module) -> list[str]:
    """Django, a model, a setting, the network, a clock or chance in a module whose docstring says that it is pure."""
    if not is_pure(one):
        return []
    return [
        f"{where(one, each.line)} imports {each.module} and says that it is pure"
        for each in one.imports
        if _IMPURE.match(each.module)
    ]


def is_pure(one: Module) -> bool:
    """Whether its docstring, or that of a package around it, says so."""
    parts = one.name.split(".")
    packages = (docstring_of(".".join(parts[:length])) for length in range(1, len(parts)))
    return any(re.search(r"\bpure\b", text, re.IGNORECASE) for text in (ast.get_docstring(one.tree) or "", *packages))


@functools.cache
def docstring_of(package: str) -> str:
    path = ROOT.joinpath(*package.split("."), "__init__.py")
    return ast.get_docstring(ast.parse(path.read_text())) or "" if path.exists() else ""


_WRITES = frozenset(["save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"])


def writes_outside_services(one: Module) -> list[str]:
    """``queryset.update()`` takes keywords only, as ``dict.update()`` never does here; sessions are Django's."""
    if ".services." in f"{one.name}.":
        return []
    return [
        f"{where(one, node)} writes: {ast.unparse(node)[:80]}"
        for node, _inside in one.nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_write(node, node.func)
    ]


def _is_write(call: ast.Call, function: ast.Attribute) -> bool:
    if function.attr == "update":
        return bool(call.keywords) and not call.args
    if function.attr == "delete":
        return not call.args
    return function.attr in _WRITES and not ast.unparse(function.value).endswith("session")


# --- what holds besides ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confined:
    """A library that only modules whose names match ``room`` import."""

    library: str
    room: str

    def broken_by(self, one: Module) -> list[str]:
        if re.fullmatch(self.room, one.name):
            return []
        return [
            f"{where(one, each.line)} imports {each.module}, which belongs to {self.room}"
            for each in one.imports
            if re.match(rf"{self.library}(\.|$)", each.module)
        ]


CONFINED = (
    Confined("pdfminer", r"documents\.parsing\.readers\.pdf.*"),
    Confined("docx", r"documents\.parsing\.readers\.docx.*"),
    Confined("lxml", r"documents\.parsing\.readers\.(html|docx).*"),
)

READING_CHILD = frozenset(
    f"portal.reading.{name}" for name in ["child", "document", "limits", "pictures", "recognition"]
)


def reading_child_imports(one: Module) -> list[str]:
    """The process that opens untrusted files has no settings and no database."""
    if one.name not in READING_CHILD:
        return []
    return [
        f"{where(one, each.line)} imports {each.module}"
        for each in one.imports
        if re.match(r"(django|psycopg|procrastinate)(\.|$)", each.module)
    ]


def extraction_knows_types_alone(one: Module) -> list[str]:
    """Extraction and corrections know of a document what the parser's types say."""
    if not re.match(r"recommendations\.(extraction|corrections)(\.|$)", one.name):
        return []
    return [
        f"{where(one, line)} imports {imported}: not the parser's types"
        for imported, line in own_imports(one)
        if re.match(r"documents\.parsing\.(?!types|serialize)\w+$", imported)
    ]


RULES = (
    outside_layers,
    upward_imports,
    services_in_readers,
    tasks_outside_portal,
    parsing_in_pages,
    impure_imports,
    writes_outside_services,
    reading_child_imports,
    extraction_knows_types_alone,
    *(confined.broken_by for confined in CONFINED),
)


def findings(one: Module) -> list[str]:
    return [line for rule in RULES for line in rule(one)]


def where(one: Module, line: int | ast.AST) -> str:
    number = line if isinstance(line, int) else getattr(line, "lineno", 0)
    return f"{one.path.relative_to(ROOT)}:{number}"


def own_imports(one: Module) -> Iterator[tuple[str, int]]:
    """What it imports of the three apps, with the line."""
    return ((each.module, each.line) for each in one.imports if each.module.split(".")[0] in APPS)


def test_every_rule_is_kept() -> None:
    assert [line for one in modules() for line in findings(one)] == []


def test_folders_form_no_cycle() -> None:
    assert cycles(dependencies(modules())) == []


def dependencies(every: Iterable[Module]) -> dict[str, set[str]]:
    """Package or module -> its siblings in the same folder that anything in it imports."""
    known = {one.name for one in every}
    graph: dict[str, set[str]] = defaultdict(set)
    for one in every:
        for imported, _line in own_imports(one):
            if imported in known:
                own, other = one.name.split("."), imported.split(".")
                shared = next((n for n, pair in enumerate(zip(own, other)) if pair[0] != pair[1]), -1)  # noqa: B905
                if shared >= 0:
                    graph[".".join(own[: shared + 1])].add(".".join(other[: shared + 1]))
    return graph


def cycles(graph: Mapping[str, set[str]]) -> list[str]:
    """The names that lead back to themselves."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(graph.get(start, ()))
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += graph.get(name, ())
        return seen

    return sorted(name for name in graph if name in reached(name))


def test_cycles_are_found() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == ["a", "b", "c"]
    assert cycles({"a": {"b"}, "b": set()}) == []


def test_recommendations_has_few_packages() -> None:
    names = {top(one.name) for one in modules() if one.name.startswith("recommendations.")}
    assert len(names | {"recommendations.migrations"}) <= 26
    assert {path.stem for path in (ROOT / "recommendations").glob("*.py")} == {"__init__", "admin", "apps", "urls"}


def test_functions_named_in_settings_exist() -> None:
    """A hook is an import that no other rule sees."""
    paths = [*settings.DOCUMENT_LISTENERS, *settings.DOCUMENTS_OF_MEETINGS]
    assert all(callable(import_string(path)) for path in paths)


def test_no_import_inside_a_function() -> None:
    """An import in a function hides a cycle; undo the cycle instead."""
    found = [where(one, each.line) for one in modules() for each in one.imports if each.inside_function]
    assert found == []


PURE_LIBRARIES = {
    "documents.parsing": {"documents", "pdfminer", "docx", "lxml"},
    "recommendations.extraction": {"documents", "recommendations"},
    "recommendations.corrections": {"documents", "recommendations"},
    "recommendations.treaties": {"recommendations"},
    "recommendations.text": {"recommendations"},
}


@pytest.mark.parametrize("package", PURE_LIBRARIES)
def test_pure_packages_use_the_standard_library_and_file_formats_alone(package: str) -> None:
    known = PURE_LIBRARIES[package] | set(sys.stdlib_module_names)
    found = [
        f"{where(one, each.line)} {each.module}"
        for one in modules()
        if one.name == package or one.name.startswith(f"{package}.")
        for each in one.imports
        if each.module.split(".")[0] not in known
    ]
    assert found == []


def test_files_are_short() -> None:
    lengths = {one.path.relative_to(ROOT): len(one.path.read_text().splitlines()) for one in modules()}
    assert {path: lines for path, lines in lengths.items() if lines > MAX_FILE_LINES} == {}


def test_functions_fit_on_a_screen() -> None:
    found = [
        f"{where(one, node)} {node.name} has {_lines(node)} lines"
        for one in modules()
        for node, _inside in one.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > MAX_FUNCTION_LINES
    ]
    assert found == []


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


REJECTED = [
    # A reviewer tried these fourteen imports, and no rule of that time noticed.
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
    # Each of the other rules, and other ways of writing an import.
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
def test_rules_find_what_they_forbid(path: str, source: str) -> None:
    assert findings(module(source, ROOT / path))


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
def test_rules_allow_what_is_right(path: str, source: str) -> None:
    assert findings(module(source, ROOT / path)) == []


def test_imports_inside_functions_are_seen() -> None:
    hidden = module("def view():\n    from documents import models\n", ROOT / "documents/views/documents.py")
    open_ = module("if TYPE_CHECKING:\n    from documents import models\n", ROOT / "documents/views/documents.py")
    assert [each.inside_function for each in hidden.imports] == [True, True]
    assert [each.inside_function for each in open_.imports] == [False, False]


def test_every_app_is_looked_at() -> None:
    assert {one.name.split(".")[0] for one in modules()} == set(ROOMS) == set(APPS)
