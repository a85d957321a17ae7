"""Forms for meetings."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.labels.naming import full_meeting_name, meeting_title, place_and_dates
from documents.models import Body, Meeting
from documents.queries.meetings import latest_first
from documents.web.form_errors import INVALID_CHOICE
from documents.web.phrases import in_brackets
from recommendations.services.meetings import FIELDS, MeetingValues

_INVALID_DATE = {"invalid": _("Enter a real date in the format 2022-12-31.")}
MAX_ORDINAL = 2099  # a session may be named by its year


def _date_field(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=False, widget=widget, error_messages=_INVALID_DATE, show_hidden_initial=True
    )


class MeetingForm(forms.Form):
    """Edit the details of a meeting. Only fields that differ from their initial values are changed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    ordinal = forms.IntegerField(
        label=pgettext_lazy("of a meeting", "Number"),
        required=False,
        min_value=1,
        max_value=MAX_ORDINAL,
        show_hidden_initial=True,
    )
    start = _date_field(_("First day"))
    end = _date_field(_("Last day"))
    place = forms.CharField(label=_("Place"), required=False, max_length=120, show_hidden_initial=True)

    def clean(self) -> dict[str, Any]:
        """Check that the meeting can be identified, and that its dates fit."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if not cleaned.get("ordinal") and not start and not self.errors:
            self.add_error("ordinal", _("Enter the number or the first day of the meeting."))
        if end and not start and "start" not in self.errors:
            self.add_error("start", _("Enter the first day too."))
        if end and start and end < start:
            self.add_error("end", _("The last day must be the same as or after the first day."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Return the changed details; the form must be valid."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.changed_data}


class NewMeetingForm(MeetingForm):
    """Add a meeting."""

    body = forms.ModelChoiceField(
        Body.objects.all(),
        label=_("Body"),
        to_field_name="key",
        empty_label="–",
        error_messages={**INVALID_CHOICE, "required": _("Choose a body.")},
    )
    field_order = ("body", *FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]

    def values(self) -> MeetingValues:
        """Return the details; the form must be valid."""
        return MeetingValues(**{name: self.cleaned_data[name] for name in FIELDS})


class MergeForm(forms.Form):
    """Choose the meeting into which to merge another."""

    into = forms.ChoiceField(
        label=_("Meeting to keep"), error_messages={**INVALID_CHOICE, "required": _("Choose the meeting to keep.")}
    )

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Meeting.objects.filter(merged_into=None).exclude(pk=meeting.pk).select_related("body")
        rows = sorted(latest_first(others), key=lambda row: row.body_id != meeting.body_id)
        self.fields["into"].choices = [("", "–"), *_by_body(rows)]  # type: ignore[attr-defined]


def _by_body(rows: Iterable[Meeting]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return meetings as choices, grouped by body."""
    return [
        (body.label, [(row.slug, _choice_label(row)) for row in group])
        for body, group in groupby(rows, key=lambda row: row.body)
    ]


def _choice_label(meeting: Meeting) -> str:
    detail = place_and_dates(meeting)
    return f"{meeting_title(meeting)}{in_brackets(detail)}" if detail else meeting_title(meeting)


def shown_name(meeting: Meeting) -> str:
    """Return the name, place and dates of a meeting, with an initial capital."""
    return capfirst(full_meeting_name(meeting))
