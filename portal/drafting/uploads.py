"""The draft that a visitor sends: a file or pasted text. It is held in memory only, never in a temporary file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.drafting.checking import MAX_BYTES, MAX_TEXT_CHARACTERS

_BOM = "\ufeff"


class InMemoryHandler(MemoryFileUploadHandler):
    """Keeps a file in memory, whatever its size. A file over the limit is not read to its end."""

    def handle_raw_input(self, *_args: Any, **_options: Any) -> None:
        """Accept every request: Django's own handler leaves large ones to temporary files."""
        self.activated = True
        self.total = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a chunk. Raise StopUpload beyond the limit."""
        self.total += len(raw_data)
        if self.total > MAX_BYTES + 1:
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


def keep_in_memory(request: HttpRequest) -> None:
    """Have the request's file read into memory. Call it before anything reads the request."""
    request.upload_handlers = [InMemoryHandler(request)]


@dataclass(frozen=True, slots=True)
class SentDraft:
    """A draft as sent: its bytes, and its name for the reader."""

    content: bytes
    name: str


class DraftForm(forms.Form):
    """A file or pasted text; the file takes precedence."""

    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True, max_length=None)
    text = forms.CharField(
        label=_("Or paste the text"), required=False, strip=False, max_length=MAX_TEXT_CHARACTERS, widget=forms.Textarea
    )

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError unless there is a file or text."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            raise forms.ValidationError(_("Choose a file with your draft, or paste its text."))
        return cleaned

    def sent_draft(self, default_name: str) -> SentDraft:
        """Return the draft of a valid form."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if file:
            return SentDraft(file.read(), file.name or default_name)
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return SentDraft((_BOM + text).encode(), default_name)
