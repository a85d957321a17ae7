"""Retire recommendations, and restore them with the same key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from documents.models import Document, LanguageVersion
from recommendations.corrections.sheet import PART_SEPARATOR
from recommendations.extraction.types import DraftRecommendation
from recommendations.models import Lineage, LineageDecision, LineageEnd, Recommendation, RetiredRecommendation

_LINK_FIELDS = ("earlier_id", "later_id", "wording", "meaning", "context", "score", "state")
_END_FIELDS = ("recommendation_id", "document_id")
_DECISION_FIELDS = ("decided_by_id", "decided_at", "note")
_SIDES = ("earlier", "later")

LineageData = dict[str, Any]


def retire(rows: QuerySet[Recommendation]) -> None:
    """Delete recommendations, keeping the data that :func:`restore` needs. Call it within a transaction."""
    retired = list(rows.only("version", "anchor", "place", "path", "text"))
    if not retired:
        return
    lineage_data, now = _lineage_data([row.pk for row in retired]), timezone.now()
    RetiredRecommendation.objects.bulk_create(
        RetiredRecommendation(
            key=row.pk,
            version_id=row.version_id,
            anchor=row.anchor,
            place=row.place,
            path=row.path,
            text=row.text,
            retired_at=now,
            lineage_data=lineage_data[row.pk],
        )
        for row in retired
    )
    rows.delete()


def _lineage_data(keys: Collection[int]) -> Mapping[int, LineageData]:
    """Return a map from key to the decisions on a recommendation. A link between two retired recommendations is stored
    with the earlier one."""
    data: dict[int, LineageData] = defaultdict(lambda: {"links": [], "ends": [], "decisions": {}})
    links = Lineage.objects.exclude(state=Lineage.State.PROPOSED).filter(Q(earlier__in=keys) | Q(later__in=keys))
    for link in links.values(*_LINK_FIELDS, *_DECISION_FIELDS):
        data[link["earlier_id"] if link["earlier_id"] in keys else link["later_id"]]["links"].append(_as_json(link))
    for end in LineageEnd.objects.filter(recommendation__in=keys).values(*_END_FIELDS, *_DECISION_FIELDS):
        data[end["recommendation_id"]]["ends"].append(_as_json(end))
    for side in _SIDES:
        decisions_on_side = LineageDecision.objects.filter(**{f"{side}__in": keys}).order_by("pk")
        for decision, key in decisions_on_side.values_list("pk", side):
            data[key]["decisions"].setdefault(side, []).append(decision)
    return data


def _as_json(decision: LineageData) -> LineageData:
    return {**decision, "decided_at": decision["decided_at"].isoformat()}


def returning_keys(version: LanguageVersion, drafts: Iterable[DraftRecommendation]) -> dict[str, int]:
    """Return a map from anchor to former key for the retired recommendations that are found again.

    A part that was split off before, and is split off again with another text, is a different recommendation.
    """
    texts = {draft.anchor: draft.text for draft in drafts}
    rows = RetiredRecommendation.objects.filter(version=version, anchor__in=texts)
    reworded = {row.key for row in rows if PART_SEPARATOR in row.anchor and row.text != texts[row.anchor]}
    RetiredRecommendation.objects.filter(key__in=reworded).delete()
    return {row.anchor: row.key for row in rows if row.key not in reworded}


def restore(keys: Collection[int]) -> None:
    """Restore people's decisions on recommendations that exist again, given their keys.

    A link to a recommendation that is still retired is stored with that recommendation. A decision that a later
    decision contradicts is not restored: a link to a document is proposed again if the recommendation has since been
    marked as dropped there.
    """
    retired = RetiredRecommendation.objects.filter(key__in=keys)
    data_by_key = dict(retired.values_list("key", "lineage_data"))
    if not data_by_key:
        return
    retired.delete()
    _restore_ends([end for data in data_by_key.values() for end in data["ends"]])
    _restore_links([link for data in data_by_key.values() for link in data["links"]])
    for key, data in data_by_key.items():
        for side, decision_keys in data["decisions"].items():
            LineageDecision.objects.filter(pk__in=decision_keys).update(**{side: key})


def _restore_ends(ends: Sequence[LineageData]) -> None:
    existing = set(Document.objects.filter(pk__in={end["document_id"] for end in ends}).values_list("pk", flat=True))
    LineageEnd.objects.bulk_create(
        LineageEnd(**end) for end in _drop_deleted_authors(ends) if end["document_id"] in existing
    )


def _restore_links(links: Sequence[LineageData]) -> None:
    ends = {link[f"{side}_id"] for link in links for side in _SIDES}
    documents = dict(Recommendation.objects.filter(pk__in=ends).values_list("pk", "version__document"))
    dropped = set(LineageEnd.objects.filter(recommendation__in=documents).values_list("recommendation", "document"))
    restored = []
    for link in _drop_deleted_authors(links):
        earlier, later = (link[f"{side}_id"] for side in _SIDES)
        if earlier not in documents or later not in documents:
            _store_with(later if earlier in documents else earlier, link)
        elif link["state"] == Lineage.State.REFUSED or (earlier, documents[later]) not in dropped:
            restored.append(Lineage(**link))
    Lineage.objects.bulk_create(restored)


def _drop_deleted_authors(decisions: Iterable[LineageData]) -> list[LineageData]:
    """Return the decisions, without the author if that account was deleted."""
    rows = list(decisions)
    accounts = User.objects.filter(pk__in={row["decided_by_id"] for row in rows})
    existing = set(accounts.values_list("pk", flat=True))
    return [row if row["decided_by_id"] in existing else {**row, "decided_by_id": None} for row in rows]


def _store_with(key: int, link: LineageData) -> None:
    """Store a link with a retired recommendation, unless its row was deleted."""
    row = RetiredRecommendation.objects.filter(key=key).first()
    if row is not None:
        row.lineage_data["links"].append(link)
        row.save(update_fields=["lineage_data"])
