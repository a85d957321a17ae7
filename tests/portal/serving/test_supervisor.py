"""The processes that the supervisor keeps running."""

from __future__ import annotations

from django.conf import settings

from portal.serving.supervisor import embedded_server


def test_embedded_database_server_is_supervised() -> None:
    """The supervisor restarts it when it ends, even if nobody requests a page."""
    is_embedded = "cluster" in settings.DATABASES["default"]["OPTIONS"]
    assert (embedded_server() is not None) == is_embedded
