"""Send digests. Whatever fails, no address gets a text twice.

A digest is marked as sent, in a transaction of its own, *before* it is sent: after a crash or a lost connection, the
mail server may or may not have it, so sending it again might deliver it twice. Only if the server's reply shows
that it did not accept the e-mail is the mark removed, and the e-mail sent later. Nothing is marked while the server
cannot be reached. Two workers never send the same digest, because only one of them can set the mark.
"""

from __future__ import annotations

import contextlib
import datetime
import logging
from collections.abc import Sequence
from functools import lru_cache
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from uuid import UUID

from django.core.mail import get_connection
from django.db.models import Min

from portal.alerts.digests import DigestMaker
from portal.alerts.models import Subscriber, Subscription
from portal.alerts.news import IndexIncompleteError, Period, index_generations
from portal.alerts.services import claim, cover, due_subscriptions, release
from portal.emails import is_permanent

logger = logging.getLogger(__name__)

SMTP_OK = 250


def deliver(keys: Sequence[UUID], schedule: str, since: datetime.datetime, until: datetime.datetime) -> list[UUID]:
    """Send what is new up to a time to subscribers, given by key. Return the keys of those whose e-mail the mail server
    did not accept for now; a failure of one does not affect the others.

    ``since`` is a time before which nothing is due, the same for all calls of a run. Raise an error of the mail server
    if it cannot be reached, and :class:`~portal.alerts.news.IndexIncompleteError` while the index is being rebuilt.
    """
    due = due_subscriptions(schedule, until).filter(subscriber__in=keys)
    earliest = due.aggregate(earliest=Min("covered_until"))["earliest"]
    if earliest is None:
        return []
    maker = _digest_maker(Period(schedule, min(since, earliest), until), tuple(index_generations().items()))
    subscribers = Subscriber.objects.filter(pk__in=keys).prefetch_related("subscriptions")
    due_keys = set(due.values_list("pk", flat=True))
    server, failed, nothing_new = get_connection(), [], []
    with contextlib.closing(server):
        for subscriber in subscribers:
            rows = [row for row in subscriber.subscriptions.all() if row.pk in due_keys]
            try:
                message = maker.digest(subscriber, rows) if rows else None
            except IndexIncompleteError:
                raise
            except Exception:  # the others must still get theirs
                logger.exception("The digest of subscriber %s could not be made.", subscriber)
                failed.append(subscriber.pk)
                continue
            if message is None:
                nothing_new += rows
            elif not _send(server, message, subscriber, rows, until):
                failed.append(subscriber.pk)
    cover(nothing_new, until)
    return failed


@lru_cache(maxsize=2)
def _digest_maker(period: Period, generations: tuple[tuple[str, int], ...]) -> DigestMaker:
    """Return the same maker for all batches of a run, in one generation of the index."""
    return DigestMaker(period, dict(generations))


def _send(
    server: Any, message: Any, subscriber: Subscriber, rows: Sequence[Subscription], until: datetime.datetime
) -> bool:
    """Send a digest, unless it was sent or changed meanwhile. Return False if the server did not accept it for now."""
    _ensure_open(server)
    if not claim(rows, until):
        return True
    try:
        server.send_messages([message])
    except SMTPRecipientsRefused as error:
        if is_permanent(error):
            codes = [code for code, _reply in error.recipients.values()]
            logger.error("the mail server does not deliver to the address of subscriber %s: %s", subscriber, codes)
            return True
        release(rows, until)
        return False
    except SMTPResponseException as error:
        logger.warning("the mail server did not accept an e-mail to subscriber %s: %s", subscriber, error.smtp_code)
        release(rows, until)
        return False
    except (SMTPException, OSError) as error:
        logger.error("an e-mail to subscriber %s was interrupted and is not sent again: %r", subscriber, error)
    return True


def _ensure_open(server: Any) -> None:
    """Open the connection, or open it again if the server has closed it, as servers do after some e-mails or minutes.
    Raise an error if the server cannot be reached."""
    smtp = getattr(server, "connection", None)
    if smtp is not None:
        with contextlib.suppress(SMTPException, OSError):
            if smtp.noop()[0] == SMTP_OK:
                return
        server.close()
    server.open()
