"""Account pages for administrators."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.labels.naming import person_name
from documents.services.accounts import (
    AccountConflictError,
    AccountDetails,
    AccountError,
    account_role,
    change_account,
    create_account,
    locked_accounts,
    record_password_link,
    set_active,
    unlock,
)
from documents.services.second_factors import (
    accounts_with_second_factor,
    linked_accounts,
    remove_links,
    remove_second_factors,
)
from documents.web.language_addresses import without_language
from documents.web.permissions import current_user, require_permission
from documents.web.roles import Role
from portal.accounts.forms import AccountForm, NewAccountForm
from portal.emails import is_email_configured, password_link, send_invitation, send_password_links, waiting_invitations
from recommendations.models import FollowUp

can_manage = require_permission("auth.change_user")


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as its pages show it. A new account has no password until its user sets one."""

    user: User
    name: str
    role: Role
    is_locked: bool
    has_password: bool
    is_invitation_waiting: bool
    has_second_factor: bool
    is_linked: bool


def _rows(users: list[User]) -> list[AccountRow]:
    locked, waiting = locked_accounts(), waiting_invitations()
    protected, linked = accounts_with_second_factor(), linked_accounts()
    return [
        AccountRow(
            user=user,
            name=person_name(user),
            role=account_role(user),
            is_locked=user.get_username().lower() in locked,
            has_password=user.has_usable_password(),
            is_invitation_waiting=user.pk in waiting,
            has_second_factor=user.pk in protected,
            is_linked=user.pk in linked,
        )
        for user in users
    ]


@can_manage
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Show all accounts."""
    return _list_page(request, NewAccountForm())


def _list_page(request: HttpRequest, form: NewAccountForm, *, status: int = 200) -> HttpResponse:
    users = User.objects.order_by("-is_active", "username").prefetch_related("groups")
    context = {"accounts": _rows(list(users)), "form": form, "sends_email": is_email_configured()}
    return render(request, "accounts/accounts.html", context, status=status)


@can_manage
@require_POST
def new_account(request: HttpRequest) -> HttpResponse:
    """Create an account, and invite its user by e-mail or show the administrator a link to hand over."""
    form = NewAccountForm(request.POST)
    if not form.is_valid():
        return _list_page(request, form, status=400)
    try:
        user = create_account(form.cleaned_data["username"], form.entered, current_user(request))
    except AccountError as error:
        form.add_error(error.field or None, str(error))
        return _list_page(request, form, status=400)
    return _invite(request, user)


def _invite(request: HttpRequest, user: User) -> HttpResponse:
    """Send a link by e-mail if the portal and the account allow it, else show it."""
    if not (is_email_configured() and user.email):
        return _show_link(request, user)
    if user.has_usable_password():
        send_password_links.defer(email=user.email)
    else:
        send_invitation.defer(user_id=user.pk)
    messages.success(request, _("A link to set a password is being sent to %(email)s.") % {"email": user.email})
    return redirect("account", user.pk)


def _show_link(request: HttpRequest, user: User) -> HttpResponse:
    return _account_page(request, user, link=request.build_absolute_uri(without_language(password_link(user))))


@can_manage
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account, and save its name, address and role."""
    user = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return _account_page(request, user)
    form = AccountForm(request.POST, details=AccountDetails.of(user))
    if not form.is_valid():
        return _account_page(request, user, form, status=400)
    try:
        is_changed = change_account(user, form.entered, form.seen, current_user(request))
    except AccountError as error:
        form.add_error(error.field or None, str(error))
        return _account_page(request, user, form, status=400)
    except AccountConflictError as error:
        return _account_page(request, user, AccountForm(details=error.current), conflict=form.entered, status=409)
    messages.success(request, _("Your changes have been saved.") if is_changed else _("Nothing was changed."))
    return redirect("account", user.pk)


def _account_page(
    request: HttpRequest,
    user: User,
    form: AccountForm | None = None,
    *,
    link: str = "",
    conflict: AccountDetails | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page of an account. ``link`` sets a password and is shown only now; ``conflict`` are the values that
    were not saved, because someone else changed the account meanwhile.
    """
    user = User.objects.prefetch_related("groups").get(pk=user.pk)
    [row] = _rows([user])
    context = {
        "account": row,
        "form": form or AccountForm(details=AccountDetails.of(user)),
        "link": link,
        "conflict": conflict,
        "follow_up_count": FollowUp.objects.filter(person=user).count(),
        "sends_email": is_email_configured() and bool(user.email),
    }
    return render(request, "accounts/account.html", context, status=status)


@can_manage
@require_POST
def account_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Activate ("yes") or deactivate ("no") an account."""
    user, answer = get_object_or_404(User, pk=pk), request.POST.get("active")
    if answer not in ("yes", "no"):
        messages.error(request, _("Nothing was changed. Choose one of the buttons."))
        return redirect("account", pk)
    try:
        set_active(user, answer == "yes", current_user(request))
    except AccountError as error:
        messages.error(request, str(error))
    else:
        message = _("%(name)s can log in again.") if answer == "yes" else _("%(name)s can no longer log in.")
        messages.success(request, message % {"name": person_name(user)})
    return redirect("account", pk)


@can_manage
@require_POST
def account_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a link that sets a password, or show it ("show"). The present password works until the link is used."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    record_password_link(user, current_user(request))
    if request.POST.get("how") == "show":
        return _show_link(request, user)
    return _invite(request, user)


@can_manage
@require_POST
def account_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the user of a locked account log in at once."""
    user = get_object_or_404(User, pk=pk)
    unlock(user, current_user(request))
    messages.success(request, _("%(name)s can log in again.") % {"name": person_name(user)})
    return redirect("account", pk)


@can_manage
@require_POST
def account_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the second factor of a user who has lost it."""
    user = get_object_or_404(User, pk=pk)
    try:
        remove_second_factors(user, current_user(request))
    except AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The two-step login of %(name)s has been removed.") % {"name": person_name(user)})
    return redirect("account", pk)


@can_manage
@require_POST
def account_unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Unlink an account from its identity at the login provider."""
    user = get_object_or_404(User, pk=pk)
    remove_links(user, current_user(request))
    messages.success(request, _("The account is no longer linked to the login provider."))
    return redirect("account", pk)
