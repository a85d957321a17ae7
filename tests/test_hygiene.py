"""Repository checks: pinned packages, no inline scripts, no left or right in styles, documentation, wording."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.sources import APPS, ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
TEMPLATES = sorted(
    path for kind in ("html", "jinja") for path in ROOT.glob(f"**/templates/**/*.{kind}") if ".venv" not in path.parts
)
STYLESHEETS = sorted(path for path in (ROOT / "static").rglob("*.css"))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


# --- lock files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS, ids=relative)
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    entries = lock.read_text().replace("\\\n", " ").splitlines()
    assert entries
    unpinned = [
        entry for entry in entries if not re.fullmatch(r"[\w.-]+(\[.+\])?==\S+.*(--hash=sha256:\w{64}\s*)+", entry)
    ]
    assert unpinned == []


@pytest.mark.parametrize(
    "path", [*LOCKS, ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / ".ci" / "run"], ids=relative
)
def test_no_package_index_is_configured(path: Path) -> None:
    """Allow no address and no installer option that sets an index, only options that turn an index off."""
    assert re.findall(r"\w+://\S*|--(?!no-)[\w-]*(?:index|links)[\w-]*", path.read_text()) == []


def test_locks_pin_the_same_versions() -> None:
    pins = {lock.stem: {line.split(" ")[0] for line in lock.read_text().splitlines() if "==" in line} for lock in LOCKS}
    assert pins["run"] <= pins["test"]
    assert pins["run"] <= pins["ocr"]


# --- templates ----------------------------------------------------------------------------------------


class InlineCode(HTMLParser):
    """Collect inline scripts, styles and event handlers, which the content security policy blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        if tag == "style":
            self._record("<style>")
        for name, value in attributes:
            is_inline = name == "style" or name.startswith(("on", "hx-on", "data-hx-on"))
            if is_inline or (value or "").strip().lower().startswith(("javascript:", "js:")):
                self._record(f'{name}="{value}"')

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script" and data.strip():
            self._record(f"<script>{data.strip()}")

    def _record(self, code: str) -> None:
        self.found.append(f"line {self.getpos()[0]}: {code}")


def inline_code(template: str) -> list[str]:
    """Return the inline code in ``template``. Django's tags are removed first, since they are not HTML."""
    parser = InlineCode()
    parser.feed(re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", template))
    return parser.found


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_templates_have_no_inline_code(template: Path) -> None:
    assert inline_code(template.read_text()) == []


@pytest.mark.parametrize(
    ("template", "count"),
    [
        ('<script src="{% static "js/a.js" %}" defer></script>', 0),
        ("<script>go()</script>", 1),
        ('<p style="color: red">', 1),
        ("<style>p {}</style>", 1),
        ('<button onclick="go()">', 1),
        ('<form hx-on::after-request="go()">', 1),
        ('<a href="javascript:go()">', 1),
        ('<option value="1"{% if chosen %} selected{% endif %}>', 0),
    ],
)
def test_inline_code_is_detected(template: str, count: int) -> None:
    assert len(inline_code(template)) == count


# --- style sheets -------------------------------------------------------------------------------------

LEFT_OR_RIGHT = re.compile(
    r"""
    (?<![\w-])
    (?:
        (?:scroll-)?(?:margin|padding)-(?:left|right)
      | border-(?:left|right)(?:-(?:width|style|color))?
      | border-(?:top|bottom)-(?:left|right)-radius
      | left | right
    )\s*:
    | (?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)\b
    """,
    re.VERBOSE,
)
"""Properties that name a side of the screen. Arabic is read right to left, so styles use start and end instead."""


def find_left_or_right(css: str) -> list[str]:
    return [match.group() for match in LEFT_OR_RIGHT.finditer(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))]


@pytest.mark.parametrize("stylesheet", STYLESHEETS, ids=relative)
def test_styles_do_not_use_left_or_right(stylesheet: Path) -> None:
    assert find_left_or_right(stylesheet.read_text()) == []


@pytest.mark.parametrize(
    ("css", "count"),
    [
        ("p { margin-left: 1em }", 1),
        ("p { left: 0; right: 0 }", 2),
        ("p { text-align: right }", 1),
        ("p { border-left: 1px solid }", 1),
        ("p { margin-inline-start: 1em; text-align: end; inset-inline-start: 0 }", 0),
        ("p { --gap-left: 1em; background-position: left }", 0),
        ("/* left: as in Latin script */", 0),
    ],
)
def test_sides_are_detected(css: str, count: int) -> None:
    assert len(find_left_or_right(css)) == count


# --- the documentation --------------------------------------------------------------------------------

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = "\n".join(page.read_text() for page in PAGES)
OPERATION = (ROOT / "docs" / "operation.md").read_text()


def test_documented_commands_exist() -> None:
    commands = set(re.findall(r"manage\.py (\w+)", TEXT))
    assert {"serve", "parse", "ingest", "load_instrument"} <= commands
    assert commands - set(get_commands()) == set()


def test_documented_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named_targets = set(re.findall(r"`make ([\w-]+)", TEXT)) | set(re.findall(r"^ *make ([\w-]+)", TEXT, re.MULTILINE))
    assert {"run", "test", "test-all", "help"} <= named_targets
    assert named_targets - targets == set()


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)`", OPERATION, re.MULTILINE))
    sources = "\n".join(path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py"))
    used_settings = set(re.findall(r"environ(?:ment)?(?:\.get\(|\[)\"([A-Z_]+)\"", sources))
    assert documented - {"CHROMIUM"} == used_settings - {"DJANGO_SETTINGS_MODULE"}


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_documented_paths_exist(page: Path) -> None:
    text = page.read_text()
    roots = "portal|documents|recommendations|templates|fixtures|tests|requirements|docs"
    named_paths = re.findall(rf"`((?:{roots}|\.ci)/[\w./-]*)`", text)
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    missing = [path for path in named_paths if not (ROOT / path).exists()]
    assert missing + [link for link in links if not (page.parent / link).exists()] == []


# --- wording ------------------------------------------------------------------------------------------

STILTED = re.compile(
    r"\b(of late|to whom|for who|so many are|it is told|was said|chance it|who has forgotten|is none any more"
    r"|somebody who is no longer here|into the basket|take it back|two states)\b",
    re.IGNORECASE,
)
"""Phrases that read as if translated: see CONTRIBUTING.md, "Style"."""


@pytest.mark.parametrize(
    "path",
    [
        *TEMPLATES,
        *(path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if path.parent.name != "migrations"),
    ],
    ids=relative,
)
def test_wording_is_plain(path: Path) -> None:
    assert STILTED.findall(path.read_text()) == []


@pytest.mark.parametrize(
    ("sentence", "count"),
    [("Two states compared", 1), ("Compare two versions", 0), ("Take it back", 1), ("Undo correction", 0)],
)
def test_stilted_wording_is_detected(sentence: str, count: int) -> None:
    assert len(STILTED.findall(sentence)) == count
