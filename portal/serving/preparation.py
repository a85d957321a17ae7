"""Prepare the portal before it opens: tables, static files, vocabularies, documents, an account."""

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
from documents.services.accounts import make_first_account
from portal.maintenance import begin_indexing
from portal.serving import StartError
from portal.serving.static import collect_static
from portal.serving.stopping import Stop
from recommendations.services import load_vocabularies
from recommendations.services.indexing import index_is_due, index_next

Say = Callable[[str], None]

PREPARING = 7_023_581  # key of the advisory lock

STAFF_NAME = "admin"

FEW_DOCUMENTS = 50  # indexed within seconds


def prepare(say: Say, stop: Stop) -> None:
    """Take every preparation step that is still missing.

    If several processes start at once, one prepares and the others wait. Raise :class:`StartError`.
    """
    connect()
    steps = (
        migrate,
        refresh_static_files,
        refresh_vocabularies,
        prepare_search,
        ingest_first_documents,
        make_staff_account,
    )
    with _one_at_a_time(say):
        for step in steps:
            stop.check()
            step(say)


def connect() -> None:
    """Connect to the database, which starts the embedded one. Raise :class:`StartError` if it is unavailable."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise StartError(_("The database is not responding: %s") % str(error).strip()) from error


@contextmanager
def _one_at_a_time(say: Say) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [PREPARING])
        (acquired,) = cursor.fetchone()
        if not acquired:
            say(_("Another process is preparing the database; waiting."))
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])


def migrate(say: Say) -> None:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
        message = ngettext("Database tables created (%d step).", "Database tables created (%d steps).", len(plan))
        say(message % len(plan))


def refresh_static_files(say: Say) -> None:
    """Collect the static files if they have changed."""
    if collect_static():
        say(_("Static files collected."))


def refresh_vocabularies(say: Say) -> None:
    """Update the vocabularies from their files. It is quick and prints nothing."""
    load_vocabularies()


def prepare_search(say: Say) -> None:
    """Index all documents: at once if they are few, else in the background while the portal runs."""
    if not index_is_due():
        return
    if Document.objects.count() > FEW_DOCUMENTS:
        begin_indexing()
        say(_("The search index is being rebuilt while the portal runs. Until then, searches may be incomplete."))
        return
    after: int | None = 0
    while after is not None:
        after = index_next(after)


def ingest_first_documents(say: Say) -> None:
    """Ingest the first documents into an empty portal. An interrupted start leaves none of them."""
    if Document.objects.exists():
        return
    say(_("Reading the first documents."))
    with transaction.atomic():
        try:
            call_command("ingest", settings.FIXTURES_DIR / "sessions")
        except CommandError as error:  # names the files that could not be read; the others are stored
            say(str(error))


def make_staff_account(say: Say) -> None:
    """Create the first staff account unless one exists, and print its password, which is shown only here."""
    if password := make_first_account(STAFF_NAME):
        say(
            _("Staff account created. Username: %(name)s   Password: %(password)s   (shown only once)")
            % {"name": STAFF_NAME, "password": password}
        )
