"""Roles and their permissions.

A role includes the permissions of all lower roles. :mod:`documents.services.accounts` stores the roles as groups and
assigns them to accounts; :mod:`documents.web.permissions` restricts pages by permission.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A user's role, from the lowest to the highest. The values are the names of the groups."""

    READER = "reader", _("reader")
    STAFF = "staff", _("staff")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")

    @property
    def rank(self) -> int:
        """Return the position among the roles, 0 for the lowest."""
        return list(Role).index(self)


ACCOUNT_ROLES = (Role.STAFF, Role.EDITOR, Role.ADMINISTRATOR)  # reading needs no account

SEES_UNPUBLISHED = "is_staff"
"""The flag of an account that allows seeing unpublished content. It is not a permission, because every page checks it.
"""

PERMISSIONS: Mapping[str, Role] = {
    SEES_UNPUBLISHED: Role.STAFF,  # unpublished documents and versions; required by all permissions below
    "recommendations.view_followup": Role.STAFF,  # read follow-ups
    "recommendations.change_followup": Role.STAFF,  # record follow-ups
    "documents.add_upload": Role.EDITOR,  # upload files
    "documents.change_document": Role.EDITOR,  # review, correct, answer questions, assign symbols
    "recommendations.change_lineage": Role.EDITOR,  # decide on links between versions of recommendations
    "documents.view_change": Role.EDITOR,  # read the log
    "documents.publish_document": Role.ADMINISTRATOR,  # publish, unpublish, withdraw
    "documents.delete_document": Role.ADMINISTRATOR,  # delete a document with all data read from it
    "documents.see_records": Role.ADMINISTRATOR,  # browse all records in the admin site
    "auth.change_user": Role.ADMINISTRATOR,  # create accounts, assign roles, deactivate
}
"""A map from each permission of the portal to the lowest role that has it."""


def role_permissions(role: Role) -> frozenset[str]:
    """Return all permissions of a role."""
    return frozenset(permission for permission, lowest in PERMISSIONS.items() if lowest.rank <= role.rank)


def user_role(user: AbstractBaseUser | AnonymousUser) -> Role:
    """Return a user's role: administrator for a superuser, reader without an active account or a role."""
    if not isinstance(user, User) or not user.is_active:
        return Role.READER
    if user.is_superuser:
        return Role.ADMINISTRATOR
    names = {group.name for group in user.groups.all()}
    return max((role for role in Role if role.value in names), key=lambda role: role.rank, default=Role.READER)
