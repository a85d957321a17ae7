"""Compare the clauses of a draft with the recommendations of the collection.

Candidates are the recommendations whose passages are nearest in meaning, in any language. Those in the language of the
clause are then compared word by word and, if their words differ, in meaning; those in other languages count only if
their meaning is very near. Agreed language is what a body adopted or endorsed. If a clause has no agreed counterpart,
the nearest draft or proposal is named, as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.utils.translation import gettext as _

from documents.labels.places import shown_place
from documents.web.phrases import comma_list, quoted
from portal.drafting.checks.draft import Draft, DraftClause
from portal.drafting.checks.rewording import MIN_REWORDED, rewording_scores
from portal.drafting.checks.types import Agreement, CheckedClause, Finding, FindingKind, Match, Source
from portal.drafting.checks.wording import (
    compare_strength,
    contained,
    has_other_differences,
    is_same_verb,
    likeness,
    qualifier_changes,
    without_verb,
    word_differences,
)
from recommendations.index.encoder import answer_encoder, as_literals, encoder
from recommendations.labels.status import status_caution
from recommendations.labels.vocabulary import addressee_labels
from recommendations.models import Recommendation, SearchPassage
from recommendations.text.connectives import words_without_connectives
from recommendations.text.sentences import passages

Status = Recommendation.Status
NOT_ADOPTED = (Status.DRAFT, Status.PROPOSED)
ADOPTED = (Status.ADOPTED, Status.FOR_ENDORSEMENT, Status.ENDORSED)

MIN_NEARLY = 0.7  # of the words, in the same order
MIN_CONTAINED = 0.8  # of the clause's words in an agreed text that says more
MIN_CONTAINED_WORDS = 12
MIN_REWORDED_ELSEWHERE = 0.72  # cosine with a text in another language
_NEAREST = 8  # passages of adopted texts, and of others, for each passage of the clause
_COMPARED = 6  # recommendations with which a clause is compared in meaning and words
_BATCH = 16  # clauses, between two reports of progress

# If hardly any recommendation has one of the statuses, an unlimited scan would read the whole index.
_STATEMENT = """
WITH tuned AS MATERIALIZED (
    SELECT set_config('hnsw.ef_search', '40', true), set_config('hnsw.iterative_scan', 'relaxed_order', true),
        set_config('hnsw.max_scan_tuples', '400', true)
), query AS (
    SELECT position, literal::halfvec(512) AS vector
    FROM unnest(%(vectors)s::text[]) WITH ORDINALITY AS v (literal, position)
)
SELECT query.position, near.recommendation_id, near.similarity
FROM tuned, query, LATERAL (
    SELECT passage.recommendation_id, 1 - (passage.vector <=> query.vector) AS similarity
    FROM recommendations_searchpassage AS passage
    WHERE passage.recommendation_id IS NOT NULL AND EXISTS (
        SELECT FROM recommendations_recommendation AS row
            JOIN documents_languageversion AS version ON version.id = row.version_id
        WHERE row.id = passage.recommendation_id AND version.published_at IS NOT NULL
            AND row.status = ANY(%(statuses)s) OFFSET 0
    )
    ORDER BY passage.vector <=> query.vector LIMIT %(limit)s
) AS near
"""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A recommendation that may be the counterpart of a clause. ``likeness`` ranks candidates of the same agreement."""

    row: Recommendation
    agreement: Agreement
    likeness: float

    @property
    def rank(self) -> tuple[int, float, bool]:
        return -list(Agreement).index(self.agreement), round(self.likeness, 3), self.row.status == Status.ENDORSED


def _rank(candidate: _Candidate) -> tuple[int, float, bool]:
    return candidate.rank


@dataclass(frozen=True, slots=True)
class ClauseCheck:
    """A clause, the recommendation that it matches, and the findings on their differences."""

    clause: CheckedClause
    row: Recommendation | None
    findings: tuple[Finding, ...]


def check_clauses(draft: Draft) -> Generator[tuple[int, int], None, list[ClauseCheck]]:
    """Compare all clauses of a draft. Yield the number of clauses done, and of all, and return the comparisons."""
    checks: list[ClauseCheck] = []
    clauses = draft.clauses
    answers: dict[str, np.ndarray] = {}
    for start in range(0, len(clauses), _BATCH):
        yield start, len(clauses)
        batch = clauses[start : start + _BATCH]
        pairs = list(zip(batch, _best_of_each(batch, ADOPTED, answers), strict=True))
        remaining = [clause for clause, best in pairs if best is None or best.agreement is Agreement.REWORDED]
        others = iter(_best_of_each(remaining, NOT_ADOPTED, answers))
        for clause, best in pairs:
            other = next(others) if best is None or best.agreement is Agreement.REWORDED else None
            if best and other and other.agreement is not Agreement.REWORDED:
                best = None  # a draft or a proposal that the clause repeats is nearer than a text in other words
            checks.append(_check(clause, best, None if best else other))
    return checks


def _best_of_each(
    clauses: Sequence[DraftClause], statuses: Sequence[str], answers: MutableMapping[str, np.ndarray]
) -> list[_Candidate | None]:
    """Return the best counterpart of each clause among the recommendations with these statuses, or None.

    ``answers`` are the second encoder's vectors of clauses, made so far.
    """
    near = _nearest([clause.text for clause in clauses], statuses)
    rows = _rows({key for found in near for key in found})
    best = [_best(clause, near[i], rows) for i, clause in enumerate(clauses)]
    open_indexes = [i for i, found in enumerate(best) if found is None or found.agreement is Agreement.REWORDED]
    for language in sorted({clauses[i].language for i in open_indexes}):
        indexes = [i for i in open_indexes if clauses[i].language == language]
        candidates = _reworded([clauses[i] for i in indexes], [near[i] for i in indexes], rows, answers)
        for i, likely in zip(indexes, candidates, strict=True):
            best[i] = max(filter(None, (best[i], *likely)), key=_rank, default=None)
    return best


def _reworded(
    clauses: Sequence[DraftClause],
    near: Sequence[Mapping[int, float]],
    rows: Mapping[int, Recommendation],
    answers: MutableMapping[str, np.ndarray],
) -> list[list[_Candidate]]:
    """Return for each clause, all in one language, the recommendations that seem to say the same in other words."""
    language = clauses[0].language
    own = {key: row for key, row in rows.items() if row.version.language == language}
    nearest = [sorted(own.keys() & found, key=found.__getitem__, reverse=True)[:_COMPARED] for found in near]
    texts = {key: own[key].text for keys in nearest for key in keys}
    asked = [clause.text for clause in clauses]
    scores = rewording_scores(asked, texts, _answers(texts), nearest, language, answers)
    return [
        [
            _Candidate(own[key], Agreement.REWORDED, score)
            for key, score in found.items()
            if score >= MIN_REWORDED and not _only_one_asks(clause, own[key])
        ]
        for clause, found in zip(clauses, scores, strict=True)
    ]


def _only_one_asks(clause: DraftClause, row: Recommendation) -> bool:
    """Return whether one of two texts asks somebody to act, and the other only decides or endorses something."""
    return bool(clause.verb and row.verb) and bool(clause.strength) != bool(row.strength)


def _answers(texts: Mapping[int, str]) -> dict[int, np.ndarray]:
    """Return the second encoder's vectors for the passages of recommendations, one row each, by their keys. Those of a
    recommendation that has none yet are made now."""
    rows = SearchPassage.objects.filter(recommendation__in=texts, answer_vector__isnull=False)
    found: dict[int, list[np.ndarray]] = {key: [] for key in texts}
    for key, vector in rows.values_list("recommendation", "answer_vector"):
        found[key].append(np.asarray(vector, np.float32))
    encode = answer_encoder().encode_passages
    return {key: np.array(vectors) if vectors else encode([texts[key]]) for key, vectors in found.items()}


def _nearest(texts: Sequence[str], statuses: Sequence[str]) -> list[Mapping[int, float]]:
    """Return for each text a map from the keys of the nearest recommendations to their cosine over the whole text."""
    parts = [
        (index, text[p.start : p.end], p.end - p.start) for index, text in enumerate(texts) for p in passages(text)
    ]
    found: list[dict[int, float]] = [defaultdict(float) for _text in texts]
    if not parts:
        return list(found)
    lengths = [sum(length for i, _part, length in parts if i == index) for index in range(len(texts))]
    vectors = as_literals(encoder().encode([part for _index, part, _length in parts]))
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"vectors": vectors, "statuses": list(statuses), "limit": _NEAREST})
        best: dict[tuple[int, int], float] = {}
        for position, key, similarity in cursor.fetchall():
            best[position, key] = max(similarity, best.get((position, key), 0.0))
    for (position, key), similarity in best.items():
        index, _part, length = parts[position - 1]
        found[index][key] += similarity * length / lengths[index]
    return list(found)


def _rows(keys: set[int]) -> Mapping[int, Recommendation]:
    rows = (
        Recommendation.objects.filter(pk__in=keys)
        .select_related("version__document", "meeting__body", "adopted_by__body", "put_to__body")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols", "addressees")
    )
    return {row.pk: row for row in rows}


def _best(clause: DraftClause, meanings: Mapping[int, float], rows: Mapping[int, Recommendation]) -> _Candidate | None:
    """Return the best counterpart of a clause in the same or nearly the same words, or in another language; or None."""
    words = words_without_connectives(clause.text, clause.language)
    found = (_candidate(clause, words, rows[key], meaning) for key, meaning in meanings.items() if key in rows)
    return max(filter(None, found), key=_rank, default=None)


def _candidate(clause: DraftClause, words: Sequence[str], row: Recommendation, meaning: float) -> _Candidate | None:
    if row.version.language != clause.language:
        return _Candidate(row, Agreement.REWORDED, meaning) if meaning >= MIN_REWORDED_ELSEWHERE else None
    agreed = words_without_connectives(row.text, clause.language)
    if agreed == words:
        return _Candidate(row, Agreement.SAME, 1.0)
    wording = likeness(words, agreed)
    if _differs_in_voice(clause, words, row, agreed):
        return _Candidate(row, Agreement.SAME, wording)
    is_part = len(words) >= MIN_CONTAINED_WORDS and contained(words, agreed) >= MIN_CONTAINED
    return _Candidate(row, Agreement.NEARLY, wording) if wording >= MIN_NEARLY or is_part else None


def _differs_in_voice(clause: DraftClause, words: Sequence[str], row: Recommendation, agreed: Sequence[str]) -> bool:
    """Return whether a clause only has the agreed verb in another form: "Encourages States to" for "States are
    encouraged to". A resolution recasts recommendations like this, and asks the same of the same addressees."""
    if clause.strength is None or clause.strength != row.strength:
        return False
    verbs = [words_without_connectives(verb, clause.language) for verb in (clause.verb, row.verb)]
    return is_same_verb(*verbs) and without_verb(words, verbs[0]) == without_verb(agreed, verbs[1])


# --- the result for a clause ---------------------------------------------------------------------------


def _check(clause: DraftClause, best: _Candidate | None, other: _Candidate | None) -> ClauseCheck:
    found = best or other
    match = _match(clause, found) if found else None
    agreement = best.agreement if best else Agreement.NEW
    checked = CheckedClause(clause.place, clause.where, clause.text, agreement, match)
    findings = tuple(_findings(clause, best, match)) if best and match else ()
    return ClauseCheck(checked, best.row if best else None, findings)


def source_of(row: Recommendation) -> Source:
    """Return the place of a recommendation in its document, with the path of its page."""
    return Source(str(row.version.document), shown_place(row.path), row.get_absolute_url())


def _match(clause: DraftClause, found: _Candidate) -> Match:
    row = found.row
    compared = found.agreement is Agreement.NEARLY or (found.agreement is Agreement.SAME and found.likeness < 1)
    return Match(
        source=source_of(row),
        text=row.text,
        language=row.version.language,
        status=row.status,
        status_label=str(row.get_status_display()),
        caution=status_caution(row),
        differences=word_differences(row.text, clause.text) if compared else (),
    )


def _findings(clause: DraftClause, best: _Candidate, match: Match) -> Iterator[Finding]:
    """Yield the differences between a clause and the agreed text that it nearly repeats."""
    row, language = best.row, clause.language

    def finding(kind: FindingKind, message: str, *, certain: bool = True) -> Finding:
        return Finding(kind, clause.place, clause.where, clause.text, message, certain, (match.source,))

    if best.agreement is Agreement.REWORDED:
        message = _("This seems to be already recommended in different words: please check.")
        yield finding(FindingKind.NEAR_DUPLICATE, message, certain=False)
    if best.agreement is not Agreement.NEARLY:
        return
    if message := _addressee_message(clause, row):
        yield finding(FindingKind.ADDRESSEE, message)
    if message := _verb_message(clause, row):
        yield finding(FindingKind.VERB, message)
    if message := _qualifier_message(clause, row, language):
        yield finding(FindingKind.QUALIFIER, message)
    names = [*clause.addressees, *(addressee.name for addressee in row.addressees.all())]
    if has_other_differences(match.differences, names, language):
        message = _("Nearly the same as the agreed text, with different wording.")
        yield finding(FindingKind.NEAR_DUPLICATE, message, certain=False)  # the change may well be meant


def _addressee_message(clause: DraftClause, row: Recommendation) -> str:
    agreed = {addressee.name: addressee.label for addressee in row.addressees.all()}
    if not agreed or not clause.addressees or clause.addressees[0] in agreed or next(iter(agreed)) in clause.addressees:
        return ""
    return _("The draft addresses %(draft)s; the agreed text addresses %(agreed)s.") % {
        "draft": comma_list(addressee_labels(clause.addressees)),
        "agreed": comma_list(agreed.values()),
    }


def _verb_message(clause: DraftClause, row: Recommendation) -> str:
    order = compare_strength(row.strength, clause.strength)
    if not order:
        return ""
    values = {"draft": clause.verb, "agreed": row.verb, "scale": strength_scale()}
    if order > 0:
        return _("“%(draft)s” is stronger than “%(agreed)s” in the agreed text (%(scale)s).") % values
    return _("“%(draft)s” is weaker than “%(agreed)s” in the agreed text (%(scale)s).") % values


def strength_scale() -> str:
    """Return the scale of verbs, strongest first: "required > urged > should > encouraged > invited"."""
    return " > ".join(str(label) for _value, label in Recommendation.Strength.choices)


def _qualifier_message(clause: DraftClause, row: Recommendation, language: str) -> str:
    changes = qualifier_changes(row.text, clause.text, language)
    if not changes:
        return ""
    shown = [comma_list(map(quoted, group)) for group in (changes.dropped, changes.added)]
    if changes.dropped and changes.added:
        return _("The draft omits %(dropped)s from the agreed text and adds %(added)s.") % {
            "dropped": shown[0],
            "added": shown[1],
        }
    if changes.dropped:
        return _("The draft omits %(dropped)s from the agreed text.") % {"dropped": shown[0]}
    return _("The draft adds %(added)s to the agreed text.") % {"added": shown[1]}
