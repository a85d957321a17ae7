"""Forms for corrections. Each returns plain values, as corrections store them.

``initial_values`` are the values with which the form was opened, so that only changed fields are corrected.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from documents.labels.naming import distribution_name
from documents.web.form_errors import INVALID_CHOICE
from documents.web.languages import language_name
from documents.web.phrases import comma_list, dash
from documents.web.sorting import sort_key
from portal.review.articles import ArticlesError, WrongLine, read_articles
from portal.review.meetings import MEETING_FIELDS, as_choice, meeting_choices
from recommendations.corrections import FACTS
from recommendations.labels.fields import label_of
from recommendations.labels.vocabulary import article_in_instrument
from recommendations.labels.wording import ValueFormatter
from recommendations.models import Addressee, Article, Recommendation, Topic
from recommendations.services.correcting.checks import LANGUAGES

MAX_NOTE_LENGTH = 1000
_DISTRIBUTIONS = ("General", "Limited", "Restricted", "Provisional")
_NO_CHOICE = [("", "–")]


class CorrectingForm(forms.Form):
    """Base of the correction forms. ``seen`` is the revision that the user saw; ``note`` is their optional reason."""

    corrected_fields: tuple[str, ...] = ()

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    initial_values = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("Reason (optional)"), required=False, max_length=MAX_NOTE_LENGTH, widget=forms.TextInput, strip=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages |= INVALID_CHOICE

    def clean_initial_values(self) -> Mapping[str, Any]:
        """Return the values that the form was opened with, by field."""
        try:
            initial_values = json.loads(self.cleaned_data["initial_values"] or "{}")
        except ValueError as error:
            raise forms.ValidationError(_("The form was incomplete. Open the form again.")) from error
        return initial_values if isinstance(initial_values, dict) else {}

    def plain(self, name: str) -> Any:
        """Return the plain value of a field, as corrections store it."""
        return self.cleaned_data[name]

    def changed_values(self) -> dict[str, tuple[Any, Any]]:
        """Return the old and new values of the fields that the user changed, by field."""
        initial_values = self.cleaned_data["initial_values"]
        pairs = {
            name: (initial_values.get(name), self.plain(name))
            for name in self.corrected_fields
            if name in initial_values
        }
        return {name: (old, new) for name, (old, new) in pairs.items() if not _is_same(old, new)}

    def typed(self) -> list[tuple[str, str]]:
        """Return the label and the text of each field that differs from its initial value, valid or not,
        including the note."""
        pairs = []
        names = (*self.corrected_fields, "listed_articles", "note")
        for name in (name for name in names if name in self.fields):
            field, value = self.fields[name], self[name].value()
            if not _is_same(_plain_lines(self.get_initial_for_field(field, name)), _plain_lines(value)):
                pairs.append((str(field.label), _shown_value(field, value)))
        return pairs


def _plain_lines(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _shown_value(field: forms.Field, value: Any) -> str:
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return comma_list(labels.get(str(item), str(item)) for item in (value if isinstance(value, list) else [value]))


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return old.strip() == new.strip()
    if isinstance(old, list) and isinstance(new, list):
        return sorted(old) == sorted(new)
    return bool((old or None) == (new or None))


def _text_area(rows: int, **attributes: Any) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "dir": "auto", **attributes})


def _date_field() -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        required=False, widget=widget, error_messages={"invalid": _("Enter a real date in the format 2022-12-31.")}
    )


class FactsForm(CorrectingForm):
    """Correct the fields of a masthead. A field that is not printed is empty."""

    corrected_fields = FACTS

    title = forms.CharField(required=False, widget=_text_area(3, autofocus=True))
    subtitle = forms.CharField(required=False, widget=_text_area(2))
    distribution = forms.ChoiceField(required=False)
    date = _date_field()
    language = forms.ChoiceField(required=False)
    original_languages = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    body = forms.CharField(required=False, widget=_text_area(2))
    subsidiary_body = forms.CharField(required=False, widget=_text_area(2))
    session = forms.CharField(required=False, max_length=120)
    meeting_place = forms.CharField(label=_("Place of the meeting"), required=False, max_length=120)
    meeting_start = _date_field()
    meeting_end = _date_field()
    agenda_item = forms.CharField(required=False, max_length=60)
    agenda_title = forms.CharField(required=False, widget=_text_area(2))
    job_number = forms.CharField(required=False, max_length=40)
    reissued = _date_field()
    languages_concerned = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, values: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        meeting = values.get("meeting") or {}
        meeting_fields = {f"meeting_{part}": meeting.get(part) or "" for part in ("place", "start", "end")}
        kwargs["initial"] = {**values, **meeting_fields, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        names_of_languages = ((code, capfirst(language_name(code))) for code in LANGUAGES)
        languages = sorted(names_of_languages, key=lambda item: sort_key(item[1]))
        self.fields["language"].choices = [*_NO_CHOICE, *languages]  # type: ignore[attr-defined]
        for name in ("original_languages", "languages_concerned"):
            self.fields[name].choices = languages  # type: ignore[attr-defined]
        names = dict.fromkeys([*_DISTRIBUTIONS, values.get("distribution") or "General"])
        self.fields["distribution"].choices = [*_NO_CHOICE, *((name, distribution_name(name)) for name in names)]  # type: ignore[attr-defined]
        for name in self.corrected_fields:
            if name in self.fields:
                self.fields[name].label = str(label_of(name))
        self.fields["meeting_start"].label, self.fields["meeting_end"].label = (
            _("Start date of the meeting"),
            _("Last day of the meeting"),
        )

    def clean(self) -> dict[str, Any]:
        """Add an error if the last day is before the first day."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("meeting_start"), cleaned.get("meeting_end")
        if start and end and end < start:
            self.add_error("meeting_end", _("The last day must be the same as or after the first day."))
        return cleaned

    def plain(self, name: str) -> Any:
        """Return dates as "2022-10-17", the meeting as its place and dates, and None for fields that are not
        printed."""
        if name == "meeting":
            parts = {part: self.cleaned_data[f"meeting_{part}"] for part in ("place", "start", "end")}
            return {part: _text(value) for part, value in parts.items() if value} or None
        value = self.cleaned_data[name]
        return list(value) if isinstance(value, list) else _text(value) or None


def article_choices() -> list[tuple[str, str]]:
    """Return all articles with their titles, by instrument."""
    rows = Article.objects.select_related("instrument")
    rows = rows.order_by("instrument__position", "instrument__key", "position", "number")
    return [(str(row), f"{article_in_instrument(row)}{dash()}{row.label}") for row in rows]


def _text(value: Any) -> str:
    """Return dates in ISO format, and text without the carriage returns that browsers send."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value).replace("\r\n", "\n")


def wrong_line_message(wrong: WrongLine, formatter: ValueFormatter) -> str:
    """Return a message about a line that :func:`portal.review.articles.read_articles` refused."""
    if wrong.missing:
        message = _("“%(line)s”: there is no such paragraph (%(missing)s). Check the number.")
    elif wrong.understood:
        message = _(
            "“%(line)s” was understood only in part. Understood: %(understood)s. Not understood: “%(rest)s”. "
            "Write each article on its own line, for example “article 18 (13) UNTOC”."
        )
    else:
        message = _("“%(line)s” is not a known article. Write, for example, “article 18 (13) UNTOC”.")
    return message % {
        "line": wrong.line,
        "understood": formatter.as_text("articles", list(wrong.understood)),
        "rest": wrong.rest,
        "missing": formatter.as_text("articles", list(wrong.missing)),
    }


class RecommendationForm(CorrectingForm):
    """Correct the fields of a recommendation."""

    corrected_fields = (
        "text", "heading", "articles", "topics", "addressees", "verb", "action", "strength", "status", "adopted_by",
        "meeting", "put_to",
    )  # fmt: skip

    text = forms.CharField(widget=_text_area(8, autofocus=True), strip=False)
    heading = forms.CharField(required=False, widget=_text_area(2))
    articles = forms.CharField(required=False, widget=forms.Textarea({"rows": 3, "spellcheck": "false"}))
    listed_articles = forms.MultipleChoiceField(
        label=_("Articles to add"), required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    addressees = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    verb = forms.CharField(required=False, max_length=200)
    action = forms.CharField(required=False, max_length=300)
    strength = forms.ChoiceField(required=False, choices=[*_NO_CHOICE, *Recommendation.Strength.choices])
    status = forms.ChoiceField(choices=Recommendation.Status.choices)
    adopted_by = forms.ChoiceField(required=False)
    meeting = forms.ChoiceField(required=False)
    put_to = forms.ChoiceField(required=False)

    def __init__(self, values: Mapping[str, Any], formatter: ValueFormatter, *args: Any, **kwargs: Any) -> None:
        initial = {**values, **{name: as_choice(values.get(name)) for name in MEETING_FIELDS}}
        self.stored_articles = {
            target: formatter.as_text("articles", [target]) for target in values.get("articles") or ()
        }
        initial["articles"] = "\n".join(self.stored_articles.values())
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.formatter = formatter
        self.fields["listed_articles"].choices = article_choices()  # type: ignore[attr-defined]
        for name in MEETING_FIELDS:
            self.fields[name].choices = meeting_choices(values.get(name), formatter)  # type: ignore[attr-defined]
        self.fields["topics"].choices = [  # type: ignore[attr-defined]
            (topic.key, topic.label) for topic in Topic.objects.all()
        ]
        self.fields["addressees"].choices = [  # type: ignore[attr-defined]
            (row.name, row.label) for row in Addressee.objects.all()
        ]
        for name in self.corrected_fields:
            self.fields[name].label = str(label_of(name))

    def clean_text(self) -> str:
        """Return the text. Raise ValidationError if it is empty."""
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(
                _("Enter the text. To remove the recommendation, use “Split, join, move or remove”.")
            )
        return text

    def clean_articles(self) -> list[str]:
        """Return the articles. Raise ValidationError with a message for each wrong line."""
        try:
            return read_articles(self.cleaned_data["articles"], self.stored_articles)
        except ArticlesError as error:
            raise forms.ValidationError([wrong_line_message(wrong, self.formatter) for wrong in error.lines]) from error

    def plain(self, name: str) -> Any:
        """Return articles with those chosen from the list, meetings as they are stored, and None for no strength."""
        value = self.cleaned_data[name]
        if name == "articles":
            return list(dict.fromkeys((*value, *self.cleaned_data["listed_articles"])))
        if name in MEETING_FIELDS:
            return json.loads(value) if value else None
        if name == "strength":
            return value or None
        return value if isinstance(value, list) else _text(value)
