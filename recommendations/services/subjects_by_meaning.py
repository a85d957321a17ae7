"""Find articles on the subject of recommendations by their meaning, if they cite none. This corrects wide phrases.

Extraction itself cannot do this: it has no encoders and no database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from documents.parsing.types import ParsedDocument
from recommendations.extraction.context import read_context
from recommendations.extraction.descriptions import (
    HEADING_BONUS,
    PHRASE_BONUS,
    Similarities,
    article_key,
    read_descriptions,
)
from recommendations.extraction.prose import UNSPACED_LANGUAGES
from recommendations.extraction.recommendations import setting_of
from recommendations.extraction.subjects import considered_instruments
from recommendations.extraction.types import ArticleTarget, DraftRecommendation, Extraction, SubjectMatch
from recommendations.extraction.vocabulary import Vocabulary
from recommendations.index.descriptions import description_vectors
from recommendations.index.encoder import answer_encoder, encoder
from recommendations.queries.vocabularies import DIRECTORY, read_shipped
from recommendations.text.sentences import Passage, passages

_LONG_PHRASE_WORDS, _LONG_PHRASE_CHARACTERS = 4, 6
_TITLE_WORDS, _TITLE_CHARACTERS = 2, 4


def with_subjects_by_meaning(parsed: ParsedDocument, extraction: Extraction, vocabulary: Vocabulary) -> Extraction:
    """Return an extraction with the articles whose descriptions recommendations resemble, if they cite none.

    As for phrases, only articles of certain instruments are considered
    (:func:`recommendations.extraction.subjects.considered_instruments`). Encoding takes about 0.04 seconds per passage.
    """
    context = read_context(parsed, vocabulary)
    drafts = []
    for draft in extraction.recommendations:
        if not _cites_article(draft, extraction):
            setting = setting_of(parsed, context, draft.verb)
            instruments = considered_instruments(draft.text, draft.heading, vocabulary, setting)
            subjects = judge(draft.text, instruments, setting.language, draft.subjects, draft.heading)
            draft = replace(draft, subjects=subjects)
        drafts.append(draft)
    return replace(extraction, recommendations=tuple(drafts))


def _cites_article(draft: DraftRecommendation, extraction: Extraction) -> bool:
    return any(extraction.references[index].articles for index in (*draft.references, *draft.heading_references))


def judge(
    text: str,
    instruments: Collection[str],
    language: str,
    by_phrase: Sequence[SubjectMatch] = (),
    heading: str = "",
) -> tuple[SubjectMatch, ...]:
    """Return the provisions of these instruments on the subject of a text, each once.

    A phrase does not count if its passage clearly resembles a description of another article, because words such as
    "victims" or "penalty" occur in passages on many subjects. A long phrase always counts, and so do words of the
    article's title and a phrase in the ``heading``, which often says what the text does not. A passage with words of a
    title is not linked to another article by its meaning.
    """
    found: dict[ArticleTarget, SubjectMatch] = {}
    outweighed: set[SubjectMatch] = set()
    in_heading = {match for match in by_phrase if match.in_heading or match.evidence.casefold() in heading.casefold()}
    for passage, similarities in _similarities(text, language) if instruments else ():
        words = text[passage.start : passage.end]
        in_passage = {
            match for match in by_phrase if passage.start <= match.start < passage.end or match.evidence in words
        }
        shown = {article_key(match.target): PHRASE_BONUS for match in in_passage}
        shown |= {article_key(match.target): HEADING_BONUS for match in in_heading}
        description, others = similarities.judge(instruments, language, shown)
        outweighed.update(match for match in in_passage - in_heading if article_key(match.target) in others)
        if description and not any(_names_article(match, language) for match in in_passage):
            for target in description.provisions:
                match = SubjectMatch(target, words, passage.start, passage.end, description=description.text)
                found.setdefault(target, match)
    kept = [
        match
        for match in by_phrase
        if match not in outweighed or _is_long(match.evidence, language) or _names_article(match, language)
    ]
    articles = {article_key(match.target) for match in kept}
    return (*kept, *(match for match in found.values() if article_key(match.target) not in articles))


def _is_long(phrase: str, language: str) -> bool:
    if language in UNSPACED_LANGUAGES:
        return len(phrase) >= _LONG_PHRASE_CHARACTERS
    return len(phrase.split()) >= _LONG_PHRASE_WORDS


def _names_article(match: SubjectMatch, language: str) -> bool:
    """Return whether a phrase is some words of the title of its article ("joint investigations")."""
    phrase, title = match.evidence, _title_of(match.target, language)
    if language in UNSPACED_LANGUAGES:
        return len(phrase) >= _TITLE_CHARACTERS and phrase in title
    words = phrase.split()
    return len(words) >= _TITLE_WORDS and {*map(_beginning, words)} <= {*map(_beginning, title.split())}


def _title_of(target: ArticleTarget, language: str) -> str:
    article = read_shipped(DIRECTORY)["articles"].get(":".join(article_key(target)), {})
    title: str = article.get("labels", {}).get(language) or article.get("title", "")
    return title


def _beginning(word: str) -> str:
    """Return the part of a word that stays the same in most of its forms."""
    return word.casefold().removeprefix("ال")[:5]


def _similarities(text: str, language: str) -> Iterator[tuple[Passage, Similarities]]:
    """Yield each passage of a text with its similarities to the descriptions."""
    found = passages(text)
    texts = [text[passage.start : passage.end] for passage in found]
    nearness, answers = (
        (_without_mean(vectors, means, language) @ own.T).tolist()
        for vectors, (own, means) in zip(
            (encoder().encode(texts), answer_encoder().encode_passages(texts)), _description_directions(), strict=True
        )
    )
    for passage, *cosines in zip(found, nearness, answers, strict=True):
        yield passage, Similarities(read_descriptions(), *cosines)


_Means = Mapping[str, np.ndarray]


def _without_mean(vectors: np.ndarray, means: _Means, language: str) -> np.ndarray:
    """Return the directions of vectors from the mean of their language or, if it has none, the mean of all."""
    differences = vectors - means.get(language, means[""])
    directions: np.ndarray = differences / np.linalg.norm(differences, axis=1, keepdims=True).clip(min=1e-6)
    return directions


@lru_cache(maxsize=1)
def _description_directions() -> tuple[tuple[np.ndarray, _Means], ...]:
    """Return the directions of the descriptions from the mean of their language, one row each, and the means of all
    languages (under "" of all together), for each encoder."""
    descriptions = read_descriptions()
    languages = [description.language for description in descriptions]
    by_encoder = []
    for vectors in description_vectors():
        means = {language: vectors[np.array(languages) == language].mean(axis=0) for language in set(languages)}
        means[""] = vectors.mean(axis=0)
        rows = [_without_mean(vectors[[row]], means, language) for row, language in enumerate(languages)]
        by_encoder.append((np.concatenate(rows), means))
    return tuple(by_encoder)
