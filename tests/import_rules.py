"""Import rules: every package is in a layer and imports only from lower layers.

docs/architecture.md explains the layers. The rules apply to ``documents/``, ``recommendations/`` and ``portal/``.
``REJECTED`` in ``test_architecture.py`` lists imports and other code that the rules must detect.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.sources import ROOT, Module

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
    """Reject imports from the parser in extraction and corrections, except of its types, messages and serialization,
    and of the kinds of sessions, which documents name in mastheads and in sentences."""
    if not re.match(r"recommendations\.(extraction|corrections)(\.|$)", module.name):
        return []
    return [
        f"{location(module, line)} imports {imported}: allowed are types, messages, serialization and session kinds"
        for imported, line in app_imports(module)
        if re.match(r"documents\.parsing\.(?!types|messages|serialize|session_kinds)\w+$", imported)
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
