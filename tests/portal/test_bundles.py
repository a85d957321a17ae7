"""Bundles: every page loads one style sheet and one script, which contain all others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.test import Client

from portal import bundles
from portal.bundles import BUNDLES, BundleFinder, write_bundle
from tests.sources import ROOT

OTHER_TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if path.name != "base.html"]
LOADED = re.compile(r'<link rel="stylesheet" href="/static/([\w./-]+)">|<script src="/static/([\w./-]+)"')


def test_every_style_sheet_and_script_is_in_a_bundle() -> None:
    static = ROOT / "static"
    sources = {str(path.relative_to(static)) for kind in ("css", "js") for path in static.rglob(f"*.{kind}")}
    assert sources - {part for parts in BUNDLES.values() for part in parts} == set()


def test_only_the_base_template_loads_style_sheets_and_scripts() -> None:
    loading = re.compile(r'rel="stylesheet"|<script|block (styles|scripts|search) ')
    assert [path.name for path in OTHER_TEMPLATES if loading.search(path.read_text())] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/recommendations/", "/matrix/", "/articles/", "/login/", "/nothing/here/"])
def test_page_loads_one_style_sheet_and_one_script(client: Client, address: str) -> None:
    loaded = LOADED.findall(client.get(address).content.decode())
    assert loaded == [("site.css", ""), ("", "site.js")]
    client.force_login(User.objects.create_superuser("admin"))
    assert LOADED.findall(client.get(address).content.decode()) == [("staff.css", ""), ("", "staff.js")]


def test_bundle_is_found_like_any_static_file() -> None:
    path = finders.find("site.css")
    assert isinstance(path, str)
    content = Path(path).read_text()
    assert content.index("}.site-header{") < content.index("}.matrix{")
    assert ".review" not in content
    assert finders.find("other.css") is None
    assert {name for name, _storage in BundleFinder().list(["*.css"])} == {"site.js", "staff.js"}


def test_comments_and_spaces_are_omitted(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BUNDLES_DIR = tmp_path / "bundles"
    head = "/* Head:\n   two lines. */\n\n"
    sources = {
        "css/a.css": head + "a,\nb :is(.c, .d) {\n  margin: 1px /* why */ 2px;\n  grid:\n    1fr / 2fr;\n}\n",
        "js/a.js": head + 'const a = "http://b/"; // why\n// A line.\n  // Another.\nif (a) {\n  a();\n}\n',
    }
    for name, content in sources.items():
        (tmp_path / Path(name).name).write_text(content)
    monkeypatch.setattr(finders, "find", lambda name: str(tmp_path / Path(name).name))
    monkeypatch.setattr(bundles, "BUNDLES", {"site.css": ("css/a.css",), "site.js": ("js/a.js",)})
    assert write_bundle("site.css").read_text() == "a,b :is(.c,.d){margin:1px 2px;grid:1fr / 2fr}"
    assert write_bundle("site.js").read_text() == (
        '(() => {\nconst a = "http://b/"; // why\nif (a) {\n  a();\n}\n})();'
    )


def test_names_in_scripts_do_not_clash(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BUNDLES_DIR = tmp_path
    monkeypatch.setattr(bundles, "BUNDLES", {"two.js": ("js/search.js", "js/reader.js")})
    content = write_bundle("two.js").read_text()
    assert content.count("\nconst dialog = ") == 2
    assert content.count("(() => {\n") == content.count("})();") == 2


def test_bundle_is_written_again_only_after_a_change(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BUNDLES_DIR = tmp_path
    written = write_bundle("site.css").stat().st_mtime_ns
    assert write_bundle("site.css").stat().st_mtime_ns == written
    monkeypatch.setattr(bundles, "BUNDLES", {"site.css": ("css/base.css",)})
    assert write_bundle("site.css").read_text().startswith(":root{--paper:#fcfdfc;")
    assert [path.name for path in tmp_path.iterdir()] == ["site.css"]


def test_missing_part_is_reported(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BUNDLES_DIR = tmp_path
    monkeypatch.setattr(bundles, "BUNDLES", {"site.css": ("css/gone.css",)})
    with pytest.raises(FileNotFoundError, match=r"css/gone\.css"):
        write_bundle("site.css")
