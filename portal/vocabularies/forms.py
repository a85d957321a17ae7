"""Forms for entries of vocabularies, built from the descriptions of their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.web.form_errors import INVALID_CHOICE
from documents.web.sorting import sort_key
from portal.review.articles import ArticlesError, read_articles
from portal.review.forms import wrong_line_message
from recommendations.labels.vocabulary_fields import Field, Kind, Vocabulary
from recommendations.labels.wording import value_formatter
from recommendations.queries.vocabularies import Entry, articles_text, current, entry_name, value_at

MAX_LINE_LENGTH = 300
_ROWS = 4
_REQUIRED = {"required": gettext_lazy("Fill in this field.")}


class LinesField(forms.CharField):
    """Several texts, one on each line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # a list instead of a text
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in lines))))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if wrong := next((line for line in value if not any(map(str.isalnum, line))), ""):
            raise forms.ValidationError(_("“%(line)s” has no letters. Enter words.") % {"line": wrong})
        if any(len(line) > MAX_LINE_LENGTH for line in value):
            raise forms.ValidationError(_("A line may have at most %(limit)d characters.") % {"limit": MAX_LINE_LENGTH})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class ArticlesField(LinesField):
    """Articles and paragraphs of articles, one on each line, as people write them. The values are their keys."""

    def prepare_value(self, value: Any) -> Any:
        return articles_text(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> list[str]:
        """Return the keys of the articles. Raise ValidationError with a message for each wrong line."""
        try:
            return read_articles("\n".join(self.to_python(value)))
        except ArticlesError as error:
            messages = [wrong_line_message(wrong, value_formatter()) for wrong in error.lines]
            raise forms.ValidationError(messages) from error


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A field of an entry with its inputs, one for each of its languages."""

    field: Field
    inputs: tuple[BoundField, ...]

    @property
    def is_list_of_boxes(self) -> bool:
        return self.field.kind in (Kind.CHOICES, Kind.ENTRIES)


class EntryForm(forms.Form):
    """Change an entry, or add one if none is given. Only fields that differ from those the form was opened with are
    changed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, vocabulary: Vocabulary, entry: Entry | None, revision: int, data: Any = None) -> None:
        super().__init__(data, initial={"seen": revision})
        self.vocabulary = vocabulary
        for path, field in vocabulary.by_path():
            if entry is None or not field.is_fixed:
                self.fields[path] = _form_field(vocabulary, field, path, entry)
                self.initial[path] = value_at(entry, path) if entry else None

    def groups(self) -> Iterator[FieldGroup]:
        """Yield the fields with their inputs."""
        for field in self.vocabulary.fields:
            inputs = tuple(self[path] for path in field.paths if path in self.fields)
            if inputs:
                yield FieldGroup(field, inputs)

    def changes(self) -> dict[str, Any]:
        """Return the changed values by path; the form must be valid."""
        return {path: self.cleaned_data[path] for path in self.changed_data if path != "seen"}

    def values(self) -> dict[str, Any]:
        """Return all values by path; the form must be valid."""
        return {path: value for path, value in self.cleaned_data.items() if path != "seen"}

    def reopened(self, entry: Entry, revision: int) -> EntryForm:
        """Return a form with what the user typed, to be saved over the entry as it is now."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["seen"] = str(revision)
        for path, field in self.fields.items():
            if path != "seen":
                value = field.prepare_value(value_at(entry, path))
                data.setlist(f"initial-{path}", value if isinstance(value, list) else [value or ""])
        again = EntryForm(self.vocabulary, entry, revision, data)
        again.is_valid()
        return again


def _form_field(vocabulary: Vocabulary, field: Field, path: str, entry: Entry | None) -> forms.Field:
    """Return the form field for a path. Of a required field in several languages, only English is required."""
    language = path.partition(".")[2]
    attributes = {"dir": "auto", **({"lang": language} if language else {})}
    common: dict[str, Any] = {
        "label": field.label_of(path),
        "required": field.is_required and language in ("", "en"),
        "show_hidden_initial": True,
        "error_messages": dict(_REQUIRED),
    }
    match field.kind:
        case Kind.LINES:
            return LinesField(widget=forms.Textarea({"rows": _ROWS, **attributes}), **common)
        case Kind.ARTICLES:
            return ArticlesField(widget=forms.Textarea({"rows": _ROWS, "spellcheck": "false"}), **common)
        case Kind.URL:
            common["error_messages"]["invalid"] = _("Enter a web address that begins with http:// or https://.")
            return forms.URLField(max_length=200, assume_scheme="https", **common)
        case Kind.CHOICE:
            return forms.ChoiceField(choices=field.choices, **common)
        case Kind.CHOICES:
            labels = [(value, capfirst(str(label))) for value, label in field.choices]
            return forms.MultipleChoiceField(choices=labels, widget=forms.CheckboxSelectMultiple, **common)
        case Kind.ENTRY:
            common["error_messages"] |= INVALID_CHOICE
            return forms.ChoiceField(choices=[("", "–"), *_entry_choices(vocabulary, field, entry)], **common)
        case Kind.ENTRIES:
            common["error_messages"] |= INVALID_CHOICE
            choices = _entry_choices(vocabulary, field, entry)
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    return forms.CharField(max_length=field.max_length, widget=forms.TextInput(attributes), **common)


def _entry_choices(vocabulary: Vocabulary, field: Field, entry: Entry | None) -> list[tuple[str, str]]:
    """Return the entries to which a field may refer, except the entry itself, by name."""
    own = entry["key"] if entry and field.source == vocabulary.key else None
    rows = current().in_use[field.source].items()
    return sorted(
        ((key, entry_name(field.source, row)) for key, row in rows if key != own), key=lambda pair: sort_key(pair[1])
    )


class MergeForm(forms.Form):
    """Choose the entry into which to merge another."""

    into = forms.ChoiceField(
        label=gettext_lazy("Entry to keep"),
        error_messages={**INVALID_CHOICE, "required": gettext_lazy("Choose the entry to keep.")},
    )

    def __init__(self, vocabulary: Vocabulary, key: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        rows = current().in_use[vocabulary.key].items()
        choices = [(other, entry_name(vocabulary.key, row)) for other, row in rows if other != key]
        self.fields["into"].choices = [("", "–"), *sorted(choices, key=lambda pair: sort_key(pair[1]))]  # type: ignore[attr-defined]
