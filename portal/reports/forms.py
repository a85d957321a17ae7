"""The forms for reporting an error, and for answering a report."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_MESSAGE_LENGTH = 2_000  # characters
MAX_LINKS = 2  # in a message; advertisements have more
MAX_ANSWER_LENGTH = 2_000  # characters

_LINK = re.compile(r"https?://|www\.|<a\s|\[url", re.IGNORECASE)


class ReportForm(forms.Form):
    """What is wrong, and an address for the answer. People do not see ``website``; programs that fill in forms do."""

    message = forms.CharField(
        label=_("What is wrong?"),
        max_length=MAX_MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autocomplete": "off"}),
        error_messages={
            "required": _("Describe the error."),
            "max_length": _("Use at most %(limit_value)s characters. Your text has %(show_value)s."),
        },
    )
    email = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Enter an e-mail address such as name@example.org.")},
    )
    website = forms.CharField(label=_("Leave this field empty"), required=False)

    def __init__(self, *args: Any, sends_email: bool, **kwargs: Any) -> None:
        """Without a mail server (``sends_email``), the form asks for no address."""
        super().__init__(*args, **kwargs)
        if not sends_email:
            del self.fields["email"]
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{name}-error"}

    def clean_message(self) -> str:
        message = str(self.cleaned_data["message"])
        if len(_LINK.findall(message)) > MAX_LINKS:
            raise forms.ValidationError(_("Remove the links: a report has at most two."))
        return message

    @property
    def is_by_program(self) -> bool:
        """Return whether a program filled in the field that people do not see."""
        return bool(self.data.get("website"))


class AnswerForm(forms.Form):
    """The answer to a report; it may be empty."""

    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=MAX_ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"max_length": _("Use at most %(limit_value)s characters. Your text has %(show_value)s.")},
    )
