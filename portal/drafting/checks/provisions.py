"""Check the articles that a draft cites: whether they exist, with these paragraphs, on this subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.web.languages import interface_language, label_in
from documents.web.phrases import comma_list, numbered
from portal.drafting.checks.contexts import SubjectWording, subject_near
from portal.drafting.checks.draft import Draft, DraftReference
from portal.drafting.checks.subjects import (
    SubjectArticles,
    Titles,
    TitleWords,
    articles_on,
    english_titles,
    title_words,
    words_of_titles,
)
from portal.drafting.checks.types import Finding, FindingKind, Place, Source
from recommendations.extraction.types import ArticleTarget, ReferenceKind
from recommendations.extraction.vocabulary import ENGLISH, Instrument
from recommendations.labels.vocabulary import article_number, treaty_title
from recommendations.models import Article, Provision
from recommendations.models import Instrument as InstrumentRow
from recommendations.search.resources import paragraph_counts

_MISSING = re.compile(r"the (?P<name>.+) has no article (?P<numbers>.+)")
"""Matches the reason that the extraction gives for a reference to an article that an instrument does not have."""


_GENERAL = "general provision"
"""The title of an article that introduces a chapter, whose subject is also its own."""


class ProvisionChecker:
    """Checks references to articles of treaties."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.instruments = draft.vocabulary.instruments_by_key
        self.by_name = {instrument.short_title: instrument for instrument in draft.vocabulary.instruments}
        cited = {target.instrument for item in draft.references for target in item.reference.articles}
        self.texts = _loaded_provisions(cited)
        self.names = {row.key: instrument_name(row) for row in InstrumentRow.objects.all()}
        self.names |= {key: row.short_title for key, row in self.instruments.items() if key not in self.names}
        self.titles = _titles(interface_language())
        self._titles_by_language: dict[str, tuple[Titles, TitleWords]] = {}

    def findings(self) -> Iterator[Finding]:
        """Yield the findings on all references to articles."""
        for item in self.draft.references:
            if item.reference.kind is ReferenceKind.ARTICLE:
                yield from self._missing_articles(item)
                yield from self._missing_paragraphs(item)
                yield from self._subject(item)

    # --- numbers ---

    def _missing_articles(self, item: DraftReference) -> Iterator[Finding]:
        match = _MISSING.fullmatch(item.reference.reason)
        instrument = self.by_name.get(match["name"]) if match else None
        if match is None or instrument is None:
            return
        message = _("The %(instrument)s has %(count)s articles; there is no article %(number)s.") % {
            "instrument": self.names[instrument.key],
            "count": len(instrument.articles),
            "number": match["numbers"],
        }
        subject = self._subject_of(item)
        if subject:
            numbers = match["numbers"].split(", ")
            owners = [key for key in subject[1].instruments_with(numbers[0]) if key != instrument.key]
            if owners and subject[1].is_clear:
                yield self._other_convention(item, subject[0], owners[0], numbers[0])
        yield _finding(FindingKind.ARTICLE_MISSING, item, message, self._instrument_source(instrument))

    def _missing_paragraphs(self, item: DraftReference) -> Iterator[Finding]:
        for target in item.reference.articles:
            if message := self._paragraph_problem(target):
                yield _finding(FindingKind.TREATY_PARAGRAPH, item, message, self._article_source(target))
                return

    def _paragraph_problem(self, target: ArticleTarget) -> str:
        """Return what is wrong with the paragraph or subparagraph of a provision, or ""."""
        names = {"article": article_number(target.article), "instrument": self.names[target.instrument]}
        count = paragraph_counts().get(target.instrument, {}).get(target.article)
        if target.paragraph.isdecimal() and count is not None and int(target.paragraph) > count:
            if not count:
                return _("Article %(article)s of the %(instrument)s has no numbered paragraphs.") % names
            return ngettext(
                "Article %(article)s of the %(instrument)s has %(count)s paragraph; there is no paragraph %(number)s.",
                "Article %(article)s of the %(instrument)s has %(count)s paragraphs; there is no paragraph %(number)s.",
                count,
            ) % {**names, "count": count, "number": target.paragraph}
        known = self.texts.get((target.instrument, target.article))
        part = (target.paragraph, target.subparagraph)
        if known and target.subparagraph and part not in known:
            where = "".join(f"({p})" for p in (target.paragraph, *target.subparagraph.rstrip(")").split("(")) if p)
            return _("Article %(article)s of the %(instrument)s has no provision %(number)s%(part)s.") % {
                **names,
                "number": target.article,
                "part": where,
            }
        return ""

    # --- subjects ---

    def _titles_in(self, language: str) -> tuple[Titles, TitleWords]:
        if language not in self._titles_by_language:
            vocabulary = self.draft.vocabulary
            titles = english_titles(vocabulary) if language == ENGLISH else _titles(language)
            self._titles_by_language[language] = titles, words_of_titles(titles, vocabulary, language)
        return self._titles_by_language[language]

    def _articles_on(self, subject: str, language: str) -> SubjectArticles:
        return articles_on(subject, self.draft.vocabulary, self._titles_in(language)[1])

    def _subject_of(self, item: DraftReference) -> tuple[SubjectWording, SubjectArticles] | None:
        reference = item.reference
        wording = subject_near(item.text, reference.start, reference.end, item.language)
        if wording is None:
            return None
        articles = self._articles_on(wording.text, item.language)
        return (wording, articles) if articles.articles else None

    def _subject(self, item: DraftReference) -> Iterator[Finding]:
        """Yield a finding if the subject that the text gives belongs to another article."""
        targets = item.reference.articles
        if not targets or not (found := self._subject_of(item)):
            return
        wording, articles = found
        if len(wording.parts) == len(targets) > 1:
            for target, part in zip(targets, wording.parts, strict=True):
                on_part = self._articles_on(part, item.language)
                if finding := self._mismatch(item, replace(wording, text=part), [target], on_part):
                    yield finding
                    return
        elif finding := self._mismatch(item, wording, targets, articles):
            yield finding

    def _mismatch(
        self,
        item: DraftReference,
        wording: SubjectWording,
        targets: tuple[ArticleTarget, ...] | list[ArticleTarget],
        articles: SubjectArticles,
    ) -> Finding | None:
        cited = {(target.instrument, target.article) for target in targets}
        if (
            not articles.is_clear
            or cited & articles.articles
            or self._repeats_title(targets, wording.text, item.language)
        ):
            return None
        target = targets[0]
        owners = [key for key in articles.instruments_with(target.article) if key != target.instrument]
        numbers = articles.numbers_in(target.instrument)
        instrument = self.instruments[target.instrument]
        title = instrument.articles.get(target.article, "")
        if title.casefold().startswith(_GENERAL):
            return None
        if owners and not wording.is_before:
            return self._other_convention(item, wording, owners[0], target.article, title, instrument)
        if not numbers:
            return None if wording.is_before else self._elsewhere(item, wording, articles)
        message = _(
            "Article %(number)s of the %(instrument)s is “%(title)s”. "
            "“%(subject)s” is the subject of article %(others)s."
        ) % {
            "number": article_number(target.article),
            "instrument": self.names[instrument.key],
            "title": self._title(target.instrument, target.article),
            "subject": wording.text.strip(),
            "others": comma_list(numbers[:3]),
        }
        sources = [self._article_source(target), self._article_source(ArticleTarget(instrument.key, numbers[0]))]
        certain = item.certain and not wording.is_before
        return _finding(FindingKind.ARTICLE_TITLE, item, message, *sources, wording=wording, certain=certain)

    def _repeats_title(self, targets: Iterable[ArticleTarget], subject: str, language: str) -> bool:
        """Return whether most words of the subject are in the title of a cited article."""
        words, titles = title_words(subject, language), self._titles_in(language)[0]
        cited = (title_words(titles.get((target.instrument, target.article), ""), language) for target in targets)
        return bool(words) and any(len(words & title) > len(words) / 2 for title in cited)

    def _elsewhere(self, item: DraftReference, wording: SubjectWording, articles: SubjectArticles) -> Finding | None:
        """Return a finding for a subject that only other instruments have. In English, all titles are known."""
        key, number = min(articles.articles)
        finding = self._other_convention(item, wording, key, number)
        return finding if item.language == ENGLISH else replace(finding, certain=False)

    def _other_convention(
        self,
        item: DraftReference,
        wording: SubjectWording,
        owner: str,
        number: str,
        title: str = "",
        instrument: Instrument | None = None,
    ) -> Finding:
        other = self.instruments[owner]
        values = {"number": article_number(number), "subject": wording.text.strip(), "other": self.names[other.key]}
        message = _("“%(subject)s” is the subject of article %(number)s of the %(other)s.") % values
        sources = [self._article_source(ArticleTarget(owner, number))]
        if instrument:
            message = _(
                "Article %(number)s of the %(instrument)s is “%(title)s”. Article %(number)s of the %(other)s is on "
                "“%(subject)s”."
            ) % {**values, "instrument": self.names[instrument.key], "title": self._title(instrument.key, number)}
            sources.append(self._article_source(ArticleTarget(instrument.key, number)))
        return _finding(FindingKind.CONVENTION, item, message, *sources, wording=wording)

    # --- sources ---

    def _title(self, instrument: str, number: str) -> str:
        """Return the title of an article in the reader's language, or else in English."""
        return self.titles.get((instrument, number)) or self.instruments[instrument].articles.get(number, "")

    def _article_source(self, target: ArticleTarget) -> Source:
        instrument = self.instruments[target.instrument]
        name = self.names[instrument.key]
        cited = _("%(instrument)s, article %(number)s") % {"instrument": name, "number": article_number(target.article)}
        if title := self._title(target.instrument, target.article):
            cited = numbered(cited, title)
        return Source(cited, "", reverse("article", args=[instrument.key, target.article]))

    def _instrument_source(self, instrument: Instrument) -> Source:
        return Source(treaty_title(self.names[instrument.key]), "", reverse("instrument", args=[instrument.key]))

    def source_of(self, item: DraftReference) -> Source | None:
        """Return the page of the first article that a reference cites, or None."""
        return self._article_source(item.reference.articles[0]) if item.reference.articles else None


def _finding(
    kind: FindingKind,
    item: DraftReference,
    message: str,
    *sources: Source,
    wording: SubjectWording | None = None,
    certain: bool | None = None,
) -> Finding:
    start, end = item.reference.start, item.reference.end
    if wording:
        start, end = min(start, wording.start), max(end, wording.end)
    place = Place(item.reference.block, item.reference.footnote, start, end)
    certain = item.certain if certain is None else certain
    return Finding(kind, place, item.where, item.text[start:end], message, certain, sources)


def instrument_name(row: InstrumentRow) -> str:
    """Return the name of an instrument in the reader's language: its short title in English."""
    return label_in({**row.labels, "en": row.short_title}, row.short_title)


def _titles(language: str) -> Titles:
    """Return the titles of the articles whose title in a language is known."""
    rows = Article.objects.filter(labels__has_key=language).values_list("instrument__key", "number", "labels")
    return {(key, number): labels[language] for key, number, labels in rows}


def _loaded_provisions(instruments: set[str]) -> Mapping[tuple[str, str], set[tuple[str, str]]]:
    """Return the paragraphs and subparagraphs of each article (instrument, number) whose text is loaded."""
    known: dict[tuple[str, str], set[tuple[str, str]]] = {}
    rows = Provision.objects.filter(article__instrument__key__in=instruments, kind=Provision.Kind.TEXT)
    columns = ("article__instrument__key", "article__number", "paragraph", "subparagraph")
    for instrument, number, paragraph, subparagraph in rows.values_list(*columns):
        known.setdefault((instrument, number), set()).add((paragraph, subparagraph))
    return known
