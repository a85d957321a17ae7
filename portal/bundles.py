"""Static files joined from others, so that a page loads one style sheet and one script. The bundles for staff have more
parts.

Each script is wrapped in a separate function, so that names do not clash and "use strict" applies to that script only.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import rcssmin
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

_HTMX = "django_htmx/htmx-2.min.js"
_SCRIPTS = (
    "js/history.js",
    "js/languages.js",
    "js/suggestions.js",
    "js/search.js",
    "js/sheets.js",
    "js/reader.js",
    "js/matrix.js",
    "js/passkeys.js",
    "js/drafting.js",
)
_STAFF_SCRIPTS = ("js/staff-menu.js", "js/vocabulary.js", "js/review.js", "js/upload.js")

# The order matters: of two rules with the same specificity, the later one applies.
_STYLES = (
    "base forms layout parts search facets lists article meeting home compiling brief reader reader-page "
    "recommendation side-by-side lineage concordance matrix drafting api"
)
_STAFF_STYLES = "ingestion follow-up accounts log review"

BUNDLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "site.css": tuple(f"css/{name}.css" for name in _STYLES.split()),
        "staff.css": tuple(f"css/{name}.css" for name in f"{_STYLES} {_STAFF_STYLES}".split()),
        "site.js": (_HTMX, *_SCRIPTS),
        "staff.js": (_HTMX, *_SCRIPTS, *_STAFF_SCRIPTS),
    }
)
"""Map from the name of a bundle to the names of its parts, in order."""


class BundleFinder(finders.BaseFinder):
    """Finds the bundles. A bundle is written to ``BUNDLES_DIR`` whenever one of its parts has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.BUNDLES_DIR)
        super().__init__(*args, **kwargs)

    def find(  # type: ignore[override]  # the stubs have an overload for each value of find_all
        self, path: str, find_all: bool = False, **kwargs: Any
    ) -> str | list[str]:
        """Return the path of a bundle, in a list if ``find_all``; [] for any other file."""
        if path not in BUNDLES:
            return []
        found = str(write_bundle(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the name of each bundle, and the storage that holds it."""
        for name in BUNDLES:
            if not matches_patterns(name, ignore_patterns or []):
                write_bundle(name)
                yield name, self.storage


def write_bundle(name: str) -> Path:
    """Write a bundle unless the file is current. Return its path. Other processes never see an incomplete file."""
    path: Path = settings.BUNDLES_DIR / name
    content = "\n".join(map(_part, BUNDLES[name]))
    if not path.is_file() or path.read_text() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(content)
        temporary.replace(path)
    return path


def _part(name: str) -> str:
    """Return the content of a part. Raise :class:`FileNotFoundError`."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    content = Path(found).read_text()
    if name.startswith("css/"):
        return str(rcssmin.cssmin(content))
    return f"(() => {{\n{_without_comments(content)}}})();" if name.startswith("js/") else content


def _without_comments(script: str) -> str:
    """Return a script without comment lines and without the comment at its beginning.

    This makes it smaller, because a large script delays the style sheet on a slow connection, and with it the page.
    """
    return re.sub(r"^\s*//.*\n|\A/\*[\s\S]*?\*/\s*", "", script, flags=re.MULTILINE)
