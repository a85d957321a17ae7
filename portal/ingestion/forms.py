"""Forms for uploading files and choosing a symbol."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from portal.ingestion.receiving import SentFile


class MultipleFileInput(forms.ClearableFileInput):
    """The browser's own choice of files, several at once; they can be dropped on it too."""

    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """One or many files, as a list."""

    widget = MultipleFileInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files as a list; at least one where the field is required."""
        return [super(MultipleFileField, self).clean(file, initial) for file in data or [None]]


class FolderInput(MultipleFileInput):
    """The choice of a folder, with all files in it."""

    def __init__(self) -> None:
        super().__init__({"webkitdirectory": True})


_NO_FILE = _("No file was chosen. Choose one or more documents (PDF, DOCX, HTML or text), or a ZIP archive of them.")


class UploadForm(forms.Form):
    """The files that a person sends in one go. What is in them is looked at elsewhere."""

    documents = MultipleFileField(label=_("Files"), required=False, allow_empty_file=True, max_length=None)
    folder = MultipleFileField(
        label=_("Or a folder"), required=False, allow_empty_file=True, max_length=None, widget=FolderInput
    )

    def clean(self) -> dict[str, Any]:
        """At least one file, by either choice."""
        cleaned = super().clean() or {}
        if not self.sent():
            raise forms.ValidationError(_NO_FILE)
        return cleaned

    def sent(self) -> list[SentFile]:
        """The files, by the names they were sent with; browsers tell the folders to scripts alone."""
        chosen = [*self.cleaned_data.get("documents", ()), *self.cleaned_data.get("folder", ())]
        return [SentFile(file.name or "", file) for file in chosen if file]


class FileForm(forms.Form):
    """One file of a batch, sent on its own: ``name`` has its folders, ``batch`` is the key of what it belongs to."""

    batch = forms.UUIDField()
    name = forms.CharField()
    document = forms.FileField(allow_empty_file=True, max_length=None, error_messages={"required": _NO_FILE})

    def sent(self) -> SentFile:
        """The file, once the form is valid."""
        return SentFile(self.cleaned_data["name"], self.cleaned_data["document"])


class SymbolForm(forms.Form):
    """The symbol of a document that prints none: one that is offered, or another one.

    ``join`` is the key of the document that has the symbol already, once the person agreed that both are one.
    """

    offered = forms.ChoiceField(label=_("Offered"), required=False, widget=forms.RadioSelect)
    other = forms.CharField(label=_("Another symbol"), required=False, max_length=240, strip=True)
    join = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offered"].choices = [  # type: ignore[attr-defined]
            (hint["pattern"], hint["pattern"]) for hint in document.symbol_hints if "?" not in hint["pattern"]
        ]

    def clean(self) -> dict[str, Any]:
        """What was typed counts over what was chosen."""
        cleaned = super().clean() or {}
        cleaned["symbol"] = cleaned.get("other") or cleaned.get("offered") or ""
        if not cleaned["symbol"] and not self.errors:
            raise forms.ValidationError(_("Choose a symbol, or type one."))
        return cleaned
