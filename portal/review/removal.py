"""What is deleted with a document or a language version, and who may delete it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import Change, Correction, Document, DocumentFile, LanguageVersion, Reading, Upload
from documents.services.removal import uploaded_only_by
from recommendations.exports.basket import KEY
from recommendations.models import FollowUp, Lineage, Recommendation

NOT_PUBLISHER = _("Only administrators can delete documents that are, or were, published. Ask an administrator.")
NOT_UPLOADER = _(
    "Only administrators can delete documents that somebody else uploaded. Editors can delete their own uploads until "
    "they are published. Ask an administrator."
)

_PUBLICATIONS = ("document.published", "document.unpublished", "document.withdrawn")
"""The logged actions on versions that are, or were, published."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A kind of data that is deleted too: its label, the number of items, and their names if they have any."""

    label: str | Promise
    count: int
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """The deletion of a document, or of one ``version`` of several. ``stamp`` changes with anything that is lost."""

    document: Document
    version: LanguageVersion | None
    versions: Sequence[LanguageVersion]
    losses: Sequence[Loss]
    questions: Sequence[Upload]

    @property
    def name(self) -> str:
        """Return what the person has to type: the symbol, or the last part of the address if there is none."""
        return self.document.symbol or self.document.address

    @property
    def stamp(self) -> str:
        counts = [loss.count for loss in self.losses]
        revisions = [f"{version.pk}.{version.revision}" for version in self.versions]
        return "-".join(map(str, [*counts, len(self.questions), *revisions]))

    @property
    def is_published(self) -> bool:
        return any(version.published_at for version in self.versions)


def find_removal(document: Document, version: LanguageVersion | None, versions: Sequence[LanguageVersion]) -> Removal:
    """Return the deletion of a version, or of the whole document without one, or if it has no other version."""
    if version is not None and len(versions) == 1:
        version = None
    removed = [version] if version else list(versions)
    questions = Upload.objects.filter(state=Upload.State.QUESTION, version__in=removed).defer("content")
    return Removal(document, version, removed, _losses(document, removed, is_whole=version is None), list(questions))


def _losses(document: Document, versions: Sequence[LanguageVersion], *, is_whole: bool) -> list[Loss]:
    recommendations = Recommendation.objects.filter(version__in=versions)
    keys = set(recommendations.values_list("pk", flat=True))
    is_linked = Q(earlier__in=recommendations) | Q(later__in=recommendations)
    links = Lineage.objects.filter(is_linked, state=Lineage.State.CONFIRMED)
    follow_ups = FollowUp.objects.filter(document=document) if is_whole else FollowUp.objects.none()
    files = list(DocumentFile.objects.filter(version__in=versions).values_list("name", flat=True))
    readings = Reading.objects.filter(version__in=versions, state=Reading.State.PROPOSED, upload=None)
    losses = [
        Loss(_("Source files"), len(files), files),
        Loss(_("Recommendations"), len(keys)),
        Loss(_("Corrections"), Correction.objects.filter(version__in=versions, undone_at=None).count()),
        Loss(
            _("Follow-up entries"), follow_ups.count(), list(follow_ups.values_list("recommendation_name", flat=True))
        ),
        Loss(
            _("Confirmed links between versions"),
            (links.filter(earlier__in=keys) | links.filter(later__in=keys)).count(),
        ),
        Loss(_("New readings that need a decision"), readings.count()),
        Loss(_("Entries in baskets"), _count_basket_entries(keys)),
    ]
    return [loss for loss in losses if loss.count]


def _count_basket_entries(keys: set[int]) -> int:
    """Return how often the recommendations are in the baskets of people whose session has not ended."""
    if not keys:
        return 0
    sessions = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    return sum(len(keys.intersection(session.get_decoded().get(KEY, ()))) for session in sessions)


def objection_to(removal: Removal, user: User) -> str | Promise:
    """Return why a person may not delete this, or "".

    Administrators may delete anything. Editors may delete what they uploaded themselves, until it is published.
    """
    if not user.has_perm("documents.publish_document") and _was_published(removal):
        return NOT_PUBLISHER
    if user.has_perm("documents.delete_document"):
        return ""
    return "" if all(uploaded_only_by(version, user) for version in removal.versions) else NOT_UPLOADER


def _was_published(removal: Removal) -> bool:
    """Return whether one of the versions is published, or was before it was unpublished or withdrawn."""
    keys = [f"version:{version.pk}" for version in removal.versions]
    return removal.is_published or Change.objects.filter(action__in=_PUBLICATIONS, object_key__in=keys).exists()
