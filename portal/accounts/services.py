"""Making accounts and changing them; each change is in the log. There is always an administrator who can log in."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from documents.services import give_role, note_change, take_turn
from documents.web.roles import Role, role_of

ACTION = "account.changed"


class AccountRefused(Exception):  # noqa: N818  named as the other refusals of services
    """What cannot be done; the message is meant for the person who wanted it."""


@transaction.atomic
def make_account(name: str, role: Role, by: User) -> str:
    """Make an account of a role. Returns its password, which is nowhere else.

    Raises :class:`AccountRefused` for a name that somebody has, or that is none.
    """
    take_turn()
    if User.objects.filter(username__iexact=name).exists():
        raise AccountRefused(_("Somebody has the user name “%(name)s” already. Choose another one.") % {"name": name})
    user = User(username=name)
    password = _new_password(user)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise AccountRefused(" ".join(error.messages)) from error
    user.save()
    give_role(user, role)
    _log(user, by, None, role.value)
    return password


@transaction.atomic
def change_role(user: User, role: Role, by: User) -> None:
    """Give an account another role. Raises :class:`AccountRefused` where nobody else is administrator."""
    take_turn()
    was = role_of(user)
    if was is role:
        return
    if role is not Role.ADMINISTRATOR:
        _refuse_last(user)
    give_role(user, role)
    _log(user, by, was.value, role.value)


@transaction.atomic
def set_active(user: User, active: bool, by: User) -> None:
    """Let somebody log in, or no longer; who is logged in is out at once. What they did stays in the log.

    Raises :class:`AccountRefused` where nobody else is administrator.
    """
    take_turn()
    if user.is_active == active:
        return
    if not active:
        _refuse_last(user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    _log(user, by, *(("deactivated", "active") if active else ("active", "deactivated")))


@transaction.atomic
def replace_password(user: User, by: User) -> str:
    """Give an account another password, which is returned and nowhere else; who is logged in is out."""
    take_turn()
    password = _new_password(user)
    user.save(update_fields=["password"])
    _log(user, by, None, "new password")
    return password


def _new_password(user: User) -> str:
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    return password


def _refuse_last(user: User) -> None:
    """Raises :class:`AccountRefused` where this is the only administrator who can log in."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk).prefetch_related("groups")
    if role_of(user) is Role.ADMINISTRATOR and all(role_of(other) is not Role.ADMINISTRATOR for other in others):
        raise AccountRefused(
            _("%(name)s is the last administrator. Make somebody else administrator first.")
            % {"name": user.get_username()}
        )


def _log(user: User, by: User, was: str | None, value: str) -> None:
    note_change(ACTION, by=by, subject=user.get_username(), about=f"account:{user.pk}", was=was, value=value)
