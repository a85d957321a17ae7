"""What the supervisor looks after."""

from __future__ import annotations

from django.conf import settings

from portal.serving.supervisor import embedded_server


def test_the_portals_own_database_server_is_looked_after() -> None:
    """It is started again when it is gone, also while nobody asks for a page."""
    own = settings.DATABASES["default"]["ENGINE"] == "portal.postgres"
    assert (embedded_server() is not None) == own
