"""Forms of the follow-up ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any, cast

from django import forms
from django.core.validators import URLValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.web.form_errors import INVALID_CHOICE
from documents.web.phrases import in_brackets
from recommendations.follow_up.entries import staff_names
from recommendations.labels.facet_values import Name, Names
from recommendations.models import FollowUp
from recommendations.services.follow_up import FollowUpInput, Link
from recommendations.services.follow_up_bulk import CONFIRM

MAX_NOTE_LENGTH = 10_000  # characters
MAX_URL_LENGTH = 1000
MAX_TITLE_LENGTH = 300
DATE_INPUT = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
INVALID_DATE = {"invalid": gettext_lazy("Enter a real date in the form 2026-11-30.")}


class WebAddressField(forms.CharField):
    """A web address; without a scheme, https is assumed."""

    def __init__(self, **options: Any) -> None:
        message = gettext_lazy("Enter an address that starts with https:// or http://.")
        super().__init__(validators=[URLValidator(schemes=["http", "https"], message=message)], **options)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        return typed if not typed or ":" in typed.partition("/")[0] else f"https://{typed}"


class KeysField(forms.Field):
    """Keys of rows to remove. A key that no longer exists is not an error: its row was already removed."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> tuple[int, ...]:
        return tuple(int(key) for key in value or () if re.fullmatch(r"\d{1,18}", key, re.ASCII))


class FollowUpForm(forms.Form):
    """Status, person in charge, due date and meeting, and note, with a link to add and links to remove.

    ``revision`` is the one that the person saw.
    """

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[(value, capfirst(label)) for value, label in FollowUp.State.choices],
        widget=forms.RadioSelect,
        error_messages={**INVALID_CHOICE, "required": gettext_lazy("Choose a status.")},
    )
    due_meeting = forms.ChoiceField(
        label=gettext_lazy("Meeting by which it is due"), required=False, error_messages=INVALID_CHOICE
    )
    person = forms.ChoiceField(label=gettext_lazy("Person in charge"), required=False, error_messages=INVALID_CHOICE)
    due_date = forms.DateField(
        label=gettext_lazy("Due date"), required=False, widget=DATE_INPUT, error_messages=INVALID_DATE
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=MAX_NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 6})
    )
    url = WebAddressField(label=gettext_lazy("Web address"), required=False, max_length=MAX_URL_LENGTH)
    title = forms.CharField(label=gettext_lazy("Description"), required=False, max_length=MAX_TITLE_LENGTH)
    drop = KeysField(label=gettext_lazy("Links to remove"))

    def __init__(self, names: Names, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "due_meeting", [("", _("No meeting set")), *meeting_choices(names)])
        set_choices(self, "person", [("", _("Nobody")), *_people(self["person"].initial)])

    def clean_note(self) -> str:
        """Return the note as it is stored: with Unix line breaks, stripped."""
        return "\n".join(str(self.cleaned_data["note"]).splitlines()).strip()

    def clean(self) -> dict[str, Any]:
        """Require an address if a title is given."""
        cleaned = super().clean() or {}
        if cleaned.get("title") and not cleaned.get("url") and "url" not in self.errors:
            self.add_error("url", _("Enter a web address, or clear the description."))
        return cleaned

    @property
    def input(self) -> FollowUpInput:
        """Return the input to save; the form must be valid."""
        values = {field: self.cleaned_data[field] for field in ("state", "note", "due_meeting", "person")}
        due_date = self.cleaned_data["due_date"]
        return FollowUpInput(**values, due_date=due_date.isoformat() if due_date else "")

    @property
    def removed_links(self) -> tuple[int, ...]:
        """Return the keys of the links ticked for removal."""
        ticked = self["drop"].value()
        return self.fields["drop"].clean(ticked) if ticked else ()

    @property
    def new_links(self) -> list[Link]:
        url = self.cleaned_data["url"]
        return [Link(url, self.cleaned_data["title"])] if url else []


NO_CHANGE, NOTHING = "", "none"
SELECTED, ALL = "selected", "all"


class BulkForm(forms.Form):
    """What to change in several follow-ups. ``seen`` is the latest change that the page shows; ``query`` is the query
    string of the ledger, whose results (``total``) can all be changed.
    """

    state = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[
            (NO_CHANGE, gettext_lazy("Do not change")),
            *((value, capfirst(label)) for value, label in FollowUp.State.choices),
            (CONFIRM, gettext_lazy("Confirm as done")),
        ],
        error_messages=INVALID_CHOICE,
    )
    person = forms.ChoiceField(label=gettext_lazy("Person in charge"), required=False, error_messages=INVALID_CHOICE)
    due_date = forms.DateField(
        label=gettext_lazy("Due date"), required=False, widget=DATE_INPUT, error_messages=INVALID_DATE
    )
    without_due_date = forms.BooleanField(label=gettext_lazy("Remove the due date"), required=False)
    due_meeting = forms.ChoiceField(
        label=gettext_lazy("Meeting by which it is due"), required=False, error_messages=INVALID_CHOICE
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Change"),
        choices=[(SELECTED, gettext_lazy("the selected results")), (ALL, gettext_lazy("all results"))],
        initial=SELECTED,
        widget=forms.RadioSelect,
    )
    entry = KeysField(label=gettext_lazy("Recommendations"))
    seen = forms.IntegerField(widget=forms.HiddenInput)
    query = forms.CharField(required=False, widget=forms.HiddenInput)
    total = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, names: Names, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "bulk_%s")
        super().__init__(*args, **kwargs)
        no_change = (NO_CHANGE, _("Do not change"))
        set_choices(self, "person", [no_change, (NOTHING, _("Nobody")), *staff_names(active=True).items()])
        set_choices(self, "due_meeting", [no_change, (NOTHING, _("No meeting set")), *meeting_choices(names)])

    def clean(self) -> dict[str, Any]:
        """Require something to change, and something to change it in."""
        values = super().clean() or {}
        if not self.errors and not self.changes:
            raise forms.ValidationError(_("Nothing was changed. Choose what to change."))
        if not self.errors and values["scope"] == SELECTED and not values["entry"]:
            raise forms.ValidationError(_("Nothing was changed. Select recommendations in the list."))
        return values

    @property
    def changes(self) -> dict[str, str]:
        """Return a map from field to new value, as the services take them."""
        values = self.cleaned_data
        changes = {
            name: "" if values[name] == NOTHING else values[name]
            for name in ("state", "person", "due_meeting")
            if values[name] != NO_CHANGE
        }
        if changes.get("state") == CONFIRM:
            changes[CONFIRM] = changes.pop("state")
        if values["due_date"]:
            changes["due_date"] = values["due_date"].isoformat()
        elif values["without_due_date"]:
            changes["due_date"] = ""
        return changes


class HandOverForm(forms.Form):
    """The people between whom follow-ups are handed over. Accounts that are no longer active can only give."""

    giver = forms.ChoiceField(label=gettext_lazy("From"), error_messages=INVALID_CHOICE)
    receiver = forms.ChoiceField(label=gettext_lazy("To"), error_messages=INVALID_CHOICE)

    def __init__(self, in_charge: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        """``in_charge`` are usernames of people in charge, with their labels."""
        super().__init__(*args, **kwargs)
        nobody = ("", _("Choose a person"))
        set_choices(self, "giver", [nobody, *in_charge.items()])
        set_choices(self, "receiver", [nobody, *staff_names(active=True).items()])

    def clean(self) -> dict[str, Any]:
        """Require two people."""
        values = super().clean() or {}
        if values.get("giver") and values.get("giver") == values.get("receiver"):
            self.add_error("receiver", _("Choose two different people."))
        return values


def set_choices(form: forms.Form, field: str, choices: list[tuple[str, Any]]) -> None:
    cast(forms.ChoiceField, form.fields[field]).choices = choices


def _people(current: str) -> list[tuple[str, str]]:
    """Return the active staff as choices, and the person in charge even if that account is no longer active."""
    people = staff_names(active=True)
    return [*people.items(), *([(current, current)] if current and current not in people else [])]


def meeting_choices(names: Names) -> list[tuple[str, Any]]:
    """Return the meetings as choices, grouped by body, newest first."""
    sorted_names = sorted(names.by_facet["meeting"].items(), key=lambda item: item[1].order)
    meetings = [(slug, name) for slug, name in sorted_names if name.parent]
    return [
        (
            names.of("meeting", body).label,
            [(slug, _choice_label(name)) for slug, name in body_meetings],
        )
        for body, body_meetings in groupby(meetings, key=lambda item: item[1].parent)
    ]


def _choice_label(meeting: Name) -> str:
    """Return "Eleventh session of the Conference of the Parties … (17–21 October 2022)"."""
    return f"{meeting.full_label}{in_brackets(meeting.detail)}" if meeting.detail else meeting.full_label
