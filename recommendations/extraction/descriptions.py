"""Find the provisions on the subject of a passage by its meaning, with descriptions of what provisions are about.

``fixtures/vocabulary/descriptions.json`` has the descriptions, in our own words. Those without provisions describe what
else recommendations contain, such as procedure; a passage that resembles one of them is on no article. Two vectors of
each text are compared, from the encoder and the answer encoder (:mod:`recommendations.index.encoder`): the answer
encoder orders descriptions better, the other one shows better how near they are. Pure functions, no database.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from recommendations.extraction.types import ArticleTarget, read_target

_FILE = Path(__file__).resolve().parents[2] / "fixtures" / "vocabulary" / "descriptions.json"

NEARNESS_WEIGHT = 0.15
"""Weight of the encoder's cosine, which is added to that of the answer encoder."""
SECOND_SHARE, ONLY_DESCRIPTION_PENALTY = 0.3, 0.02
"""Share of an article's second nearest description in its score. If there is only one, it stands for both, less the
penalty."""

MIN_NEARNESS = 0.42
"""Minimum cosine, by the encoder, of the nearest description of an article."""
MIN_LEAD = 0.008
"""How far an article must be ahead of the next one, and a paragraph ahead of the rest of its article."""
MIN_LEAD_OVER_OTHER_CONTENT = 0.04
"""How far an article must be ahead of what is on no article. Like the other limits, it was chosen with 156 sentences
judged by hand, and 168 passages of documents from other fields, which should not be linked."""

_Article = tuple[str, str]  # instrument and number
_OTHER_CONTENT: _Article = ("", "")


@dataclass(frozen=True, slots=True)
class Description:
    """A description of what some ``provisions`` are about; without any, of other content of recommendations."""

    text: str
    provisions: tuple[ArticleTarget, ...]

    def provisions_in(self, instruments: Collection[str]) -> tuple[ArticleTarget, ...]:
        return tuple(target for target in self.provisions if target.instrument in instruments)


@lru_cache(maxsize=1)
def read_descriptions() -> tuple[Description, ...]:
    """Return the descriptions that the portal ships."""
    return tuple(
        Description(text, tuple(map(read_target, entry["provisions"])))
        for entry in json.loads(_FILE.read_text(encoding="utf-8"))
        for text in entry["descriptions"]
    )


@dataclass(frozen=True, slots=True)
class Similarities:
    """The cosines of a passage with each of some ``descriptions``: by the encoder (``nearness``), and by the answer
    encoder (``answers``)."""

    descriptions: Sequence[Description]
    nearness: Sequence[float]
    answers: Sequence[float]

    def best(self, instruments: Collection[str]) -> Description | None:
        """Return the description that the passage resembles, with its provisions in these instruments. Return None if
        no article is near enough and clearly ahead of all others.

        The article is certain, its paragraph less so: if other descriptions of the article are nearly as near, the
        description is returned for the article as a whole.
        """
        by_article = self._by_article(instruments)
        scores = {article: self._article_score(rows) for article, rows in by_article.items()}
        article = max(scores, key=lambda key: scores[key])
        next_best = max((score for key, score in scores.items() if key != article), default=-1.0)
        if (
            article == _OTHER_CONTENT
            or scores[article] - next_best < MIN_LEAD
            or scores[article] - scores[_OTHER_CONTENT] < MIN_LEAD_OVER_OTHER_CONTENT
            or max(self.nearness[row] for row in by_article[article]) < MIN_NEARNESS
        ):
            return None
        return self._nearest(by_article[article], instruments)

    def _by_article(self, instruments: Collection[str]) -> dict[_Article, list[int]]:
        """Return the rows of the descriptions of each article, and of other content."""
        rows: dict[_Article, list[int]] = defaultdict(list)
        for row, description in enumerate(self.descriptions):
            if not description.provisions:
                rows[_OTHER_CONTENT].append(row)
            elif provisions := description.provisions_in(instruments):
                rows[provisions[0].instrument, provisions[0].article].append(row)
        return rows

    def _score(self, row: int) -> float:
        return self.answers[row] + NEARNESS_WEIGHT * self.nearness[row]

    def _article_score(self, rows: Iterable[int]) -> float:
        ordered = sorted(map(self._score, rows), reverse=True)
        second = ordered[1] if len(ordered) > 1 else ordered[0] - ONLY_DESCRIPTION_PENALTY
        return (1 - SECOND_SHARE) * ordered[0] + SECOND_SHARE * second

    def _nearest(self, rows: Sequence[int], instruments: Collection[str]) -> Description:
        """Return the nearest description of an article. Without a lead, it is for the article as a whole."""
        nearest = max(rows, key=self._score)
        provisions = self.descriptions[nearest].provisions_in(instruments)
        others = (row for row in rows if self.descriptions[row].provisions_in(instruments) != provisions)
        if self._score(nearest) - max(map(self._score, others), default=-1.0) < MIN_LEAD:
            provisions = tuple(dict.fromkeys(ArticleTarget(target.instrument, target.article) for target in provisions))
        return Description(self.descriptions[nearest].text, provisions)
