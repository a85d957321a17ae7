"""Write a brief as a Word file of at most :data:`MAX_PAGES` pages.

The other sections are written within limits; the recommendations, the most important first, fill what they leave. What
is left out is counted, with a link to the page that has it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.web.dates import date_format, year_name
from documents.web.language_addresses import without_language
from documents.web.phrases import colon, detail_comma, in_brackets, numbered, semicolon, semicolon_list, sentence_list
from portal.briefs import sentences
from portal.briefs.brief import (
    AgreedGroup,
    ArticleInBrief,
    Brief,
    BriefEntry,
    Phrase,
    ReadingDocument,
    Tally,
    WordingHistory,
    WordingVersion,
)
from portal.briefs.lines import Part, Text, filled, height, joined, line, within
from recommendations.articles.provisions import ProvisionRow
from recommendations.exports.cover_sheet import disclaimer
from recommendations.exports.document import split_lines
from recommendations.exports.word import styles
from recommendations.exports.word.blocks import Block
from recommendations.exports.word.layout import TEXT_HEIGHT
from recommendations.exports.word.package import Package
from recommendations.exports.word.xml import field, paragraph, run
from recommendations.text.differences import TextChange

MAX_PAGES = 4
USABLE_SHARE = 0.97  # of the height of all pages; the rest is lost where paragraphs are kept together
MAX_TEXT_HEIGHT = 0.6 * TEXT_HEIGHT  # of the text of the articles
MAX_WORDING_HEIGHT = 0.6 * TEXT_HEIGHT
MAX_READING_HEIGHT = 0.5 * TEXT_HEIGHT
SUBJECT_HEIGHT = 40.0  # points for the heading of a subject, and the line below its recommendations
MAX_LISTED_PLACES = 14  # of one document


def write_brief(brief: Brief, file: IO[bytes], root: str, address: str) -> int:
    """Write a brief into a file. ``root`` is the address of the portal, ``address`` that of the page with the brief.
    Return the number of recommendations written.

    Links lead to pages in the language of whoever opens them.
    """
    writer = _Writer(brief, root, address)
    blocks = writer.blocks()
    title = sentences.title_of(brief)
    package = Package(file)
    package.write_properties(title, _("UNTOC Portal"), brief.made_at.astimezone(datetime.UTC).strftime("%FT%TZ"))
    package.write_header(line(styles.HEADER, title).xml(new_page=False))
    package.write_footer(paragraph(styles.FOOTER.key, _footer(brief)))
    package.write_document("".join(block.xml(new_page=False) for block in blocks), BytesIO())
    package.write_footnotes(BytesIO(), [])
    package.close()
    return writer.entry_count


def _footer(brief: Brief) -> str:
    text = _("UNTOC Portal, %(date)s. Not an official document.") % {"date": _date(brief)}
    return Text(f"{text}\t").xml() + field("PAGE", "1") + run("/") + field("NUMPAGES", str(MAX_PAGES))


def _date(brief: Brief) -> str:
    made_at = brief.made_at.astimezone(datetime.UTC)
    return _("%(date)s UTC") % {"date": date_format(made_at, "DATETIME_FORMAT")}


class _Writer:
    """Writes the sections of a brief."""

    def __init__(self, brief: Brief, root: str, address: str) -> None:
        self.brief, self.root, self.address = brief, root, address
        self.entry_count = 0

    def blocks(self) -> list[Block]:
        """Return the paragraphs of the brief, with as many recommendations as fit."""
        before = [*self._front(), *self._articles()]
        after = [*self._addressees(), *self._reading(), *self._unaddressed(), *self._follow_up()]
        # The numbers in the section on wording depend on the recommendations shown, but its height does not.
        rest = MAX_PAGES * TEXT_HEIGHT * USABLE_SHARE - height([*before, *after, *self._wording(self.brief)])
        shown = self.brief.shortened(self._count_fitting(rest))
        self.entry_count = len(shown.entries)
        return [*before, *self._agreed(shown), *self._wording(shown), *after]

    def _count_fitting(self, limit: float) -> int:
        """Return the number of recommendations whose paragraphs fit into a height."""
        used, subjects = 2 * SUBJECT_HEIGHT, set()
        for count, entry in enumerate(self.brief.entries):
            used += height(self._entry(0, entry)) + (0 if entry.subject in subjects else SUBJECT_HEIGHT)
            subjects.add(entry.subject)
            if used > limit:
                return count
        return len(self.brief.entries)

    def _link(self, words: str, address: str) -> Text:
        return Text(words, address=f"{self.root}{without_language(address)}")

    # --- front ---

    def _front(self) -> Iterator[Block]:
        brief = self.brief
        yield line(styles.TITLE, sentences.title_of(brief))
        total = self._link(sentences.total_line(brief), brief.query.address)
        if versions := sentences.versions_line(brief):
            yield self._labelled(_("Total"), *filled(_("%(sentence)s."), sentence=total), " ", versions)
        else:
            yield self._labelled(_("Total"), total)
        for note in brief.notes:
            yield self._labelled(_("Note"), note)
        page = self._link(f"{self.root}{without_language(self.address)}", self.address)
        yield self._labelled(_("Source"), _("UNTOC Portal"), detail_comma(), page)
        yield self._labelled(_("Disclaimer"), disclaimer())

    def _labelled(self, label: str, *parts: Part) -> Block:
        return line(styles.ABOUT, Text(f"{label}\t", style="Label"), *parts)

    # --- the articles ---

    def _articles(self) -> Iterator[Block]:
        for article in self.brief.articles:
            heading = numbered(article.label, article.title) if article.title else article.label
            yield line(styles.HEADING_2, heading)
            if not article.rows:
                yield line(styles.LINE, _("The text of this treaty is not loaded here."))
                continue
            yield from self._article_text(article)

    def _article_text(self, article: ArticleInBrief) -> Iterator[Block]:
        """Yield the text of an article; of a long one, only the paragraphs that recommendations relate to."""
        limit = MAX_TEXT_HEIGHT / len(self.brief.articles)
        rows = [_provision(row) for row in article.rows]
        if height(rows) <= limit:
            yield from rows
            return
        addressed = [_provision(row) for row in article.rows if _is_addressed(row, article.rows)]
        kept = [block for group in within([[block] for block in addressed], limit) for block in group]
        yield from kept
        message = _("Only paragraphs that recommendations relate to are quoted, as far as there is space: %(link)s.")
        yield line(styles.LINE, *filled(message, link=self._link(_("full text"), article.address)))

    # --- the recommendations ---

    def _agreed(self, brief: Brief) -> Iterator[Block]:
        yield line(styles.HEADING_2, _("Recommendations by subject"))
        for group in brief.agreed:
            if group.entries:
                yield from self._group(group)
        others = [group for group in brief.agreed if not group.entries and group.subject.address]
        if others:
            names = [
                [self._link(f"{group.subject.label}{in_brackets(group.subject.total)}", group.subject.address)]
                for group in others
            ]
            yield line(styles.LINE, *filled(_("Other subjects: %(names)s."), names=""), *joined(names, semicolon()))
        if brief.left:
            yield line(styles.LINE, self._link(sentences.more_label(brief.left), brief.query.address))

    def _group(self, group: AgreedGroup) -> Iterator[Block]:
        yield line(styles.SUBHEADING, sentences.subject_label(group), in_brackets(group.subject.total))
        for number, entry in group.entries:
            yield from self._entry(number, entry)
        parts: list[Part] = [sentences.elsewhere_line(group), " "] if group.numbers_elsewhere else []
        if group.left and group.subject.address:
            parts.append(self._link(sentences.more_label(group.left), group.subject.address))
        if parts:
            yield line(styles.FACTS, *parts)

    def _entry(self, number: int, entry: BriefEntry) -> list[Block]:
        """Return the head, the quotation and the details of a recommendation."""
        card, language = entry.card, entry.card.language
        status = Text(card.status_label, style="Adopted" if entry.is_adopted else "NotAdopted")
        head: list[list[Part]] = [[str(number)], [status], [self._link(entry.name, card.address)]]
        head += [[part] for part in (card.meeting_label, *(article.reason for article in card.articles)) if part]
        blocks = [line(styles.ENTRY, *joined(head, "  ·  "))]
        text = f"{entry.text} […]" if entry.is_cut else entry.text
        for item in split_lines(text, entry.label):
            style = styles.QUOTATION_ITEM if item.is_item else styles.QUOTATION
            words = Text(f"{item.label}\t{item.text}", language)
            blocks.append(line(style, words, language=language, bar=not entry.is_adopted))
        addressees = semicolon_list(name.label for name in card.addressees)
        details = [_("Addressed to: %(names)s") % {"names": addressees}] if addressees else []
        details += [part for part in (card.correction_mark, *sentences.stage_labels(entry, self.brief)) if part]
        if card.follow_up:
            details.append(sentences.follow_up_label(card.follow_up))
        if details:
            blocks.append(line(styles.FACTS, "  ·  ".join(details)))
        return blocks

    # --- wording ---

    def _wording(self, brief: Brief) -> Iterator[Block]:
        if not brief.histories:
            return
        yield line(styles.HEADING_2, _("How the wording changed"))
        groups = [self._history(brief, history) for history in brief.changed]
        kept = within(groups, MAX_WORDING_HEIGHT)
        for group in kept:
            yield from group
        if left := len(groups) - len(kept):
            message = ngettext("%(count)s more with different wording", "%(count)s more with different wording", left)
            yield line(styles.LINE, self._link(message % {"count": left}, self.address))
        if brief.unchanged:
            yield line(styles.LINE, sentences.unchanged_line(len(brief.unchanged)))

    def _history(self, brief: Brief, history: WordingHistory) -> list[Block]:
        number = brief.numbers.get(history.key)
        blocks = []
        for index, version in enumerate(history.versions):
            label = f"{number or '–'}\t" if index == 0 else "\t"
            blocks.append(line(styles.QUOTATION, label, *self._version(version)))
        return blocks

    def _version(self, version: WordingVersion) -> Iterator[Part]:
        parts: list[list[Part]] = [[year_name(version.year_before_name)]] if version.year_before_name else []
        parts += [[self._link(version.name, version.address)], [version.status_label]]
        parts += [[part] for part in (sentences.certainty_label(version),) if part]
        yield from joined(parts, detail_comma())
        phrases = [*version.actions, *version.qualifiers]
        if phrases:
            yield colon()
            yield from joined((_phrase(phrase, version.language) for phrase in phrases), semicolon())

    # --- addressees, meetings, documents, provisions, follow-up ---

    def _addressees(self) -> Iterator[Block]:
        if self.brief.addressees.rows:
            yield line(styles.HEADING_2, _("Who is addressed"))
            yield line(styles.LINE, *self._tallies(self.brief.addressees.rows))

    def _tallies(self, rows: tuple[Tally, ...]) -> list[Part]:
        return joined(([self._link(sentences.tally_label(row), row.address)] for row in rows), semicolon())

    def _reading(self) -> Iterator[Block]:
        brief = self.brief
        if not (brief.meetings.rows or brief.documents):
            return
        yield line(styles.HEADING_2, _("Meetings and documents to read"))
        if brief.meetings.rows:
            yield line(styles.LINE, *self._tallies(brief.meetings.rows))
        groups = [[self._document(document)] for document in brief.documents]
        kept = within(groups, MAX_READING_HEIGHT)
        for group in kept:
            yield from group
        if left := len(groups) - len(kept):
            message = ngettext("%(count)s more document", "%(count)s more documents", left) % {"count": left}
            yield line(styles.LINE, self._link(message, self.address))
        if brief.places_left:
            yield line(styles.LINE, self._link(sentences.more_paragraphs(brief.places_left), brief.places_address))

    def _document(self, document: ReadingDocument) -> Block:
        name: list[Part] = [self._link(document.symbol or document.title or _("Untitled document"), document.address)]
        if document.symbol and document.title:
            name += [detail_comma(), Text(document.title, document.language)]
        if document.date:
            name += [detail_comma(), date_format(document.date, "DATE_FORMAT")]
        listed = document.places[:MAX_LISTED_PLACES]
        places = joined(([self._link(place.label, place.address)] for place in listed), semicolon())
        if left := document.left + len(document.places) - len(listed):
            places += [semicolon(), sentences.more_places(left)]
        return line(styles.LINE, *name, *([colon(), *places] if places else []))

    def _unaddressed(self) -> Iterator[Block]:
        articles = [article for article in self.brief.articles if article.unaddressed]
        if articles:
            yield line(styles.HEADING_2, _("Provisions that no recommendation relates to"))
        for article in articles:
            parts = (sentences.unaddressed_line(article.unaddressed), sentences.as_a_whole_line(article.as_a_whole))
            yield line(styles.LINE, self._link(article.label, article.address), colon(), sentence_list(parts))

    def _follow_up(self) -> Iterator[Block]:
        if self.brief.follow_up:
            yield line(styles.HEADING_2, _("Follow-up"))
            yield line(styles.LINE, *self._tallies(self.brief.follow_up))


def _provision(row: ProvisionRow) -> Block:
    style = styles.QUOTATION if row.level == 0 else styles.QUOTATION_ITEM
    return line(style, Text(f"{row.label}\t{row.text}", "en"), language="en")


def _is_addressed(row: ProvisionRow, rows: tuple[ProvisionRow, ...]) -> bool:
    """Return whether recommendations relate to the paragraph that a row belongs to."""
    return any(other.recommendations for other in rows if other.paragraph == row.paragraph and other.begins_paragraph)


def _phrase(phrase: Phrase, language: str) -> list[Part]:
    """Return a quoted phrase with a sign if it was added or deleted."""
    signs = {TextChange.ADDED: "+ ", TextChange.DELETED: "− ", TextChange.SAME: ""}
    return [signs[phrase.change], *filled(_("“%(words)s”"), words=Text(phrase.words, language))]
