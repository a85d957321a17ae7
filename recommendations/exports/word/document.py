"""A compilation as a Word file: title, query, contents, then the recommendations in their groups.

Each has a footnote with symbol, paragraph, page and meeting. Page breaks are placed by measurement, so that the page
numbers in the contents are right without updating the fields.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from tempfile import SpooledTemporaryFile
from typing import IO

from django.utils.translation import gettext as _

from recommendations.exports.compilation import CompilationContent, Progress
from recommendations.exports.cover_sheet import CoverSheet
from recommendations.exports.groups import CompilationGroup
from recommendations.exports.word import styles
from recommendations.exports.word.blocks import Block, Note, entry_blocks, heading_block, labelled_block, plain_block
from recommendations.exports.word.layout import TEXT_HEIGHT, Pages
from recommendations.exports.word.package import Package, link_key
from recommendations.exports.word.xml import (
    NOTE_MARK,
    bookmarked,
    field,
    link_out,
    link_within,
    note_call,
    paragraph,
    run,
)

IN_MEMORY = 8 * 1024 * 1024  # bytes held before writing to disk
MAX_UNBROKEN_HEIGHT = TEXT_HEIGHT / 3  # blocks up to this height are kept on one page
MAX_HEADER_LENGTH = 110  # characters of the query in a page header; the first page shows all of it


def write_word(compiled: CompilationContent, file: IO[bytes], progress: Progress | None = None) -> None:
    """Write the document into a file."""
    with SpooledTemporaryFile(IN_MEMORY) as body, SpooledTemporaryFile(IN_MEMORY) as notes:
        writer = _Writer(compiled, body, notes)
        writer.write_entries(progress)
        about = compiled.about
        package = Package(file)
        package.properties(about.title, _("UNTOC Portal"), about.made_at.astimezone(datetime.UTC).strftime("%FT%TZ"))
        package.header(paragraph(styles.HEADER.key, run(_header(about))))
        package.footer(paragraph(styles.FOOTER.key, _footer(about, writer.pages.page)))
        package.document(writer.front(), body)
        package.footnotes(notes, writer.links)
        package.close()


def _header(about: CoverSheet) -> str:
    line = about.query_line
    return line if len(line) <= MAX_HEADER_LENGTH else line[: MAX_HEADER_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _footer(about: CoverSheet, pages: int) -> str:
    """Return the footer with source, date and page: "3/12"."""
    source = _("UNTOC Portal, %(date)s. Not an official document.") % {"date": about.date}
    return run(f"{source}\t") + field("PAGE", "1") + run("/") + field("NUMPAGES", str(pages))


@dataclass(slots=True)
class _Heading:
    """A heading of the text, with its page number once known."""

    level: int
    text: str
    bookmark: str
    page: int = 0

    @property
    def block(self) -> Block:
        style = styles.HEADING_1 if self.level == 1 else styles.HEADING_2
        number = int(self.bookmark.removeprefix("_Toc"))
        return Block(style, bookmarked(self.bookmark, number, run(self.text)), self.text)


class _Writer:
    """Writes the recommendations to a file page by page, then the front matter with their page numbers."""

    def __init__(self, compiled: CompilationContent, body: IO[bytes], notes: IO[bytes]) -> None:
        self.compiled = compiled
        self.body, self.notes = body, notes
        self.links: list[str] = []
        self.pages = Pages()
        self.headings: dict[CompilationGroup, list[_Heading]] = dict(self._make_headings())
        self.front_blocks = list(self._front_blocks())
        self.front_turns = [self._needs_new_page([block]) for block in self.front_blocks]
        self.starts_a_page = bool(self.headings)

    def _make_headings(self) -> Iterator[tuple[CompilationGroup, list[_Heading]]]:
        """Yield the headings of each group: its own, with the number of recommendations, after one above, if new."""
        number, above = 0, ""
        for group in self.compiled.groups:
            if not group.label:
                continue
            texts = [(1, group.above)] if group.above and group.above != above else []
            label = f"{group.label} ({len(group.keys)})"
            texts.append((2 if group.above else 1, label))
            above = group.above or group.label
            yield (
                group,
                [_Heading(level, text, f"_Toc{number + place:06}") for place, (level, text) in enumerate(texts)],
            )
            number += len(texts)

    # --- front matter ---

    def _front_blocks(self) -> Iterator[Block]:
        about = self.compiled.about
        yield plain_block(styles.TITLE, about.title)
        yield from (labelled_block(styles.ABOUT, label, value) for label, value in about.lines)
        if self.headings:
            yield plain_block(styles.CONTENTS_HEAD, _("Contents"))
            for heading in self._all_headings():
                style = styles.CONTENTS_1 if heading.level == 1 else styles.CONTENTS_2
                yield Block(style, "", heading.text)

    def _all_headings(self) -> list[_Heading]:
        return [heading for headings in self.headings.values() for heading in headings]

    def front(self) -> str:
        """Return the front matter; all page numbers must be known."""
        headings = self._all_headings()
        plain = len(self.front_blocks) - len(headings)
        pieces = [
            block.xml(new_page=new_page)
            for block, new_page in zip(self.front_blocks[:plain], self.front_turns[:plain], strict=True)
        ]
        entries = zip(headings, self.front_blocks[plain:], self.front_turns[plain:], strict=True)
        for place, (heading, block, new_page) in enumerate(entries):
            block.content = _contents_entry(heading, is_first=place == 0, is_last=place == len(headings) - 1)
            pieces.append(block.xml(new_page=new_page))
        return "".join(pieces)

    # --- the recommendations ---

    def write_entries(self, progress: Progress | None) -> None:
        """Write all recommendations by group."""
        left_out = 0
        for group, entries in groupby(self.compiled.entries(progress), key=lambda entry: entry.group):
            before = list(self.headings.get(group, ()))
            above = None
            for entry in entries:
                if entry.item is None:
                    left_out += 1
                    continue
                bundles = entry_blocks(entry, entry.item, self.compiled)
                heading = (entry.item.row.version_id, entry.item.row.heading)
                if heading != above and heading[1]:
                    bundles[0].insert(0, heading_block(entry.item))
                self._write_bundles(before, bundles)
                before, above = [], heading
            if before:  # nothing of the group is left: write its heading, which the contents list
                self._write_bundles(before, [])
        if left_out:
            message = _("Left out because no longer public: %(count)s.")
            self._write_bundles([], [[plain_block(styles.ABOUT, message % {"count": left_out})]])

    def _write_bundles(self, headings: Iterable[_Heading], bundles: list[list[Block]]) -> None:
        """Write headings and the bundles below them. Headings stay with the first bundle, or all if they are low."""
        heads = [(heading, heading.block) for heading in headings]
        first = [*(block for _heading, block in heads), *(bundles[0] if bundles else [])]
        bundles_with_heads = [first, *bundles[1:]]
        turns_page = self._starts_new_page(bundles_with_heads)
        for bundle in bundles_with_heads:
            new_page = turns_page or self._needs_new_page(bundle, take=False)
            turns_page = False
            self._place(bundle, new_page=new_page)
            for heading, _block in heads:
                heading.page = heading.page or self._began
        self.starts_a_page = False

    def _starts_new_page(self, bundles: list[list[Block]]) -> bool:
        """Return whether all of it goes on a new page, because it is low and does not fit on this one."""
        if self.starts_a_page:
            return True
        height = sum(block.height for bundle in bundles for block in bundle)
        notes = sum(block.note_height for bundle in bundles for block in bundle)
        return height + notes <= MAX_UNBROKEN_HEIGHT and not self.pages.fits(height, notes)

    def _needs_new_page(self, bundle: list[Block], *, take: bool = True) -> bool:
        """Return whether a bundle needs a new page. With ``take``, place it."""
        height, notes = _heights(bundle)
        needs_page = self.pages.used > 0 and not self.pages.fits(height, notes)
        if take:
            if needs_page:
                self.pages.turn()
            self.pages.take(height, notes)
        return needs_page

    def _place(self, bundle: list[Block], *, new_page: bool) -> None:
        if new_page:
            self.pages.turn()
        self._began = self.pages.page
        self.pages.take(*_heights(bundle))
        for place, block in enumerate(bundle):
            call = self._write_note(block.note) if block.note else ""
            self.body.write(block.xml(new_page=new_page and place == 0, call=call).encode())

    def _write_note(self, note: Note) -> str:
        """Write a footnote. Return its call."""
        number = len(self.links) + 1
        citation = link_out(link_key(len(self.links)), run(note.cited, style="Hyperlink"))
        content = paragraph(styles.NOTE.key, f"{NOTE_MARK}{run(' ')}{citation}{run(note.rest)}")
        self.notes.write(f'<w:footnote w:id="{number}">{content}</w:footnote>'.encode())
        self.links.append(note.address)
        return note_call(number)


def _heights(bundle: Iterable[Block]) -> tuple[float, float]:
    blocks = list(bundle)
    return sum(block.height for block in blocks), sum(block.note_height for block in blocks)


def _contents_entry(heading: _Heading, *, is_first: bool, is_last: bool) -> str:
    """Return a line of the contents. All are the result of one field, from the first line to the last."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    page = field(rf"PAGEREF {heading.bookmark} \h", str(heading.page))
    line = link_within(heading.bookmark, run(f"{heading.text}\t") + page)
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return f"{begin if is_first else ''}{line}{end if is_last else ''}"
