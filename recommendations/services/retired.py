"""Retire recommendations, and restore them with the same key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from documents.models import Document, LanguageVersion
from recommendations.corrections.sheet import HALF_SEPARATOR
from recommendations.extraction.types import DraftRecommendation
from recommendations.models import Lineage, LineageDecision, LineageEnd, Recommendation, RetiredRecommendation

_LINK = ("earlier_id", "later_id", "wording", "meaning", "context", "score", "state")
_END = ("recommendation_id", "document_id")
_DECIDED = ("decided_by_id", "decided_at", "note")
_SIDES = ("earlier", "later")

Kept = dict[str, Any]


def retire(rows: QuerySet[Recommendation]) -> None:
    """Delete recommendations and keep what :func:`restore` needs. Call it within a transaction."""
    retired = list(rows.only("version", "anchor", "path", "text"))
    if not retired:
        return
    kept, now = _kept([row.pk for row in retired]), timezone.now()
    RetiredRecommendation.objects.bulk_create(
        RetiredRecommendation(
            key=row.pk,
            version_id=row.version_id,
            anchor=row.anchor,
            path=row.path,
            text=row.text,
            since=now,
            kept=kept[row.pk],
        )
        for row in retired
    )
    rows.delete()


def _kept(keys: Collection[int]) -> Mapping[int, Kept]:
    """Return the decisions on recommendations; a link between two of them is kept with the earlier one."""
    kept: dict[int, Kept] = defaultdict(lambda: {"links": [], "ends": [], "decisions": {}})
    links = Lineage.objects.exclude(state=Lineage.State.PROPOSED).filter(Q(earlier__in=keys) | Q(later__in=keys))
    for link in links.values(*_LINK, *_DECIDED):
        kept[link["earlier_id"] if link["earlier_id"] in keys else link["later_id"]]["links"].append(_as_json(link))
    for end in LineageEnd.objects.filter(recommendation__in=keys).values(*_END, *_DECIDED):
        kept[end["recommendation_id"]]["ends"].append(_as_json(end))
    for side in _SIDES:
        decisions_on_side = LineageDecision.objects.filter(**{f"{side}__in": keys}).order_by("pk")
        for decision, key in decisions_on_side.values_list("pk", side):
            kept[key]["decisions"].setdefault(side, []).append(decision)
    return kept


def _as_json(decision: Kept) -> Kept:
    return {**decision, "decided_at": decision["decided_at"].isoformat()}


def returning_keys(version: LanguageVersion, drafts: Iterable[DraftRecommendation]) -> dict[str, int]:
    """Return the former key by anchor, for recommendations that are to exist again.

    One split off again with different words is a different recommendation.
    """
    texts = {draft.anchor: draft.text for draft in drafts}
    rows = RetiredRecommendation.objects.filter(version=version, anchor__in=texts)
    others = {row.key for row in rows if HALF_SEPARATOR in row.anchor and row.text != texts[row.anchor]}
    RetiredRecommendation.objects.filter(key__in=others).delete()
    return {row.anchor: row.key for row in rows if row.key not in others}


def restore(keys: Collection[int]) -> None:
    """Attach what people decided to recommendations that exist again, by key.

    A link to a recommendation that is still retired waits with that one. What contradicts a later decision is not
    restored: if the recommendation was since marked as dropped, its link to that document is proposed again.
    """
    former = RetiredRecommendation.objects.filter(key__in=keys)
    kept = dict(former.values_list("key", "kept"))
    if not kept:
        return
    former.delete()
    _restore_ends([end for decided in kept.values() for end in decided["ends"]])
    _restore_links([link for decided in kept.values() for link in decided["links"]])
    for key, decided in kept.items():
        for side, decisions in decided["decisions"].items():
            LineageDecision.objects.filter(pk__in=decisions).update(**{side: key})


def _restore_ends(ends: Sequence[Kept]) -> None:
    known = set(Document.objects.filter(pk__in={end["document_id"] for end in ends}).values_list("pk", flat=True))
    LineageEnd.objects.bulk_create(LineageEnd(**end) for end in _with_accounts(ends) if end["document_id"] in known)


def _restore_links(links: Sequence[Kept]) -> None:
    ends = {link[f"{side}_id"] for link in links for side in _SIDES}
    documents = dict(Recommendation.objects.filter(pk__in=ends).values_list("pk", "version__document"))
    dropped = set(LineageEnd.objects.filter(recommendation__in=documents).values_list("recommendation", "document"))
    restored = []
    for link in _with_accounts(links):
        earlier, later = (link[f"{side}_id"] for side in _SIDES)
        if earlier not in documents or later not in documents:
            _keep_with(later if earlier in documents else earlier, link)
        elif link["state"] == Lineage.State.REFUSED or (earlier, documents[later]) not in dropped:
            restored.append(Lineage(**link))
    Lineage.objects.bulk_create(restored)


def _with_accounts(decided: Iterable[Kept]) -> list[Kept]:
    """Return decisions, with no author if that account was deleted."""
    rows = list(decided)
    accounts = User.objects.filter(pk__in={row["decided_by_id"] for row in rows})
    known = set(accounts.values_list("pk", flat=True))
    return [row if row["decided_by_id"] in known else {**row, "decided_by_id": None} for row in rows]


def _keep_with(key: int, link: Kept) -> None:
    """Keep a link with a retired recommendation, if that was not deleted."""
    row = RetiredRecommendation.objects.filter(key=key).first()
    if row is not None:
        row.kept["links"].append(link)
        row.save(update_fields=["kept"])
