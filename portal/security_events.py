"""A log line for each login, failed login and logout, and for each use and change of a second factor, with the account
and the address."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.models import AbstractBaseUser, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from documents.services.second_factors import record_authenticator
from portal.throttling import address_of

logger = logging.getLogger("portal.security")

_AUTHENTICATOR_EVENTS = {
    "added": authenticator_added,
    "removed": authenticator_removed,
    "replaced": authenticator_reset,
}


def connect() -> None:
    """Connect the handlers to the signals of Django and allauth."""
    user_logged_in.connect(log_login)
    user_login_failed.connect(log_failed_login)
    user_logged_out.connect(log_logout)
    authentication_failed.connect(log_wrong_code)
    authenticator_used.connect(log_second_factor)
    for event, signal in _AUTHENTICATOR_EVENTS.items():
        signal.connect(_recorder(event), weak=False)


def log_login(request: HttpRequest, user: AbstractBaseUser, **_signal: object) -> None:
    """Log that a user logged in."""
    logger.info("login of %r from %s", user.get_username(), address_of(request))


def log_failed_login(credentials: Mapping[str, Any], request: HttpRequest | None = None, **_signal: object) -> None:
    """Log a failed login. There may be no account with this name; a long name is shortened."""
    address = address_of(request) if request else None
    logger.warning("failed login of %r from %s", str(credentials.get("username", ""))[:150], address)


def log_logout(request: HttpRequest, user: AbstractBaseUser | None, **_signal: object) -> None:
    """Log that a user logged out. The user is unknown if the session had expired."""
    if user is not None:
        logger.info("logout of %r from %s", user.get_username(), address_of(request))


def log_wrong_code(request: HttpRequest, user: User, **_signal: object) -> None:
    """Log a wrong code of a second factor, and count it as a failed login: five lock the account for the address."""
    name = user.get_username()
    logger.warning("wrong code of %r from %s", name, address_of(request))
    AxesProxyHandler.user_login_failed(User, {"username": name}, request)


def log_second_factor(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: object) -> None:
    """Log which second factor a user used."""
    logger.info("second factor of %r from %s: %s", user.get_username(), address_of(request), authenticator.type)


def _recorder(event: str) -> Callable[..., None]:
    """Return a handler that logs a change of a second factor and records it in the change log."""

    def record(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: object) -> None:
        name = user.get_username()
        logger.info("second factor of %r %s from %s: %s", name, event, address_of(request), authenticator.type)
        record_authenticator(user, authenticator, event)

    return record
