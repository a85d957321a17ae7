"""Forms for uploading files and choosing a symbol."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from documents.web.form_errors import INVALID_CHOICE
from portal.ingestion.receiving import SentFile


class MultipleFileInput(forms.ClearableFileInput):
    """The browser's file input for several files, which also accepts dropped files."""

    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """A field for one or more files, as a list."""

    widget = MultipleFileInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as a list. Raise ValidationError if the field is required and empty."""
        return [super(MultipleFileField, self).clean(file, initial) for file in data or [None]]


class FolderInput(MultipleFileInput):
    """The browser's input for a folder, with all files in it."""

    def __init__(self) -> None:
        super().__init__({"webkitdirectory": True})


_NO_FILE = _("No file was chosen. Choose one or more documents (PDF, DOCX, HTML or text), or a ZIP archive of them.")


_NO_BATCH = _("This upload could not be identified. Reload the page and try again.")


class UploadForm(forms.Form):
    """Upload files together. Their contents are checked elsewhere."""

    documents = MultipleFileField(label=_("Files"), required=False, allow_empty_file=True, max_length=None)
    folder = MultipleFileField(
        label=_("Or a folder"), required=False, allow_empty_file=True, max_length=None, widget=FolderInput
    )

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError unless either field has a file."""
        cleaned = super().clean() or {}
        if not self.sent_files():
            raise forms.ValidationError(_NO_FILE)
        return cleaned

    def sent_files(self) -> list[SentFile]:
        """Return the files with their names as sent, without folders, which browsers reveal only to scripts."""
        files = [*self.cleaned_data.get("documents", ()), *self.cleaned_data.get("folder", ())]
        return [SentFile(file.name or "", file) for file in files if file]


class FileForm(forms.Form):
    """Upload one file of a batch. ``name`` includes its folders, ``batch`` is the key of the batch."""

    batch = forms.UUIDField(error_messages={"required": _NO_BATCH, "invalid": _NO_BATCH})
    name = forms.CharField(error_messages={"required": _NO_FILE})
    document = forms.FileField(allow_empty_file=True, max_length=None, error_messages={"required": _NO_FILE})

    def sent_file(self) -> SentFile:
        """Return the file of a valid form."""
        return SentFile(self.cleaned_data["name"], self.cleaned_data["document"])


class SymbolForm(forms.Form):
    """Choose the symbol of a document: one of the suggestions if it prints none, or another symbol.

    ``seen`` are the symbols that the user saw, joined by commas. ``join`` is the key of the document that already has
    the symbol, once the user has confirmed the merge.
    """

    suggested = forms.ChoiceField(
        label=_("Suggested symbols"), required=False, widget=forms.RadioSelect, error_messages=INVALID_CHOICE
    )
    other = forms.CharField(label=_("Another symbol"), required=False, max_length=240, strip=True)
    join = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suggested"].choices = [  # type: ignore[attr-defined]
            (hint["pattern"], hint["pattern"]) for hint in document.symbol_hints if "?" not in hint["pattern"]
        ]

    def clean(self) -> dict[str, Any]:
        """Set ``symbol``; a typed symbol takes precedence. Raise ValidationError if neither is given."""
        cleaned = super().clean() or {}
        cleaned["symbol"] = cleaned.get("other") or cleaned.get("suggested") or ""
        if not cleaned["symbol"] and not self.errors:
            raise forms.ValidationError(_("Choose a symbol, or type one."))
        return cleaned

    def seen_symbols(self) -> list[str]:
        """Return the symbols that the user saw."""
        return [symbol for symbol in self.cleaned_data["seen"].split(",") if symbol]
