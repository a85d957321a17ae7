"""A mail server (SMTP) within a test."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection
from django.test import override_settings

from tests.portal.ingestion.jobs import run_jobs


@dataclass
class MailServer:
    """Keeps the messages it accepts. If ``refusal`` is set, it replies that to each recipient instead.

    If ``breaks_off``, it keeps each message but closes the connection without a reply.
    """

    messages: list[EmailMessage] = field(default_factory=list)
    refusal: str = ""
    breaks_off: bool = False

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        if self.breaks_off:
            server.transport.close()
        return "250 OK"


@contextmanager
def mail_server(portal: str = "https://portal.example.org") -> Iterator[MailServer]:
    """Start a server on a free port of this machine, and have the portal use it."""
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    try:
        with email_settings(controller.port, portal):
            yield handler
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def email_settings(port: int, portal: str = "https://portal.example.org") -> Iterator[None]:
    """Have the portal send e-mail to a port of this machine, where a server may run or not."""
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_USE_TLS=False,
        PORTAL_URL=portal,
    ):
        yield


def run_due_jobs() -> None:
    """Run all jobs, also those that wait for another attempt, as if that time had come."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    run_jobs()


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """Return the plain text of a message, or its HTML."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def link_in(message: EmailMessage) -> str:
    """Return the only link in the plain text of a message, which must also be in its HTML."""
    [link] = re.findall(r"https?://\S+", text_of(message))
    assert f'href="{link}"' in text_of(message, "html")
    return str(link)
