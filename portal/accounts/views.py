"""Account pages for administrators, and the page on which users change their own password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from documents.services.accounts import AccountError, change_role, create_account, replace_password, set_active
from documents.web.form_errors import INVALID_CHOICE
from documents.web.permissions import View, current_user, require_permission
from documents.web.roles import ACCOUNT_ROLES, SEES_UNPUBLISHED, Role, user_role
from portal.accounts.passwords import OwnPasswordForm

can_manage = require_permission("auth.change_user")
has_account = require_permission(SEES_UNPUBLISHED)

_ROLES = [(role.value, role.label) for role in ACCOUNT_ROLES]


class RoleForm(forms.Form):
    """The form in which the role of an account is chosen."""

    role = forms.TypedChoiceField(
        label=gettext_lazy("Role"),
        choices=_ROLES,
        coerce=Role,
        error_messages={**INVALID_CHOICE, "required": gettext_lazy("Choose a role.")},
    )


class AccountForm(RoleForm):
    """The form in which an account is created."""

    name = forms.CharField(
        label=gettext_lazy("Username"),
        max_length=150,
        strip=True,
        error_messages={"required": gettext_lazy("Enter a username.")},
    )
    field_order = ("name", "role")


@dataclass(frozen=True, slots=True)
class Account:
    """An account in the list, with the form that changes its role."""

    user: User
    role: Role
    form: RoleForm


@can_manage
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Show all accounts."""
    return _page(request, AccountForm(initial={"role": Role.STAFF}))


def _page(
    request: HttpRequest, form: AccountForm, *, status: int = 200, credentials: tuple[str, str] | None = None
) -> HttpResponse:
    """Render the list of accounts. ``credentials`` are a username and its new password, shown only once."""
    users = User.objects.order_by("-is_active", "username").prefetch_related("groups")
    roles = [(user, user_role(user) if user.is_active else _inactive_role(user)) for user in users]
    listed = [Account(user, role, RoleForm(initial={"role": role}, auto_id=f"id_{user.pk}_%s")) for user, role in roles]
    context = {"accounts": listed, "form": form, "credentials": credentials}
    return render(request, "accounts/accounts.html", context, status=status)


def _inactive_role(user: User) -> Role:
    """Return the role that a deactivated account would have."""
    names = {group.name for group in user.groups.all()}
    return (
        Role.ADMINISTRATOR if user.is_superuser else next((Role(name) for name in names if name in Role), Role.READER)
    )


@can_manage
@require_POST
def new_account(request: HttpRequest) -> HttpResponse:
    """Create an account, and show its password once."""
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    name = form.cleaned_data["name"]
    try:
        password = create_account(name, form.cleaned_data["role"], current_user(request))
    except AccountError as error:
        form.add_error("name", str(error))
        return _page(request, form, status=400)
    return _page(request, AccountForm(initial={"role": Role.STAFF}), credentials=(name, password))


@can_manage
@require_POST
def account_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the role of an account."""
    user, form = get_object_or_404(User, pk=pk), RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed. Choose a role."))
        return redirect("accounts")
    try:
        change_role(user, form.cleaned_data["role"], current_user(request))
    except AccountError as error:
        messages.error(request, str(error))
    else:
        values = {"name": user.get_username(), "role": form.cleaned_data["role"].label}
        messages.success(request, _("%(name)s now has the role “%(role)s”.") % values)
    return redirect("accounts")


@can_manage
@require_POST
def account_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Activate ("yes") or deactivate ("no") an account."""
    user, answer = get_object_or_404(User, pk=pk), request.POST.get("active")
    if answer not in ("yes", "no"):
        messages.error(request, _("Nothing was changed. Choose one of the buttons."))
        return redirect("accounts")
    try:
        set_active(user, answer == "yes", current_user(request))
    except AccountError as error:
        messages.error(request, str(error))
    else:
        message = _("%(name)s can log in again.") if answer == "yes" else _("%(name)s can no longer log in.")
        messages.success(request, message % {"name": user.get_username()})
    return redirect("accounts")


@can_manage
@require_POST
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a new password for an account, and show it once."""
    user = get_object_or_404(User, pk=pk)
    new_password = replace_password(user, current_user(request))
    return _page(request, AccountForm(initial={"role": Role.STAFF}), credentials=(user.get_username(), new_password))


_change_password = PasswordChangeView.as_view(
    form_class=OwnPasswordForm, template_name="accounts/password.html", success_url=reverse_lazy("home")
)
own_password = has_account(cast(View, _change_password))
