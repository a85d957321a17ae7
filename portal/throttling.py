"""Login throttling: what django-axes asks of the portal. It counts failed logins and locks by ``AXES_`` settings."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from math import ceil
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MAX_NAME = User._meta.get_field("username").max_length
"""The length of the longest user name. The login form passes on longer ones, for which axes has no room."""

IPV6_NETWORK_BITS = 64  # one subscriber can use any address of such a network (RFC 6177)


def account_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return the user name to count a login under, cut to :data:`MAX_NAME`."""
    return str((credentials or request.POST).get("username", ""))[:MAX_NAME]


def address_of(request: HttpRequest) -> str | None:
    """Return the address that a request comes from, for IPv6 that of the network; None where it is no IP address.

    ``X-Forwarded-For`` counts only behind the proxy of ``HTTPS_ONLY``, and of it only the last address, which the
    proxy added: a client can send any others.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(found), IPV6_NETWORK_BITS), strict=False).network_address)
    return str(found)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return the page with status 429 that says how long the lock lasts; ``Retry-After`` says it in seconds."""
    now = request.axes_attempt_time  # type: ignore[attr-defined]  # set by axes
    [attempts] = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    last = attempts.aggregate(last=Max("attempt_time", default=now))["last"]
    seconds = max(1, ceil((last + settings.AXES_COOLOFF_TIME - now).total_seconds()))
    answer = render(request, "429.html", {"minutes": ceil(seconds / 60)}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
