"""Filters of the document list."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from documents.queries.documents import bodies_with_documents, issued_for_body, years_of


class DocumentListFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Filter documents by body and year. The choices are the values that occur."""

    body = django_filters.ChoiceFilter(
        label=_("Body"),
        method="of_body",
        empty_label=_("All bodies"),
        error_messages={"invalid_choice": _("There is no body called “%(value)s”. Choose one on the Documents page.")},
    )
    year = django_filters.ChoiceFilter(
        label=_("Year"),
        field_name="date__year",
        empty_label=_("All years"),
        error_messages={
            "invalid_choice": _("There are no documents from the year “%(value)s”. Choose one on the Documents page.")
        },
    )

    def __init__(self, parameters: QueryDict, documents: QuerySet[Document]) -> None:
        super().__init__(parameters, documents)
        bodies = bodies_with_documents(documents)
        self.filters["body"].extra["choices"] = [(body.key, body.short_label) for body in bodies]
        self.filters["year"].extra["choices"] = [(year, year) for year in years_of(documents)]

    def of_body(self, documents: QuerySet[Document], _name: str, value: str) -> QuerySet[Document]:
        """Keep the documents that have this body among their organs."""
        return documents.filter(issued_for_body(value))
