"""Find articles on the subject of recommendations by their meaning, if they cite none. This corrects wide phrases.

Extraction itself cannot do this: it has no encoders and no database.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from documents.parsing.types import ParsedDocument
from recommendations.extraction.context import read_context
from recommendations.extraction.descriptions import ArticleKey, Description, article_key, read_descriptions
from recommendations.extraction.prose import UNSPACED_LANGUAGES
from recommendations.extraction.recommendations import setting_of
from recommendations.extraction.subjects import considered_instruments
from recommendations.extraction.types import ArticleTarget, DraftRecommendation, Extraction, SubjectMatch
from recommendations.extraction.vocabulary import ENGLISH, Vocabulary
from recommendations.index.article_model import article_model
from recommendations.queries.vocabularies import DIRECTORY, read_shipped
from recommendations.text.sentences import passages

MIN_ESTIMATE, MIN_ESTIMATE_BESIDE_TITLE = 0.27, 0.4
"""How likely a text must be about an article to be linked to it, by the estimate of the model: in general, and if the
text or its heading has words of another article's title."""
MIN_ESTIMATE_OF_OTHERS, MAX_ESTIMATE = 0.3, 0.1
"""A phrase does not count if another article, without a phrase, is at least as likely as the first number, and the
phrase's own article less likely than the second. Like the first limit, both were chosen with sentences that the model
was not trained with, real ones among them."""
MIN_LEAD = 0.02
"""How much nearer a description of a paragraph must be than those of the rest of its article."""

_TITLE_WORDS, _TITLE_CHARACTERS = 2, 4


def with_subjects_by_meaning(parsed: ParsedDocument, extraction: Extraction, vocabulary: Vocabulary) -> Extraction:
    """Return an extraction with the articles that recommendations are about by their meaning, if they cite none.

    As for phrases, only articles of certain instruments are considered
    (:func:`recommendations.extraction.subjects.considered_instruments`). Encoding takes about 0.05 seconds per
    recommendation.
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

    A phrase does not count if the text is clearly about another article, because words such as "victims" or "penalty"
    occur in texts on many subjects. Some words of the article's title always count, and so does a phrase in the
    ``heading``, which often says what the text does not.
    """
    if not instruments:
        return tuple(by_phrase)
    (estimates,) = article_model().estimate([text], language)
    likely = {article: value for article, value in estimates.items() if article[0] in instruments}
    with_phrase = {article_key(match.target) for match in by_phrase}
    others = max((value for article, value in likely.items() if article not in with_phrase), default=0.0)
    kept = [
        match
        for match in by_phrase
        if others < MIN_ESTIMATE_OF_OTHERS
        or likely.get(article_key(match.target), 0.0) >= MAX_ESTIMATE
        or match.in_heading
        or match.evidence.casefold() in heading.casefold()
        or _names_article(match, language)
    ]
    found = {article_key(match.target) for match in kept}
    has_title = any(_names_article(match, language) for match in kept)
    limit = MIN_ESTIMATE_BESIDE_TITLE if has_title else MIN_ESTIMATE
    by_meaning = sorted(
        (article for article, value in likely.items() if value >= limit and article not in found),
        key=lambda article: -likely[article],
    )
    return (*kept, *(match for article in by_meaning for match in _matches(text, language, article)))


def _matches(text: str, language: str, article: ArticleKey) -> list[SubjectMatch]:
    """Return the provisions of an article that a text is about, with the passage and the description that show it."""
    found = passages(text)
    words = [text[passage.start : passage.end] for passage in found]
    estimates = article_model().estimate(words, language)
    best = max(range(len(found)), key=lambda number: estimates[number].get(article, 0.0))
    description = _nearest(words[best], language, article)
    return [
        SubjectMatch(target, words[best], found[best].start, found[best].end, description=description.text)
        for target in description.provisions
    ]


def _nearest(passage: str, language: str, article: ArticleKey) -> Description:
    """Return the nearest description of an article, in the language of the passage or English if there is such a
    description of the same provisions. If no paragraph is clearly nearer than the rest, it is for the whole article."""
    nearness = article_model().nearness(passage, language)
    known = {
        row: tuple(target for target in description.provisions if article_key(target) == article)
        for row, description in enumerate(read_descriptions())
        if article in map(article_key, description.provisions)
    }
    nearest = max(known, key=lambda row: nearness[row])
    provisions = known[nearest]
    same = [row for row in known if known[row] == provisions]
    if nearness[nearest] - max((nearness[row] for row in known if row not in same), default=-2.0) < MIN_LEAD:
        provisions, same = (ArticleTarget(*article),), list(known)

    def readable(row: int) -> tuple[bool, bool, float]:
        written_in = read_descriptions()[row].language
        return written_in == language, written_in == ENGLISH, nearness[row]

    shown = read_descriptions()[max(same, key=readable)]
    return Description(shown.text, shown.language, provisions)


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
