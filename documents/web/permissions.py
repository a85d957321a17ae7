"""Restrict staff pages by permission."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from documents.web.roles import PERMISSIONS, SEES_UNPUBLISHED, Role

View = Callable[..., HttpResponse]

DENIED = {
    Role.STAFF: _("Only staff can do this. Ask an administrator, or log in with another account."),
    Role.EDITOR: _(
        "Only editors and administrators can do this. Ask an administrator, or log in with another account."
    ),
    Role.ADMINISTRATOR: _("Only administrators can do this. Ask an administrator, or log in with another account."),
}
"""Messages for users without a role, by the lowest role that has access."""


def require_permission(permission: str) -> Callable[[View], View]:
    """Return a decorator that admits staff with the permission. Others get a 403, or the login page if logged out.

    Raise KeyError for a permission that is not in :data:`documents.web.roles.PERMISSIONS`.
    """
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not (request.user.is_staff and (permission == SEES_UNPUBLISHED or request.user.has_perm(permission))):
                raise PermissionDenied(DENIED[PERMISSIONS[permission]])
            return view(request, *args, **kwargs)

        return login_required(wrapper)

    return decorate


def current_user(request: HttpRequest) -> User:
    """Return the logged-in user, for views decorated with :func:`require_permission`."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
