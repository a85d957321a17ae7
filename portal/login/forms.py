"""Forms for the codes and passkeys of a second factor."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.services.second_factors import claim_code


class _UsableOnce(BaseAuthenticateForm):
    """Accepts a code of an authenticator app only once, whichever web process it is sent to."""

    def clean_code(self) -> str:
        """Return the code. Raise ValidationError if it is wrong or was used before."""
        code: str = super().clean_code()
        is_from_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_from_app and not claim_code(self.authenticator, re.sub(r"\D", "", code)):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_UsableOnce, AuthenticateForm):
    """The code that completes a login."""


class ConfirmationCodeForm(_UsableOnce, ReauthenticateForm):
    """The code with which a logged-in user confirms their identity."""


_MALFORMED = (AttributeError, LookupError, TypeError, ValueError, struct.error)
"""Exceptions raised by allauth and fido2 for something that is not a passkey's answer."""


@contextmanager
def _explained_errors() -> Iterator[None]:
    """Raise a ValidationError that is about passkeys, where allauth speaks of a code or expects well-formed answers."""
    message = _("This passkey does not belong to this account, or the page was open for too long. Try again.")
    try:
        yield
    except _MALFORMED as error:
        raise ValidationError(message, "incorrect_passkey") from error
    except ValidationError as error:
        if getattr(error, "code", "") != "incorrect_code":
            raise
        raise ValidationError(message, "incorrect_passkey") from error


class PasskeyForm(AuthenticateWebAuthnForm):
    """The passkey that completes a login."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey. Raise ValidationError."""
        with _explained_errors():
            return super().clean_credential()


class ConfirmationPasskeyForm(PasskeyForm, ReauthenticateWebAuthnForm):
    """The passkey with which a logged-in user confirms their identity."""


class NewPasskeyForm(AddWebAuthnForm):
    """A new passkey with its name."""

    name = forms.CharField(required=False, max_length=100, strip=True)

    def clean(self) -> dict[str, Any]:
        """Return the values. Raise ValidationError."""
        with _explained_errors():
            return super().clean()
