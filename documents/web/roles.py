"""The table of roles and permissions.

A role has all that stands beside it and beside the roles before it. :mod:`documents.services.accounts` makes groups of
the roles and gives them to accounts; :mod:`documents.web.permissions` guards pages by the permissions.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to the portal, from the least to the most. The values are the names of the groups."""

    READER = "reader", _("reader")
    STAFF = "staff", _("staff")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")

    @property
    def rank(self) -> int:
        """Its place among the roles: a role may all that those of lower rank may."""
        return list(Role).index(self)


ACCOUNT_ROLES = (Role.STAFF, Role.EDITOR, Role.ADMINISTRATOR)  # reading needs no account

SEES_UNPUBLISHED = "is_staff"
"""Seeing what is not public is the account's flag, not a permission: every page asks for it."""

PERMISSIONS: Mapping[str, Role] = {
    SEES_UNPUBLISHED: Role.STAFF,  # documents and versions that are not published; every row below needs it too
    "recommendations.view_followup": Role.STAFF,  # read the ledger of follow-ups
    "recommendations.change_followup": Role.STAFF,  # write in it
    "documents.add_upload": Role.EDITOR,  # send files
    "documents.change_document": Role.EDITOR,  # review, correct, answer questions, decide symbols
    "recommendations.change_lineage": Role.EDITOR,  # decide which recommendations are one
    "documents.view_change": Role.EDITOR,  # read the log
    "documents.publish_document": Role.ADMINISTRATOR,  # publish, take back, withdraw
    "documents.delete_document": Role.ADMINISTRATOR,  # delete a document with all that was read
    "documents.see_records": Role.ADMINISTRATOR,  # look at every record as it is stored
    "auth.change_user": Role.ADMINISTRATOR,  # make accounts, give roles, deactivate
}
"""Every permission of the portal, and the least role that has it."""


def role_permissions(role: Role) -> frozenset[str]:
    """All that a role may do."""
    return frozenset(permission for permission, least in PERMISSIONS.items() if least.rank <= role.rank)


def user_role(user: AbstractBaseUser | AnonymousUser) -> Role:
    """The role of a person: a reader without an account, and a superuser counts as administrator."""
    if not isinstance(user, User) or not user.is_active:
        return Role.READER
    if user.is_superuser:
        return Role.ADMINISTRATOR
    names = {group.name for group in user.groups.all()}
    return max((role for role in Role if role.value in names), key=lambda role: role.rank, default=Role.READER)
