"""Requirements and forms for passwords, worded for the portal."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext as _


class UncommonPasswordValidator(CommonPasswordValidator):
    """Rejects passwords that many people use."""

    def get_error_message(self) -> str:
        """Return the error message, with advice."""
        return _("This password is too easy to guess. Choose a less common one.")


class OwnPasswordForm(PasswordChangeForm):
    """The form in which users change their own password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Current password")
        self.fields["new_password2"].label = _("Confirm new password")
        self.error_messages = {
            **self.error_messages,
            "password_incorrect": _("The current password is incorrect. Enter it again."),
            "password_mismatch": _("The new passwords do not match. Enter the new password again in both fields."),
        }
