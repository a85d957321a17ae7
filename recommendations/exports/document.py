"""The content of a compilation as a document to read and print, the same in Word and PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.labels.citing import citation_source, format_citation
from documents.labels.naming import body_at_meeting, full_meeting_name, person_name
from documents.labels.places import page_place
from documents.web.dates import date_format
from documents.web.language_addresses import without_language
from documents.web.languages import language_name
from documents.web.phrases import (
    apposition,
    in_brackets,
    semicolon_list,
    sentence,
    sentence_list,
    shorten_to_characters,
)
from recommendations.exports.columns import adopted_version, names_of
from recommendations.exports.compilation import CompilationContent, CompilationEntry
from recommendations.exports.cover_sheet import CoverSheet
from recommendations.exports.groups import CompilationGroup, Grouping
from recommendations.exports.items import Item
from recommendations.follow_up.entries import follow_up_status
from recommendations.labels.status import correction_mark, status_sentence
from recommendations.models import Recommendation

Status = Recommendation.Status
NOT_ADOPTED = frozenset({Status.DRAFT, Status.PROPOSED})
MAX_HEADER_LENGTH = 110  # characters of the query in a page header; the first page shows all of it

_ITEM = re.compile(
    r"(?P<label> \( (?: [^\W\d_]{1,4} | \d{1,3} ) \) | (?: \d{1,3} | [^\W\d_] ) [.)] | [•–—] ) [ ]+ (?P<rest> \S .*)",
    re.VERBOSE,
)
"""Matches a line with a label: "(a) gather", "(iv) gather", "2. gather", "• gather"; not "A state"."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a recommendation with its label, or "". ``is_item`` is true for a sub-item."""

    label: str
    text: str
    is_item: bool


@dataclass(frozen=True, slots=True)
class EntryHead:
    """The line above a recommendation: its number in the compilation, its status, and ``details`` such as "Addressed
    to: States parties"."""

    number: int
    status: str
    is_adopted: bool
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the citation, linked to ``address``, followed by ``details``."""

    citation: str
    details: str
    address: str


def header_line(about: CoverSheet) -> str:
    """Return the query for the header of each page, shortened if it is long."""
    return shorten_to_characters(about.query_line, MAX_HEADER_LENGTH)


def footer_line(about: CoverSheet) -> str:
    """Return the source and date for the footer of each page."""
    return _("UNTOC Portal, %(date)s. Not an official document.") % {"date": about.date}


def group_headings(groups: tuple[CompilationGroup, ...]) -> Iterator[tuple[CompilationGroup, list[tuple[int, str]]]]:
    """Yield each group that has a label with its headings, as pairs of level and text: the heading one level up, if it
    has changed, and the heading of the group."""
    above = ""
    for group in groups:
        if group.label:
            headings = [(1, group.above)] if group.above and group.above != above else []
            above = group.above or group.label
            yield group, [*headings, (2 if group.above else 1, f"{group.label}{in_brackets(len(group.keys))}")]


def entry_head(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> EntryHead:
    """Return the line above a recommendation. The status of a proposed text shows that it was not adopted."""
    status = capfirst(str(item.row.get_status_display()))
    if item.row.status == Status.PROPOSED:
        status = _("%(status)s, not adopted") % {"status": status}
    addressees = semicolon_list(names_of(item, "addressee", compilation))
    details = [_("Addressed to: %(names)s") % {"names": addressees}] if addressees else []
    if mark := correction_mark(item.row):
        details.append(mark)
    if entry.by_meaning:
        details.append(_("found by meaning"))
    return EntryHead(entry.number, status, item.row.status not in NOT_ADOPTED, tuple(details))


def split_lines(text: str, own_label: str = "") -> Iterator[Line]:
    """Yield each line of a text with the label of the recommendation or of the sub-item in front."""
    for number, line in enumerate(text.split("\n")):
        if number == 0:
            yield Line(own_label, line, is_item=False)
        elif match := _ITEM.fullmatch(line):
            yield Line(match["label"], match["rest"], is_item=True)
        else:
            yield Line("", line, is_item=False)


def translations(item: Item, compilation: CompilationContent) -> Iterator[tuple[str, str, str]]:
    """Yield the other texts of a recommendation if all languages are compiled: code and name of the language, text."""
    for language in compilation.languages:
        if language in item.texts and language != item.row.version.language:
            yield language, capfirst(language_name(language)), item.texts[language]


def remarks(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> Iterator[str]:
    """Yield the lines below a recommendation: its other groups, a person's own note, and its follow-up."""
    if entry.also_under:
        yield _("Other groups: %(groups)s") % {"groups": semicolon_list(entry.also_under)}
    if note := compilation.additions.notes.get(item.row.pk):
        yield _("Note: %(note)s") % {"note": note}
    if compilation.additions.with_follow_up:
        row = item.follow_up
        details = [follow_up_status(row)]
        if row and row.person:
            details.append(_("in charge: %(name)s") % {"name": person_name(row.person)})
        if row and row.due_date:
            details.append(_("due on %(date)s") % {"date": date_format(row.due_date, "DATE_FORMAT")})
        if row and row.due_meeting:
            details.append(_("due by: %(meeting)s") % {"meeting": compilation.names.dated_meeting(row.due_meeting)})
        yield _("Follow-up: %(details)s") % {"details": semicolon_list(details)}
        if row and row.note:
            yield _("Follow-up note: %(note)s") % {"note": row.note}


def left_out_line(count: int) -> str:
    """Return a line on recommendations that stopped being public while the file was written, or ""."""
    return _("Left out because no longer public: %(count)s.") % {"count": count} if count else ""


class SourceNotes:
    """Makes the footnotes of a compilation. Details that several recommendations of a document share within a group,
    such as its meeting, are only in the first of their footnotes; the citation is in each. In a group by meeting, whose
    heading names the meeting, this applies to all its documents together.
    """

    def __init__(self, compilation: CompilationContent) -> None:
        self._root = compilation.root
        self._by_meeting = compilation.grouping == Grouping.MEETING
        self._printed: set[tuple[CompilationGroup, int | None, str]] = set()

    def note(self, entry: CompilationEntry, item: Item) -> Note:
        """Return the footnote: symbol, paragraph and page with a link to the portal, then status, meeting, and the
        adopted texts linked to a draft."""
        row = item.row
        address = self._root + without_language(row.get_absolute_url())
        citation = format_citation(citation_source(row.version.document, row.version, item.paragraph, address))
        page = page_place(row.page) if row.page else ""
        if page and not citation.endswith(page):
            citation = apposition((citation, page))
        status = _status_and_meeting(row)
        sentences = [adopted_version(item, is_later=True), adopted_version(item, is_later=False)]
        key = (entry.group, None if self._by_meeting else row.version_id, status)
        if key not in self._printed:
            self._printed.add(key)
            sentences.insert(0, status)
        return Note(citation, sentence_list([sentence(""), *sentences]), address)


def _status_and_meeting(row: Recommendation) -> str:
    status = status_sentence(row)
    if row.meeting and not any(name(row.meeting) in status for name in (full_meeting_name, body_at_meeting)):
        return sentence_list((status, sentence(capfirst(full_meeting_name(row.meeting)))))
    return status
