"""How the wording of recommendations changed: the action phrase and the qualifiers of each version."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cmp_to_key

from django.db.models import prefetch_related_objects
from django.utils.text import capfirst

from portal.briefs.brief import Phrase, WordingHistory, WordingVersion
from recommendations.labels.places import name_in_document
from recommendations.models import Recommendation
from recommendations.queries.chronology import compare_in_time
from recommendations.queries.lineage import Place, chains, drafts_of
from recommendations.search.hits import Hit
from recommendations.text.connectives import words_without_connectives
from recommendations.text.differences import TextChange
from recommendations.text.qualifiers import find_qualifiers, quote_action


def wording_histories(hits: Iterable[Hit]) -> tuple[WordingHistory, ...]:
    """Return the histories of the recommendations that have several versions, in the order of the hits.

    The versions are the stages that the search joins, and the texts linked as draft and adopted text: those that staff
    have confirmed, and those matched automatically. A draft whose versions are all in the history of another
    recommendation is omitted. The number of queries is fixed.
    """
    rows = {hit.row.pk: hit for hit in hits if isinstance(hit.row, Recommendation)}
    recommendations = [hit.row for hit in rows.values() if isinstance(hit.row, Recommendation)]
    drafts = drafts_of(recommendations)
    versions: dict[int, list[Recommendation]] = {}
    for row in recommendations:
        others = [*rows[row.pk].stages, *(draft.recommendation for draft in drafts.get(row.pk, ()))]
        versions[row.pk] = _one_per_place([row, *others])
    several = {key: found for key, found in versions.items() if len(found) > 1}
    prefetch_related_objects([row for found in several.values() for row in found], "meeting", "adopted_by")
    confirmed = chains(several) if several else {}
    kept = _without_repeated(several)
    return tuple(_history(key, several[key], confirmed[key]) for key in kept)


def _place(row: Recommendation) -> Place:
    return row.version.document_id, row.place


def _one_per_place(rows: Iterable[Recommendation]) -> list[Recommendation]:
    return list({_place(row): row for row in reversed(list(rows))}.values())[::-1]


def _without_repeated(versions: Mapping[int, Sequence[Recommendation]]) -> list[int]:
    """Return the keys of the histories that are not part of a longer history and do not repeat an earlier one."""
    places = {key: {_place(row) for row in rows} for key, rows in versions.items()}
    kept: list[int] = []
    for key, own in places.items():
        others = (other for name, other in places.items() if name != key)
        if not any(own < other for other in others) and not any(own == places[other] for other in kept):
            kept.append(key)
    return kept


def _history(key: int, rows: Sequence[Recommendation], confirmed: Collection[Place]) -> WordingHistory:
    ordered = sorted(rows, key=cmp_to_key(compare_in_time))
    before: Recommendation | None = None
    versions = []
    for row in ordered:
        versions.append(_version(row, before, None if row.pk == key else _place(row) in confirmed))
        before = row
    return WordingHistory(key, tuple(versions))


def _version(row: Recommendation, before: Recommendation | None, is_confirmed: bool | None) -> WordingVersion:
    language = row.version.language
    comparable = before if before and before.version.language == language else None
    return WordingVersion(
        year=year_of(row),
        name=name_in_document(row),
        status_label=capfirst(str(row.get_status_display())),
        address=row.get_absolute_url(),
        language=language,
        actions=compare_phrases(
            _actions(row), (_actions(comparable) or None) if comparable and _actions(row) else None, language
        ),
        strength=str(row.get_strength_display()) if row.strength else "",
        qualifiers=compare_phrases(
            find_qualifiers(row.text, language),
            find_qualifiers(comparable.text, language) if comparable else None,
            language,
        ),
        is_same_text=bool(comparable and _words(comparable) == _words(row)),
        is_confirmed=is_confirmed,
        comparison=comparable.comparison_with(row) if comparable else "",
    )


def _actions(row: Recommendation) -> list[str]:
    phrase = quote_action(row.text, row.verb, row.action)
    return [phrase] if phrase else []


def _words(row: Recommendation) -> list[str]:
    return row.text.rstrip(" .;,").split()


def compare_phrases(phrases: Sequence[str], before: Sequence[str] | None, language: str) -> tuple[Phrase, ...]:
    """Return the phrases of a version, marked as added if the version before does not have them, followed by the
    deleted phrases. ``before`` is None for the first version. Case and words such as "also" do not count."""
    if before is None:
        return tuple(Phrase(words) for words in phrases)

    def missing(words: str, others: Sequence[str]) -> bool:
        compared = words_without_connectives(words, language)
        return all(compared != words_without_connectives(other, language) for other in others)

    kept = [Phrase(words, TextChange.ADDED if missing(words, before) else TextChange.SAME) for words in phrases]
    deleted = [Phrase(words, TextChange.DELETED) for words in before if missing(words, phrases)]
    return (*kept, *deleted)


def year_of(row: Recommendation) -> int | None:
    """Return the year in which a text was adopted or, for a text that was not, the year of its document."""
    date: datetime.date | None = (row.adopted_by.start if row.adopted_by else None) or row.version.document.date
    return date.year if date else None
