"""Build the blocks of a document: headings, numbered paragraphs, nested items, tables, captions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter

from documents.parsing import places
from documents.parsing.agendas import AgendaItems, is_agenda, is_annotations, names_agenda
from documents.parsing.chapeaux import CHAPEAU_END, introduces_list
from documents.parsing.characters import one_line
from documents.parsing.contents import mark_contents
from documents.parsing.conventions import Conventions
from documents.parsing.enacting import is_enacting_line
from documents.parsing.headings import (
    Heading,
    NumberingContext,
    Typography,
    ends_sentence,
    find_heading,
    is_table_title,
)
from documents.parsing.items import OpenLists
from documents.parsing.messages import Message
from documents.parsing.notes import CleanText, NoteLinks, clean_text, collect_notes, find_note_breaks, strip_marker
from documents.parsing.numbering import BULLET, Label, LabelKind, read_label
from documents.parsing.runs import Runs
from documents.parsing.sections import Sections
from documents.parsing.types import Block, BlockKind, Doubt, Footnote, Fragment, RawNote
from documents.parsing.unfinished_blocks import UnfinishedBlock, make_paths_unique

_CAPTION = re.compile(
    r"^(?P<label>(?:Table|Figure|Chart|Box|Map|Diagram|Tableau|Cuadro|Gráfico|Таблица|Диаграмма|表|图|الجدول|الشكل)"
    r"(?:\s+(?:[IVXLC]+|\d{1,3}(?:\.(?:\d{1,3}|[IVX]{1,5}))?|[A-Z])\b)?)(?:\s*[.:]\s*(?=\S)|\s+(?=[A-Z][^.]{3,200}$)|\s*$)"
)
"""Matches "Table", "Figure I", "Table 13.1 Performance measure", "Table 3. Status"; not "Table 3 shows …"."""
_SENTENCE_BREAK = re.compile(r"[.;!?]\s+[A-ZА-Я]")


@dataclass
class _Builder:
    """Add blocks one by one. ``chapeau``, ``numbered`` and the ``last_…`` fields are indexes in ``blocks``."""

    body: Sequence[Fragment]
    links: NoteLinks
    typography: Typography
    in_agenda: bool
    conventions: Conventions
    blocks: list[UnfinishedBlock] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    sections: Sections = field(default_factory=Sections)
    lists: OpenLists = field(default_factory=OpenLists)
    agenda: AgendaItems = field(default_factory=AgendaItems)
    runs: Runs = field(default_factory=Runs)
    chapeau: int | None = None
    numbered: int | None = None
    last_heading: int = -1
    last_labelled_heading: int = -1
    restart_lists: bool = False
    dotted: str = ""
    bullets: Counter[str] = field(default_factory=Counter)
    anchors: places.Anchors = field(default_factory=places.Anchors)

    @cached_property
    def numbers(self) -> list[tuple[int, int]]:
        """Return the index and the number of each fragment that begins with a paragraph number."""
        labels = enumerate(read_label(fragment.text) for fragment in self.body)
        return [(index, label.ordinal) for index, label in labels if label and label.kind is LabelKind.NUMBER]

    # --- building --------------------------------------------------------------------------------

    def build(self) -> None:
        index = 0
        while index < len(self.body):
            index += self._add_block(index)

    def _add_block(self, index: int) -> int:
        """Add a block for a fragment, or for a caption and its title; return the number of fragments used."""
        fragment = self.body[index]
        clean = clean_text(fragment.spans, self.links, keep_lines=bool(fragment.cells))
        if not clean.text:
            return 1
        if fragment.is_contents:
            self._add(BlockKind.CONTENTS, clean, fragment)
            return 1
        if fragment.cells:
            self._add(BlockKind.FIGURE if fragment.is_figure else BlockKind.TABLE, clean, fragment)
            return 1
        if caption := _CAPTION.match(clean.text):
            return self._add_caption(index, clean, caption)
        heading = find_heading(self.body, index, clean.text, self.typography, self._numbering_context())
        if heading and heading.label is None and is_table_title(self.body, index) and not self._is_below_label():
            self._add(BlockKind.CAPTION, clean, fragment)
        elif heading:
            self._add_heading(index, heading, clean, fragment)
        else:
            self._add_text(index, clean, fragment)
        return 1

    def _numbering_context(self) -> NumberingContext:
        dotted = self.dotted if self.blocks and self.blocks[-1].label == self.dotted else ""
        is_open = self.numbered is not None and self.numbered > self.last_labelled_heading
        paragraph = self.blocks[self.numbered].label if self.numbered is not None and is_open else None
        return NumberingContext(self.runs.next_number, self.lists, self.agenda, paragraph or "", dotted)

    def _add_caption(self, index: int, clean: CleanText, caption: re.Match[str]) -> int:
        label, remaining = caption["label"], clean.after(caption.end())
        following = self.body[index + 1] if index + 1 < len(self.body) else None
        if not remaining.text and following and not following.cells and not read_label(following.text):
            title = clean_text(following.spans, self.links)
            if title.text and len(title.text) < 300 and not title.text.endswith((".", ";")):
                self._add(BlockKind.CAPTION, title, self.body[index], label=label)
                return 2
        self._add(BlockKind.CAPTION, remaining if remaining.text else clean, self.body[index], label=label)
        return 1

    # --- headings --------------------------------------------------------------------------------

    def _add_heading(self, index: int, heading: Heading, clean: CleanText, fragment: Fragment) -> None:
        heading = self.sections.place(heading, clean.text, below_label=self._is_below_label())
        title = clean.after(heading.end) if heading.label else clean
        self.runs.end_at_heading(heading.rank)
        self.in_agenda = self._is_in_agenda(index, heading, title.text)
        level, above = len(self.sections.open) + 1, self.sections.indexes
        self.sections.enter(heading, len(self.blocks))
        path = self.sections.path
        if heading.is_part and not self.sections.part:
            self.runs.enter_part(path) if self.conventions.parts_restart_numbering else self.runs.leave_annex()
        elif heading.is_annex and not above:
            self.runs.enter_annex(path)
        elif heading.restarts_numbering:
            self.runs.enter_section(path, heading.rank)
        if heading.is_annex:
            self.chapeau = self.numbered = None
        if heading.label:
            self.lists.close()
        anchor = self.anchors.new(path if heading.label else " ".join(title.text.split()[:8]))
        text = title if title.text else clean
        added = self._add(BlockKind.HEADING, text, fragment, label=heading.label, level=level, path=path, anchor=anchor)
        self.blocks[added].headings = above
        self.last_heading = added
        if heading.label:
            self.last_labelled_heading = added

    def _is_in_agenda(self, index: int, heading: Heading, title: str) -> bool:
        """Return whether the numbers below a heading are items of an agenda.

        The heading of an agenda opens it; a bare heading between its items does not end it.
        """
        opens_agenda = is_agenda(title) or (self.in_agenda and is_annotations(title))
        if opens_agenda and (heading.label is None or heading.is_annex):
            self.lists.close()
            return True
        following = self._next_label(index)
        if heading.label or not self.in_agenda or following is None or following.kind is not LabelKind.NUMBER:
            return False
        if following.ordinal == self.runs.next_number > 1:
            self.lists.close()
            return False
        if self.lists.levels:
            return self.lists.continues(following)
        return following.ordinal == 1 and self.last_heading == len(self.blocks) - 1 >= 0

    def _is_below_label(self) -> bool:
        """Return whether the block above is a heading that is only a label: "Annex I", "Chapter II"."""
        above = self.blocks[-1] if self.blocks else None
        return bool(above and above.kind is BlockKind.HEADING and above.label and above.label == above.clean.text)

    # --- text ------------------------------------------------------------------------------------

    def _add_text(self, index: int, clean: CleanText, fragment: Fragment) -> None:
        label = read_label(clean.text)
        if label and label.kind is LabelKind.ITEM:
            self._add_item(index, label, clean, fragment)
        elif label and label.kind is LabelKind.NUMBER:
            self._add_numbered(index, label, clean, fragment)
        elif label and label.kind is LabelKind.DOTTED:
            self._add_dotted(label, clean, fragment)
        elif label and label.kind is LabelKind.BULLET:
            self._add_bullet(label, clean, fragment)
        else:
            self._add_unlabelled(index, clean, fragment)

    def _add_numbered(self, index: int, label: Label, clean: CleanText, fragment: Fragment) -> None:
        number = label.ordinal
        is_inserted = label.is_inserted and number == self.runs.current.last
        if not is_inserted and self._belongs_to_list(label, clean):
            self._add_item(index, label, clean, fragment)
            return
        below = self.numbers[bisect_right(self.numbers, index, key=itemgetter(0)) :]
        resumes = self.runs.resumes_at(number, self._next_label(index), (later for _, later in below))
        missing = 0 if is_inserted else self.runs.add_number(number, self.sections.path, resumes=resumes)
        if missing is None and number == self.runs.current.last and ends_sentence(clean.text):
            message = Message("Two paragraphs have the number %(number)s.", number=number)
            self.doubts.append(Doubt("numbering_repeated", message, fragment.page))
        elif missing is None:
            self._add_unlabelled(index, clean, fragment)
            return
        elif missing:
            path = places.paragraph(str(number), self.runs.current.within)
            self._add_gap(Message("Missing numbers before %(path)s: %(count)s.", path=path, count=missing), fragment)
        self._add_paragraph(label, clean, fragment)

    def _belongs_to_list(self, label: Label, clean: CleanText) -> bool:
        """Return whether a number belongs to a list: an agenda, or a list inside a numbered paragraph.

        A list inside a paragraph starts at 1, without a heading above it.
        """
        is_prose = _is_prose(clean.text[label.end :])
        if not self.conventions.numbers_paragraphs and not self.runs.current.is_resolution:
            return True
        if self.in_agenda and not is_prose and not self._continues_run(label):
            return True
        if self._continues_list(label):
            return label.ordinal != self.runs.current.last + 1 or not is_prose
        return label.ordinal == 1 and self.runs.current.last > 0 and self._numbered_above() is not None

    def _continues_run(self, label: Label) -> bool:
        """Return whether a number in an agenda belongs to the next paragraph and not to the next item."""
        return label.ordinal == self.runs.next_number > 1 and not self._continues_list(label)

    def _continues_list(self, label: Label) -> bool:
        """Return whether a number is the next of a list that no numbered paragraph has ended."""
        is_open = self.lists.levels and self.lists.levels[0].kind is LabelKind.NUMBER and not self.restart_lists
        return bool(is_open) and self.lists.continues(label)

    def _add_dotted(self, label: Label, clean: CleanText, fragment: Fragment) -> None:
        """Add "16.47" as a numbered paragraph, or "121.1" below paragraph 121 as one of its items."""
        text, self.dotted = clean.after(label.end), label.printed
        is_item = label.printed.split(".")[0] == str(self.runs.current.last) and self.chapeau is not None
        path = places.paragraph(label.printed, self.runs.current.within)
        kind = BlockKind.ITEM if is_item else BlockKind.PARAGRAPH
        parent = self.chapeau if is_item else None
        index = self._add(kind, text, fragment, label=label.printed, level=int(is_item), parent=parent, path=path)
        if not is_item:
            self._open_numbered(index)

    def _add_paragraph(self, label: Label, clean: CleanText, fragment: Fragment) -> None:
        kind = BlockKind.OPERATIVE if self.runs.current.is_resolution else BlockKind.PARAGRAPH
        path = places.paragraph(label.printed, self.runs.current.within)
        self._open_numbered(self._add(kind, clean.after(label.end), fragment, label=label.printed, path=path))

    def _open_numbered(self, index: int) -> None:
        """Open a numbered paragraph: the blocks after it belong to it, and lists restart."""
        self.chapeau = self.numbered = index
        self.restart_lists = True

    def _add_item(self, index: int, label: Label, clean: CleanText, fragment: Fragment) -> None:
        chapeau = self._chapeau_for_list()
        placement = self.lists.place(label, self._next_label(index), chapeau, self.restart_lists, self._is_announced())
        self.restart_lists = False
        level = self.lists.levels[placement.depth]
        above = self._path_above_list() if level.chapeau is None else self.blocks[level.chapeau].path
        path = places.item(label.printed, above or self.sections.path)
        level.item = self._add(
            BlockKind.ITEM, clean.after(label.end), fragment,
            label=label.printed, level=placement.depth + 1, parent=level.chapeau, path=path,
        )  # fmt: skip
        if self.in_agenda:
            self.agenda.add(label.printed, clean.text[label.end :])
        if placement.has_gap:
            self._add_gap(Message("A list label is missing before %(path)s.", path=path), fragment)

    def _is_announced(self) -> bool:
        """Return whether the item above, headings aside, ends in a colon, so that a list inside it may follow."""
        above = next((block for block in reversed(self.blocks) if block.kind is not BlockKind.HEADING), None)
        return bool(above and above.kind is BlockKind.ITEM and CHAPEAU_END.search(above.clean.text))

    def _chapeau_for_list(self) -> int | None:
        """Return the index of the last paragraph, or None if a heading separates it from a new list. If the paragraph
        ends in a colon, only a heading with a label does."""
        if self.chapeau is None:
            return None
        ends_in_colon = CHAPEAU_END.search(self.blocks[self.chapeau].clean.text)
        barrier = self.last_labelled_heading if ends_in_colon else self.last_heading
        return self.chapeau if self.chapeau > barrier else None

    def _path_above_list(self) -> str:
        """Return the path of the numbered paragraph that introduces lists below bare headings, or ""."""
        if self.numbered is None or self.numbered < self.last_labelled_heading:
            return ""
        paragraph = self.blocks[self.numbered]
        return paragraph.path if introduces_list(paragraph.clean.text) else ""

    def _add_bullet(self, label: Label, clean: CleanText, fragment: Fragment) -> None:
        level = self.lists.innermost
        is_inside = level is not None and not self.restart_lists
        parent = level.item if level and is_inside else self._chapeau_for_list()
        depth = len(self.lists.levels) + 1 if is_inside else 1
        above = self.blocks[parent].path if parent is not None else self.sections.path
        self.bullets[above] += 1
        path = places.bullet(self.bullets[above], above)
        self._add(BlockKind.ITEM, clean.after(label.end), fragment, label=BULLET, level=depth, parent=parent, path=path)

    def _add_unlabelled(self, index: int, clean: CleanText, fragment: Fragment) -> None:
        text = clean.text
        if is_enacting_line(text):
            self.runs.enter_resolution(self.sections.path, self.sections.rank)
            self.numbered = None
            self.chapeau = self._add(BlockKind.PARAGRAPH, clean, fragment, path=self.sections.path)
            return
        if self.runs.current.is_resolution and self.runs.current.last == 0:
            kind = BlockKind.PREAMBULAR if text.endswith((",", "،", "，")) else BlockKind.OPERATIVE
            self.chapeau = self._add(kind, clean, fragment, path=self.sections.path)
            return
        level = self.lists.innermost
        if level and not self.restart_lists and self.lists.continues(self._next_label(index)):
            self._add(BlockKind.PARAGRAPH, clean, fragment, parent=level.item, path=self.blocks[level.item].path)
            return
        parent = self._numbered_above()
        path = self.blocks[parent].path if parent is not None else self.sections.path
        added = self._add(BlockKind.PARAGRAPH, clean, fragment, parent=parent, path=path)
        self.chapeau = added if parent is None or CHAPEAU_END.search(text) else parent

    def _numbered_above(self) -> int | None:
        """Return the index of the numbered paragraph that an unnumbered one continues, or None below a heading."""
        if self.numbered is None:
            return None
        return self.numbered if self.numbered > self.last_heading else None

    def _next_label(self, index: int) -> Label | None:
        """Return the label of the next fragment that has one, or None if a heading or many fragments come first."""
        for position in range(index + 1, min(index + 12, len(self.body))):
            fragment = self.body[position]
            if fragment.cells or fragment.is_contents:
                continue
            label = read_label(one_line(fragment.text))
            if label:
                return label
            if fragment.heading_level is not None:
                return None
        return None

    # --- adding ----------------------------------------------------------------------------------

    def _add(
        self, kind: BlockKind, clean: CleanText, fragment: Fragment, *,
        label: str | None = None, level: int = 0, parent: int | None = None, path: str = "", anchor: str = "",
    ) -> int:  # fmt: skip
        named = label and path and label != BULLET
        unfinished = UnfinishedBlock(kind, clean, fragment, label, level, parent, path)
        unfinished.anchor = anchor or self.anchors.new(path if named else f"block {len(self.blocks)}")
        unfinished.part, unfinished.headings = self.sections.part, self.sections.indexes
        self.blocks.append(unfinished)
        return len(self.blocks) - 1

    def _add_gap(self, message: Message, fragment: Fragment) -> None:
        self.doubts.append(Doubt("numbering_gap", message, fragment.page))


def _is_prose(text: str) -> bool:
    return len(text) > 300 or bool(_SENTENCE_BREAK.search(text))


def build_structure(
    body: Sequence[Fragment], notes: Sequence[RawNote], title: str | None
) -> tuple[tuple[Block, ...], tuple[Footnote, ...], tuple[Doubt, ...]]:
    """Return the blocks of a document, its footnotes linked to the blocks that refer to them, and the doubts.

    ``title`` is the title of the document: if it is "Provisional agenda", the list at the start is the agenda.
    """
    notes = [strip_marker(note) for note in notes]
    links = collect_notes(notes, body)
    body = mark_contents(body)
    builder = _Builder(body, links, Typography.of(body), names_agenda(title), Conventions.of(body))
    builder.build()
    make_paths_unique(builder.blocks)
    blocks = tuple(_build_block(index, unfinished, links) for index, unfinished in enumerate(builder.blocks))
    footnotes = tuple(
        Footnote(note.marker, one_line(note.text), note.page, links.first_blocks.get(index), find_note_breaks(note))
        for index, note in enumerate(notes)
    )
    return blocks, footnotes, tuple(builder.doubts)


def _build_block(index: int, unfinished: UnfinishedBlock, links: NoteLinks) -> Block:
    boxes = dict(unfinished.fragment.later_parts)
    block = Block(
        index=index,
        kind=unfinished.kind,
        text=unfinished.clean.text,
        label=unfinished.label,
        level=unfinished.level,
        part=unfinished.part,
        headings=unfinished.headings,
        parent=unfinished.parent,
        path=unfinished.path,
        anchor=unfinished.anchor,
        page=unfinished.fragment.page,
        box=unfinished.fragment.box,
        marks=unfinished.clean.marks,
        cells=unfinished.fragment.cells,
        breaks=tuple(replace(each, box=boxes.get(each.page or 0)) for each in unfinished.clean.breaks),
    )
    return replace(block, notes=links.link_markers(unfinished.clean.markers, block))
