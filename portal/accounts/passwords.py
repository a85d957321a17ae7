"""Requirements for passwords, worded for the portal."""

from __future__ import annotations

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongPasswordValidator(MinimumLengthValidator):
    """Rejects passwords that are too short."""

    def get_error_message(self) -> str:
        """Return the error message, with advice."""
        message = ngettext(
            "This password is too short. Choose one with at least %(number)s character.",
            "This password is too short. Choose one with at least %(number)s characters.",
            self.min_length,
        )
        return message % {"number": self.min_length}

    def get_help_text(self) -> str:
        """Return the rule in words."""
        rule = ngettext(
            "Use at least %(number)s character.",
            "Use at least %(number)s characters.",
            self.min_length,
        )
        return rule % {"number": self.min_length}


class UncommonPasswordValidator(CommonPasswordValidator):
    """Rejects passwords that many people use."""

    def get_error_message(self) -> str:
        """Return the error message, with advice."""
        return _("This password is too easy to guess. Choose a less common one.")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Do not use a password that many people use.")
