"""A migrated database, from which each process of a run copies its own. It is kept until a migration is edited."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection

PREFIX = "migrated_"
LOCK = 7_014_082_021
"""Number of the advisory lock that a process holds while it makes the template."""


def use_template() -> None:
    """Have Django copy the test database from the template, which is made first if it is missing.

    Django runs the migrations on the copy too, which applies those that are new to the template.
    """
    name = f"{PREFIX}{_digest_of_migrations()}"
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        templates = {row[0] for row in cursor.fetchall()}
        if name not in templates:
            for other in templates:
                with suppress(OperationalError):  # another process is copying it
                    cursor.execute(f"DROP DATABASE {other}")
            made = _make()
            cursor.execute(f"ALTER DATABASE {made} RENAME TO {name}")
            # Autovacuum does not connect to it either, which would delay copying.
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def _digest_of_migrations() -> str:
    """Return a digest of the portal's migrations. Those of packages are not edited."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.is_relative_to(settings.BASE_DIR) and "site-packages" not in folder.parts:
            for path in sorted(folder.glob("migrations/*.py")):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _make() -> str:
    """Create a database, run all migrations in it, and return its name."""
    values = connection.settings_dict
    own_name, test_name = values["NAME"], values["TEST"]["NAME"]
    values["TEST"]["NAME"] = "unfinished_template"
    made = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    values["NAME"], values["TEST"]["NAME"] = own_name, test_name
    return made
