"""Writes what the texts of a version mean: vectors of their passages, and of the words that are new.

They are written with the version, whether it is published or not, so that who publishes it needs no encoder.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from documents.models import LanguageVersion, Paragraph
from documents.services import take_turn
from recommendations.encoder import encoder
from recommendations.index.stems import stems_of
from recommendations.models import SearchPassage, SearchWord
from recommendations.services.indexing.drafts import NOT_SEARCHED
from recommendations.text.sentences import passages
from recommendations.text.units import units

_ROWS = 500
"""Rows written by one statement: some megabytes."""


@transaction.atomic
def write_passages(version: LanguageVersion) -> int:
    """Replace the passages of a version's paragraphs and recommendations. Returns how many there are."""
    take_turn()
    SearchPassage.objects.filter(paragraph__version=version).delete()
    rows: list[SearchPassage] = []
    texts: list[str] = []
    for paragraph in _searched_paragraphs().filter(version=version).order_by("position").only("pk", "text"):
        for passage in passages(paragraph.text):
            rows.append(SearchPassage(paragraph=paragraph, start=passage.start, end=passage.end))
            texts.append(paragraph.text[passage.start : passage.end])
    headings = set()
    for row in version.recommendations.order_by("position").only("pk", "paragraph", "text", "heading"):
        headings.add(row.heading)
        for passage in passages(row.text):
            place = {"paragraph_id": row.paragraph_id, "recommendation": row}
            rows.append(SearchPassage(**place, start=passage.start, end=passage.end))
            texts.append(row.text[passage.start : passage.end])
    distinct = list(dict.fromkeys(texts))  # most recommendations are a paragraph's text, word for word
    vectors = dict(zip(distinct, encoder().encode(distinct), strict=True))
    for passage_row, text in zip(rows, texts, strict=True):
        passage_row.vector = vectors[text]
    SearchPassage.objects.bulk_create(rows, batch_size=_ROWS)
    _write_words(version.language, [*distinct, *headings])
    return len(rows)


def unencoded_versions() -> QuerySet[LanguageVersion]:
    """The versions that have something to be found, and no passages: those of before there were any."""
    written = SearchPassage.objects.filter(paragraph__version=OuterRef("pk"))
    searched = _searched_paragraphs().filter(version=OuterRef("pk"))
    return LanguageVersion.objects.filter(Exists(searched), ~Exists(written)).defer("parsed", "doubts").order_by("pk")


def _searched_paragraphs() -> QuerySet[Paragraph]:
    """As the index has them, of those that hold a word: a text of signs alone has no passage."""
    return Paragraph.objects.exclude(kind__in=NOT_SEARCHED).filter(text__regex=r"\w")


def _write_words(language: str, texts: Iterable[str]) -> None:
    """Add the words that no text in this language had before."""
    found: dict[str, str] = {}
    for text in texts:
        for unit in units(text):
            found.setdefault(unit.word, unit.written)
    known = SearchWord.objects.filter(language=language, word__in=list(found)).values_list("word", flat=True)
    new = sorted(set(found) - set(known))
    stems = stems_of(new, language)
    vectors = encoder().encode([found[word] for word in new])
    SearchWord.objects.bulk_create(
        (
            SearchWord(language=language, word=word, stem=stems[word], vector=vector)
            for word, vector in zip(new, vectors, strict=True)
        ),
        batch_size=_ROWS,
    )
