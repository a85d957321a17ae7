"""Documents with earlier or later versions of a document's recommendations."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count
from django.utils.translation import ngettext

from documents.models import Document
from documents.queries.documents import document_list, visible_documents, visible_versions
from documents.queries.related import RelatedDocument
from recommendations.models import Lineage


def documents_of_lineage(document: Document, user: AbstractBaseUser | AnonymousUser) -> list[RelatedDocument]:
    """By what people confirmed of the recommendations, those in which they live on first; each document with how many.

    In three queries at most. A document that is both stands there once, for what lives on in it.
    """
    visible = visible_versions(user).values("pk")
    confirmed = Lineage.objects.filter(state=Lineage.State.CONFIRMED).order_by()
    later = dict(
        confirmed.filter(earlier__version__document=document, later__version__in=visible)
        .values_list("later__version__document")
        .annotate(Count("earlier__anchor", distinct=True))
    )
    earlier = dict(
        confirmed.filter(later__version__document=document, earlier__version__in=visible)
        .values_list("earlier__version__document")
        .annotate(Count("later__anchor", distinct=True))
    )
    keys = {*later, *earlier} - {document.pk}
    rows = list(document_list(visible_documents(user).filter(pk__in=keys))) if keys else []
    living_on = [RelatedDocument(row, _living_on(later[row.pk])) for row in rows if row.pk in later]
    return living_on + [RelatedDocument(row, _from(earlier[row.pk])) for row in rows if row.pk not in later]


def _living_on(number: int) -> str:
    words = ngettext(
        "%(number)s recommendation has a later version in it",
        "%(number)s recommendations have a later version in it",
        number,
    )
    return words % {"number": number}


def _from(number: int) -> str:
    words = ngettext(
        "%(number)s recommendation has an earlier version in it",
        "%(number)s recommendations have an earlier version in it",
        number,
    )
    return words % {"number": number}
