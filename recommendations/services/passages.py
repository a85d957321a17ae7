"""Write vectors of passages and of new words.

They are written with the version, whether it is published or not, so that who publishes it needs no encoder. Making
vectors takes the seconds, writing them does not: :func:`encode_missing` makes them before a writer takes its turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from documents.models import LanguageVersion, Paragraph
from documents.parsing.types import ParsedDocument
from documents.services import acquire_write_lock
from recommendations.extraction.types import Extraction
from recommendations.index.encoder import encoder
from recommendations.index.stems import stems_of
from recommendations.models import SearchEntry, SearchPassage, SearchWord
from recommendations.services.indexing.drafts import NOT_SEARCHED
from recommendations.services.indexing.writer import new_generation
from recommendations.text.sentences import passages
from recommendations.text.words import units

_ROWS = 500  # rows per statement: some megabytes

Vectors = Mapping[str, np.ndarray]  # text -> its vector: of passages, and of words as they are written
NO_VECTORS: Vectors = MappingProxyType({})


def encode_missing(parsed: ParsedDocument, extraction: Extraction, known: Vectors = NO_VECTORS) -> Vectors:
    """The vectors that writing a document needs, made before it is written and while others write.

    ``known`` are those that need not be made.
    """
    texts = [block.text for block in parsed.blocks if block.kind not in NOT_SEARCHED]
    texts += [draft.text for draft in extraction.recommendations]
    found = _words([*texts, *(draft.heading for draft in extraction.recommendations)])
    said = [text[passage.start : passage.end] for text in texts for passage in passages(text)]
    return _vectors([*said, *(found[word] for word in _new(parsed.masthead.language or "", found))], known)


def vectors_of(version: LanguageVersion) -> Vectors:
    """The vectors of the passages that a version has, by their texts."""
    texts: dict[str, np.ndarray] = {}
    places = SearchPassage.objects.filter(paragraph__version=version)
    for own, of_paragraph, start, end, vector in places.values_list(
        "recommendation__text", "paragraph__text", "start", "end", "vector"
    ):
        text = of_paragraph if own is None else own
        texts[text[start:end]] = np.asarray(vector, dtype=np.float32)
    return texts


@transaction.atomic
def write_passages(version: LanguageVersion, ahead: Vectors = NO_VECTORS) -> int:
    """Make the passages of a version those of its paragraphs and recommendations. Return how many there are.

    ``ahead`` are vectors that were made before; what is not among them is encoded now. A passage that means the same at
    the same place stays.
    """
    acquire_write_lock()
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
    vectors = _vectors(texts, ahead)
    for passage_row, text in zip(rows, texts, strict=True):
        passage_row.vector = vectors[text]
    if _write_rows(version, rows):
        _tell_readers(version)
    _write_words(version.language, [*dict.fromkeys(texts), *headings], ahead)
    return len(rows)


def _write_rows(version: LanguageVersion, wanted: Iterable[SearchPassage]) -> bool:
    """Write what changed; whether anything did."""
    paragraphs = list(version.paragraphs.values_list("pk", flat=True))  # by key: each is found by its index
    there = {_place(row): row for row in SearchPassage.objects.filter(paragraph__in=paragraphs)}
    new = []
    for row in wanted:
        known = there.get(_place(row))
        if known is not None and np.array_equal(_stored(known), _stored(row)):
            del there[_place(row)]
        else:
            new.append(row)
    SearchPassage.objects.filter(pk__in=[row.pk for row in there.values()]).delete()
    SearchPassage.objects.bulk_create(new, batch_size=_ROWS)
    return bool(new or there)


def _tell_readers(version: LanguageVersion) -> None:
    """Readers keep what they found by meaning as long as an index has its generation. It has another one whenever a
    document is published; passages of one that is published may be written later."""
    indexes = SearchEntry.objects.filter(document=version.document_id).values_list("scope", flat=True).distinct()
    for scope in indexes.order_by():
        new_generation(scope)


def _stored(row: SearchPassage) -> np.ndarray:
    return np.asarray(row.vector, dtype=np.float16)


def _place(row: SearchPassage) -> tuple[int, int | None, int, int]:
    return row.paragraph_id, row.recommendation_id, row.start, row.end


def unencoded_versions() -> QuerySet[LanguageVersion]:
    """The versions that have something to be found, and no passages: those of before there were any."""
    written = SearchPassage.objects.filter(paragraph__version=OuterRef("pk"))
    searched = _searched_paragraphs().filter(version=OuterRef("pk"))
    return LanguageVersion.objects.filter(Exists(searched), ~Exists(written)).defer("parsed", "doubts").order_by("pk")


def _searched_paragraphs() -> QuerySet[Paragraph]:
    """As the index has them, of those that hold a word: a text of signs alone has no passage."""
    return Paragraph.objects.exclude(kind__in=NOT_SEARCHED).filter(text__regex=r"\w")


def _vectors(texts: Iterable[str], ahead: Vectors) -> Vectors:
    """The vectors of texts, each encoded once: most recommendations are a paragraph's text, word for word."""
    missing = [text for text in dict.fromkeys(texts) if text not in ahead]
    return {**ahead, **dict(zip(missing, encoder().encode(missing), strict=True))} if missing else ahead


def _words(texts: Iterable[str]) -> dict[str, str]:
    """The words of texts, each with how it is written where it stands first."""
    found: dict[str, str] = {}
    for text in texts:
        for unit in units(text):
            found.setdefault(unit.word, unit.written)
    return found


def _new(language: str, words: Iterable[str]) -> list[str]:
    """The words that no text in this language had before."""
    wanted = set(words)
    known = SearchWord.objects.filter(language=language, word__in=wanted).values_list("word", flat=True)
    return sorted(wanted - set(known))


def _write_words(language: str, texts: Iterable[str], ahead: Vectors) -> None:
    """Add the words that no text in this language had before."""
    found = _words(texts)
    new = _new(language, found)
    stems = stems_of(new, language)
    vectors = _vectors([found[word] for word in new], ahead)
    SearchWord.objects.bulk_create(
        (SearchWord(language=language, word=word, stem=stems[word], vector=vectors[found[word]]) for word in new),
        batch_size=_ROWS,
    )
