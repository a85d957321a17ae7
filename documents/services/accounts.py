"""Manage accounts and their roles, which are stored as groups. At least one administrator can always log in.

Changes by administrators are recorded in the audit log.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from documents.services.audit_log import record_change
from documents.services.locking import acquire_write_lock
from documents.web.roles import ACCOUNT_ROLES, SEES_UNPUBLISHED, Role, role_permissions, user_role

_ACTIVE, _INACTIVE = gettext_noop("active"), gettext_noop("deactivated")


class AccountError(Exception):
    """A change to an account is not allowed. The message is shown to the user; ``field`` is the form field, or ""."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class AccountConflictError(Exception):
    """Someone else has changed the same values of an account. Nothing was saved. ``current`` are the new values."""

    def __init__(self, current: AccountDetails) -> None:
        super().__init__()
        self.current = current


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """What an administrator enters about an account. The name and the e-mail address may be empty."""

    full_name: str
    email: str
    role: Role

    @classmethod
    def of(cls, user: User) -> AccountDetails:
        """Return the current details, with the role that a deactivated account would have."""
        return cls(user.get_full_name(), user.email, account_role(user))


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
def create_account(username: str, details: AccountDetails, by: User | None) -> User:
    """Create an account without a password: its user sets one with a link (:func:`portal.emails.password_link`).

    ``by`` is None if the portal creates it, for somebody who logs in through the provider.
    Raise :class:`AccountError` if the username or the e-mail address is taken or not valid.
    """
    acquire_write_lock()
    if User.objects.filter(username__iexact=username).exists():
        message = _("The username “%(name)s” is already taken. Choose another.") % {"name": username}
        raise AccountError(message, "username")
    user = User(username=username)
    user.set_unusable_password()
    _set_details(user, details)
    user.save()
    assign_role(user, details.role)
    record_account_change(user, by, None, _logged(details))
    return user


@transaction.atomic
def change_account(user: User, entered: AccountDetails, seen: AccountDetails, by: User) -> bool:
    """Save the details that differ from those that the administrator saw. Return whether any did.

    Raise :class:`AccountConflictError` if someone else has changed one of them, and :class:`AccountError` if the
    address is taken or not valid, or if this would remove the last administrator.
    """
    acquire_write_lock()
    user.refresh_from_db()
    current = AccountDetails.of(user)
    changed = {field.name for field in fields(entered) if getattr(entered, field.name) != getattr(seen, field.name)}
    if any(getattr(current, name) not in (getattr(seen, name), getattr(entered, name)) for name in changed):
        raise AccountConflictError(current)
    new = AccountDetails(*(getattr(entered if f.name in changed else current, f.name) for f in fields(entered)))
    if new == current:
        return False
    _set_details(user, new)
    user.save(update_fields=["first_name", "last_name", "email"])
    if new.role is not current.role:
        if new.role is not Role.ADMINISTRATOR:
            _check_not_last_administrator(user)
        assign_role(user, new.role)
    record_account_change(user, by, _logged(current), _logged(new))
    return True


def _set_details(user: User, details: AccountDetails) -> None:
    """Set the name, which is kept in one field because not all names have two parts, and the address."""
    taken = User.objects.filter(email__iexact=details.email).exclude(pk=user.pk)
    if details.email and taken.exists():
        raise AccountError(_("Another account has this e-mail address. Enter another one."), "email")
    user.first_name, user.last_name, user.email = details.full_name, "", details.email
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        names = {"first_name": "full_name"}
        field, messages = next(iter(error.message_dict.items()))
        raise AccountError(" ".join(messages), names.get(field, field)) from error


def _logged(details: AccountDetails) -> dict[str, str]:
    return {"name": details.full_name, "email": details.email, "role": details.role.value}


def account_role(user: User) -> Role:
    """Return the role of an account; for a deactivated account, the role that it would have."""
    if user.is_active:
        return user_role(user)
    names = {group.name for group in user.groups.all()}
    if user.is_superuser:
        return Role.ADMINISTRATOR
    return max((Role(name) for name in names if name in Role), key=lambda role: role.rank, default=Role.READER)


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
    record_account_change(user, by, *((_INACTIVE, _ACTIVE) if active else (_ACTIVE, _INACTIVE)))


@transaction.atomic
def set_password(user: User, password: str) -> None:
    """Set the password that a user chose. Other sessions of the account end, and failed logins are forgotten."""
    acquire_write_lock()
    user.set_password(password)
    user.save(update_fields=["password"])
    _failed_logins(user).delete()
    record_account_change(user, user, None, gettext_noop("new password"))


@transaction.atomic
def record_password_link(user: User, by: User) -> None:
    """Record that an administrator showed or sent a link that sets the password of an account."""
    record_account_change(user, by, None, gettext_noop("link to set a password"))


@transaction.atomic
def unlock(user: User, by: User) -> None:
    """Forget the failed logins of an account, so that its user can log in at once."""
    acquire_write_lock()
    if _failed_logins(user).delete()[0]:
        record_account_change(user, by, gettext_noop("locked"), gettext_noop("unlocked"))


def locked_accounts() -> set[str]:
    """Return the usernames, in lower case, that are locked after failed logins from some address."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=since
    )
    return {name.lower() for name in attempts.values_list("username", flat=True) if name}


def _failed_logins(user: User) -> QuerySet[AccessAttempt]:
    attempts: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(username__iexact=user.get_username())
    return attempts


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


def record_account_change(
    user: User, by: User | None, old_value: str | dict[str, str] | None, value: str | dict[str, str]
) -> None:
    """Add a row about an account to the log, in the transaction of the change. Texts are stored in English, and
    translated when the log is shown.
    """
    object_key = f"account:{user.pk}"
    record_change(
        "account.changed", by=by, subject=user.get_username(), object_key=object_key, old_value=old_value, value=value
    )
