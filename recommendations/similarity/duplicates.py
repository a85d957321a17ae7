"""Find near-duplicate recommendations in other documents, for the reviewer of a new one.

Candidates come from the index of passage vectors, published or not; then the wording of both texts is compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import LanguageVersion
from recommendations.index.nearest_passages import select_nearest
from recommendations.index.stems import stems_in
from recommendations.models import Recommendation
from recommendations.similarity.measures import wording_similarity
from recommendations.text.words import tokens

MAX_SHOWN = 3  # per recommendation

SAME_WORDS, MOSTLY_SAME_WORDS = 0.85, 0.55
"""Shares of the wording, by Dice's measure (:func:`recommendations.similarity.measures.wording_similarity`)."""
SAME_MEANING = 0.85
"""Cosine, over the whole text. Recommendations on one subject are at 0.4 to 0.6; from 0.9 on texts differ in a few
words (:mod:`recommendations.similarity.similar`)."""

_NEAREST = 12  # passages per passage
_MIN_SIMILARITY = 0.7  # cosine of passages


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A recommendation of another document that says nearly the same. ``wording`` is 0 across languages; both numbers
    are from 0 to 1."""

    recommendation: Recommendation
    wording: float
    meaning: float
    same_language: bool

    @property
    def likeness(self) -> str | Promise:
        """How like the two are, in words."""
        if self.wording >= SAME_WORDS:
            return _("nearly identical wording")
        if self.wording >= MOSTLY_SAME_WORDS:
            return _("similar wording")
        if self.same_language:
            return _("different wording, similar meaning")
        return _("similar meaning, in another language")

    @property
    def rank(self) -> tuple[bool, float]:
        return self.same_language, max(self.wording, self.meaning)


def find_duplicates(version: LanguageVersion) -> Mapping[int, Sequence[Duplicate]]:
    """Key of a recommendation of the version -> what is nearly the same elsewhere, the likest first, in a fixed number
    of queries. A place that is here in several languages is shown once, in the version's own where it is.

    What shares its words is found whether it says the same or the opposite: a person has to read both.
    """
    near = _near(version)
    others = _recommendations({other for row in near.values() for other in row})
    own = {row.pk: row for row in version.recommendations.filter(pk__in=near).only("pk", "text")}
    words = _stems([*own.values(), *others.values()], {row.pk: version.language for row in own.values()})
    found = {}
    for key, meanings in near.items():
        rows = [others[other] for other in meanings if other in others]
        alike = wording_similarity([words[key]], [words[row.pk] for row in rows])[0]
        compared = [
            _compared(version, row, float(wording), meanings[row.pk]) for row, wording in zip(rows, alike, strict=True)
        ]
        found[key] = _best(compared)
    return found


def _near(version: LanguageVersion) -> Mapping[int, Mapping[int, float]]:
    """Own recommendation -> other one -> the cosine of the two over the whole of the own text."""
    statement, values = select_nearest(
        version.recommendations.all(),
        Recommendation.objects.exclude(version__document=version.document_id),
        each=_NEAREST,
        ef_search=60,
        min_similarity=_MIN_SIMILARITY,
    )
    near: dict[int, dict[int, float]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for own, other, _similarity, share in cursor.fetchall():
            near[own][other] = share
    return near


def _recommendations(keys: Iterable[int]) -> dict[int, Recommendation]:
    rows = (
        Recommendation.objects.filter(pk__in=keys)
        .select_related("version__document", "meeting__body", "adopted_by__body", "put_to__body")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols")
    )
    return {row.pk: row for row in rows}


def _stems(rows: Sequence[Recommendation], languages: Mapping[int, str]) -> dict[int, list[str]]:
    """The stems of each text in order, without the words that say nothing by themselves."""
    words = {row.pk: [token.word for token in tokens(row.text)] for row in rows}
    spoken = {row.pk: languages.get(row.pk) or row.version.language for row in rows}
    wanted: dict[str, set[str]] = defaultdict(set)
    for key, own in words.items():
        wanted[spoken[key]].update(own)
    stems = stems_in(wanted)
    return {key: [stem for word in own if (stem := stems[spoken[key]][word])] for key, own in words.items()}


def _compared(version: LanguageVersion, row: Recommendation, wording: float, meaning: float) -> Duplicate:
    same = row.version.language == version.language
    return Duplicate(row, wording if same else 0.0, meaning, same)


def _best(found: Iterable[Duplicate]) -> list[Duplicate]:
    """Those that are near enough, each place once."""
    places: dict[tuple[int, str], Duplicate] = {}
    for one in sorted(found, key=lambda one: one.rank, reverse=True):
        if one.wording >= MOSTLY_SAME_WORDS or one.meaning >= SAME_MEANING:
            places.setdefault((one.recommendation.version.document_id, one.recommendation.anchor), one)
    return list(places.values())[:MAX_SHOWN]
