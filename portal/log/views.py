"""The page of the log: who changed what, and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from documents.services.audit_log import ACTIONS
from documents.web.pagination import read_page
from documents.web.permissions import staff_with
from portal.log.queries import Asked, changes, people, rows

PAGE_SIZE = 50

can_read = staff_with("documents.view_change")


class LogForm(forms.Form):
    """What is looked for in the log."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=300)
    document = forms.CharField(label=gettext_lazy("Document"), required=False, max_length=120)
    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)
    action = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anybody, anything = _("anybody"), _("anything")
        self.fields["person"].choices = [("", anybody), *((name, name) for name in people())]  # type: ignore[attr-defined]
        self.fields["action"].choices = [("", anything), *ACTIONS.items()]  # type: ignore[attr-defined]


@can_read
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The changes, the newest first, those that are looked for."""
    form = LogForm(request.GET)
    if not form.is_valid():
        return render(request, "log/log.html", {"form": form}, status=400)
    page = read_page(request, changes(Asked(**form.cleaned_data)), PAGE_SIZE)
    if isinstance(page, HttpResponse):
        return page
    return render(request, "log/log.html", {"form": form, "page": page, "rows": rows(page.object_list)})
