"""The paragraphs of an article as in its treaty, and the number of citations of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max, Min

from recommendations.labels.facet_values import natural_key
from recommendations.models import Instrument, Provision
from recommendations.search.query import SearchQuery

Counts = Mapping[str, int]
Cited = Mapping[tuple[str, str], int]  # (paragraph, subparagraph) -> number of recommendations that cite exactly this


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """A paragraph or subparagraph with its counts. ``begins_paragraph`` is true for the first row of a numbered
    paragraph.

    For a paragraph, ``recommendations`` and ``places`` (paragraphs of documents) also count citations of its
    subparagraphs, and link to searches. For a subparagraph, only the recommendations that cite it are counted.
    """

    label: str
    text: str
    level: int
    anchor: str
    paragraph: str
    subparagraph: str
    begins_paragraph: bool
    recommendations: int
    places: int
    address: str = ""
    places_address: str = ""

    @property
    def name(self) -> str:
        """The number of the provision within its article: "3 (g)"."""
        return " ".join(filter(None, (self.paragraph, subparagraph_label(self.subparagraph))))


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text of an article. ``rows`` are its provisions, () if the text is not loaded; ``others`` are cited
    provisions that are not in the text."""

    rows: tuple[ProvisionRow, ...]
    others: tuple[ProvisionRow, ...]

    @property
    def with_recommendations(self) -> list[ProvisionRow]:
        """The other provisions that recommendations relate to."""
        return [row for row in self.others if row.recommendations]

    @property
    def only_cited(self) -> list[ProvisionRow]:
        """The other provisions that documents cite, and that no recommendation relates to."""
        return [row for row in self.others if row.places and not row.recommendations]


class Provisions:
    """Combines the text of an article with the counts of a search for the article.

    ``query`` is the search. ``recommendations`` and ``places`` are the counts of the facet "article" in the two scopes;
    ``cited`` are the counts of cited provisions.
    """

    def __init__(self, query: SearchQuery, recommendations: Counts, places: Counts, cited: Cited) -> None:
        self.query = query
        (self.article,) = query.article
        self.recommendations = recommendations
        self.places = places
        self.cited = cited

    def text(self, provisions: Iterable[Provision]) -> ArticleText:
        """Return the text of the article, and the cited provisions that are not in the text."""
        rows: list[ProvisionRow] = []
        for item in provisions:
            begins_paragraph = not item.subparagraph and not any(row.paragraph == item.paragraph for row in rows)
            label = item.label or (f"[{item.paragraph}.]" if begins_paragraph and item.paragraph else "")
            rows.append(self._row(label, item.text, item.level, item.paragraph, item.subparagraph, begins_paragraph))
        present = {(row.paragraph, row.subparagraph) for row in rows}
        others = [
            self._row_without_text(*provision) for provision in self._cited_provisions() if provision not in present
        ]
        return ArticleText(tuple(rows), tuple(others))

    def _cited_provisions(self) -> list[tuple[str, str]]:
        """Return all cited provisions of the article in treaty order, except the article as a whole."""
        values = {*self.recommendations, *self.places}
        provisions = {(value.rpartition(":")[2], "") for value in values if value.startswith(f"{self.article}:")}
        provisions |= {provision for provision in self.cited if any(provision)}
        return sorted(provisions, key=lambda provision: (natural_key(provision[0]), provision[1]))

    def _row_without_text(self, paragraph: str, subparagraph: str) -> ProvisionRow:
        label = subparagraph_label(subparagraph) or f"{paragraph}."
        return self._row(label, "", 1 if subparagraph else 0, paragraph, subparagraph, not subparagraph)

    def _row(
        self, label: str, text: str, level: int, paragraph: str, subparagraph: str, begins_paragraph: bool
    ) -> ProvisionRow:
        value = f"{self.article}:{paragraph}"
        is_counted = begins_paragraph and bool(paragraph)
        query = self.query.changed(article=(value,))
        return ProvisionRow(
            label=label,
            text=text,
            level=level,
            anchor=_anchor(paragraph, subparagraph) if begins_paragraph or subparagraph else "",
            paragraph=paragraph,
            subparagraph=subparagraph,
            begins_paragraph=is_counted,
            recommendations=self.recommendations.get(value, 0)
            if is_counted
            else self.cited.get((paragraph, subparagraph), 0),
            places=self.places.get(value, 0) if is_counted else 0,
            address=query.address if is_counted else "",
            places_address=query.in_scope("paragraphs").address if is_counted else "",
        )


def subparagraph_label(subparagraph: str) -> str:
    """Return "(g)", "(a)(i)" for "a(i)", or ""."""
    first, bracket, rest = subparagraph.partition("(")
    return f"({first}){bracket}{rest}" if subparagraph else ""


def _anchor(paragraph: str, subparagraph: str) -> str:
    """Return "para-13" or "para-3-a-ii"; "" for the text of an article without numbers."""
    parts = [paragraph, *re.findall(r"\w+", subparagraph)]
    return "-".join(["para", *(part.replace(" ", "-") for part in parts if part)]) if any(parts) else ""


@dataclass(frozen=True, slots=True)
class TextOutsideArticles:
    """The text of a treaty before its first article (the preamble) and after its last article (final clause, annexes);
    () if not loaded."""

    before: tuple[Provision, ...]
    after: tuple[Provision, ...]


def text_outside_articles(instrument: Instrument) -> TextOutsideArticles:
    """Return the text of a treaty outside its articles, without its title and chapter headings."""
    provisions = Provision.objects.filter(treaty_text__instrument=instrument)
    bounds = provisions.filter(article__isnull=False).aggregate(first=Min("position"), last=Max("position"))
    if bounds["first"] is None:
        return TextOutsideArticles((), ())
    outside = provisions.filter(article=None).exclude(kind=Provision.Kind.TITLE).order_by("position")
    before = [row for row in outside if row.position < bounds["first"]]
    last_text = max((index for index, row in enumerate(before) if row.kind == Provision.Kind.TEXT), default=-1)
    after = [row for row in outside if row.position > bounds["last"]]
    return TextOutsideArticles(tuple(before[: last_text + 1]), tuple(after))
