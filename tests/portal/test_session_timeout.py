"""Users are logged out when they are idle, and once a day; readers keep their basket."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from portal import middleware

HOUR = 3600

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the time that the middleware sees, as a list of one number that a test may change."""
    now = [time.time()]
    monkeypatch.setattr(middleware.time, "time", lambda: now[0])
    return now


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_idle_user_is_logged_out(admin_client: Client, clock: list[float]) -> None:
    assert admin_client.get("/uploads/").status_code == 200
    clock[0] += 2 * HOUR + 1
    response = admin_client.get("/uploads/")
    assert response.status_code == 302
    assert response["Location"] == "/en/login/?next=/en/uploads/"
    assert not is_logged_in(admin_client)


def test_active_user_stays_logged_in_until_the_session_ends(admin_client: Client, clock: list[float]) -> None:
    for _hour in range(12):
        assert admin_client.get("/uploads/").status_code == 200
        clock[0] += HOUR
    assert admin_client.get("/uploads/").status_code == 200
    clock[0] += 1
    assert admin_client.get("/uploads/").status_code == 302


def test_activity_is_written_once_in_five_minutes(admin_client: Client, clock: list[float]) -> None:
    admin_client.get("/uploads/")
    first = admin_client.session["activity"]
    clock[0] += 299
    admin_client.get("/uploads/")
    assert admin_client.session["activity"] == first
    clock[0] += 2
    admin_client.get("/uploads/")
    assert admin_client.session["activity"] != first


def test_basket_of_a_reader_is_kept(client: Client, clock: list[float]) -> None:
    session = client.session
    session["kept"] = "yes"
    session.save()
    clock[0] += 48 * HOUR
    assert client.get("/basket/").status_code == 200
    assert client.session["kept"] == "yes"
