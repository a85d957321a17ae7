"""The paragraphs of an article, as its treaty has them, and how often each is cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max, Min

from recommendations.labels.facet_values import natural_key
from recommendations.models import Article, Instrument, Provision
from recommendations.search.query import SearchQuery

Counts = Mapping[str, int]
Cited = Mapping[tuple[str, str], int]  # (paragraph, sub-paragraph) -> recommendations that cite exactly that


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """A paragraph or a sub-paragraph with what cites it. The first row of a paragraph ``heads`` it.

    ``recommendations`` and ``places`` (paragraphs of documents) are those of a whole paragraph with its sub-paragraphs
    and lead to their searches; of a sub-paragraph ``recommendations`` are those that name it.
    """

    label: str
    text: str
    level: int
    anchor: str
    paragraph: str
    subparagraph: str
    heads: bool
    recommendations: int
    places: int
    address: str = ""
    places_address: str = ""


@dataclass(frozen=True, slots=True)
class ArticleText:
    """``rows`` are the article's text, () where it is not loaded; ``others`` what is cited of it besides."""

    rows: tuple[ProvisionRow, ...]
    others: tuple[ProvisionRow, ...]


class Provisions:
    """Joins the text of an article with the counts of a search for it.

    ``recommendations`` and ``places`` are the counts of the facet "article" in the two scopes, ``cited`` those of
    provisions.
    """

    def __init__(self, article: Article, recommendations: Counts, places: Counts, cited: Cited) -> None:
        self.article = str(article)
        self.recommendations = recommendations
        self.places = places
        self.cited = cited

    def text(self, provisions: Iterable[Provision]) -> ArticleText:
        """The rows of the text, and of what is cited but not in it."""
        rows: list[ProvisionRow] = []
        for one in provisions:
            heads = not one.subparagraph and not any(row.paragraph == one.paragraph for row in rows)
            label = one.label or (f"[{one.paragraph}.]" if heads and one.paragraph else "")
            rows.append(self._row(label, one.text, one.level, one.paragraph, one.subparagraph, heads))
        present = {(row.paragraph, row.subparagraph) for row in rows}
        others = [self._other(*place) for place in self._all_cited() if place not in present]
        return ArticleText(tuple(rows), tuple(others))

    def _all_cited(self) -> list[tuple[str, str]]:
        """All that is cited of the article but it as a whole, in the order of the treaty."""
        values = {*self.recommendations, *self.places}
        own = {(value.rpartition(":")[2], "") for value in values if value.startswith(f"{self.article}:")}
        own |= {place for place in self.cited if any(place)}
        return sorted(own, key=lambda place: (natural_key(place[0]), place[1]))

    def _other(self, paragraph: str, subparagraph: str) -> ProvisionRow:
        label = (
            f"({subparagraph.partition('(')[0]}){subparagraph[subparagraph.find('(') :] if '(' in subparagraph else ''}"
        )
        level = 1 if subparagraph else 0
        return self._row(
            label if subparagraph else f"{paragraph}.", "", level, paragraph, subparagraph, not subparagraph
        )

    def _row(self, label: str, text: str, level: int, paragraph: str, subparagraph: str, heads: bool) -> ProvisionRow:
        value = f"{self.article}:{paragraph}"
        is_counted = heads and bool(paragraph)
        query = SearchQuery(article=(value,))
        return ProvisionRow(
            label=label,
            text=text,
            level=level,
            anchor=_anchor(paragraph, subparagraph) if heads or subparagraph else "",
            paragraph=paragraph,
            subparagraph=subparagraph,
            heads=is_counted,
            recommendations=self.recommendations.get(value, 0)
            if is_counted
            else self.cited.get((paragraph, subparagraph), 0),
            places=self.places.get(value, 0) if is_counted else 0,
            address=query.address if is_counted else "",
            places_address=query.in_scope("paragraphs").address if is_counted else "",
        )


def _anchor(paragraph: str, subparagraph: str) -> str:
    """ "para-13", "para-3-a-ii"; "" for the text of an article without numbers."""
    parts = [paragraph, *re.findall(r"\w+", subparagraph)]
    return "-".join(["para", *(part.replace(" ", "-") for part in parts if part)]) if any(parts) else ""


@dataclass(frozen=True, slots=True)
class AroundArticles:
    """What of a treaty's text stands before its first article (the preamble) and behind its last one (the final
    clause, annexes); () where the text is not loaded."""

    before: tuple[Provision, ...]
    after: tuple[Provision, ...]


def around_articles(instrument: Instrument) -> AroundArticles:
    """The text of a treaty outside its articles, but for its title and the headings of chapters."""
    own = Provision.objects.filter(of__instrument=instrument)
    bounds = own.filter(article__isnull=False).aggregate(first=Min("position"), last=Max("position"))
    if bounds["first"] is None:
        return AroundArticles((), ())
    outside = own.filter(article=None).exclude(kind=Provision.Kind.TITLE).order_by("position")
    before = [row for row in outside if row.position < bounds["first"]]
    last_text = max((place for place, row in enumerate(before) if row.kind == Provision.Kind.TEXT), default=-1)
    after = [row for row in outside if row.position > bounds["last"]]
    return AroundArticles(tuple(before[: last_text + 1]), tuple(after))
