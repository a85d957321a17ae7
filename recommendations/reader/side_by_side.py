"""Two languages of a document side by side, and the places where its languages differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.models import Footnote, LanguageVersion, Paragraph
from documents.web.markup import mark_up
from documents.web.phrases import apposition
from recommendations.alignment.passages import label_ordinals
from recommendations.labels.fields import place_label
from recommendations.reader.blocks import ReaderBlock, depth_of, printed_label
from recommendations.reader.hits import MarkedTerms, marks_in
from recommendations.reader.marks import typography
from recommendations.reader.tables import Rows, table_rows

MAX_LISTED = 30  # differences listed for one version; the others are only counted


class Difference(Enum):
    """The kind of difference between two languages at a place. Templates and style sheets use the values."""

    NONE = ""
    MISSING = "missing"  # in the first language only
    ADDED = "added"  # in the second language only
    RENUMBERED = "renumbered"


@dataclass(frozen=True, slots=True)
class ParallelText:
    """A paragraph in the second language, ready to render, with the footnotes whose first marker is in it."""

    paragraph: Paragraph
    label: str
    text: SafeString
    rows: Rows
    notes: Sequence[Footnote]
    has_hit: bool

    @property
    def depth(self) -> int:
        return depth_of(self.paragraph)


@dataclass(frozen=True, slots=True)
class ParallelRow:
    """A paragraph in two languages. One of them is None if that language does not have it."""

    block: ReaderBlock | None
    other: ParallelText | None
    difference: Difference

    @property
    def has_hit(self) -> bool:
        return bool((self.block and self.block.hit) or (self.other and self.other.has_hit))


def parallel_texts(version: LanguageVersion, marked_terms: MarkedTerms) -> list[ParallelText]:
    """Return the paragraphs of the second language, with the matches of a search marked."""
    paragraphs = list(version.paragraphs.order_by("position"))
    notes: dict[int, list[Footnote]] = {}
    for footnote in version.footnotes.order_by("position"):
        if footnote.paragraph_id is not None:
            notes.setdefault(footnote.paragraph_id, []).append(footnote)
    hits = marks_in([row.text for row in paragraphs], marked_terms, version.language)
    texts = []
    for row, marks in zip(paragraphs, hits, strict=True):
        layers = [*typography(row.marks), marks]
        is_table = row.kind == "table" and bool(row.cells)
        texts.append(
            ParallelText(
                paragraph=row,
                label=printed_label(row, version.language),
                text=SafeString("") if is_table else mark_up(row.text, layers),
                rows=table_rows(row.text, row.cells, layers, ()) if is_table else (),
                notes=notes.get(row.pk, ()),
                has_hit=bool(marks),
            )
        )
    return texts


def side_by_side(blocks: Sequence[ReaderBlock], texts: Sequence[ParallelText]) -> list[ParallelRow]:
    """Return the rows of the two languages in the order of the first language. A paragraph that only the second
    language has comes after the paragraph that precedes it there."""
    by_place = {text.paragraph.place: index for index, text in enumerate(texts)}
    shared = {block.paragraph.place for block in blocks} & set(by_place)
    rows: list[ParallelRow] = []
    done = 0
    for block in blocks:
        index = by_place.get(block.paragraph.place)
        if index is None:
            rows.append(ParallelRow(block, None, Difference.MISSING))
            continue
        rows.extend(_only_second(texts[done:index], shared))
        done = max(done, index + 1)
        rows.append(ParallelRow(block, texts[index], _difference(block.paragraph, texts[index].paragraph)))
    rows.extend(_only_second(texts[done:], shared))
    return rows


def _only_second(texts: Iterable[ParallelText], shared: set[str]) -> Iterator[ParallelRow]:
    return (ParallelRow(None, text, Difference.ADDED) for text in texts if text.paragraph.place not in shared)


def _difference(one: Paragraph, other: Paragraph) -> Difference:
    ordinals, other_ordinals = label_ordinals(one.label), label_ordinals(other.label)
    is_same = bool(ordinals & other_ordinals) or not (ordinals or other_ordinals)
    return Difference.NONE if is_same else Difference.RENUMBERED


# --- where languages differ ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListedDifference:
    """A place where another language differs: its name, its anchor in the version shown ("" if missing there) and its
    name in the other language."""

    kind: Difference
    name: str
    anchor: str
    other_name: str = ""


@dataclass(frozen=True, slots=True)
class LanguageDifferences:
    """The places where another language of a document differs, in the order of the text. ``total`` counts all of
    them."""

    version: LanguageVersion
    total: int
    listed: Sequence[ListedDifference]


def language_differences(shown: LanguageVersion, versions: Sequence[LanguageVersion]) -> list[LanguageDifferences]:
    """Return the differences between a version and each other version, omitting versions without differences."""
    if len(versions) < 2:
        return []
    by_version: dict[int, dict[str, Paragraph]] = {version.pk: {} for version in versions}
    rows = Paragraph.objects.filter(version__in=versions).exclude(kind="contents").order_by("position")
    for row in rows.only("version", "place", "anchor", "label", "path", "text", "kind"):
        by_version[row.version_id][row.place] = row
    others = [version for version in versions if version.pk != shown.pk]
    found = ((version, list(_between(by_version[shown.pk], by_version[version.pk]))) for version in others)
    return [
        LanguageDifferences(version, len(differences), differences[:MAX_LISTED])
        for version, differences in found
        if differences
    ]


def _between(first: Mapping[str, Paragraph], second: Mapping[str, Paragraph]) -> Iterator[ListedDifference]:
    """Yield the differences. Unnumbered passages of one section that have no partner, one in each version, are the same
    passage, whose translation was not recognized: it is not missing."""
    missing = Counter(_passage_name(row) for place, row in first.items() if place not in second and not row.label)
    added = Counter(_passage_name(row) for place, row in second.items() if place not in first and not row.label)
    paired = {Difference.MISSING: missing & added, Difference.ADDED: missing & added}
    for place, row in first.items():
        other = second.get(place)
        name = _passage_name(row)
        if other is None:
            if not _take(paired[Difference.MISSING], name):
                yield ListedDifference(Difference.MISSING, name, row.anchor)
        elif _difference(row, other) is Difference.RENUMBERED:
            yield ListedDifference(Difference.RENUMBERED, name, row.anchor, _passage_name(other))
    for place, row in second.items():
        name = _passage_name(row)
        if place not in first and not _take(paired[Difference.ADDED], name):
            yield ListedDifference(Difference.ADDED, name, "")


def _take(counter: Counter[str], name: str) -> bool:
    """Return whether a name is left in a counter, and take it out."""
    counter[name] -= 1
    return counter[name] >= 0


def _passage_name(row: Paragraph) -> str:
    """Return the name of a passage. That of an unnumbered one says so, because its place is the section around it."""
    name = place_label(row.path, row.text)
    is_in_section = row.path and not row.label and row.kind != "heading"
    return apposition((name, _("unnumbered paragraph"))) if is_in_section else name
