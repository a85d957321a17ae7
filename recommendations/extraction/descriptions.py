"""Find the provisions on the subject of a passage by its meaning, with descriptions of what provisions are about.

``fixtures/vocabulary/descriptions.json`` has the descriptions, in our own words and in six languages. Those without
provisions describe what else recommendations contain, such as procedure; a passage that resembles one of them is on no
article. Two vectors of each text are compared, from the encoder and the answer encoder
(:mod:`recommendations.index.encoder`), less the mean of the descriptions in the same language: what remains shows what
a text is about, not its language and style. Pure functions, no database.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from recommendations.extraction.types import ArticleTarget, read_target
from recommendations.extraction.vocabulary import ENGLISH

_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "vocabulary" / "descriptions.json"

SECOND_SHARE, ONLY_DESCRIPTION_PENALTY = 0.45, 0.02
"""Share of an article's second nearest description in its score. If there is only one, it stands for both, less the
penalty."""

PHRASE_BONUS, HEADING_BONUS = 0.1, 0.2
"""How much a phrase adds to the score of an article: in the passage, and in the heading, which often says what all its
recommendations are about."""
MAX_DISTANCE = 0.15
"""How far an article with a phrase may be behind another one with a phrase that the passage clearly resembles."""
MIN_LEAD = 0.02
"""How far an article must be ahead of the next one, and a paragraph ahead of the rest of its article."""
MIN_LEAD_OVER_OTHER_CONTENT = 0.15
"""How far an article must be ahead of what is on no article. Like the other limits, it was chosen with sentences judged
by hand, and with passages of documents from other fields, which should not be linked."""

ArticleKey = tuple[str, str]
"""Instrument and number of an article."""
_OTHER_CONTENT: ArticleKey = ("", "")


def article_key(target: ArticleTarget) -> ArticleKey:
    """Return the instrument and number of a provision's article."""
    return target.instrument, target.article


@dataclass(frozen=True, slots=True)
class Description:
    """A description of what some ``provisions`` are about; without any, of other content of recommendations."""

    text: str
    language: str
    provisions: tuple[ArticleTarget, ...]

    def provisions_in(self, instruments: Collection[str]) -> tuple[ArticleTarget, ...]:
        return tuple(target for target in self.provisions if target.instrument in instruments)


@lru_cache(maxsize=1)
def read_descriptions() -> tuple[Description, ...]:
    """Return the descriptions that the portal ships."""
    return tuple(
        Description(text, language, tuple(map(read_target, entry["provisions"])))
        for entry in json.loads(_FILE.read_text(encoding="utf-8"))
        for language, texts in entry["descriptions"].items()
        for text in texts
    )


@dataclass(frozen=True, slots=True)
class Similarities:
    """The cosines of a passage with each of some ``descriptions``: by the encoder (``nearness``), and by the answer
    encoder (``answers``)."""

    descriptions: Sequence[Description]
    nearness: Sequence[float]
    answers: Sequence[float]

    def judge(
        self, instruments: Collection[str], language: str, in_phrases: Mapping[ArticleKey, float]
    ) -> tuple[Description | None, frozenset[ArticleKey]]:
        """Return the description that the passage resembles, and the articles that its phrases show (``in_phrases``,
        with what they add to the score) without it being on them.

        The description has its provisions in these instruments. It is None if no article is clearly ahead of all
        others, or a phrase shows it anyway. The article is certain, its paragraph less so: if other descriptions of the
        article are nearly as near, the description is returned for the article as a whole. It is in the ``language`` of
        the passage or in English if there is such a description of the same provisions.
        """
        rows = self._rows(instruments)
        scores = {article: self._article_score(found) for article, found in rows.items()}
        other_content = scores.pop(_OTHER_CONTENT)
        for article, bonus in in_phrases.items():
            scores[article] = scores.get(article, other_content) + bonus
        best, *others = sorted(scores, key=lambda article: -scores[article])
        if scores[best] - other_content < MIN_LEAD_OVER_OTHER_CONTENT:
            return None, frozenset()
        if best in in_phrases:
            far = (article for article in in_phrases if scores[best] - scores[article] > MAX_DISTANCE)
            return None, frozenset(far)
        if any(scores[best] - scores[article] < MIN_LEAD for article in others):
            return None, frozenset()
        return self._nearest(rows[best], instruments, language), frozenset(in_phrases)

    def _rows(self, instruments: Collection[str]) -> dict[ArticleKey, list[int]]:
        """Return the rows of the descriptions of each article, and of other content."""
        rows: dict[ArticleKey, list[int]] = defaultdict(list)
        for row, description in enumerate(self.descriptions):
            if not description.provisions:
                rows[_OTHER_CONTENT].append(row)
            elif provisions := description.provisions_in(instruments):
                rows[article_key(provisions[0])].append(row)
        return rows

    def _score(self, row: int) -> float:
        return self.answers[row] + self.nearness[row]

    def _article_score(self, rows: Iterable[int]) -> float:
        ordered = sorted(map(self._score, rows), reverse=True)
        second = ordered[1] if len(ordered) > 1 else ordered[0] - ONLY_DESCRIPTION_PENALTY
        return (1 - SECOND_SHARE) * ordered[0] + SECOND_SHARE * second

    def _nearest(self, rows: Sequence[int], instruments: Collection[str], language: str) -> Description:
        """Return the nearest description of an article. Without a lead, it is for the article as a whole."""

        def provisions_of(row: int) -> tuple[ArticleTarget, ...]:
            return self.descriptions[row].provisions_in(instruments)

        def readable(row: int) -> tuple[bool, bool, float]:
            written_in = self.descriptions[row].language
            return written_in == language, written_in == ENGLISH, self._score(row)

        nearest = max(rows, key=self._score)
        provisions = provisions_of(nearest)
        same = [row for row in rows if provisions_of(row) == provisions]
        others = (self._score(row) for row in rows if row not in same)
        if self._score(nearest) - max(others, default=-math.inf) < MIN_LEAD:
            provisions = tuple(dict.fromkeys(ArticleTarget(target.instrument, target.article) for target in provisions))
            same = list(rows)
        shown = self.descriptions[max(same, key=readable)]
        return Description(shown.text, shown.language, provisions)
