"""What a Word file says of each recommendation, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.labels.citing import citation_source, united_nations_style
from documents.labels.naming import meeting_sentence
from recommendations.exports.columns import names_of
from recommendations.exports.compilation import CompilationContent, CompilationEntry
from recommendations.exports.items import Item
from recommendations.exports.word import styles
from recommendations.exports.word.styles import Style
from recommendations.exports.word.xml import RIGHT_TO_LEFT, paragraph, run
from recommendations.labels.status import status_sentence
from recommendations.models import Recommendation

Status = Recommendation.Status
NOT_ADOPTED = frozenset({Status.DRAFT, Status.PROPOSED})

_ITEM = re.compile(
    r"(?P<label> \( (?: [^\W\d_]{1,4} | \d{1,3} ) \) | (?: \d{1,3} | [^\W\d_] ) [.)] | [•–—] ) [ ]+ (?P<rest> \S .*)",
    re.VERBOSE,
)
"""A line of a text behind its label. Takes "(a) gather", "(iv) gather", "2. gather", "• gather"; refuses "A state"."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: what is cited (it leads to ``address``), and what is said behind it."""

    cited: str
    rest: str
    address: str

    @property
    def height(self) -> float:
        return styles.NOTE.height(f"000 {self.cited}{self.rest}")


@dataclass(slots=True)
class Block:
    """A paragraph: its runs, and the same as plain text, by which it is measured."""

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
        """The paragraph, with the call of its footnote at its end."""
        return paragraph(self.style.key, self.content + call, rtl=self.rtl, new_page=new_page, bar=self.bar)


def plain_block(style: Style, text: str) -> Block:
    """A paragraph of the portal's own words."""
    return Block(style, run(text), text)


def labelled_block(style: Style, label: str, text: str) -> Block:
    """A paragraph with a label in front."""
    return Block(style, run(f"{label}\t", style="Label") + run(text), text)


def entry_blocks(entry: CompilationEntry, item: Item, compiled: CompilationContent) -> list[list[Block]]:
    """The paragraphs of a recommendation, in bundles that stay on one page: its head with the first line of its text,
    every further line, and with the last one where else it stands."""
    lines = list(_lines(item))
    lines[-1].note = _note(item, compiled)
    bundles = [[line] for line in lines]
    bundles[0].insert(0, _head(entry, item, compiled))
    if entry.also_under:
        also = _("Also under: %(groups)s") % {"groups": "; ".join(entry.also_under)}
        bundles[-1].append(plain_block(styles.FACTS, also))
    return bundles


def heading_block(item: Item) -> Block:
    """The heading above it in its document."""
    language = item.row.version.language
    rtl = language in RIGHT_TO_LEFT
    return Block(styles.SUBHEADING, run(item.row.heading, language), item.row.heading, rtl)


def _head(entry: CompilationEntry, item: Item, compiled: CompilationContent) -> Block:
    """ "12 · DRAFT, NOT ADOPTED · Addressed to: States parties"."""
    number, status = str(entry.number), capfirst(str(item.row.get_status_display()))
    look = "NotAdopted" if item.row.status in NOT_ADOPTED else "Adopted"
    if item.row.status == Status.PROPOSED:
        status = _("%(status)s, not adopted") % {"status": status}
    addressees = "; ".join(names_of(item, "addressee", compiled))
    told = [_("Addressed to: %(names)s") % {"names": addressees}] if addressees else []
    if entry.by_meaning:
        told.append(_("related in meaning"))
    rest = "".join(f"  ·  {one}" for one in told)
    content = run(f"{number}  ·  ") + run(status, style=look) + run(rest)
    return Block(styles.ENTRY, content, f"{number}  ·  {status.upper()}{rest}")


def _lines(item: Item) -> Iterator[Block]:
    """Its text, each line a paragraph as printed: its label, then its items behind their own."""
    row = item.row
    language = row.version.language
    rtl, bar = language in RIGHT_TO_LEFT, row.status in NOT_ADOPTED
    for number, line in enumerate(row.text.split("\n")):
        if number == 0:
            style, label, rest = styles.TEXT, row.label, line
        elif match := _ITEM.fullmatch(line):
            style, label, rest = styles.ITEM, match["label"], match["rest"]
        else:
            style, label, rest = styles.TEXT, "", line
        yield Block(style, run(f"{label}\t{rest}", language), _measured(label, rest), rtl, bar)


def _measured(label: str, rest: str) -> str:
    """A label that is wider than its place pushes the text on."""
    return rest if len(label) <= 5 else f"{label} {rest}"


def _note(item: Item, compiled: CompilationContent) -> Note:
    """Symbol, paragraph and page, then its standing and its meeting; it leads to the recommendation in the portal."""
    row = item.row
    address = compiled.root + row.get_absolute_url()
    cited = united_nations_style(citation_source(row.version.document, row.version, item.paragraph, address))
    page = f"p. {row.page}" if row.page else ""
    if page and not cited.endswith(page):
        cited = f"{cited}, {page}"
    rest = f". {status_sentence(row)}"
    if row.meeting and (meeting := meeting_sentence(row.meeting)) not in rest:
        rest = f"{rest} {capfirst(meeting)}."
    return Note(cited, rest, address)
