"""Write the vectors of passages and of new words.

Vectors are written with the version, published or not, so that publishing needs no encoder. Encoding takes seconds, so
:func:`encode_missing`, or :func:`encode_stored` for a stored version, does it before the write lock is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from documents.models import LanguageVersion, Paragraph
from documents.parsing.types import ParsedDocument
from documents.services import acquire_write_lock
from recommendations.extraction.types import Extraction
from recommendations.index.encoder import answer_encoder, encoder
from recommendations.index.stems import stems_of
from recommendations.models import SearchEntry, SearchPassage, SearchWord
from recommendations.services.indexing.drafts import NOT_SEARCHED
from recommendations.services.indexing.writer import new_generation
from recommendations.text.sentences import passages
from recommendations.text.words import units

_BATCH_SIZE = 500  # rows per statement, a few megabytes

TextVectors = Mapping[str, np.ndarray]  # from the text of a passage, or a word as written, to its vector


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors by text. ``texts`` has the vectors of passages and words, ``answers`` the vectors from the second encoder
    for passages of recommendations (:mod:`recommendations.index.encoder`)."""

    texts: TextVectors = field(default_factory=dict)
    answers: TextVectors = field(default_factory=dict)


NO_VECTORS = Vectors()


def encode_missing(parsed: ParsedDocument, extraction: Extraction, known: Vectors = NO_VECTORS) -> Vectors:
    """Return the vectors needed to write a document. Call it before taking the write lock.

    Texts in ``known`` are not encoded again.
    """
    texts = [block.text for block in parsed.blocks if block.kind not in NOT_SEARCHED]
    texts += [draft.text for draft in extraction.recommendations]
    words = _spellings([*texts, *(draft.heading for draft in extraction.recommendations)])
    new_words = (words[word] for word in _new_words(parsed.masthead.language or "", words))
    return Vectors(
        _vectors([*_passage_texts(texts), *new_words], known.texts),
        _answer_vectors(_passage_texts(draft.text for draft in extraction.recommendations), known.answers),
    )


def encode_stored(version: LanguageVersion) -> Vectors:
    """Return the vectors needed to write the passages of a stored version. Call it before taking the write lock.

    Vectors that the version already has are not computed again.
    """
    _rows, texts, recommended, headings = _read_passages(version)
    known = vectors_of(version)
    spellings = _spellings([*dict.fromkeys(texts), *headings])
    new_words = (spellings[word] for word in _new_words(version.language, spellings))
    return Vectors(_vectors([*texts, *new_words], known.texts), _answer_vectors(recommended, known.answers))


def _passage_texts(texts: Iterable[str]) -> list[str]:
    return [text[passage.start : passage.end] for text in texts for passage in passages(text)]


def vectors_of(version: LanguageVersion) -> Vectors:
    """Return the vectors of a version's passages."""
    texts: dict[str, np.ndarray] = {}
    answers: dict[str, np.ndarray] = {}
    passage_rows = SearchPassage.objects.filter(paragraph__version=version)
    for recommendation_text, paragraph_text, start, end, vector, answer_vector in passage_rows.values_list(
        "recommendation__text", "paragraph__text", "start", "end", "vector", "answer_vector"
    ):
        text = paragraph_text if recommendation_text is None else recommendation_text
        texts[text[start:end]] = np.asarray(vector, dtype=np.float32)
        if answer_vector is not None:
            answers[text[start:end]] = np.asarray(answer_vector, dtype=np.float32)
    return Vectors(texts, answers)


@transaction.atomic
def write_passages(version: LanguageVersion, ready: Vectors = NO_VECTORS, *, renew: bool = True) -> int:
    """Replace the passages of a version with new passages from its paragraphs and recommendations. Return their number.

    Texts without a vector in ``ready`` are encoded now. A passage with the same position and vector keeps its row.
    Unless ``renew``, web processes do not notice until a new generation of the index.
    """
    acquire_write_lock()
    rows, texts, recommended, headings = _read_passages(version)
    vectors = _vectors(texts, ready.texts)
    answers = _answer_vectors(recommended, ready.answers)
    for passage_row, text in zip(rows, texts, strict=True):
        passage_row.vector = vectors[text]
        passage_row.answer_vector = answers[text] if passage_row.recommendation_id is not None else None
    if _write_rows(version, rows) and renew:
        _invalidate_readers(version)
    _write_words(version.language, [*dict.fromkeys(texts), *headings], ready.texts)
    return len(rows)


def _read_passages(version: LanguageVersion) -> tuple[list[SearchPassage], list[str], list[str], set[str]]:
    """Return the passages of a stored version without vectors, their texts, the texts of those in recommendations, and
    the headings of recommendations."""
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
            source = {"paragraph_id": row.paragraph_id, "recommendation": row}
            rows.append(SearchPassage(**source, start=passage.start, end=passage.end))
            texts.append(row.text[passage.start : passage.end])
    recommended = [text for row, text in zip(rows, texts, strict=True) if row.recommendation_id is not None]
    return rows, texts, recommended, headings


def _write_rows(version: LanguageVersion, expected: Iterable[SearchPassage]) -> bool:
    """Write the passages that differ from the stored ones. Return whether there were any."""
    paragraphs = list(version.paragraphs.values_list("pk", flat=True))  # a list, so that the index is used
    stored = {_position(row): row for row in SearchPassage.objects.filter(paragraph__in=paragraphs)}
    new = []
    for row in expected:
        stored_row = stored.get(_position(row))
        if stored_row is not None and _rounded_vectors(stored_row) == _rounded_vectors(row):
            del stored[_position(row)]
        else:
            new.append(row)
    SearchPassage.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    SearchPassage.objects.bulk_create(new, batch_size=_BATCH_SIZE)
    return bool(new or stored)


def _invalidate_readers(version: LanguageVersion) -> None:
    """Start a new generation of the indexes that hold this document: readers cache related passages per generation.
    Publishing starts one anyway, but passages of a published version may be written later."""
    indexes = SearchEntry.objects.filter(document=version.document_id).values_list("scope", flat=True).distinct()
    for scope in indexes.order_by():
        new_generation(scope)


def _rounded_vectors(row: SearchPassage) -> tuple[bytes, bytes]:
    """Return both vectors of a passage with the precision in which they are stored, b"" for a missing one."""
    vectors = (() if vector is None else vector for vector in (row.vector, row.answer_vector))
    first, second = (np.asarray(vector, dtype=np.float16).tobytes() for vector in vectors)
    return first, second


def _position(row: SearchPassage) -> tuple[int, int | None, int, int]:
    """Return the position of a passage, which is unique."""
    return row.paragraph_id, row.recommendation_id, row.start, row.end


def unencoded_versions() -> QuerySet[LanguageVersion]:
    """Return the versions that lack passages, or the second encoder's vectors for recommendations, because they were
    stored before these existed."""
    written = SearchPassage.objects.filter(paragraph__version=OuterRef("pk"))
    searched = _searched_paragraphs().filter(version=OuterRef("pk"))
    unanswered = written.filter(recommendation__isnull=False, answer_vector__isnull=True)
    is_missing = (Exists(searched) & ~Exists(written)) | Exists(unanswered)
    return LanguageVersion.objects.filter(is_missing).defer("parsed", "doubts").order_by("pk")


def _searched_paragraphs() -> QuerySet[Paragraph]:
    """Return the indexed paragraphs that contain a letter or digit; others have no passage."""
    return Paragraph.objects.exclude(kind__in=NOT_SEARCHED).filter(text__regex=r"\w")


def _vectors(texts: Iterable[str], ready: TextVectors) -> TextVectors:
    """Return ``ready`` with the vectors of texts added, encoding each once: most recommendations repeat a paragraph."""
    missing = [text for text in dict.fromkeys(texts) if text not in ready]
    return {**ready, **dict(zip(missing, encoder().encode(missing), strict=True))} if missing else ready


def _answer_vectors(texts: Iterable[str], ready: TextVectors) -> TextVectors:
    missing = [text for text in dict.fromkeys(texts) if text not in ready]
    return {**ready, **dict(zip(missing, answer_encoder().encode_passages(missing), strict=True))} if missing else ready


def _spellings(texts: Iterable[str]) -> dict[str, str]:
    """Return a map from each word in the texts to its first spelling."""
    spellings: dict[str, str] = {}
    for text in texts:
        for unit in units(text):
            spellings.setdefault(unit.word, unit.written)
    return spellings


def _new_words(language: str, words: Iterable[str]) -> list[str]:
    """Return the words that are not yet stored for this language, sorted."""
    unique = set(words)
    stored = SearchWord.objects.filter(language=language, word__in=unique).values_list("word", flat=True)
    return sorted(unique - set(stored))


def _write_words(language: str, texts: Iterable[str], ready: TextVectors) -> None:
    """Store the words of texts that are not yet stored for this language."""
    spellings = _spellings(texts)
    new = _new_words(language, spellings)
    stems = stems_of(new, language)
    vectors = _vectors([spellings[word] for word in new], ready)
    SearchWord.objects.bulk_create(
        (SearchWord(language=language, word=word, stem=stems[word], vector=vectors[spellings[word]]) for word in new),
        batch_size=_BATCH_SIZE,
    )
