"""The hits on a page of a search result: their rows, in the reader's language, with the matches to mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from django.utils.safestring import SafeString

from documents.models import Paragraph
from recommendations.index.sets import as_numbers, as_set, union
from recommendations.index.terms import facet_of
from recommendations.models import Recommendation
from recommendations.queries.recommendations import add_details
from recommendations.search.marking import Finder, highlight
from recommendations.search.matching import Matches
from recommendations.search.meaning import Meaning
from recommendations.search.rows import EntryRow, Row, rows_with_stages
from recommendations.search.syntax import AllOf, AnyOf, InLanguage, Node
from recommendations.text.sentences import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A recommendation or paragraph in a result.

    ``marks`` are the passages that match. ``is_by_meaning`` is true if the text does not contain the words searched
    for. ``facets`` are pairs of facet and value. ``other_languages`` are the languages of its other public texts, and
    ``language_of_words`` is the one among them whose text contains the words, if the text shown does not, else "".
    ``stages`` are the other public stages of the recommendation. ``number`` is its number in the index.
    """

    row: Recommendation | Paragraph
    facets: tuple[tuple[str, str], ...] = ()
    marks: tuple[Passage, ...] = ()
    is_by_meaning: bool = False
    other_languages: tuple[str, ...] = ()
    language_of_words: str = ""
    stages: tuple[Recommendation, ...] = ()
    number: int = 0

    @property
    def text(self) -> SafeString:
        """The text as HTML, escaped and highlighted."""
        return highlight(self.row.text, self.marks, is_by_meaning=self.is_by_meaning)


def build_hits(
    scope: str,
    numbers: Sequence[int],
    matches: Matches,
    tree: Node | None,
    meaning: Meaning,
    *,
    details: bool,
    languages: Sequence[str] = (),
) -> list[Hit]:
    """Return the hits with these numbers, in order, without entries deleted in the meantime. ``tree`` and ``meaning``
    are those of the words searched for. Each hit is shown in the first of ``languages``, the reader's languages, that
    has its text. Without ``details``, rows have only their documents and meetings.
    """
    shown = _in_languages(numbers, languages, matches, tree)
    found = dict(zip(shown, numbers, strict=True))
    entries, stages = rows_with_stages(scope, shown, matches.snapshot if matches.folds else None)
    if details:
        add_details(row for _entry, row in entries if isinstance(row, Recommendation))
    finder = cache(partial(Finder, tree, matches.stems)) if tree else None
    return [
        Hit(
            row,
            tuple(map(facet_of, entry.facets)),
            *_marks(row, entry, finder, matches, meaning, found[entry.number]),
            other_languages=tuple(entry.other_languages),
            language_of_words=_language_of_words(matches, entry, found[entry.number]),
            stages=stages.get(entry.number, ()),
            number=entry.number,
        )
        for entry, row in entries
    ]


def _language_of_words(matches: Matches, entry: EntryRow, found: int) -> str:
    """Return the other language in which the entry ``found`` contains the words; "" if the entry contains them."""
    if found == entry.number or entry.number in matches.by_words or found not in matches.by_words:
        return ""
    languages = (code for code in entry.other_languages if found in matches.snapshot.value("language", code))
    return next(languages, "")


def _marks(
    row: Row,
    entry: EntryRow,
    finder: Callable[[str], Finder] | None,
    matches: Matches,
    meaning: Meaning,
    found: int,
) -> tuple[tuple[Passage, ...], bool]:
    """Return the passages to mark, and whether they match by meaning. ``finder`` returns the word finder for a
    language; it is None if the query has no words. ``found`` is the number of the entry found, which may be in another
    language.
    """
    if entry.number not in matches.by_words:
        return (meaning.passages(entry.number), True) if found in matches.by_meaning else ((), False)
    return finder(entry.language).found_in(row.text, entry.words) if finder else (), False


def _in_languages(numbers: Sequence[int], languages: Sequence[str], matches: Matches, tree: Node | None) -> list[int]:
    """Return the entries, each replaced by the entry for the same place in the first of these languages that has one.

    An entry that contains the words searched for (``tree``) as typed is replaced only by an entry that also contains
    them. If equivalent terms in every language were searched, it is replaced by any.
    """
    snapshot, by_words = matches.snapshot, matches.by_words
    is_any_language = tree is not None and _has_equivalents(tree)
    chosen = list(numbers)
    places = {int(snapshot.twins[number]): index for index, number in enumerate(chosen)}
    texts = as_numbers(union(snapshot.value("language", language) for language in languages) & snapshot.live)
    texts_of_places = as_set(texts[np.isin(snapshot.twins[texts], list(places))])
    for language in languages:
        for entry in texts_of_places & snapshot.value("language", language):
            index = places.get(int(snapshot.twins[entry]))
            if index is not None and (is_any_language or entry in by_words or chosen[index] not in by_words):
                chosen[index] = entry
                del places[int(snapshot.twins[entry])]
    return chosen


def _has_equivalents(node: Node) -> bool:
    """Return whether a tree contains terms in a particular language, which are equivalents of the words typed."""
    return isinstance(node, InLanguage) or (isinstance(node, AllOf | AnyOf) and any(map(_has_equivalents, node.parts)))
