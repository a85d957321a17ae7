"""Forms of the follow-up ledger."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.web.form_errors import INVALID_CHOICE
from recommendations.labels.facet_values import Name, Names
from recommendations.models import FollowUp
from recommendations.services.follow_up import FollowUpInput, Link

MAX_NOTE_LENGTH = 10_000  # characters
MAX_URL_LENGTH = 1000
MAX_TITLE_LENGTH = 300


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
    """Status, due meeting and note, with a link to add and links to remove.

    ``revision`` is the one that the person saw.
    """

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[(value, capfirst(str(label))) for value, label in FollowUp.State.choices],
        widget=forms.RadioSelect,
        error_messages={**INVALID_CHOICE, "required": gettext_lazy("Choose a status.")},
    )
    due_meeting = forms.ChoiceField(
        label=gettext_lazy("Meeting by which it is due"), required=False, error_messages=INVALID_CHOICE
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=MAX_NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 6})
    )
    url = WebAddressField(label=gettext_lazy("Web address"), required=False, max_length=MAX_URL_LENGTH)
    title = forms.CharField(label=gettext_lazy("Description"), required=False, max_length=MAX_TITLE_LENGTH)
    drop = KeysField(label=gettext_lazy("Links to remove"))

    def __init__(self, names: Names, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_meeting"].choices = _meetings(names)  # type: ignore[attr-defined]

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
        return FollowUpInput(*(self.cleaned_data[field] for field in ("state", "note", "due_meeting")))

    @property
    def removed_links(self) -> tuple[int, ...]:
        """Return the keys of the links ticked for removal."""
        ticked = self["drop"].value()
        return self.fields["drop"].clean(ticked) if ticked else ()

    @property
    def new_links(self) -> list[Link]:
        url = self.cleaned_data["url"]
        return [Link(url, self.cleaned_data["title"])] if url else []


def _meetings(names: Names) -> list[tuple[str, Any]]:
    """Return the meetings as choices, grouped by body, newest first."""
    sorted_names = sorted(names.by_facet["meeting"].items(), key=lambda item: item[1].order)
    meetings = [(slug, name) for slug, name in sorted_names if name.parent]
    return [
        ("", _("No meeting set")),
        *(
            (
                names.of("meeting", body).label,
                [(slug, _choice_label(name, names.of("meeting", body))) for slug, name in body_meetings],
            )
            for body, body_meetings in groupby(meetings, key=lambda item: item[1].parent)
        ),
    ]


def _choice_label(meeting: Name, body: Name) -> str:
    """Return "Eleventh session, 17–21 October 2022 – Conference of the Parties to the Organized Crime Convention"."""
    return f"{', '.join(filter(None, (meeting.label, meeting.detail)))} – {body.label}"
