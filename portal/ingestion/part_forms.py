"""The form with the pages of the documents in one PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.web.phrases import comma_list
from portal.ingestion.splitting import Part

EXTRA_ROWS = 2  # empty rows, to add documents


class PartForm(forms.Form):
    """The first and last page of a document. An empty row is ignored."""

    first = forms.IntegerField(label=gettext_lazy("First page"), min_value=1, required=False)
    last = forms.IntegerField(label=gettext_lazy("Last page"), min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for a row with only one page, or with its pages in the wrong order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if not self.errors and (first is None) != (last is None):
            raise forms.ValidationError(_("Enter both the first and the last page, or leave both empty."))
        if first and last and last < first:
            raise forms.ValidationError(
                _("The last page (%(last)d) is before the first page (%(first)d).") % {"first": first, "last": last}
            )
        return cleaned


class PartFormSet(BaseFormSet):  # type: ignore[type-arg]
    """The pages of all documents in a PDF with ``page_count`` pages."""

    def __init__(self, *args: Any, page_count: int, **kwargs: Any) -> None:
        self.page_count = page_count
        super().__init__(*args, **kwargs)

    def ranges(self) -> list[tuple[int, int]]:
        """Return the first and last pages, in order."""
        rows = (form.cleaned_data for form in self.forms)
        return sorted((row["first"], row["last"]) for row in rows if row.get("first"))

    def clean(self) -> None:
        """Raise ValidationError for fewer than two documents, for pages that do not exist or are in two documents, and
        for pages in no document unless ``leave_out`` was ticked."""
        if any(form.errors for form in self.forms):
            return
        ranges = self.ranges()
        if len(ranges) < 2:
            raise forms.ValidationError(_("Enter the pages of at least two documents."))
        if ranges[-1][1] > self.page_count:
            raise forms.ValidationError(_("The last page of the file is %(last)d.") % {"last": self.page_count})
        expected = 1
        missing: list[str] = []
        for first, last in [*ranges, (self.page_count + 1, self.page_count + 1)]:
            if first < expected:
                raise forms.ValidationError(_("Page %(page)d is in two documents.") % {"page": first})
            if first > expected:
                missing.append(f"{expected}–{first - 1}" if first - 1 > expected else f"{expected}")
            expected = last + 1
        if missing and "leave_out" not in self.data:
            message = _("No document contains these pages: %(pages)s. Add them to a document, or leave them out.")
            raise forms.ValidationError(message % {"pages": comma_list(missing)}, code="left_out")

    @property
    def leaves_pages_out(self) -> bool:
        """Return whether the only problem is that pages are in no document."""
        return self.is_bound and any(error.code == "left_out" for error in self.non_form_errors().as_data())


def part_forms(parts: Sequence[Part], data: Any = None) -> PartFormSet:
    """Return the form for parts that were found, with empty rows at the end."""
    factory = formset_factory(PartForm, formset=PartFormSet, extra=EXTRA_ROWS, max_num=200, absolute_max=200)
    initial = [{"first": part.first, "last": part.last} for part in parts]
    return cast(type[PartFormSet], factory)(data, initial=initial, page_count=parts[-1].last)
