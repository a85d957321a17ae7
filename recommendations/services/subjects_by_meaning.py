"""Find articles on the subject of recommendations by their meaning, if they cite none and no phrase shows one.

Extraction itself cannot do this: it has no encoders and no database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from documents.parsing.types import ParsedDocument
from recommendations.extraction.context import read_context
from recommendations.extraction.descriptions import Similarities, read_descriptions
from recommendations.extraction.recommendations import setting_of
from recommendations.extraction.subjects import considered_instruments
from recommendations.extraction.types import ArticleTarget, DraftRecommendation, Extraction, SubjectMatch
from recommendations.extraction.vocabulary import Vocabulary
from recommendations.index.encoder import answer_encoder, encoder
from recommendations.models import DescriptionVectors
from recommendations.text.sentences import passages


def with_subjects_by_meaning(parsed: ParsedDocument, extraction: Extraction, vocabulary: Vocabulary) -> Extraction:
    """Return an extraction with the articles whose descriptions resemble recommendations without articles.

    As for phrases, only articles of certain instruments are considered
    (:func:`recommendations.extraction.subjects.considered_instruments`). Encoding takes about 0.04 seconds per passage.
    """
    context = read_context(parsed, vocabulary)
    drafts = []
    for draft in extraction.recommendations:
        if not draft.subjects and not _cites_article(draft, extraction):
            setting = setting_of(parsed, context, draft.verb)
            instruments = considered_instruments(draft.text, draft.heading, vocabulary, setting)
            draft = replace(draft, subjects=find_by_meaning(draft.text, instruments))
        drafts.append(draft)
    return replace(extraction, recommendations=tuple(drafts))


def _cites_article(draft: DraftRecommendation, extraction: Extraction) -> bool:
    return any(extraction.references[index].articles for index in (*draft.references, *draft.heading_references))


def find_by_meaning(text: str, instruments: Collection[str]) -> tuple[SubjectMatch, ...]:
    """Return the provisions of these instruments that a passage of the text resembles in meaning, each once."""
    matches: dict[ArticleTarget, SubjectMatch] = {}
    for match in _matches(text, instruments) if instruments else ():
        matches.setdefault(match.target, match)
    return tuple(matches.values())


def _matches(text: str, instruments: Collection[str]) -> Iterator[SubjectMatch]:
    found = passages(text)
    texts = [text[passage.start : passage.end] for passage in found]
    description_vectors = _description_vectors()
    nearness = encoder().encode(texts) @ description_vectors[0].T
    answers = answer_encoder().encode_passages(texts) @ description_vectors[1].T
    for passage, words, *cosines in zip(found, texts, nearness.tolist(), answers.tolist(), strict=True):
        if description := Similarities(read_descriptions(), *cosines).best(instruments):
            for target in description.provisions:
                yield SubjectMatch(target, words, passage.start, passage.end, description=description.text)


@lru_cache(maxsize=1)
def _description_vectors() -> tuple[np.ndarray, np.ndarray]:
    """Return the vectors of the descriptions by both encoders, one row each. New ones are encoded once and stored,
    because this takes seconds."""
    texts = [description.text for description in read_descriptions()]
    rows = {row.text: row for row in DescriptionVectors.objects.filter(text__in=texts)}
    if missing := [text for text in texts if text not in rows]:
        vectors = zip(missing, encoder().encode(missing), answer_encoder().encode_passages(missing), strict=True)
        new = [DescriptionVectors(text=text, vector=vector, answer_vector=answer) for text, vector, answer in vectors]
        DescriptionVectors.objects.bulk_create(new, ignore_conflicts=True)
        rows |= {row.text: row for row in new}
    return (
        np.array([np.asarray(rows[text].vector, dtype=np.float32) for text in texts]),
        np.array([np.asarray(rows[text].answer_vector, dtype=np.float32) for text in texts]),
    )
