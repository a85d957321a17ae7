"""Labels of articles, topics and other vocabulary terms in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents.web.languages import interface_language
from recommendations.models import Addressee, Article


def treaty_title(title: str) -> str:
    """Return the title of a treaty for use outside a sentence: between title marks in Chinese."""
    return pgettext("title of a treaty", "%(title)s") % {"title": title}


def addressee_labels(stored: Collection[str]) -> Iterator[str]:
    """Yield the labels of addressees in the reader's language, given their names as stored."""
    labels = {row.name: row.label for row in Addressee.objects.filter(name__in=stored)}
    return (labels.get(name, name) for name in stored)


def article_number(number: str) -> str:
    """Return the number of an article as it is after the word "article". French treaties say "article premier"."""
    return "premier" if number == "1" and interface_language() == "fr" else number


def article_label(article: Article) -> str:
    """Return "Article 18", for use next to the name of the instrument."""
    return _("Article %(number)s") % {"number": article_number(article.number)}


def article_in_instrument(article: Article) -> str:
    """Return "Organized Crime Convention, article 18"."""
    return article_of(article.instrument.short_label, article.number)


def article_of(instrument: str, number: str) -> str:
    """Return "Organized Crime Convention, article 18", given the name of the instrument."""
    return _("%(instrument)s, article %(number)s") % {"instrument": instrument, "number": article_number(number)}


def provision_label(article: Article, paragraph: str, subparagraph: str) -> str:
    """Return a provision as United Nations documents cite it: "Article 18, paragraph 3 (g)"."""
    return with_place(article_label(article), paragraph, subparagraph)


def provision_in_instrument(article: Article, paragraph: str, subparagraph: str) -> str:
    """Return "Organized Crime Convention, article 18, paragraph 3 (g)"."""
    return with_place(article_in_instrument(article), paragraph, subparagraph)


def with_place(label: str, paragraph: str, subparagraph: str) -> str:
    """Return the label of an article followed by a place in it: "Article 18, paragraph 3 (g)"; "a(i)" is "(a) (i)"."""
    parts = " ".join(f"({part})" for part in subparagraph.replace(")", "").split("(") if part)
    if paragraph and parts:
        values = {"article": label, "number": paragraph, "letters": parts}
        return _("%(article)s, paragraph %(number)s %(letters)s") % values
    if paragraph:
        return _("%(article)s, paragraph %(place)s") % {"article": label, "place": paragraph}
    if parts:
        return _("%(article)s, subparagraph %(place)s") % {"article": label, "place": parts}
    return label
