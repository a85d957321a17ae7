"""Roles as groups of the database, and which one an account has."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction

from documents.web.roles import ROLES_OF_ACCOUNTS, SEES_UNPUBLISHED, Role, permissions_of


@transaction.atomic
def load_roles() -> None:
    """Make the groups and their permissions what the table says. Again changes nothing.

    A reader needs no account, hence no group. A permission that the database does not have yet (its table is made by a
    later migration) is given the next time.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in ROLES_OF_ACCOUNTS:
        group, _new = Group.objects.get_or_create(name=role.value)
        group.permissions.set(known[name] for name in permissions_of(role) if name in known)


def give_role(user: User, role: Role) -> None:
    """Make it the one role of an account, which is a superuser no longer. Within the caller's transaction.

    Raises KeyError for the reader, who has no account.
    """
    if role not in ROLES_OF_ACCOUNTS:
        raise KeyError(role)
    user.is_superuser = False
    user.is_staff = SEES_UNPUBLISHED in permissions_of(role)
    user.save(update_fields=["is_superuser", "is_staff"])
    others = user.groups.exclude(name__in=Role.values)
    user.groups.set([*others, Group.objects.get(name=role.value)])
