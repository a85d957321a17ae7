"""Write a compilation as a PDF file for print: title, query, contents, then the recommendations in their groups.

The layout is in ``compilation.typ``. The file follows PDF/UA-1 (ISO 14289-1), so screen readers can read it, and Typst
rejects text for which there is no font, instead of printing boxes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import IO, Any

import typst
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from documents.web.languages import RIGHT_TO_LEFT
from recommendations.exports.cells import printable_text
from recommendations.exports.compilation import CompilationContent, CompilationEntry, Progress, UnwritableError
from recommendations.exports.document import (
    entry_head,
    footer_line,
    group_headings,
    header_line,
    left_out_line,
    other_groups,
    source_note,
    split_lines,
    translations,
)
from recommendations.exports.items import Item

TEMPLATE = Path(__file__).with_name("compilation.typ")
MAX_CODED_CHARACTERS = 20  # different signs without a font that are shown by their codes

FONTS = (
    "Libertinus Serif",  # Latin and Cyrillic; comes with Typst
    "Noto Naskh Arabic",
    "Amiri",
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "WenQuanYi Zen Hei",
    "DejaVu Sans",
    "Noto Sans Symbols2",
)
"""Fonts in order of preference; those that are not installed are left out. Typst then tries all other fonts."""

_MISSING = re.compile(r'the text `"(?P<text>.+)"` could not be displayed')
_CODE = re.compile(r"\\u\{(?P<code>[0-9a-f]+)\}")
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")


def write_pdf(compilation: CompilationContent, file: IO[bytes], progress: Progress | None = None) -> None:
    """Write the document into a file. Raise :class:`UnwritableError` if no font has the letters of a text."""
    file.write(_set_type(_content(compilation, progress), compilation))


@cache
def _installed_fonts() -> typst.Fonts:
    """Return the fonts of this machine and those that come with Typst; finding them takes half a second."""
    return typst.Fonts()


def _set_type(content: dict[str, Any], compilation: CompilationContent) -> bytes:
    """Return the PDF. Signs for which there is no font, such as a private one of Wingdings, are shown by their codes,
    and a note says so."""
    about, made_at = content["about"], compilation.about.made_at.replace(microsecond=0)
    coded: list[str] = []
    while True:
        content["about"] = [*about, *([(_("Note"), _coded_note(coded))] if coded else [])]
        text = json.dumps(content, ensure_ascii=False)
        for sign in coded:
            text = text.replace(sign, _code_of(sign))
        compiler = typst.Compiler(TEMPLATE, font_paths=_installed_fonts(), sys_inputs={"data": text})
        try:
            pdf = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=made_at)
        except typst.TypstError as error:
            missing = _missing_text(error)
            if not missing or missing in coded or len(coded) == MAX_CODED_CHARACTERS:
                raise
            if any(character.isalpha() for character in missing):
                raise UnwritableError(_font_message(missing)) from error
            coded.append(missing)
        else:
            return bytes(pdf)  # type: ignore[arg-type]  # one file, as no other format is asked for


def _missing_text(error: typst.TypstError) -> str:
    """Return the text that no font can show, or "" if the error is another one."""
    match = _MISSING.search(error.message)
    return _CODE.sub(lambda code: chr(int(code["code"], 16)), match["text"]) if match else ""


def _code_of(sign: str) -> str:
    """Return the code of a sign, such as "[U+2610]"."""
    return "".join(f"[U+{ord(character):04X}]" for character in sign)


def _coded_note(coded: list[str]) -> str:
    message = ngettext(
        "%(codes)s is the code of a sign that cannot be shown here.",
        "%(codes)s are the codes of signs that cannot be shown here.",
        len(coded),
    )
    return message % {"codes": ", ".join(map(_code_of, coded))}


def _font_message(text: str) -> str:
    return _(
        "This server has no font for “%(text)s”, so this PDF cannot be created. Choose Word, or ask the site "
        "administrator to install fonts for this script (on Debian, fonts-noto-core and fonts-noto-cjk)."
    ) % {"text": text}


# --- the content as plain values for the template ----------------------------------------------------


def _content(compilation: CompilationContent, progress: Progress | None) -> dict[str, Any]:
    about = compilation.about
    families = set(_installed_fonts().families())
    headings = dict(group_headings(compilation.groups))
    groups, left_out = [], 0
    for group, entries in groupby(compilation.entries(progress), key=lambda entry: entry.group):
        rows = list(_entries(entries, compilation))
        left_out += len(group.keys) - len(rows)
        groups.append({"headings": headings.get(group, []), "entries": rows})
    content: dict[str, Any] = {
        "title": about.title,
        "author": _("UNTOC Portal"),
        "language": _language(get_language() or ""),
        "rtl": get_language_bidi(),
        "fonts": [family for family in FONTS if family in families],
        "header": header_line(about),
        "footer": footer_line(about),
        "about": about.lines,
        "contents": _("Contents"),
        "groups": groups,
        "left_out": left_out_line(left_out),
    }
    return {name: _printable(value) for name, value in content.items()}


def _entries(entries: Iterator[CompilationEntry], compilation: CompilationContent) -> Iterator[dict[str, Any]]:
    """Yield the entries of a group that are still public. A heading is named above the first entry under it."""
    previous = None
    for entry in entries:
        if item := entry.item:
            heading = (item.row.version_id, item.row.heading)
            yield {
                **_entry(entry, item, compilation),
                "heading": item.row.heading if heading != previous else "",
            }
            previous = heading


def _entry(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> dict[str, Any]:
    head, note, row = entry_head(entry, item, compilation), source_note(item, compilation), item.row
    texts = [_text(row.version.language, "", row.text, row.label)]
    texts += [_text(*translation) for translation in translations(item, compilation)]
    return {
        "number": head.number,
        "status": head.status,
        "is_adopted": head.is_adopted,
        "details": head.details,
        "texts": texts,
        "note": {"citation": note.citation, "details": note.details, "address": note.address},
        "other_groups": other_groups(entry),
    }


def _text(language: str, name: str, text: str, own_label: str = "") -> dict[str, Any]:
    lines = [{"label": line.label, "text": line.text, "is_item": line.is_item} for line in split_lines(text, own_label)]
    return {"language": _language(language), "rtl": language in RIGHT_TO_LEFT, "name": name, "lines": lines}


def _language(code: str) -> str:
    """Return the code of a language for Typst, which takes no regions."""
    base = code.partition("-")[0]
    return base if _LANGUAGE_CODE.fullmatch(base) else "en"


def _printable(value: Any) -> Any:
    """Return the content without characters that a PDF file may not have."""
    if isinstance(value, str):
        return printable_text(value).replace("\ufeff", "")
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list | tuple) else value
