"""Log-in is slowed down for who guesses: failures are counted by account and address, and waited for.

django-axes counts them in the database. Five failures for one account from one address are enough; of one address
for any accounts, and of one account from any addresses, it takes more, so that neither an office behind one address
nor a person whose name somebody else tries is locked out at once.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from math import ceil
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

WEIGHTS = (1, 6, 10)
"""How many failures count as one, in the order of ``AXES_LOCKOUT_PARAMETERS``: account and address, address alone,
account alone."""

LONGEST_NAME = 150
"""No account has a longer name; what is longer is counted by its beginning."""

FIRST_HALF = 64
"""The bits of an IPv6 address that tell a network: who has one has all addresses in it."""


class Throttle(AxesDatabaseHandler):  # type: ignore[misc]  # it has no types
    """The counting of axes, with a limit for each way to count."""

    def get_failures(self, request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> int:
        """Failures of late, by the way of counting that makes most of them."""
        return max(self.weighed(request, credentials))

    def weighed(self, request: HttpRequest, credentials: Mapping[str, Any] | None) -> list[int]:
        """Failures of late by each way of counting."""
        ways: list[QuerySet[AccessAttempt]] = self.get_user_attempts(request, credentials)
        return [_failures(way) // weight for way, weight in zip(ways, WEIGHTS, strict=True)]

    def seconds_to_wait(self, request: HttpRequest, credentials: Mapping[str, Any] | None) -> int:
        """How long until none of those that are over the limit is counted any more."""
        ways = zip(self.get_user_attempts(request, credentials), self.weighed(request, credentials), strict=True)
        limit = get_failure_limit(request, credentials)
        last = [way.aggregate(last=Max("attempt_time"))["last"] for way, failures in ways if failures >= limit]
        left = [moment + settings.AXES_COOLOFF_TIME - timezone.now() for moment in last if moment]
        seconds: list[int] = [ceil(one.total_seconds()) for one in left]
        return max([1, *seconds])

    def reset_user_attempts(self, request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> int:
        """Who logs in forgets their own failures from there: neither those of others at the address, nor those of
        others who try the account from elsewhere."""
        own: QuerySet[AccessAttempt] = self.filter_user_attempts(request, credentials)[0]
        return own.delete()[0]


def _failures(attempts: QuerySet[AccessAttempt]) -> int:
    return int(attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0)


def account_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The name that somebody gives, as far as an account's could be as long."""
    name = credentials.get("username") if credentials else request.POST.get("username")
    return str(name or "").replace("\0", "")[:LONGEST_NAME]


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from: the other end of the connection, or behind the proxy of the settings what that says
    of it. Of IPv6 the network."""
    place = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:  # what stands before the last comma the sender may have written themselves
        place = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or place
    try:
        found = ipaddress.ip_address(place)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(found), FIRST_HALF), strict=False).network_address)
    return str(found)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """429: how long to wait."""
    seconds = AxesProxyHandler.get_implementation().seconds_to_wait(request, credentials)
    answer = render(request, "429.html", {"minutes": ceil(seconds / 60)}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
