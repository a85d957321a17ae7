"""The status of a recommendation as a sentence, and of several as numbers, and the mark of a corrected text. A draft is
never called adopted.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from documents.labels.naming import body_at_meeting, full_meeting_name
from documents.models import Meeting
from documents.web.dates import date_format
from documents.web.phrases import apposition, comma_list, grouped, sentence
from recommendations.labels.fields import place_label
from recommendations.models import Endorsement, Recommendation

Status = Recommendation.Status


def status_sentence(recommendation: Recommendation) -> str:
    """Return the status of a recommendation, with the names of the meetings if known."""
    status = recommendation.status
    if status == Status.DRAFT:
        return _draft_sentence(recommendation.meeting)
    if status == Status.PROPOSED:
        return _proposed_sentence(recommendation.put_to or recommendation.meeting)
    if status == Status.ADOPTED and recommendation.adopted_by is None:
        return _("Adopted.")
    adopted = _("Adopted by the %(meeting)s") % {"meeting": _meeting_name(recommendation.adopted_by)}
    if status == Status.ADOPTED:
        return sentence(adopted)
    if recommendation.endorsement:
        return _endorsed_by_document_sentence(adopted, recommendation.endorsement)
    if status == Status.ENDORSED:
        return _endorsed_sentence(adopted, recommendation.put_to)
    return _for_endorsement_sentence(adopted, recommendation.put_to)


def adopted_summary(total: int, adopted: int) -> str:
    """Return how many of some recommendations were adopted, the others apart: "6 adopted, 12 drafts or proposals"."""
    others = total - adopted
    other = ngettext("%(count)s draft or proposal", "%(count)s drafts or proposals", others) % {
        "count": grouped(others)
    }
    if not adopted:
        return _("%(others)s, none adopted") % {"others": other}
    all_adopted = ngettext("%(count)s adopted", "%(count)s adopted", adopted) % {"count": grouped(adopted)}
    return comma_list([all_adopted, other] if others else [all_adopted])


def adopted_share(total: int, adopted: int) -> str:
    """Return how many of some recommendations were adopted, for use after their number: "all adopted" if all were."""
    return _("all adopted") if total == adopted > 1 else adopted_summary(total, adopted)


CAUTIONS = {
    Status.DRAFT: gettext_lazy("draft, not adopted in this document"),
    Status.PROPOSED: gettext_lazy("submitted for consideration, not adopted in this document"),
}


def status_caution(recommendation: Recommendation) -> str:
    """Return the words that a citation of a text that was not adopted ends with, or ""."""
    return str(CAUTIONS.get(Status(recommendation.status), ""))


def endorsement_place(endorsement: Endorsement) -> str:
    """Return the document and paragraph of an endorsement: "CTOC/COP/2022/9, para. 12"."""
    place = place_label(endorsement.paragraph.path, endorsement.paragraph.text)
    return apposition((endorsement.version.document, place))


def _meeting_name(meeting: Meeting | None) -> str:
    # The constraint "adopted_recommendation_has_meeting" requires a meeting, except for operative paragraphs.
    return body_at_meeting(meeting) if meeting else _("meeting for which the document was issued")


def _draft_sentence(meeting: Meeting | None) -> str:
    if meeting is None:
        return _("Draft – not adopted in this document.")
    return _("Draft – not adopted in this document: a draft document of the %(meeting)s.") % {
        "meeting": full_meeting_name(meeting)
    }


def _proposed_sentence(meeting: Meeting | None) -> str:
    if meeting is None:
        return _("Submitted for consideration; not adopted.")
    return _("Submitted to the %(meeting)s for consideration; not adopted.") % {"meeting": body_at_meeting(meeting)}


def _for_endorsement_sentence(adopted: str, put_to: Meeting | None) -> str:
    if put_to is None:
        return _("%(adopted)s; submitted for endorsement. No endorsement is recorded in this collection.") % {
            "adopted": adopted
        }
    return _(
        "%(adopted)s; submitted to the %(meeting)s for endorsement. No endorsement is recorded in this collection."
    ) % {"adopted": adopted, "meeting": body_at_meeting(put_to)}


def _endorsed_sentence(adopted: str, put_to: Meeting | None) -> str:
    if put_to is None:
        return _("%(adopted)s; endorsed.") % {"adopted": adopted}
    return _("%(adopted)s; endorsed by the %(meeting)s.") % {"adopted": adopted, "meeting": body_at_meeting(put_to)}


def _endorsed_by_document_sentence(adopted: str, endorsement: Endorsement) -> str:
    values = {"adopted": adopted, "place": endorsement_place(endorsement)}
    meeting = endorsement.version.document.meeting
    if meeting is None:
        return _("%(adopted)s; endorsed in %(place)s.") % values
    return _("%(adopted)s; endorsed by the %(meeting)s: %(place)s.") % {**values, "meeting": body_at_meeting(meeting)}


def correction_mark(row: Recommendation) -> str:
    """Return "Text corrected by an editor on 3 May 2026", or "" if the text was not corrected."""
    if row.corrected_at is None:
        return ""
    return _("Text corrected by an editor on %(date)s") % {"date": date_format(row.corrected_at, "DATE_FORMAT")}
