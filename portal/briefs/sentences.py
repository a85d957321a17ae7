"""The labels and counts of a brief in words, the same on the page and in the Word file."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.web.dates import date_format
from documents.web.phrases import and_list, comma_list, grouped, in_brackets, number_range, semicolon_list
from portal.briefs.brief import AgreedGroup, Brief, BriefEntry, Tally, WordingVersion
from recommendations.articles.provisions import ProvisionRow
from recommendations.follow_up.entries import FollowUpEntry
from recommendations.labels.status import adopted_share

MIN_RUN = 3  # numbers in a row that are joined as "1–3"


def title_of(brief: Brief) -> str:
    return _("Brief: %(subject)s") % {"subject": brief.subject}


def total_line(brief: Brief) -> str:
    """Return "11 recommendations (7 adopted, 4 drafts or proposals)"."""
    total = ngettext("%(count)s recommendation", "%(count)s recommendations", brief.total) % {"count": brief.total}
    return f"{total}{in_brackets(adopted_share(brief.total, brief.adopted))}" if brief.total else total


def versions_line(brief: Brief) -> str:
    """Return a sentence on the other versions of the recommendations, or ""."""
    if brief.occurrences <= brief.total:
        return ""
    message = _(
        "A recommendation whose versions are linked with sufficient certainty is listed once, as adopted or in its "
        "latest text. Counting all versions, there are %(count)s."
    )
    return message % {"count": grouped(brief.occurrences)}


def subject_label(group: AgreedGroup) -> str:
    return group.subject.label or _("Other subjects")


def elsewhere_line(group: AgreedGroup) -> str:
    """Return the numbers of the recommendations that are listed under another subject: "See also 1–3 and 7"; or ""."""
    if not group.numbers_elsewhere:
        return ""
    numbers = group.numbers_elsewhere
    message = ngettext("See also: %(numbers)s.", "See also: %(numbers)s.", len(numbers))
    return message % {"numbers": and_list(_number_ranges(numbers))}


def number_ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers such as "1–3, 5, 6"."""
    return comma_list(_number_ranges(numbers))


def _number_ranges(numbers: Sequence[int]) -> list[str]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [[number_range(run[0], run[-1])] if len(run) >= MIN_RUN else map(str, run) for run in runs]
    return [part for group in parts for part in group]


def more_label(count: int) -> str:
    return ngettext("%(count)s more recommendation", "%(count)s more recommendations", count) % {"count": count}


def tally_label(tally: Tally) -> str:
    """Return a name with its count: "States parties: 7 (6 adopted)"."""
    if not tally.adopted:
        return _("%(name)s: %(count)s") % {"name": tally.label, "count": tally.count}
    values = {"name": tally.label, "count": tally.count, "adopted": tally.adopted}
    return _("%(name)s: %(count)s (%(adopted)s adopted)") % values


def certainty_label(version: WordingVersion) -> str:
    """Return how certain it is that a text is a version of the one quoted; "" for that one itself."""
    if version.is_confirmed is None:
        return ""
    return _("confirmed") if version.is_confirmed else _("matched automatically, not checked")


def stage_labels(entry: BriefEntry, brief: Brief) -> list[str]:
    """Return the other versions of a recommendation, unless the section on wording has them: "Earlier version: 2020
    draft, II (a)"; for a draft without any, a remark that none was found."""
    if any(history.key == entry.key for history in brief.changed):
        return []
    labels = []
    for stage in entry.card.stages:
        label = _("%(relation)s: %(name)s") % {"relation": stage.relation, "name": stage.label}
        labels.append(label if stage.is_confirmed else f"{label}{in_brackets(_('matched automatically, not checked'))}")
    if entry.card.lacks_outcome and not labels:
        labels.append(_("No later version was found in this collection."))
    return labels


def provision_names(rows: Sequence[ProvisionRow]) -> str:
    """Return the numbers of provisions: "2, 3 (g), 5–8"."""
    names = [row.name for row in rows]
    parts: list[str] = []
    run: list[int] = []
    for name in [*names, ""]:
        if name.isdecimal() and (not run or int(name) == run[-1] + 1):
            run.append(int(name))
            continue
        parts += [number_ranges(run)] if run else []
        run = [int(name)] if name.isdecimal() else []
        parts += [name] if name and not run else []
    return comma_list(parts)


def unaddressed_line(rows: Sequence[ProvisionRow]) -> str:
    return ngettext(
        "No recommendation relates to paragraph %(names)s.",
        "No recommendation relates to paragraphs %(names)s.",
        len(rows),
    ) % {"names": provision_names(rows)}


def as_a_whole_line(count: int) -> str:
    """Return how many recommendations relate to an article as a whole, or "" for none."""
    if not count:
        return ""
    return ngettext(
        "%(count)s recommendation relates to the article as a whole.",
        "%(count)s recommendations relate to the article as a whole.",
        count,
    ) % {"count": count}


def unchanged_line(count: int) -> str:
    return ngettext(
        "%(count)s recommendation kept its action phrase and qualifiers from one version to the next.",
        "%(count)s recommendations kept their action phrases and qualifiers from one version to the next.",
        count,
    ) % {"count": count}


def more_paragraphs(count: int) -> str:
    return ngettext("%(count)s more paragraph", "%(count)s more paragraphs", count) % {"count": count}


def more_places(count: int) -> str:
    return ngettext("%(count)s more place", "%(count)s more places", count) % {"count": count}


def follow_up_label(entry: FollowUpEntry) -> str:
    """Return "Follow-up: Under way; in charge: Ana Silva; due on 3 May 2027"."""
    details = [_("Done, not confirmed") if entry.is_unconfirmed else entry.state_label]
    if entry.person:
        details.append(_("in charge: %(name)s") % {"name": entry.person})
    if entry.due_date:
        details.append(_("due on %(date)s") % {"date": date_format(entry.due_date, "DATE_FORMAT")})
    if entry.due:
        details.append(_("due by: %(meeting)s") % {"meeting": entry.due})
    return _("Follow-up: %(details)s") % {"details": semicolon_list(details)}
