"""Write a compilation as a Word file: title, query, contents, then the recommendations in their groups.

Each recommendation has a footnote with symbol, paragraph, page and meeting. Page breaks are explicit and measured, so
that the page numbers in the contents are correct without updating the fields.
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
from recommendations.exports.document import Note, SourceNotes, footer_line, group_headings, header_line, left_out_line
from recommendations.exports.groups import CompilationGroup
from recommendations.exports.word import styles
from recommendations.exports.word.blocks import Block, entry_blocks, heading_block, labelled_block, plain_block
from recommendations.exports.word.layout import TEXT_HEIGHT, Pages
from recommendations.exports.word.package import Package, link_key
from recommendations.exports.word.xml import (
    NOTE_MARKER,
    bookmark,
    field,
    link_out,
    link_within,
    note_call,
    paragraph,
    run,
)

MAX_BYTES_IN_MEMORY = 8 * 1024 * 1024  # bytes held before writing to disk
MAX_UNBROKEN_HEIGHT = TEXT_HEIGHT / 3  # blocks up to this height are kept on one page


def write_word(compilation: CompilationContent, file: IO[bytes], progress: Progress | None = None) -> None:
    """Write the document into a file."""
    with SpooledTemporaryFile(MAX_BYTES_IN_MEMORY) as body, SpooledTemporaryFile(MAX_BYTES_IN_MEMORY) as notes:
        writer = _Writer(compilation, body, notes)
        writer.write_entries(progress)
        about = compilation.about
        package = Package(file)
        package.write_properties(
            about.title, _("UNTOC Portal"), about.made_at.astimezone(datetime.UTC).strftime("%FT%TZ")
        )
        package.write_header(paragraph(styles.HEADER.key, run(header_line(about))))
        package.write_footer(paragraph(styles.FOOTER.key, _footer(about, writer.pages.page)))
        package.write_document(writer.front_xml(), body)
        package.write_footnotes(notes, writer.links)
        package.close()


def _footer(about: CoverSheet, pages: int) -> str:
    """Return the footer with source, date and page number, such as "3/12"."""
    return run(f"{footer_line(about)}\t") + field("PAGE", "1") + run("/") + field("NUMPAGES", str(pages))


@dataclass(slots=True)
class _Heading:
    """A heading of a group, with its page number once known."""

    level: int
    text: str
    bookmark: str
    page: int = 0

    @property
    def block(self) -> Block:
        style = styles.HEADING_1 if self.level == 1 else styles.HEADING_2
        number = int(self.bookmark.removeprefix("_Toc"))
        return Block(style, bookmark(self.bookmark, number, run(self.text)), self.text)


class _Writer:
    """Writes the recommendations to a file page by page, then the front matter with the page numbers."""

    def __init__(self, compilation: CompilationContent, body: IO[bytes], notes: IO[bytes]) -> None:
        self.compilation = compilation
        self.body, self.notes = body, notes
        self.source_notes = SourceNotes(compilation)
        self.links: list[str] = []
        self.pages = Pages()
        self.headings: dict[CompilationGroup, list[_Heading]] = dict(self._make_headings())
        self.front_blocks = list(self._front_blocks())
        self.front_new_pages = [self._needs_new_page([block]) for block in self.front_blocks]
        self.must_start_page = bool(self.headings)

    def _make_headings(self) -> Iterator[tuple[CompilationGroup, list[_Heading]]]:
        """Yield each group with its headings."""
        number = 0
        for group, headings in group_headings(self.compilation.groups):
            yield (
                group,
                [_Heading(level, text, f"_Toc{number + index:06}") for index, (level, text) in enumerate(headings)],
            )
            number += len(headings)

    # --- front matter ---

    def _front_blocks(self) -> Iterator[Block]:
        about = self.compilation.about
        yield plain_block(styles.TITLE, about.title)
        yield from (labelled_block(styles.ABOUT, label, value) for label, value in about.lines)
        if self.headings:
            yield plain_block(styles.CONTENTS_HEAD, _("Contents"))
            for heading in self._all_headings():
                style = styles.CONTENTS_1 if heading.level == 1 else styles.CONTENTS_2
                yield Block(style, "", heading.text)

    def _all_headings(self) -> list[_Heading]:
        return [heading for headings in self.headings.values() for heading in headings]

    def front_xml(self) -> str:
        """Return the front matter as XML; all page numbers must be known."""
        headings = self._all_headings()
        contents_start = len(self.front_blocks) - len(headings)
        pieces = [
            block.xml(new_page=new_page)
            for block, new_page in zip(
                self.front_blocks[:contents_start], self.front_new_pages[:contents_start], strict=True
            )
        ]
        entries = zip(headings, self.front_blocks[contents_start:], self.front_new_pages[contents_start:], strict=True)
        for index, (heading, block, new_page) in enumerate(entries):
            block.content = _contents_entry(heading, is_first=index == 0, is_last=index == len(headings) - 1)
            pieces.append(block.xml(new_page=new_page))
        return "".join(pieces)

    # --- the recommendations ---

    def write_entries(self, progress: Progress | None) -> None:
        """Write all recommendations, group by group."""
        left_out = 0
        for group, entries in groupby(self.compilation.entries(progress), key=lambda entry: entry.group):
            pending_headings = list(self.headings.get(group, ()))
            previous_heading = None
            for entry in entries:
                if entry.item is None:
                    left_out += 1
                    continue
                bundles = entry_blocks(entry, entry.item, self.compilation, self.source_notes)
                heading = (entry.item.row.version_id, entry.item.row.heading)
                if heading != previous_heading and heading[1]:
                    bundles[0].insert(0, heading_block(entry.item))
                self._write_bundles(pending_headings, bundles)
                pending_headings, previous_heading = [], heading
            if pending_headings:  # all entries were omitted, but the contents list the heading
                self._write_bundles(pending_headings, [])
        if line := left_out_line(left_out):
            self._write_bundles([], [[plain_block(styles.ABOUT, line)]])

    def _write_bundles(self, headings: Iterable[_Heading], bundles: list[list[Block]]) -> None:
        """Write headings and the bundles below them. Headings stay on one page with the first bundle; if all bundles
        together are short, all stay on one page."""
        heading_blocks = [(heading, heading.block) for heading in headings]
        first = [*(block for _heading, block in heading_blocks), *(bundles[0] if bundles else [])]
        all_bundles = [first, *bundles[1:]]
        must_turn = self._starts_new_page(all_bundles)
        for bundle in all_bundles:
            new_page = must_turn or self._needs_new_page(bundle, add=False)
            must_turn = False
            self._write_bundle(bundle, new_page=new_page)
            for heading, _block in heading_blocks:
                heading.page = heading.page or self._first_page
        self.must_start_page = False

    def _starts_new_page(self, bundles: list[list[Block]]) -> bool:
        """Return whether to start a new page because the bundles are short together but do not fit on this page."""
        if self.must_start_page:
            return True
        height = sum(block.height for bundle in bundles for block in bundle)
        notes = sum(block.note_height for bundle in bundles for block in bundle)
        return height + notes <= MAX_UNBROKEN_HEIGHT and not self.pages.fits(height, notes)

    def _needs_new_page(self, bundle: list[Block], *, add: bool = True) -> bool:
        """Return whether a bundle needs a new page. If ``add``, also add it to the pages."""
        height, notes = _heights(bundle)
        needs_page = self.pages.used > 0 and not self.pages.fits(height, notes)
        if add:
            if needs_page:
                self.pages.turn()
            self.pages.add(height, notes)
        return needs_page

    def _write_bundle(self, bundle: list[Block], *, new_page: bool) -> None:
        if new_page:
            self.pages.turn()
        self._first_page = self.pages.page
        self.pages.add(*_heights(bundle))
        for index, block in enumerate(bundle):
            call = self._write_note(block.note) if block.note else ""
            self.body.write(block.xml(new_page=new_page and index == 0, call=call).encode())

    def _write_note(self, note: Note) -> str:
        """Write a footnote. Return its marker for the text."""
        number = len(self.links) + 1
        citation = link_out(link_key(len(self.links)), run(note.citation, style="Hyperlink"))
        content = paragraph(styles.NOTE.key, f"{NOTE_MARKER}{run(' ')}{citation}{run(note.details)}")
        self.notes.write(f'<w:footnote w:id="{number}">{content}</w:footnote>'.encode())
        self.links.append(note.address)
        return note_call(number)


def _heights(bundle: Iterable[Block]) -> tuple[float, float]:
    blocks = list(bundle)
    return sum(block.height for block in blocks), sum(block.note_height for block in blocks)


def _contents_entry(heading: _Heading, *, is_first: bool, is_last: bool) -> str:
    """Return a line of the contents. One field spans all lines, so it begins in the first and ends in the last."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    page = field(rf"PAGEREF {heading.bookmark} \h", str(heading.page))
    line = link_within(heading.bookmark, run(f"{heading.text}\t") + page)
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return f"{begin if is_first else ''}{line}{end if is_last else ''}"
