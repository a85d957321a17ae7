"""Paragraphs of a Word file that show a recommendation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.labels.citing import citation_source, format_citation
from documents.labels.naming import body_at_meeting, full_meeting_name
from documents.web.languages import RIGHT_TO_LEFT, language_name
from recommendations.exports.columns import names_of
from recommendations.exports.compilation import CompilationContent, CompilationEntry
from recommendations.exports.items import Item
from recommendations.exports.word import styles
from recommendations.exports.word.styles import Style
from recommendations.exports.word.xml import paragraph, run
from recommendations.labels.status import status_sentence
from recommendations.models import Recommendation

Status = Recommendation.Status
NOT_ADOPTED = frozenset({Status.DRAFT, Status.PROPOSED})

_ITEM = re.compile(
    r"(?P<label> \( (?: [^\W\d_]{1,4} | \d{1,3} ) \) | (?: \d{1,3} | [^\W\d_] ) [.)] | [•–—] ) [ ]+ (?P<rest> \S .*)",
    re.VERBOSE,
)
"""Matches a line with a label: "(a) gather", "(iv) gather", "2. gather", "• gather"; not "A state"."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the citation, linked to ``address``, followed by ``details``."""

    citation: str
    details: str
    address: str

    @property
    def height(self) -> float:
        return styles.NOTE.height(f"000 {self.citation}{self.details}")


@dataclass(slots=True)
class Block:
    """A paragraph: its runs (``content``), and the same as plain ``text``, for measuring."""

    style: Style
    content: str
    text: str
    rtl: bool = False
    bar: bool = False
    note: Note | None = field(default=None)

    @property
    def height(self) -> float:
        return self.style.height(self.text)

    @property
    def note_height(self) -> float:
        return self.note.height if self.note else 0

    def xml(self, *, new_page: bool, call: str = "") -> str:
        """Return the paragraph as XML, with the call of its footnote at the end."""
        return paragraph(self.style.key, self.content + call, rtl=self.rtl, new_page=new_page, bar=self.bar)


def plain_block(style: Style, text: str) -> Block:
    """Return a paragraph of text that is not from a document."""
    return Block(style, run(text), text)


def labelled_block(style: Style, label: str, text: str) -> Block:
    """Return a paragraph with a label in front."""
    return Block(style, run(f"{label}\t", style="Label") + run(text), text)


def entry_blocks(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> list[list[Block]]:
    """Return the paragraphs of a recommendation, in bundles to be kept on one page: the head with the first line of
    text, then each further line; the last bundle includes the names of its other groups."""
    row = item.row
    lines = list(_lines(row.text, row.label, row.version.language, bar=row.status in NOT_ADOPTED))
    lines[-1].note = _note(item, compilation)
    bundles = [[line] for line in lines]
    bundles[0].insert(0, _head(entry, item, compilation))
    for language in compilation.languages:
        if language in item.texts and language != row.version.language:
            translated = _lines(item.texts[language], "", language, bar=row.status in NOT_ADOPTED)
            bundles.append([plain_block(styles.FACTS, capfirst(language_name(language))), *translated])
    if entry.also_under:
        other_groups = _("Other groups: %(groups)s") % {"groups": "; ".join(entry.also_under)}
        bundles[-1].append(plain_block(styles.FACTS, other_groups))
    return bundles


def heading_block(item: Item) -> Block:
    """Return the heading above a recommendation in its document."""
    language = item.row.version.language
    rtl = language in RIGHT_TO_LEFT
    return Block(styles.SUBHEADING, run(item.row.heading, language), item.row.heading, rtl)


def _head(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> Block:
    """Return a line such as "12 · DRAFT, NOT ADOPTED · Addressed to: States parties"."""
    number, status = str(entry.number), capfirst(str(item.row.get_status_display()))
    status_style = "NotAdopted" if item.row.status in NOT_ADOPTED else "Adopted"
    if item.row.status == Status.PROPOSED:
        status = _("%(status)s, not adopted") % {"status": status}
    addressees = "; ".join(names_of(item, "addressee", compilation))
    details = [_("Addressed to: %(names)s") % {"names": addressees}] if addressees else []
    if entry.by_meaning:
        details.append(_("found by meaning"))
    suffix = "".join(f"  ·  {detail}" for detail in details)
    content = run(f"{number}  ·  ") + run(status, style=status_style) + run(suffix)
    return Block(styles.ENTRY, content, f"{number}  ·  {status.upper()}{suffix}")


def _lines(text: str, own_label: str, language: str, *, bar: bool) -> Iterator[Block]:
    """Yield each line of a text as a paragraph, with the label of the recommendation or of the sub-item in front."""
    rtl = language in RIGHT_TO_LEFT
    for number, line in enumerate(text.split("\n")):
        if number == 0:
            style, label, content = styles.TEXT, own_label, line
        elif match := _ITEM.fullmatch(line):
            style, label, content = styles.ITEM, match["label"], match["rest"]
        else:
            style, label, content = styles.TEXT, "", line
        yield Block(style, run(f"{label}\t{content}", language), _measured_text(label, content), rtl, bar)


def _measured_text(label: str, content: str) -> str:
    """Return the text to measure: a label wider than its indent takes space from the text."""
    return content if len(label) <= 5 else f"{label} {content}"


def _note(item: Item, compilation: CompilationContent) -> Note:
    """Return the footnote: symbol, paragraph and page with a link to the portal, then status and meeting."""
    row = item.row
    address = compilation.root + row.get_absolute_url()
    citation = format_citation(citation_source(row.version.document, row.version, item.paragraph, address))
    page = f"p. {row.page}" if row.page else ""
    if page and not citation.endswith(page):
        citation = f"{citation}, {page}"
    details = f". {status_sentence(row)}"
    if row.meeting and not any(name(row.meeting) in details for name in (full_meeting_name, body_at_meeting)):
        details = f"{details} {capfirst(full_meeting_name(row.meeting))}."
    return Note(citation, details, address)
