"""The pages of one's own account, and those for a forgotten password."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.models import AccountPreferences
from documents.services.accounts import AccountConflictError, AccountDetails, AccountError, change_account
from documents.services.preferences import (
    REQUEST_PERIOD,
    language_of,
    record_password_request,
    set_digest,
    set_language,
)
from documents.web.permissions import View, current_user, require_permission
from documents.web.roles import SEES_UNPUBLISHED
from portal.accounts.forms import EmailAddressForm, NewPasswordForm, OwnAccountForm, OwnPasswordForm
from portal.emails import is_email_configured, send_password_links
from portal.throttling import address_of

has_account = require_permission(SEES_UNPUBLISHED)


@has_account
def own_account(request: HttpRequest) -> HttpResponse:
    """Show and save a user's own name, e-mail address and choice of a daily e-mail."""
    user = current_user(request)
    details = AccountDetails.of(user)
    wants_digest = AccountPreferences.objects.filter(user=user, wants_digest=True).exists()
    initial = {
        "full_name": details.full_name,
        "email": details.email,
        "digest": wants_digest,
        "language": language_of(user),
    }
    form = OwnAccountForm(user, request.POST or None, initial=initial)
    if form.is_valid():
        entered = AccountDetails(form.cleaned_data["full_name"], form.cleaned_data["email"], details.role)
        try:
            change_account(user, entered, details, user)
        except AccountError as error:
            form.add_error(error.field or None, str(error))
        except AccountConflictError:
            form.add_error(None, _("An administrator has just changed your account. Reload the page and try again."))
        else:
            set_digest(user, form.cleaned_data["digest"])
            set_language(user, form.cleaned_data["language"])
            messages.success(request, _("Your changes have been saved."))
            return redirect("own-account")
    status = 400 if form.is_bound else 200
    context = {"form": form, "sends_email": is_email_configured()}
    return render(request, "accounts/own.html", context, status=status)


_change_password = PasswordChangeView.as_view(
    form_class=OwnPasswordForm, template_name="accounts/password.html", success_url=reverse_lazy("own-account")
)
own_password = has_account(cast(View, _change_password))


def request_password(request: HttpRequest) -> HttpResponse:
    """Have the worker send a link to an address. The answer is the same whether an account has it or not."""
    form = EmailAddressForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "sends_email": is_email_configured()}
        return render(request, "accounts/request_password.html", context, status=400 if form.is_bound else 200)
    email = form.cleaned_data["email"]
    if not record_password_request(email, address_of(request)):
        minutes = REQUEST_PERIOD.seconds // 60
        return render(request, "accounts/too_many_requests.html", {"minutes": minutes}, status=429)
    if is_email_configured():
        send_password_links.defer(email=email)
    return redirect("password-requested")


@require_safe
def password_requested(request: HttpRequest) -> HttpResponse:
    """Tell the person to check their e-mail."""
    return render(request, "accounts/password_requested.html", {"sends_email": is_email_configured()})


class SetPasswordView(PasswordResetConfirmView):
    """The page behind a link that sets a password. The link stops working once it is used or the account is closed."""

    form_class = NewPasswordForm
    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("login")

    def get_user(self, uidb64: str) -> User | None:
        """Return the user of the link, or None if the account does not exist or is deactivated."""
        user = super().get_user(uidb64)
        return user if isinstance(user, User) and user.is_active else None

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:  # type: ignore[override]
        """Set the password, and say so on the login page."""
        messages.success(self.request, _("Your new password has been set. Log in with it."))
        return super().form_valid(form)


set_new_password = SetPasswordView.as_view()
