"""The catalogues: every text of the portal has a translation in each language that can be shown."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import polib
import pytest
from django.utils.translation import ngettext, npgettext, override
from django.utils.translation.template import templatize
from jinja2.ext import extract_from_ast

from portal.jinja import environment
from portal.management.commands.makemessages import EXTENSIONS, IGNORED
from tests.sources import ROOT

LOCALES = {"ar": "ar", "zh-hans": "zh_Hans", "fr": "fr", "ru": "ru", "es": "es"}
NUMBERS = (0, 1, 2, 3, 11, 21, 100, 101)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?[a-z]+[^>]*>|&\w+;")

NAME = re.compile(r" [A-Z]")

Text = tuple[str, str, str]
"""Context, text and plural; "" for none."""


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "portal" / "locale" / LOCALES[language] / "LC_MESSAGES" / "django.po"))


@pytest.fixture(params=LOCALES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# --- completeness ------------------------------------------------------------------------------------


def test_every_text_is_translated(language: str) -> None:
    entries = catalogue(language)
    assert [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy] == []
    assert [entry.msgid for entry in entries.obsolete_entries()] == []


def test_every_text_in_the_sources_is_in_the_catalogue(language: str) -> None:
    """Run ``manage.py makemessages`` if this fails, and translate what it adds."""
    known = {text_of(entry) for entry in catalogue(language)}
    assert sorted(set(texts_in_sources()) - known) == []


def text_of(entry: polib.POEntry) -> Text:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


@cache
def texts_in_sources() -> frozenset[Text]:
    """Return the texts that are marked for translation."""
    return frozenset(text for text in _read_texts() if text[1])


def _read_texts() -> Iterator[Text]:
    for path in sorted(ROOT.rglob("*")):
        extension = path.suffix[1:]
        if extension not in EXTENSIONS or path.relative_to(ROOT).parts[0] in IGNORED:
            continue
        source = path.read_text(encoding="utf-8")
        if extension == "jinja":
            for _number, function, message in extract_from_ast(environment().parse(source)):
                texts = message if isinstance(message, tuple) else (message,)
                yield _text(function, [text for text in texts if text is not None])
        elif extension == "py":
            if "gettext" in source or "Message(" in source:
                yield from _texts_of_python(source)
        elif "translate" in source or "_(" in source:
            yield from _texts_of_template(templatize(source))


_FUNCTION = re.compile(r"_|n?p?gettext(?:_lazy|_noop)?|Message")


def _texts_of_python(source: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and _FUNCTION.fullmatch(node.func.id):
            values = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if values and isinstance(node.args[0], ast.Constant):
                yield _text(node.func.id, values)


_STRING = r"""u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*\""""
_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*((?:(?:{_STRING})\s*,?\s*)+)", re.DOTALL)


def _texts_of_template(code: str) -> Iterator[Text]:
    for call in _CALL.finditer(code):
        yield _text(call[1], list(ast.literal_eval(f"({call[2].rstrip().rstrip(',')},)")))


def _text(function: str, values: list[str]) -> Text:
    name = function.removesuffix("_lazy").removesuffix("_noop")
    context = values.pop(0) if "pgettext" in name else ""
    plural = values[1] if name.startswith("n") and len(values) > 1 else ""
    return context, values[0], plural


# --- placeholders and plural forms -------------------------------------------------------------------


def test_translation_keeps_placeholders_and_markup(language: str) -> None:
    wrong = [
        (entry.msgid, entry.msgstr)
        for entry in catalogue(language)
        if not entry.msgid_plural
        and sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert wrong == []


class _Values(dict[str, Any]):
    """Values for the placeholders of a text: ``number`` for each."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def __missing__(self, key: str) -> int:
        return self.number


@pytest.mark.parametrize("number", NUMBERS)
def test_plural_forms_can_be_shown(language: str, number: int) -> None:
    wrong = []
    with override(language):
        for entry in catalogue(language):
            if not entry.msgid_plural:
                continue
            shown = (
                npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, number)
                if entry.msgctxt
                else ngettext(entry.msgid, entry.msgid_plural, number)
            )
            one, many = (set(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural))
            missing = {found for found in one & many if found[0] == "%"} - set(PLACEHOLDER.findall(shown))
            # "a document" and "two documents" need no figure.
            is_complete = len(missing) <= (number < 3) and set(PLACEHOLDER.findall(shown)) <= one | many
            if not is_complete or not _format(shown, number).strip():
                wrong.append((entry.msgid_plural, shown))
    assert wrong == []


def _format(text: str, number: int) -> str:
    return text % _Values(number) if "%(" in text else text


def test_percent_sign_is_only_used_for_values(language: str) -> None:
    """A template would take "400 % d" for a placeholder, so translations write "per cent"."""
    wrong = [
        entry.msgstr
        for entry in catalogue(language)
        if "%" in PLACEHOLDER.sub("", entry.msgstr) and "%" not in PLACEHOLDER.sub("", entry.msgid)
    ]
    assert wrong == []


# --- terms -------------------------------------------------------------------------------------------


def test_terms_are_those_of_the_glossary(language: str) -> None:
    """Only names are compared, where they stand alone: elsewhere, the form of a term depends on the sentence."""
    with (ROOT / "fixtures" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        terms = {row["en"]: row[language.partition("-")[0]] for row in csv.DictReader(file)}
    assert len(terms) > 150
    names = {
        entry.msgid: entry.msgstr for entry in catalogue(language) if entry.msgid in terms and NAME.search(entry.msgid)
    }
    assert len(names) >= 3
    wrong = {name: text for name, text in names.items() if terms[name].casefold() not in text.casefold()}
    assert wrong == {}
