"""The age of the embedded PostgreSQL, which gets security fixes only with a newer package."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils.translation import gettext as _

RELEASE = "18.6"
RELEASED = datetime.date(2026, 11, 12)
"""The release of PostgreSQL in the pinned package and its date (https://www.postgresql.org/docs/release/).

Change both with the package. PostgreSQL publishes fixes every three months.
"""
MAX_AGE = datetime.timedelta(days=122)


def outdated_server_warning(today: datetime.date) -> str:
    """Return a warning if the portal uses its embedded server and that is more than four months old, else ""."""
    is_embedded = "cluster" in settings.DATABASES["default"]["OPTIONS"]
    if not is_embedded or today - RELEASED <= MAX_AGE:
        return ""
    return _(
        "The embedded PostgreSQL %(release)s is from %(date)s and may lack security fixes. Install a newer release of "
        "the portal, or use another database server (DATABASE_URL)."
    ) % {"release": RELEASE, "date": RELEASED.isoformat()}
