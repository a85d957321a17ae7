"""The words in which documents recommend, adopt and endorse: one module for each language.

Every module in this package that defines a ``LANGUAGE`` is loaded automatically, so adding a language means adding a
file. The code that uses these words (:mod:`..forms`, :mod:`..actions`, :mod:`..adoption`, :mod:`..references.meetings`)
is the same for all languages.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from recommendations.extraction.languages.base import Language


def _load() -> dict[str, Language]:
    modules = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return {module.LANGUAGE.code: module.LANGUAGE for module in modules if hasattr(module, "LANGUAGE")}


LANGUAGES: Mapping[str, Language] = _load()


def language_of(code: str | None) -> Language:
    """Return the words of a language, or the English ones if there is no module for it."""
    return LANGUAGES.get(code or "en", LANGUAGES["en"])
