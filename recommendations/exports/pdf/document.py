"""Write a compilation as a PDF file for print: title, query, contents, then the recommendations in their groups.

The layout is in ``compilation.typ``; a separate process sets it (:mod:`.typesetting`). The file follows PDF/UA-1 (ISO
14289-1), so screen readers can read it, and Typst rejects text for which there is no font, instead of printing boxes.
"""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from documents.web.languages import RIGHT_TO_LEFT
from documents.web.phrases import comma_list
from recommendations.exports.cells import printable_text
from recommendations.exports.compilation import CompilationContent, CompilationEntry, Progress, UnwritableError
from recommendations.exports.document import (
    SourceNotes,
    entry_head,
    footer_line,
    group_headings,
    header_line,
    left_out_line,
    remarks,
    split_lines,
    translations,
)
from recommendations.exports.items import Item
from recommendations.exports.pdf.typesetting import MISSING_SIGNS, code_of, is_word

PROGRAM = Path(__file__).with_name("typesetting.py")
MAX_SECONDS = 600
SYSTEM_FONTS = True  # tests allow only the fonts that come with Typst

_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")


def write_pdf(compilation: CompilationContent, file: IO[bytes], progress: Progress | None = None) -> None:
    """Write the document into a file. Raise :class:`UnwritableError` if no font contains the letters of a text.

    Signs for which there is no font, such as a private one of Wingdings, are shown by their codes, and a note says so.
    """
    content, made_at = _content(compilation, progress), compilation.about.made_at
    found = _set_type(content, made_at)
    if isinstance(found, list):
        if word := next(filter(is_word, found), ""):
            raise UnwritableError(_font_message(word))
        content["about"] = [*content["about"], (_("Note"), _coded_note(found))]
        found = _set_type(content, made_at, found)
    if isinstance(found, list):
        raise UnwritableError(_font_message("".join(found)))
    file.write(found)


def _set_type(content: dict[str, Any], made_at: datetime.datetime, coded: Sequence[str] = ()) -> bytes | list[str]:
    """Return the PDF, or the signs that no font has. Signs in ``coded`` are shown by their codes.

    Raise :class:`UnwritableError` if it takes too long.
    """
    request = {
        "content": content,
        "made_at": made_at.replace(microsecond=0).isoformat(),
        "coded": list(coded),
        "system_fonts": SYSTEM_FONTS,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", PROGRAM],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=MAX_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise UnwritableError(_("This PDF took too long to create. Add filters, or choose Word.")) from error
    if done.returncode == MISSING_SIGNS:
        signs: list[str] = json.loads(done.stdout)
        return signs
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return done.stdout


def _coded_note(coded: Sequence[str]) -> str:
    message = ngettext(
        "%(codes)s is the code of a character that cannot be shown here.",
        "%(codes)s are the codes of characters that cannot be shown here.",
        len(coded),
    )
    return message % {"codes": comma_list(map(code_of, coded))}


def _font_message(text: str) -> str:
    return _(
        "This server has no font for “%(text)s”, so this PDF cannot be created. Choose Word, or ask the site "
        "administrator to install fonts for this script (on Debian, fonts-noto-core and fonts-noto-cjk)."
    ) % {"text": text}


# --- the content as plain values for the template ----------------------------------------------------


def _content(compilation: CompilationContent, progress: Progress | None) -> dict[str, Any]:
    about = compilation.about
    headings = dict(group_headings(compilation.groups))
    notes = SourceNotes(compilation)
    groups, left_out = [], 0
    for group, entries in groupby(compilation.entries(progress), key=lambda entry: entry.group):
        rows = list(_entries(entries, compilation, notes))
        left_out += len(group.keys) - len(rows)
        groups.append({"headings": headings.get(group, []), "entries": rows})
    content: dict[str, Any] = {
        "title": about.title,
        "author": _("UNTOC Portal"),
        "language": _language(get_language() or ""),
        "rtl": get_language_bidi(),
        "header": header_line(about),
        "footer": footer_line(about),
        "about": about.lines,
        "contents": _("Contents"),
        "groups": groups,
        "left_out": left_out_line(left_out),
    }
    return {name: _printable(value) for name, value in content.items()}


def _entries(
    entries: Iterator[CompilationEntry], compilation: CompilationContent, notes: SourceNotes
) -> Iterator[dict[str, Any]]:
    """Yield the entries of a group that are still public. A heading is named above the first entry under it."""
    previous = None
    for entry in entries:
        if item := entry.item:
            heading = (item.row.version_id, item.row.heading)
            yield {
                **_entry(entry, item, compilation, notes),
                "heading": item.row.heading if heading != previous else "",
            }
            previous = heading


def _entry(entry: CompilationEntry, item: Item, compilation: CompilationContent, notes: SourceNotes) -> dict[str, Any]:
    head, note, row = entry_head(entry, item, compilation), notes.note(entry, item), item.row
    texts = [_text(row.version.language, "", row.text, row.label)]
    texts += [_text(*translation) for translation in translations(item, compilation)]
    return {
        "number": head.number,
        "status": head.status,
        "is_adopted": head.is_adopted,
        "details": head.details,
        "texts": texts,
        "note": {"citation": note.citation, "details": note.details, "address": note.address},
        "remarks": list(remarks(entry, item, compilation)),
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
