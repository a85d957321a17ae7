"""Who may import whom. The rules are a table; each says why."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass

import pytest

from tests.sources import ROOMS, ROOT, Module, module, modules

LONGEST_FILE = 400
LONGEST_FUNCTION = 50


@dataclass(frozen=True, slots=True)
class Rule:
    """Modules whose name matches ``room`` import nothing that matches ``never``, unless it matches ``but``."""

    room: str
    never: str
    why: str
    but: str = r"(?!)"

    def broken_by(self, one: Module) -> list[str]:
        if not re.fullmatch(self.room, one.name):
            return []
        return [
            f"{one.path.relative_to(ROOT)}:{found.line} imports {found.module}: {self.why}"
            for found in one.imports
            if re.match(rf"(?:{self.never})(?:\.|$)", found.module)
            and not re.match(rf"(?:{self.but})(?:\.|$)", found.module)
        ]


READERS = r"(documents|recommendations)\.(search|facets|queries|filters|ledger|lineage|panel|labels)(\..*)?"
SHOWN = r"(documents|recommendations)\.(.*views|urls|admin|api|exports|templatetags|forms)(\..*)?"
MODELS = r"(documents|recommendations)\.models(\..*)?"

RULES = (
    Rule(r"documents(\..*)?", "recommendations", "documents know nothing of recommendations"),
    Rule(r"(documents|recommendations)(\..*)?", "portal", "the portal joins the rooms, they do not know it"),
    Rule(r"documents\.parsing(\..*)?", r"django|psycopg|procrastinate", "the parser is pure"),
    Rule(r"documents\.parsing(\..*)?", r"documents", "the parser is pure", but=r"documents\.parsing|documents$"),
    Rule(
        r"recommendations\.extraction(\..*)?",
        r"documents|recommendations|django|psycopg|procrastinate",
        "extraction is pure, and knows of a document what the parser's types say",
        but=r"documents\.parsing\.types|documents\.parsing$|documents$|recommendations\.extraction|recommendations$",
    ),
    Rule(
        r"recommendations\.corrections(\..*)?",
        r"documents|recommendations|django|psycopg|procrastinate",
        "corrections are pure, and know what was read and extracted",
        but=r"documents\.parsing\.(types|serialize)|documents\.parsing$|documents$|recommendations\.extraction"
        r"|recommendations\.corrections|recommendations$",
    ),
    Rule(
        r"recommendations\.evaluation(\..*)?",
        r"documents|recommendations|django|psycopg|procrastinate",
        "measuring is pure, and knows plain values alone",
        but=r"recommendations\.evaluation|recommendations$",
    ),
    Rule(
        r"recommendations\.treaties(\..*)?",
        r"documents|recommendations|django|psycopg|procrastinate",
        "treaties are read from their text alone",
        but=r"recommendations\.treaties|recommendations$",
    ),
    Rule(
        r"portal\.reading\.(child|document|limits|pictures|recognition)",
        "django|psycopg|procrastinate",
        "the process that opens strangers' files has no settings and no database",
    ),
    Rule(
        r"(documents\.parsing|recommendations\.(extraction|corrections|treaties))(\..*)?",
        r"socket|ssl|http|urllib\.request|ftplib|smtplib|asyncio|sqlite3|random|secrets|time",
        "what is pure has no network, no clock and no chance",
    ),
    Rule(r"documents\.parsing(?!\.readers\.pdf)(\..*)?", "pdfminer", "pdfminer stays inside the reader of PDF files"),
    Rule(r"documents\.parsing(?!\.readers\.docx)(\..*)?", "docx", "python-docx stays inside the reader of DOCX files"),
    Rule(
        r"documents\.parsing(?!\.readers\.(html|docx))(\..*)?",
        "lxml",
        "lxml stays inside the readers of HTML and DOCX files",
    ),
    Rule(
        MODELS,
        r"documents|recommendations",
        "models know models, and where their pages are",
        but=rf"{MODELS}|documents$|recommendations$|documents\.addresses",
    ),
    Rule(
        r"(documents|recommendations)\.services(\..*)?",
        rf"{READERS}|{SHOWN}",
        "the writer knows the pure packages and the models, not who reads",
    ),
    Rule(READERS, r"(documents|recommendations)\.(services|tasks|.*views)", "readers never write"),
    Rule(
        READERS,
        r"recommendations\.extraction",
        "readers know how treaties are cited, and extract nothing",
        but=r"recommendations\.extraction(\.(references|vocabulary|types|places|prose)|$)",
    ),
    Rule(SHOWN, r"documents\.parsing|recommendations\.extraction", "pages show what is stored; they parse nothing"),
)

PURE_LIBRARIES = {
    r"documents\.parsing(\..*)?": {"documents", "pdfminer", "docx", "lxml"},
    r"recommendations\.extraction(\..*)?": {"documents", "recommendations"},
    r"recommendations\.corrections(\..*)?": {"documents", "recommendations"},
    r"recommendations\.treaties(\..*)?": {"recommendations"},
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.why} ({rule.room})")
def test_rule_is_kept(rule: Rule) -> None:
    assert [line for one in modules() for line in rule.broken_by(one)] == []


def test_no_import_inside_a_function() -> None:
    """An import in a function hides a circle; the circle has to be undone."""
    found = [
        f"{one.path.relative_to(ROOT)}:{each.line} {each.module}"
        for one in modules()
        for each in one.imports
        if each.inside_function
    ]
    assert found == []


@pytest.mark.parametrize("room", PURE_LIBRARIES)
def test_pure_rooms_take_the_standard_library_and_file_formats_alone(room: str) -> None:
    known = PURE_LIBRARIES[room] | set(sys.stdlib_module_names)
    found = [
        f"{one.path.relative_to(ROOT)}:{each.line} {each.module}"
        for one in modules()
        if re.fullmatch(room, one.name)
        for each in one.imports
        if each.module.split(".")[0] not in known
    ]
    assert found == []


def test_files_are_short() -> None:
    lengths = {one.path.relative_to(ROOT): len(one.path.read_text().splitlines()) for one in modules()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_fit_on_a_screen() -> None:
    found = [
        f"{one.path.relative_to(ROOT)}:{node.lineno} {node.name} has {_lines(node)} lines"
        for one in modules()
        for node in ast.walk(one.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > LONGEST_FUNCTION
    ]
    assert found == []


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


BREAKS = [
    ("documents/views.py", "from recommendations.models import Topic", "a document page that knows topics"),
    ("recommendations/models/search.py", "import portal.settings", "a room that knows the portal"),
    ("documents/parsing/structure.py", "from django.conf import settings", "a parser with settings"),
    ("documents/parsing/structure.py", "from documents.models import Document", "a parser with a database"),
    ("documents/parsing/structure.py", "from ..models import Document", "the same, by a relative import"),
    ("documents/parsing/readers/text.py", "from pdfminer.high_level import extract_text", "PDF elsewhere"),
    ("documents/parsing/readers/pdf.py", "import docx", "DOCX in the reader of PDF files"),
    ("documents/parsing/sniff.py", "from lxml import etree", "a tree of elements outside the readers"),
    ("recommendations/extraction/topics.py", "from documents.parsing.structure import x", "more than the types"),
    ("recommendations/search.py", "from recommendations import services", "a reader that writes"),
    ("documents/models.py", "from documents.queries.documents import x", "a model that knows its readers"),
    ("documents/views.py", "from documents.parsing import parse", "a page that parses"),
    ("recommendations/services.py", "from recommendations.search import x", "a writer that searches"),
]


@pytest.mark.parametrize(("path", "source", "reason"), BREAKS, ids=[reason for _, _, reason in BREAKS])
def test_rules_find_what_they_forbid(path: str, source: str, reason: str) -> None:
    assert [line for rule in RULES for line in rule.broken_by(module(source, ROOT / path))], reason


ALLOWED = [
    ("recommendations/models/search.py", "from documents.models import Document", "models know models"),
    ("documents/parsing/readers/pdf_layout/lines.py", "from pdfminer.layout import LTChar", "PDF in its place"),
    ("documents/parsing/readers/docx.py", "import docx", "DOCX in its place"),
    ("documents/parsing/readers/html_layout/tree.py", "from lxml import etree", "HTML in its place"),
    ("recommendations/extraction/items.py", "from documents.parsing.types import Block", "the types"),
    ("recommendations/services.py", "from recommendations.extraction import extract", "a writer extracts"),
    ("portal/ingestion/pipeline.py", "from documents import services\nimport recommendations.services", "joins"),
]


@pytest.mark.parametrize(("path", "source", "reason"), ALLOWED, ids=[reason for _, _, reason in ALLOWED])
def test_rules_allow_what_is_right(path: str, source: str, reason: str) -> None:
    assert [line for rule in RULES for line in rule.broken_by(module(source, ROOT / path))] == [], reason


def test_imports_inside_functions_are_seen() -> None:
    hidden = module("def view():\n    from documents import models\n", ROOT / "documents/views.py")
    open_ = module("if TYPE_CHECKING:\n    from documents import models\n", ROOT / "documents/views.py")
    assert [each.inside_function for each in hidden.imports] == [True, True]
    assert [each.inside_function for each in open_.imports] == [False, False]


def test_every_room_is_looked_at() -> None:
    assert {one.name.split(".")[0] for one in modules()} == set(ROOMS)
