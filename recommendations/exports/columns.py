"""Columns of a compilation as a table, for both Excel and CSV."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.labels.naming import meeting_name, person_name
from documents.labels.places import shown_place
from documents.web.language_addresses import without_language
from documents.web.languages import language_name
from documents.web.phrases import labelled, semicolon_list, sentence_list
from recommendations.exports.compilation import CompilationContent, CompilationEntry
from recommendations.exports.items import Item
from recommendations.follow_up.entries import follow_up_status
from recommendations.labels.bases import basis_label
from recommendations.labels.places import name_in_document
from recommendations.labels.status import status_sentence
from recommendations.models import FollowUp

Value = str | int | datetime.date | None


class ColumnKind(Enum):
    """The type of a column's values."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    LINK = "link"  # an address of the portal


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``width`` is in characters; ``value`` is called only for entries with an item."""

    label: str | Promise
    kind: ColumnKind
    width: int
    value: Callable[[CompilationEntry, Item, CompilationContent], Value]


def columns_of(compilation: CompilationContent) -> list[Column]:
    """Return the columns for which a compilation has values."""
    columns = [_NUMBER]
    if any(group.label for group in compilation.groups):
        columns += _GROUP_COLUMNS
    for column in _COLUMNS:
        columns += map(_text_column, compilation.languages) if compilation.languages and column is _TEXT else [column]
    if compilation.by_meaning is not None:
        columns.append(_FOUND_BY)
    if compilation.additions.notes:
        columns.append(_NOTE)
    if compilation.additions.with_follow_up:
        columns += _FOLLOW_UP_COLUMNS
    return [*columns, _ADDRESS]


def _text_column(language: str) -> Column:
    label = _("Text (%(language)s)") % {"language": language_name(language)}
    return Column(label, ColumnKind.TEXT, 80, lambda entry, item, compilation: item.texts.get(language, ""))


def _facet_column(facet: str) -> Callable[[CompilationEntry, Item, CompilationContent], Value]:
    """Return a function that lists the names of an item's facet values: see :func:`names_of`."""

    def value(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> Value:
        return semicolon_list(names_of(item, facet, compilation))

    return value


def names_of(item: Item, facet: str, compilation: CompilationContent) -> list[str]:
    """Return the names of an item's facet values, each once. Omit instruments, paragraphs of articles, and topics
    implied by a subtopic."""
    values = item.values(facet)
    if facet == "article":
        values = [value for value in values if value.count(":") == 1]
    names = {value: compilation.names.of(facet, value) for value in values}
    parents = {name.parent for name in names.values()} if facet == "topic" else set()
    leaf_names = [name for value, name in names.items() if value not in parents]
    return [name.full_label for name in sorted(leaf_names, key=lambda name: name.order)]


def _reasons(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> Value:
    """Return the reasons for the articles: "Organized Crime Convention, article 18: cites"."""
    reasons = (
        labelled(
            compilation.names.of("article", basis.article).full_label,
            basis_label(basis.basis, basis.evidence, in_heading=basis.in_heading, description=basis.description),
        )
        for basis in item.bases
    )
    return semicolon_list(dict.fromkeys(reasons))


def _meeting(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> Value:
    return capfirst(meeting_name(item.row.meeting)) if item.row.meeting else ""


def _other_organs(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> Value:
    """Return the further organs of the document, as the names of their meetings if these are known."""
    organs = item.row.version.document.further_organs.all()
    return semicolon_list(capfirst(meeting_name(organ.meeting)) if organ.meeting else organ for organ in organs)


_ADOPTED_VERSION = {  # by whether it is later, and whether it is confirmed
    (True, True): gettext_lazy("A later version was adopted: %(name)s."),
    (True, False): gettext_lazy("A possible later version was adopted: %(name)s (not confirmed)."),
    (False, True): gettext_lazy("An earlier version was adopted: %(name)s."),
    (False, False): gettext_lazy("A possible earlier version was adopted: %(name)s (not confirmed)."),
}


def adopted_version(item: Item, *, is_later: bool) -> str:
    """Return the adopted text that is a later, or an earlier, version of a draft: "A possible later version was
    adopted: CTOC/COP/2022/L.4, annex I (j) (not confirmed)."; or ""."""
    return sentence_list(
        _ADOPTED_VERSION[is_later, version.is_confirmed] % {"name": name_in_document(version.recommendation)}
        for version in item.adopted_versions
        if version.is_later == is_later
    )


def _year(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> Value:
    return next((int(value) for value in item.values("year")), None)


def _found_by(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> Value:
    return _("found by meaning") if entry.by_meaning else _("exact match")


def _address(entry: CompilationEntry, item: Item, compilation: CompilationContent) -> Value:
    return compilation.root + without_language(item.row.get_absolute_url())


_NUMBER = Column(gettext_lazy("No."), ColumnKind.NUMBER, 6, lambda entry, item, compilation: entry.number)
_GROUP_COLUMNS = [
    Column(gettext_lazy("Group"), ColumnKind.TEXT, 28, lambda entry, item, compilation: entry.group.name),
    Column(
        gettext_lazy("Other groups"),
        ColumnKind.TEXT,
        28,
        lambda entry, item, compilation: semicolon_list(entry.also_under),
    ),
]
ADDRESSED_TO = Column(gettext_lazy("Addressed to"), ColumnKind.TEXT, 22, _facet_column("addressee"))
_TEXT = Column(gettext_lazy("Text"), ColumnKind.TEXT, 80, lambda entry, item, compilation: item.row.text)
_COLUMNS = [
    Column(
        gettext_lazy("Symbol"), ColumnKind.TEXT, 24, lambda entry, item, compilation: item.row.version.document.symbol
    ),
    Column(
        gettext_lazy("Location in the document"),
        ColumnKind.TEXT,
        16,
        lambda entry, item, compilation: shown_place(item.row.path),
    ),
    Column(gettext_lazy("Page"), ColumnKind.NUMBER, 6, lambda entry, item, compilation: item.row.page),
    Column(gettext_lazy("Item number or letter"), ColumnKind.TEXT, 8, lambda entry, item, compilation: item.row.label),
    Column(
        gettext_lazy("Type of text"),
        ColumnKind.TEXT,
        18,
        lambda entry, item, compilation: capfirst(item.row.get_kind_display()),
    ),
    _TEXT,
    Column(
        gettext_lazy("Text corrected by an editor on"),
        ColumnKind.DATE,
        14,
        lambda entry, item, compilation: item.row.corrected_at.date() if item.row.corrected_at else None,
    ),
    Column(
        gettext_lazy("Status"),
        ColumnKind.TEXT,
        18,
        lambda entry, item, compilation: capfirst(item.row.get_status_display()),
    ),
    Column(
        gettext_lazy("Status in full"),
        ColumnKind.TEXT,
        40,
        lambda entry, item, compilation: status_sentence(item.row),
    ),
    Column(
        gettext_lazy("Earlier version"),
        ColumnKind.TEXT,
        34,
        lambda entry, item, compilation: adopted_version(item, is_later=False),
    ),
    Column(
        gettext_lazy("Later version"),
        ColumnKind.TEXT,
        34,
        lambda entry, item, compilation: adopted_version(item, is_later=True),
    ),
    ADDRESSED_TO,
    Column(
        gettext_lazy("Strength"),
        ColumnKind.TEXT,
        12,
        lambda entry, item, compilation: capfirst(item.row.get_strength_display()) if item.row.strength else "",
    ),
    Column(
        gettext_lazy("Action phrase"),
        ColumnKind.TEXT,
        24,
        lambda entry, item, compilation: item.row.action or item.row.verb,
    ),
    Column(gettext_lazy("Articles"), ColumnKind.TEXT, 34, _facet_column("article")),
    Column(gettext_lazy("Reasons for the articles"), ColumnKind.TEXT, 40, _reasons),
    Column(gettext_lazy("Topics"), ColumnKind.TEXT, 34, _facet_column("topic")),
    Column(gettext_lazy("Meeting"), ColumnKind.TEXT, 34, _meeting),
    Column(
        gettext_lazy("Start date of the meeting"),
        ColumnKind.DATE,
        14,
        lambda entry, item, compilation: item.row.meeting.start if item.row.meeting else None,
    ),
    Column(gettext_lazy("Year"), ColumnKind.NUMBER, 7, _year),
    Column(
        gettext_lazy("Date of the document"),
        ColumnKind.DATE,
        14,
        lambda entry, item, compilation: item.row.version.document.date,
    ),
    Column(gettext_lazy("Other organs to which the document was submitted"), ColumnKind.TEXT, 34, _other_organs),
    Column(gettext_lazy("Title of the document"), ColumnKind.TEXT, 40, lambda entry, item, compilation: _title(item)),
    Column(gettext_lazy("Heading"), ColumnKind.TEXT, 28, lambda entry, item, compilation: item.row.heading),
    Column(
        gettext_lazy("Language"),
        ColumnKind.TEXT,
        10,
        lambda entry, item, compilation: language_name(item.row.version.language),
    ),
]


def _follow_up_column(
    label: str | Promise,
    width: int,
    value: Callable[[FollowUp, CompilationContent], Value],
    kind: ColumnKind = ColumnKind.TEXT,
) -> Column:
    """Return a column of the follow-up, empty if nothing has been recorded."""
    return Column(
        label,
        kind,
        width,
        lambda entry, item, compilation: value(item.follow_up, compilation) if item.follow_up else "",
    )


_NOTE = Column(
    gettext_lazy("Note"),
    ColumnKind.TEXT,
    40,
    lambda entry, item, compilation: compilation.additions.notes.get(item.row.pk, ""),
)
_FOLLOW_UP_COLUMNS = [
    Column(
        gettext_lazy("Follow-up status"),
        ColumnKind.TEXT,
        16,
        lambda entry, item, compilation: follow_up_status(item.follow_up),
    ),
    _follow_up_column(gettext_lazy("Person in charge"), 20, lambda row, compilation: person_name(row.person)),
    _follow_up_column(gettext_lazy("Due date"), 14, lambda row, compilation: row.due_date, ColumnKind.DATE),
    _follow_up_column(
        gettext_lazy("Meeting by which it is due"),
        34,
        lambda row, compilation: compilation.names.dated_meeting(row.due_meeting),
    ),
    _follow_up_column(gettext_lazy("Follow-up note"), 50, lambda row, compilation: row.note),
    _follow_up_column(
        gettext_lazy("Follow-up changed on"),
        14,
        lambda row, compilation: timezone.localdate(row.changed_at),
        ColumnKind.DATE,
    ),
]
_FOUND_BY = Column(gettext_lazy("Match"), ColumnKind.TEXT, 10, _found_by)
_ADDRESS = Column(gettext_lazy("Web address"), ColumnKind.LINK, 36, _address)


def _title(item: Item) -> str:
    return item.row.version.title or item.row.version.document.title
