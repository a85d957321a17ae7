"""Forms for accounts and passwords, worded for the portal."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from documents.services.accounts import AccountDetails, set_password
from documents.web.form_errors import INVALID_CHOICE
from documents.web.phrases import sentence_list
from documents.web.roles import ACCOUNT_ROLES, Role

_INVALID_EMAIL = {"invalid": gettext_lazy("Enter an e-mail address such as name@example.org.")}


class AccountForm(forms.Form):
    """The details of an account. Hidden fields hold the values that the administrator saw, to detect other changes."""

    full_name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), max_length=150, required=False, show_hidden_initial=True, strip=True
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        show_hidden_initial=True,
        error_messages=_INVALID_EMAIL,
    )
    role = forms.TypedChoiceField(
        label=gettext_lazy("Role"),
        coerce=Role,
        show_hidden_initial=True,
        error_messages={**INVALID_CHOICE, "required": gettext_lazy("Choose a role.")},
    )

    def __init__(self, *args: Any, details: AccountDetails | None = None, **kwargs: Any) -> None:
        """``details`` are the current values; an account without a role keeps that until another one is chosen."""
        details = details or AccountDetails("", "", Role.STAFF)
        kwargs["initial"] = {field.name: getattr(details, field.name) for field in fields(details)}
        super().__init__(*args, **kwargs)
        without_role = [(Role.READER.value, _("no role"))] if details.role is Role.READER else []
        choices = [*without_role, *((role.value, role.label) for role in ACCOUNT_ROLES)]
        cast(forms.ChoiceField, self.fields["role"]).choices = choices

    @property
    def entered(self) -> AccountDetails:
        return AccountDetails(**{field.name: self.cleaned_data[field.name] for field in fields(AccountDetails)})

    @property
    def seen(self) -> AccountDetails:
        """Return the values that the form showed at first; a missing one counts as empty."""
        values = {field.name: self.data.get(self[field.name].html_initial_name, "") for field in fields(AccountDetails)}
        return AccountDetails(**{**values, "role": Role(values["role"]) if values["role"] in Role else Role.READER})


class NewAccountForm(AccountForm):
    """The details of a new account."""

    username = forms.CharField(
        label=gettext_lazy("Username"),
        max_length=150,
        strip=True,
        error_messages={"required": gettext_lazy("Enter a username.")},
    )
    field_order = ("username", "full_name", "email", "role")


class OwnAccountForm(forms.Form):
    """What users change about their own account. Changing the e-mail address requires the password, because links that
    set a new password go to that address.

    With a login provider, only administrators change the address, because it decides who gets into the account.
    """

    full_name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=150, required=False, strip=True)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False, max_length=254, error_messages=_INVALID_EMAIL
    )
    current_password = forms.CharField(
        label=gettext_lazy("Current password, if you change the e-mail address"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    digest = forms.BooleanField(label=gettext_lazy("Send me a daily summary of what is waiting for me"), required=False)

    language = forms.ChoiceField(label=gettext_lazy("Language of e-mails"), choices=settings.LANGUAGES, required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        if settings.SOCIALACCOUNT_PROVIDERS:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("Ask an administrator to change the address.")
            del self.fields["current_password"]

    def clean(self) -> dict[str, Any]:
        """Check the password if the address changes, and that a summary can be sent."""
        values: dict[str, Any] = super().clean() or {}
        is_changed = "email" in values and values["email"] != self.user.email
        if is_changed and not self.user.check_password(values.get("current_password", "")):
            self.add_error("current_password", _("Enter your current password to change the e-mail address."))
        if values.get("digest") and not values.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter an e-mail address to receive the daily summary."))
        return values


class EmailAddressForm(forms.Form):
    """The form in which people without a password enter their address."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={**_INVALID_EMAIL, "required": gettext_lazy("Enter your e-mail address.")},
    )


class _PortalWording(SetPasswordForm):  # type: ignore[type-arg]
    """Sets a password with the portal's service, which also ends other sessions, lifts the lock and writes the log."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = sentence_list(password_validators_help_texts())
        self.fields["new_password2"].label = _("Confirm new password")
        self.fields["new_password2"].help_text = ""
        self.error_messages = {
            **self.error_messages,
            "password_mismatch": _("The two new passwords differ. Enter the new password again in both fields."),
        }

    def save(self, commit: bool = True) -> User:
        """Set the password."""
        set_password(self.user, self.cleaned_data["new_password1"])
        return cast(User, self.user)


class NewPasswordForm(_PortalWording):
    """The form behind a link that sets a password."""


class OwnPasswordForm(_PortalWording, PasswordChangeForm):
    """The form in which users change their own password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Current password")
        self.error_messages = {
            **self.error_messages,
            "password_incorrect": _("This is not your current password. Enter it again."),
        }
