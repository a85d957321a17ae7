"""E-mails, sent by the worker: while the mail server is down, they wait and are sent again. This module sends those
about accounts.

A job names an account, never a link: links that set a password are made when the e-mail is sent, so that none is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.labels.naming import person_name
from documents.services.preferences import language_of

logger = logging.getLogger(__name__)

QUEUE = "email"
PRIORITY = -1  # below that of uploads: a server that does not answer must not delay them
RETRY = RetryStrategy(max_attempts=60, wait=60, linear_wait=60)  # in seconds: for about 30 hours
PERMANENT_FAILURE = 500  # SMTP replies from here on mean that trying again is useless (RFC 5321, section 4.2.1)


def is_email_configured() -> bool:
    """Return whether the portal has a mail server to send e-mails."""
    return bool(settings.EMAIL_HOST)


def password_link(user: User) -> str:
    """Return the path of a page that sets a password. It works once, for ``PASSWORD_RESET_TIMEOUT`` seconds."""
    encoded_key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("set-password", args=[encoded_key, default_token_generator.make_token(user)])


def compose(user: User, template: str, context: Mapping[str, Any]) -> EmailMultiAlternatives:
    """Return an e-mail to a user."""
    return compose_to(user.email, template, {"name": person_name(user), **context})


def compose_to(
    address: str, template: str, context: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    """Return an e-mail, as plain text and as HTML. The first line of the text template is the subject."""
    values = {"portal": settings.PORTAL_URL, **context}
    subject, _newline, text = render_to_string(f"emails/{template}.txt", values).strip().partition("\n")
    message = EmailMultiAlternatives(subject.strip(), text.strip() + "\n", to=[address], headers=dict(headers or {}))
    message.attach_alternative(render_to_string(f"emails/{template}.html", {**values, "subject": subject}), "text/html")
    return message


def is_permanent(error: SMTPRecipientsRefused) -> bool:
    """Return whether the mail server will never deliver to any of the addresses that it refused."""
    return all(code >= PERMANENT_FAILURE for code, _reply in error.recipients.values())


@contextmanager
def logged_refusals(user: User) -> Iterator[None]:
    """Log that the mail server permanently refuses to deliver to an address. Other errors are raised, so that the job
    is retried, even if the portal's own account at the server is wrong: somebody can correct that.
    """
    try:
        yield
    except SMTPRecipientsRefused as error:
        if not is_permanent(error):
            raise
        logger.error("the mail server does not deliver to the address of %r: %s", user.get_username(), error)


@app.task(name="send_invitation", queue=QUEUE, priority=PRIORITY, retry=RETRY)
def send_invitation(*, user_id: int) -> None:
    """Send a link with which the user of a new account sets a password."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is not None:
        _send_link(user, "invitation")


@app.task(name="send_password_links", queue=QUEUE, priority=PRIORITY, retry=RETRY)
def send_password_links(*, email: str) -> None:
    """Send a link that sets a new password to each active account with this address; there may be none.

    The worker looks the address up, so that the page answers as quickly for one that no account has.
    """
    for user in User.objects.filter(email__iexact=email, is_active=True):
        _send_link(user, "new_password")


def _send_link(user: User, template: str) -> None:
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
    with translation.override(language_of(user)):
        link = settings.PORTAL_URL + password_link(user)
        message = compose(user, template, {"username": user.get_username(), "link": link, "days": days})
    with logged_refusals(user):
        message.send()


def waiting_invitations() -> set[int]:
    """Return the keys of the users whose invitations have not been sent yet."""
    jobs = ProcrastinateJob.objects.filter(task_name="send_invitation", status__in=("todo", "doing"))
    return {args["user_id"] for args in jobs.values_list("args", flat=True)}
