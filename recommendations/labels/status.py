"""The status of a recommendation as a sentence, and of several as numbers, and the mark of a corrected text. A draft is
never called adopted.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, npgettext_lazy

from documents.labels.naming import body_at_meeting, full_meeting_name
from documents.models import Body, Meeting
from documents.web.dates import date_format
from documents.web.phrases import apposition, comma_list, grouped
from recommendations.labels.fields import place_label
from recommendations.models import Endorsement, Recommendation

Status = Recommendation.Status


_SENTENCE = gettext_lazy("%(sentence)s.")
# The numbers do not occur in these texts, but most languages have other forms for two or more recommendations.
_ADOPTED = ngettext_lazy("Adopted.", "Adopted.", "number")
_ADOPTED_BY = ngettext_lazy("Adopted by the %(meeting)s", "Adopted by the %(meeting)s", "number")
_DRAFT = ngettext_lazy("Draft – not adopted in this document.", "Drafts – not adopted in this document.", "number")
_DRAFT_OF = ngettext_lazy(
    "Draft – not adopted in this document: a draft document of the %(meeting)s.",
    "Drafts – not adopted in this document: a draft document of the %(meeting)s.",
    "number",
)
_DRAFT_OF_SESSION = npgettext_lazy(
    "of a session",
    "Draft – not adopted in this document: a draft document of the %(meeting)s.",
    "Drafts – not adopted in this document: a draft document of the %(meeting)s.",
    "number",
)
_PROPOSED = ngettext_lazy(
    "Submitted for consideration; not adopted in this document.",
    "Submitted for consideration; not adopted in this document.",
    "number",
)
_PROPOSED_TO = ngettext_lazy(
    "Submitted to the %(meeting)s for consideration; not adopted in this document.",
    "Submitted to the %(meeting)s for consideration; not adopted in this document.",
    "number",
)
_FOR_ENDORSEMENT = ngettext_lazy(
    "%(adopted)s; submitted for endorsement. No endorsement is recorded in this collection.",
    "%(adopted)s; submitted for endorsement. No endorsement is recorded in this collection.",
    "number",
)
_FOR_ENDORSEMENT_BY = ngettext_lazy(
    "%(adopted)s; submitted to the %(meeting)s for endorsement. No endorsement is recorded in this collection.",
    "%(adopted)s; submitted to the %(meeting)s for endorsement. No endorsement is recorded in this collection.",
    "number",
)
_ENDORSED = ngettext_lazy("%(adopted)s; endorsed.", "%(adopted)s; endorsed.", "number")
_ENDORSED_BY = ngettext_lazy(
    "%(adopted)s; endorsed by the %(meeting)s.", "%(adopted)s; endorsed by the %(meeting)s.", "number"
)
_ENDORSED_IN = ngettext_lazy("%(adopted)s; endorsed in %(place)s.", "%(adopted)s; endorsed in %(place)s.", "number")
_ENDORSED_BY_IN = ngettext_lazy(
    "%(adopted)s; endorsed by the %(meeting)s: %(place)s.",
    "%(adopted)s; endorsed by the %(meeting)s: %(place)s.",
    "number",
)


def status_sentence(recommendation: Recommendation, number: int = 1) -> str:
    """Return the status of a recommendation, with the names of the meetings if known. With a ``number``, the words
    fit that number of recommendations."""
    wording, values = _status_wording(recommendation, number)
    return str(wording % {"number": number, **values})


def _status_wording(recommendation: Recommendation, number: int) -> tuple[Any, dict[str, str]]:
    status = recommendation.status
    if status == Status.DRAFT:
        of = recommendation.meeting
        if of is None:
            return _DRAFT, {}
        is_session = of.body.kind_of_meeting == Body.KindOfMeeting.SESSION
        return _DRAFT_OF_SESSION if is_session else _DRAFT_OF, {"meeting": full_meeting_name(of)}
    if status == Status.PROPOSED:
        to = recommendation.put_to or recommendation.meeting
        return (_PROPOSED_TO, {"meeting": body_at_meeting(to)}) if to else (_PROPOSED, {})
    if status == Status.ADOPTED and recommendation.adopted_by is None:
        return _ADOPTED, {}
    adopted = str(_ADOPTED_BY % {"number": number, "meeting": _meeting_name(recommendation.adopted_by)})
    if status == Status.ADOPTED:
        return _SENTENCE, {"sentence": adopted}
    values = {"adopted": adopted}
    if endorsement := recommendation.endorsement:
        values["place"] = endorsement_place(endorsement)
        by = endorsement.version.document.meeting
        return (_ENDORSED_BY_IN, {**values, "meeting": body_at_meeting(by)}) if by else (_ENDORSED_IN, values)
    with_meeting, without = (
        (_ENDORSED_BY, _ENDORSED) if status == Status.ENDORSED else (_FOR_ENDORSEMENT_BY, _FOR_ENDORSEMENT)
    )
    to = recommendation.put_to
    return (with_meeting, {**values, "meeting": body_at_meeting(to)}) if to else (without, values)


def adopted_summary(total: int, adopted: int) -> str:
    """Return how many of some recommendations were adopted, and how many were not: "6 adopted, 12 drafts or
    proposals"."""
    others = total - adopted
    other = ngettext("%(count)s draft or proposal", "%(count)s drafts or proposals", others) % {
        "count": grouped(others)
    }
    if not adopted:
        return _("%(others)s, none adopted") % {"others": other}
    all_adopted = ngettext("%(count)s adopted", "%(count)s adopted", adopted) % {"count": grouped(adopted)}
    return comma_list([all_adopted, other] if others else [all_adopted])


def adopted_share(total: int, adopted: int) -> str:
    """Return how many of some recommendations were adopted, for use after their number, which it does not repeat: "all
    adopted" if all were, "drafts or proposals, none adopted" if none was."""
    if adopted in (0, total) and total > 1:
        return _("all adopted") if adopted else _("drafts or proposals, none adopted")
    return adopted_summary(total, adopted)


CAUTIONS = {
    Status.DRAFT: gettext_lazy("draft, not adopted in this document"),
    Status.PROPOSED: gettext_lazy("submitted for consideration, not adopted in this document"),
}


def status_caution(recommendation: Recommendation) -> str:
    """Return the words at the end of a citation of a text that was not adopted, or ""."""
    return str(CAUTIONS.get(Status(recommendation.status), ""))


def endorsement_place(endorsement: Endorsement) -> str:
    """Return the document and paragraph of an endorsement: "CTOC/COP/2022/9, para. 12"."""
    place = place_label(endorsement.paragraph.path, endorsement.paragraph.text)
    return apposition((endorsement.version.document, place))


def _meeting_name(meeting: Meeting | None) -> str:
    # The constraint "adopted_recommendation_has_meeting" requires a meeting, except for operative paragraphs.
    return body_at_meeting(meeting) if meeting else _("meeting for which the document was issued")


def correction_mark(row: Recommendation) -> str:
    """Return "Text corrected by an editor on 3 May 2026", or "" if the text was not corrected."""
    if row.corrected_at is None:
        return ""
    return _("Text corrected by an editor on %(date)s") % {"date": date_format(row.corrected_at, "DATE_FORMAT")}
