"""Pages of alerts by e-mail. Nobody needs an account, and no page shows whether an address follows anything.

The pages behind links in e-mails change nothing until their button is pressed: mail filters open links, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from documents.web.error_pages import bad_request
from documents.web.same_origin import require_same_origin
from portal.accounts.forms import EmailAddressForm
from portal.alerts.digests import shown_subscription
from portal.alerts.forms import FollowForm, SubscriptionsForm
from portal.alerts.links import confirmed_key, managed_key, management_token, unsubscribed_key
from portal.alerts.models import Schedule, Subscriber, Subscription
from portal.alerts.services import (
    CONFIRMATION_PERIOD,
    REQUEST_PERIOD,
    change_subscriptions,
    confirm,
    erase,
    record_request,
    unsubscribe,
)
from portal.alerts.tasks import send_confirmation, send_management_link
from portal.emails import is_email_configured
from portal.throttling import counted_address
from recommendations.results.search_title import search_title
from recommendations.search.parameters import read_parameters
from recommendations.search.query import MAX_ADDRESS_BYTES

View = Callable[..., HttpResponse]
PAGE_METHODS = ["GET", "HEAD", "POST"]
_INTERNET_ADDRESS = re.compile(r"://|\w\.[^\W\d_]{2,}")
"""Matches a web address, but not a symbol such as CTOC/COP/WG.3/2021/L.4. Anyone can have the words of a search
e-mailed to anyone."""


def with_email(view: View) -> View:
    """Respond with 404 unless the portal can send e-mails."""

    @wraps(view)
    def wrapper(request: HttpRequest, **arguments: str) -> HttpResponse:
        if not is_email_configured():
            raise Http404
        return view(request, **arguments)

    return wrapper


# --- asking for links ----------------------------------------------------------------------------------


@require_same_origin
@with_email
@require_http_methods(PAGE_METHODS)
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the address that follows a search, whose parameters are those of its page, and have the worker send a
    link to confirm it."""
    parsed = read_parameters(request.GET)
    query = parsed.query.in_scope(parsed.query.scope).changed(sort="")
    errors = list(parsed.messages)
    if parsed.is_shortened or len(query.address) > MAX_ADDRESS_BYTES:
        errors.append(_("This text is too long to follow. Search a shorter one."))
    if _INTERNET_ADDRESS.search(query.words):
        errors.append(_("A search for an internet address cannot be followed. Remove the address from the words."))
    if errors:
        return bad_request(request, errors, [])
    form = FollowForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "title": search_title(query), "query": query, "days": CONFIRMATION_PERIOD.days}
        return render(request, "alerts/follow.html", context, status=400 if form.is_bound else 200)
    email, schedule = form.cleaned_data["email"], form.cleaned_data["schedule"]
    if not record_request(email, counted_address(request)):
        return _too_many_requests(request)
    send_confirmation.defer(email=email, language=get_language() or "en", query=query.querystring(), schedule=schedule)
    return redirect("alert-link-sent")


@require_same_origin
@with_email
@require_http_methods(PAGE_METHODS)
def request_link(request: HttpRequest) -> HttpResponse:
    """Have the worker send the link to all subscriptions of an address."""
    form = EmailAddressForm(request.POST or None)
    if not form.is_valid():
        return render(request, "alerts/request_link.html", {"form": form}, status=400 if form.is_bound else 200)
    email = form.cleaned_data["email"]
    if not record_request(email, counted_address(request)):
        return _too_many_requests(request)
    send_management_link.defer(email=email)
    return redirect("alert-link-sent")


@with_email
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """Tell the person to check their e-mail."""
    return render(request, "alerts/link_sent.html")


def _too_many_requests(request: HttpRequest) -> HttpResponse:
    minutes = REQUEST_PERIOD.seconds // 60
    response = render(request, "alerts/too_many_requests.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(REQUEST_PERIOD.seconds)
    return response


# --- links in e-mails ----------------------------------------------------------------------------------


@require_same_origin
@never_cache
@require_http_methods(PAGE_METHODS)
def confirm_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for, and then record, the confirmation of a subscription."""
    key = confirmed_key(token)
    subscription = Subscription.objects.select_related("subscriber").filter(pk=key).first() if key else None
    if subscription is None:
        return _invalid_link(request)
    if request.method == "POST" and confirm(subscription.pk):
        messages.success(request, _("You now follow “%(title)s”.") % {"title": shown_subscription(subscription).title})
        return redirect("manage-subscriptions", token=management_token(subscription.subscriber))
    context = {"subscription": shown_subscription(subscription), "schedule": subscription.get_schedule_display()}
    return render(request, "alerts/confirm.html", context)


@require_same_origin
@never_cache
@require_http_methods(PAGE_METHODS)
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show and change all subscriptions of an address."""
    subscriber = _subscriber(managed_key(token))
    if subscriber is None:
        return _invalid_link(request)
    rows = subscriber.subscriptions.filter(confirmed_at__isnull=False)
    form = SubscriptionsForm(
        [shown_subscription(row) for row in rows], request.POST or None, initial={"language": subscriber.language}
    )
    if form.is_valid():
        change_subscriptions(subscriber, form.cleaned_data["language"], form.schedules)
        if _subscriber(subscriber.pk) is None:
            return render(request, "alerts/unsubscribed.html", {"is_erased": True})
        messages.success(request, _("Your changes have been saved."))
        return redirect("manage-subscriptions", token=token)
    context = {"subscriber": subscriber, "form": form, "token": token}
    return render(request, "alerts/manage.html", context, status=400 if form.is_bound else 200)


@require_same_origin
@never_cache
@require_http_methods(PAGE_METHODS)
def erase_all(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to erase everything that is stored for an address, and erase it."""
    subscriber = _subscriber(managed_key(token))
    if subscriber is None:
        return _invalid_link(request)
    if request.method == "POST":
        erase(subscriber)
        return render(request, "alerts/unsubscribed.html", {"is_erased": True})
    return render(request, "alerts/erase.html", {"subscriber": subscriber, "token": token})


@csrf_exempt  # mail programs send the form (RFC 8058); the link itself shows that the e-mail was received
@never_cache
@require_http_methods(PAGE_METHODS)
def unsubscribe_schedule(request: HttpRequest, schedule: str, token: str) -> HttpResponse:
    """Ask whether to end the e-mails of a schedule, and end them."""
    subscriber = _subscriber(unsubscribed_key(token))
    if subscriber is None or schedule not in Schedule:
        return _invalid_link(request)
    rows = subscriber.subscriptions.filter(confirmed_at__isnull=False, schedule=schedule)
    if request.method == "POST":
        unsubscribe(subscriber, [row.pk for row in rows])
        return render(request, "alerts/unsubscribed.html", {"is_erased": _subscriber(subscriber.pk) is None})
    context = {"subscriptions": [shown_subscription(row) for row in rows]}
    return render(request, "alerts/unsubscribe.html", context)


def _subscriber(key: UUID | None) -> Subscriber | None:
    return Subscriber.objects.filter(pk=key).first() if key else None


def _invalid_link(request: HttpRequest) -> HttpResponse:
    """Return the same page for a wrong or expired link, and for a link to something that was removed."""
    return render(request, "alerts/invalid_link.html", {"sends_email": is_email_configured()}, status=404)
