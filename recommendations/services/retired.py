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
from recommendations.models import FormerRecommendation, Lineage, LineageDecision, LineageEnd, Recommendation

_LINK = ("earlier_id", "later_id", "wording", "meaning", "context", "score", "state")
_END = ("recommendation_id", "document_id")
_DECIDED = ("decided_by_id", "decided_at", "note")
_SIDES = ("earlier", "later")

Kept = dict[str, Any]


def retire(rows: QuerySet[Recommendation]) -> None:
    """Delete recommendations and keep of each what :func:`restore` needs. Within the caller's transaction."""
    gone = list(rows.only("version", "anchor", "path", "text"))
    if not gone:
        return
    kept, now = _kept([row.pk for row in gone]), timezone.now()
    FormerRecommendation.objects.bulk_create(
        FormerRecommendation(
            key=row.pk,
            version_id=row.version_id,
            anchor=row.anchor,
            path=row.path,
            text=row.text,
            since=now,
            kept=kept[row.pk],
        )
        for row in gone
    )
    rows.delete()


def _kept(keys: Collection[int]) -> Mapping[int, Kept]:
    """What people decided about recommendations; a link between two of them is kept with the earlier one."""
    kept: dict[int, Kept] = defaultdict(lambda: {"links": [], "ends": [], "decisions": {}})
    links = Lineage.objects.exclude(state=Lineage.State.PROPOSED).filter(Q(earlier__in=keys) | Q(later__in=keys))
    for link in links.values(*_LINK, *_DECIDED):
        kept[link["earlier_id"] if link["earlier_id"] in keys else link["later_id"]]["links"].append(_plain(link))
    for end in LineageEnd.objects.filter(recommendation__in=keys).values(*_END, *_DECIDED):
        kept[end["recommendation_id"]]["ends"].append(_plain(end))
    for side in _SIDES:
        named = LineageDecision.objects.filter(**{f"{side}__in": keys}).order_by("pk")
        for decision, key in named.values_list("pk", side):
            kept[key]["decisions"].setdefault(side, []).append(decision)
    return kept


def _plain(decided: Kept) -> Kept:
    return {**decided, "decided_at": decided["decided_at"].isoformat()}


def returning_keys(version: LanguageVersion, drafts: Iterable[DraftRecommendation]) -> dict[str, int]:
    """Anchor -> the key that a recommendation had there before, of those that are to be there again.

    A recommendation split off again with other words is a different one.
    """
    texts = {draft.anchor: draft.text for draft in drafts}
    rows = FormerRecommendation.objects.filter(version=version, anchor__in=texts)
    others = {row.key for row in rows if HALF_SEPARATOR in row.anchor and row.text != texts[row.anchor]}
    FormerRecommendation.objects.filter(key__in=others).delete()
    return {row.anchor: row.key for row in rows if row.key not in others}


def restore(keys: Collection[int]) -> None:
    """Let what people decided hang on recommendations that are there again, by these keys.

    A link to one that is laid aside itself waits with that one. What contradicts a later decision does not come back:
    where a person found since that a recommendation was dropped, its link to that document is proposed again.
    """
    back = FormerRecommendation.objects.filter(key__in=keys)
    kept = dict(back.values_list("key", "kept"))
    if not kept:
        return
    back.delete()
    _end_again([end for one in kept.values() for end in one["ends"]])
    _link_again([link for one in kept.values() for link in one["links"]])
    for key, one in kept.items():
        for side, decisions in one["decisions"].items():
            LineageDecision.objects.filter(pk__in=decisions).update(**{side: key})


def _end_again(ends: Sequence[Kept]) -> None:
    there = set(Document.objects.filter(pk__in={end["document_id"] for end in ends}).values_list("pk", flat=True))
    LineageEnd.objects.bulk_create(LineageEnd(**end) for end in _by_people(ends) if end["document_id"] in there)


def _link_again(links: Sequence[Kept]) -> None:
    ends = {link[f"{side}_id"] for link in links for side in _SIDES}
    documents = dict(Recommendation.objects.filter(pk__in=ends).values_list("pk", "version__document"))
    dropped = set(LineageEnd.objects.filter(recommendation__in=documents).values_list("recommendation", "document"))
    back = []
    for link in _by_people(links):
        earlier, later = (link[f"{side}_id"] for side in _SIDES)
        if earlier not in documents or later not in documents:
            _wait_with(later if earlier in documents else earlier, link)
        elif link["state"] == Lineage.State.REFUSED or (earlier, documents[later]) not in dropped:
            back.append(Lineage(**link))
    Lineage.objects.bulk_create(back)


def _by_people(decided: Iterable[Kept]) -> list[Kept]:
    """Decisions without those who made them where their accounts are gone."""
    found = list(decided)
    accounts = User.objects.filter(pk__in={one["decided_by_id"] for one in found})
    known = set(accounts.values_list("pk", flat=True))
    return [one if one["decided_by_id"] in known else {**one, "decided_by_id": None} for one in found]


def _wait_with(key: int, link: Kept) -> None:
    """Keep a link with one that is laid aside; none where that was deleted for good."""
    row = FormerRecommendation.objects.filter(key=key).first()
    if row is not None:
        row.kept["links"].append(link)
        row.save(update_fields=["kept"])
