"""Login throttling: callbacks for django-axes, which counts and limits failed logins by the ``AXES_`` settings."""

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

MAX_NAME_LENGTH = User._meta.get_field("username").max_length
"""The maximum length of a username. The login form accepts longer names, which do not fit axes' column."""

IPV6_NETWORK_BITS = 64  # one subscriber can use any address in a network of this size (RFC 6177)


def account_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return the username under which to count a login, truncated to :data:`MAX_NAME_LENGTH`."""
    return str((credentials or request.POST).get("username", ""))[:MAX_NAME_LENGTH]


def address_of(request: HttpRequest) -> str | None:
    """Return the client's IP address or, for IPv6, the address of its network. Return None if it is not an IP address.

    ``X-Forwarded-For`` is used only behind a proxy (``HTTPS_ONLY``), and only its last address, which the proxy added:
    the other addresses come from the client.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address) and not ip.is_loopback:
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(ip), IPV6_NETWORK_BITS), strict=False).network_address)
    return str(ip)


def counted_address(request: HttpRequest) -> str | None:
    """Return the address under which to count requests, as :func:`address_of`, or None if it does not distinguish
    clients: it is not an IP address, or that of this machine, as of a proxy for which ``HTTPS_ONLY`` is not set.
    """
    address = address_of(request)
    return None if address is None or ipaddress.ip_address(address).is_loopback else address


def lockout_response(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return a 429 page with the number of minutes until the lock ends; ``Retry-After`` has the number of seconds."""
    now = request.axes_attempt_time  # type: ignore[attr-defined]  # set by axes
    [attempts] = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    last = attempts.aggregate(last=Max("attempt_time", default=now))["last"]
    seconds = max(1, ceil((last + settings.AXES_COOLOFF_TIME - now).total_seconds()))
    page = render(request, "429.html", {"minutes": ceil(seconds / 60)}, status=429)
    page["Retry-After"] = str(seconds)
    return page
