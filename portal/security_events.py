"""A log line for each login, failed login and logout, with the account and the address."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from portal.throttling import address_of

logger = logging.getLogger("portal.security")


def connect() -> None:
    """Connect the handlers to Django's signals."""
    user_logged_in.connect(log_login)
    user_login_failed.connect(log_failed_login)
    user_logged_out.connect(log_logout)


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
