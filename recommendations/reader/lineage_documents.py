"""Documents with earlier or later versions of the recommendations of a document."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count
from django.utils.translation import ngettext

from documents.models import Document
from documents.queries.documents import document_list, visible_documents, visible_versions
from documents.queries.related import RelatedDocument
from recommendations.models import Lineage


def documents_of_lineage(document: Document, user: AbstractBaseUser | AnonymousUser) -> list[RelatedDocument]:
    """Return the documents with confirmed links to recommendations in a document, documents with later versions first.
    A document with both kinds appears once, for its later versions. Run at most three queries."""
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
    with_later = [RelatedDocument(row, _later_label(later[row.pk])) for row in rows if row.pk in later]
    return with_later + [RelatedDocument(row, _earlier_label(earlier[row.pk])) for row in rows if row.pk not in later]


def _later_label(count: int) -> str:
    words = ngettext(
        "Contains a later version of %(count)s recommendation",
        "Contains later versions of %(count)s recommendations",
        count,
    )
    return words % {"count": count}


def _earlier_label(count: int) -> str:
    words = ngettext(
        "Contains an earlier version of %(count)s recommendation",
        "Contains earlier versions of %(count)s recommendations",
        count,
    )
    return words % {"count": count}
