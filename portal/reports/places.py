"""The place at which an error is reported: a recommendation or paragraph of a document, or all of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from documents.models import LEADING_FIRST, Document, ErrorReport, LanguageVersion, Paragraph
from documents.queries.documents import find_document, visible_documents, visible_versions
from recommendations.models import Recommendation

User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class ReportedPlace:
    """A place in a language of a document. ``place`` and ``path`` are "" for the whole document, and so is ``text``."""

    document: Document
    version: LanguageVersion
    place: str = ""
    path: str = ""
    text: str = ""

    @property
    def query(self) -> str:
        """The query of the address at which an error here is reported."""
        names = {"document": self.document.address, "place": self.place, "language": self.version.language}
        return urlencode({name: value for name, value in names.items() if value}, safe="/")

    @property
    def address(self) -> str:
        """The address of the page that shows it."""
        return place_address(self.document, self.place, self.version.language)


def find_place(address: str, place: str, language: str, user: User) -> ReportedPlace | None:
    """Return the place named by the address of a document, a place in it and a language, or None.

    Without a language, or if the document does not have it, the leading version is used.
    """
    lookup = find_document(visible_documents(user), address)
    if lookup is None:
        return None
    versions = list(visible_versions(user).filter(document=lookup.document).order_by(*LEADING_FIRST).defer("parsed"))
    version = next((row for row in versions if row.language == language), versions[0])
    if not place:
        return ReportedPlace(lookup.document, version)
    row = _row(version, place)
    return ReportedPlace(lookup.document, version, row.place, row.path, row.text) if row else None


def _row(version: LanguageVersion, place: str) -> Recommendation | Paragraph | None:
    """Return the recommendation at a place of a version, else the paragraph, or None."""
    name = place.replace("\0", "")
    return (
        Recommendation.objects.filter(version=version, place=name).first()
        or Paragraph.objects.filter(version=version, place=name).first()
    )


def place_address(document: Document, place: str, language: str) -> str:
    """Return the address of the page that shows a place of a document in a language."""
    if place and Recommendation.objects.filter(version__document=document, place=place).exists():
        return f"{reverse('recommendation', args=[document.address, place])}?language={language}"
    anchors = Paragraph.objects.filter(version__document=document, version__language=language, place=place)
    anchor = anchors.values_list("anchor", flat=True).first() if place else None
    return f"{document.get_absolute_url()}?language={language}" + (f"#{anchor}" if anchor else "")


def address_of(report: ErrorReport) -> str:
    """Return the address of the page that shows the place of a report."""
    return place_address(report.document, report.place, report.language)
