"""Prepare the portal before it serves pages: tables, static files, vocabularies, documents, an account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Document
from documents.services.accounts import create_first_account
from portal.maintenance import begin_indexing
from portal.serving import StartError
from portal.serving.static import collect_static
from portal.serving.stopping import Stop
from recommendations.services import load_vocabularies
from recommendations.services.indexing import index_next, is_indexing_due

Report = Callable[[str], None]

PREPARATION_LOCK = 7_023_581  # advisory lock key

ADMINISTRATOR_USERNAME = "admin"

OWN_APPS = {"documents", "recommendations"}  # apps whose migrations belong to the portal

MAX_INDEXED_AT_START = 50  # documents that are indexed within seconds


def prepare(report: Report, stop: Stop) -> None:
    """Run the preparation steps that are still needed.

    If several processes start at once, one prepares the portal and the others wait. Raise :class:`StartError`.
    """
    connect()
    steps = (
        migrate,
        refresh_static_files,
        refresh_vocabularies,
        prepare_search,
        load_sample_documents,
        create_administrator_account,
    )
    with _one_at_a_time(report):
        for step in steps:
            stop.check()
            step(report)


def connect() -> None:
    """Connect to the database, which starts the embedded server. Raise :class:`StartError` if the database is
    unavailable."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise StartError(_("The database is not responding: %s") % str(error).strip()) from error


@contextmanager
def _one_at_a_time(report: Report) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [PREPARATION_LOCK])
        (acquired,) = cursor.fetchone()
        if not acquired:
            report(_("Another process is preparing the database. Waiting for it to finish."))
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARATION_LOCK])
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARATION_LOCK])


def migrate(report: Report) -> None:
    """Apply all migrations. Raise :class:`StartError` if a newer release created or upgraded the database."""
    executor = MigrationExecutor(connection)
    newer = executor.loader.applied_migrations.keys() - executor.loader.disk_migrations.keys()
    if names := sorted(f"{app}.{name}" for app, name in newer if app in OWN_APPS):
        raise StartError(
            _(
                "This database was created or upgraded by a newer release of the portal (%s). Start that release, or "
                "take a backup from before the upgrade and restore it into an empty database."
            )
            % names[-1]
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
        message = ngettext(
            "Database brought up to date (%d migration).", "Database brought up to date (%d migrations).", len(plan)
        )
        report(message % len(plan))


def refresh_static_files(report: Report) -> None:
    """Collect the static files if they have changed."""
    if collect_static():
        report(_("Static files collected."))


def refresh_vocabularies(report: Report) -> None:
    """Update the vocabularies from their files."""
    load_vocabularies()


def prepare_search(report: Report) -> None:
    """Index all documents: immediately if there are few, else in the background while the portal runs."""
    if not is_indexing_due():
        return
    if Document.objects.count() > MAX_INDEXED_AT_START:
        begin_indexing()
        report(_("The search index is being rebuilt while the portal runs. Until then, searches may be incomplete."))
        return
    after: int | None = 0
    while after is not None:
        after = index_next(after)


def load_sample_documents(report: Report) -> None:
    """Load the sample documents into an empty portal. If this is interrupted, none of them is stored."""
    if Document.objects.exists():
        return
    report(_("Loading the sample documents."))
    with transaction.atomic():
        try:
            call_command("ingest", settings.FIXTURES_DIR / "sessions")
        except CommandError as error:  # the message names the unreadable files; the others are stored
            report(str(error))


def create_administrator_account(report: Report) -> None:
    """Create an administrator's account unless a staff account exists, and print its password, which is shown only
    once.
    """
    if password := create_first_account(ADMINISTRATOR_USERNAME):
        report(
            _("Administrator account created. Username: %(name)s   Password: %(password)s   (shown only once)")
            % {"name": ADMINISTRATOR_USERNAME, "password": password}
        )
