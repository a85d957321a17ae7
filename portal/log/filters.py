"""Filters of the audit log."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from documents.models import Change
from documents.services.audit_log import ACTIONS
from documents.web.form_errors import INVALID_CHOICE

_SEARCHED_FIELDS = ("subject", "note", "made_by_name", "old_text", "new_text")
_DATE_INPUT = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
_INVALID_DATE = {"invalid": _("Enter a real date in the format 2022-12-31.")}


def _person_choices() -> list[tuple[str, str]]:
    """Return the names of everyone who made a change (as recorded at the time) as choices."""
    names = Change.objects.exclude(made_by_name="").order_by("made_by_name").values_list("made_by_name", flat=True)
    return [(name, name) for name in names.distinct()]


class ChangeFilters(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Filter the log by words, document, person, action and dates."""

    words = django_filters.CharFilter(label=_("Search terms"), max_length=300, method="with_words")
    document = django_filters.CharFilter(label=_("Document"), max_length=120, method="of_document")
    person = django_filters.ChoiceFilter(
        "made_by_name",
        label=_("Person"),
        choices=_person_choices,
        empty_label=_("Anyone"),
        error_messages=INVALID_CHOICE,
        null_value=None,  # the default, "null", might be a person's name
    )
    action = django_filters.ChoiceFilter(
        label=_("Action"),
        choices=list(ACTIONS.items()),
        empty_label=_("Any action"),
        error_messages=INVALID_CHOICE,
    )
    since = django_filters.DateFilter(
        "made_at", "date__gte", label=_("From (date)"), widget=_DATE_INPUT, error_messages=_INVALID_DATE
    )
    until = django_filters.DateFilter(
        "made_at", "date__lte", label=_("To (date)"), widget=_DATE_INPUT, error_messages=_INVALID_DATE
    )

    def with_words(self, rows: QuerySet[Change], _name: str, words: str) -> QuerySet[Change]:
        """Keep the changes that contain all words, in any field."""
        rows = rows.annotate(old_text=Cast("old_value", TextField()), new_text=Cast("value", TextField()))
        for word in words.split():
            rows = rows.filter(Q(*((f"{field}__icontains", word) for field in _SEARCHED_FIELDS), _connector=Q.OR))
        return rows

    def of_document(self, rows: QuerySet[Change], _name: str, text: str) -> QuerySet[Change]:
        """Keep the changes to the document with this symbol, and changes whose subject contains the text."""
        matches = Q(subject__icontains=text) | Q(document__symbols__symbol__iexact=text)
        return rows.filter(pk__in=Change.objects.filter(matches).order_by().values("pk"))
