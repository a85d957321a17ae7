"""Requirements for passwords, worded for the portal."""

from __future__ import annotations

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext as _


class UncommonPasswordValidator(CommonPasswordValidator):
    """Rejects passwords that many people use."""

    def get_error_message(self) -> str:
        """Return the error message, with advice."""
        return _("This password is too easy to guess. Choose a less common one.")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Do not use a password that many people use.")
