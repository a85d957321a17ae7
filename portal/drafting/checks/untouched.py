"""The adopted recommendations on the articles and topics of a draft that no clause of it takes up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q

from portal.drafting.checks.agreed import ADOPTED, source_of
from portal.drafting.checks.draft import Draft
from portal.drafting.checks.types import Untouched
from recommendations.extraction.topics import find_topics
from recommendations.labels.vocabulary import article_in_instrument
from recommendations.models import Article, Recommendation, RecommendationSubject, RecommendationTopic
from recommendations.models.recommendations import RecommendationCitation
from recommendations.queries.recommendations import shown_recommendations

MAX_UNTOUCHED = 20
MAX_ARTICLES, MAX_TOPICS = 12, 8  # of a draft: those that it names most often
_MAX_READ = 4_000  # links read for each reason
_ARTICLE_WEIGHT = 2


def untouched_recommendations(draft: Draft, touched: Iterable[Recommendation]) -> list[Untouched]:
    """Return the adopted recommendations with the most articles and topics in common with a draft."""
    articles = _articles(draft)
    topics = _topics(draft)
    shown = shown_recommendations().filter(status__in=ADOPTED).order_by().values("pk")
    by_article: dict[int, set[int]] = {}
    by_topic: dict[int, set[int]] = {}
    keys = [row.pk for row in articles]
    citations = RecommendationCitation.objects.filter(citation__article__in=keys, recommendation__in=shown)
    for pk, article in citations.values_list("recommendation", "citation__article")[:_MAX_READ]:
        by_article.setdefault(pk, set()).add(article)
    subjects = RecommendationSubject.objects.filter(article__in=keys, recommendation__in=shown)
    for pk, article in subjects.values_list("recommendation", "article")[:_MAX_READ]:
        by_article.setdefault(pk, set()).add(article)
    links = RecommendationTopic.objects.filter(topic__key__in=topics, recommendation__in=shown)
    for pk, topic in links.values_list("recommendation", "topic")[:_MAX_READ]:
        by_topic.setdefault(pk, set()).add(topic)
    scores = Counter({pk: _ARTICLE_WEIGHT * len(found) for pk, found in by_article.items()})
    scores.update({pk: len(found) for pk, found in by_topic.items()})
    places = {(row.version.document_id, row.place) for row in touched}
    best = sorted(scores, key=lambda pk: (-scores[pk], -pk))[: MAX_UNTOUCHED + len(places)]
    rows = (
        Recommendation.objects.filter(pk__in=best)
        .select_related("version__document")
        .defer("version__parsed", "version__doubts")
        .prefetch_related("version__document__symbols", "topics")
        .in_bulk()
    )
    names = {row.pk: article_in_instrument(row) for row in articles}
    found = []
    for pk in best:
        row = rows[pk]
        if (row.version.document_id, row.place) in places:
            continue
        labels = tuple(topic.label for topic in row.topics.all() if topic.pk in by_topic.get(pk, ()))
        shared = tuple(names[key] for key in sorted(by_article.get(pk, ())))
        status = (row.status, str(row.get_status_display()))
        found.append(Untouched(source_of(row), row.text, row.version.language, *status, shared, labels))
    return found[:MAX_UNTOUCHED]


def _articles(draft: Draft) -> list[Article]:
    counts = Counter((t.instrument, t.article) for item in draft.references for t in item.reference.articles)
    condition = Q(pk__in=[])
    for (instrument, number), _count in counts.most_common(MAX_ARTICLES):
        condition |= Q(instrument__key=instrument, number=number)
    return list(Article.objects.filter(condition).select_related("instrument"))


def _topics(draft: Draft) -> list[str]:
    """Return the keys of the topics that most clauses name."""
    counts = Counter(
        match.topic
        for clause in draft.clauses
        for match in find_topics(clause.text, "", draft.vocabulary, clause.language)
    )
    return [topic for topic, _count in counts.most_common(MAX_TOPICS)]
