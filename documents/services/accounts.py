"""Manage accounts and their roles, which are stored as groups. At least one administrator can always log in.

Changes by administrators are recorded in the audit log.
"""

from __future__ import annotations

import secrets

from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from documents.services.audit_log import record_change
from documents.services.locking import acquire_write_lock
from documents.web.roles import ACCOUNT_ROLES, SEES_UNPUBLISHED, Role, role_permissions, user_role


class AccountError(Exception):
    """A change to an account is not allowed. The message is shown to the administrator."""


@transaction.atomic
def load_roles() -> None:
    """Create the groups of the roles and set their permissions. Idempotent.

    A reader needs no account and therefore no group. A permission that is not in the database yet, because a later
    migration creates it, is granted by the next call.
    """
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in ACCOUNT_ROLES:
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set(permissions[name] for name in role_permissions(role) if name in permissions)


def assign_role(user: User, role: Role) -> None:
    """Assign a role to an account in place of its present one, even if that is superuser. Call it within a transaction.

    Raise KeyError for the reader role, which has no account.
    """
    if role not in ACCOUNT_ROLES:
        raise KeyError(role)
    user.is_superuser = False
    user.is_staff = SEES_UNPUBLISHED in role_permissions(role)
    user.save(update_fields=["is_superuser", "is_staff"])
    other_groups = user.groups.exclude(name__in=Role.values)
    user.groups.set([*other_groups, Group.objects.get(name=role.value)])


def create_first_account(name: str) -> str | None:
    """Create the first administrator's account. Return its password, or None if a staff account exists."""
    if User.objects.filter(is_staff=True).exists():
        return None
    user = User(username=name, is_staff=True, is_superuser=True)
    password = _set_new_password(user)
    user.save()
    return password


@transaction.atomic
def create_account(name: str, role: Role, by: User) -> str:
    """Create an account with a role. Return its password, of which only a hash is stored.

    Raise :class:`AccountError` if the name is taken or not valid.
    """
    acquire_write_lock()
    if User.objects.filter(username__iexact=name).exists():
        raise AccountError(_("The username “%(name)s” is already taken. Choose another.") % {"name": name})
    user = User(username=name)
    password = _set_new_password(user)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from error
    user.save()
    assign_role(user, role)
    _record(user, by, None, role.value)
    return password


@transaction.atomic
def change_role(user: User, role: Role, by: User) -> None:
    """Change the role of an account. Raise :class:`AccountError` if this would remove the last administrator."""
    acquire_write_lock()
    previous_role = user_role(user)
    if previous_role is role:
        return
    if role is not Role.ADMINISTRATOR:
        _check_not_last_administrator(user)
    assign_role(user, role)
    _record(user, by, previous_role.value, role.value)


@transaction.atomic
def set_active(user: User, active: bool, by: User) -> None:
    """Activate or deactivate an account. Existing sessions end immediately; past changes stay in the log.

    Raise :class:`AccountError` when deactivating the last administrator.
    """
    acquire_write_lock()
    if user.is_active == active:
        return
    if not active:
        _check_not_last_administrator(user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    _record(user, by, *(("deactivated", "active") if active else ("active", "deactivated")))


@transaction.atomic
def replace_password(user: User, by: User) -> str:
    """Set and return a new password, of which only a hash is stored. The account's sessions end immediately.

    Failed logins are cleared, so that the account is no longer locked.
    """
    acquire_write_lock()
    password = _set_new_password(user)
    user.save(update_fields=["password"])
    AccessAttempt.objects.filter(username__iexact=user.get_username()).delete()
    _record(user, by, None, "new password")
    return password


def _set_new_password(user: User) -> str:
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    return password


def _check_not_last_administrator(user: User) -> None:
    """Raise :class:`AccountError` if this is the only administrator who can log in."""
    other_users = User.objects.filter(is_active=True).exclude(pk=user.pk).prefetch_related("groups")
    if user_role(user) is Role.ADMINISTRATOR and all(
        user_role(other) is not Role.ADMINISTRATOR for other in other_users
    ):
        raise AccountError(
            _("%(name)s is the only administrator. Make someone else an administrator first.")
            % {"name": user.get_username()}
        )


def _record(user: User, by: User, old_value: str | None, value: str) -> None:
    object_key = f"account:{user.pk}"
    record_change(
        "account.changed", by=by, subject=user.get_username(), object_key=object_key, old_value=old_value, value=value
    )
