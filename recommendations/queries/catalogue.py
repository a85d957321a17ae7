"""Articles and topics with the number of recommendations of each.

Counts come from :func:`recommendations.search.results.count_facets`, so that a list shows what the search shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from recommendations.labels.vocabulary import topic_label
from recommendations.models import Article, Instrument, Topic

MAX_NEIGHBOURS = 6  # offered where there are no recommendations

MAX_MOST_CITED = 8  # articles

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ArticleCount:
    article: Article
    count: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """Articles of an instrument that belong together; ``title`` is "" where the instrument is not divided."""

    title: str
    articles: tuple[ArticleCount, ...]


@dataclass(frozen=True, slots=True)
class InstrumentCount:
    instrument: Instrument
    count: int
    chapters: tuple[Chapter, ...]

    @property
    def article_count(self) -> int:
        return sum(len(chapter.articles) for chapter in self.chapters)

    @property
    def in_order(self) -> list[ArticleCount]:
        """All its articles in the order of the treaty."""
        articles = [row for chapter in self.chapters for row in chapter.articles]
        return sorted(articles, key=lambda row: row.article.position)

    @property
    def most_cited(self) -> list[ArticleCount]:
        """The articles that recommendations cite most."""
        cited = [row for row in self.in_order if row.count]
        return sorted(cited, key=lambda row: -row.count)[:MAX_MOST_CITED]


@dataclass(frozen=True, slots=True)
class TopicCount:
    topic: Topic
    label: str
    count: int
    children: tuple[TopicCount, ...] = ()


def instruments_with_articles(counts: Counts, key: str = "") -> list[InstrumentCount]:
    """The instruments with their articles by chapter, in the order of the treaty; or the one of that key.

    An instrument whose articles are not recorded has nothing to list; asked for by its key it is there.
    """
    chosen = Q(key=key) if key else Exists(Article.objects.filter(instrument=OuterRef("pk")))
    instruments = Instrument.objects.filter(chosen).prefetch_related("articles")
    return [InstrumentCount(row, counts.get(row.key, 0), _chapters(row, counts)) for row in instruments]


def _chapters(instrument: Instrument, counts: Counts) -> tuple[Chapter, ...]:
    """By chapter in the order in which chapters first appear; a grouping by subject need not follow the numbers."""
    chapters: dict[str, list[ArticleCount]] = {}
    for article in instrument.articles.all():
        entry = ArticleCount(article, counts.get(f"{instrument.key}:{article.number}", 0))
        chapters.setdefault(article.chapter, []).append(entry)
    return tuple(Chapter(title, tuple(entries)) for title, entries in chapters.items())


def articles_by_count(counts: Counts) -> list[ArticleCount]:
    """The articles counted, the most cited first."""
    articles = {str(row): row for row in Article.objects.select_related("instrument") if str(row) in counts}
    entries = [ArticleCount(row, counts[key]) for key, row in articles.items()]
    return sorted(entries, key=lambda entry: -entry.count)


def articles_of(instrument: Instrument, counts: Counts) -> list[ArticleCount]:
    """The articles of an instrument with their counts, in the order of the treaty."""
    rows = Article.objects.filter(instrument=instrument).select_related("instrument")
    return [ArticleCount(row, counts.get(str(row), 0)) for row in rows.order_by("position")]


def nearest_cited(article: Article, articles: Iterable[ArticleCount]) -> list[ArticleCount]:
    """Of the articles beside one those that are cited, the nearest in number, in the order of the treaty."""
    cited = [entry for entry in articles if entry.count and entry.article != article]
    nearest = sorted(cited, key=lambda entry: abs(entry.article.position - article.position))[:MAX_NEIGHBOURS]
    return sorted(nearest, key=lambda entry: entry.article.position)


def article_before(article: Article, articles: Sequence[ArticleCount]) -> Article | None:
    """The one before it in the treaty."""
    before = [entry.article for entry in articles if entry.article.position < article.position]
    return before[-1] if before else None


def article_after(article: Article, articles: Sequence[ArticleCount]) -> Article | None:
    """The one after it in the treaty."""
    return next((entry.article for entry in articles if entry.article.position > article.position), None)


def topics_with_children(counts: Counts) -> list[TopicCount]:
    """The tree of topics, in the order of the vocabulary."""
    below: dict[int | None, list[Topic]] = {}
    for topic in Topic.objects.all():
        below.setdefault(topic.parent_id, []).append(topic)
    return [
        _counted(topic, counts, tuple(_counted(child, counts) for child in below.get(topic.pk, ())))
        for topic in below.get(None, ())
    ]


def topics_below(parent: Topic, counts: Counts, without: Topic | None = None) -> list[TopicCount]:
    """The sub-topics of a topic, but for one."""
    children = Topic.objects.filter(parent=parent)
    return [_counted(child, counts) for child in children if child != without]


def topics_by_count(counts: Counts) -> list[TopicCount]:
    """The topics counted that have no sub-topics, the most frequent first."""
    topics = Topic.objects.filter(key__in=counts, children=None)
    return sorted((_counted(topic, counts) for topic in topics), key=lambda entry: (-entry.count, entry.label))


def _counted(topic: Topic, counts: Counts, children: tuple[TopicCount, ...] = ()) -> TopicCount:
    return TopicCount(topic, topic_label(topic), counts.get(topic.key, 0), children)
