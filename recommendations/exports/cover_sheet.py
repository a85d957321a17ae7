"""The cover sheet of a compilation: query, date, number of recommendations, source."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.web.dates import date_format
from documents.web.phrases import apposition, labelled, quoted, semicolon_list, shorten_to_characters
from recommendations.exports.groups import CompilationGroup, Grouping
from recommendations.labels.facet_values import Names
from recommendations.results.facet_panel import BASIS_LABELS, FACET_LABELS, selected_values
from recommendations.results.notices import notices
from recommendations.search.query import RELEVANCE, SearchQuery
from recommendations.search.results import Result

MAX_SUBJECT_LENGTH = 120  # characters of the query in a title; the cover sheet shows all of it


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """A cover sheet. ``query`` are pairs of label and value; ``notes`` are sentences on the content.

    ``total`` counts each recommendation once. ``counts`` are pairs of group name and number of entries. ``address``
    links to the search or, for a selection by hand, to a shared list; "" if there is none. ``own_title`` and
    ``remarks`` come from the person who made the compilation; "" if there are none.
    """

    query: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    made_at: datetime.datetime
    total: int
    counts: tuple[tuple[str, int], ...]
    portal: str
    address: str
    own_title: str = ""
    remarks: str = ""

    @property
    def title(self) -> str:
        """Return the person's own title, or one that names the meeting, the articles or the search."""
        if self.own_title:
            return self.own_title
        subject = shorten_to_characters(semicolon_list(value for _label, value in self.query), MAX_SUBJECT_LENGTH)
        return _("Compilation of recommendations: %(subject)s") % {"subject": subject}

    @property
    def query_line(self) -> str:
        """Return the query on one line: "Search terms: “joint”; Article: Organized Crime Convention, article 18"."""
        return semicolon_list(labelled(label, value) for label, value in self.query)

    @property
    def date(self) -> str:
        """Return the date of the compilation, such as "28 November 2026, 14:05 UTC"."""
        made_at = self.made_at.astimezone(datetime.UTC)
        return _("%(date)s UTC") % {"date": date_format(made_at, "DATETIME_FORMAT")}

    @property
    def count_line(self) -> str:
        """Return the counts, such as "34 recommendations in 5 groups"."""
        recommendations = count_label(self.total)
        if not self.counts:
            return recommendations
        groups = ngettext("%(count)s group", "%(count)s groups", len(self.counts)) % {"count": len(self.counts)}
        return _("%(recommendations)s in %(groups)s") % {"recommendations": recommendations, "groups": groups}

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Return the cover sheet, except the group counts, as pairs of label and text."""
        return [
            *([(_("Remarks"), self.remarks)] if self.remarks else []),
            *self.query,
            (_("Compiled on"), self.date),
            (_("Total"), self.count_line),
            *((_("Note"), note) for note in self.notes),
            (_("Source"), apposition(filter(None, (_("UNTOC Portal"), self.address or self.portal)))),
            (_("Disclaimer"), disclaimer()),
        ]


def disclaimer() -> str:
    return _(
        "This is not an official United Nations document. The documents as issued by the United Nations prevail. "
        "Recommendations that are drafts or were submitted for consideration have not been adopted."
    )


def count_label(total: int) -> str:
    return ngettext("%(count)s recommendation", "%(count)s recommendations", total) % {"count": total}


def search_notes(
    query: SearchQuery, result: Result, groups: Sequence[CompilationGroup], grouping: str, names: Names
) -> list[str]:
    """Return the notes on a compilation of a search."""
    notes = [notice.sentence for notice in notices(result, names)]
    if len(query.language) != 1:
        notes.append(_("A text available in several languages is shown once, in English if available."))
    return [
        *notes,
        *_folding_note(query, result),
        *_order_note(query, result, grouping, names),
        *_group_notes(query, result, groups, grouping),
    ]


def describe_query(query: SearchQuery, names: Names) -> Iterator[tuple[str, str]]:
    """Yield the words and the filters of a query, with labels."""
    if query.words:
        yield _("Search terms"), quoted(query.words)
    if query.basis:
        yield _("Articles"), str(BASIS_LABELS[query.basis])
    choices = selected_values(query, names)
    for facet in query.choices:
        values = [choice.name for choice in choices if choice.facet == facet]
        if values:
            yield str(FACET_LABELS[facet]), semicolon_list(values)
    if not query.words and not choices:
        yield _("Selection"), _("all published recommendations")


def selection_notes(selected: int, groups: Sequence[CompilationGroup], grouping: str, total: int) -> list[str]:
    """Return the notes on a compilation of a selection; ``selected`` is the number selected."""
    notes = []
    if missing := selected - total:
        message = ngettext(
            "%(count)s selected recommendation is left out because it is no longer public.",
            "%(count)s selected recommendations are left out because they are no longer public.",
            missing,
        )
        notes.append(message % {"count": missing})
    if grouping == Grouping.NONE:
        notes.append(_("In the order selected."))
    return [*notes, *_repeated_note(groups)]


def _folding_note(query: SearchQuery, result: Result) -> Iterator[str]:
    if not query.folds:
        yield _("All versions of each recommendation are listed: drafts and adopted texts.")
    elif result.occurrences > result.total:
        yield _(
            "Each recommendation is listed once, as adopted or in its latest text: %(total)s recommendations "
            "(%(occurrences)s with drafts and other versions)."
        ) % {"total": result.total, "occurrences": result.occurrences}


def _order_note(query: SearchQuery, result: Result, grouping: str, names: Names) -> Iterator[str]:
    """Yield a note on the order of the recommendations; those of one meeting are in the order of its documents."""
    if grouping != Grouping.NONE:
        return
    if query.order == RELEVANCE:
        yield _("Most relevant first.")
    elif not _is_of_one_meeting(result, names):
        yield _("Newest first.")


def _is_of_one_meeting(result: Result, names: Names) -> bool:
    counts = [count for value, count in result.counts["meeting"].items() if names.of("meeting", value).parent]
    return counts == [result.total]


def _group_notes(
    query: SearchQuery, result: Result, groups: Sequence[CompilationGroup], grouping: str
) -> Iterator[str]:
    if grouping in (Grouping.ARTICLE, Grouping.TOPIC) and result.understood.choices.get(grouping):
        yield _("Only the articles or topics selected in the search are used as groups.")
    yield from _repeated_note(groups)


def _repeated_note(groups: Sequence[CompilationGroup]) -> Iterator[str]:
    """Yield a note on recommendations in several groups, if any."""
    seen: set[int] = set()
    repeated: set[int] = set()
    for group in groups:
        repeated |= seen.intersection(group.keys)
        seen.update(group.keys)
    if repeated:
        message = ngettext(
            "%(count)s recommendation appears in more than one group under the same number, with a reference to the "
            "others.",
            "%(count)s recommendations appear in more than one group under the same number, with a reference to the "
            "others.",
            len(repeated),
        )
        yield message % {"count": len(repeated)}
